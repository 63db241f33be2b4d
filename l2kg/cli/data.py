"""The commands for those who write data: check, lay out, build the store."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from l2kg.cli.options import PATHS
from l2kg.cli.output import progress, say
from l2kg.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from l2kg.build import FindingsError
    from l2kg.findings import Finding

__all__ = ["build", "check", "fmt"]


def _report(findings: Iterable[Finding]) -> None:
    for finding in findings:
        say(finding.line_of_text())


def _told(findings: Iterable[Finding]) -> str:
    """Say how many errors and warnings there are."""
    from l2kg.wording import counted

    severities = [finding.severity for finding in findings]
    return (
        f"{counted(severities.count('error'), 'error')},"
        f" {counted(severities.count('warning'), 'warning')}"
    )


@click.command()
@PATHS
def check(paths: tuple[Path, ...]) -> None:
    """Check Turtle files, or the shipped data: syntax, layout, shapes, check queries, order in time."""
    from l2kg.build import examine
    from l2kg.corpus import read
    from l2kg.findings import blocking, in_order
    from l2kg.wording import counted

    corpus, findings = read(paths)
    findings += examine(corpus, findings, progress()).findings
    _report(in_order(findings))
    if stop := blocking(findings):
        say(_told(stop))
        sys.exit(1)
    checked = sum(part.checked for part in corpus.parts)
    say(f"{counted(checked, 'file')}, no errors")


@click.command()
@PATHS
@click.option(
    "--check",
    "only_check",
    is_flag=True,
    help="Change nothing; exit 1 if a file is not in the layout.",
)
def fmt(paths: tuple[Path, ...], only_check: bool) -> None:
    """Write Turtle files, or the shipped ones, in the project's layout.

    Comments, relative IRIs, literals and line ends stay as they are. Each file is written
    whole or not at all. One that cannot be laid out is named and left as it is; the
    others are written all the same, and the exit status is 1.
    """
    from l2kg.corpus import turtle_files
    from l2kg.errors import L2kgError
    from l2kg.turtle import TurtleError

    off, refused = [], []
    for path in turtle_files(paths):
        try:
            if _laid_out(path, only_check=only_check):
                off.append(path)
        except TurtleError as error:
            refused.append(error.finding(path).line_of_text())
        except L2kgError as error:
            refused.append(str(error))
    for line in refused:
        say(line)
    for path in off:
        say(
            f"{path}: {'not in the layout; run `l2kg fmt`' if only_check else 'laid out'}"
        )
    sys.exit(1 if refused or (off and only_check) else 0)


def _laid_out(path: Path, *, only_check: bool) -> bool:
    """Lay a file out, and tell whether it was not in the layout."""
    from l2kg.reading import read_exactly
    from l2kg.turtle import canonical
    from l2kg.writing import rewrite

    text = read_exactly(path)
    laid = canonical(text)
    if laid != text and not only_check:
        rewrite(path, laid)
    return laid != text


@click.command()
@PATHS
@click.option(
    "--store",
    "folder",
    metavar="FOLDER",
    type=click.Path(path_type=Path),
    help="Where to write; default: the user's cache folder.",
)
@click.option("--force", is_flag=True, help="Replace a store that is there.")
@click.option(
    "--with-warnings", is_flag=True, help="Build despite warnings; never despite errors."
)
def build(
    paths: tuple[Path, ...], folder: Path | None, force: bool, with_warnings: bool
) -> None:
    """Check, infer and build the store.

    An error stops it, and so does a warning without --with-warnings: then nothing is
    written, and a store that is there stays as it is.
    """
    from l2kg.build import FindingsError
    from l2kg.build import build as run_build
    from l2kg.findings import blocking
    from l2kg.store import cache_folder
    from l2kg.wording import counted

    target = folder or cache_folder()
    if paths and folder is None:
        raise UsageError(
            "a store of files of your own needs a folder; give --store FOLDER"
        )
    try:
        _, built = run_build(
            paths,
            folder=target,
            force=force or folder is None,
            with_warnings=with_warnings,
            progress=progress(),
        )
    except FindingsError as error:
        _report(error.findings)
        say(f"{_told(error.findings)}: {_way_on(error, with_warnings)}")
        sys.exit(1)
    _report(built.findings)
    if passed := blocking(built.findings):
        say(f"{_told(passed)}: built all the same; `l2kg check` lists them again")
    say(
        f"{counted(built.files, 'file')}, {counted(built.cases, 'case file')};"
        f" {built.asserted} triples"
        f" asserted, {built.derived} derived"
    )
    click.echo(target)


def _way_on(error: FindingsError, with_warnings: bool) -> str:
    """Say that nothing was written, and what would help."""
    if not any(one.severity == "error" for one in error.findings):
        them = "it" if len(error.findings) == 1 else "them"
        return f"nothing was written; mend {them}, or build with --with-warnings"
    if with_warnings:
        return "nothing was written; errors stop a build even with --with-warnings"
    return "nothing was written; mend the errors first"
