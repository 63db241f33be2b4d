"""The commands for those who write data: check, lay out, build the store."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import click

from l2kg.cli.grammar import command
from l2kg.cli.options import FORCE, PATHS, prints
from l2kg.cli.output import progress, say
from l2kg.errors import UsageError
from l2kg.findings import FIELDS, SEVERITIES

if TYPE_CHECKING:
    from collections.abc import Iterable

    from l2kg.build import FindingsError
    from l2kg.cli.output import Output
    from l2kg.corpus import Corpus
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


@command(
    "Check data files",
    "l2kg check data/cases/geneva-accord.ttl",
    "l2kg check data/links/cow.sssom.tsv --quiet --format json",
)
@PATHS
@click.option(
    "--severity",
    "least",
    type=click.Choice(SEVERITIES),
    default="info",
    show_default=True,
    help="Tell only of what is as grave as this.",
)
@click.option(
    *("-q", "--quiet"),
    is_flag=True,
    help="Tell only of errors and warnings, without a sum.",
)
@prints("table", "csv", "json", columns=("csv", "json"))
def check(paths: tuple[Path, ...], least: str, quiet: bool, out: Output) -> None:
    """Check Turtle files and mappings, or the shipped data.

    Syntax, layout, shapes, check queries, order in time. The exit status is 1 where there
    is an error or a warning. What only informs is told of the files that were named.
    """
    from l2kg.build import examine
    from l2kg.corpus import read
    from l2kg.findings import blocking, in_order
    from l2kg.wording import counted

    corpus, findings = read(paths)
    findings += examine(corpus, findings, _silent if quiet else progress()).findings
    least = "warning" if quiet and least == "info" else least
    told = in_order(_worth_telling(findings, least, corpus if paths else None))
    stop = blocking(findings)
    if out.form == "table" and out.path is None:
        _report(told)
    elif out.form == "table":
        out.lines(one.line_of_text() for one in told)
    else:
        out.records(FIELDS, (one.record().values() for one in told))
    checked = counted(sum(part.checked for part in corpus.parts), "file")
    if not quiet:
        say(_told(stop) if stop else f"{checked}, no errors")
    sys.exit(1 if stop else 0)


def _silent(_: str) -> None:
    """Say nothing of what is being done."""


def _worth_telling(
    findings: Iterable[Finding], least: str, named: Corpus | None
) -> list[Finding]:
    """Keep what is grave enough, and of what only informs that on the files that were named."""
    grave = SEVERITIES[: SEVERITIES.index(least) + 1]
    ours = {part.path for part in named.parts if part.checked} if named else set()
    return [
        one
        for one in findings
        if one.severity in grave
        and (one.severity != "info" or named is None or one.file in ours)
    ]


@command(
    "Lay out data files",
    "l2kg fmt --check data/cases/geneva-accord.ttl",
    "l2kg fmt - < data/cases/geneva-accord.ttl",
)
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
    others are written all the same, and the exit status is 1. Instead of files, -: what
    comes on standard input is written to standard output.
    """
    from l2kg.corpus import turtle_files
    from l2kg.errors import L2kgError
    from l2kg.turtle import TurtleError
    from l2kg.writing import settle

    if [str(path) for path in paths] == ["-"]:
        _laid_out_from_input(only_check=only_check)
    files, off, refused = turtle_files(paths), [], []
    settle(*{path.resolve().parent for path in files})
    for path in files:
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


def _laid_out_from_input(*, only_check: bool) -> NoReturn:
    """Lay out what comes on standard input, and end."""
    from l2kg.reading import read_exactly
    from l2kg.turtle import TurtleError, canonical

    name, text = "standard input", read_exactly(Path("-"))
    try:
        laid = canonical(text)
    except TurtleError as error:
        say(error.finding(Path(name)).line_of_text())
        sys.exit(1)
    if only_check:
        if laid != text:
            say(f"{name}: not in the layout")
        sys.exit(laid != text)
    click.echo(laid.encode(), nl=False)
    sys.exit(0)


def _laid_out(path: Path, *, only_check: bool) -> bool:
    """Lay a file out, and tell whether it was not in the layout."""
    from l2kg.reading import read_exactly
    from l2kg.turtle import canonical
    from l2kg.writing import rewrite

    text = read_exactly(path)
    laid = canonical(text)
    if laid != text and not only_check:
        rewrite(path, laid, instead_of=text)
    return laid != text


@command(
    "Build a store",
    "l2kg build",
    "l2kg build my-cases/ --with-shipped --store my-store",
)
@PATHS
@click.option(
    "--store",
    "folder",
    metavar="FOLDER",
    type=click.Path(path_type=Path),
    help="Where to write; default: the user's cache folder.",
)
@FORCE
@click.option(
    "--with-warnings", is_flag=True, help="Build despite warnings; never despite errors."
)
@click.option(
    "--with-shipped",
    is_flag=True,
    help="Put the shipped cases beside those of the files.",
)
def build(
    paths: tuple[Path, ...],
    folder: Path | None,
    force: bool,
    with_warnings: bool,
    with_shipped: bool,
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
            _beside_shipped(paths) if paths and with_shipped else paths,
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


def _beside_shipped(paths: tuple[Path, ...]) -> tuple[Path, ...]:
    """Return the paths, then the shipped cases for which none of their files stands in."""
    from l2kg.corpus import turtle_files
    from l2kg.files import data_root

    names = {path.name for path in turtle_files(paths)}
    cases = sorted((data_root() / "cases").glob("*.ttl"))
    return (*paths, *(case for case in cases if case.name not in names))


def _way_on(error: FindingsError, with_warnings: bool) -> str:
    """Say that nothing was written, and what would help."""
    if not any(one.severity == "error" for one in error.findings):
        them = "it" if len(error.findings) == 1 else "them"
        return f"nothing was written; mend {them}, or build with --with-warnings"
    if with_warnings:
        return "nothing was written; errors stop a build even with --with-warnings"
    return "nothing was written; mend the errors first"
