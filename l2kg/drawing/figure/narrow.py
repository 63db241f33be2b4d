"""Lay a case out for a phone, the sides one below the other.

The table and the measures stand between the first side and the second.

Boxes stand in one column. On its left run the lines from those who act, are tied or began
a measure, on its right the arrows to whom a measure is aimed at; each line has a track of
its own, so that none runs behind a box.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from l2kg.drawing.figure.boxes import (
    APART_COLOUR,
    ATTITUDES,
    NOBODY,
    ROOM_TITLE,
    SIGNS,
    barrier_row,
    decision_row,
    group_box,
    heading,
    placard,
)
from l2kg.drawing.figure.columns import lists_of
from l2kg.drawing.figure.narrow_lines import TrackedLines, room_for
from l2kg.drawing.figure.pills import measure_box, tie_box
from l2kg.drawing.figure.table import AT_THE_TABLE, on_the_table, table_kind, table_node
from l2kg.drawing.figure.words import summary
from l2kg.drawing.shapes import NARROW_WIDTH, Box, Figure, Line, Node, Zone, block
from l2kg.drawing.text import rows

if TYPE_CHECKING:
    from l2kg.cases.parts import Constituency, Side
    from l2kg.drawing.figure.model import Model
    from l2kg.drawing.shapes import Caption

__all__ = ["narrow_figure"]

_GAP = 8.0  # pixels between boxes
_BARRIER_GAP = 5.0  # pixels between barriers
_PADDING = 14.0  # pixels between a placard and what lies behind it
_EMPTY_SEAT = 60.0  # pixels, the height of the place of a side that is not described
_FOOT = 8.0  # pixels below everything
_SIGN_ROOM = 11.0  # pixels for the signs on the left edge of groups
_TABLE_TOP = 36.0  # pixels from the edge of the table to what lies on it
_TABLE_SIDES = 40.0  # pixels beside the words on the table
_LEAST_TABLE = 70.0  # pixels


class _NarrowCanvas:
    """A narrow figure in the making, filled from the top."""

    def __init__(self, story: Model) -> None:
        self.story = story
        self.names = story.names
        here = {side.iri for side in story.seats}
        self.moves = [move for move in story.moves if move.own not in here]
        self.ties = [
            tie
            for tie in story.ties
            if not (len(tie.sides) == 1 and tie.sides[0] in here)
        ]
        self.left, right = room_for(self.moves, self.ties)
        self.width = NARROW_WIDTH - self.left - right
        self.y = 0.0
        self.nodes: list[Node] = []
        self.captions: list[Caption] = []
        self.zones: list[Zone] = []
        self.seats: list[Box] = []
        self.table = Box(0, 0, 0, 0)

    def add(self, nodes: list[Node], gap: float = _GAP) -> None:
        """Set a box, with what lies on it, under what is there."""
        self.nodes += [node.moved(0, self.y) for node in nodes]
        self.y += nodes[0].box.h + gap

    def add_heading(self, place: int, sign: str | None, words: str) -> None:
        """Set a heading in a side's colour under what is there."""
        self.y += 27
        self.captions += heading(place, sign, words, self.left, self.y, left=True)
        self.y += 9

    def add_title(self, words: str) -> None:
        """Set muted words under what is there."""
        self.y += 27
        self.captions.append((Line(self.left, self.y, words, "note"), ()))
        self.y += 9

    def add_capitals(self, words: str) -> None:
        """Set a heading in small capitals under what is there."""
        line = Line(self.left, self.y + 22, words, "capitals")
        self.captions.append((line, ()))
        self.y += 32

    def add_group(self, group: Constituency, place: int) -> None:
        """Set a group under what is there, with room for its sign on the left."""
        box = group_box(
            group,
            place,
            self.left + _SIGN_ROOM,
            left=False,
            width=self.width - _SIGN_ROOM,
            deal=self.story.deal,
        )
        self.add([box])

    def add_zone(self, place: int, top: float, bottom: float, *, left: bool) -> None:
        """Lay a ground behind what stands between two heights."""
        box = Box(0, top, NARROW_WIDTH, bottom - top)
        self.zones.append(Zone(place, box, 0, left=left, level=True))


def narrow_figure(story: Model) -> Figure:
    """Place everything that the figure shows of a case in one column."""
    canvas = _NarrowCanvas(story)
    if story.seats:
        _add_first_side(canvas, story.seats[0])
    _add_table(canvas)
    _add_middle(canvas)
    for place, side in enumerate(story.seats[1:], start=1):
        _add_side(canvas, side, place)
    if len(story.seats) == 1:
        canvas.seats.append(Box(canvas.left, canvas.y, canvas.width, _EMPTY_SEAT))
        canvas.y += _EMPTY_SEAT + _PADDING
    for side in story.apart:
        _add_apart(canvas, side)
    lines = TrackedLines(
        story, canvas.nodes, left=canvas.left, right=canvas.left + canvas.width
    )
    return Figure(
        width=NARROW_WIDTH,
        height=canvas.y + _FOOT,
        title=f"{story.view.summary.label}: the two-level figure",
        summary=summary(story),
        table=canvas.table,
        zones=tuple(canvas.zones),
        nodes=tuple(canvas.nodes),
        paths=tuple(lines.paths(canvas.moves, canvas.ties)),
        captions=tuple(canvas.captions),
        seats=tuple(canvas.seats),
    )


def _add_first_side(canvas: _NarrowCanvas, side: Side) -> None:
    """Add the first side at the table, the room behind it over its placard."""
    top = canvas.y
    card = placard(side, 0, canvas.left, canvas.width)
    _add_room(canvas, side, 0)
    canvas.y += _PADDING / 2
    canvas.add(card, 0)
    canvas.add_zone(0, top, canvas.y - card[0].box.h / 2, left=False)


def _add_side(canvas: _NarrowCanvas, side: Side, place: int) -> None:
    """Add another side at the table, the room behind it under its placard."""
    top = canvas.y
    card = placard(side, place, canvas.left, canvas.width)
    canvas.y += _PADDING
    canvas.add(card)
    _add_room(canvas, side, place)
    canvas.y += _PADDING
    edge = top + _PADDING + card[0].box.h / 2
    canvas.add_zone(place, edge, canvas.y, left=True)


def _add_room(canvas: _NarrowCanvas, side: Side, place: int) -> None:
    """Add the room behind a side, or say that nobody is described there."""
    canvas.add_capitals(ROOM_TITLE)
    top = canvas.y
    _add_groups(canvas, side, place)
    lists = lists_of(canvas.story, side, place, canvas.left, canvas.width)
    for title, boxes in lists:
        gap = _GAP if boxes and boxes[0][0].kind in ("pill", "tie") else _BARRIER_GAP
        if boxes:
            canvas.add_heading(place, None, title)
        for nodes in boxes:
            canvas.add(nodes, gap)
    if canvas.y == top:
        line = Line(canvas.left, canvas.y + 9, NOBODY, "note")
        canvas.captions.append((line, ()))
        canvas.y += 20


def _add_groups(canvas: _NarrowCanvas, side: Side, place: int) -> None:
    for attitude, words in ATTITUDES.items():
        groups = canvas.story.behind(side.iri, attitude)
        if groups:
            canvas.add_heading(place, SIGNS[attitude], words)
        for group in groups:
            canvas.add_group(group, place)


def _add_table(canvas: _NarrowCanvas) -> None:
    """Add the table with what lies on it, under the placard of the first side."""
    story = canvas.story
    top = canvas.y + 10
    lying, height = on_the_table(story, canvas.width - 34)
    middle = canvas.left + canvas.width / 2
    room = canvas.width - _TABLE_SIDES
    kind = table_kind(story)
    text = AT_THE_TABLE + (f" · {kind}" if kind else "")
    title = Line(middle, top + 26, text, "capitals", "middle")
    if title.width > room:
        title = replace(title, text=AT_THE_TABLE)
    words = []
    if story.talks and not lying:
        words = rows(story.talks.label, "deal", room, 4)
    name, below = block(middle, top + 38, words, "middle")
    bottom = (top + _TABLE_TOP + height if lying else below) + 16
    canvas.table = Box(canvas.left, top, canvas.width, max(_LEAST_TABLE, bottom - top))
    canvas.nodes.append(table_node(story, canvas.table, [title, *name]))
    canvas.nodes += [node.moved(middle, top + _TABLE_TOP) for node in lying]
    canvas.y = canvas.table.bottom + 4


def _add_middle(canvas: _NarrowCanvas) -> None:
    """Add the relationships and the measures between sides, as lists."""
    left, width = canvas.left, canvas.width
    if canvas.ties:
        canvas.add_title("relationships across the table")
    for tie in canvas.ties:
        canvas.add([tie_box(tie, width, full=True).moved(left, 0)])
    if canvas.moves:
        canvas.add_title("measures across the table")
    for move in canvas.moves:
        nodes = measure_box(move, width, canvas.names, full=True)
        canvas.add([node.moved(left, 0) for node in nodes])
    canvas.y += _PADDING / 2


def _add_apart(canvas: _NarrowCanvas, side: Side) -> None:
    """Add a side that is not at the table, with the groups and barriers behind it."""
    top = canvas.y
    canvas.add_title("not at this table")
    canvas.add(placard(side, None, canvas.left, canvas.width))
    for group in canvas.story.groups(side.iri):
        canvas.add_group(group, APART_COLOUR)
    for decision in canvas.story.decisions(side.iri):
        row = decision_row(decision, APART_COLOUR, canvas.left, canvas.width)
        canvas.add([row], _BARRIER_GAP)
    for barrier in canvas.story.barriers(side.iri):
        row = barrier_row(barrier, APART_COLOUR, canvas.left, canvas.width)
        canvas.add([row], _BARRIER_GAP)
    canvas.y += _PADDING / 2
    canvas.add_zone(APART_COLOUR, top, canvas.y, left=True)
