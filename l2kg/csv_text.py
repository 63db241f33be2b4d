"""Cells and rows as CSV: lists in a cell, and the guard against formulas."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

__all__ = ["Cell", "SEPARATOR", "flat", "safe", "rows_text", "harmless"]


Cell = str | tuple[str, ...] | bool | int | None


SEPARATOR = ";"


_OPENERS = (
    "=",
    "+",
    "-",
    "@",
    "\t",
    "\r",
)  # a spreadsheet would take the cell for a formula


def flat(cell: Cell) -> str:
    """Return a cell as one text: several values joined by semicolons, TRUE and FALSE, nothing as an empty text.

    A semicolon inside one of several values becomes a comma.

    >>> flat(("a", "b")), flat(True), flat(None), flat(3)
    ('a;b', 'TRUE', '', '3')
    """
    if isinstance(cell, tuple):
        return SEPARATOR.join(value.replace(SEPARATOR, ",") for value in cell)
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    return "" if cell is None else str(cell)


def safe(text: str) -> str:
    """Quote a text that a spreadsheet would take for a formula, with the apostrophe that spreadsheets know.

    >>> safe("=1+1"), safe("a-b")
    ("'=1+1", 'a-b')
    """
    return f"'{text}" if text.startswith(_OPENERS) else text


def rows_text(header: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Write rows of texts as CSV, each cell made safe for spreadsheets."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(header)
    writer.writerows([safe(cell) for cell in row] for row in rows)
    return out.getvalue()


def harmless(cell: str) -> str:
    """Keep a spreadsheet from reading a cell as a formula.

    >>> harmless("=1+1"), harmless("-2.5"), harmless("@home")
    ("'=1+1", '-2.5', "'@home")
    """
    if (
        cell[:1] not in ("=", "+", "-", "@", "\t", "\r")
        or cell.removeprefix("-").replace(".", "", 1).isdecimal()
    ):
        return cell
    return f"'{cell}"
