"""Match names: for each query of a batch its candidates, the best first."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pyoxigraph as ox

from l2kg.errors import UsageError
from l2kg.namespaces import compact, expand
from l2kg.reconciliation.index import closeness, foldings, type_of, value_of

if TYPE_CHECKING:
    from l2kg.reconciliation.index import Entity, Index, Json

__all__ = ["MOST_CANDIDATES", "MOST_QUERIES", "reconcile"]

MOST_QUERIES = 200  # in one batch
MOST_CANDIDATES = 100  # for one query
_CERTAIN = 95.0  # a match has the very name, and at least this score,
_APART = 5.0  # and leads the next by as much
_LEAST = 40.0  # below this score a candidate is noise


def reconcile(known: Index, queries: object) -> Json:
    """Answer a batch of queries: for each its candidates, the best first.

    A query that is not of the form that the specification gives has no candidates, and
    the others are answered: an answer has no place for a reason.

    Raises:
        UsageError: the batch itself is not of that form, none of its queries is, or there
            are too many.
    """
    if not isinstance(queries, dict):
        raise UsageError(
            'a batch of queries is an object of objects, such as {"q0": {"query":'
            ' "Baker"}}'
        )
    if len(queries) > MOST_QUERIES:
        raise UsageError(f"a batch holds at most {MOST_QUERIES} queries; send several")
    read = {str(key): _read_or_not(str(key), query) for key, query in queries.items()}
    faults = [query for query in read.values() if isinstance(query, UsageError)]
    if faults and len(faults) == len(read):
        raise faults[0]
    return {
        key: {
            "result": [] if isinstance(query, UsageError) else _candidates(known, query)
        }
        for key, query in read.items()
    }


def _read_or_not(key: str, query: object) -> _Query | UsageError:
    try:
        return _read(key, query)
    except UsageError as error:
        return error


@dataclass(frozen=True, slots=True)
class _Query:
    """One query of a batch: a text, the classes and properties wanted, how strictly, and at most how many."""

    text: str
    kinds: set[str]
    strict: str
    limit: int
    properties: list[tuple[str, list[object]]]


def _read(key: str, query: object) -> _Query:
    """Read a query; what is null counts as left out.

    Raises:
        UsageError: it is not of the form that the specification gives.
    """
    if not isinstance(query, dict):
        raise UsageError(f'query {key} is no object such as {{"query": "Baker"}}')
    given = {name: value for name, value in query.items() if value is not None}
    text, properties = given.get("query"), _properties(key, given)
    if not isinstance(text, str | None) or not ("query" in query or properties):
        raise UsageError(f"query {key} needs a text as query, or properties")
    kinds = _kinds(key, given)
    strict, limit = given.get("type_strict", "any"), given.get("limit", 10)
    if strict not in ("any", "should", "all"):
        raise UsageError(f"query {key}: type_strict is any, should or all")
    if not isinstance(limit, int | float) or isinstance(limit, bool) or not limit >= 1:
        raise UsageError(f"query {key}: limit is a number from 1")
    most = int(min(limit, MOST_CANDIDATES))
    return _Query((text or "").strip(), kinds, strict, most, properties)


def _candidates(known: Index, query: _Query) -> list[Json]:
    names = foldings(query.text) if query.text else None
    found = (
        _candidate(entity, _features(known, entity, names, query.properties))
        for entity in known.entities.values()
        if _is_wanted(entity, query)
    )
    ranked = sorted(
        (candidate for candidate in found if candidate["score"] >= _LEAST),
        key=lambda one: (-one["score"], -_shared(one, query.kinds), one["id"]),
    )[: query.limit]
    if ranked:
        ranked[0]["match"] = _is_certain(*ranked[:2])
    return ranked


def _is_wanted(entity: Entity, query: _Query) -> bool:
    types = set(entity.types)
    if not query.kinds or query.strict == "should":
        return True
    return query.kinds <= types if query.strict == "all" else bool(query.kinds & types)


def _is_certain(first: Json, second: Json | None = None) -> bool:
    """Say whether the first candidate is the one that is meant."""
    if second is not None and first["score"] - second["score"] < _APART:
        return False
    names = [one["value"] for one in first["features"] if one["id"] == "name"]
    return first["score"] >= _CERTAIN and all(value == 100 for value in names)


def _kinds(key: str, query: Json) -> set[str]:
    given = query.get("type", [])
    many = [given] if isinstance(given, str) else given
    if not isinstance(many, list) or not all(
        isinstance(kind, str | None) for kind in many
    ):
        raise UsageError(f"query {key}: type is an identifier or a list of them")
    return {expand(kind) for kind in many if kind}


def _properties(key: str, query: Json) -> list[tuple[str, list[object]]]:
    """Read the properties that are asked for, without those whose cell is empty."""
    listed = query.get("properties") or []
    given = [p for p in listed if p is not None] if isinstance(listed, list) else [listed]
    if not all(
        isinstance(p, dict) and isinstance(p.get("pid"), str) and "v" in p for p in given
    ):
        raise UsageError(f"query {key}: properties is a list of objects with pid and v")
    found = [(expand(p["pid"]), _values(p["v"])) for p in given]
    return [(pid, values) for pid, values in found if values]


def _values(value: object) -> list[object]:
    many = value if isinstance(value, list) else [value]
    return [one for one in many if one is not None and str(one).strip()]


def _shared(candidate: Json, kinds: set[str]) -> int:
    return sum(expand(kind["id"]) in kinds for kind in candidate["type"])


def _features(
    known: Index,
    entity: Entity,
    asked: set[str] | None,
    wanted: list[tuple[str, list[object]]],
) -> list[tuple[str, float]]:
    """Return how well the name and each property fit, from 0 to 100."""
    name = [] if asked is None else [("name", closeness(asked, known.folded[entity.iri]))]
    return name + [
        (compact(pid), max((_fit(known, entity, pid, v) for v in values), default=0.0))
        for pid, values in wanted
    ]


def _fit(known: Index, entity: Entity, pid: str, value: object) -> float:
    """Return how well the nearest value of a property fits one that is asked for, from 0 to 100."""
    terms = entity.values.get(pid, ())
    known_values = {value_of(term) for term in terms}
    if isinstance(value, dict):
        return 100.0 if expand(str(value.get("id", ""))) in known_values else 0.0
    text = str(value).lower() if isinstance(value, bool) else str(value)
    if expand(text) in known_values:
        return 100.0
    labels = (
        known.label(term.value) if isinstance(term, ox.NamedNode) else value_of(term)
        for term in terms
    )
    return closeness(
        foldings(text), [form for label in labels for form in foldings(label)]
    )


def _candidate(entity: Entity, features: list[tuple[str, float]]) -> Json:
    return {
        "id": entity.id,
        "name": entity.names[0],
        "description": entity.about,
        "score": round(_score(features), 2),
        "match": False,
        "type": [type_of(kind) for kind in entity.types],
        "features": [{"id": name, "value": round(value, 2)} for name, value in features],
    }


def _score(features: list[tuple[str, float]]) -> float:
    """Weigh the name three times as much as all properties together.

    It counts alone where no property is asked for, and so do they where no name is.
    """
    names = [value for name, value in features if name == "name"]
    others = [value for name, value in features if name != "name"]
    mean = sum(others) / len(others) if others else 0.0
    if not names:
        return mean
    return (3 * names[0] + mean) / 4 if others else names[0]
