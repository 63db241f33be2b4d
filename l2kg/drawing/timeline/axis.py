"""The axis on which the datings of a timeline stand: days over pixels, and their ticks."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from l2kg.dates import Bounds
    from l2kg.drawing.timeline.model import Moment

__all__ = ["Axis", "Tick", "axis_of"]

_MONTH_STEPS = (1, 2, 3, 6)
_YEAR_STEPS = (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000)
_MOST_TICKS = 5  # few enough to name each
_LEAST = 8.0  # pixels, the width of a bar that can still be seen and hit
_SHORT = 2 * 366  # days, below which months are named


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
        days = max(1, (self.last - self.first).days)
        return self.x + self.w * (day - self.first).days / days

    def span(self, days: Bounds) -> tuple[float, float]:
        """Return where a stretch of days begins and how wide it is, never too narrow to see.

        One without a bound goes to the end of the axis.
        """
        first, last = days
        start = self.at(first) if first else self.x
        end = self.at(last + dt.timedelta(days=1)) if last else self.x + self.w
        wide = max(_LEAST, end - start)
        return min(start, self.x + self.w - wide), wide

    def ticks(self) -> list[Tick]:
        """Return the first days of years or months, few enough to name each."""
        days: list[dt.date] = []
        if (self.last - self.first).days < _SHORT:
            days = _fewest(self._months(step) for step in _MONTH_STEPS)
        days = days or _fewest(self._years(step) for step in _YEAR_STEPS)
        return [
            Tick(
                self.at(day),
                str(day.year) if day.month == 1 else f"{day:%b}",
                day.month == 1,
            )
            for day in days
        ]

    def _months(self, step: int) -> list[dt.date]:
        """Return the first days of every so manieth month of a year."""
        days = (
            dt.date(year, month, 1)
            for year in range(self.first.year, self.last.year + 1)
            for month in range(1, 13, step)
        )
        return [day for day in days if self.first <= day <= self.last]

    def _years(self, step: int) -> list[dt.date]:
        """Return the first days of the years that a step divides."""
        first = -(-self.first.year // step) * step
        years = range(first, self.last.year + 1, step)
        days = (dt.date(year, 1, 1) for year in years if year > 0)
        return [day for day in days if self.first <= day]


def _fewest(choices: Iterator[list[dt.date]]) -> list[dt.date]:
    """Return the first choice of days that are few enough, none where there is no such."""
    return next((days for days in choices if len(days) <= _MOST_TICKS), [])


def axis_of(moments: Iterable[Moment], x: float, w: float) -> Axis | None:
    """Return an axis over all datings with a little room at its ends.

    None where nothing is dated.
    """
    days = [
        day
        for moment in moments
        for dated in moment.dated
        for day in dated.days or ()
        if day
    ]
    if not days:
        return None
    room = dt.timedelta(days=max(3, (max(days) - min(days)).days // 20))
    least, most = dt.date.min + room, dt.date.max - room - dt.timedelta(days=1)
    return Axis(max(min(days), least) - room, min(max(days), most) + room, x, w)
