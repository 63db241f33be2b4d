"""Two conditions crossed in a 2x2 table, with Fisher's exact test where there is one."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from l2kg.analysis.matrix import CLOSED_WORLD, short_names
from l2kg.errors import UsageError
from l2kg.extras import needs
from l2kg.wording import counted

if TYPE_CHECKING:
    from collections.abc import Iterator

    from l2kg.analysis.conditions import CaseCondition
    from l2kg.analysis.matrix import Matrix

__all__ = [
    "NO_TEST",
    "Cells",
    "Exact",
    "TwoByTwo",
    "exact_test",
    "table_lines",
    "two_by_two",
]

Cells = tuple[tuple[int, int], tuple[int, int]]
NO_TEST = (
    "The cases were chosen by the authors who tell them, not drawn; the figures describe"
    " them and test nothing beyond."
)


@dataclass(frozen=True, slots=True)
class Exact:
    """Fisher's exact test of a 2x2 table: three p-values, and two odds ratios.

    `odds_ratio` is the conditional maximum likelihood estimate, to which the interval
    `low` to `high` belongs; `sample_odds_ratio` is the plain cross product. Both may be
    infinite.
    """

    two_sided: float
    greater: float
    less: float
    odds_ratio: float
    low: float
    high: float
    level: float
    sample_odds_ratio: float


@dataclass(frozen=True, slots=True)
class TwoByTwo:
    """Two conditions crossed: the cases in each cell, and Fisher's test, or in `refusal` why there is none.

    The cells are both, the first only, the second only, neither.
    """

    first: str
    second: str
    names: tuple[str, str]
    cells: tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...], tuple[str, ...]]
    not_stated: tuple[str, ...]
    closed: bool
    read_as_absent: int
    exact: Exact | None
    refusal: str = ""
    notes: tuple[str, ...] = ()

    @property
    def n(self) -> int:
        """Return the number of cases in the table."""
        return sum(map(len, self.cells))

    @property
    def counts(self) -> Cells:
        """Return the numbers of cases.

        A row for the first condition present, then absent; a column for the second.
        """
        both, first, second, neither = map(len, self.cells)
        return (both, first), (second, neither)

    @property
    def limits(self) -> tuple[str, ...]:
        """Return in words what the figures cannot show."""
        limits = [_left_unsaid(self)]
        if self.n:
            named = zip(_cell_names(self), self.cells, strict=True)
            empty = [name for name, cell in named if not cell]
            none = f"; empty: {', '.join(empty)}" if empty else ""
            limits.append(
                f"Limited diversity: {4 - len(empty)} of 4 cells are observed in"
                f" {counted(self.n, 'case')}{none}."
            )
        return (*limits, *self.notes, NO_TEST)


def _left_unsaid(table: TwoByTwo) -> str:
    if table.closed:
        return (
            f"Closed world: {table.read_as_absent} of {2 * table.n} cells are not"
            " stated and are read as absent. Not stated is not absent."
        )
    total = table.n + len(table.not_stated)
    return (
        f"{len(table.not_stated)} of {total} cases are left out because one of"
        " the two is not stated for them."
    )


def two_by_two(
    table: Matrix, first: str, second: str, *, closed: bool = False, level: float = 0.95
) -> TwoByTwo:
    """Cross two conditions of a matrix.

    Cases for which one is not stated are left out, or read as absent in the closed world.

    Raises:
        NotFoundError: a condition that the matrix does not have.
        UsageError: the two are one, or the level is no share.
    """
    one, other = table[first], table[second]
    if one == other:
        raise UsageError(f"{first!r} is crossed with itself; name two conditions")
    names = short_names((one.name, other.name))
    cells: list[list[str]] = [[], [], [], []]
    not_stated = []
    read_as_absent = 0
    for case in table.cases:
        values = one.value(case), other.value(case)
        if None in values and not closed:
            not_stated.append(case)
            continue
        cells[2 * (not values[0]) + (not values[1])].append(case)
        read_as_absent += values.count(None)
    bare = TwoByTwo(
        first=names[0],
        second=names[1],
        names=(one.name, other.name),
        cells=(tuple(cells[0]), tuple(cells[1]), tuple(cells[2]), tuple(cells[3])),
        not_stated=tuple(not_stated),
        closed=closed,
        read_as_absent=read_as_absent,
        exact=None,
        notes=table.notes,
    )
    why = _constant(bare, one, other)
    if why:
        return replace(bare, refusal=why)
    return replace(bare, exact=exact_test(bare.counts, level=level))


def _constant(table: TwoByTwo, one: CaseCondition, other: CaseCondition) -> str:
    """Say why there is nothing to test, or nothing."""
    if table.n < 2:
        return (
            f"{table.n} of {counted(table.n + len(table.not_stated), 'case')} state both"
            " conditions; a table needs two or more"
        )
    cases = [case for cell in table.cells for case in cell]
    for column, short in ((one, table.first), (other, table.second)):
        values = {bool(column.value(case)) for case in cases}
        if len(values) == 1:
            return (
                f"{short} is {'present' if values == {True} else 'absent'} in all"
                f" {table.n} cases; without variation there is no test"
            )
    return ""


def exact_test(counts: Cells, *, level: float = 0.95) -> Exact:
    """Test a 2x2 table by Fisher's exact test, with the exact interval of the odds ratio.

    Raises:
        UsageError: a count below nothing, an empty row or column, or a level that is no
        share.

    Fisher's tea taster (R's help page of `fisher.test`, after Agresti 1990, has p =
    0.2429):

    >>> round(exact_test(((3, 1), (1, 3))).greater, 4)
    0.2429
    """
    with needs("analysis"):
        from scipy.stats import fisher_exact
        from scipy.stats.contingency import odds_ratio

    (a, b), (c, d) = counts
    if min(a, b, c, d) < 0 or not all((a + b, c + d, a + c, b + d)):
        raise UsageError(f"{counts}: a 2x2 table needs a case in each row and column")
    if not 0 < level < 1:
        raise UsageError(f"level {level}: give a share between 0 and 1, such as 0.95")
    table = [[a, b], [c, d]]
    conditional = odds_ratio(table, kind="conditional")
    interval = conditional.confidence_interval(confidence_level=level)
    two_sided, greater, less = (
        float(fisher_exact(table, alternative=side).pvalue)
        for side in ("two-sided", "greater", "less")
    )
    return Exact(
        two_sided=two_sided,
        greater=greater,
        less=less,
        odds_ratio=float(conditional.statistic),
        low=float(interval.low),
        high=float(interval.high),
        level=level,
        sample_odds_ratio=math.inf if b * c == 0 else a * d / (b * c),
    )


def _cell_names(table: TwoByTwo) -> tuple[str, str, str, str]:
    first, second = table.first, table.second
    return (
        f"both {first} and {second}",
        f"{first} without {second}",
        f"{second} without {first}",
        f"neither {first} nor {second}",
    )


def table_lines(table: TwoByTwo) -> Iterator[str]:
    """Yield a table as lines of text: n, cells, test."""
    world = CLOSED_WORLD if table.closed else ""
    yield f"{table.first} by {table.second}: n = {counted(table.n, 'case')}{world}"
    for short, name in zip((table.first, table.second), table.names, strict=True):
        yield f"  {short}: {name}"
    yield ""
    for name, cell in zip(_cell_names(table), table.cells, strict=True):
        yield f"  {len(cell):3}  {name}{': ' if cell else ''}{', '.join(cell)}"
    yield ""
    if table.exact is None:
        yield f"Nothing was computed: {table.refusal}."
        return
    found = table.exact
    yield (
        f"Fisher's exact test: p = {found.two_sided:.4g} two-sided ({found.greater:.4g}"
        f" greater, {found.less:.4g} less)"
    )
    yield (
        f"odds ratio {_figure(found.odds_ratio)}, {found.level:.0%} interval"
        f" {_figure(found.low)} to {_figure(found.high)}"
    )
    yield (
        "  (conditional maximum likelihood; the plain cross product is"
        f" {_figure(found.sample_odds_ratio)})"
    )


def _figure(value: float) -> str:
    """Write a figure; an infinite one in words.

    >>> _figure(math.inf), _figure(6.40831)
    ('infinite', '6.408')
    """
    return "infinite" if math.isinf(value) else f"{value:.4g}"
