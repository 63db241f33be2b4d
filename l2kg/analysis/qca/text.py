"""The result of a QCA as lines of plain text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from l2kg.analysis.matrix import CLOSED_WORLD
from l2kg.analysis.qca.result import KINDS
from l2kg.wording import counted

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from l2kg.analysis.qca.result import Fit, QcaResult, TruthRow

__all__ = ["lines"]


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
            [_cells(row) for row in result.rows],
        )
        yield from ("", f"Sufficient for {result.outcome}")
        yield from _fits(result.sufficiency, "PRI")
        yield from ("", f"Necessary for {result.outcome}")
        yield from _fits(result.necessity, "RoN")
        for kind in KINDS:
            yield from _solved(result, kind)
    yield from ("", "Limits", *(f"  {limit}" for limit in result.limits))


def _cells(row: TruthRow) -> tuple[str, ...]:
    values = ["1" if value else "0" for value in row.values]
    return (*values, str(row.n), str(row.positive), row.code, ", ".join(row.cases))


def _solved(result: QcaResult, kind: str) -> Iterator[str]:
    found = result.of_kind(kind)
    if kind == "intermediate" and not result.expectations and not found:
        return
    tied = "s, equally short" if len(found) > 1 else ""
    yield from ("", f"{kind.capitalize()} solution{tied}")
    if not found:
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


def _table(header: Sequence[str], rows: Sequence[Sequence[str]]) -> Iterator[str]:
    widths = [max(len(row[i]) for row in (header, *rows)) for i in range(len(header))]
    for row in (header, *rows):
        cells = [cell.ljust(width) for cell, width in zip(row, widths, strict=True)]
        yield f"  {'  '.join(cells).rstrip()}"
