"""Which actor a code or a name stands for, and when."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from l2kg.errors import NotFoundError, UsageError
from l2kg.joining.codes import all_codes
from l2kg.joining.names import normal_name, without_brackets
from l2kg.mappings.schemes import SCHEMES
from l2kg.namespaces import L2
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
    "Names",
    "Register",
    "Span",
    "normal",
]

NAME = "name"
Span = tuple[dt.date, dt.date]
_ALL: Span = (dt.date.min, dt.date.max)

_ACTORS = "SELECT DISTINCT ?actor ?kind { ?actor a l2:Actor ; a ?kind }"
_NAMES = """SELECT DISTINCT ?actor ?name ?isLabel {
  ?actor a l2:Actor .
  { ?actor rdfs:label ?name BIND("yes" AS ?isLabel) } UNION { ?actor skos:altLabel ?name }
}
ORDER BY ?actor ?isLabel ?name"""
_PERSON, _STATE = f"{L2}Person", f"{L2}State"
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


@dataclass(frozen=True, slots=True)
class Names:
    """What actors are called.

    `known` are the names by which an actor can be told, `surnames` those by which a person
    cannot, each with the labels of the people who have it; `shown` are names as they are
    written, by their form.
    """

    known: Mapping[str, tuple[Identity, ...]]
    surnames: Mapping[str, tuple[str, ...]]
    shown: Mapping[str, str]


class Register:
    """The actors of a store: by which codes and names each can be told, and when.

    The store is read once.
    """

    def __init__(self, store: ox.Store) -> None:
        """Read codes, names and lifetimes."""
        actors: dict[str, set[str]] = {}
        for actor, kind in ask(store, _ACTORS):
            actors.setdefault(actor, set()).add(kind)
        self._kinds = actors
        self._codes = [code for code in all_codes(store) if code.subject in actors]
        self._called = ask(store, _NAMES)
        self._lives = _lives(store)
        self._made: dict[str, Mapping[str, tuple[Identity, ...]]] = {}
        self._names: Names | None = None

    @property
    def schemes(self) -> tuple[str, ...]:
        """Return the schemes by which actors can be told: those that have an actor, and their names."""
        found = {code.scheme for code in self._codes}
        return (*(key for key in SCHEMES if key in found), NAME)

    @property
    def names(self) -> Names:
        """Return what actors are called."""
        if self._names is None:
            self._names = self._read_names()
        return self._names

    def identities(self, scheme: str) -> Mapping[str, tuple[Identity, ...]]:
        """Return, for each code of a scheme, what it stands for, and when.

        A mapping counts within its own validity. A name, and a code whose mapping has
        none, counts within the lifetime that the links graph gives to the actor, where it
        gives one. A state is also told by the name that a list has for its code, while
        the code holds.

        Raises:
            NotFoundError: no actor can be told by that scheme.
        """
        if scheme not in self.schemes:
            raise NotFoundError(
                f"no scheme {scheme!r}{nearest(scheme, self.schemes)}; actors are told by"
                f" {', '.join(self.schemes)}"
            )
        if scheme == NAME:
            return self.names.known
        if scheme not in self._made:
            found: dict[str, set[Identity]] = {}
            for code in self._codes:
                if code.scheme == scheme:
                    held = found.setdefault(normal(scheme, code.code), set())
                    held.update(_held(code, self._lives))
            self._made[scheme] = _in_order(found)
        return self._made[scheme]

    def _read_names(self) -> Names:
        known: dict[str, set[Identity]] = {}
        surnames: dict[str, set[str]] = {}
        shown: dict[str, str] = {}
        labels = {actor: name for actor, name, is_label in self._called if is_label}
        for actor, name, _ in self._called:
            person = _PERSON in self._kinds[actor]
            form, label = normal(NAME, name), labels.get(actor, name)
            if person:
                last = normal(NAME, label).rpartition(" ")[2]
                surnames.setdefault(last, set()).add(label)
            if person and " " not in form:
                surnames.setdefault(form, set()).add(label)
                continue
            shown.setdefault(form, name)
            caution = _not_whole(name, label) if person else ""
            lives = self._lives.get(actor, [_ALL])
            known.setdefault(form, set()).update(
                Identity(actor, life, caution) for life in lives
            )
            if _STATE in self._kinds[actor] and (bare := without_brackets(name)) != name:
                known.setdefault(normal(NAME, bare), set()).update(
                    Identity(actor, life) for life in lives
                )
        for code in self._named_states():
            form = normal(NAME, code.called)
            shown.setdefault(form, code.called)
            known.setdefault(form, set()).update(_held(code, self._lives))
        return Names(
            _in_order(known),
            {form: tuple(sorted(who)) for form, who in surnames.items()},
            shown,
        )

    def _named_states(self) -> list[Code]:
        """Return the codes of states to which a list gives a name."""
        return [c for c in self._codes if c.called and _STATE in self._kinds[c.subject]]


def _in_order(
    found: Mapping[str, Iterable[Identity]],
) -> Mapping[str, tuple[Identity, ...]]:
    return {
        code: tuple(sorted(held, key=lambda one: (one.span, one.actor, one.caution)))
        for code, held in found.items()
    }


def _not_whole(name: str, label: str) -> str:
    """Say that a person's other name has nothing of the whole one but the surname."""
    words, whole = normal(NAME, name).split(), normal(NAME, label).split()
    if words == whole or set(words) & set(whole[:-1]) or whole[-1] not in words:
        return ""
    return f"{name} is taken for {label}, whose first name it has not"


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

    Numbers without zeros in front or behind the point; names as names are compared.

    >>> normal("cow", " 002 "), normal("cow", "2.0"), normal("name", "West  GERMANY")
    ('2', '2', 'west germany')
    >>> normal("wikidata", "http://www.wikidata.org/entity/Q30")
    'Q30'
    """
    if scheme == NAME:
        return normal_name(text)
    bare = " ".join(text.split())
    if number := re.fullmatch(r"0*([1-9]\d*)(?:\.0+)?", bare):
        return number[1]
    return bare.removeprefix(SCHEMES[scheme].space)
