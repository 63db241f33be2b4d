"""Write tables, matrices, sequences, networks, bibliographies and the whole as files.

Each file is written whole or not at all. `l2kg.export.forms` lists the forms of tables.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from l2kg.errors import UsageError
from l2kg.export.forms import (
    NETWORK_FORMS,
    TABLE_FORMS,
    form_by_name,
    form_of_file,
    json_text,
    put,
)
from l2kg.formats import alternatives, by_ending
from l2kg.writing import filling, is_full, replacing

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    import pyoxigraph as ox

    from l2kg.analysis.matrix import Matrix

__all__ = [
    "TABLE_FORMS",
    "export_bibliography",
    "export_matrix",
    "export_nanopubs",
    "export_network",
    "export_package",
    "export_r",
    "export_sequences",
    "export_table",
    "export_tables",
]


def export_table(
    store: ox.Store,
    name: str,
    path: Path,
    *,
    form: str | None = None,
    columns: Sequence[str] = (),
    force: bool = False,
) -> None:
    """Write one table to a file, in the form that its ending says unless one is given.

    Columns are chosen for LaTeX only. A CSV file gets its CSVW metadata beside it, as
    NAME-metadata.json.

    Raises:
        NotFoundError: no such table or column.
        UsageError: a form that is not known, or a file that exists where `force` was not given.
    """
    from l2kg.export.tables import read_table

    chosen = form_by_name(form) if form else form_of_file(path)
    table = read_table(store, name)
    if columns and not chosen.chooses:
        choosing = alternatives([other.title for other in TABLE_FORMS if other.chooses])
        raise UsageError(
            f"columns can be chosen for {choosing} only; a {chosen.name} file has all"
            f" columns of {name}"
        )
    if chosen.describe is None:
        with replacing(path, force=force) as new:
            chosen.write(table, new, columns)
        return
    beside = path.with_name(f"{path.name}-metadata.json")
    with (
        replacing(path, force=force) as new,
        replacing(beside, force=force) as description,
    ):
        chosen.write(table, new, columns)
        put(description, json_text(chosen.describe([table], {name: path.name})))


def export_tables(
    store: ox.Store,
    place: Path,
    *,
    form: str = "csv",
    names: Sequence[str] | None = None,
    force: bool = False,
) -> tuple[Path, ...]:
    """Write tables, all unless some are named, to a folder, a file each; return the files.

    For Excel all go to one workbook. A folder of CSV files gets the CSVW metadata of all
    as csvw-metadata.json.

    Raises:
        NotFoundError: no such table.
        UsageError: a form that is not known, or a file that exists where `force` was not given.
    """
    from l2kg.export.tables import read_table, table_names

    chosen = form_by_name(form)
    chosen_names = table_names() if names is None else names
    tables = [read_table(store, name) for name in chosen_names]
    if chosen.write_all is not None:
        with replacing(place, force=force) as new:
            chosen.write_all(tables, new)
        return (place,)
    with filling(place, force=force) as folder:
        for table in tables:
            chosen.write(
                table,
                folder / f"{table.name}{chosen.ending}",
                (),
            )
        if chosen.describe is not None:
            put(folder / "csvw-metadata.json", json_text(chosen.describe(tables, {})))
        written = sorted(file.name for file in folder.iterdir())
    return tuple(place / name for name in written)


def export_r(
    store: ox.Store, place: Path, *, form: str = "rds", force: bool = False
) -> tuple[Path, ...]:
    """Write all tables for R to a folder; return the files.

    They are data frames (`rds`), or CSV files with a script that reads each column by its
    type; `columns` says what each column of the others holds.

    Raises:
        MissingExtraError: rdata, which writes data frames, is not installed.
    """
    from l2kg.export.dictionary import dictionary
    from l2kg.export.rfiles import SCRIPT, csv_for_r, read_script, write_rds
    from l2kg.export.tables import read_table, table_names

    tables = [read_table(store, name) for name in table_names()]
    tables.append(dictionary(tables))
    with filling(place, force=force) as folder:
        for table in tables:
            if form == "csv":
                put(folder / f"{table.name}.csv", csv_for_r(table))
            else:
                write_rds(table, folder / f"{table.name}.rds")
        if form == "csv":
            put(folder / SCRIPT, read_script(tables))
        written = sorted(file.name for file in folder.iterdir())
    return tuple(place / name for name in written)


def export_matrix(
    table: Matrix,
    path: Path,
    *,
    force: bool = False,
) -> None:
    """Write cases by conditions as CSV for QCA: one row a case, blank for not stated.

    R reads it with `read.csv(file, row.names = 1)`.
    """
    from l2kg.analysis.matrixfile import write_matrix

    _text(path, write_matrix(table), force=force)


def export_sequences(
    store: ox.Store,
    path: Path,
    *,
    cases: Sequence[str] = (),
    force: bool = False,
) -> None:
    """Write the stated order of cases as event sequences for TraMineR."""
    from l2kg.export.sequences import event_sequences, sequences_text

    _text(
        path,
        sequences_text(event_sequences(store, cases)),
        force=force,
    )


def export_network(
    store: ox.Store,
    path: Path,
    *,
    case: str | None = None,
    form: str | None = None,
    force: bool = False,
) -> None:
    """Write who influences whom in a case, or in all, as GraphML, GEXF, or a CSV of ties.

    The file's ending says which, unless the form is given.

    Raises:
        UsageError: another ending.
    """
    from l2kg.analysis.network import network

    chosen = form or by_ending(path, list(NETWORK_FORMS)) or "graphml"
    graph = network(store, case)
    with replacing(path, force=force) as new:
        NETWORK_FORMS[chosen](graph, new)


def export_nanopubs(store: ox.Store, folder: Path) -> int:
    """Write each evidenced element as a nanopublication to a new folder, a file each.

    Returns how many there are.

    Raises:
        UsageError: the folder holds something already, or is a file.
    """
    from l2kg.export.nanopubs import nanopubs, trig

    if folder.is_dir() and is_full(folder):
        raise UsageError(f"{folder} is not empty; name a new folder")
    with filling(folder) as new:
        number = 0
        for number, nanopub in enumerate(nanopubs(store), 1):
            put(new / f"np-{number:04}.trig", trig(nanopub))
    return number


def export_bibliography(
    store: ox.Store,
    iris: Iterable[str],
    path: Path,
    *,
    force: bool = False,
) -> None:
    """Write the works behind cases, elements or passages as BibTeX."""
    from l2kg.export.bibliography import bibtex, works_behind

    _text(
        path,
        bibtex(store, works_behind(store, iris)),
        force=force,
    )


def export_package(
    store: ox.Store,
    path: Path,
    *,
    date: dt.date | None = None,
    force: bool = False,
) -> None:
    """Write everything as one zip, described for Frictionless and RO-Crate.

    The date in it is today's unless one is given.
    """
    from l2kg.export.datapackage import write_package

    if path.suffix != ".zip":
        raise UsageError(f"{path}: the package is a zip; end the name with .zip")
    with replacing(path, force=force) as new:
        write_package(store, new, date=date)


def _text(
    path: Path,
    text: str,
    *,
    force: bool,
) -> None:
    with replacing(path, force=force) as new:
        put(new, text)
