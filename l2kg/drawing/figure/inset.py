"""Set a side that is not at the table, and that one side at it deals with, into the column of that side."""

from __future__ import annotations

from typing import TYPE_CHECKING

from l2kg.drawing.figure.boxes import CHIP, chip, move_pill, placard, tie_box
from l2kg.drawing.figure.canvas import MARGIN, WIDTH, Sheet
from l2kg.drawing.figure.routes import Port, lane_line, tie_line
from l2kg.drawing.shapes import Line, Path, Point, rounded

if TYPE_CHECKING:
    from l2kg.cases.parts import Side
    from l2kg.drawing.shapes import Box, Node

__all__ = ["add_annexes", "annexed"]

_PLACE, _GAP, _RAIL = 4, 10.0, 9.0


def annexed(sheet: Sheet) -> dict[str, str]:
    """Return the sides apart that fit into a column, each with the side at the table that it belongs beside.

    They do when none of them acts in a measure of its own, and all that touches one comes
    from a side alone in its column.
    """
    apart = {side.iri for side in sheet.model.apart}
    if any(apart.intersection(move.sources) for move in sheet.moves(here=False)):
        return {}
    found: dict[str, str] = {}
    for side in apart:
        touching = [set(tie.sides) for tie in sheet.ties(here=False)] + [
            sheet.involved(move) for move in sheet.moves(here=False)
        ]
        others = {
            one
            for sides in touching
            if side in sides
            for one in sides
            if one in sheet.berths
        }
        if len(others) == 1 and not sheet.shares(*others):
            found[side] = others.pop()
    return found


def add_annexes(sheet: Sheet) -> None:
    """Add the sides apart that belong into a column, under what is behind the side there."""
    lines: dict[str, int] = {}
    for iri, host in sorted(annexed(sheet).items()):
        side = next(one for one in sheet.model.apart if one.iri == iri)
        _add(sheet, side, host, lines)


def _add(sheet: Sheet, side: Side, host: str, lines: dict[str, int]) -> None:
    left = sheet.berths[host].left
    x = MARGIN if left else WIDTH - MARGIN - CHIP
    top = sheet.lowest(left=left) + (54 if host not in sheet.cuts else 26)
    sheet.cuts.setdefault(host, top - 10)
    text = Line(
        x if left else x + CHIP,
        top + 14,
        "not at this table",
        "gw",
        "start" if left else "end",
    )
    sheet.captions.append((text, ()))
    top += 24
    ties = [tie for tie in sheet.ties(here=False) if side.iri in tie.sides]
    moves = [move for move in sheet.moves(here=False) if side.iri in sheet.involved(move)]
    boxes = [[tie_box(tie, CHIP, full=True)] for tie in ties] + [
        move_pill(move, CHIP, sheet.names, full=True) for move in moves
    ]
    firsts: list[Node] = []
    for nodes in boxes:
        placed = [node.moved(x, top) for node in nodes]
        sheet.nodes.extend(placed)
        firsts.append(placed[0])
        top = placed[0].box.bottom + _GAP
    cards = [
        node.moved(0, top + (8 if moves else 0)) for node in placard(side, None, x, CHIP)
    ]
    sheet.nodes.extend(cards)
    _connect(sheet, host, firsts, cards[0], len(ties), lines)
    bottom = cards[0].box.bottom
    for group in (
        g
        for g in sheet.model.view.constituencies
        if g.behind and g.behind.iri == side.iri
    ):
        node = chip(group, _PLACE, x, left=left, deal=sheet.model.deal).moved(
            0, bottom + _GAP
        )
        sheet.nodes.append(node)
        bottom = node.box.bottom


def _connect(
    sheet: Sheet,
    host: str,
    firsts: list[Node],
    card: Node,
    ties: int,
    lines: dict[str, int],
) -> None:
    """Draw the lines from the side at the table to each box, and from each box to the placard below."""
    seat, left = sheet.card(host), sheet.berths[host].left
    for k, node in enumerate(firsts):
        n = lines[host] = lines.get(host, -1) + 1
        x = seat.x + 8 + 7 * n if left else seat.right - 8 - 7 * n
        port = Port(Point(x, seat.bottom), x)
        ends = (node.id, sheet.berths[host].side.id)
        last = k == len(firsts) - 1
        if k < ties:
            sheet.paths.append(tie_line(port, node.box, node.id, ends, node.classes))
            sheet.paths.append(_rail(node, card, left=left, kind="tie"))
        else:
            sheet.paths.append(
                lane_line(port, node.box, node.id, ends, node.classes, to_side=False)
            )
            sheet.paths.append(
                _drop(node, card) if last else _rail(node, card, left=left, kind="move")
            )


def _rail(node: Node, card: Node, *, left: bool, kind: str) -> Path:
    """Lead from a box to the placard below along the outer margin."""
    box, end = node.box, card.box
    x = box.x - _RAIL if left else box.right + _RAIL
    edge, other = (box.x, end.x) if left else (box.right, end.right)
    y = end.y + 18
    start, steps = rounded(
        [Point(edge, box.cy), Point(x, box.cy), Point(x, y), Point(other, y)], 7
    )
    return Path(
        id=node.id,
        kind=kind,
        start=start,
        steps=steps,
        ends=(node.id, card.id),
        classes=node.classes,
        head=kind == "move",
    )


def _drop(node: Node, card: Node) -> Path:
    box: Box = node.box
    end = Point(box.cx, card.box.y - 3)
    return Path(
        id=node.id,
        kind="move",
        start=Point(box.cx, box.bottom),
        steps=((end,),),
        ends=(node.id, card.id),
        classes=node.classes,
        head=True,
    )
