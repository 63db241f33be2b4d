"""Say in words what the things in an answer are: by their labels, passages by work and place."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pyoxigraph as ox

from l2kg.cases.passages import evidence_of
from l2kg.namespaces import BASE, L2, RDF, compact, short
from l2kg.queries.results import Table, plain

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from l2kg.cases.reading import Reader
    from l2kg.queries.results import Term
    from l2kg.queries.sources import Source

__all__ = [
    "LABEL",
    "Names",
    "Worded",
    "in_words",
    "is_evidence",
    "names_in",
    "names_of",
    "passages_in",
    "with_labels",
]

LABEL = "_label"
"""What the name of a column of labels ends with; the rest is that of the column that they label."""

_LABELS = """PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
SELECT DISTINCT ?it ?label ?preferred {
  { ?it rdfs:label ?label . BIND(false AS ?preferred) }
  UNION
  { ?it skos:prefLabel ?label . BIND(true AS ?preferred) }
}"""
_PASSAGES = """PREFIX l2: <https://w3id.org/l2kg/ontology#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
SELECT ?it ?work ?page ?note ?locator ?words {
  ?it a l2:Evidence ; l2:source ?source .
  ?source rdfs:label ?work .
  OPTIONAL { ?it l2:sourcePage ?page }
  OPTIONAL { ?it l2:noteNumber ?note }
  OPTIONAL { ?it l2:locator ?locator }
  OPTIONAL { ?it l2:startsWith ?words }
}"""
_VALUES = """PREFIX l2: <https://w3id.org/l2kg/ontology#>
SELECT ?it ?record ?property ?thing ?text {
  ?it l2:valueOf ?record ; l2:valueProperty ?property .
  OPTIONAL { ?it l2:valueIri ?thing }
  OPTIONAL { ?it l2:valueText ?text }
}"""


@dataclass(frozen=True, slots=True)
class Names:
    """What a store calls things by: labels by IRI, and for passages the work and the place in it."""

    labels: Mapping[str, str]
    passages: Mapping[str, tuple[str, str]]

    def of(self, iri: str) -> str | None:
        """Return what a thing is called, a passage by work and place; None where nothing says it."""
        if iri in self.passages:
            return ", ".join(filter(None, self.passages[iri]))
        return self.labels.get(iri)

    def cited(self, iris: list[str]) -> str:
        """Cite passages, each work once with all places in it.

        >>> names = Names({}, {"a": ("Putnam (1988)", "p. 4"), "b": ("Putnam (1988)", "p. 9")})
        >>> names.cited(["a", "b"])
        'Putnam (1988), p. 4, p. 9'
        """
        places: dict[str, list[str]] = {}
        for iri in iris:
            work, place = self.passages.get(iri, (self.labels.get(iri, iri), ""))
            places.setdefault(work, []).append(place)
        cited = (
            ", ".join(filter(None, (work, *dict.fromkeys(found))))
            for work, found in places.items()
        )
        return "; ".join(cited)


@dataclass(frozen=True, slots=True)
class Worded:
    """A table of texts for people."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def names_in(source: Source) -> Names:
    """Read what a store, or an endpoint elsewhere, calls its things."""
    labels: dict[str, tuple[tuple[bool, bool, str], str]] = {}
    for it, label, preferred in source.select(_LABELS).rows:
        if isinstance(label, ox.Literal) and isinstance(it, ox.NamedNode):
            foreign = label.language not in ("en", None)
            rank = foreign, plain(preferred) != "true", label.value
            best = labels.setdefault(it.value, (rank, label.value))
            labels[it.value] = min(best, (rank, label.value))
    passages = {}
    for it, work, *where in source.select(_PASSAGES).rows:
        places = _place(*map(plain, where))
        passages[plain(it) or ""] = plain(work) or "", ", ".join(places)
    named = {iri: label for iri, (_, label) in labels.items()}
    for it, *parts in source.select(_VALUES).rows:  # a value has no label of its own
        record, name, thing, text = (plain(part) or "" for part in parts)
        value = named.get(thing, thing) or text
        told = f"{named.get(record, record)}: {named.get(name, name)} {value}"
        named.setdefault(plain(it) or "", told)
    return Names(named, passages)


def names_of(reader: Reader, iris: Iterable[str]) -> Names:
    """Read what a store calls some of its things, passages among them."""
    labels: dict[str, str] = {}
    passages: dict[str, tuple[str, str]] = {}
    for iri in iris:
        facts = reader.facts(iri)
        if f"{L2}Evidence" not in facts.iris(f"{RDF}type"):
            labels[iri] = reader.label(iri)
            continue
        one = evidence_of(reader, iri, facts)
        place = _place(one.source_page, one.note, one.locator, one.starts_with)
        passages[iri] = one.source.label if one.source else "", ", ".join(place)
    return Names(labels, passages)


def _place(
    page: str | None, note: str | None, locator: str | None, words: str | None
) -> Iterator[str]:
    """Yield where in a work a passage is, by its first words where nothing else says it."""
    if page:
        yield f"p. {page}"
    if locator:
        yield locator
    if note:
        yield f"note {note}"
    if words and not (page or locator):
        yield f"“{words} …”"


def is_evidence(column: str) -> bool:
    """Tell by its name whether a column lists passages, with spaces between their IRIs."""
    return column.lower().endswith("evidence")


def passages_in(term: Term | None) -> list[str]:
    """Return the passages that a cell lists."""
    return (plain(term) or "").split()


def with_labels(table: Table, names: Names) -> Table:
    """Put beside each column of things, or of passages, one that says what they are called."""
    columns: list[str] = []
    made: list[list[Term | None]] = []
    cells = list(zip(*table.rows, strict=True)) or [()] * len(table.columns)
    for name, column in zip(table.columns, cells, strict=True):
        columns.append(name)
        made.append(list(column))
        labelled = f"{name}{LABEL}"
        if labelled in table.columns:
            continue
        if is_evidence(name) and any(_lists(term) for term in column):
            said = ["; ".join(_each(term, names)) for term in column]
        elif any(isinstance(term, ox.NamedNode) for term in column):
            said = [_label(term, names) for term in column]
        else:
            continue
        columns.append(labelled)
        made.append([ox.Literal(text) if text else None for text in said])
    rows = zip(*made, strict=True) if table.rows else ()
    return Table(tuple(columns), tuple(rows))


def _lists(term: Term | None) -> bool:
    return isinstance(term, ox.Literal) and term.value.startswith(BASE)


def _each(term: Term | None, names: Names) -> list[str]:
    return [names.of(iri) or iri for iri in passages_in(term)]


def _label(term: Term | None, names: Names) -> str:
    if isinstance(term, ox.NamedNode):
        return names.of(term.value) or ""
    return plain(term) or ""


def in_words(table: Table, names: Names) -> Worded:
    """Return a table with what things are called in place of what they are, nothing twice.

    Columns that hold nothing, or the same as one before them, are left away; not where
    all hold nothing, since the rows are an answer.
    """
    texts = {
        name: tuple(_word(name, row[place], names) for row in table.rows)
        for place, name in enumerate(table.columns)
    }
    kept: dict[str, tuple[str, ...]] = {}
    for name, column in texts.items():
        if not table.rows or (any(column) and column not in kept.values()):
            kept[name] = column
    kept = kept or texts
    rows = tuple(zip(*kept.values(), strict=True)) if table.rows else ()
    return Worded(tuple(kept), rows)


def _word(name: str, term: Term | None, names: Names) -> str:
    if is_evidence(name):
        return names.cited(passages_in(term))
    value = plain(term) or ""
    if isinstance(term, ox.NamedNode):
        return names.of(value) or compact(short(value))
    return value
