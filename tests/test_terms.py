"""Every term of the data comes out as it went in: from the authored files into the store, and out in every format."""

from __future__ import annotations

import csv
import io
from functools import cache
from typing import TYPE_CHECKING

import pyoxigraph as ox
import pytest
import rdflib
from each import each
from rdflib.query import Result

from l2kg.files import data_root
from l2kg.queries.media_types import RESULTS
from l2kg.queries.serialise import answer

if TYPE_CHECKING:
    from pathlib import Path

    from l2kg.queries.media_types import Offer

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


def plain(term: object) -> Term:
    """Write a term of either library: kind, lexical form, language or datatype; blank nodes alike."""
    if isinstance(term, rdflib.BNode | ox.BlankNode):
        return ("_:",)
    if isinstance(term, rdflib.URIRef):
        return ("iri", str(term))
    if isinstance(term, ox.NamedNode):
        return ("iri", term.value)
    if isinstance(term, rdflib.Literal):
        kind = (
            str(term.datatype)
            if term.datatype
            else ""
            if term.language
            else str(rdflib.XSD.string)
        )
        return ("literal", str(term), (term.language or "").lower(), kind)
    assert isinstance(term, ox.Literal)
    return (
        "literal",
        term.value,
        (term.language or "").lower(),
        "" if term.language else term.datatype.value,
    )


def triples(graph: rdflib.Graph) -> set[tuple[Term, ...]]:
    return {tuple(map(plain, statement[:3])) for statement in graph}


@cache
def of_default(store: ox.Store) -> frozenset[tuple[Term, ...]]:
    quads = store.quads_for_pattern(None, None, None, ox.DefaultGraph())
    return frozenset(
        (plain(q.subject), plain(q.predicate), plain(q.object)) for q in quads
    )


def named(
    found: frozenset[tuple[Term, ...]] | set[tuple[Term, ...]],
) -> set[tuple[Term, ...]]:
    return {triple for triple in found if ("_:",) not in triple}


FILES = sorted(data_root().rglob("*.ttl"))


@each("path", FILES, ids=lambda path: path.stem)
def test_the_store_holds_each_authored_term_as_it_was_written(
    real: ox.Store, path: Path
) -> None:
    authored = named(triples(rdflib.Graph().parse(path, format="turtle")))
    assert authored - of_default(real) == set()


@pytest.mark.slow
@each("offer", RESULTS, ids=lambda offer: offer.names[0])
def test_each_form_of_a_graph_holds_every_term(real: ox.Store, offer: Offer) -> None:
    written = answer(
        real, "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }", accept=offer.media_type
    ).body
    read = rdflib.Dataset(default_union=True).parse(
        data=written, format=PARSERS[offer.media_type]
    )
    assert named(triples(read)) == named(of_default(real))


@pytest.mark.slow
@each(
    ("media_type", "form"),
    [
        ("application/sparql-results+json", "json"),
        ("application/sparql-results+xml", "xml"),
    ],
)
def test_each_form_of_a_table_holds_every_term(
    real: ox.Store, media_type: str, form: str
) -> None:
    written = answer(real, EVERYTHING, accept=media_type).body
    rows = Result.parse(io.BytesIO(written), format=form)
    assert named(
        {tuple(plain(row[name]) for name in ("s", "p", "o")) for row in rows}
    ) == named(of_default(real))


def test_tab_separated_values_hold_every_term(real: ox.Store) -> None:
    written = answer(real, EVERYTHING, accept="text/tab-separated-values").body
    rows = ox.parse_query_results(written, format=ox.QueryResultsFormat.TSV)
    assert named(
        {tuple(plain(row[name]) for name in ("s", "p", "o")) for row in rows}
    ) == named(of_default(real))


def test_comma_separated_values_hold_every_value(real: ox.Store) -> None:
    rows = csv.DictReader(
        io.StringIO(answer(real, EVERYTHING, accept="text/csv").body.decode(), newline="")
    )
    values = {tuple(row[name] for name in ("s", "p", "o")) for row in rows}
    assert {row for row in values if not any(v.startswith("_:") for v in row)} == {
        tuple(t[1] for t in one) for one in named(of_default(real))
    }
