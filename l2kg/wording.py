"""Words in messages: how many there are of a thing, and the nearest name."""

from __future__ import annotations

import difflib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["nearest", "counted"]


_LONGEST = 200  # signs of a name that are compared with those that there are


def nearest(name: str, names: Iterable[str]) -> str:
    """Say which name is nearest to a mistyped one, or holds something like it; else nothing.

    >>> nearest("casses", ["cases", "actors"]), nearest("back-chanel", ["back-channel-precedes-successful-help", "reciprocal-help"])
    ('; did you mean cases?', '; did you mean back-channel-precedes-successful-help?')
    """
    from rapidfuzz import fuzz, process

    name, known = name[:_LONGEST], list(names)
    close = (
        difflib.get_close_matches(name, known, n=1, cutoff=0.5) if len(name) > 1 else []
    )
    within = (
        process.extract(name, known, scorer=fuzz.partial_ratio, limit=1, score_cutoff=85)
        if len(name) > 3 and not close
        else []
    )
    found = close or [one for one, _, _ in within]
    return f"; did you mean {found[0]}?" if found else ""


def counted(number: int, one: str, many: str | None = None) -> str:
    """Return a number with its noun.

    >>> counted(1, "case"), counted(7, "case"), counted(2, "match", "matches")
    ('1 case', '7 cases', '2 matches')
    """
    return f"{number} {one if number == 1 else many or one + 's'}"
