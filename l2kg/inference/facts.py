"""What a description-logic reasoner is given of the data.

All that is asserted, individuals declared, the sides of a case apart.
"""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING

import pyoxigraph as ox

from l2kg.namespaces import L2, OWL, RDF

if TYPE_CHECKING:
    from collections.abc import Iterator

    from l2kg.corpus import Corpus

__all__ = ["facts"]

_TYPE, _SIDE = ox.NamedNode(f"{RDF}type"), ox.NamedNode(f"{L2}Side")
_DIFFERENT = ox.NamedNode(f"{OWL}differentFrom")
_INDIVIDUAL = ox.NamedNode(f"{OWL}NamedIndividual")


def facts(corpus: Corpus) -> Iterator[ox.Triple]:
    """Yield ontology and data as asserted, each thing declared an individual.

    Two sides of one case are said to differ, which no file says.
    """
    data = tuple(corpus.of("vocab", "actors", "sources", "collections", "claims", "case"))
    yield from corpus.of("ontology")
    yield from data
    typed = [t for t in data if t.predicate == _TYPE]
    things = {t.subject for t in typed if isinstance(t.subject, ox.NamedNode)}
    for thing in sorted(things, key=str):
        yield ox.Triple(thing, _TYPE, _INDIVIDUAL)
    for part in corpus.cases:
        sides = {
            t.subject for t in part.triples if t.predicate == _TYPE and t.object == _SIDE
        }
        for one, other in combinations(sorted(sides, key=str), 2):
            yield ox.Triple(one, _DIFFERENT, other)
