"""Closed lists: in which a code stands, and from which the values of a property come."""

from __future__ import annotations

from collections import defaultdict
from functools import cache
from itertools import chain
from typing import TYPE_CHECKING

import pyoxigraph as ox

from l2kg.files import ontology_root
from l2kg.namespaces import SKOS
from l2kg.schema import schema

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from l2kg.schema import Field

__all__ = ["codes_of", "lists_in", "lists_of_codes", "takes"]


@cache
def lists_of_codes() -> Mapping[str, frozenset[str]]:
    """Return the lists in which each code stands, by the IRI of the code.

    >>> sorted(lists_of_codes()["https://w3id.org/l2kg/vocab/opposes"])
    ['https://w3id.org/l2kg/vocab/polarity']
    """
    paths = [ontology_root() / name for name in ("vocab.ttl", "tactics.ttl")]
    found = lists_in(quad.triple for path in paths for quad in ox.parse(path=path))
    return {code: frozenset(lists) for code, lists in found.items()}


def lists_in(triples: Iterable[ox.Triple]) -> dict[str, list[str]]:
    """Return the lists in which some triples put each code."""
    found: dict[str, list[str]] = defaultdict(list)
    for t in triples:
        if (
            t.predicate.value == f"{SKOS}inScheme"
            and isinstance(t.subject, ox.NamedNode)
            and isinstance(t.object, ox.NamedNode)
        ):
            found[t.subject.value].append(t.object.value)
    return dict(found)


def codes_of(lists: frozenset[str]) -> list[str]:
    """Return the codes that stand in any of some lists."""
    return sorted(code for code, homes in lists_of_codes().items() if homes & lists)


def takes(property_: str) -> tuple[frozenset[str], frozenset[str]] | None:
    """Return the lists of codes and the classes from which a property takes its values.

    Nothing where the schema does not confine it, or where it takes texts too.
    """
    return _confined().get(property_)


@cache
def _confined() -> Mapping[str, tuple[frozenset[str], frozenset[str]]]:
    by_property: dict[str, list[Field]] = defaultdict(list)
    for field in chain.from_iterable(schema().fields.values()):
        if not field.inverse:
            by_property[field.path].append(field)
    found = {path: _values(fields) for path, fields in by_property.items()}
    return {path: values for path, values in found.items() if any(values)}


def _values(fields: Sequence[Field]) -> tuple[frozenset[str], frozenset[str]]:
    """Return the lists and the classes of which fields take values; none where they take texts."""
    if any(field.datatypes for field in fields):
        return frozenset(), frozenset()
    codes = chain.from_iterable(field.codes for field in fields)
    lists = chain.from_iterable(lists_of_codes().get(code, ()) for code in codes)
    named = {field.scheme for field in fields if field.scheme}
    classes = frozenset(chain.from_iterable(field.classes for field in fields))
    return frozenset(lists) | named, classes
