"""Draw the two-level figure of a case as SVG, from data alone."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Literal

from l2kg.drawing.document import focus_of, framed, mutual
from l2kg.drawing.figure.layout import layout
from l2kg.drawing.figure.legend import legend, legend_strip
from l2kg.drawing.figure.model import model
from l2kg.drawing.shapes import Line
from l2kg.drawing.style import CSS, DARK
from l2kg.drawing.svg import classes, draw_band, draw_node, draw_text, opened, rectangle

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from l2kg.cases.view import CaseView
    from l2kg.drawing.figure.model import Move
    from l2kg.drawing.shapes import Box, Figure, Node, Path, Zone

__all__ = ["CSS", "DARK", "layout", "legend", "related", "render"]

_BACK = ("table",)
_TONES = ("help", "harm", "plain")
_BROAD = 360


def render(
    view: CaseView,
    *,
    selected: str | None = None,
    standalone: bool = False,
    width: Literal["wide", "narrow"] = "wide",
) -> str:
    """Draw a case as an SVG document.

    ``selected`` is the local name of an element to mark. ``standalone`` makes a file of
    its own, with size and style, legend and source, and holds every line of text to its
    measured width, so that it looks the same where our fonts are missing. ``narrow`` fits a
    phone.
    """
    figure = layout(view, width=width)
    focus = focus_of(selected, related(view) if selected else {})
    drawn = _defs() + _drawn(figure, selected, focus, hold=standalone)
    shown = ("l2fig", "focus" if focus else "")
    strip, below = (
        legend_strip(figure, f"{view.summary.label}. {view.summary.iri}")
        if standalone
        else ("", 0.0)
    )
    return framed(
        figure,
        drawn + strip,
        name="l2",
        shown=shown,
        style=CSS,
        standalone=standalone,
        width=width,
        below=below,
    )


def related(view: CaseView) -> dict[str, list[str]]:
    """Return, for each element of the figure, the elements that light up with it, by local names."""
    return mutual(_links(view, layout(view)))


def _links(view: CaseView, figure: Figure) -> Iterator[tuple[str, str]]:
    """Yield what belongs together: the ends of lines, measures with whom they touch, barriers, people and their sides."""
    shown = {node.id for node in figure.nodes}
    ids = {element.iri: element.id for element in view.elements() if element.id in shown}
    for path in figure.paths:
        yield from ((path.id, end) for end in path.ends)
    for move in _all_moves(model(view).moves):
        measure = move.measure
        touched = (
            *move.sources,
            *move.marks,
            *move.lands,
            *move.askers,
            *(ref.iri for ref in (*measure.helps, *measure.addresses)),
        )
        yield from ((measure.id, ids[iri]) for iri in touched if iri in ids)
        yield from ((measure.id, part.measure.id) for part in move.parts)
    for barrier in view.barriers:
        ends = ([barrier.faced_by] if barrier.faced_by else []) + list(barrier.raised_by)
        yield from (
            (barrier.id, ids[ref.iri])
            for ref in ends
            if ref.iri in ids and barrier.iri in ids
        )
    yield from (
        (part.id, side.id)
        for side in view.sides
        for part in side.participants
        if {part.id, side.id} <= shown
    )


def _all_moves(moves: Iterable[Move]) -> Iterator[Move]:
    for move in moves:
        yield move
        yield from _all_moves(move.parts)


def _drawn(figure: Figure, selected: str | None, focus: set[str], *, hold: bool) -> str:
    backs = [node for node in figure.nodes if node.kind in _BACK]
    fronts = [node for node in figure.nodes if node.kind not in _BACK]
    order = ("ribbon", "tie", "asking", "move")
    paths = sorted(figure.paths, key=lambda path: order.index(path.kind))
    return "".join(
        [
            *map(_zone, figure.zones),
            *(_path(path, focus) for path in paths if path.kind == "ribbon"),
            *(
                f'<path class="case" d="{path.d}"/>'
                for path in paths
                if path.kind in ("tie", "move")
            ),
            *(_table(node, figure, selected, focus, hold=hold) for node in backs),
            *(_path(path, focus) for path in paths if path.kind != "ribbon"),
            *(_seat(box, hold=hold) for box in figure.seats),
            *(draw_text(line, names, hold=hold) for line, names in figure.captions),
            *(draw_node(node, selected, focus, hold=hold) for node in fronts),
        ]
    )


def _table(
    node: Node, figure: Figure, selected: str | None, focus: set[str], *, hold: bool
) -> str:
    box = figure.table
    curve = min(box.h / 2, 80 if box.w > _BROAD else 36)
    lines = "".join(draw_text(line, (), hold=hold) for line in node.lines)
    return f"{opened(node, selected, focus)}{rectangle(box, 'top', curve)}{rectangle(box.grown(-9), 'inlay', curve - 9)}{lines}</g>"


def _path(path: Path, focus: set[str]) -> str:
    on = "on" if path.id in focus else ""
    if path.kind == "ribbon":
        return draw_band(path, on)
    names = [name for name in path.classes if name != "own"]
    if path.kind == "asking":
        names = ["plain"]
    tone = next((name for name in names if name in _TONES), "plain")
    tip = (
        f' marker-end="url(#l2a-{tone}{"-open" if "restraint" in names else ""})"'
        if path.head
        else ""
    )
    core = (
        f'<path class="core" d="{path.d}"/>'
        if "restraint" in names and path.kind == "move"
        else ""
    )
    dot = (
        f'<circle class="dot" cx="{path.start.x:.1f}" cy="{path.start.y:.1f}" r="3.6"/>'
        if path.kind == "asking"
        else ""
    )
    return (
        f'<g class="{classes("edge", path.kind, *names, on)}"'
        f' data-id="{escape(path.id)}"><path class="line"'
        f' d="{path.d}"{tip}/>{core}{dot}</g>'
    )


def _seat(box: Box, *, hold: bool) -> str:
    """Draw the empty place of a side that the case does not describe."""
    words = [
        Line(box.cx, box.cy + dy, text, "empty", "middle")
        for dy, text in ((-3, "the other side is"), (13, "not described"))
    ]
    return rectangle(box, "seat", 12) + "".join(
        draw_text(line, (), hold=hold) for line in words
    )


def _zone(zone: Zone) -> str:
    """Draw the ground behind a side; its edge bows toward the table."""
    box, name = zone.box, f"s{zone.side}"
    if zone.level:
        return rectangle(box, f"zone {name}", 0)
    bend = min(56.0, box.h / 5)
    edge, outer, bow = (
        (box.right - 26, box.x, bend) if zone.left else (box.x + 26, box.right, -bend)
    )
    curve = (
        f"M{edge:.1f},{box.y:.1f} Q{edge + bow:.1f},{zone.cy:.1f}"
        f" {edge:.1f},{box.bottom:.1f}"
    )
    ground = (
        ""
        if zone.void
        else f'<path class="zone {name}" d="{curve} H{outer:.1f} V{box.y:.1f} Z"/>'
    )
    return f'{ground}<path class="thr {name}" d="{curve}"/>'


def _defs() -> str:
    heads = "".join(
        f'<marker id="l2a-{tone}{suffix}" class="{tone}" viewBox="0 0 12 12" refX="8.5"'
        ' refY="6" markerWidth="13" markerHeight="13" markerUnits="userSpaceOnUse"'
        f' orient="auto"><path class="ah {name}" d="M0.8,1 L11.2,6 L0.8,11 L3.2,6'
        ' Z"/></marker>'
        for tone in _TONES
        for suffix, name in (("", ""), ("-open", "open"))
    )
    return f"<defs>{heads}</defs>"
