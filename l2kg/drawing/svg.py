"""Write the parts of a drawing as SVG.

Boxes, lines of text, marks, and the groups that can be chosen.
"""

from __future__ import annotations

import re
from html import escape
from itertools import pairwise
from math import hypot
from typing import TYPE_CHECKING

from l2kg.drawing.shapes import Line
from l2kg.drawing.text import STYLES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from l2kg.drawing.shapes import Box, Mark, Node, Path, Point, Width

__all__ = [
    "band_hatching",
    "bar_hatching",
    "classes",
    "draw_band",
    "draw_mark",
    "draw_node",
    "draw_text",
    "open_group",
    "own_ids",
    "rectangle",
    "spoken_name",
    "svg_document",
]

_CURVES = {
    "chip": 9,
    "card": 12,
    "pill": 23,
    "tie": 9,
    "barrier": 7,
    "decision": 7,
    "person": 5,
    "lying": 7,
    "part": 6,
    "moment": 8,
    "dating": 5,
}
"""The radius of the corners of each kind of node, in pixels."""
_CURVE = 8  # of any other kind
_LONG = 24.0  # pixels from which a bar of days is long enough for a dashed edge


def svg_document(
    drawn: str,
    *,
    size: tuple[float, float],
    shown: Sequence[str],
    ids: tuple[str, str],
    title: str,
    summary: str,
    sized: bool,
) -> str:
    """Put what is drawn into an SVG document with a title and a summary.

    ``size`` is its width and height in pixels, which it carries only if ``sized``;
    ``shown`` are its classes, ``ids`` those of title and summary.
    """
    wide, high = size
    dimensions = f' width="{wide:.0f}" height="{high:.0f}"' if sized else ""
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="{classes(*shown)}"'
        f' viewBox="0 0 {wide:.0f} {high:.0f}"{dimensions} role="group"'
        f' aria-labelledby="{" ".join(ids)}">'
        f'<title id="{ids[0]}">{escape(title)}</title>'
        f'<desc id="{ids[1]}">{escape(summary)}</desc>{drawn}</svg>'
    )


def own_ids(svg: str, width: Width) -> str:
    """Give the parts of a narrow drawing ids of their own.

    So it can stand on a page beside the wide one, which stays as it is.
    """
    if width == "wide":
        return svg
    for before in ('id="l2', "url(#l2", 'aria-labelledby="l2'):
        svg = svg.replace(before, f"{before}v")
    return svg.replace(" l2d", " l2vd", 1).replace(" l2tld", " l2vtld", 1)


def classes(*names: str) -> str:
    """Join class names, escaped; empty ones are left out."""
    return escape(" ".join(name for name in names if name))


def open_group(node: Node, selected: str | None, focus: set[str]) -> str:
    """Open the group of a node.

    One that stands for an element takes the focus, has a name, and knows whether it is
    ``selected`` or in the ``focus`` of what is.
    """
    if not node.id:
        return f'<g class="{classes(node.kind, *node.classes)}">'
    chosen = node.id == selected
    states = ("sel" if chosen else "", "on" if node.id in focus else "")
    pressed = ' aria-pressed="true"' if chosen else ""
    return (
        f'<g class="{classes("node", node.kind, *node.classes, *states)}"'
        f' data-id="{escape(node.id)}" tabindex="0" role="button"'
        f"{pressed}"
        f' aria-label="{escape(spoken_name(node))}">'
        f"<title>{escape(node.title or node.label)}</title>"
    )


def spoken_name(node: Node) -> str:
    """Name a node for a screen reader.

    The name holds the words that are drawn on it, as drawn, then what else there is to
    say: who speaks to a computer says what is seen (WCAG 2.5.3).
    """
    texts = [mark.text for mark in node.marks if mark.text]
    texts += [line.text for line in node.lines if line.text]
    seen = " ".join(texts)
    drawn = _bare(seen)
    if "…" not in seen and drawn in _bare(node.label):
        return node.label
    rest = [_left_to_say(part, drawn) for part in node.label.split(". ")]
    return ". ".join([seen, *filter(None, rest)])


def _left_to_say(part: str, drawn: str) -> str:
    """Return what the drawn words leave to be said of a part of a name."""
    head, colon, tail = part.partition(": ")
    if _bare(part) in drawn:
        return ""
    return head if colon and _bare(tail) in drawn else part


def _bare(text: str) -> str:
    """Return the words of a text, without case and punctuation."""
    return " ".join(re.sub(r"[^\w\s]", " ", text.casefold()).split())


def draw_node(node: Node, selected: str | None, focus: set[str], *, hold: bool) -> str:
    """Draw a node with its marks and its text."""
    curve = min(_CURVES.get(node.kind, _CURVE), node.box.h / 2)
    body = rectangle(node.box, "body", curve)
    marks = "".join(draw_mark(mark, node, hold=hold) for mark in node.marks)
    lines = "".join(draw_text(line, (), hold=hold) for line in node.lines)
    return f"{open_group(node, selected, focus)}{body}{marks}{lines}</g>"


def rectangle(box: Box, name: str, curve: float) -> str:
    """Draw a box with round corners."""
    return (
        f'<rect class="{name}" x="{box.x:.1f}" y="{box.y:.1f}" width="{box.w:.1f}"'
        f' height="{box.h:.1f}" rx="{curve:.1f}"/>'
    )


def draw_band(path: Path, *names: str) -> str:
    """Draw the band between a constituency and its side, with more class names."""
    hatch = ""
    if "opposes" in path.classes:
        hatch = f'<path class="hatch" d="{band_hatching(path)}"/>'
    return (
        f'<g class="{classes("rib", *path.classes, *names)}"'
        f' data-for="{escape(path.id)}"><path class="band" d="{path.d}"/>{hatch}</g>'
    )


def draw_text(line: Line, names: Iterable[str], *, hold: bool) -> str:
    """Draw a line of text; ``hold`` keeps it to its measured width whatever font is there."""
    held = ""
    if hold and line.text:
        held = f' textLength="{line.width:.1f}" lengthAdjust="spacingAndGlyphs"'
    style = STYLES[line.style].css
    # The space keeps lines apart for whoever reads the text of a group.
    return (
        f'<text x="{line.x:.1f}" y="{line.y:.1f}" class="{classes(style, *names)}"'
        f' text-anchor="{line.anchor}"{held}>{escape(line.text)}</text> '
    )


def draw_mark(mark: Mark, node: Node, *, hold: bool) -> str:
    """Draw a small sign inside a node."""
    if mark.kind == "bar":
        return _bar(mark.box, hatched="opposes" in node.classes)
    if mark.kind == "sign":
        return _circle(mark, "sign", 5.2, hold=hold)
    if mark.kind == "number":
        return _circle(mark, "num", 5, hold=hold)
    if mark.kind == "bricks":
        return _bricks(mark.box)
    if mark.kind == "stop":
        return _stop(mark.box)
    if mark.kind in ("span", "track"):
        return _days(mark)
    return _rule(mark.box)


def _bar(box: Box, *, hatched: bool) -> str:
    """Draw the upright bar at the edge of a group or an occurrence."""
    hatch = f'<path class="hatch" d="{bar_hatching(box)}"/>' if hatched else ""
    return rectangle(box, "bar", 3) + hatch


def _circle(mark: Mark, name: str, down: float, *, hold: bool) -> str:
    """Draw a circle, and the text of its mark so far below its middle."""
    box = mark.box
    circle = (
        f'<circle class="{name}" cx="{box.cx:.1f}" cy="{box.cy:.1f}"'
        f' r="{box.w / 2:.1f}"/>'
    )
    if mark.kind == "sign" and not mark.text:
        return circle
    text = Line(box.cx, box.cy + down, mark.text, mark.kind, "middle")
    return circle + draw_text(text, (), hold=hold)


def _stop(box: Box) -> str:
    """Draw a circle with a stroke through it: a deal that is blocked or damaged."""
    return (
        f'<circle class="stop" cx="{box.cx:.1f}" cy="{box.cy:.1f}"'
        f' r="{box.w / 2:.1f}"/><path class="stop"'
        f' d="M{box.cx - 3:.1f},{box.cy + 3:.1f}'
        f' L{box.cx + 3:.1f},{box.cy - 3:.1f}"/>'
    )


def _days(mark: Mark) -> str:
    """Draw a stretch of days on an axis, or the axis and its notches."""
    box = mark.box
    name = f"{mark.kind} long" if box.w > _LONG else mark.kind
    return rectangle(box, name, min(box.w, box.h) / 2)


def _rule(box: Box) -> str:
    return (
        f'<line class="rule" x1="{box.x:.1f}" x2="{box.right:.1f}" y1="{box.y:.1f}"'
        f' y2="{box.y:.1f}"/>'
    )


def _bricks(box: Box) -> str:
    """Draw three courses of a wall."""
    gap = 1.0  # pixels
    height, brick = (box.h - 2) / 3, (box.w - 1) / 2
    even = [(0.0, brick), (brick + gap, brick)]
    odd = [(0.0, brick / 2 - gap), (brick / 2, brick), (brick * 1.5 + gap, brick / 2)]
    return "".join(
        f'<rect class="brick" x="{box.x + x:.1f}"'
        f' y="{box.y + course * (height + gap):.1f}"'
        f' width="{wide:.1f}" height="{height:.1f}"/>'
        for course, bricks in enumerate([even, odd, even])
        for x, wide in bricks
    )


_STEP = 6.0  # pixels between two strokes of a hatching
_HALF = 3.0  # pixels that a stroke reaches to each side of the middle of a band
_LEAN = 2.7  # pixels by which its ends lie before and behind its middle


def band_hatching(path: Path) -> str:
    """Return strokes slantwise across a band, as the data of an SVG path.

    They run from its end on, so that bands which share a stretch share its strokes.
    """
    strokes = []
    for x, y, dx, dy in _places(list(path.points())[::-1]):
        left, up = -dy * _HALF - dx * _LEAN, dx * _HALF - dy * _LEAN
        strokes.append(f"M{x + left:.1f},{y + up:.1f}L{x - left:.1f},{y - up:.1f}")
    return "".join(strokes)


def _places(points: list[Point]) -> Iterator[tuple[float, float, float, float]]:
    """Yield places along a line of points at one distance, each with the line's direction."""
    due = _STEP / 2
    for a, b in pairwise(points):
        length = hypot(b.x - a.x, b.y - a.y)
        while length and due <= length:
            dx, dy = (b.x - a.x) / length, (b.y - a.y) / length
            yield a.x + dx * due, a.y + dy * due, dx, dy
            due += _STEP
        due -= length


def bar_hatching(box: Box) -> str:
    """Return strokes slantwise across an upright bar, as the data of an SVG path."""
    count = int(box.h // _STEP)
    top = box.y + (box.h - count * _STEP) / 2
    strokes = []
    for k in range(count):
        low, high = top + _STEP * (k + 1), top + _STEP * k
        strokes.append(f"M{box.x:.1f},{low:.1f}L{box.right:.1f},{high:.1f}")
    return "".join(strokes)
