"""Tables as Parquet, Stata and Excel files, with types, labels and descriptions."""

from __future__ import annotations

import datetime as dt
import re
from typing import TYPE_CHECKING

from l2kg.csv_text import flat
from l2kg.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    import pyarrow as pa

    from l2kg.csv_text import Cell
    from l2kg.export.tables import Column, TableData

__all__ = ["write_excel", "write_parquet", "write_stata"]

_STATA_LABEL = 80  # characters
_STATA_TEXT = 2045  # bytes; longer texts are of Stata's long type
_EXCEL_CELL = 32_767  # characters
_EXCEL_FIRST_YEAR = 1900
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")


def write_parquet(table: TableData, path: Path) -> None:
    """Write a table as Parquet: lists where a cell holds several values, descriptions as metadata of the fields."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    fields = [
        pa.field(c.name, _arrow(c), metadata={"description": c.description})
        for c in table.columns
    ]
    schema = pa.schema(fields, metadata={"title": table.title})
    columns = list(zip(*table.rows, strict=True)) or [()] * len(table.columns)
    arrays = [
        pa.array([_plain(cell, c) for cell in cells], type=_arrow(c))
        for c, cells in zip(table.columns, columns, strict=True)
    ]
    pq.write_table(pa.Table.from_arrays(arrays, schema=schema), path)


def _arrow(column: Column) -> pa.DataType:
    import pyarrow as pa

    many = column.many
    return (
        pa.list_(pa.string())
        if many
        else {"flag": pa.bool_(), "count": pa.int64(), "date": pa.date32()}.get(
            column.kind, pa.string()
        )
    )


def _plain(cell: Cell, column: Column) -> object:
    if column.kind == "date" and isinstance(cell, str):
        return dt.date.fromisoformat(cell)
    return list(cell) if isinstance(cell, tuple) else cell


def write_stata(
    table: TableData, path: Path, *, written: dt.datetime | None = None
) -> None:
    """Write a table as a Stata file of version 118 (Stata 14 and later).

    Variables have labels; codes are numbers with value labels, flags 0 and 1 with no and
    yes; several values are joined by semicolons.
    """
    import pandas as pd

    data, dates = {}, {}
    for i, column in enumerate(table.columns):
        cells = [row[i] for row in table.rows]
        if column.kind == "flag":
            data[column.name] = pd.Series(cells, dtype="int8")
        elif column.kind == "count":
            data[column.name] = pd.Series(cells, dtype="float64")
        elif column.kind == "date":
            data[column.name] = pd.to_datetime(pd.Series(cells, dtype="object"))
            dates[column.name] = "td"
        elif column.kind == "code" and any(cells):
            data[column.name] = pd.Series(
                pd.Categorical(
                    cells, categories=sorted({str(cell) for cell in cells if cell})
                )
            )
        else:
            data[column.name] = pd.Series([flat(cell) for cell in cells], dtype="object")
    long = [
        n
        for n, values in data.items()
        if values.dtype == object and any(len(v.encode()) > _STATA_TEXT for v in values)
    ]
    pd.DataFrame(data).to_stata(
        path,
        version=118,
        write_index=False,
        data_label=table.title[:_STATA_LABEL],
        variable_labels={c.name: _label(c.description) for c in table.columns},
        value_labels={
            c.name: {0: "no", 1: "yes"} for c in table.columns if c.kind == "flag"
        },
        convert_dates=dates,
        convert_strl=long,
        time_stamp=written,
    )


def _label(text: str) -> str:
    """Cut a description to the length that Stata shows, at a word.

    >>> len(_label("word " * 40)), _label("short")
    (77, 'short')
    """
    return (
        text
        if len(text) <= _STATA_LABEL
        else text[: _STATA_LABEL - 3].rsplit(" ", 1)[0] + "..."
    )


def write_excel(tables: Sequence[TableData], path: Path) -> None:
    """Write tables as one Excel workbook: a sheet each, and a sheet that describes the columns.

    Texts are written as texts, so that none is taken for a formula.

    Raises:
        UsageError: a cell is longer than Excel takes.
    """
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    about = [("table", "column", "holds", "meaning")]
    about += [
        (table.name, column.name, column.kind, column.description)
        for table in tables
        for column in table.columns
    ]
    _sheet(book, "about", about)
    for table in tables:
        cells = [
            [
                _excel(cell, column)
                for cell, column in zip(row, table.columns, strict=True)
            ]
            for row in table.rows
        ]
        _sheet(book, table.name, [[column.name for column in table.columns], *cells])
    book.save(path)


def _excel(cell: Cell, column: Column) -> object:
    if column.kind == "date" and isinstance(cell, str):
        day = dt.date.fromisoformat(cell)
        return day if day.year > _EXCEL_FIRST_YEAR else cell
    return cell if cell is None or isinstance(cell, bool | int) else flat(cell) or None


def _sheet(book: object, name: str, rows: Sequence[Sequence[object]]) -> None:
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Font

    sheet = book.create_sheet(name)  # type: ignore[attr-defined]
    sheet.freeze_panes = "B2"
    for i, row in enumerate(rows):
        made = []
        for value in row:
            text = _CONTROL.sub("", value) if isinstance(value, str) else value
            if isinstance(text, str) and len(text) > _EXCEL_CELL:
                raise UsageError(
                    f"sheet {name}: a cell has {len(text)} characters, more than Excel"
                    " takes; export as CSV or Parquet"
                )
            cell = WriteOnlyCell(sheet, value=text)
            if isinstance(text, str):
                cell.data_type = "s"
            if i == 0:
                cell.font = Font(bold=True)
            made.append(cell)
        sheet.append(made)
