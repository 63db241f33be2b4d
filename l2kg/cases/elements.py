"""Read one element with everything that an evidence panel shows of it."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from pyoxigraph import DefaultGraph, Literal, NamedNode

from l2kg.cases.passages import narrower_of, passages_of
from l2kg.cases.reading import Reader
from l2kg.errors import NotFoundError
from l2kg.namespaces import (
    CASE,
    DCTERMS,
    L2,
    L2T,
    RDF,
    RDFS,
    SKOS,
    local_name,
)
from l2kg.queries.vocabulary import ontology_terms
from l2kg.schema import schema

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from pyoxigraph import Store

    from l2kg.cases.parts import Evidence, Refs
    from l2kg.cases.passages import Narrower
    from l2kg.cases.reading import Facts, Ref

__all__ = [
    "ElementView",
    "Property",
    "Value",
    "element",
    "property_label",
    "told_once",
]

# What an evidence panel shows in a place of its own, or nowhere, rather than in a row.
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
_KINDS: dict[str, str] = {  # how readers call the kinds of terms
    "class": "class",
    "object": "property",
    "data": "property",
    "annotation": "property",
    "code": "list of codes",
}
# What value evidence says of a value is shown at the value.
_AT_VALUES = {f"{L2}valueOf", f"{L2}valueIri"}
_WORDS = (
    "description",
    f"{SKOS}definition",
    f"{DCTERMS}description",
    f"{RDFS}comment",
)


@dataclass(frozen=True, slots=True)
class Value:
    """One value of a property.

    ``iri`` is nothing for a literal; ``rules`` is empty for what was asserted.
    ``narrower`` tells of the passages on which the value rests, where they are fewer than
    those of its record.
    """

    text: str
    iri: str | None = None
    rules: Refs = ()
    narrower: tuple[Narrower, ...] = ()

    @property
    def key(self) -> str:
        """Return what tells the value from others of a property."""
        return self.iri or self.text


@dataclass(frozen=True, slots=True)
class Property:
    """A property of an element with its values; ``incoming`` when the values point at the element.

    ``back`` is how the ontology calls an incoming one from the element's end.
    """

    iri: str
    label: str
    values: tuple[Value, ...]
    incoming: bool = False
    back: str = ""

    @property
    def title(self) -> str:
        """Return how the property is called where it is shown with the element."""
        return self.back or f"← {self.label}" if self.incoming else self.label

    @property
    def id(self) -> str:
        """Return the local name of the property."""
        return local_name(self.iri)


@dataclass(frozen=True, slots=True, kw_only=True)
class ElementView:
    """An element as a reader opens it.

    ``kinds`` says in words what it is: the classes of an element, the list of a code.
    ``properties`` come in the order of reading; ``incoming`` is what else points at it.
    ``apart`` are those of the values shown in places of their own, as the description is,
    that rest on fewer passages.
    """

    iri: str
    label: str
    kinds: tuple[str, ...]
    types: Refs
    inferred_types: tuple[Value, ...]
    description: str
    status: Value | None
    case: Ref | None
    properties: tuple[Property, ...]
    apart: tuple[Property, ...]
    incoming: tuple[Property, ...]
    evidence: tuple[Evidence, ...]
    rivals: Refs

    @property
    def id(self) -> str:
        """Return the local name of the element."""
        return local_name(self.iri)


def element(
    store: Store,
    iri: str,
    reader: Reader | None = None,
) -> ElementView:
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
    types = reader.types(facts)
    return ElementView(
        iri=iri,
        label=reader.label(iri),
        kinds=tuple(ref.label for ref in types) or _kinds(reader, iri, facts),
        types=types,
        inferred_types=_inferred_types(reader, facts),
        status=status,
        description=next((words for words in map(facts.text, _WORDS) if words), ""),
        case=_case(reader, iri, facts),
        properties=_graded(_outgoing(reader, iri, facts)),
        apart=_resting_apart(reader, iri, facts),
        incoming=_graded(_incoming(reader, iri, types)),
        rivals=reader.refs(facts.iris("rivalOf")),
        evidence=passages_of(reader, facts),
    )


def told_once(properties: Iterable[Property]) -> tuple[Property, ...]:
    """Leave out what a narrower property tells as well, or one of the same name, for people to read."""
    found = tuple(properties)
    narrower = {
        (wider, one.incoming, value.key)
        for one in found
        for wider in _above(one.iri)
        for value in one.values
    }
    told: set[tuple[str, str]] = set()
    kept = []
    for one in found:
        news = [value for value in one.values if (one.title, value.key) not in told]
        values = tuple(
            value
            for value in news
            if not value.rules or (one.iri, one.incoming, value.key) not in narrower
        )
        told.update((one.title, value.key) for value in values)
        kept.append(replace(one, values=values))
    return tuple(one for one in kept if one.values)


def _above(name: str) -> Iterator[str]:
    """Yield the properties of ours above one."""
    terms = schema().terms
    todo = list(terms[name].parents) if name in terms else []
    while todo:
        wider = todo.pop()
        yield wider
        todo += terms[wider].parents if wider in terms else ()


def _kinds(reader: Reader, iri: str, facts: Facts) -> tuple[str, ...]:
    """Say what a thing is that no class of ours has: a term, or a code of a list."""
    lists = reader.refs(facts.iris(f"{SKOS}inScheme"))
    if iri.startswith(L2T):
        return ("tactic",)
    if lists:
        return tuple(f"code of {ref.label}" for ref in lists)
    kind = ontology_terms().get(iri, "")
    return (_KINDS[kind],) if kind else ()


def _graded(found: tuple[Property, ...]) -> tuple[Property, ...]:
    """Name an order once: as implied only what is not stated as well."""
    stated = {
        (one.iri.removesuffix("Stated") + "Implied", one.incoming, value.iri)
        for one in found
        for value in one.values
        if one.iri.endswith("AsStated")
    }
    graded = (
        replace(
            one,
            values=tuple(
                value
                for value in one.values
                if (one.iri, one.incoming, value.iri) not in stated
            ),
        )
        for one in found
    )
    return tuple(one for one in graded if one.values or not one.iri.endswith("AsImplied"))


def property_label(reader: Reader, iri: str) -> str:
    """Return the label of a property, or its name in words.

    >>> from pyoxigraph import Store
    >>> property_label(Reader(Store()), "https://w3id.org/l2kg/ontology#takenBy")
    'taken by'
    """
    label = reader.label(iri)
    if label != local_name(iri):
        return label
    return re.sub(
        r"(?<=[a-z])([A-Z])",
        lambda found: " " + found[1].lower(),
        label,
    )


def _case(
    reader: Reader,
    iri: str,
    facts: Facts,
) -> Ref | None:
    cases = facts.iris("inCase")
    if not cases and iri.startswith(CASE) and "#" in iri:
        cases = [iri.partition("#")[0]]  # a passage, which names no case
    return reader.ref(min(cases)) if cases else None


def _inferred_types(reader: Reader, facts: Facts) -> tuple[Value, ...]:
    values = _values(reader, facts, f"{RDF}type")
    return tuple(
        value
        for value in values
        if value.rules and value.iri and value.iri.startswith(L2)
    )


def _outgoing(reader: Reader, iri: str, facts: Facts) -> tuple[Property, ...]:
    names = sorted(set(facts.values) - _APART, key=schema().rank)
    narrower = narrower_of(reader, iri)
    return tuple(
        Property(
            name,
            property_label(reader, name),
            _values(reader, facts, name, narrower),
        )
        for name in names
    )


def _resting_apart(reader: Reader, iri: str, facts: Facts) -> tuple[Property, ...]:
    """Read the values that have no row and rest on fewer passages than their record.

    The text of a literal is left out, since it is shown already.
    """
    narrower = narrower_of(reader, iri)
    names = _APART & facts.values.keys() & {name for name, _ in narrower}
    found = []
    for name in sorted(names, key=schema().rank):
        label = property_label(reader, name)
        values = tuple(
            value if value.iri else replace(value, text=f"this {label}")
            for value in _values(reader, facts, name, narrower)
            if value.narrower
        )
        found.append(Property(name, label, values))
    return tuple(one for one in found if one.values)


def _values(
    reader: Reader,
    facts: Facts,
    name: str,
    narrower: Mapping[tuple[str, str], tuple[Narrower, ...]] | None = None,
) -> tuple[Value, ...]:
    values: list[Value] = []
    for term in facts.values.get(name, ()):
        rules = reader.refs(facts.rules.get((name, str(term)), ()))
        rests_on = _resting(narrower or {}, name, term.value, derived=bool(rules))
        if isinstance(term, Literal):
            text = schema().terms.label(term.value)  # or the text, if no term has it
            values.append(Value(text, rules=rules, narrower=rests_on))
        else:
            label = reader.label(term.value)
            values.append(Value(label, term.value, rules, rests_on))
    return _in_order(values)


def _resting(
    narrower: Mapping[tuple[str, str], tuple[Narrower, ...]],
    name: str,
    value: str,
    *,
    derived: bool,
) -> tuple[Narrower, ...]:
    """Return on what a value alone rests; one derived from a narrower property, on what that does."""
    if not derived or (name, value) in narrower:
        return narrower.get((name, value), ())
    terms = schema().terms
    return tuple(
        one
        for (below, known), found in narrower.items()
        if known == value and below in terms and name in terms[below].parents
        for one in found
    )


def _in_order(values: Iterable[Value]) -> tuple[Value, ...]:
    def place(value: Value) -> tuple[str, str]:
        return value.text.casefold(), value.iri or ""

    return tuple(sorted(values, key=place))


def _incoming(reader: Reader, iri: str, types: Refs) -> tuple[Property, ...]:
    """Read what points at an element; a symmetric property is shown from this end already."""
    apart = (_APART | _AT_VALUES) - {f"{L2}evidence"}
    quads = reader.store.quads_for_pattern(
        None,
        None,
        NamedNode(iri),
        DefaultGraph(),
    )
    classes = [ref.id for ref in types]
    found: dict[str, list[Value]] = {}
    for quad in quads:
        name = quad.predicate.value
        if name in apart or not isinstance(quad.subject, NamedNode):
            continue
        if schema().is_symmetric(name):
            continue
        subject = quad.subject.value
        rules = reader.facts(subject).rules.get((name, f"<{iri}>"), ())
        rests_on = narrower_of(reader, subject).get((name, iri), ())
        value = Value(reader.label(subject), subject, reader.refs(rules), rests_on)
        found.setdefault(name, []).append(value)
    return tuple(
        Property(
            iri=name,
            label=property_label(reader, name),
            values=_in_order(found[name]),
            incoming=True,
            back=schema().other_end(name, classes),
        )
        for name in sorted(found, key=schema().rank)
    )
