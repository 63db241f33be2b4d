"""What names can be matched to, read once of a store, and how names are compared."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING, Any

import pyoxigraph as ox
from rapidfuzz import fuzz

from l2kg.errors import NotFoundError
from l2kg.namespaces import BASE, DCTERMS, L2, L2T, RDF, RDFS, SKOS, compact, expand
from l2kg.schema import schema

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from l2kg.queries.results import Term

__all__ = [
    "kinds",
    "Entity",
    "Index",
    "Json",
    "closeness",
    "foldings",
    "index",
    "type_of",
    "value_of",
    "words_of",
]

Json = dict[str, Any]

_LONGEST_TEXT = 500  # characters of a name or value that are compared
_WORDS_LEFT_OUT, _WORDS_TOO_MANY = 0.85, 0.7  # what a match of some words counts
_NAMES = (f"{RDFS}label", f"{SKOS}prefLabel", f"{SKOS}altLabel")
_LABELS = (f"{SKOS}prefLabel", f"{RDFS}label")  # of two, the latter stands
_ABOUT = (f"{L2}description", f"{SKOS}definition")
_SPACES = (L2, SKOS, DCTERMS)
_UMLAUTS = str.maketrans(
    {
        "ä": "ae",
        "ö": "oe",
        "ü": "ue",
        "ø": "oe",
        "å": "aa",
        "æ": "ae",
        "œ": "oe",
        "ł": "l",
    }
)


@cache
def kinds() -> dict[str, str]:
    """Return the classes whose members can be matched, with their labels.

    Tactics are concepts of one scheme.
    """
    classes = (*schema().below("Actor"), "Case")
    labels = {L2 + name: schema().classes[name].term.label for name in classes}
    return labels | {f"{SKOS}Concept": "tactic"}


@dataclass(frozen=True, slots=True)
class Entity:
    """What a name can be matched to; the first of its names is shown."""

    iri: str
    names: tuple[str, ...]
    about: str
    types: tuple[str, ...]
    values: Mapping[str, tuple[Term, ...]] = field(repr=False)

    @property
    def id(self) -> str:
        """Return the identifier that clients see, a CURIE."""
        return compact(self.iri)


@dataclass(frozen=True, slots=True)
class Index:
    """All entities by IRI, their names folded, and the labels of their properties and values."""

    entities: Mapping[str, Entity]
    labels: Mapping[str, str]
    folded: Mapping[str, tuple[str, ...]] = field(repr=False)

    def find(self, identifier: str) -> Entity:
        """Return an entity by its CURIE or IRI.

        Raises:
            NotFoundError: there is none.
        """
        entity = self.entities.get(expand(identifier))
        if entity is None:
            raise NotFoundError(
                f"no actor, case or tactic {identifier!r}; ask /reconcile/suggest/entity"
                " for identifiers"
            )
        return entity

    def label(self, iri: str) -> str:
        """Return the label of a thing, or else the last part of its IRI."""
        return self.labels.get(iri) or re.split(r"[#/]", iri.rstrip("/"))[-1]


def index(store: ox.Store) -> Index:
    """Read the entities of a store: actors, cases, and the tactics that are concepts of their scheme."""
    kinds = _members(store)
    entities = {iri: _entity(store, iri, kinds[iri]) for iri in sorted(kinds)}
    folded = {iri: _folded_names(entity) for iri, entity in entities.items()}
    labels = {
        value_of(quad.subject): value_of(quad.object)
        for predicate in _LABELS
        for quad in _quads(store, None, predicate)
    }
    return Index(entities, labels, folded)


def _members(store: ox.Store) -> dict[str, list[str]]:
    """Return what can be matched to, each with its classes, in the order of `kinds`."""
    scheme = {value_of(q.subject) for q in _quads(store, None, f"{SKOS}inScheme", L2T)}
    found: dict[str, list[str]] = {}
    for kind in kinds():
        for quad in _quads(store, None, f"{RDF}type", kind):
            iri = value_of(quad.subject)
            if iri.startswith(BASE) and (kind != f"{SKOS}Concept" or iri in scheme):
                found.setdefault(iri, []).append(kind)
    return found


def _folded_names(entity: Entity) -> tuple[str, ...]:
    return tuple({form for name in entity.names for form in foldings(name)})


def _quads(
    store: ox.Store, subject: str | None, predicate: str | None, value: str | None = None
) -> Iterable[ox.Quad]:
    a, b, c = (
        None if text is None else ox.NamedNode(text)
        for text in (subject, predicate, value)
    )
    return store.quads_for_pattern(a, b, c, ox.DefaultGraph())


def value_of(term: object) -> str:
    """Return the IRI or text of a term; nothing where it has none."""
    return str(getattr(term, "value", ""))


def _entity(store: ox.Store, iri: str, kinds: Sequence[str]) -> Entity:
    stated: dict[str, list[Term]] = {}
    for quad in _quads(store, iri, None):
        stated.setdefault(quad.predicate.value, []).append(quad.object)
    names = dict.fromkeys(
        value_of(term)
        for predicate in _NAMES
        for term in sorted(stated.get(predicate, ()), key=str)
    )
    descriptions = (
        value_of(term) for predicate in _ABOUT for term in stated.get(predicate, ())
    )
    types = sorted(kinds, key=lambda kind: kind == f"{L2}Actor")  # the widest comes last
    values = {
        predicate: tuple(sorted(terms, key=str))
        for predicate, terms in sorted(stated.items())
        if predicate.startswith(_SPACES)
    }
    return Entity(
        iri, tuple(names) or (iri,), next(descriptions, ""), tuple(types), values
    )


def foldings(text: str) -> set[str]:
    """Return a text without accents, case, marks and order of words; with umlauts bare and written out.

    >>> sorted(foldings("Schröder, Gerhard"))
    ['gerhard schroder', 'gerhard schroeder']
    """
    return {" ".join(sorted(words)) for words in words_of(text)}


def words_of(text: str) -> list[list[str]]:
    """Return the words of a text, bare of case and accents.

    They come twice: with umlauts bare, and with umlauts written out.
    """
    lower = unicodedata.normalize("NFC", text[:_LONGEST_TEXT]).casefold()
    forms = (
        unicodedata.normalize("NFKD", form) for form in (lower, lower.translate(_UMLAUTS))
    )
    return [
        re.findall(r"\w+", "".join(c for c in form if not unicodedata.combining(c)))
        for form in forms
    ]


def closeness(asked: Iterable[str], known: Iterable[str]) -> float:
    """Return how close two sets of folded names are, from 0 to 100.

    100 is for the same words; less for misspelt ones and words left out, and still less
    for words too many.
    """
    pairs = [(one, other) for one in asked for other in known if one and other]
    return max((_similarity(one, other) for one, other in pairs), default=0.0)


def _similarity(asked: str, known: str) -> float:
    left_out = len(asked) <= len(known)
    weight = _WORDS_LEFT_OUT if left_out else _WORDS_TOO_MANY
    return max(fuzz.ratio(asked, known), weight * fuzz.token_set_ratio(asked, known))


def type_of(kind: str) -> Json:
    """Return a class as clients see it: CURIE and name."""
    return {"id": compact(kind), "name": kinds()[kind]}
