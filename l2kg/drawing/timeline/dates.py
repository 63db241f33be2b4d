"""Say dates in words."""

from __future__ import annotations

import re

from l2kg.dates import DateError, bounds

__all__ = ["date_words"]

_MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
_DAY = re.compile(r"(\d{4})(?:-(\d\d))?(?:-(\d\d))?([~?%]?)")
_OPEN = {  # an end that is not told, in words: of the beginning, of the end
    "": (", from when is not known", "; until when is not known"),
    "..": ("", " on"),
}
_JOINED = {"[": " or ", "{": " and "}
_SEASONS = ("spring", "summer", "autumn", "winter")
_DOUBT = {"": "", "~": "about ", "?": "perhaps ", "%": "perhaps about "}


def date_words(edtf: str) -> str:
    """Say an EDTF date in words.

    What is no day, month or year is said by the days between which it lies. A text that
    is no date is left as it is written.

    >>> date_words("1989-11-09"), date_words("1990-07-05/1990-07-06")
    ('9 November 1989', '5 to 6 July 1990')
    >>> date_words("1994~/1996~")
    'about 1994 to about 1996'
    >>> date_words("/1978-03-30"), date_words("1978-07/..")
    ('until 30 March 1978, from when is not known', 'from July 1978 on')
    >>> date_words("[1978-07,1978-09]"), date_words("[..1978-03-30]")
    ('July 1978 or September 1978', '30 March 1978 or before')
    >>> date_words("199X"), date_words("1990-07-XX"), date_words("1990-XX")
    ('the 1990s', 'a day in July 1990', 'a month in 1990')
    >>> date_words("1990-22"), date_words("1990-~07-05")
    ('summer 1990', 'between 5 June and 5 August 1990')
    """
    if edtf[:1] in _JOINED:
        return _JOINED[edtf[0]].join(map(_member_words, edtf[1:-1].split(",")))
    if half := _half_open(edtf):
        return half
    found = [_DAY.fullmatch(end) for end in edtf.split("/")]
    ends = [match.groups() for match in found if match]
    if len(ends) != len(found) or not all(_is_month(month) for _, month, _, _ in ends):
        return _of_other_form(edtf)
    first, *others = ends
    if len(others) == 1:
        return f"{_without_shared(first, others[0])} to {_words(others[0])}"
    return " to ".join(map(_words, ends))


def _half_open(edtf: str) -> str:
    """Say an interval of which one end is not told; nothing of another date."""
    start, stroke, end = edtf.partition("/")
    if not stroke or (start in _OPEN) == (end in _OPEN):
        return ""
    if start in _OPEN:
        return f"until {date_words(end)}{_OPEN[start][0]}"
    return f"from {date_words(start)}{_OPEN[end][1]}"


def _without_shared(first: tuple[str, ...], last: tuple[str, ...]) -> str:
    """Say the first day of an interval without the month and year that its last has too."""
    year, month, day, doubt = first
    if day and first[:2] == last[:2]:
        return f"{_DOUBT[doubt]}{int(day)}"
    words = _words(first)
    return words.removesuffix(f" {year}") if month and year == last[0] else words


def _of_other_form(edtf: str) -> str:
    """Say a date with a part that is not told, a season, or anything else that has bounds."""
    if decade := re.fullmatch(r"(\d{3})X", edtf):
        return f"the {decade[1]}0s"
    if unsaid := re.fullmatch(r"(\d{4})(-\d\d)?-XX(-XX)?", edtf):
        year, month, day = unsaid.groups()
        unit = "day" if month or day else "month"
        return f"a {unit} in {date_words(year + (month or ''))}"
    if season := re.fullmatch(r"(\d{4})-(2[1-4])", edtf):
        return f"{_SEASONS[int(season[2]) - 21]} {season[1]}"
    try:
        low, high = bounds(edtf)
    except DateError as error:
        return edtf if error.unread else "a date that cannot be read"
    if low and high:
        first, last = _words_of(low.isoformat()), _words_of(high.isoformat())
        if low.year == high.year:
            first = first.removesuffix(f" {low.year}")
        return f"between {first} and {last}" if low != high else last
    known = low or high
    return f"{'from' if low else 'until'} {_words_of(str(known))}"


def _words_of(day: str) -> str:
    return _words((*day.split("-"), ""))


def _member_words(text: str) -> str:
    """Say a member of a set: a date, or all between two."""
    start, dots, end = text.strip().partition("..")
    if not dots:
        return date_words(start)
    if start and end:
        return date_words(f"{start}/{end}")
    return f"{date_words(start or end)} or {'later' if start else 'before'}"


def _is_month(month: str | None) -> bool:
    return not month or 1 <= int(month) <= len(_MONTHS)


def _words(date: tuple[str, ...]) -> str:
    """Say one day, month or year, as far as it is given."""
    year, month, day, doubt = date
    words = [str(int(day))] if day else []
    words += [_MONTHS[int(month) - 1]] if month else []
    return _DOUBT[doubt] + " ".join([*words, year])
