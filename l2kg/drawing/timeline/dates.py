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
_DOUBT = {"": "", "~": "about ", "?": "perhaps ", "%": "perhaps about "}


def date_words(edtf: str) -> str:
    """Say an EDTF date in words, or as it is written where it is no day, month or year.

    >>> date_words("1989-11-09"), date_words("1990-07-05/1990-07-06")
    ('9 November 1989', '5 to 6 July 1990')
    >>> date_words("1994~/1996~")
    'about 1994 to about 1996'
    """
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


def _is_month(month: str | None) -> bool:
    return not month or 1 <= int(month) <= len(_MONTHS)


def _words(date: tuple[str, ...]) -> str:
    """Say one day, month or year, as far as it is given."""
    year, month, day, doubt = date
    words = [str(int(day))] if day else []
    words += [_MONTHS[int(month) - 1]] if month else []
    return _DOUBT[doubt] + " ".join([*words, year])
