"""Lead the arrows of a timeline between its boxes: down corridors beside the columns, across channels between the rows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from l2kg.drawing.shapes import Path, Point, rounded

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from l2kg.drawing.shapes import Box
    from l2kg.drawing.timeline.order import Link, Order

__all__ = ["Arrows", "corridors"]

Cell = tuple[int, int, int]
_STEP, _FIRST, _ROOM = 6.0, 12.0, 46.0


def corridors(tracks: int, *, narrow: bool) -> float:
    """Return the width of a corridor with so many tracks."""
    return min(_FIRST + 4 + _STEP * tracks, _ROOM if narrow else 4 * _ROOM)


class _Tracks:
    """Give stretches that lie beside each other tracks of their own; one key keeps one track."""

    def __init__(self) -> None:
        self.spans: dict[str, tuple[float, float]] = {}

    def add(self, key: str, start: float, end: float) -> None:
        old = self.spans.get(key, (start, end))
        self.spans[key] = min(old[0], start), max(old[1], end)

    def found(self) -> tuple[dict[str, int], int]:
        """Return the track of each key, the longest stretch outermost, and how many tracks there are."""
        ends: list[list[tuple[float, float]]] = []
        tracks: dict[str, int] = {}
        for key, (start, end) in sorted(
            self.spans.items(), key=lambda item: (item[1][0] - item[1][1], item[0])
        ):
            free = next(
                (
                    k
                    for k, taken in enumerate(ends)
                    if all(end < a or b < start for a, b in taken)
                ),
                len(ends),
            )
            if free == len(ends):
                ends.append([])
            ends[free].append((start, end))
            tracks[key] = free
        return tracks, len(ends)


class Arrows:
    """The arrows of an order over cells: column, row, and place in the cell."""

    def __init__(self, order: Order, cells: Mapping[str, Cell]) -> None:
        self.cells = cells
        self.links = [
            link for link in order.links if cells[link.before][1] < cells[link.after][1]
        ]
        self.ways: dict[int, _Tracks] = {}
        self.levels: dict[int, _Tracks] = {}
        for link in self.links:
            self._claim(link)
        self.tracks = {k: way.found() for k, way in self.ways.items()}
        self.heights = {row: level.found() for row, level in self.levels.items()}

    def _claim(self, link: Link) -> None:
        (a, row, n), (b, low, m) = self.cells[link.before], self.cells[link.after]
        start, end = row + n / 1000 + 0.0006, low + m / 1000 + 0.0003
        way = self.ways.setdefault(a, _Tracks())
        if a == b:
            way.add(f"from {link.before}", start, end)
            return
        way.add(f"from {link.before}", start, low - 0.4)
        self.ways.setdefault(b, _Tracks()).add(f"to {link.after}", low - 0.5, end)
        self.levels.setdefault(low, _Tracks()).add(
            f"to {link.after}", min(a, b) - 0.3, max(a, b) + 0.3
        )

    def widths(self, columns: int) -> list[int]:
        """Return how many tracks the corridor of each column has."""
        return [self.tracks.get(k, ({}, 0))[1] for k in range(columns)]

    def room(self, row: int) -> float:
        """Return how much room the channel above a row takes."""
        count = self.heights.get(row, ({}, 0))[1]
        return 4 + _STEP * count

    def paths(
        self,
        boxes: Mapping[str, tuple[Box, str]],
        lefts: Sequence[float],
        channels: Sequence[float],
    ) -> list[Path]:
        """Draw the arrows between boxes, given the columns' left edges and the channels' upper edges."""
        return [self._path(link, boxes, lefts, channels) for link in self.links]

    def _path(
        self,
        link: Link,
        boxes: Mapping[str, tuple[Box, str]],
        lefts: Sequence[float],
        channels: Sequence[float],
    ) -> Path:
        (upper, first), (lower, last) = boxes[link.before], boxes[link.after]
        (a, _, _), (b, low, _) = self.cells[link.before], self.cells[link.after]
        trunk = self._x(a, f"from {link.before}", lefts)
        start, end = Point(upper.x, upper.bottom - 9), Point(lower.x - 2, lower.y + 11)
        points = [start, Point(trunk, start.y)]
        if a != b:
            level = channels[low] + _STEP * self.heights[low][0][f"to {link.after}"]
            arrival = self._x(b, f"to {link.after}", lefts)
            points += [Point(trunk, level), Point(arrival, level), Point(arrival, end.y)]
        else:
            points.append(Point(trunk, end.y))
        origin, steps = rounded([*points, end], 6)
        kind = "over" if link.is_over else "begun"
        return Path(
            id=link.relation.id,
            kind="order",
            start=origin,
            steps=steps,
            classes=(kind,),
            ends=(first, last),
            head=True,
        )

    def _x(self, column: int, key: str, lefts: Sequence[float]) -> float:
        tracks, count = self.tracks[column]
        step = (
            min(_STEP, (_ROOM - _FIRST - 4) / max(1, count)) if len(lefts) == 1 else _STEP
        )
        return lefts[column] - _FIRST - step * (count - 1 - tracks[key])
