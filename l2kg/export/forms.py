"""The forms in which tables and networks are written: the one list that every command offers.

To add a form of tables, name it in `l2kg.formats`, write a function here and enter it in
`TABLE_FORMS`. What a form
needs is imported in its function, so that the command line starts quickly.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, NamedTuple

from l2kg.errors import UsageError
from l2kg.formats import FORMATS, by_ending
from l2kg.wording import nearest

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

    import networkx as nx

    from l2kg.export.tables import TableData

__all__ = [
    "NETWORK_FORMS",
    "TABLE_FORMS",
    "TableForm",
    "form_by_name",
    "form_of_file",
    "json_text",
    "put",
]


class TableForm(NamedTuple):
    """A form of tables: its name, which is one of `l2kg.formats`, and what writes it.

    `write` takes a table, a file and the columns that were chosen, which is none where
    all are wanted; only a form that `chooses` columns is given any. `write_all` puts all
    tables into one file, where the form can hold them; else each gets a file in a folder.
    `describe` returns the metadata of tables as JSON, given the names of their files
    where those differ from the tables' names.
    """

    name: str
    write: Callable[[TableData, Path, Sequence[str]], None]
    write_all: Callable[[Sequence[TableData], Path], None] | None = None
    describe: Callable[[Sequence[TableData], Mapping[str, str]], object] | None = None
    chooses: bool = False

    @property
    def title(self) -> str:
        """Return the title of the format."""
        return FORMATS[self.name].title

    @property
    def ending(self) -> str:
        """Return the ending of its files, such as `.csv`."""
        return FORMATS[self.name].ending


def put(path: Path, text: str) -> None:
    """Write a text as it is, in UTF-8."""
    path.write_text(text, encoding="utf-8", newline="")


def json_text(value: object) -> str:
    """Return a value as JSON that people can read too."""
    return json.dumps(value, ensure_ascii=False, indent=2) + "\n"


def _write_json(table: TableData, path: Path, _: Sequence[str]) -> None:
    columns = [column.name for column in table.columns]
    rows = [dict(zip(columns, row, strict=True)) for row in table.rows]
    put(path, json_text(rows))


def _write_csv(
    table: TableData,
    path: Path,
    _: Sequence[str],
) -> None:
    from l2kg.export.csvfiles import csv_text

    put(path, csv_text(table))


def _describe_csv(tables: Sequence[TableData], urls: Mapping[str, str]) -> object:
    from l2kg.export.csvfiles import csvw

    return csvw(tables, urls=urls)


def _write_parquet(
    table: TableData,
    path: Path,
    _: Sequence[str],
) -> None:
    from l2kg.export.spreadsheets import write_parquet

    write_parquet(table, path)


def _write_stata(
    table: TableData,
    path: Path,
    _: Sequence[str],
) -> None:
    from l2kg.export.spreadsheets import write_stata

    write_stata(table, path)


def _write_excel(
    table: TableData,
    path: Path,
    _: Sequence[str],
) -> None:
    _write_workbook([table], path)


def _write_workbook(tables: Sequence[TableData], path: Path) -> None:
    from l2kg.export.spreadsheets import write_excel

    write_excel(tables, path)


def _write_one_in_sqlite(table: TableData, path: Path, _: Sequence[str]) -> None:
    _write_sqlite([table], path)


def _write_sqlite(tables: Sequence[TableData], path: Path) -> None:
    from l2kg.export.sqlite import write_sqlite

    write_sqlite(tables, path)


def _write_latex(
    table: TableData,
    path: Path,
    columns: Sequence[str],
) -> None:
    from l2kg.export.latex import latex

    put(path, latex(table, columns))


def _write_rds(
    table: TableData,
    path: Path,
    _: Sequence[str],
) -> None:
    from l2kg.export.rfiles import write_rds

    write_rds(table, path)


TABLE_FORMS = (
    TableForm(
        name="csv",
        write=_write_csv,
        describe=_describe_csv,
    ),
    TableForm(name="json", write=_write_json),
    TableForm(
        name="parquet",
        write=_write_parquet,
    ),
    TableForm(name="rds", write=_write_rds),
    TableForm(
        name="dta",
        write=_write_stata,
    ),
    TableForm(
        name="xlsx",
        write=_write_excel,
        write_all=_write_workbook,
    ),
    TableForm(
        name="sqlite",
        write=_write_one_in_sqlite,
        write_all=_write_sqlite,
    ),
    TableForm(
        name="tex",
        write=_write_latex,
        chooses=True,
    ),
)


def _write_graphml(graph: nx.MultiDiGraph, path: Path) -> None:
    from l2kg.export.graphfiles import write_graphml

    write_graphml(graph, path)


def _write_gexf(graph: nx.MultiDiGraph, path: Path) -> None:
    from l2kg.export.graphfiles import write_gexf

    write_gexf(graph, path)


def _write_ties(graph: nx.MultiDiGraph, path: Path) -> None:
    from l2kg.export.graphfiles import ties_text

    put(path, ties_text(graph))


NETWORK_FORMS: dict[str, Callable[[nx.MultiDiGraph, Path], None]] = {
    "graphml": _write_graphml,
    "gexf": _write_gexf,
    "csv": _write_ties,
}


def form_by_name(name: str) -> TableForm:
    """Return a form of tables by its name.

    Raises:
        UsageError: there is none of that name; the text suggests the nearest.
    """
    known = {form.name: form for form in TABLE_FORMS}
    if name not in known:
        raise UsageError(
            f"no form {name!r}{nearest(name, known)}; the forms are {', '.join(known)}"
        )
    return known[name]


def form_of_file(path: Path) -> TableForm:
    """Return the form of tables that a file's ending names; CSV where it has none.

    Raises:
        UsageError: no form has that ending; the text suggests the nearest.
    """
    names = [form.name for form in TABLE_FORMS]
    return form_by_name(by_ending(path, names) or "csv")
