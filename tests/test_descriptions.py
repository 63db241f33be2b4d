"""What the data set says of itself: counted from the data, valid for data portals, readable by editors and crawlers."""

from __future__ import annotations

import urllib.robotparser
import xml.etree.ElementTree as ET
from collections import Counter
from pathlib import Path

import pyoxigraph as ox
import pyshacl
import pytest
import rdflib
from each import each

from l2kg.descriptions import DATASET, Places, crawlers, describe, void
from l2kg.descriptions.crawlers import robots, sitemaps
from l2kg.namespaces import BASE, PREFIXES
from l2kg.queries.header import all_queries

SHAPES = Path(__file__).parent / "data" / "dcat-ap.ttl"
SH = rdflib.SH
PLACES = Places(
    "https://example.org/sparql",
    {"nq": "https://example.org/l2kg.nq", "ttl": "https://example.org/l2kg.ttl"},
)
UNKNOWN = {
    ("Location", "bbox"),
    ("Location", "centroid"),
    ("Agent", "type"),
}  # recommended, but no source of ours says it
VOID = "PREFIX void: <http://rdfs.org/ns/void#> PREFIX sd: <http://www.w3.org/ns/sparql-service-description#> "


@pytest.fixture(scope="module")
def described(real: ox.Store) -> list[ox.Triple]:
    return describe(real, all_queries().values(), PLACES)


@pytest.fixture(scope="module")
def graph(described: list[ox.Triple]) -> rdflib.Graph:
    return rdflib.Graph().parse(
        data=ox.serialize(described, format=ox.RdfFormat.N_TRIPLES), format="nt"
    )


@pytest.fixture(scope="module")
def store(described: list[ox.Triple]) -> ox.Store:
    made = ox.Store()
    made.extend(ox.Quad(t.subject, t.predicate, t.object) for t in described)
    return made


def one(store: ox.Store, query: str) -> set[tuple[str, ...]]:
    return {
        tuple(cell.value for cell in row)
        for row in store.query(VOID + query, prefixes=PREFIXES)
    }


def missing(graph: rdflib.Graph) -> set[tuple[str, str, str]]:
    shapes = rdflib.Graph().parse(SHAPES, format="turtle")
    _, results, _ = pyshacl.validate(
        graph, shacl_graph=shapes, advanced=False, inference="none"
    )
    types = {
        s: str(o).rpartition("/")[2].rpartition("#")[2]
        for s, o in graph.subject_objects(rdflib.RDF.type)
    }
    found = set()
    for result in results.subjects(rdflib.RDF.type, SH.ValidationResult):
        path = (
            str(results.value(result, SH.resultPath)).replace("#", "/").rpartition("/")[2]
        )
        severity = str(results.value(result, SH.resultSeverity)).rpartition("#")[2]
        found.add((severity, types[results.value(result, SH.focusNode)], path))
    return found


def test_the_record_has_what_dcat_ap_demands_and_recommends(graph: rdflib.Graph) -> None:
    assert missing(graph) == {("Warning", *row) for row in UNKNOWN}


DEMANDED = [
    ("Catalog", "dct:publisher"), ("Catalog", "dct:title"), ("Dataset", "dct:description"), ("DataService", "dcat:endpointURL"),
    ("Distribution", "dcat:accessURL"), ("Dataset", "dcat:theme"), ("Distribution", "dcatap:availability"), ("Catalog", "foaf:homepage"),
]  # fmt: skip
SPACES = {
    "dct": "http://purl.org/dc/terms/",
    "dcat": "http://www.w3.org/ns/dcat#",
    "dcatap": "http://data.europa.eu/r5r/",
    "foaf": "http://xmlns.com/foaf/0.1/",
}


@each(("kind", "path"), DEMANDED, ids=[f"{k}-{p}" for k, p in DEMANDED])
def test_the_shapes_miss_what_is_taken_away(
    graph: rdflib.Graph, kind: str, path: str
) -> None:
    prefix, _, name = path.partition(":")
    poorer = rdflib.Graph() + graph
    for subject in graph.subjects(
        rdflib.RDF.type, rdflib.URIRef(f"{SPACES['dcat']}{kind}")
    ):
        poorer.remove((subject, rdflib.URIRef(SPACES[prefix] + name), None))
    assert name in {row[2] for row in missing(poorer) if row[1:] not in UNKNOWN}


def test_counts_are_those_of_the_data(real: ox.Store, store: ox.Store) -> None:
    triples = [
        q.triple for q in real.quads_for_pattern(None, None, None, ox.DefaultGraph())
    ]
    assert one(store, f"SELECT ?n {{ <{DATASET}> void:triples ?n }}") == {
        (str(len(triples)),)
    }
    uses = Counter(t.predicate.value for t in triples)
    assert one(store, "SELECT ?p ?n { ?x void:property ?p ; void:triples ?n }") == {
        (p, str(n)) for p, n in uses.items()
    }
    kinds = Counter(
        t.object.value for t in triples if t.predicate.value == f"{PREFIXES['rdf']}type"
    )
    assert one(store, "SELECT ?c ?n { ?x void:class ?c ; void:entities ?n }") == {
        (c, str(n)) for c, n in kinds.items()
    }


def test_every_part_is_reached_and_none_is_blank(store: ox.Store) -> None:
    assert not any(
        isinstance(t, ox.BlankNode) for q in store for t in (q.subject, q.object)
    )
    lost = "SELECT ?s { ?s ?p ?o FILTER(STRSTARTS(STR(?s), 'https://w3id.org/l2kg/void#')) FILTER NOT EXISTS { ?other ?q ?s } }"
    assert {row[0].rpartition("#")[2].partition("-")[0] for row in one(store, lost)} <= {
        "catalog",
        "query",
    }


def test_linksets_count_authored_links_to_elsewhere(store: ox.Store) -> None:
    links = one(
        store,
        "SELECT ?p ?space ?n { ?l a void:Linkset ; void:linkPredicate ?p ; void:objectsTarget/void:uriSpace ?space ; void:triples ?n }",
    )
    assert (
        "http://www.w3.org/2000/01/rdf-schema#subClassOf",
        "http://www.w3.org/ns/prov#",
    ) in {row[:2] for row in links}
    assert all(int(row[2]) > 0 for row in links)
    assert all(
        row[1].startswith(f"{BASE}code/") for row in links if row[1].startswith(BASE)
    )


def test_the_service_names_each_graph_with_its_size(
    real: ox.Store, store: ox.Store
) -> None:
    sizes = Counter(
        q.graph_name.value for q in real if isinstance(q.graph_name, ox.NamedNode)
    )
    found = one(
        store,
        "SELECT ?g ?n { ?x sd:namedGraph ?part . ?part sd:name ?g ; sd:graph/void:triples ?n }",
    )
    assert found == {(g, str(n)) for g, n in sizes.items()}


def test_examples_are_found_as_editors_look_for_them_and_run(
    real: ox.Store, store: ox.Store
) -> None:
    asked = "SELECT ?q ?comment ?query { ?q a sh:SPARQLExecutable, sh:SPARQLSelectExecutable ; rdfs:comment ?comment ; sh:select ?query ; sh:prefixes/sh:declare/sh:prefix ?p }"
    found = one(store, asked)
    assert len(found) == len(all_queries())
    for _, _, text in found:
        real.query(text)  # without prefixes from outside


def test_a_small_store_without_dates_is_described_too(tiny: ox.Store) -> None:
    assert describe(tiny, [])
    assert list(void(ox.Store(), Places()))


def test_robots_may_read_documents_and_not_ask_queries() -> None:
    rules = urllib.robotparser.RobotFileParser()
    rules.parse(robots("https://example.org").splitlines())
    assert rules.can_fetch("any", "/case/geneva-accord")
    assert not rules.can_fetch("any", "/sparql?query=x")
    assert rules.site_maps() == ["https://example.org/sitemap.xml"]


def test_the_sitemap_lists_each_document_once(real: ox.Store) -> None:
    [(name, text)] = sitemaps(real, "https://example.org/").items()
    urls = [
        e.text
        for e in ET.fromstring(text).iter(
            "{http://www.sitemaps.org/schemas/sitemap/0.9}loc"
        )
    ]
    assert name == "sitemap.xml"
    assert len(urls) == len(set(urls))
    assert "https://example.org/case/geneva-accord" in urls
    assert not any("#" in url for url in urls)


def test_a_long_sitemap_is_split_behind_an_index(
    real: ox.Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(crawlers, "_MOST_IN_A_SITEMAP", 100)
    files = sitemaps(real, "https://example.org")
    index = ET.fromstring(files["sitemap.xml"])
    assert [
        e.text.rpartition("/")[2]
        for e in index.iter("{http://www.sitemaps.org/schemas/sitemap/0.9}loc")
    ] == list(files)[1:]
    assert len(files) > 2


def test_the_graphs_of_no_single_case_are_told_in_words(
    store: ox.Store, real: ox.Store
) -> None:
    told = one(
        store,
        "SELECT ?name { ?part sd:name ?name ; sd:graph/dcterms:description ?words }",
    )
    assert {row[0] for row in told} == {
        name.value
        for name in real.named_graphs()
        if name.value.startswith(f"{BASE}graph/")
    }
