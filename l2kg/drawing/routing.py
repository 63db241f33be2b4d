"""Lead lines round the boxes in their way: those of a laid-out figure that would run behind a box that they do not join."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import replace
from heapq import heappop, heappush
from typing import TYPE_CHECKING

from l2kg.drawing.shapes import Box, Point, rounded

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from l2kg.drawing.shapes import Figure, Node, Path

__all__ = ["crossed", "cleared"]

_CLEAR, _OUT, _EDGE, _BEND, _TEXT, _CORNER = 4.0, 7.0, 7.0, 60.0, 3.0, 8.0
Spot = tuple[int, int]


def crossed(path: Path, figure: Figure) -> list[Node]:
    """Return the boxes behind which a line runs without joining them."""
    points = list(path.points())
    left, right = min(point.x for point in points), max(point.x for point in points)
    top, bottom = min(point.y for point in points), max(point.y for point in points)
    around = Box(left - 1, top - 1, right - left + 2, bottom - top + 2)
    near = (
        node
        for node in figure.nodes
        if node.kind != "table" and node.box.overlaps(around)
    )
    foreign = (
        (node, node.box.grown(-2))
        for node in near
        if node.id not in path.ends and node.within not in path.ends
    )
    return [node for node, inner in foreign if any(map(inner.holds, points))]


def cleared(figure: Figure) -> Figure:
    """Return the figure with each line that runs behind a foreign box led round all boxes instead."""
    behind = [bool(crossed(path, figure)) for path in figure.paths]
    if not any(behind):
        return figure
    grid = _Grid(figure)
    return replace(
        figure,
        paths=tuple(
            grid.led(path) if bad else path
            for path, bad in zip(figure.paths, behind, strict=True)
        ),
    )


class _Grid:
    """Uprights and levels that pass between the boxes of a figure."""

    def __init__(self, figure: Figure) -> None:
        tables = {node.id for node in figure.nodes if node.kind == "table"}
        self.boxes = {
            node.id: node.box
            for node in figure.nodes
            if (not node.within or node.within in tables) and node.kind != "table"
        }
        self.inside = {
            node.id: node.within
            for node in figure.nodes
            if node.within and node.within not in tables
        }
        walls, texts = (
            list(self.boxes.values()),
            [line.box for line, _ in figure.captions],
        )
        ports = [out for box in walls for _, out in _ports(box)]
        self.xs = _lines(
            [x for box in walls for x in (box.x - _OUT, box.right + _OUT)]
            + [out.x for out in ports],
            figure.width,
        )
        self.ys = _lines(
            [y for box in walls for y in (box.y - _CLEAR, box.bottom + _CLEAR)]
            + [out.y for out in ports],
            figure.height,
        )
        walls = [
            _around(wall) for wall in walls
        ]  # no line runs along a box so near that it seems to end there
        self.level = {spot: 1.0 for wall in texts for spot in self._levels(wall)} | {
            s: 0.0 for wall in walls for s in self._levels(wall)
        }
        self.upright = {spot: 1.0 for wall in texts for spot in self._uprights(wall)}
        self.upright |= {s: 0.0 for wall in walls for s in self._uprights(wall)}

    def _levels(self, wall: Box) -> Iterator[Spot]:
        """Yield the stretches to the right of crossings that a box blocks."""
        first, last = (
            max(0, bisect_right(self.xs, wall.x) - 1),
            bisect_left(self.xs, wall.right),
        )
        for j in range(bisect_right(self.ys, wall.y), bisect_left(self.ys, wall.bottom)):
            yield from ((i, j) for i in range(first, last))

    def _uprights(self, wall: Box) -> Iterator[Spot]:
        first, last = (
            max(0, bisect_right(self.ys, wall.y) - 1),
            bisect_left(self.ys, wall.bottom),
        )
        for i in range(bisect_right(self.xs, wall.x), bisect_left(self.xs, wall.right)):
            yield from ((i, j) for j in range(first, last))

    def led(self, path: Path) -> Path:
        """Return a line between the same boxes that passes between all others; the old one where there is no way."""
        ends = [
            self.boxes[self.inside.get(end, end)]
            for end in path.ends
            if self.inside.get(end, end) in self.boxes
        ]
        if len(ends) < 2:
            return path
        tip = path.steps[-1][-1]
        last = min(ends, key=lambda box: _far(box, tip))
        first = next(box for box in ends if box is not last)
        found = self._way(first, last)
        if not found:
            return path
        if path.head:
            found[-1] = Point(
                *(
                    a + 3 * (b > a) - 3 * (b < a)
                    for a, b in zip(found[-1], found[-2], strict=True)
                )
            )
        if path.kind == "asking":
            found[0] = Point(
                *(
                    a + 4 * (b > a) - 4 * (b < a)
                    for a, b in zip(found[0], found[1], strict=True)
                )
            )
        start, steps = rounded(found, _CORNER)
        return replace(path, start=start, steps=steps)

    def _way(self, first: Box, last: Box) -> list[Point]:
        goals = {self._spot(out): port for port, out in _ports(last) if self._free(out)}
        todo: list[tuple[float, float, Spot, bool, tuple[Spot, bool] | None]] = []
        for port, out in _ports(first):
            if self._free(out):
                heappush(
                    todo,
                    (
                        self._left(self._spot(out), last),
                        0.0,
                        self._spot(out),
                        port.y == out.y,
                        None,
                    ),
                )
        begun = {self._spot(out): port for port, out in _ports(first)}
        came: dict[tuple[Spot, bool], tuple[Spot, bool] | None] = {}
        while todo:
            _, cost, spot, flat, before = heappop(todo)
            if (spot, flat) in came:
                continue
            came[spot, flat] = before
            if spot in goals and (goals[spot].y == self.ys[spot[1]]) == flat:
                return self._traced(came, (spot, flat), goals[spot], begun)
            for nearer, way, price in self._steps(spot):
                total = cost + price + (_BEND if way != flat else 0)
                if (nearer, way) not in came:
                    heappush(
                        todo,
                        (
                            total + self._left(nearer, last),
                            total,
                            nearer,
                            way,
                            (spot, flat),
                        ),
                    )
        return []

    def _steps(self, spot: Spot) -> Iterator[tuple[Spot, bool, float]]:
        i, j = spot
        for k, other, at in ((i, i + 1, (i, j)), (i - 1, i - 1, (i - 1, j))):
            if 0 <= other < len(self.xs) and self.level.get(at, 2.0):
                yield (
                    (other, j),
                    True,
                    (self.xs[k + 1] - self.xs[k]) * (_TEXT if at in self.level else 1),
                )
        for k, other, at in ((j, j + 1, (i, j)), (j - 1, j - 1, (i, j - 1))):
            if 0 <= other < len(self.ys) and self.upright.get(at, 2.0):
                yield (
                    (i, other),
                    False,
                    (self.ys[k + 1] - self.ys[k]) * (_TEXT if at in self.upright else 1),
                )

    def _left(self, spot: Spot, box: Box) -> float:
        return max(0.0, _far(box, Point(self.xs[spot[0]], self.ys[spot[1]])) - _OUT)

    def _traced(
        self,
        came: dict[tuple[Spot, bool], tuple[Spot, bool] | None],
        end: tuple[Spot, bool],
        port: Point,
        begun: dict[Spot, Point],
    ) -> list[Point]:
        spots: list[Spot] = []
        here: tuple[Spot, bool] | None = end
        while here:
            spots.append(here[0])
            here = came[here]
        points = [
            port,
            *(Point(self.xs[i], self.ys[j]) for i, j in spots),
            begun[spots[-1]],
        ][::-1]
        kept = points[:1]
        for before, point, after in zip(points, points[1:], points[2:], strict=False):
            if not (before.x == point.x == after.x or before.y == point.y == after.y):
                kept.append(point)
        return [*kept, points[-1]]

    def _spot(self, point: Point) -> Spot:
        return bisect_left(self.xs, point.x), bisect_left(self.ys, point.y)

    def _free(self, point: Point) -> bool:
        return (
            not any(box.holds(point) for box in self.boxes.values())
            and 0 < point.x < self.xs[-1] + 1
            and 0 < point.y < self.ys[-1] + 1
        )


def _around(box: Box) -> Box:
    """Return a box with the room up to where its lines leave it."""
    return Box(
        box.x - _OUT + 0.5,
        box.y - _CLEAR + 0.5,
        box.w + 2 * _OUT - 1,
        box.h + 2 * _CLEAR - 1,
    )


def _ports(box: Box) -> list[tuple[Point, Point]]:
    """Return where a line may leave a box, each with the point just outside."""
    found = []
    for y in {box.cy, *((box.y + 14, box.bottom - 14) if box.h > 4 * 14 else ())}:
        found += [
            (Point(box.x, y), Point(box.x - _OUT, y)),
            (Point(box.right, y), Point(box.right + _OUT, y)),
        ]
    for x in (box.cx, box.x + box.w / 4, box.right - box.w / 4):
        found += [
            (Point(x, box.y), Point(x, box.y - _CLEAR)),
            (Point(x, box.bottom), Point(x, box.bottom + _CLEAR)),
        ]
    return found


def _lines(places: Sequence[float], most: float) -> list[float]:
    return sorted(
        {
            place
            for place in (*places, _EDGE, most - _EDGE)
            if _EDGE <= place <= most - _EDGE
        }
    )


def _far(box: Box, point: Point) -> float:
    return max(box.x - point.x, 0, point.x - box.right) + max(
        box.y - point.y, 0, point.y - box.bottom
    )
