"""The command that lists what does not agree."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from l2kg.cli.grammar import command
from l2kg.cli.options import STORE, prints
from l2kg.cli.output import open_data, progress, say
from l2kg.errors import UsageError

if TYPE_CHECKING:
    from l2kg.cli.output import Output
    from l2kg.conflicts import Conflict

__all__ = ["conflicts"]


@command(
    "Where sources differ",
    "l2kg conflicts --format csv",
    "l2kg conflicts data/cases/geneva-accord.ttl",
    help=(
        "List what two sources say that cannot both be so: in Turtle files and mappings,"
        " or in a store."
    ),
)
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
@prints("table", "csv", "json", columns=("csv", "json"))
@STORE
def conflicts(paths: tuple[Path, ...], store: str | None, out: Output) -> None:
    """List what two sources say that cannot both be so."""
    from l2kg.conflicts import COLUMNS
    from l2kg.findings import in_order
    from l2kg.wording import counted

    if paths and store is not None:
        raise UsageError("files and --store are two places; give one of them")
    found = _in_files(paths) if paths else _in_store(store)
    if out.form == "table":
        told = in_order(one.finding() for one in found)
        out.lines(one.line_of_text() for one in told)
    else:
        out.records(COLUMNS, (one.record().values() for one in found))
    say(counted(len(found), "conflict"))
    sys.exit(1 if any(one.severity != "info" for one in found) else 0)


def _in_files(paths: tuple[Path, ...]) -> list[Conflict]:
    from l2kg.build import FindingsError, filled
    from l2kg.conflicts import touching
    from l2kg.corpus import read
    from l2kg.findings import in_order
    from l2kg.inference.materialise import infer

    corpus, unread = read(paths)
    if unread:
        raise FindingsError(in_order(unread))
    return touching(filled(corpus, infer(corpus, progress=progress())[0])[1], corpus)


def _in_store(store: str | None) -> list[Conflict]:
    """Find what does not agree in a store; of the shipped data, with file and line."""
    from l2kg.conflicts import conflicts as found_in
    from l2kg.corpus import read
    from l2kg.store import place_of

    shipped = place_of(store) is None
    return found_in(open_data(store), read(())[0] if shipped else None)
