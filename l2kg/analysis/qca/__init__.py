"""Crisp-set Qualitative Comparative Analysis of cases by conditions.

Cases for which a condition is not stated are left out, unless the closed world is asked
for: then what is not stated is read as absent, and the result says so.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from l2kg.analysis.matrix import Matrix, short_names
from l2kg.analysis.qca.result import Fit, QcaResult, Solution, TruthRow
from l2kg.analysis.qca.solve import solved
from l2kg.analysis.qca.text import lines
from l2kg.errors import NotFoundError, UsageError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from l2kg.analysis.conditions import CaseCondition

__all__ = ["Fit", "QcaResult", "Solution", "TruthRow", "lines", "qca"]

_MOST = 8  # conditions; the truth table doubles with each


def qca(
    table: Matrix,
    *,
    outcome: str,
    conditions: Sequence[str] = (),
    closed: bool = False,
    expectations: Mapping[str, str] | None = None,
) -> QcaResult:
    """Analyse which conditions are sufficient, together, or necessary for an outcome.

    A row is sufficient where all its cases have the outcome, contradictory where some
    have. The intermediate solution needs expectations: for a condition, `+` if its
    presence or `-` if its absence is expected to help; of the remainders that any of the
    parsimonious solutions assumes, it uses those that differ from an observed sufficient
    row only in the expected direction.

    Raises:
        NotFoundError: a condition or outcome that the matrix does not have.
        UsageError: no conditions or more than eight, one given twice, or an expectation
            that is neither + nor -.
    """
    target = table[outcome]
    chosen = tuple(table[name] for name in conditions)
    if not chosen:
        chosen = tuple(column for column in table.conditions if column != target)
    _check(chosen, target)
    expected = _expected(chosen, expectations or {})
    columns = (*chosen, target)
    left_out = () if closed else _not_stated(table.cases, columns)
    apart = set(left_out)
    stated = tuple(case for case in table.cases if case not in apart)
    blanks = sum(one.value(case) is None for case in stated for one in columns)
    names = tuple(short_names(one.name for one in columns))
    bare = QcaResult(
        outcome=names[-1],
        conditions=names[:-1],
        names=tuple(one.name for one in columns),
        cases=stated,
        left_out=left_out,
        closed=closed,
        read_as_absent=blanks,
        expectations=tuple((names[chosen.index(one)], sign) for one, sign in expected),
        notes=table.notes,
    )
    if why := _refusal(bare, columns):
        return replace(bare, refusal=why)
    return solved(bare, columns)


def _not_stated(
    cases: Sequence[str], columns: Sequence[CaseCondition]
) -> tuple[str, ...]:
    """Return the cases for which one of the columns is not stated."""
    return tuple(
        case for case in cases if any(column.value(case) is None for column in columns)
    )


def _check(chosen: tuple[CaseCondition, ...], target: CaseCondition) -> None:
    if not chosen:
        raise UsageError("a QCA needs a condition beside its outcome; name one or more")
    if len(chosen) > _MOST:
        raise UsageError(
            f"{len(chosen)} conditions make {2 ** len(chosen)} combinations; choose at"
            f" most {_MOST}"
        )
    names = [one.name for one in (*chosen, target)]
    if twice := [name for name in names if names.count(name) > 1]:
        raise UsageError(
            f"{twice[0]!r} is given twice; a condition cannot be the outcome, nor stand"
            " twice"
        )


def _expected(
    chosen: tuple[CaseCondition, ...], expectations: Mapping[str, str]
) -> list[tuple[CaseCondition, str]]:
    known = Matrix((), chosen)
    for name, sign in expectations.items():
        if sign not in {"+", "-"}:
            raise UsageError(
                f"expectation {sign!r} of {name!r}: write + if its presence is expected"
                " to help, - if its absence is"
            )
    try:
        return [(known[name], sign) for name, sign in expectations.items()]
    except NotFoundError as error:
        raise NotFoundError(f"expectation: {error}") from error


def _refusal(bare: QcaResult, columns: Sequence[CaseCondition]) -> str:
    """Say why nothing can be computed, or nothing."""
    open_world = ""
    if bare.left_out and not bare.closed:
        open_world = (
            "; what is not stated is left blank (the closed world would read it as"
            " absent)"
        )
    if bare.n < 2:
        return (
            f"{bare.n} of {bare.n + len(bare.left_out)} cases state every condition and"
            f" the outcome; a QCA needs two or more{open_world}"
        )
    for one, short in zip(columns, (*bare.conditions, bare.outcome), strict=True):
        values = {bool(one.value(case)) for case in bare.cases}
        if len(values) == 1:
            word = "present" if values == {True} else "absent"
            return (
                f"{short} is {word} in all {bare.n} cases; without variation there is"
                f" nothing to compare{open_world}"
            )
    return ""
