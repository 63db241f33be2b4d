"""Give each evidenced element as a nanopublication, unsigned, in TriG.

It says what is asserted, where that comes from, and who published it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pyoxigraph as ox

from l2kg import __version__
from l2kg.namespaces import (
    BASE,
    CASE,
    DCTERMS,
    GRAPH,
    INFERRED,
    L2,
    PREFIXES,
    RDF,
    RDFS,
    RULE,
    XSD,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

__all__ = [
    "Nanopub",
    "nanopub_iri",
    "nanopubs",
    "trig",
    "write_nanopubs",
]

_NP = "http://www.nanopub.org/nschema#"
_PROV = PREFIXES["prov"]
_LICENCE = "https://creativecommons.org/licenses/by/4.0/"
_PUBLISHER = f"{BASE}void#publisher"
_TYPE = ox.NamedNode(f"{RDF}type")
_LABEL = ox.NamedNode(f"{RDFS}label")
_ISSUED = ox.NamedNode(f"{DCTERMS}issued")
_EVIDENCE = ox.NamedNode(f"{L2}evidence")
_SOURCE = ox.NamedNode(f"{L2}source")
_VOICE = ox.NamedNode(f"{L2}voice")
_SHARED_RECORDS = (f"{GRAPH}claims", f"{GRAPH}links")


@dataclass(frozen=True, slots=True)
class Nanopub:
    """A nanopublication: its IRI, the element that it is about, and its quads in four graphs."""

    iri: str
    element: str
    quads: tuple[ox.Quad, ...]


def nanopub_iri(element: str) -> str:
    """Return the IRI of the nanopublication about an element.

    >>> nanopub_iri("https://w3id.org/l2kg/case/geneva-accord#accord")
    'https://w3id.org/l2kg/np/case/geneva-accord/accord'
    """
    return f"{BASE}np/{element.removeprefix(BASE).replace('#', '/')}"


def nanopubs(store: ox.Store) -> Iterator[Nanopub]:
    """Yield a nanopublication for each element of a case, claim and span that has evidence.

    They come in the order of their elements' IRIs.
    """
    created = _date_of_release(store)
    evidenced = {
        (quad.subject, quad.graph_name)
        for quad in store.quads_for_pattern(None, _EVIDENCE, None)
        if _of_records(quad.graph_name)
    }
    for element, graph in sorted(evidenced, key=str):
        if isinstance(element, ox.NamedNode) and isinstance(graph, ox.NamedNode):
            yield _nanopub(store, element, graph, created)


def _date_of_release(store: ox.Store) -> ox.Literal | None:
    """Return the date on which the ontology was issued, where the store tells it."""
    ontology = ox.NamedNode(L2.rstrip("#"))
    quads = store.quads_for_pattern(
        ontology,
        _ISSUED,
        None,
        ox.DefaultGraph(),
    )
    issued = next((quad.object for quad in quads), None)
    return issued if isinstance(issued, ox.Literal) else None


def trig(nanopub: Nanopub) -> str:
    """Write a nanopublication as TriG."""
    used: set[str] = set()
    for quad in nanopub.quads:
        for term in (quad.subject, quad.predicate, quad.object):
            if isinstance(term, ox.NamedNode):
                used.add(term.value)
    spaces = {**PREFIXES, "np": _NP, "prov": _PROV}
    prefixes = {
        prefix: space
        for prefix, space in spaces.items()
        if any(iri.startswith(space) for iri in used)
    }
    text = ox.serialize(
        nanopub.quads,
        format=ox.RdfFormat.TRIG,
        prefixes=prefixes,
    )
    return (text or b"").decode()


def write_nanopubs(store: ox.Store, path: Path, form: str) -> int:
    """Write all nanopublications to one file of TriG or N-Quads; return how many they are."""
    found = list(nanopubs(store))
    if form == "trig":
        text = "\n".join(trig(one) for one in found).encode()
    else:
        quads = (quad for one in found for quad in one.quads)
        text = ox.serialize(quads, format=ox.RdfFormat.N_QUADS) or b""
    path.write_bytes(text)
    return len(found)


def _of_records(graph: ox.NamedNode | ox.BlankNode | ox.DefaultGraph) -> bool:
    """Tell whether a graph holds authored records: a case's, claims, or the links' spans."""
    if not isinstance(graph, ox.NamedNode):
        return False
    return graph.value.startswith(CASE) or graph.value in _SHARED_RECORDS


def _nanopub(
    store: ox.Store,
    element: ox.NamedNode,
    graph: ox.NamedNode,
    created: ox.Literal | None,
) -> Nanopub:
    iri = nanopub_iri(element.value)
    head = ox.NamedNode(f"{iri}#Head")
    assertion = ox.NamedNode(f"{iri}#assertion")
    provenance = ox.NamedNode(f"{iri}#provenance")
    info = ox.NamedNode(f"{iri}#pubinfo")
    itself = ox.NamedNode(iri)
    authored = store.quads_for_pattern(element, None, None, graph)
    triples = sorted((quad.triple for quad in authored), key=str)
    evidence = [triple for triple in triples if triple.predicate == _EVIDENCE]
    asserted = [triple for triple in triples if triple.predicate != _EVIDENCE]
    labels = [triple.object for triple in asserted if triple.predicate == _LABEL]
    quads = [
        ox.Quad(
            itself,
            _TYPE,
            ox.NamedNode(f"{_NP}Nanopublication"),
            head,
        ),
        ox.Quad(
            itself,
            ox.NamedNode(f"{_NP}hasAssertion"),
            assertion,
            head,
        ),
        ox.Quad(
            itself,
            ox.NamedNode(f"{_NP}hasProvenance"),
            provenance,
            head,
        ),
        ox.Quad(
            itself,
            ox.NamedNode(f"{_NP}hasPublicationInfo"),
            info,
            head,
        ),
    ]
    quads += [_in_graph(triple, assertion) for triple in asserted]
    quads += [_in_graph(triple, provenance) for triple in evidence]
    for triple in evidence:
        quads += _provenance(
            store,
            triple.object,
            assertion,
            provenance,
        )
    quads += _publication(
        itself,
        element,
        graph,
        labels,
        created,
        info,
    )
    return Nanopub(iri, element.value, tuple(dict.fromkeys(quads)))


def _in_graph(triple: ox.Triple, graph: ox.NamedNode) -> ox.Quad:
    return ox.Quad(
        triple.subject,
        triple.predicate,
        triple.object,
        graph,
    )


def _provenance(
    store: ox.Store,
    passage: object,
    assertion: ox.NamedNode,
    graph: ox.NamedNode,
) -> Iterator[ox.Quad]:
    """Yield that an assertion comes from a passage, with all that is said of the passage.

    The work in which it stands is a source of the assertion; whose voice it is, has said it.
    """
    if not isinstance(passage, ox.NamedNode):
        return
    yield ox.Quad(
        assertion,
        ox.NamedNode(f"{_PROV}wasDerivedFrom"),
        passage,
        graph,
    )
    for triple in _authored_triples(store, passage):
        yield _in_graph(triple, graph)
        value = triple.object
        if triple.predicate == _SOURCE:
            by = ox.NamedNode(f"{_PROV}hadPrimarySource")
            yield ox.Quad(assertion, by, value, graph)
        if triple.predicate != _VOICE or not isinstance(value, ox.NamedNode):
            continue
        if _is_actor(store, value):
            by = ox.NamedNode(f"{_PROV}wasAttributedTo")
            yield ox.Quad(assertion, by, value, graph)


def _authored_triples(store: ox.Store, subject: ox.NamedNode) -> list[ox.Triple]:
    """Return what was authored of a subject, each triple once though two graphs have it."""
    triples = {
        quad.triple
        for quad in store.quads_for_pattern(subject, None, None)
        if _is_authored(quad.graph_name)
    }
    return sorted(triples, key=str)


def _is_authored(graph: ox.NamedNode | ox.BlankNode | ox.DefaultGraph) -> bool:
    """Tell whether a graph comes from a file of ours, and not from the merge or a rule."""
    return (
        isinstance(graph, ox.NamedNode)
        and graph.value != INFERRED
        and not graph.value.startswith(RULE)
    )


def _is_actor(store: ox.Store, voice: ox.NamedNode) -> bool:
    """Say whether a voice is one who acts; a work speaks too, but nothing is attributed to it."""
    source = ox.NamedNode(f"{L2}Source")
    return not any(
        store.quads_for_pattern(
            voice,
            _TYPE,
            source,
            ox.DefaultGraph(),
        )
    )


def _publication(
    itself: ox.NamedNode,
    element: ox.NamedNode,
    source: ox.NamedNode,
    labels: Iterable[object],
    created: ox.Literal | None,
    graph: ox.NamedNode,
) -> Iterator[ox.Quad]:
    """Yield what is said of the nanopublication itself: by whom, on which terms, when."""
    values: dict[str, ox.NamedNode | ox.Literal] = {
        f"{DCTERMS}creator": ox.NamedNode(_PUBLISHER),
        f"{DCTERMS}license": ox.NamedNode(_LICENCE),
        f"{DCTERMS}subject": element,
        f"{_PROV}wasDerivedFrom": source,
        "http://purl.org/pav/version": ox.Literal(__version__),
    }
    if created is not None:
        day = created.value[: len("2000-01-01")]
        moment = ox.NamedNode(f"{XSD}dateTime")
        values[f"{DCTERMS}created"] = ox.Literal(f"{day}T00:00:00Z", datatype=moment)
    for name, value in values.items():
        yield ox.Quad(
            itself,
            ox.NamedNode(name),
            value,
            graph,
        )
    for label in labels:
        if isinstance(label, ox.Literal):
            yield ox.Quad(itself, _LABEL, label, graph)
