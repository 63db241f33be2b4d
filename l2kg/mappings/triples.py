"""Turn mappings into triples.

The link itself, who says so and when it holds, and concepts for identifiers without an
IRI of their own.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pyoxigraph as ox

from l2kg.mappings.intervals import interval
from l2kg.mappings.schemes import scheme_of
from l2kg.namespaces import BASE, EDTF, GRAPH, L2, OWL, PREFIXES, RDF, RDFS, SKOS, XSD

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from l2kg.mappings.schemes import Scheme
    from l2kg.mappings.sssom import Row, Table

__all__ = ["LINKS", "Made", "make"]

LINKS = f"{GRAPH}links"
_SSSOM = PREFIXES["sssom"]
_SAID = ((f"{RDFS}comment", "comment"), (f"{_SSSOM}object_label", "object_label"))


@dataclass(frozen=True, slots=True)
class Made:
    """The triples of a table, and the line of each mapping by its IRI."""

    triples: tuple[ox.Triple, ...]
    lines: dict[str, int]


def make(table: Table, rows: Iterable[Row]) -> Made:
    """Make the triples of some rows of a table, all of them sound."""
    triples: list[ox.Triple] = []
    lines: dict[str, int] = {}
    labelled: dict[str, str] = {}
    for row in rows:
        target = table.expand(row["object_id"]) or ""
        scheme = scheme_of(target)
        if scheme is None:  # no sound row
            continue
        name = _name(table, row, scheme)
        if name in lines:  # a second interval
            name += f"-{row['ext_validity'].partition('/')[0]}"
        lines[name] = row.line
        labelled[target] = labelled.get(target) or row["object_label"]
        triples += _mapping(table, row, scheme, name)
    for target, label in labelled.items():
        triples += _target(target, label)
    if table.scheme and lines:
        triples += _scheme(table.scheme)
    return Made(tuple(dict.fromkeys(triples)), lines)


def _name(table: Table, row: Row, scheme: Scheme) -> str:
    """Name a mapping by scheme, subject and identifier."""
    subject = re.sub(
        r"^(?:actor|source|case)/",
        "",
        (table.expand(row["subject_id"]) or "").removeprefix(BASE),
    )
    local = "-".join(
        re.sub(r"[^A-Za-z0-9._]+", "-", part)
        for part in (scheme.key, subject, _notation(table, row, scheme))
    )
    return f"{LINKS}#{local}"


def _notation(table: Table, row: Row, scheme: Scheme) -> str:
    return (table.expand(row["object_id"]) or "").removeprefix(scheme.space)


def _mapping(table: Table, row: Row, scheme: Scheme, name: str) -> Iterator[ox.Triple]:
    subject, target = (
        _iri(table.expand(row["subject_id"]) or ""),
        _iri(table.expand(row["object_id"]) or ""),
    )
    predicate = _iri(table.expand(row["predicate_id"]) or "")
    when = f", {row['ext_validity']}" if row["ext_validity"] else ""
    yield ox.Triple(subject, predicate, target)
    yield from _statements_about(
        name,
        (f"{RDF}type", _iri(f"{L2}Mapping")),
        (
            f"{RDFS}label",
            _text(
                f"{row['subject_label']}: {scheme.label}"
                f" {_notation(table, row, scheme)}{when}"
            ),
        ),
        (f"{OWL}annotatedSource", subject),
        (f"{OWL}annotatedProperty", predicate),
        (f"{OWL}annotatedTarget", target),
        (
            f"{_SSSOM}mapping_justification",
            _iri(table.expand(row["mapping_justification"]) or ""),
        ),
        (
            f"{_SSSOM}confidence",
            ox.Literal(f"{float(row['confidence']):g}", datatype=_iri(f"{XSD}decimal")),
        ),
        (f"{_SSSOM}object_source", _iri(scheme.iri)),
        (f"{_SSSOM}object_source_version", ox.Literal(row["object_source_version"])),
        *((property_, _text(row[column])) for property_, column in _SAID if row[column]),
        *_validity(row["ext_validity"]),
    )


def _validity(text: str) -> Iterator[tuple[str, ox.Literal]]:
    if text:
        yield f"{L2}validity", ox.Literal(text, datatype=_iri(EDTF))
        for name, day in zip(
            ("earliest", "latest"),
            (interval(text).first, interval(text).last),
            strict=True,
        ):
            if day:
                yield (
                    f"{L2}{name}",
                    ox.Literal(day.isoformat(), datatype=_iri(f"{XSD}date")),
                )


def _target(target: str, label: str) -> Iterator[ox.Triple]:
    scheme = scheme_of(target)
    if scheme is None:
        return
    notation = target.removeprefix(scheme.space)
    yield from _statements_about(
        target,
        (f"{SKOS}notation", ox.Literal(notation)),
        (f"{SKOS}inScheme", _iri(scheme.iri)),
    )
    name = _text(f"{scheme.label} {notation}" + (f": {label}" if label else ""))
    yield from _statements_about(target, (f"{RDFS}label", name))
    if scheme.own:
        yield from _statements_about(
            target, (f"{RDF}type", _iri(f"{SKOS}Concept")), (f"{SKOS}prefLabel", name)
        )
        yield from _statements_about(target, (f"{SKOS}topConceptOf", _iri(scheme.iri)))
        yield from _statements_about(scheme.iri, (f"{SKOS}hasTopConcept", _iri(target)))


def _scheme(scheme: Scheme) -> Iterator[ox.Triple]:
    yield from _statements_about(
        scheme.iri,
        (f"{RDF}type", _iri(f"{SKOS}ConceptScheme")),
        (f"{RDFS}label", _text(scheme.label)),
        (f"{SKOS}prefLabel", _text(scheme.label)),
        (f"{SKOS}definition", _text(scheme.about)),
        (f"{SKOS}notation", ox.Literal(scheme.key)),
        (f"{PREFIXES['void']}uriSpace", ox.Literal(scheme.space)),
    )


def _statements_about(
    subject: str, *statements: tuple[str, ox.NamedNode | ox.Literal]
) -> Iterator[ox.Triple]:
    yield from (
        ox.Triple(_iri(subject), _iri(predicate), value)
        for predicate, value in statements
    )


def _iri(text: str) -> ox.NamedNode:
    return ox.NamedNode(text)


def _text(text: str) -> ox.Literal:
    return ox.Literal(text, language="en")
