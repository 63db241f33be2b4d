"""A document about a thing of ours: what is said of it and of its parts, and which cases use it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pyoxigraph as ox

from l2kg.cases.resources import label_of, types_of
from l2kg.html.case_document import FORMS, LICENCE
from l2kg.html.template import document, json_for_script
from l2kg.namespaces import BASE, L2, RDF, RDFS, SKOS, compact

if TYPE_CHECKING:
    from collections.abc import Iterable

    from markupsafe import Markup

    from l2kg.cases.resources import Document

__all__ = ["file_of", "href", "resource_page"]

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
    f"{L2}Collection": "Collection",
}
_MOST_SUBJECTS = 400
_ABROAD = re.compile(r"https?://[\w.-]+(?::\d+)?(?:[/?#]\S*)?", re.ASCII)


@dataclass(frozen=True, slots=True)
class _Anchor:
    """An IRI with its label, and the address to which a link to it leads, if any does."""

    iri: str
    text: str
    target: str | None

    @property
    def abroad(self) -> bool:
        """Tell whether the link leads to another site."""
        return self.target is not None and not self.target.startswith("/")


_Shown = _Anchor | str  # a value of a property: a thing, or the text of a literal


@dataclass(frozen=True, slots=True)
class _Subject:
    """What is said of one subject: by property, the values.

    The subject of the document has no heading.
    """

    id: str
    heading: _Anchor | None
    rows: tuple[tuple[_Anchor, tuple[_Shown, ...]], ...]


@dataclass(frozen=True, slots=True)
class _Contents:
    """How much a document holds that tells of things elsewhere, and of what."""

    triples: int
    number: int
    documents: tuple[_Anchor, ...]


class _Labels:
    """Reads each label of a store once."""

    def __init__(self, store: ox.Store) -> None:
        self._store = store
        self._known: dict[str, str] = {}

    def anchor(self, iri: str) -> _Anchor:
        """Return a link to an IRI under its label."""
        if iri not in self._known:
            self._known[iri] = label_of(self._store, iri)
        return _Anchor(iri, self._known[iri], href(iri))


def href(iri: str) -> str | None:
    """Return where a link to an IRI leads.

    Our own lead by path, others' where they are addresses of the web, else nowhere.

    >>> href("https://w3id.org/l2kg/actor/nato"), href("javascript:alert(1)")
    ('/actor/nato', None)
    """
    if iri.startswith(BASE):
        return "/" + iri.removeprefix(BASE)
    return iri if _ABROAD.fullmatch(iri) else None


def file_of(path: str) -> str:
    """Return the name, without its end, of the files of a document.

    >>> file_of("vocab/"), file_of("actor/nato")
    ('vocab/index', 'actor/nato')
    """
    return f"{path}index" if path.endswith("/") else path


def resource_page(store: ox.Store, one: Document) -> str:
    """Write what is said of a thing, of its parts, and which cases use it."""
    about = _about(one.triples, one.iri)
    labels = _Labels(store)
    listed = one.path.startswith("graph/") and not _of_its_own(one)
    return document(
        "resource",
        title=one.label,
        about=about,
        cases=_cases(labels, one),
        contents=_contents(one) if listed else None,
        file=file_of(one.path),
        forms=FORMS,
        iri=one.iri,
        kinds=_kinds(one),
        schema_org=_schema_org(one, about),
        subjects=[] if listed else _subjects(labels, one),
        uses=[(labels.anchor(iri), compact(by)) for iri, by in one.uses],
    )


def _about(triples: Iterable[ox.Triple], iri: str) -> str:
    subject = ox.NamedNode(iri)
    values = {t.predicate.value: t.object for t in triples if t.subject == subject}
    found = (values[name] for name in _ABOUT if name in values)
    return str(getattr(next(found, None), "value", ""))


def _kinds(one: Document) -> str:
    kinds = " · ".join(map(compact, types_of(one.triples, one.iri)))
    return kinds or one.path.partition("/")[0]


def _schema_org(one: Document, about: str) -> Markup:
    kind = _schema_kind(one)
    data: dict[str, object] = {
        "@context": "https://schema.org",
        "@type": kind,
        "@id": one.iri,
        "url": one.iri,
        "name": one.label,
    }
    if about:
        data["description"] = about
    if kind == "Dataset":
        data["license"] = LICENCE
    data["subjectOf"] = {
        "@type": "Dataset",
        "name": f"What L2KG says of {one.label}",
        "license": LICENCE,
        "url": f"/{file_of(one.path)}.ttl",
    }
    return json_for_script(data)


def _schema_kind(one: Document) -> str:
    if one.path.startswith("graph/"):
        return "Dataset"
    kinds = types_of(one.triples, one.iri)
    return next((name for iri, name in _SCHEMA.items() if iri in kinds), "Thing")


def _subjects(labels: _Labels, one: Document) -> list[_Subject]:
    """Return what is said of the subjects of a document, by property, its class first."""
    values: dict[str, dict[str, list[_Shown]]] = {}
    for t in one.triples:
        if isinstance(t.subject, ox.NamedNode) and t.predicate.value not in _NAMES:
            rows = values.setdefault(t.subject.value, {})
            rows.setdefault(t.predicate.value, []).append(_shown(labels, t.object))
    return [
        _subject(labels, one, iri, values.get(iri, {}))
        for iri in one.subjects[:_MOST_SUBJECTS]
    ]


def _subject(
    labels: _Labels, one: Document, iri: str, values: dict[str, list[_Shown]]
) -> _Subject:
    ordered = sorted(values, key=lambda name: (name != f"{RDF}type", name))
    rows = tuple(
        (labels.anchor(name), tuple(sorted(values[name], key=_order))) for name in ordered
    )
    if iri == one.iri:
        return _Subject("", None, rows)
    local = iri.partition("#")[2] or iri.removeprefix(one.iri)
    return _Subject(local, labels.anchor(iri), rows)


def _shown(labels: _Labels, term: object) -> _Shown:
    if isinstance(term, ox.NamedNode):
        return labels.anchor(term.value)
    return term.value if isinstance(term, ox.Literal) else "…"


def _order(value: _Shown) -> str:
    """Order texts, and things by where they lead: these stand after numbers, before words."""
    if isinstance(value, str):
        return value
    return f"<{value.target or f'~{value.iri}'} {value.text}"


def _of_its_own(one: Document) -> bool:
    """Tell whether all that a document tells of are parts of it, as findings are of their graph."""
    return all(subject.partition("#")[0] == one.iri for subject in one.subjects)


def _contents(one: Document) -> _Contents:
    documents = sorted({iri.partition("#")[0] for iri in one.subjects})
    shown = tuple(
        _Anchor(iri, compact(iri), href(iri)) for iri in documents[:_MOST_SUBJECTS]
    )
    return _Contents(len(one.triples), len(documents), shown)


def _cases(labels: _Labels, one: Document) -> list[tuple[_Anchor, _Anchor]]:
    """Return, for each case that uses a thing, the element that does, and the case."""
    return [
        (labels.anchor(iri), labels.anchor(iri.partition("#")[0])) for iri in one.cases
    ]
