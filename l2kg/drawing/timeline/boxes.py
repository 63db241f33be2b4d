"""Build the boxes of a timeline: what happened, and when."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

from l2kg.drawing.shapes import Box, Line, Mark, Node, block, wrapped

if TYPE_CHECKING:
    # MOVED
    from collections.abc import Iterable

    from l2kg.drawing.timeline.model import Dated, Moment

__all__ = ["dating_row", "moment_box", "Tick", "Axis", "axis_of"]

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


_MONTH_STEPS = (1, 2, 3, 6)


_YEAR_STEPS = (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000)


_TICKS, _LEAST, _SHORT = 5, 8.0, 2


@dataclass(frozen=True, slots=True)
class Tick:
    """A day on the axis with its name, such as ``1990`` or ``Jul``."""

    x: float
    name: str
    year: bool


@dataclass(frozen=True, slots=True)
class Axis:
    """A stretch of days over a stretch of pixels."""

    first: dt.date
    last: dt.date
    x: float
    w: float

    def at(self, day: dt.date) -> float:
        """Return where the beginning of a day lies."""
        return self.x + self.w * (day - self.first).days / max(
            1, (self.last - self.first).days
        )

    def span(self, days: tuple[dt.date, dt.date]) -> tuple[float, float]:
        """Return where a stretch of days begins and how wide it is, never too narrow to see."""
        start, end = self.at(days[0]), self.at(days[1] + dt.timedelta(days=1))
        wide = max(_LEAST, end - start)
        return min(start, self.x + self.w - wide), wide

    def ticks(self) -> list[Tick]:
        """Return the first days of years or months, few enough to name each."""
        days = self._months() if (self.last - self.first).days < _SHORT * 366 else []
        days = days or self._years()
        return [
            Tick(
                self.at(day),
                str(day.year) if day.month == 1 else f"{day:%b}",
                day.month == 1,
            )
            for day in days
        ]

    def _months(self) -> list[dt.date]:
        for step in _MONTH_STEPS:
            days = [
                dt.date(y, m, 1)
                for y in range(self.first.year, self.last.year + 1)
                for m in range(1, 13, step)
            ]
            days = [day for day in days if self.first <= day <= self.last]
            if len(days) <= _TICKS:
                return days
        return []

    def _years(self) -> list[dt.date]:
        for step in _YEAR_STEPS:
            years = range(-(-self.first.year // step) * step, self.last.year + 1, step)
            days = [
                dt.date(year, 1, 1)
                for year in years
                if year > 0 and self.first <= dt.date(year, 1, 1)
            ]
            if len(days) <= _TICKS:
                return days
        return []


def axis_of(moments: Iterable[Moment], x: float, w: float) -> Axis | None:
    """Return an axis over all datings with a little room at its ends; none where nothing is dated."""
    days = [
        day for moment in moments for dated in moment.dated for day in dated.days or ()
    ]
    if not days:
        return None
    room = dt.timedelta(days=max(3, (max(days) - min(days)).days // 20))
    least, most = dt.date.min + room, dt.date.max - room - dt.timedelta(days=1)
    return Axis(max(min(days), least) - room, min(max(days), most) + room, x, w)
