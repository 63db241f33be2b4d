"""The works behind elements of the data, as BibTeX: with the data that we have and no more."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from l2kg.cases.reading import Reader
from l2kg.export.latex import escaped
from l2kg.mappings.schemes import scheme_of
from l2kg.namespaces import (
    BASE,
    CASE,
    DCTERMS,
    L2,
    PREFIXES,
    RDF,
    SKOS,
    local_name,
)
from l2kg.queries.results import plain
from l2kg.queries.run import ask

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    import pyoxigraph as ox

    from l2kg.cases.reading import Facts
    from l2kg.queries.results import Term

__all__ = [
    "Work",
    "bibtex",
    "elements_of",
    "works_behind",
]

# The kinds of works as BibTeX names them, the most telling first. By hand: our ontology has
# one class of sources, and takes their kinds from FaBiO and BIBO, which do not say this.
_TYPES = {
    "WorkingPaper": "techreport",
    "AcademicArticle": "article",
    "Article": "article",
    "Chapter": "incollection",
    "Book": "book",
    "Thesis": "phdthesis",
    "PersonalCommunication": "unpublished",
}
_BIBO = PREFIXES["bibo"]
_FIELDS = {
    f"{DCTERMS}title": "title",
    f"{DCTERMS}publisher": "publisher",
    f"{_BIBO}doi": "doi",
    f"{_BIBO}edition": "edition",
    f"{_BIBO}isbn": "isbn",
    f"{_BIBO}issue": "number",
    f"{_BIBO}number": "number",
    f"{_BIBO}uri": "url",
    f"{_BIBO}volume": "volume",
}
_IDENTIFIED = (
    "doi",
    "isbn",
    "url",
)  # schemes whose identifiers have a field of that name
_ANNOTATED = {f"{_BIBO}numPages": "pagetotal", f"{L2}description": "annote"}
_PAGE_START = f"{_BIBO}pageStart"
_PAGE_END = f"{_BIBO}pageEnd"
_CITATION = f"{DCTERMS}bibliographicCitation"
_DATE = f"{DCTERMS}date"


@dataclass(frozen=True, slots=True)
class Work:
    """A work, with how many passages, of it or citing it, stand behind what was asked for."""

    iri: str
    label: str
    passages: int


def elements_of(
    columns: Iterable[str], rows: Iterable[Iterable[Term | None]]
) -> set[str]:
    """Return what the rows of an answer rest on: elements in them, passages that they list.

    The column of cases is left out where there are others, since a case would stand for
    all its elements.
    """
    names = list(columns)
    left_out = {"case"} if len(names) > 1 else set()
    found: set[str] = set()
    for row in rows:
        for name, term in zip(names, row, strict=True):
            if name in left_out:
                continue
            text = plain(term) or ""
            lists_passages = name.lower().endswith("evidence")
            found.update(text.split() if lists_passages else [text])
    return {iri for iri in found if iri.startswith(BASE)}


def works_behind(store: ox.Store, iris: Iterable[str]) -> tuple[Work, ...]:
    """Return the works from which elements were read, and those that their passages cite.

    A case stands for itself and all its elements; a passage and a work stand for
    themselves; what has no evidence adds nothing.
    """
    wanted = set(iris)
    works = _works_by_passage(store)
    passages = _passages_behind(store, wanted) | (wanted & works.keys())
    sources = {iri for (iri,) in ask(store, "SELECT ?work { ?work a l2:Source }")}
    counts = Counter(work for passage in passages for work in works.get(passage, ()))
    reader = Reader(store)
    return tuple(
        Work(ref.iri, ref.label, counts[ref.iri])
        for ref in reader.refs(counts.keys() | (wanted & sources))
    )


def _works_by_passage(store: ox.Store) -> dict[str, set[str]]:
    """Return, for each passage, the work in which it stands and those that it cites."""
    found: dict[str, set[str]] = {}
    query = "SELECT ?passage ?work { ?passage (l2:source|l2:cites) ?work }"
    for passage, work in ask(store, query):
        found.setdefault(passage, set()).add(work)
    return found


def _passages_behind(store: ox.Store, wanted: set[str]) -> set[str]:
    """Return the passages that are the evidence of elements, or of all elements of cases."""
    cases = {iri for iri in wanted if iri.startswith(CASE)}
    memberships = ask(store, "SELECT ?element ?case { ?element l2:inCase ?case }")
    elements = {element for element, case in memberships if case in cases}
    evidence = ask(store, "SELECT ?element ?passage { ?element l2:evidence ?passage }")
    return {
        passage
        for element, passage in evidence
        if element in wanted or element in elements
    }


def bibtex(store: ox.Store, works: Iterable[Work]) -> str:
    """Write works as BibTeX, keyed by their names in the data; what the data lack is left out."""
    reader = Reader(store)
    return "\n".join(_entry(reader, work) for work in works)


def _entry(reader: Reader, work: Work) -> str:
    """Write one work: author, what is plain text, date, pages, identifiers, note, what we say of it."""
    facts = reader.facts(work.iri)
    values = {
        name: tuple(term.value for term in terms) for name, terms in facts.values.items()
    }
    fields: dict[str, str] = {}
    authors = _authors(reader, facts, work.label)
    if authors:
        fields["author"] = authors
    for iri, name in _FIELDS.items():
        if iri in values:
            fields[name] = escaped(values[iri][0])
    fields |= _dated(values)
    fields |= _pages(values)
    fields |= {k: v for k, v in _identifiers(facts).items() if k not in fields}
    citation = _first(values, _CITATION)
    if citation or "title" not in fields:
        fields["note"] = escaped(citation or work.label)
    fields |= {
        name: escaped(values[iri][0]) for iri, name in _ANNOTATED.items() if iri in values
    }
    body = "".join(f"  {name} = {{{value}}},\n" for name, value in fields.items())
    return f"@{_type(facts)}{{{local_name(work.iri)},\n{body}}}\n"


def _type(facts: Facts) -> str:
    """Return the kind of entry that a work is."""
    foreign = [iri for iri in facts.iris(f"{RDF}type") if not iri.startswith(BASE)]
    names = set(map(local_name, foreign))
    return next((kind for name, kind in _TYPES.items() if name in names), "misc")


def _authors(
    reader: Reader,
    facts: Facts,
    label: str,
) -> str:
    """Return the authors of a work in the order of its label, as BibTeX joins them."""
    names = [
        re.sub(r" *\(.*?\)", "", ref.label)  # without what tells namesakes apart
        for ref in reader.refs(facts.iris("author"))
    ]
    names.sort(key=lambda name: _place(name, label))
    # Braces keep the name of a body whole, where a comma would part it.
    written = [f"{{{escaped(name)}}}" if "," in name else escaped(name) for name in names]
    return " and ".join(written)


def _first(values: Mapping[str, tuple[str, ...]], iri: str) -> str:
    return values.get(iri, ("",))[0]


def _place(author: str, label: str) -> int:
    """Return where a work's label names an author.

    The data keep the order of authors nowhere else.

    >>> sorted(["Ehud Eiran", "Robert Mnookin"], key=lambda name: _place(name, "Mnookin and Eiran (2005)"))
    ['Robert Mnookin', 'Ehud Eiran']
    """
    for word in reversed(author.split()):
        place = label.find(word)
        if place >= 0:
            return place
    return len(label)


def _dated(values: Mapping[str, tuple[str, ...]]) -> dict[str, str]:
    """Return year and month where the date is a plain one; another is given as it stands."""
    date = _first(values, _DATE)
    year, _, rest = date.partition("-")
    if not (len(year) == len("1990") and year.isdecimal()):
        return {"year": escaped(date)} if date else {}
    month = rest.partition("-")[0]
    if not month.isdecimal():
        return {"year": year}
    return {"year": year, "month": str(int(month))}


def _identifiers(facts: Facts) -> dict[str, str]:
    """Return what a work is called in the schemes of works, where the very work is meant."""
    found: dict[str, str] = {}
    for iri in facts.iris(f"{SKOS}exactMatch"):
        scheme = scheme_of(iri)
        if scheme is not None and scheme.key in _IDENTIFIED:
            name = iri if scheme.key == "url" else iri.removeprefix(scheme.space)
            found.setdefault(scheme.key, escaped(name))
    return found


def _pages(values: Mapping[str, tuple[str, ...]]) -> dict[str, str]:
    first = _first(values, _PAGE_START)
    last = _first(values, _PAGE_END)
    if not first:
        return {}
    return {"pages": f"{first}--{last}" if last else first}
