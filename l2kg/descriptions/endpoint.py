"""Describe the SPARQL endpoint in the W3C's vocabulary, and list example queries as editors look for them."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import pyoxigraph as ox

from l2kg import __version__
from l2kg.descriptions.statements import (
    VOID,
    Places,
    english,
    number,
    part,
    statements,
)
from l2kg.namespaces import BASE, DCTERMS, OWL, PREFIXES, RDF, RDFS, SH, XSD

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from l2kg.queries.header import Query

__all__ = ["examples", "service"]

_TYPE = f"{RDF}type"
_SD = "http://www.w3.org/ns/sparql-service-description#"
_FORMATS = "http://www.w3.org/ns/formats/"
_RESULTS = (
    "SPARQL_Results_JSON",
    "SPARQL_Results_XML",
    "SPARQL_Results_CSV",
    "SPARQL_Results_TSV",
    "Turtle",
    "N-Triples",
    "JSON-LD",
    "RDF_XML",
    "TriG",
)
_GRAPHS = {  # what the graphs hold that are of no single case
    "graph/actors": "People, states, organisations and publics that cases share.",
    "graph/claims": "Propositions that belong to no case.",
    "graph/collections": "Collections of cases: what each holds, its editor and licence.",
    "graph/conflicts": (
        "What two sources say that cannot both be so, found by the build: rival claims"
        " from which nothing is derived."
    ),
    "graph/inferred": "All that follows from what is asserted.",
    "graph/links": (
        "Mappings to the records of other data sets, and terms of office and lifetimes"
        " that those give."
    ),
    "graph/ontology": "Classes, properties, rules and alignments.",
    "graph/sources": "Works, documents and informants.",
    "graph/vocab": "The closed lists and the taxonomy of tactics.",
}


def service(places: Places, store: ox.Store | None = None) -> Iterator[ox.Triple]:
    """Describe the endpoint: its language and formats, and what it serves.

    With a store of ours its graphs are named, each with the number of its triples;
    without, nothing is said of the data.
    """
    endpoint = places.endpoint
    if store is None:
        data, default = f"{endpoint}#dataset", f"{endpoint}#default-graph"
    else:
        data, default = part("graphs"), part("default-graph")
    yield from statements(
        endpoint,
        (_TYPE, f"{_SD}Service"),
        (f"{_SD}endpoint", endpoint),
        (f"{_SD}supportedLanguage", f"{_SD}SPARQL11Query"),
        (f"{_SD}defaultDataset", data),
        *((f"{_SD}resultFormat", f"{_FORMATS}{name}") for name in _RESULTS),
    )
    yield from statements(data, (_TYPE, f"{_SD}Dataset"), (f"{_SD}defaultGraph", default))
    yield from statements(default, (_TYPE, f"{_SD}Graph"))
    if store is not None:
        yield from _our_graphs(endpoint, data, default, store)


def _our_graphs(
    endpoint: str, data: str, default: str, store: ox.Store
) -> Iterator[ox.Triple]:
    yield from statements(endpoint, (f"{_SD}feature", f"{_SD}UnionDefaultGraph"))
    yield from statements(
        data,
        (f"{DCTERMS}isVersionOf", BASE),
        (f"{DCTERMS}hasVersion", ox.Literal(__version__)),
    )
    sizes = Counter(getattr(quad.graph_name, "value", "") for quad in store)
    merge = english("The merge of all that is asserted and inferred.")
    yield from statements(
        default,
        (f"{DCTERMS}description", merge),
        (f"{VOID}triples", number(sizes.pop("", 0))),
    )
    for name, size in sorted(sizes.items()):
        yield from _named_graph(data, name, size)


def _named_graph(data: str, name: str, size: int) -> Iterator[ox.Triple]:
    short = name.removeprefix(BASE)
    graph, contents = part(f"graph-{short}"), part(f"contents-{short}")
    yield from statements(data, (f"{_SD}namedGraph", graph))
    yield from statements(
        graph,
        (_TYPE, f"{_SD}NamedGraph"),
        (f"{_SD}name", name),
        (f"{_SD}graph", contents),
    )
    yield from statements(
        contents, (_TYPE, f"{_SD}Graph"), (f"{VOID}triples", number(size))
    )
    if about := _GRAPHS.get(short):
        yield from statements(contents, (f"{DCTERMS}description", english(about)))


def examples(queries: Iterable[Query], places: Places) -> Iterator[ox.Triple]:
    """Yield named queries as SHACL executables, so that an editor lists them.

    Their text declares its own prefixes.
    """
    prefixes = part("prefixes")
    yield from statements(prefixes, (_TYPE, f"{OWL}Ontology"))
    for prefix, space in PREFIXES.items():
        declared = part(f"prefix-{prefix}")
        yield from statements(prefixes, (f"{SH}declare", declared))
        yield from statements(
            declared,
            (f"{SH}prefix", ox.Literal(prefix)),
            (
                f"{SH}namespace",
                ox.Literal(space, datatype=ox.NamedNode(f"{XSD}anyURI")),
            ),
        )
    for query in queries:
        yield from statements(
            part(f"query-{query.name}"),
            (_TYPE, f"{SH}SPARQLExecutable"),
            (_TYPE, f"{SH}SPARQLSelectExecutable"),
            (f"{RDFS}label", english(query.summary)),
            (f"{RDFS}comment", english(query.question)),
            (f"{SH}prefixes", prefixes),
            (f"{SH}select", ox.Literal(query.body)),
            ("https://schema.org/target", places.endpoint),
            *(("https://schema.org/keywords", ox.Literal(tag)) for tag in query.tags),
        )
