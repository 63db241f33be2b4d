"""What is asserted of a case as RDF, as the graph of the case holds it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pyoxigraph as ox

from l2kg.errors import NotFoundError
from l2kg.files import ontology_root
from l2kg.namespaces import CASE, PREFIXES
from l2kg.queries.serialise import serialize_graph

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["write_case_graph"]


def write_case_graph(
    store: ox.Store,
    slug: str,
    media_type: str,
) -> bytes:
    """Write the graph of a case in a format.

    Raises:
        NotFoundError: the store has no such case.
    """
    graph = ox.NamedNode(f"{CASE}{slug}")
    quads = store.quads_for_pattern(None, None, None, graph)
    triples = [quad.triple for quad in quads]
    if not triples:
        raise NotFoundError(f"no case {slug!r}: /cases lists them all")
    if media_type == "text/turtle":
        return _turtle(triples, graph.value).encode()
    if media_type == "application/ld+json":
        return _json_ld(triples).encode()
    return serialize_graph(triples, media_type)


def _turtle(triples: Iterable[ox.Triple], case: str) -> str:
    from l2kg.turtle import canonical

    body = ox.serialize(triples, format=ox.RdfFormat.N_TRIPLES)
    return canonical((body or b"").decode(), {"": f"{case}#", **PREFIXES})


def _json_ld(triples: Iterable[ox.Triple]) -> str:
    from rdflib import Graph

    text = ox.serialize(triples, format=ox.RdfFormat.N_TRIPLES)
    graph = Graph(bind_namespaces="none")
    graph.parse(data=text, format="nt")
    context = json.loads((ontology_root() / "context.jsonld").read_text(encoding="utf-8"))
    return graph.serialize(
        format="json-ld",
        context=context["@context"],
        indent=2,
        ensure_ascii=False,
    )
