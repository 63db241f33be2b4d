"""The page of a pattern: which one, its motif, its sections, and the result as CSV."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from l2kg.html.links import Links
from l2kg.html.parts import framed_html, muted_html
from l2kg.html.pattern_tables import (
    conditions_table,
    counter_table,
    match_table,
    miss_table,
    non_match_table,
)
from l2kg.html.template import fragment
from l2kg.patterns import all_patterns
from l2kg.patterns.conditions import unit_of
from l2kg.wording import closest, counted

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from markupsafe import Markup

    from l2kg.cases.tables import CaseTable
    from l2kg.cases.view import CaseSummary
    from l2kg.html.addresses import Link
    from l2kg.patterns import PatternResult
    from l2kg.queries.header import Query

__all__ = [
    "HEADLINE",
    "LONGEST",
    "Section",
    "case_names",
    "given",
    "limits_html",
    "motif_html",
    "nearest_pattern",
    "patterns",
    "sections",
    "silence_html",
    "summary_html",
]

HEADLINE = "back-channel-precedes-successful-help"
LONGEST = 200  # characters of a value that a visitor gives


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the page: a name for it, its heading, and what it shows."""

    name: str
    heading: str
    html: Markup


def summary_html(query: Query) -> Markup:
    """Write what a pattern is about."""
    return fragment("pattern", "summary", query)


def motif_html(result: PatternResult) -> Markup:
    """Draw a pattern as steps: how many units, and what each condition leaves of them."""
    unit = unit_of(result.pattern)
    asked = f"in {len(result.asked)} of {counted(result.cases.total, 'case')}"
    steps = [(f"{unit.plural} that could match, {asked}", result.n)]
    steps += [(step.condition.label, step.units) for step in result.steps]
    return fragment("pattern", "motif", steps)


def sections(result: PatternResult, link: Link) -> list[Section]:
    """Return what stands below the motif.

    That is what matches, what nearly does, what stands against the pattern, what does not
    match, and the conditions.
    """
    found, near = len(result.matches), len(result.near_misses)
    rows = sum(len(match.rows) for match in result.matches)
    several = f", in {counted(rows, 'row')}" if rows > found else ""
    return [
        Section(
            "matches",
            f"{counted(found, 'match', 'matches')}{several}",
            _table(
                match_table(result),
                link,
                "Nothing matches. The near misses say what is lacking.",
            ),
        ),
        Section(
            "misses",
            f"{counted(near, 'near miss', 'near misses')}, one condition short",
            _table(miss_table(result), link, "Nothing is one condition short."),
        ),
        Section(
            "counter",
            f"{counted(len(result.counter_examples), 'counter-example')}:"
            " all conditions met, the outcome absent",
            _table(counter_table(result), link, _no_counter(result)),
        ),
        Section(
            "others",
            f"{counted(len(result.non_matches), 'non-match', 'non-matches')},"
            " by the first condition that is not met",
            _table(non_match_table(result), link, "Everything that could match does.")
            + silence_html(result, link),
        ),
        Section(
            "conditions",
            "Conditions, each added to those before it",
            _table(conditions_table(result), link, ""),
        ),
    ]


def _no_counter(result: PatternResult) -> str:
    if result.outcome is None:
        return (
            "No condition of this pattern is an outcome: it can have no counter-example."
        )
    return "Whatever meets the other conditions has the outcome too."


def _table(table: CaseTable, link: Link, nothing: str) -> Markup:
    return framed_html(table, link) if table.rows else muted_html(nothing)


def limits_html(limits: Iterable[str]) -> Markup:
    """Write limits as a list."""
    return fragment("pattern", "limits", limits)


def silence_html(result: PatternResult, link: Link) -> Markup:
    """Write the cases that show what a pattern is about without its first condition."""
    return fragment("pattern", "silence", result.silence, Links(link))


def patterns() -> dict[str, Query]:
    """Return the patterns by name, the headline first, then by question."""
    found = all_patterns()
    ordered = sorted(found, key=lambda name: (name != HEADLINE, found[name].question))
    return {name: found[name] for name in ordered}


def nearest_pattern(asked: str) -> str:
    """Return the name of a pattern as it is, or the nearest to it.

    >>> nearest_pattern("reciprocal-hlp")
    'reciprocal-help'
    """
    known = patterns()
    if asked in known:
        return asked
    return next(iter(closest(asked, known)), HEADLINE)


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
