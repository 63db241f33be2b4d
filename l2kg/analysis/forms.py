"""The results of an analysis for programs: rows of a table, and values that JSON can hold."""

from __future__ import annotations

import math
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from l2kg.analysis.cooccurrence import CoOccurrence, Pair
    from l2kg.analysis.cross import TwoByTwo
    from l2kg.analysis.orders import PartialOrder
    from l2kg.csv_text import Cell

__all__ = [
    "Rows",
    "cross_rows",
    "cross_value",
    "finite",
    "order_rows",
    "order_value",
    "tactics_rows",
    "tactics_value",
]

Rows = tuple[tuple[str, ...], "list[tuple[Cell | float, ...]]"]
_CELLS = ("both", "first only", "second only", "neither")


def finite(value: float) -> float | str:
    """Return a number as JSON can hold it: one that is infinite in words.

    >>> finite(1.5), finite(math.inf), finite(math.nan)
    (1.5, 'infinite', 'undefined')
    """
    if math.isfinite(value):
        return value
    return "undefined" if math.isnan(value) else "infinite"


def cross_rows(table: TwoByTwo) -> Rows:
    """Return a row for each case: in which cell it is, or that something is not stated of it."""
    cells = zip(_CELLS, table.cells, strict=True)
    rows: list[tuple[Cell | float, ...]] = [
        (case, name) for name, cell in cells for case in cell
    ]
    return ("case", "cell"), [*rows, *((case, "not stated") for case in table.not_stated)]


def cross_value(table: TwoByTwo) -> dict[str, Any]:
    """Return two conditions crossed: names, the cases in each cell, the test, limits."""
    exact = None
    if table.exact is not None:
        exact = {name: finite(value) for name, value in asdict(table.exact).items()}
    return {
        "first": table.names[0],
        "second": table.names[1],
        "n": table.n,
        "closed": table.closed,
        "cells": {
            name.replace(" ", "_"): list(cell)
            for name, cell in zip(_CELLS, table.cells, strict=True)
        },
        "not_stated": list(table.not_stated),
        "test": exact,
        "refusal": table.refusal or None,
        "limits": list(table.limits),
    }


def tactics_rows(found: CoOccurrence) -> Rows:
    """Return a row for each pair of tactics."""
    records = [_pair(pair) for pair in found.pairs]
    columns = (
        *("first", "second", "n_first", "n_second", "n_both", "n"),
        *("support", "confidence", "confidence_back", "lift"),
    )
    return columns, [tuple(record[name] for name in columns) for record in records]


def tactics_value(found: CoOccurrence) -> dict[str, Any]:
    """Return which tactics go together, with n and limits."""
    return {
        "unit": found.unit,
        "wider": found.wider,
        "n": found.n,
        "tactics": found.tactics,
        "possible": found.possible,
        "least": found.least,
        "pairs": [_pair(pair) for pair in found.pairs],
        "limits": list(found.limits),
    }


def _pair(pair: Pair) -> dict[str, Any]:
    there, back = pair.confidence
    shares = {"support": pair.support, "confidence": there, "confidence_back": back}
    return asdict(pair) | shares | {"lift": pair.lift}


def order_rows(order: PartialOrder) -> Rows:
    """Return a row for each step of an order."""
    columns = ("before", "before_label", "after", "after_label", "grade", "lapse")
    return columns, [tuple(step.values()) for step in _steps(order)]


def _steps(order: PartialOrder) -> list[dict[str, str]]:
    known = {ref.iri: ref.label for ref in order.occurrences}
    return [
        {
            "before": first,
            "before_label": known[first],
            "after": second,
            "after_label": known[second],
            "grade": "implied" if (first, second) in order.implied else "stated",
            "lapse": order.lapses.get((first, second), ""),
        }
        for first, second in order.steps_in_time
    ]


def order_value(order: PartialOrder) -> dict[str, Any]:
    """Return an order: occurrences with their ranks, steps, the number of sequences, limits."""
    ranks = order.ranks
    return {
        "case": order.case,
        "grade": order.grade,
        "n": order.n,
        "ordered_pairs": len(order.pairs),
        "possible_pairs": order.possible,
        "without_order": order.without_order,
        "sequences": order.extensions,
        "occurrences": [
            {
                "iri": ref.iri,
                "label": ref.label,
                "rank": ranks[ref.iri],
                "earliest": order.earliest.get(ref.iri),
            }
            for ref in order.occurrences
        ],
        "steps": _steps(order),
        "limits": list(order.limits),
    }
