"""The command that lists what does not agree."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from l2kg.cli.options import FORMAT
from l2kg.cli.output import progress, say

if TYPE_CHECKING:
    from collections.abc import Iterable

    from l2kg.conflicts import Conflict


@click.command(
    help=(
        "List what two sources say that cannot both be so: in Turtle files and "
        "mappings, or in the shipped data."
    )
)
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
@FORMAT
def conflicts(paths: tuple[Path, ...], form: str) -> None:
    """List what two sources say that cannot both be so."""
    from l2kg.build import FindingsError, filled
    from l2kg.conflicts import touching
    from l2kg.corpus import read
    from l2kg.findings import in_order
    from l2kg.inference.materialise import infer

    corpus, unread = read(paths)
    if unread:
        raise FindingsError(in_order(unread))
    found = touching(filled(corpus, infer(corpus, progress=progress())[0])[1], corpus)
    click.echo({"text": _text, "csv": _csv, "json": _json}[form](found), nl=False)
    say(f"{len(found)} conflicts")
    sys.exit(1 if any(one.severity != "info" for one in found) else 0)


def _text(found: Iterable[Conflict]) -> str:
    from l2kg.findings import in_order

    return "".join(
        f"{one.line_of_text()}\n" for one in in_order(one.finding() for one in found)
    )


def _csv(found: Iterable[Conflict]) -> str:
    from l2kg.conflicts import COLUMNS
    from l2kg.csv_text import write_csv

    records = (one.record() for one in found)
    rows = ([record[name] for name in COLUMNS] for record in records)
    return write_csv(COLUMNS, rows, line_end="\n")


def _json(found: Iterable[Conflict]) -> str:
    return (
        json.dumps([one.record() for one in found], ensure_ascii=False, indent=2) + "\n"
    )
