"""The names that there are: in the ontology's files, and in a store or at an endpoint.

Asked for what is not there, a `Vocabulary` gives what is called nearly so, by local name,
by label, and by the code that another data set has for it.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, field
from functools import cache
from itertools import islice
from typing import TYPE_CHECKING, Literal

import pyoxigraph as ox

from l2kg.files import below, ontology_root
from l2kg.namespaces import (
    BASE,
    CASE,
    DCTERMS,
    EDTF,
    L2,
    L2T,
    L2V,
    OWL,
    PREFIXES,
    RDF,
    RDFS,
    SKOS,
    XSD,
)
from l2kg.queries.lookup import node, object_iris
from l2kg.queries.results import plain
from l2kg.wording import near_names

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from l2kg.queries.results import Term
    from l2kg.queries.sources import Source

__all__ = ["PROPERTIES", "Vocabulary", "ontology_terms", "TermKind", "kind_and_name"]

TermKind = Literal["class", "object", "data", "annotation", "code", ""]
PROPERTIES: tuple[TermKind, ...] = ("object", "data", "annotation")
_STANDS: Mapping[str, tuple[TermKind, ...]] = {"verb": PROPERTIES, "class": ("class",)}
_KINDS: Mapping[str, TermKind] = {
    f"{OWL}Class": "class",
    f"{OWL}ObjectProperty": "object",
    f"{OWL}DatatypeProperty": "data",
    f"{OWL}AnnotationProperty": "annotation",
    f"{SKOS}Concept": "code",
    f"{SKOS}ConceptScheme": "code",
}
_CALLED = (
    *(f"{RDFS}label", f"{SKOS}prefLabel", f"{SKOS}altLabel", f"{SKOS}hiddenLabel"),
    f"{DCTERMS}title",
)
_SAME = (f"{SKOS}exactMatch", f"{SKOS}closeMatch")
_CODE = PREFIXES["code"]
_OBJECT_LABEL = f"{PREFIXES['sssom']}object_label"
_SPOKEN = ("en", "de", "fr", "es", "ru")
_TYPED = (
    "string",
    "integer",
    "decimal",
    "gYear",
    "gYearMonth",
    "date",
    "boolean",
    "anyURI",
)
_HOST = re.compile(r"^(?:https?:)?/*(?:www\.)?w3id\.org/l2kg(?:[/#:]|$)", re.IGNORECASE)
_LIKE = 0.65  # the share of a name that one like it has in common with it
_ALIKE = 0.85  # and one of another kind
_MOST = 2  # names that are suggested
_PARTS = (  # where a name is looked for, the first of one name first
    *("ontology", "vocab", "tactic", "actor", "case", "source", "collection"),
)
_MOST_GRAPHS = 1000
_MOST_LABELS = 200_000
_ASKED = 200  # names that are asked of an endpoint at once


@cache
def ontology_terms() -> dict[str, TermKind]:
    """Return every IRI that the files of the ontology name, with its kind where they declare it."""
    found: dict[str, TermKind] = {}
    for path in below(ontology_root(), "*.ttl"):
        for quad in ox.parse(path=path):
            for term in (quad.subject, quad.predicate, quad.object):
                if isinstance(term, ox.NamedNode):
                    found.setdefault(term.value, "")
            kind = _KINDS.get(plain(quad.object) or "")
            subject = quad.subject
            if (
                kind
                and quad.predicate.value == f"{RDF}type"
                and isinstance(subject, ox.NamedNode)
            ):
                found[subject.value] = kind
    return found


def kind_and_name(iri: str) -> tuple[str, str] | None:
    """Return what kind of name of ours an IRI is, or was meant to be, and the name; else None.

    Whatever the scheme, the case of letters, and the sign between its parts.

    >>> kind_and_name("http://w3id.org/l2kg/Actor/james-baker/")
    ('actor', 'james-baker')
    >>> kind_and_name("https://w3id.org/l2kg/case/tiny#talks")
    ('case', 'tiny#talks')
    """
    host = _HOST.match(iri)
    if host is None:
        return None
    parts = [part for part in re.split(r"[/#:]+", iri[host.end() :]) if part]
    if not parts:
        return "", ""
    return parts[0].lower(), "#".join(parts[1:])


@dataclass(slots=True)
class Vocabulary:
    """What a store or an endpoint knows beside the ontology; which is read once."""

    source: ox.Store | Source
    _named: dict[str, dict[str, str]] | None = None
    _elements: dict[str, dict[str, str]] = field(default_factory=dict)

    def missing(self, iris: Iterable[str]) -> frozenset[str]:
        """Return those of some IRIs that neither the ontology nor the store knows.

        Raises:
            EndpointError: the endpoint does not answer, or refuses.
        """
        open_ = {iri for iri in iris if iri not in ontology_terms()}
        if isinstance(self.source, ox.Store):
            return frozenset(iri for iri in open_ if not _holds(self.source, iri))
        asked = sorted(iri for iri in open_ if node(iri))[:_ASKED]
        if not asked:
            return frozenset(open_)
        listed = " ".join(f"<{iri}>" for iri in asked)
        rows = self.source.select(
            f"SELECT DISTINCT ?it WHERE {{ VALUES ?it {{ {listed} }}"
            " { ?it ?p ?o } UNION { ?s ?it ?o } UNION { ?s ?p ?it }"
            " UNION { GRAPH ?it { ?s ?p ?o } } }"
        ).rows
        return frozenset(open_ - {plain(row[0]) or "" for row in rows})

    def written(self, properties: Iterable[str], text: str) -> list[ox.Literal]:
        """Return how values of some properties are written that read as a text does.

        An endpoint is not asked.
        """
        if not isinstance(self.source, ox.Store):
            return []
        forms = [
            *(ox.Literal(text, language=language) for language in _SPOKEN),
            *(ox.Literal(text, datatype=ox.NamedNode(XSD + name)) for name in _TYPED),
            ox.Literal(text, datatype=ox.NamedNode(EDTF)),
        ]
        store = self.source
        return [
            form
            for form in forms
            for predicate in filter(None, map(node, properties))
            if next(store.quads_for_pattern(None, predicate, form, None), None)
        ]

    def near(self, iri: str, role: str = "") -> list[str]:
        """Return the IRIs whose names are nearest to that of an IRI that nothing knows.

        In the place of a property (`verb`) only properties, in that of a class only classes.
        """
        found = kind_and_name(iri)
        if found is None:
            return self._near_elsewhere(iri, role)
        kind, name = found
        if kind == "case":
            near = self._near_case(name)
        else:
            parts = [part for part in self._names if part == kind]
            parts = parts or near_names(kind, self._names, most=1, least=_LIKE)
            near = [
                one
                for part in parts
                for one in _nearest(name, _standing(self._names[part], role))
            ]
        local = name.rpartition("#")[2]
        near = near or self.called(local or kind, role)
        return [one for one in near if "#" not in name or not one.startswith(L2)]

    def called(self, name: str, role: str = "") -> list[str]:
        """Return what is called so, or very nearly so: a term, a code, an actor or a case."""
        every = {
            alias: iri
            for part in reversed(_PARTS)
            for alias, iri in _standing(self._names.get(part, {}), role).items()
        }
        return _nearest(name, every, least=_ALIKE)

    def _near_elsewhere(self, iri: str, role: str) -> list[str]:
        """Look for a name of somebody else among those that the ontology uses."""
        space = next((s for s in PREFIXES.values() if iri.startswith(s)), None)
        if space is None:
            return []
        known = {
            other.removeprefix(space): other
            for other in ontology_terms()
            if other.startswith(space)
        }
        return _nearest(iri.removeprefix(space), _standing(known, role))

    def _near_case(self, name: str) -> list[str]:
        slug, _, local = name.partition("#")
        cases = self._names.get("case", {})
        if CASE + slug in cases.values() and local:
            near = _nearest(local, self._elements_of(slug))
            others = {iri.removeprefix(CASE) for iri in cases.values()}
            return near or self._existing(sorted(others), local)
        near = _nearest(slug, cases)
        return self._existing([iri.removeprefix(CASE) for iri in near], local) or near

    def _existing(self, slugs: Iterable[str], local: str) -> list[str]:
        """Return the elements of one name that there are in some cases."""
        iris = [f"{CASE}{slug}#{local}" for slug in slugs if local and "#" not in slug]
        gone = self.missing(iris)
        return [iri for iri in iris if iri not in gone][:_MOST]

    @property
    def _names(self) -> dict[str, dict[str, str]]:
        """Return the names that there are, each with its IRI, by kind."""
        if self._named is None:
            named: dict[str, dict[str, str]] = defaultdict(dict)
            for iri, kind in ontology_terms().items():
                if kind and iri.startswith((L2, L2V, L2T)):
                    _add(named, iri)
            for iri in self._graphs():
                _add(named, iri)
            for iri, text in islice(self._labels(), _MOST_LABELS):
                _add(named, iri, text)
            self._named = dict(named)
        return self._named

    def _graphs(self) -> Iterator[str]:
        """Yield the graphs that are no case, and some that are."""
        if isinstance(self.source, ox.Store):
            for graph in islice(self.source.named_graphs(), _MOST_GRAPHS):
                yield plain(graph) or ""
        else:
            rows = self.source.select(
                "SELECT DISTINCT ?g WHERE { GRAPH ?g { ?s ?p ?o } }"
            ).rows
            yield from (plain(row[0]) or "" for row in rows[:_MOST_GRAPHS])

    def _labels(self) -> Iterator[tuple[str, str]]:
        """Yield what is ours with what it is called, and with the codes that others have for it."""
        if not isinstance(self.source, ox.Store):
            among = ", ".join(f"<{name}>" for name in _CALLED)
            rows = self.source.select(
                f"SELECT ?it ?text WHERE {{ ?it ?p ?text FILTER(?p IN ({among}))"
                f' FILTER(STRSTARTS(STR(?it), "{BASE}")) }}'
            ).rows
            yield from ((plain(row[0]) or "", plain(row[1]) or "") for row in rows)
            return
        for name in (*_CALLED, *_SAME):
            for quad in self.source.quads_for_pattern(
                None, ox.NamedNode(name), None, ox.DefaultGraph()
            ):
                subject, text = plain(quad.subject) or "", plain(quad.object) or ""
                if name not in _SAME:
                    yield subject, text
                elif text.startswith(_CODE) and text.rpartition("/")[2].isalpha():
                    yield subject, text.rpartition("/")[2]
        yield from self._called_elsewhere(self.source)

    def _called_elsewhere(self, store: ox.Store) -> Iterator[tuple[str, str]]:
        """Yield what is ours with what others call it, where they mean it alone."""
        for quad in store.quads_for_pattern(
            None, ox.NamedNode(_OBJECT_LABEL), None, ox.DefaultGraph()
        ):
            mapping = plain(quad.subject) or ""
            if _SAME[0] in object_iris(store, mapping, f"{OWL}annotatedProperty"):
                for subject in object_iris(store, mapping, f"{OWL}annotatedSource"):
                    yield subject, plain(quad.object) or ""

    def _elements_of(self, slug: str) -> dict[str, str]:
        """Return the elements of a case by local name and by label."""
        if slug not in self._elements:
            space = f"{CASE}{slug}#"
            named = {
                alias: iri
                for alias, iri in self._names.get("element", {}).items()
                if iri.startswith(space)
            }
            own = {iri.removeprefix(space): iri for iri in self._typed(CASE + slug)}
            self._elements[slug] = {
                **named,
                **{name: iri for name, iri in own.items() if iri.startswith(space)},
            }
        return self._elements[slug]

    def _typed(self, graph: str) -> set[str]:
        if not isinstance(self.source, ox.Store):
            rows = self.source.select(
                f"SELECT DISTINCT ?it WHERE {{ GRAPH <{graph}> {{ ?it a ?class }} }}"
            ).rows
            return {plain(row[0]) or "" for row in rows}
        quads = self.source.quads_for_pattern(
            None, ox.NamedNode(f"{RDF}type"), None, ox.NamedNode(graph)
        )
        return {plain(quad.subject) or "" for quad in quads}


def _add(named: dict[str, dict[str, str]], iri: str, text: str = "") -> None:
    found = kind_and_name(iri)
    if found is not None and iri.startswith(BASE) and all(found):
        kind, name = found
        kind = "element" if kind == "case" and "#" in name else kind
        for alias in filter(None, (name, text)):
            named[kind].setdefault(alias, iri)


def _standing(known: Mapping[str, str], role: str) -> Mapping[str, str]:
    """Return those names whose terms can stand in a role, or are others' of no known kind."""
    if role not in _STANDS:
        return known
    kinds = ontology_terms()
    return {
        name: iri
        for name, iri in known.items()
        if (kind := kinds.get(iri, "")) in _STANDS[role]
        or not (kind or iri.startswith(BASE))
    }


def _nearest(name: str, known: Mapping[str, str], *, least: float = _LIKE) -> list[str]:
    """Return the IRIs of the names that are most like one."""
    words = name.replace("-", " ")
    found = near_names(name, known, most=_MOST + 2, least=least)
    if not found and words != name:
        found = near_names(words, known, most=_MOST + 2, least=least)
    exact = [
        one for one in found if one.casefold() in (name.casefold(), words.casefold())
    ]
    return list(dict.fromkeys(known[one] for one in exact or found))[:_MOST]


def _holds(store: ox.Store, iri: str) -> bool:
    """Tell whether a store knows an IRI in any place of a quad."""
    it = node(iri)
    if it is None:
        return False
    patterns: tuple[tuple[Term | None, ...], ...] = (
        (it, None, None, None),
        (None, it, None, None),
        (None, None, it, None),
        (None, None, None, it),
    )
    return any(next(store.quads_for_pattern(*one), None) for one in patterns)  # type: ignore[arg-type]
