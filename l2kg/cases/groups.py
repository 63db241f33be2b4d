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
) -> tuple[part.Constituency, ...]:
    """Return groups with their stances, and their attitude to what can be agreed: deals and terms."""
    agreeable = {matter.iri for matter in matters if matter.kind != "issue"}
    held: dict[str, list[part.Stance]] = {}
    for stance in stances:
        if stance.holder:
            held.setdefault(stance.holder.iri, []).append(stance)
    return tuple(
        replace(
            group,
            stances=tuple(held.get(group.iri, ())),
            attitude=_attitude(held.get(group.iri, ()), agreeable),
        )
        for group in groups
    )


def _attitude(stances: Iterable[part.Stance], agreeable: set[str]) -> part.Attitude:
    polarities = {
        stance.polarity.iri
        for stance in stances
        if stance.polarity and any(ref.iri in agreeable for ref in stance.toward)
    }
    against = f"{L2V}opposes" in polarities
    in_favour = f"{L2V}supports" in polarities
    if against == in_favour:  # no stance, or stances that contradict each other
        return "undecided"
    return "opposes" if against else "supports"
