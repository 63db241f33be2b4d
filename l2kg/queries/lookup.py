"""Look up what a store says of a thing, by its indexes and without a query.

All of it is read from the default graph, which is the merge of what was asserted and
derived; lists are sorted, and each thing stands in them once.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyoxigraph as ox

from l2kg.namespaces import DCTERMS, RDF, RDFS, compact
from l2kg.queries.results import plain

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from l2kg.queries.results import Term

__all__ = [
    "instances",
    "is_described",
    "label_or_title",
    "node",
    "object_iris",
    "object_texts",
    "reachable",
    "subject_iris",
]

_MERGE = ox.DefaultGraph()


def node(iri: str) -> ox.NamedNode | None:
    r"""Return an IRI as a node, or nothing where the text can be no IRI, so that nothing is said of it.

    >>> node("urn:a"), node("James Baker"), node("urn:\udcff")
    (<NamedNode value=urn:a>, None, None)
    """
    try:
        return ox.NamedNode(iri)
    except ValueError:
        return None


def is_described(store: ox.Store, iri: str) -> bool:
    """Tell whether a store says anything of a thing."""
    subject = node(iri)
    return subject is not None and any(store.quads_for_pattern(subject, None, None))


def object_iris(store: ox.Store, subject: str, predicate: str) -> list[str]:
    """Return the IRIs that a property of a subject has as values."""
    found = _objects(store, subject, predicate)
    return sorted({term.value for term in found if isinstance(term, ox.NamedNode)})


def object_texts(store: ox.Store, subject: str, predicate: str) -> list[str]:
    """Return the values of a property of a subject as texts: IRIs, and literals without their datatype."""
    return sorted({plain(term) or "" for term in _objects(store, subject, predicate)})


def _objects(store: ox.Store, subject: str, predicate: str) -> list[Term]:
    about = node(subject)
    if about is None:
        return []
    quads = store.quads_for_pattern(about, ox.NamedNode(predicate), None, _MERGE)
    return [quad.object for quad in quads]


def subject_iris(store: ox.Store, predicate: str, value: str) -> list[str]:
    """Return the IRIs of all of which a property has an IRI as value."""
    wanted = node(value)
    if wanted is None:
        return []
    quads = store.quads_for_pattern(None, ox.NamedNode(predicate), wanted, _MERGE)
    subjects = (quad.subject for quad in quads)
    return sorted({node.value for node in subjects if isinstance(node, ox.NamedNode)})


def instances(store: ox.Store, class_iri: str) -> list[str]:
    """Return the IRIs of all that is of a class."""
    return subject_iris(store, f"{RDF}type", class_iri)


def label_or_title(store: ox.Store, iri: str) -> str:
    """Return what a thing is called by its label or title, else its IRI made short."""
    for predicate in (f"{RDFS}label", f"{DCTERMS}title"):
        if names := object_texts(store, iri, predicate):
            return names[0]
    return compact(iri)


def reachable(start: str, next_to: Callable[[str], Iterable[str]]) -> frozenset[str]:
    """Return all that can be reached from a node step by step, the node itself among them.

    >>> sorted(reachable("a", {"a": "b", "b": "cb", "c": ""}.__getitem__))
    ['a', 'b', 'c']
    """
    found, waiting = {start}, [start]
    while waiting:
        new = set(next_to(waiting.pop())) - found
        found |= new
        waiting += new
    return frozenset(found)
