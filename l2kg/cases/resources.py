"""Everything of ours that is no case, as documents: what is said of an IRI, and what uses it."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import pyoxigraph as ox

from l2kg.errors import NotFoundError
from l2kg.files import ontology_root
from l2kg.namespaces import (
    BASE,
    CASE,
    DCTERMS,
    GRAPH,
    L2,
    OWL,
    RDF,
    RDFS,
    SKOS,
    compact,
)
from l2kg.queries.lookup import node

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

__all__ = [
    "KINDS",
    "THINGS",
    "Catalog",
    "Document",
    "catalog",
    "document",
    "label_of",
]

# First parts of paths; what is there is described, rather than being a document itself.
THINGS = (
    "actor",
    "claim",
    "code",
    "collection",
    "rule",
    "shape",
    "source",
    "tactic",
    "vocab",
)
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
_LISTS = ("vocab/", "tactic/")  # the documents that list all codes, and all tactics


@dataclass(frozen=True, slots=True)
class Catalog:
    """The subjects of a store by the document that tells of them, and the graphs' names."""

    subjects: Mapping[str, tuple[str, ...]] = field(repr=False)
    graphs: frozenset[str] = field(repr=False)


@dataclass(frozen=True, slots=True)
class Document:
    """What is said of one thing, and of what has an IRI only within it.

    ``subjects`` are in order, the thing itself first; ``uses`` holds, by subject and
    property, what leads to the thing.
    """

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
    found: dict[str, set[str]] = defaultdict(set)
    for quad in store.quads_for_pattern(None, None, None, ox.DefaultGraph()):
        subject = quad.subject
        if isinstance(subject, ox.NamedNode) and subject.value.startswith(BASE):
            iri = subject.value
            found[iri.partition("#")[0]].add(iri)
    graphs = frozenset(
        graph.value for graph in store.named_graphs() if isinstance(graph, ox.NamedNode)
    )
    return Catalog(
        subjects={iri: tuple(sorted(iris)) for iri, iris in found.items()},
        graphs=graphs,
    )


def document(
    store: ox.Store,
    known: Catalog,
    path: str,
) -> Document:
    """Read the document at a path below our base; that of a version is the current one.

    Raises:
        NotFoundError: the store, and what is shipped with it, say nothing of it.
    """
    plain = _VERSION.sub("/" if path.startswith(_LISTS) else "", path)
    iri = BASE + plain
    triples = tuple(dict.fromkeys(_triples(store, known, plain)))
    if not triples:
        raise NotFoundError(
            f"nothing is known of {iri}: the list of all documents is /sitemap.xml"
        )
    subjects = {
        triple.subject.value
        for triple in triples
        if isinstance(triple.subject, ox.NamedNode)
    }
    uses: list[tuple[str, str]] = []
    if not plain.startswith("graph/"):
        uses = sorted(_uses(store, iri))[:_MOST_USES]
    return Document(
        iri=iri,
        path=plain,
        label=_title(store, plain),
        triples=triples,
        subjects=tuple(sorted(subjects, key=lambda subject: (subject != iri, subject))),
        uses=tuple(uses),
    )


def _triples(
    store: ox.Store,
    known: Catalog,
    path: str,
) -> Iterator[ox.Triple]:
    """Yield what a document holds: a graph, a shape, a file, or what the store says of subjects."""
    iri = BASE + path
    if iri.startswith(GRAPH) and iri in known.graphs:
        for quad in store.quads_for_pattern(None, None, None, ox.NamedNode(iri)):
            yield quad.triple
    elif path.partition("/")[0] == "shape":
        yield from _shape(path)
    elif file := _file_of(path):
        for quad in ox.parse(path=file, format=ox.RdfFormat.TURTLE):
            yield quad.triple
    else:
        for subject in _subjects(known, path):
            yield from statements_of(store, ox.NamedNode(subject))


def _subjects(known: Catalog, path: str) -> Iterator[str]:
    """Yield the subjects of a document; those of all codes or tactics where it is their list."""
    iri = BASE + path
    if path not in _LISTS:
        yield from known.subjects.get(iri, ())
        return
    for document_iri, subjects in known.subjects.items():
        if document_iri.startswith(iri):
            yield from subjects


def statements_of(
    store: ox.Store,
    subject: ox.NamedNode | ox.BlankNode,
    seen: frozenset[str] = frozenset(),
) -> Iterator[ox.Triple]:
    """Yield what is said of a subject, and of the blank nodes behind it."""
    for quad in store.quads_for_pattern(
        subject,
        None,
        None,
        ox.DefaultGraph(),
    ):
        yield quad.triple
        value = quad.object
        if isinstance(value, ox.BlankNode) and value.value not in seen:
            yield from statements_of(store, value, seen | {value.value})


def _file_of(path: str) -> Path | None:
    """Return the shipped file of a module or an alignment of the ontology."""
    found = re.fullmatch(r"ontology/(?:(alignments)/)?([a-z0-9-]+)", path)
    if not found:
        return None
    file = ontology_root() / (found[1] or "modules") / f"{found[2]}.ttl"
    return file if file.is_file() else None


def _shape(path: str) -> Iterator[ox.Triple]:
    shape = node(BASE + path)
    if shape is None:
        return
    for file in sorted((ontology_root() / "shapes").glob("*.ttl")):
        store = ox.Store()
        store.load(
            path=file,
            format=ox.RdfFormat.TURTLE,
        )
        yield from statements_of(store, shape)


def _uses(store: ox.Store, iri: str) -> set[tuple[str, str]]:
    """Return the subjects of ours that lead to a thing, and by which property."""
    found: set[tuple[str, str]] = set()
    quads = store.quads_for_pattern(
        None,
        None,
        ox.NamedNode(iri),
        ox.DefaultGraph(),
    )
    for quad in quads:
        subject, name = quad.subject, quad.predicate.value
        if not isinstance(subject, ox.NamedNode) or not subject.value.startswith(BASE):
            continue
        if name.startswith(L2) or name in _MAPPED:
            found.add((subject.value, name))
    return found


def _title(store: ox.Store, path: str) -> str:
    if path.startswith("graph/"):
        name = path.removeprefix("graph/").removeprefix("inferred")
        return f"Graph of the {name or 'inferred statements'}"
    return label_of(store, BASE + path)


def label_of(store: ox.Store, iri: str) -> str:
    """Return the label of a thing, or else its short name."""
    for predicate in _LABELS:
        quads = store.quads_for_pattern(
            ox.NamedNode(iri),
            ox.NamedNode(predicate),
            None,
            ox.DefaultGraph(),
        )
        for quad in quads:
            return str(getattr(quad.object, "value", iri))
    return compact(iri)


def types_of(triples: Iterable[ox.Triple], iri: str) -> list[str]:
    """Return the classes of a thing."""
    return sorted(
        triple.object.value
        for triple in triples
        if triple.subject == ox.NamedNode(iri)
        and triple.predicate.value == f"{RDF}type"
        and isinstance(triple.object, ox.NamedNode)
    )
