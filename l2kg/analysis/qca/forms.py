"""The result of a QCA for programs: its truth table as rows, and the whole as JSON can hold it."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from l2kg.analysis.forms import finite

if TYPE_CHECKING:
    from collections.abc import Iterable

    from l2kg.analysis.forms import Rows
    from l2kg.analysis.qca.result import Fit, QcaResult

__all__ = ["qca_rows", "qca_value"]


def qca_rows(result: QcaResult) -> Rows:
    """Return the truth table: the conditions as 1 and 0, then n, how many with the outcome, code, cases."""
    columns = (*result.conditions, "n", "with_outcome", "row", "cases")
    return columns, [
        (*map(int, row.values), row.n, row.positive, row.code, row.cases)
        for row in result.rows
    ]


def qca_value(result: QcaResult) -> dict[str, Any]:
    """Return the whole: names, truth table, fits, solutions by kind, limits."""
    names = zip((*result.conditions, result.outcome), result.names, strict=True)
    return {
        "outcome": result.outcome,
        "conditions": list(result.conditions),
        "names": dict(names),
        "n": result.n,
        "closed": result.closed,
        "cases": list(result.cases),
        "left_out": list(result.left_out),
        "refusal": result.refusal or None,
        "truth_table": [
            {
                "values": dict(zip(result.conditions, row.values, strict=True)),
                "n": row.n,
                "with_outcome": row.positive,
                "row": row.code,
                "cases": list(row.cases),
            }
            for row in result.rows
        ],
        "sufficiency": _fits(result.sufficiency),
        "necessity": _fits(result.necessity),
        "solutions": [
            {"kind": one.kind, **_fits([one.fit])[0], "terms": _fits(one.terms)}
            for one in result.solutions
        ],
        "limits": list(result.limits),
    }


def _fits(fits: Iterable[Fit]) -> list[dict[str, Any]]:
    return [
        {
            name: finite(value) if isinstance(value, float) else value
            for name, value in asdict(fit).items()
        }
        for fit in fits
    ]
