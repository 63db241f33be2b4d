"""The store as rdflib reads it: nothing can be written, and each triple is seen once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NoReturn

import pyoxigraph as ox
from oxrdflib import OxigraphStore
from oxrdflib._converter import from_ox, from_ox_graph_name, to_ox_quad_pattern
from rdflib import URIRef
from rdflib.graph import DATASET_DEFAULT_GRAPH_ID

from l2kg.errors import L2kgError, NotFoundError
from l2kg.namespaces import RULE
from l2kg.queries.federation import evaluating
from l2kg.queries.results import QueryError
from l2kg.reading import without_mark

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator, Mapping

    from rdflib import Graph
    from rdflib.query import Result
    from rdflib.term import Identifier

__all__ = ["ReadOnlyError", "ReadOnlyStore"]

_MERGE = ox.DefaultGraph()


class ReadOnlyError(L2kgError):
    """An attempt to write to the graph that is only read."""


def _refuse(*_: object, **__: object) -> NoReturn:
    raise ReadOnlyError(
        "this graph is read-only: fill one of your own (`mine = rdflib.Graph(); mine +="
        " graph.triples((None, None, None))`) and write to that"
    )


class ReadOnlyStore(OxigraphStore):
    """The adapter of Oxigraph for rdflib, over a store whose default graph is the merge of all others.

    Where no graph is named each triple is seen once, in the first graph that holds it: an
    authored file, or that of all that was derived.
    """

    add = addN = remove = update = remove_graph = open = destroy = _refuse  # noqa: N815

    def add_graph(self, graph: Graph) -> None:
        """Let a graph be looked at that is there: rdflib adds it where it is asked for."""
        name = graph.identifier
        known = isinstance(name, URIRef) and (
            name == DATASET_DEFAULT_GRAPH_ID
            or self._inner.contains_named_graph(ox.NamedNode(name))
        )
        if not known:
            raise NotFoundError(
                f"no graph {name}, and none can be added, for this is"
                " read-only; .graphs() lists those that are there"
            )

    def triples(
        self, triple_pattern: Any, context: Graph | None = None
    ) -> Iterator[tuple[Any, Iterator[Graph | None]]]:
        """Yield what fits a pattern, each triple once where no graph is named."""
        if context is not None:
            yield from super().triples(triple_pattern, context)
            return
        try:
            subject, predicate, value, _ = to_ox_quad_pattern(triple_pattern)
        except (TypeError, ValueError):  # a literal as a subject: nothing fits
            return
        for quad in self._inner.quads_for_pattern(subject, predicate, value, _MERGE):
            yield (
                (from_ox(quad.subject), from_ox(quad.predicate), from_ox(quad.object)),
                iter((self._home(quad),)),
            )

    def _home(self, quad: ox.Quad) -> Graph | None:
        """Return the graph in which a triple of the merge stands, that of a rule last."""
        found = self._inner.quads_for_pattern(
            quad.subject, quad.predicate, quad.object, None
        )
        names = [q.graph_name for q in found if isinstance(q.graph_name, ox.NamedNode)]
        names.sort(key=lambda name: (name.value.startswith(RULE), name.value))
        return from_ox_graph_name(names[0] if names else _MERGE, self)

    def query(
        self,
        query: Any,
        initNs: Mapping[str, Any],  # noqa: N803
        initBindings: Mapping[str, Identifier],  # noqa: N803
        queryGraph: Any,  # noqa: N803
        **kwargs: object,
    ) -> Result:
        """Run a query over the merge of all graphs, or a named one.

        Raises:
            QueryError: the engine cannot answer it.
            SyntaxError: it is no SPARQL.
        """
        if isinstance(query, str):
            query = without_mark(query)
        over = DATASET_DEFAULT_GRAPH_ID if queryGraph == "__UNION__" else queryGraph
        try:
            with evaluating(str(query)):
                found = super().query(query, initNs, initBindings, over, **kwargs)
                if found.type == "SELECT":
                    found.bindings = list(found.bindings)  # what stops it is told here
                return found
        except QueryError as error:
            if initBindings and isinstance(error.__cause__, RuntimeError):
                # the engine of rdflib binds what is not selected too
                raise NotImplementedError from error
            raise

    def contexts(self, triple: Any = None) -> Generator[Graph, None, None]:
        """Yield the named graphs, or those that hold a triple."""
        for graph in super().contexts(triple):
            if graph.identifier != URIRef(DATASET_DEFAULT_GRAPH_ID):
                yield graph
