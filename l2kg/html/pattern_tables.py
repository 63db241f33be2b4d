"""The result of a pattern as tables: conditions, matches, near misses, counter-examples, non-matches."""

from __future__ import annotations

from typing import TYPE_CHECKING

from l2kg.cases.reading import Ref
from l2kg.cases.tables import CaseTable, Row
from l2kg.patterns.conditions import unit_of
from l2kg.patterns.why import words
from l2kg.queries.endings import ENDED
from l2kg.queries.results import plain

if TYPE_CHECKING:
    from collections.abc import Sequence

    from l2kg.cases.tables import Cell
    from l2kg.patterns import PatternResult, Standing, Step, Subject
    from l2kg.queries.results import Term

__all__ = [
    "conditions_table",
    "counter_table",
    "match_table",
    "miss_table",
    "non_match_table",
]


def conditions_table(result: PatternResult) -> CaseTable:
    """Return the conditions, each added to those before it.

    Of each: the cases left by how they ended, and the cases that are said to lack it.
    """
    rows = tuple(
        Row(
            step.condition.name,
            (
                (f"{number}. {step.condition.label}{_outcome(result, step)}",),
                (str(step.units),),
                _or_none(step.cases.good),
                _or_none(step.cases.bad),
                _or_none((*step.cases.mixed, *step.cases.open)),
                _or_none(step.absent),
            ),
        )
        for number, step in enumerate(result.steps, start=1)
    )
    columns = (
        "Condition",
        unit_of(result.pattern).plural.capitalize(),
        "Cases that ended well",
        "Cases that ended badly",
        "Mixed, open or not told",
        "Said to be absent",
    )
    return CaseTable("conditions", "Conditions", columns, rows)


def _outcome(result: PatternResult, step: Step) -> str:
    return " (the outcome)" if step.condition == result.outcome else ""


def _or_none(refs: Sequence[Ref]) -> Cell:
    return tuple(refs) or ("none",)


def match_table(result: PatternResult) -> CaseTable:
    """Return a row for each row of a match."""
    places = [n for n, name in enumerate(result.columns) if name != "case"]
    rows = tuple(
        Row(
            match.unit.ref.id,
            (
                _case(match.unit),
                *(_cell(result.columns[n], row[n], result) for n in places),
            ),
        )
        for match in result.matches
        for row in match.rows
    )
    columns = ("Case", *(words(result.columns[n]).capitalize() for n in places))
    return CaseTable("matches", "Matches", columns, rows)


def _cell(name: str, term: Term | None, result: PatternResult) -> Cell:
    """Return a cell: what it names as links, passages by their first and last words."""
    value = plain(term) or ""
    if name == "evidence":
        return tuple(Ref(iri, result.labels[iri]) for iri in value.split())
    return (Ref(value, result.labels[value]) if value in result.labels else value,)


def _case(unit: Subject) -> Cell:
    return (unit.case, ENDED[unit.outcome])


def miss_table(result: PatternResult) -> CaseTable:
    """Return what would match but for one condition, and how the sources stand to that."""
    rows = tuple(
        Row(
            miss.unit.ref.id,
            (
                _case(miss.unit),
                (miss.unit.ref,),
                (miss.condition.label,),
                _standing(miss.standing),
            ),
        )
        for miss in result.near_misses
    )
    columns = ("Case", _unit(result), "The condition it lacks", "What the sources say")
    return CaseTable("near-misses", "Near misses", columns, rows)


def _standing(standing: Standing) -> Cell:
    return (standing.said, *((standing.witness,) if standing.witness else ()))


def counter_table(result: PatternResult) -> CaseTable:
    """Return what meets all conditions but the outcome, and how the sources stand to that."""
    columns = result.counter_columns
    places = [n for n, name in enumerate(columns) if name != "case"]
    rows = tuple(
        Row(
            one.unit.ref.id,
            (
                _case(one.unit),
                _standing(one.standing),
                *(_cell(columns[n], one.row[n], result) for n in places),
            ),
        )
        for one in result.counter_examples
    )
    shown = tuple(words(columns[n]).capitalize() for n in places)
    heads = ("Case", "The outcome, as the sources have it", *shown)
    return CaseTable("counter-examples", "Counter-examples", heads, rows)


def non_match_table(result: PatternResult) -> CaseTable:
    """Return the units that could match and do not, each with the condition that it misses first."""
    rows = tuple(
        Row(one.unit.ref.id, (_case(one.unit), (one.unit.ref,), (one.condition.label,)))
        for one in result.non_matches
    )
    columns = ("Case", _unit(result), "First condition not met")
    return CaseTable("non-matches", "Non-matches", columns, rows)


def _unit(result: PatternResult) -> str:
    return unit_of(result.pattern).label.capitalize()
