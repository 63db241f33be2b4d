"""Read the terms of the ontology and of its vocabularies: what each is called, what it means, how it is coded."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import pyoxigraph as ox

from l2kg.namespaces import L2, L2T, L2V, OWL, RDF, RDFS, SH, SKOS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

__all__ = ["TACTICS", "UNORDERED", "Index", "Term", "Terms"]

TACTICS = L2T
UNORDERED = 1e6  # the place of what has no sh:order: after all that has one
_KINDS = {
    f"{OWL}Class": "class",
    f"{OWL}ObjectProperty": "property",
    f"{OWL}DatatypeProperty": "property",
}
_OTHER = {
    f"{OWL}AnnotationProperty": "annotation",
    f"{SKOS}Concept": "code",
    f"{SKOS}ConceptScheme": "list",
}


@dataclass(frozen=True, slots=True)
class Index:
    """Triples by subject and by object, for reading one node after another."""

    values: Mapping[
        str, Mapping[str, tuple[ox.NamedNode | ox.BlankNode | ox.Literal, ...]]
    ]

    @classmethod
    def of(cls, triples: Iterable[ox.Triple]) -> Index:
        """Index triples; nodes without a name are known by their label."""
        found: dict[
            str, dict[str, dict[str, ox.NamedNode | ox.BlankNode | ox.Literal]]
        ] = defaultdict(lambda: defaultdict(dict))
        for t in triples:
            if not isinstance(t.subject, ox.Triple) and not isinstance(
                t.object, ox.Triple
            ):
                found[t.subject.value][t.predicate.value][str(t.object)] = t.object
        return cls(
            {
                s: {p: tuple(of[key] for key in sorted(of)) for p, of in named.items()}
                for s, named in found.items()
            }
        )

    def texts(self, subject: str, predicate: str) -> tuple[str, ...]:
        """Return the literals under a property, in the order of their text."""
        return tuple(
            o.value for o in self._of(subject, predicate) if isinstance(o, ox.Literal)
        )

    def text(self, subject: str, predicate: str) -> str:
        """Return the first literal under a property, or nothing."""
        return next(iter(self.texts(subject, predicate)), "")

    def nodes(self, subject: str, predicate: str) -> tuple[str, ...]:
        """Return the nodes under a property: IRIs, and labels of nodes without a name."""
        return tuple(
            o.value for o in self._of(subject, predicate) if not isinstance(o, ox.Literal)
        )

    def iris(self, subject: str, predicate: str) -> tuple[str, ...]:
        """Return the IRIs under a property."""
        return tuple(
            o.value for o in self._of(subject, predicate) if isinstance(o, ox.NamedNode)
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
        found = [s for s in self.values if value in self.iris(s, predicate)]
        return tuple(sorted(found, key=lambda s: (self.place(s), s)))

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
            found += self.members(union[0]) if union else [node]
        return tuple(found)

    def _of(
        self, subject: str, predicate: str
    ) -> tuple[ox.NamedNode | ox.BlankNode | ox.Literal, ...]:
        return self.values.get(subject, {}).get(predicate, ())


@dataclass(frozen=True, slots=True)
class Term:
    """A class, property, list or code as its annotations describe it."""

    iri: str
    kind: str
    label: str
    definition: str
    scope: str
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
        """Return the codes of a list: in the order of their labels, those of the taxonomy each below what is wider."""
        found = [term for term in self.kind("code") if scheme in term.schemes]
        if scheme != TACTICS:
            return sorted(found, key=lambda term: term.label.casefold())
        below: dict[str, list[Term]] = defaultdict(list)
        for term in sorted(found, key=lambda term: term.label):
            below[term.parents[0] if term.parents else ""].append(term)
        return _downward(below, "")

    def depth(self, code: Term) -> int:
        """Return how many wider codes stand above one."""
        return 0 if not code.parents else 1 + self.depth(self[code.parents[0]])

    def above(self, iri: str) -> tuple[str, ...]:
        """Return the named classes above one, nearest first."""
        found: list[str] = []
        todo = [iri]
        while todo:
            parents = [
                parent
                for parent in self[todo.pop(0)].parents
                if parent in self and parent not in found
            ]
            found += parents
            todo += parents
        return tuple(found)

    def below(self, iri: str) -> frozenset[str]:
        """Return a class and all named classes below it."""
        return frozenset({iri}) | {
            term.iri for term in self.kind("class") if iri in self.above(term.iri)
        }

    @cached_property
    def _by_iri(self) -> dict[str, Term]:
        kinds: dict[str, str] = {}
        for iri, values in self.index.values.items():
            types = [node.value for node in values.get(f"{RDF}type", ())]
            kind = next(
                (name for cls, name in {**_OTHER, **_KINDS}.items() if cls in types), None
            )
            if kind and iri.startswith((L2, L2V, L2T)):
                kinds[iri] = kind
        return {iri: self._term(iri, kind) for iri, kind in kinds.items()}

    def _term(self, iri: str, kind: str) -> Term:
        read, wider = (
            self.index,
            {"class": f"{RDFS}subClassOf", "code": f"{SKOS}broader"}.get(
                kind, f"{RDFS}subPropertyOf"
            ),
        )
        return Term(
            iri,
            kind,
            read.text(iri, f"{SKOS}prefLabel"),
            read.text(iri, f"{SKOS}definition"),
            read.text(iri, f"{SKOS}scopeNote"),
            read.text(iri, f"{SKOS}example"),
            read.texts(iri, f"{L2}counterExample"),
            tuple(p for p in read.iris(iri, wider) if p.startswith((L2, L2T))),
            read.classes(iri, f"{RDFS}domain"),
            read.classes(iri, f"{RDFS}range"),
            read.iris(iri, f"{SKOS}inScheme"),
        )


def _downward(below: Mapping[str, list[Term]], top: str) -> list[Term]:
    """Return a tree line by line, each node before those below it."""
    return [
        found
        for term in below.get(top, [])
        for found in (term, *_downward(below, term.iri))
    ]
