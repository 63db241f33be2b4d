"""Read the SHACL shapes as rules, and lay out for rdflib what a file is validated with."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import pyoxigraph as ox
import rdflib
from rdflib.collection import Collection

from l2kg.kinds import DATA
from l2kg.namespaces import L2, RDF, RDFS, SH, SKOS, compact, local_name
from l2kg.queries.lists import lists_in
from l2kg.queries.lookup import reachable
from l2kg.validation.advice import date_instead
from l2kg.validation.files import Check
from l2kg.validation.literals import without_log
from l2kg.wording import as_written, closest, did_you_mean, kinds_told, one_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from l2kg.corpus import Corpus, Part
    from l2kg.findings import Severity

__all__ = [
    "Context",
    "ShapeRule",
    "rdf_graph",
    "rdf_term",
    "results",
    "shape_rules",
    "written",
]

_TYPE, _SUBCLASS, _SCHEME = f"{RDF}type", f"{RDFS}subClassOf", f"{SKOS}inScheme"
_SHACL = rdflib.Namespace(SH)
_SEVERITIES: dict[str, Severity] = {
    f"{SH}Violation": "error",
    f"{SH}Warning": "warning",
    f"{SH}Info": "info",
}
_LISTED = 30  # codes of a list that a remedy still names
_NEAREST = 3  # codes of a longer list that it names
_WISH = "Where none fits, take the widest and note a wish with l2:codeWanted."


@dataclass(frozen=True, slots=True)
class ShapeRule:
    """A shape with a message: the rule that it is, and the property that it looks at.

    `codes` are those that the property takes, none where it takes something else, and
    `lists` the lists that they stand in; `classes` and `datatypes` are those of what it
    takes otherwise.
    """

    check: Check
    path: str | None
    codes: tuple[str, ...] = ()
    lists: tuple[str, ...] = ()
    classes: tuple[str, ...] = ()
    datatypes: tuple[str, ...] = ()

    def for_value(self, value: rdflib.term.Node | None) -> Check:
        """Return the rule with a remedy for one value in place of a code: how to note a wish.

        Of a long list the remedy names the nearest codes.
        """
        if not self.codes or value is None:
            return self.check
        remedy = self.check.remedy
        if len(self.codes) > _LISTED:
            known = {local_name(code): code for code in self.codes}
            near = closest(local_name(str(value)), known, most=_NEAREST)
            names = ", ".join(compact(known[name]) for name in near)
            remedy += (
                f" The nearest of its {len(self.codes)} codes: {names}; the codebook has"
                " all."
            )
        return replace(self.check, remedy=f"{remedy} {_WISH}" if self.lists else remedy)

    def breach(
        self,
        value: rdflib.term.Node,
        lists: Mapping[str, Iterable[str]],
        context: Context | None = None,
    ) -> tuple[Check, str]:
        """Return the rule as a value breaks it, and the detail that its message wants.

        In place of a code the message is that the value is none; it says of which other
        lists it is a code, else which code is nearest. Of a value of another kind it says
        the kind, and which the property takes.
        """
        check, text = self.for_value(value), written(value)
        if context and (kind := self._another_kind(value, context, lists)):
            message = f"The value {text} of {compact(self.path or '')} {kind}"
            return replace(check, message=message), ""
        if not self.codes or not self.path:
            return check, f"found {text}"
        takes = " or ".join(compact(one).rstrip(":") for one in self.lists)
        wanted = (
            f"no code of the list {takes}"
            if takes
            else "none of the values that it takes"
        )
        message = f"The value {text} of {compact(self.path)} is {wanted}"
        return replace(check, message=message + self._instead_of(str(value), lists)), ""

    def _another_kind(
        self,
        value: rdflib.term.Node,
        context: Context,
        lists: Mapping[str, Iterable[str]],
    ) -> str:
        """Say of a value of a kind that the property does not take what it is, and what would do."""
        takes = one_of((*self.classes, *self.datatypes))
        if self.codes or not takes:
            return ""
        if isinstance(value, rdflib.Literal):
            if str(value.datatype or "") in self.datatypes:
                return ""
            if value.language:
                return ""
            near = date_instead(str(value), self.datatypes)
            kind = compact(str(value.datatype or rdflib.XSD.string))
            told = "a plain text" if kind == "xsd:string" else f"of the type {kind}"
            return f"is {told}; the property takes {takes}{near}"
        classes = context.classes_of(str(value))
        if context.above(classes) & set(self.classes):
            return ""
        told = kinds_told(classes)
        if homes := lists.get(str(value)):
            told = f"is a code of {' and '.join(map(compact, homes))}"
        return f"{told}; the property takes {takes}"

    def _instead_of(self, value: str, lists: Mapping[str, Iterable[str]]) -> str:
        """Say of which other lists a value is a code, else suggest the code that is nearest to it."""
        if value in lists:
            return f", but one of {' and '.join(map(compact, lists[value]))}"
        known = {local_name(code): code for code in self.codes}
        near = closest(local_name(value), known, least=0.6)
        return did_you_mean(compact(known[one]) for one in near)


def shape_rules(shapes: rdflib.Graph, corpus: Corpus) -> dict[str, ShapeRule]:
    """Return the rules of a shapes graph, by the IRI of the shape.

    A remedy names the codes of a short list.
    """
    codes: dict[str, list[str]] = defaultdict(list)
    for code, homes in lists_in(corpus.of("vocab")).items():
        for scheme in homes:
            codes[scheme].append(code)
    rules = {}
    for shape, message in shapes.subject_objects(_SHACL.message):
        severity = _SEVERITIES[
            str(shapes.value(shape, _SHACL.severity) or f"{SH}Violation")
        ]
        remedy = str(shapes.value(shape, _SHACL.description))
        lists = tuple(dict.fromkeys(_schemes(shapes, shape)))
        known = tuple(code for scheme in lists for code in sorted(codes[scheme]))
        if 0 < len(known) <= _LISTED:
            remedy += f" The list: {', '.join(map(compact, known))}."
        path = shapes.value(shape, _SHACL.path)
        name = str(shape).rpartition("/")[2]
        rules[str(shape)] = ShapeRule(
            Check(name, severity, str(message), remedy),
            str(path) if path else None,
            known or tuple(_listed(shapes, shape)),
            lists,
            *_kinds(shapes, shape),
        )
    return rules


def _schemes(shapes: rdflib.Graph, shape: rdflib.term.Node) -> Iterator[str]:
    """Yield the schemes to which the values of a property shape are confined."""
    for node in shapes.objects(shape, _SHACL.node):
        for inner in shapes.objects(node, _SHACL.property):
            yield from (str(scheme) for scheme in shapes.objects(inner, _SHACL.hasValue))


def _listed(shapes: rdflib.Graph, shape: rdflib.term.Node) -> Iterator[str]:
    """Yield the values to which a property shape confines a property one by one."""
    for head in shapes.objects(shape, _SHACL["in"]):
        yield from (str(value) for value in Collection(shapes, head))


def _kinds(
    shapes: rdflib.Graph, shape: rdflib.term.Node
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the classes and the types of literals that a property shape lets pass.

    One of a property that is read from the other end blames none of its values.
    """
    if not isinstance(shapes.value(shape, _SHACL.path), rdflib.URIRef):
        return (), ()
    heads = shapes.objects(shape, _SHACL["or"])
    ways = (shape, *(way for head in heads for way in Collection(shapes, head)))
    classes, datatypes = (
        tuple(str(one) for way in ways for one in shapes.objects(way, _SHACL[name]))
        for name in ("class", "datatype")
    )
    return classes, datatypes


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

    def classes_of(self, name: str) -> frozenset[str]:
        """Return the classes that the files give to a thing."""
        return frozenset(
            t.object.value
            for t in self.about.get(name, ())
            if t.predicate.value == _TYPE and isinstance(t.object, ox.NamedNode)
        )

    def above(self, classes: Iterable[str]) -> frozenset[str]:
        """Return some classes with all classes above them."""
        return frozenset[str]().union(
            *(reachable(one, self._right_above) for one in classes)
        )

    def _right_above(self, name: str) -> list[str]:
        return [
            t.object.value
            for t in self.tree
            if getattr(t.subject, "value", "") == name
            and isinstance(t.object, ox.NamedNode)
        ]

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


def written(term: rdflib.term.Node) -> str:
    """Write a term as a person writes it in Turtle."""
    if isinstance(term, rdflib.URIRef):
        return compact(term)
    if isinstance(term, rdflib.Literal):
        datatype = str(term.datatype) if term.datatype else None
        return as_written(str(term), datatype, term.language)
    return f"_:{term}" if isinstance(term, rdflib.BNode) else str(term)


def rdf_graph(triples: Iterable[ox.Triple], store: str = "default") -> rdflib.Graph:
    """Return triples as a graph of rdflib, in a store of a kind that it knows by name."""
    graph = rdflib.Graph(store=store)
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
    without_log()
    return rdflib.Literal(term.value, datatype=rdflib.URIRef(term.datatype.value))
