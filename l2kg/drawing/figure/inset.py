"""Set a side that is not at the table into the column of the one that deals with it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from l2kg.drawing.figure.boxes import (
    APART_COLOUR,
    GROUP_WIDTH,
    decision_row,
    group_box,
    placard,
)
from l2kg.drawing.figure.canvas import MARGIN, WIDTH, Canvas
from l2kg.drawing.figure.pills import measure_box, tie_box
from l2kg.drawing.figure.routes import Port, line_of, measure_line, tie_line
from l2kg.drawing.shapes import Line, Path, Point, rounded

if TYPE_CHECKING:
    from l2kg.cases.parts import Side
    from l2kg.drawing.shapes import Anchor, Node

__all__ = ["add_insets", "inset_sides"]

_GAP = 10.0  # pixels between boxes, and above the ground of an inset
_RAIL = 9.0  # pixels from the boxes out to the line along the margin
_FIRST, _FURTHER = 54.0, 26.0  # pixels above the first inset of a column, and others
_TITLE = 24.0  # pixels for the words over an inset
_PORT, _PORT_STEP = 8, 7  # pixels from a placard's outer edge to its lines, and between


def inset_sides(canvas: Canvas) -> dict[str, str]:
    """Return the sides apart that fit into a column, each with the side whose column it is.

    They do when none of them acts in a measure of its own, nor a group by itself, and all
    that touches one comes from a side alone on its flank.
    """
    apart = {side.iri for side in canvas.model.apart}
    moves = canvas.moves(here=False)
    if any(move.groups or apart.intersection(move.sources) for move in moves):
        return {}
    touching = [set(tie.sides) for tie in canvas.ties(here=False)]
    touching += [canvas.involved(move) for move in moves]
    found: dict[str, str] = {}
    for side in apart:
        together = set().union(*(sides for sides in touching if side in sides))
        hosts = together & set(canvas.columns)
        if len(hosts) == 1 and not canvas.shares(*hosts):
            found[side] = hosts.pop()
    return found


def add_insets(canvas: Canvas) -> None:
    """Add the sides apart that belong into a column, under what is behind the side there."""
    apart = {side.iri: side for side in canvas.model.apart}
    lines: dict[str, int] = {}
    for iri, host in sorted(inset_sides(canvas).items()):
        _add(canvas, apart[iri], host, lines)


def _add(canvas: Canvas, side: Side, host: str, lines: dict[str, int]) -> None:
    """Add one inset: what ties it to its host, its placard, and the groups behind it.

    ``lines`` counts those that leave each host so far.
    """
    left = canvas.columns[host].left
    x = MARGIN if left else WIDTH - MARGIN - GROUP_WIDTH
    top = canvas.lowest(left=left) + (_FURTHER if host in canvas.cuts else _FIRST)
    canvas.cuts.setdefault(host, top - _GAP)
    _add_title(canvas, top, left=left)
    ties, measures = _boxes(canvas, side)
    firsts: list[Node] = []
    y = top + _TITLE
    for nodes in (*ties, *measures):
        placed = [node.moved(x, y) for node in nodes]
        canvas.nodes += placed
        firsts.append(placed[0])
        y = placed[0].box.bottom + _GAP
    y += 8 if measures else 0
    cards = [node.moved(0, y) for node in placard(side, None, x, GROUP_WIDTH)]
    canvas.nodes += cards
    _connect(canvas, host, firsts, cards[0], len(ties), lines)
    bottom = cards[0].box.bottom
    for group in canvas.model.groups(side.iri):
        box = group_box(group, APART_COLOUR, x, left=left, deal=canvas.model.deal)
        canvas.nodes.append(box.moved(0, bottom + _GAP))
        bottom = canvas.nodes[-1].box.bottom
    for decision in canvas.model.decisions(side.iri):
        row = decision_row(decision, APART_COLOUR, x)
        canvas.nodes.append(row.moved(0, bottom + _GAP))
        bottom = canvas.nodes[-1].box.bottom


def _add_title(canvas: Canvas, top: float, *, left: bool) -> None:
    x = MARGIN if left else WIDTH - MARGIN
    anchor: Anchor = "start" if left else "end"
    line = Line(x, top + 14, "not at this table", "note", anchor)
    canvas.captions.append((line, ()))


def _boxes(canvas: Canvas, side: Side) -> tuple[list[list[Node]], list[list[Node]]]:
    """Build the boxes of the relationships and of the measures that touch a side apart."""
    names = canvas.model.names
    ties = [
        [tie_box(tie, GROUP_WIDTH, full=True)]
        for tie in canvas.ties(here=False)
        if side.iri in tie.sides
    ]
    measures = [
        measure_box(move, GROUP_WIDTH, names, full=True)
        for move in canvas.moves(here=False)
        if side.iri in canvas.involved(move)
    ]
    return ties, measures


def _connect(
    canvas: Canvas,
    host: str,
    firsts: list[Node],
    card: Node,
    ties: int,
    lines: dict[str, int],
) -> None:
    """Draw the lines from the side at the table to each box, and on to the placard below.

    The first of the boxes are those of so many ``ties``.
    """
    seat, column = canvas.placard(host), canvas.columns[host]
    for k, node in enumerate(firsts):
        n = lines[host] = lines.get(host, -1) + 1
        out = _PORT + _PORT_STEP * n
        x = seat.x + out if column.left else seat.right - out
        port = Port(Point(x, seat.bottom), x)
        if k < ties:
            canvas.paths.append(tie_line(port, node, column.side.id))
            canvas.paths.append(_rail(node, card, left=column.left, kind="tie"))
            continue
        canvas.paths.append(measure_line(port, node, column.side.id, to_side=False))
        if k == len(firsts) - 1:
            canvas.paths.append(_drop(node, card))
        else:
            canvas.paths.append(_rail(node, card, left=column.left, kind="move"))


def _rail(node: Node, card: Node, *, left: bool, kind: str) -> Path:
    """Lead from a box to the placard below along the outer margin."""
    box, end = node.box, card.box
    x = box.x - _RAIL if left else box.right + _RAIL
    edge, other = (box.x, end.x) if left else (box.right, end.right)
    y = end.y + 18
    points = [Point(edge, box.cy), Point(x, box.cy), Point(x, y), Point(other, y)]
    return line_of(node, kind, rounded(points, 7), card.id, head=kind == "move")


def _drop(node: Node, card: Node) -> Path:
    """Draw the arrow from a box straight down to the placard."""
    start = Point(node.box.cx, node.box.bottom)
    end = Point(node.box.cx, card.box.y - 3)
    return line_of(node, "move", (start, ((end,),)), card.id, head=True)
