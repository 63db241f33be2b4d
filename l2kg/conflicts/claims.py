"""Conflicts as data: two findings each, which conflict with one another, in a graph of their own."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pyoxigraph as ox

from l2kg.conflicts import conflict_queries
from l2kg.namespaces import BASE, CASE, DCTERMS, GRAPH, L2, RDF, RDFS
from l2kg.queries.rules import Rule

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from l2kg.conflicts import Conflict, Ground

__all__ = ["CONFLICTS", "claims", "detectors", "name_of"]

CONFLICTS = f"{GRAPH}conflicts"
_SOURCES, _ACTORS = f"{BASE}source/", f"{BASE}actor/"


def detectors() -> tuple[Rule, ...]:
    """Return the conflict queries as rules.

    So the ontology's graph describes each as it does the rules of inference.
    """
    return tuple(
        Rule(query.name, f"{query.summary.rstrip('.')}.", query.text)
        for query in conflict_queries()
    )


def claims(found: Iterable[Conflict]) -> Iterator[ox.Triple]:
    """Yield two findings for each conflict."""
    for conflict in found:
        names = [f"{name_of(conflict)}-{number}" for number in (1, 2)]
        yield from _claim(conflict, conflict.one, names[0], names[1])
        yield from _claim(conflict, conflict.other, names[1], names[0])


def name_of(conflict: Conflict) -> str:
    """Return the IRI of a conflict, made of its rule and of what it is about.

    Its two findings extend it.
    """
    ends = (conflict.element, *conflict.one.records, *conflict.other.records)
    parts = dict.fromkeys(
        [*([_short(conflict.case)] if conflict.case else []), *map(_short, ends)]
    )
    return f"{CONFLICTS}#{'-'.join((conflict.rule, *parts))}"


def _short(iri: str) -> str:
    """Return the last part of an IRI."""
    return re.split(r"[#/]", iri)[-1]


def _claim(
    conflict: Conflict, ground: Ground, name: str, other: str
) -> Iterator[ox.Triple]:
    words: list[tuple[str, ox.NamedNode | ox.Literal]] = [
        (f"{RDF}type", ox.NamedNode(f"{L2}Finding")),
        (f"{RDFS}label", ox.Literal(ground.says, language="en")),
        (f"{L2}description", ox.Literal(conflict.follows, language="en")),
        (f"{L2}foundBy", Rule(conflict.rule, "", "").graph),
        (f"{L2}conflictsWith", ox.NamedNode(other)),
        (f"{L2}severity", ox.Literal(conflict.severity)),
        (f"{L2}about", ox.NamedNode(conflict.element)),
    ]
    if conflict.case and not conflict.element.startswith(CASE):
        words.append((f"{L2}about", ox.NamedNode(conflict.case)))
    words += [
        (f"{L2}about", ox.NamedNode(iri))
        for iri in ground.records
        if iri.startswith(_ACTORS)
    ]
    words += [(f"{L2}restsOn", ox.NamedNode(iri)) for iri in ground.records]
    words += [(f"{L2}evidence", ox.NamedNode(iri)) for iri in ground.evidence]
    words += [
        (
            f"{L2}claimedBy" if iri.startswith(_SOURCES) else f"{DCTERMS}source",
            ox.NamedNode(iri),
        )
        for iri in ground.sources
    ]
    yield from (
        ox.Triple(ox.NamedNode(name), ox.NamedNode(predicate), value)
        for predicate, value in words
    )
