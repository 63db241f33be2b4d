"""What a query returns: a table of terms, or an error that says where it fails."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pyoxigraph as ox

from l2kg.errors import InputError
from l2kg.namespaces import written

if TYPE_CHECKING:
    from l2kg.queries.syntax import Fault

__all__ = ["Term", "QueryError", "Table", "plain", "table_of"]


Term = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple


class QueryError(InputError):
    """A query that cannot be read or run; the text says line and column where the engine does."""

    def __init__(
        self, message: str, *, line: int | None = None, column: int | None = None
    ) -> None:
        super().__init__(message)
        self.line = line
        self.column = column

    @classmethod
    def of(cls, fault: Fault) -> QueryError:
        """Return the error that tells of a fault in a query, with its place in front."""
        where = f"line {fault.line}, column {fault.column}: " if fault.line else ""
        return cls(
            f"malformed query, {where}{fault.message}",
            line=fault.line,
            column=fault.column,
        )


@dataclass(frozen=True, slots=True)
class Table:
    """The answer of a SELECT query: named columns, and rows of terms with None where nothing is bound."""

    columns: tuple[str, ...]
    rows: tuple[tuple[Term | None, ...], ...]

    def records(self) -> list[dict[str, str | None]]:
        """Return each row as a mapping from column to the plain value: the IRI, or the literal's text."""
        return [
            {c: plain(v) for c, v in zip(self.columns, row, strict=True)}
            for row in self.rows
        ]

    def solutions(self) -> list[dict[str, Term]]:
        """Return each row as a mapping from column to term, what is not bound left out."""
        return [
            {c: v for c, v in zip(self.columns, row, strict=True) if v is not None}
            for row in self.rows
        ]

    def compact(self) -> list[tuple[str, ...]]:
        """Return each row as texts, nothing as an empty one, IRIs as commands and queries take them.

        An IRI without a prefix of ours is written bare.
        """
        return [
            tuple(
                written(v.value).strip("<>")
                if isinstance(v, ox.NamedNode)
                else plain(v) or ""
                for v in row
            )
            for row in self.rows
        ]


def plain(term: Term | None) -> str | None:
    """Return a term's IRI, text or label, without quotation marks or datatype."""
    if term is None:
        return None
    return str(term) if isinstance(term, ox.Triple) else term.value


def table_of(answer: ox.QuerySolutions) -> Table:
    """Take all rows of an answer; the engine's own object is bound to its thread."""
    columns = tuple(variable.value for variable in answer.variables)
    return Table(
        columns, tuple(tuple(row[i] for i in range(len(columns))) for row in answer)
    )
