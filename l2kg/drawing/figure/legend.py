"""Explain the marks of a figure, only those that it shows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from l2kg.drawing.shapes import Box, Mark, Node, Path, Point, block
from l2kg.drawing.svg import draw_band, draw_mark, draw_text
from l2kg.drawing.text import rows

if TYPE_CHECKING:
    from collections.abc import Iterator

    from l2kg.drawing.shapes import Figure

__all__ = ["legend", "legend_below"]

_MARGIN = 20.0  # pixels at the left and the right edge
_LEAST = 340.0  # pixels for one column of entries
_TOP = 18.0  # pixels between figure and legend
_ROW = 34.0  # pixels for an entry, whose words may take two lines
_ACCEPTED = Node(id="", kind="decision", box=Box(0, 0, 60, 16), label="")
_SAMPLE = 74.0  # pixels for the sample before the words


def legend(figure: Figure) -> list[tuple[str, str]]:
    """Return a small SVG and its meaning for each kind of mark in a figure, in reading order.

    The SVGs take their look from the figure's style sheet and stand on a page together
    with the figure.
    """
    return [(_sample(drawing), words) for drawing, words in _entries(figure)]


def legend_below(figure: Figure, source: str) -> tuple[str, float]:
    """Draw the legend and the source under a figure that stands in a file of its own.

    Returns:
        What is drawn, and the height that it takes in pixels.
    """
    columns = max(1, int(figure.width // _LEAST))
    room = (figure.width - 2 * _MARGIN) / columns
    entries = list(_entries(figure))
    each = -(-len(entries) // columns)
    drawn, bottom = "", _TOP
    for k, (drawing, words) in enumerate(entries):
        x = _MARGIN + room * (k // each)
        y = _TOP + _ROW * (k % each)
        top = figure.height + y
        texts = rows(words, "item", room - _SAMPLE - 14, 2)
        lines, below = block(x + _SAMPLE, top, texts)
        drawn += f'<g transform="translate({x:.1f},{top:.1f})">{drawing}</g>'
        drawn += "".join(draw_text(line, (), hold=True) for line in lines)
        bottom = max(bottom, below - figure.height, y + _ROW)
    texts = rows(source, "note", figure.width - 2 * _MARGIN, 3)
    lines, below = block(_MARGIN, figure.height + bottom + 8, texts)
    drawn += "".join(draw_text(line, (), hold=True) for line in lines)
    edge = (
        f'<line class="rule" x1="0" x2="{figure.width:.0f}" y1="{figure.height:.1f}"'
        f' y2="{figure.height:.1f}"/>'
    )
    return edge + drawn, below - figure.height + 12


def _sample(drawing: str) -> str:
    size = 'viewBox="0 0 60 16" width="60" height="16"'
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="l2fig l2key" {size}'
        f' aria-hidden="true">{drawing}</svg>'
    )


def _entries(figure: Figure) -> Iterator[tuple[str, str]]:
    shown = _shown(figure)
    return ((drawing, words) for name, drawing, words in _MARKS if name in shown)


def _shown(figure: Figure) -> set[str]:
    """Name the kinds of mark in a figure; help by restraint is a kind of its own."""
    found = {node.kind for node in figure.nodes} | {path.kind for path in figure.paths}
    for node in figure.nodes:
        if node.kind == "pill" and {"help", "restraint"} <= set(node.classes):
            found.add("restrained help")
        elif node.kind in ("chip", "pill", "tie"):
            found.update(node.classes)
    return found


def _arrow(names: str, suffix: str = "") -> str:
    tone = names.partition(" ")[0]
    core = '<path class="core" d="M3,8 H50"/>' if suffix else ""
    return (
        f'<g class="edge move {names}"><path class="line" d="M3,8 H54"'
        f' marker-end="url(#l2a-{tone}{suffix})"/>{core}</g>'
    )


def _band(attitude: str) -> str:
    start, end = Point(2, 8), Point(58, 8)
    classes = ("s0", attitude)
    band = Path(id="", kind="ribbon", start=start, steps=((end,),), classes=classes)
    return draw_band(band)


def _bricks() -> str:
    places = ((21, 3), (31, 3), (26, 9))
    return "".join(
        f'<rect class="brick" x="{x}" y="{y}" width="8" height="4"/>' for x, y in places
    )


def _decision() -> str:
    """Draw the bar of a decision that was accepted."""
    bar = draw_mark(Mark("bar", Box(27, 1, 6, 14)), _ACCEPTED, hold=False)
    return f'<g class="decision s0 supports">{bar}</g>'


def _tie(kind: str) -> str:
    return f'<g class="edge tie {kind}"><path class="line" d="M3,8 H57"/></g>'


_ASKING = (
    '<g class="edge asking plain"><path class="line" d="M8,8 H57"/><circle class="dot"'
    ' cx="6" cy="8" r="3.6"/></g>'
)
_MARKS = (
    ("supports", _band("supports"), "Support inside a side"),
    ("opposes", _band("opposes"), "Opposition inside a side, also marked with a minus"),
    (
        "undecided",
        _band("undecided"),
        "No clear yes or no to the deal stated; other stances are on the card",
    ),
    ("help", _arrow("help"), "Help across the table; the arrow ends at whom it is aimed"),
    (
        "restrained help",
        _arrow("help restraint", "-open"),
        "Help by restraint: something left undone",
    ),
    ("harm", _arrow("harm"), "Harm to the other side"),
    (
        "plain",
        '<g class="plain"><circle class="num" cx="30" cy="8" r="7"/></g>',
        "A measure on one's own side, or with another aim",
    ),
    (
        "unperformed",
        _arrow("plain unperformed"),
        "Not carried out: asked for, promised, proposed, refused or given up",
    ),
    ("asking", _ASKING, "Begun by one side, taken by another"),
    ("back-channel", _tie("back-channel"), "Back channel"),
    ("trust", _tie("trust"), "Trust"),
    ("working", _tie("working"), "Working relationship"),
    ("decision", _decision(), "Decision behind the table: a vote or a nod"),
    ("barrier", f'<g class="s0">{_bricks()}</g>', "Barrier behind the table"),
)
