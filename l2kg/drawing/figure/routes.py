"""Route the figure's lines along uprights and levels, with round corners."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from l2kg.drawing.shapes import Box, Path, Point, rounded, toward

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


__all__ = ["Port", "aim", "approach", "asking", "hanging", "is_clear", "is_steep", "landing", "lane_line", "leaving", "over_the_top", "ribbon", "tie_line", "trunk"]  # fmt: skip

_TRUNKS = (
    22,
    30,
    38,
    46,
    14,
    54,
)  # not too near to either end of the ribbons that they cross
_STEEP, _RAIL, _STRAIGHT = 150.0, 23.0, 12.0


@dataclass(frozen=True, slots=True)
class Port:
    """Where a line leaves a placard: its start, and the upright on which it runs toward its lane."""

    start: Point
    x: float

    @property
    def lead(self) -> tuple[Point, ...]:
        """Return the points from the placard to the upright."""
        return (
            (self.start,)
            if self.start.x == self.x
            else (self.start, Point(self.x, self.start.y))
        )


def approach(port: Port, box: Box, y: float) -> list[Point]:
    """Lead from a port to a box: straight into it where the upright meets it, else round a corner into its side."""
    if box.x + 14 < port.x < box.right - 14:
        return [*port.lead, Point(port.x, box.y if box.cy > port.start.y else box.bottom)]
    return [
        *port.lead,
        Point(port.x, y),
        Point(box.x if port.x < box.cx else box.right, y),
    ]


def lane_line(
    port: Port,
    pill: Box,
    ident: str,
    ends: tuple[str, ...],
    classes: tuple[str, ...],
    *,
    to_side: bool,
) -> Path:
    """Draw the line from an acting side to its measure, or the arrow from the measure to the side that it is meant for."""
    points = approach(port, pill, pill.cy)
    if to_side:
        points = [*points[:0:-1], toward(points[0], points[1], 3)]
    start, steps = rounded(points)
    return Path(
        id=ident,
        kind="move",
        start=start,
        steps=steps,
        classes=classes,
        ends=ends,
        head=to_side,
    )


def trunk(chip: Box, card: Box, k: int) -> float:
    """Return where across, between a placard and the groups behind it, the k-th upright stands."""
    out = _TRUNKS[k % len(_TRUNKS)]
    return card.right + out if chip.cx > card.cx else card.x - out


def landing(pill: Box, chip: Box, card: Box) -> float:
    """Return at what height the arrow from a measure meets a constituency: above the sign on its edge, or below."""
    return chip.y + 7 if pill.cy < card.cy else chip.bottom - 7


def leaving(pill: Box, landings: Sequence[float]) -> float:
    """Return at what height the arrows of a measure leave it: where one of them can run straight, else in the middle."""
    return next(
        (y for y in landings if pill.y + _STRAIGHT < y < pill.bottom - _STRAIGHT), pill.cy
    )


def is_clear(pill: Box, chip: Box, card: Box) -> bool:
    """Tell whether nothing lies between a measure and a constituency, so that an arrow may swing from the one to the other."""
    over = pill.cy < card.cy
    inner = (
        max(pill.right + 4, card.x + 22)
        if chip.cx > pill.cx
        else min(pill.x - 4, card.right - 22)
    )
    far = abs((chip.x if chip.cx > pill.cx else chip.right) - inner) > 100
    return far and (chip.y + 3 < card.y if over else chip.bottom - 3 > card.bottom)


def aim(
    pill: Box,
    y: float,
    chip: Box,
    card: Box,
    k: int,
    ident: str,
    ends: tuple[str, ...],
    classes: tuple[str, ...],
    *,
    curved: bool,
) -> Path:
    """Draw the arrow from a height on a measure to a constituency, past the placard between: straight, a swing, or along an upright."""
    right = chip.cx > pill.cx
    start = Point(pill.right if right else pill.x, y)
    end = Point((chip.x - 4) if right else (chip.right + 4), landing(pill, chip, card))
    if start.y == end.y:
        return Path(
            id=ident,
            kind="move",
            start=start,
            steps=((end,),),
            classes=classes,
            ends=ends,
            head=True,
        )
    inner = max(start.x + 4, card.x + 22) if right else min(start.x - 4, card.right - 22)
    if curved:
        turn, span = Point(inner, start.y), end.x - inner
        curve = (
            Point(turn.x + 0.5 * span, turn.y),
            Point(end.x - 0.42 * span, end.y),
            end,
        )
        return Path(
            id=ident,
            kind="move",
            start=start,
            steps=((turn,), curve),
            classes=classes,
            ends=ends,
            head=True,
        )
    return _by_trunk([start], trunk(chip, card, k), end, ident, ends, classes)


def _by_trunk(
    first: list[Point],
    x: float,
    end: Point,
    ident: str,
    ends: tuple[str, ...],
    classes: tuple[str, ...],
) -> Path:
    start, steps = rounded([*first, Point(x, first[-1].y), Point(x, end.y), end], 18)
    return Path(
        id=ident,
        kind="move",
        start=start,
        steps=steps,
        classes=classes,
        ends=ends,
        head=True,
    )


def hanging(
    box: Box,
    card: Box,
    n: int,
    kind: str,
    ident: str,
    ends: tuple[str, ...],
    classes: tuple[str, ...],
    *,
    head: bool = False,
) -> Path:
    """Draw the line from a box down to the placard of a side apart, past what lies between them."""
    x = card.right - 10 - 9 * n
    start, steps = rounded(
        [
            Point(box.right, box.cy),
            Point(x, box.cy),
            Point(x, card.y - (3 if head else 0)),
        ],
        9,
    )
    return Path(
        id=ident,
        kind=kind,
        start=start,
        steps=steps,
        classes=classes,
        ends=ends,
        head=head,
    )


def asking(port: Port, pill: Box, ident: str, ends: tuple[str, ...]) -> Path:
    """Draw the thin line from a side that began a measure to the measure that another takes."""
    low = min(12.0, pill.h / 2 - 8)
    y = pill.bottom - low if pill.cy < port.start.y else pill.y + low
    points = approach(port, pill.grown(-6), y)
    start, steps = rounded([toward(points[0], points[1], 4), *points[1:]], 10)
    return Path(id=ident, kind="asking", start=start, steps=steps, ends=ends)


def tie_line(
    port: Port, box: Box, ident: str, ends: tuple[str, ...], classes: tuple[str, ...]
) -> Path:
    """Draw the dotted line from a placard to the box of a relationship."""
    start, steps = rounded(approach(port, box, box.cy), 9)
    return Path(
        id=ident, kind="tie", start=start, steps=steps, classes=classes, ends=ends
    )


def is_steep(chip: Box, y: float) -> bool:
    """Tell whether a band from a constituency to a height on its placard would fall so steeply that bands run into one."""
    return abs(chip.cy - y) > _STEEP


def ribbon(
    chip: Box,
    card: Box,
    y: float,
    ident: str,
    ends: tuple[str, ...],
    classes: tuple[str, ...],
    *,
    steep: bool,
) -> Path:
    """Draw the band from a constituency to the placard of its side, where it arrives at a height: a swing, or along an upright."""
    left = chip.cx < card.cx
    start = Point(chip.right if left else chip.x, chip.cy)
    end = Point(card.x if left else card.right, y)
    if steep:
        x = start.x + _RAIL if left else start.x - _RAIL
        start, steps = rounded([start, Point(x, start.y), Point(x, y), end], 14)
        return Path(
            id=ident, kind="ribbon", start=start, steps=steps, classes=classes, ends=ends
        )
    middle = (start.x + end.x) / 2
    curve = (Point(middle, start.y), Point(middle, end.y), end)
    return Path(
        id=ident, kind="ribbon", start=start, steps=(curve,), classes=classes, ends=ends
    )


def over_the_top(
    pill: Box,
    y: float,
    x: float,
    end: Point,
    ident: str,
    ends: Iterable[str],
    classes: tuple[str, ...],
) -> Path:
    """Draw the arrow from the top of a box, along a level and an upright, to a constituency."""
    return _by_trunk(
        [Point(pill.cx, pill.y), Point(pill.cx, y)], x, end, ident, tuple(ends), classes
    )
