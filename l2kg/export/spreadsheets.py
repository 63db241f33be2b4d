"""Tables as Parquet, Stata and Excel files, with types, labels and descriptions."""

from __future__ import annotations

import datetime as dt
import io
import re
from typing import TYPE_CHECKING

from l2kg.csv_text import flat
from l2kg.errors import UsageError
from l2kg.extras import needs

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    import pandas as pd
    import pyarrow as pa

    from l2kg.csv_text import Cell
    from l2kg.export.tables import Column, TableData

__all__ = [
    "write_excel",
    "write_parquet",
    "write_stata",
]

_STATA_LABEL = 80  # characters
_STATA_TEXT = 2045  # bytes; longer texts are of Stata's long type
_EXCEL_CELL = 32_767  # characters
_EXCEL_FIRST_YEAR = 1900
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")


def write_parquet(table: TableData, path: Path) -> None:
    """Write a table as Parquet.

    Cells with several values are lists; descriptions are metadata of the fields.
    """
    with needs("parquet"):
        import pyarrow as pa
        import pyarrow.parquet as pq

    fields: list[pa.Field] = []
    arrays: list[pa.Array] = []
    for i, column in enumerate(table.columns):
        kind = _arrow(column)
        about = {"description": column.description}
        fields.append(pa.field(column.name, kind, metadata=about))
        cells = [_plain(row[i], column) for row in table.rows]
        arrays.append(pa.array(cells, type=kind))
    schema = pa.schema(fields, metadata={"title": table.title})
    pq.write_table(pa.Table.from_arrays(arrays, schema=schema), path)


def _arrow(column: Column) -> pa.DataType:
    """Return the type of a column in Arrow."""
    with needs("parquet"):
        import pyarrow as pa

    if column.many:
        return pa.list_(pa.string())
    kinds = {
        "flag": pa.bool_(),
        "count": pa.int64(),
        "date": pa.date32(),
    }
    return kinds.get(column.kind, pa.string())


def _plain(cell: Cell, column: Column) -> object:
    if column.kind == "date" and isinstance(cell, str):
        return dt.date.fromisoformat(cell)
    return list(cell) if isinstance(cell, tuple) else cell


def write_stata(
    table: TableData,
    path: Path,
    *,
    written: dt.datetime | None = None,
) -> None:
    """Write a table as a Stata file of version 118 (Stata 14 and later).

    Variables have labels; codes are numbers with value labels, flags 0 and 1 with no and
    yes; several values are joined by semicolons.
    """
    with needs("frames"):
        import pandas as pd

    columns = table.columns
    data: dict[str, pd.Series] = {}
    for i, column in enumerate(columns):
        data[column.name] = _stata_series(column, [row[i] for row in table.rows])
    flags = [column.name for column in columns if column.kind == "flag"]
    dates = [column.name for column in columns if column.kind == "date"]
    pd.DataFrame(data).to_stata(
        path,
        version=118,
        write_index=False,
        data_label=table.title[:_STATA_LABEL],
        variable_labels={column.name: _label(column.description) for column in columns},
        value_labels={name: {0: "no", 1: "yes"} for name in flags},
        convert_dates=dict.fromkeys(dates, "td"),
        convert_strl=[name for name, series in data.items() if _is_long(series)],
        time_stamp=written,
    )


def _stata_series(column: Column, cells: list[Cell]) -> pd.Series:
    """Return a column in the type that Stata has for its kind."""
    with needs("frames"):
        import pandas as pd

    if column.kind == "flag":
        return pd.Series(cells, dtype="int8")
    if column.kind == "count":
        return pd.Series(cells, dtype="float64")
    if column.kind == "date":
        return pd.to_datetime(pd.Series(cells, dtype="object"))
    if column.kind == "code" and any(cells):
        codes = sorted({str(cell) for cell in cells if cell})
        return pd.Series(pd.Categorical(cells, categories=codes))
    return pd.Series([flat(cell) for cell in cells], dtype="object")


def _is_long(series: pd.Series) -> bool:
    """Tell whether a column of texts has one that only Stata's long type holds."""
    if series.dtype != object:
        return False
    return any(len(text.encode()) > _STATA_TEXT for text in series)


def _label(text: str) -> str:
    """Cut a description to the length that Stata shows, at a word.

    >>> len(_label("word " * 40)), _label("short")
    (77, 'short')
    """
    if len(text) <= _STATA_LABEL:
        return text
    cut = text[: _STATA_LABEL - len("...")]
    return cut.rsplit(" ", 1)[0] + "..."


def write_excel(tables: Sequence[TableData], path: Path) -> None:
    """Write tables as one Excel workbook: a sheet each, and a sheet that describes the columns.

    Texts are written as texts, so that none is taken for a formula.

    Raises:
        UsageError: a cell is longer than Excel takes.
    """
    with needs("excel"):
        from openpyxl import Workbook

    book = Workbook(write_only=True)
    about: list[Sequence[object]] = [("table", "column", "holds", "meaning")]
    for table in tables:
        about += [
            (
                table.name,
                column.name,
                column.kind,
                column.description,
            )
            for column in table.columns
        ]
    _sheet(book, "about", about)
    for table in tables:
        rows: list[Sequence[object]] = [[column.name for column in table.columns]]
        for row in table.rows:
            cells = zip(row, table.columns, strict=True)
            rows.append([_excel(cell, column) for cell, column in cells])
        _sheet(book, table.name, rows)
    file = io.BytesIO()  # on a full disk a zip that is written to it complains twice
    book.save(file)
    path.write_bytes(file.getvalue())


def _excel(cell: Cell, column: Column) -> object:
    """Return a cell as Excel holds it; it knows no date before its first year."""
    if column.kind == "date" and isinstance(cell, str):
        day = dt.date.fromisoformat(cell)
        return day if day.year > _EXCEL_FIRST_YEAR else cell
    if cell is None or isinstance(cell, bool | int):
        return cell
    return flat(cell) or None


def _sheet(
    book: object,
    name: str,
    rows: Sequence[Sequence[object]],
) -> None:
    with needs("excel"):
        from openpyxl.cell import WriteOnlyCell
        from openpyxl.styles import Font

    sheet = book.create_sheet(name)  # type: ignore[attr-defined]
    sheet.freeze_panes = "B2"
    for i, row in enumerate(rows):
        cells: list[WriteOnlyCell] = []
        for value in row:
            if isinstance(value, str):
                cell = WriteOnlyCell(sheet, value=_excel_text(value, name))
                cell.data_type = "s"  # else a text that begins with = is a formula
            else:
                cell = WriteOnlyCell(sheet, value=value)
            if i == 0:
                cell.font = Font(bold=True)
            cells.append(cell)
        sheet.append(cells)


def _excel_text(text: str, sheet: str) -> str:
    """Return a text without the signs that Excel does not take.

    Raises:
        UsageError: it is longer than a cell takes.
    """
    plain = _CONTROL.sub("", text)
    if len(plain) > _EXCEL_CELL:
        raise UsageError(
            f"sheet {sheet}: a cell has {len(plain)} characters, more than Excel"
            " takes; export as CSV or Parquet"
        )
    return plain
