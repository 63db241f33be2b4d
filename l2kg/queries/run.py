"""Bind the parameters of named queries, and run queries in a store."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyoxigraph as ox

from l2kg.errors import NotFoundError, UsageError
from l2kg.namespaces import CASE, case_slug, written
from l2kg.queries.notices import no_such
from l2kg.queries.results import plain
from l2kg.queries.sources import Embedded, source_of
from l2kg.wording import nearest, no_case

if TYPE_CHECKING:
    from collections.abc import Mapping

    from l2kg.queries.header import Query
    from l2kg.queries.results import Table, Term
    from l2kg.queries.sources import Source

__all__ = ["require_known", "bind", "run", "ask"]


_A_CASE = "SELECT DISTINCT ?it WHERE { ?it a l2:Case }"


_ANYTHING = "SELECT DISTINCT ?it WHERE { ?it ?p ?o } LIMIT 1"


def require_known(
    store: ox.Store | Source, query: Query, bound: Mapping[ox.Variable, Term]
) -> None:
    """See to it that a store, or an endpoint, holds what a query's parameters name.

    No rows would else be taken for an answer.

    Raises:
        NotFoundError: there is no such case, the text suggests the nearest; or nothing of
            that IRI.
        EndpointError: the endpoint does not answer, or refuses.
    """
    it = ox.Variable("it")
    for param in query.params:
        term = bound.get(ox.Variable(param.name))
        if not isinstance(term, ox.NamedNode):
            continue
        if param.type == "case" and not _rows(store, _A_CASE, {it: term}).rows:
            slugs = sorted(
                row[0].value.removeprefix(CASE)
                for row in _rows(store, _A_CASE, {}).rows
                if isinstance(row[0], ox.NamedNode)
            )
            slug = term.value.removeprefix(CASE)
            raise NotFoundError(no_case(slug, slugs))
        if param.type == "iri" and not _rows(store, _ANYTHING, {it: term}).rows:
            near = no_such(term.value, store)
            slug = case_slug(term.value).partition("#")[0]
            known = _rows(store, _A_CASE, {it: ox.NamedNode(CASE + slug)}).rows
            listing = f"; `l2kg show {slug if known else 'CASE'}` lists elements"
            raise NotFoundError(
                f"parameter {param.name}: the store holds nothing called"
                f" {written(term.value)}{near or listing}"
            )


def bind(query: Query, values: Mapping[str, str]) -> dict[ox.Variable, Term]:
    """Return the values of a query's parameters as terms.

    Those left out stay free: the query then answers for all values that there are.

    Raises:
        UsageError: a name that is no parameter of the query, a value of the wrong type, or
            none where one is required.
    """
    known = {param.name: param for param in query.params}
    for name in values:
        if name not in known:
            has = f"it has {', '.join(known)}" if known else "it has none"
            raise UsageError(
                f"query {query.name} has no parameter {name!r}{nearest(name, known)};"
                f" {has}"
            )
    for param in query.params:
        if param.required and param.name not in values:
            raise UsageError(
                f"query {query.name} needs a value for {param.name} ({param.label});"
                f" {param.wanted}"
            )
    return {ox.Variable(name): known[name].term(value) for name, value in values.items()}


def run(
    store: ox.Store | Source, query: Query | str, values: Mapping[str, str] | None = None
) -> Table:
    """Run a SELECT query, here or at an endpoint elsewhere, and return its table.

    Raises:
        QueryError: the text is no SPARQL (with line and column), or no SELECT.
        UsageError: a parameter that the query does not have, or of the wrong type.
        EndpointError: the endpoint does not answer, or refuses.
    """
    text = query if isinstance(query, str) else query.text
    bound: dict[ox.Variable, Term] = (
        {} if isinstance(query, str) else bind(query, values or {})
    )
    return _rows(store, text, bound)


def _rows(
    store: ox.Store | Source, text: str, bound: Mapping[ox.Variable, Term]
) -> Table:
    return source_of(store).select(text, bound)


def ask(store: ox.Store, text: str, **bound: str) -> list[tuple[str, ...]]:
    """Run a SELECT, some of its variables bound to IRIs.

    Return the other columns as texts, nothing as an empty one.
    """
    values = {ox.Variable(name): ox.NamedNode(iri) for name, iri in bound.items()}
    found = Embedded(store).select(text, values)
    shown = [place for place, name in enumerate(found.columns) if name not in bound]
    return [tuple(plain(row[place]) or "" for place in shown) for row in found.rows]
