"""People and bodies: who they are, in which parts, and how they are tied."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING

import pyoxigraph as ox

from l2kg.cases.parts import TIE_KINDS
from l2kg.cases.reading import Reader, Ref, Survey
from l2kg.namespaces import BASE, CASE, L2, RDF
from l2kg.queries.lookup import instances
from l2kg.schema import schema

if TYPE_CHECKING:
    from collections.abc import Iterable

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
}


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody of the shared list: a person, state, organisation or group, with the cases in which they occur."""

    ref: Ref
    kind: str
    description: str
    cases: tuple[Ref, ...]
    sources: bool


@dataclass(frozen=True, slots=True)
class Part:
    """What somebody does in a case, and the element that says so."""

    case: Ref
    capacity: str
    element: Ref


@dataclass(frozen=True, slots=True)
class Tie:
    """A relationship: its kinds, whom it connects, each with the sides they are on, and whether it runs across a table."""

    ref: Ref
    case: Ref
    kinds: tuple[str, ...]
    ends: tuple[tuple[Ref, tuple[Ref, ...]], ...]
    across: bool


def people(store: ox.Store) -> list[Person]:
    """List people and bodies by the number of their cases, then by label; those who only tell of cases come last."""
    reader = Reader(store)
    found = []
    telling = {field.name for field in schema().fields_in("tellings")}
    for name in schema().below("Actor")[1:]:
        kind = _KIND_WORDS.get(name, schema().classes[name].term.label)
        for iri in _typed(store, name):
            parts = parts_of(store, iri, reader)
            cases = tuple(dict.fromkeys(part.case for part in parts))
            told = all(part.capacity in telling for part in parts)
            found.append(
                Person(
                    reader.ref(iri),
                    kind,
                    reader.facts(iri).text("description"),
                    cases,
                    told,
                )
            )
    return sorted(
        found, key=lambda one: (one.sources, -len(one.cases), one.ref.label.casefold())
    )


def _typed(store: ox.Store, name: str) -> list[str]:
    return [iri for iri in instances(store, L2 + name) if iri.startswith(ACTOR)]


def parts_of(
    store: ox.Store, iri: str, reader: Reader | None = None, *, quoting: bool = False
) -> list[Part]:
    """Return what an actor does in which case, case by case; ``quoting`` calls passages by their first and last words."""
    reader = reader or Reader(store)
    capacities = _capacities()
    passages = {field.path for field in schema().fields_of("Evidence")}
    found = set()
    for quad in store.quads_for_pattern(None, None, ox.NamedNode(iri), None):
        graph, subject = quad.graph_name, quad.subject
        if (
            isinstance(graph, ox.NamedNode)
            and isinstance(subject, ox.NamedNode)
            and graph.value.startswith(CASE)
            and quad.predicate.value in capacities
        ):
            element = (
                _quoted(reader, subject.value)
                if quoting and quad.predicate.value in passages
                else reader.ref(subject.value)
            )
            found.add(
                Part(reader.ref(graph.value), capacities[quad.predicate.value], element)
            )
    rank = list(capacities.values())
    return sorted(
        found,
        key=lambda part: (part.case.label, rank.index(part.capacity), part.element.label),
    )


def _capacities() -> dict[str, str]:
    """Return in words what somebody does to whom a property leads, by the IRI of the property."""
    known = schema()
    fields = (*known.fields_in("capacities"), *known.fields_in("tellings"))
    return {f.path: f.name for f in sorted(fields, key=lambda f: f.order)}


def _quoted(reader: Reader, iri: str) -> Ref:
    """Return a passage, which has no name of its own, by its first and last words, or by where it stands."""
    facts = reader.facts(iri)
    words = " … ".join(filter(None, (facts.text("startsWith"), facts.text("endsWith"))))
    return Ref(iri, f"“{words}”" if words else facts.text("locator") or reader.label(iri))


def ties(store: ox.Store) -> list[Tie]:
    """List all relationships: back channels first, then trust, those across a table before those within a side."""
    properties = tuple(f"{L2}{name}" for name in ("inCase", "connects", "onSide"))
    reader = Survey(
        store, properties=properties, classes=tuple(L2 + name for name in TIE_KINDS)
    )
    quads = store.quads_for_pattern(
        None, ox.NamedNode(f"{L2}connects"), None, ox.DefaultGraph()
    )
    found = [
        _tie_of(reader, iri)
        for iri in sorted(
            {
                quad.subject.value
                for quad in quads
                if isinstance(quad.subject, ox.NamedNode)
            }
        )
    ]
    order = tuple(WORDS)
    return sorted(
        found,
        key=lambda tie: (
            min((order.index(k) for k in tie.kinds), default=9),
            not tie.across,
            tie.case.label,
            tie.ref.label,
        ),
    )


def _tie_of(reader: Reader, iri: str) -> Tie:
    facts = reader.facts(iri)
    graph = iri.partition("#")[0]
    types = [iri.removeprefix(L2) for iri in facts.iris(f"{RDF}type")]
    kinds = tuple(TIE_KINDS[name] for name in types if name in TIE_KINDS)
    case = reader.ref(max(facts.iris("inCase"), key=len, default=graph))
    ends = tuple(
        (ref, _sides_of(reader, ref.iri, graph))
        for ref in reader.refs(facts.iris("connects"))
    )
    known = [set(sides) for _, sides in ends if sides]
    across = any(one.isdisjoint(other) for one, other in combinations(known, 2))
    return Tie(reader.ref(iri), case, kinds, ends, across)


def _sides_of(reader: Reader, actor: str, graph: str) -> tuple[Ref, ...]:
    """Return the sides on which somebody takes part in the case of a graph."""
    taken = reader.store.quads_for_pattern(
        None, ox.NamedNode(f"{L2}participant"), ox.NamedNode(actor), ox.NamedNode(graph)
    )
    parts = [
        quad.subject.value for quad in taken if isinstance(quad.subject, ox.NamedNode)
    ]
    return reader.refs(
        {side for part in parts for side in reader.facts(part).iris("onSide")}
    )


def ties_of(person: str, listed: Iterable[Tie]) -> list[Tie]:
    """Return the relationships of a person, or all where none is given."""
    return [
        tie
        for tie in listed
        if not person or any(ref.iri == person for ref, _ in tie.ends)
    ]


def named(listed: Iterable[Person]) -> dict[str, Person]:
    """Return people by local name, those who take part in a case first."""
    return {one.ref.id: one for one in listed}
