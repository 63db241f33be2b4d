"""Build the boxes of a timeline: what happened, and when."""

from __future__ import annotations

from typing import TYPE_CHECKING

from l2kg.drawing.shapes import Box, Line, Mark, Node, block
from l2kg.drawing.text import Row, as_sentences, rows

if TYPE_CHECKING:
    from l2kg.drawing.timeline.axis import Axis
    from l2kg.drawing.timeline.model import Dated, Moment

__all__ = ["dating_row", "moment_box"]

_NUMBERED, _BARE = 34.0, 12.0  # pixels up to the words, after a number and without
_MOST_LINES = 4  # of a label or a note
_PADDING = 7.0  # pixels above and below the words
_LEAST = 32.0  # pixels, the height of an occurrence
_BAR = 4.0  # pixels, the width of the bar at the edge of what is dated
_STRIP = 6.0  # pixels beside a dating inside the box of what it dates
_DATE_SIDES = 10.0  # pixels beside the words of a dating
_AXIS = 16.0  # pixels below them for the bar on the axis


def moment_box(
    moment: Moment, x: float, width: float, axis: Axis | None, *, lane: bool
) -> list[Node]:
    """Build the box of an occurrence, its top at 0.

    ``lane`` names its lane in it; ``axis`` sets its datings into it, as nodes of their own.
    """
    element = moment.element
    indent = _NUMBERED if moment.number else _BARE
    when = [dated.words for dated in moment.dated]
    texts = _moment_rows(moment, width - indent - 10, lane=lane, dates=axis is None)
    lines, below = block(x + indent, _PADDING, texts)
    strips: list[Node] = []
    for dated in moment.dated if axis else ():
        place = Box(x + _STRIP, below + 2, width - 2 * _STRIP, 0)
        strips.append(dating_row(moment, dated, place, axis, within=element.id))
        below = strips[-1].box.bottom
    height = max(_LEAST, below + _PADDING)
    if moment.number:
        y = lines[1 if lane else 0].y
        number = Line(x + indent / 2 + 1, y, moment.number, "part-number", "middle")
        lines.append(number)
    body = Node(
        id=element.id,
        kind="moment",
        box=Box(x, 0, width, height),
        label=_spoken(moment),
        title=as_sentences(element.label, *when, element.description),
        classes=(*_classes(moment), "dated" if when else "undated"),
        lines=tuple(lines),
        marks=(Mark("bar", Box(x, 6, _BAR, height - 12)),) if when else (),
    )
    return [body, *strips]


def _moment_rows(moment: Moment, room: float, *, lane: bool, dates: bool) -> list[Row]:
    """Return what is written in the box of an occurrence."""
    texts = rows(moment.lane.title, "kind", room, 1) if lane else []
    texts += rows(moment.element.label, "label", room, _MOST_LINES)
    if dates:
        for dated in moment.dated:
            texts += rows(dated.words, "date", room, 2)
    for note in moment.notes:
        texts += rows(note, "detail", room, _MOST_LINES)
    return texts


def _spoken(moment: Moment) -> str:
    """Say an occurrence in words: what it is, its lane, its dates and notes."""
    element = moment.element
    name, kind = f"Measure {moment.number}: {element.label}", ""
    if not moment.number:
        name = element.label
        kind = element.types[0].label if element.types else "occurrence"
    when = [dated.words for dated in moment.dated] or ["no date"]
    return as_sentences(name, kind, moment.lane.title, *when, *moment.notes)


def _classes(moment: Moment) -> tuple[str, ...]:
    colour = moment.lane.colour
    return (colour, moment.tone) if moment.tone else (colour,)


def dating_row(
    moment: Moment, dated: Dated, place: Box, axis: Axis | None, *, within: str = ""
) -> Node:
    """Build the row of one dating.

    It holds its words, its source where that is not the case's own, and its bar on the
    axis.

    It has the corner and the width of a box. ``within`` is the node on which it lies.
    """
    room = place.w - _DATE_SIDES
    outside = f"not in the case's source: {dated.external}" if dated.external else ""
    rival = "disputed: another dating stands beside it" if dated.dating.rivals else ""
    texts = rows(dated.words, "date", room, 2)
    texts += rows(outside, "detail", room, 3)
    texts += rows(rival, "detail", room, 2)
    lines, below = block(place.x + 6, place.y + 3, texts)
    marks = _bar_on(axis, dated, below) if axis else ()
    below += _AXIS if marks else 0
    name = f"Dating of {moment.element.label}: {dated.words}"
    flags = {"external": dated.external, "strip": within}
    return Node(
        id=dated.dating.id,
        kind="dating",
        box=Box(place.x, place.y, place.w, below + 3 - place.y),
        label=as_sentences(name, outside, rival),
        title=as_sentences(dated.words, outside, rival),
        classes=(*_classes(moment), *(flag for flag, holds in flags.items() if holds)),
        lines=tuple(lines),
        marks=marks,
        within=within,
    )


def _bar_on(axis: Axis, dated: Dated, top: float) -> tuple[Mark, ...]:
    """Draw the axis from a height down, with a notch a tick and the bar of the days."""
    if not dated.days:
        return ()
    start, wide = axis.span(dated.days)
    notches = [Mark("track", Box(tick.x, top + 4, 1, 9)) for tick in axis.ticks()]
    return (
        Mark("track", Box(axis.x, top + 8, axis.w, 1)),
        *notches,
        Mark("span", Box(start, top + 4.5, wide, 8)),
    )
