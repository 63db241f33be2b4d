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

    from l2kg.findings import Finding

__all__ = ["build", "check", "fmt"]


def _report(findings: Iterable[Finding]) -> None:
    from l2kg.findings import blocking

    listed = list(findings)
    for finding in listed:
        say(finding.line_of_text())
    if stop := blocking(listed):
        errors = sum(f.severity == "error" for f in stop)
        say(f"{errors} errors, {len(stop) - errors} warnings")
        sys.exit(1)


@click.command()
@PATHS
def check(paths: tuple[Path, ...]) -> None:
    """Check Turtle files, or the shipped data: syntax, layout, shapes, check queries, order in time."""
    from l2kg.build import examine
    from l2kg.corpus import read
    from l2kg.findings import in_order

    corpus, findings = read(paths)
    findings += examine(corpus, findings, progress()).findings
    _report(in_order(findings))
    checked = sum(part.checked for part in corpus.parts)
    say(f"{checked} files, no errors")


@click.command()
@PATHS
@click.option(
    "--check",
    "only_check",
    is_flag=True,
    help="Change nothing; exit 1 if a file is not in the layout.",
)
def fmt(paths: tuple[Path, ...], only_check: bool) -> None:
    """Write Turtle files, or the shipped ones, in the project's layout."""
    from l2kg.corpus import turtle_files
    from l2kg.reading import EncodingError, read_text
    from l2kg.turtle import TurtleError, canonical

    off, broken = [], []
    for path in turtle_files(paths):
        try:
            text = read_text(path)
            laid = canonical(text)
        except TurtleError as error:
            broken.append(f"{path}: error: {error}")
            continue
        except EncodingError as error:
            broken.append(str(error))
            continue
        if laid != text:
            off.append(path)
            if not only_check:
                path.write_text(laid, encoding="utf-8")
    for line in broken:
        say(line)
    for path in off:
        say(
            f"{path}: {'not in the layout; run `l2kg fmt`' if only_check else 'laid out'}"
        )
    sys.exit(1 if broken or (off and only_check) else 0)


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
def build(paths: tuple[Path, ...], folder: Path | None, force: bool) -> None:
    """Check, infer and build the store; nothing is written where a finding stops it."""
    from l2kg.build import FindingsError
    from l2kg.build import build as run_build
    from l2kg.store import cache_folder

    target = folder or cache_folder()
    if paths and folder is None:
        raise UsageError(
            "a store of files of your own needs a folder; give --store FOLDER"
        )
    try:
        _, built = run_build(
            paths, folder=target, force=force or folder is None, progress=progress()
        )
    except FindingsError as error:
        _report(error.findings)
    else:
        _report(built.findings)
        say(
            f"{built.files} files, {built.cases} case files; {built.asserted} triples"
            f" asserted, {built.derived} derived"
        )
        click.echo(target)
