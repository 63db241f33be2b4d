"""Which actor a code or a name stands for, and when."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from l2kg.analysis.matrix import ask
from l2kg.errors import NotFoundError, UsageError
from l2kg.links.schemes import SCHEMES
from l2kg.queries import nearest

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    import pyoxigraph as ox

__all__ = ["NAME", "Identity", "Span", "detect", "identities", "normal", "schemes"]

NAME = "name"
Span = tuple[dt.date, dt.date]

_CODES = """SELECT ?scheme ?code ?actor ?how ?from ?to ?comment {
  ?mapping a l2:Mapping ; owl:annotatedSource ?actor ; owl:annotatedProperty ?how ; owl:annotatedTarget ?target .
  ?actor a l2:Actor .
  ?target skos:notation ?code ; skos:inScheme/skos:notation ?scheme .
  OPTIONAL { ?mapping l2:earliest ?from }
  OPTIONAL { ?mapping l2:latest ?to }
  OPTIONAL { ?mapping rdfs:comment ?comment }
}"""
_NAMES = "SELECT DISTINCT ?actor ?name { ?actor a l2:Actor ; rdfs:label|skos:altLabel ?name }"
_LIVES = """SELECT ?actor ?from ?to {
  ?span a l2:Lifetime ; l2:spanOf ?actor .
  OPTIONAL { ?span l2:earliest ?from }
  OPTIONAL { ?span l2:latest ?to }
}"""


@dataclass(frozen=True, slots=True)
class Identity:
    """What a code or a name stands for: an actor, within a span; `caution` says what keeps the two from being the same."""

    actor: str
    span: Span
    caution: str = ""

    def within(self, span: Span) -> Span | None:
        """Return the part of a span in which the code stands for the actor."""
        first, last = max(span[0], self.span[0]), min(span[1], self.span[1])
        return (first, last) if first <= last else None


def schemes(store: ox.Store) -> tuple[str, ...]:
    """Return the schemes by which actors can be told: those of the links graph that have an actor, and their names."""
    found = {row[0] for row in ask(store, _CODES)}
    return (*(key for key in SCHEMES if key in found), NAME)


def identities(store: ox.Store, scheme: str) -> dict[str, tuple[Identity, ...]]:
    """Return, for each code of a scheme, what it stands for, and when.

    A mapping counts within its own validity. A name, and a code whose mapping has none, counts within the lifetime that the links graph
    gives to the actor, where it gives one.

    Raises:
        NotFoundError: no actor can be told by that scheme.
    """
    known = schemes(store)
    if scheme not in known:
        raise NotFoundError(f"no scheme {scheme!r}{nearest(scheme, known)}; actors are told by {', '.join(known)}")
    lives = _lives(store)
    found: dict[str, list[Identity]] = {}
    if scheme == NAME:
        for actor, name in ask(store, _NAMES):
            found.setdefault(normal(NAME, name), []).extend(Identity(actor, life) for life in lives.get(actor, [_span("", "")]))
    for key, code, actor, how, first, last, comment in ask(store, _CODES):
        if key == scheme:
            spans = [_span(first, last)] if first or last else lives.get(actor, [_span("", "")])
            caution = "" if not how.endswith("closeMatch") else comment or "the code stands for something close to the actor"
            found.setdefault(normal(scheme, code), []).extend(Identity(actor, span, caution) for span in spans)
    return {code: tuple(sorted(set(ones), key=lambda one: (one.span, one.actor))) for code, ones in found.items()}


def _lives(store: ox.Store) -> Mapping[str, list[Span]]:
    found: dict[str, list[Span]] = {}
    for actor, first, last in ask(store, _LIVES):
        found.setdefault(actor, []).append(_span(first, last))
    return found


def _span(first: str, last: str) -> Span:
    return dt.date.fromisoformat(first) if first else dt.date.min, dt.date.fromisoformat(last) if last else dt.date.max


def normal(scheme: str, text: str) -> str:
    """Return a cell as codes of a scheme are written: numbers without zeros in front or behind the point, names in small letters.

    >>> normal("cow", " 002 "), normal("cow", "2.0"), normal("name", "West  GERMANY")
    ('2', '2', 'west germany')
    >>> normal("wikidata", "http://www.wikidata.org/entity/Q30")
    'Q30'
    """
    bare = " ".join(text.split())
    if scheme == NAME:
        return bare.casefold()
    if number := re.fullmatch(r"0*([1-9]\d*)(?:\.0+)?", bare):
        return number[1]
    return bare.removeprefix(SCHEMES[scheme].space)


def detect(store: ox.Store, cells: Iterable[str], column: str) -> str:
    """Return the one scheme that fits a column: every cell is written as its codes are, and one at least is known.

    Raises:
        UsageError: none fits, or more than one.
    """
    texts = sorted({cell for cell in cells if cell.strip()})
    fitting = [scheme for scheme in schemes(store) if _fits(store, scheme, texts)]
    if len(fitting) == 1:
        return fitting[0]
    if fitting:
        raise UsageError(f"column {column!r} may hold codes of {', '.join(fitting)}; say which with --scheme")
    shown = ", ".join(texts[:5]) + (" ..." if len(texts) > 5 else "")
    raise UsageError(f"column {column!r} fits no scheme ({shown or 'it is empty'}); name one with --scheme: {', '.join(schemes(store))}")


def _fits(store: ox.Store, scheme: str, texts: list[str]) -> bool:
    codes = {normal(scheme, text) for text in texts}
    return (scheme == NAME or all(SCHEMES[scheme].fits(code) for code in codes)) and not codes.isdisjoint(identities(store, scheme))
