"""Lead the arrows of a timeline between its boxes.

Down corridors beside the columns, across channels between the rows.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from l2kg.drawing.shapes import Path, Point, rounded

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from l2kg.drawing.shapes import Box
    from l2kg.drawing.timeline.order import Link, Order

__all__ = ["Arrows", "Cell", "corridor_width"]

Cell = tuple[int, int, int]
"""The column, the row, and the place in their cell of an occurrence."""
_STEP = 6.0  # pixels between two tracks
_FIRST = 12.0  # pixels between the boxes and the first track, for the tip of an arrow
_EDGE = 4.0  # pixels beyond the last track
_ROOM = 46.0  # pixels, the most that a corridor takes on a phone


def corridor_width(tracks: int, *, narrow: bool) -> float:
    """Return the width of a corridor with so many tracks, in pixels."""
    return min(_FIRST + _EDGE + _STEP * tracks, _ROOM if narrow else 4 * _ROOM)


class _Tracks:
    """Give stretches that lie beside each other tracks of their own; one key keeps one track."""

    def __init__(self) -> None:
        self.spans: dict[str, tuple[float, float]] = {}

    def add(self, key: str, start: float, end: float) -> None:
        """Take a stretch for a key, or more of its stretch."""
        old = self.spans.get(key, (start, end))
        self.spans[key] = min(old[0], start), max(old[1], end)

    def found(self) -> tuple[dict[str, int], int]:
        """Return the track of each key, the longest stretch outermost, and their number."""
        taken: list[list[tuple[float, float]]] = []
        tracks: dict[str, int] = {}
        longest_first = sorted(
            self.spans.items(), key=lambda item: (item[1][0] - item[1][1], item[0])
        )
        for key, (start, end) in longest_first:
            track = 0
            while track < len(taken) and any(
                a <= end and start <= b for a, b in taken[track]
            ):
                track += 1
            if track == len(taken):
                taken.append([])
            taken[track].append((start, end))
            tracks[key] = track
        return tracks, len(taken)


class Arrows:
    """The arrows of an order over cells, those that lead from a row to one further down."""

    def __init__(self, order: Order, cells: Mapping[str, Cell]) -> None:
        self.cells = cells
        self.links = [
            link for link in order.links if cells[link.before][1] < cells[link.after][1]
        ]
        self.corridors: dict[int, _Tracks] = {}
        self.channels: dict[int, _Tracks] = {}
        for link in self.links:
            self._claim(link)
        self.tracks = {k: tracks.found() for k, tracks in self.corridors.items()}
        self.levels = {row: tracks.found() for row, tracks in self.channels.items()}

    def _claim(self, link: Link) -> None:
        """Take stretches of corridors and of a channel for an arrow, in rows and columns.

        Places in a cell are thousandths of a row, where an arrow arrives before another
        leaves; a channel lies half a row above its row.
        """
        (a, row, n), (b, low, m) = self.cells[link.before], self.cells[link.after]
        start, end = row + n / 1000 + 0.0006, low + m / 1000 + 0.0003
        corridor = self.corridors.setdefault(a, _Tracks())
        if a == b:
            corridor.add(f"from {link.before}", start, end)
            return
        corridor.add(f"from {link.before}", start, low - 0.4)
        arrival = f"to {link.after}"
        self.corridors.setdefault(b, _Tracks()).add(arrival, low - 0.5, end)
        channel = self.channels.setdefault(low, _Tracks())
        channel.add(arrival, min(a, b) - 0.3, max(a, b) + 0.3)

    def widths(self, columns: int) -> list[int]:
        """Return how many tracks the corridor of each column has."""
        return [self.tracks.get(k, ({}, 0))[1] for k in range(columns)]

    def room(self, row: int) -> float:
        """Return how much room the channel above a row takes, in pixels."""
        return _EDGE + _STEP * self.levels.get(row, ({}, 0))[1]

    def paths(
        self,
        boxes: Mapping[str, tuple[Box, str]],
        lefts: Sequence[float],
        channels: Sequence[float],
    ) -> list[Path]:
        """Draw the arrows between boxes, which come with their ids.

        ``lefts`` are the columns' left edges, ``channels`` the channels' upper edges.
        """
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
        start, end = Point(upper.x, upper.bottom - 9), Point(lower.x - 2, lower.y + 11)
        trunk = self._x(a, f"from {link.before}", lefts)
        points = [start, Point(trunk, start.y)]
        if a == b:
            points.append(Point(trunk, end.y))
        else:
            key = f"to {link.after}"
            level = channels[low] + _STEP * self.levels[low][0][key]
            arrival = self._x(b, key, lefts)
            points += [Point(trunk, level), Point(arrival, level), Point(arrival, end.y)]
        origin, steps = rounded([*points, end], 6)
        return Path(
            id=link.relation.id,
            kind="order",
            start=origin,
            steps=steps,
            classes=(
                "over" if link.is_over else "begun",
                *(("implied",) if link.is_implied else ()),
            ),
            ends=(first, last),
            head=True,
        )

    def _x(self, column: int, key: str, lefts: Sequence[float]) -> float:
        """Return where the track of a key runs; on a phone tracks draw together."""
        tracks, count = self.tracks[column]
        step = _STEP
        if len(lefts) == 1:
            step = min(_STEP, (_ROOM - _FIRST - _EDGE) / max(1, count))
        return lefts[column] - _FIRST - step * (count - 1 - tracks[key])
