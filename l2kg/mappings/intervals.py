"""Intervals in which an identifier holds, as EDTF writes them: open at an end, or at both."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import lru_cache

from l2kg.dates import DateError, bounds

__all__ = ["ALWAYS", "Interval", "interval"]


@dataclass(frozen=True, slots=True)
class Interval:
    """The first and the last day on which something may hold; none where it is open."""

    first: dt.date | None = None
    last: dt.date | None = None

    def meets(self, other: Interval) -> bool:
        """Tell whether two intervals have a day in common.

        >>> interval("1949/1990-10-02").meets(interval("1990-10-03/.."))
        False
        """
        (begin, end), (first, last) = self.ends, other.ends
        return begin <= last and first <= end

    @property
    def ends(self) -> tuple[dt.date, dt.date]:
        """Return the first and the last day, those of the calendar where it is open."""
        return self.first or dt.date.min, self.last or dt.date.max


ALWAYS = Interval()


@lru_cache(maxsize=4096)
def interval(text: str) -> Interval:
    """Read an EDTF interval such as `1955-05-05/1990-10-02` or `1990-10-03/..`.

    No text means that nothing limits it.

    A year or month as an end stands for its first day at the beginning, for its last at
    the end.

    Raises:
        DateError: the text is none, or it ends before it begins.

    >>> interval("1860/1945-08-14").first
    datetime.date(1860, 1, 1)
    """
    if not text:
        return ALWAYS
    start, slash, end = text.partition("/")
    if not slash:
        raise DateError(
            text,
            "is no interval",
            "write one such as 1955-05-05/1990-10-02 or 1990-10-03/..",
        )
    found = Interval(
        None if start == ".." else bounds(start)[0],
        None if end == ".." else bounds(end)[1],
    )
    if found.first and found.last and found.last < found.first:
        raise DateError(text, "ends before it begins", "turn its ends round")
    return found
