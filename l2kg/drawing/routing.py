"""Lead lines round the boxes in their way.

Those of a laid-out figure that would run behind a box that they do not join.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import replace
from heapq import heappop, heappush
from typing import TYPE_CHECKING

from l2kg.drawing.shapes import Box, Point, box_around, distance, rounded

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from l2kg.drawing.shapes import Figure, Node, Path

__all__ = ["cleared", "crossed"]

_CLEAR = 4.0  # pixels over and under a box to the levels that pass it
_OUT = 7.0  # pixels beside a box to the uprights that pass it
_EDGE = 7.0  # pixels from the edge of the canvas to the first line
_BEND = 60.0  # pixels of a longer way that a corner is worth
_TEXT = 3.0  # times as long counts a way through words
_CORNER = 8.0  # pixels, the radius of the corners
_PORT = 14.0  # pixels from the ends of a box to where its lines may leave it

Spot = tuple[int, int]
"""A crossing: the number of its upright and of its level."""
State = tuple[Spot, bool]
"""A crossing, and whether it was reached along a level."""


def crossed(path: Path, figure: Figure) -> list[Node]:
    """Return the boxes behind which a line runs without joining them."""
    points = list(path.points())
    around = box_around(points).grown(1)
    return [
        node
        for node in figure.nodes
        if node.kind != "table"
        and node.box.overlaps(around)
        and node.id not in path.ends
        and node.within not in path.ends
        and any(map(node.box.grown(-2).holds, points))
    ]


def cleared(figure: Figure) -> Figure:
    """Lead each line that runs behind a foreign box round all boxes instead."""
    behind = [bool(crossed(path, figure)) for path in figure.paths]
    if not any(behind):
        return figure
    grid = _Grid(figure)
    paths = [
        grid.led(path) if bad else path
        for path, bad in zip(figure.paths, behind, strict=True)
    ]
    return replace(figure, paths=tuple(paths))


class _Grid:
    """Uprights and levels that pass between the boxes of a figure.

    ``level`` and ``upright`` hold, for the stretch to the right of a crossing and for that
    below it, 0 where a box blocks it and 1 where it runs through words.
    """

    def __init__(self, figure: Figure) -> None:
        self.boxes, self.inside = _outer_boxes(figure)
        boxes = list(self.boxes.values())
        outs = [out for box in boxes for _, out in _ports(box)]
        xs, ys = [out.x for out in outs], [out.y for out in outs]
        for box in boxes:
            xs += [box.x - _OUT, box.right + _OUT]
            ys += [box.y - _CLEAR, box.bottom + _CLEAR]
        self.xs, self.ys = _lines(xs, figure.width), _lines(ys, figure.height)
        # No line runs along a box so near that it seems to end there.
        walls = [_around(box) for box in boxes]
        words = [line.box for line, _ in figure.captions]
        self.level = self._blocked(words, walls, self._levels)
        self.upright = self._blocked(words, walls, self._uprights)

    def _blocked(
        self,
        words: Iterable[Box],
        walls: Iterable[Box],
        stretches: Callable[[Box], Iterator[Spot]],
    ) -> dict[Spot, float]:
        found = {spot: 1.0 for box in words for spot in stretches(box)}
        return found | {spot: 0.0 for box in walls for spot in stretches(box)}

    def _levels(self, wall: Box) -> Iterator[Spot]:
        """Yield the stretches to the right of crossings that a box blocks."""
        first = max(0, bisect_right(self.xs, wall.x) - 1)
        last = bisect_left(self.xs, wall.right)
        for j in range(bisect_right(self.ys, wall.y), bisect_left(self.ys, wall.bottom)):
            yield from ((i, j) for i in range(first, last))

    def _uprights(self, wall: Box) -> Iterator[Spot]:
        """Yield the stretches below crossings that a box blocks."""
        first = max(0, bisect_right(self.ys, wall.y) - 1)
        last = bisect_left(self.ys, wall.bottom)
        for i in range(bisect_right(self.xs, wall.x), bisect_left(self.xs, wall.right)):
            yield from ((i, j) for j in range(first, last))

    def led(self, path: Path) -> Path:
        """Return a line between the same boxes that passes between all others.

        Where there is no way, the old one stays.
        """
        outer = [self.inside.get(end, end) for end in path.ends]
        ends = [self.boxes[end] for end in outer if end in self.boxes]
        if len(ends) < 2:
            return path
        tip = path.steps[-1][-1]
        last = min(ends, key=lambda box: distance(box, tip))
        first = next(box for box in ends if box is not last)
        found = self._way(first, last)
        if not found:
            return path
        if path.head:
            found[-1] = _short_of(found[-1], found[-2], 3)
        if path.kind == "asking":
            found[0] = _short_of(found[0], found[1], 4)
        start, steps = rounded(found, _CORNER)
        return replace(path, start=start, steps=steps)

    def _way(self, first: Box, last: Box) -> list[Point]:
        """Find the shortest way from one box to another, corners counted (A* over the grid)."""
        goals = {self._spot(out): port for port, out in _ports(last) if self._free(out)}
        begun = {self._spot(out): port for port, out in _ports(first)}
        todo: list[tuple[float, float, Spot, bool, State | None]] = []
        for port, out in _ports(first):
            if self._free(out):
                spot = self._spot(out)
                ahead = self._ahead(spot, last)
                heappush(todo, (ahead, 0.0, spot, port.y == out.y, None))
        came: dict[State, State | None] = {}
        while todo:
            _, cost, spot, flat, before = heappop(todo)
            if (spot, flat) in came:
                continue
            came[spot, flat] = before
            if spot in goals and (goals[spot].y == self.ys[spot[1]]) == flat:
                return self._traced(came, (spot, flat), goals[spot], begun)
            for nearer, level, price in self._steps(spot):
                if (nearer, level) not in came:
                    total = cost + price + (_BEND if level != flat else 0)
                    ahead = total + self._ahead(nearer, last)
                    heappush(todo, (ahead, total, nearer, level, (spot, flat)))
        return []

    def _steps(self, spot: Spot) -> Iterator[tuple[Spot, bool, float]]:
        """Yield the crossings next to one, whether along a level, and the price of the way."""
        i, j = spot
        for left, other in ((i, i + 1), (i - 1, i - 1)):
            if 0 <= other < len(self.xs) and self.level.get((left, j), 2.0):
                through = _TEXT if (left, j) in self.level else 1
                yield (other, j), True, (self.xs[left + 1] - self.xs[left]) * through
        for above, other in ((j, j + 1), (j - 1, j - 1)):
            if 0 <= other < len(self.ys) and self.upright.get((i, above), 2.0):
                through = _TEXT if (i, above) in self.upright else 1
                yield (i, other), False, (self.ys[above + 1] - self.ys[above]) * through

    def _ahead(self, spot: Spot, box: Box) -> float:
        """Return the least way from a crossing to where lines may leave a box."""
        point = Point(self.xs[spot[0]], self.ys[spot[1]])
        return max(0.0, distance(box, point) - _OUT)

    def _traced(
        self,
        came: dict[State, State | None],
        end: State,
        port: Point,
        begun: dict[Spot, Point],
    ) -> list[Point]:
        """Return the corners of a way from its begin to a port.

        ``came`` tells from where each state was reached.
        """
        spots: list[Spot] = []
        here: State | None = end
        while here:
            spots.append(here[0])
            here = came[here]
        way = [Point(self.xs[i], self.ys[j]) for i, j in reversed(spots)]
        points = [begun[spots[-1]], *way, port]
        corners = points[:1]
        for before, point, after in zip(points, points[1:], points[2:], strict=False):
            if not (before.x == point.x == after.x or before.y == point.y == after.y):
                corners.append(point)
        return [*corners, points[-1]]

    def _spot(self, point: Point) -> Spot:
        return bisect_left(self.xs, point.x), bisect_left(self.ys, point.y)

    def _free(self, point: Point) -> bool:
        """Tell whether a point lies on the canvas and in no box."""
        return (
            not any(box.holds(point) for box in self.boxes.values())
            and 0 < point.x < self.xs[-1] + 1
            and 0 < point.y < self.ys[-1] + 1
        )


def _outer_boxes(figure: Figure) -> tuple[dict[str, Box], dict[str, str]]:
    """Return the boxes round which lines are led, and in which of them others lie, by ids.

    What lies on the table counts by itself, since lines run over the table.
    """
    tables = {node.id for node in figure.nodes if node.kind == "table"}
    boxes: dict[str, Box] = {}
    inside: dict[str, str] = {}
    for node in figure.nodes:
        if node.within and node.within not in tables:
            inside[node.id] = node.within
        elif node.kind != "table":
            boxes[node.id] = node.box
    return boxes, inside


def _short_of(end: Point, before: Point, by: int) -> Point:
    """Return the end of a line so many pixels back, each way that the line before it lies."""
    x, y = (a + by * (b > a) - by * (b < a) for a, b in zip(end, before, strict=True))
    return Point(x, y)


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
    heights = [box.cy]
    if box.h > 4 * _PORT:
        heights += [box.y + _PORT, box.bottom - _PORT]
    for y in heights:
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


def _lines(places: Iterable[float], most: float) -> list[float]:
    """Return the places of lines on the canvas, each once, with one along either edge."""
    last = most - _EDGE
    return sorted({at for at in (*places, _EDGE, last) if _EDGE <= at <= last})
