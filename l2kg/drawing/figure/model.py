"""Decide what a figure shows of a case: who sits where, and which measure goes from whom to whom."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Iterable

    from l2kg.cases.parts import (
        Barrier,
        Constituency,
        Matter,
        Measure,
        Negotiation,
        Ref,
        Refs,
        Relationship,
        Side,
    )
    from l2kg.cases.view import CaseView

__all__ = ["Model", "Move", "Tie", "model"]

Tone = Literal["help", "harm", "plain"]
_AIMS = (
    "targets",
    "strengthens",
    "mollifies",
    "counters",
    "pressures",
    "inflames",
    "spares",
)
_LEVEL_I = ("level-i", "unofficial")


@dataclass(frozen=True, slots=True, kw_only=True)
class Move:
    """A measure as the figure draws it; sides and constituencies by IRI.

    ``marks`` are the constituencies where its arrow ends, ``lands`` the sides where it
    ends for want of those, ``askers`` the sides that began it without acting, ``own`` the
    side inside which it stays.
    """

    measure: Measure
    sources: tuple[str, ...]
    marks: tuple[str, ...]
    lands: tuple[str, ...]
    askers: tuple[str, ...]
    begun_by: str
    tone: Tone
    contested: bool
    own: str
    parts: tuple[Move, ...]


@dataclass(frozen=True, slots=True)
class Tie:
    """A relationship with the sides of those whom it connects, in the order of the sheet."""

    relationship: Relationship
    people: Refs
    sides: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Model:
    """A case as the figure tells it: ``seats`` at the table, ``apart`` elsewhere, ``talks`` the table itself."""

    view: CaseView
    seats: tuple[Side, ...]
    apart: tuple[Side, ...]
    talks: Negotiation | None
    deal: Matter | None
    matters: tuple[Matter, ...]
    moves: tuple[Move, ...]
    ties: tuple[Tie, ...]

    def behind(self, side: str, attitude: str) -> list[Constituency]:
        """Return the constituencies behind a side that think one way."""
        return [
            group
            for group in self.view.constituencies
            if _is(group.behind, side) and group.attitude == attitude
        ]

    def barriers(self, side: str) -> list[Barrier]:
        """Return the barriers that a side faces, wholes before their parts."""
        faced = [barrier for barrier in self.view.barriers if _is(barrier.faced_by, side)]
        return sorted(
            faced, key=lambda barrier: (bool(barrier.part_of), barrier.label.casefold())
        )

    def own_moves(self, side: str) -> list[Move]:
        """Return the measures that stay inside a side."""
        return [move for move in self.moves if move.own == side]

    def own_ties(self, side: str) -> list[Tie]:
        """Return the relationships inside a side."""
        return [tie for tie in self.ties if set(tie.sides) == {side}]


def model(view: CaseView) -> Model:
    """Read a case for its figure."""
    homes = {group.iri: group.behind.iri for group in view.constituencies if group.behind}
    moves = _moves(view, homes)
    acting = [side for move in moves if not move.own for side in move.sources]
    talks = _main_talks(view)
    seated = (
        {ref.iri for ref in talks.sides} if talks else {side.iri for side in view.sides}
    )
    seats = sorted(
        (s for s in view.sides if s.iri in seated),
        key=lambda s: (-acting.count(s.iri), s.label.casefold()),
    )
    deal, others = _on_the_table(view, talks)
    return Model(
        view=view, seats=tuple(seats), apart=_apart(view, seated), talks=talks, deal=deal,
        matters=others, moves=moves, ties=_ties(view, [side.iri for side in seats]),
    )  # fmt: skip


def _apart(view: CaseView, seated: set[str]) -> tuple[Side, ...]:
    """Return the sides not at the table; in a sub-case, not those of the parent that nothing here speaks of."""
    spoken = {
        ref.iri
        for m in view.measures
        for ref in (*m.acting_sides, *m.helps, *m.initiating_sides)
    }
    spoken |= {group.behind.iri for group in view.constituencies if group.behind}
    whole = view.summary.parent is None
    return tuple(
        s
        for s in view.sides
        if s.iri not in seated and (whole or s.participants or s.iri in spoken)
    )


def _is(ref: Ref | None, iri: str) -> bool:
    return ref is not None and ref.iri == iri


def _iris(refs: Iterable[Ref]) -> tuple[str, ...]:
    return tuple(ref.iri for ref in refs)


def _moves(view: CaseView, homes: dict[str, str]) -> tuple[Move, ...]:
    known = {measure.iri: measure for measure in view.measures}
    tops = [
        measure
        for measure in view.measures
        if not any(ref.iri in known for ref in measure.part_of)
    ]
    return tuple(_move(view, measure, known, homes) for measure in tops)


def _move(
    view: CaseView, measure: Measure, known: dict[str, Measure], homes: dict[str, str]
) -> Move:
    sources = _iris(measure.acting_sides)
    parts = tuple(_move(view, known[ref.iri], known, homes) for ref in measure.parts)
    harmed = _effects(view, measure, "harmed") - set(sources)
    marks, lands = _where(measure, sources, homes, harmed)
    landed = {homes[mark] for mark in marks} | set(lands)
    crosses = any(source != side for source in sources for side in landed)
    askers, begun_by = _begun(measure, homes, sources)
    tone = _tone(measure, sources, harmed, _effects(view, measure, "helped"))
    return Move(
        measure=measure, sources=sources, marks=marks, lands=lands, askers=askers, begun_by=begun_by, tone=tone,
        contested=bool(harmed and _effects(view, measure, "helped")), parts=parts, own="" if crosses or not sources else sources[0],
    )  # fmt: skip


def _effects(view: CaseView, measure: Measure, effect: str) -> set[str]:
    found = (
        a
        for a in view.assessments
        if _is(a.assesses, measure.iri) and a.effect and a.effect.id == effect
    )
    return {assessment.effect_on.iri for assessment in found if assessment.effect_on}


def _where(
    measure: Measure, sources: tuple[str, ...], homes: dict[str, str], harmed: set[str]
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Find where the arrow ends: behind another side first, else at a side, else at home."""
    aimed = dict.fromkeys(
        ref.iri for name in _AIMS for ref in getattr(measure, name) if ref.iri in homes
    )
    across = tuple(mark for mark in aimed if set(sources) - {homes[mark]})
    helped = tuple(side for side in _iris(measure.helps) if set(sources) - {side})
    if across:
        return across, ()
    if helped or harmed:
        return (), helped or tuple(sorted(harmed))
    return tuple(aimed), ()


def _begun(
    measure: Measure, homes: dict[str, str], sources: tuple[str, ...]
) -> tuple[tuple[str, ...], str]:
    """Find who began a measure without being its taker: their sides, and their names."""
    sides = set(_iris(measure.initiating_sides)) | {
        homes[ref.iri] for ref in measure.initiated_by if ref.iri in homes
    }
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
    """Choose the table of the case: Level I before others, wholes before parts, the better filled first."""
    if not view.negotiations:
        return None
    parts = {ref.iri for talks in view.negotiations for ref in talks.part_of}

    def rank(talks: Negotiation) -> tuple[bool, bool, bool, bool, int, int, str]:
        kind = talks.table_kind.id if talks.table_kind else ""
        elsewhere = talks.in_case is None or talks.in_case.iri != view.summary.iri
        own = view.summary.parent is not None and elsewhere
        return (
            own,
            kind not in _LEVEL_I,
            talks.iri not in parts,
            bool(talks.part_of),
            -len(talks.sides),
            -len(talks.concerns),
            talks.label,
        )

    return min(view.negotiations, key=rank)


def _on_the_table(
    view: CaseView, talks: Negotiation | None
) -> tuple[Matter | None, tuple[Matter, ...]]:
    """Choose what the table is about, then what else lies on it: its terms, other deals, issues."""
    concerned = [ref.iri for one in view.negotiations for ref in one.concerns]
    wanted = [ref.iri for stance in view.stances for ref in stance.toward]
    main = set(_iris(talks.concerns)) if talks else set()
    orders = ("level-i-agreement", "unofficial-accord", "unilateral-package")

    def rank(matter: Matter) -> tuple[bool, int, bool, int, str]:
        kind = matter.deal_kind.id if matter.deal_kind else ""
        place = orders.index(kind) if kind in orders else len(orders)
        return (
            matter.kind != "deal",
            place,
            matter.iri not in main,
            -concerned.count(matter.iri) - wanted.count(matter.iri),
            matter.label,
        )

    lying = sorted(
        (m for m in view.matters if m.kind == "deal" or m.iri in main), key=rank
    )
    deal = lying[0] if lying else None
    terms = [
        matter for matter in view.matters if deal and matter.iri in _iris(deal.terms)
    ]
    return deal, (*terms, *(matter for matter in lying[1:] if matter not in terms))


def _ties(view: CaseView, order: list[str]) -> tuple[Tie, ...]:
    places = {side: place for place, side in enumerate(order)}
    ties = []
    for tie in view.relationships:
        homes = {person.iri: _iris(view.sides_of(person.iri)) for person in tie.connects}
        people = sorted(
            tie.connects,
            key=lambda p: (
                min((places.get(s, 99) for s in homes[p.iri]), default=100),
                p.label,
            ),
        )
        sides = dict.fromkeys(home for person in people for home in homes[person.iri][:1])
        ties.append(Tie(tie, tuple(people), tuple(sides)))
    kinds = ("back-channel", "trust", "working")
    return tuple(
        sorted(
            ties,
            key=lambda t: (
                min(map(kinds.index, t.relationship.kinds), default=9),
                t.relationship.label,
            ),
        )
    )
