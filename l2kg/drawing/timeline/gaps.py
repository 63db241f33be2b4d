"""Find the pairs of occurrences that have no order, and cover them with few groups."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from l2kg.drawing.timeline.model import Moment
    from l2kg.drawing.timeline.order import Order

__all__ = ["Gap", "gaps"]

Unordered = frozenset[str]
"""Two occurrences, whichever comes first."""


@dataclass(frozen=True, slots=True)
class Gap:
    """Occurrences without order.

    Each group ``alone`` from all others, or ``among`` its members, or ``between`` the
    groups.
    """

    kind: Literal["alone", "among", "between"]
    groups: tuple[tuple[str, ...], ...]

    def pairs(self, everything: Iterable[str]) -> set[Unordered]:
        """Return the pairs without order that the gap tells of."""
        if self.kind == "among":
            return {frozenset(pair) for pair in combinations(self.groups[0], 2)}
        if self.kind == "alone":
            alone = self.groups[0]
            pairs = ((one, other) for other in everything for one in alone)
            return {frozenset(pair) for pair in pairs if pair[0] != pair[1]}
        return {
            frozenset((one, other))
            for first, second in combinations(self.groups, 2)
            for one in first
            for other in second
        }


def gaps(moments: Sequence[Moment], order: Order) -> list[Gap]:
    """Tell which pairs have no order, all of them, in few groups.

    Parts and their wholes are no such pair.
    """
    names = [moment.element.iri for moment in moments]
    left = {frozenset(pair) for pair in combinations(names, 2)}
    left -= {frozenset(pair) for pair in (*order.pairs, *order.beside)}
    left -= _within_each_other(moments)
    found: list[Gap] = []
    alone = tuple(iri for iri in names if iri not in order.rows)
    if alone and len(names) > 1:
        found.append(Gap("alone", (alone,)))
        left = {pair for pair in left if pair.isdisjoint(alone)}
    apart = _components([iri for iri in names if iri in order.rows], order)
    if len(apart) > 1:
        gap = Gap("between", tuple(apart))
        found.append(gap)
        left -= gap.pairs(names)
    return found + _grouped(names, left)


def _within_each_other(moments: Sequence[Moment]) -> set[Unordered]:
    """Return each occurrence with all that it is part of, directly or by way of others."""
    wholes = {
        moment.element.iri: [ref.iri for ref in moment.element.part_of]
        for moment in moments
    }
    found: set[Unordered] = set()
    for start, around in wholes.items():
        todo, seen = [iri for iri in around if iri in wholes], set[str]()
        while todo:
            here = todo.pop()
            if here not in seen:
                seen.add(here)
                todo += [iri for iri in wholes[here] if iri in wholes]
        found |= {frozenset((start, iri)) for iri in seen if iri != start}
    return found


def _components(names: Sequence[str], order: Order) -> list[tuple[str, ...]]:
    """Return the groups between which no order, direct or by way of others, leads."""
    near: dict[str, set[str]] = {iri: set() for iri in names}
    for a, b in (*order.pairs, *order.beside):
        near[a].add(b)
        near[b].add(a)
    found: list[tuple[str, ...]] = []
    seen: set[str] = set()
    for iri in names:
        group, todo = set[str](), [] if iri in seen else [iri]
        while todo:
            here = todo.pop()
            if here not in group:
                group.add(here)
                todo += near[here]
        seen |= group
        if group:
            found.append(tuple(name for name in names if name in group))
    return found


def _grouped(names: Sequence[str], left: Iterable[Unordered]) -> list[Gap]:
    """Cover pairs with groups, the group that covers most first.

    Sets of names are the bits of a number, since there are many.
    """
    places = {iri: k for k, iri in enumerate(names)}
    near = [0] * len(names)
    for one, other in map(tuple, left):
        near[places[one]] |= 1 << places[other]
        near[places[other]] |= 1 << places[one]
    found: list[Gap] = []
    while any(near):
        groups = max(_choices(near), key=_covered)
        named = tuple(_members(group, names) for group in groups)
        found.append(Gap("among" if len(groups) == 1 else "between", named))
        for k in range(len(names)):
            if groups[0] >> k & 1:
                near[k] &= ~groups[-1]
            if groups[-1] >> k & 1:
                near[k] &= ~groups[0]
    return found


def _choices(near: Sequence[int]) -> list[tuple[int, ...]]:
    """Return the groups, or pairs of groups, that can be made about each that is left."""
    choices: list[tuple[int, ...]] = []
    for k, others in enumerate(near):
        if others:
            choices += [_clique(k, near), _crossed(k, near)]
    return choices


def _members(group: int, names: Sequence[str]) -> tuple[str, ...]:
    return tuple(iri for k, iri in enumerate(names) if group >> k & 1)


def _covered(groups: tuple[int, ...]) -> int:
    """Count the pairs that one group, or two beside each other, cover."""
    sizes = [group.bit_count() for group in groups]
    return sizes[0] * (sizes[0] - 1) // 2 if len(sizes) == 1 else sizes[0] * sizes[1]


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
    others, alike = near[start], 0
    for k, reach in enumerate(near):
        if not others >> k & 1 and not others & ~reach:
            alike |= 1 << k
    return alike, others
