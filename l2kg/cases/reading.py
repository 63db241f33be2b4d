"""Read labels, facts and their rules from a store.

A `Reader` reads one element at a time, a `Survey` a few facts of everything at once.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from pyoxigraph import DefaultGraph, Literal, NamedNode

from l2kg.namespaces import (
    BASE,
    CASE,
    L2,
    RDF,
    RDFS,
    RULE,
    SKOS,
    local_name,
)
from l2kg.queries.lookup import node, object_iris, reachable
from l2kg.schema.terms import in_order

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from pyoxigraph import Store

    from l2kg.schema.terms import Node

__all__ = [
    "Facts",
    "Reader",
    "Ref",
    "Survey",
    "note_value",
]

_LABELS = (f"{SKOS}prefLabel", f"{RDFS}label")
_ROMAN = {
    "i": 1,
    "v": 5,
    "x": 10,
    "l": 50,
    "c": 100,
}


def note_value(note: str) -> int:
    """Return a note's number, roman or arabic; 0 when it has none.

    >>> note_value("xxiv"), note_value("7"), note_value("")
    (24, 7, 0)
    """
    if note.isdecimal():
        return int(note)
    values = [_ROMAN.get(letter, 0) for letter in note.lower()]
    # A letter before a greater one is taken off: iv is 4.
    signed = [
        -value if value < max(values[i:]) else value for i, value in enumerate(values)
    ]
    return sum(signed)


@dataclass(frozen=True, slots=True)
class Ref:
    """A pointer to anything that has an IRI, with the label to show for it."""

    iri: str
    label: str

    @property
    def id(self) -> str:
        """Return the local name, by which figure and address bar know the element."""
        return local_name(self.iri)

    @property
    def in_case(self) -> bool:
        """Tell whether the pointer leads to a case or to an element of one."""
        return self.iri.startswith(CASE)


@dataclass(frozen=True, slots=True)
class Facts:
    """What a store says of one subject.

    `values` are by property; `rules` are those that made the derived ones, by property
    and value as N-Triples write it.
    """

    values: Mapping[str, tuple[Node, ...]]
    rules: Mapping[tuple[str, str], tuple[str, ...]]

    def iris(self, name: str) -> list[str]:
        """Return the IRIs under a property of ours, or under a full IRI."""
        return [term.value for term in self._of(name) if isinstance(term, NamedNode)]

    def text(self, name: str) -> str:
        """Return the first literal under a property, English before others, or nothing."""
        literals = [term for term in self._of(name) if isinstance(term, Literal)]
        if not literals:
            return ""
        return min(literals, key=_english_first).value

    def texts(self, name: str) -> list[str]:
        """Return the literals under a property, sorted."""
        return sorted(term.value for term in self._of(name) if isinstance(term, Literal))

    def _of(self, name: str) -> tuple[Node, ...]:
        iri = name if ":" in name else L2 + name
        return self.values.get(iri, ())


def _english_first(literal: Literal) -> tuple[bool, str]:
    return literal.language not in ("en", None), literal.value


@dataclass(slots=True)
class Reader:
    """A store with what was already read of it; make one for a reading and throw it away."""

    store: Store
    _labels: dict[str, str] = field(default_factory=dict)
    _read: dict[str, Facts] = field(default_factory=dict)
    _wider: dict[str, frozenset[str]] = field(default_factory=dict)

    def facts(self, iri: str) -> Facts:
        """Return everything that is asserted or inferred of one subject, read once."""
        if iri not in self._read:
            self._read[iri] = self._find_facts(iri)
        return self._read[iri]

    def _find_facts(self, iri: str) -> Facts:
        """Read a subject in all graphs: values from the merged one, rules from theirs."""
        values: dict[str, dict[str, Node]] = {}
        rules: dict[tuple[str, str], list[str]] = {}
        for quad in self.store.quads_for_pattern(
            NamedNode(iri),
            None,
            None,
            None,
        ):
            graph, term, name = quad.graph_name, quad.object, quad.predicate.value
            if isinstance(graph, DefaultGraph) and isinstance(term, (NamedNode, Literal)):
                values.setdefault(name, {})[str(term)] = term
            elif isinstance(graph, NamedNode) and graph.value.startswith(RULE):
                rules.setdefault((name, str(term)), []).append(graph.value)
        return Facts(
            values=in_order(values),
            rules={key: tuple(sorted(graphs)) for key, graphs in rules.items()},
        )

    def label(self, iri: str) -> str:
        """Return the English label of an IRI, or its local name when it has none."""
        if iri not in self._labels:
            label = self._find_label(iri) or self._value_label(iri)
            self._labels[iri] = label or local_name(iri).replace("-", " ")
        return self._labels[iri]

    def _find_label(self, iri: str) -> str:
        for name in _LABELS:
            quads = self.store.quads_for_pattern(
                NamedNode(iri),
                NamedNode(name),
                None,
                DefaultGraph(),
            )
            literals = [quad.object for quad in quads if isinstance(quad.object, Literal)]
            if literals:
                return min(literals, key=_english_first).value
        return ""

    def _value_label(self, iri: str) -> str:
        """Name value evidence by its record, property and value; nothing for all else."""
        name = NamedNode(f"{L2}valueOf")
        if not next(self.store.quads_for_pattern(NamedNode(iri), name, None, None), None):
            return ""
        facts = self.facts(iri)
        values = [*map(self.label, facts.iris("valueIri")), *facts.texts("valueText")]
        property_label = self.label(facts.text("valueProperty"))
        of = ", ".join(map(self.label, facts.iris("valueOf")))
        return f"{of}: {property_label} {', '.join(values)}"

    def ref(self, iri: str) -> Ref:
        """Return a labelled pointer to an IRI."""
        return Ref(iri, self.label(iri))

    def refs(self, iris: Iterable[str]) -> tuple[Ref, ...]:
        """Return labelled pointers in the order of their labels."""

        def place(ref: Ref) -> tuple[str, str]:
            return ref.label.casefold(), ref.iri

        return tuple(sorted(map(self.ref, iris), key=place))

    def typed(self, case: str) -> dict[str, list[str]]:
        """Return the classes that the graph of a case asserts, by subject."""
        found: dict[str, list[str]] = {}
        graph = node(case)
        if graph is None:  # no IRI, and so no graph
            return found
        for quad in self.store.quads_for_pattern(
            None, NamedNode(f"{RDF}type"), None, graph
        ):
            subject, cls = quad.subject, quad.object
            if isinstance(subject, NamedNode) and isinstance(cls, NamedNode):
                found.setdefault(subject.value, []).append(cls.value)
        return found

    def types(self, facts: Facts) -> tuple[Ref, ...]:
        """Return the most specific classes of ours among the types of an element."""
        names = [iri for iri in facts.iris(f"{RDF}type") if iri.startswith(BASE)]
        above: set[str] = set()
        for name in names:
            above |= self._above(name) - {name}
        return self.refs(name for name in names if name not in above)

    def _above(self, name: str) -> frozenset[str]:
        """Return a class and all classes above it, read once."""
        if name not in self._wider:
            self._wider[name] = reachable(
                name, lambda cls: object_iris(self.store, cls, f"{RDFS}subClassOf")
            )
        return self._wider[name]


@dataclass(slots=True)
class Survey(Reader):
    """A reader that holds some properties, and membership in some classes, of everything.

    It is for lists, where reading subject by subject is slow.
    """

    properties: tuple[str, ...] = ()
    classes: tuple[str, ...] = ()
    _known: dict[str, dict[str, dict[str, Node]]] = field(default_factory=dict)
    _typed: dict[str, dict[str, list[str]]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Read the store once for each property and class."""
        for name in self.properties:
            self._take(NamedNode(name), None)
        for name in self.classes:
            self._take(NamedNode(f"{RDF}type"), NamedNode(name))

    def _take(self, predicate: NamedNode, value: NamedNode | None) -> None:
        for quad in self.store.quads_for_pattern(
            None,
            predicate,
            value,
            DefaultGraph(),
        ):
            subject, term = quad.subject, quad.object
            if isinstance(subject, NamedNode) and isinstance(term, (NamedNode, Literal)):
                known = self._known.setdefault(subject.value, {})
                known.setdefault(predicate.value, {})[str(term)] = term

    def facts(self, iri: str) -> Facts:
        """Return what was surveyed of one subject, without rules."""
        return Facts(
            values=in_order(self._known.get(iri, {})),
            rules={},
        )

    def typed(self, case: str) -> dict[str, list[str]]:
        """Return what the graph of a case describes, read once."""
        if case not in self._typed:
            self._typed[case] = Reader.typed(self, case)
        return self._typed[case]
