"""The store as a Dataset of rdflib, which tells of names in a query that mean nothing."""

from __future__ import annotations

import warnings
from typing import TYPE_CHECKING, Any

import rdflib

from l2kg.namespaces import PREFIXES
from l2kg.queries.engine import UnreadableError, readably
from l2kg.queries.notices import NoticeWarning, notices
from l2kg.queries.readonly import ReadOnlyStore
from l2kg.queries.results import QueryError

if TYPE_CHECKING:
    import pyoxigraph as ox
    from rdflib.query import Result

__all__ = ["KnowledgeGraph"]


class KnowledgeGraph(rdflib.Dataset):
    """A store of ours, to be read with rdflib."""

    def __init__(self, store: ox.Store) -> None:
        """Stand over a store, our prefixes bound."""
        super().__init__(store=ReadOnlyStore(store=store))
        self._opened = store
        for prefix, space in PREFIXES.items():
            self.bind(prefix, space, override=True, replace=True)

    def query(self, query_object: Any, *args: Any, **options: Any) -> Result:
        """Run a query as rdflib does, in our prefixes.

        Warns:
            NoticeWarning: a name in it means nothing; the text says what is called nearly so.

        Raises:
            QueryError: the text is no SPARQL; the error says line and column.
        """
        if not isinstance(query_object, str):
            return super().query(query_object, *args, **options)
        ask = super().query
        try:
            found = readably(query_object, lambda text: ask(text, *args, **options))
        except UnreadableError as error:
            raise QueryError.of(error.fault) from error
        for notice in notices(query_object, self._opened):
            warnings.warn(str(notice), NoticeWarning, stacklevel=2)
        return found
