"""What the service says beside matches: of itself, completions, properties and their values."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pyoxigraph as ox

from l2kg import __version__
from l2kg.errors import NotFoundError, UsageError
from l2kg.namespaces import BASE, L2, SKOS, XSD, compact, expand
from l2kg.reading import without_mark
from l2kg.reconciliation.index import kinds, type_of, value_of, words_of
from l2kg.reconciliation.matching import MOST_CANDIDATES, MOST_QUERIES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from l2kg.queries.results import Term
    from l2kg.reconciliation.index import Index, Json

    _Row = tuple[Json, tuple[str, ...]]  # a suggestion, and the names that lead to it

__all__ = ["extend", "manifest", "propose", "read_json", "suggest"]


def read_json(text: str) -> object:
    """Parse what a client sends.

    Raises:
        UsageError: it is no JSON.
    """
    try:
        read: object = json.loads(without_mark(text))
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
            type_of(kind) for kind in (f"{L2}Actor", f"{L2}Case", f"{SKOS}Concept")
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


def suggest(
    known: Index, kind: str, prefix: str, *, cursor: int = 0, limit: int = 10
) -> Json:
    """Complete what someone types: kind is entity, type or property.

    Raises:
        NotFoundError: another kind.
    """
    rows = {"entity": _entities, "type": _types, "property": _properties}.get(kind)
    if rows is None:
        raise NotFoundError(
            f"nothing suggests {kind!r}; ask for entity, type or property"
        )
    begun = words_of(prefix)
    fitting = [
        row
        for row, names in rows(known)
        if row["id"] == prefix or any(_begins(begun, name) for name in names)
    ]
    fitting.sort(key=lambda row: _place(row, prefix.casefold()))
    return {"result": fitting[max(0, cursor) :][: max(0, limit)]}


def _place(row: Json, prefix: str) -> tuple[bool, str, str]:
    """Return what orders suggestions: names that begin with the very prefix come first."""
    name = row["name"].casefold()
    return not name.startswith(prefix), name, row["id"]


def _entities(known: Index) -> Iterator[_Row]:
    for entity in known.entities.values():
        types = [type_of(kind) for kind in entity.types]
        row = _named(entity.id, entity.names[0], entity.about)
        yield row | {"notable": types}, entity.names


def _types(_: Index) -> Iterator[_Row]:
    for iri, name in kinds().items():
        yield _named(compact(iri), name, ""), (name,)


def _properties(known: Index) -> Iterator[_Row]:
    for iri in _used(known):
        label = known.label(iri)
        yield _named(compact(iri), label, ""), (label,)


def _used(known: Index, kind: str = "") -> list[str]:
    """Return the properties that entities, or those of a class, have values of."""
    return sorted(
        {
            predicate
            for entity in known.entities.values()
            if not kind or expand(kind) in entity.types
            for predicate in entity.values
        }
    )


def _named(identifier: str, name: str, about: str) -> Json:
    return {"id": identifier, "name": name, **({"description": about} if about else {})}


def _begins(begun: list[list[str]], name: str) -> bool:
    """Say whether each typed word begins a word of a name."""
    known = [word for words in words_of(name) for word in words]
    return any(
        all(any(word.startswith(start) for word in known) for start in starts)
        for starts in begun
    )


def propose(known: Index, kind: str, *, limit: int = 50) -> Json:
    """Name the properties that entities of a type have values of."""
    used = _used(known, kind)[: max(0, limit)]
    properties = [_named(compact(iri), known.label(iri), "") for iri in used]
    return {"type": kind, "limit": limit, "properties": properties}


def extend(known: Index, query: object) -> Json:
    """Fetch values of properties for entities.

    There is an empty list where an entity has none, or is not known; what is null is left
    out.

    Raises:
        UsageError: the query is not of the form that the specification gives.
    """
    asked = query if isinstance(query, dict) else {}
    ids, given = _given(asked.get("ids")), _given(asked.get("properties"))
    if not isinstance(ids, list) or not all(isinstance(one, str) for one in ids):
        raise UsageError("a data extension query has a list of identifiers as ids")
    if not isinstance(given, list) or not all(map(_has_id, given)):
        raise UsageError(
            "a data extension query has a list of objects with an id as properties"
        )
    if len(ids) * len(given) > MOST_QUERIES * MOST_CANDIDATES:
        raise UsageError("too many cells are asked for at once; send several queries")
    properties = [str(one["id"]) for one in given]
    return {
        "meta": [{"id": pid, "name": known.label(expand(pid))} for pid in properties],
        "rows": {one: {pid: _cell(known, one, pid) for pid in properties} for one in ids},
    }


def _given(listed: object) -> object:
    """Leave out of a list what is null: an empty cell."""
    if not isinstance(listed, list):
        return listed
    return [one for one in listed if one is not None]


def _has_id(value: object) -> bool:
    return isinstance(value, dict) and isinstance(value.get("id"), str)


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
    return {"str": value_of(term)}
