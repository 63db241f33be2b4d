"""Lead the lines of the narrow figure beside its one column of boxes: what acts and ties on the left, what is aimed at on the right."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from l2kg.drawing.figure.rows import begun_elsewhere
from l2kg.drawing.shapes import Path, Point, rounded

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from l2kg.drawing.figure.model import Model, Move, Tie
    from l2kg.drawing.shapes import Box, Node

__all__ = ["Wires", "room_for"]

_STEP, _EDGE, _LEAST, _HEAD, _MOST, _TWO_LINES = 7.0, 6.0, 20.0, 9.0, 48.0, 56.0


def room_for(moves: Sequence[Move], ties: Sequence[Tie]) -> tuple[float, float]:
    """Return how much room the lines on the left and on the right may take."""
    sides = {side for move in moves for side in (*move.sources, *begun_elsewhere(move))}
    left = len(sides) + len(ties)
    right = sum(bool(move.marks or move.lands) for move in moves)
    return _room(left), _room(right)


def _room(count: int) -> float:
    return min(_MOST, max(_LEAST, _EDGE + _HEAD + _STEP * count))


class _Job(NamedTuple):
    """A line from a box in the middle to a side or a group, on the track that its key names."""

    aimed: bool
    key: str
    kind: str
    ident: str
    other: str


class Wires:
    """The lines of a narrow figure, each on a track that no other shares where they run side by side."""

    def __init__(
        self,
        moves: Sequence[Move],
        ties: Sequence[Tie],
        story: Model,
        nodes: Iterable[Node],
        *,
        left: float,
        right: float,
        width: float,
    ) -> None:
        self.moves, self.ties, self.left, self.right, self.width = (
            moves,
            ties,
            left,
            right,
            width,
        )
        self.boxes = {node.id: node.box for node in nodes}
        self.classes = {node.id: node.classes for node in nodes}
        self.ids = {
            one.iri: one.id
            for one in (*story.view.sides, *story.view.constituencies)
            if one.id in self.boxes
        }
        self.spans: dict[tuple[bool, str], tuple[float, float]] = {}
        self.jobs: list[_Job] = []

    def paths(self) -> list[Path]:
        """Draw all lines."""
        for tie in self.ties:
            for side in tie.sides:
                self._claim(
                    "tie", f"tie {tie.relationship.id}", side, tie.relationship.id
                )
        for move in self.moves:
            ident = move.measure.id
            for side in move.sources:
                self._claim("move", f"from {side}", side, ident)
            for side in begun_elsewhere(move):
                self._claim("asking", f"asked {side}", side, ident)
            for end in dict.fromkeys((*move.marks, *move.lands)):
                self._claim("move", f"to {ident}", end, ident, aimed=True)
        tracks = self._tracks()
        return [self._path(job, tracks) for job in self.jobs]

    def _claim(
        self, kind: str, key: str, end: str, ident: str, *, aimed: bool = False
    ) -> None:
        if end not in self.ids:
            return
        other = self.ids[end]
        a, b = self._height(other, kind), self._height(ident, kind, own=True)
        old = self.spans.get((aimed, key), (min(a, b), max(a, b)))
        self.spans[aimed, key] = min(old[0], a, b), max(old[1], a, b)
        self.jobs.append(_Job(aimed, key, kind, ident, other))

    def _height(self, ident: str, kind: str, *, own: bool = False) -> float:
        """Return where a line meets a box: each kind of line at a height of its own."""
        box: Box = self.boxes[ident]
        middle = min(box.cy, box.y + 30)
        if own:
            return middle if kind != "asking" else box.bottom - 10
        return (
            middle + {"move": -8, "tie": 4, "asking": 12}[kind]
            if box.h > _TWO_LINES
            else middle
        )

    def _tracks(self) -> dict[tuple[bool, str], float]:
        found: dict[tuple[bool, str], int] = {}
        counts = {True: 0, False: 0}
        taken: list[tuple[bool, int, float, float]] = []
        for (aimed, key), (top, bottom) in sorted(
            self.spans.items(), key=lambda item: (item[1][1] - item[1][0], item[0])
        ):
            busy = {
                k
                for side, k, a, b in taken
                if side == aimed and a - 4 < bottom and top < b + 4
            }
            track = next(k for k in range(len(busy) + 1) if k not in busy)
            taken.append((aimed, track, top, bottom))
            found[aimed, key] = track
            counts[aimed] = max(counts[aimed], track + 1)
        return {
            key: self._x(track, counts[key[0]], aimed=key[0])
            for key, track in found.items()
        }

    def _x(self, track: int, count: int, *, aimed: bool) -> float:
        """Return where a track lies: the shortest lines nearest to the boxes."""
        room = (self.width - self.right if aimed else self.left) - _EDGE - _HEAD
        out = _HEAD + track * min(_STEP, room / max(1, count - 1))
        return self.right + out if aimed else self.left - out

    def _path(self, job: _Job, tracks: dict[tuple[bool, str], float]) -> Path:
        aimed, key, kind, ident, other = job
        x, edge = tracks[aimed, key], self.right if aimed else self.left
        near, far = (
            Point(edge, self._height(ident, kind, own=True)),
            Point(self._edge(other, aimed=aimed), self._height(other, kind)),
        )
        points = [near, Point(x, near.y), Point(x, far.y), far]
        if aimed:
            points[-1] = Point(far.x + 3, far.y)
        elif kind == "asking":
            points = [Point(far.x - 4, far.y), *points[2:0:-1], near]
        start, steps = rounded(points, 7)
        classes = () if kind == "asking" else self.classes[ident]
        return Path(
            id=ident,
            kind=kind,
            start=start,
            steps=steps,
            classes=classes,
            ends=(ident, other),
            head=aimed,
        )

    def _edge(self, ident: str, *, aimed: bool) -> float:
        box = self.boxes[ident]
        return box.right if aimed else box.x
