"""A QCA as data frames: truth table, fits, solutions, limits."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from l2kg.analysis.qca.text import lines
from l2kg.cases.naming import Worded
from l2kg.frames.typed import frame_of_texts
from l2kg.html.template import fragment
from l2kg.wording import counted

if TYPE_CHECKING:
    from collections.abc import Iterable

    import pandas as pd

    from l2kg.analysis.matrix import Matrix
    from l2kg.analysis.qca.result import Fit, QcaResult

__all__ = ["Qca", "matrix_in"]

_FIT = (
    "expression",
    "consistency",
    "coverage",
    "pri",
    "ron",
    "both",
    "within",
    "outcome",
)


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Qca:
    """The result of a QCA as data frames; `result` holds the same as values."""

    result: QcaResult

    @property
    def truth_table(self) -> pd.DataFrame:
        """Return the combinations of conditions, with the cases that show each."""
        result = self.result
        rows = (
            (*row.values, row.n, row.positive, row.code, row.cases) for row in result.rows
        )
        columns = (*result.conditions, "n", "with_outcome", "code", "cases")
        return frame_of_texts(columns, rows)

    @property
    def sufficiency(self) -> pd.DataFrame:
        """Return how far each condition is sufficient for the outcome."""
        return _fits(self.result.sufficiency).drop(columns="ron")

    @property
    def necessity(self) -> pd.DataFrame:
        """Return how far each condition is necessary for the outcome."""
        return _fits(self.result.necessity).drop(columns="pri")

    @property
    def solutions(self) -> pd.DataFrame:
        """Return the solutions, a row for each formula, with the fit of the whole."""
        frame = _fits(one.fit for one in self.result.solutions).drop(columns="ron")
        kinds = [(one.kind,) for one in self.result.solutions]
        frame.insert(0, "kind", frame_of_texts(("kind",), kinds)["kind"])
        return frame

    @property
    def limits(self) -> pd.DataFrame:
        """Return what the figures cannot show, and first why there are none."""
        refused = (self.result.refusal,) if self.result.refusal else ()
        limits = (*refused, *self.result.limits)
        return frame_of_texts(("limit",), ((limit,) for limit in limits))

    def __repr__(self) -> str:
        return "\n".join(lines(self.result))

    def _repr_html_(self) -> str:
        by, cases = ", ".join(self.result.conditions), counted(self.result.n, "case")
        frames = {
            "truth table": self.truth_table,
            "sufficient": self.sufficiency,
            "necessary": self.necessity,
            "solutions": self.solutions,
        }
        return fragment(
            "notebook",
            "qca",
            f"QCA of {self.result.outcome} by {by}: n = {cases}",
            self.result.refusal,
            [(title, _words(frame)) for title, frame in frames.items() if len(frame)],
            self.result.limits,
        )


def matrix_in(frame: pd.DataFrame) -> Matrix:
    """Read cases by conditions from a data frame: the cases are its index, or its first column.

    Raises:
        UsageError: a cell that is neither 1, 0 nor missing, a case or condition twice.
    """
    from l2kg.analysis.matrixfile import read_matrix

    numbered = frame.index.dtype.kind in "iu"
    return read_matrix(frame.to_csv(index=not numbered), name="the data frame")


def _fits(fits: Iterable[Fit]) -> pd.DataFrame:
    return frame_of_texts(_FIT, ([getattr(fit, name) for name in _FIT] for fit in fits))


def _words(frame: pd.DataFrame) -> Worded:
    rows = (tuple(map(_word, row)) for row in frame.itertuples(index=False))
    return Worded(tuple(map(str, frame.columns)), tuple(rows))


def _word(value: object) -> str:
    if isinstance(value, bool):
        return "1" if value else "0"
    if isinstance(value, float):
        return f"{value:.2f}"
    return ", ".join(value) if isinstance(value, tuple) else str(value)
