"""Tables for R: data frames as `.rds`, or CSV files with a script that reads them typed."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from l2kg.csv_text import write_csv
from l2kg.extras import needs

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from pathlib import Path

    from l2kg.csv_text import Cell
    from l2kg.export.tables import Column, TableData

__all__ = ["SCRIPT", "csv_for_r", "read_script", "write_rds"]

SCRIPT = "l2kg.R"
"""The name of the script beside CSV files."""

_EPOCH = dt.date(1970, 1, 1)
_IN_R = {
    "count": "integer",
    "flag": "logical",
    "date": "Date",
}  # the others are characters


@dataclass(frozen=True, slots=True)
class _Dates:
    """Days that R is to know as dates."""

    days: tuple[float, ...]


def write_rds(table: TableData, path: Path) -> None:
    """Write a table as a data frame of R.

    Texts are characters, TRUE and FALSE logicals, dates Dates; a cell with several values
    is a vector of them, in a list, and nothing stated is NA, or a vector of none.

    Raises:
        MissingExtraError: rdata is not installed.
    """
    with needs("r"):
        import rdata

    made: dict[type, Callable[[Any, Any], Any]]
    made = {type(table): _frame, _Dates: _dates}
    rdata.write_rds(path, table, constructor_dict=made)


def _frame(table: TableData, converter: Any) -> Any:
    """Make a data frame of R from a table."""
    with needs("r"):
        import numpy as np

    size = len(table.rows)
    attributes = {
        "names": np.array([column.name for column in table.columns], dtype=np.str_),
        "class": "data.frame",
        "row.names": np.ma.array([0, -size], mask=[True, False], dtype=np.int32),
    }
    columns = [
        _vector(column.kind, [row[place] for row in table.rows])
        for place, column in enumerate(table.columns)
    ]
    return _object(
        "VEC",
        [converter.convert_to_r_object(one) for one in columns],
        attributes,
        converter,
    )


def _dates(dates: _Dates, converter: Any) -> Any:
    """Make Dates of R."""
    with needs("r"):
        import numpy as np

    days = np.array(dates.days, dtype=np.float64)
    return _object("REAL", days, {"class": "Date"}, converter)


def _object(kind: str, value: Any, attributes: Mapping[str, Any], converter: Any) -> Any:
    with needs("r"):
        from rdata.conversion.to_r import build_r_object
        from rdata.parser import RObjectType

    return build_r_object(
        RObjectType[kind],
        value=value,
        is_object=True,
        attributes=converter.convert_to_r_attributes(dict(attributes)),
    )


def _vector(kind: str, cells: Sequence[Any]) -> Any:
    """Return the cells of a column as what becomes a vector of R."""
    with needs("r"):
        import numpy as np

    if kind in ("refs", "codes", "texts"):
        return [_characters(cell) for cell in cells]
    if kind == "date":
        return _Dates(tuple(map(_days, cells)))
    if kind == "flag":
        return np.array(cells, dtype=np.bool_)
    return _integers(cells) if kind == "count" else _characters(cells)


def _characters(cells: Iterable[Cell]) -> Any:
    with needs("r"):
        import numpy as np

    return np.array([None, *cells], dtype=np.object_)[
        1:
    ]  # of objects, even if there is none


def _integers(cells: Iterable[Cell]) -> Any:
    with needs("r"):
        import numpy as np

    values = list(cells)
    missing = [value is None for value in values]
    return np.ma.array([value or 0 for value in values], mask=missing, dtype=np.int32)


def _days(cell: Cell) -> float:
    with needs("r"):
        from rdata.missing import R_FLOAT_NA  # to R, any other NaN is a number gone wrong

    return (dt.date.fromisoformat(str(cell)) - _EPOCH).days if cell else R_FLOAT_NA


def csv_for_r(table: TableData) -> str:
    """Write a table as CSV for the script: the values of a cell stand on a line each.

    So a semicolon in a text stays what it is.
    """
    rows = ([_in_lines(cell) for cell in row] for row in table.rows)
    return write_csv([column.name for column in table.columns], rows)


def _in_lines(cell: Cell) -> Cell:
    if not isinstance(cell, tuple):
        return cell
    return "\n".join(" ".join(value.splitlines()) for value in cell)


def read_script(tables: Iterable[TableData]) -> str:
    """Write a script of base R that reads CSV files of tables, each column by its type.

    Run in their folder, it leaves a list of data frames, `l2kg`, named by table.
    """
    texts = [_READ]
    for table in tables:
        typed = ",\n    ".join(_typed(column) for column in table.columns)
        texts.append(
            f'l2kg${table.name} <- read_table("{table.name}", c(\n    {typed}))\n'
        )
    texts.append("rm(read_table)\n")
    return "\n".join(texts)


def _typed(column: Column) -> str:
    kind = "list" if column.many else _IN_R.get(column.kind, "character")
    return f'{column.name} = "{kind}"'


_READ = f"""# The tables of L2KG as a list of data frames: source("{SCRIPT}") in this folder.
# What is not stated is NA; a cell with several values is a vector of them, in a list, and
# where none is stated a vector of none: lengths(column) == 0. A logical is FALSE where
# nothing makes it TRUE: the sources may be silent.
l2kg <- list()
read_table <- function(name, types) {{
  classes <- ifelse(types == "list", "character", types)
  table <- read.csv(paste0(name, ".csv"), colClasses = classes, na.strings = "",
                    encoding = "UTF-8")
  for (column in names(types)[types == "list"]) {{
    cells <- strsplit(table[[column]], "\\n", fixed = TRUE)
    cells[is.na(table[[column]])] <- list(character())
    table[[column]] <- cells
  }}
  table
}}
"""
