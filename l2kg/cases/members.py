"""Which subjects belong to a case, and to which classes: what all readers of a case begin with."""

from __future__ import annotations

from typing import TYPE_CHECKING

from l2kg.namespaces import CASE, L2, RDF
from l2kg.schema import schema

if TYPE_CHECKING:
    from l2kg.cases.reading import Facts, Reader, Ref

__all__ = [
    "case_graphs",
    "cases_in",
    "first_ref",
    "is_a",
    "members_of",
]


def case_graphs(reader: Reader) -> list[str]:
    """Return the graphs of cases in a store, in order."""
    names = (str(name.value) for name in reader.store.named_graphs())
    return sorted(name for name in names if name.startswith(CASE))


def cases_in(reader: Reader, graph: str) -> list[str]:
    """Return the case that a graph is about, and its sub-cases."""
    return sorted(
        iri for iri, types in reader.typed(graph).items() if f"{L2}Case" in types
    )


def members_of(
    reader: Reader,
    iri: str,
    graph: str,
) -> dict[str, Facts]:
    """Read the subjects of a graph; for a sub-case leave out those of its siblings."""
    found = {subject: reader.facts(subject) for subject in reader.typed(graph)}
    if iri == graph:
        return found
    shared = {iri, graph}
    return {
        subject: facts
        for subject, facts in found.items()
        if shared.issuperset(facts.iris("inCase"))
    }


def is_a(facts: Facts, name: str) -> bool:
    """Tell whether a subject is of a class, or of one below it."""
    classes = {f"{L2}{below}" for below in schema().below(name)}
    return not classes.isdisjoint(facts.iris(f"{RDF}type"))


def first_ref(
    reader: Reader,
    facts: Facts,
    name: str,
) -> Ref | None:
    """Return the one value of a property, the first by IRI where there are several."""
    iris = facts.iris(name)
    return reader.ref(min(iris)) if iris else None
