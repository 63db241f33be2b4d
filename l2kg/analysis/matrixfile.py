"""Read and write cases by conditions as CSV: one row a case, blank for not stated."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from l2kg.analysis.conditions import CaseCondition
from l2kg.analysis.matrix import Matrix, short_names
from l2kg.csv_text import (
    CsvError,
    csv_rows,
    delimiter_of,
    is_missing,
    without_end,
    write_csv,
)
from l2kg.errors import InputError
from l2kg.reading import read_text, without_mark

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["matrix_of", "read_matrix", "write_matrix"]

_CELLS = {
    **dict.fromkeys(("1", "true"), True),
    **dict.fromkeys(("0", "false"), False),
    "": None,
}
_WHOLE = re.compile(r"([01])[.,]0+")
_INDEX = re.compile(r"|index|X(\.\d+)?|Unnamed: \d+(\.\d+)?")  # R and pandas call it so


def matrix_of(path: Path) -> Matrix:
    """Read a matrix from a CSV file.

    Raises:
        NotFoundError: there is no such file.
        InputError: it is not UTF-8, or as for `read_matrix`; the text names the
        file.
    """
    return read_matrix(read_text(path), name=str(path))


def read_matrix(text: str, *, name: str = "the matrix") -> Matrix:
    r"""Read a matrix from CSV: a column of cases, then one column a condition of 1, 0 or nothing.

    It may have been through R or pandas: TRUE and FALSE or 1.0 and 0.0 are the values,
    NA or NaN is nothing, numbers of the rows before the cases are left out; so is what a
    spreadsheet leaves at the ends. Semicolons or tabs may part the columns.

    Raises:
        InputError: no rows or conditions, a cell that is none of the three, a row of
            another length, a case or condition twice; the text begins with `name` and
            says which line and column it is about.

    >>> read_matrix("case,help\nx,1\ny,\n")["help"].value("y") is None
    True
    """
    rows = _without_index(_with_corner(_stripped(text, name)))
    if len(rows) <= 1:
        raise InputError(f"{name} has no cases; give a header line and one line a case")
    (_, (first, *conditions)), body = rows[0], rows[1:]
    if not conditions:
        raise InputError(
            f"{name}, line 1: one column only, {first!r}; give a column of cases and one"
            " a condition, commas between them"
        )
    _check_twice(name, "condition", conditions)
    _check_twice(name, "case", [row[0] for _, row in body])
    for line, row in body:
        _check(f"{name}, line {line}, case {row[0]!r}", row[1:], conditions)
    values = {
        (row[0], one): _CELLS[_plain(cell)]
        for _, row in body
        for one, cell in zip(conditions, row[1:], strict=True)
    }
    cases = tuple(row[0] for _, row in body)
    return Matrix(cases, tuple(_column(one, cases, values) for one in conditions))


def _stripped(text: str, name: str) -> list[tuple[int, list[str]]]:
    """Return the rows with their lines, no space around a cell, and nothing empty at the ends."""
    head = next((line for line in without_mark(text).splitlines() if line.strip()), "")
    delimiter = delimiter_of(head)
    try:
        listed = list(csv_rows(text, delimiter=delimiter))
    except CsvError as error:
        raise InputError(f"{name}, line {error.line}: {error}; mend the line") from error
    rows = [(line, [cell.strip() for cell in row]) for line, row in listed]
    whole = [(line, row) for line, row in rows if any(row)]
    wide = max((len(without_end(row)) for _, row in whole[:1]), default=0)
    return [(line, row[:wide] if not any(row[wide:]) else row) for line, row in whole]


def _with_corner(rows: list[tuple[int, list[str]]]) -> list[tuple[int, list[str]]]:
    """Give a name, an empty one, to the names of the rows, to which `write.table` in R gives none."""
    if len(rows) < 2 or any(len(row) != len(rows[0][1]) + 1 for _, row in rows[1:]):
        return rows
    return [(rows[0][0], ["", *rows[0][1]]), *rows[1:]]


def _without_index(rows: list[tuple[int, list[str]]]) -> list[tuple[int, list[str]]]:
    """Leave out columns that number the rows before that of the cases."""
    while (
        len(rows) > 1
        and all(len(row) > 2 for _, row in rows)
        and _INDEX.fullmatch(rows[0][1][0])
        and all(row[0].isdecimal() for _, row in rows[1:])
        and not all(_plain(cell) in _CELLS for _, row in rows[1:] for cell in row[1:])
    ):
        rows = [(line, row[1:]) for line, row in rows]
    return rows


def _plain(cell: str) -> str:
    """Return a cell in small letters, a number without its places of zero, nothing where it is missing.

    >>> _plain("1.0"), _plain("0,00"), _plain("TRUE"), _plain("10"), _plain("NA")
    ('1', '0', 'true', '10', '')
    """
    if is_missing(cell):
        return ""
    found = _WHOLE.fullmatch(cell)
    return found[1] if found else cell.lower()


def _check_twice(name: str, what: str, names: list[str]) -> None:
    if twice := [one for one, count in Counter(names).items() if count > 1]:
        raise InputError(f"{what} {twice[0]!r} stands twice in {name}; leave one out")


def _check(where: str, cells: list[str], conditions: list[str]) -> None:
    if len(cells) != len(conditions):
        raise InputError(
            f"{where}: {len(cells)} values for {len(conditions)} conditions; write 1, 0"
            " or nothing for each"
        )
    for cell, condition in zip(cells, conditions, strict=True):
        if _plain(cell) not in _CELLS:
            raise InputError(
                f"{where}, column {condition!r}: {cell!r}; write 1, 0 or nothing"
            )


def _column(
    name: str, cases: tuple[str, ...], values: dict[tuple[str, str], bool | None]
) -> CaseCondition:
    present = frozenset(case for case in cases if values[case, name] is True)
    return CaseCondition(
        name, present, frozenset(case for case in cases if values[case, name] is False)
    )


def write_matrix(table: Matrix) -> str:
    r"""Write a matrix as CSV with short names as columns: one row a case, blank for not stated.

    R reads it with `read.csv(file, row.names = 1)`.

    >>> write_matrix(read_matrix("case,help\nx,1\ny,\n"))
    'case,HELP\r\nx,1\r\ny,\r\n'
    """
    header = ["case", *short_names(one.name for one in table.conditions)]
    return write_csv(header, (_cells(table, case) for case in table.cases))


def _cells(table: Matrix, case: str) -> list[str | int | None]:
    values = (condition.value(case) for condition in table.conditions)
    return [case, *(None if value is None else int(value) for value in values)]
