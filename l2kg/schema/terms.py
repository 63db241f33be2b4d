"""Read the terms of ontology and vocabularies: what each is called, what it means, how it is coded."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import pyoxigraph as ox

from l2kg.namespaces import (
    L2,
    L2T,
    L2V,
    OWL,
    RDF,
    RDFS,
    SH,
    SKOS,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

__all__ = [
    "TACTICS",
    "UNORDERED",
    "Index",
    "Node",
    "Term",
    "Terms",
    "in_order",
]

Node = ox.NamedNode | ox.BlankNode | ox.Literal
TACTICS = L2T
UNORDERED = 1e6  # the place of what has no sh:order: after all that has one
_KINDS = {
    f"{OWL}AnnotationProperty": "annotation",
    f"{SKOS}Concept": "code",
    f"{SKOS}ConceptScheme": "list",
    f"{OWL}Class": "class",
    f"{OWL}ObjectProperty": "property",
    f"{OWL}DatatypeProperty": "property",
}
_WIDER = {"class": f"{RDFS}subClassOf", "code": f"{SKOS}broader"}


def in_order(values: Mapping[str, Mapping[str, Node]]) -> dict[str, tuple[Node, ...]]:
    """Return the values of a subject by property, in the order of how they are written.

    They are given by property and then by how N-Triples write them.
    """
    return {
        name: tuple(node for _, node in sorted(nodes.items()))
        for name, nodes in values.items()
    }


@dataclass(frozen=True, slots=True)
class Index:
    """Triples by subject and by object, for reading one node after another."""

    values: Mapping[str, Mapping[str, tuple[Node, ...]]]

    @classmethod
    def of(cls, triples: Iterable[ox.Triple]) -> Index:
        """Index triples; nodes without a name are known by their label."""
        found: dict[str, dict[str, dict[str, Node]]] = {}
        for triple in triples:
            subject, value = triple.subject, triple.object
            if isinstance(subject, ox.Triple) or isinstance(value, ox.Triple):
                continue
            known = found.setdefault(subject.value, {})
            known.setdefault(triple.predicate.value, {})[str(value)] = value
        return cls({subject: in_order(known) for subject, known in found.items()})

    def texts(self, subject: str, predicate: str) -> tuple[str, ...]:
        """Return the literals under a property, in the order of their text."""
        return tuple(
            node.value
            for node in self._of(subject, predicate)
            if isinstance(node, ox.Literal)
        )

    def text(self, subject: str, predicate: str) -> str:
        """Return the first literal under a property, or nothing."""
        return next(iter(self.texts(subject, predicate)), "")

    def nodes(self, subject: str, predicate: str) -> tuple[str, ...]:
        """Return the nodes under a property: IRIs, and labels of nodes without a name."""
        return tuple(
            node.value
            for node in self._of(subject, predicate)
            if not isinstance(node, ox.Literal)
        )

    def iris(self, subject: str, predicate: str) -> tuple[str, ...]:
        """Return the IRIs under a property."""
        return tuple(
            node.value
            for node in self._of(subject, predicate)
            if isinstance(node, ox.NamedNode)
        )

    def members(self, head: str) -> tuple[str, ...]:
        """Return the nodes of an RDF list, given its head."""
        found: list[str] = []
        while self.nodes(head, f"{RDF}first"):
            found += self.nodes(head, f"{RDF}first")
            head = next(iter(self.nodes(head, f"{RDF}rest")), "")
        return tuple(found)

    def subjects(self, predicate: str, value: str) -> tuple[str, ...]:
        """Return the subjects that have an IRI under a property, in the order of their place and name."""
        found = [
            subject for subject in self.values if value in self.iris(subject, predicate)
        ]
        return tuple(sorted(found, key=lambda subject: (self.place(subject), subject)))

    def typed(self, cls: str) -> tuple[str, ...]:
        """Return the subjects of a class, in the order of their place and name."""
        return self.subjects(f"{RDF}type", cls)

    def place(self, subject: str) -> float:
        """Return the place that `sh:order` gives to a subject; what has none comes last."""
        return float(self.text(subject, f"{SH}order") or UNORDERED)

    def classes(self, subject: str, predicate: str) -> tuple[str, ...]:
        """Return the classes under a property, a union taken apart into its members."""
        found: list[str] = []
        for node in self.nodes(subject, predicate):
            union = self.nodes(node, f"{OWL}unionOf")
            if union:
                found += self.members(union[0])
            else:
                found.append(node)
        return tuple(found)

    def _of(self, subject: str, predicate: str) -> tuple[Node, ...]:
        return self.values.get(subject, {}).get(predicate, ())


@dataclass(frozen=True, slots=True)
class Term:
    """A class, property, list or code as its annotations describe it."""

    iri: str
    kind: str
    label: str
    definition: str
    scope: str
    note: str
    example: str
    traps: tuple[str, ...]
    parents: tuple[str, ...]
    domain: tuple[str, ...]
    range: tuple[str, ...]
    schemes: tuple[str, ...]

    @property
    def filled(self) -> bool:
        """Tell whether the build fills the term, so that nobody writes it."""
        return self.scope.startswith(("Filled by", "Derived"))


@dataclass(frozen=True)
class Terms:
    """All terms of ours, by IRI."""

    index: Index

    @classmethod
    def of(cls, triples: Iterable[ox.Triple]) -> Terms:
        """Read the terms that ontology and vocabularies define."""
        return cls(Index.of(triples))

    def __getitem__(self, iri: str) -> Term:
        return self._by_iri[iri]

    def __contains__(self, iri: object) -> bool:
        return iri in self._by_iri

    def kind(self, kind: str) -> list[Term]:
        """Return the terms of one kind by IRI: class, property, annotation, list or code."""
        return [term for _, term in sorted(self._by_iri.items()) if term.kind == kind]

    def label(self, iri: str) -> str:
        """Return the label of a term of ours, or the IRI."""
        return self._by_iri[iri].label if iri in self else iri

    def codes(self, scheme: str) -> list[Term]:
        """Return the codes of a list in the order of their labels.

        Those of the taxonomy come each after what is wider.
        """
        found = [term for term in self.kind("code") if scheme in term.schemes]
        if scheme != TACTICS:
            return sorted(found, key=lambda term: term.label.casefold())
        below: dict[str, list[Term]] = defaultdict(list)
        for term in sorted(found, key=lambda term: term.label):
            wider = next(iter(term.parents), "")
            below[wider].append(term)
        return list(_downward(below, ""))

    def lists_within(self, scheme: str) -> list[str]:
        """Return the other lists whose codes are all in a list too."""
        inside = {code.iri for code in self.codes(scheme)}
        others = (term.iri for term in self.kind("list") if term.iri != scheme)
        return [
            other
            for other in others
            if (codes := self.codes(other)) and inside.issuperset(c.iri for c in codes)
        ]

    def depth(self, code: Term) -> int:
        """Return how many wider codes stand above one."""
        if not code.parents:
            return 0
        return 1 + self.depth(self[code.parents[0]])

    def above(self, iri: str) -> tuple[str, ...]:
        """Return the named classes above one, nearest first."""
        found: list[str] = []
        todo = [iri]
        while todo:
            parents = self[todo.pop(0)].parents
            new = [parent for parent in parents if parent in self and parent not in found]
            found += new
            todo += new
        return tuple(found)

    def below(self, iri: str) -> frozenset[str]:
        """Return a class and all named classes below it."""
        narrower = {
            term.iri for term in self.kind("class") if iri in self.above(term.iri)
        }
        return frozenset({iri, *narrower})

    @cached_property
    def _by_iri(self) -> dict[str, Term]:
        found: dict[str, Term] = {}
        for iri in self.index.values:
            kind = self._kind(iri)
            if kind and iri.startswith((L2, L2V, L2T)):
                found[iri] = self._term(iri, kind)
        return found

    def _kind(self, iri: str) -> str:
        """Return what kind of term an IRI is, or nothing where it is none."""
        types = self.index.nodes(iri, f"{RDF}type")
        return next((kind for cls, kind in _KINDS.items() if cls in types), "")

    def _term(self, iri: str, kind: str) -> Term:
        index = self.index
        wider = index.iris(iri, _WIDER.get(kind, f"{RDFS}subPropertyOf"))
        return Term(
            iri=iri,
            kind=kind,
            label=index.text(iri, f"{SKOS}prefLabel"),
            definition=index.text(iri, f"{SKOS}definition"),
            scope=index.text(iri, f"{SKOS}scopeNote"),
            note=index.text(iri, f"{SKOS}note"),
            example=index.text(iri, f"{SKOS}example"),
            traps=index.texts(iri, f"{L2}counterExample"),
            parents=tuple(parent for parent in wider if parent.startswith((L2, L2T))),
            domain=index.classes(iri, f"{RDFS}domain"),
            range=index.classes(iri, f"{RDFS}range"),
            schemes=index.iris(iri, f"{SKOS}inScheme"),
        )


def _downward(below: Mapping[str, list[Term]], top: str) -> Iterator[Term]:
    """Yield a tree line by line, each node before those below it."""
    for term in below.get(top, []):
        yield term
        yield from _downward(below, term.iri)
