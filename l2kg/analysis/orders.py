"""The partial order of a case: what came before what, as sources state or imply it.

It leaves open in how many ways the rest could have gone; that number is counted exactly.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from l2kg.analysis.extensions import (
    MOST_MEMBERS,
    MOST_STATES,
    TooManyError,
    count_extensions,
)
from l2kg.cases.reading import Reader
from l2kg.errors import NotFoundError
from l2kg.namespaces import CASE, L2, L2V, RDF, case_slug, element_named, iri_named
from l2kg.queries.lookup import object_iris, object_texts, subject_iris
from l2kg.queries.run import ask
from l2kg.wording import nearest, no_case

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    import pyoxigraph as ox

    from l2kg.cases.reading import Ref

__all__ = [
    "Grade",
    "PartialOrder",
    "lines",
    "partial_order",
    "ranks",
    "reduction",
]

_SHORT = 12  # so few that the number of all sequences is worth telling

Pairs = frozenset[tuple[str, str]]
Grade = Literal["stated", "implied"]
_WORDS: dict[Grade, str] = {"stated": "stated", "implied": "stated or implied"}


@dataclass(frozen=True, slots=True)
class PartialOrder:
    """Occurrences of a case with what begins before what, as stated or as implied.

    `extensions` is None where counting was too much. `pairs` is the whole order, `steps`
    those pairs of it that no third occurrence lies between, `implied` those pairs that do
    not hold without a relation that is only implied: all that an order as stated leaves
    out, or what one as implied has more than it. An extension is one sequence of
    beginnings that goes with the order. `lapses` says how much time lies between two where
    a source does, `before` how many others are stated or implied to begin before each, and
    `earliest` is the first day on which a dated one may have begun.
    """

    case: str
    occurrences: tuple[Ref, ...]
    pairs: Pairs
    steps: Pairs
    implied: Pairs
    grade: Grade
    extensions: int | None
    most_states: int
    chosen: bool
    without_order: int
    lapses: Mapping[tuple[str, str], str]
    before: Mapping[str, int]
    earliest: Mapping[str, str]

    @property
    def n(self) -> int:
        """Return the number of occurrences in the order."""
        return len(self.occurrences)

    @property
    def possible(self) -> int:
        """Return the number of pairs of occurrences."""
        return math.comb(self.n, 2)

    @property
    def ranks(self) -> dict[str, int]:
        """Return the least place of each occurrence.

        It is one more than the longest chain of those that begin before it. Occurrences of
        the same rank are not simultaneous; nothing is told of their order.
        """
        return ranks((ref.iri for ref in self.occurrences), self.pairs)

    @property
    def steps_in_time(self) -> tuple[tuple[str, str], ...]:
        """Return the steps, none before one that leads up to it.

        Of those that as many things come before, the earlier date comes first.
        """

        def when(step: tuple[str, str]) -> list[tuple[int, str, str]]:
            return [
                (self.before[one], self.earliest.get(one, "9999"), one) for one in step
            ]

        return tuple(sorted(self.steps, key=when))

    @property
    def limits(self) -> tuple[str, ...]:
        """Return in words what the figures cannot show."""
        ordered = (
            f"{len(self.pairs)} of {self.possible} pairs of the {self.n} occurrences have"
            f" a {_WORDS[self.grade]} order"
        )
        told = "state or imply" if self.grade == "implied" else "state"
        return (
            (
                f"Limited order: {ordered}; {self.without_order} further occurrences of"
                " the case have none and are left out."
            ),
            (
                f"The order is that of beginnings, as sources {told} it or as it follows;"
                " dates are not used, and same time gives no order."
            ),
        )


def partial_order(
    store: ox.Store,
    case: str,
    *,
    chosen: Sequence[str] = (),
    most_states: int = MOST_STATES,
    count: bool = True,
    grade: Grade = "stated",
) -> PartialOrder:
    """Read the order of a case's occurrences, and count its linear extensions exactly.

    It is the one that sources state; of the grade implied, all that they state or imply.

    Without a choice of local names, all occurrences that take part in the order. A
    sub-case has the occurrences that are in it.

    Raises:
        NotFoundError: the case or a chosen occurrence is not in the store; the text
            suggests the nearest.
    """
    case = case_slug(case)
    iri = CASE + case
    occurrences = set(_members(store, iri)) if iri_named(case) else set()
    _must_exist(store, iri, case, occurrences)
    space = iri.partition("#")[0] + "#"
    picked = {element_named(name, space) for name in chosen}
    _must_have(case, occurrences, picked, space)
    asked = picked or occurrences
    stated, told = (
        _pairs(store, asked, f"{L2}{name}")
        for name in ("precedesAsStated", "precedesAsImplied")
    )
    pairs = told if grade == "implied" else stated
    taking_part = picked or {one for pair in pairs for one in pair}
    return PartialOrder(
        case=case,
        occurrences=Reader(store).refs(taking_part),
        pairs=pairs,
        steps=reduction(pairs),
        implied=told - stated,
        grade=grade,
        extensions=_counted(taking_part, pairs, most_states) if count else None,
        most_states=most_states,
        chosen=bool(picked),
        without_order=len(occurrences) - len(taking_part),
        lapses=_lapses(store, pairs, grade),
        before={
            one: len(set(subject_iris(store, f"{L2}precedesAsImplied", one)))
            for one in taking_part
        },
        earliest={
            one: days[0]
            for one in taking_part
            if (days := object_texts(store, one, f"{L2}earliest"))
        },
    )


def _must_have(case: str, occurrences: set[str], picked: set[str], space: str) -> None:
    for one in sorted(picked - occurrences):
        names = sorted(other.removeprefix(space) for other in occurrences)
        name = one.removeprefix(space)
        has = f"{nearest(name, names)}; it has {', '.join(names)}"
        raise NotFoundError(f"case {case} has no occurrence {name!r}{has}")


def _pairs(store: ox.Store, ones: set[str], order: str) -> Pairs:
    """Return which of some occurrences an order puts before which other of them."""
    return frozenset(
        (a, b) for a in ones for b in object_iris(store, a, order) if b in ones
    )


def _lapses(store: ox.Store, pairs: Pairs, grade: Grade) -> dict[tuple[str, str], str]:
    """Return how much time lies between two occurrences, in the words of the sources."""
    where = (
        "?one l2:lapse ?c ; l2:locates ?a ; l2:relativeTo ?b ; l2:relation ?how ;"
        " l2:epistemicStatus ?status FILTER(?how IN (l2v:before, l2v:begins-before))"
    )
    found = ask(store, f"SELECT ?a ?b ?c ?status {{ {where} }} ORDER BY ?c")
    return {
        (a, b): lapse
        for a, b, lapse, status in found
        if (a, b) in pairs and (grade == "implied" or status != f"{L2V}implied")
    }


def _members(store: ox.Store, case: str) -> list[str]:
    """Return the occurrences of a case, read from the indexes: a query would read the order of all cases."""
    return [
        iri
        for iri in subject_iris(store, f"{L2}inCase", case)
        if f"{L2}Occurrence" in object_iris(store, iri, f"{RDF}type")
    ]


def _must_exist(store: ox.Store, iri: str, case: str, occurrences: set[str]) -> None:
    if not occurrences:
        known = [
            row[0].removeprefix(CASE)
            for row in ask(store, "SELECT ?case { ?case a l2:Case }")
        ]
        if iri.removeprefix(CASE) not in known:
            raise NotFoundError(no_case(case, known))


def ranks(members: Iterable[str], pairs: Iterable[tuple[str, ...]]) -> dict[str, int]:
    """Return the least place of each member of a transitive order: one more than the longest chain before it.

    >>> ranks("abc", [("a", "b")])
    {'a': 1, 'c': 1, 'b': 2}
    """
    before: dict[str, set[str]] = {one: set() for one in members}
    for first, second in pairs:
        before[second].add(first)
    found: dict[str, int] = {}
    for one in sorted(
        before, key=lambda one: (len(before[one]), one)
    ):  # fewer come before what comes before
        found[one] = 1 + max((found[other] for other in before[one]), default=0)
    return found


def reduction(pairs: Iterable[tuple[str, str]]) -> Pairs:
    """Return those pairs of a transitive order between whose ends no third thing lies.

    >>> sorted(reduction([("a", "b"), ("b", "c"), ("a", "c")]))
    [('a', 'b'), ('b', 'c')]
    """
    listed = frozenset(pairs)
    after: dict[str, set[str]] = {}
    for first, second in listed:
        after.setdefault(first, set()).add(second)
    through = {
        (a, c) for a, later in after.items() for b in later for c in after.get(b, ())
    }
    return listed - through


def _counted(members: set[str], pairs: Pairs, most_states: int) -> int | None:
    try:
        return count_extensions(members, pairs, most_states=most_states)
    except TooManyError:
        return None


def lines(order: PartialOrder) -> Iterator[str]:
    """Yield an order as lines of text: n, the steps, the number of sequences, limits."""
    chosen = (
        "chosen occurrences"
        if order.chosen
        else f"occurrences that take part in a {_WORDS[order.grade]} order"
    )
    yield (
        f"{order.case}: n = {order.n} {chosen}, {len(order.pairs)} of {order.possible}"
        " pairs ordered"
    )
    labels = {ref.iri: ref for ref in order.occurrences}
    yield f"Covering relation: {len(order.steps)} pairs, from which the others follow\n"
    for first, second in order.steps_in_time:
        lapse = order.lapses.get((first, second), "")
        mark = f", lapse: {lapse}" if lapse else ""
        mark += "  (implied)" if (first, second) in order.implied else ""
        yield f"  #{labels[first].id} before #{labels[second].id}{mark}"
    yield from ("", *_grades(order), _sequences(order))
    yield from ("", "Limits", *(f"  {limit}" for limit in order.limits))


def _grades(order: PartialOrder) -> Iterator[str]:
    """Say of what grade the order is, and what there is of the other."""
    more = len(order.implied)
    if order.grade == "implied":
        stated = len(order.pairs) - more
        yield f"Grade: stated for {stated} of the ordered pairs, only implied for {more}."
    elif more:
        pairs = "1 further pair is" if more == 1 else f"{more} further pairs are"
        yield f"Grade: stated. {pairs} ordered by what is implied: add --implied."
    else:
        yield "Grade: stated."


def _sequences(order: PartialOrder) -> str:
    if not order.pairs:
        told = _WORDS[order.grade]
        return f"No order is {told} between any two of them: every sequence goes with it."
    if order.extensions is None:
        most = f"{order.most_states:,} sets or {MOST_MEMBERS} occurrences"
        return (
            "Sequences that go with it: not counted; an exact count takes more than"
            f" {most}. Choose fewer occurrences."
        )
    of = f" of {math.factorial(order.n):,}" if order.n <= _SHORT else ""
    return f"Sequences that go with it: {order.extensions:,}{of}, counted exactly."
