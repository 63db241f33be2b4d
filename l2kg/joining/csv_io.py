"""Read somebody's table from a CSV file, every cell as it stands, and write it with columns added."""

from __future__ import annotations

from typing import TYPE_CHECKING

from l2kg.csv_text import CsvError, csv_rows
from l2kg.errors import L2kgError, NotFoundError, UsageError
from l2kg.reading import read_text
from l2kg.wording import nearest

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

__all__ = ["column_pair", "columns_of", "read_csv"]


def read_csv(path: Path, *, delimiter: str = ",") -> tuple[list[str], list[list[str]]]:
    """Read a CSV file in UTF-8: its header and its rows.

    Raises:
        NotFoundError: no such file.
        UsageError: it is a folder, or not UTF-8.
        L2kgError: it is empty, names a column twice, or has a row of
            another length than its header.
    """
    rows: list[list[str]] = []
    header: list[str] = []
    try:
        for line, row in csv_rows(read_text(path), delimiter=delimiter):
            if not header:
                header = row
            elif len(row) == len(header):
                rows.append(row)
            else:
                raise L2kgError(
                    f"{path}: line {line}: {len(row)} cells under"
                    f" {len(header)} columns; mend the row"
                )
    except CsvError as error:
        raise L2kgError(f"{path}: line {error.line}: {error}; mend the line") from error
    if not header:
        raise L2kgError(
            f"{path}: is empty; a first line that names the columns is needed"
        )
    if twice := next((name for i, name in enumerate(header) if name in header[:i]), None):
        raise L2kgError(f"{path}: line 1: two columns are called {twice!r}; rename one")
    return header, rows


def column_pair(on: str) -> tuple[str, str]:
    """Read the two names that `--on` gives.

    Raises:
        UsageError: the text names not exactly two columns.

    >>> column_pair("ccode,year")
    ('ccode', 'year')
    """
    names = [name.strip() for name in on.split(",")]
    if len(names) != 2 or not all(names):
        raise UsageError(
            f"--on {on!r}: name the two columns of actor and date, such as --on"
            " ccode,year"
        )
    return names[0], names[1]


def columns_of(
    header: Sequence[str], on: tuple[str, str], *, where: str, prefix: str
) -> tuple[int, int]:
    """Return the places of two columns in a header.

    Raises:
        NotFoundError: a column is not there.
        UsageError: the two are one, or the header has columns of ours already.
    """
    for name in on:
        if name not in header:
            hint = (
                " (no comma in the first line: is another --delimiter needed?)"
                if len(header) == 1
                else ""
            )
            raise NotFoundError(
                f"{where}: no column {name!r}{nearest(name, header)}; the columns are"
                f" {', '.join(header)}{hint}"
            )
    if on[0] == on[1]:
        raise UsageError(
            f"--on {','.join(on)}: one column cannot hold both; name the two columns of"
            " actor and date"
        )
    if ours := next((name for name in header if name.startswith(prefix)), None):
        raise UsageError(
            f"{where}: column {ours!r} begins like those that are added; rename it"
        )
    return header.index(on[0]), header.index(on[1])
