"""Compute truth table, fits and solutions by the `setqca` library."""

from __future__ import annotations

import sys
from dataclasses import replace
from typing import TYPE_CHECKING

from l2kg.analysis.qca.result import KINDS, MOST_TIES, Fit, Solution, TruthRow
from l2kg.extras import needs

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd
    from setqca import FittedSolution, QCAResult, TruthTable
    from setqca.metrics import SufficiencyFit
    from setqca.minimize import Implicant

    from l2kg.analysis.conditions import CaseCondition
    from l2kg.analysis.qca.result import Code, QcaResult, SolutionKind

__all__ = ["solved"]

_CODES: dict[str, Code] = {
    "1": "sufficient",
    "0": "not sufficient",
    "C": "contradictory",
    "R": "remainder",
}
# so that any consistency above nothing and below one is coded a contradiction
_LEAST = sys.float_info.min


def solved(bare: QcaResult, columns: Sequence[CaseCondition]) -> QcaResult:
    """Return a result with what the library computes for its cases, conditions and outcome."""
    with needs("analysis"):
        import pandas as pd
        from setqca import build_truth_table

    names = (*bare.conditions, bare.outcome)
    data = pd.DataFrame(
        {
            name: [int(bool(one.value(case))) for case in bare.cases]
            for name, one in zip(names, columns, strict=True)
        },
        index=list(bare.cases),
    )
    table = build_truth_table(
        data,
        outcome=bare.outcome,
        conditions=bare.conditions,
        inclusion_cutoff=1.0,
        exclusion_cutoff=_LEAST,
    )
    enough, needed = _singly(data, bare)
    fitted_result = replace(
        bare, rows=_rows(table, data[bare.outcome]), sufficiency=enough, necessity=needed
    )
    return (
        _with_solutions(fitted_result, data) if table.positive_minterms else fitted_result
    )


def _with_solutions(fitted_result: QcaResult, data: pd.DataFrame) -> QcaResult:
    with needs("analysis"):
        from setqca import CSQCA

    model = CSQCA(
        exclusion_consistency=_LEAST,
        max_solutions=MOST_TIES,
        directional_expectations=dict(fitted_result.expectations),  # type: ignore[arg-type]
    )
    fitted = model.fit(
        data, outcome=fitted_result.outcome, conditions=fitted_result.conditions
    )
    solutions = tuple(
        _solution(kind, one, data, fitted_result)
        for kind in KINDS
        for one in fitted.solutions(kind)
    )
    easy, difficult = _assumed(fitted)
    return replace(fitted_result, solutions=solutions, easy=easy, difficult=difficult)


def _assumed(fitted: QCAResult) -> tuple[int, int]:
    """Count the remainders that the parsimonious solution assumes.

    First those in line with the expectations, then the others.
    """
    found = fitted.counterfactuals
    return (len(found.easy), len(found.difficult)) if found else (0, 0)


def _rows(table: TruthTable, target: pd.Series[int]) -> tuple[TruthRow, ...]:
    return tuple(
        TruthRow(
            tuple(map(bool, row.configuration)),
            row.cases,
            int(sum(target[case] for case in row.cases)),
            _CODES[row.outcome],
        )
        for row in table.rows
    )


def _singly(
    data: pd.DataFrame, bare: QcaResult
) -> tuple[tuple[Fit, ...], tuple[Fit, ...]]:
    """Fit each condition and its absence alone."""
    with needs("analysis"):
        from setqca import necessity, sufficiency

    target = data[bare.outcome]
    enough, needed = [], []
    for name in bare.conditions:
        for expression, cause in ((name, data[name]), (f"~{name}", 1 - data[name])):
            sure, need = sufficiency(cause, target), necessity(cause, target)
            counts = _counts(cause, target)
            enough.append(
                Fit(expression, sure.consistency, sure.coverage, *counts, pri=sure.pri)
            )
            needed.append(
                Fit(expression, need.consistency, need.coverage, *counts, ron=need.ron)
            )
    return tuple(enough), tuple(needed)


def _counts(cause: pd.Series[int], target: pd.Series[int]) -> tuple[int, int, int]:
    return int((cause * target).sum()), int(cause.sum()), int(target.sum())


def _solution(
    kind: SolutionKind,
    one: FittedSolution,
    data: pd.DataFrame,
    bare: QcaResult,
) -> Solution:
    """Take over a solution's fit, and add the numbers of cases behind it."""
    target, terms = data[bare.outcome], one.boolean.implicants
    causes = [_holds(term, data, bare.conditions) for term in terms]
    whole = sum(causes[1:], start=causes[0]).clip(upper=1)

    def fit_of(expression: str, fit: SufficiencyFit, cause: pd.Series[int]) -> Fit:
        counts = _counts(cause, target)
        return Fit(expression, fit.consistency, fit.coverage, *counts, pri=fit.pri)

    expressions = [term.as_expression(bare.conditions) for term in terms]
    return Solution(
        kind,
        fit_of(one.expression(bare.conditions), one.fit, whole),
        tuple(map(fit_of, expressions, one.term_fits, causes)),
    )


def _holds(
    term: Implicant, data: pd.DataFrame, conditions: tuple[str, ...]
) -> pd.Series[int]:
    """Return, case by case, whether a conjunction holds."""
    wanted = {
        name: bit
        for name, bit in zip(conditions, term.pattern, strict=True)
        if bit is not None
    }
    held = [data[name] == bit for name, bit in wanted.items()]
    met = sum((one.astype(int) for one in held), start=data[conditions[0]] * 0)
    return met.eq(len(held)).astype(int)
