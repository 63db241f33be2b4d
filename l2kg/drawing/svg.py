"""Write the parts of a drawing as SVG: boxes, lines of text, marks, and the groups that can be chosen."""

from __future__ import annotations

import re
from html import escape
from itertools import pairwise
from math import hypot
from typing import TYPE_CHECKING

from l2kg.drawing.shapes import Line

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from l2kg.drawing.shapes import Box, Mark, Node, Path, Point

__all__ = [
    "apart",
    "classes",
    "draw_band",
    "draw_mark",
    "draw_node",
    "draw_text",
    "opened",
    "rectangle",
    "spoken",
    "across_band",
    "across_bar",
]

_ROUND = {
    "chip": 9,
    "card": 12,
    "pill": 23,
    "tie": 9,
    "barrier": 7,
    "person": 5,
    "lying": 7,
    "part": 6,
    "moment": 8,
    "dating": 5,
}
_LONG = 24.0


def apart(svg: str, width: str) -> str:
    """Give the parts of a narrow drawing names of their own, so that it can stand on a page beside the wide one."""
    if width != "narrow":
        return svg
    for before in ('id="l2', "url(#l2", 'aria-labelledby="l2'):
        svg = svg.replace(before, f"{before}v")
    return svg.replace(" l2d", " l2vd", 1).replace(" l2tld", " l2vtld", 1)


def classes(*names: str) -> str:
    """Join class names, escaped; empty ones are left out."""
    return escape(" ".join(name for name in names if name))


def opened(node: Node, selected: str | None, focus: set[str]) -> str:
    """Open the group of a node: one that stands for an element takes the focus, has a name, and knows whether it is chosen."""
    states = ("sel" if node.id == selected else "", "on" if node.id in focus else "")
    pressed = ' aria-pressed="true"' if node.id == selected else ""
    if not node.id:
        return f'<g class="{classes(node.kind, *node.classes)}">'
    return (
        f'<g class="{classes("node", node.kind, *node.classes, *states)}"'
        f' data-id="{escape(node.id)}" tabindex="0" role="button"'
        f"{pressed}"
        f' aria-label="{escape(spoken(node))}"><title>{escape(node.title or node.label)}</title>'
    )


def spoken(node: Node) -> str:
    """Name a node so that the name holds the words that are drawn on it, as drawn, then what else there is to say.

    Who speaks to a computer says what is seen (WCAG 2.5.3).
    """
    seen = " ".join(
        [
            *(mark.text for mark in node.marks if mark.text),
            *(line.text for line in node.lines if line.text),
        ]
    )
    drawn = _bare(seen)
    if drawn in _bare(node.label):
        return node.label
    rest = [_unsaid(part, drawn) for part in node.label.split(". ")]
    return ". ".join([seen, *filter(None, rest)])


def _unsaid(part: str, drawn: str) -> str:
    """Return what the drawn words leave to be said of a part of a name."""
    head, colon, tail = part.partition(": ")
    if _bare(part) in drawn:
        return ""
    return head if colon and _bare(tail) in drawn else part


def _bare(text: str) -> str:
    return " ".join(re.sub(r"[^\w\s]", " ", text.casefold()).split())


def draw_node(node: Node, selected: str | None, focus: set[str], *, hold: bool) -> str:
    """Draw a node with its marks and its text."""
    body = rectangle(node.box, "body", min(_ROUND.get(node.kind, 8), node.box.h / 2))
    lines = "".join(draw_text(line, (), hold=hold) for line in node.lines)
    marks = "".join(draw_mark(mark, node, hold=hold) for mark in node.marks)
    return f"{opened(node, selected, focus)}{body}{marks}{lines}</g>"


def rectangle(box: Box, name: str, curve: float) -> str:
    """Draw a box with round corners."""
    return (
        f'<rect class="{name}" x="{box.x:.1f}" y="{box.y:.1f}" width="{box.w:.1f}"'
        f' height="{box.h:.1f}" rx="{curve:.1f}"/>'
    )


def draw_band(path: Path, *names: str) -> str:
    """Draw the band between a constituency and its side."""
    hatch = (
        f'<path class="hatch" d="{across_band(path)}"/>'
        if "opposes" in path.classes
        else ""
    )
    return (
        f'<g class="{classes("rib", *path.classes, *names)}"'
        f' data-for="{escape(path.id)}"><path class="band" d="{path.d}"/>{hatch}</g>'
    )


def draw_text(line: Line, names: Iterable[str], *, hold: bool) -> str:
    """Draw a line of text; ``hold`` keeps it to its measured width whatever font is there."""
    held = (
        f' textLength="{line.width:.1f}" lengthAdjust="spacingAndGlyphs"'
        if hold and line.text
        else ""
    )
    return (
        f'<text x="{line.x:.1f}" y="{line.y:.1f}" class="{classes(line.style, *names)}"'
        f' text-anchor="{line.anchor}"{held}>'
        f"{escape(line.text)}</text> "  # the space keeps lines apart for whoever reads the text of a group
    )


def draw_mark(mark: Mark, node: Node, *, hold: bool) -> str:
    """Draw a small sign inside a node."""
    box = mark.box
    if mark.kind == "bar":
        hatch = (
            f'<path class="hatch" d="{across_bar(box)}"/>'
            if "opposes" in node.classes
            else ""
        )
        return rectangle(box, "bar", 3) + hatch
    if mark.kind == "sign":
        circle = (
            f'<circle class="sign" cx="{box.cx:.1f}" cy="{box.cy:.1f}"'
            f' r="{box.w / 2:.1f}"/>'
        )
        return circle + (
            draw_text(
                Line(box.cx, box.cy + 5.2, mark.text, "sg", "middle"), (), hold=hold
            )
            if mark.text
            else ""
        )
    if mark.kind == "number":
        circle = (
            f'<circle class="num" cx="{box.cx:.1f}" cy="{box.cy:.1f}"'
            f' r="{box.w / 2:.1f}"/>'
        )
        return circle + draw_text(
            Line(box.cx, box.cy + 5, mark.text, "nn", "middle"), (), hold=hold
        )
    if mark.kind == "bricks":
        return _bricks(box)
    if mark.kind == "stop":
        return (
            f'<circle class="stop" cx="{box.cx:.1f}" cy="{box.cy:.1f}"'
            f' r="{box.w / 2:.1f}"/><path class="stop"'
            f' d="M{box.cx - 3:.1f},{box.cy + 3:.1f}'
            f' L{box.cx + 3:.1f},{box.cy - 3:.1f}"/>'
        )
    if mark.kind in ("span", "track"):
        return rectangle(
            box,
            f"{mark.kind} long" if box.w > _LONG else mark.kind,
            min(box.w, box.h) / 2,
        )
    return (
        f'<line class="rule" x1="{box.x:.1f}" x2="{box.right:.1f}" y1="{box.y:.1f}"'
        f' y2="{box.y:.1f}"/>'
    )


def _bricks(box: Box) -> str:
    """Draw three courses of a wall."""
    h, w, gap = (box.h - 2) / 3, (box.w - 1) / 2, 1.0
    rows = [
        [(0.0, w), (w + gap, w)],
        [(0.0, w / 2 - gap), (w / 2, w), (w * 1.5 + gap, w / 2)],
        [(0.0, w), (w + gap, w)],
    ]
    return "".join(
        f'<rect class="brick" x="{box.x + x:.1f}" y="{box.y + k * (h + gap):.1f}"'
        f' width="{wide:.1f}" height="{h:.1f}"/>'
        for k, row in enumerate(rows)
        for x, wide in row
    )


_STEP, _HALF, _LEAN = 6.0, 3.0, 2.7


def across_band(path: Path) -> str:
    """Return strokes slantwise across a band, from its end on, so that bands which share a stretch share its strokes.

    What is returned is the data of an SVG path, as is what ``across_bar`` returns.
    """
    strokes = []
    for x, y, dx, dy in _places(list(path.points())[::-1]):
        left, up = -dy * _HALF - dx * _LEAN, dx * _HALF - dy * _LEAN
        strokes.append(f"M{x + left:.1f},{y + up:.1f}L{x - left:.1f},{y - up:.1f}")
    return "".join(strokes)


def _places(points: list[Point]) -> Iterator[tuple[float, float, float, float]]:
    """Yield places along a line of points at one distance, each with the direction of the line there."""
    due = _STEP / 2
    for a, b in pairwise(points):
        length = hypot(b.x - a.x, b.y - a.y)
        while length and due <= length:
            dx, dy = (b.x - a.x) / length, (b.y - a.y) / length
            yield a.x + dx * due, a.y + dy * due, dx, dy
            due += _STEP
        due -= length


def across_bar(box: Box) -> str:
    """Return strokes slantwise across an upright bar."""
    count = int(box.h // _STEP)
    top = box.y + (box.h - count * _STEP) / 2
    return "".join(
        f"M{box.x:.1f},{top + _STEP * (k + 1):.1f}L{box.right:.1f},{top + _STEP * k:.1f}"
        for k in range(count)
    )
