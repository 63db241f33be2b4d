"""Write tables, matrices, sequences, networks, bibliographies and the whole as files, each whole or not at all."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Literal

from l2kg.errors import UsageError
from l2kg.export.tables import TABLES, read_table
from l2kg.wording import nearest
from l2kg.writing import filling, replacing

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Iterable, Sequence
    from pathlib import Path

    import pyoxigraph as ox

    from l2kg.analysis.matrix import Matrix
    from l2kg.export.tables import TableData

__all__ = [
    "FORMS",
    "Form",
    "export_bibliography",
    "export_matrix",
    "export_nanopubs",
    "export_network",
    "export_package",
    "export_sequences",
    "export_table",
    "export_tables",
]

Form = Literal["csv", "parquet", "stata", "excel", "latex"]
FORMS: dict[Form, str] = {
    "csv": ".csv",
    "parquet": ".parquet",
    "stata": ".dta",
    "excel": ".xlsx",
    "latex": ".tex",
}


def export_table(
    store: ox.Store,
    name: str,
    path: Path,
    *,
    form: Form | None = None,
    columns: Sequence[str] = (),
    force: bool = False,
) -> None:
    """Write one table to a file, in the form that its ending says unless one is given; columns are chosen for LaTeX only.

    A CSV file gets its CSVW metadata beside it, as NAME-metadata.json.

    Raises:
        NotFoundError: no such table or column.
        UsageError: a form that is not known, or a file that exists where `force` was not given.
    """
    chosen = form or _form(path.suffix)
    table = read_table(store, name)
    if columns and chosen != "latex":
        raise UsageError(
            f"columns can be chosen for LaTeX only; a {chosen} file has all columns of"
            f" {name}"
        )
    if chosen != "csv":
        with replacing(path, force=force) as new:
            _writer(chosen, columns)(table, new)
        return
    from l2kg.export.csvfiles import csvw

    with (
        replacing(path, force=force) as new,
        replacing(path.with_name(f"{path.name}-metadata.json"), force=force) as described,
    ):
        _writer(chosen)(table, new)
        described.write_text(
            _json(csvw([table], urls={name: path.name})), encoding="utf-8"
        )


def export_tables(
    store: ox.Store,
    place: Path,
    *,
    form: Form = "csv",
    names: Sequence[str] = TABLES,
    force: bool = False,
) -> tuple[Path, ...]:
    """Write tables to a folder, a file each, or for Excel to one workbook; return the files.

    A folder of CSV files gets the CSVW metadata of all as csvw-metadata.json.

    Raises:
        NotFoundError: no such table.
        UsageError: a form that is not known, or a file that exists where `force` was not given.
    """
    _known(form)
    tables = [read_table(store, name) for name in names]
    if form == "excel":
        from l2kg.export.spreadsheets import write_excel

        with replacing(place, force=force) as new:
            write_excel(tables, new)
        return (place,)
    with filling(place, force=force) as folder:
        for table in tables:
            _writer(form)(table, folder / f"{table.name}{FORMS[form]}")
        if form == "csv":
            from l2kg.export.csvfiles import csvw

            (folder / "csvw-metadata.json").write_text(
                _json(csvw(tables)), encoding="utf-8"
            )
        written = sorted(file.name for file in folder.iterdir())
    return tuple(place / name for name in written)


def export_matrix(table: Matrix, path: Path, *, force: bool = False) -> None:
    """Write cases by conditions as CSV for QCA: one row a case, blank for not stated.

    R reads it with `read.csv(file, row.names = 1)`.
    """
    from l2kg.analysis.matrixfile import write_matrix

    _text(path, write_matrix(table), force=force)


def export_sequences(
    store: ox.Store, path: Path, *, cases: Sequence[str] = (), force: bool = False
) -> None:
    """Write the stated order of cases as event sequences for TraMineR."""
    from l2kg.export.sequences import event_sequences, sequences_text

    _text(path, sequences_text(event_sequences(store, cases)), force=force)


def export_network(
    store: ox.Store, path: Path, *, case: str | None = None, force: bool = False
) -> None:
    """Write who influences whom in a case, or in all, as GraphML or GEXF by the file's ending.

    Raises:
        UsageError: another ending.
    """
    from l2kg.analysis.network import network
    from l2kg.export.graphfiles import write_gexf, write_graphml

    writers = {".graphml": write_graphml, ".gexf": write_gexf}
    if path.suffix not in writers:
        raise UsageError(
            f"{path}: a network is written as .graphml or .gexf; end the name with one of"
            " them"
        )
    graph = network(store, case)
    with replacing(path, force=force) as new:
        writers[path.suffix](graph, new)


def export_nanopubs(store: ox.Store, folder: Path) -> int:
    """Write each evidenced element as a nanopublication to a new folder, a file each; return how many.

    Raises:
        UsageError: the folder holds something already, or is a file.
    """
    from l2kg.export.nanopubs import nanopubs, trig

    if folder.is_dir() and any(folder.iterdir()):
        raise UsageError(f"{folder} is not empty; name a new folder")
    with filling(folder) as new:
        number = 0
        for number, one in enumerate(nanopubs(store), 1):
            _put(new / f"np-{number:04}.trig", trig(one))
    return number


def export_bibliography(
    store: ox.Store, iris: Iterable[str], path: Path, *, force: bool = False
) -> None:
    """Write the works behind cases, elements or passages as BibTeX."""
    from l2kg.export.bibliography import bibtex, works_behind

    _text(path, bibtex(store, works_behind(store, iris)), force=force)


def export_package(
    store: ox.Store, path: Path, *, date: dt.date | None = None, force: bool = False
) -> None:
    """Write everything as one zip, described for Frictionless and RO-Crate; the date is today's unless one is given."""
    from l2kg.export.datapackage import write_package

    if path.suffix != ".zip":
        raise UsageError(f"{path}: the package is a zip; end the name with .zip")
    with replacing(path, force=force) as new:
        write_package(store, new, date=date)


def _form(suffix: str) -> Form:
    found = next((form for form, ending in FORMS.items() if ending == suffix), None)
    if found is None:
        raise UsageError(
            f"no form ends with {suffix!r}{nearest(suffix, FORMS.values())}; use"
            f" {', '.join(FORMS.values())}"
        )
    return found


def _known(form: str) -> None:
    if form not in FORMS:
        raise UsageError(
            f"no form {form!r}{nearest(form, FORMS)}; the forms are {', '.join(FORMS)}"
        )


def _writer(form: Form, columns: Sequence[str] = ()) -> Callable[[TableData, Path], None]:
    _known(form)
    if form == "csv":
        from l2kg.export.csvfiles import csv_text

        return lambda table, path: _put(path, csv_text(table))
    if form == "latex":
        from l2kg.export.latex import latex

        return lambda table, path: _put(path, latex(table, columns))
    from l2kg.export.spreadsheets import write_excel, write_parquet, write_stata

    return {
        "parquet": write_parquet,
        "stata": write_stata,
        "excel": lambda table, path: write_excel([table], path),
    }[form]


def _put(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8", newline="")


def _text(path: Path, text: str, *, force: bool) -> None:
    with replacing(path, force=force) as new:
        _put(new, text)


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, indent=2) + "\n"
