"""Hatch bands and bars by strokes of their own: a pattern fill is blurred in print, and other programs draw it otherwise."""

from __future__ import annotations

from itertools import pairwise
from math import hypot
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from l2kg.figure.parts import Box, Path, Point

__all__ = ["across_band", "across_bar"]

_STEP, _HALF, _LEAN = 6.0, 3.0, 2.7


def across_band(path: Path) -> str:
    """Return strokes slantwise across a band, from its end on, so that bands which share a stretch share its strokes.

    What is returned is the data of an SVG path, as is what ``across_bar`` returns.
    """
    strokes = []
    for x, y, dx, dy in _places(list(path.points())[::-1]):
        left, up = -dy * _HALF - dx * _LEAN, dx * _HALF - dy * _LEAN
        strokes.append(f"M{x + left:.1f},{y + up:.1f}L{x - left:.1f},{y - up:.1f}")
    return "".join(strokes)


def _places(points: list[Point]) -> Iterator[tuple[float, float, float, float]]:
    """Yield places along a line of points at one distance, each with the direction of the line there."""
    due = _STEP / 2
    for a, b in pairwise(points):
        length = hypot(b.x - a.x, b.y - a.y)
        while length and due <= length:
            dx, dy = (b.x - a.x) / length, (b.y - a.y) / length
            yield a.x + dx * due, a.y + dy * due, dx, dy
            due += _STEP
        due -= length


def across_bar(box: Box) -> str:
    """Return strokes slantwise across an upright bar."""
    count = int(box.h // _STEP)
    top = box.y + (box.h - count * _STEP) / 2
    return "".join(
        f"M{box.x:.1f},{top + _STEP * (k + 1):.1f}L{box.right:.1f},{top + _STEP * k:.1f}"
        for k in range(count)
    )
