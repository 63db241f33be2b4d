"""Read the SHACL shapes as rules, and lay out for rdflib what a file is validated with."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pyoxigraph as ox
import rdflib

from l2kg.namespaces import L2, RDF, RDFS, SH, SKOS, compact
from l2kg.validation.files import DATA, Check

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from l2kg.corpus import Corpus, Part
    from l2kg.findings import Severity

__all__ = ["Context", "ShapeRule", "rdf_graph", "rdf_term", "results", "shape_rules"]

_TYPE, _SUBCLASS, _SCHEME = f"{RDF}type", f"{RDFS}subClassOf", f"{SKOS}inScheme"
_SHACL = rdflib.Namespace(SH)
_SEVERITIES: dict[str, Severity] = {
    f"{SH}Violation": "error",
    f"{SH}Warning": "warning",
    f"{SH}Info": "info",
}
_LISTED = 15  # codes of a list that a remedy still names


@dataclass(frozen=True, slots=True)
class ShapeRule:
    """A shape with a message: the rule that it is, and the property that it looks at."""

    check: Check
    path: str | None


def shape_rules(shapes: rdflib.Graph, corpus: Corpus) -> dict[str, ShapeRule]:
    """Return the rules of a shapes graph, by the IRI of the shape.

    A remedy names the codes of a short list.
    """
    codes: dict[str, list[str]] = defaultdict(list)
    for t in corpus.of("vocab"):
        if (
            t.predicate.value == _SCHEME
            and isinstance(t.subject, ox.NamedNode)
            and isinstance(t.object, ox.NamedNode)
        ):
            codes[t.object.value].append(compact(t.subject.value))
    rules = {}
    for shape, message in shapes.subject_objects(_SHACL.message):
        severity = _SEVERITIES[
            str(shapes.value(shape, _SHACL.severity) or f"{SH}Violation")
        ]
        remedy = str(shapes.value(shape, _SHACL.description))
        known = [
            code for scheme in _schemes(shapes, shape) for code in sorted(codes[scheme])
        ]
        remedy += f" The list: {', '.join(known)}." if 0 < len(known) <= _LISTED else ""
        path = shapes.value(shape, _SHACL.path)
        name = str(shape).rpartition("/")[2]
        rules[str(shape)] = ShapeRule(
            Check(name, severity, str(message), remedy), str(path) if path else None
        )
    return rules


def _schemes(shapes: rdflib.Graph, shape: rdflib.term.Node) -> Iterator[str]:
    """Yield the schemes to which the values of a property shape are confined."""
    for node in shapes.objects(shape, _SHACL.node):
        for inner in shapes.objects(node, _SHACL.property):
            yield from (str(scheme) for scheme in shapes.objects(inner, _SHACL.hasValue))


def results(
    report: rdflib.Graph,
) -> Iterator[tuple[rdflib.term.Node | None, str, rdflib.term.Node | None]]:
    """Yield focus node, IRI of the shape and, where one is to blame, value of each result of a validation."""
    for _, result in report.subject_objects(_SHACL.result):
        shape = str(report.value(result, _SHACL.sourceShape))
        value = (
            report.value(result, _SHACL.value)
            if report.value(result, _SHACL.resultPath)
            else None
        )
        yield report.value(result, _SHACL.focusNode), shape, value


@dataclass(frozen=True, slots=True)
class Context:
    """What a file is validated with: the tree of classes, and the class and scheme of what the file names."""

    tree: tuple[ox.Triple, ...]
    about: dict[str, list[ox.Triple]]

    @classmethod
    def of(cls, corpus: Corpus, cases: Iterable[str] = ()) -> Context:
        """Gather the context of a corpus, and of cases that stand behind it without having been read."""
        tree = tuple(
            t
            for t in corpus.of("ontology")
            if t.predicate.value == _SUBCLASS and isinstance(t.object, ox.NamedNode)
        )
        about: dict[str, list[ox.Triple]] = defaultdict(list)
        for t in corpus.of(*DATA, "vocab"):
            if t.predicate.value in (_TYPE, _SCHEME) and isinstance(
                t.subject, ox.NamedNode
            ):
                about[t.subject.value].append(t)
        for case in set(cases) - set(about):
            about[case].append(
                ox.Triple(
                    ox.NamedNode(case), ox.NamedNode(_TYPE), ox.NamedNode(f"{L2}Case")
                )
            )
        return cls(tree, about)

    def around(self, part: Part) -> rdflib.Graph:
        """Return a file's triples with those of its context."""
        named = {
            t.object.value for t in part.triples if isinstance(t.object, ox.NamedNode)
        }
        return rdf_graph(
            (
                *part.triples,
                *self.tree,
                *(t for name in named for t in self.about.get(name, ())),
            )
        )


def rdf_graph(triples: Iterable[ox.Triple]) -> rdflib.Graph:
    """Return triples as a graph of rdflib."""
    graph = rdflib.Graph()
    for t in triples:
        graph.add(
            (rdf_term(t.subject), rdflib.URIRef(t.predicate.value), rdf_term(t.object))
        )
    return graph


def rdf_term(
    term: ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple,
) -> rdflib.term.Node:
    """Return a term as one of rdflib."""
    if isinstance(term, ox.NamedNode):
        return rdflib.URIRef(term.value)
    if isinstance(term, ox.BlankNode):
        return rdflib.BNode(term.value)
    if isinstance(
        term, ox.Triple
    ):  # RDF 1.2 only: the file rules refuse it, since it has no layout
        return rdflib.Literal(str(term))
    if term.language:
        return rdflib.Literal(term.value, lang=term.language)
    return rdflib.Literal(term.value, datatype=rdflib.URIRef(term.datatype.value))
