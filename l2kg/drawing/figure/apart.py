"""Set the sides that are not at the table in a row below it.

Each has a column, with its relationships and measures above it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from l2kg.drawing.figure.boxes import GROUP_WIDTH, decision_row, group_box, placard
from l2kg.drawing.figure.canvas import MIDDLE, Canvas, upright_offset
from l2kg.drawing.figure.inset import inset_sides
from l2kg.drawing.figure.pills import measure_box, tie_box
from l2kg.drawing.figure.routes import (
    across,
    aim,
    asking,
    beside,
    hanging,
    line_of,
    measure_line,
    over_the_top,
    tie_line,
    trunk,
)
from l2kg.drawing.figure.rows import begun_elsewhere, count_below
from l2kg.drawing.shapes import Box, Path, Point

if TYPE_CHECKING:
    from l2kg.cases.parts import Side
    from l2kg.drawing.figure.model import Move
    from l2kg.drawing.shapes import Node

__all__ = ["add_row_apart"]

_GAP = 22.0  # pixels between the columns of two sides
_FEW = 2  # sides, which keep clear of the ground behind the table
_FEW_ROOM, _ROOM = 588.0, 644.0  # pixels across for few sides and for more
_WIDEST = 300.0  # pixels, the most that one side takes
_TIE_GAP, _MEASURE_GAP = 10.0, 12.0  # pixels below a relationship and below a measure
_HANGING = 56.0  # pixels beside boxes for the lines that hang down past them
_LEVEL_GAP = 9.0  # pixels between the levels on which arrows leave
_GROUP_GAP = 10.0  # pixels above a group


@dataclass(slots=True)
class _Row:
    """The row in the making: each side's column, and its measures, upper before lower, by IRI."""

    columns: dict[str, Box]
    measures: dict[str, list[Node]] = field(default_factory=dict)

    def side_of(self, canvas: Canvas, move: Move) -> str:
        """Return the side apart to whose column a measure belongs."""
        aimed = (canvas.home(mark) for mark in move.marks)
        wanted = (*move.sources, *move.lands, *aimed)
        return next(side for side in wanted if side in self.columns)

    def column_of(self, canvas: Canvas, move: Move) -> Box:
        """Return the column to which a measure belongs."""
        return self.columns[self.side_of(canvas, move)]


def add_row_apart(canvas: Canvas) -> None:
    """Add the sides apart with all that ties them to the table, below everything else."""
    elsewhere = inset_sides(canvas)
    rest = [side for side in canvas.model.apart if side.iri not in elsewhere]
    sides = sorted(rest, key=lambda side: (_lean(canvas, side), side.label.casefold()))
    if not sides:
        return
    canvas.floor += 16
    gaps = _GAP * (len(sides) - 1)
    room = _FEW_ROOM if len(sides) <= _FEW else _ROOM
    width = min(_WIDEST, (room - gaps) / len(sides))
    start = MIDDLE - (width * len(sides) + gaps) / 2
    columns = {
        side.iri: Box(start + k * (width + _GAP), 0, width, 0)
        for k, side in enumerate(sides)
    }
    row = _Row(columns, {side: [] for side in columns})
    _add_ties(canvas, row)
    _add_measures(canvas, row)
    base = canvas.floor + 8
    for side in sides:
        canvas.floor = max(canvas.floor, _add_side(canvas, row, side, base))
    _join_others(canvas, row)


def _lean(canvas: Canvas, side: Side) -> float:
    """Tell toward which flank of the table a side apart works: below 0 left, above 0 right."""
    seats = [
        canvas.columns[other]
        for move in canvas.moves(here=False)
        if side.iri in canvas.involved(move)
        for other in canvas.involved(move)
        if other in canvas.columns
    ]
    # The height of a seat decides between sides that lean alike.
    leans = ((-1 if seat.left else 1) + seat.cy / 10_000 for seat in seats)
    return sum(leans) / max(1, len(seats))


def _add_ties(canvas: Canvas, row: _Row) -> None:
    """Set the relationships of sides apart in rows of their own, each over its column."""
    apart = canvas.ties(here=False)
    ties = [tie for tie in apart if set(tie.sides) & set(row.columns)]
    count = count_below(canvas)
    first = count - len(ties) - len(canvas.moves(here=False))
    middle = Box(MIDDLE - _WIDEST / 2, 0, _WIDEST, 0)
    for k, tie in enumerate(ties):
        own = (row.columns[side] for side in tie.sides if side in row.columns)
        column = next(own, middle)
        node = tie_box(tie, column.w - _HANGING)
        node = node.moved(column.cx - node.box.w / 2, canvas.floor)
        canvas.nodes.append(node)
        for side in tie.sides:
            if side in canvas.columns:
                port = canvas.port(side, upright_offset(first + k, count), up=False)
                canvas.paths.append(tie_line(port, node, canvas.columns[side].side.id))
        canvas.floor = node.box.bottom + _TIE_GAP


def _add_measures(canvas: Canvas, row: _Row) -> None:
    """Set the measures of sides apart over their columns.

    Those come first to which a line from the table leads.
    """
    moves = [
        move
        for move in canvas.moves(here=False)
        if canvas.involved(move) & set(row.columns)
    ]
    count = count_below(canvas)
    led = [move for move in moves if _seated(canvas, move)]
    free = [move for move in moves if not _seated(canvas, move)]
    for k, move in enumerate(led):
        offset = upright_offset(count - len(moves) + k, count)
        _add_led(canvas, row, move, offset)
    if free:
        canvas.floor += 14 + _LEVEL_GAP * len(free)
    _add_free(canvas, row, free)


def _add_led(canvas: Canvas, row: _Row, move: Move, offset: float) -> None:
    """Add a measure between sides at the table and apart, with the lines from the table."""
    whole, ids = _set(canvas, row, move, canvas.floor), canvas.model.ids
    for side in _seated(canvas, move):
        port = canvas.port(side, offset, up=False)
        to_side = side in move.lands
        canvas.paths.append(measure_line(port, whole, ids[side], to_side=to_side))
    known = {node.id: node for node in canvas.nodes}
    for k, group in enumerate(_acting_groups(canvas, move)):
        card, target = canvas.placard(canvas.home(group)), known[ids[group]]
        y = whole.box.cy
        canvas.paths.append(aim(whole, y, target, card, k, curved=False, head=False))
    canvas.floor = whole.box.bottom + _MEASURE_GAP


def _add_free(canvas: Canvas, row: _Row, moves: list[Move]) -> None:
    """Add the measures whose arrows leave upward, each on a level of its own."""
    level = bottom = canvas.floor
    for rank, move in zip(_levels(canvas, row, moves), moves, strict=True):
        above = [
            node.box.bottom + _MEASURE_GAP
            for node in row.measures[row.side_of(canvas, move)]
            if node.box.y >= level
        ]
        whole = _set(canvas, row, move, max([level, *above]))
        bottom = max(bottom, whole.box.bottom + _MEASURE_GAP)
        height = level - 10 - _LEVEL_GAP * rank
        _add_aims(canvas, move, whole, height, len(moves) - 1 - rank)
    canvas.floor = bottom


def _levels(canvas: Canvas, row: _Row, moves: list[Move]) -> list[int]:
    """Give each measure its level, the lowest to the outermost.

    So their lines do not cross.
    """
    outward = sorted(
        moves, key=lambda move: -abs(row.column_of(canvas, move).cx - MIDDLE)
    )
    return [outward.index(move) for move in moves]


def _seated(canvas: Canvas, move: Move) -> list[str]:
    """Return the sides at the table that act in a measure or for which it is meant."""
    sides = dict.fromkeys((*move.acting, *move.lands))
    return [side for side in sides if side in canvas.columns]


def _acting_groups(canvas: Canvas, move: Move) -> list[str]:
    """Return the groups behind sides at the table that take a measure by themselves."""
    return [group for group in move.groups if canvas.home(group) in canvas.columns]


def _set(canvas: Canvas, row: _Row, move: Move, top: float) -> Node:
    """Set the box of a measure over its column, beside what hangs down there; return it."""
    side = row.side_of(canvas, move)
    column = row.columns[side]
    tied = any(side in tie.sides for tie in canvas.ties(here=False))
    width = column.w - (_HANGING if tied else 0)
    nodes = measure_box(move, width, canvas.model.names)
    nodes = [node.moved(column.cx - nodes[0].box.w / 2, top) for node in nodes]
    canvas.nodes += nodes
    row.measures[side].append(nodes[0])
    return nodes[0]


def _add_aims(canvas: Canvas, move: Move, whole: Node, level: float, k: int) -> None:
    """Draw the arrows of a measure whose takers are apart.

    The line from the side that asked for it is drawn too.
    """
    ids, boxes = canvas.model.ids, canvas.boxes()
    for mark in (*move.marks, *move.groups):
        home = canvas.home(mark)
        if home in canvas.columns:
            target, card = boxes[ids[mark]], canvas.placard(home)
            edge = target.x - 4 if target.cx > card.cx else target.right + 4
            end = Point(edge, target.bottom - 7)
            x, head = trunk(target, card, k), mark in move.marks
            line = over_the_top(whole, level, x, end, ids[mark], head=head)
            canvas.paths.append(line)
    for side in begun_elsewhere(move):
        if side in canvas.columns:
            count = count_below(canvas)
            port = canvas.port(side, upright_offset(count - 1 - k, count), up=False)
            canvas.paths.append(asking(port, whole, ids[side]))


def _add_side(canvas: Canvas, row: _Row, side: Side, top: float) -> float:
    """Add one side apart: its placard, what hangs on it, its constituencies.

    Return the edge below.
    """
    column = row.columns[side.iri]
    nodes = [node.moved(0, top) for node in placard(side, None, column.x, column.w)]
    card = nodes[0]
    canvas.nodes += nodes
    x = column.x + max(0, (column.w - GROUP_WIDTH) / 2)
    width = min(GROUP_WIDTH, column.w)
    place = len(canvas.columns) + 2  # a colour that no side at the table has
    bottom = card.box.bottom
    for group in canvas.model.groups(side.iri):
        node = group_box(group, place, x, left=True, width=width, deal=canvas.model.deal)
        canvas.nodes.append(node.moved(0, bottom + _GROUP_GAP))
        bottom += _GROUP_GAP + node.box.h
    for decision in canvas.model.decisions(side.iri):
        node = decision_row(decision, place, x, width)
        canvas.nodes.append(node.moved(0, bottom + _GROUP_GAP))
        bottom += _GROUP_GAP + node.box.h
    _hang(canvas, row, side, card)
    return bottom


def _hang(canvas: Canvas, row: _Row, side: Side, card: Node) -> None:
    """Lead lines from the relationships and measures of a side apart down to its placard."""
    known = {node.id: node for node in canvas.nodes}
    ties = [tie for tie in canvas.ties(here=False) if side.iri in tie.sides]
    for n, tie in enumerate(ties):
        canvas.paths.append(hanging(known[tie.relationship.id], card, n, "tie"))
    moves = {move.measure.id: move for move in canvas.moves(here=False)}
    for n, node in enumerate(reversed(row.measures[side.iri])):
        move = moves[node.id]
        below = [group for group in move.groups if canvas.home(group) == side.iri]
        for group in below:
            canvas.paths.append(beside(node, known[canvas.model.ids[group]], card))
        if below and side.iri not in (*move.acting, *move.lands):
            continue
        place = n + len(ties) if n else 0
        head = _is_aimed_at(move, side.iri)
        canvas.paths.append(_stem(node, card, place, head=head))


def _join_others(canvas: Canvas, row: _Row) -> None:
    """Lead lines from measures to all sides apart that have part in them, beside that of their column."""
    known = {node.id: node for node in canvas.nodes}
    moves = {move.measure.id: move for move in canvas.moves(here=False)}
    nodes = [(home, node) for home, own in row.measures.items() for node in own]
    for k, (home, node) in enumerate(nodes):
        move = moves[node.id]
        for side in dict.fromkeys((*move.acting, *move.lands)):
            if side in row.columns and side != home:
                card = known[canvas.model.ids[side]]
                head = _is_aimed_at(move, side)
                canvas.paths.append(across(node, card, k, head=head))


def _is_aimed_at(move: Move, side: str) -> bool:
    """Tell whether the line to a side is an arrow: where the measure is meant for it, or its groups."""
    return side in move.lands or side not in move.sources


def _stem(measure: Node, card: Node, n: int, *, head: bool) -> Path:
    """Draw the line between a measure and the placard under it.

    It is an arrow where the measure is meant for that side.
    """
    if n:
        return hanging(measure, card, n, "move", head=head)
    start = Point(measure.box.cx, measure.box.bottom)
    end = Point(measure.box.cx, card.box.y - (3 if head else 0))
    return line_of(measure, "move", (start, ((end,),)), card.id, head=head)
