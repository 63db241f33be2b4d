"""Read one element with everything that an evidence panel shows of it."""

from __future__ import annotations

import re
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Any

from pyoxigraph import DefaultGraph, Literal, NamedNode

from l2kg.cases.parts import Evidence, Refs
from l2kg.cases.reading import Facts, Reader, Ref
from l2kg.errors import NotFoundError
from l2kg.namespaces import CASE, DCTERMS, L2, RDF, RDFS, SKOS, local_name
from l2kg.schema import schema

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pyoxigraph import Store

__all__ = [
    "ElementView",
    "Property",
    "Value",
    "element",
    "evidence_of",
    "filled",
    "property_label",
]

_APART = {
    f"{RDF}type",
    f"{RDFS}label",
    f"{SKOS}prefLabel",
    f"{RDFS}isDefinedBy",
    f"{L2}description",
    f"{L2}evidence",
    f"{L2}epistemicStatus",
    f"{L2}rivalOf",
    f"{L2}inCase",
    f"{SKOS}topConceptOf",
    f"{SKOS}hasTopConcept",
}
_WORDS = ("description", f"{SKOS}definition", f"{DCTERMS}description", f"{RDFS}comment")


@dataclass(frozen=True, slots=True)
class Value:
    """One value of a property; ``iri`` is nothing for a literal, ``rules`` is empty for what was asserted."""

    text: str
    iri: str | None = None
    rules: Refs = ()


@dataclass(frozen=True, slots=True)
class Property:
    """A property of an element with its values; ``incoming`` when the values point at the element."""

    iri: str
    label: str
    values: tuple[Value, ...]
    incoming: bool = False

    @property
    def id(self) -> str:
        """Return the local name of the property."""
        return local_name(self.iri)


@dataclass(frozen=True, slots=True, kw_only=True)
class ElementView:
    """An element as a reader opens it: ``properties`` in reading order, ``incoming`` what else points at it."""

    iri: str
    label: str
    types: Refs
    inferred_types: tuple[Value, ...]
    description: str
    status: Value | None
    case: Ref | None
    properties: tuple[Property, ...]
    incoming: tuple[Property, ...]
    evidence: tuple[Evidence, ...]
    rivals: Refs

    @property
    def id(self) -> str:
        """Return the local name of the element."""
        return local_name(self.iri)


def element(store: Store, iri: str, reader: Reader | None = None) -> ElementView:
    """Read any node of ours: an element, a case, an actor, a concept, a source, a passage.

    Give one `reader` for all that is read for a page, so that nothing is read twice.

    Raises:
        NotFoundError: The store says nothing of the IRI.
    """
    reader = reader or Reader(store)
    facts = reader.facts(iri)
    if not facts.values:
        raise NotFoundError(
            f"nothing is known of {iri}: open a case and choose an element of it"
        )
    status = next(iter(_values(reader, facts, f"{L2}epistemicStatus")), None)
    return ElementView(
        iri=iri,
        label=reader.label(iri),
        types=reader.types(facts),
        inferred_types=_inferred_types(reader, facts),
        status=status,
        description=next((words for words in map(facts.text, _WORDS) if words), ""),
        case=_case(reader, iri, facts),
        properties=_outgoing(reader, facts),
        incoming=_incoming(reader, iri),
        rivals=reader.refs(facts.iris("rivalOf")),
        evidence=tuple(
            evidence_of(reader, passage, reader.facts(passage))
            for passage in sorted(facts.iris("evidence"))
        ),
    )


def evidence_of(reader: Reader, iri: str, facts: Facts) -> Evidence:
    """Read one passage with the labels of its voice and sources."""
    return Evidence(iri=iri, **filled(reader, Evidence, facts))


def filled(reader: Reader, cls: type, facts: Facts) -> dict[str, Any]:
    """Read those fields of a class that are declared by a property."""
    declared = (field for field in fields(cls) if "property" in field.metadata)
    return {
        field.name: _read(
            reader, facts, field.metadata["property"], field.metadata["shape"]
        )
        for field in declared
    }


def _read(reader: Reader, facts: Facts, name: str, shape: str) -> Refs | Ref | str | None:
    if shape == "text":
        return facts.text(name)
    iris = facts.iris(name)
    if shape == "many":
        return reader.refs(iris)
    return reader.ref(min(iris)) if iris else None


def property_label(reader: Reader, iri: str) -> str:
    """Return the label of a property, or its name in words.

    >>> from pyoxigraph import Store
    >>> property_label(Reader(Store()), "https://w3id.org/l2kg/ontology#takenBy")
    'taken by'
    """
    label = reader.label(iri)
    return (
        re.sub(r"(?<=[a-z])([A-Z])", lambda found: " " + found[1].lower(), label)
        if label == local_name(iri)
        else label
    )


def _case(reader: Reader, iri: str, facts: Facts) -> Ref | None:
    named = facts.iris("inCase") or (
        [iri.partition("#")[0]] if iri.startswith(CASE) and "#" in iri else []
    )
    return reader.ref(min(named)) if named else None


def _inferred_types(reader: Reader, facts: Facts) -> tuple[Value, ...]:
    values = _values(reader, facts, f"{RDF}type")
    return tuple(
        value
        for value in values
        if value.rules and value.iri and value.iri.startswith(L2)
    )


def _outgoing(reader: Reader, facts: Facts) -> tuple[Property, ...]:
    names = sorted(set(facts.values) - _APART, key=schema().rank)
    return tuple(
        Property(name, property_label(reader, name), _values(reader, facts, name))
        for name in names
    )


def _values(reader: Reader, facts: Facts, name: str) -> tuple[Value, ...]:
    terms = facts.values.get(name, ())
    values = [
        Value(
            term.value if isinstance(term, Literal) else reader.label(term.value),
            None if isinstance(term, Literal) else term.value,
            reader.refs(facts.rules.get((name, str(term)), ())),
        )
        for term in terms
    ]
    return _in_order(values)


def _in_order(values: Iterable[Value]) -> tuple[Value, ...]:
    return tuple(
        sorted(values, key=lambda value: (value.text.casefold(), value.iri or ""))
    )


def _incoming(reader: Reader, iri: str) -> tuple[Property, ...]:
    found: dict[str, list[Value]] = {}
    for quad in reader.store.quads_for_pattern(
        None, None, NamedNode(iri), DefaultGraph()
    ):
        name = quad.predicate.value
        if (
            isinstance(quad.subject, NamedNode)
            and name not in _APART - {f"{L2}evidence"}
            and not schema().is_symmetric(name)
        ):
            subject = quad.subject.value
            rules = reader.facts(subject).rules.get((name, f"<{iri}>"), ())
            found.setdefault(name, []).append(
                Value(reader.label(subject), subject, reader.refs(rules))
            )
    names = sorted(found, key=schema().rank)
    return tuple(
        Property(
            name, property_label(reader, name), _in_order(found[name]), incoming=True
        )
        for name in names
    )
