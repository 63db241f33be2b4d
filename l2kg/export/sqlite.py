"""Tables as a database of SQLite: with keys, and a table of its own for each column with several values."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

from l2kg.csv_text import flat

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from l2kg.csv_text import Cell
    from l2kg.export.tables import Column, TableData

__all__ = ["write_sqlite"]

_TYPES = {"flag": "BOOLEAN", "count": "INTEGER", "date": "DATE"}


def write_sqlite(tables: Sequence[TableData], path: Path) -> None:
    """Write tables to a new database.

    A column that names the rows of another table here is a foreign key. A column with
    several values is a table TABLE_COLUMN of `id` and value. What each column holds is a
    comment in the statement that made it, which `.schema` shows.
    """
    names = {table.name for table in tables}
    with closing(sqlite3.connect(":memory:")) as base:
        for table in tables:
            for statement in _created(table, names):
                base.execute(statement)
        for table in tables:
            for name, rows in _filled(table):
                if rows:
                    marks = ", ".join("?" * len(rows[0]))
                    into = f"INSERT INTO {_quoted(name)} VALUES ({marks})"  # noqa: S608 (names)
                    base.executemany(into, rows)
        base.commit()
        path.write_bytes(base.serialize())


def _created(table: TableData, names: set[str]) -> Iterator[str]:
    lines = [
        (_declared(column, table.key, names), column.description)
        for column in _single(table)
    ]
    yield _statement(table.name, table.title, lines)
    for column in _listed(table):
        value = f"{_quoted(column.name)} TEXT NOT NULL{_reference(column, names)}"
        owner = f'"id" TEXT NOT NULL REFERENCES {_quoted(table.name)} ("id")'
        key = f'PRIMARY KEY ("id", {_quoted(column.name)})'
        lines = [(owner, table.title), (value, column.description), (key, "")]
        yield _statement(f"{table.name}_{column.name}", table.title, lines)


def _statement(name: str, title: str, lines: Sequence[tuple[str, str]]) -> str:
    last = len(lines) - 1
    body = "".join(
        f"  {line}{'' if i == last else ','}{f' -- {_one_line(told)}' if told else ''}\n"
        for i, (line, told) in enumerate(lines)
    )
    return f"CREATE TABLE {_quoted(name)} ( -- {_one_line(title)}\n{body})"


def _declared(column: Column, key: str, names: set[str]) -> str:
    more = " PRIMARY KEY NOT NULL" if column.name == key else _reference(column, names)
    return f"{_quoted(column.name)} {_TYPES.get(column.kind, 'TEXT')}{more}"


def _reference(column: Column, names: set[str]) -> str:
    return f' REFERENCES {_quoted(column.to)} ("id")' if column.to in names else ""


def _filled(table: TableData) -> Iterator[tuple[str, list[tuple[object, ...]]]]:
    """Yield the rows of a table, then those of each of its lists."""
    place = {column.name: i for i, column in enumerate(table.columns)}
    single = [place[column.name] for column in _single(table)]
    yield table.name, [tuple(_value(row[i]) for i in single) for row in table.rows]
    for column in _listed(table):
        rows: list[tuple[object, ...]] = [
            (row[0], value)
            for row in table.rows
            for value in dict.fromkeys(_values(row[place[column.name]]))
        ]
        yield f"{table.name}_{column.name}", rows


def _single(table: TableData) -> list[Column]:
    """Return the columns that stand in the table itself: where rows have no key, all."""
    return [column for column in table.columns if not (column.many and table.key)]


def _listed(table: TableData) -> list[Column]:
    return [column for column in table.columns if column.many and table.key]


def _values(cell: Cell) -> Iterable[str]:
    return cell if isinstance(cell, tuple) else () if cell is None else (str(cell),)


def _value(cell: Cell) -> str | int | None:
    """Return a cell as SQLite holds it: what is not stated as NULL."""
    if isinstance(cell, tuple):
        return flat(cell) or None
    return cell if cell != "" else None


def _quoted(name: str | None) -> str:
    return '"' + (name or "").replace('"', '""') + '"'


def _one_line(text: str) -> str:
    return " ".join(text.split())
