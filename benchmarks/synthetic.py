"""Make synthetic stores of any size: the tiny case or the shipped data, again and again under other names.

Copies are made as text, which the engine reads in bulk: ten thousand cases in some two minutes.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pyoxigraph as ox

from l2kg.build import build, fill
from l2kg.corpus import read
from l2kg.inference.materialise import infer, rules_for
from l2kg.namespaces import BASE

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

__all__ = ["Template", "load", "shipped", "store", "tiny"]

TINY = Path(__file__).resolve().parents[1] / "tests" / "data" / "tiny.ttl"
_ORDERED = tuple(
    f"{BASE}ontology#{relation}As{grade}"
    for relation in ("precedes", "endsBefore")
    for grade in ("Stated", "Implied")
)
_SOME = 100  # copies read at once


@dataclass(frozen=True, slots=True)
class Template:
    """N-Quads in two parts: what all copies share, and what each has for itself.

    The latter holds so many cases.
    `begins` are the beginnings of the IRIs that each copy has for itself.
    """

    shared: bytes
    own: bytes
    cases: int
    begins: tuple[str, ...]

    def copy(self, number: int) -> bytes:
        """Return a copy under other names; copy 0 keeps its names."""
        if number == 0:
            return self.own
        starts = b"|".join(re.escape(b"<" + one.encode()) for one in self.begins)
        return re.sub(b"(%s)" % starts, rb"\g<1>copy-%d-" % number, self.own)


def tiny() -> Template:
    """Return the tiny case, with all graphs of a store."""
    corpus, _ = read([TINY])
    return _template(fill(corpus, infer(corpus)[0], rules_for(corpus)), (f"{BASE}case/",))


def shipped() -> Template:
    """Return the shipped data, as far as named queries read them.

    That is the default graph, and what says by which rule an order is derived.
    Each copy has its own cases, actors, sources and claims; ontology, codes and tactics
    are shared.
    """
    begins = tuple(f"{BASE}{name}/" for name in ("case", "actor", "source", "claim"))
    return _template((quad for quad in build()[0] if _asked(quad)), begins)


def _asked(quad: ox.Quad) -> bool:
    if isinstance(quad.graph_name, ox.DefaultGraph):
        return True
    derived = quad.graph_name.value.startswith((f"{BASE}rule/", f"{BASE}graph/inferred"))
    return derived and quad.predicate.value in _ORDERED


def _template(quads: Iterable[ox.Quad], begins: tuple[str, ...]) -> Template:
    parts: tuple[list[ox.Quad], list[ox.Quad]] = ([], [])
    for quad in quads:
        parts[
            isinstance(quad.subject, ox.NamedNode)
            and quad.subject.value.startswith(begins)
        ].append(quad)
    shared, own = (
        ox.serialize(part, format=ox.RdfFormat.N_QUADS) or b"" for part in parts
    )
    return Template(shared, own, sum(_is_case(quad) for quad in parts[1]), begins)


def _is_case(quad: ox.Quad) -> bool:
    typed = isinstance(
        quad.graph_name, ox.DefaultGraph
    ) and quad.predicate.value.endswith("#type")
    return typed and quad.object == ox.NamedNode(f"{BASE}ontology#Case")


def load(
    made: ox.Store,
    template: Template,
    copies: int,
    *,
    say: Callable[[str], object] = lambda _: None,
) -> ox.Store:
    """Fill a store with so many copies."""
    made.load(template.shared, format=ox.RdfFormat.N_QUADS)
    for start in range(0, copies, _SOME):
        made.bulk_load(
            b"".join(_copies(template, start, copies)), format=ox.RdfFormat.N_QUADS
        )
        say(f"{min(start + _SOME, copies) * template.cases} cases")
    return made


def _copies(template: Template, start: int, end: int) -> Iterator[bytes]:
    return (template.copy(number) for number in range(start, min(start + _SOME, end)))


def store(number: int) -> ox.Store:
    """Return a store in memory with so many copies of the tiny case."""
    return load(ox.Store(), tiny(), number)
