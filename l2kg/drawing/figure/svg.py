"""Write a laid-out figure as SVG: grounds, table, lines, and what stands on them, back to front."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from l2kg.drawing.shapes import Line
from l2kg.drawing.svg import (
    classes,
    draw_band,
    draw_node,
    draw_text,
    open_group,
    rectangle,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from l2kg.drawing.shapes import Box, Figure, Node, Path, Zone

__all__ = ["figure_svg"]

_ORDER = ("ribbon", "tie", "asking", "move")  # of lines, back to front
_TONES = ("help", "harm", "plain")
_BROAD = 360  # pixels from which a table has the wide figure's corners
_INLAY = 9.0  # pixels from the edge of the table to the line inlaid in it
_SEAT_WORDS = ((-3, "the other side is"), (13, "not described"))
_MOST_BEND = 56.0  # pixels by which the edge of a ground bows toward the table at most
_ZONE_EDGE = 26.0  # pixels by which the ends of that edge stand back


def figure_svg(
    figure: Figure, selected: str | None, focus: set[str], *, hold: bool
) -> str:
    """Return all that is drawn of a figure, without the document around it.

    ``selected`` is the element to mark, ``focus`` what lights up with it; ``hold`` keeps
    text to its measured width.
    """
    fronts = [node for node in figure.nodes if node.kind != "table"]
    return "".join(
        [
            _arrow_heads(),
            *map(_zone, figure.zones),
            *_lines_and_table(figure, selected, focus, hold=hold),
            *(_empty_seat(box, hold=hold) for box in figure.seats),
            *(draw_text(line, names, hold=hold) for line, names in figure.captions),
            *(draw_node(node, selected, focus, hold=hold) for node in fronts),
        ]
    )


def _lines_and_table(
    figure: Figure, selected: str | None, focus: set[str], *, hold: bool
) -> Iterator[str]:
    """Draw bands and the edges of lines under the table, the lines themselves over it."""
    paths = sorted(figure.paths, key=lambda path: _ORDER.index(path.kind))
    bands = [path for path in paths if path.kind == "ribbon"]
    lines = [path for path in paths if path.kind != "ribbon"]
    for band in bands:
        yield draw_band(band, "on" if band.id in focus else "")
    for line in lines:
        if line.kind != "asking":
            yield _casing(line)
    for node in figure.nodes:
        if node.kind == "table":
            yield _table(node, figure, selected, focus, hold=hold)
    for line in lines:
        yield _line(line, focus)


def _casing(path: Path) -> str:
    """Draw the light edge that sets a line off from what it crosses."""
    return f'<path class="case" d="{path.d}"/>'


def _table(
    node: Node, figure: Figure, selected: str | None, focus: set[str], *, hold: bool
) -> str:
    box = figure.table
    curve = min(box.h / 2, 80 if box.w > _BROAD else 36)
    top = rectangle(box, "top", curve)
    inlay = rectangle(box.grown(-_INLAY), "inlay", curve - _INLAY)
    lines = "".join(draw_text(line, (), hold=hold) for line in node.lines)
    return f"{open_group(node, selected, focus)}{top}{inlay}{lines}</g>"


def _line(path: Path, focus: set[str]) -> str:
    """Draw a line with its arrow head, or the dot where the asking begins."""
    names = [name for name in path.classes if name != "own"]
    if path.kind == "asking":
        names = ["plain"]
    tone = next((name for name in names if name in _TONES), "plain")
    tip = core = dot = ""
    if path.head:
        head = f"{tone}-open" if "restraint" in names else tone
        tip = f' marker-end="url(#l2a-{head})"'
    if path.kind == "move" and "restraint" in names:
        core = f'<path class="core" d="{path.d}"/>'
    if path.kind == "asking":
        x, y = path.start
        dot = f'<circle class="dot" cx="{x:.1f}" cy="{y:.1f}" r="3.6"/>'
    on = "on" if path.id in focus else ""
    return (
        f'<g class="{classes("edge", path.kind, *names, on)}"'
        f' data-id="{escape(path.id)}"><path class="line"'
        f' d="{path.d}"{tip}/>{core}{dot}</g>'
    )


def _empty_seat(box: Box, *, hold: bool) -> str:
    """Draw the empty place of a side that the case does not describe."""
    lines = [
        Line(box.cx, box.cy + dy, text, "empty-seat", "middle")
        for dy, text in _SEAT_WORDS
    ]
    words = "".join(draw_text(line, (), hold=hold) for line in lines)
    return rectangle(box, "seat", 12) + words


def _zone(zone: Zone) -> str:
    """Draw the ground behind a side; its edge bows toward the table."""
    box, name = zone.box, f"s{zone.side}"
    if zone.level:
        return rectangle(box, f"zone {name}", 0)
    bow = min(_MOST_BEND, box.h / 5)
    edge, outer = box.right - _ZONE_EDGE, box.x
    if not zone.left:
        edge, outer, bow = box.x + _ZONE_EDGE, box.right, -bow
    curve = (
        f"M{edge:.1f},{box.y:.1f} Q{edge + bow:.1f},{zone.cy:.1f}"
        f" {edge:.1f},{box.bottom:.1f}"
    )
    ground = ""
    if not zone.void:
        ground = f'<path class="zone {name}" d="{curve} H{outer:.1f} V{box.y:.1f} Z"/>'
    return f'{ground}<path class="thr {name}" d="{curve}"/>'


def _arrow_heads() -> str:
    """Define the heads of arrows: filled, or open for restraint, in each tone."""
    heads = "".join(
        f'<marker id="l2a-{tone}{suffix}" class="{tone}" viewBox="0 0 12 12" refX="8.5"'
        ' refY="6" markerWidth="13" markerHeight="13" markerUnits="userSpaceOnUse"'
        f' orient="auto"><path class="ah {name}" d="M0.8,1 L11.2,6 L0.8,11 L3.2,6'
        ' Z"/></marker>'
        for tone in _TONES
        for suffix, name in (("", ""), ("-open", "open"))
    )
    return f"<defs>{heads}</defs>"
