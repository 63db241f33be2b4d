"""The rows of an answer as a chart and as a graph: bars for numbers, or for how often a value comes, and lines between two columns."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING

from l2kg.cases.reading import Reader
from l2kg.drawing.network.layout import NETWORK_WIDTHS
from l2kg.drawing.shapes import Box, Line, Path, Point
from l2kg.drawing.spread import spread
from l2kg.drawing.svg import draw_text, own_ids, rectangle
from l2kg.drawing.text import STYLES, fit
from l2kg.html.parts import linked
from l2kg.namespaces import BASE, compact

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from pyoxigraph import Store

    from l2kg.drawing.shapes import Width
    from l2kg.html.query import Grid

    Link = Callable[[str], str | None]

__all__ = [
    "MOST_BARS",
    "MOST_NODES",
    "chart_html",
    "default_measure",
    "default_pair",
    "graph_svg",
    "named_columns",
    "numbers",
    "shown_value",
]

MOST_BARS, MOST_NODES = 40, 30
_LEADING, _GAP = STYLES["text"].leading, 9.0


@dataclass(frozen=True, slots=True)
class _Value:
    """What stands in a cell: its IRI where it is one, and the text to show."""

    iri: str
    text: str


def shown_value(cell: dict[str, str], reader: Reader) -> _Value:
    """Return a cell's value, IRIs of ours by their label, everybody else's shortened."""
    value = cell["value"]
    if cell["type"] != "uri":
        return _Value("", value)
    return _Value(
        value, reader.label(value) if value.startswith(BASE) else compact(value)
    )


def numbers(grid: Grid) -> list[str]:
    """Return the columns in which every value is a number."""
    found = []
    for place, name in enumerate(grid.columns):
        values = [row[place]["value"] for row in grid.rows if row[place]["value"]]
        if (
            values
            and all(_number(value) is not None for value in values)
            and any(row[place]["type"] != "uri" for row in grid.rows)
        ):
            found.append(name)
    return found


def _number(text: str) -> float | None:
    try:
        value = float(text)
    except ValueError:
        return None
    return value if value == value and abs(value) != float("inf") else None


def named_columns(grid: Grid) -> list[str]:
    """Return the columns that hold no numbers, by which a chart can be broken down."""
    counted = set(numbers(grid))
    return [
        name
        for name in grid.columns
        if name not in counted
        and any(row[grid.columns.index(name)]["value"] for row in grid.rows)
    ]


def default_pair(grid: Grid) -> tuple[str, str] | None:
    """Return the two columns that a graph joins first: the first two of which each holds more than one value, or just the first two."""
    names = named_columns(grid)
    varied = [
        name
        for name in names
        if len({row[grid.columns.index(name)]["value"] for row in grid.rows}) > 1
    ]
    chosen = (varied + [name for name in names if name not in varied])[:2]
    return (chosen[0], chosen[1]) if len(chosen) == 2 else None


def default_measure(grid: Grid, by: str) -> str:
    """Return the column whose numbers a chart draws first: the first of numbers where each bar is one row, as in a tally, else none."""
    at, counted = grid.columns.index(by), numbers(grid)
    values = [row[at]["value"] for row in grid.rows]
    return counted[0] if counted and len(set(values)) == len(values) else ""


def chart_html(
    grid: Grid, store: Store, link: Link, *, by: str, measure: str = ""
) -> str:
    """Draw a bar for each value of a column: the sum of another column of numbers, or, without one, how many rows have it."""
    reader, at = Reader(store), grid.columns.index(by)
    sums: Counter[_Value] = Counter()
    for row in grid.rows:
        number = _number(row[grid.columns.index(measure)]["value"]) if measure else 1
        if row[at]["value"] and number is not None:
            sums[shown_value(row[at], reader)] += number  # type: ignore[assignment]
    widest = max((abs(value) for value in sums.values()), default=0) or 1
    bars = "".join(
        f'<li><span class="bar" style="--share:{abs(value) / widest:.3f}"'
        f' aria-hidden="true"></span><b>{value:g}</b> '
        f"<span>{linked(name.iri, name.text, link) if name.iri else escape(name.text)}</span></li>"
        for name, value in sums.most_common(MOST_BARS)
    )
    left = len(sums) - MOST_BARS
    more = f'<p class="mut">{left:,} smaller ones are not drawn.</p>' if left > 0 else ""
    return f'<ol class="motif">{bars}</ol>{more}'


def graph_svg(
    grid: Grid,
    store: Store,
    link: Link,
    *,
    pair: tuple[str, str],
    width: Width = "wide",
) -> tuple[str, int]:
    """Join the values of two columns that stand in a row together; return the drawing, and how many rows found no room in it."""
    reader = Reader(store)
    one, other = (grid.columns.index(name) for name in pair)
    joined: Counter[tuple[_Value, _Value]] = Counter()
    left: dict[_Value, None] = {}
    right: dict[_Value, None] = {}
    dropped = 0
    for row in grid.rows:
        if not (row[one]["value"] and row[other]["value"]):
            continue
        start, end = shown_value(row[one], reader), shown_value(row[other], reader)
        if _full(left, start) or _full(right, end):
            dropped += 1
        else:
            left[start] = right[end] = None
            joined[start, end] += 1
    return (
        own_ids(_drawn(list(left), list(right), joined, link, pair, width), width),
        dropped,
    )


def _full(column: dict[_Value, None], value: _Value) -> bool:
    return value not in column and len(column) >= MOST_NODES


def _drawn(
    left: list[_Value],
    right: list[_Value],
    joined: Counter[tuple[_Value, _Value]],
    link: Link,
    pair: tuple[str, str],
    width: Width,
) -> str:
    canvas, wide = NETWORK_WIDTHS[width], 400.0 if width == "wide" else 152.0
    starts = _column(left, [0.0] * len(left), 8, wide)
    beside = {
        end: [starts[start].y for start, other in joined if other == end] for end in right
    }
    ranked = sorted(right, key=lambda end: sum(beside[end]) / len(beside[end]))
    ends = _column(
        ranked,
        [sum(beside[end]) / len(beside[end]) for end in ranked],
        canvas - 8 - wide,
        wide,
    )
    height = (
        max([box.bottom for box in (*starts.values(), *ends.values())], default=60) + 14
    )
    paths = [_line(starts[start], ends[end]) for start, end in joined]
    room = (wide - 4) / (1 + STYLES["capitals"].spacing)
    heads = [
        fit(name.upper(), STYLES["capitals"].size, room, 1, "bold")[0] for name in pair
    ]
    captions = [
        Line(10, 20, heads[0], "capitals"),
        Line(canvas - 6 - wide, 20, heads[1], "capitals"),
    ]
    drawn = [
        *(draw_text(line, (), hold=False) for line in captions),
        *(
            f'<g class="edge tie working"><path class="line" d="{path.d}"/></g>'
            for path in paths
        ),
        *(_node(value, box, link) for value, box in (*starts.items(), *ends.items())),
    ]
    title = (
        f"{len(left)} values of {pair[0]} and {len(right)} of {pair[1]}, joined by"
        f" {len(joined)} lines"
    )
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" class="l2fig l2net" viewBox="0 0'
        f' {canvas:.0f} {height:.0f}" role="group" aria-labelledby="l2gt"><title'
        f' id="l2gt">{escape(title)}</title>{"".join(drawn)}</svg>'
    )


def _column(
    values: Sequence[_Value], wanted: Sequence[float], x: float, wide: float
) -> dict[_Value, Box]:
    """Place values one below the other, near to where they are wanted."""
    heights = [15 + len(_lines(value, wide)) * _LEADING for value in values]
    tops = spread(wanted, [height + _GAP for height in heights], 34)
    return {
        value: Box(x, y, wide, height)
        for value, y, height in zip(values, tops, heights, strict=True)
    }


def _lines(value: _Value, wide: float) -> list[str]:
    return fit(value.text or "—", STYLES["text"].size, wide - 18, 2)


def _line(start: Box, end: Box) -> Path:
    half = (start.right + end.x) / 2
    curve = (Point(half, start.cy), Point(half, end.cy), Point(end.x, end.cy))
    return Path(id="", kind="tie", start=Point(start.right, start.cy), steps=(curve,))


def _node(value: _Value, box: Box, link: Link) -> str:
    inner = rectangle(box, "body", 8) + "".join(_texts(value, box))
    target = link(value.iri) if value.iri else None
    if target is None:
        return (
            '<g class="node'
            f' plain"><title>{escape(value.iri or value.text)}</title>{inner}</g>'
        )
    return (
        f'<a class="node" href="{escape(target)}" data-id="{escape(value.iri)}"'
        f' aria-label="{escape(value.text)}">{inner}</a>'
    )


def _texts(value: _Value, box: Box) -> Iterable[str]:
    for n, text in enumerate(_lines(value, box.w)):
        yield draw_text(
            Line(box.x + 9, box.y + 18.5 + n * _LEADING, text, "text"), (), hold=False
        )
