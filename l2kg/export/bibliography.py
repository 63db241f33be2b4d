"""The works behind elements of the data, as BibTeX: with the bibliographic data that we have and no more."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from l2kg.cases.reading import Reader
from l2kg.export.latex import escaped
from l2kg.namespaces import BASE, CASE, local_name
from l2kg.queries.results import plain
from l2kg.queries.run import ask

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    import pyoxigraph as ox

    from l2kg.queries.results import Term

__all__ = ["Work", "bibtex", "elements_of", "works_behind"]

_TYPES = {  # the most telling first
    "WorkingPaper": "techreport",
    "AcademicArticle": "article",
    "Article": "article",
    "Chapter": "incollection",
    "Book": "book",
    "Thesis": "phdthesis",
    "PersonalCommunication": "unpublished",
}
_FIELDS = {
    "http://purl.org/dc/terms/title": "title",
    "http://purl.org/dc/terms/publisher": "publisher",
    "http://purl.org/ontology/bibo/doi": "doi",
    "http://purl.org/ontology/bibo/edition": "edition",
    "http://purl.org/ontology/bibo/isbn": "isbn",
    "http://purl.org/ontology/bibo/issue": "number",
    "http://purl.org/ontology/bibo/number": "number",
    "http://purl.org/ontology/bibo/uri": "url",
    "http://purl.org/ontology/bibo/volume": "volume",
}
_FIRST, _LAST = (
    "http://purl.org/ontology/bibo/pageStart",
    "http://purl.org/ontology/bibo/pageEnd",
)
_CITATION, _DATE = (
    "http://purl.org/dc/terms/bibliographicCitation",
    "http://purl.org/dc/terms/date",
)


@dataclass(frozen=True, slots=True)
class Work:
    """A work, with how many passages of it, or passages that cite it, stand behind what was asked."""

    iri: str
    label: str
    passages: int


def elements_of(
    columns: Iterable[str], rows: Iterable[Iterable[Term | None]]
) -> set[str]:
    """Return what the rows of an answer rest on: the elements in them, and the passages that they list.

    The column of cases is left out where there are others, since a case would stand for
    all its elements.
    """
    names = list(columns)
    told = {"case"} if len(names) > 1 else set()
    cells = [
        (name, plain(term) or "")
        for row in rows
        for name, term in zip(names, row, strict=True)
        if name not in told
    ]
    return {
        iri
        for name, text in cells
        for iri in (text.split() if name.lower().endswith("evidence") else [text])
        if iri.startswith(BASE)
    }


def works_behind(store: ox.Store, iris: Iterable[str]) -> tuple[Work, ...]:
    """Return the works from which elements were read, and those that their passages cite.

    A case stands for itself and all its elements; a passage and a work stand for
    themselves; what has no evidence adds nothing.
    """
    asked = set(iris)
    cases = {iri for iri in asked if iri.startswith(CASE)}
    held = {
        one
        for one, case in ask(store, "SELECT ?one ?case { ?one l2:inCase ?case }")
        if case in cases
    }
    passages: dict[str, set[str]] = {}
    for passage, work in ask(
        store, "SELECT ?passage ?work { ?passage (l2:source|l2:cites) ?work }"
    ):
        passages.setdefault(passage, set()).add(work)
    evidence = ask(store, "SELECT ?one ?passage { ?one l2:evidence ?passage }")
    found = {passage for one, passage in evidence if one in asked or one in held} | (
        asked & passages.keys()
    )
    counts: dict[str, int] = {
        work: 0
        for (work,) in ask(store, "SELECT ?work { ?work a l2:Source }")
        if work in asked
    }
    for passage in found:
        for work in passages.get(passage, ()):
            counts[work] = counts.get(work, 0) + 1
    reader = Reader(store)
    return tuple(Work(ref.iri, ref.label, counts[ref.iri]) for ref in reader.refs(counts))


def bibtex(store: ox.Store, works: Iterable[Work]) -> str:
    """Write works as BibTeX, keyed by their names in the data; what the data lack is left out."""
    reader = Reader(store)
    return "\n".join(_entry(reader, work) for work in works)


def _entry(reader: Reader, work: Work) -> str:
    facts = reader.facts(work.iri)
    types = {
        local_name(iri)
        for iri in facts.iris("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
        if not iri.startswith(BASE)
    }
    kind = next((bib for name, bib in _TYPES.items() if name in types), "misc")
    values = {
        name: tuple(term.value for term in terms) for name, terms in facts.values.items()
    }
    fields: dict[str, str] = {}
    labels = (
        re.sub(r" *\(.*?\)", "", ref.label) for ref in reader.refs(facts.iris("author"))
    )  # without what tells namesakes apart
    authors = sorted(labels, key=lambda name: _place(name, work.label))
    if authors:
        fields["author"] = " and ".join(
            f"{{{escaped(name)}}}" if "," in name else escaped(name) for name in authors
        )
    fields |= {
        bib: escaped(values[iri][0]) for iri, bib in _FIELDS.items() if iri in values
    }
    fields |= _dated(values) | _pages(values)
    citation = values.get(_CITATION, ("",))[0]
    if citation or "title" not in fields:
        fields["note"] = escaped(citation or work.label)
    body = "".join(f"  {name} = {{{value}}},\n" for name, value in fields.items())
    return f"@{kind}{{{local_name(work.iri)},\n{body}}}\n"


def _place(author: str, label: str) -> int:
    """Return where a work's label names an author, since the data keep the order of authors there.

    >>> sorted(["Ehud Eiran", "Robert Mnookin"], key=lambda name: _place(name, "Mnookin and Eiran (2005)"))
    ['Robert Mnookin', 'Ehud Eiran']
    """
    named = [
        place
        for place in (label.find(word) for word in author.split()[::-1])
        if place >= 0
    ]
    return named[0] if named else len(label)


def _dated(values: Mapping[str, tuple[str, ...]]) -> dict[str, str]:
    """Return year and month where the date is a plain one; another is given as it stands."""
    date = values.get(_DATE, ("",))[0]
    year, _, rest = date.partition("-")
    if not (len(year) == len("1990") and year.isdecimal()):
        return {"year": escaped(date)} if date else {}
    month = rest.partition("-")[0]
    return {"year": year} | ({"month": str(int(month))} if month.isdecimal() else {})


def _pages(values: Mapping[str, tuple[str, ...]]) -> dict[str, str]:
    first, last = values.get(_FIRST, ("",))[0], values.get(_LAST, ("",))[0]
    return {"pages": f"{first}--{last}" if last else first} if first else {}
