"""What a figure is made of.

Boxes, lines of text, marks, nodes and paths, all of them measured values.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal, NamedTuple

from l2kg.drawing.text import STYLES, text_width

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from l2kg.drawing.text import Row

__all__ = [
    "NARROW_WIDTH",
    "Anchor",
    "Box",
    "Caption",
    "Figure",
    "Line",
    "Mark",
    "Node",
    "Path",
    "Point",
    "Width",
    "Zone",
    "block",
    "box_around",
    "distance",
    "moved_captions",
    "rounded",
    "toward",
]

Anchor = Literal["start", "middle", "end"]
Width = Literal["wide", "narrow"]
"""For which page a drawing is made: a screen or a phone."""
NARROW_WIDTH = 358.0
"""Pixels that a phone of 390 leaves a drawing."""


class Point(NamedTuple):
    """A place on the canvas, in pixels from its top left corner."""

    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle."""

    x: float
    y: float
    w: float
    h: float

    @property
    def right(self) -> float:
        """Return the right edge."""
        return self.x + self.w

    @property
    def bottom(self) -> float:
        """Return the lower edge."""
        return self.y + self.h

    @property
    def cx(self) -> float:
        """Return the middle across."""
        return self.x + self.w / 2

    @property
    def cy(self) -> float:
        """Return the middle down."""
        return self.y + self.h / 2

    def moved(self, dx: float, dy: float) -> Box:
        """Return the box somewhere else."""
        return Box(self.x + dx, self.y + dy, self.w, self.h)

    def grown(self, by: float) -> Box:
        """Return the box with its edges pushed out, or in when negative."""
        return Box(self.x - by, self.y - by, self.w + 2 * by, self.h + 2 * by)

    def overlaps(self, other: Box) -> bool:
        """Tell whether two boxes share more than an edge."""
        return (
            self.x < other.right
            and other.x < self.right
            and self.y < other.bottom
            and other.y < self.bottom
        )

    def contains(self, other: Box) -> bool:
        """Tell whether another box lies inside this one."""
        return (
            self.x <= other.x
            and self.y <= other.y
            and other.right <= self.right
            and other.bottom <= self.bottom
        )

    def holds(self, point: Point) -> bool:
        """Tell whether a point lies inside."""
        return self.x < point.x < self.right and self.y < point.y < self.bottom


@dataclass(frozen=True, slots=True)
class Line:
    """One line of text on its baseline."""

    x: float
    y: float
    text: str
    style: str
    anchor: Anchor = "start"

    @property
    def width(self) -> float:
        """Return the measured width."""
        style = STYLES[self.style]
        return text_width(self.text, style.size, style.face, style.spacing)

    @property
    def box(self) -> Box:
        """Return the room that the letters take."""
        size, width = STYLES[self.style].size, self.width
        left = self.x - {"start": 0.0, "middle": width / 2, "end": width}[self.anchor]
        return Box(left, self.y - 0.76 * size, width, 0.98 * size)

    def moved(self, dx: float, dy: float) -> Line:
        """Return the line somewhere else."""
        return replace(self, x=self.x + dx, y=self.y + dy)


Caption = tuple[Line, tuple[str, ...]]
"""A line of text that stands on the ground, and its class names."""


@dataclass(frozen=True, slots=True)
class Mark:
    """A small sign inside a node: a bar, a plus or minus, a number, a rule, bricks."""

    kind: str
    box: Box
    text: str = ""

    def moved(self, dx: float, dy: float) -> Mark:
        """Return the mark somewhere else."""
        return replace(self, box=self.box.moved(dx, dy))


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """An element drawn as a box that can be chosen; ``within`` names the node on which it lies."""

    id: str
    kind: str
    box: Box
    label: str
    title: str = ""
    classes: tuple[str, ...] = ()
    lines: tuple[Line, ...] = ()
    marks: tuple[Mark, ...] = ()
    within: str = ""

    def moved(self, dx: float, dy: float) -> Node:
        """Return the node, with all that is in it, somewhere else."""
        return replace(
            self,
            box=self.box.moved(dx, dy),
            lines=tuple(line.moved(dx, dy) for line in self.lines),
            marks=tuple(mark.moved(dx, dy) for mark in self.marks),
        )


Step = tuple[Point, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Path:
    """A line on the canvas: a start and steps, each a point (straight) or three (a cubic curve).

    ``id`` is the element that it belongs to, ``ends`` the nodes that it may touch.
    """

    id: str
    kind: str
    start: Point
    steps: tuple[Step, ...]
    classes: tuple[str, ...] = ()
    ends: tuple[str, ...] = ()
    head: bool = False

    def moved(self, dx: float, dy: float) -> Path:
        """Return the path somewhere else."""
        steps = tuple(
            tuple(Point(x + dx, y + dy) for x, y in step) for step in self.steps
        )
        return replace(
            self, start=Point(self.start.x + dx, self.start.y + dy), steps=steps
        )

    @property
    def d(self) -> str:
        """Return the path as SVG writes it."""
        steps = (
            ("C" if len(step) == 3 else "L")
            + " ".join(f"{x:.1f},{y:.1f}" for x, y in step)
            for step in self.steps
        )
        return f"M{self.start.x:.1f},{self.start.y:.1f}" + "".join(steps)

    def points(self, per_step: int = 24) -> Iterator[Point]:
        """Yield points along the path, close enough together to see what it crosses."""
        here = self.start
        yield here
        for step in self.steps:
            for i in range(1, per_step + 1):
                yield _along(here, step, i / per_step)
            here = step[-1]


def _along(start: Point, step: Step, t: float) -> Point:
    if len(step) == 1:
        return Point(
            start.x + t * (step[0].x - start.x), start.y + t * (step[0].y - start.y)
        )
    (a, b, c), s = step, 1 - t
    x = s**3 * start.x + 3 * s * s * t * a.x + 3 * s * t * t * b.x + t**3 * c.x
    y = s**3 * start.y + 3 * s * s * t * a.y + 3 * s * t * t * b.y + t**3 * c.y
    return Point(x, y)


@dataclass(frozen=True, slots=True)
class Zone:
    """The room behind one side: its column, and how far down its middle lies.

    A ``level`` one runs right across the canvas; of a ``void`` one only the edge shows.
    """

    side: int
    box: Box
    cy: float
    left: bool
    level: bool = False
    void: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A laid-out figure: everything to draw, in pixels, back to front."""

    width: float
    height: float
    title: str
    summary: str
    table: Box
    zones: tuple[Zone, ...] = ()
    nodes: tuple[Node, ...] = ()
    paths: tuple[Path, ...] = ()
    captions: tuple[Caption, ...] = ()
    seats: tuple[Box, ...] = ()


def block(
    x: float, top: float, rows: Iterable[Row], anchor: Anchor = "start"
) -> tuple[list[Line], float]:
    """Set rows one below the other from a top edge; return them and the edge below."""
    lines, y = [], top
    for text, name in rows:
        style = STYLES[name]
        # Capitals are 0.72 of the size high: half of that below the middle of the row.
        baseline = y + style.leading * 0.5 + style.size * 0.36
        lines.append(Line(x, baseline, text, name, anchor))
        y += style.leading
    return lines, y


_RADIUS = 24.0  # pixels, of the corner of a line with room around it


def rounded(
    points: Sequence[Point], radius: float = _RADIUS
) -> tuple[Point, tuple[Step, ...]]:
    """Join points by straight lines with round corners; return the start and the steps."""
    steps: list[Step] = []
    for before, corner, after in zip(points, points[1:], points[2:], strict=False):
        r = min(radius, _distance(before, corner) / 2, _distance(corner, after) / 2)
        into, out = toward(corner, before, r), toward(corner, after, r)
        # A quarter of a circle, as near as a curve of the third degree comes to it.
        curve = (toward(corner, before, r * 0.45), toward(corner, after, r * 0.45), out)
        steps += [(into,), curve]
    return points[0], (*steps, (points[-1],))


def _distance(a: Point, b: Point) -> float:
    return abs(a.x - b.x) + abs(a.y - b.y)


def toward(a: Point, b: Point, by: float) -> Point:
    """Return the point so many pixels from one on the way to another."""
    far = _distance(a, b) or 1.0
    return Point(a.x + (b.x - a.x) * by / far, a.y + (b.y - a.y) * by / far)


def moved_captions(captions: Iterable[Caption], dy: float) -> tuple[Caption, ...]:
    """Return captions further down."""
    return tuple((line.moved(0, dy), names) for line, names in captions)


def distance(box: Box, point: Point) -> float:
    """Return how far a point lies outside a box, across and down together."""
    across = max(box.x - point.x, 0, point.x - box.right)
    down = max(box.y - point.y, 0, point.y - box.bottom)
    return across + down


def box_around(points: Sequence[Point]) -> Box:
    """Return the box round points."""
    left, right = min(point.x for point in points), max(point.x for point in points)
    top, bottom = min(point.y for point in points), max(point.y for point in points)
    return Box(left, top, right - left, bottom - top)
