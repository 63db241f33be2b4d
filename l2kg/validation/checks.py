"""Check what was authored: file rules, SHACL shapes and check queries; all that is wrong in one run."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, cast

import pyoxigraph as ox
import rdflib

from l2kg.corpus import Corpus
from l2kg.files import code_root, data_root
from l2kg.findings import Finding, in_order
from l2kg.namespaces import CASE, DCTERMS, GRAPH, L2, PREFIXES, compact
from l2kg.queries.header import Query, load
from l2kg.queries.rules import project_rules
from l2kg.validation.files import (
    DATA,
    FILE_CHECKS,
    TABLE_CHECKS,
    Check,
    dangles,
    iri,
    layout,
    mappings,
    misnamed,
    statements,
)
from l2kg.validation.shapes import Context, rdf_graph, rdf_term, results, shape_rules

if TYPE_CHECKING:
    from collections.abc import Container, Iterator

    from l2kg.corpus import Part
    from l2kg.findings import Severity

__all__ = ["check", "check_queries", "checks"]


def check(corpus: Corpus) -> list[Finding]:
    """Return all findings in the files that are to be checked, by file and line.

    A case file that does not describe the case of its name is looked at no further.
    """
    wrong = {part.path: list(misnamed(part)) for part in corpus.parts if part.checked}
    tables = [part for part in corpus.parts if part.checked and part.is_table]
    sound = Corpus(
        tuple(
            part
            for part in corpus.parts
            if not wrong.get(part.path) and not part.is_table
        )
    )
    described = _described(sound)
    findings = [finding for found in wrong.values() for finding in found]
    findings += [
        finding
        for part in corpus.parts
        if part.checked and not part.is_table
        for finding in layout(part)
    ]
    findings += [
        finding for part in tables for finding in mappings(part, corpus.described)
    ]
    findings += [
        finding for part in _data(sound) for finding in statements(part, described)
    ]
    findings += _by_shapes(sound, described)
    findings += _by_queries(sound)
    return in_order(dict.fromkeys(findings))


def checks(corpus: Corpus) -> dict[str, Check]:
    """Return every rule by its name: file rules, those of tables of mappings, those of the corpus's shapes, check queries."""
    queries = {query.name: _check_of(query) for query in check_queries()}
    shapes = {
        rule.check.name: rule.check
        for rule in shape_rules(rdf_graph(corpus.of("shapes")), corpus).values()
    }
    return {**FILE_CHECKS, **TABLE_CHECKS, **shapes, **queries}


@cache
def check_queries() -> tuple[Query, ...]:
    """Return the shipped check queries by name."""
    return tuple(
        load(path) for path in sorted((code_root() / "queries" / "checks").glob("*.rq"))
    )


def _check_of(query: Query) -> Check:
    return Check(
        query.name, cast("Severity", query.severity), query.summary, query.fix or ""
    )


def _data(corpus: Corpus) -> tuple[Part, ...]:
    return tuple(part for part in corpus.parts if part.checked and part.kind in DATA)


def _elsewhere() -> set[str]:
    """Return the IRIs of the shipped cases, which stand behind any file, read or not."""
    return {f"{CASE}{path.stem}" for path in (data_root() / "cases").glob("*.ttl")}


def _described(corpus: Corpus) -> set[str]:
    return {
        name for part in corpus.parts for t in part.triples if (name := iri(t.subject))
    } | _elsewhere()


def _by_shapes(corpus: Corpus, described: Container[str]) -> Iterator[Finding]:
    """Validate each data file by the shapes; a value that nothing describes is left to another rule."""
    import pyshacl

    shapes = rdf_graph(
        corpus.of("shapes")
    )  # built for this run alone: pyshacl writes into the shapes that it is given
    rules, context = shape_rules(shapes, corpus), Context.of(corpus, _elsewhere())
    for part in _data(corpus):
        _, report, _ = pyshacl.validate(
            context.around(part), shacl_graph=shapes, inference="none", inplace=True
        )
        own = {rdf_term(t.subject) for t in part.triples}
        for focus, shape, value in results(cast("rdflib.Graph", report)):
            if focus in own and not (
                isinstance(value, rdflib.URIRef) and dangles(str(value), described)
            ):
                rule, element = (
                    rules[shape],
                    str(focus) if isinstance(focus, rdflib.URIRef) else None,
                )
                yield rule.check.finding(
                    part, element, _found(part, element, rule.path, value)
                )


def _found(
    part: Part, element: str | None, path: str | None, value: rdflib.term.Node | None
) -> str:
    """Say what was found in place of what a shape wants."""
    if path is None:
        return ""
    if isinstance(value, rdflib.URIRef | rdflib.BNode | rdflib.Literal):
        return (
            f"found {compact(value) if isinstance(value, rdflib.URIRef) else value.n3()}"
        )
    count = sum(
        iri(t.subject) == element and t.predicate.value == path for t in part.triples
    )
    return (
        f"there are {count}"
        if count > 1
        else "there is one"
        if count
        else "there is none"
    )


def _by_queries(corpus: Corpus) -> Iterator[Finding]:
    """Run the check queries over all files at once; what they return of a file that is not to be checked is passed over.

    Those of the ontology are asked only where some part of it is to be checked.
    """
    home: dict[str, Part] = {}
    for part in sorted(corpus.parts, key=lambda part: part.checked):
        home.update({name: part for t in part.triples if (name := iri(t.subject))})
    about_terms = any(
        part.checked and part.kind in ("ontology", "vocab") for part in corpus.parts
    )
    store = _with_rules(corpus) if about_terms else corpus.store()
    for query in check_queries():
        if "ontology" in query.tags and not about_terms:
            continue
        rule = _check_of(query)
        for row in cast(
            "ox.QuerySolutions",
            store.query(query.text, prefixes=PREFIXES, use_default_graph_as_union=True),
        ):
            element = iri(row["element"])
            found = home.get(element or "")
            if found and found.checked:
                yield rule.finding(
                    found, element, f"{_short(row['property'])} {_short(row['value'])}"
                )


def _with_rules(corpus: Corpus) -> ox.Store:
    """Return a corpus as a store, with a graph that says which terms each rule of inference names."""
    store, graph, names = (
        corpus.store(),
        ox.NamedNode(f"{GRAPH}rules"),
        ox.NamedNode(f"{DCTERMS}references"),
    )
    for rule in project_rules():
        terms = {
            ox.NamedNode(f"{L2}{term}")
            for term in re.findall(r"\bl2:(\w+)", rule.construct)
        }
        store.extend(ox.Quad(rule.graph, names, term, graph) for term in terms)
    return store


def _short(term: ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple | None) -> str:
    if isinstance(term, ox.NamedNode):
        return compact(term.value)
    return f'"{term.value}"' if isinstance(term, ox.Literal) else str(term)
