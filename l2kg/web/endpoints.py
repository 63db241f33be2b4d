"""What the SPARQL endpoint says of itself to people, as a page."""

from __future__ import annotations

from html import escape

from l2kg.views.documents import html_page

__all__ = ["endpoint_page"]

_EXAMPLE = """SELECT ?case ?measure WHERE {
  ?measure a l2:CrossTableMeasure ; rdfs:label ?label ; l2:inCase ?case
}"""
_ANY = "SELECT * WHERE { ?subject ?predicate ?object } LIMIT 10"
_NAVIGATION = '<nav><a href="/">All cases</a> · <a href="/query">Query page</a></nav>'
_OURS = """<p>Our prefixes need not be declared. A query sees the merge of what is asserted and what is inferred; <code>GRAPH</code> tells
them apart. The Query page asks this address with an editor.</p>"""


def endpoint_page(endpoint: str, *, foreign: bool = False) -> str:
    """Tell a person who opens the endpoint in a browser what it is and how to ask it; ``foreign`` data are not told of."""
    call = (
        f"curl {endpoint} \\\n  -H 'Accept: text/csv' \\\n  --data-urlencode"
        f" 'query={_ANY if foreign else _EXAMPLE}'"
    )
    return html_page(
        "SPARQL endpoint",
        f"""<main>{"" if foreign else _NAVIGATION}
<header><p class="kick">For programs</p><h1>SPARQL endpoint</h1>
<p class="dek">This address answers read-only SPARQL 1.1 queries by GET or POST.</p></header>
<pre>{escape(call)}</pre>
<p>Tables come as JSON, XML, CSV or TSV, graphs as Turtle, JSON-LD, N-Triples, RDF/XML or TriG: by the Accept header or by
<code>format=</code>.</p>
{"" if foreign else _OURS}
<p>A query may run for 20 seconds and be 64 kB long. It cannot update, and it cannot reach another server.</p></main>""",
    )
