"""Draw the two-level figure of a case as SVG, from data alone."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from l2kg.figure_layout import layout
from l2kg.figure_legend import legend
from l2kg.figure_model import model
from l2kg.figure_parts import Line, Mark, Node, Path, Zone
from l2kg.figure_style import CSS, DARK

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from l2kg.caseview import CaseView
    from l2kg.figure_model import Move
    from l2kg.figure_parts import Box, Figure

__all__ = ["CSS", "DARK", "layout", "legend", "related", "render"]

_ROUND = {"chip": 9, "card": 12, "pill": 23, "tie": 9, "barrier": 7, "person": 5, "lying": 7, "part": 6}
_BACK = ("table",)
_TONES = ("help", "harm", "plain")


def render(view: CaseView, *, selected: str | None = None, standalone: bool = False) -> str:
    """Draw a case as an SVG document.

    ``selected`` is the local name of an element to mark. ``standalone`` puts style and size into the file and holds every
    line of text to its measured width, so that it looks the same where our fonts are missing.
    """
    figure = layout(view)
    focus = _focus(view, selected)
    style = f"<style>{CSS}</style>" if standalone else ""
    size = f' width="{figure.width:.0f}" height="{figure.height:.0f}"' if standalone else ""
    classes = "l2fig focus" if focus else "l2fig"
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="{classes}" viewBox="0 0 {figure.width:.0f} {figure.height:.0f}"{size} '
        f'role="group" aria-labelledby="l2t l2d"><title id="l2t">{escape(figure.title)}</title>'
        f'<desc id="l2d">{escape(figure.summary)}</desc>{style}{_defs()}{_drawn(figure, selected, focus, hold=standalone)}</svg>'
    )


def related(view: CaseView) -> dict[str, list[str]]:
    """Return, for each element of the figure, the elements that light up with it, by local names."""
    near: dict[str, set[str]] = {}
    for one, other in _links(view):
        if one != other:
            near.setdefault(one, set()).add(other)
            near.setdefault(other, set()).add(one)
    return {one: sorted(others) for one, others in sorted(near.items())}


def _links(view: CaseView) -> Iterator[tuple[str, str]]:
    """Yield what belongs together: the ends of lines, measures with whom they touch, barriers, people and their sides."""
    shown = {node.id for node in layout(view).nodes}
    ids = {element.iri: element.id for element in view.elements() if element.id in shown}
    for path in layout(view).paths:
        yield from ((path.id, end) for end in path.ends)
    for move in _all_moves(model(view).moves):
        measure = move.measure
        touched = (*move.sources, *move.marks, *move.lands, *move.askers, *(ref.iri for ref in (*measure.helps, *measure.addresses)))
        yield from ((measure.id, ids[iri]) for iri in touched if iri in ids)
        yield from ((measure.id, part.measure.id) for part in move.parts)
    for barrier in view.barriers:
        ends = ([barrier.faced_by] if barrier.faced_by else []) + list(barrier.raised_by)
        yield from ((barrier.id, ids[ref.iri]) for ref in ends if ref.iri in ids and barrier.iri in ids)
    yield from ((part.id, side.id) for side in view.sides for part in side.participants if {part.id, side.id} <= shown)


def _all_moves(moves: Iterable[Move]) -> Iterator[Move]:
    for move in moves:
        yield move
        yield from _all_moves(move.parts)


def _focus(view: CaseView, selected: str | None) -> set[str]:
    if not selected:
        return set()
    return {selected, *related(view).get(selected, [])}


def _drawn(figure: Figure, selected: str | None, focus: set[str], *, hold: bool) -> str:
    backs = [node for node in figure.nodes if node.kind in _BACK]
    fronts = [node for node in figure.nodes if node.kind not in _BACK]
    order = ("ribbon", "tie", "asking", "move")
    paths = sorted(figure.paths, key=lambda path: order.index(path.kind))
    return "".join(
        [
            *map(_zone, figure.zones),
            *(_path(path, focus) for path in paths if path.kind == "ribbon"),
            *(f'<path class="case" d="{path.d}"/>' for path in paths if path.kind in ("tie", "move")),
            *(_table(node, figure, selected, focus, hold=hold) for node in backs),
            *(_path(path, focus) for path in paths if path.kind != "ribbon"),
            *(_seat(box, hold=hold) for box in figure.seats),
            *(_text(line, classes, hold=hold) for line, classes in figure.captions),
            *(_node(node, selected, focus, hold=hold) for node in fronts),
        ]
    )


def _classes(*names: str) -> str:
    return escape(" ".join(name for name in names if name))


def _opened(node: Node, selected: str | None, focus: set[str]) -> str:
    states = ("sel" if node.id == selected else "", "on" if node.id in focus else "")
    pressed = ' aria-pressed="true"' if node.id == selected else ""
    if not node.id:
        return f'<g class="{_classes(node.kind, *node.classes)}">'
    return (
        f'<g class="{_classes("node", node.kind, *node.classes, *states)}" data-id="{escape(node.id)}" tabindex="0" role="button"'
        f'{pressed} aria-label="{escape(node.label)}"><title>{escape(node.title or node.label)}</title>'
    )


def _node(node: Node, selected: str | None, focus: set[str], *, hold: bool) -> str:
    body = _rect(node.box, "body", min(_ROUND.get(node.kind, 8), node.box.h / 2))
    lines = "".join(_text(line, (), hold=hold) for line in node.lines)
    marks = "".join(_mark(mark, node, hold=hold) for mark in node.marks)
    return f"{_opened(node, selected, focus)}{body}{marks}{lines}</g>"


def _table(node: Node, figure: Figure, selected: str | None, focus: set[str], *, hold: bool) -> str:
    box = figure.table
    curve = min(box.h / 2, 80)
    lines = "".join(_text(line, (), hold=hold) for line in node.lines)
    return f"{_opened(node, selected, focus)}{_rect(box, 'top', curve)}{_rect(box.grown(-9), 'inlay', curve - 9)}{lines}</g>"


def _rect(box: Box, name: str, curve: float) -> str:
    return f'<rect class="{name}" x="{box.x:.1f}" y="{box.y:.1f}" width="{box.w:.1f}" height="{box.h:.1f}" rx="{curve:.1f}"/>'


def _text(line: Line, classes: Iterable[str], *, hold: bool) -> str:
    held = f' textLength="{line.width:.1f}" lengthAdjust="spacingAndGlyphs"' if hold and line.text else ""
    return (
        f'<text x="{line.x:.1f}" y="{line.y:.1f}" class="{_classes(line.style, *classes)}" text-anchor="{line.anchor}"{held}>'
        f"{escape(line.text)}</text>"
    )


def _mark(mark: Mark, node: Node, *, hold: bool) -> str:
    box = mark.box
    if mark.kind == "bar":
        place = next((name for name in node.classes if name[:1] == "s" and name[1:].isdigit()), "s0")
        hatch = f' style="fill:url(#l2h{min(int(place[1:]), 4)})"' if "opposes" in node.classes else ""
        return _rect(box, "bar", 3).replace("/>", f"{hatch}/>")
    if mark.kind == "sign":
        circle = f'<circle class="sign" cx="{box.cx:.1f}" cy="{box.cy:.1f}" r="{box.w / 2:.1f}"/>'
        return circle + (_text(Line(box.cx, box.cy + 5.2, mark.text, "sg", "middle"), (), hold=hold) if mark.text else "")
    if mark.kind == "number":
        circle = f'<circle class="num" cx="{box.cx:.1f}" cy="{box.cy:.1f}" r="{box.w / 2:.1f}"/>'
        return circle + _text(Line(box.cx, box.cy + 5, mark.text, "nn", "middle"), (), hold=hold)
    if mark.kind == "bricks":
        return _bricks(box)
    if mark.kind == "stop":
        return (
            f'<circle class="stop" cx="{box.cx:.1f}" cy="{box.cy:.1f}" r="{box.w / 2:.1f}"/>'
            f'<path class="stop" d="M{box.cx - 3:.1f},{box.cy + 3:.1f} L{box.cx + 3:.1f},{box.cy - 3:.1f}"/>'
        )
    return f'<line class="rule" x1="{box.x:.1f}" x2="{box.right:.1f}" y1="{box.y:.1f}" y2="{box.y:.1f}"/>'


def _bricks(box: Box) -> str:
    """Draw three courses of a wall."""
    h, w, gap = (box.h - 2) / 3, (box.w - 1) / 2, 1.0
    rows = [
        [(0.0, w), (w + gap, w)],
        [(0.0, w / 2 - gap), (w / 2, w), (w * 1.5 + gap, w / 2)],
        [(0.0, w), (w + gap, w)],
    ]
    return "".join(
        f'<rect class="brick" x="{box.x + x:.1f}" y="{box.y + k * (h + gap):.1f}" width="{wide:.1f}" height="{h:.1f}"/>'
        for k, row in enumerate(rows)
        for x, wide in row
    )


def _path(path: Path, focus: set[str]) -> str:
    on = "on" if path.id in focus else ""
    if path.kind == "ribbon":
        return f'<path class="{_classes("rib", *path.classes, on)}" data-for="{escape(path.id)}" d="{path.d}"/>'
    classes = [name for name in path.classes if name != "own"]
    if path.kind == "asking":
        classes = ["plain"]
    tone = next((name for name in classes if name in _TONES), "plain")
    tip = f' marker-end="url(#l2a-{tone}{"-open" if "restraint" in classes else ""})"' if path.head else ""
    core = f'<path class="core" d="{path.d}"/>' if "restraint" in classes and path.kind == "move" else ""
    dot = f'<circle class="dot" cx="{path.start.x:.1f}" cy="{path.start.y:.1f}" r="3.6"/>' if path.kind == "asking" else ""
    return (
        f'<g class="{_classes("edge", path.kind, *classes, on)}" data-id="{escape(path.id)}">'
        f'<path class="line" d="{path.d}"{tip}/>{core}{dot}</g>'
    )


def _seat(box: Box, *, hold: bool) -> str:
    """Draw the empty place of a side that the case does not describe."""
    words = [Line(box.cx, box.cy + dy, text, "empty", "middle") for dy, text in ((-3, "the other side is"), (13, "not described"))]
    return _rect(box, "seat", 12) + "".join(_text(line, (), hold=hold) for line in words)


def _zone(zone: Zone) -> str:
    """Draw the ground behind a side; its edge bows toward the table."""
    box, name = zone.box, f"s{zone.side}"
    edge, outer, bow = (box.right - 26, box.x, 56) if zone.left else (box.x + 26, box.right, -56)
    curve = f"M{edge:.1f},{box.y:.1f} Q{edge + bow:.1f},{zone.cy:.1f} {edge:.1f},{box.bottom:.1f}"
    return f'<path class="zone {name}" d="{curve} H{outer:.1f} V{box.y:.1f} Z"/><path class="thr {name}" d="{curve}"/>'


def _defs() -> str:
    hatches = "".join(
        f'<pattern id="l2h{n}" class="s{n}" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">'
        '<rect width="6" height="6" class="hb"/><rect width="2.6" height="6" class="hl"/></pattern>'
        for n in range(5)
    )
    heads = "".join(
        f'<marker id="l2a-{tone}{suffix}" class="{tone}" viewBox="0 0 12 12" refX="8.5" refY="6" markerWidth="13" markerHeight="13" '
        f'markerUnits="userSpaceOnUse" orient="auto"><path class="ah {name}" d="M0.8,1 L11.2,6 L0.8,11 L3.2,6 Z"/></marker>'
        for tone in _TONES
        for suffix, name in (("", ""), ("-open", "open"))
    )
    return f"<defs>{hatches}{heads}</defs>"
