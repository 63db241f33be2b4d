"""A case as documents that can be cited: RDF, and HTML that is complete without JavaScript."""

from __future__ import annotations

import json
from html import escape
from typing import TYPE_CHECKING

import pyoxigraph as ox

from l2kg.cases.tables import tables
from l2kg.drawing.figure import CSS, DARK, render
from l2kg.errors import NotFoundError
from l2kg.files import ontology_root
from l2kg.html.case import HEADING, disagreements_html
from l2kg.html.parts import (
    cite_line,
    element_html,
    evidence_html,
    heading_html,
    table_html,
)
from l2kg.namespaces import BASE, CASE, PREFIXES
from l2kg.queries.serialise import serialize_graph

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from l2kg.cases.elements import ElementView
    from l2kg.cases.view import CaseView
    from l2kg.conflicts.reading import Disagreement

__all__ = [
    "case_iri",
    "citation",
    "figure_svg",
    "graph_document",
    "html_document",
    "html_page",
    "path_of",
]

LICENCE = "https://creativecommons.org/licenses/by/4.0/"
FORMS = {
    "text/turtle": "ttl",
    "application/ld+json": "jsonld",
    "application/n-triples": "nt",
    "application/rdf+xml": "rdf",
}


def case_iri(slug: str) -> str:
    """Return the IRI of a case, which a sub-case shares with its document up to the hash."""
    return f"{CASE}{slug}"


def path_of(slug: str) -> str:
    """Return the path at which this server answers for a case.

    >>> path_of("bonn-summit-1978#us-decontrol")
    '/case/bonn-summit-1978#us-decontrol'
    """
    return f"/case/{slug}"


def graph_document(store: ox.Store, slug: str, media_type: str) -> bytes:
    """Write what is asserted of a case, as its graph holds it.

    Raises:
        NotFoundError: the store has no such case.
    """
    graph = ox.NamedNode(case_iri(slug))
    triples = [quad.triple for quad in store.quads_for_pattern(None, None, None, graph)]
    if not triples:
        raise NotFoundError(f"no case {slug!r}: /cases lists them all")
    if media_type == "text/turtle":
        return _turtle(triples, graph.value).encode()
    if media_type == "application/ld+json":
        return _json_ld(triples).encode()
    return serialize_graph(triples, media_type)


def _turtle(triples: Iterable[ox.Triple], case: str) -> str:
    from l2kg.turtle import canonical

    body = (
        ox.serialize(
            triples, format=ox.RdfFormat.TURTLE, prefixes={"": f"{case}#", **PREFIXES}
        )
        or b""
    )
    return canonical(body.decode())


def _json_ld(triples: Iterable[ox.Triple]) -> str:
    from rdflib import Graph

    graph = Graph(bind_namespaces="none")
    graph.parse(data=ox.serialize(triples, format=ox.RdfFormat.N_TRIPLES), format="nt")
    context = json.loads(
        (ontology_root() / "context.jsonld").read_text(encoding="utf-8")
    )["@context"]
    return graph.serialize(
        format="json-ld", context=context, indent=2, ensure_ascii=False
    )


def figure_svg(view: CaseView) -> bytes:
    """Write the two-level figure as a file of its own."""
    return render(view, standalone=True).encode()


def citation(view: CaseView, version: str) -> str:
    """Say how to cite a case record."""
    work = (
        "L2KG, the open knowledge graph and case database of Level II negotiations,"
        f" version {version}"
    )
    return f"{view.summary.label}. In: {work}. {view.summary.iri}"


def html_page(title: str, body: str, *, head: str = "") -> str:
    """Put a body into a document with our fonts, colours and no script."""
    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8"><meta'
        ' name="viewport" content="width=device-width,'
        f' initial-scale=1"><title>{escape(title)} · L2KG</title>{head}<link rel="icon"'
        ' href="/assets/icon.svg" type="image/svg+xml"><link rel="stylesheet"'
        ' href="/assets/parts.css"><link rel="stylesheet"'
        f' href="/assets/document.css"></head><body>{body}</body></html>'
    )


def html_document(
    view: CaseView,
    elements: Sequence[ElementView],
    parts: Sequence[CaseView] = (),
    found: Sequence[Disagreement] = (),
    *,
    figure: Callable[[CaseView], str] = render,
) -> str:
    """Write a case with its figure, its tables, what does not agree in it, and every element with its evidence.

    ``elements`` are those of the view, read with their evidence; ``parts`` are its
    sub-cases; ``found`` is what does not agree; ``figure`` draws a case for a wide page.
    """
    case = view.summary
    slug = case.slug.partition("#")[0]
    head = (
        f'<meta name="description" content="{escape(case.description)}"><link'
        f' rel="cite-as" href="{escape(case.iri)}">'
        + "".join(
            f'<link rel="alternate" type="{media}" href="/case/{slug}.{end}">'
            for media, end in FORMS.items()
        )
        + f'<script type="application/ld+json">{_schema_org(view)}</script>'
        + f"<style>{CSS}@media screen and"
        f" (prefers-color-scheme:dark){{.l2fig{{{DARK}}}}}</style>"
    )
    sections = "".join(_part(part, figure(part)) for part in parts)
    body = f"{_top(view, figure(view))}{sections}{_tables(view)}{_clashes(found)}{_elements(elements)}{_passages(view)}"
    return html_page(case.label, f"<main>{body}</main>", head=head)


def _schema_org(view: CaseView) -> str:
    case, slug = view.summary, view.summary.slug.partition("#")[0]
    downloads = [
        {
            "@type": "DataDownload",
            "encodingFormat": media,
            "contentUrl": f"/case/{slug}.{end}",
        }
        for media, end in FORMS.items()
    ]
    data = {
        "@context": "https://schema.org",
        "@type": "Dataset",
        "@id": case.iri,
        "url": case.iri,
        "name": case.label,
        "description": case.description,
        "license": LICENCE,
        "isAccessibleForFree": True,
        "distribution": downloads,
        "includedInDataCatalog": {"@type": "DataCatalog", "name": "L2KG"},
    }
    return json.dumps(data, ensure_ascii=False).replace("<", "\\u003c")


def _top(view: CaseView, svg: str) -> str:
    case, slug = view.summary, view.summary.slug.partition("#")[0]
    forms = " · ".join(
        f'<a href="/case/{slug}.{end}">{name}</a>' for end, name in _FORM_NAMES
    )
    subcases = "".join(
        "<li><a"
        f' href="#{escape(sub.slug.partition("#")[2])}">{escape(sub.label)}</a></li>'
        for sub in view.subcases
    )
    iri = escape(case.iri)
    return (
        f'<nav><a href="/">All cases</a> · <a href="/case?id={slug}">Interactive'
        f" page</a></nav><header>{heading_html(case)}"
        + (
            f"<p>Its parts are cases themselves:</p><ul>{subcases}</ul>"
            if subcases
            else ""
        )
        + f'</header><figure>{svg}</figure><p class="cite">Cite as <a'
        f' href="{iri}">{iri}</a>. Data: {forms}</p>'
    )


def _part(view: CaseView, svg: str) -> str:
    local = escape(view.summary.slug.partition("#")[2])
    return (
        "<section"
        f' id="{local}">{heading_html(view.summary, level=2)}<figure>{svg}</figure></section>'
    )


_FORM_NAMES = (
    ("ttl", "Turtle"),
    ("jsonld", "JSON-LD"),
    ("nt", "N-Triples"),
    ("rdf", "RDF/XML"),
    ("svg", "figure (SVG)"),
)


def _local_link(iri: str) -> str | None:
    if iri.startswith(CASE) and "#" in iri:
        return f"#{iri.partition('#')[2]}"
    return f"/{iri.removeprefix(BASE)}" if iri.startswith(BASE) else None


def _tables(view: CaseView) -> str:
    return "".join(
        f"<section><h2>{escape(table.title)}</h2><div"
        f' class="scroll">{table_html(table, _local_link)}</div></section>'
        for table in tables(view)
    )


def _elements(elements: Iterable[ElementView]) -> str:
    articles = "".join(
        "<article"
        f' id="{escape(one.id)}">{element_html(one, _local_link, level=3, folded=True)}</article>'
        for one in elements
    )
    return (
        '<section class="elements"><h2>Every element, with its evidence</h2><div'
        f' class="grid">{articles}</div></section>'
    )


def _clashes(found: Sequence[Disagreement]) -> str:
    return (
        f"<section><h2>{HEADING}</h2>{disagreements_html(found, _local_link)}</section>"
        if found
        else ""
    )


def _passages(view: CaseView) -> str:
    """List the passages, those of one voice and place together; of these print names voice and place only with the last."""
    passages = sorted(
        view.evidence,
        key=lambda one: (one.source.label if one.source else "", cite_line(one), one.id),
    )
    told = [*map(cite_line, passages), ""]
    listed = "".join(
        f'<li id="{escape(one.id)}"{" class=more" if told[n] == told[n + 1] else ""}>{evidence_html(one)}</li>'
        for n, one in enumerate(passages)
    )
    return f'<section class="passages"><h2>Passages</h2><ol>{listed}</ol></section>'
