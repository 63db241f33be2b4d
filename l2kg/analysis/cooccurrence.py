"""Which tactics go together, in cases or in measures."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from itertools import combinations
from typing import TYPE_CHECKING, Literal

from l2kg.analysis.cross import NO_TEST
from l2kg.analysis.matrix import leaf_cases
from l2kg.errors import NotFoundError, UsageError
from l2kg.namespaces import CASE, L2T, case_slug
from l2kg.queries.run import ask
from l2kg.wording import nearest

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import pyoxigraph as ox

__all__ = ["CoOccurrence", "Pair", "Unit", "co_occurrence", "pair_lines"]

Unit = Literal["case", "measure"]
_APPLIED = (
    "SELECT DISTINCT ?case ?measure ?tactic { ?measure l2:tactic ?tactic ; l2:inCase"
    " ?case }"
)
_WIDER = (
    "SELECT DISTINCT ?tactic ?wide { ?tactic a skos:Concept . ?tactic skos:broader+"
    " ?wide }"
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
    """Which tactics occur together: in cases or in measures, as applied or with all wider tactics.

    `pairs` are those that do so in `least` units or more, of `together` pairs in all.
    """

    unit: Unit
    wider: bool
    n: int
    tactics: int
    possible: int
    pairs: tuple[Pair, ...]
    together: int
    least: int = 1

    def at_least(self, units: int) -> CoOccurrence:
        """Return it without the pairs that occur together in fewer units."""
        kept = tuple(pair for pair in self.pairs if pair.n_both >= units)
        return replace(self, pairs=kept, least=max(units, self.least))

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
                f"Limited diversity: {self.together} of {self.possible} pairs of the"
                f" {self.tactics} tactics stated occur together."
            ),
            (
                f"{alone} of the {len(self.pairs)} pairs occur together in one"
                f" {self.unit} only: their lift is high, and rests on that one."
                if self.least == 1
                else f"Left out are {self.together - len(self.pairs)} pairs that occur"
                f" together in fewer than {self.least} {self.unit}s."
            ),
            "A tactic that is not stated counts as not there.",
            NO_TEST,
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
    chosen = _chosen(store, cases)
    above: dict[str, set[str]] = {}
    for narrow, wide in ask(store, _WIDER):
        above.setdefault(narrow, set()).add(wide)
    units: dict[str, set[str]] = {}
    for case, measure, tactic in ask(store, _APPLIED):
        if case in chosen:
            used = units.setdefault(case if unit == "case" else measure, set())
            used.add(tactic)
            if wider:
                used |= above.get(tactic, set())
    return _paired(units, above, unit, wider=wider)


def _chosen(store: ox.Store, slugs: Sequence[str]) -> set[str]:
    """Return the IRIs of some cases, or of all that have no sub-cases."""
    leaves = leaf_cases(store)
    slugs = [case_slug(slug) for slug in slugs]
    for slug in slugs:
        if slug not in leaves:
            raise NotFoundError(
                f"no case {slug!r}{nearest(slug, leaves, most=2)}; cases without sub-cases are"
                f" {', '.join(leaves)}"
            )
    return {CASE + slug for slug in slugs or leaves}


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
        Pair(_name(a), _name(b), alone[a], alone[b], count, len(units))
        for (a, b), count in both.items()
    ]
    return CoOccurrence(
        unit=unit,
        wider=wider,
        n=len(units),
        tactics=len(alone),
        together=len(pairs),
        possible=sum(apart(*pair) for pair in combinations(sorted(alone), 2)),
        pairs=tuple(sorted(pairs, key=_rank)),
    )


def _rank(pair: Pair) -> tuple[int, float, str, str]:
    """Put the most frequent pairs first, of those the most striking."""
    return -pair.n_both, -pair.lift, pair.first, pair.second


def _name(iri: str) -> str:
    return iri.removeprefix(L2T)


def pair_lines(result: CoOccurrence) -> Iterator[str]:
    """Yield pairs as lines of text: n, then each pair with its figures."""
    yield (
        "Tactics in the same"
        f" {result.unit}{', with all wider tactics' if result.wider else ''}: n ="
        f" {result.n} {result.unit}s"
    )
    if result.least == 1 and (alone := sum(pair.n_both == 1 for pair in result.pairs)):
        yield f"{alone} of {len(result.pairs)} pairs in one {result.unit} only"
    yield ""
    yield "   both  support  confidence   lift  tactics"
    for pair in result.pairs:
        there, back = pair.confidence
        yield (
            f"  {pair.n_both:2} of {pair.n:2}  {pair.support:.2f}  {there:.2f} /"
            f" {back:.2f}  {pair.lift:5.2f}  {pair.first} ({pair.n_first}), {pair.second}"
            f" ({pair.n_second})"
        )
