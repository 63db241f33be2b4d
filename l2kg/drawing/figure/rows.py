"""Set measures between sides at the table in rows over and under it.

Relationships have rows right under it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from l2kg.drawing.figure.canvas import MIDDLE, Canvas, upright_offset
from l2kg.drawing.figure.inset import inset_sides
from l2kg.drawing.figure.pills import measure_box, tie_box
from l2kg.drawing.figure.routes import (
    aim,
    asking,
    is_clear,
    landing,
    leaving,
    measure_line,
    tie_line,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from l2kg.drawing.figure.model import Move
    from l2kg.drawing.shapes import Node

__all__ = ["add_measure_rows", "add_tie_rows", "begun_elsewhere", "count_below"]

_MEASURE_GAP = 13.0  # pixels between measures
_TIE_GAP = 9.0  # pixels between relationships
_WIDEST = 344.0  # pixels: what stands between the placards
_BROAD = 560.0  # pixels, for two columns of parts where nothing stands beside them
_MANY = 4  # parts, from which they stand in two columns
_ABOVE = 26.0  # pixels from the table up to the first measure
_BELOW = 18.0  # pixels from the table down to what stands under it
_MEASURE_REACH = 96.0  # pixels from the middle to the placards' inner edge, less an arrow
_TIE_REACH = 92.0  # pixels, the same for the dotted line of a relationship


def _is_over(canvas: Canvas, move: Move, over: int, under: int) -> bool:
    """Choose the row: over the table toward supporters, under it toward opponents or for harm.

    ``over`` and ``under`` count those that have their row: what aims at nobody evens them.
    """
    stacked = [
        canvas.columns[side].cy for side in canvas.involved(move) if canvas.shares(side)
    ]
    if stacked and min(stacked) + max(stacked):
        return min(stacked) + max(stacked) < 0
    attitudes = {
        group.attitude
        for group in canvas.model.view.constituencies
        if group.iri in move.marks
    }
    if move.tone == "harm" or attitudes == {"opposes"}:
        return False
    return "supports" in attitudes or "opposes" in attitudes or over <= under


def _split(canvas: Canvas) -> tuple[list[Move], list[Move]]:
    """Return the measures over the table and those under it, each from the table outward."""
    over: list[Move] = []
    under: list[Move] = []
    for move in canvas.moves(here=True):
        chosen = over if _is_over(canvas, move, len(over), len(under)) else under
        chosen.append(move)
    return over, under


def _ordered(canvas: Canvas, moves: list[Move]) -> list[Move]:
    """Order rows from the table outward as their targets lie, the one with many parts outermost."""
    boxes, ids = canvas.boxes(), canvas.model.ids

    def rank(move: Move) -> tuple[bool, float]:
        heights = [abs(boxes[ids[mark]].cy) for mark in move.marks if ids[mark] in boxes]
        mean = sum(heights) / len(heights) if heights else 0.0
        return len(move.parts) >= _MANY, mean

    return sorted(moves, key=rank)


def count_below(canvas: Canvas) -> int:
    """Count the uprights that leave the placards downward."""
    count = len(canvas.ties(here=True)) + len(_split(canvas)[1])
    if not inset_sides(canvas):
        count += len(canvas.ties(here=False)) + len(canvas.moves(here=False))
    return count


def add_tie_rows(canvas: Canvas) -> None:
    """Add the relationships across the table in rows under it."""
    ties = canvas.ties(here=True)
    canvas.floor = canvas.table.bottom + _BELOW
    count = count_below(canvas)
    for k, tie in enumerate(ties):
        offset = upright_offset(k, count)
        node = tie_box(tie, 2 * (_TIE_REACH + offset))
        node = node.moved(MIDDLE - node.box.w / 2, canvas.floor)
        for side in tie.sides:
            port = canvas.port(side, offset, up=False)
            canvas.paths.append(tie_line(port, node, canvas.columns[side].side.id))
        canvas.nodes.append(node)
        canvas.floor = node.box.bottom + _TIE_GAP
    canvas.floor += _TIE_GAP if ties else 0


def add_measure_rows(canvas: Canvas) -> None:
    """Add the measures between sides at the table, over it and under it."""
    over, under = _split(canvas)
    canvas.top = canvas.table.y - _ABOVE
    for k, move in enumerate(_ordered(canvas, over)):
        offset = upright_offset(k, len(over))
        nodes = _measure(canvas, move, offset, outermost=k == len(over) - 1)
        top = canvas.top - nodes[0].box.h
        nodes = [node.moved(0, top) for node in nodes]
        canvas.top = nodes[0].box.y - _MEASURE_GAP
        _draw(canvas, move, nodes, offset, k, up=True)
    canvas.floor += 8 if under else 0
    first, count = len(canvas.ties(here=True)), count_below(canvas)
    for k, move in enumerate(_ordered(canvas, under)):
        offset = upright_offset(first + k, count)
        nodes = _measure(canvas, move, offset, outermost=first + k == count - 1)
        nodes = [node.moved(0, canvas.floor) for node in nodes]
        canvas.floor = nodes[0].box.bottom + _MEASURE_GAP
        _draw(canvas, move, nodes, offset, k, up=False)


def _measure(canvas: Canvas, move: Move, offset: float, *, outermost: bool) -> list[Node]:
    """Build a measure's box in the middle.

    It is broad where it has many parts and nothing stands beside it.
    """
    broad = outermost and len(move.parts) >= _MANY
    width = _BROAD if broad else min(_WIDEST, 2 * (_MEASURE_REACH + offset))
    nodes = measure_box(move, width, canvas.model.names, columns=2 if broad else 1)
    return [node.moved(MIDDLE - nodes[0].box.w / 2, 0) for node in nodes]


def begun_elsewhere(move: Move) -> tuple[str, ...]:
    """Return the sides that began a measure, or a part of it, without acting in it."""
    askers = [side for part in (move, *move.parts) for side in part.askers]
    return tuple(dict.fromkeys(askers))


def _draw(
    canvas: Canvas, move: Move, nodes: Sequence[Node], offset: float, k: int, *, up: bool
) -> None:
    """Draw the k-th row: its box, the lines that lead to it and the arrows that leave it."""
    whole, ids = nodes[0], canvas.model.ids
    for side in dict.fromkeys((*move.acting, *move.lands)):
        port = canvas.port(side, offset, up=up)
        to_side = side in move.lands
        canvas.paths.append(measure_line(port, whole, ids[side], to_side=to_side))
    known = {node.id: node for node in canvas.nodes}
    for ends, head in ((move.marks, True), (move.groups, False)):
        aimed = [(known[ids[end]], canvas.placard(canvas.home(end))) for end in ends]
        landings = [landing(whole.box, group.box, card) for group, card in aimed]
        y = leaving(whole.box, landings)
        curved = all(is_clear(whole.box, group.box, card) for group, card in aimed)
        for group, card in aimed:
            canvas.paths.append(aim(whole, y, group, card, k, curved=curved, head=head))
    for side in begun_elsewhere(move):
        if side in canvas.columns:
            port = canvas.port(side, offset, up=up, shift=8)
            canvas.paths.append(asking(port, whole, ids[side]))
    canvas.nodes += nodes
