"""Who sits where: sides with their people, and the attitude of the groups behind them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from l2kg.namespaces import L2V
from l2kg.schema import UNORDERED, schema

if TYPE_CHECKING:
    from collections.abc import Iterable

    from l2kg.cases import parts as part

__all__ = ["seat", "with_attitudes"]


def seat(
    sides: Iterable[part.Side],
    participations: Iterable[part.Participation],
    negotiations: tuple[part.Negotiation, ...],
) -> tuple[part.Side, ...]:
    """Return the sides with their people, leaders first, and whether they sit at a table.

    A table is where sides meet; where no negotiation is of such a kind, any of them is
    one, and where there is none at all, every side counts as seated.
    """
    tables = [talks for talks in negotiations if talks.is_main] or list(negotiations)
    seats = {ref.iri for talks in tables for ref in talks.sides}
    people: dict[str, list[part.Participation]] = {}
    for person in sorted(participations, key=_rank):
        if person.on_side:
            people.setdefault(person.on_side.iri, []).append(person)
    return tuple(
        replace(
            side,
            at_table=side.iri in seats or not tables,
            participants=tuple(people.get(side.iri, ())),
        )
        for side in sides
    )


def _rank(person: part.Participation) -> tuple[float, str]:
    """Return the key that sorts people by the first of their roles, then by name."""
    places = [schema().place(role.iri) for role in person.roles]
    name = person.participant.label if person.participant else person.label
    return min(places, default=UNORDERED), name


def with_attitudes(
    groups: Iterable[part.Constituency],
    stances: Iterable[part.Stance],
    matters: Iterable[part.Matter],
    ratifications: Iterable[part.Ratification] = (),
) -> tuple[part.Constituency, ...]:
    """Return groups with their stances, and their attitude to what can be agreed.

    That is deals and terms, but none that a ratification adds. Who opposes an issue on which a
    deal turns is against the deal too; who only poses is neither for nor against it.
    """
    opposable, supportable = _agreeable(tuple(matters), ratifications)
    held: dict[str, list[part.Stance]] = {}
    for stance in stances:
        if stance.holder:
            held.setdefault(stance.holder.iri, []).append(stance)
    return tuple(
        replace(
            group,
            stances=tuple(held.get(group.iri, ())),
            attitude=_attitude(held.get(group.iri, ()), opposable, supportable),
        )
        for group in groups
    )


def _agreeable(
    matters: tuple[part.Matter, ...], ratifications: Iterable[part.Ratification]
) -> tuple[set[str], set[str]]:
    """Return the matters of which opposition and support count, by IRI."""
    agreeable = {matter.iri for matter in matters if matter.kind != "issue"}
    turned_on = {ref.iri for matter in matters for ref in matter.turns_on}
    added = {ref.iri for one in ratifications for ref in one.adds}
    return (agreeable | turned_on) - added, agreeable - added


def _attitude(
    stances: Iterable[part.Stance], opposable: set[str], supportable: set[str]
) -> part.Attitude:
    held = [
        (stance.polarity.iri, ref.iri)
        for stance in stances
        if stance.polarity and not _is_posed(stance)
        for ref in stance.toward
    ]
    against = any(code == f"{L2V}opposes" and on in opposable for code, on in held)
    in_favour = any(code == f"{L2V}supports" and on in supportable for code, on in held)
    if against == in_favour:  # no stance, or stances that contradict each other
        return "undecided"
    return "opposes" if against else "supports"


def _is_posed(stance: part.Stance) -> bool:
    return stance.sincerity is not None and stance.sincerity.iri == f"{L2V}posed"
