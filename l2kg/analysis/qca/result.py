"""What a QCA finds: truth table, fits, solutions, and what they cannot show."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from l2kg.wording import counted

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = [
    "KINDS",
    "MOST_TIES",
    "Code",
    "Fit",
    "QcaResult",
    "Solution",
    "SolutionKind",
    "TruthRow",
]

Code = Literal["sufficient", "not sufficient", "contradictory", "remainder"]
SolutionKind = Literal["conservative", "parsimonious", "intermediate"]
KINDS: tuple[SolutionKind, ...] = ("conservative", "parsimonious", "intermediate")
MOST_TIES = 256  # tied solutions that are still listed


@dataclass(frozen=True, slots=True)
class TruthRow:
    """One combination of the conditions, with the cases that show it.

    `positive` of the cases have the outcome.
    """

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
    """How far a set of cases is sufficient, or necessary, for the outcome.

    Each share comes with its numerator and denominators.

    `both` cases are in the set and have the outcome, `within` are in the set, `outcome`
    have the outcome: the numerator and denominators of the shares. Sufficiency has a PRI
    and necessity a relevance (RoN).
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

    kind: SolutionKind
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


def _limits(result: QcaResult) -> Iterator[str]:
    yield _left_unsaid(result)
    yield from result.notes
    if result.refusal:
        return
    yield from _diversity(result)
    yield from _ties(result)
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


def _left_unsaid(result: QcaResult) -> str:
    if result.closed:
        cells = result.n * (len(result.conditions) + 1)
        return (
            f"Closed world: {result.read_as_absent} of {cells} cells are not stated and"
            " are read as absent. Not stated is not absent."
        )
    total = result.n + len(result.left_out)
    return (
        f"{len(result.left_out)} of {total} cases are left out because a condition or"
        " the outcome is not stated for them."
    )


def _diversity(result: QcaResult) -> Iterator[str]:
    """Say which combinations no case shows, and which conditions the sample cannot test."""
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


def _ties(result: QcaResult) -> Iterator[str]:
    for kind in KINDS:
        ties = len(result.of_kind(kind))
        if ties > 1:
            more = " or more" if ties == MOST_TIES else ""
            yield (
                f"{ties}{more} {kind} solutions are equally short; the data do not choose"
                " between them."
            )
