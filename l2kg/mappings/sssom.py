"""Read a table of mappings: SSSOM with its metadata in YAML behind `#`, one row a mapping."""

from __future__ import annotations

import contextlib
import re
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING

from l2kg.csv_text import CsvError, csv_rows, delimiter_of, without_end
from l2kg.mappings.schemes import SCHEMES
from l2kg.namespaces import PREFIXES
from l2kg.reading import without_mark
from l2kg.yaml_text import YamlError, read_yaml

if TYPE_CHECKING:
    from collections.abc import Mapping

    from l2kg.mappings.schemes import Scheme

__all__ = ["COLUMNS", "ENDING", "Row", "Table", "known_prefixes", "read_table"]

ENDING = ".sssom.tsv"
COLUMNS = (
    "subject_id",
    "subject_label",
    "predicate_id",
    "object_id",
    "object_label",
    "mapping_justification",
    "confidence",
    "object_source_version",
    "comment",
    "ext_validity",
)


@dataclass(frozen=True, slots=True)
class Row:
    """One mapping as written: its line in the file, counted from one, and its cells by column."""

    line: int
    cells: Mapping[str, str]

    def __getitem__(self, column: str) -> str:
        return self.cells[column]


@dataclass(frozen=True, slots=True)
class Table:
    """A table as written: its metadata, its columns and the rows that fit it.

    The metadata are nothing where they are no YAML; `head` is the line of the columns.
    """

    metadata: Mapping[str, object] | None
    columns: tuple[str, ...]
    head: int
    rows: tuple[Row, ...]
    misfits: tuple[tuple[int, int], ...] = field(default=())
    """Line and number of cells of the rows that have more or fewer cells than there are columns."""
    prefixes: Mapping[str, str] = field(default_factory=dict)
    """The prefixes that the metadata declare."""
    unread: tuple[int, str] = (1, "no YAML with names and values")
    """Where metadata that are no YAML are not, and what is wrong there."""

    @property
    def scheme(self) -> Scheme | None:
        """Return the scheme that the table's mappings lead to, as its metadata say."""
        prefix, _, key = str((self.metadata or {}).get("object_source", "")).partition(
            ":"
        )
        return SCHEMES.get(key) if prefix == "code" else None

    def expand(self, curie: str) -> str | None:
        """Write a CURIE out with the prefixes of the table; nothing where it has none of them."""
        prefix, colon, local = curie.partition(":")
        space = self.prefixes.get(prefix)
        return space + local if colon and local and space else None


@lru_cache(maxsize=64)
def read_table(text: str) -> Table:
    """Read the text of a table; what is wrong with it is left to the rules.

    A spreadsheet that saved it may have put tabs, commas or semicolons behind the lines
    of the metadata, quotation marks around cells, and empty columns and rows at the end.
    """
    lines = re.split(r"\r\n|\r|\n", without_mark(text))
    above = next(
        (number for number, line in enumerate(lines) if _is_header(line)), len(lines)
    )
    delimiter = delimiter_of(lines[above]) if above < len(lines) else "\t"
    (_, head), *body = _cells(lines[above:], delimiter) or [(1, [])]
    columns = tuple(without_end(head))
    rows, misfits = [], []
    for number, cells in body:
        beyond = cells[len(columns) :]
        fitting = cells[: len(columns)] if not any(beyond) else cells
        if len(fitting) == len(columns):
            found = dict(zip(columns, fitting, strict=True))
            rows.append(Row(above + number, found))
        else:
            misfits.append((above + number, len(cells)))
    metadata, unread = _metadata([_comment(line, delimiter) for line in lines[:above]])
    declared = (metadata or {}).get("curie_map")
    return Table(
        metadata,
        columns,
        above + 1,
        tuple(rows),
        tuple(misfits),
        {str(prefix): str(space) for prefix, space in declared.items()}
        if isinstance(declared, dict)
        else {},
        unread,
    )


def _is_header(line: str) -> bool:
    """Say whether a line is none of the metadata, and not empty."""
    return bool(line.strip("\t ,;")) and not line.lstrip('"').startswith("#")


def _cells(lines: list[str], delimiter: str) -> list[tuple[int, list[str]]]:
    """Return the rows that are not empty, each with the line on which it begins, from one.

    Where a quotation mark is left open all of them are just signs.
    """
    try:
        read = list(csv_rows("\n".join(lines), delimiter=delimiter))
        found = [(end - sum(c.count("\n") for c in row), row) for end, row in read]
    except CsvError:
        found = [(i, line.split(delimiter)) for i, line in enumerate(lines, 1)]
    return [(number, row) for number, row in found if any(row)]


def _comment(line: str, delimiter: str) -> str:
    """Return a line of the metadata without what a spreadsheet did to it."""
    if line.startswith('"#'):
        with contextlib.suppress(CsvError):
            line = delimiter.join(next(csv_rows(line, delimiter=delimiter))[1])
    return line.rstrip(f"{delimiter} \t")


def _metadata(lines: list[str]) -> tuple[Mapping[str, object] | None, tuple[int, str]]:
    """Return the metadata, and the line and fault of what are none."""
    unread = (1, "no YAML with names and values")
    try:
        found = read_yaml("\n".join(line[1:] for line in lines))
    except YamlError as error:
        return None, (error.line or 1, f"no YAML: {error}")
    return (found if isinstance(found, dict) else None), unread


def known_prefixes() -> dict[str, str]:
    """Return the prefixes that a table may declare: those of the project and of the schemes."""
    return {**PREFIXES, **{scheme.key: scheme.space for scheme in SCHEMES.values()}}
