"""Tables as CSV, with CSVW metadata that tells types, separators, keys and meaning of the columns."""

from __future__ import annotations

from typing import TYPE_CHECKING

from l2kg.csv_text import SEPARATOR, write_csv
from l2kg.namespaces import CASE, L2, L2T, L2V
from l2kg.schema import schema

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from l2kg.export.tables import Column, TableData

__all__ = ["csv_text", "csvw"]

_TYPES: dict[str, object] = {
    "flag": {"base": "boolean", "format": "TRUE|FALSE"},
    "count": "integer",
    "date": {"base": "date", "format": "yyyy-MM-dd"},
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
    there = {
        table.name: folder + (urls or {}).get(table.name, f"{table.name}.csv")
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
                "url": there[table.name],
                "dc:title": table.title,
                "tableSchema": _schema(table, there),
            }
            for table in tables
        ],
    }


def _schema(table: TableData, there: dict[str, str]) -> dict[str, object]:
    schema: dict[str, object] = {
        "columns": [
            _column(column, key=column.name == table.key) for column in table.columns
        ]
    }
    if table.key:
        schema["primaryKey"] = table.key
    if space := _space(table):
        schema["aboutUrl"] = f"{space}{{+{table.key}}}"
    keys = [
        {
            "columnReference": column.name,
            "reference": {"resource": there[column.to], "columnReference": "id"},
        }
        for i, column in enumerate(table.columns)
        if column.to in there
        and not column.many
        and all(
            row[i] is not None for row in table.rows
        )  # validators take no key that points nowhere
    ]
    return schema | ({"foreignKeys": keys} if keys else {})


def _space(table: TableData) -> str:
    """Return the namespace in which the rows of a table are named, where there is one for all."""
    if table.name in {"tactics", "codes"}:
        return L2T if table.name == "tactics" else L2V
    if table.name == "cases":
        return CASE
    of = next((cls for cls in schema().tables if cls.table == table.name), None)
    return CASE if of and f"{L2}CaseElement" in schema().terms.above(of.term.iri) else ""


def _column(column: Column, *, key: bool) -> dict[str, object]:
    made: dict[str, object] = {
        "name": column.name,
        "titles": column.name,
        "dc:description": column.description,
    }
    made["datatype"] = _TYPES.get(column.kind, "string")
    if column.many:
        made["separator"] = SEPARATOR
    if column.iri:
        made["propertyUrl"] = column.iri
    if key:
        made["required"] = True
    return made
