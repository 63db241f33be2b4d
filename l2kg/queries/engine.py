"""The door to the engine: what it misreads is written so that it reads it, and means the same."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

from l2kg.queries.guard import QueryRefusedError, check_query, too_deep
from l2kg.queries.syntax import Fault, explain, restored
from l2kg.queries.tokens import escaped_dots, line_and_column
from l2kg.reading import without_mark

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import TypeAlias

    import pyoxigraph as ox

    Found: TypeAlias = ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples

__all__ = ["UnreadableError", "ask_engine", "readably"]

_T = TypeVar("_T")


class UnreadableError(SyntaxError):
    """A query that the engine cannot read, with what is wrong with it."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(fault.message)
        self.fault = fault


def ask_engine(store: ox.Store, query: str, **options: Any) -> Found:
    """Run a query in a store, with the options of `pyoxigraph.Store.query`.

    Raises:
        UnreadableError: the query is no SPARQL.
    """
    return readably(query, lambda text: store.query(text, **options))


def readably(query: str, run: Callable[[str], _T]) -> _T:
    """Give a query to what hands it to the engine, and return what that returns.

    A byte order mark before it is left out. A query that the engine cannot read is tried
    once more with the dots in its names escaped, of which the engine (pyoxigraph 0.5.13)
    reads only one a name.

    Raises:
        UnreadableError: the query is no SPARQL, or deeper or longer than the engine bears.
    """
    query = without_mark(query)
    if found := too_deep(query):
        wrong, place = found
        where = () if place is None else line_and_column(query, place)
        raise UnreadableError(Fault(wrong, *where))
    try:
        return run(query)
    except SyntaxError as error:
        complaint = str(error.msg or error)
        escaped, places = escaped_dots(query)
        if not places or (_refused(escaped) and not _refused(query)):
            raise UnreadableError(explain(complaint, query)) from error
    try:
        return run(escaped)
    except SyntaxError as error:
        complaint = restored(str(error.msg or error), escaped, places)
        raise UnreadableError(explain(complaint, query)) from error


def _refused(query: str) -> bool:
    """Tell whether the guard would refuse a query, whichever graphs it names."""
    try:
        check_query(query, lambda _: True)
    except QueryRefusedError:
        return True
    return False
