"""Every term of the data comes out as it went in: from the authored files into the store, and out in every format."""

from __future__ import annotations

import io
from functools import cache
from typing import TYPE_CHECKING

import pyoxigraph as ox
import pytest
import rdflib
from rdflib.query import Result

from l2kg.files import data_files
from l2kg.service.answers import answer, serialize_graph
from l2kg.service.negotiate import RESULTS

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

Term = tuple[str, ...]
PARSERS = {
    "text/turtle": "turtle", "application/ld+json": "json-ld", "application/n-triples": "nt", "application/rdf+xml": "xml",
    "application/trig": "trig",
}  # fmt: skip
EVERYTHING = "SELECT ?s ?p ?o WHERE { ?s ?p ?o }"


@pytest.fixture(autouse=True)
def literals_as_they_are(monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep rdflib from rewriting what it reads."""
    monkeypatch.setattr(rdflib, "NORMALIZE_LITERALS", False)
    monkeypatch.setattr(rdflib.term, "_is_valid_unicode", lambda _: True, raising=False)


def plain(term: object) -> Term:
    """Write a term of either library: kind, lexical form, language or datatype; blank nodes alike."""
    if isinstance(term, rdflib.BNode | ox.BlankNode):
        return ("_:",)
    if isinstance(term, rdflib.URIRef):
        return ("iri", str(term))
    if isinstance(term, ox.NamedNode):
        return ("iri", term.value)
    if isinstance(term, rdflib.Literal):
        kind = str(term.datatype) if term.datatype else "" if term.language else str(rdflib.XSD.string)
        return ("literal", str(term), (term.language or "").lower(), kind)
    assert isinstance(term, ox.Literal)
    return ("literal", term.value, (term.language or "").lower(), "" if term.language else term.datatype.value)


def triples(graph: rdflib.Graph) -> set[tuple[Term, ...]]:
    return {tuple(map(plain, triple)) for triple in graph}


@cache
def of_default(store: ox.Store) -> frozenset[tuple[Term, ...]]:
    quads = store.quads_for_pattern(None, None, None, ox.DefaultGraph())
    return frozenset((plain(q.subject), plain(q.predicate), plain(q.object)) for q in quads)


def named(found: frozenset[tuple[Term, ...]] | set[tuple[Term, ...]]) -> set[tuple[Term, ...]]:
    return {triple for triple in found if ("_:",) not in triple}
