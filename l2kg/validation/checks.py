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
from l2kg.kinds import DATA
from l2kg.namespaces import CASE, DCTERMS, GRAPH, L2, PREFIXES, RDF
from l2kg.queries.header import Query, load
from l2kg.queries.lists import lists_in
from l2kg.queries.rules import project_rules
from l2kg.schema.terms import Terms
from l2kg.validation.advice import Names
from l2kg.validation.files import (
    FILE_CHECKS,
    TABLE_CHECKS,
    Check,
    dangles,
    has_case,
    iri,
    layout,
    mappings,
    misnamed,
    statements,
)
from l2kg.validation.shapes import (
    Context,
    rdf_graph,
    rdf_term,
    results,
    shape_rules,
    written,
)
from l2kg.validation.template import TEMPLATE_CHECK, leftovers

if TYPE_CHECKING:
    from collections.abc import Container, Iterator, Mapping

    from rdflib.term import Node

    from l2kg.corpus import Part
    from l2kg.findings import Severity
    from l2kg.validation.shapes import ShapeRule

__all__ = ["check", "check_queries", "checks"]

_TYPE = f"{RDF}type"
_UNKNOWN, _ON_WRONG = "unknown-term", "property-on-wrong-class"  # rules on names


def check(corpus: Corpus) -> list[Finding]:
    """Return all findings in the files that are to be checked, by file and line.

    A case file that describes no case, or several of which none has its name, is looked
    at no further.
    """
    findings: list[Finding] = []
    sound = []
    for part in corpus.parts:
        wrong = list(misnamed(part)) if part.checked else []
        findings += wrong
        if part.checked:
            about = mappings(part, corpus.described) if part.is_table else layout(part)
            findings += about
        if not part.is_table and (not wrong or has_case(part)):
            sound.append(part)
    findings += _by_content(Corpus(tuple(sound)))
    return in_order(dict.fromkeys(findings))


def _by_content(corpus: Corpus) -> Iterator[Finding]:
    """Check what files say: statement by statement, by shapes, and by queries over all."""
    described = _described(corpus)
    # built for this run alone: pyshacl writes into the shapes that it is given
    # and reads them all the time: the simple store asks no triple for its contexts
    shapes = rdf_graph(corpus.of("shapes"), "SimpleMemory")
    rules = shape_rules(shapes, corpus)
    coded = {rule.path for rule in rules.values() if rule.codes and rule.path}
    for part in _data(corpus):
        yield from statements(part, described, coded)
        yield from leftovers(part)
    names = Names(Terms.of(corpus.of("ontology", "vocab")))
    odd = _misnamed(corpus, names)
    told: set[tuple[str, str, str]] = set()
    yield from _by_shapes(corpus, described, shapes, rules, odd, told)
    yield from _by_queries(corpus, names, odd, told)


def checks(corpus: Corpus) -> dict[str, Check]:
    """Return every rule by its name.

    File rules, those of tables of mappings, those of the corpus's shapes, check queries.
    """
    queries = {query.name: _check_of(query) for query in check_queries()}
    shapes = {
        rule.check.name: rule.check
        for rule in shape_rules(rdf_graph(corpus.of("shapes")), corpus).values()
    }
    left = {TEMPLATE_CHECK.name: TEMPLATE_CHECK}
    return {**FILE_CHECKS, **TABLE_CHECKS, **left, **shapes, **queries}


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
    subjects = (t.subject for part in corpus.parts for t in part.triples)
    return {name for subject in subjects if (name := iri(subject))} | _elsewhere()


def _misnamed(corpus: Corpus, names: Names) -> dict[str, set[str]]:
    """Return what is said with a name that the ontology lacks, each with what was probably meant.

    Of something of a class that there is not, the class itself is among it.
    """
    found: dict[str, set[str]] = {}
    for part in _data(corpus):
        for t in part.triples:
            value = iri(t.object) if t.predicate.value == _TYPE else None
            if names.lacks(t.predicate.value) or names.lacks(value or ""):
                _, near = names.unknown(t.predicate.value, value or "")
                found.setdefault(iri(t.subject) or "", set()).update(
                    (near, _TYPE) if value else (near,)
                )
    return found


def _by_shapes(
    corpus: Corpus,
    described: Container[str],
    shapes: rdflib.Graph,
    rules: Mapping[str, ShapeRule],
    odd: Mapping[str, Container[str]],
    told: set[tuple[str, str, str]],
) -> Iterator[Finding]:
    """Validate each data file by the shapes, and note each value that is told to be wrong.

    A value that nothing describes is left to another rule, unless it stands for a code,
    and so is one that is none of its type, and what follows from a misspelt name alone.
    """
    import pyshacl

    _quicken()
    context, lists = Context.of(corpus, _elsewhere()), lists_in(corpus.of("vocab"))
    for part in _data(corpus):
        _, report, _ = pyshacl.validate(
            context.around(part), shacl_graph=shapes, inference="none", inplace=True
        )
        own = {rdf_term(t.subject) for t in part.triples}
        for focus, shape, value in results(cast("rdflib.Graph", report)):
            rule = rules[shape]
            element = str(focus) if isinstance(focus, rdflib.URIRef) else None
            if (
                focus not in own
                or _left_to_others(rule, value, described)
                or _misspelt(rule, element or "", value, odd)
            ):
                continue
            check, detail = rule.check, ""
            if rule.path and value is None:
                detail = _counted(part, element, rule.path)
            elif rule.path and value is not None:
                check, detail = rule.breach(value, lists, context)
                told.add((element or "", rule.path, str(value)))
            yield check.finding(part, element, detail)


@cache
def _quicken() -> None:
    """Let pyshacl look its parameters up in a set.

    It keeps a list for all validations of a process and goes through it, with rdflib's
    slow equality, for each property of each shape at each focus: a third of all its time.
    """
    from pyshacl import constraints, shape

    known = constraints.CONSTRAINT_PARAMETERS_MAP
    shape.CONSTRAINT_PARAMS = (frozenset(known), known)  # type: ignore[attr-defined]


def _left_to_others(
    rule: ShapeRule, value: Node | None, described: Container[str]
) -> bool:
    if isinstance(value, rdflib.Literal):
        return bool(value.ill_typed)
    lost = isinstance(value, rdflib.URIRef) and dangles(str(value), described)
    return lost and not rule.codes


def _misspelt(
    rule: ShapeRule, element: str, value: Node | None, odd: Mapping[str, Container[str]]
) -> bool:
    """Say whether what a shape tells follows from a misspelt name alone."""
    if value is None:
        return rule.path in odd.get(element, ())
    return _TYPE in odd.get(str(value), ())


def _counted(part: Part, element: str | None, path: str) -> str:
    """Say how many values an element has."""
    count = sum(
        iri(t.subject) == element and t.predicate.value == path for t in part.triples
    )
    if count > 1:
        return f"there are {count}"
    return "there is one" if count else "there is none"


def _by_queries(
    corpus: Corpus,
    names: Names,
    odd: Mapping[str, Container[str]],
    told: Container[tuple[str, str, str]],
) -> Iterator[Finding]:
    """Find what the check queries return of files that are to be checked.

    A value of which the shapes have told is passed over, and so is what follows from a
    misspelt class alone.
    """
    home = _homes(corpus)
    for query, row in _answers(corpus):
        rule, element = _check_of(query), iri(row["element"])
        found = home.get(element or "")
        prop, value = (getattr(row[one], "value", "") for one in ("property", "value"))
        if not found or not found.checked or (element or "", prop, value) in told:
            continue
        if query.name == _UNKNOWN:
            yield rule.finding(found, element, names.advice(prop, value))
        elif query.name != _ON_WRONG or _TYPE not in odd.get(element or "", ()):
            detail = f"{_short(row['property'])} {_short(row['value'])}"
            if query.name == _ON_WRONG:
                detail += names.home(prop)
            yield rule.finding(found, element, detail)


def _answers(corpus: Corpus) -> Iterator[tuple[Query, ox.QuerySolution]]:
    """Run the check queries over all files at once, and yield each row that they return.

    Those of the ontology are asked only where some part of it is to be checked.
    """
    about_terms = any(
        part.checked and part.kind in ("ontology", "vocab") for part in corpus.parts
    )
    store = _with_rules(corpus) if about_terms else corpus.store()
    for query in check_queries():
        if about_terms or "ontology" not in query.tags:
            answer = store.query(
                query.text, prefixes=PREFIXES, use_default_graph_as_union=True
            )
            for row in cast("ox.QuerySolutions", answer):
                yield query, row


def _homes(corpus: Corpus) -> dict[str, Part]:
    """Return the file that describes each thing, before others one that is to be checked."""
    homes: dict[str, Part] = {}
    for part in sorted(corpus.parts, key=lambda part: part.checked):
        homes.update({name: part for t in part.triples if (name := iri(t.subject))})
    return homes


def _with_rules(corpus: Corpus) -> ox.Store:
    """Return a corpus as a store, with a graph that says which terms each rule of inference names."""
    store = corpus.store()
    graph = ox.NamedNode(f"{GRAPH}rules")
    names = ox.NamedNode(f"{DCTERMS}references")
    for rule in project_rules():
        terms = {
            ox.NamedNode(f"{L2}{term}")
            for term in re.findall(r"\bl2:(\w+)", rule.construct)
        }
        store.extend(ox.Quad(rule.graph, names, term, graph) for term in terms)
    return store


def _short(term: ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple | None) -> str:
    return "" if term is None else written(rdf_term(term))
