"""Set measures between sides at the table in lanes over and under it, and relationships in rows right under it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from l2kg.drawing.figure.boxes import move_pill, tie_box
from l2kg.drawing.figure.canvas import MIDDLE, Sheet, slot
from l2kg.drawing.figure.inset import annexed
from l2kg.drawing.figure.routes import (
    aim,
    asking,
    is_clear,
    landing,
    lane_line,
    leaving,
    tie_line,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from l2kg.drawing.figure.model import Move
    from l2kg.drawing.shapes import Node

__all__ = ["add_lanes", "add_ties", "begun_elsewhere", "under_count"]

_PILL_GAP, _WIDEST, _BROAD = 13.0, 344.0, 560.0
_MANY = 4


def _is_over(sheet: Sheet, move: Move, over: int, under: int) -> bool:
    """Choose the lane: over the table toward supporters, under it toward opponents or for harm."""
    stacked = [
        sheet.berths[side].cy for side in sheet.involved(move) if sheet.shares(side)
    ]
    if stacked and min(stacked) + max(stacked):
        return min(stacked) + max(stacked) < 0
    attitudes = {
        group.attitude
        for group in sheet.model.view.constituencies
        if group.iri in move.marks
    }
    if move.tone == "harm" or attitudes == {"opposes"}:
        return False
    return "supports" in attitudes or "opposes" in attitudes or over <= under


def _split(sheet: Sheet) -> tuple[list[Move], list[Move]]:
    over: list[Move] = []
    under: list[Move] = []
    for move in sheet.moves(here=True):
        (over if _is_over(sheet, move, len(over), len(under)) else under).append(move)
    return over, under


def _order(sheet: Sheet, move: Move) -> tuple[bool, float]:
    """Order lanes from the table outward as their targets lie, the one with many parts outermost."""
    boxes, ids = sheet.boxes(), sheet.ids()
    heights = [abs(boxes[ids[mark]].cy) for mark in move.marks if ids[mark] in boxes]
    return len(move.parts) >= _MANY, sum(heights) / len(heights) if heights else 0.0


def under_count(sheet: Sheet) -> int:
    """Count the uprights that leave the placards downward."""
    own = len(sheet.ties(here=True)) + len(_split(sheet)[1])
    return own + (
        0
        if annexed(sheet)
        else len(sheet.ties(here=False)) + len(sheet.moves(here=False))
    )


def add_ties(sheet: Sheet) -> None:
    """Add the relationships across the table in rows under it."""
    ties = sheet.ties(here=True)
    sheet.floor = sheet.table.bottom + 18
    for k, tie in enumerate(ties):
        inset = slot(k, under_count(sheet))
        node = tie_box(tie, 2 * (92 + inset))
        node = node.moved(MIDDLE - node.box.w / 2, sheet.floor)
        for side in tie.sides:
            ends = (node.id, sheet.berths[side].side.id)
            sheet.paths.append(
                tie_line(
                    sheet.port(side, inset, up=False),
                    node.box,
                    node.id,
                    ends,
                    node.classes,
                )
            )
        sheet.nodes.append(node)
        sheet.floor = node.box.bottom + 9
    sheet.floor += 9 if ties else 0


def add_lanes(sheet: Sheet) -> None:
    """Add the measures between sides at the table, over it and under it."""
    over, under = _split(sheet)
    sheet.top = sheet.table.y - 26
    for k, move in enumerate(sorted(over, key=lambda m: _order(sheet, m))):
        pill = _pill(sheet, move, slot(k, len(over)), outermost=k == len(over) - 1)
        pill = [node.moved(0, sheet.top - pill[0].box.h) for node in pill]
        sheet.top = pill[0].box.y - _PILL_GAP
        _draw(sheet, move, pill, slot(k, len(over)), k, up=True)
    sheet.floor += 8 if under else 0
    first, count = len(sheet.ties(here=True)), under_count(sheet)
    for k, move in enumerate(sorted(under, key=lambda m: _order(sheet, m))):
        inset = slot(first + k, count)
        pill = [
            node.moved(0, sheet.floor)
            for node in _pill(sheet, move, inset, outermost=first + k == count - 1)
        ]
        sheet.floor = pill[0].box.bottom + _PILL_GAP
        _draw(sheet, move, pill, inset, k, up=False)


def _pill(sheet: Sheet, move: Move, inset: float, *, outermost: bool) -> list[Node]:
    """Build a measure's box in the middle of the sheet, broad where it has many parts and nothing stands beside it."""
    broad = outermost and len(move.parts) >= _MANY
    width = _BROAD if broad else min(_WIDEST, 2 * (96 + inset))
    pill = move_pill(move, width, sheet.names, columns=2 if broad else 1)
    return [node.moved(MIDDLE - pill[0].box.w / 2, 0) for node in pill]


def begun_elsewhere(move: Move) -> tuple[str, ...]:
    """Return the sides that began a measure, or a part of it, without acting in it."""
    return tuple(
        dict.fromkeys(side for one in (move, *move.parts) for side in one.askers)
    )


def _draw(
    sheet: Sheet, move: Move, pill: Sequence[Node], inset: float, k: int, *, up: bool
) -> None:
    """Draw a lane: its box, the lines that lead to it and the arrows that leave it."""
    whole, ids, boxes = pill[0], sheet.ids(), sheet.boxes()
    for side in dict.fromkeys((*move.sources, *move.lands)):
        port, ends = sheet.port(side, inset, up=up), (whole.id, ids[side])
        sheet.paths.append(
            lane_line(
                port, whole.box, whole.id, ends, whole.classes, to_side=side in move.lands
            )
        )
    aimed = [
        (ids[mark], boxes[ids[mark]], sheet.card(sheet.home(mark))) for mark in move.marks
    ]
    y = leaving(whole.box, [landing(whole.box, box, card) for _, box, card in aimed])
    curved = all(is_clear(whole.box, box, card) for _, box, card in aimed)
    for mark, box, card in aimed:
        sheet.paths.append(
            aim(
                whole.box,
                y,
                box,
                card,
                k,
                whole.id,
                (whole.id, mark),
                whole.classes,
                curved=curved,
            )
        )
    for side in begun_elsewhere(move):
        if side in sheet.berths:
            port = sheet.port(side, inset, up=up, shift=8)
            sheet.paths.append(asking(port, whole.box, whole.id, (whole.id, ids[side])))
    sheet.nodes.extend(pill)
