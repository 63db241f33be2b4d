"""A picture of pairs: two columns of names, and a line between any two that belong together."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING

from l2kg.drawing.network.layout import NETWORK_WIDTHS
from l2kg.drawing.shapes import Box, Line, Path, Point
from l2kg.drawing.spread import spread
from l2kg.drawing.svg import draw_text, own_ids, rectangle
from l2kg.drawing.text import STYLES, fit

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from l2kg.drawing.shapes import Width

__all__ = ["Name", "pairs_svg"]

_BOX_WIDTHS: dict[Width, float] = {"wide": 400.0, "narrow": 152.0}  # pixels
_LEADING = STYLES["text"].leading
_GAP = 9.0  # between two boxes
_MARGIN = 8.0  # beside the columns
_TOP = 34.0  # of the first box, below the heads
_PADDING = 9.0  # between a box and its text


@dataclass(frozen=True, slots=True)
class Name:
    """What a box shows: its IRI, or nothing, and its text."""

    iri: str
    text: str


def pairs_svg(
    pairs: Iterable[tuple[Name, Name]],
    heads: tuple[str, str],
    link: Callable[[str], str | None],
    *,
    width: Width = "wide",
) -> str:
    """Draw pairs, the first of each on the left, under the heads of the two columns.

    A box is a link where ``link`` returns an address for its IRI.
    """
    joined = list(dict.fromkeys(pairs))
    canvas, box = NETWORK_WIDTHS[width], _BOX_WIDTHS[width]
    right = canvas - _MARGIN - box
    left = dict.fromkeys(start for start, _ in joined)
    starts = _column(list(left), [0.0] * len(left), _MARGIN, box)
    height = {end: _mean_height(end, joined, starts) for _, end in joined}
    ranked = sorted(height, key=height.__getitem__)
    ends = _column(ranked, [height[end] for end in ranked], right, box)
    boxes = [*starts.items(), *ends.items()]
    bottom = max([one.bottom for _, one in boxes], default=60) + 14
    drawn = [
        *_heads(heads, right, box),
        *(_line(_path(starts[start], ends[end])) for start, end in joined),
        *(_node(name, one, link) for name, one in boxes),
    ]
    title = (
        f"{len(starts)} values of {heads[0]} and {len(ends)} of {heads[1]}, joined by"
        f" {len(joined)} lines"
    )
    svg = (
        '<svg xmlns="http://www.w3.org/2000/svg" class="l2fig l2net"'
        f' viewBox="0 0 {canvas:.0f} {bottom:.0f}" role="group" aria-labelledby="l2gt">'
        f'<title id="l2gt">{escape(title)}</title>{"".join(drawn)}</svg>'
    )
    return own_ids(svg, width)


def _mean_height(
    end: Name, joined: Sequence[tuple[Name, Name]], starts: dict[Name, Box]
) -> float:
    """Return the mean height of the boxes with which a name is joined."""
    heights = [starts[start].y for start, other in joined if other == end]
    return sum(heights) / len(heights)


def _column(
    names: Sequence[Name], wanted: Sequence[float], x: float, width: float
) -> dict[Name, Box]:
    """Place names one below the other, near to the heights at which they are wanted."""
    heights = [15 + len(_lines(name, width)) * _LEADING for name in names]
    tops = spread(wanted, [height + _GAP for height in heights], _TOP)
    return {
        name: Box(x, top, width, height)
        for name, top, height in zip(names, tops, heights, strict=True)
    }


def _lines(name: Name, width: float) -> list[str]:
    return fit(name.text or "—", STYLES["text"].size, width - 2 * _PADDING, 2)


def _heads(heads: tuple[str, str], right: float, width: float) -> Iterator[str]:
    style = STYLES["capitals"]
    room = (width - 4) / (1 + style.spacing)
    for head, x in zip(heads, (_MARGIN, right), strict=True):
        text = fit(head.upper(), style.size, room, 1, "bold")[0]
        yield draw_text(Line(x + 2, 20, text, "capitals"), (), hold=False)


def _path(start: Box, end: Box) -> Path:
    half = (start.right + end.x) / 2
    curve = (Point(half, start.cy), Point(half, end.cy), Point(end.x, end.cy))
    return Path(id="", kind="tie", start=Point(start.right, start.cy), steps=(curve,))


def _line(path: Path) -> str:
    return f'<g class="edge tie working"><path class="line" d="{path.d}"/></g>'


def _node(name: Name, box: Box, link: Callable[[str], str | None]) -> str:
    inner = rectangle(box, "body", 8) + "".join(_texts(name, box))
    target = link(name.iri) if name.iri else None
    if target is None:
        title = escape(name.iri or name.text)
        return f'<g class="node plain"><title>{title}</title>{inner}</g>'
    return (
        f'<a class="node" href="{escape(target)}" data-id="{escape(name.iri)}"'
        f' aria-label="{escape(name.text)}">{inner}</a>'
    )


def _texts(name: Name, box: Box) -> Iterator[str]:
    for n, text in enumerate(_lines(name, box.w)):
        line = Line(box.x + _PADDING, box.y + 18.5 + n * _LEADING, text, "text")
        yield draw_text(line, (), hold=False)
