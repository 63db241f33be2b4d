"""Lay a timeline out: lanes side by side or, on a phone, one column; time runs down.

Datings stand on an axis beside it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from l2kg.drawing.shapes import NARROW_WIDTH, Box, Figure, Line, block
from l2kg.drawing.text import STYLES, rows
from l2kg.drawing.timeline.arrows import Arrows, corridor_width
from l2kg.drawing.timeline.axis import axis_of
from l2kg.drawing.timeline.boxes import dating_row, moment_box
from l2kg.drawing.timeline.gaps import gaps
from l2kg.drawing.timeline.lanes import shown_lanes
from l2kg.drawing.timeline.model import moments
from l2kg.drawing.timeline.order import order_of
from l2kg.drawing.timeline.words import key, sentences, summary

if TYPE_CHECKING:
    from l2kg.cases.view import CaseView
    from l2kg.drawing.shapes import Caption, Node, Width
    from l2kg.drawing.timeline.arrows import Cell
    from l2kg.drawing.timeline.axis import Axis
    from l2kg.drawing.timeline.model import Lane, Moment
    from l2kg.drawing.timeline.order import Order

__all__ = ["Notch", "Story", "Timeline", "laid_out", "layout", "read"]

_WIDE = 1280.0  # pixels, as the figure
_MARGIN = 20.0  # pixels at the left and the right edge
_NARROW_MARGIN = 8.0  # pixels, the same on a phone
_GUTTER = 214.0  # pixels for the datings beside the lanes
_GAP = 10.0  # pixels between boxes, and between lanes
_PADDING = 14.0  # pixels below a row
_MOST = 330.0  # pixels, the width of a box where lanes are few
_SENTENCE = 1000.0  # pixels, the longest line that can still be read
_DATING_GAP = 4.0  # pixels between datings
_FOOT = 12.0  # pixels below everything


class Notch(NamedTuple):
    """A tick of the axis as it runs behind the lanes; ``year`` marks the first day of one."""

    x: float
    top: float
    bottom: float
    year: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Timeline(Figure):
    """A laid-out timeline: a figure with lanes for zones, and the ticks of its axis."""

    lanes: tuple[tuple[Box, tuple[str, ...]], ...] = ()
    ticks: tuple[Notch, ...] = ()


@dataclass(frozen=True, slots=True)
class Story:
    """A case as the timeline tells it: its name, what happened, and in which order."""

    name: str
    moments: tuple[Moment, ...]
    order: Order


@dataclass(slots=True)
class _Canvas:
    """A timeline in the making; ``x`` and ``w`` are the left edges and widths of its columns."""

    narrow: bool
    width: float
    margin: float
    order: Order
    columns: list[list[Moment]]
    lanes: list[Lane]
    axis: Axis | None = None
    x: list[float] = field(default_factory=list)
    w: list[float] = field(default_factory=list)
    nodes: list[Node] = field(default_factory=list)
    captions: list[Caption] = field(default_factory=list)
    channels: list[float] = field(default_factory=list)
    top: float = 0.0

    def cell(self, column: list[Moment], row: int | None) -> list[Moment]:
        """Return what lies in a column and a row, the dated first, then by lanes and numbers."""
        rows_of = self.order.rows
        inside = [moment for moment in column if rows_of.get(moment.element.iri) == row]
        lanes = [lane.key for lane in self.lanes]

        def rank(moment: Moment) -> tuple[bool, int, tuple[bool, int, str], str]:
            label = moment.element.label.casefold()
            lane = lanes.index(moment.lane.key)
            return not moment.dated, lane, _natural(moment.number), label

        return sorted(inside, key=rank)

    def cells(self) -> dict[str, Cell]:
        """Return the column, row and place in its cell of everything that has a row."""
        found: dict[str, Cell] = {}
        for k, column in enumerate(self.columns):
            for row in set(self.order.rows.values()):
                for n, moment in enumerate(self.cell(column, row)):
                    found[moment.element.iri] = (k, row, n)
        return found


def layout(view: CaseView, *, width: Width = "wide") -> Timeline:
    """Place everything that the timeline shows of a case."""
    return laid_out(read(view), width)


def read(view: CaseView) -> Story:
    """Read a case for its timeline."""
    found = moments(view)
    return Story(view.summary.label, found, order_of(view, found))


def laid_out(story: Story, width: Width) -> Timeline:
    """Place everything that the timeline shows of a case that has been read for it."""
    order = story.order
    canvas = _begun(story, narrow=width == "narrow")
    arrows = Arrows(order, canvas.cells())
    _set_columns(canvas, arrows, story.moments)
    canvas.top = y = _add_heads(canvas)
    count = max(order.rows.values(), default=-1) + 1
    for row in range(count):
        canvas.channels.append(y)
        y = _add_row(canvas, row, y + arrows.room(row))
    end = y
    if any(moment.element.iri not in order.rows for moment in story.moments):
        words = "NO DATE, NO ORDER" if count else "NOTHING IS DATED OR ORDERED HERE"
        canvas.captions.append((Line(canvas.x[0], y + 20, words, "capitals"), ()))
        y = _add_row(canvas, None, y + 34)
    foot = y
    y = _add_sentences(canvas, story, y + 8)
    return Timeline(
        width=canvas.width,
        height=y + _FOOT,
        title=f"{story.name}: timeline",
        summary=summary(story.moments, order),
        table=Box(0, 0, 0, 0),
        nodes=tuple(canvas.nodes),
        paths=tuple(arrows.paths(_boxes(canvas, story), canvas.x, canvas.channels)),
        captions=tuple(canvas.captions),
        lanes=tuple(_lane_boxes(canvas, foot)),
        ticks=tuple(_ticks(canvas, end)),
    )


def _begun(story: Story, *, narrow: bool) -> _Canvas:
    """Return an empty canvas: a column for each lane, or one for all."""
    lanes = shown_lanes(story.moments)
    if narrow:
        everything = [list(story.moments)]
        return _Canvas(
            narrow, NARROW_WIDTH, _NARROW_MARGIN, story.order, everything, lanes
        )
    columns = [
        [moment for moment in story.moments if moment.lane == lane] for lane in lanes
    ]
    return _Canvas(narrow, _WIDE, _MARGIN, story.order, columns, lanes)


def _boxes(canvas: _Canvas, story: Story) -> dict[str, tuple[Box, str]]:
    """Return the box and the id of each occurrence by its IRI."""
    boxes = {node.id: node.box for node in canvas.nodes}
    elements = [moment.element for moment in story.moments]
    return {element.iri: (boxes[element.id], element.id) for element in elements}


def _natural(number: str) -> tuple[bool, int, str]:
    """Order the numbers of measures as people do, those without one last."""
    digits = "".join(char for char in number if char.isdigit())
    return not number, int(digits or 0), number


def _set_columns(canvas: _Canvas, arrows: Arrows, found: tuple[Moment, ...]) -> None:
    """Share the width among the columns, and place the axis.

    Each column has a corridor for arrows on its left.
    """
    left = canvas.margin
    if not canvas.narrow:
        canvas.axis = axis_of(found, canvas.margin + 6, _GUTTER - 18)
        left += _GUTTER + 8 if canvas.axis else 0
    corridors = [
        corridor_width(count, narrow=canvas.narrow)
        for count in arrows.widths(len(canvas.columns))
    ]
    room = canvas.width - canvas.margin - left - sum(corridors)
    room -= (len(corridors) - 1) * _GAP
    each = room / max(1, len(corridors))
    for corridor in corridors:
        canvas.x.append(left + corridor)
        canvas.w.append(each - (0 if canvas.narrow else 6))
        left += corridor + each + _GAP
    if canvas.narrow:
        canvas.axis = axis_of(found, canvas.x[0] + 12, canvas.w[0] - 24)


def _add_heads(canvas: _Canvas) -> float:
    """Name the lanes and the axis; return the edge below."""
    if canvas.narrow:
        return _add_narrow_head(canvas)
    bottom = 40.0
    for k, lane in enumerate(canvas.lanes):
        texts = rows(lane.title, "label", canvas.w[k], 3)
        lines, below = block(canvas.x[k], 16, texts)
        canvas.captions += [(line, ("ln", lane.colour)) for line in lines]
        bottom = max(bottom, below)
    if canvas.axis:
        canvas.captions.append((Line(canvas.axis.x, 29, "DATES", "capitals"), ()))
        canvas.captions += _named(canvas.axis, bottom + 13)
        bottom += 18
    return bottom + 8


def _add_narrow_head(canvas: _Canvas) -> float:
    """Name the axis, if there is one; return the edge below."""
    if not canvas.axis:
        return 6.0
    canvas.captions.append((Line(canvas.axis.x, 20, "DATES", "capitals"), ()))
    canvas.captions += _named(canvas.axis, 40)
    return 48.0


def _named(axis: Axis, y: float) -> list[Caption]:
    """Name the ticks of the axis, leaving out names that would touch."""
    found: list[Caption] = []
    edge, last = 0.0, axis.x + axis.w + 12
    for tick in axis.ticks():
        line = Line(tick.x + 3, y, tick.name, "detail")
        if line.box.x >= edge and line.box.right <= last:
            found.append((line, ()))
            edge = line.box.right + 6
    return found


def _add_row(canvas: _Canvas, row: int | None, top: float) -> float:
    """Add what lies in one row, lane by lane, with the datings on the axis.

    Return the edge below.
    """
    bottom = top
    axis = canvas.axis if canvas.narrow else None
    for k, column in enumerate(canvas.columns):
        y = top
        width = canvas.w[k] if canvas.narrow else min(canvas.w[k], _MOST)
        for moment in canvas.cell(column, row):
            nodes = moment_box(moment, canvas.x[k], width, axis, lane=canvas.narrow)
            canvas.nodes += [node.moved(0, y) for node in nodes]
            y += nodes[0].box.h + _GAP
        bottom = max(bottom, y)
    if not canvas.narrow:
        bottom = max(bottom, _add_datings(canvas, row, top))
    return bottom + _PADDING


def _add_datings(canvas: _Canvas, row: int | None, top: float) -> float:
    """Add the datings of what lies in a row beside the lanes, by their days.

    Return the edge below.
    """
    inside = [moment for column in canvas.columns for moment in canvas.cell(column, row)]
    y = top
    for moment in sorted(inside, key=_first_day):
        for dated in moment.dated:
            place = Box(_MARGIN, y, _GUTTER - 6, 0)
            canvas.nodes.append(dating_row(moment, dated, place, canvas.axis))
            y = canvas.nodes[-1].box.bottom + _DATING_GAP
    return y


def _first_day(moment: Moment) -> str:
    return min((dated.dating.edtf for dated in moment.dated), default="")


def _lane_boxes(canvas: _Canvas, foot: float) -> list[tuple[Box, tuple[str, ...]]]:
    """Return the ground of each lane, from beside the one before it, with its class."""
    if canvas.narrow:
        return []
    lefts = [_MARGIN + _GUTTER + 2 if canvas.axis else _NARROW_MARGIN]
    lefts += [x + w + 10 for x, w in zip(canvas.x[:-1], canvas.w, strict=False)]
    rights = [*(left - 4 for left in lefts[1:]), canvas.width - 8]
    return [
        (Box(left, 6, right - left, foot - 6), (lane.colour,))
        for left, right, lane in zip(lefts, rights, canvas.lanes, strict=True)
    ]


def _ticks(canvas: _Canvas, foot: float) -> list[Notch]:
    if not canvas.axis or canvas.narrow:
        return []
    top = canvas.top - 20
    return [Notch(tick.x, top, foot, tick.year) for tick in canvas.axis.ticks()]


def _add_sentences(canvas: _Canvas, story: Story, y: float) -> float:
    """Explain the marks, and set what has no order in words beneath; return the edge below."""
    found, order = story.moments, story.order
    texts = [key(order, found), *sentences(found, order, gaps(found, order))]
    width = min(canvas.width - 2 * canvas.margin, _SENTENCE)
    for text in filter(None, texts):
        lines, y = block(canvas.margin, y, rows(text, "note", width, 40))
        canvas.captions += [(line, ()) for line in lines]
        y += STYLES["note"].leading * 0.45
    return y
