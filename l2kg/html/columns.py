"""The answer to a query as columns and rows: reading it, and what its columns hold."""

from __future__ import annotations

import json
import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from l2kg.csv_text import write_csv

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = [
    "JSON",
    "SHOWN",
    "Grid",
    "as_number",
    "default_measure",
    "default_pair",
    "forms_of",
    "grid_csv",
    "grid_length",
    "named_columns",
    "number_columns",
    "read_grid",
]

JSON = "application/sparql-results+json"
SHOWN = 500  # rows in a table
_NOTHING = {"type": "", "value": ""}


@dataclass(frozen=True, slots=True)
class Grid:
    """The answer to a SELECT query, or, without columns, to an ASK query.

    Cells are as in SPARQL's JSON results.
    """

    columns: tuple[str, ...]
    rows: tuple[tuple[dict[str, str], ...], ...]
    answer: bool | None = None
    truncated: bool = False

    def column(self, name: str) -> Iterator[dict[str, str]]:
        """Yield the cells of a column, one for each row."""
        place = self.columns.index(name)
        return (row[place] for row in self.rows)


def read_grid(body: bytes, *, truncated: bool = False) -> Grid:
    """Read SPARQL's JSON results."""
    data = json.loads(body)
    if "boolean" in data:
        return Grid((), (), answer=data["boolean"])
    columns = tuple(data["head"]["vars"])
    rows = tuple(
        tuple(row.get(name, _NOTHING) for name in columns)
        for row in data["results"]["bindings"]
    )
    return Grid(columns, rows, truncated=truncated)


def forms_of(grid: Grid) -> list[str]:
    """Return the forms in which an answer can be shown: table, chart, graph.

    A chart needs a column of names, a graph two.
    """
    names = named_columns(grid) if grid.rows else []
    forms = ["table"]
    if names:
        forms.append("chart")
    if len(names) > 1:
        forms.append("graph")
    return forms


def grid_length(grid: Grid, seconds: float, version: str, date: str) -> str:
    """Say how long an answer is, how long it took, and of what data it speaks.

    >>> grid_length(Grid(("x",), ()), 0.0123, "0.1.0", "2026-11-23")
    '0 rows, in 12 ms · data of version 0.1.0, 2026-11-23'
    """
    rows = f"{len(grid.rows):,} {'row' if len(grid.rows) == 1 else 'rows'}"
    more = ""
    if len(grid.rows) > SHOWN:
        more = f", of which the first {SHOWN} are in the table"
    data = f"data of version {version}{f', {date}' if date else ''}"
    return f"{rows}{more}, in {seconds * 1000:.0f} ms · {data}"


def grid_csv(grid: Grid) -> bytes:
    """Write all rows as CSV for a spreadsheet, in which no cell is read as a formula."""
    rows = ([cell["value"] for cell in row] for row in grid.rows)
    return write_csv(grid.columns, rows).encode()


def number_columns(grid: Grid) -> list[str]:
    """Return the columns in which every value is a number."""
    return [name for name in grid.columns if _holds_numbers(grid, name)]


def _holds_numbers(grid: Grid, name: str) -> bool:
    values = [cell["value"] for cell in grid.column(name) if cell["value"]]
    return (
        bool(values)
        and all(as_number(value) is not None for value in values)
        and any(cell["type"] != "uri" for cell in grid.column(name))
    )


def as_number(text: str) -> float | None:
    """Return the finite number that a text writes, or None.

    >>> as_number("7.5"), as_number("seven"), as_number("inf")
    (7.5, None, None)
    """
    try:
        value = float(text)
    except ValueError:
        return None
    return value if math.isfinite(value) else None


def named_columns(grid: Grid) -> list[str]:
    """Return the columns that hold no numbers, by which a chart can be broken down."""
    numbers = set(number_columns(grid))
    return [
        name
        for name in grid.columns
        if name not in numbers and any(cell["value"] for cell in grid.column(name))
    ]


def default_pair(grid: Grid) -> tuple[str, str] | None:
    """Return the two columns that a graph joins first.

    These are the first two of which each holds more than one value.

    Where there are fewer of these, just the first; None where the answer has only one.
    """
    names = named_columns(grid)
    varied = [name for name in names if len(_values(grid, name)) > 1]
    chosen = (varied + [name for name in names if name not in varied])[:2]
    return (chosen[0], chosen[1]) if len(chosen) == 2 else None


def _values(grid: Grid, name: str) -> set[str]:
    return {cell["value"] for cell in grid.column(name)}


def default_measure(grid: Grid, by: str) -> str:
    """Return the column whose numbers a chart draws first.

    That is the first of numbers where each bar is one row, as in a tally; else none.
    """
    numbers = number_columns(grid)
    return numbers[0] if numbers and len(_values(grid, by)) == len(grid.rows) else ""
