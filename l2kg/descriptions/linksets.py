"""Count the links that lead from our data to other data sets, one set for each property and target."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from urllib.parse import urlsplit

import pyoxigraph as ox

from l2kg.mappings.schemes import scheme_of
from l2kg.mappings.triples import LINKS
from l2kg.namespaces import BASE, INFERRED, OWL, PREFIXES, RDFS, RULE, SKOS

_Target = tuple[str, str, str | None]  # short name, beginning of its IRIs, title

__all__ = ["Linkset", "linksets", "space_of"]

_PROPERTIES = frozenset(
    [f"{OWL}{n}" for n in ("sameAs", "equivalentClass", "equivalentProperty")]
    + [f"{RDFS}{n}" for n in ("seeAlso", "subClassOf", "subPropertyOf")]
    + [f"{SKOS}{n}Match" for n in ("exact", "close", "broad", "narrow", "related")]
)


@dataclass(frozen=True, slots=True)
class Linkset:
    """The number of links by one property to one data set.

    The data set has a short name, something that its IRIs begin with, and perhaps a title.
    """

    predicate: str
    target: str
    space: str
    title: str | None
    size: int


def linksets(store: ox.Store) -> list[Linkset]:
    """Return a linkset for each link property and each data set that authored statements lead to.

    The codes of a data set that mints no IRIs are concepts of ours, and count as that
    data set's all the same.
    """
    found: dict[tuple[str, str, str, str | None], set[ox.Triple]] = defaultdict(set)
    for predicate in _PROPERTIES:
        for quad in store.quads_for_pattern(None, ox.NamedNode(predicate), None):
            if target := _target(quad):
                found[(predicate, *target)].add(quad.triple)
    ordered = sorted(found.items(), key=lambda row: row[0][:3])
    return [Linkset(*key, len(links)) for key, links in ordered]


def _target(quad: ox.Quad) -> _Target | None:
    """Return the data set that a statement leads to, where it is ours and authored."""
    graph = getattr(quad.graph_name, "value", "")
    if not graph.startswith(BASE) or graph == INFERRED or graph.startswith(RULE):
        return None
    if not str(quad.subject).startswith(f"<{BASE}"):
        return None
    if not isinstance(quad.object, ox.NamedNode):
        return None
    iri = quad.object.value
    return _mapped(iri) if graph == LINKS else _elsewhere(iri)


def _mapped(iri: str) -> _Target | None:
    scheme = scheme_of(iri)
    return (scheme.key, scheme.space, scheme.label) if scheme else None


def _elsewhere(iri: str) -> _Target | None:
    space = space_of(iri)
    return None if iri.startswith(BASE) else (_short(space), space, None)


def space_of(iri: str) -> str:
    """Return an IRI up to its last hash or slash."""
    return iri[: max(iri.rfind("#"), iri.rfind("/")) + 1]


def _short(space: str) -> str:
    """Return the prefix of a namespace, or its host and path."""
    known = next((prefix for prefix, other in PREFIXES.items() if other == space), None)
    return known or "".join(urlsplit(space)[1:3]) + urlsplit(space).fragment
