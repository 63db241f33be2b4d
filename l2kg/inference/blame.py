"""Find the statement that makes a thing one of two classes which nothing can be both of."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyoxigraph as ox

from l2kg.findings import Finding
from l2kg.namespaces import RDF, compact
from l2kg.schema.terms import Terms
from l2kg.wording import kinds_told, one_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from l2kg.corpus import Corpus

__all__ = ["Blame"]

_TYPE = ox.NamedNode(f"{RDF}type")
_RULE = "disjoint-classes"


class Blame:
    """What the ontology says of the ends of its properties, and what a corpus says of things."""

    def __init__(self, corpus: Corpus) -> None:
        self._corpus = corpus
        self._terms = Terms.of(corpus.of("ontology", "vocab"))

    def findings(self, thing: ox.NamedNode, one: str, other: str) -> Iterator[Finding]:
        """Yield a finding for each statement that takes a thing for what it is not.

        Where none does, what is wrong is the classes that the thing is given itself.
        """
        found = list(self._statements(thing))
        for subject, wrong, remedy in found:
            yield self._finding(subject, wrong, remedy)
        if not found:
            wrong = f"is both {compact(one)} and {compact(other)}, which nothing can be"
            remedy = "Mend its type, or the property that makes it one of them."
            yield self._finding(thing.value, wrong, remedy)

    def _statements(self, thing: ox.NamedNode) -> Iterator[tuple[str, str, str]]:
        """Yield subject, fault and remedy of each statement at odds with the classes of a thing."""
        about = self._about(thing)
        classes = {
            t.object.value
            for t in about
            if t.predicate == _TYPE
            and t.subject == thing
            and isinstance(t.object, ox.NamedNode)
        }
        own = {wide for name in classes for wide in (name, *self._above(name))}
        name, told = compact(thing.value), kinds_told(classes)
        for t in about:
            if not isinstance(t.subject, ox.NamedNode):
                continue
            prop = compact(t.predicate.value)
            ends = self._ends(t.predicate.value, at_object=t.object == thing)
            wanted = next((end for end in ends if not own.intersection(end)), None)
            if wanted and t.object == thing:
                wrong = f"The value {name} of {prop} {told}; the property takes {one_of(wanted)}"
                yield t.subject.value, wrong, "Name such a one, or take another property."
            elif wanted:
                wrong = f"It {told}, and {prop} is a property of {one_of(wanted)}"
                yield t.subject.value, wrong, "Mend its class, or take another property."

    def _about(self, thing: ox.NamedNode) -> list[ox.Triple]:
        return [
            t
            for part in self._corpus.parts
            for t in part.triples
            if part.kind != "shapes" and thing in (t.subject, t.object)
        ]

    def _above(self, name: str) -> tuple[str, ...]:
        return self._terms.above(name) if name in self._terms else ()

    def _ends(self, prop: str, *, at_object: bool) -> Iterator[tuple[str, ...]]:
        """Yield the classes of which one is at an end of a property, and at that of each wider one."""
        for name in (prop, *self._above(prop)):
            if name in self._terms:
                term = self._terms[name]
                if end := term.range if at_object else term.domain:
                    yield end

    def _finding(self, element: str, wrong: str, remedy: str) -> Finding:
        place = self._corpus.locate(element)
        file, line = place or (None, None)
        return Finding("error", wrong, remedy, file, line, element, _RULE)
