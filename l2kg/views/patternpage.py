"""What the page of patterns needs beside a result: the patterns to choose from, the nearest to a mistyped name, what was given."""

from __future__ import annotations

import difflib
from typing import TYPE_CHECKING

from l2kg.patterns import all_patterns

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from l2kg.cases.view import CaseSummary
    from l2kg.queries import Query

__all__ = ["HEADLINE", "LONGEST", "case_names", "chosen_name", "given", "names"]

HEADLINE = "back-channel-precedes-successful-help"
LONGEST = 200  # signs of a value that a visitor gives


def names() -> dict[str, Query]:
    """Return the patterns, the headline first, then by question."""
    return dict(
        sorted(
            all_patterns().items(),
            key=lambda item: (item[0] != HEADLINE, item[1].question),
        )
    )


def chosen_name(asked: str) -> str:
    """Return the pattern of a name, or the nearest.

    >>> chosen_name("reciprocal-hlp")
    'reciprocal-help'
    """
    known = names()
    return (
        asked
        if asked in known
        else next(
            iter(difflib.get_close_matches(asked[:LONGEST], known, n=1, cutoff=0.0)),
            HEADLINE,
        )
    )


def case_names(cases: Iterable[CaseSummary]) -> dict[str, str]:
    """Name the cases that a parameter may take, by slug; first that of none, which means all."""
    return {"": "All cases"} | {case.slug: case.label for case in cases}


def given(values: Mapping[str, str]) -> dict[str, str]:
    """Return the values that are not empty, of each at most its beginning.

    >>> given({"case": "", "from": " 1990 "})
    {'from': '1990'}
    """
    return {
        name: value.strip()[:LONGEST] for name, value in values.items() if value.strip()
    }
