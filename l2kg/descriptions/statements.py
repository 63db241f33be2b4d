"""What the descriptions share: where a publication lies, its words, how a statement is written."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pyoxigraph as ox

from l2kg.namespaces import BASE, XSD

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from l2kg.queries.results import Term

__all__ = [
    "ABOUT",
    "DATASET",
    "FOAF",
    "HOME",
    "LICENCE",
    "TITLE",
    "VOID",
    "Places",
    "english",
    "number",
    "part",
    "statements",
]

HOME = f"{BASE}void"
DATASET = f"{HOME}#dataset"
TITLE = "L2KG: the knowledge graph and case database of Level II negotiations"
ABOUT = (
    "Cases in which one side of a negotiation eases, or makes worse, the barriers behind"
    " another side's table: sides, constituencies, stances, barriers, measures,"
    " relationships and effects, each with its evidence."
)
LICENCE = "https://creativecommons.org/licenses/by/4.0/"
FOAF = "http://xmlns.com/foaf/0.1/"
VOID = "http://rdfs.org/ns/void#"


@dataclass(frozen=True, slots=True)
class Places:
    """Where a publication lies.

    ``endpoint`` is the address of its SPARQL endpoint; ``dumps`` are those of the files
    with all data, by their ending (nq, trig, ttl, nt).
    """

    endpoint: str = f"{BASE}sparql"
    dumps: Mapping[str, str] | None = None


def part(name: str) -> str:
    """Return the IRI of a part of the description, a hash IRI of its document.

    >>> part("class-l2:Case")
    'https://w3id.org/l2kg/void#class-l2-Case'
    """
    return f"{HOME}#{re.sub(r'[^A-Za-z0-9._-]+', '-', name).strip('-')}"


def english(text: str) -> ox.Literal:
    """Return a text as a literal in English."""
    return ox.Literal(text, language="en")


def number(count: int) -> ox.Literal:
    """Return a number as a literal."""
    return ox.Literal(str(count), datatype=ox.NamedNode(f"{XSD}integer"))


def statements(subject: str, *pairs: tuple[str, str | Term]) -> Iterator[ox.Triple]:
    """Yield what pairs of predicate and object state about a subject; a bare text as object is an IRI."""
    for predicate, value in pairs:
        yield ox.Triple(
            ox.NamedNode(subject),
            ox.NamedNode(predicate),
            ox.NamedNode(value) if isinstance(value, str) else value,
        )
