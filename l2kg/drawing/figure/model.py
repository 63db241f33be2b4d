"""Decide what a figure shows of a case.

Who sits where, and which measure goes from whom to whom.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from l2kg.drawing.said import effects_elsewhere

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from l2kg.cases.parts import (
        Barrier,
        Constituency,
        Matter,
        Measure,
        Negotiation,
        Ratification,
        Ref,
        Refs,
        Relationship,
        Side,
    )
    from l2kg.cases.view import CaseView

__all__ = ["Model", "Move", "Tie", "all_moves", "model"]

Tone = Literal["help", "harm", "plain"]
_DEALS = ("level-i-agreement", "unofficial-accord", "unilateral-package")
_TIES = ("back-channel", "trust", "working")


@dataclass(frozen=True, slots=True, kw_only=True)
class Move:
    """A measure as the figure draws it; sides and constituencies by IRI.

    ``marks`` are the constituencies where its arrow ends, ``lands`` the sides where it
    ends for want of those, ``askers`` the sides that began it without acting, ``own`` the
    side inside which it stays, ``elsewhere`` its judged effects on what is no side.
    ``groups`` are the constituencies that act by themselves; the sides that they are
    behind are among the ``sources``.
    """

    measure: Measure
    sources: tuple[str, ...]
    groups: tuple[str, ...]
    marks: tuple[str, ...]
    lands: tuple[str, ...]
    askers: tuple[str, ...]
    begun_by: str
    tone: Tone
    contested: bool
    own: str
    parts: tuple[Move, ...]
    elsewhere: tuple[str, ...] = ()

    @property
    def acting(self) -> tuple[str, ...]:
        """Return the sides that act as sides, by IRI."""
        named = {ref.iri for ref in self.measure.acting_sides}
        return tuple(side for side in self.sources if side in named)


@dataclass(frozen=True, slots=True)
class Tie:
    """A relationship with the sides of those whom it connects, in the order of the canvas."""

    relationship: Relationship
    people: Refs
    sides: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Model:
    """A case as the figure tells it.

    ``seats`` at the table, ``apart`` elsewhere, ``talks`` the table itself.
    """

    view: CaseView
    seats: tuple[Side, ...]
    apart: tuple[Side, ...]
    talks: Negotiation | None
    deal: Matter | None
    matters: tuple[Matter, ...]
    moves: tuple[Move, ...]
    ties: tuple[Tie, ...]

    @property
    def names(self) -> dict[str, str]:
        """Return the labels of sides and constituencies by IRI."""
        named = (*self.view.sides, *self.view.constituencies)
        return {element.iri: element.label for element in named}

    @property
    def ids(self) -> dict[str, str]:
        """Return the local names of sides and constituencies by IRI."""
        named = (*self.view.sides, *self.view.constituencies)
        return {element.iri: element.id for element in named}

    def groups(self, side: str) -> list[Constituency]:
        """Return the constituencies behind a side."""
        groups = self.view.constituencies
        return [group for group in groups if _is(group.behind, side)]

    def behind(self, side: str, attitude: str) -> list[Constituency]:
        """Return the constituencies behind a side that think one way."""
        return [group for group in self.groups(side) if group.attitude == attitude]

    def barriers(self, side: str) -> list[Barrier]:
        """Return the barriers that a side faces, wholes before their parts."""
        faced = [barrier for barrier in self.view.barriers if _is(barrier.faced_by, side)]

        def rank(barrier: Barrier) -> tuple[bool, str]:
            return bool(barrier.part_of), barrier.label.casefold()

        return sorted(faced, key=rank)

    def decisions(self, side: str) -> list[Ratification]:
        """Return the decisions that are taken behind a side."""
        groups = self.groups(side)
        deciders = {group.iri for group in groups}
        deciders |= {ref.iri for group in groups for ref in group.embodied_by}
        deciders |= {
            part.participant.iri
            for one in self.view.sides
            if one.iri == side
            for part in one.participants
            if part.participant
        }
        return [
            decision
            for decision in self.view.ratifications
            if deciders.intersection(_iris(decision.decided_by))
        ]

    def own_moves(self, side: str) -> list[Move]:
        """Return the measures that stay inside a side."""
        return [move for move in self.moves if move.own == side]

    def own_ties(self, side: str) -> list[Tie]:
        """Return the relationships inside a side."""
        return [tie for tie in self.ties if set(tie.sides) == {side}]


def all_moves(moves: Iterable[Move]) -> Iterator[Move]:
    """Yield measures, each before its parts."""
    for move in moves:
        yield move
        yield from all_moves(move.parts)


def model(view: CaseView) -> Model:
    """Read a case for its figure."""
    homes = {group.iri: group.behind.iri for group in view.constituencies if group.behind}
    moves = _moves(view, homes)
    acting = [side for move in moves if not move.own for side in move.sources]
    talks = _main_talks(view)
    at_table = talks.sides if talks else [side.ref for side in view.sides]
    seated = {ref.iri for ref in at_table}

    def rank(side: Side) -> tuple[int, str]:
        return -acting.count(side.iri), side.label.casefold()

    seats = sorted((side for side in view.sides if side.iri in seated), key=rank)
    deal, matters = _on_the_table(view, talks)
    return Model(
        view=view,
        seats=tuple(seats),
        apart=_apart(view, seated),
        talks=talks,
        deal=deal,
        matters=matters,
        moves=moves,
        ties=_ties(view, [side.iri for side in seats]),
    )


def _apart(view: CaseView, seated: set[str]) -> tuple[Side, ...]:
    """Return the sides not at the table.

    In a sub-case, those of the parent of which nothing here speaks are left out.
    """
    named = {group.behind.iri for group in view.constituencies if group.behind}
    for measure in view.measures:
        sides = (*measure.acting_sides, *measure.helps, *measure.initiating_sides)
        named.update(_iris(sides))
    whole = view.summary.parent is None
    return tuple(
        side
        for side in view.sides
        if side.iri not in seated and (whole or side.participants or side.iri in named)
    )


def _is(ref: Ref | None, iri: str) -> bool:
    return ref is not None and ref.iri == iri


def _iris(refs: Iterable[Ref]) -> tuple[str, ...]:
    return tuple(ref.iri for ref in refs)


def _moves(view: CaseView, homes: Mapping[str, str]) -> tuple[Move, ...]:
    """Read the measures that are no part of another; ``homes`` are the sides of groups."""
    known = {measure.iri: measure for measure in view.measures}
    wholes = [
        measure
        for measure in view.measures
        if not any(ref.iri in known for ref in measure.part_of)
    ]
    return tuple(_move(view, measure, known, homes) for measure in wholes)


def _move(
    view: CaseView,
    measure: Measure,
    known: Mapping[str, Measure],
    homes: Mapping[str, str],
) -> Move:
    acting = _iris(measure.acting_sides)
    sources = tuple(dict.fromkeys(homes.get(iri, iri) for iri in acting))
    helped = _affected(view, measure, "helped")
    harmed = _affected(view, measure, "harmed") - set(sources)
    marks, lands = _aims(measure, sources, homes, harmed)
    landed = {homes[mark] for mark in marks} | set(lands)
    crosses = any(source != side for source in sources for side in landed)
    askers, begun_by = _begun(measure, homes, sources)
    return Move(
        measure=measure,
        sources=sources,
        groups=tuple(iri for iri in acting if iri in homes),
        marks=marks,
        lands=lands,
        askers=askers,
        begun_by=begun_by,
        tone=_tone(measure, sources, harmed, helped),
        contested=bool(harmed and helped),
        own="" if crosses or not sources else sources[0],
        parts=tuple(_move(view, known[ref.iri], known, homes) for ref in measure.parts),
        elsewhere=tuple(effects_elsewhere(view, measure)),
    )


def _affected(view: CaseView, measure: Measure, effect: str) -> set[str]:
    """Return whom a measure is judged to have helped or harmed."""
    return {
        judged.effect_on.iri
        for judged in view.assessments
        if _is(judged.assesses, measure.iri)
        and judged.effect
        and judged.effect.id == effect
        and judged.effect_on
    }


def _aims(
    measure: Measure,
    sources: tuple[str, ...],
    homes: Mapping[str, str],
    harmed: set[str],
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Find where the arrow ends: behind another side first, else at a side, else at home."""
    aimed = [ref.iri for ref in measure.aimed_at() if ref.iri in homes]
    across = tuple(mark for mark in aimed if set(sources) - {homes[mark]})
    aimed_sides = [iri for iri in _iris(measure.aimed_at()) if iri in homes.values()]
    meant = dict.fromkeys((*_iris(measure.helps), *aimed_sides))
    helped = tuple(side for side in meant if set(sources) - {side})
    if across:
        return across, tuple(side for side in helped if side in aimed_sides)
    if helped or harmed:
        return (), helped or tuple(sorted(harmed))
    return tuple(aimed), ()


def _begun(
    measure: Measure, homes: Mapping[str, str], sources: tuple[str, ...]
) -> tuple[tuple[str, ...], str]:
    """Find who began a measure without being its taker: their sides, and their names."""
    sides = set(_iris(measure.initiating_sides))
    sides |= {homes[ref.iri] for ref in measure.initiated_by if ref.iri in homes}
    strangers = tuple(sorted(sides - set(sources)))
    takers = set(_iris(measure.taken_by))
    names = [ref.label for ref in measure.initiated_by if ref.iri not in takers]
    if not names and strangers:
        names = [ref.label for ref in measure.initiating_sides if ref.iri in strangers]
    return strangers, ", ".join(names)


def _tone(
    measure: Measure, sources: tuple[str, ...], harmed: set[str], helped: set[str]
) -> Tone:
    """Tell help across the table and harm apart from everything else."""
    if measure.inflames or (harmed and not helped):
        return "harm"
    return "help" if any(set(sources) - {ref.iri} for ref in measure.helps) else "plain"


def _main_talks(view: CaseView) -> Negotiation | None:
    """Choose the table of the case.

    Level I comes before others, wholes before parts, the better filled first; in a
    sub-case its own before those of its parent.
    """
    wholes = {ref.iri for talks in view.negotiations for ref in talks.part_of}

    def rank(talks: Negotiation) -> tuple[bool, bool, bool, bool, int, int, str]:
        elsewhere = talks.in_case is None or talks.in_case.iri != view.summary.iri
        return (
            view.summary.parent is not None and elsewhere,
            not talks.is_main,
            talks.iri not in wholes,
            bool(talks.part_of),
            -len(talks.sides),
            -len(talks.concerns),
            talks.label,
        )

    return min(view.negotiations, key=rank, default=None)


def _on_the_table(
    view: CaseView, talks: Negotiation | None
) -> tuple[Matter | None, tuple[Matter, ...]]:
    """Choose what the table is about, then what else lies on it: its terms, other deals, issues."""
    concerned = [ref.iri for talks in view.negotiations for ref in talks.concerns]
    wanted = [ref.iri for stance in view.stances for ref in stance.toward]
    main = set(_iris(talks.concerns)) if talks else set()

    def rank(matter: Matter) -> tuple[bool, int, bool, int, str]:
        kind = matter.deal_kind.id if matter.deal_kind else ""
        return (
            matter.kind != "deal",
            _DEALS.index(kind) if kind in _DEALS else len(_DEALS),
            matter.iri not in main,
            -concerned.count(matter.iri) - wanted.count(matter.iri),
            matter.label,
        )

    shown = [one for one in view.matters if one.kind == "deal" or one.iri in main]
    if not shown:
        return None, ()
    deal, *others = sorted(shown, key=rank)
    terms = [matter for matter in view.matters if matter.iri in _iris(deal.terms)]
    return deal, (*terms, *(matter for matter in others if matter not in terms))


def _ties(view: CaseView, order: list[str]) -> tuple[Tie, ...]:
    """Read the relationships, back channels first; ``order`` is that of the seats."""
    places = {side: place for place, side in enumerate(order)}
    nowhere = len(places) + 1
    ties = []
    for relationship in view.relationships:
        homes = {
            person.iri: _iris(view.sides_of(person.iri))
            for person in relationship.connects
        }

        def rank(
            person: Ref, homes: dict[str, tuple[str, ...]] = homes
        ) -> tuple[int, str]:
            seats = [places.get(side, nowhere - 1) for side in homes[person.iri]]
            return min(seats, default=nowhere), person.label

        people = sorted(relationship.connects, key=rank)
        sides = dict.fromkeys(home for person in people for home in homes[person.iri][:1])
        ties.append(Tie(relationship, tuple(people), tuple(sides)))
    return tuple(sorted(ties, key=_telling))


def _telling(tie: Tie) -> tuple[int, str]:
    kinds = tie.relationship.kinds
    return min(map(_TIES.index, kinds), default=len(_TIES)), tie.relationship.label
