"""Write docs/ontology/: the ontology's own pages by pyLODE, without a network.

They have a picture, and a real case for each term.
"""

from __future__ import annotations

import re
import sys
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING

from rdflib import (
    RDF,
    RDFS,
    SDO,
    SKOS,
    Graph,
    Literal,
    URIRef,
)
from rdflib.namespace import DCTERMS, OWL

from l2kg.codebook.overview import overview
from l2kg.codebook.usage import Usage
from l2kg.corpus import read
from l2kg.inference.materialise import infer
from l2kg.namespaces import L2, PREFIXES, compact
from l2kg.schema.terms import Terms

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pyoxigraph as ox

    from l2kg.corpus import Corpus
    from l2kg.schema.terms import Index, Term

HOME = Path(__file__).parent / "ontology"
ONTOLOGY = L2.rstrip("#")
SYNTAX = {f"{OWL}intersectionOf": " and ", f"{OWL}unionOf": " or "}
RESTRICTIONS = {f"{OWL}someValuesFrom": "some", f"{OWL}hasValue": "value"}
AXIOMS = {f"{OWL}equivalentClass": "Exactly", f"{RDFS}subClassOf": "Always"}
STYLE = """
body{margin:0;padding:2.2em 18em 4em 3.2em;background:#fffdf8;color:#1d2433;
font:16px/1.55 Inter,system-ui,sans-serif}
h1,h2,h3{font-family:"Source Serif 4",Georgia,serif;line-height:1.2;text-align:left}
h1{font-size:2.1em;margin:.2em 0 .6em}h2{margin-top:2.4em;font-size:1.55em}
h3{font-size:1.2em;margin:2.2em 0 .4em;padding-top:.8em;border-top:1px solid #e4dccb}
a{color:#8a5600}a:hover{color:#1d2433}
code,pre{font-family:"IBM Plex Mono",ui-monospace,monospace;font-size:.86em;white-space:pre-wrap}
pre{margin:0;font-family:inherit;font-size:1em}
#content{max-width:62em}figure{margin:0 0 1em}figcaption,.lead{color:#5b6270;max-width:46em}
table{width:100%;border-collapse:collapse}
th{width:11em;text-align:left;vertical-align:top;font-weight:600;padding:.25em 1em .25em 0}
td{vertical-align:top;padding:.25em 0;overflow-wrap:anywhere}td p,dd p{margin:0}
td ul,dd ul{margin:0;padding-left:1.1em}
dt{font-weight:600}dd{margin:.2em 0 .8em 1.4em}
.hover_property{text-decoration:none;color:inherit;cursor:help}
sup{font-size:.65em;margin-left:.15em;color:#5b6270}
.cardinality{font-style:italic;color:#5b6270;margin:0 .3em}
#toc{position:fixed;top:0;right:0;height:100%;width:15em;overflow-y:auto;padding:1em;
box-sizing:border-box;background:#f6efdf;font-size:.85em}
#toc h3{border:0;margin:0;padding:0}#toc h4{margin:1em 0 .2em}
#toc ul{list-style:none;margin:0;padding:0}#toc .second{padding-left:.7em}
#pylode{color:#5b6270;font-size:.8em}#pylode p,#pylode span{margin:0}#legend table{width:auto}
@media (max-width:60em){body{padding:1.2em}
#toc{position:static;width:auto;height:auto;margin-top:3em}}
@media print{#toc{display:none}body{padding:0}}
"""
LEAD = """<p class="lead">Classes and properties for cases in which one side of a negotiation eases
the barriers behind another's table.
The <a href="../codebook.md">codebook</a> tells how a case is coded with them, code by code;
<a href="../ontology-quality.md">what is checked</a> says which faults are looked for.</p>
<figure>{picture}
<figcaption>The main classes. Each box leads to its entry; every line is a property of the
ontology.</figcaption></figure>"""


def pages(corpus: Corpus) -> dict[str, str]:
    """Return the files of the pages by name."""
    terms = Terms.of(corpus.of("ontology", "vocab"))
    usage = Usage.of(corpus, [found.triple for found in infer(corpus)[0]])
    named = [*terms.kind("class"), *terms.kind("property")]
    anchors = {term.iri: term.iri.removeprefix(L2) for term in named}
    html = _lode(_graph(terms, usage), anchors)
    lead = LEAD.format(picture=overview(terms))
    html = re.sub(
        r"<style>.*?</style>",
        f"<style>{STYLE}</style>",
        html,
        count=1,
        flags=re.DOTALL,
    )
    html = re.sub(r"<link [^>]*data:image[^>]*>", "", html)  # pyLODE's own icon
    html = re.sub(
        r"(</h1>)",
        lambda found: found[1] + lead,
        html,
        count=1,
    )
    html = re.sub(
        r"\n\s+",
        "\n",
        html.replace("<html>", '<html lang="en">', 1),
    )
    return {
        "index.html": html.rstrip() + "\n",
        "overview.svg": overview(terms, "index.html"),
    }


def _lode(graph: Graph, names: dict[str, str]) -> str:
    """Have pyLODE write the page, with the names of the terms as anchors."""
    from pylode import OntPub  # type: ignore[import-untyped, unused-ignore]

    document = OntPub(graph)
    document.fids.update(names)
    return str(document.make_html())


def _graph(terms: Terms, usage: Usage) -> Graph:
    """Return what is to be shown: header, and terms in the order of their labels.

    Foreign declarations and nested axioms are left out.
    """
    graph = Graph(bind_namespaces="none")
    for prefix, space in PREFIXES.items():
        graph.bind(prefix, space)
    index = terms.index
    for name, values in sorted(index.values[ONTOLOGY].items()):
        for value in values:
            graph.add((URIRef(ONTOLOGY), URIRef(name), _node(value)))
    sources: set[str] = set()
    for subject in index.values:
        sources.update(index.iris(subject, str(DCTERMS.source)))
    for source in sorted(sources):
        label = usage.label(source) or compact(source)
        graph.add((URIRef(source), RDFS.label, Literal(label)))
    shown = [
        *terms.kind("class"),
        *terms.kind("property"),
        *terms.kind("annotation"),
    ]
    for term in sorted(shown, key=lambda term: (term.label.casefold(), term.iri)):
        for link, value in _statements(terms, usage, term):
            graph.add((URIRef(term.iri), URIRef(link), value))
    return graph


def _statements(
    terms: Terms,
    usage: Usage,
    term: Term,
) -> Iterator[tuple[str, URIRef | Literal]]:
    """Yield what a page says of a term, as property and value."""
    read = terms.index
    for name in map(str, (RDF.type, DCTERMS.source, RDFS.subClassOf, RDFS.subPropertyOf)):
        for iri in read.iris(term.iri, name):
            yield name, URIRef(iri)
    for name in map(str, (RDFS.label, SKOS.definition, SKOS.scopeNote, SKOS.example)):
        for text in read.texts(term.iri, name):
            yield name, Literal(text, lang="en")
    for text in _notes(terms, usage, term):
        yield str(SKOS.note), Literal(text)
    # Two values of rdfs:domain would mean what is in both classes; schema.org's mean either.
    yield from _ends(term.domain, RDFS.domain, SDO.domainIncludes)
    yield from _ends(term.range, RDFS.range, SDO.rangeIncludes)


def _ends(
    classes: tuple[str, ...],
    of_one: URIRef,
    of_several: URIRef,
) -> Iterator[tuple[str, URIRef]]:
    name = of_one if len(classes) == 1 else of_several
    for iri in classes:
        yield str(name), URIRef(iri)


def _notes(
    terms: Terms,
    usage: Usage,
    term: Term,
) -> Iterator[str]:
    """Yield a real case that shows a term, its counter-examples, and axioms in words, as Markdown."""
    found = usage.example(term.iri)
    if found:
        label = escape(found.label or compact(found.iri))
        value = f" → {escape(found.value)}" if found.value else ""
        place = f", in *{escape(found.place)}*" if found.place != found.label else ""
        yield f"In the data: [{label}]({found.iri}){value}{place}"
    elif term.kind != "annotation":
        yield "In the data: no case uses it."
    for trap in term.traps:
        yield f"Not: {escape(trap)}"
    read = terms.index
    for name, word in AXIOMS.items():
        named = read.iris(term.iri, name)
        for node in read.nodes(term.iri, name):
            if node not in named:
                yield f"{word}: {_axiom(read, node)}"


def _axiom(read: Index, node: str) -> str:
    """Write a nested class or property in words.

    >>> from l2kg.schema.terms import Index
    >>> _axiom(Index({}), "https://w3id.org/l2kg/ontology#Side")
    'l2:Side'
    """
    for name, word in SYNTAX.items():
        for head in read.nodes(node, name):
            members = [_axiom(read, member) for member in read.members(head)]
            return f"({word.join(members)})"
    for inner in read.nodes(node, f"{OWL}inverseOf"):
        return f"inverse of {_axiom(read, inner)}"
    for name, word in RESTRICTIONS.items():
        for value in read.nodes(node, name):
            (link,) = read.nodes(node, f"{OWL}onProperty")
            return f"{_axiom(read, link)} {word} {_axiom(read, value)}"
    return compact(node)


def _node(term: ox.NamedNode | ox.BlankNode | ox.Literal) -> URIRef | Literal:
    if hasattr(term, "language"):
        return Literal(term.value, lang=term.language)
    return URIRef(term.value)


if __name__ == "__main__":
    HOME.mkdir(exist_ok=True)
    for name, text in pages(read()[0]).items():
        (HOME / name).write_text(text, encoding="utf-8")
        sys.stderr.write(f"{HOME / name}: {len(text):,} characters\n")
