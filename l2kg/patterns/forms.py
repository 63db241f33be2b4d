"""The result of a pattern for programs: its lists as CSV, or the whole as JSON."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from l2kg.cases.naming import with_labels
from l2kg.csv_text import write_csv
from l2kg.patterns.rows import all_lists, list_names
from l2kg.queries.endings import ENDED
from l2kg.queries.results import plain

if TYPE_CHECKING:
    from l2kg.patterns.result import PatternResult, Row, Standing, Subject

__all__ = ["pattern_csv", "pattern_json"]


def pattern_csv(result: PatternResult) -> str:
    """Write matches, near misses, counter-examples, non-matches and limits as CSV.

    `found` says which of the five a line is. A match has a line for each of its rows, a
    counter-example one: what their columns hold stands behind. Beside each column of IRIs
    stands one of labels.
    """
    table = with_labels(all_lists(result), list_names(result))
    rows = ([plain(term) or "" for term in row] for row in table.rows)
    return write_csv(table.columns, rows)


def pattern_json(result: PatternResult) -> str:
    """Write a result as JSON: n, conditions, the four lists apart, and limits.

    Things are IRIs, with their labels in `labels`; what is not told is null.
    """
    outcome = result.outcome
    whole: dict[str, Any] = {
        "pattern": result.pattern.name,
        "summary": result.pattern.summary,
        "n": result.n,
        "cases": result.cases.total,
        "outcome": outcome.name if outcome else None,
        "conditions": [
            {"name": c.name, "label": c.label, "units": step.units}
            for c, step in zip(result.pattern.conditions, result.steps, strict=True)
        ],
        "matches": [
            _unit(match.unit)
            | {"rows": [_row(result.columns, row) for row in match.rows]}
            for match in result.matches
        ],
        "nearMisses": [
            _unit(miss.unit) | {"condition": miss.condition.name} | _said(miss.standing)
            for miss in result.near_misses
        ],
        "counterExamples": [
            _unit(one.unit)
            | _said(one.standing)
            | {"row": _row(result.counter_columns, one.row)}
            for one in result.counter_examples
        ],
        "nonMatches": [
            _unit(one.unit) | {"condition": one.condition.name}
            for one in result.non_matches
        ],
        "limits": list(result.limits),
        "labels": dict(result.labels),
    }
    return json.dumps(whole, ensure_ascii=False, indent=2) + "\n"


def _unit(unit: Subject) -> dict[str, Any]:
    return {
        "unit": unit.ref.iri,
        "label": unit.ref.label,
        "case": unit.case.iri,
        "ended": ENDED[unit.outcome],
    }


def _said(standing: Standing) -> dict[str, Any]:
    return {
        "standing": standing.how,
        "toldBy": [ref.iri for ref in standing.tellers],
        "witness": standing.witness.iri if standing.witness else None,
    }


def _row(columns: tuple[str, ...], row: Row) -> dict[str, str | None]:
    return {name: plain(value) for name, value in zip(columns, row, strict=True)}
