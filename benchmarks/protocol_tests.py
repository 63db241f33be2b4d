"""The W3C's tests of the SPARQL 1.1 protocol and of service descriptions, as requests.

An update, which is refused, passes with a 4xx.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlencode

import pyoxigraph as ox
from rdflib import RDF, Graph, Namespace, URIRef

if TYPE_CHECKING:
    from collections.abc import Callable

    Send = Callable[[str, str, bytes | None, dict[str, str]], tuple[int, str, bytes]]

__all__ = ["DESCRIPTION", "PROTOCOL", "protocol_data"]

DATA = "http://kasei.us/2009/09/sparql/data/data{}.rdf"
FOAF = "http://xmlns.com/foaf/0.1/"
FORM, QUERY, UPDATE = (
    "application/x-www-form-urlencoded",
    "application/sparql-query",
    "application/sparql-update",
)
TABLES = (
    "application/sparql-results+json",
    "application/sparql-results+xml",
    "text/csv",
    "text/tab-separated-values",
)
GRAPHS = ("application/rdf+xml", "text/turtle", "application/n-triples", "text/html")
ONE, TWO, THREE = (DATA.format(n) for n in (1, 2, 3))
DOCUMENTS = "SELECT (COUNT(*) AS ?n) { ?s a <http://xmlns.com/foaf/0.1/Document> }"
IS_ONE, IS_TWO, IS_THREE = (f"<{iri}> a <{FOAF}Document>" for iri in (ONE, TWO, THREE))
INSERT = "INSERT DATA { <http://a/> <http://a/> 1 }"


def protocol_data() -> ox.Store:
    """Return the documents that the tests ask, each in its graph."""
    store = ox.Store()
    kind, document = (
        ox.NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type"),
        ox.NamedNode(f"{FOAF}Document"),
    )
    store.extend(
        ox.Quad(ox.NamedNode(iri), kind, document, ox.NamedNode(iri))
        for iri in (DATA.format(0), ONE, TWO, THREE)
    )
    return store


def _get(
    *pairs: tuple[str, str],
    accept: str = "*/*",
    method: str = "GET",
    kinds: tuple[str, ...] = TABLES,
    holds: str = "",
) -> Callable[[str, Send], bool]:
    return lambda url, send: _fits(
        send(f"{url}?{urlencode(pairs)}", method, None, {"Accept": accept}), kinds, holds
    )


def _post(*pairs: tuple[str, str], holds: str = "") -> Callable[[str, Send], bool]:
    return lambda url, send: _fits(
        send(url, "POST", urlencode(pairs).encode(), {"Content-Type": FORM}),
        TABLES,
        holds,
    )


def _direct(
    body: str, *pairs: tuple[str, str], holds: str = ""
) -> Callable[[str, Send], bool]:
    return lambda url, send: _fits(
        send(f"{url}?{urlencode(pairs)}", "POST", body.encode(), {"Content-Type": QUERY}),
        TABLES,
        holds,
    )


def _fits(answer: tuple[int, str, bytes], kinds: tuple[str, ...], holds: str) -> bool:
    status, kind, body = answer
    return (
        200 <= status < 400
        and kind.partition(";")[0] in kinds
        and (not holds or holds in body.decode())
    )


def _refused(
    method: str, body: bytes | None, kind: str | None, *pairs: tuple[str, str]
) -> Callable[[str, Send], bool]:
    headers = {} if kind is None else {"Content-Type": kind}
    return lambda url, send: (
        400
        <= send(f"{url}?{urlencode(pairs)}" if pairs else url, method, body, headers)[0]
        < 500
    )


def _both(ask: str, *pairs: tuple[str, str]) -> tuple[tuple[str, str], ...]:
    return (("query", ask), *pairs)


TRUE = "true"
NAMED = (
    f"ASK {{ GRAPH ?g {{ {IS_ONE} }} GRAPH ?h {{ {IS_TWO} }}"
    " FILTER NOT EXISTS { ?s ?p ?o } }"
)
MERGED = (
    f"ASK {{ {IS_ONE} . {IS_TWO} . FILTER NOT EXISTS {{ GRAPH ?g {{ ?s ?p ?o }} }} }}"
)
FULL = (
    f"ASK {{ {IS_THREE} GRAPH <{ONE}> {{ {IS_ONE} }} GRAPH <{TWO}> {{ {IS_TWO} }}"
    f" FILTER NOT EXISTS {{ {IS_ONE} }} }}"
)
DEFAULTS, NAMEDS = (
    (("default-graph-uri", ONE), ("default-graph-uri", TWO)),
    (("named-graph-uri", ONE), ("named-graph-uri", TWO)),
)
OVERRIDDEN = f"ASK FROM <{ONE}> {{ {IS_TWO} FILTER NOT EXISTS {{ {IS_ONE} }} }}"

PROTOCOL: dict[str, Callable[[str, Send], bool]] = {
    "query_post_form": _post(("query", "ASK {}"), holds=TRUE),
    "query_dataset_default_graphs_get": _get(*_both(MERGED, *DEFAULTS), holds=TRUE),
    "query_dataset_default_graphs_post": _direct(MERGED, *DEFAULTS, holds=TRUE),
    "query_dataset_named_graphs_post": _direct(NAMED, *NAMEDS, holds=TRUE),
    "query_dataset_named_graphs_get": _get(*_both(NAMED, *NAMEDS), holds=TRUE),
    "query_dataset_full": _post(
        *_both(FULL, ("default-graph-uri", THREE), *NAMEDS), holds=TRUE
    ),
    "query_multiple_dataset": _post(
        *_both(OVERRIDDEN, ("default-graph-uri", TWO)), holds=TRUE
    ),
    "query_get": _get(("query", "ASK {}"), holds=TRUE),
    "query_content_type_select": _get(("query", "SELECT (1 AS ?value) {}")),
    "query_content_type_ask": _get(("query", "ASK {}"), kinds=TABLES[:2]),
    "query_content_type_describe": _get(
        ("query", "DESCRIBE <http://example.org/>"), kinds=GRAPHS
    ),
    "query_content_type_construct": _get(
        ("query", "CONSTRUCT { <http://a/> <http://b/> 1 } WHERE {}"), kinds=GRAPHS
    ),
    "update_dataset_default_graph": _refused(
        "POST", urlencode({"update": INSERT, "using-graph-uri": ONE}).encode(), FORM
    ),
    "update_dataset_default_graphs": _refused(
        "POST",
        INSERT.encode(),
        UPDATE,
        ("using-graph-uri", ONE),
        ("using-graph-uri", TWO),
    ),
    "update_dataset_named_graphs": _refused(
        "POST", INSERT.encode(), UPDATE, ("using-named-graph-uri", ONE)
    ),
    "update_dataset_full": _refused(
        "POST",
        INSERT.encode(),
        UPDATE,
        ("using-graph-uri", ONE),
        ("using-named-graph-uri", TWO),
    ),
    "update_post_form": _refused(
        "POST", urlencode({"update": "CLEAR ALL"}).encode(), FORM
    ),
    "update_post_direct": _refused("POST", b"CLEAR ALL", UPDATE),
    "update_base_uri": _refused("POST", b"INSERT DATA { <a> <b> <c> }", UPDATE),
    "query_post_direct": _direct("ASK {}", holds=TRUE),
    "bad_query_method": _refused("PUT", None, None, ("query", "ASK {}")),
    "bad_multiple_queries": _refused(
        "GET", None, None, ("query", "ASK {}"), ("query", "SELECT * {}")
    ),
    "bad_query_wrong_media_type": _refused("POST", b"ASK {}", "text/plain"),
    "bad_query_missing_form_type": _refused(
        "POST", urlencode({"query": "ASK {}"}).encode(), None
    ),
    "bad_query_missing_direct_type": _refused("POST", b"ASK {}", None),
    "bad_query_non_utf8": _refused(
        "POST", "ASK {}".encode("utf-16"), f"{QUERY}; charset=UTF-16"
    ),
    "bad_query_syntax": _refused("GET", None, None, ("query", "ASK {")),
    "bad_update_get": _refused("GET", None, None, ("update", "CLEAR ALL")),
    "bad_multiple_updates": _refused(
        "POST",
        urlencode([("update", "CLEAR NAMED"), ("update", "CLEAR DEFAULT")]).encode(),
        FORM,
    ),
    "bad_update_wrong_media_type": _refused("POST", b"CLEAR NAMED", "text/plain"),
    "bad_update_missing_form_type": _refused(
        "POST", urlencode({"update": "CLEAR NAMED"}).encode(), None
    ),
    "bad_update_non_utf8": _refused(
        "POST", "CLEAR NAMED".encode("utf-16"), f"{UPDATE}; charset=UTF-16"
    ),
    "bad_update_syntax": _refused(
        "POST", urlencode({"update": "CLEAR XYZ"}).encode(), FORM
    ),
    "bad_update_dataset_conflict": _refused(
        "POST",
        urlencode(
            {"using-named-graph-uri": "http://example/", "update": "CLEAR ALL"}
        ).encode(),
        FORM,
    ),
}

SD = Namespace("http://www.w3.org/ns/sparql-service-description#")
ONE_EACH = {SD.endpoint: 1, SD.defaultDataset: 1}  # of a service, at most


def _described(fits: Callable[[Graph, str], bool]) -> Callable[[str, Send], bool]:
    def check(url: str, send: Send) -> bool:
        status, kind, body = send(
            url, "GET", None, {"Accept": "text/turtle, application/rdf+xml;q=0.5"}
        )
        return (
            status == 200
            and kind.startswith("text/turtle")
            and fits(Graph().parse(data=body, format="turtle"), url)
        )

    return check


def _conforms(graph: Graph, url: str) -> bool:
    """Check what the vocabulary of service descriptions says of its properties."""
    services = set(graph.subjects(SD.endpoint, URIRef(url)))
    typed = {*graph.subjects(RDF.type, SD.Service)}
    return (
        len(services) == 1
        and services == typed
        and all(
            len(list(graph.objects(service, name))) <= most
            for service in services
            for name, most in ONE_EACH.items()
        )
        and all(
            (data, RDF.type, SD.Dataset) in graph
            for data in graph.objects(None, SD.defaultDataset)
        )
        and all(
            (part, RDF.type, SD.Graph) in graph
            for part in graph.objects(None, SD.defaultGraph)
        )
        and all(
            isinstance(name, URIRef)
            for one in (SD.resultFormat, SD.supportedLanguage, SD.feature)
            for name in graph.objects(None, one)
        )
    )


DESCRIPTION: dict[str, Callable[[str, Send], bool]] = {
    "returns-rdf": _described(lambda graph, _: len(graph) > 0),
    "has-endpoint-triple": _described(
        lambda graph, url: (None, SD.endpoint, URIRef(url)) in graph
    ),
    "conforms-to-schema": _described(_conforms),
}
