"""Give each evidenced element as a nanopublication: what is asserted, where it comes from, who published it; unsigned, in TriG."""

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
    from collections.abc import Iterator

__all__ = ["Nanopub", "nanopub_iri", "nanopubs", "trig"]

_NP, _PROV = "http://www.nanopub.org/nschema#", "http://www.w3.org/ns/prov#"
_LICENCE = "https://creativecommons.org/licenses/by/4.0/"
_PUBLISHER = f"{BASE}void#publisher"
_TYPE, _EVIDENCE = ox.NamedNode(f"{RDF}type"), ox.NamedNode(f"{L2}evidence")
_SOURCE, _VOICE = ox.NamedNode(f"{L2}source"), ox.NamedNode(f"{L2}voice")
_LABEL, _ISSUED = ox.NamedNode(f"{RDFS}label"), ox.NamedNode(f"{DCTERMS}issued")


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
    """Yield a nanopublication for each element of a case, claim and span that has evidence, in the order of their IRIs."""
    created = next(
        (
            q.object
            for q in store.quads_for_pattern(
                ox.NamedNode(L2.rstrip("#")), _ISSUED, None, ox.DefaultGraph()
            )
        ),
        None,
    )
    evidenced = {
        (q.subject, q.graph_name)
        for q in store.quads_for_pattern(None, _EVIDENCE, None)
        if _of_records(q.graph_name)
    }
    for element, graph in sorted(evidenced, key=str):
        if isinstance(element, ox.NamedNode) and isinstance(graph, ox.NamedNode):
            yield _nanopub(
                store,
                element,
                graph,
                created if isinstance(created, ox.Literal) else None,
            )


def trig(nanopub: Nanopub) -> str:
    """Write a nanopublication as TriG."""
    used = {
        term.value
        for q in nanopub.quads
        for term in (q.subject, q.predicate, q.object)
        if isinstance(term, ox.NamedNode)
    }
    spaces = {**PREFIXES, "np": _NP, "prov": _PROV}
    prefixes = {
        prefix: space
        for prefix, space in spaces.items()
        if any(iri.startswith(space) for iri in used)
    }
    return (
        ox.serialize(nanopub.quads, format=ox.RdfFormat.TRIG, prefixes=prefixes) or b""
    ).decode()


def _of_records(graph: ox.NamedNode | ox.BlankNode | ox.DefaultGraph) -> bool:
    return isinstance(graph, ox.NamedNode) and (
        graph.value.startswith(CASE) or graph.value in (f"{GRAPH}claims", f"{GRAPH}links")
    )


def _nanopub(
    store: ox.Store,
    element: ox.NamedNode,
    graph: ox.NamedNode,
    created: ox.Literal | None,
) -> Nanopub:
    iri = nanopub_iri(element.value)
    head, assertion, provenance, info = (
        ox.NamedNode(f"{iri}#{part}")
        for part in ("Head", "assertion", "provenance", "pubinfo")
    )
    itself = ox.NamedNode(iri)
    said = sorted(
        (q.triple for q in store.quads_for_pattern(element, None, None, graph)), key=str
    )
    quads = [
        ox.Quad(itself, _TYPE, ox.NamedNode(f"{_NP}Nanopublication"), head),
        ox.Quad(itself, ox.NamedNode(f"{_NP}hasAssertion"), assertion, head),
        ox.Quad(itself, ox.NamedNode(f"{_NP}hasProvenance"), provenance, head),
        ox.Quad(itself, ox.NamedNode(f"{_NP}hasPublicationInfo"), info, head),
        *(
            ox.Quad(t.subject, t.predicate, t.object, assertion)
            for t in said
            if t.predicate != _EVIDENCE
        ),
        *(
            ox.Quad(t.subject, t.predicate, t.object, provenance)
            for t in said
            if t.predicate == _EVIDENCE
        ),
        *_provenance(
            store,
            [t.object for t in said if t.predicate == _EVIDENCE],
            assertion,
            provenance,
        ),
        *_publication(
            itself,
            element,
            graph,
            [t.object for t in said if t.predicate == _LABEL],
            created,
            info,
        ),
    ]
    return Nanopub(iri, element.value, tuple(dict.fromkeys(quads)))


def _provenance(
    store: ox.Store, passages: list[object], assertion: ox.NamedNode, graph: ox.NamedNode
) -> Iterator[ox.Quad]:
    """Yield where an assertion comes from: passages with all that is said of them, the works read, and the people whose voice it is."""
    for passage in passages:
        if not isinstance(passage, ox.NamedNode):
            continue
        yield ox.Quad(assertion, ox.NamedNode(f"{_PROV}wasDerivedFrom"), passage, graph)
        for t in sorted(
            {
                q.triple
                for q in store.quads_for_pattern(passage, None, None)
                if _authored(q.graph_name)
            },
            key=str,
        ):
            yield ox.Quad(t.subject, t.predicate, t.object, graph)
            if t.predicate == _SOURCE:
                yield ox.Quad(
                    assertion, ox.NamedNode(f"{_PROV}hadPrimarySource"), t.object, graph
                )
            if (
                t.predicate == _VOICE
                and isinstance(t.object, ox.NamedNode)
                and _is_actor(store, t.object)
            ):
                yield ox.Quad(
                    assertion, ox.NamedNode(f"{_PROV}wasAttributedTo"), t.object, graph
                )


def _authored(graph: ox.NamedNode | ox.BlankNode | ox.DefaultGraph) -> bool:
    return (
        isinstance(graph, ox.NamedNode)
        and graph.value != INFERRED
        and not graph.value.startswith(RULE)
    )


def _is_actor(store: ox.Store, voice: ox.NamedNode) -> bool:
    """Say whether a voice is one who acts; a work speaks too, but nothing is attributed to it."""
    return not any(
        store.quads_for_pattern(
            voice, _TYPE, ox.NamedNode(f"{L2}Source"), ox.DefaultGraph()
        )
    )


def _publication(
    itself: ox.NamedNode,
    element: ox.NamedNode,
    source: ox.NamedNode,
    labels: list[object],
    created: ox.Literal | None,
    graph: ox.NamedNode,
) -> Iterator[ox.Quad]:
    yield ox.Quad(
        itself, ox.NamedNode(f"{DCTERMS}creator"), ox.NamedNode(_PUBLISHER), graph
    )
    yield ox.Quad(
        itself, ox.NamedNode(f"{DCTERMS}license"), ox.NamedNode(_LICENCE), graph
    )
    yield ox.Quad(itself, ox.NamedNode(f"{DCTERMS}subject"), element, graph)
    yield ox.Quad(itself, ox.NamedNode(f"{_PROV}wasDerivedFrom"), source, graph)
    yield ox.Quad(
        itself,
        ox.NamedNode("http://purl.org/pav/version"),
        ox.Literal(__version__),
        graph,
    )
    if created is not None:
        stamp = ox.Literal(
            f"{created.value[:10]}T00:00:00Z", datatype=ox.NamedNode(f"{XSD}dateTime")
        )
        yield ox.Quad(itself, ox.NamedNode(f"{DCTERMS}created"), stamp, graph)
    for label in labels:
        if isinstance(label, ox.Literal):
            yield ox.Quad(itself, _LABEL, label, graph)
