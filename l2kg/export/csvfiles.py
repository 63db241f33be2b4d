"""Tables as CSV, with CSVW metadata that tells types, separators, keys and meaning of the columns."""

from __future__ import annotations

from typing import TYPE_CHECKING

from l2kg.csv_text import SEPARATOR, write_csv
from l2kg.namespaces import (
    CASE,
    L2,
    L2T,
    L2V,
)
from l2kg.schema import schema

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from l2kg.export.tables import Column, TableData

__all__ = ["csv_text", "csvw"]

_TYPES: dict[str, object] = {
    "flag": {"base": "boolean", "format": "TRUE|FALSE"},
    "count": "integer",
    "date": {"base": "date", "format": "yyyy-MM-dd"},
}
# Namespaces of the rows of tables that are not of elements.
_SPACES = {
    "cases": CASE,
    "codes": L2V,
    "tactics": L2T,
}


def csv_text(table: TableData) -> str:
    """Write a table as CSV by RFC 4180, in UTF-8 without a mark."""
    return write_csv([column.name for column in table.columns], table.rows)


def csvw(
    tables: Sequence[TableData],
    *,
    folder: str = "",
    urls: Mapping[str, str] | None = None,
) -> dict[str, object]:
    """Describe CSV files as a table group of CSV on the Web.

    `folder` is where they lie, seen from the description, under their own names unless
    `urls` has another.
    """
    named = urls or {}
    files = {
        table.name: folder + named.get(table.name, f"{table.name}.csv")
        for table in tables
    }
    return {
        "@context": ["http://www.w3.org/ns/csvw", {"@language": "en"}],
        "dc:title": (
            "L2KG: the knowledge graph and case database of Level II negotiations, as"
            " tables"
        ),
        "dc:license": {"@id": "https://creativecommons.org/licenses/by/4.0/"},
        "tables": [
            {
                "url": files[table.name],
                "dc:title": table.title,
                "tableSchema": _table_schema(table, files),
            }
            for table in tables
        ],
    }


def _table_schema(table: TableData, files: Mapping[str, str]) -> dict[str, object]:
    described: dict[str, object] = {
        "columns": [
            _column(column, key=column.name == table.key) for column in table.columns
        ],
    }
    if table.key:
        described["primaryKey"] = table.key
    space = _space(table)
    if space:
        described["aboutUrl"] = f"{space}{{+{table.key}}}"
    keys = list(_foreign_keys(table, files))
    if keys:
        described["foreignKeys"] = keys
    return described


def _foreign_keys(table: TableData, files: Mapping[str, str]) -> Iterator[object]:
    """Yield the columns that name rows of another table of the group."""
    for i, column in enumerate(table.columns):
        if column.many or column.to not in files:
            continue
        # Validators take no key that points nowhere, and so none with an empty cell.
        if all(row[i] is not None for row in table.rows):
            reference = {"resource": files[column.to], "columnReference": "id"}
            yield {"columnReference": column.name, "reference": reference}


def _space(table: TableData) -> str:
    """Return the namespace in which the rows of a table are named, where there is one for all."""
    if table.name in _SPACES:
        return _SPACES[table.name]
    known = schema()
    for cls in known.tables:
        above = known.terms.above(cls.term.iri)
        if cls.table == table.name and f"{L2}CaseElement" in above:
            return CASE
    return ""


def _meaning(column: Column) -> str:
    """Return what a column means, and of which table its values are rows."""
    if not column.to:
        return column.description
    which = "Each value is" if column.many else "It is"
    return f"{column.description.rstrip('.')}. {which} an id of the table {column.to}."


def _column(column: Column, *, key: bool) -> dict[str, object]:
    described: dict[str, object] = {
        "name": column.name,
        "titles": column.name,
        "dc:description": _meaning(column),
        "datatype": _TYPES.get(column.kind, "string"),
    }
    if column.many:
        described["separator"] = SEPARATOR
    if column.iri:
        described["propertyUrl"] = column.iri
    if key:
        described["required"] = True
    return described
