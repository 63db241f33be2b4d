"""Work out the order of a case's occurrences: what is stated, what to draw of it, and which pairs have no order."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations, pairwise
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from l2kg.cases.parts import TemporalRelation
    from l2kg.cases.view import CaseView
    from l2kg.drawing.timeline.model import Moment

__all__ = ["Gap", "Link", "Order", "gaps", "order_of"]

Pair = tuple[str, str]
_ORDERS = ("before", "begins-before")
_BESIDE = ("during", "same-time")


@dataclass(frozen=True, slots=True)
class Link:
    """A stated relation that the timeline draws as an arrow."""

    relation: TemporalRelation
    before: str
    after: str

    @property
    def is_over(self) -> bool:
        """Tell whether the first is said to be over when the second begins, not merely to have begun."""
        return (
            self.relation.relation is not None and self.relation.relation.id == "before"
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """The order of a case by IRIs.

    ``pairs`` are all, stated or by date, with what follows from both; ``beside`` what is
    said to coincide; ``links`` the arrows of what is stated; ``rows`` the row of each
    that has a place in time.
    """

    pairs: frozenset[Pair]
    beside: frozenset[Pair]
    links: tuple[Link, ...]
    rows: dict[str, int]


@dataclass(frozen=True, slots=True)
class Gap:
    """Occurrences without order: each group ``alone`` from all others, or ``among`` its members, or ``between`` the groups."""

    kind: Literal["alone", "among", "between"]
    groups: tuple[tuple[str, ...], ...]

    def pairs(self, everything: Iterable[str]) -> set[frozenset[str]]:
        """Return the pairs without order that the gap tells of."""
        if self.kind == "alone":
            return {
                frozenset((one, other))
                for one in self.groups[0]
                for other in everything
                if one != other
            }
        if self.kind == "among":
            return {frozenset(pair) for pair in combinations(self.groups[0], 2)}
        return {
            frozenset((a, b))
            for one, other in combinations(self.groups, 2)
            for a in one
            for b in other
        }


def order_of(view: CaseView, moments: Sequence[Moment]) -> Order:
    """Read the order of a case: the stated relations with what follows from them, and what dates give."""
    known = [moment.element.iri for moment in moments]
    links = _links(view, set(known), _ORDERS)
    given = {(link.before, link.after) for link in links}
    stated = _closure(given | _inferred(view, set(known), "precedesAsStated"))
    pairs = _closure(stated | _inferred(view, set(known), "precedesByDate"))
    beside = {(link.before, link.after) for link in _links(view, set(known), _BESIDE)}
    rows = _rows(moments, pairs, beside)
    return Order(
        pairs=frozenset(pairs),
        beside=frozenset(beside),
        links=_reduced(links, stated),
        rows=rows,
    )


def _inferred(view: CaseView, known: set[str], name: str) -> set[Pair]:
    found = {
        (one.subject.iri, one.value.iri)
        for one in view.inferred
        if one.property.id == name
    }
    return {pair for pair in found if set(pair) <= known}


def _links(view: CaseView, known: set[str], kinds: tuple[str, ...]) -> list[Link]:
    found = [
        Link(relation, relation.locates.iri, relation.relative_to.iri)
        for relation in view.temporal
        if relation.relation
        and relation.relation.id in kinds
        and relation.locates
        and relation.relative_to
    ]
    return [
        link
        for link in found
        if {link.before, link.after} <= known and link.before != link.after
    ]


def _closure(given: set[Pair]) -> set[Pair]:
    after: dict[str, set[str]] = {}
    for before, later in given:
        after.setdefault(before, set()).add(later)
    found: set[Pair] = set()
    for start, following in after.items():
        todo, seen = list(following), set[str]()
        while todo:
            one = todo.pop()
            if one not in seen:
                seen.add(one)
                todo += after.get(one, ())
        found |= {(start, one) for one in seen if one != start}
    return found


def _reduced(links: Sequence[Link], stated: set[Pair]) -> tuple[Link, ...]:
    """Drop each arrow that follows from a path by way of a third occurrence; of two between the same ends keep one."""
    middles = {one for pair in stated for one in pair}
    kept: dict[Pair, Link] = {}
    for link in sorted(links, key=lambda link: (not link.is_over, link.relation.iri)):
        a, b = link.before, link.after
        if not any((a, c) in stated and (c, b) in stated for c in middles - {a, b}):
            kept.setdefault((a, b), link)
    return tuple(kept[pair] for pair in sorted(kept))


def _rows(
    moments: Sequence[Moment], pairs: set[Pair], beside: set[Pair]
) -> dict[str, int]:
    """Give each occurrence with a place in time its row: below all that precede it, dated ones apart, none above what it lies in."""
    dated = [moment for moment in moments if any(one.days for one in moment.dated)]
    held = {one for pair in (*pairs, *beside) for one in pair} | {
        moment.element.iri for moment in moments if moment.dated
    }
    steps: dict[Pair, int] = {
        pair: 1 for pair in sorted(pairs) if pair[::-1] not in pairs
    }
    in_order = sorted(
        dated, key=lambda m: (min(one.days for one in m.dated if one.days), m.element.iri)
    )
    wholes = {
        (m.element.iri, ref.iri)
        for m in moments
        for ref in m.element.part_of
        if {m.element.iri, ref.iri} <= held
    }
    wanted = [((inner, outer)[::-1], 0) for inner, outer in sorted(beside | wholes)]
    wanted += [((a.element.iri, b.element.iri), 1) for a, b in pairwise(in_order)]
    for pair, step in wanted:
        if pair not in steps and pair[0] not in _below(pair[1], steps):
            steps[pair] = step
    rows = dict.fromkeys(sorted(held), 0)
    for _ in rows:
        changed = False
        for (before, after), step in steps.items():
            if rows[after] < rows[before] + step:
                rows[after], changed = rows[before] + step, True
        if not changed:
            break
    return _drawn_down(rows, steps, {moment.element.iri for moment in dated})


def _below(start: str, steps: dict[Pair, int]) -> set[str]:
    found, todo = {start}, [start]
    while todo:
        here = todo.pop()
        further = [
            after for before, after in steps if before == here and after not in found
        ]
        found.update(further)
        todo += further
    return found


def _drawn_down(
    rows: dict[str, int], steps: dict[Pair, int], dated: set[str]
) -> dict[str, int]:
    """Move what nothing precedes down to just above what it precedes, then close empty rows."""
    led = {after for _, after in steps}
    for one in sorted(set(rows) - led - dated):
        rows[one] = min(
            (
                rows[after] - step
                for (before, after), step in steps.items()
                if before == one
            ),
            default=rows[one],
        )
    order = sorted(set(rows.values()))
    return {one: order.index(row) for one, row in rows.items()}


def gaps(moments: Sequence[Moment], order: Order) -> list[Gap]:
    """Tell which pairs have no order, all of them, in few groups; parts and their wholes are no such pair."""
    names = [moment.element.iri for moment in moments]
    left = {frozenset(pair) for pair in combinations(names, 2)} - {
        frozenset(pair) for pair in (*order.pairs, *order.beside)
    }
    left -= _wholes(moments)
    alone = tuple(one for one in names if one not in order.rows)
    found: list[Gap] = []
    if alone and len(names) > 1:
        found.append(Gap("alone", (alone,)))
        left = {pair for pair in left if pair.isdisjoint(alone)}
    apart = _components([one for one in names if one in order.rows], order)
    if len(apart) > 1:
        gap = Gap("between", tuple(apart))
        found.append(gap)
        left -= gap.pairs(names)
    return found + _grouped(names, left)


def _grouped(names: Sequence[str], left: Iterable[frozenset[str]]) -> list[Gap]:
    """Cover pairs with groups, the group that covers most first; sets of names are the bits of a number, since there are many."""
    places = {one: k for k, one in enumerate(names)}
    near = [0] * len(names)
    for a, b in ((places[one], places[other]) for one, other in map(tuple, left)):
        near[a] |= 1 << b
        near[b] |= 1 << a
    found: list[Gap] = []
    while any(near):
        ways = [
            way
            for k in range(len(names))
            if near[k]
            for way in (_clique(k, near), _crossed(k, near))
        ]
        groups = max(ways, key=_covered)
        found.append(
            Gap(
                "among" if len(groups) == 1 else "between",
                tuple(tuple(_named(group, names)) for group in groups),
            )
        )
        for k in range(len(names)):
            for group, other in ((groups[0], groups[-1]), (groups[-1], groups[0])):
                if group >> k & 1:
                    near[k] &= ~other
    return found


def _named(group: int, names: Sequence[str]) -> Iterator[str]:
    return (one for k, one in enumerate(names) if group >> k & 1)


def _covered(groups: tuple[int, ...]) -> int:
    """Count the pairs that one group, or two beside each other, cover."""
    sizes = [group.bit_count() for group in groups]
    return sizes[0] * (sizes[0] - 1) // 2 if len(sizes) == 1 else sizes[0] * sizes[1]


def _wholes(moments: Sequence[Moment]) -> set[frozenset[str]]:
    known = {moment.element.iri for moment in moments}
    steps = {
        (moment.element.iri, ref.iri)
        for moment in moments
        for ref in moment.element.part_of
        if ref.iri in known
    }
    return {frozenset(pair) for pair in _closure(steps)}


def _components(names: Sequence[str], order: Order) -> list[tuple[str, ...]]:
    near: dict[str, set[str]] = {one: set() for one in names}
    for a, b in (*order.pairs, *order.beside):
        near[a].add(b)
        near[b].add(a)
    found: list[tuple[str, ...]] = []
    seen: set[str] = set()
    for one in names:
        group, todo = set[str](), [one]
        while todo and one not in seen:
            here = todo.pop()
            if here not in group:
                group.add(here)
                todo += near[here]
        seen |= group
        if group:
            found.append(tuple(name for name in names if name in group))
    return found


def _clique(start: int, near: Sequence[int]) -> tuple[int]:
    """Gather around one what has no order to any of those gathered."""
    group, shared = 1 << start, near[start]
    for k in range(len(near)):
        if shared >> k & 1:
            group |= 1 << k
            shared &= near[k]
    return (group,)


def _crossed(start: int, near: Sequence[int]) -> tuple[int, int]:
    """Set what one has no order to against all that have none to the same."""
    others = near[start]
    alike = sum(
        1 << k
        for k, reach in enumerate(near)
        if not others >> k & 1 and not others & ~reach
    )
    return alike, others
