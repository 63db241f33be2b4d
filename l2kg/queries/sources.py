"""Anything that answers SPARQL queries: a store in this process, or an endpoint elsewhere.

And a local copy of either's graphs.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

import pyoxigraph as ox

from l2kg.errors import L2kgError
from l2kg.namespaces import BASE, PREFIXES
from l2kg.queries.binding import bound_text
from l2kg.queries.engine import UnreadableError, ask_engine
from l2kg.queries.federation import evaluating
from l2kg.queries.results import QueryError, Table, table_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from l2kg.queries.results import Term

__all__ = ["Embedded", "Source", "local_copy", "source_of"]

_ALL = ox.DefaultGraph()
_GRAPHS = (
    "SELECT ?g (COUNT(*) AS ?n) WHERE { GRAPH ?g { ?s ?p ?o } } GROUP BY ?g ORDER BY ?g"
)
_WHOLE = "CONSTRUCT { ?s ?p ?o } WHERE { GRAPH %s { ?s ?p ?o } }"
_BLANK = (
    "CONSTRUCT { ?s ?p ?o } WHERE { GRAPH %s { ?s ?p ?o } FILTER(ISBLANK(?s) ||"
    " ISBLANK(?o)) }"
)
_PREDICATES = (
    "SELECT ?p (COUNT(*) AS ?n) WHERE { GRAPH %s { ?s ?p ?o } FILTER(!ISBLANK(?s) &&"
    " !ISBLANK(?o)) } GROUP BY ?p ORDER BY ?p"
)
_PAGE = (
    "CONSTRUCT { ?s ?p ?o } WHERE { GRAPH %s { ?s ?p ?o } FILTER(?p IN (%s))"
    " FILTER(!ISBLANK(?s) && !ISBLANK(?o)) }"
)
_SLICE = """CONSTRUCT { ?s %s ?o } WHERE {
  { SELECT ?s ?o WHERE {
    { SELECT ?s ?o WHERE { GRAPH %s { ?s %s ?o } FILTER(!ISBLANK(?s) && !ISBLANK(?o)) } ORDER BY ?s ?o }
  } LIMIT %d OFFSET %d }
}"""


class Source(Protocol):
    """What answers queries.

    Terms bound to variables are given beside the text, never written into it by the
    caller.
    """

    def select(self, text: str, bound: Mapping[ox.Variable, Term] | None = None) -> Table:
        """Run a SELECT query."""

    def ask(self, text: str) -> bool:
        """Run an ASK query."""

    def construct(self, text: str) -> list[ox.Triple]:
        """Run a CONSTRUCT or DESCRIBE query."""


@dataclass(frozen=True, slots=True)
class Embedded:
    """A store in this process as a source of answers."""

    store: ox.Store

    def select(self, text: str, bound: Mapping[ox.Variable, Term] | None = None) -> Table:
        """Run a SELECT query.

        Raises:
            QueryError: the text is no SPARQL (with line and column), or no SELECT.
        """
        answer = self.query(text, bound)
        if not isinstance(answer, ox.QuerySolutions):
            raise QueryError("the query asks for no table; use SELECT")
        with evaluating(text):
            return table_of(answer)

    def ask(self, text: str) -> bool:
        """Run an ASK query.

        Raises:
            QueryError: the text is no SPARQL, or no ASK.
        """
        answer = self.query(text)
        if not isinstance(answer, ox.QueryBoolean):
            raise QueryError("the query asks for no yes or no; use ASK")
        return bool(answer)

    def construct(self, text: str) -> list[ox.Triple]:
        """Run a CONSTRUCT or DESCRIBE query.

        Raises:
            QueryError: the text is no SPARQL, or asks for no graph.
        """
        answer = self.query(text)
        if not isinstance(answer, ox.QueryTriples):
            raise QueryError("the query asks for no graph; use CONSTRUCT or DESCRIBE")
        with evaluating(text):
            return list(answer)

    def query(
        self, text: str, bound: Mapping[ox.Variable, Term] | None = None
    ) -> ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples:
        """Run a query of any kind, our prefixes known and some of its variables bound.

        They are bound as at an endpoint, and not by the engine: it would write a term into
        a variable that the query leaves unbound, and give rows that do not say it.

        Its rows are read later: whoever reads them does so within
        `l2kg.queries.federation.evaluating`.

        Raises:
            QueryError: the text is no SPARQL (the error says line and column), or cannot
                be run.
        """
        whole = bound_text(text, bound or {})
        try:
            with evaluating(text):
                return ask_engine(self.store, whole, prefixes=PREFIXES)
        except UnreadableError as error:
            raise QueryError.of(error.fault) from error


def local_copy(
    source: Source, *, page: int = 5000, progress: Callable[[str], None] | None = None
) -> ox.Store:
    """Copy the graphs of ours that a source holds into a store in memory.

    The default graph is made anew as the merge of them all, whatever the source takes for
    its own. A graph of at most ``page`` triples comes in one answer. Of a larger one the
    triples with blank nodes do, since their names hold within one answer only; the others
    come by predicate, in answers of at most ``page`` triples.

    Raises:
        L2kgError: the source holds no graph of ours, or gave fewer triples of one than it
            says it has.
    """
    say = progress or (lambda _: None)
    store = ox.Store()
    for graph, count in _graphs(source):
        say(f"copying {graph.value}")
        triples = set(
            source.construct(_WHOLE % graph)
            if count <= page
            else _triples(source, graph, page)
        )
        if len(triples) != count:
            gave = f"the store gave {len(triples)} of {count} triples"
            raise L2kgError(
                f"{graph.value}: {gave}; if it limits its answers, ask for smaller pages"
            )
        store.extend(
            ox.Quad(t.subject, t.predicate, t.object, name)
            for t in triples
            for name in (graph, _ALL)
        )
    if not len(store):
        raise L2kgError(
            f"the store holds no graph below {BASE}; load it with what `l2kg build` wrote"
        )
    return store


def _graphs(source: Source) -> list[tuple[ox.NamedNode, int]]:
    rows = source.select(_GRAPHS).rows
    return [
        (graph, _number(n))
        for graph, n in rows
        if isinstance(graph, ox.NamedNode) and graph.value.startswith(BASE)
    ]


def _number(term: Term | None) -> int:
    if not isinstance(term, ox.Literal):
        raise L2kgError("the store counted no triples; it is no SPARQL 1.1 endpoint")
    return int(term.value)


def _triples(source: Source, graph: ox.NamedNode, page: int) -> Iterator[ox.Triple]:
    """Yield the triples of a large graph, those with blank nodes first.

    The others come by predicates, together as far as a page holds them.
    """
    yield from source.construct(_BLANK % graph)
    held: list[str] = []
    room = page
    for predicate, n in source.select(_PREDICATES % graph).rows:
        count = _number(n)
        if count > page:
            yield from (
                t
                for start in range(0, count, page)
                for t in source.construct(
                    _SLICE % (predicate, graph, predicate, page, start)
                )
            )
            continue
        if count > room:
            yield from source.construct(_PAGE % (graph, ", ".join(held)))
            held, room = [], page
        held.append(str(predicate))
        room -= count
    if held:
        yield from source.construct(_PAGE % (graph, ", ".join(held)))


def source_of(store: ox.Store | Source) -> Source:
    """Return what answers queries: a store of this process, or what is one already."""
    return Embedded(store) if isinstance(store, ox.Store) else store
