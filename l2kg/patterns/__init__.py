"""Run a pattern as one: matches, near misses, counter-examples, non-matches, and what they cannot show."""

from __future__ import annotations

from typing import TYPE_CHECKING

from l2kg.errors import NotFoundError
from l2kg.namespaces import CASE
from l2kg.patterns.result import (
    CounterExample,
    Match,
    NearMiss,
    NonMatch,
    PatternResult,
    Silence,
    Split,
    Standing,
    Step,
    Subject,
)
from l2kg.patterns.run import PatternRun
from l2kg.queries.header import all_queries
from l2kg.wording import nearest

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pyoxigraph as ox

    from l2kg.queries.header import Query

__all__ = [
    "CounterExample",
    "Match",
    "NearMiss",
    "NonMatch",
    "PatternResult",
    "Silence",
    "Split",
    "Standing",
    "Step",
    "Subject",
    "all_patterns",
    "find_pattern",
    "run_pattern",
    "standing_by_case",
]


def all_patterns() -> dict[str, Query]:
    """Return the shipped patterns by name."""
    return {name: query for name, query in all_queries().items() if query.unit}


def find_pattern(name: str) -> Query:
    """Return a shipped pattern by its name.

    Raises:
        NotFoundError: there is none of that name; the text suggests the nearest, or says
            that it is another query.
    """
    patterns = all_patterns()
    if name in patterns:
        return patterns[name]
    if name in all_queries():
        raise NotFoundError(
            f"{name} is a query, not a pattern; run it with `l2kg query {name}`"
        )
    raise NotFoundError(
        f"no pattern {name!r}{nearest(name, patterns)}; the patterns are"
        f" {', '.join(patterns)}"
    )


def run_pattern(
    store: ox.Store, name: str | Query, values: Mapping[str, str] | None = None
) -> PatternResult:
    """Run a pattern, by its name or as loaded from a file.

    Raises:
        NotFoundError: no pattern of that name, or no case as given; the text suggests the
            nearest.
        UsageError: a parameter that the pattern does not have, or of the wrong type.
    """
    query = find_pattern(name) if isinstance(name, str) else name
    return PatternRun(store, query, dict(values or {})).result()


def standing_by_case(store: ox.Store, name: str | Query) -> dict[str, bool | None]:
    """Return for each case, by its slug, whether a pattern occurs in it.

    True where it does, False where it is stated to be absent, None where neither is stated.

    No match is not stated, unless a claim of that case says that one of the conditions is
    absent from it.
    """
    found = run_pattern(store, name)
    absent = {case for step in found.steps for case in step.absent}
    standing: dict[str, bool | None] = {}
    for case in found.cases.all:
        slug = case.iri.removeprefix(CASE)
        if case in found.by_case:
            standing[slug] = True
        else:
            standing[slug] = False if case in absent else None
    return standing
