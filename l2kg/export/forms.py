"""The forms in which tables and networks are written: the one list that every command offers.

To add a form of tables, write a function here and enter it in `TABLE_FORMS`. What a form
needs is imported in its function, so that the command line starts quickly.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, NamedTuple

from l2kg.errors import UsageError
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
    "alternatives",
    "form_by_ending",
    "form_by_name",
    "json_text",
    "put",
]


class TableForm(NamedTuple):
    """A form of tables: its name and title, the ending of its files, and what writes them.

    `write` takes a table, a file and the columns that were chosen, which is none where
    all are wanted; only a form that `chooses` columns is given any. `write_all` puts all
    tables into one file, where the form can hold them; else each gets a file in a folder.
    `describe` returns the metadata of tables as JSON, given the names of their files
    where those differ from the tables' names.
    """

    name: str
    title: str
    ending: str
    write: Callable[[TableData, Path, Sequence[str]], None]
    write_all: Callable[[Sequence[TableData], Path], None] | None = None
    describe: Callable[[Sequence[TableData], Mapping[str, str]], object] | None = None
    chooses: bool = False


def put(path: Path, text: str) -> None:
    """Write a text as it is, in UTF-8."""
    path.write_text(text, encoding="utf-8", newline="")


def json_text(value: object) -> str:
    """Return a value as JSON that people can read too."""
    return json.dumps(value, ensure_ascii=False, indent=2) + "\n"


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


def _write_latex(
    table: TableData,
    path: Path,
    columns: Sequence[str],
) -> None:
    from l2kg.export.latex import latex

    put(path, latex(table, columns))


TABLE_FORMS = (
    TableForm(
        name="csv",
        title="CSV",
        ending=".csv",
        write=_write_csv,
        describe=_describe_csv,
    ),
    TableForm(
        name="parquet",
        title="Parquet",
        ending=".parquet",
        write=_write_parquet,
    ),
    TableForm(
        name="stata",
        title="Stata",
        ending=".dta",
        write=_write_stata,
    ),
    TableForm(
        name="excel",
        title="Excel",
        ending=".xlsx",
        write=_write_excel,
        write_all=_write_workbook,
    ),
    TableForm(
        name="latex",
        title="LaTeX",
        ending=".tex",
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


NETWORK_FORMS: dict[str, Callable[[nx.MultiDiGraph, Path], None]] = {
    ".graphml": _write_graphml,
    ".gexf": _write_gexf,
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


def form_by_ending(ending: str) -> TableForm:
    """Return a form of tables by the ending of its files, such as `.csv`.

    Raises:
        UsageError: no form has that ending; the text suggests the nearest.
    """
    known = {form.ending: form for form in TABLE_FORMS}
    if ending not in known:
        raise UsageError(
            f"no form ends with {ending!r}{nearest(ending, known)}; use"
            f" {', '.join(known)}"
        )
    return known[ending]


def alternatives(names: Sequence[str]) -> str:
    """Return names in a row of which one is to be chosen.

    >>> alternatives([".csv", ".dta", ".tex"]), alternatives([".csv"])
    ('.csv, .dta or .tex', '.csv')
    """
    *others, last = names
    return f"{', '.join(others)} or {last}" if others else last
