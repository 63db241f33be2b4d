"""Who sits where: sides with their people, and the attitude of the groups behind them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from l2kg.namespaces import L2V
from l2kg.schema import UNORDERED, schema

if TYPE_CHECKING:
    from collections.abc import Iterable

    from l2kg.cases import parts as part

__all__ = ["minded", "seated"]


def seated(
    sides: Iterable[part.Side],
    participations: Iterable[part.Participation],
    negotiations: tuple[part.Negotiation, ...],
) -> tuple[part.Side, ...]:
    """Return the sides with their people, leaders first, and whether they sit at a table where sides meet."""
    main = [talks for talks in negotiations if talks.is_main] or list(negotiations)
    seats = {ref.iri for talks in main for ref in talks.sides}
    people: dict[str, list[part.Participation]] = {}
    for person in sorted(participations, key=_rank):
        if person.on_side:
            people.setdefault(person.on_side.iri, []).append(person)
    return tuple(
        replace(
            side,
            at_table=side.iri in seats or not main,
            participants=tuple(people.get(side.iri, ())),
        )
        for side in sides
    )


def _rank(person: part.Participation) -> tuple[float, str]:
    places = [schema().place(role.iri) for role in person.roles]
    name = person.participant.label if person.participant else person.label
    return min(places, default=UNORDERED), name


def minded(
    group: part.Constituency, stances: Iterable[part.Stance], agreeable: set[str]
) -> part.Constituency:
    """Return a group with its stances and its attitude to what can be agreed: deals and terms, by IRI."""
    held = [
        stance for stance in stances if stance.holder and stance.holder.iri == group.iri
    ]
    polarities = {
        stance.polarity.iri
        for stance in held
        if stance.polarity and any(ref.iri in agreeable for ref in stance.toward)
    }
    against, favour = f"{L2V}opposes" in polarities, f"{L2V}supports" in polarities
    attitude: part.Attitude = "undecided"
    if against != favour:
        attitude = "opposes" if against else "supports"
    return replace(group, stances=tuple(held), attitude=attitude)
