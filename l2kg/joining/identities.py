"""Which actor a code or a name stands for, and when."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from l2kg.errors import NotFoundError, UsageError
from l2kg.joining.codes import all_codes
from l2kg.mappings.schemes import SCHEMES
from l2kg.queries.run import ask
from l2kg.wording import nearest

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    import pyoxigraph as ox

    from l2kg.joining.codes import Code

__all__ = [
    "NAME",
    "ColumnError",
    "Identity",
    "Span",
    "detect",
    "identities",
    "normal",
    "schemes",
]

NAME = "name"
Span = tuple[dt.date, dt.date]
_ALL: Span = (dt.date.min, dt.date.max)

_ACTORS = "SELECT DISTINCT ?actor { ?actor a l2:Actor }"
_NAMES = (
    "SELECT DISTINCT ?actor ?name { ?actor a l2:Actor ; rdfs:label|skos:altLabel ?name }"
)
_LIVES = """SELECT ?actor ?from ?to {
  ?span a l2:Lifetime ; l2:spanOf ?actor .
  OPTIONAL { ?span l2:earliest ?from }
  OPTIONAL { ?span l2:latest ?to }
}"""


class ColumnError(UsageError):
    """A column of a table that cannot be what it was said to be.

    Who knows the table's file puts its name in front.
    """


@dataclass(frozen=True, slots=True)
class Identity:
    """What a code or a name stands for: an actor, within a span.

    `caution` says what keeps the two from being the same.
    """

    actor: str
    span: Span
    caution: str = ""

    def within(self, span: Span) -> Span | None:
        """Return the part of a span in which the code stands for the actor."""
        first, last = max(span[0], self.span[0]), min(span[1], self.span[1])
        return (first, last) if first <= last else None


def schemes(store: ox.Store) -> tuple[str, ...]:
    """Return the schemes by which actors can be told.

    Those of the links graph that have an actor, and their names.
    """
    found = {code.scheme for code in _codes(store)}
    return (*(key for key in SCHEMES if key in found), NAME)


def identities(store: ox.Store, scheme: str) -> dict[str, tuple[Identity, ...]]:
    """Return, for each code of a scheme, what it stands for, and when.

    A mapping counts within its own validity. A name, and a code whose mapping has none,
    counts within the lifetime that the links graph gives to the actor, where it gives
    one.

    Raises:
        NotFoundError: no actor can be told by that scheme.
    """
    known = schemes(store)
    if scheme not in known:
        raise NotFoundError(
            f"no scheme {scheme!r}{nearest(scheme, known)}; actors are told by"
            f" {', '.join(known)}"
        )
    lives = _lives(store)
    found: dict[str, set[Identity]] = {}
    if scheme == NAME:
        for actor, name in ask(store, _NAMES):
            known_as = found.setdefault(normal(NAME, name), set())
            known_as.update(Identity(actor, life) for life in lives.get(actor, [_ALL]))
    for code in _codes(store):
        if code.scheme == scheme:
            found.setdefault(normal(scheme, code.code), set()).update(_held(code, lives))
    return {
        code: tuple(sorted(held, key=lambda one: (one.span, one.actor)))
        for code, held in found.items()
    }


def _held(code: Code, lives: Mapping[str, list[Span]]) -> list[Identity]:
    """Return what a code stands for: its actor, in its own time or else in the actor's."""
    caution = ""
    if code.relation == "closeMatch":
        caution = code.comment or "the code stands for something close to the actor"
    spans = lives.get(code.subject, [_ALL])
    if code.validity:
        limits = code.interval
        spans = [(limits.first or _ALL[0], limits.last or _ALL[1])]
    return [Identity(code.subject, span, caution) for span in spans]


def _codes(store: ox.Store) -> list[Code]:
    """Return the identifiers of actors."""
    actors = {actor for (actor,) in ask(store, _ACTORS)}
    return [code for code in all_codes(store) if code.subject in actors]


def _lives(store: ox.Store) -> Mapping[str, list[Span]]:
    found: dict[str, list[Span]] = {}
    for actor, first, last in ask(store, _LIVES):
        begin, end = (
            dt.date.fromisoformat(day) if day else other
            for day, other in zip((first, last), _ALL, strict=True)
        )
        found.setdefault(actor, []).append((begin, end))
    return found


def normal(scheme: str, text: str) -> str:
    """Return a cell as codes of a scheme are written.

    Numbers without zeros in front or behind the point, names in small letters.

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
    """Return the one scheme that fits a column.

    Every cell is written as its codes are, and one at least is known.

    Raises:
        ColumnError: none fits, or more than one.
    """
    texts = sorted({" ".join(cell.split()) for cell in cells if cell.strip()})
    fitting = [scheme for scheme in schemes(store) if _fits(store, scheme, texts)]
    if len(fitting) == 1:
        return fitting[0]
    if fitting:
        raise ColumnError(
            f"column {column!r} may hold codes of {', '.join(fitting)}; say which with"
            " --scheme"
        )
    shown = ", ".join(texts[:5]) + (" ..." if len(texts) > 5 else "")
    raise ColumnError(
        f"column {column!r} fits no scheme ({shown or 'it is empty'}); name one with"
        f" --scheme: {', '.join(schemes(store))}"
    )


def _fits(store: ox.Store, scheme: str, texts: list[str]) -> bool:
    codes = {normal(scheme, text) for text in texts}
    if scheme != NAME and not all(SCHEMES[scheme].fits(code) for code in codes):
        return False
    return not codes.isdisjoint(identities(store, scheme))
