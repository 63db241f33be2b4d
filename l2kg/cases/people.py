"""People and bodies: who they are, in which parts, and how they are tied."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from itertools import combinations
from typing import TYPE_CHECKING

import pyoxigraph as ox

from l2kg.cases.parts import TIE_KINDS
from l2kg.cases.passages import quoted
from l2kg.cases.reading import Reader, Ref, Survey
from l2kg.namespaces import (
    BASE,
    CASE,
    L2,
    RDF,
)
from l2kg.queries.lookup import instances
from l2kg.schema import schema

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

__all__ = [
    "ACTOR",
    "WORDS",
    "Person",
    "Part",
    "Tie",
    "people",
    "parts_of",
    "ties",
    "ties_of",
    "named",
]


ACTOR = f"{BASE}actor/"
_KIND_WORDS = {"Organization": "organisation", "Collective": "group"}  # beside the labels
WORDS = {
    "back-channel": "back channel",
    "trust": "trust",
    "working": "working relationship",
    "acting": "acts for",
}


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody of the shared list: a person, state, organisation or group.

    ``cases`` are those in which they occur; ``only_tells`` is whether all they do there is
    to tell: as an author or a voice.
    """

    ref: Ref
    kind: str
    description: str
    cases: tuple[Ref, ...]
    only_tells: bool


@dataclass(frozen=True, slots=True)
class Part:
    """What somebody does in a case, and the element that says so."""

    case: Ref
    capacity: str
    element: Ref


@dataclass(frozen=True, slots=True)
class Tie:
    """A relationship: its kinds, whom it connects, and whether it runs across a table.

    That somebody acts for another is one too, of the kind acting, from the one who acts.
    ``ends`` holds each of those whom it connects, with the sides that they are on,
    ``through`` those by way of whom it runs.
    """

    ref: Ref
    case: Ref
    kinds: tuple[str, ...]
    ends: tuple[tuple[Ref, tuple[Ref, ...]], ...]
    across: bool
    through: tuple[Ref, ...] = ()


def people(store: ox.Store) -> list[Person]:
    """List people and bodies by the number of their cases, then by label.

    Those who only tell of cases come last.
    """
    reader = Reader(store)
    found = [_person(reader, iri, kind) for kind, iris in _actors(store) for iri in iris]

    def place(person: Person) -> tuple[bool, int, str]:
        return person.only_tells, -len(person.cases), person.ref.label.casefold()

    return sorted(found, key=place)


def _actors(store: ox.Store) -> Iterator[tuple[str, list[str]]]:
    """Yield each kind of actor in words, with the actors of it in the shared list."""
    known = schema()
    for name in known.below("Actor")[1:]:
        kind = _KIND_WORDS.get(name, known.classes[name].term.label)
        iris = instances(store, L2 + name)
        yield kind, [iri for iri in iris if iri.startswith(ACTOR)]


def _person(
    reader: Reader,
    iri: str,
    kind: str,
) -> Person:
    parts = parts_of(reader.store, iri, reader)
    tellings = {field.name for field in schema().fields_in("tellings")}
    return Person(
        ref=reader.ref(iri),
        kind=kind,
        description=reader.facts(iri).text("description"),
        cases=tuple(dict.fromkeys(part.case for part in parts)),
        only_tells=all(part.capacity in tellings for part in parts),
    )


def parts_of(
    store: ox.Store,
    iri: str,
    reader: Reader | None = None,
    *,
    quoting: bool = False,
) -> list[Part]:
    """Return what an actor does in which case, case by case.

    ``quoting`` calls passages by their first and last words.
    """
    reader = reader or Reader(store)
    capacities = _capacities()
    passage_fields = {field.path for field in schema().fields_of("Evidence")}
    found: set[Part] = set()
    for quad in store.quads_for_pattern(None, None, ox.NamedNode(iri), None):
        graph, subject, name = quad.graph_name, quad.subject, quad.predicate.value
        if name not in capacities or not isinstance(subject, ox.NamedNode):
            continue
        if isinstance(graph, ox.NamedNode) and graph.value.startswith(CASE):
            is_passage = quoting and name in passage_fields
            read = partial(quoted, reader) if is_passage else reader.ref
            case = reader.ref(graph.value)
            found.add(Part(case, capacities[name], read(subject.value)))
    order = list(capacities.values())

    def place(part: Part) -> tuple[str, int, str]:
        return part.case.label, order.index(part.capacity), part.element.label

    return sorted(found, key=place)


def _capacities() -> dict[str, str]:
    """Return in words what somebody does to whom a property leads, by the IRI of the property."""
    known = schema()
    fields = [*known.fields_in("capacities"), *known.fields_in("tellings")]
    fields.sort(key=lambda field: field.order)
    return {field.path: field.name for field in fields}


def ties(store: ox.Store) -> list[Tie]:
    """List all relationships: back channels first, then trust, last who acts for whom.

    Those across a table come before those within a side.
    """
    names = ("inCase", "connects", "onSide", "through", "participant", "actsFor")
    classes = tuple(L2 + name for name in TIE_KINDS)
    reader = Survey(
        store,
        properties=tuple(L2 + name for name in names),
        classes=classes,
    )
    iris = {
        quad.subject.value
        for name in ("connects", "actsFor")
        for quad in store.quads_for_pattern(
            None,
            ox.NamedNode(L2 + name),
            None,
            ox.DefaultGraph(),
        )
        if isinstance(quad.subject, ox.NamedNode)
    }
    order = tuple(WORDS)

    def place(tie: Tie) -> tuple[int, bool, str, str]:
        kinds = [order.index(kind) for kind in tie.kinds]
        first = min(kinds, default=order.index("working"))
        return first, not tie.across, tie.case.label, tie.ref.label

    return sorted((_tie(reader, iri) for iri in sorted(iris)), key=place)


def _tie(reader: Reader, iri: str) -> Tie:
    facts = reader.facts(iri)
    graph = iri.partition("#")[0]
    types = [iri.removeprefix(L2) for iri in facts.iris(f"{RDF}type")]
    # What is in a sub-case is in its parent too; the longer IRI is that of the sub-case.
    case = max(
        facts.iris("inCase"),
        key=len,
        default=graph,
    )
    ends = tuple(
        (ref, _sides_of(reader, ref.iri, graph))
        for name in ("connects", "participant")
        for ref in reader.refs(facts.iris(name))
    )
    # Whoever has no part of their own in the case is on the side where one acts for them.
    ends += tuple(
        (ref, _sides_of(reader, ref.iri, graph) or reader.refs(facts.iris("onSide")))
        for ref in reader.refs(facts.iris("actsFor"))
    )
    seated = [set(sides) for _, sides in ends if sides]
    return Tie(
        ref=reader.ref(iri),
        case=reader.ref(case),
        kinds=tuple(TIE_KINDS[name] for name in types if name in TIE_KINDS)
        or (("acting",) if facts.iris("actsFor") else ()),
        ends=ends,
        across=any(left.isdisjoint(right) for left, right in combinations(seated, 2)),
        through=reader.refs(facts.iris("through")),
    )


def _sides_of(
    reader: Reader,
    actor: str,
    graph: str,
) -> tuple[Ref, ...]:
    """Return the sides on which somebody takes part in the case of a graph."""
    quads = reader.store.quads_for_pattern(
        None,
        ox.NamedNode(f"{L2}participant"),
        ox.NamedNode(actor),
        ox.NamedNode(graph),
    )
    sides: set[str] = set()
    for quad in quads:
        if isinstance(quad.subject, ox.NamedNode):
            sides.update(reader.facts(quad.subject.value).iris("onSide"))
    return reader.refs(sides)


def ties_of(person: str, listed: Iterable[Tie]) -> list[Tie]:
    """Return the relationships of a person, or all where none is given."""
    if not person:
        return list(listed)
    return [
        tie
        for tie in listed
        if any(ref.iri == person for ref in (*tie.through, *(end for end, _ in tie.ends)))
    ]


def named(listed: Iterable[Person]) -> dict[str, Person]:
    """Return people by local name, those who take part in a case first."""
    return {person.ref.id: person for person in listed}
