"""Say in words which occurrences of a case have an order, and which have none."""

from __future__ import annotations

from string import ascii_lowercase
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from l2kg.drawing.timeline.gaps import Gap
    from l2kg.drawing.timeline.model import Moment
    from l2kg.drawing.timeline.order import Order

__all__ = ["key", "sentences", "summary"]

_ARROWS = {  # by whether it is implied, and whether the first is over
    (False, True): "Arrow: the first is over before the second begins.",
    (False, False): "Broken arrow: the first begins before the second.",
    (True, True): "Dotted arrow: it is implied only that the first is over before the"
    " second begins.",
    (True, False): "Arrow of dashes and dots: it is implied only that the first begins"
    " before the second.",
}
_MOST = 4  # groups named one by one; more sentences are not read


def sentences(moments: Sequence[Moment], order: Order, found: Sequence[Gap]) -> list[str]:
    """Say how many pairs have an order, and which groups have none.

    Of very many groups the largest are named.
    """
    named = {moment.element.iri: moment for moment in moments}
    count = len(named) * (len(named) - 1) // 2
    if not count:
        return []
    ordered = len({frozenset(pair) for pair in order.pairs})
    texts = [_counted(ordered, count, _grounds(order))]
    if not ordered and not order.beside:
        return texts
    covered: set[frozenset[str]] = set()
    for gap in found[:_MOST]:
        covered |= gap.pairs(named)
        texts.append(_sentence(gap, named))
    rest = set[frozenset[str]]().union(*(gap.pairs(named) for gap in found[_MOST:]))
    rest -= covered
    if rest:
        ends = frozenset[str]().union(*rest)
        within = [iri for iri in named if iri in ends]
        pairs = _times(len(rest), "further pair")
        texts.append(f"The same holds of {pairs} among: {_listed(within, named)}.")
    return texts


def key(order: Order, moments: Sequence[Moment]) -> str:
    """Explain the arrows and frames of a timeline, only those that it shows."""
    drawn = {(link.is_implied, link.is_over) for link in order.links}
    texts = [text for kind, text in _ARROWS.items() if kind in drawn]
    if order.rows and not all(moment.dated for moment in moments):
        texts.append("Broken frame: not dated.")
    return " ".join(texts)


def summary(moments: Sequence[Moment], order: Order) -> str:
    """Say the timeline in words, for those who do not see it."""
    names = {moment.element.iri: moment.element.label for moment in moments}
    texts = [
        f"{moment.element.label}: {', '.join(dated.words for dated in moment.dated)}"
        for moment in moments
        if moment.dated
    ]
    texts += [
        f"{names[link.before]} {link.words} {names[link.after]}" for link in order.links
    ]
    return (". ".join(texts) or "No date and no order is stated") + "."


def _grounds(order: Order) -> str:
    """Say on what the orders rest, and how many on each."""
    kinds = {
        "stated": len(order.stated),
        "implied": len(order.implied),
        "by dates, alone or with what is told": len(
            order.pairs - order.stated - order.implied
        ),
    }
    told = [f"{number} {kind}" for kind, number in kinds.items() if number]
    return " and ".join([", ".join(told[:-1]), told[-1]] if told[1:] else told)


def _counted(ordered: int, count: int, grounds: str = "") -> str:
    """Say how many of the pairs have an order, and on what grounds.

    >>> _counted(0, 1)
    'The one pair of occurrences has no stated order.'
    >>> _counted(0, 3)
    'Of 3 pairs of occurrences, none has a stated order.'
    >>> _counted(2, 3, "1 stated and 1 by dates")
    'Of 3 pairs of occurrences, 2 have an order: 1 stated and 1 by dates.'
    """
    if not ordered and count == 1:
        return "The one pair of occurrences has no stated order."
    if not ordered:
        return f"Of {_times(count, 'pair')} of occurrences, none has a stated order."
    have = "has" if ordered == 1 else "have"
    pairs = _times(count, "pair")
    return f"Of {pairs} of occurrences, {ordered} {have} an order: {grounds}."


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
    """Join what a group holds.

    Measures by their numbers first, as ``measures 1, 2a``, then the rest by name.
    """
    moments = [named[iri] for iri in group]
    numbers = sorted((one.number for one in moments if one.number), key=_natural)
    listed = [one.element.label for one in moments if not one.number]
    if numbers:
        measures = "measure" if len(numbers) == 1 else "measures"
        listed.insert(0, f"{measures} {', '.join(numbers)}")
    return ", ".join(listed)


def _natural(number: str) -> tuple[int, str]:
    return int("".join(filter(str.isdigit, number))), number
