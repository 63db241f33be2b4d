"""Build the boxes of a timeline: what happened, and when."""

from __future__ import annotations

from typing import TYPE_CHECKING

from l2kg.figure.parts import Box, Line, Mark, Node, block, wrapped

if TYPE_CHECKING:
    from l2kg.timeline.axis import Axis
    from l2kg.timeline.model import Dated, Moment

__all__ = ["dating_row", "moment_box"]

_NUMBERED, _BARE, _LINES = 34.0, 12.0, 4


def _said(*sentences: str) -> str:
    return ". ".join(
        sentence.strip().rstrip(".") for sentence in sentences if sentence.strip()
    )


def moment_box(
    moment: Moment, x: float, width: float, axis: Axis | None, *, lane: bool
) -> list[Node]:
    """Build the box of an occurrence, its top at 0; ``lane`` names its lane in it, ``axis`` sets its datings into it."""
    one, indent = moment.element, _NUMBERED if moment.number else _BARE
    room, when = width - indent - 10, [dated.words for dated in moment.dated]
    rows = [(t, "hs") for t in wrapped(moment.lane.title, "hs", room, 1)] if lane else []
    rows += [(t, "ht") for t in wrapped(one.label, "ht", room, _LINES)]
    rows += (
        [(t, "td") for words in when for t in wrapped(words, "td", room, 2)]
        if not axis
        else []
    )
    rows += [(t, "cs") for note in moment.notes for t in wrapped(note, "cs", room, 4)]
    lines, below = block(x + indent, 7, rows)
    strips: list[Node] = []
    for dated in moment.dated if axis else ():
        strips.append(
            dating_row(
                moment, dated, Box(x + 6, below + 2, width - 12, 0), axis, within=one.id
            )
        )
        below = strips[-1].box.bottom
    height = max(32.0, below + 7)
    if moment.number:
        first = lines[1 if lane else 0]
        lines.append(Line(x + indent / 2 + 1, first.y, moment.number, "np", "middle"))
    kind = one.types[0].label if one.types else "occurrence"
    named = f"Measure {moment.number}: {one.label}" if moment.number else one.label
    body = Node(
        id=one.id, kind="moment", box=Box(x, 0, width, height), lines=tuple(lines),
        label=_said(named, "" if moment.number else kind, moment.lane.title, *(when or ["no date"]), *moment.notes),
        title=_said(one.label, *when, one.description), classes=(*_hue(moment), "dated" if when else "undated"),
        marks=(Mark("bar", Box(x, 6, 4, height - 12)),) if when else (),
    )  # fmt: skip
    return [body, *strips]


def _hue(moment: Moment) -> tuple[str, ...]:
    return (
        f"s{moment.lane.place}" if moment.lane.place >= 0 else f"l-{moment.lane.key}",
        *([moment.tone] if moment.tone else []),
    )


def dating_row(
    moment: Moment, dated: Dated, box: Box, axis: Axis | None, *, within: str = ""
) -> Node:
    """Build the row of one dating: its words, its source where that is not the case's own, and its bar on the axis."""
    rows = [(t, "td") for t in wrapped(dated.words, "td", box.w - 10, 2)]
    outside = f"not in the case's source: {dated.external}" if dated.external else ""
    rows += [(t, "cs") for t in wrapped(outside, "cs", box.w - 10, 3)]
    rival = "disputed: another dating stands beside it" if dated.dating.rivals else ""
    rows += [(t, "cs") for t in wrapped(rival, "cs", box.w - 10, 2)]
    lines, below = block(box.x + 6, box.y + 3, rows)
    marks: tuple[Mark, ...] = ()
    if axis and dated.days:
        start, wide = axis.span(dated.days)
        notches = [Mark("track", Box(tick.x, below + 4, 1, 9)) for tick in axis.ticks()]
        marks = (
            Mark("track", Box(axis.x, below + 8, axis.w, 1)),
            *notches,
            Mark("span", Box(start, below + 4.5, wide, 8)),
        )
        below += 16
    return Node(
        id=dated.dating.id, kind="dating", box=Box(box.x, box.y, box.w, below + 3 - box.y), lines=tuple(lines), marks=marks, within=within,
        label=_said(f"Dating of {moment.element.label}: {dated.words}", outside, rival), title=_said(dated.words, outside, rival),
        classes=(*_hue(moment), *(("external",) if dated.external else ()), *(("strip",) if within else ())),
    )  # fmt: skip
