"""Small numbers, honestly: two conditions in a 2x2 table, and which tactics go together."""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import dataclass, replace
from itertools import combinations
from typing import TYPE_CHECKING, Literal

from l2kg.analysis.matrix import CLOSED_WORLD, leaf_cases, short_names
from l2kg.errors import NotFoundError, UsageError
from l2kg.namespaces import CASE, L2T
from l2kg.queries.run import ask
from l2kg.wording import counted, nearest

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import pyoxigraph as ox

    from l2kg.analysis.matrix import CaseCondition, Matrix

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

Cells = tuple[tuple[int, int], tuple[int, int]]
Unit = Literal["case", "measure"]
_NO_TEST = (
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
        """Return the numbers of cases: a row for the first condition present, then absent; a column for the second."""
        both, first, second, neither = map(len, self.cells)
        return (both, first), (second, neither)

    @property
    def limits(self) -> tuple[str, ...]:
        """Return in words what the figures cannot show."""
        total = self.n + len(self.not_stated)
        empty = [
            name
            for name, cell in zip(_cell_names(self), self.cells, strict=True)
            if not cell
        ]
        said = [
            (
                f"Closed world: {self.read_as_absent} of {2 * self.n} cells are not"
                " stated and are read as absent. Not stated is not absent."
                if self.closed
                else (
                    f"{len(self.not_stated)} of {total} cases are left out because one of"
                    " the two is not stated for them."
                )
            )
        ]
        if self.n:
            none = f"; empty: {', '.join(empty)}" if empty else ""
            said.append(
                f"Limited diversity: {4 - len(empty)} of 4 cells are observed in"
                f" {counted(self.n, 'case')}{none}."
            )
        return (*said, *self.notes, _NO_TEST)


def two_by_two(
    table: Matrix, first: str, second: str, *, closed: bool = False, level: float = 0.95
) -> TwoByTwo:
    """Cross two conditions of a matrix; cases for which one is not stated are left out, or read as absent in the closed world.

    Raises:
        NotFoundError: a condition that the matrix does not have.
        UsageError: the two are one, or the level is no share.
    """
    one, other = table[first], table[second]
    if one == other:
        raise UsageError(f"{first!r} is crossed with itself; name two conditions")
    stated = [
        case
        for case in table.cases
        if closed or (one.value(case) is not None and other.value(case) is not None)
    ]
    among = set(stated)
    names = short_names((one.name, other.name))
    cells: list[list[str]] = [[], [], [], []]
    for case in stated:
        cells[2 * (not one.value(case)) + (not other.value(case))].append(case)
    bare = TwoByTwo(
        first=names[0],
        second=names[1],
        names=(one.name, other.name),
        cells=(tuple(cells[0]), tuple(cells[1]), tuple(cells[2]), tuple(cells[3])),
        not_stated=tuple(case for case in table.cases if case not in among),
        closed=closed,
        read_as_absent=sum(
            column.value(case) is None for case in stated for column in (one, other)
        ),
        exact=None,
        notes=table.notes,
    )
    why = _constant(bare, one, other)
    return (
        replace(bare, refusal=why)
        if why
        else replace(bare, exact=exact_test(bare.counts, level=level))
    )


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
        UsageError: a count below nothing, an empty row or column, or a level that is no share.

    Fisher's tea taster (R's help page of `fisher.test`, after Agresti 1990, has p = 0.2429):

    >>> round(exact_test(((3, 1), (1, 3))).greater, 4)
    0.2429
    """
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


@dataclass(frozen=True, slots=True)
class Pair:
    """Two tactics: in how many units each occurs, and both."""

    first: str
    second: str
    n_first: int
    n_second: int
    n_both: int
    n: int

    @property
    def support(self) -> float:
        """Return the share of units that have both."""
        return self.n_both / self.n

    @property
    def confidence(self) -> tuple[float, float]:
        """Return the share that has the second among those with the first, and the other way round."""
        return self.n_both / self.n_first, self.n_both / self.n_second

    @property
    def lift(self) -> float:
        """Return how much oftener both occur than they would if they were independent."""
        return self.n_both * self.n / (self.n_first * self.n_second)


@dataclass(frozen=True, slots=True)
class CoOccurrence:
    """Which tactics occur together: in cases or in measures, as applied or with all wider tactics."""

    unit: Unit
    wider: bool
    n: int
    tactics: int
    possible: int
    pairs: tuple[Pair, ...]

    @property
    def limits(self) -> tuple[str, ...]:
        """Return in words what the figures cannot show."""
        alone = sum(pair.n_both == 1 for pair in self.pairs)
        return (
            (
                f"n = {self.n}: the {self.unit}s for which a tactic is stated; where none"
                " is stated there may have been some."
            ),
            (
                f"Limited diversity: {len(self.pairs)} of {self.possible} pairs of the"
                f" {self.tactics} tactics stated occur together."
            ),
            (
                f"{alone} of the {len(self.pairs)} pairs occur together in one"
                f" {self.unit} only: their lift is high, and rests on that one."
            ),
            "A tactic that is not stated counts as not there.",
            _NO_TEST,
        )


_APPLIED = (
    "SELECT DISTINCT ?case ?measure ?tactic { ?measure l2:tactic ?tactic ; l2:inCase"
    " ?case }"
)
_WIDER = (
    "SELECT DISTINCT ?tactic ?wide { ?tactic a skos:Concept . ?tactic skos:broader+"
    " ?wide }"
)


def co_occurrence(
    store: ox.Store,
    *,
    unit: Unit = "case",
    wider: bool = False,
    cases: Sequence[str] = (),
) -> CoOccurrence:
    """Count pairs of tactics that occur in the same case, or are applied by the same measure.

    A pair of a tactic and one wider than it is left out, since the one implies the other.

    Raises:
        NotFoundError: a case that is not in the store.
        UsageError: a unit that is neither case nor measure.
    """
    if unit not in {"case", "measure"}:
        raise UsageError(f"unit {unit!r}: write case or measure")
    leaves = leaf_cases(store)
    chosen = {CASE + slug for slug in cases or leaves}
    for slug in cases:
        if slug not in leaves:
            raise NotFoundError(
                f"no case {slug!r}{nearest(slug, leaves)}; cases without sub-cases are"
                f" {', '.join(leaves)}"
            )
    above: dict[str, set[str]] = {}
    for narrow, wide in ask(store, _WIDER):
        above.setdefault(narrow, set()).add(wide)
    units: dict[str, set[str]] = {}
    for case, measure, tactic in ask(store, _APPLIED):
        if case in chosen:
            used = {tactic, *(above.get(tactic, ()) if wider else ())}
            units.setdefault(case if unit == "case" else measure, set()).update(used)
    return _paired(units, above, unit, wider=wider)


def _paired(
    units: dict[str, set[str]], above: dict[str, set[str]], unit: Unit, *, wider: bool
) -> CoOccurrence:
    def apart(first: str, second: str) -> bool:
        return second not in above.get(first, ()) and first not in above.get(second, ())

    alone = Counter(tactic for used in units.values() for tactic in used)
    both = Counter(
        pair
        for used in units.values()
        for pair in combinations(sorted(used), 2)
        if apart(*pair)
    )
    pairs = [
        Pair(_short(a), _short(b), alone[a], alone[b], count, len(units))
        for (a, b), count in both.items()
    ]
    return CoOccurrence(
        unit=unit,
        wider=wider,
        n=len(units),
        tactics=len(alone),
        possible=sum(apart(*pair) for pair in combinations(sorted(alone), 2)),
        pairs=tuple(
            sorted(
                pairs,
                key=lambda pair: (-pair.n_both, -pair.lift, pair.first, pair.second),
            )
        ),
    )


def _short(iri: str) -> str:
    return iri.removeprefix(L2T)


def _cell_names(table: TwoByTwo) -> tuple[str, str, str, str]:
    first, second = table.first, table.second
    return (
        f"both {first} and {second}",
        f"{first} without {second}",
        f"{second} without {first}",
        f"neither {first} nor {second}",
    )


def lines(result: TwoByTwo | CoOccurrence) -> Iterator[str]:
    """Yield a result as lines of text: n, figures, limits."""
    yield from _cross(result) if isinstance(result, TwoByTwo) else _together(result)
    yield from ("", "Limits", *(f"  {limit}" for limit in result.limits))


def _cross(table: TwoByTwo) -> Iterator[str]:
    yield (
        f"{table.first} by {table.second}: n ="
        f" {counted(table.n, 'case')}{CLOSED_WORLD if table.closed else ''}"
    )
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


def _together(result: CoOccurrence) -> Iterator[str]:
    yield (
        "Tactics in the same"
        f" {result.unit}{', with all wider tactics' if result.wider else ''}: n ="
        f" {result.n} {result.unit}s"
    )
    yield ""
    yield "   both  support  confidence   lift  tactics"
    for pair in result.pairs:
        there, back = pair.confidence
        yield (
            f"  {pair.n_both:2} of {pair.n:2}  {pair.support:.2f}  {there:.2f} /"
            f" {back:.2f}  {pair.lift:5.2f}  {pair.first} ({pair.n_first}), {pair.second}"
            f" ({pair.n_second})"
        )
