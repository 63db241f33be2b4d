"""Days between which an EDTF date lies, uncertainty taken in."""

from __future__ import annotations

import calendar
import datetime as dt
import re
from functools import lru_cache
from typing import TYPE_CHECKING, Literal

from edtf import struct_time_to_date
from edtf.parser import parser_classes
from edtf.parser.edtf_exceptions import EDTFParseException
from edtf.parser.grammar import parse_edtf

from l2kg.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["Bounds", "DateError", "bounds", "widest"]

Bounds = tuple[dt.date | None, dt.date | None]
_Unit = Literal["year", "month", "day"]
_UNITS: tuple[_Unit, ...] = ("year", "month", "day")
_REMEDY = "write a date such as 1990-07-05, 1990-07, 1994~/1996~"
_DOUBT = re.compile(r"[?~%]")
_YEARS_UNSAID = re.compile(r"\d*(X*)")


def _unsaid(*_: object) -> None:
    """Take what the parser prints of a date that it fails to read: the error says it."""


# in its module alone: standard output belongs to all threads
vars(parser_classes)["print"] = _unsaid


class DateError(InputError):
    """A text that is no EDTF date, or one without bounds."""


@lru_cache(maxsize=4096)  # dates
def bounds(edtf: str) -> Bounds:
    """Return the first and the last day on which what is dated may lie.

    An end that is open (two dots) or unknown (nothing) is no bound. "About" (~) and
    "uncertain" (?) each widen a date by one unit of its own precision: a day by a day, a
    month by a month, a year by a year. A set lies between the earliest and the latest of
    its members.

    Raises:
        DateError: the text is no EDTF, or neither end is told.

    >>> [str(day) for day in bounds("1990-07")]
    ['1990-07-01', '1990-07-31']
    >>> [str(day) for day in bounds("1990-06~")]
    ['1990-05-01', '1990-07-31']
    >>> [str(day) for day in bounds("1990-10-03/..")]
    ['1990-10-03', 'None']
    """
    try:
        parse_edtf(edtf)
        found = _read(edtf)
    except EDTFParseException as error:
        raise DateError(f"{edtf!r} is no EDTF date; {_REMEDY}") from error
    except (AttributeError, TypeError, ValueError, OverflowError) as error:
        raise DateError(f"{edtf!r} has no first and last day; {_REMEDY}") from error
    low, high = found
    if low is None and high is None:
        raise DateError(f"{edtf!r} tells neither a first nor a last day; {_REMEDY}")
    if low and high and high < low:
        raise DateError(f"{edtf!r} ends before it begins; turn its ends round")
    return found


def widest(given: Iterable[Bounds]) -> Bounds:
    """Return the bounds of all that lies within some of the given ones.

    >>> widest([bounds("1990"), bounds("1991/..")])
    (datetime.date(1990, 1, 1), None)
    """
    lows, highs = zip(*given, strict=True)
    return (
        None if None in lows else min(lows),
        None if None in highs else max(highs),
    )


def _read(text: str) -> Bounds:
    """Return the bounds of a date, an interval or a set."""
    if text[:1] in ("[", "{"):
        return widest(_member(one) for one in text[1:-1].split(","))
    start, slash, end = text.partition("/")
    return _between(start, end) if slash else _date(text)


def _member(text: str) -> Bounds:
    """Return the bounds of a member of a set: a date, or all between two."""
    start, dots, end = text.strip().partition("..")
    return _between(start, end) if dots else _date(start)


def _between(start: str, end: str) -> Bounds:
    return (
        None if start in ("", "..") else _date(start)[0],
        None if end in ("", "..") else _date(end)[1],
    )


def _date(text: str) -> tuple[dt.date, dt.date]:
    """Return the first and the last day of one date, wider where it is in doubt."""
    parsed = parse_edtf(_DOUBT.sub("", text))
    low = struct_time_to_date(parsed.lower_fuzzy())
    high = struct_time_to_date(parsed.upper_fuzzy())
    for sign in _DOUBT.findall(text):
        unit, times = _unit_in_doubt(text), 2 if sign == "%" else 1
        if unit == "year":
            times *= _years(text)
        low = _moved(low, unit, -times)
        high = _moved(high + dt.timedelta(days=1), unit, times) - dt.timedelta(days=1)
    return low, high


def _unit_in_doubt(text: str) -> _Unit:
    """Return the unit of the coarsest part of a date that is in doubt.

    A sign after a part is for it and all before it, and counts by its own unit; one
    before a part is for that part.

    >>> _unit_in_doubt("1990-07-05~"), _unit_in_doubt("1990-~07-05")
    ('day', 'month')
    """
    places = [i for i, part in enumerate(text.split("-")) if _DOUBT.search(part)]
    return _UNITS[min(places)]


def _years(text: str) -> int:
    """Return how many years the unit of a year is: ten where its last digit is not said.

    >>> _years("1994~"), _years("199X~")
    (1, 10)
    """
    said = _YEARS_UNSAID.match(_DOUBT.sub("", text))
    return 10 ** len(said[1]) if said else 1


def _moved(day: dt.date, unit: _Unit, number: int) -> dt.date:
    """Return a day so many days, months or years away, as far as there are dates."""
    try:
        if unit == "day":
            return day + dt.timedelta(days=number)
        months = day.year * 12 + day.month - 1 + number * (12 if unit == "year" else 1)
        year, month = divmod(months, 12)
        last = calendar.monthrange(year, month + 1)[1]
        return dt.date(year, month + 1, min(day.day, last))
    except (OverflowError, ValueError):
        return dt.date.min if number < 0 else dt.date.max
