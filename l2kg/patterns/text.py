"""The result of a pattern as lines of plain text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from l2kg.cases.naming import is_evidence, passages_in
from l2kg.namespaces import short
from l2kg.patterns.conditions import unit_of
from l2kg.patterns.limits import ended
from l2kg.patterns.why import shown
from l2kg.queries.endings import ENDED
from l2kg.queries.results import plain
from l2kg.wording import counted

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from l2kg.cases.reading import Ref
    from l2kg.patterns.result import (
        Match,
        NearMiss,
        NonMatch,
        PatternResult,
        Row,
        Subject,
    )

__all__ = ["lines"]


def lines(result: PatternResult) -> Iterator[str]:
    """Yield matches, conditions, the three lists of what does not match, cases by outcome, and limits."""
    unit = unit_of(result.pattern)
    yield f"{result.pattern.name}: {result.pattern.summary}"
    asked = f"{len(result.asked)} of {counted(result.cases.total, 'case')}"
    yield (
        f"n = {counted(result.n, unit.label, unit.plural)} in {asked};"
        f" {counted(len(result.matches), 'match', 'matches')}"
    )
    yield from _matches(result)
    yield from _steps(result)
    yield from _relaxed(result)
    yield from _counter_examples(result)
    yield from _non_matches(result)
    yield from _cases(result)
    yield from ("", "limits")
    yield from (f"  - {limit}" for limit in result.limits)


def _name(ref: Ref) -> str:
    """Name a thing, and how commands take it."""
    return f"{ref.label} ({short(ref.iri)})"


def _subject(subject: Subject) -> str:
    return f"{_name(subject.ref)} [{subject.case.label}; {ENDED[subject.outcome]}]"


def _matches(result: PatternResult) -> Iterator[str]:
    yield from ("", f"matches ({len(result.matches)})")
    for match in result.matches:
        yield f"  {_subject(match.unit)}"
        yield from (f"    {row}" for row in _rows(result, match))


def _rows(result: PatternResult, match: Match) -> Iterator[str]:
    """Yield each row of a match without what all of them repeat: the case and the unit."""
    for row in match.rows:
        yield _row(result, result.columns, row)


def _row(result: PatternResult, columns: Iterable[str], row: Row) -> str:
    """Return a row in words: passages are called by where they are."""
    apart = {"case", unit_of(result.pattern).variable}
    cells = {
        name: result.names.cited(passages_in(term)) if is_evidence(name) else plain(term)
        for name, term in zip(columns, row, strict=True)
    }
    return "; ".join(
        f"{name}: {result.labels.get(value, value)}"
        for name, value in cells.items()
        if value and name not in apart
    )


def _steps(result: PatternResult) -> Iterator[str]:
    unit = unit_of(result.pattern)
    yield from ("", "conditions, each added to those before it")
    for number, step in enumerate(result.steps, start=1):
        left = (
            f"{counted(step.units, unit.label, unit.plural)} in"
            f" {counted(step.cases.total, 'case')} ({ended(step.cases)})"
        )
        absent = (
            f"; said to be absent in {', '.join(ref.label for ref in step.absent)}"
            if step.absent
            else ""
        )
        outcome = " (the outcome)" if step.condition == result.outcome else ""
        yield f"  {number}. {step.condition.name}{outcome}: {step.condition.label}"
        yield f"     {left}{absent}"


def _relaxed(result: PatternResult) -> Iterator[str]:
    yield from (
        "",
        (
            f"near misses ({len(result.near_misses)}): what leaving out one condition that"
            " is not the outcome would add, and whether the sources, or only somebody they"
            " quote, say that it is absent"
        ),
    )
    for name, misses in result.relaxed.items():
        yield (
            f"  without {name}:"
            f" {counted(len(misses), 'more match', 'more matches') if misses else 'nothing more'}"
        )
        yield from (f"    {_miss(miss)}" for miss in misses)


def _miss(miss: NearMiss) -> str:
    return f"{_subject(miss.unit)}: {shown(miss.standing)}"


def _counter_examples(result: PatternResult) -> Iterator[str]:
    """Yield what meets all conditions but the outcome, and how the sources stand to that."""
    yield ""
    if result.outcome is None:
        yield "counter-examples: none can be, since no condition is an outcome"
        return
    yield (
        f"counter-examples ({len(result.counter_examples)}): all conditions met but the"
        f" outcome, “{result.outcome.label}”"
    )
    for one in result.counter_examples:
        yield f"  {_subject(one.unit)}: {shown(one.standing)}"
        if row := _row(result, result.counter_columns, one.row):
            yield f"    {row}"


def _non_matches(result: PatternResult) -> Iterator[str]:
    """Yield what could match and does not, under the condition that it misses first."""
    yield from (
        "",
        (
            f"non-matches ({len(result.non_matches)}): what could match and does not as far"
            " as the sources go, by the first condition that is not met"
        ),
    )
    reasons: dict[str, list[NonMatch]] = {}
    for one in result.non_matches:
        reasons.setdefault(one.reason, []).append(one)
    for reason, found in reasons.items():
        yield f"  {reason} ({len(found)})"
        yield from (f"    {_name(one.unit.ref)}" for one in found)


def _cases(result: PatternResult) -> Iterator[str]:
    met, unmet = result.split
    yield from (
        "",
        "cases",
        f"  with a match: {met.total} ({ended(met)})",
        f"  without: {unmet.total} ({ended(unmet)})",
    )
    for case, matches in result.by_case.items():
        yield f"  {_name(case)}: {counted(len(matches), 'match', 'matches')}"
    if result.silence:
        yield from (
            "",
            (
                f"not stated in {counted(len(result.silence.cases), 'case')}"
                f" ({result.silence.question}): {result.silence.summary}"
            ),
        )
        yield from _listed(result.silence.cases)


def _listed(refs: Iterable[Ref]) -> Iterator[str]:
    yield from (f"  {_name(ref)}" for ref in refs)
