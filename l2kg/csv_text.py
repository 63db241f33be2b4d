"""CSV: one writer, one reader, and one guard against cells that a spreadsheet would run."""

from __future__ import annotations

import csv
import io
import re
from typing import TYPE_CHECKING

from l2kg.errors import InputError
from l2kg.reading import without_mark

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

__all__ = [
    "Cell",
    "CsvError",
    "SEPARATOR",
    "csv_rows",
    "delimiter_of",
    "flat",
    "guarded",
    "is_missing",
    "without_end",
    "write_csv",
]

Cell = str | tuple[str, ...] | bool | int | None

SEPARATOR = ";"

_FORMULA = ("=", "+", "-", "@", "\t", "\r")  # with these a spreadsheet begins a formula
_MISSING = {"", ".", "na", "<na>", "n/a", "nan", "nat", "none", "null"}
_NUMBER = re.compile(r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?")


class CsvError(InputError):
    """A text that is no CSV; it knows the line."""

    def __init__(self, message: str, *, line: int) -> None:
        super().__init__(message)
        self.line = line


def flat(cell: Cell) -> str:
    """Return a cell as one text: TRUE and FALSE, nothing as an empty text.

    Several values are joined by semicolons; a semicolon inside one of them becomes a
    comma.

    >>> flat(("a", "b")), flat(True), flat(None), flat(3)
    ('a;b', 'TRUE', '', '3')
    """
    if isinstance(cell, tuple):
        return SEPARATOR.join(value.replace(SEPARATOR, ",") for value in cell)
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    return "" if cell is None else str(cell)


def is_missing(cell: str) -> bool:
    """Tell whether a cell is empty, or holds what R, pandas or Stata write for a missing value.

    >>> is_missing(" NA"), is_missing("<NA>"), is_missing("Namibia")
    (True, True, False)
    """
    return cell.strip().lower() in _MISSING


def delimiter_of(header: str) -> str:
    """Return what parts the columns of a header: the sign of which it has most.

    >>> delimiter_of("case;deal;trust"), delimiter_of("case")
    (';', ',')
    """
    return max(",;\t", key=header.count)


def without_end(cells: list[str]) -> list[str]:
    """Return a row without the empty cells at its end, which spreadsheets add."""
    while cells and not cells[-1]:
        cells = cells[:-1]
    return cells


def guarded(text: str) -> str:
    """Put an apostrophe before a text that a spreadsheet would take for a formula.

    What a spreadsheet reads as a plain number stays as it is, whatever its sign.

    >>> guarded("=1+1"), guarded("a-b"), guarded("-2.5"), guarded("-2.5+A1")
    ("'=1+1", 'a-b', '-2.5', "'-2.5+A1")
    """
    if not text.startswith(_FORMULA) or _NUMBER.fullmatch(text):
        return text
    return f"'{text}"


def write_csv(
    header: Sequence[str], rows: Iterable[Sequence[Cell]], *, line_end: str = "\r\n"
) -> str:
    r"""Write a table as CSV by RFC 4180, each cell guarded against being run as a formula.

    >>> write_csv(("id", "what"), [("x", ("a", "b")), ("y", "=1+1")])
    "id,what\r\nx,a;b\r\ny,'=1+1\r\n"
    """
    out = io.StringIO()
    writer = csv.writer(out, lineterminator=line_end)
    for row in (header, *rows):
        writer.writerow([guarded(flat(cell)) for cell in row])
    return out.getvalue()


def csv_rows(text: str, *, delimiter: str = ",") -> Iterator[tuple[int, list[str]]]:
    r"""Yield the rows of a CSV text that are not empty, each with the line on which it ends.

    Raises:
        CsvError: the text is no CSV, such as one with a quotation mark left open; the
            error knows the line on which the row begins.

    >>> list(csv_rows("a,b\n\n1,\n"))
    [(1, ['a', 'b']), (3, ['1', ''])]
    """
    reader = csv.reader(
        io.StringIO(without_mark(text), newline=""), delimiter=delimiter, strict=True
    )
    begin = 1
    try:
        for row in reader:
            if row:
                yield reader.line_num, row
            begin = reader.line_num + 1
    except csv.Error as error:
        raise CsvError(f"no CSV ({_said(error)})", line=begin) from error


def _said(error: csv.Error) -> str:
    said = str(error)
    if said == "unexpected end of data":
        return "a quotation mark that is never closed"
    if "field larger" in said:
        return f"a cell of more than {csv.field_size_limit()} signs, or an open quotation mark"
    return said
