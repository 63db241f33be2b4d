"""Spread places along a line, each as near as can be to where it is wanted."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["spread"]


def spread(wanted: Sequence[float], sizes: Sequence[float], top: float) -> list[float]:
    """Return places from above to below, as near to the wanted ones as sizes allow.

    None lies above the top.

    What would overlap is pooled, and every pool lies about the mean of what its members
    want.

    >>> spread([10, 12, 50], [20, 20, 20], 0)
    [1.0, 21.0, 50]
    """
    before = [sum(sizes[:i]) for i in range(len(sizes))]
    pools: list[list[float]] = []
    for place, offset in zip(wanted, before, strict=True):
        pools.append([place - offset, 1])
        while len(pools) > 1 and pools[-2][0] > pools[-1][0]:
            (a, m), (b, n) = pools[-2], pools.pop()
            pools[-1] = [(a * m + b * n) / (m + n), m + n]
    free = [mean for mean, times in pools for _ in range(int(times))]
    return [max(place, top) + offset for place, offset in zip(free, before, strict=True)]
