"""In how many ways a partial order could have gone: its linear extensions, counted exactly."""

from __future__ import annotations

import math
from functools import reduce
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

__all__ = ["MOST_MEMBERS", "MOST_STATES", "TooManyError", "count_extensions"]

MOST_STATES = 1_000_000  # sets that a count may look at: seconds, hundreds of megabytes
MOST_MEMBERS = 300  # the count calls itself once a member


class TooManyError(Exception):
    """An order that is too large for an exact count of its extensions."""


def count_extensions(
    members: Iterable[str],
    pairs: Iterable[tuple[str, str]],
    *,
    most_states: int = MOST_STATES,
) -> int:
    """Count the linear extensions of a transitive order, exactly.

    By dynamic programming over sets of members that may come last to be placed. Parts
    that are not tied to each other are counted apart and interleaved; members with the
    same members before and after them stand in one order and are then permuted.

    Raises:
        TooManyError: it has more than 300 members, or the count would take more than
            `most_states` sets.
        ValueError: the pairs go in a circle.

    >>> count_extensions("abc", [("a", "b")])
    3
    """
    names = sorted(set(members))
    if len(names) > MOST_MEMBERS:
        raise TooManyError
    place = {name: i for i, name in enumerate(names)}
    before, after = [0] * len(names), [0] * len(names)
    for first, second in pairs:
        before[place[second]] |= 1 << place[first]
        after[place[first]] |= 1 << place[second]
    factor = _chain_twins(before, after)
    return factor * _Counter(before, after, most_states).count((1 << len(names)) - 1)


def _chain_twins(before: list[int], after: list[int]) -> int:
    """Put members that have the same before and after in one order.

    Return in how many orders they could stand.
    """
    groups: dict[tuple[int, int], list[int]] = {}
    for i, both in enumerate(zip(before, after, strict=True)):
        groups.setdefault(both, []).append(i)
    for twins in groups.values():
        for k, i in enumerate(twins):
            before[i] |= reduce(int.__or__, (1 << j for j in twins[:k]), 0)
            after[i] |= reduce(int.__or__, (1 << j for j in twins[k + 1 :]), 0)
    return math.prod(math.factorial(len(twins)) for twins in groups.values())


class _Counter:
    """Counts the extensions of subsets of an order, each subset once; bit i stands for member i."""

    def __init__(self, before: list[int], after: list[int], most_states: int) -> None:
        self._before = before
        self._tied = [b | a for b, a in zip(before, after, strict=True)]
        self._most = most_states
        self._known: dict[int, int] = {0: 1}

    def count(self, members: int) -> int:
        """Count by parts that are not tied to each other, then by which member comes first."""
        if members in self._known:
            return self._known[members]
        if len(self._known) >= self._most:
            raise TooManyError
        part = self._part(members)
        if part != members:
            size, one = members.bit_count(), part.bit_count()
            found = math.comb(size, one) * self.count(part) * self.count(members & ~part)
        else:
            firsts = [i for i in _bits(members) if not self._before[i] & members]
            if not firsts:
                raise ValueError("the order goes in a circle")
            found = sum(self.count(members & ~(1 << i)) for i in firsts)
        self._known[members] = found
        return found

    def _part(self, members: int) -> int:
        """Return the members tied, directly or through others, to one of them."""
        part, todo = 0, members & -members
        while todo:
            part |= todo
            todo = (
                reduce(int.__or__, (self._tied[i] for i in _bits(todo)), 0)
                & members
                & ~part
            )
        return part


def _bits(number: int) -> Iterator[int]:
    while number:
        low = number & -number
        yield low.bit_length() - 1
        number ^= low
