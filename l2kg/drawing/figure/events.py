"""Set the sides that are not at the table below it, each in a column with its relationships and measures above it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from l2kg.drawing.figure.boxes import CHIP, chip, move_pill, placard, tie_box
from l2kg.drawing.figure.canvas import MIDDLE, Sheet, slot
from l2kg.drawing.figure.inset import annexed
from l2kg.drawing.figure.routes import (
    asking,
    hanging,
    lane_line,
    over_the_top,
    tie_line,
    trunk,
)
from l2kg.drawing.figure.rows import begun_elsewhere, under_count
from l2kg.drawing.shapes import Box, Path, Point

if TYPE_CHECKING:
    from l2kg.cases.parts import Side
    from l2kg.drawing.figure.model import Move
    from l2kg.drawing.shapes import Node

__all__ = ["add_strip"]

_GAP, _FEW = 22.0, 2


def add_strip(sheet: Sheet) -> None:
    """Add the sides apart with all that ties them to the table, below everything else."""
    elsewhere = annexed(sheet)
    rest = [side for side in sheet.model.apart if side.iri not in elsewhere]
    sides = sorted(rest, key=lambda side: (_lean(sheet, side), side.label.casefold()))
    if not sides:
        return
    sheet.floor += 16
    room = 588.0 if len(sides) <= _FEW else 644.0
    width = min(300.0, (room - _GAP * (len(sides) - 1)) / len(sides))
    start = MIDDLE - (width * len(sides) + _GAP * (len(sides) - 1)) / 2
    columns = {
        side.iri: Box(start + k * (width + _GAP), 0, width, 0)
        for k, side in enumerate(sides)
    }
    _add_ties(sheet, columns)
    pills = _add_moves(sheet, columns)
    base = sheet.floor + 8
    for side in sides:
        sheet.floor = max(
            sheet.floor, _add_placard(sheet, side, columns[side.iri], base, pills)
        )


def _lean(sheet: Sheet, side: Side) -> float:
    """Tell toward which column of the table a side apart works: below 0 left, above 0 right."""
    moves = [move for move in sheet.moves(here=False) if side.iri in sheet.involved(move)]
    others = [
        one for move in moves for one in sheet.involved(move) if one in sheet.berths
    ]
    return sum(
        (-1 if sheet.berths[one].left else 1) + sheet.berths[one].cy / 10_000
        for one in others
    ) / max(1, len(others))


def _add_ties(sheet: Sheet, columns: dict[str, Box]) -> None:
    """Set the relationships of sides apart in rows of their own, each over its column."""
    ties, count = (
        [tie for tie in sheet.ties(here=False) if set(tie.sides) & set(columns)],
        under_count(sheet),
    )
    first = count - len(ties) - len(sheet.moves(here=False))
    for k, tie in enumerate(ties):
        column = next(
            (columns[side] for side in tie.sides if side in columns),
            Box(MIDDLE - 150, 0, 300, 0),
        )
        node = tie_box(tie, column.w - 56)
        node = node.moved(column.cx - node.box.w / 2, sheet.floor)
        sheet.nodes.append(node)
        for side in tie.sides:
            if side in sheet.berths:
                port, ends = (
                    sheet.port(side, slot(first + k, count), up=False),
                    (node.id, sheet.berths[side].side.id),
                )
                sheet.paths.append(tie_line(port, node.box, node.id, ends, node.classes))
        sheet.floor = node.box.bottom + 10


def _add_moves(sheet: Sheet, columns: dict[str, Box]) -> dict[str, list[Node]]:
    """Set the measures of sides apart over their columns; return each column's boxes, upper before lower."""
    pills: dict[str, list[Node]] = {side: [] for side in columns}
    moves, count = (
        [move for move in sheet.moves(here=False) if sheet.involved(move) & set(columns)],
        under_count(sheet),
    )
    led = [move for move in moves if _seated(sheet, move)]
    free = [move for move in moves if not _seated(sheet, move)]
    for k, move in enumerate(led):
        whole = _set(sheet, move, columns, pills, sheet.floor)
        inset, ids = slot(count - len(moves) + k, count), sheet.ids()
        for side in _seated(sheet, move):
            port, ends = sheet.port(side, inset, up=False), (whole.id, ids[side])
            line = lane_line(
                port, whole.box, whole.id, ends, whole.classes, to_side=side in move.lands
            )
            sheet.paths.append(line)
        sheet.floor = whole.box.bottom + 12
    sheet.floor += 14 + 9 * len(free) if free else 0
    level, bottom = sheet.floor, sheet.floor
    rank = _levels(sheet, free, columns)
    for k, move in zip(rank, free, strict=True):
        below = [
            node.box.bottom
            for node in pills[_column(sheet, move, columns)]
            if node.box.y >= level
        ]
        whole = _set(sheet, move, columns, pills, max([level, *(b + 12 for b in below)]))
        bottom = max(bottom, whole.box.bottom + 12)
        _aims(sheet, move, whole, level - 10 - 9 * k, len(free) - 1 - k)
    sheet.floor = bottom
    return pills


def _levels(sheet: Sheet, moves: list[Move], columns: dict[str, Box]) -> list[int]:
    """Give each measure its level, the lowest to the outermost, so that their lines do not cross."""
    outward = sorted(
        moves, key=lambda move: -abs(columns[_column(sheet, move, columns)].cx - MIDDLE)
    )
    return [outward.index(move) for move in moves]


def _seated(sheet: Sheet, move: Move) -> list[str]:
    return [
        side
        for side in dict.fromkeys((*move.sources, *move.lands))
        if side in sheet.berths
    ]


def _column(sheet: Sheet, move: Move, columns: dict[str, Box]) -> str:
    """Return the side apart to whose column a measure belongs."""
    wanted = (*move.sources, *move.lands, *(sheet.home(mark) for mark in move.marks))
    return next(side for side in wanted if side in columns)


def _set(
    sheet: Sheet,
    move: Move,
    columns: dict[str, Box],
    pills: dict[str, list[Node]],
    top: float,
) -> Node:
    side = _column(sheet, move, columns)
    column, tied = columns[side], any(side in tie.sides for tie in sheet.ties(here=False))
    nodes = move_pill(move, column.w - (56 if tied else 0), sheet.names)
    nodes = [node.moved(column.cx - nodes[0].box.w / 2, top) for node in nodes]
    sheet.nodes.extend(nodes)
    pills[side].append(nodes[0])
    return nodes[0]


def _aims(sheet: Sheet, move: Move, whole: Node, level: float, k: int) -> None:
    """Draw the arrows of a measure whose takers are apart, and the line from the side that asked for it."""
    ids, boxes = sheet.ids(), sheet.boxes()
    for mark in move.marks:
        home = sheet.home(mark)
        if home in sheet.berths:
            target, card = boxes[ids[mark]], sheet.card(home)
            x, right = trunk(target, card, k), target.cx > card.cx
            end = Point(target.x - 4 if right else target.right + 4, target.bottom - 7)
            sheet.paths.append(
                over_the_top(
                    whole.box,
                    level,
                    x,
                    end,
                    whole.id,
                    (whole.id, ids[mark]),
                    whole.classes,
                )
            )
    for side in begun_elsewhere(move):
        if side in sheet.berths:
            port = sheet.port(
                side, slot(under_count(sheet) - 1 - k, under_count(sheet)), up=False
            )
            sheet.paths.append(asking(port, whole.box, whole.id, (whole.id, ids[side])))


def _add_placard(
    sheet: Sheet, side: Side, column: Box, top: float, pills: dict[str, list[Node]]
) -> float:
    """Add one side apart: its placard, what hangs on it, its constituencies; return the edge below."""
    nodes = [node.moved(0, top) for node in placard(side, None, column.x, column.w)]
    card = nodes[0]
    sheet.nodes.extend(nodes)
    boxes = sheet.boxes()
    ties = [tie.relationship for tie in sheet.ties(here=False) if side.iri in tie.sides]
    for n, tie in enumerate(ties):
        sheet.paths.append(
            hanging(
                boxes[tie.id],
                card.box,
                n,
                "tie",
                tie.id,
                (tie.id, card.id),
                tie.kinds or ("working",),
            )
        )
    for n, pill in enumerate(reversed(pills[side.iri])):
        move = next(m for m in sheet.moves(here=False) if m.measure.id == pill.id)
        sheet.paths.append(_stem(pill, card, move, side.iri, n + len(ties) if n else 0))
    bottom = card.box.bottom
    for group in (
        g
        for g in sheet.model.view.constituencies
        if g.behind and g.behind.iri == side.iri
    ):
        x, width = column.x + max(0, (column.w - CHIP) / 2), min(CHIP, column.w)
        node = chip(
            group, len(sheet.berths) + 2, x, left=True, width=width, deal=sheet.model.deal
        )
        sheet.nodes.append(node.moved(0, bottom + 10))
        bottom += 10 + node.box.h
    return bottom


def _stem(pill: Node, card: Node, move: Move, side: str, n: int) -> Path:
    """Draw the line between a measure and the placard under it: an arrow where the measure is meant for that side."""
    head = side not in move.sources
    ends = (pill.id, card.id)
    if n:
        return hanging(
            pill.box, card.box, n, "move", pill.id, ends, pill.classes, head=head
        )
    start, end = (
        Point(pill.box.cx, pill.box.bottom),
        Point(pill.box.cx, card.box.y - (3 if head else 0)),
    )
    return Path(
        id=pill.id,
        kind="move",
        start=start,
        steps=((end,),),
        classes=pill.classes,
        ends=ends,
        head=head,
    )
