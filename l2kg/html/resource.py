"""A document about a thing of ours as HTML that needs no script; every word from the data is escaped."""

from __future__ import annotations

import json
import re
from html import escape
from typing import TYPE_CHECKING

import pyoxigraph as ox

from l2kg.cases.resources import label_of, types_of
from l2kg.html.document import FORMS, LICENCE, html_page
from l2kg.namespaces import BASE, L2, RDF, RDFS, SKOS, compact

if TYPE_CHECKING:
    from collections.abc import Iterable

    from l2kg.cases.resources import Document

__all__ = ["home_page", "href", "resource_page", "endpoint_page"]

_NAMES = {f"{RDFS}label", f"{SKOS}prefLabel"}
_ABOUT = (
    f"{L2}description",
    f"{SKOS}definition",
    "http://purl.org/dc/terms/description",
    "http://www.w3.org/ns/shacl#description",
)
_SCHEMA = {
    f"{L2}Person": "Person",
    f"{L2}Organization": "Organization",
    f"{L2}State": "Country",
    f"{SKOS}Concept": "DefinedTerm",
    f"{SKOS}ConceptScheme": "DefinedTermSet",
    f"{L2}Source": "CreativeWork",
    f"{L2}Claim": "Claim",
}
_MOST_SUBJECTS = 400
_ABROAD = re.compile(r"https?://[\w.-]+(?::\d+)?(?:[/?#]\S*)?", re.ASCII)


def href(iri: str) -> str | None:
    """Return where a link to an IRI leads: our own by path, others' where they are addresses of the web, else nowhere.

    >>> href("https://w3id.org/l2kg/actor/nato"), href("javascript:alert(1)")
    ('/actor/nato', None)
    """
    if iri.startswith(BASE):
        return "/" + iri.removeprefix(BASE)
    return iri if _ABROAD.fullmatch(iri) else None


def resource_page(store: ox.Store, one: Document) -> str:
    """Write what is said of a thing, of its parts, and which cases use it."""
    about = _about(one.triples, one.iri)
    head = (
        f'<meta name="description" content="{escape(about or one.label)}"><link'
        f' rel="cite-as" href="{escape(one.iri)}">'
        + "".join(
            f'<link rel="alternate" type="{media}"'
            f' href="/{escape(file_of(one.path))}.{end}">'
            for media, end in FORMS.items()
        )
        + '<link rel="describedby" type="text/turtle"'
        f' href="/{escape(file_of(one.path))}.ttl">'
        + f'<script type="application/ld+json">{_schema_org(one, about)}</script>'
    )
    forms = " · ".join(
        f'<a href="/{escape(file_of(one.path))}.{end}">{end}</a>'
        for end in FORMS.values()
    )
    body = (
        '<main><nav><a href="/">L2KG</a> · <a href="/sparql">SPARQL</a></nav>'
        f'<header><p class="kick">{escape(_kinds(one))}</p><h1>{escape(one.label)}</h1>'
        + (f'<p class="dek">{escape(about)}</p>' if about else "")
        + '</header><p class="cite">Cite as <a'
        f' href="{escape(one.iri)}">{escape(one.iri)}</a>. Data: {forms}</p>'
        + (
            _contents(one)
            if one.path.startswith("graph/") and not _of_its_own(one)
            else _told(store, one)
        )
        + _used(store, one)
        + "</main>"
    )
    return html_page(one.label, body, head=head)


def file_of(path: str) -> str:
    """Return the name, without its end, of the files of a document.

    >>> file_of("vocab/"), file_of("actor/nato")
    ('vocab/index', 'actor/nato')
    """
    return f"{path}index" if path.endswith("/") else path


def home_page(cases: Iterable[tuple[str, str]], documents: Iterable[str]) -> str:
    """Write the first page of a server without pages, or of a folder: cases, vocabularies, and ways in for programs."""
    listed = "".join(
        f'<li><a href="/case/{escape(slug)}">{escape(label)}</a></li>'
        for slug, label in cases
    )
    others = "".join(
        f'<li><a href="/{escape(path)}">{escape(path)}</a></li>' for path in documents
    )
    body = (
        '<main><header><p class="kick">Linked data</p><h1>L2KG</h1><p class="dek">The'
        " open knowledge graph and case database of Level II"
        f" negotiations.</p></header><h2>Cases</h2><ul>{listed}</ul><h2>Vocabulary</h2><ul><li><a"
        ' href="/ontology">Ontology</a></li><li><a'
        ' href="/tactic/">Tactics</a></li><li><a href="/vocab/">Code'
        ' lists</a></li></ul><h2>For programs</h2><ul><li><a href="/sparql">SPARQL'
        ' endpoint</a></li><li><a href="/.well-known/void">VoID and DCAT</a></li><li><a'
        ' href="/l2kg.nq">All data as N-Quads</a></li></ul><h2>Everything'
        " else</h2><details><summary>All"
        f" documents</summary><ul>{others}</ul></details></main>"
    )
    return html_page(
        "Linked data", body, head='<link rel="describedby" href="/.well-known/void">'
    )


def _about(triples: Iterable[ox.Triple], iri: str) -> str:
    said = {
        t.predicate.value: t.object for t in triples if t.subject == ox.NamedNode(iri)
    }
    return next(
        (str(getattr(said[name], "value", "")) for name in _ABOUT if name in said), ""
    )


def _kinds(one: Document) -> str:
    return (
        " · ".join(map(compact, types_of(one.triples, one.iri)))
        or one.path.partition("/")[0]
    )


def _schema_org(one: Document, about: str) -> str:
    kinds = types_of(one.triples, one.iri)
    kind = (
        "Dataset"
        if one.path.startswith("graph/")
        else next((name for iri, name in _SCHEMA.items() if iri in kinds), "Thing")
    )
    data = {
        "@context": "https://schema.org",
        "@type": kind,
        "@id": one.iri,
        "url": one.iri,
        "name": one.label,
    }
    data |= {"description": about} if about else {}
    data |= {"license": LICENCE} if kind == "Dataset" else {}
    data["subjectOf"] = {
        "@type": "Dataset",
        "name": f"What L2KG says of {one.label}",
        "license": LICENCE,
        "url": f"/{file_of(one.path)}.ttl",
    }  # type: ignore[assignment]
    return json.dumps(data, ensure_ascii=False).replace("<", "\\u003c")


def _told(store: ox.Store, one: Document) -> str:
    labels: dict[str, str] = {}
    rows: dict[str, dict[str, list[str]]] = {}
    for t in one.triples:
        if isinstance(t.subject, ox.NamedNode) and t.predicate.value not in _NAMES:
            said = rows.setdefault(t.subject.value, {}).setdefault(t.predicate.value, [])
            said.append(_value(store, t.object, labels))
    sections = []
    for subject in one.subjects[:_MOST_SUBJECTS]:
        local = subject.partition("#")[2] or (
            subject.removeprefix(one.iri) if subject != one.iri else ""
        )
        heading = (
            ""
            if subject == one.iri
            else (
                f'<h2 id="{escape(local)}">{_link(subject, _label(store, subject, labels))}</h2>'
            )
        )
        terms = "".join(
            f"<dt>{_link(by, _label(store, by, labels))}</dt><dd>{''.join(f'<span>{value}</span> ' for value in sorted(values))}</dd>"
            for by, values in sorted(
                rows.get(subject, {}).items(),
                key=lambda row: (row[0] != f"{RDF}type", row[0]),
            )
        )
        sections.append(f"<section>{heading}<dl>{terms}</dl></section>")
    return "".join(sections)


def _value(store: ox.Store, term: object, labels: dict[str, str]) -> str:
    if isinstance(term, ox.NamedNode):
        return _link(term.value, _label(store, term.value, labels))
    return (
        escape(str(getattr(term, "value", ""))) if isinstance(term, ox.Literal) else "…"
    )


def _label(store: ox.Store, iri: str, labels: dict[str, str]) -> str:
    if iri not in labels:
        labels[iri] = label_of(store, iri)
    return labels[iri]


def _link(iri: str, label: str) -> str:
    target = href(iri)
    abroad = (
        "" if target is None or target.startswith("/") else ' rel="noopener noreferrer"'
    )
    shown = escape(label)
    return (
        f'<span title="{escape(iri)}">{shown}</span>'
        if target is None
        else f'<a href="{escape(target)}"{abroad}>{shown}</a>'
    )


def _of_its_own(one: Document) -> bool:
    """Tell whether all that a document tells of are parts of it, as findings are of their graph."""
    return all(subject.partition("#")[0] == one.iri for subject in one.subjects)


def _contents(one: Document) -> str:
    documents = sorted({iri.partition("#")[0] for iri in one.subjects})
    listed = "".join(
        f"<li>{_link(iri, compact(iri))}</li>" for iri in documents[:_MOST_SUBJECTS]
    )
    return (
        f"<p>{len(one.triples)} triples, about things in {len(documents)}"
        f" documents:</p><ul>{listed}</ul>"
    )


def _used(store: ox.Store, one: Document) -> str:
    if not one.uses:
        return ""
    cases = "".join(
        f"<li>{_link(iri, label_of(store, iri))}, in"
        f" {_link(case, label_of(store, case))}</li>"
        for iri, case in ((iri, iri.partition("#")[0]) for iri in one.cases)
    )
    others = "".join(
        f"<li>{_link(iri, label_of(store, iri))}: {escape(compact(by))}</li>"
        for iri, by in one.uses
    )
    shown = f'<h2>Cases that use it</h2><ul class="uses">{cases}</ul>' if cases else ""
    return (
        f"{shown}<details><summary>All that leads"
        f" here</summary><ul>{others}</ul></details>"
    )


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
