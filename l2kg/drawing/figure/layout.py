"""Lay a case out as a two-level figure.

Boxes, lines and words with their places, and no drawing.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

from l2kg.drawing.figure.apart import add_row_apart
from l2kg.drawing.figure.boxes import (
    APART_COLOUR,
    GROUP_WIDTH,
    NOBODY,
    PLACARD_WIDTH,
    ROOM_TITLE,
    SIGNS,
)
from l2kg.drawing.figure.canvas import (
    CARD_LEFT,
    CARD_RIGHT,
    GROUND_WIDTH,
    MARGIN,
    MIDDLE,
    WIDTH,
    Canvas,
)
from l2kg.drawing.figure.columns import Column, Lift, build_column
from l2kg.drawing.figure.inset import add_insets
from l2kg.drawing.figure.model import Model, model
from l2kg.drawing.figure.narrow import narrow_figure
from l2kg.drawing.figure.routes import is_steep, ribbon
from l2kg.drawing.figure.rows import add_measure_rows, add_tie_rows
from l2kg.drawing.figure.table import AT_THE_TABLE, on_the_table, table_kind, table_node
from l2kg.drawing.figure.words import summary
from l2kg.drawing.routing import cleared
from l2kg.drawing.shapes import Box, Figure, Line, Zone, block, moved_captions
from l2kg.drawing.text import rows

if TYPE_CHECKING:
    from l2kg.cases.view import CaseView
    from l2kg.drawing.shapes import Caption, Width

__all__ = ["laid_out", "layout"]

Lifted = Mapping[str, Lift]
_LIP = 20.0  # pixels by which the table stands out above and below the placards
_EMPTY_SEAT = 118.0  # pixels, the height of a table at which nobody is described
_MOST_PAIRED = 3  # sides; more sit all round the table
_MOST_GROWTH = 64.0  # pixels by which a placard grows to be as high as the others
_COLUMN_GAP = 44.0  # pixels between sides on one flank
_LIFT_GAP = 10.0  # pixels to keep free above what is lifted
_TABLE_OVERLAP = 84.0  # pixels by which the table reaches under a placard
_TABLE = Box(
    CARD_LEFT + PLACARD_WIDTH - _TABLE_OVERLAP,
    0,
    CARD_RIGHT - CARD_LEFT - PLACARD_WIDTH + 2 * _TABLE_OVERLAP,
    0,
)
_TABLE_ROOM = 216.0  # pixels for words on the table between two placards
_SLIM_TABLE_ROOM = 150.0  # pixels where lines come in from the side of a placard
_MOST_TITLE = 226.0  # pixels; a longer title of the table is shortened
_FOOT = 52.0  # pixels below everything, for the name of the room behind the table
_HEAD = 20.0  # pixels above everything


def layout(view: CaseView, *, width: Width = "wide") -> Figure:
    """Place everything that the figure shows of a case.

    Boxes stand round the table or, on a phone, in one column.
    """
    return laid_out(model(view), width)


def laid_out(story: Model, width: Width) -> Figure:
    """Place everything that the figure shows of a case that has been read for it."""
    if width == "narrow":
        return narrow_figure(story)
    lifted: Lifted = {}
    canvas = _filled(story, lifted)
    while (further := _lift(canvas, lifted)) != lifted:
        lifted = further
        canvas = _filled(story, lifted)
    return cleared(_finished(canvas))


def _filled(story: Model, lifted: Lifted) -> Canvas:
    """Set everything on a canvas, given what is lifted behind each side."""
    columns = {column.side.iri: column for column in _seated(story, lifted)}
    canvas = Canvas(story, columns, _TABLE)
    _add_table(canvas)
    _add_columns(canvas)
    add_tie_rows(canvas)
    add_measure_rows(canvas)
    add_insets(canvas)
    add_row_apart(canvas)
    return canvas


def _lift(canvas: Canvas, lifted: Lifted) -> Lifted:
    """Find what sticks out below and has room above, for the canvas to be lower.

    That is a panel first, then all that is behind a side.
    """
    floor = max(canvas.floor, canvas.table.bottom)
    for iri, column in canvas.columns.items():
        room = -canvas.top - column.up - _LIFT_GAP
        over = canvas.lowest(left=column.left) - floor
        if canvas.shares(iri) or over <= 0:
            continue
        old = lifted.get(iri, Lift())
        fitting = [panel for panel in column.panels if panel.height + 24 <= room]
        if fitting and not old.by:
            return {**lifted, iri: replace(old, panels=old.panels | {fitting[0].name})}
        by = min(room, over, column.reach)
        if by >= 1:
            return {**lifted, iri: replace(old, by=old.by + by)}
    return lifted


def _seated(story: Model, lifted: Lifted) -> list[Column]:
    """Seat the sides left and right, one below the other where a flank has several."""
    places = range(len(story.seats))
    on_left = [0]
    if len(story.seats) > _MOST_PAIRED:
        on_left = [place for place in places if place % 4 in (0, 3)]
    flanks = []
    for left in (True, False):
        share = [place for place in places if (place in on_left) == left]
        alone = len(share) == 1
        flanks.append(
            [_column(story, place, lifted, left=left, alone=alone) for place in share]
        )
    cards = [column.card[0].box.h for flank in flanks for column in flank]
    height = max(cards, default=0.0)
    return [column for flank in flanks for column in _spread(_evened(flank, height))]


def _column(
    story: Model, place: int, lifted: Lifted, *, left: bool, alone: bool
) -> Column:
    """Build the column of a side; one that is not alone on its flank cannot be lifted."""
    side = story.seats[place]
    lift = lifted.get(side.iri, Lift()) if alone else None
    x, card_x = (
        (MARGIN, CARD_LEFT) if left else (WIDTH - MARGIN - GROUP_WIDTH, CARD_RIGHT)
    )
    return build_column(story, side, place, x=x, card_x=card_x, left=left, lift=lift)


def _evened(flank: list[Column], height: float) -> list[Column]:
    """Make the placards of a flank as high as the highest of all, as far as they may grow."""
    return [
        column.seated(min(height, column.card[0].box.h + _MOST_GROWTH))
        for column in flank
    ]


def _spread(flank: list[Column]) -> list[Column]:
    """Set columns one below the other, their middles evenly about height 0."""
    heights = [0.0]
    for upper, lower in pairwise(flank):
        heights.append(heights[-1] + upper.down + lower.up + _COLUMN_GAP)
    middle = (heights[0] + heights[-1]) / 2
    return [
        column.at(height - middle) for column, height in zip(flank, heights, strict=False)
    ]


def _add_table(canvas: Canvas) -> None:
    """Set the table under the placards, as high as they and what lies on it need."""
    story = canvas.model
    stacked = any(map(canvas.shares, canvas.columns))
    room = _SLIM_TABLE_ROOM if stacked else _TABLE_ROOM
    lying, height = on_the_table(story, room)
    cards = [column.card[0].box for column in canvas.columns.values()]
    cards = cards or [Box(0, -_EMPTY_SEAT / 2, 0, _EMPTY_SEAT)]
    reach = max(max(-card.y, card.bottom) for card in cards)
    half = max(height / 2 + 40, _LIP + _EMPTY_SEAT / 2, reach + _LIP)
    canvas.table = Box(canvas.table.x, -half, canvas.table.w, 2 * half)
    lines = [_table_title(story, -half + 27)]
    if story.talks and not lying:
        words = rows(story.talks.label, "deal", room, 4)
        name, below = block(MIDDLE, 0, words, "middle")
        lines += [line.moved(0, 6 - below / 2) for line in name]
    canvas.nodes.append(table_node(story, canvas.table, lines))
    canvas.nodes += [node.moved(MIDDLE, 6 - height / 2) for node in lying]


def _table_title(story: Model, y: float) -> Line:
    kind = table_kind(story)
    text = AT_THE_TABLE + (f" · {kind}" if kind else "")
    line = Line(MIDDLE, y, text, "capitals", "middle")
    return replace(line, text=kind) if line.width > _MOST_TITLE else line


def _add_columns(canvas: Canvas) -> None:
    """Add the columns of the sides, with a band from each group to its placard."""
    for column in canvas.columns.values():
        canvas.nodes += [*column.card, *column.nodes]
        canvas.captions += column.captions
        _add_bands(canvas, column)


def _add_bands(canvas: Canvas, column: Column) -> None:
    """Lead a band from each group to the placard, at heights in the groups' order.

    Where one of those who think alike would fall steeply, they all arrive together.
    """
    card = column.card[0].box
    groups = [node for node in column.nodes if node.kind == "chip"]
    groups.sort(key=lambda node: node.box.y)
    heights = {
        node.id: card.y + 16 + (k + 0.5) * (card.h - 32) / len(groups)
        for k, node in enumerate(groups)
    }
    for attitude in SIGNS:
        alike = [node for node in groups if attitude in node.classes]
        if not alike:
            continue
        steep = any(is_steep(node.box, heights[node.id]) for node in alike)
        shared = sum(heights[node.id] for node in alike) / len(alike)
        for node in alike:
            y = shared if steep else heights[node.id]
            canvas.paths.append(ribbon(node, card, y, column.side.id, steep=steep))


def _finished(canvas: Canvas) -> Figure:
    """Move the canvas to its place and add what frames it."""
    columns = list(canvas.columns.values())
    tops = [column.up - column.cy + 14 for column in columns]
    up = _HEAD + max([*tops, -canvas.top, -canvas.table.y + 8])
    bottoms = [column.cy + column.down for column in columns]
    bottoms += [canvas.floor, canvas.table.bottom]
    bottoms += [canvas.lowest(left=True), canvas.lowest(left=False)]
    down = _FOOT + max(bottoms)
    zones: list[Zone] = []
    captions = list(canvas.captions)
    for left in (True, False):
        if flank := canvas.flank(left=left):
            captions += _foot(flank, canvas.cuts.get(flank[-1].side.iri, down))
            zones += _zones(canvas, flank, up, up + down)
    seats: list[Box] = []
    if len(columns) == 1:
        card = columns[0].card[0].box
        seats.append(Box(CARD_RIGHT, up - card.h / 2, PLACARD_WIDTH, card.h))
        ground = Box(WIDTH - GROUND_WIDTH, 0, GROUND_WIDTH, up + down)
        zones.append(Zone(APART_COLOUR, ground, up, left=False, void=True))
    return Figure(
        width=WIDTH,
        height=up + down,
        title=f"{canvas.model.view.summary.label}: the two-level figure",
        summary=summary(canvas.model),
        table=canvas.table.moved(0, up),
        zones=tuple(zones),
        nodes=tuple(node.moved(0, up) for node in canvas.nodes),
        paths=tuple(path.moved(0, up) for path in canvas.paths),
        captions=moved_captions(captions, up),
        seats=tuple(seats),
    )


def _foot(flank: list[Column], down: float) -> list[Caption]:
    """Name the room behind a flank, and say so where the case describes nobody there."""
    left = flank[0].left
    x = MARGIN if left else WIDTH - MARGIN
    words = [(ROOM_TITLE, "capitals", 18.0)]
    if not any(column.nodes for column in flank):
        words.append((NOBODY, "note", 37.0))
    return [
        (Line(x, down - up, text, style, "start" if left else "end"), ())
        for text, style, up in words
    ]


def _zones(canvas: Canvas, flank: list[Column], up: float, height: float) -> list[Zone]:
    """Divide a flank among its sides, half way between the room that each takes.

    What is set into it has the end.
    """
    left = flank[0].left
    middles = [(column.place, up + column.cy) for column in flank]
    cuts = [0.0]
    for upper, lower in pairwise(flank):
        cuts.append(up + (upper.cy + upper.down + lower.cy - lower.up) / 2)
    last = flank[-1].side.iri
    if last in canvas.cuts:
        cuts.append(up + canvas.cuts[last])
        middles.append((APART_COLOUR, (cuts[-1] + height) / 2))
    x = 0 if left else WIDTH - GROUND_WIDTH
    return [
        Zone(place, Box(x, top, GROUND_WIDTH, end - top), cy, left)
        for (place, cy), (top, end) in zip(
            middles, pairwise([*cuts, height]), strict=True
        )
    ]
