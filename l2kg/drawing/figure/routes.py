"""Route the figure's lines along uprights and levels, with round corners."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from l2kg.drawing.shapes import Box, Path, Point, rounded, toward

if TYPE_CHECKING:
    from collections.abc import Sequence

    from l2kg.drawing.shapes import Node, Step

__all__ = [
    "Port",
    "across",
    "aim",
    "approach",
    "asking",
    "beside",
    "hanging",
    "is_clear",
    "is_steep",
    "landing",
    "leaving",
    "line_of",
    "measure_line",
    "over_the_top",
    "ribbon",
    "tie_line",
    "trunk",
]

# Pixels from a placard to the uprights between it and the groups behind it, not too near
# to either end of the ribbons that they cross.
_TRUNKS = (22, 30, 38, 46, 14, 54)
_STEEP = 150.0  # pixels that a band falls, from which bands run into one
_RAIL = 23.0  # pixels from a group to the upright of a steep band
_STRAIGHT = 12.0  # pixels from the edges of a box between which a line may leave it
_CORNER = 14.0  # pixels from the ends of a box between which an upright meets it
_TIP = 4.0  # pixels left before a box for the tip of an arrow
_LANDING = 7.0  # pixels from the edge of a group where arrows arrive, off its sign
_SWING = 100.0  # pixels across that an arrow needs to swing in
_BESIDE = 9.0  # pixels beside a placard for the line to a group under it
_INNER = 22.0  # pixels inside a placard's edge from which an arrow swings


@dataclass(frozen=True, slots=True)
class Port:
    """Where a line leaves a placard: its start, and the upright on which it runs toward its row."""

    start: Point
    x: float

    @property
    def lead(self) -> tuple[Point, ...]:
        """Return the points from the placard to the upright."""
        if self.start.x == self.x:
            return (self.start,)
        return self.start, Point(self.x, self.start.y)


def line_of(
    node: Node,
    kind: str,
    line: tuple[Point, tuple[Step, ...]],
    other: str,
    *,
    head: bool = False,
) -> Path:
    """Build the line, its start and its steps, that joins a node to another by its id."""
    start, steps = line
    return Path(
        id=node.id,
        kind=kind,
        start=start,
        steps=steps,
        classes=node.classes,
        ends=(node.id, other),
        head=head,
    )


def approach(port: Port, box: Box, y: float) -> list[Point]:
    """Lead from a port to a box.

    It leads straight into it where the upright meets it, else round a corner.
    """
    if box.x + _CORNER < port.x < box.right - _CORNER:
        edge = box.y if box.cy > port.start.y else box.bottom
        return [*port.lead, Point(port.x, edge)]
    side = box.x if port.x < box.cx else box.right
    return [*port.lead, Point(port.x, y), Point(side, y)]


def measure_line(port: Port, measure: Node, side: str, *, to_side: bool) -> Path:
    """Draw the line from an acting side to its measure.

    ``to_side`` makes it the arrow from the measure to the side for which it is meant.
    """
    points = approach(port, measure.box, measure.box.cy)
    if to_side:
        points = [*points[:0:-1], toward(points[0], points[1], 3)]
    return line_of(measure, "move", rounded(points), side, head=to_side)


def trunk(group: Box, card: Box, k: int) -> float:
    """Return where across, between a placard and the groups behind it, the k-th upright stands."""
    out = _TRUNKS[k % len(_TRUNKS)]
    return card.right + out if group.cx > card.cx else card.x - out


def landing(measure: Box, group: Box, card: Box) -> float:
    """Return at what height the arrow from a measure meets a constituency.

    That is above the sign on its edge, or below it.
    """
    if measure.cy < card.cy:
        return group.y + _LANDING
    return group.bottom - _LANDING


def leaving(measure: Box, landings: Sequence[float]) -> float:
    """Return at what height the arrows of a measure leave it.

    That is where one of them can run straight, else in the middle.
    """
    top, bottom = measure.y + _STRAIGHT, measure.bottom - _STRAIGHT
    return next((y for y in landings if top < y < bottom), measure.cy)


def is_clear(measure: Box, group: Box, card: Box) -> bool:
    """Tell whether nothing lies between a measure and a constituency.

    If so, an arrow may swing from the one to the other.
    """
    right = group.cx > measure.cx
    inner = _inner(measure.right if right else measure.x, card, right=right)
    far = abs((group.x if right else group.right) - inner) > _SWING
    if measure.cy < card.cy:
        return far and group.y + 3 < card.y
    return far and group.bottom - 3 > card.bottom


def _inner(edge: float, card: Box, *, right: bool) -> float:
    """Return where an arrow that leaves a measure at an edge may begin to swing."""
    if right:
        return max(edge + 4, card.x + _INNER)
    return min(edge - 4, card.right - _INNER)


def aim(
    measure: Node,
    y: float,
    group: Node,
    card: Box,
    k: int,
    *,
    curved: bool,
    head: bool = True,
) -> Path:
    """Draw the arrow from a height on a measure to a constituency, past the placard between.

    It runs straight, in a swing where it may be ``curved``, or along the k-th upright.
    Without ``head`` it is the line of a constituency that acts by itself.
    """
    pill, target = measure.box, group.box
    right = target.cx > pill.cx
    start = Point(pill.right if right else pill.x, y)
    edge = target.x - _TIP if right else target.right + _TIP
    end = Point(edge, landing(pill, target, card))
    if start.y == end.y:
        return line_of(measure, "move", (start, ((end,),)), group.id, head=head)
    if not curved:
        x = trunk(target, card, k)
        return _by_trunk(measure, [start], x, end, group.id, head=head)
    turn = Point(_inner(start.x, card, right=right), start.y)
    span = end.x - turn.x
    curve = (Point(turn.x + 0.5 * span, turn.y), Point(end.x - 0.42 * span, end.y), end)
    return line_of(measure, "move", (start, ((turn,), curve)), group.id, head=head)


def _by_trunk(
    measure: Node,
    first: list[Point],
    x: float,
    end: Point,
    other: str,
    *,
    head: bool,
) -> Path:
    points = [*first, Point(x, first[-1].y), Point(x, end.y), end]
    return line_of(measure, "move", rounded(points, 18), other, head=head)


def hanging(node: Node, card: Node, n: int, kind: str, *, head: bool = False) -> Path:
    """Draw the line from a box down to the placard of a side apart.

    It is the n-th past what lies between them.
    """
    x = card.box.right - 10 - 9 * n
    points = [
        Point(node.box.right, node.box.cy),
        Point(x, node.box.cy),
        Point(x, card.box.y - (3 if head else 0)),
    ]
    return line_of(node, kind, rounded(points, 9), card.id, head=head)


def across(measure: Node, card: Node, k: int, *, head: bool) -> Path:
    """Draw the line from the k-th measure to the placard of a side apart in another column."""
    right = card.box.cx > measure.box.cx
    inward = 24 + 12 * (k % 5)
    x = card.box.x + inward if right else card.box.right - inward
    points = [
        Point(measure.box.right if right else measure.box.x, measure.box.cy),
        Point(x, measure.box.cy),
        Point(x, card.box.y - (3 if head else 0)),
    ]
    return line_of(measure, "move", rounded(points, 9), card.id, head=head)


def asking(port: Port, measure: Node, side: str) -> Path:
    """Draw the thin line from a side that began a measure to the measure that another takes."""
    box = measure.box
    low = min(12.0, box.h / 2 - 8)
    y = box.bottom - low if box.cy < port.start.y else box.y + low
    points = approach(port, box.grown(-6), y)
    start, steps = rounded([toward(points[0], points[1], 4), *points[1:]], 10)
    ends = (measure.id, side)
    return Path(id=measure.id, kind="asking", start=start, steps=steps, ends=ends)


def tie_line(port: Port, tie: Node, side: str) -> Path:
    """Draw the dotted line from a placard to the box of a relationship."""
    return line_of(tie, "tie", rounded(approach(port, tie.box, tie.box.cy), 9), side)


def is_steep(group: Box, y: float) -> bool:
    """Tell whether a band to a height on a placard would fall too steeply.

    Steep bands run into one.
    """
    return abs(group.cy - y) > _STEEP


def ribbon(group: Node, card: Box, y: float, side: str, *, steep: bool) -> Path:
    """Draw the band from a constituency to the placard of its side, where it arrives at a height.

    It swings, or runs along an upright where it is ``steep``.
    """
    box = group.box
    left = box.cx < card.cx
    start = Point(box.right if left else box.x, box.cy)
    end = Point(card.x if left else card.right, y)
    if steep:
        x = start.x + _RAIL if left else start.x - _RAIL
        points = [start, Point(x, start.y), Point(x, y), end]
        return line_of(group, "ribbon", rounded(points, 14), side)
    middle = (start.x + end.x) / 2
    curve = (Point(middle, start.y), Point(middle, end.y), end)
    return line_of(group, "ribbon", (start, (curve,)), side)


def over_the_top(
    measure: Node, y: float, x: float, end: Point, group: str, *, head: bool = True
) -> Path:
    """Draw the arrow from the top of a box, along a level and an upright, to a constituency.

    Without ``head`` it is the line of a constituency that acts by itself.
    """
    first = [Point(measure.box.cx, measure.box.y), Point(measure.box.cx, y)]
    return _by_trunk(measure, first, x, end, group, head=head)


def beside(measure: Node, group: Node, card: Node) -> Path:
    """Draw the line from a measure down past a placard to the group under it that acts by itself."""
    x = card.box.right + _BESIDE
    points = [
        Point(measure.box.right, measure.box.cy),
        Point(x, measure.box.cy),
        Point(x, group.box.cy),
        Point(group.box.right, group.box.cy),
    ]
    return line_of(measure, "move", rounded(points, 9), group.id)
