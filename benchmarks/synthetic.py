"""Make synthetic cases: the tiny case again and again, under other names, in any number."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pyoxigraph as ox

from l2kg.corpus import read
from l2kg.inference import infer, rules_for
from l2kg.store import fill

if TYPE_CHECKING:
    from collections.abc import Iterator

TINY = Path(__file__).resolve().parents[1] / "tests" / "data" / "tiny.ttl"
_OLD = "https://w3id.org/l2kg/case/tiny"


def quads(number: int) -> Iterator[ox.Quad]:
    """Yield the quads of a store with so many cases, everything derived, the shared graphs once."""
    corpus, _ = read([TINY])
    for quad in fill(corpus, infer(corpus)[0], rules_for(corpus)):
        if _OLD not in str(quad):
            yield quad
            continue
        for i in range(number):
            yield ox.Quad(*(_renamed(term, i) for term in quad))  # type: ignore[arg-type]


def _renamed(term: object, i: int) -> object:
    if isinstance(term, ox.NamedNode) and term.value.startswith(_OLD):
        return ox.NamedNode(f"{_OLD}-{i}{term.value[len(_OLD) :]}")
    return term


def store(number: int) -> ox.Store:
    """Return a store in memory with so many synthetic cases."""
    made = ox.Store()
    made.bulk_extend(quads(number))
    return made
