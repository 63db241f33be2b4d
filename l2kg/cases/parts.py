"""The elements of a case as plain values, each field declared with the property that fills it."""

# ruff: noqa: RUF009 - the four functions only declare fields, as dataclasses.field does

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from l2kg.cases.declaring import TIE_KINDS, Attitude, Refs, TieKind
from l2kg.cases.declaring import many as _many
from l2kg.cases.declaring import one as _one
from l2kg.cases.declaring import text as _text
from l2kg.cases.declaring import texts as _texts
from l2kg.cases.reading import Ref
from l2kg.namespaces import local_name
from l2kg.schema import schema

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = [
    "Assessment",
    "Attitude",
    "Barrier",
    "Claim",
    "Constituency",
    "Criticism",
    "Dating",
    "Element",
    "Evidence",
    "Leverage",
    "Matter",
    "Measure",
    "Negotiation",
    "Occurrence",
    "Other",
    "Participation",
    "Ratification",
    "Ref",
    "Refs",
    "Relationship",
    "Response",
    "Side",
    "Stance",
    "Statement",
    "TIE_KINDS",
    "TemporalRelation",
    "TieKind",
    "typed_classes",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Element:
    """What every element has; ``narrower``: property, value, on whose word alone it rests."""

    iri: str
    label: str
    types: Refs = ()
    description: str = _text("description")
    evidence: Refs = _many("evidence")
    status: Ref | None = _one("epistemicStatus")
    part_of: Refs = _many("partOf")
    rivals: Refs = _many("rivalOf")
    in_case: Ref | None = _one("inCase")
    narrower: tuple[tuple[str, str, str], ...] = ()

    @property
    def id(self) -> str:
        """Return the local name of the element in its case's graph."""
        return local_name(self.iri)

    @property
    def ref(self) -> Ref:
        """Return a pointer to the element."""
        return Ref(self.iri, self.label)


@dataclass(frozen=True, slots=True, kw_only=True)
class Participation(Element):
    """An actor's part on a side."""

    participant: Ref | None = _one("participant")
    on_side: Ref | None = _one("onSide")
    roles: Refs = _many("role")
    offices: tuple[str, ...] = _texts("office")
    acts_for: Refs = _many("actsFor")
    placed_at: Ref | None = _one("placedAt")

    @property
    def is_at_table(self) -> bool:
        """Tell whether the part is played at the table: it is unless the case says otherwise."""
        return self.placed_at is None or self.placed_at.id != "behind-the-table"


@dataclass(frozen=True, slots=True, kw_only=True)
class Side(Element):
    """One party and its people; ``at_table`` is whether some Level I table seats it."""

    in_name_of: Refs = _many("inNameOf")
    counterparts: Refs = _many("counterpartOf")
    participants: tuple[Participation, ...] = ()
    at_table: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Stance(Element):
    """What a holder thinks of a matter."""

    holder: Ref | None = _one("holder")
    toward: Refs = _many("toward")
    polarity: Ref | None = _one("polarity")
    held_before: Refs = _many("heldBefore")
    held_after: Refs = _many("heldAfter")
    share: tuple[str, ...] = _texts("share")
    turnout: tuple[str, ...] = _texts("turnout")
    publicity: Ref | None = _one("publicity")
    explicitness: Ref | None = _one("explicitness")
    sincerity: Ref | None = _one("sincerity")
    hidden_from: Refs = _many("hiddenFrom")


@dataclass(frozen=True, slots=True, kw_only=True)
class Constituency(Element):
    """A group behind one side.

    ``attitude`` sums up its stances toward deals and terms. An issue does not count, unless
    a deal turns on it and the group opposes it; nor does what is posed, or what is toward a
    term that a ratification adds.
    """

    behind: Ref | None = _one("behind")
    embodied_by: Refs = _many("embodiedBy")
    power_base: Refs = _many("powerBase")
    stances: tuple[Stance, ...] = ()
    attitude: Attitude = "undecided"


@dataclass(frozen=True, slots=True, kw_only=True)
class Matter(Element):
    """What can be wanted or opposed: an issue, a deal or a term."""

    kind: Literal["issue", "deal", "term"] = "issue"
    deal_kind: Ref | None = _one("dealKind")
    deal_status: Refs = _many("dealStatus")
    publicity: Ref | None = _one("publicity")
    explicitness: Ref | None = _one("explicitness")
    sincerity: Ref | None = _one("sincerity")
    hidden_from: Refs = _many("hiddenFrom")
    parties: Refs = _many("party")
    terms: Refs = _many("hasTerm")
    turns_on: Refs = _many("turnsOn")
    given_by: Refs = _many("givenBy")
    given_to: Refs = _many("givenTo")
    in_return_for: Refs = _many("inReturnFor")


@dataclass(frozen=True, slots=True, kw_only=True)
class Barrier(Element):
    """What behind the table keeps a side from saying yes."""

    faced_by: Ref | None = _one("facedBy")
    raised_by: Refs = _many("raisedBy")
    obstructs: Refs = _many("obstructs")
    barrier_type: Ref | None = _one("barrierType")
    barrier_class: Ref | None = _one("barrierClass")
    stands_before: Refs = _many("standsBefore")
    stands_after: Refs = _many("standsAfter")


@dataclass(frozen=True, slots=True, kw_only=True)
class Leverage(Element):
    """Means to block."""

    held_by: Refs = _many("heldBy")
    against: Refs = _many("against")


@dataclass(frozen=True, slots=True, kw_only=True)
class Occurrence(Element):
    """Anything with a place in time; by itself, an event or a lasting situation."""

    involves: Refs = _many("involves")
    place: str = _text("place")
    produces: Refs = _many("produces")
    publicity: Ref | None = _one("publicity")
    explicitness: Ref | None = _one("explicitness")
    sincerity: Ref | None = _one("sincerity")
    hidden_from: Refs = _many("hiddenFrom")
    precedes_as_stated: Refs = _many("precedesAsStated")
    precedes_as_implied: Refs = _many("precedesAsImplied")
    precedes_by_date: Refs = _many("precedesByDate")


@dataclass(frozen=True, slots=True, kw_only=True)
class Negotiation(Occurrence):
    """A table, or talks behind one."""

    sides: Refs = _many("hasSide")
    concerns: Refs = _many("concerns")
    table_kind: Ref | None = _one("tableKind")
    within: Refs = _many("within")
    enables: Refs = _many("enables")
    affected: Refs = _many("affectedParty")

    @property
    def is_main(self) -> bool:
        """Tell whether sides meet at the table, rather than people of one side or allies."""
        kinds = schema().members("is-kind-of-main-table")
        return self.table_kind is not None and self.table_kind.id in kinds


@dataclass(frozen=True, slots=True, kw_only=True)
class Relationship(Occurrence):
    """A tie between actors; ``kinds`` is what the source calls it."""

    connects: Refs = _many("connects")
    bridges: Refs = _many("bridges")
    through: Refs = _many("through")
    kinds: tuple[TieKind, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement(Occurrence):
    """Words to an audience."""

    made_by: Refs = _many("madeBy")
    addressed_to: Refs = _many("addressedTo")
    through: Refs = _many("through")
    in_return_for: Refs = _many("inReturnFor")
    composed_by: Refs = _many("composedBy")
    intended_for: Refs = _many("intendedFor")
    heard_by: Refs = _many("heardBy")
    presents: Refs = _many("presents")
    asserts: Refs = _many("asserts")
    anticipates: Refs = _many("anticipates")
    themes: tuple[str, ...] = _texts("theme")
    acceptance_speech: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure(Occurrence):
    """What somebody does, or refrains from doing, about a barrier.

    Its ``number`` orders nothing in time. Not ``performed`` is what was only asked for or refused.
    """

    tactics: Refs = _many("tactic")
    acting_sides: Refs = _many("actingSide")
    taken_by: Refs = _many("takenBy")
    through: Refs = _many("through")
    in_return_for: Refs = _many("inReturnFor")
    initiating_sides: Refs = _many("initiatingSide")
    initiated_by: Refs = _many("initiatedBy")
    helps: Refs = _many("helps")
    helps_across: Refs = _many("helpsAcrossTable")
    addresses: Refs = _many("addresses")
    targets: Refs = _many("targets")
    strengthens: Refs = _many("strengthens")
    mollifies: Refs = _many("mollifies")
    counters: Refs = _many("counters")
    pressures: Refs = _many("pressures")
    inflames: Refs = _many("inflames")
    spares: Refs = _many("spares")
    form: Ref | None = _one("form")
    performance: Ref | None = _one("performance")
    refrains_from: Refs = _many("refrainsFrom")
    draws_on: Refs = _many("drawsOn")
    serves: Refs = _many("serves")
    agreed_in: Refs = _many("agreedIn")
    legitimacy: str = _text("legitimacy")
    parts: Refs = ()
    number: str = ""
    performed: bool = True

    def aims(self) -> Iterator[tuple[str, Refs]]:
        """Yield what the measure does to whom: the property, the constituencies or sides."""
        for name in schema().properties_below("targets"):
            yield name, getattr(self, name, ())

    def aimed_at(self) -> Refs:
        """Return all at whom the measure is aimed, whatever it does to them."""
        aimed = (ref for _, refs in self.aims() for ref in refs)
        return tuple(dict.fromkeys((*self.targets, *aimed)))

    @property
    def is_restraint(self) -> bool:
        """Tell whether the measure is to leave something undone."""
        return self.form is not None and self.form.id == "restraint"


@dataclass(frozen=True, slots=True, kw_only=True)
class Ratification(Occurrence):
    """A decision behind the table."""

    decides: Refs = _many("decides")
    decided_by: Refs = _many("decidedBy")
    decision: Ref | None = _one("decision")
    formality: Ref | None = _one("formality")
    rule: Ref | None = _one("ratificationRule")
    adds: Refs = _many("adds")
    share: tuple[str, ...] = _texts("share")
    turnout: tuple[str, ...] = _texts("turnout")


@dataclass(frozen=True, slots=True, kw_only=True)
class Criticism(Element):
    """What a speech of acceptance expects to hear against the deal."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Response(Element):
    """What a speech of acceptance answers to a criticism."""

    answers: Refs = _many("answers")


@dataclass(frozen=True, slots=True, kw_only=True)
class Assessment(Element):
    """Somebody's judgement of an effect on one thing."""

    assesses: Ref | None = _one("assesses")
    effect_on: Ref | None = _one("effectOn")
    effect: Ref | None = _one("effect")
    basis: Ref | None = _one("basis")
    assessed_by: Refs = _many("assessedBy")


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim(Element):
    """A proposition that somebody puts forward."""

    about: Refs = _many("about")
    claimed_by: Refs = _many("claimedBy")
    attitude_of: Ref | None = _one("attitudeOf")
    mode: Ref | None = _one("mode")
    revises: Refs = _many("revises")


@dataclass(frozen=True, slots=True, kw_only=True)
class TemporalRelation(Element):
    """One occurrence placed by another."""

    locates: Ref | None = _one("locates")
    relation: Ref | None = _one("relation")
    relative_to: Ref | None = _one("relativeTo")
    lapse: str = _text("lapse")


@dataclass(frozen=True, slots=True, kw_only=True)
class Dating(Element):
    """A date given to an occurrence, as EDTF."""

    dates: Ref | None = _one("dates")
    edtf: str = _text("edtf")


@dataclass(frozen=True, slots=True, kw_only=True)
class Other(Element):
    """An element of a class that has no type of its own here.

    ``values`` holds label and values of its fields, as the schema lists them.
    """

    class_name: str
    values: tuple[tuple[str, tuple[Ref | str, ...]], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """A passage of a source in one voice, told by its first and last words."""

    iri: str
    source: Ref | None = _one("source")
    voice: Ref | None = _one("voice")
    reported_by: Refs = _many("reportedBy")
    note: str = _text("noteNumber")
    cites: Refs = _many("cites")
    cited_page: str = _text("citedPage")
    source_page: str = _text("sourcePage")
    starts_with: str = _text("startsWith")
    ends_with: str = _text("endsWith")
    locator: str = _text("locator")

    @property
    def id(self) -> str:
        """Return the local name of the passage."""
        return local_name(self.iri)


def typed_classes() -> frozenset[str]:
    """Return the local names of the classes whose elements have a type of their own here."""
    waiting: list[type[Element]] = [Element]
    found: set[str] = set()
    while waiting:
        below = waiting.pop().__subclasses__()
        waiting += below
        found |= {cls.__name__ for cls in below}
    return frozenset(found - {Other.__name__})
