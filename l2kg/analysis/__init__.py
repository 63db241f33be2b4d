"""Small numbers, honestly: two conditions in a 2x2 table, and which tactics go together."""

from __future__ import annotations

from typing import TYPE_CHECKING

from l2kg.analysis.cooccurrence import CoOccurrence, Pair, co_occurrence, pair_lines
from l2kg.analysis.cross import Exact, TwoByTwo, exact_test, table_lines, two_by_two

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = [
    "CoOccurrence",
    "Exact",
    "Pair",
    "TwoByTwo",
    "co_occurrence",
    "exact_test",
    "lines",
    "two_by_two",
]


def lines(result: TwoByTwo | CoOccurrence) -> Iterator[str]:
    """Yield a result as lines of text: n, figures, limits."""
    if isinstance(result, TwoByTwo):
        yield from table_lines(result)
    else:
        yield from pair_lines(result)
    yield from ("", "Limits", *(f"  {limit}" for limit in result.limits))
