"""EDTF dates: the days between which one lies, doubt taken in, and which a text that is none may mean."""

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
from l2kg.wording import did_you_mean

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

__all__ = [
    "Bounds",
    "DateError",
    "bounds",
    "certain",
    "dates_meant",
    "day_of",
    "month_of",
    "widest",
]

Bounds = tuple[dt.date | None, dt.date | None]
_Unit = Literal["year", "month", "day"]
_UNITS: tuple[_Unit, ...] = ("year", "month", "day")
_MONTHS = 12
_REMEDY = "write a date such as 1990-07-05, 1990-07, 1994~/1996~"
_DOUBT = re.compile(r"[?~%]")
_YEARS_UNSAID = re.compile(r"\d*(X*)")
_PLAIN = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?", re.ASCII)
_FULL = re.compile(r"(\d{4})-(\d\d)-(\d\d)")
_NUMBERS = re.compile(r"(\d{1,4})\s*[/.-]\s*(\d{1,2})\s*[/.-]\s*(\d{1,4})")
_WORDS = re.compile(
    r"(?:(\d{1,2})(?:st|nd|rd|th)?\.?\s+(?:of\s+)?)?([a-z]{3,9})\.?\s+"
    r"(?:(\d{1,2})(?:st|nd|rd|th)?,?\s+)?(\d{4})"
)
_YEARS = re.compile(r"(\d{4})(?:\s*(?:-|\u2013|to)\s*(\d{4}))?|(\d{3})0s")
_FORMS = (  # how a word before a date changes it
    ("../{}", ("before", "until", "by")),
    ("{}/..", ("after", "since", "from")),
    ("{}~", ("circa", "ca.", "ca", "c.", "c", "about", "around", "approximately")),
)


def _unsaid(*_: object) -> None:
    """Take what the parser prints of a date that it fails to read: the error says it."""


# in its module alone: standard output belongs to all threads
vars(parser_classes)["print"] = _unsaid


class DateError(InputError):
    """A text that is no EDTF date, or one without bounds.

    `reason` is what else is wrong with it than that it is none, `unread` tells whether it
    is none, and `near` are the dates that may be meant by what is none.
    """

    def __init__(
        self, text: str, reason: str = "", remedy: str = "", *, unread: bool = False
    ) -> None:
        said = f"{text!r} {reason or 'is no EDTF date'}"
        self.near = dates_meant(text) if unread else []
        super().__init__(said + (did_you_mean(self.near) or f"; {remedy or _REMEDY}"))
        self.reason = reason
        self.unread = unread


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
        if not _is_plain(edtf):
            parse_edtf(edtf)
        found = _read(edtf)
    except EDTFParseException as error:
        raise DateError(edtf, _no_such_day(edtf), unread=True) from error
    except (AttributeError, TypeError, ValueError, OverflowError) as error:
        raise DateError(edtf, "has no first and last day") from error
    low, high = found
    if low is None and high is None:
        raise DateError(edtf, "tells neither a first nor a last day")
    if low and high and high < low:
        raise DateError(edtf, "ends before it begins", "turn its ends round")
    return found


def certain(edtf: str) -> tuple[dt.date, dt.date]:
    """Return the last day on which what is dated may begin, and the first on which it may end.

    A span of days surely meets it where it begins by the one and ends no sooner than the
    other. An end that is open or unknown is told by the other end alone.

    >>> [str(day) for day in certain("199X")]
    ['1999-12-31', '1990-01-01']
    >>> [str(day) for day in certain("1990-06/1990-08")]
    ['1990-06-30', '1990-08-01']
    """
    first, slash, last = edtf.partition("/")
    if not slash:
        low, high = bounds(edtf)
        return high or dt.date.max, low or dt.date.min
    start, end = (
        bounds(one) if one.strip(".") else (None, None) for one in (first, last)
    )
    begins = start[1] or end[1] or dt.date.max
    ends = end[0] or start[0] or dt.date.min
    return begins, ends


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


def dates_meant(text: str) -> list[str]:
    """Return the EDTF dates that a text may mean, as people write dates: the day first, or in words.

    >>> dates_meant("30 March 1978"), dates_meant("before 1978/3/30"), dates_meant("soon")
    (['1978-03-30'], ['../1978-03-30'], [])
    >>> dates_meant("3/4/1978"), dates_meant("1978-30-03"), dates_meant("c. 1978")
    (['1978-04-03', '1978-03-04'], ['1978-03-30'], ['1978~'])
    """
    folded = " ".join(text.casefold().split())[:100]
    for form, words in _FORMS:
        for word in words:
            rest = folded.removeprefix(word).lstrip()
            if folded.startswith(word) and (found := _meant(rest)):
                return [form.format(one) for one in found]
    return [one for one in _meant(folded) if one != text]


def _meant(text: str) -> list[str]:
    """Return the dates that a text without a word before it may mean."""
    return list(dict.fromkeys((*_of_numbers(text), *_of_words(text), *_of_years(text))))


def _of_numbers(text: str) -> Iterator[str]:
    if not (match := _NUMBERS.search(text)):
        return
    first, middle, last = match.groups()
    if len(first) == 4:
        orders = [(first, middle, last)]
        if int(middle) > _MONTHS:
            orders = [(first, last, middle)]
    elif len(last) == 4:
        orders = [(last, middle, first), (last, first, middle)]
    else:
        return
    yield from filter(None, (day_of(*order) for order in orders))


def _of_words(text: str) -> Iterator[str]:
    if not (match := _WORDS.search(text)):
        return
    before, name, after, year = match.groups()
    if not (month := month_of(name)):
        return
    if not (day := before or after):
        yield f"{year}-{month:02}"
    elif found := day_of(year, str(month), day):
        yield found


def _of_years(text: str) -> Iterator[str]:
    if match := _YEARS.fullmatch(text):
        first, last, decade = match.groups()
        yield f"{decade}X" if decade else f"{first}/{last}" if last else first


def day_of(year: str, month: str, day: str) -> str:
    """Return a day as EDTF, nothing where the calendar has none such."""
    try:
        return dt.date(int(year), int(month), int(day)).isoformat()
    except ValueError:
        return ""


def month_of(word: str) -> int | None:
    """Return the number of a month by its English name or the beginning of it, if that is of one alone."""
    found = [
        number
        for number, name in enumerate(calendar.month_name)
        if number and name.casefold().startswith(word.casefold())
    ]
    return found[0] if len(found) == 1 else None


def _no_such_day(text: str) -> str:
    """Say which day or month of a text the calendar does not have, where it has one of that form.

    >>> _no_such_day("1978-02-30"), _no_such_day("1978-30-03"), _no_such_day("soon")
    ('is no such day: February 1978 has 28 days', 'is no such day: there is no month 30', '')
    """
    if not (parts := _FULL.fullmatch(text)):
        return ""
    year, month, day = map(int, parts.groups())
    if not 1 <= month <= _MONTHS:
        return f"is no such day: there is no month {parts[2]}"
    if year < 1:
        return ""
    most = calendar.monthrange(year, month)[1]
    name = f"{calendar.month_name[month]} {year}"
    return "" if 1 <= day <= most else f"is no such day: {name} has {most} days"


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
    if plain := _plain(text):
        return plain
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


def _is_plain(text: str) -> bool:
    """Tell whether a text is a day, month or year, or from one to one: most are, and need no parser."""
    start, slash, end = text.partition("/")
    if not slash:
        return _plain(text) is not None
    return all(one == ".." or _plain(one) for one in (start, end))


def _plain(text: str) -> tuple[dt.date, dt.date] | None:
    """Return the first and last day of a day, month or year; nothing of what is another date or none.

    >>> [str(day) for day in _plain("1988-02") or ()], _plain("1978-02-30"), _plain("199X")
    (['1988-02-01', '1988-02-29'], None, None)
    """
    if not (parts := _PLAIN.fullmatch(text)):
        return None
    year, month, day = (int(part) if part else 0 for part in parts.groups())
    try:
        low = dt.date(year, month or 1, day or 1)
    except ValueError:
        return None
    last = calendar.monthrange(year, month or _MONTHS)[1]
    return low, low if day else dt.date(year, month or _MONTHS, last)


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
