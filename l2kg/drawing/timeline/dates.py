"""Say dates in words."""

from __future__ import annotations

import re

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
_DOUBT = {"": "", "~": "about ", "?": "perhaps ", "%": "perhaps about "}


def date_words(edtf: str) -> str:
    """Say an EDTF date in words, or as it is written where it is no day, month or year.

    >>> date_words("1989-11-09"), date_words("1990-07-05/1990-07-06")
    ('9 November 1989', '5 to 6 July 1990')
    >>> date_words("1994~/1996~")
    'about 1994 to about 1996'
    >>> date_words("/1978-03-30"), date_words("1978-07/..")
    ('until 30 March 1978, from when is not known', 'from July 1978 on')
    >>> date_words("[1978-07,1978-09]"), date_words("[..1978-03-30]")
    ('July 1978 or September 1978', '30 March 1978 or before')
    """
    if edtf[:1] in _JOINED:
        return _JOINED[edtf[0]].join(map(_member_words, edtf[1:-1].split(",")))
    start, stroke, end = edtf.partition("/")
    if stroke and start in _OPEN and end not in _OPEN:
        return f"until {date_words(end)}{_OPEN[start][0]}"
    if stroke and end in _OPEN and start not in _OPEN:
        return f"from {date_words(start)}{_OPEN[end][1]}"
    found = [_DAY.fullmatch(end) for end in edtf.split("/")]
    ends = [match.groups() for match in found if match]
    if len(ends) != len(found) or not all(_is_month(month) for _, month, _, _ in ends):
        return edtf
    first, last = ends[0], ends[-1]
    if len(ends) > 1 and first[2] and first[:2] == last[:2]:
        return f"{_DOUBT[first[3]]}{int(first[2])} to {_words(last)}"
    if len(ends) > 1 and first[1] and first[0] == last[0]:
        return f"{_words(first).removesuffix(' ' + first[0])} to {_words(last)}"
    return " to ".join(map(_words, ends))


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
