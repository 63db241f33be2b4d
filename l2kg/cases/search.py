"""Find words in labels, descriptions, names, tactics, terms and claims, and show where they were found.

Accents and capitals do not count.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

import pyoxigraph as ox

from l2kg.errors import NotFoundError, UsageError
from l2kg.namespaces import (
    BASE,
    CASE,
    L2,
    L2T,
    L2V,
    RDF,
    RDFS,
    SKOS,
    case_slug,
    written,
)
from l2kg.queries.lookup import instances, subject_iris
from l2kg.wording import no_case

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

__all__ = [
    "COLUMNS",
    "KINDS",
    "Entry",
    "Hit",
    "cases_of",
    "fold",
    "hits_in",
    "index",
    "search",
]

COLUMNS = ("id", "kind", "label", "case", "excerpt")
KINDS = ("case", "person", "tactic", "term", "claim", "element")
_ACTOR = f"{BASE}actor/"
_CLAIM = f"{BASE}claim/"
_KINDS = {
    CASE: "element",
    _ACTOR: "person or body",
    L2T: "tactic",
    L2V: "term",
    _CLAIM: "claim",
}
_ORDER = ("case", "person or body", "tactic", "term", "claim", "element")
_NAMES = (
    f"{SKOS}prefLabel",
    f"{RDFS}label",
    f"{SKOS}altLabel",
)
_WORDS = (f"{L2}description", f"{SKOS}definition")
# Classes whose elements only say something of other elements, and are found through
# these. No term of the ontology tells them from the rest: it is a choice of the search.
_UNSEEN = {
    f"{L2}{name}" for name in ("Evidence", "Dating", "TemporalRelation", "ValueEvidence")
}
_MENTIONED = "SELECT DISTINCT ?graph ?thing { GRAPH ?graph { ?element ?by ?thing } }"
_ABOUT = f"SELECT DISTINCT ?graph ?thing {{ ?thing <{L2}about> ?graph }}"
_AROUND = 60  # signs of an excerpt on each side
_LONGEST = 200  # signs of what is asked for: more are no words that somebody looks for
_TWO = frozenset("aou")
_SECOND_VOWEL = re.compile("(?<=[aou])e")
_FOLDED = str.maketrans(
    {
        "ß": "ss",
        "ø": "o",
        "đ": "d",
        "ł": "l",
        "æ": "ae",
        "œ": "oe",
    }
)


@dataclass(frozen=True, slots=True)
class Entry:
    """What can be found.

    ``case`` is the slug of the case in which it stands, or nothing; ``text`` its labels
    and descriptions; ``name`` and ``folded`` are label and text, folded.
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
    """Write a text without capitals and accents, and with one vowel where German and Greek write two.

    >>> fold("Gerhard Schröder, José") == fold("GERHARD SCHROEDER, Jose")
    True
    """
    if text.isascii():  # the same, and quicker
        return _SECOND_VOWEL.sub("", text.lower())
    return "".join(sign for sign, _ in _signs(text))


def _signs(text: str) -> list[tuple[str, int]]:
    """Return the signs of a folded text, each with its place in the text."""
    signs: list[tuple[str, int]] = []
    before = ""
    for place, letter in enumerate(text):
        for sign in letter.lower() if letter.isascii() else _plain(letter):
            if sign != "e" or before not in _TWO:
                signs.append((sign, place))
            before = sign
    return signs


@lru_cache(maxsize=4096)  # letters
def _plain(sign: str) -> str:
    apart = unicodedata.normalize("NFKD", sign.casefold().translate(_FOLDED))
    return "".join(letter for letter in apart if not unicodedata.combining(letter))


def index(store: ox.Store) -> tuple[Entry, ...]:
    """List what can be found in a store: cases and their elements, people and bodies, tactics, terms, claims.

    A term, a concept of one of our lists, is found by its names alone: in what its
    definition says, any word would lead to every case that uses it.
    """
    findable = _findable(store)
    cases = set(instances(store, f"{L2}Case"))
    entries = [
        _entry(iri, texts, case=iri in cases)
        for iri, texts in _texts(store).items()
        if iri in findable and _wanted(iri)
    ]

    def place(entry: Entry) -> tuple[int, str, str]:
        return _rank(entry), entry.label.casefold(), entry.iri

    return tuple(sorted(entries, key=place))


def _texts(store: ox.Store) -> dict[str, list[str]]:
    """Return labels and descriptions by what they belong to, labels first."""
    found: dict[str, list[str]] = {}
    for name in (*_NAMES, *_WORDS):
        predicate = ox.NamedNode(name)
        for quad in store.quads_for_pattern(
            None,
            predicate,
            None,
            ox.DefaultGraph(),
        ):
            subject, text = quad.subject, quad.object
            if not isinstance(subject, ox.NamedNode) or not isinstance(text, ox.Literal):
                continue
            if name in _NAMES or not subject.value.startswith(L2V):
                found.setdefault(subject.value, []).append(text.value)
    return found


def _findable(store: ox.Store) -> set[str]:
    """Return all that can be shown: what has a class, and none of those that only serve others."""
    rows = store.query(f"SELECT DISTINCT ?thing {{ ?thing <{RDF}type> ?class }}")
    found = {row["thing"].value for row in rows}  # type: ignore[union-attr]
    for name in _UNSEEN:
        found.difference_update(instances(store, name))
    return found


def _wanted(iri: str) -> bool:
    return any(iri.startswith(space) for space in _KINDS) and "#warrant" not in iri


def _entry(
    iri: str,
    texts: Sequence[str],
    *,
    case: bool,
) -> Entry:
    kind = next(name for space, name in _KINDS.items() if iri.startswith(space))
    inside = ""
    if case:
        kind, inside = "case", iri
    elif kind == "element":
        inside = iri.partition("#")[0]
    label = texts[0]
    text = " · ".join(dict.fromkeys(texts))
    return Entry(
        iri=iri,
        kind=kind,
        label=label,
        case=inside.removeprefix(CASE),
        text=text,
        name=fold(label),
        folded=fold(text),
    )


def _rank(entry: Entry) -> int:
    return _ORDER.index(entry.kind)


def hits_in(
    store: ox.Store, words: str, *, kind: str | None = None, case: str | None = None
) -> list[tuple[str, ...]]:
    """Return a row, by COLUMNS, for each thing in a store that holds all words.

    Raises:
        UsageError: there is no such kind.
        NotFoundError: there is no such case; the text suggests the nearest.
    """
    if kind is not None and kind not in KINDS:
        raise UsageError(f"no kind {kind!r}; the kinds are {', '.join(KINDS)}")
    entries = index(store)
    slug = None if case is None else case_slug(case)
    slugs = {one.case for one in entries if one.case}
    if slug is not None and slug not in slugs:
        raise NotFoundError(no_case(slug, slugs))
    return [
        (written(one.iri), one.kind, one.label, one.case, "".join(hit.excerpt))
        for hit in search(entries, words)
        for one in [hit.entry]
        if (kind is None or one.kind.startswith(kind)) and slug in (None, one.case)
    ]


def search(entries: Iterable[Entry], words: str) -> list[Hit]:
    """Return the entries that hold all words, kind by kind, those with a word in their label first.

    Of a long text that is asked for only the beginning is read.
    """
    wanted = tuple(dict.fromkeys(fold(words[:_LONGEST]).split()))
    if not wanted:
        return []

    def place(entry: Entry) -> tuple[int, bool]:
        return _rank(entry), not any(word in entry.name for word in wanted)

    found = [entry for entry in entries if all(word in entry.folded for word in wanted)]
    return [Hit(entry, wanted) for entry in sorted(found, key=place)]


def _excerpt(text: str, words: Sequence[str]) -> tuple[str, str, str]:
    """Cut a text around the first of some folded words."""
    signs = _signs(text)
    folded = "".join(sign for sign, _ in signs)
    at, word = min((folded.find(word), word) for word in words if word in folded)
    start, end = signs[at][1], signs[at + len(word) - 1][1] + 1
    before = text[max(0, start - _AROUND) : start]
    after = text[end : end + _AROUND]
    # What is cut is cut at a word.
    if start > _AROUND:
        before = f"…{before.partition(' ')[2]}"
    if end + _AROUND < len(text):
        after = f"{after.rpartition(' ')[0]}…"
    return before, text[start:end], after


def cases_of(hits: Iterable[Hit], store: ox.Store) -> dict[str, Hit]:
    """Return, by slug, the cases to which hits lead, each with the first that does.

    A case, or an element of it, leads to the case; a person, a tactic and a term lead to all
    cases in which something refers to them, a claim to those that it is about.
    """
    found: dict[str, Hit] = {}
    for hit in hits:
        case = hit.entry.case
        slugs = [case] if case else _mentions(hit.entry.iri, store)
        for slug in slugs:
            found.setdefault(slug, hit)
    return found


def _mentions(iri: str, store: ox.Store) -> list[str]:
    """Return the slugs of the cases in which something refers to a person, tactic or term.

    For a tactic, what refers to one right below it counts too; for a claim, what it is about.
    """
    graphs: set[str] = set()
    asked = _ABOUT if iri.startswith(_CLAIM) else _MENTIONED
    for mentioned in (iri, *subject_iris(store, f"{SKOS}broader", iri)):
        rows = store.query(
            asked,
            substitutions={ox.Variable("thing"): ox.NamedNode(mentioned)},
        )
        graphs |= {row["graph"].value for row in rows}  # type: ignore[union-attr]
    return sorted(graph.removeprefix(CASE) for graph in graphs if graph.startswith(CASE))
