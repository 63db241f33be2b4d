"""Give each occurrence with a place in time its row on the timeline."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from l2kg.drawing.timeline.model import Moment
    from l2kg.drawing.timeline.order import Pair

__all__ = ["rows_of"]


def rows_of(
    moments: Sequence[Moment], pairs: set[Pair], beside: set[Pair]
) -> dict[str, int]:
    """Return the row of each occurrence that has a place in time, by IRI.

    It lies below all that precede it by ``pairs``, dated ones apart, none above what it
    lies in; what is ``beside`` another is said to coincide with it.
    """
    dated = _by_date(moments)
    placed = {end for pair in (*pairs, *beside) for end in pair}
    placed |= {moment.element.iri for moment in moments if moment.dated}
    steps = dict.fromkeys(sorted(p for p in pairs if p[::-1] not in pairs), 1)
    for pair, step in _wanted(moments, dated, placed, beside):
        if pair not in steps and pair[0] not in _reached(pair[1], steps):
            steps[pair] = step
    rows = _longest_ways(placed, steps)
    return _drawn_down(rows, steps, set(dated))


def _by_date(moments: Iterable[Moment]) -> list[str]:
    """Return the occurrences of which a day is known, by their first days.

    Where no first day is told the last one stands for it.
    """
    first = {}
    for moment in moments:
        known = [dated.days for dated in moment.dated if dated.days]
        days = [tuple(day for day in both if day) for both in known]
        if days:
            first[moment.element.iri] = min(days)
    return sorted(first, key=lambda iri: (first[iri], iri))


def _wanted(
    moments: Iterable[Moment], dated: list[str], placed: set[str], beside: set[Pair]
) -> list[tuple[Pair, int]]:
    """Return steps down that are good to have where the order allows them.

    That is from a whole to its part and from what something coincides with to it, at
    least none up; and from one dated occurrence to the next.
    """
    wholes = {
        (moment.element.iri, ref.iri)
        for moment in moments
        for ref in moment.element.part_of
        if {moment.element.iri, ref.iri} <= placed
    }
    level = [((outer, inner), 0) for inner, outer in sorted(beside | wholes)]
    return [*level, *((pair, 1) for pair in pairwise(dated))]


def _reached(start: str, steps: Iterable[Pair]) -> set[str]:
    """Return all that lies below an occurrence, and itself."""
    found, todo = {start}, [start]
    while todo:
        here = todo.pop()
        further = [
            after for before, after in steps if before == here and after not in found
        ]
        found.update(further)
        todo += further
    return found


def _longest_ways(placed: Iterable[str], steps: dict[Pair, int]) -> dict[str, int]:
    """Return how far down each lies at least: by the longest way of steps that leads to it."""
    rows = dict.fromkeys(sorted(placed), 0)
    for _ in rows:  # no way is longer; without a circle the last turn changes nothing
        changed = False
        for (before, after), step in steps.items():
            if rows[after] < rows[before] + step:
                rows[after], changed = rows[before] + step, True
        if not changed:
            break
    return rows


def _drawn_down(
    rows: dict[str, int], steps: dict[Pair, int], dated: set[str]
) -> dict[str, int]:
    """Move what nothing precedes down to just above what it precedes, then close empty rows."""
    led = {after for _, after in steps}
    for iri in sorted(set(rows) - led - dated):
        below = [
            rows[after] - step for (before, after), step in steps.items() if before == iri
        ]
        rows[iri] = min(below, default=rows[iri])
    order = sorted(set(rows.values()))
    return {iri: order.index(row) for iri, row in rows.items()}
