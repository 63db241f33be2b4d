"""The four lists of a pattern's result as tables of terms."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyoxigraph as ox

from l2kg.cases.naming import Names
from l2kg.patterns.conditions import unit_of
from l2kg.queries.endings import ENDED
from l2kg.queries.results import Table

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from l2kg.patterns.result import PatternResult, Standing, Subject
    from l2kg.queries.results import Term

__all__ = ["FOUND", "all_lists", "list_names", "list_of"]

FOUND = ("match", "near miss", "counter-example", "non-match")
"""The lists, by what each row of them is."""

_Cells = dict[str, "Term | None"]


def list_of(result: PatternResult, found: str) -> Table:
    """Return one of the lists of `FOUND`, with the unit under its name in the pattern.

    A match has a row for each of its rows, a counter-example one.
    """
    unit = unit_of(result.pattern).variable
    heads = {
        "match": result.columns,
        "near miss": (unit, "condition", "said", "witness"),
        "counter-example": (*result.counter_columns, "said", "witness"),
        "non-match": (unit, "condition"),
    }
    columns = tuple(dict.fromkeys(("case", "ended", unit, *heads[found])))
    rows = (
        cells | {unit: cells["unit"]} for kind, cells in _listed(result) if kind == found
    )
    return _table(columns, rows)


def all_lists(result: PatternResult) -> Table:
    """Return the four lists as one, and after them the limits, a row each.

    `found` says of which a row is, `unit` is its unit.
    """
    fixed = ("found", "case", "ended", "unit", "condition", "said", "witness")
    own = dict.fromkeys((*fixed, *result.columns, *result.counter_columns))
    rows = [cells | {"found": ox.Literal(found)} for found, cells in _listed(result)]
    rows += [
        {"found": ox.Literal("limit"), "limit": ox.Literal(limit)}
        for limit in result.limits
    ]
    return _table((*own, "limit"), rows)


def list_names(result: PatternResult) -> Names:
    """Return what the things in the lists are called."""
    units = [
        *(one.unit for one in result.matches),
        *(one.unit for one in result.near_misses),
        *(one.unit for one in result.counter_examples),
        *(one.unit for one in result.non_matches),
    ]
    standings = [
        *(one.standing for one in result.near_misses),
        *(one.standing for one in result.counter_examples),
    ]
    refs = [
        *(unit.ref for unit in units),
        *(unit.case for unit in units),
        *(one.witness for one in standings if one.witness),
    ]
    labels = {ref.iri: ref.label for ref in refs}
    return Names({**labels, **result.names.labels}, result.names.passages)


def _table(columns: tuple[str, ...], rows: Iterable[_Cells]) -> Table:
    return Table(columns, tuple(tuple(map(cells.get, columns)) for cells in rows))


def _listed(result: PatternResult) -> Iterator[tuple[str, _Cells]]:
    match, near, counter, non = FOUND
    for found in result.matches:
        for row in found.rows:
            own = dict(zip(result.columns, row, strict=True))
            yield match, own | _unit(found.unit)
    for miss in result.near_misses:
        said = _standing(miss.condition.label, miss.standing)
        yield near, _unit(miss.unit) | said
    for one in result.counter_examples:
        label = result.outcome.label if result.outcome else ""
        own = dict(zip(result.counter_columns, one.row, strict=True))
        yield counter, own | _unit(one.unit) | _standing(label, one.standing)
    for other in result.non_matches:
        condition = ox.Literal(other.condition.label)
        yield non, _unit(other.unit) | {"condition": condition}


def _unit(unit: Subject) -> _Cells:
    return {
        "case": ox.NamedNode(unit.case.iri),
        "ended": ox.Literal(ENDED[unit.outcome]),
        "unit": ox.NamedNode(unit.ref.iri),
    }


def _standing(condition: str, standing: Standing) -> _Cells:
    witness = standing.witness
    return {
        "condition": ox.Literal(condition),
        "said": ox.Literal(standing.said),
        "witness": ox.NamedNode(witness.iri) if witness else None,
    }
