"""Draw a table for people, as wide as the place where it is read."""

from __future__ import annotations

import io
import os
from typing import TYPE_CHECKING

from l2kg.cli.fitting import GAP, fitting, shares, space_of

if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import TextIO

    from rich.table import Table

    from l2kg.cases.naming import Worded

__all__ = ["PIPED", "drawn", "line_width", "records", "wrapped"]

PIPED = 200
"""How wide a table is where neither a terminal nor COLUMNS says how wide a line may be."""


def line_width(place: TextIO | None) -> int | None:
    """Return how wide a line may be in a stream: as COLUMNS says, else as the terminal is.

    Nothing where neither tells it.
    """
    said = os.environ.get("COLUMNS", "")
    if said.isdecimal() and int(said) > 0:
        return int(said)
    if place is not None and place.isatty():
        return os.get_terminal_size(place.fileno()).columns
    return None


def drawn(table: Worded, width: int) -> tuple[str, tuple[str, ...]]:
    """Draw the columns of a table for which a width has room; return those without, too."""
    from rich import box
    from rich.table import Table

    shown, left_out = fitting(table, width)
    spaces = [
        space_of(name, [row[place] for row in shown.rows], width)
        for place, name in enumerate(shown.columns)
    ]
    folded = sum(most + GAP for _, most in spaces) - GAP > width
    made = Table(
        box=box.SIMPLE_HEAD,
        padding=(0, GAP - 1, 0, 0),  # the box adds a space between two columns
        pad_edge=False,
        show_edge=False,
        leading=1 if folded else 0,
    )
    for name, share in zip(shown.columns, shares(spaces, width), strict=True):
        made.add_column(name, overflow="fold", width=share)
    for row in shown.rows:
        made.add_row(*row)
    return _text(made, width), left_out


def records(table: Worded, width: int) -> str:
    """Draw each row as lines of its own, a cell each, with an empty line between rows."""
    from rich.table import Table

    texts = []
    for row in table.rows:
        record = Table.grid(padding=(0, 2, 0, 0))
        record.add_column(no_wrap=True)
        record.add_column(overflow="fold")
        for name, cell in zip(table.columns, row, strict=True):
            if cell:
                record.add_row(name, cell)
        texts.append(_text(record, width))
    return "\n".join(texts)


def _text(table: Table, width: int) -> str:
    from rich.console import Console

    out = io.StringIO()
    Console(file=out, width=width, markup=False, highlight=False, emoji=False).print(
        table
    )
    return "".join(f"{line.rstrip()}\n" for line in out.getvalue().splitlines())


def wrapped(lines: Iterable[str], width: int | None) -> str:
    """Break long lines between words, what follows two columns further in than the line.

    Without a width they stay whole. A line with several spaces in it is of a table, and stays whole.

    >>> print(wrapped(["  one two three"], 11), end="")
      one two
        three
    """
    import textwrap

    texts = []
    for line in lines:
        if width is None or "  " in line.strip():
            texts.append(line)
            continue
        indent = " " * (len(line) - len(line.lstrip()) + 2)
        broken = textwrap.wrap(
            line,
            width,
            subsequent_indent=indent,
            break_long_words=False,
            break_on_hyphens=False,
            drop_whitespace=True,
        )
        texts += broken or [""]
    return "".join(f"{text}\n" for text in texts)
