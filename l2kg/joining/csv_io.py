"""Read somebody's table from a CSV file, every cell as it stands, and write it with columns added."""

from __future__ import annotations

from typing import TYPE_CHECKING

from l2kg.csv_text import CsvError, csv_rows
from l2kg.errors import L2kgError, NotFoundError, UsageError
from l2kg.reading import LARGE, read_text
from l2kg.wording import nearest

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

__all__ = ["columns_of", "read_csv"]


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
        for line, row in csv_rows(read_text(path, most=LARGE), delimiter=delimiter):
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


def columns_of(
    header: Sequence[str], on: Sequence[str], *, where: str, prefix: str
) -> tuple[int, ...]:
    """Return the places of columns in a header.

    Raises:
        NotFoundError: a column is not there.
        UsageError: two of them are one, or the header has columns of ours already.
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
    if len(set(on)) < len(on):
        raise UsageError(
            f"--on {','.join(on)}: one column cannot hold both; name each column once"
        )
    if ours := next((name for name in header if name.startswith(prefix)), None):
        raise UsageError(
            f"{where}: column {ours!r} begins like those that are added; rename it"
        )
    return tuple(header.index(name) for name in on)
