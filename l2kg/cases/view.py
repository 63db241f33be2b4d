"""A case as plain values: what the figure, the pages and the command line read."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from l2kg.cases import parts as part
    from l2kg.cases.parts import Ref, Refs
    from l2kg.queries.endings import Ending

__all__ = ["CaseSummary", "CaseView", "Inferred"]


@dataclass(frozen=True, slots=True)
class Inferred:
    """A statement that the build derived, and the rule by which it did."""

    subject: Ref
    property: Ref
    value: Ref
    rule: Ref


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseSummary:
    """A case as a card shows it. ``slug`` follows ``case/`` in its IRI; a sub-case's has a ``#``."""

    iri: str
    slug: str
    label: str
    description: str
    setting: Ref | None
    kind: Ref | None
    outcome: Ref | None
    parent: Ref | None
    sides: Refs
    measures: int
    relationships: int
    evidence: int
    tactics: Refs
    barrier_types: Refs
    has_back_channel: bool
    ending: Ending = "open"


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseView:
    """Everything that the graph of one case holds, with labels; tuples are sorted by label.

    ``resting`` says which values of the case itself rest on whose word alone.
    """

    summary: CaseSummary
    status: Ref | None = None
    resting: tuple[str, ...] = ()
    subcases: tuple[CaseSummary, ...] = ()
    sides: tuple[part.Side, ...] = ()
    constituencies: tuple[part.Constituency, ...] = ()
    stances: tuple[part.Stance, ...] = ()
    matters: tuple[part.Matter, ...] = ()
    barriers: tuple[part.Barrier, ...] = ()
    leverage: tuple[part.Leverage, ...] = ()
    negotiations: tuple[part.Negotiation, ...] = ()
    relationships: tuple[part.Relationship, ...] = ()
    measures: tuple[part.Measure, ...] = ()
    statements: tuple[part.Statement, ...] = ()
    ratifications: tuple[part.Ratification, ...] = ()
    occurrences: tuple[part.Occurrence, ...] = ()
    criticisms: tuple[part.Criticism, ...] = ()
    responses: tuple[part.Response, ...] = ()
    assessments: tuple[part.Assessment, ...] = ()
    claims: tuple[part.Claim, ...] = ()
    temporal: tuple[part.TemporalRelation, ...] = ()
    datings: tuple[part.Dating, ...] = ()
    others: tuple[part.Other, ...] = ()
    evidence: tuple[part.Evidence, ...] = ()
    case_evidence: Refs = ()
    inferred: tuple[Inferred, ...] = ()

    @property
    def deals(self) -> tuple[part.Matter, ...]:
        """Return the deals among the matters."""
        return tuple(matter for matter in self.matters if matter.kind == "deal")

    def elements(self) -> Iterator[part.Element]:
        """Yield every element once, kind after kind.

        What is both measure and statement comes as the measure.
        """
        seen: set[str] = set()
        groups: tuple[tuple[part.Element, ...], ...] = (
            self.sides,
            tuple(person for side in self.sides for person in side.participants),
            self.constituencies,
            self.stances,
            self.matters,
            self.barriers,
            self.leverage,
            self.negotiations,
            self.relationships,
            self.measures,
            self.statements,
            self.ratifications,
            self.occurrences,
            self.criticisms,
            self.responses,
            self.assessments,
            self.claims,
            self.temporal,
            self.datings,
            self.others,
        )
        for group in groups:
            for element in group:
                if element.iri not in seen:
                    seen.add(element.iri)
                    yield element

    def find(self, key: str) -> part.Element | None:
        """Return the element with this IRI or local name, if the case has it."""
        for element in self.elements():
            if key in (element.iri, element.id):
                return element
        return None

    def sides_of(self, actor: str) -> Refs:
        """Return the sides on which an actor takes part in this case."""
        taking_part = [
            side.ref
            for side in self.sides
            for person in side.participants
            if person.participant and person.participant.iri == actor
        ]
        in_name_of = [
            side.ref
            for side in self.sides
            if any(ref.iri == actor for ref in side.in_name_of)
        ]
        return tuple(dict.fromkeys(taking_part + in_name_of))
