"""Axioms and assertions as groups of triples: which belong together, what they name, how they read."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

import pyoxigraph as ox

from l2kg.namespaces import OWL, RDF, RDFS, XSD, compact

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = [
    "Axiom",
    "axioms_of",
    "by_distance",
    "is_assertion",
    "is_declaration",
    "line_of",
]

Axiom = tuple[ox.Triple, ...]
"""The triples of one axiom or assertion: a triple with all that its blank nodes hold."""

_TYPE = ox.NamedNode(f"{RDF}type")
_FIRST, _REST = ox.NamedNode(f"{RDF}first"), ox.NamedNode(f"{RDF}rest")
_LANGUAGE = (OWL, RDF, RDFS, XSD)
_DECLARED_AS = frozenset(
    {
        f"{OWL}{name}"
        for name in (
            "AnnotationProperty",
            "Class",
            "DatatypeProperty",
            "NamedIndividual",
            "ObjectProperty",
        )
    }
    | {f"{RDFS}Datatype"}
)


def axioms_of(triples: list[ox.Triple]) -> list[Axiom]:
    """Put the triples together that make up one axiom."""
    held = _held(triples)
    nested = {t.object for t in triples}
    roots = [[t] for t in triples if not isinstance(t.subject, ox.BlankNode)]
    roots += [found for node, found in held.items() if node not in nested]
    return [_closure(root, held) for root in roots]


def _held(triples: Iterable[ox.Triple]) -> dict[ox.BlankNode, list[ox.Triple]]:
    """Sort the triples of blank nodes by their subject."""
    held: dict[ox.BlankNode, list[ox.Triple]] = defaultdict(list)
    for t in triples:
        if isinstance(t.subject, ox.BlankNode):
            held[t.subject].append(t)
    return held


def _closure(root: list[ox.Triple], held: dict[ox.BlankNode, list[ox.Triple]]) -> Axiom:
    """Add to triples all that their blank nodes lead to."""
    found, waiting = [], list(root)
    while waiting:
        t = waiting.pop()
        found.append(t)
        if isinstance(t.object, ox.BlankNode):
            waiting.extend(held.get(t.object, ()))
    return tuple(found)


def is_declaration(triple: ox.Triple) -> bool:
    """Tell whether a triple only says of a name what sort of name it is."""
    if not (
        isinstance(triple.subject, ox.NamedNode)
        and isinstance(triple.object, ox.NamedNode)
    ):
        return False
    return triple.predicate == _TYPE and triple.object.value in _DECLARED_AS


def is_assertion(axiom: Axiom) -> bool:
    """Tell assertions of data from axioms of the ontology."""
    return not any(t.predicate.value.startswith((OWL, RDFS)) for t in axiom)


def by_distance(axioms: list[Axiom], needed: list[Axiom]) -> list[Axiom]:
    """Sort axioms by how many steps lead to them from what is kept.

    Those that cannot bear on it come last.
    """
    reached = {name for axiom in needed for name in _names(axiom)}
    rest, nearest = [(axiom, _triggers(axiom)) for axiom in axioms], list[Axiom]()
    while near := [axiom for axiom, triggers in rest if triggers & reached]:
        nearest.extend(near)
        rest = [(axiom, triggers) for axiom, triggers in rest if not triggers & reached]
        reached = reached.union(*(_names(axiom) for axiom in near))
    return nearest + [axiom for axiom, _ in rest]


def _triggers(axiom: Axiom) -> set[str]:
    """Return the names that make an axiom matter.

    What stands above a class says nothing about it until it is reached.
    """
    first = axiom[0]
    if first.predicate.value.startswith(RDFS) and isinstance(first.subject, ox.NamedNode):
        return {first.subject.value}
    if is_assertion(axiom):
        return _names(tuple(t for t in axiom if t.predicate != _TYPE)) | {
            str(t.subject).strip("<>") for t in axiom
        }
    return _names(axiom)


def _names(axiom: Axiom) -> set[str]:
    """Return the names in an axiom that are not part of the language."""
    terms = (term for t in axiom for term in (t.subject, t.predicate, t.object))
    return {
        t.value
        for t in terms
        if isinstance(t, ox.NamedNode) and not t.value.startswith(_LANGUAGE)
    }


def line_of(axiom: Axiom) -> str:
    """Write one axiom in a line of compact Turtle."""
    held = _held(axiom)
    nested = {t.object for t in axiom}
    root = next(
        t
        for t in axiom
        if t.subject not in nested or not isinstance(t.subject, ox.BlankNode)
    )
    if isinstance(root.subject, ox.BlankNode):
        return _term(root.subject, held)
    return f"{_term(root.subject, held)} {_pair(root, held)}"


def _pair(triple: ox.Triple, held: dict[ox.BlankNode, list[ox.Triple]]) -> str:
    """Write predicate and object of a triple."""
    predicate = "a" if triple.predicate == _TYPE else compact(triple.predicate.value)
    return f"{predicate} {_term(triple.object, held)}"


def _term(term: object, held: dict[ox.BlankNode, list[ox.Triple]]) -> str:
    """Write a term: a blank node with what it holds, a list as a list."""
    if isinstance(term, ox.NamedNode):
        return compact(term.value)
    if not isinstance(term, ox.BlankNode):
        return str(term)
    if any(t.predicate == _FIRST for t in held[term]):
        return f"( {' '.join(_members(term, held))} )"
    return f"[ {' ; '.join(sorted(_pair(t, held) for t in held[term]))} ]"


def _members(node: object, held: dict[ox.BlankNode, list[ox.Triple]]) -> list[str]:
    """Write the members of an RDF list."""
    members = []
    while isinstance(node, ox.BlankNode):
        values = {t.predicate: t.object for t in held[node]}
        members.append(_term(values[_FIRST], held))
        node = values[_REST]
    return members
