"""Everything of ours that is no case, as documents: which statements lie behind an IRI, and what uses it."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import pyoxigraph as ox

from l2kg.errors import NotFoundError
from l2kg.files import ontology_root
from l2kg.namespaces import BASE, CASE, DCTERMS, GRAPH, L2, OWL, RDF, RDFS, SKOS, compact

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

__all__ = ["KINDS", "THINGS", "Catalog", "Document", "catalog", "document", "label_of"]

THINGS = (
    "actor",
    "claim",
    "code",
    "rule",
    "shape",
    "source",
    "tactic",
    "vocab",
)  # what is described, rather than being a document itself
KINDS = (*THINGS, "graph", "ontology")
_LABELS = (
    f"{RDFS}label",
    f"{SKOS}prefLabel",
    f"{DCTERMS}title",
    "http://www.w3.org/ns/shacl#name",
)
_MAPPED = frozenset({f"{OWL}annotatedSource", f"{OWL}annotatedTarget"})
_VERSION = re.compile(r"/\d+(?:\.\d+)+$")
_MOST_USES = 40


@dataclass(frozen=True, slots=True)
class Catalog:
    """The subjects of a store by the document that tells of them, and the graphs' names."""

    subjects: Mapping[str, tuple[str, ...]] = field(repr=False)
    graphs: frozenset[str] = field(repr=False)


@dataclass(frozen=True, slots=True)
class Document:
    """What is said of one thing, and of what has no IRI but within it; with the subjects in order and the uses of each property."""

    iri: str
    path: str
    label: str
    triples: tuple[ox.Triple, ...] = field(repr=False)
    subjects: tuple[str, ...]
    uses: tuple[tuple[str, str], ...] = field(repr=False)

    @property
    def cases(self) -> tuple[str, ...]:
        """Return the IRIs in cases that use the thing, one for each case."""
        first: dict[str, str] = {}
        for subject, _ in self.uses:
            if subject.startswith(CASE):
                first.setdefault(subject.partition("#")[0], subject)
        return tuple(first.values())


def catalog(store: ox.Store) -> Catalog:
    """List what a store tells of."""
    found = defaultdict(set)
    for quad in store.quads_for_pattern(None, None, None, ox.DefaultGraph()):
        if isinstance(quad.subject, ox.NamedNode) and quad.subject.value.startswith(BASE):
            found[quad.subject.value.partition("#")[0]].add(quad.subject.value)
    graphs = frozenset(
        graph.value for graph in store.named_graphs() if isinstance(graph, ox.NamedNode)
    )
    return Catalog(
        {iri: tuple(sorted(subjects)) for iri, subjects in found.items()}, graphs
    )


def document(store: ox.Store, known: Catalog, path: str) -> Document:
    """Read the document at a path below our base; that of a version is the one that stands.

    Raises:
        NotFoundError: the store, and what is shipped with it, say nothing of it.
    """
    plain = _VERSION.sub("/" if path.startswith(("vocab/", "tactic/")) else "", path)
    iri = BASE + plain
    triples = tuple(dict.fromkeys(_triples(store, known, plain)))
    if not triples:
        raise NotFoundError(
            f"nothing is known of {iri}: the list of all documents is /sitemap.xml"
        )
    subjects = sorted(
        {t.subject.value for t in triples if isinstance(t.subject, ox.NamedNode)} - {iri}
    )
    inside = iri in {
        t.subject.value for t in triples if isinstance(t.subject, ox.NamedNode)
    }
    uses = (
        tuple(sorted(_uses(store, iri))[:_MOST_USES])
        if not plain.startswith("graph/")
        else ()
    )
    return Document(
        iri,
        plain,
        _title(store, plain),
        triples,
        (*([iri] if inside else []), *subjects),
        uses,
    )


def _triples(store: ox.Store, known: Catalog, path: str) -> Iterator[ox.Triple]:
    iri, kind = BASE + path, path.partition("/")[0]
    if iri.startswith(GRAPH) and iri in known.graphs:
        yield from (
            quad.triple
            for quad in store.quads_for_pattern(None, None, None, ox.NamedNode(iri))
        )
    elif kind == "shape":
        yield from _shape(path)
    elif file := _file_of(path):
        yield from (
            quad.triple for quad in ox.parse(path=file, format=ox.RdfFormat.TURTLE)
        )
    else:
        whole = path in ("vocab/", "tactic/")
        of = (
            [
                one
                for doc, listed in known.subjects.items()
                for one in listed
                if doc.startswith(iri)
            ]
            if whole
            else known.subjects.get(iri, ())
        )
        for subject in of:
            yield from described(store, ox.NamedNode(subject))


def described(
    store: ox.Store,
    subject: ox.NamedNode | ox.BlankNode,
    seen: frozenset[str] = frozenset(),
) -> Iterator[ox.Triple]:
    """Yield what is said of a subject, and of the blank nodes behind it."""
    for quad in store.quads_for_pattern(subject, None, None, ox.DefaultGraph()):
        yield quad.triple
        if isinstance(quad.object, ox.BlankNode) and quad.object.value not in seen:
            yield from described(store, quad.object, seen | {quad.object.value})


def _file_of(path: str) -> Path | None:
    """Return the shipped file of a module or an alignment of the ontology."""
    found = re.fullmatch(r"ontology/(?:(alignments)/)?([a-z0-9-]+)", path)
    file = (
        ontology_root() / (found[1] or "modules") / f"{found[2]}.ttl" if found else None
    )
    return file if file and file.is_file() else None


def _shape(path: str) -> Iterator[ox.Triple]:
    for file in sorted((ontology_root() / "shapes").glob("*.ttl")):
        store = ox.Store()
        store.load(path=file, format=ox.RdfFormat.TURTLE)
        yield from described(store, ox.NamedNode(BASE + path))


def _uses(store: ox.Store, iri: str) -> set[tuple[str, str]]:
    """Return the subjects of ours that lead to a thing, and by which property."""
    quads = store.quads_for_pattern(None, None, ox.NamedNode(iri), ox.DefaultGraph())
    found = {
        (q.subject.value, q.predicate.value)
        for q in quads
        if isinstance(q.subject, ox.NamedNode)
    }
    return {
        (subject, by)
        for subject, by in found
        if subject.startswith(BASE) and (by.startswith(L2) or by in _MAPPED)
    }


def _title(store: ox.Store, path: str) -> str:
    if path.startswith("graph/"):
        return (
            "Graph of the"
            f" {path.removeprefix('graph/').removeprefix('inferred') or 'inferred statements'}"
        )
    return label_of(store, BASE + path)


def label_of(store: ox.Store, iri: str) -> str:
    """Return the label of a thing, or else its short name."""
    for predicate in _LABELS:
        for quad in store.quads_for_pattern(
            ox.NamedNode(iri), ox.NamedNode(predicate), None, ox.DefaultGraph()
        ):
            return str(getattr(quad.object, "value", iri))
    return compact(iri)


def types_of(triples: Iterable[ox.Triple], iri: str) -> list[str]:
    """Return the classes of a thing."""
    found = (
        t.object
        for t in triples
        if t.subject == ox.NamedNode(iri) and t.predicate.value == f"{RDF}type"
    )
    return sorted(one.value for one in found if isinstance(one, ox.NamedNode))
