"""Closed lists: in which a code stands, and from which the values of a property come."""

from __future__ import annotations

from collections import defaultdict
from functools import cache
from typing import TYPE_CHECKING

import pyoxigraph as ox

from l2kg.files import ontology_root
from l2kg.namespaces import SKOS
from l2kg.schema import schema

if TYPE_CHECKING:
    from collections.abc import Mapping

    from l2kg.schema.fields import Field

__all__ = ["codes_of", "lists_of_codes", "takes"]


@cache
def lists_of_codes() -> Mapping[str, frozenset[str]]:
    """Return the lists in which each code stands, by the IRI of the code.

    >>> sorted(lists_of_codes()["https://w3id.org/l2kg/vocab/opposes"])
    ['https://w3id.org/l2kg/vocab/polarity']
    """
    found: dict[str, set[str]] = defaultdict(set)
    for name in ("vocab.ttl", "tactics.ttl"):
        for quad in ox.parse(path=ontology_root() / name):
            if quad.predicate.value == f"{SKOS}inScheme":
                found[getattr(quad.subject, "value", "")].add(
                    getattr(quad.object, "value", "")
                )
    return {code: frozenset(lists) for code, lists in found.items()}


def codes_of(lists: frozenset[str]) -> list[str]:
    """Return the codes that stand in any of some lists."""
    return sorted(code for code, homes in lists_of_codes().items() if homes & lists)


@cache
def takes(property_: str) -> tuple[frozenset[str], frozenset[str]] | None:
    """Return the lists of codes and the classes from which a property takes its values.

    Nothing where the schema does not confine it, or where it takes texts too.
    """
    fields = _fields(property_)
    if not fields or any(field.datatypes for field in fields):
        return None
    lists = {field.scheme for field in fields if field.scheme}
    for field in fields:
        lists.update(*(lists_of_codes().get(code, ()) for code in field.codes))
    classes = {cls for field in fields for cls in field.classes}
    return (frozenset(lists), frozenset(classes)) if lists or classes else None


def _fields(property_: str) -> list[Field]:
    return [
        field
        for fields in schema().fields.values()
        for field in fields
        if field.path == property_ and not field.inverse
    ]
