"""Read a table of mappings: SSSOM with its metadata in YAML behind `#`, one row a mapping."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING

import yaml

from l2kg.mappings.schemes import SCHEMES
from l2kg.namespaces import PREFIXES
from l2kg.reading import without_mark

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

    @property
    def prefixes(self) -> dict[str, str]:
        """Return the prefixes that the metadata declare."""
        declared = (self.metadata or {}).get("curie_map")
        return (
            {str(prefix): str(space) for prefix, space in declared.items()}
            if isinstance(declared, dict)
            else {}
        )

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
    """Read the text of a table; what is wrong with it is left to the rules."""
    lines = without_mark(text).splitlines()
    above = next(
        (number for number, line in enumerate(lines) if not line.startswith("#")),
        len(lines),
    )
    columns = tuple(lines[above].split("\t")) if above < len(lines) else ()
    rows, misfits = [], []
    for number, line in enumerate(lines[above + 1 :], above + 2):
        cells = line.split("\t")
        if len(cells) == len(columns):
            rows.append(Row(number, dict(zip(columns, cells, strict=True))))
        elif line.strip():
            misfits.append((number, len(cells)))
    return Table(
        _metadata(lines[:above]), columns, above + 1, tuple(rows), tuple(misfits)
    )


def _metadata(lines: list[str]) -> Mapping[str, object] | None:
    try:
        found = yaml.safe_load("\n".join(line[1:] for line in lines))
    except yaml.YAMLError:
        return None
    return found if isinstance(found, dict) else None


def known_prefixes() -> dict[str, str]:
    """Return the prefixes that a table may declare: those of the project and of the schemes."""
    return {**PREFIXES, **{scheme.key: scheme.space for scheme in SCHEMES.values()}}
