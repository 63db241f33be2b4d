"""Dates in the cells of other people's tables: EDTF and years, spreadsheets, Stata, written months.

A column is looked at as a whole. What may mean two days is not guessed at.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from l2kg.csv_text import is_missing
from l2kg.dates import DateError, bounds, day_of, month_of
from l2kg.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from l2kg.joining.identities import Span

__all__ = [
    "FORMS",
    "Form",
    "Read",
    "form_of",
    "is_text_of_date",
    "open_note",
    "read",
    "whole_number",
]

FORMS = {  # what `--dates` takes: how dates are written that can be read in two ways
    "dmy": "days before months: 7/2/1978 is 7 February",
    "mdy": "months before days: 7/2/1978 is July 2",
    "stata": "days counted from 1960-01-01, as Stata does",
    "spreadsheet": "days counted from 1900, as spreadsheets do",
}
_REMEDY = "write a year, 1990-07, 1990-07-05 or an EDTF date"
_YEARS = range(1500, 2101)  # what a bare number can be a year of
_STATA, _SHEET = dt.date(1960, 1, 1), dt.date(1899, 12, 30)
_MILLISECONDS = 10**8  # from here on Stata's numbers are times (%tc), not days
_DAY_IN_MS = 86_400_000
_LEAP = 60  # the day that spreadsheets believe was 29 February 1900

_NUMBER = re.compile(r"-?\d+(?:\.\d+)?")
_STAMP = re.compile(
    r"(\d{4}-\d{2}-\d{2})[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:?\d{2})?"
)
_TIME = r"(?:[T ]+\d{1,2}:\d{2}(?::\d{2})?(?:\.\d+)?(?: ?[AaPp][Mm])?)?"
_PARTS = re.compile(rf"(\d{{1,2}})([/.-])(\d{{1,2}})\2(\d{{4}}){_TIME}")
_YEAR_FIRST = re.compile(rf"(\d{{4}})([/.])(\d{{1,2}})\2(\d{{1,2}}){_TIME}")
_WRITTEN = (
    re.compile(
        rf"(?P<d>\d{{1,2}})(?:st|nd|rd|th)?[\s./-]*(?P<m>[A-Za-z]{{3,9}})\.?[\s,./-]*(?P<y>\d{{4}}){_TIME}"
    ),
    re.compile(
        rf"(?P<m>[A-Za-z]{{3,9}})\.?\s+(?P<d>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<y>\d{{4}}){_TIME}"
    ),
    re.compile(r"(?P<m>[A-Za-z]{3,9})\.?[\s,./-]*(?P<y>\d{4})"),
    re.compile(r"(?P<y>\d{4})[\s./-]*(?P<m>[A-Za-z]{3,9})(?:[\s./-]*(?P<d>\d{1,2}))?"),
)
_STATA_MONTH = re.compile(r"(\d{4})\s?m(\d{1,2})")
_QUARTER = re.compile(r"(\d{4})[\s-]?[qQ]([1-4])")
_EDTF = re.compile(r"(?:[\dXu]{4}(?!\d)|\.\.|/|\[|\{).*")


@dataclass(frozen=True, slots=True)
class Form:
    """How a column writes its dates.

    `order` is of day and month, where that can be told; `numbers` what bare numbers
    are: years, days of Stata or of a spreadsheet; `told` says what was concluded, and
    from what.
    """

    order: str | None = None
    numbers: str | None = None
    told: str = ""


@dataclass(frozen=True, slots=True)
class Read:
    """What a cell says of time: the days between which it lies, or `why` it says nothing.

    `written` is the cell; `note` what a reader of the days must know.
    """

    span: Span | None
    written: str = ""
    why: str = ""
    note: str = ""


def form_of(cells: Iterable[str], wanted: str | None = None) -> Form:
    """Return how a column writes its dates, as far as all its cells together tell.

    Raises:
        UsageError: what is wanted is no form.

    >>> form_of(["7/2/1978", "25/12/1978"]).order, form_of(["7/2/1978"]).order
    ('dmy', None)
    >>> form_of(["1978", "1990"]).numbers, form_of(["6772", "10958"]).numbers
    ('years', None)
    """
    if wanted is not None and wanted not in FORMS:
        forms = "; ".join(f"{form} ({what})" for form, what in FORMS.items())
        raise UsageError(
            f"--dates {wanted!r} is none of its values: {forms}; dates with the year first"
            " need none"
        )
    texts = {" ".join(cell.split()) for cell in cells if not is_missing(cell)}
    order, told = _order(texts)
    if wanted in ("dmy", "mdy"):
        order, told = wanted, ""
    numbers = wanted if wanted in ("stata", "spreadsheet") else _numbers(texts)
    return Form(order, numbers, told)


def _order(texts: set[str]) -> tuple[str | None, str]:
    """Return which of day and month comes first, and the cell that shows it."""
    shown: dict[str, str] = {}
    for text in sorted(texts):
        if parts := _PARTS.fullmatch(text):
            first, second = int(parts[1]), int(parts[3])
            if first > 12 >= second:
                shown.setdefault("dmy", text)
            elif second > 12 >= first:
                shown.setdefault("mdy", text)
    if len(shown) != 1:
        return None, ""
    ((order, text),) = shown.items()
    return order, f"{FORMS[order].partition(':')[0]}, as {text} shows"


def _numbers(texts: set[str]) -> str | None:
    """Say that bare numbers are years, where most of them can be."""
    numbers = [text for text in texts if _NUMBER.fullmatch(text) and not _isday_of(text)]
    years = [text for text in numbers if _year(text)]
    return "years" if 2 * len(years) > len(numbers) else None


def _isday_of(text: str) -> bool:
    """Tell whether a text is a day in eight digits, as 19780702."""
    return (
        bool(re.fullmatch(r"\d{8}", text)) and day_of(text[:4], text[4:6], text[6:]) != ""
    )


def whole_number(text: str) -> int | None:
    """Return the whole number that a text writes, with zeros behind a point or without.

    >>> whole_number("1990.0"), whole_number("1990.5")
    (1990, None)
    """
    found = re.fullmatch(r"(-?\d+)(?:\.0+)?", text)
    return int(found[1]) if found else None


def _year(text: str) -> str:
    found = re.fullmatch(r"(\d{4})(?:\.0+)?", text)
    return found[1] if found and int(found[1]) in _YEARS else ""


def is_text_of_date(cell: str) -> bool:
    """Tell whether a cell looks like a date by more than a bare number.

    >>> is_text_of_date("7/2/1978"), is_text_of_date("1978-07-02"), is_text_of_date("365")
    (True, True, False)
    """
    text = " ".join(cell.split())
    if _NUMBER.fullmatch(text):
        return _isday_of(text)
    return bool(_PARTS.fullmatch(text)) or read(text, Form()).span is not None


@lru_cache(maxsize=16_384)
def read(cell: str, form: Form) -> Read:
    """Read a cell as its column writes dates.

    >>> [str(day) for day in read("1990.0", Form(numbers="years")).span or ()]
    ['1990-01-01', '1990-12-31']
    >>> str((read("02jul1978", Form()).span or ())[0]), read("5/7/1990", Form()).why
    ('1978-07-02', 'may be 5 July or 7 May 1990; say which with --dates dmy or --dates mdy')
    """
    text = " ".join(cell.split())
    if is_missing(cell):
        return Read(None, text, "no date given")
    if _NUMBER.fullmatch(text):
        return _of_number(text, form)
    if parts := _PARTS.fullmatch(text):
        return _of_parts(text, parts, form.order)
    return _of_edtf(text, _edtf(text))


def _of_number(text: str, form: Form) -> Read:
    if form.numbers in ("stata", "spreadsheet"):
        day = _counted(float(text), form.numbers)
        return Read((day, day), text) if day else Read(None, text, _REMEDY)
    if _isday_of(text):
        return _of_edtf(text, day_of(text[:4], text[4:6], text[6:]))
    if form.numbers == "years" and (year := _year(text)):
        return _of_edtf(text, year)
    stata, sheet = (_counted(float(text), kind) for kind in ("stata", "spreadsheet"))
    if len(text.lstrip("-")) > 3 and stata and sheet:
        return Read(
            None,
            text,
            f"may be {stata} counted by Stata or {sheet} counted by a spreadsheet; say"
            " which with --dates stata or --dates spreadsheet",
        )
    return Read(None, text, _REMEDY)


def _counted(number: float, kind: str) -> dt.date | None:
    """Return the day that a program counts by a number; nothing beyond its calendar."""
    if kind == "stata":
        days = number // _DAY_IN_MS if abs(number) >= _MILLISECONDS else number // 1
        begin = _STATA
    else:
        days = number // 1
        if days < 1 or days == _LEAP:
            return None
        begin = _SHEET + dt.timedelta(days=1 if days < _LEAP else 0)
    try:
        return begin + dt.timedelta(days=days)
    except OverflowError:
        return None


def _of_parts(text: str, parts: re.Match[str], order: str | None) -> Read:
    """Read a day that is written in numbers, its year last."""
    first, second, year = parts[1], parts[3], parts[4]
    found = {
        "dmy": day_of(year, second, first),
        "mdy": day_of(year, first, second),
    }
    sound = {kind: day for kind, day in found.items() if day}
    if order in sound:
        return _of_edtf(text, sound[order])
    if len(set(sound.values())) == 1 and order is None:
        return _of_edtf(text, next(iter(sound.values())))
    if len(sound) == 2:
        one, other = (dt.date.fromisoformat(day) for day in sound.values())
        return Read(
            None,
            text,
            f"may be {one.day} {one:%B} or {other.day} {other:%B} {year}; say which with"
            " --dates dmy or --dates mdy",
        )
    return Read(None, text, _REMEDY)


def _edtf(text: str) -> str:
    """Return the EDTF date that a text means, the text itself where it is one already."""
    if stamp := _STAMP.fullmatch(text):
        return stamp[1]
    if parts := _YEAR_FIRST.fullmatch(text):
        return day_of(parts[1], parts[3], parts[4])
    if month := _STATA_MONTH.fullmatch(text):
        return f"{month[1]}-{int(month[2]):02}"
    if quarter := _QUARTER.fullmatch(text):
        last = 3 * int(quarter[2])
        return f"{quarter[1]}-{last - 2:02}/{quarter[1]}-{last:02}"
    for pattern in _WRITTEN:
        if (found := pattern.fullmatch(text)) and (month_number := month_of(found["m"])):
            parts_of = found.groupdict()
            if parts_of.get("d"):
                return day_of(parts_of["y"], str(month_number), parts_of["d"])
            return f"{parts_of['y']}-{month_number:02}"
    return text if _EDTF.fullmatch(text) else ""


def _of_edtf(text: str, edtf: str) -> Read:
    if not edtf or edtf == "0000":
        return Read(None, text, _REMEDY)
    try:
        low, high = bounds(edtf)
    except DateError as error:
        why = f"{error.reason}; {_REMEDY}" if error.reason else _REMEDY
        return Read(None, text, why)
    return Read(
        (low or dt.date.min, high or dt.date.max), text, note=open_note(low, high)
    )


def open_note(low: dt.date | None, high: dt.date | None) -> str:
    """Say which end of a stretch of time is not told, and what that means; nothing where both are."""
    if low is None:
        return "no first day is told: all up to the last is met"
    return "no last day is told: all from the first on is met" if high is None else ""
