"""Lay a timeline out: lanes side by side or, on a phone, one column; time runs down; datings stand on an axis beside it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from l2kg.drawing.shapes import STYLES, Box, Figure, Line, Node, block, wrapped
from l2kg.drawing.timeline.arrows import Arrows, corridors
from l2kg.drawing.timeline.boxes import Axis, axis_of, dating_row, moment_box
from l2kg.drawing.timeline.model import Moment, moments
from l2kg.drawing.timeline.order import Order, gaps, order_of
from l2kg.drawing.timeline.words import key, sentences

if TYPE_CHECKING:
    from l2kg.cases.view import CaseView
    from l2kg.drawing.timeline.model import Lane

__all__ = ["Timeline", "layout"]

Wide = Literal["wide", "narrow"]
_WIDTHS = {"wide": 1280.0, "narrow": 358.0}
_MARGIN, _GUTTER, _GAP, _PAD, _MOST = 20.0, 214.0, 10.0, 14.0, 330.0
_NARROW_MARGIN = 8.0
_MIDDLE = ("table", "across")


@dataclass(frozen=True, slots=True, kw_only=True)
class Timeline(Figure):
    """A laid-out timeline: a figure with lanes for zones, and the ticks of its axis."""

    lanes: tuple[tuple[Box, tuple[str, ...]], ...] = ()
    ticks: tuple[tuple[float, float, float, bool], ...] = ()


@dataclass(slots=True)
class _Sheet:
    """A timeline in the making."""

    narrow: bool
    width: float
    order: Order
    columns: list[list[Moment]]
    lanes: list[Lane]
    axis: Axis | None
    x: list[float] = field(default_factory=list)
    w: list[float] = field(default_factory=list)
    nodes: list[Node] = field(default_factory=list)
    captions: list[tuple[Line, tuple[str, ...]]] = field(default_factory=list)
    channels: list[float] = field(default_factory=list)
    top: float = 0.0


def layout(view: CaseView, *, width: Wide = "wide") -> Timeline:
    """Place everything that the timeline shows of a case."""
    told = moments(view)
    order = order_of(view, told)
    narrow = width == "narrow"
    lanes = _shown_lanes(told)
    columns = (
        [list(told)]
        if narrow
        else [[m for m in told if m.lane == lane] for lane in lanes]
    )
    sheet = _Sheet(narrow, _WIDTHS[width], order, columns, lanes, None)
    margin = _NARROW_MARGIN if narrow else _MARGIN
    arrows = Arrows(order, _cells(sheet))
    left = margin
    if not narrow:
        sheet.axis = axis_of(told, margin + 6, _GUTTER - 18)
        left += _GUTTER + 8 if sheet.axis else 0
    _set_columns(sheet, arrows, left, margin)
    if narrow:
        sheet.axis = axis_of(told, sheet.x[0] + 12, sheet.w[0] - 24)
    y = _add_heads(sheet)
    sheet.top = y
    rows = max(order.rows.values(), default=-1) + 1
    for row in range(rows):
        sheet.channels.append(y)
        y = _add_row(sheet, row, y + arrows.room(row))
    foot = end = y
    alone = [m for m in told if m.element.iri not in order.rows]
    if alone:
        words = "NO DATE, NO ORDER" if rows else "NOTHING IS DATED OR ORDERED HERE"
        sheet.captions.append((Line(sheet.x[0], y + 20, words, "cap"), ()))
        foot = y = _add_row(sheet, None, y + 34)
    y = _add_sentences(
        sheet,
        [*filter(None, [key(order, told)]), *sentences(told, order, gaps(told, order))],
        y + 8,
        margin,
    )
    boxes = {node.id: node.box for node in sheet.nodes}
    paths = arrows.paths(
        {m.element.iri: (boxes[m.element.id], m.element.id) for m in told},
        sheet.x,
        sheet.channels,
    )
    return Timeline(
        width=sheet.width, height=y + 12, title=f"{view.summary.label}: timeline", summary=_summary(told, order), table=Box(0, 0, 0, 0),
        zones=(), nodes=tuple(sheet.nodes), paths=tuple(paths), captions=tuple(sheet.captions),
        lanes=tuple(_lane_boxes(sheet, foot)), ticks=tuple(_ticks(sheet, end)),
    )  # fmt: skip


def _shown_lanes(told: tuple[Moment, ...]) -> list[Lane]:
    """Return the lanes that hold something: behind the one side, at the table, across it, behind the others."""
    lanes = {one.lane.key: one.lane for one in told}
    last = ("others", "elsewhere")
    behind = sorted(
        (lane for key, lane in lanes.items() if key not in (*_MIDDLE, *last)), key=_seat
    )
    first = [lane for lane in behind if lane.place == 0]
    middle, end = (
        [lanes[key] for key in keys if key in lanes] for keys in (_MIDDLE, last)
    )
    return [*first, *middle, *(lane for lane in behind if lane.place != 0), *end]


def _seat(lane: Lane) -> tuple[bool, int, str]:
    return lane.place < 0, lane.place, lane.title


def _cells(sheet: _Sheet) -> dict[str, tuple[int, int, int]]:
    """Return the column, row and place in its cell of everything that has a row."""
    found: dict[str, tuple[int, int, int]] = {}
    for k, column in enumerate(sheet.columns):
        for row in set(sheet.order.rows.values()):
            for n, one in enumerate(_cell(sheet, column, row)):
                found[one.element.iri] = (k, row, n)
    return found


def _cell(sheet: _Sheet, column: list[Moment], row: int | None) -> list[Moment]:
    inside = [one for one in column if sheet.order.rows.get(one.element.iri) == row]
    lanes = [lane.key for lane in sheet.lanes]
    return sorted(
        inside,
        key=lambda one: (
            not one.dated,
            lanes.index(one.lane.key),
            _natural(one.number),
            one.element.label.casefold(),
        ),
    )


def _natural(number: str) -> tuple[bool, int, str]:
    digits = "".join(char for char in number if char.isdigit())
    return not number, int(digits or 0), number


def _set_columns(sheet: _Sheet, arrows: Arrows, left: float, margin: float) -> None:
    """Share the width among the columns, each with a corridor for arrows on its left."""
    ways = [
        corridors(count, narrow=sheet.narrow)
        for count in arrows.widths(len(sheet.columns))
    ]
    room = sheet.width - margin - left - sum(ways) - (len(ways) - 1) * _GAP
    each = room / max(1, len(ways))
    for way in ways:
        sheet.x.append(left + way)
        sheet.w.append(each - (0 if sheet.narrow else 6))
        left += way + each + _GAP


def _add_heads(sheet: _Sheet) -> float:
    """Name the lanes and the axis; return the edge below."""
    if sheet.narrow:
        return _narrow_head(sheet)
    bottom = 40.0
    for k, lane in enumerate(sheet.lanes):
        rows = [(text, "ht") for text in wrapped(lane.title, "ht", sheet.w[k], 3)]
        lines, below = block(sheet.x[k], 16, rows)
        sheet.captions += [(line, ("ln", *_hue(lane))) for line in lines]
        bottom = max(bottom, below)
    if sheet.axis:
        sheet.captions.append((Line(sheet.axis.x, 29, "DATES", "cap"), ()))
        sheet.captions += _named(sheet, bottom + 13)
        bottom += 18
    return bottom + 8


def _narrow_head(sheet: _Sheet) -> float:
    if not sheet.axis:
        return 6.0
    sheet.captions.append((Line(sheet.axis.x, 20, "DATES", "cap"), ()))
    sheet.captions += _named(sheet, 40)
    return 48.0


def _named(sheet: _Sheet, y: float) -> list[tuple[Line, tuple[str, ...]]]:
    """Name the ticks of the axis, leaving out names that would touch."""
    found: list[tuple[Line, tuple[str, ...]]] = []
    edge = 0.0
    for tick in sheet.axis.ticks() if sheet.axis else ():
        line = Line(tick.x + 3, y, tick.name, "cs")
        if line.box.x >= edge and line.box.right <= (
            sheet.axis.x + sheet.axis.w + 12 if sheet.axis else 0
        ):
            found.append((line, ()))
            edge = line.box.right + 6
    return found


def _add_row(sheet: _Sheet, row: int | None, top: float) -> float:
    """Add what lies in one row, lane by lane, with the datings on the axis; return the edge below."""
    bottom = top
    for k, column in enumerate(sheet.columns):
        y = top
        width = min(sheet.w[k], _MOST if not sheet.narrow else sheet.w[k])
        for one in _cell(sheet, column, row):
            nodes = moment_box(
                one,
                sheet.x[k],
                width,
                sheet.axis if sheet.narrow else None,
                lane=sheet.narrow,
            )
            sheet.nodes += [node.moved(0, y) for node in nodes]
            y += nodes[0].box.h + _GAP
        bottom = max(bottom, y)
    if not sheet.narrow:
        y = top
        inside = [one for column in sheet.columns for one in _cell(sheet, column, row)]
        for one in sorted(inside, key=_first_day):
            for dated in one.dated:
                node = dating_row(one, dated, Box(_MARGIN, y, _GUTTER - 6, 0), sheet.axis)
                sheet.nodes.append(node)
                y = node.box.bottom + 4
        bottom = max(bottom, y)
    return bottom + _PAD


def _first_day(one: Moment) -> str:
    return min((dated.dating.edtf for dated in one.dated), default="")


def _hue(lane: Lane) -> tuple[str, ...]:
    return (f"s{lane.place}" if lane.place >= 0 else f"l-{lane.key}",)


def _lane_boxes(sheet: _Sheet, foot: float) -> list[tuple[Box, tuple[str, ...]]]:
    if sheet.narrow:
        return []
    lefts = [_MARGIN + _GUTTER + 2 if sheet.axis else _NARROW_MARGIN]
    lefts += [x + w + 10 for x, w in zip(sheet.x[:-1], sheet.w, strict=False)]
    rights = [*(left - 4 for left in lefts[1:]), sheet.width - 8]
    return [
        (Box(a, 6, b - a, foot - 6), _hue(lane))
        for a, b, lane in zip(lefts, rights, sheet.lanes, strict=True)
    ]


def _ticks(sheet: _Sheet, foot: float) -> list[tuple[float, float, float, bool]]:
    if not sheet.axis or sheet.narrow:
        return []
    return [(tick.x, sheet.top - 20, foot, tick.year) for tick in sheet.axis.ticks()]


def _add_sentences(sheet: _Sheet, said: list[str], y: float, margin: float) -> float:
    """Set the sentences about order in words beneath; return the edge below."""
    width = min(sheet.width - 2 * margin, 1000.0)
    for sentence in said:
        rows = [(text, "gw") for text in wrapped(sentence, "gw", width, 40)]
        lines, y = block(margin, y, rows)
        sheet.captions += [(line, ()) for line in lines]
        y += STYLES["gw"].leading * 0.45
    return y


def _summary(told: tuple[Moment, ...], order: Order) -> str:
    names = {one.element.iri: one.element.label for one in told}
    said = [
        f"{one.element.label}: {', '.join(d.words for d in one.dated)}"
        for one in told
        if one.dated
    ]
    said += [
        f"{names[link.before]} {'is over before' if link.is_over else 'begins before'}"
        f" {names[link.after]}"
        for link in order.links
    ]
    return (". ".join(said) or "No date and no order is stated") + "."
