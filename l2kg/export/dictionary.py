"""What the columns of the tables hold, as a table: the schema's own words, with the files that need them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from l2kg.export.columns import Column
from l2kg.export.tables import TableData

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["dictionary"]

_COLUMNS = (
    Column("table", "text", "The table."),
    Column("column", "text", "A column of it."),
    Column("kind", "text", "What a cell holds; refs, codes and texts: several."),
    Column("description", "text", "What the column tells."),
    Column("property", "text", "The property that it is of, as an IRI."),
    Column("leads_to", "text", "The table whose ids its cells hold."),
)


def dictionary(tables: Iterable[TableData]) -> TableData:
    """Return the columns of some tables, a row each."""
    rows = tuple(
        (
            table.name,
            column.name,
            column.kind,
            column.description,
            column.iri or None,
            column.to or None,
        )
        for table in tables
        for column in table.columns
    )
    return TableData("columns", "What the columns of the tables hold", _COLUMNS, rows)
