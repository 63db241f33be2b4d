"""Plain queries in other people's vocabularies, which know nothing of ours, answered under RDFS entailment."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import owlrl
import pyoxigraph as ox
import pytest
import rdflib
from conftest import TINY, store_of
from each import each

from l2kg.corpus import read
from l2kg.namespaces import L2, PREFIXES, RDF, RDFS, compact

HERE = Path(__file__).parent / "data" / "vocabularies"
QUERIES = {
    path.stem: path.read_text(encoding="utf-8") for path in sorted(HERE.glob("*.rq"))
}
AXIOMS = [f"{RDFS}{name}" for name in ("subClassOf", "subPropertyOf", "domain", "range")]

TINY_ROWS = {  # what of an answer concerns the tiny case, by hand
    "foaf": [
        "aide-a foaf:Person memoir",
        "aide-b foaf:Person -",
        "author foaf:Person study",
        "critic foaf:Person -",
        "crowd foaf:Group -",
        "envoy-c foaf:Person -",
        "leader-a foaf:Person -",
        "leader-b foaf:Person -",
        "old-party foaf:Organization -",
        "state-a - -",
        "state-b - -",
    ],
    "oa": ["memoir 1", "study 13"],
    "org": [
        "side-a l2v:aide aide-a",
        "side-a l2v:leader leader-a",
        "side-b l2v:aide aide-b",
        "side-b l2v:leader leader-b",
        "side-c l2v:ally envoy-c",
    ],
    "prov": [
        "boast aide-a",
        "letter envoy-c",
        "own-campaign leader-b",
        "sharing-the-draft aide-a",
        "speech leader-b",
    ],
    "prov-sources": ["memoir aide-a 1", "study author 13"],
    "schema": [
        "- - memoir aide-a",
        "- - study author",
        "claim-draw accord - -",
        "claim-draw side-b - -",
        "claim-later accord - -",
        "claim-later l2t:claim-the-others-concession - -",
        "claim-victory accord - -",
    ],
    "sem": [
        "boast aide-a 1990-01-01 1990-12-31",
        "crisis leader-b 1977-01-01 1979-12-31",
        "crisis old-party 1977-01-01 1979-12-31",
        "vote - 1990-07-01 1990-07-31",
    ],
    "time": [
        "crisis boast false",
        "crisis sharing-the-draft false",
        "crisis signing false",
        "crisis support-plan false",
        "crisis vote false",
        "sharing-the-draft signing false",
    ],
}

IN_OUR_WORDS = {  # the same answers, asked in our own terms of what was said or derived in them
    "foaf": """SELECT DISTINCT ?agent ?kind ?work {
        ?agent a/rdfs:subClassOf* l2:Actor
        OPTIONAL { VALUES (?ours ?kind) { (l2:Person foaf:Person) (l2:Organization foaf:Organization) (l2:Collective foaf:Group) } ?agent a ?ours }
        OPTIONAL { ?work l2:author ?agent } }""",
    "oa": """SELECT ?source (COUNT(DISTINCT ?e) AS ?targets) {
        ?r a/rdfs:subClassOf* l2:Record ; l2:evidence ?e . ?e l2:source ?source
        FILTER NOT EXISTS { ?r a l2:Finding } } GROUP BY ?source""",  # what our rules find comes after what follows
    "org": "SELECT DISTINCT ?side ?role ?who { ?p l2:participant ?who ; l2:onSide ?side OPTIONAL { ?p l2:role ?role } }",
    "prov": """SELECT DISTINCT ?event ?agent { ?event a/rdfs:subClassOf* l2:Event . ?event l2:madeBy|l2:takenBy ?agent }""",
    "prov-sources": """SELECT ?work ?agent (COUNT(DISTINCT ?e) AS ?passages) {
        ?e l2:source ?work . ?work l2:author ?agent . ?agent a l2:Person } GROUP BY ?work ?agent""",
    "schema": """SELECT ?claim ?about ?work ?author { { ?claim a l2:Claim ; l2:about ?about }
        UNION { ?work l2:author ?author . ?author a l2:Person } }""",
    "sem": """SELECT DISTINCT ?event ?actor ?from ?to { VALUES ?ours { l2:Event l2:Negotiation } ?event a/rdfs:subClassOf* ?ours ;
        l2:earliest ?from ; l2:latest ?to OPTIONAL { ?event l2:involves|l2:madeBy|l2:takenBy ?actor } }""",
    "time": """SELECT DISTINCT ?first ?second ?lasting { ?first l2:endsBeforeAsImplied|l2:precedesByDate ?second
        OPTIONAL { { SELECT DISTINCT ?first (true AS ?long) { VALUES ?k { l2:Situation l2:Negotiation l2:Relationship }
          ?first a ?c . ?c rdfs:subClassOf* ?k } } } BIND (BOUND(?long) AS ?lasting) }""",
}


def rows(store: ox.Store, text: str) -> list[str]:
    """Return the rows of an answer, a line each, in order."""
    found = store.query(text, prefixes=PREFIXES)
    return sorted(
        " ".join("-" if term is None else compact(term.value) for term in row)
        for row in found
    )


def of_the_tiny_case(lines: list[str]) -> list[str]:
    return [line.replace("case:tiny#", "") for line in lines if "case:tiny#" in line]


@cache
def entailed() -> ox.Store:
    """Return what owlrl derives by RDFS from the tiny case and the bare axioms: all that is said in foreign words comes from there."""
    store, whole = ox.Store(), store_of([TINY])
    ontology = [
        t
        for t in read([TINY])[0].of("ontology")
        if t.predicate.value in AXIOMS and isinstance(t.object, ox.NamedNode)
    ]
    case = [
        q.triple
        for q in whole.quads_for_pattern(None, None, None, ox.DefaultGraph())
        if _is_ours(q)
    ]
    graph = rdflib.Graph().parse(
        data=ox.serialize([*ontology, *case], format=ox.RdfFormat.N_TRIPLES), format="nt"
    )
    owlrl.DeductiveClosure(
        owlrl.RDFS_Semantics, axiomatic_triples=False, datatype_axioms=False
    ).expand(graph)
    for triple in [t for t in graph if isinstance(t[0], rdflib.Literal)]:
        graph.remove(triple)  # RDFS says what literals are, which no query can ask
    store.load(graph.serialize(format="nt"), format=ox.RdfFormat.N_TRIPLES)
    return store


def _is_ours(quad: ox.Quad) -> bool:
    said = (
        quad.object.value
        if quad.predicate.value == f"{RDF}type"
        else quad.predicate.value
    )
    return "/case/tiny" in str(quad.subject) and said.startswith(L2)


def test_each_query_has_its_rows() -> None:
    assert set(QUERIES) == set(TINY_ROWS) == set(IN_OUR_WORDS)


@each("name", QUERIES)
def test_a_query_knows_nothing_of_our_terms(name: str) -> None:
    assert "l2kg" not in QUERIES[name] and "l2:" not in QUERIES[name]


@each("name", QUERIES)
def test_the_built_store_answers(tiny: ox.Store, name: str) -> None:
    assert of_the_tiny_case(rows(tiny, QUERIES[name])) == TINY_ROWS[name]


@pytest.mark.slow
@each("name", QUERIES)
def test_rdfs_entailment_alone_answers(name: str) -> None:
    assert of_the_tiny_case(rows(entailed(), QUERIES[name])) == TINY_ROWS[name]


@each("name", QUERIES)
def test_the_real_data_answer_what_they_say_in_our_own_terms(
    real: ox.Store, name: str
) -> None:
    found = rows(real, QUERIES[name])
    assert found
    assert found == rows(real, IN_OUR_WORDS[name])


def test_nothing_foreign_is_given_to_the_oracle() -> None:
    store = ox.Store()
    store.extend(
        q
        for q in store_of([TINY]).quads_for_pattern(None, None, None, ox.DefaultGraph())
        if _is_ours(q)
    )
    assert [line for text in QUERIES.values() for line in rows(store, text)] == []
