"""Say in words which occurrences of a case have no order between them."""

from __future__ import annotations

from string import ascii_lowercase
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from l2kg.drawing.timeline.model import Moment
    from l2kg.drawing.timeline.order import Gap, Order

__all__ = ["key", "sentences"]

_MOST = 4


def sentences(moments: Sequence[Moment], order: Order, found: Sequence[Gap]) -> list[str]:
    """Say how many pairs have an order, and which groups have none; of very many groups the largest are named."""
    named = {one.element.iri: one for one in moments}
    count = len(named) * (len(named) - 1) // 2
    if not count:
        return []
    ordered = len({frozenset(pair) for pair in order.pairs})
    said = [_counted(ordered, count)]
    if not ordered and not order.beside:
        return said
    covered: set[frozenset[str]] = set()
    for gap in found[:_MOST]:
        covered |= gap.pairs(named)
        said.append(_sentence(gap, named))
    rest = {pair for gap in found[_MOST:] for pair in gap.pairs(named)} - covered
    if rest:
        within = [one for one in named if any(one in pair for pair in rest)]
        said.append(
            f"The same holds of {_times(len(rest), 'further pair')} among:"
            f" {_listed(within, named)}."
        )
    return said


def key(order: Order, moments: Sequence[Moment]) -> str:
    """Explain the arrows and frames of a timeline, only those that it shows."""
    over = {link.is_over for link in order.links}
    said = ["Arrow: the first is over before the second begins."] if True in over else []
    said += ["Broken arrow: the first begins before the second."] if False in over else []
    undated = order.rows and not all(one.dated for one in moments)
    return " ".join([*said, *(["Broken frame: not dated."] if undated else [])])


def _counted(ordered: int, count: int) -> str:
    """Say how many of the pairs have an order.

    >>> _counted(0, 1), _counted(0, 3)
    ('The one pair of occurrences has no stated order.', 'Of 3 pairs of occurrences, none has a stated order.')
    """
    if not ordered:
        none = "The one pair of occurrences has no stated order."
        return (
            none
            if count == 1
            else f"Of {_times(count, 'pair')} of occurrences, none has a stated order."
        )
    have = "has" if ordered == 1 else "have"
    ground = "it is stated, or follows from what is stated and from dates"
    return (
        f"Of {_times(count, 'pair')} of occurrences, {ordered} {have} an order: {ground}."
    )


def _times(count: int, word: str) -> str:
    return f"{count:,} {word}" + ("" if count == 1 else "s")


def _sentence(gap: Gap, named: Mapping[str, Moment]) -> str:
    groups = [_listed(group, named) for group in gap.groups]
    if gap.kind == "alone":
        return f"No order to any other is stated for: {groups[0]}."
    if gap.kind == "among":
        return f"Among these no order is stated: {groups[0]}."
    if all(len(group) == 1 for group in gap.groups):
        return f"No order is stated between: {'; '.join(groups)}."
    marked = [f"({ascii_lowercase[k % 26]}) {group}" for k, group in enumerate(groups)]
    return f"No order is stated between these groups: {'; '.join(marked)}."


def _listed(group: Sequence[str], named: Mapping[str, Moment]) -> str:
    """Join what a group holds: measures by their numbers first, as ``measures 1, 2a``, then the rest by name."""
    numbers = sorted(
        (named[one].number for one in group if named[one].number),
        key=lambda n: (int("".join(filter(str.isdigit, n))), n),
    )
    others = [named[one].element.label for one in group if not named[one].number]
    return ", ".join(
        [f"measure{'s' * (len(numbers) > 1)} {', '.join(numbers)}"] * bool(numbers)
        + others
    )
