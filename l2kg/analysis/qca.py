"""Crisp-set Qualitative Comparative Analysis of cases by conditions, by the `setqca` library.

Cases for which a condition is not stated are left out, unless the closed world is asked
for: then what is not stated is read as absent, and the result says so.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

from l2kg.analysis.matrix import CLOSED_WORLD, CaseCondition, Matrix, short_names
from l2kg.errors import NotFoundError, UsageError
from l2kg.wording import counted

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    import pandas as pd
    from setqca import FittedSolution, QCAResult, TruthTable
    from setqca.minimize import Implicant

__all__ = ["Code", "Fit", "QcaResult", "Solution", "TruthRow", "lines", "qca"]

Code = Literal["sufficient", "not sufficient", "contradictory", "remainder"]
_CODES: dict[str, Code] = {
    "1": "sufficient",
    "0": "not sufficient",
    "C": "contradictory",
    "R": "remainder",
}
_MOST = 8  # conditions; the truth table doubles with each
_KINDS: tuple[Literal["conservative", "parsimonious", "intermediate"], ...] = (
    "conservative",
    "parsimonious",
    "intermediate",
)
_TIES = 256  # tied solutions that are still listed


@dataclass(frozen=True, slots=True)
class TruthRow:
    """One combination of the conditions, with the cases that show it and how many of them have the outcome."""

    values: tuple[bool, ...]
    cases: tuple[str, ...]
    positive: int
    code: Code

    @property
    def n(self) -> int:
        """Return the number of cases."""
        return len(self.cases)


@dataclass(frozen=True, slots=True)
class Fit:
    """How far a set of cases is sufficient, or necessary, for the outcome; each share with its numerator and denominators.

    `both` cases are in the set and have the outcome, `within` are in the set, `outcome`
    have the outcome. Sufficiency has a PRI and necessity a relevance (RoN).
    """

    expression: str
    consistency: float
    coverage: float
    both: int
    within: int
    outcome: int
    pri: float | None = None
    ron: float | None = None


@dataclass(frozen=True, slots=True)
class Solution:
    """A minimal formula that is sufficient for the outcome, with the fit of the whole and of each term."""

    kind: Literal["conservative", "parsimonious", "intermediate"]
    fit: Fit
    terms: tuple[Fit, ...]


@dataclass(frozen=True, slots=True)
class QcaResult:
    """What came out, or in `refusal` why nothing was computed."""

    outcome: str
    conditions: tuple[str, ...]
    names: tuple[str, ...]
    cases: tuple[str, ...]
    left_out: tuple[str, ...]
    closed: bool
    read_as_absent: int
    refusal: str = ""
    rows: tuple[TruthRow, ...] = ()
    sufficiency: tuple[Fit, ...] = ()
    necessity: tuple[Fit, ...] = ()
    solutions: tuple[Solution, ...] = ()
    expectations: tuple[tuple[str, str], ...] = ()
    easy: int = 0
    difficult: int = 0
    notes: tuple[str, ...] = ()

    @property
    def n(self) -> int:
        """Return the number of cases that were analysed."""
        return len(self.cases)

    def coded(self, code: Code) -> tuple[TruthRow, ...]:
        """Return the rows of the truth table that have a code."""
        return tuple(row for row in self.rows if row.code == code)

    def of_kind(self, kind: str) -> tuple[Solution, ...]:
        """Return the solutions of one kind, all of them where several are equally short."""
        return tuple(one for one in self.solutions if one.kind == kind)

    @property
    def limits(self) -> tuple[str, ...]:
        """Return in words what the figures cannot show."""
        return tuple(_limits(self))


def qca(
    table: Matrix,
    *,
    outcome: str,
    conditions: Sequence[str] = (),
    closed: bool = False,
    expectations: Mapping[str, str] | None = None,
) -> QcaResult:
    """Analyse which combinations of conditions are sufficient, and which conditions necessary, for an outcome.

    A row is sufficient where all its cases have the outcome, contradictory where some
    have. The intermediate solution needs
    expectations: for a condition, `+` if its presence or `-` if its absence is expected
    to help; of the remainders that any of the parsimonious solutions assumes, it uses
    those that differ from an observed sufficient row only in the expected direction.

    Raises:
        NotFoundError: a condition or outcome that the matrix does not have.
        UsageError: no conditions or more than eight, one given twice, or an expectation
            that is neither + nor -.
    """
    target = table[outcome]
    chosen = tuple(table[name] for name in conditions) or tuple(
        c for c in table.conditions if c != target
    )
    _check(chosen, target)
    expected = _expected(chosen, expectations or {})
    columns = (*chosen, target)
    stated = [
        case
        for case in table.cases
        if closed or all(one.value(case) is not None for one in columns)
    ]
    among = set(stated)
    blanks = sum(one.value(case) is None for case in stated for one in columns)
    names = tuple(short_names(one.name for one in columns))
    bare = QcaResult(
        outcome=names[-1],
        conditions=names[:-1],
        names=tuple(one.name for one in columns),
        cases=tuple(stated),
        left_out=tuple(case for case in table.cases if case not in among),
        closed=closed,
        read_as_absent=blanks,
        expectations=tuple((names[chosen.index(one)], sign) for one, sign in expected),
        notes=table.notes,
    )
    if why := _refusal(bare, columns):
        return replace(bare, refusal=why)
    return _computed(bare, columns)


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
    open_world = (
        ""
        if bare.closed or not bare.left_out
        else (
            "; what is not stated is left blank (the closed world would read it as"
            " absent)"
        )
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


def _computed(bare: QcaResult, columns: Sequence[CaseCondition]) -> QcaResult:
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
    least = (
        sys.float_info.min
    )  # so that any consistency above nothing and below one is coded a contradiction
    table = build_truth_table(
        data,
        outcome=bare.outcome,
        conditions=bare.conditions,
        inclusion_cutoff=1.0,
        exclusion_cutoff=least,
    )
    enough, needed = _singly(data, bare)
    made = replace(
        bare, rows=_rows(table, data[bare.outcome]), sufficiency=enough, necessity=needed
    )
    return _minimised(made, data, least) if table.positive_minterms else made


def _minimised(made: QcaResult, data: pd.DataFrame, least: float) -> QcaResult:
    from setqca import CSQCA

    model = CSQCA(
        exclusion_consistency=least,
        max_solutions=_TIES,
        directional_expectations=dict(made.expectations),  # type: ignore[arg-type]
    )
    fitted = model.fit(data, outcome=made.outcome, conditions=made.conditions)
    solutions = tuple(
        _solution(kind, one, data, made)
        for kind in _KINDS
        for one in fitted.solutions(kind)
    )
    easy, difficult = _assumed(fitted)
    return replace(made, solutions=solutions, easy=easy, difficult=difficult)


def _assumed(fitted: QCAResult) -> tuple[int, int]:
    """Count the remainders that the parsimonious solution assumes: in line with the expectations, and not."""
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
    from setqca import necessity, sufficiency

    target = data[bare.outcome]
    enough, needed = [], []
    for name in bare.conditions:
        for expression, cause in ((name, data[name]), (f"~{name}", 1 - data[name])):
            sure, need, counts = (
                sufficiency(cause, target),
                necessity(cause, target),
                _counts(cause, target),
            )
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
    kind: Literal["conservative", "parsimonious", "intermediate"],
    one: FittedSolution,
    data: pd.DataFrame,
    bare: QcaResult,
) -> Solution:
    """Take over a solution's fit, and add the numbers of cases behind it."""
    target, terms = data[bare.outcome], one.boolean.implicants
    causes = [_holds(term, data, bare.conditions) for term in terms]
    whole = sum(causes[1:], start=causes[0]).clip(upper=1)
    fits = [
        Fit(
            expression,
            fit.consistency,
            fit.coverage,
            *_counts(cause, target),
            pri=fit.pri,
        )
        for expression, fit, cause in (
            (one.expression(bare.conditions), one.fit, whole),
            *zip(
                (term.as_expression(bare.conditions) for term in terms),
                one.term_fits,
                causes,
                strict=True,
            ),
        )
    ]
    return Solution(kind, fits[0], tuple(fits[1:]))


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
    return (
        sum((one.astype(int) for one in held), start=data[conditions[0]] * 0)
        .eq(len(held))
        .astype(int)
    )


def _limits(result: QcaResult) -> Iterator[str]:
    total = result.n + len(result.left_out)
    if result.closed:
        cells = result.n * (len(result.conditions) + 1)
        yield (
            f"Closed world: {result.read_as_absent} of {cells} cells are not stated and"
            " are read as absent. Not stated is not absent."
        )
    else:
        yield (
            f"{len(result.left_out)} of {total} cases are left out because a condition or"
            " the outcome is not stated for them."
        )
    yield from result.notes
    if result.refusal:
        return
    seen = [row for row in result.rows if row.n]
    yield (
        f"Limited diversity: {len(seen)} of {len(result.rows)} combinations are observed"
        f" in {counted(result.n, 'case')}; remainders: {len(result.coded('remainder'))},"
        f" contradictory: {len(result.coded('contradictory'))}."
    )
    for fit in result.sufficiency:
        if fit.within and fit.both == fit.within:
            yield (
                f"No case has {fit.expression} without {result.outcome}: the sample holds"
                " nothing that could show it not to suffice."
            )
    for kind in _KINDS:
        if (ties := len(result.of_kind(kind))) > 1:
            more = " or more" if ties == _TIES else ""
            yield (
                f"{ties}{more} {kind} solutions are equally short; the data do not choose"
                " between them."
            )
    if not result.expectations:
        yield (
            "No intermediate solution: it needs an expectation for a condition (+ or -),"
            " and none was given."
        )
    elif result.of_kind("intermediate"):
        yield (
            f"Assumed remainders: {result.easy} in line with the expectations and used,"
            f" {result.difficult} not and refused."
        )
    yield (
        "The cases were chosen by the authors who tell them, not drawn; the figures"
        " describe them and test nothing beyond."
    )


def lines(result: QcaResult) -> Iterator[str]:
    """Yield a result as lines of text: n, truth table, fits, solutions, limits."""
    world = CLOSED_WORLD if result.closed else ""
    yield (
        f"QCA of {result.outcome} by {', '.join(result.conditions)}: n ="
        f" {counted(result.n, 'case')}{world}"
    )
    for short, name in zip(
        (*result.conditions, result.outcome), result.names, strict=True
    ):
        yield f"  {short}: {name}"
    if result.refusal:
        yield from ("", f"Nothing was computed: {result.refusal}.")
    else:
        yield from ("", "Truth table")
        yield from _table(
            (*result.conditions, "n", "with outcome", "row", "cases"),
            [
                (
                    *map(_bit, row.values),
                    str(row.n),
                    str(row.positive),
                    row.code,
                    ", ".join(row.cases),
                )
                for row in result.rows
            ],
        )
        yield from ("", f"Sufficient for {result.outcome}")
        yield from _fits(result.sufficiency, "PRI")
        yield from ("", f"Necessary for {result.outcome}")
        yield from _fits(result.necessity, "RoN")
        for kind in _KINDS:
            yield from _solved(result, kind)
    yield from ("", "Limits", *(f"  {limit}" for limit in result.limits))


def _solved(result: QcaResult, kind: str) -> Iterator[str]:
    found = result.of_kind(kind)
    if found or not (kind == "intermediate" and not result.expectations):
        yield from (
            "",
            f"{kind.capitalize()} solution{'s, equally short' if len(found) > 1 else ''}",
        )
    if not found and not (kind == "intermediate" and not result.expectations):
        yield "  none: no combination has the outcome in all its cases"
    for one in found:
        yield from _fits((one.fit, *(one.terms if len(one.terms) > 1 else ())), "PRI")


def _fits(fits: Sequence[Fit], last: str) -> Iterator[str]:
    rows = [
        (
            fit.expression,
            f"{fit.consistency:.2f}",
            f"{fit.coverage:.2f}",
            f"{fit.pri if fit.ron is None else fit.ron:.2f}",
            f"{fit.both} of {fit.within} with it, of {fit.outcome} with the outcome",
        )
        for fit in fits
    ]
    yield from _table(("", "consistency", "coverage", last, "cases"), rows)


def _bit(value: bool) -> str:
    return "1" if value else "0"


def _table(header: Sequence[str], rows: Sequence[Sequence[str]]) -> Iterator[str]:
    widths = [max(len(row[i]) for row in (header, *rows)) for i in range(len(header))]
    for row in (header, *rows):
        yield (
            "  "
            + "  ".join(
                cell.ljust(width) for cell, width in zip(row, widths, strict=True)
            ).rstrip()
        )
