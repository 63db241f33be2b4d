"""What the SPARQL endpoint says of itself: to machines as a service description, to people as a page."""

from __future__ import annotations

from html import escape

import pyoxigraph as ox

from l2kg import __version__
from l2kg.namespaces import BASE, DCTERMS, RDF, XSD
from l2kg.service.answers import serialize_graph
from l2kg.views.documents import html_page

__all__ = ["endpoint_page", "service_description"]

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
EXAMPLE = """SELECT ?case ?measure WHERE {
  ?measure a l2:CrossTableMeasure ; rdfs:label ?label ; l2:inCase ?case
}"""


def service_description(endpoint: str, media_type: str) -> bytes:
    """Describe the service in the W3C's vocabulary for it, whatever data it serves."""
    service, data, graph = ox.NamedNode(endpoint), ox.NamedNode(f"{endpoint}#dataset"), ox.NamedNode(f"{endpoint}#default-graph")
    said: list[tuple[ox.NamedNode, str, ox.NamedNode | ox.Literal]] = [
        (service, f"{RDF}type", ox.NamedNode(f"{_SD}Service")),
        (service, f"{_SD}endpoint", service),
        (service, f"{_SD}supportedLanguage", ox.NamedNode(f"{_SD}SPARQL11Query")),
        *((service, f"{_SD}resultFormat", ox.NamedNode(_FORMATS + name)) for name in _RESULTS),
        (service, f"{_SD}defaultDataset", data),
        (data, f"{RDF}type", ox.NamedNode(f"{_SD}Dataset")),
        (data, f"{DCTERMS}isVersionOf", ox.NamedNode(BASE)),
        (data, f"{DCTERMS}hasVersion", ox.Literal(__version__, datatype=ox.NamedNode(f"{XSD}string"))),
        (data, f"{_SD}defaultGraph", graph),
        (graph, f"{RDF}type", ox.NamedNode(f"{_SD}Graph")),
        (graph, f"{DCTERMS}description", ox.Literal("The merge of all that is asserted and inferred.", language="en")),
    ]
    return serialize_graph([ox.Triple(subject, ox.NamedNode(name), value) for subject, name, value in said], media_type)


def endpoint_page(endpoint: str) -> str:
    """Tell a person who opens the endpoint in a browser what it is and how to ask it."""
    call = f"curl {endpoint} \\\n  -H 'Accept: text/csv' \\\n  --data-urlencode 'query={EXAMPLE}'"
    return html_page(
        "SPARQL endpoint",
        f"""<main><nav><a href="/">All cases</a> · <a href="/query">Query page</a></nav>
<header><p class="kick">For programs</p><h1>SPARQL endpoint</h1>
<p class="dek">This address answers read-only SPARQL 1.1 queries by GET or POST. The Query page asks it with an editor.</p></header>
<pre>{escape(call)}</pre>
<p>Tables come as JSON, XML, CSV or TSV, graphs as Turtle, JSON-LD, N-Triples, RDF/XML or TriG: by the Accept header or by
<code>format=</code>.
Our prefixes need not be declared. A query sees the merge of what is asserted and what is inferred; <code>GRAPH</code> tells them apart.</p>
<p>A query may run for 20 seconds and be 64 kB long. It cannot update, and it cannot reach another server.</p></main>""",
    )
