"""Read the triple patterns of SPARQL text, and fill them in with the values of a solution."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any

import pyoxigraph as ox
from rdflib import Literal, URIRef, Variable
from rdflib.paths import MulPath
from rdflib.plugins.sparql.algebra import translateQuery
from rdflib.plugins.sparql.parser import parseQuery
from rdflib.plugins.sparql.parserutils import CompValue

from l2kg.namespaces import PREFIXES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from l2kg.queries.results import Term

__all__ = ["TriplePattern", "filled", "read_patterns"]

TriplePattern = tuple[Any, Any, Any]


@lru_cache(
    maxsize=512
)  # rules and conditions of patterns: some two hundred texts of ours
def read_patterns(
    text: str,
) -> tuple[tuple[TriplePattern, ...], tuple[TriplePattern, ...]]:
    """Return the template of a CONSTRUCT query, and the triple patterns that have to be met.

    Another query has no template. What stands in a MINUS or in a filter is left out.
    """
    algebra = translateQuery(parseQuery(text), initNs=PREFIXES).algebra
    return tuple(algebra.get("template") or ()), tuple(_patterns(algebra.p))


def _patterns(part: object) -> Iterator[TriplePattern]:
    if not isinstance(part, CompValue):
        return
    if part.name == "BGP":
        yield from part.triples
    for key, inner in part.items():
        if key != "expr" and not (part.name == "Minus" and key == "p2"):
            yield from _patterns(inner)


def filled(
    store: ox.Store, patterns: Iterable[TriplePattern], solution: Mapping[str, Term]
) -> list[ox.Triple]:
    """Return the triples of a store that some patterns stand for in a solution.

    A path gives each of its steps.
    """
    found: dict[ox.Triple, None] = {}
    for subject, predicate, value in patterns:
        start, end = _term(subject, solution), _term(value, solution)
        if isinstance(predicate, MulPath):
            steps = _shortest_way(store, start, _term(predicate.path, solution), end)
        else:
            steps = _asserted(store, start, _term(predicate, solution), end)
        found |= dict.fromkeys(steps)
    return list(found)


def _term(node: object, solution: Mapping[str, Term]) -> Term | None:
    if isinstance(node, Variable):
        return solution.get(str(node))
    if isinstance(node, Literal):
        kind = ox.NamedNode(str(node.datatype)) if node.datatype else None
        return (
            ox.Literal(str(node), language=node.language)
            if node.language
            else ox.Literal(str(node), datatype=kind)
        )
    return ox.NamedNode(str(node)) if isinstance(node, URIRef) else None


def _asserted(
    store: ox.Store, start: Term | None, predicate: Term | None, end: Term | None
) -> list[ox.Triple]:
    if (
        not isinstance(start, ox.NamedNode)
        or not isinstance(predicate, ox.NamedNode)
        or end is None
    ):
        return []
    return (
        [ox.Triple(start, predicate, end)]
        if ox.Quad(start, predicate, end) in store
        else []
    )


def _shortest_way(
    store: ox.Store, start: Term | None, predicate: Term | None, end: Term | None
) -> list[ox.Triple]:
    """Return the shortest way from one node to another along a property."""
    if not isinstance(start, ox.NamedNode) or not isinstance(predicate, ox.NamedNode):
        return []
    ways: list[tuple[ox.NamedNode, list[ox.Triple]]] = [(start, [])]
    seen = {start}
    for node, way in ways:
        if node == end:
            return way
        for quad in store.quads_for_pattern(node, predicate, None, ox.DefaultGraph()):
            if isinstance(quad.object, ox.NamedNode) and quad.object not in seen:
                seen.add(quad.object)
                ways.append((quad.object, [*way, quad.triple]))
    return []
