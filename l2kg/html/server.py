"""What a server shows to people: its first page, its endpoint, what is missing, entities."""

from __future__ import annotations

from typing import TYPE_CHECKING

from l2kg.html.template import document
from l2kg.reconciliation.index import kinds

if TYPE_CHECKING:
    from collections.abc import Iterable

    from l2kg.reconciliation.index import Entity

__all__ = ["endpoint_page", "entity_page", "home_page", "not_found_page"]

_EXAMPLE = """SELECT ?case ?measure WHERE {
  ?measure a l2:CrossTableMeasure ; rdfs:label ?label ; l2:inCase ?case
}"""
_ANY = "SELECT * WHERE { ?subject ?predicate ?object } LIMIT 10"


def home_page(
    cases: Iterable[tuple[str, str]],
    documents: Iterable[str],
    *,
    with_manual: bool = False,
) -> str:
    """Write the first page of a server without pages, or of a folder.

    ``cases`` are slugs and labels, ``documents`` paths below our base; `docs/` may be
    there.
    """
    return document(
        "home",
        title="Linked data",
        cases=cases,
        documents=documents,
        with_manual=with_manual,
    )


def endpoint_page(endpoint: str, *, foreign: bool = False) -> str:
    """Tell a person who opens the endpoint in a browser what it is and how to ask it.

    Of ``foreign`` data nothing more is said.
    """
    query = _ANY if foreign else _EXAMPLE
    call = (
        f"curl {endpoint} \\\n  -H 'Accept: text/csv' \\\n"
        f"  --data-urlencode 'query={query}'"
    )
    return document("endpoint", title="SPARQL endpoint", call=call, foreign=foreign)


def not_found_page(message: str) -> str:
    """Say that something is missing."""
    return document("not_found", title="Not found", message=message)


def entity_page(entity: Entity) -> str:
    """Write an entity for the box that a reconciliation client opens beside a candidate."""
    return document("entity", entity=entity, kind=kinds()[entity.types[0]])
