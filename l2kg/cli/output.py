"""What commands write: results to standard output, all else to standard error."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    import pyoxigraph as ox

    from l2kg.queries.results import Term

__all__ = ["open_data", "print_lines", "print_table", "print_works", "progress", "say"]

_QUIET = 2.0  # seconds of work that need no word


def say(text: str) -> None:
    """Write a line to standard error."""
    click.echo(text, err=True)


def progress() -> Callable[[str], None]:
    """Return a callback that says on standard error what is being done.

    It says nothing before the work has taken two seconds.
    """
    start = time.monotonic()

    def say_step(step: str) -> None:
        seconds = time.monotonic() - start
        if seconds > _QUIET:
            say(f"  {seconds:4.1f} s  {step}")

    return say_step


def open_data(store: str | None) -> ox.Store:
    """Open the store that `--store` names, or the default one, and say what takes long."""
    from l2kg.store import open_store

    return open_store(store, progress=progress())


def print_lines(lines: Iterable[str]) -> None:
    """Print lines to standard output."""
    for line in lines:
        click.echo(line)


def print_table(columns: Iterable[str], rows: Iterable[Iterable[str]]) -> None:
    """Print a table to standard output."""
    from rich import box
    from rich.console import Console
    from rich.table import Table

    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for column in columns:
        table.add_column(column, overflow="fold")
    for row in rows:
        table.add_row(*map(_plain, row))
    console = Console()
    Console(
        width=console.width if console.is_terminal else 200, markup=False, highlight=False
    ).print(table)


def _plain(text: str) -> str:
    return text.replace("\n", " ")


def print_works(
    store: ox.Store, columns: Iterable[str], rows: Iterable[Iterable[Term | None]]
) -> None:
    """Print the works behind the rows of an answer as BibTeX."""
    from l2kg.export.bibliography import bibtex, elements_of, works_behind

    works = works_behind(store, elements_of(columns, rows))
    click.echo(bibtex(store, works), nl=False)
    say(f"{len(works)} works")
