"""Find words in labels, descriptions, names and tactics, and say where they were found.

Accents and capitals make no difference.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

import pyoxigraph as ox

from l2kg.namespaces import BASE, CASE, L2, L2T, RDF, RDFS, SKOS
from l2kg.queries.lookup import instances

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

__all__ = ["Entry", "Hit", "cases_of", "fold", "index", "search"]

_ACTOR = f"{BASE}actor/"
_KINDS = {CASE: "element", _ACTOR: "person or body", L2T: "tactic"}
_NAMES = (f"{SKOS}prefLabel", f"{RDFS}label", f"{SKOS}altLabel")
_WORDS = (f"{L2}description", f"{SKOS}definition")
_UNSEEN = {f"{L2}{name}" for name in ("Evidence", "Dating", "TemporalRelation")}
_MENTIONED = "SELECT DISTINCT ?graph ?one { GRAPH ?graph { ?thing ?by ?one } }"
_AROUND = 60
_LONGEST = 200  # signs of what is asked for: more are no words that somebody looks for
_TWO = frozenset("aou")
_SECOND_VOWEL = re.compile("(?<=[aou])e")
_FOLDED = str.maketrans({"ß": "ss", "ø": "o", "đ": "d", "ł": "l", "æ": "ae", "œ": "oe"})


@dataclass(frozen=True, slots=True)
class Entry:
    """What can be found: an IRI, its kind, its label, the case in which it stands, its words.

    ``name`` is the label, ``folded`` the words, as they are searched.
    """

    iri: str
    kind: str
    label: str
    case: str
    text: str
    name: str
    folded: str


@dataclass(frozen=True, slots=True)
class Hit:
    """An entry that was found, and the folded words asked for."""

    entry: Entry
    words: tuple[str, ...]

    @property
    def excerpt(self) -> tuple[str, str, str]:
        """Return the words around the first of the words asked for: before it, itself, after it."""
        return _excerpt(self.entry.text, self.words)


def fold(text: str) -> str:
    """Write a text without capitals and accents, and with one vowel for two.

    German and Greek write two for some.

    >>> fold("Gerhard Schröder, José") == fold("GERHARD SCHROEDER, Jose")
    True
    """
    return (
        _SECOND_VOWEL.sub("", text.lower())
        if text.isascii()
        else "".join(sign for sign, _ in _signs(text))
    )


def _signs(text: str) -> list[tuple[str, int]]:
    """Return the signs of a folded text, each with its place in the text."""
    if text.isascii():
        signs = [(sign, place) for place, sign in enumerate(text.lower())]
    else:
        apart = ((_plain(sign), place) for place, sign in enumerate(text))
        signs = [(one, place) for sign, place in apart for one in sign]
    return [
        (sign, place)
        for (before, _), (sign, place) in zip([("", 0), *signs], signs, strict=False)
        if sign != "e" or before not in _TWO
    ]


@lru_cache(maxsize=4096)  # letters
def _plain(sign: str) -> str:
    apart = unicodedata.normalize("NFKD", sign.casefold().translate(_FOLDED))
    return "".join(one for one in apart if not unicodedata.combining(one))


def index(store: ox.Store) -> tuple[Entry, ...]:
    """List what can be found in a store: cases and their elements, people and bodies, tactics."""
    names: dict[str, list[str]] = {}
    for predicate in (*_NAMES, *_WORDS):
        for quad in store.quads_for_pattern(
            None, ox.NamedNode(predicate), None, ox.DefaultGraph()
        ):
            if isinstance(quad.subject, ox.NamedNode) and isinstance(
                quad.object, ox.Literal
            ):
                names.setdefault(quad.subject.value, []).append(quad.object.value)
    shown, whole = _typed(store), _members(store, f"{L2}Case")
    found = [
        _entry(iri, texts, case=iri in whole)
        for iri, texts in names.items()
        if iri in shown and _wanted(iri)
    ]
    return tuple(
        sorted(found, key=lambda entry: (_rank(entry), entry.label.casefold(), entry.iri))
    )


def _members(store: ox.Store, name: str) -> set[str]:
    return set(instances(store, name))


def _typed(store: ox.Store) -> set[str]:
    """Return all that can be shown: what has a class, and none of those that only serve others."""
    found = store.query(f"SELECT DISTINCT ?one {{ ?one <{RDF}type> ?class }}")
    typed = {row["one"].value for row in found}  # type: ignore[union-attr]
    return typed - set().union(*(_members(store, name) for name in _UNSEEN))


def _wanted(iri: str) -> bool:
    return any(iri.startswith(space) for space in _KINDS) and "#warrant" not in iri


def _entry(iri: str, texts: Sequence[str], *, case: bool) -> Entry:
    kind = (
        "case"
        if case
        else next(name for space, name in _KINDS.items() if iri.startswith(space))
    )
    text = " · ".join(dict.fromkeys(texts))
    inside = iri if kind == "case" else iri.partition("#")[0] if kind == "element" else ""
    return Entry(
        iri, kind, texts[0], inside.removeprefix(CASE), text, fold(texts[0]), fold(text)
    )


def _rank(entry: Entry) -> int:
    return ("case", "person or body", "tactic", "element").index(entry.kind)


def search(entries: Iterable[Entry], words: str) -> list[Hit]:
    """Return the entries that hold all words, those with a word in their label first.

    Of a long text only the beginning is read.
    """
    asked = tuple(dict.fromkeys(fold(words[:_LONGEST]).split()))
    if not asked:
        return []
    found = [entry for entry in entries if all(word in entry.folded for word in asked)]
    ranked = sorted(
        found,
        key=lambda entry: (_rank(entry), not any(word in entry.name for word in asked)),
    )
    return [Hit(entry, asked) for entry in ranked]


def _excerpt(text: str, words: Sequence[str]) -> tuple[str, str, str]:
    """Cut a text around the first of some folded words."""
    signs = _signs(text)
    folded = "".join(sign for sign, _ in signs)
    at, word = min((folded.find(word), word) for word in words if word in folded)
    start, end = signs[at][1], signs[at + len(word) - 1][1] + 1
    before, after = text[max(0, start - _AROUND) : start], text[end : end + _AROUND]
    before = f"…{before.partition(' ')[2]}" if start > _AROUND else before
    return (
        before,
        text[start:end],
        f"{after.rpartition(' ')[0]}…" if end + _AROUND < len(text) else after,
    )


def cases_of(hits: Iterable[Hit], store: ox.Store) -> dict[str, Hit]:
    """Return, by slug, the cases to which hits lead, each with the first hit.

    A hit is the case itself, an element, a person, or a tactic.
    """
    found: dict[str, Hit] = {}
    for hit in hits:
        for slug in (
            [hit.entry.case] if hit.entry.case else _mentions(hit.entry.iri, store)
        ):
            found.setdefault(slug, hit)
    return found


def _mentions(iri: str, store: ox.Store) -> list[str]:
    """Return the slugs of the cases in which something refers to a person or tactic.

    A tactic below the tactic counts as well.
    """
    below = [
        iri,
        *(
            quad.subject.value
            for quad in _narrower(iri, store)
            if isinstance(quad.subject, ox.NamedNode)
        ),
    ]
    graphs: set[str] = set()
    for one in below:
        found = store.query(
            _MENTIONED, substitutions={ox.Variable("one"): ox.NamedNode(one)}
        )
        graphs |= {row["graph"].value for row in found}  # type: ignore[union-attr]
    return sorted(graph.removeprefix(CASE) for graph in graphs if graph.startswith(CASE))


def _narrower(iri: str, store: ox.Store) -> Iterable[ox.Quad]:
    return store.quads_for_pattern(
        None, ox.NamedNode(f"{SKOS}broader"), ox.NamedNode(iri), ox.DefaultGraph()
    )
