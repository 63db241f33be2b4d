"""Match names to our actors, cases and tactics, as the Reconciliation Service API 0.2 of the W3C's community group has it."""

from __future__ import annotations

import json
import re
import unicodedata
from dataclasses import dataclass, field
from html import escape
from typing import TYPE_CHECKING, Any

import pyoxigraph as ox
from rapidfuzz import fuzz

from l2kg import __version__
from l2kg.errors import NotFoundError, UsageError
from l2kg.namespaces import BASE, DCTERMS, L2, L2T, RDF, RDFS, SKOS, XSD, compact, expand

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from l2kg.queries.results import Term

__all__ = [
    "Entity",
    "Index",
    "extend",
    "index",
    "manifest",
    "preview",
    "propose",
    "read_json",
    "reconcile",
    "suggest",
]

Json = dict[str, Any]

MOST_QUERIES = 200  # in one batch
MOST_CANDIDATES = 100
LONGEST_TEXT = 500  # characters of a name or value that are compared
_CERTAIN, _APART = (
    95.0,
    5.0,
)  # a match has the very name, at least this score, and leads the next by as much
_LEAST = 40.0  # below this score a candidate is noise
_KINDS = {  # classes whose members can be matched, from the ontology; tactics are concepts of one scheme
    f"{L2}Actor": "actor", f"{L2}Person": "person", f"{L2}State": "state", f"{L2}Organization": "organization",
    f"{L2}Collective": "collective", f"{L2}Case": "case", f"{SKOS}Concept": "tactic",
}  # fmt: skip
_NAMES = (f"{RDFS}label", f"{SKOS}prefLabel", f"{SKOS}altLabel")
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


@dataclass(frozen=True, slots=True)
class Entity:
    """What a name can be matched to: its IRI, names (the first is shown), description, types, and the values of its properties."""

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
    """All entities by IRI, and the labels of all that their properties lead to and of the properties themselves."""

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
    labels = {
        _of(q.subject): _of(q.object)
        for name in _NAMES[1::-1]
        for q in _quads(store, None, name)
    }
    scheme = {_of(q.subject) for q in _quads(store, None, f"{SKOS}inScheme", L2T)}
    members: dict[str, list[str]] = {}
    for kind in _KINDS:
        for quad in _quads(store, None, f"{RDF}type", kind):
            iri = _of(quad.subject)
            if iri.startswith(BASE) and (kind != f"{SKOS}Concept" or iri in scheme):
                members.setdefault(iri, []).append(kind)
    entities = {iri: _entity(store, iri, kinds) for iri, kinds in sorted(members.items())}
    folded = {
        iri: tuple({form for name in e.names for form in _foldings(name)})
        for iri, e in entities.items()
    }
    return Index(entities, labels, folded)


def _quads(
    store: ox.Store, subject: str | None, predicate: str | None, value: str | None = None
) -> Iterable[ox.Quad]:
    a, b, c = (
        None if text is None else ox.NamedNode(text)
        for text in (subject, predicate, value)
    )
    return store.quads_for_pattern(a, b, c, ox.DefaultGraph())


def _of(term: object) -> str:
    return str(getattr(term, "value", ""))


def _entity(store: ox.Store, iri: str, kinds: Sequence[str]) -> Entity:
    said: dict[str, list[Term]] = {}
    for quad in _quads(store, iri, None):
        said.setdefault(quad.predicate.value, []).append(quad.object)
    names = dict.fromkeys(
        _of(term)
        for predicate in _NAMES
        for term in sorted(said.get(predicate, ()), key=str)
    )
    about = next(
        (_of(term) for predicate in _ABOUT for term in said.get(predicate, ())), ""
    )
    types = [kind for kind in kinds if kind != f"{L2}Actor"] + [
        kind for kind in kinds if kind == f"{L2}Actor"
    ]
    values = {
        p: tuple(sorted(terms, key=str))
        for p, terms in sorted(said.items())
        if p.startswith(_SPACES)
    }
    return Entity(iri, tuple(names) or (iri,), about, tuple(types), values)


def _foldings(text: str) -> set[str]:
    """Return a text without accents, case, marks and order of words; with umlauts bare and written out.

    >>> sorted(_foldings("Schröder, Gerhard"))
    ['gerhard schroder', 'gerhard schroeder']
    """
    return {" ".join(sorted(words)) for words in _words(text)}


def _words(text: str) -> list[list[str]]:
    """Return the words of a text in lower case without accents: once with umlauts bare, once with umlauts written out."""
    lower = unicodedata.normalize("NFC", text[:LONGEST_TEXT]).casefold()
    forms = (
        unicodedata.normalize("NFKD", form) for form in (lower, lower.translate(_UMLAUTS))
    )
    return [
        re.findall(r"\w+", "".join(c for c in form if not unicodedata.combining(c)))
        for form in forms
    ]


def _closeness(asked: Iterable[str], known: Iterable[str]) -> float:
    """Return 0 to 100: 100 for the same words, less for misspelt ones, for words left out, and still less for words too many."""
    pairs = [(a, k) for a in asked for k in known if a and k]
    return max(
        (
            max(
                fuzz.ratio(a, k),
                (0.85 if len(a) <= len(k) else 0.7) * fuzz.token_set_ratio(a, k),
            )
            for a, k in pairs
        ),
        default=0.0,
    )


def read_json(text: str) -> object:
    """Parse what a client sends.

    Raises:
        UsageError: it is no JSON.
    """
    try:
        read: object = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise UsageError(
            "the parameter holds no JSON; send what the Reconciliation Service API 0.2"
            " describes"
        ) from error
    return read


def manifest(root: str) -> Json:
    """Describe the service, given the address below which its routes lie (`ROOT/reconcile`)."""
    service = f"{root.rstrip('/')}/reconcile"
    return {
        "versions": ["0.2"],
        "name": "L2KG: actors, cases and tactics",
        "identifierSpace": BASE,
        "schemaSpace": L2,
        "serviceVersion": __version__,
        "documentation": (
            "https://www.w3.org/community/reports/reconciliation/CG-FINAL-specs-0.2-20230410/"
        ),
        "view": {"url": f"{service}/view?id={{{{id}}}}"},
        "defaultTypes": [
            _type(kind) for kind in (f"{L2}Actor", f"{L2}Case", f"{SKOS}Concept")
        ],
        "preview": {
            "url": f"{service}/preview?id={{{{id}}}}",
            "width": 400,
            "height": 160,
        },
        "suggest": {
            kind: {"service_url": service, "service_path": f"/suggest/{kind}"}
            for kind in ("entity", "type", "property")
        },
        "extend": {
            "propose_properties": {"service_url": service, "service_path": "/properties"},
            "property_settings": [],
        },
    }


def _type(kind: str) -> Json:
    return {"id": compact(kind), "name": _KINDS[kind]}


def reconcile(known: Index, queries: object) -> Json:
    """Answer a batch of queries: for each its candidates, the best first.

    Raises:
        UsageError: the batch is not of the form that the specification gives; the text
            says where.
    """
    if not isinstance(queries, dict) or not all(
        isinstance(query, dict) for query in queries.values()
    ):
        raise UsageError(
            'a batch of queries is an object of objects, such as {"q0": {"query":'
            ' "Baker"}}'
        )
    if len(queries) > MOST_QUERIES:
        raise UsageError(f"a batch holds at most {MOST_QUERIES} queries; send several")
    return {
        str(key): {"result": _candidates(known, str(key), query)}
        for key, query in queries.items()
    }


def _candidates(known: Index, key: str, query: Json) -> list[Json]:
    text, wanted = query.get("query"), _properties(key, query)
    if not isinstance(text, str | None) or not ((text or "").strip() or wanted):
        raise UsageError(f"query {key} needs a text as query, or properties")
    kinds, strict, limit = (
        _kinds(key, query),
        query.get("type_strict", "any"),
        query.get("limit", 10),
    )
    if strict not in {"any", "should", "all"}:
        raise UsageError(f"query {key}: type_strict is any, should or all")
    if not isinstance(limit, int | float) or isinstance(limit, bool) or not limit >= 1:
        raise UsageError(f"query {key}: limit is a number from 1")
    asked = _foldings(text or "")
    found = [
        _candidate(entity, _features(known, entity, asked if text else None, wanted))
        for entity in known.entities.values()
        if strict == "should" or _fits(entity, kinds, every=strict == "all")
    ]
    ranked = sorted(
        (c for c in found if c["score"] >= _LEAST),
        key=lambda c: (-c["score"], -_shared(c, kinds), c["id"]),
    )
    ranked = ranked[: min(int(min(limit, MOST_CANDIDATES)), MOST_CANDIDATES)]
    if ranked and (len(ranked) == 1 or ranked[0]["score"] - ranked[1]["score"] >= _APART):
        ranked[0]["match"] = ranked[0]["score"] >= _CERTAIN and all(
            f["value"] == 100 for f in ranked[0]["features"] if f["id"] == "name"
        )
    return ranked


def _kinds(key: str, query: Json) -> set[str]:
    given = query.get("type", [])
    many = [given] if isinstance(given, str) else given
    if not isinstance(many, list) or not all(isinstance(kind, str) for kind in many):
        raise UsageError(f"query {key}: type is an identifier or a list of them")
    return {expand(kind) for kind in many if kind}


def _properties(key: str, query: Json) -> list[tuple[str, list[object]]]:
    given = query.get("properties") or []
    if not isinstance(given, list) or not all(
        isinstance(p, dict) and isinstance(p.get("pid"), str) and "v" in p for p in given
    ):
        raise UsageError(f"query {key}: properties is a list of objects with pid and v")
    return [
        (expand(p["pid"]), p["v"] if isinstance(p["v"], list) else [p["v"]])
        for p in given
    ]


def _fits(entity: Entity, kinds: set[str], *, every: bool) -> bool:
    return not kinds or (
        kinds <= set(entity.types) if every else bool(kinds & set(entity.types))
    )


def _shared(candidate: Json, kinds: set[str]) -> int:
    return sum(expand(kind["id"]) in kinds for kind in candidate["type"])


def _features(
    known: Index,
    entity: Entity,
    asked: set[str] | None,
    wanted: list[tuple[str, list[object]]],
) -> list[tuple[str, float]]:
    """Return how well the name and each property fit, from 0 to 100."""
    name = (
        [] if asked is None else [("name", _closeness(asked, known.folded[entity.iri]))]
    )
    return name + [
        (compact(pid), max((_fit(known, entity, pid, v) for v in values), default=0.0))
        for pid, values in wanted
    ]


def _fit(known: Index, entity: Entity, pid: str, value: object) -> float:
    terms = entity.values.get(pid, ())
    if isinstance(value, dict):
        return (
            100.0
            if expand(str(value.get("id", ""))) in {_of(term) for term in terms}
            else 0.0
        )
    said = str(value).lower() if isinstance(value, bool) else str(value)
    texts = [
        known.label(term.value) if isinstance(term, ox.NamedNode) else _of(term)
        for term in terms
    ]
    exact = expand(said) in {_of(term) for term in terms}
    return (
        100.0
        if exact
        else _closeness(
            _foldings(said), [form for text in texts for form in _foldings(text)]
        )
    )


def _candidate(entity: Entity, features: list[tuple[str, float]]) -> Json:
    """Weigh the name three times as much as all properties together; it counts alone where no property is asked for."""
    names = [value for name, value in features if name == "name"]
    others = [value for name, value in features if name != "name"]
    mean = sum(others) / len(others) if others else 0.0
    score = (3 * names[0] + mean) / 4 if names and others else names[0] if names else mean
    return {
        "id": entity.id,
        "name": entity.names[0],
        "description": entity.about,
        "score": round(score, 2),
        "match": False,
        "type": [_type(kind) for kind in entity.types],
        "features": [{"id": name, "value": round(value, 2)} for name, value in features],
    }


def suggest(
    known: Index, kind: str, prefix: str, *, cursor: int = 0, limit: int = 10
) -> Json:
    """Complete what someone types: kind is entity, type or property.

    Raises:
        NotFoundError: another kind.
    """
    if kind == "entity":
        rows = [
            (
                {
                    **_named(e.id, e.names[0], e.about),
                    "notable": [_type(t) for t in e.types],
                },
                e.names,
            )
            for e in known.entities.values()
        ]
    elif kind == "type":
        rows = [(_named(compact(iri), name, ""), (name,)) for iri, name in _KINDS.items()]
    elif kind == "property":
        used = sorted(
            {pid for entity in known.entities.values() for pid in entity.values}
        )
        rows = [
            (_named(compact(iri), known.label(iri), ""), (known.label(iri),))
            for iri in used
        ]
    else:
        raise NotFoundError(
            f"nothing suggests {kind!r}; ask for entity, type or property"
        )
    begun = _words(prefix)
    fitting = [
        row
        for row, names in rows
        if any(_begins(begun, name) for name in names) or row["id"] == prefix
    ]
    fitting.sort(
        key=lambda row: (
            not row["name"].casefold().startswith(prefix.casefold()),
            row["name"].casefold(),
            row["id"],
        )
    )
    return {"result": fitting[max(0, cursor) :][: max(0, limit)]}


def _named(identifier: str, name: str, about: str) -> Json:
    return {"id": identifier, "name": name, **({"description": about} if about else {})}


def _begins(begun: list[list[str]], name: str) -> bool:
    """Say whether each typed word begins a word of a name."""
    known = [word for words in _words(name) for word in words]
    return any(
        all(any(word.startswith(start) for word in known) for start in starts)
        for starts in begun
    )


def preview(known: Index, identifier: str) -> str:
    """Write a small HTML document about an entity, for the box that a client opens beside a candidate.

    Raises:
        NotFoundError: there is no such entity.
    """
    entity = known.find(identifier)
    others = (
        f"<p>Also: {escape('; '.join(entity.names[1:]))}</p>" if entity.names[1:] else ""
    )
    return (
        '<!DOCTYPE html>\n<html lang="en"><head><meta'
        f' charset="utf-8"><title>{escape(entity.names[0])}</title></head><body>'
        f'<p><a href="{escape(entity.iri)}" target="_blank"'
        f' rel="noopener"><strong>{escape(entity.names[0])}</strong></a> '
        f"({escape(_KINDS[entity.types[0]])})</p>{others}<p>{escape(entity.about)}</p></body></html>\n"
    )


def propose(known: Index, kind: str, *, limit: int = 50) -> Json:
    """Name the properties that entities of a type have values of."""
    used = sorted(
        {
            pid
            for e in known.entities.values()
            if not kind or expand(kind) in e.types
            for pid in e.values
        }
    )
    return {
        "type": kind,
        "limit": limit,
        "properties": [
            _named(compact(pid), known.label(pid), "") for pid in used[: max(0, limit)]
        ],
    }


def extend(known: Index, query: object) -> Json:
    """Fetch values of properties for entities: an empty list where there is none, or where the entity is not known.

    Raises:
        UsageError: the query is not of the form that the specification gives.
    """
    ids, given = (
        (query.get("ids"), query.get("properties"))
        if isinstance(query, dict)
        else (None, None)
    )
    if not isinstance(ids, list) or not all(isinstance(i, str) for i in ids):
        raise UsageError("a data extension query has a list of identifiers as ids")
    if not isinstance(given, list) or not all(
        isinstance(p, dict) and isinstance(p.get("id"), str) for p in given
    ):
        raise UsageError(
            "a data extension query has a list of objects with an id as properties"
        )
    if len(ids) * len(given) > MOST_QUERIES * MOST_CANDIDATES:
        raise UsageError("too many cells are asked for at once; send several queries")
    pids = [str(p["id"]) for p in given]
    return {
        "meta": [{"id": pid, "name": known.label(expand(pid))} for pid in pids],
        "rows": {i: {pid: _cell(known, i, pid) for pid in pids} for i in ids},
    }


def _cell(known: Index, identifier: str, pid: str) -> list[Json]:
    entity = known.entities.get(expand(identifier))
    return (
        [_value(known, term) for term in entity.values.get(expand(pid), ())]
        if entity
        else []
    )


def _value(known: Index, term: Term) -> Json:
    if isinstance(term, ox.NamedNode):
        return {"id": compact(term.value), "name": known.label(term.value)}
    if isinstance(term, ox.Literal) and term.datatype.value == f"{XSD}integer":
        return {"int": int(term.value)}
    if isinstance(term, ox.Literal) and term.datatype.value == f"{XSD}date":
        return {"date": f"{term.value[:10]}T00:00:00"}
    return {"str": _of(term)}
