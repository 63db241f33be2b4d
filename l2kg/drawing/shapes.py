"""What a figure is made of: boxes, lines of text, marks, nodes and paths, all of them measured values."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Literal, NamedTuple

from l2kg.drawing.text import Face, fit, text_width

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

__all__ = [
    "STYLES",
    "Box",
    "Figure",
    "Line",
    "Mark",
    "Node",
    "Path",
    "Point",
    "Style",
    "Zone",
    "block",
    "wrapped",
    "rounded",
]

Anchor = Literal["start", "middle", "end"]


class Point(NamedTuple):
    """A place on the sheet, in pixels from its top left corner."""

    x: float
    y: float


class Style(NamedTuple):
    """How a class of text is set: size and line height in pixels, face, letter spacing in em."""

    size: float
    leading: float
    face: Face
    spacing: float = 0.0


STYLES: dict[str, Style] = {
    "cap": Style(11, 14, "bold", 0.13),
    "gw": Style(12, 15, "sans"),
    "ct": Style(13.5, 17, "bold"),
    "cs": Style(11.5, 14.5, "sans"),
    "sn": Style(13.5, 17, "bold"),
    "ng": Style(12.5, 16, "sans"),
    "letter": Style(50, 50, "serif"),
    "gl": Style(25, 25, "serif"),
    "deal": Style(17, 21, "serif"),
    "dl": Style(12, 15, "sans"),
    "st": Style(11, 14, "bold"),
    "pt": Style(13.5, 17, "bold"),
    "ps": Style(11.5, 14.5, "sans"),
    "pp": Style(12, 15, "sans"),
    "nn": Style(14, 14, "bold"),
    "np": Style(11.5, 14, "bold"),
    "ht": Style(12, 15.5, "bold"),
    "hs": Style(11, 14, "bold"),
    "bt": Style(12, 15, "sans"),
    "td": Style(11.5, 14.5, "bold"),
    "sg": Style(15, 15, "bold"),
    "empty": Style(12, 16, "sans"),
}


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
    """A line on the sheet: a start and steps, each a point (straight) or three (a cubic curve).

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

    A ``level`` one runs right across the sheet; of a ``void`` one only the edge shows.
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
    captions: tuple[tuple[Line, tuple[str, ...]], ...] = field(default=())
    seats: tuple[Box, ...] = ()


def wrapped(text: str, style: str, width: float, lines: int) -> list[str]:
    """Break text into lines of a style that fit a width."""
    chosen = STYLES[style]
    if chosen.spacing:
        return [text]
    return fit(text, chosen.size, width, lines, chosen.face)


def block(
    x: float, top: float, rows: Iterable[tuple[str, str]], anchor: Anchor = "start"
) -> tuple[list[Line], float]:
    """Set rows of (text, style) one below the other from a top edge; return them and the edge below."""
    lines, y = [], top
    for text, style in rows:
        leading = STYLES[style].leading
        lines.append(
            Line(x, y + leading * 0.5 + STYLES[style].size * 0.36, text, style, anchor)
        )
        y += leading
    return lines, y


_R = 24.0


def rounded(
    points: Sequence[Point], radius: float = _R
) -> tuple[Point, tuple[Step, ...]]:
    """Join points by straight lines with round corners; return the start and the steps."""
    steps: list[Step] = []
    for before, corner, after in zip(points, points[1:], points[2:], strict=False):
        r = min(radius, _distance(before, corner) / 2, _distance(corner, after) / 2)
        into, out = toward(corner, before, r), toward(corner, after, r)
        steps += [
            (into,),
            (toward(corner, before, r * 0.45), toward(corner, after, r * 0.45), out),
        ]
    return points[0], (*steps, (points[-1],))


def _distance(a: Point, b: Point) -> float:
    return abs(a.x - b.x) + abs(a.y - b.y)


def toward(a: Point, b: Point, by: float) -> Point:
    far = _distance(a, b) or 1.0
    return Point(a.x + (b.x - a.x) * by / far, a.y + (b.y - a.y) * by / far)
