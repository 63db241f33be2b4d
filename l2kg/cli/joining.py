"""The command that brings other people's tables beside our cases, by actor and date."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from l2kg.cli import STORE, main, progress, say

if TYPE_CHECKING:
    from l2kg.joining.join import Joined

__all__: list[str] = []


@main.command()
@click.argument("file", metavar="FILE.csv", type=click.Path(path_type=Path))
@click.option("--on", "on", metavar="ACTOR,DATE", required=True, help="The file's two columns: who, and when.")
@click.option("--scheme", metavar="SCHEME", help="What the actor's column holds: cow, gw, iso3, vdem, archigos, wikidata, name, ...")
@click.option("--long", is_flag=True, help="A row for each match, not for each row of the file.")
@click.option("--reverse", is_flag=True, help="Our dated elements as rows, with the columns of the file's rows that meet them.")
@click.option("--delimiter", default=",", show_default=True, help="What separates the file's cells; 'tab' for tabulators.")
@click.option("--output", type=click.Path(path_type=Path), metavar="FILE", help="Where to write; default: standard output.")
@click.option(
    "--unmatched", type=click.Path(path_type=Path), metavar="FILE", help="Write ambiguous and unmatched rows here, with the reason."
)
@click.option("--force", is_flag=True, help="Replace files that are there.")
@STORE
def join(
    file: Path,
    on: str,
    scheme: str | None,
    long: bool,
    reverse: bool,
    delimiter: str,
    output: Path | None,
    unmatched: Path | None,
    force: bool,
    store: str | None,
) -> None:
    """Add our cases and elements to a table of actors and dates (country-year, leader-year ...), and account for every row."""
    from l2kg.errors import UsageError
    from l2kg.joining.csvrows import column_pair, columns_of, read_csv, rows_csv
    from l2kg.joining.join import APART, PREFIX
    from l2kg.joining.join import join as joined
    from l2kg.store import open_store

    names, sign = column_pair(on), "\t" if delimiter == "tab" else delimiter
    if len(sign) != 1:
        raise UsageError(f"--delimiter {delimiter!r}: give one character, or tab")
    if output is not None and unmatched is not None and output.absolute() == unmatched.absolute():
        raise UsageError("--output and --unmatched name one file; give two")
    header, rows = read_csv(file, delimiter=sign)
    who, when = columns_of(header, names, where=str(file), prefix=PREFIX)
    opened = open_store(store, progress=progress())
    found = joined(opened, [(row[who], row[when]) for row in rows], on=names, scheme=scheme, long=long, reverse=reverse)
    apart = rows_csv([*header, *APART], ([*rows[i], *cells] for i, cells in found.apart()))
    _write({output: _whole(header, rows, found, reverse=reverse)} | ({unmatched: apart} if unmatched else {}), force=force)
    for line in found.account():
        say(line)


def _whole(header: list[str], rows: list[list[str]], found: Joined, *, reverse: bool) -> str:
    from l2kg.joining.csvrows import rows_csv

    blank = [""] * len(header)
    theirs = ((blank if i is None else rows[i], cells) for i, cells in found.lines)
    if reverse:
        return rows_csv([*found.columns, *header], ([*cells, *row] for row, cells in theirs))
    return rows_csv([*header, *found.columns], ([*row, *cells] for row, cells in theirs))


def _write(texts: dict[Path | None, str], *, force: bool) -> None:
    """Write texts to their files, all or none; that of no file to standard output."""
    from contextlib import ExitStack

    from l2kg.export.writing import replacing

    with ExitStack() as stack:
        for path, text in texts.items():
            if path is not None:
                stack.enter_context(replacing(path, force=force)).write_text(text, encoding="utf-8", newline="")
    if None in texts:
        click.echo(texts[None], nl=False)
