"""Lead the lines of the narrow figure beside its one column of boxes.

What acts and ties on the left, what is aimed at on the right.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from l2kg.drawing.figure.rows import begun_elsewhere
from l2kg.drawing.shapes import NARROW_WIDTH, Path, Point, rounded

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from l2kg.drawing.figure.model import Model, Move, Tie
    from l2kg.drawing.shapes import Node

__all__ = ["TrackedLines", "room_for"]

_STEP = 7.0  # pixels between two tracks, where there is room
_EDGE = 6.0  # pixels between the outermost track and the edge
_HEAD = 9.0  # pixels between the boxes and the first track, for the head of an arrow
_LEAST, _MOST = 20.0, 48.0  # pixels beside the boxes for all tracks of one edge
_TWO_LINES = 56.0  # pixels, from which a box is high enough for lines at three heights
_HEIGHTS = {"move": -8, "tie": 4, "asking": 12}  # pixels from the middle of a box
_TOP_MIDDLE = 30.0  # pixels down a high box to where its lines meet it
_CLEAR = 4.0  # pixels between two lines on one track

Key = tuple[bool, str]
"""Whether a track lies on the right, where lines aim, and what its lines share."""


def room_for(moves: Sequence[Move], ties: Sequence[Tie]) -> tuple[float, float]:
    """Return how much room the lines on the left and on the right may take, in pixels."""
    sides = {
        side
        for move in moves
        for side in (*move.acting, *move.groups, *begun_elsewhere(move))
    }
    aimed = sum(bool(move.marks or move.lands) for move in moves)
    return _room(len(sides) + len(ties)), _room(aimed)


def _room(count: int) -> float:
    return min(_MOST, max(_LEAST, _EDGE + _HEAD + _STEP * count))


class _Wanted(NamedTuple):
    """A line that is to lead from a box in the middle to a side or a group, on a track."""

    track: Key
    kind: str
    ident: str
    other: str


class TrackedLines:
    """The lines of a narrow figure, each on a track of its own where they run side by side.

    ``left`` and ``right`` are the edges of the column of boxes.
    """

    def __init__(
        self, story: Model, nodes: Iterable[Node], *, left: float, right: float
    ) -> None:
        self.left, self.right = left, right
        self.nodes = {node.id: node for node in nodes}
        self.ids = {iri: ident for iri, ident in story.ids.items() if ident in self.nodes}
        self.spans: dict[Key, tuple[float, float]] = {}
        self.wanted: list[_Wanted] = []

    def paths(self, moves: Iterable[Move], ties: Iterable[Tie]) -> list[Path]:
        """Draw all lines."""
        for tie in ties:
            ident = tie.relationship.id
            for side in tie.sides:
                self._claim("tie", f"tie {ident}", side, ident)
        for move in moves:
            ident = move.measure.id
            for side in (*move.acting, *move.groups):
                self._claim("move", f"from {side}", side, ident)
            for side in begun_elsewhere(move):
                self._claim("asking", f"asked {side}", side, ident)
            for end in dict.fromkeys((*move.marks, *move.lands)):
                self._claim("move", f"to {ident}", end, ident, aimed=True)
        places = self._places()
        return [self._path(line, places[line.track]) for line in self.wanted]

    def _claim(
        self, kind: str, shared: str, end: str, ident: str, *, aimed: bool = False
    ) -> None:
        """Want a line to an end, by IRI, if it is drawn, and its stretch of a track."""
        if end not in self.ids:
            return
        track, other = (aimed, shared), self.ids[end]
        a, b = self._height(other, kind), self._own_height(ident, kind)
        old = self.spans.get(track, (a, b))
        self.spans[track] = min(*old, a, b), max(*old, a, b)
        self.wanted.append(_Wanted(track, kind, ident, other))

    def _middle(self, ident: str) -> float:
        box = self.nodes[ident].box
        return min(box.cy, box.y + _TOP_MIDDLE)

    def _own_height(self, ident: str, kind: str) -> float:
        """Return where a line leaves its own box."""
        if kind == "asking":
            return self.nodes[ident].box.bottom - 10
        return self._middle(ident)

    def _height(self, ident: str, kind: str) -> float:
        """Return where a line meets another box: each kind of line at a height of its own."""
        if self.nodes[ident].box.h > _TWO_LINES:
            return self._middle(ident) + _HEIGHTS[kind]
        return self._middle(ident)

    def _places(self) -> dict[Key, float]:
        """Return where each track lies across, the shortest lines nearest to the boxes."""
        numbers: dict[Key, int] = {}
        counts = {True: 0, False: 0}
        taken: list[tuple[bool, int, float, float]] = []
        by_length = sorted(
            self.spans.items(), key=lambda item: (item[1][1] - item[1][0], item[0])
        )
        for key, (top, bottom) in by_length:
            aimed = key[0]
            busy = {
                number
                for other, number, a, b in taken
                if other == aimed and a - _CLEAR < bottom and top < b + _CLEAR
            }
            number = next(k for k in range(len(busy) + 1) if k not in busy)
            taken.append((aimed, number, top, bottom))
            numbers[key] = number
            counts[aimed] = max(counts[aimed], number + 1)
        return {
            key: self._x(number, counts[key[0]], aimed=key[0])
            for key, number in numbers.items()
        }

    def _x(self, number: int, count: int, *, aimed: bool) -> float:
        outside = NARROW_WIDTH - self.right if aimed else self.left
        room = outside - _EDGE - _HEAD
        out = _HEAD + number * min(_STEP, room / max(1, count - 1))
        return self.right + out if aimed else self.left - out

    def _path(self, line: _Wanted, x: float) -> Path:
        """Draw a line from its own box, along its track, to the other."""
        (aimed, _), kind, ident, other = line
        box = self.nodes[other].box
        near = Point(self.right if aimed else self.left, self._own_height(ident, kind))
        far = Point(box.right if aimed else box.x, self._height(other, kind))
        points = [near, Point(x, near.y), Point(x, far.y), far]
        classes = self.nodes[ident].classes
        if aimed:
            points[-1] = Point(far.x + 3, far.y)
        elif kind == "asking":
            points = [Point(far.x - 4, far.y), *points[2:0:-1], near]
            classes = ()
        start, steps = rounded(points, 7)
        return Path(
            id=ident,
            kind=kind,
            start=start,
            steps=steps,
            classes=classes,
            ends=(ident, other),
            head=aimed,
        )
