"""Write a laid-out timeline as SVG, in the look of the figure with a few rules of its own."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from l2kg.drawing.svg import classes, draw_node, draw_text, rectangle

if TYPE_CHECKING:
    from l2kg.drawing.shapes import Box, Path
    from l2kg.drawing.timeline.layout import Notch, Timeline

__all__ = ["CSS", "timeline_svg"]


def timeline_svg(
    chart: Timeline, selected: str | None, focus: set[str], *, hold: bool
) -> str:
    """Return all that is drawn of a timeline, without the document around it.

    ``selected`` is the element to mark, ``focus`` what lights up with it; ``hold`` keeps
    text to its measured width.
    """
    labels = {node.id: node.label for node in chart.nodes}
    return "".join(
        [
            _ARROW_HEAD,
            *(_lane(box, names) for box, names in chart.lanes),
            *map(_tick, chart.ticks),
            *(draw_text(line, names, hold=hold) for line, names in chart.captions),
            *(_arrow(path, labels, selected, focus) for path in chart.paths),
            *(draw_node(node, selected, focus, hold=hold) for node in chart.nodes),
        ]
    )


def _tick(tick: Notch) -> str:
    x, top, bottom, year = tick
    return (
        f'<line class="{classes("tick", "yr" if year else "")}" x1="{x:.1f}" x2="{x:.1f}"'
        f' y1="{top:.1f}" y2="{bottom:.1f}"/>'
    )


def _lane(box: Box, names: tuple[str, ...]) -> str:
    return f'<g class="{classes(*names)}">{rectangle(box, "lane", 10)}</g>'


def _arrow(
    path: Path, labels: dict[str, str], selected: str | None, focus: set[str]
) -> str:
    """Draw a stated or implied order, which can be chosen like what it orders."""
    first, last = (labels[end].partition(". ")[0] for end in path.ends)
    before = "is over before" if "over" in path.classes else "begins before"
    if "implied" in path.classes:
        before += ", as is implied only,"
    label = escape(f"{first} {before} {last}")
    chosen = path.id == selected
    states = ("sel" if chosen else "", "on" if path.id in focus else "")
    pressed = ' aria-pressed="true"' if chosen else ""
    return (
        f'<g class="{classes("node", "edge", "order", *path.classes, *states)}"'
        f' data-id="{escape(path.id)}" tabindex="0" role="button"{pressed}'
        f' aria-label="{label}"><title>{label}</title><path class="hit" d="{path.d}"/>'
        f'<path class="line body" d="{path.d}" marker-end="url(#l2tl-a)"/></g>'
    )


_ARROW_HEAD = (
    '<defs><marker id="l2tl-a" viewBox="0 0 12 12" refX="9" refY="6" markerWidth="9"'
    ' markerHeight="9" markerUnits="userSpaceOnUse" orient="auto"><path class="tip"'
    ' d="M0.8,1 L11.2,6 L0.8,11 L3.2,6 Z"/></marker></defs>'
)
CSS = """
.l2tl .l-table{--h:var(--wood2)}.l2tl .l-across{--h:var(--help)}\
.l2tl .l-elsewhere,.l2tl .l-others{--h:var(--mut)}
.l2tl .lane{fill:var(--h);opacity:.07}.l2tl .l-table .lane{fill:var(--wood);opacity:.6}\
.l2tl .l-across .lane{opacity:.045}
.l2tl .tick{stroke:var(--hair);stroke-width:1}.l2tl .tick.yr{stroke:var(--mut);opacity:.55}
.l2tl .moment.dated .body{stroke:var(--h);stroke-width:1.5}\
.l2tl .l-table.moment.dated .body{stroke:var(--mut)}
.l2tl .moment.undated .body{stroke:var(--mut);stroke-opacity:.75;stroke-dasharray:3 3.5}
.l2tl .moment .bar{fill:var(--h)}.l2tl text.ht{fill:var(--ink)}.l2tl text.hs{fill:var(--mut)}
.l2tl .s0 text.hs,.l2tl .s1 text.hs,.l2tl .s2 text.hs,\
.l2tl .s3 text.hs,.l2tl .s4 text.hs{fill:var(--h)}
.l2tl text.cs{fill:var(--mut)}.l2tl text.td{fill:var(--ink)}
.l2tl .dating .body{fill:var(--paper);stroke:none}.l2tl .strip .body{fill:transparent}
.l2tl .dating:hover .body{fill:var(--help)!important;fill-opacity:.12}
.l2tl .span{fill:var(--h)}.l2tl .l-table .span,.l2tl .l-elsewhere .span{fill:var(--plain)}\
.l2tl .track{fill:var(--mut);opacity:.55}
.l2tl .external .span{fill:var(--paper);stroke:var(--plain);stroke-width:1.6}\
.l2tl .external .span.long{stroke-dasharray:2.5 1.8}
.l2tl .order .line{fill:none;stroke:var(--plain);stroke-width:1.5;stroke-opacity:.8}\
.l2tl .order.begun .line{stroke-dasharray:4 3}
.l2tl .order.implied .line{stroke-opacity:.6;stroke-dasharray:1 3;stroke-linecap:round}\
.l2tl .order.implied.begun .line{stroke-dasharray:5 3.5 1 3.5}
.l2tl .order .hit{fill:none;stroke:transparent;stroke-width:7;pointer-events:stroke}
.l2tl .tip{fill:var(--plain)}
.l2tl .order:hover .line,.l2tl .order.on .line,.l2tl .order.sel .line{stroke:var(--help);\
stroke-width:2.4;stroke-opacity:1}
.l2tl .order:focus-visible .line{fill:none;stroke-width:3.4}
.l2tl.focus .order:not(.on) .line{stroke-opacity:.15}
.l2tl .moment.sel .body{stroke:var(--help);stroke-width:2.6;stroke-dasharray:none}
.l2tl .dating.sel .body{fill:var(--help);fill-opacity:.16;stroke:none}
"""
