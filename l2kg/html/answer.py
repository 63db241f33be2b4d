"""The answer to a query as a table, as a chart and as a graph."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from l2kg.cases.reading import Reader
from l2kg.drawing.pairs import Name, pairs_svg
from l2kg.html.columns import SHOWN, as_number
from l2kg.html.links import Links
from l2kg.html.template import fragment
from l2kg.namespaces import BASE, compact

if TYPE_CHECKING:
    from collections.abc import Collection

    from markupsafe import Markup
    from pyoxigraph import Store

    from l2kg.drawing.shapes import Width
    from l2kg.html.addresses import Link
    from l2kg.html.columns import Grid

__all__ = ["MOST_BARS", "MOST_NODES", "chart_html", "graph_svg", "grid_html"]

MOST_BARS = 40
MOST_NODES = 30  # in a column


def grid_html(grid: Grid, store: Store, link: Link) -> Markup:
    """Write the first rows as a table.

    IRIs of ours stand by their labels, as links where we have a page, everybody else's
    are shortened.
    """
    reader = Reader(store)
    rows = [[_name(cell, reader) for cell in row] for row in grid.rows[:SHOWN]]
    return fragment("query", "grid", grid.columns, rows, Links(link))


def _name(cell: dict[str, str], reader: Reader) -> Name:
    value = cell["value"]
    if cell["type"] != "uri":
        return Name("", value)
    return Name(value, reader.label(value) if value.startswith(BASE) else compact(value))


def chart_html(
    grid: Grid, store: Store, link: Link, *, by: str, measure: str = ""
) -> Markup:
    """Draw a bar for each value of a column.

    It is as long as the sum of ``measure``, a column of numbers, or, without one, as the
    number of rows that have the value.
    """
    sums = _sums(grid, Reader(store), by, measure)
    longest = max(map(abs, sums.values()), default=0) or 1
    bars = [
        (name, abs(number) / longest, f"{number:g}")
        for name, number in sums.most_common(MOST_BARS)
    ]
    return fragment("query", "chart", bars, len(sums) - MOST_BARS, Links(link))


def _sums(grid: Grid, reader: Reader, by: str, measure: str) -> Counter[Name]:
    place = grid.columns.index(by)
    sums: Counter[Name] = Counter()
    for row in grid.rows:
        number: float | None = 1
        if measure:
            number = as_number(row[grid.columns.index(measure)]["value"])
        if row[place]["value"] and number is not None:
            sums[_name(row[place], reader)] += number  # type: ignore[assignment]
    return sums


def graph_svg(
    grid: Grid,
    store: Store,
    link: Link,
    *,
    pair: tuple[str, str],
    width: Width = "wide",
) -> tuple[str, int]:
    """Join the values of two columns that stand in a row together.

    Returns the drawing, and how many rows found no room in it.
    """
    reader = Reader(store)
    joined: dict[tuple[Name, Name], None] = {}
    left: set[Name] = set()
    right: set[Name] = set()
    dropped = 0
    for one, other in zip(grid.column(pair[0]), grid.column(pair[1]), strict=True):
        if not (one["value"] and other["value"]):
            continue
        start, end = _name(one, reader), _name(other, reader)
        if _full(left, start) or _full(right, end):
            dropped += 1
            continue
        left.add(start)
        right.add(end)
        joined[start, end] = None
    return pairs_svg(joined, pair, link, width=width), dropped


def _full(column: Collection[Name], name: Name) -> bool:
    return name not in column and len(column) >= MOST_NODES
