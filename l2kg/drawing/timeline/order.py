"""Work out the order of a case's occurrences.

What is stated, what follows, and what to draw of it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from l2kg.drawing.timeline.rows import rows_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from l2kg.cases.parts import TemporalRelation
    from l2kg.cases.view import CaseView
    from l2kg.drawing.timeline.model import Moment

__all__ = ["Link", "Order", "Pair", "order_of"]

Pair = tuple[str, str]
"""The IRIs of two occurrences, the first before the second."""
_ORDERS = ("before", "begins-before")
_BESIDE = ("during", "same-time")

_NOT_STATED = ("implied", "generic")  # what no order as stated follows from


@dataclass(frozen=True, slots=True)
class Link:
    """A stated or implied relation that the timeline draws as an arrow."""

    relation: TemporalRelation
    before: str
    after: str

    @property
    def is_over(self) -> bool:
        """Tell whether the first is said to be over when the second begins, not just begun."""
        kind = self.relation.relation
        return kind is not None and kind.id == "before"

    @property
    def is_implied(self) -> bool:
        """Tell whether the relation follows from the wording only."""
        status = self.relation.status
        return status is not None and status.id in _NOT_STATED

    @property
    def words(self) -> str:
        """Say how the first lies to the second, and whether that is only implied."""
        before = "is over before" if self.is_over else "begins before"
        return f"{before}, as is implied only," if self.is_implied else before


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """The order of a case by IRIs.

    ``pairs`` are all, stated, implied or by date, with what follows from these;
    ``stated`` and ``implied`` those among them that need no date, and no implied relation
    or some; ``beside`` what is said to coincide; ``links`` the arrows of what is stated or
    implied; ``rows`` the row of each that has a place in time.
    """

    pairs: frozenset[Pair]
    stated: frozenset[Pair]
    implied: frozenset[Pair]
    beside: frozenset[Pair]
    links: tuple[Link, ...]
    rows: dict[str, int]


def order_of(view: CaseView, moments: Sequence[Moment]) -> Order:
    """Read the order of a case.

    That is what follows from the temporal relations, and what dates give.
    """
    known = {moment.element.iri for moment in moments}
    stated = _inferred(view, known, "precedesAsStated")
    told = _inferred(view, known, "precedesAsImplied")
    pairs = _closure(told | _inferred(view, known, "precedesByDate"))
    links = [
        link
        for link in _links(view, known, _ORDERS)
        if (link.before, link.after) in told  # what was not done has no order
    ]
    beside = {(link.before, link.after) for link in _links(view, known, _BESIDE)}
    return Order(
        pairs=frozenset(pairs),
        stated=frozenset(stated),
        implied=frozenset(told - stated),
        beside=frozenset(beside),
        links=_reduced(links, stated, told),
        rows=rows_of(moments, pairs, beside),
    )


def _inferred(view: CaseView, known: set[str], name: str) -> set[Pair]:
    """Return the pairs that a property by its local name was inferred to join."""
    found = {
        (fact.subject.iri, fact.value.iri)
        for fact in view.inferred
        if fact.property.id == name
    }
    return {pair for pair in found if set(pair) <= known}


def _links(view: CaseView, known: set[str], kinds: tuple[str, ...]) -> list[Link]:
    """Return the stated relations of some kinds between two known occurrences."""
    links = []
    for relation in view.temporal:
        kind, first, second = relation.relation, relation.locates, relation.relative_to
        if not kind or kind.id not in kinds or not first or not second:
            continue
        if {first.iri, second.iri} <= known and first.iri != second.iri:
            links.append(Link(relation, first.iri, second.iri))
    return links


def _closure(given: set[Pair]) -> set[Pair]:
    """Return all pairs that follow from given ones, by way of any others."""
    after: dict[str, set[str]] = {}
    for before, later in given:
        after.setdefault(before, set()).add(later)
    found: set[Pair] = set()
    for start, following in after.items():
        todo, seen = list(following), set[str]()
        while todo:
            here = todo.pop()
            if here not in seen:
                seen.add(here)
                todo += after.get(here, ())
        found |= {(start, later) for later in seen if later != start}
    return found


def _reduced(
    links: Sequence[Link], stated: set[Pair], told: set[Pair]
) -> tuple[Link, ...]:
    """Drop each arrow that follows from a path by way of a third occurrence.

    What is stated has to follow from what is stated. Of two arrows between the same ends
    keep one, rather what is stated.
    """
    middles = {end for pair in told for end in pair}
    needed: dict[Pair, Link] = {}

    def place(link: Link) -> tuple[bool, bool, str]:
        return link.is_implied, not link.is_over, link.relation.iri

    for link in sorted(links, key=place):
        a, b = link.before, link.after
        given = told if link.is_implied else stated
        if not any((a, c) in given and (c, b) in given for c in middles - {a, b}):
            needed.setdefault((a, b), link)
    return tuple(needed[pair] for pair in sorted(needed))
