"""The ways out: tables, matrices, sequences, networks, bibliographies, nanopublications, one package of all."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from l2kg.cli import STORE, main, progress, say
from l2kg.cli.research import CASES, CONDITIONS, coded

if TYPE_CHECKING:
    import pyoxigraph as ox

__all__: list[str] = []

_FILE = click.argument("path", metavar="FILE", type=click.Path(path_type=Path))
_FORCE = click.option("--force", is_flag=True, help="Replace what is there.")


def _open(store: str | None) -> ox.Store:
    from l2kg.store import open_store

    return open_store(store, progress=progress())


@main.group()
def export() -> None:
    """Write the data for R, pandas, Stata, Excel, Gephi, QCA, LaTeX and reference managers."""


@export.command()
@click.argument("name")
@_FILE
@click.option(
    "--column",
    "columns",
    multiple=True,
    help="A column, for LaTeX; give it again for more.",
)
@_FORCE
@STORE
def table(
    name: str, path: Path, columns: tuple[str, ...], force: bool, store: str | None
) -> None:
    """Write one table (such as measures) as .csv, .parquet, .dta, .xlsx or .tex, by the file's ending."""
    from l2kg.export import export_table

    export_table(_open(store), name, path, columns=columns, force=force)
    say(f"{path}")


@export.command()
@click.argument("place", metavar="FOLDER", type=click.Path(path_type=Path))
@click.option(
    "--form",
    type=click.Choice(["csv", "parquet", "stata", "excel", "latex"]),
    default="csv",
    show_default=True,
)
@_FORCE
@STORE
def tables(place: Path, form: str, force: bool, store: str | None) -> None:
    """Write all tables to a folder (for Excel: to one workbook)."""
    from l2kg.export import export_tables

    for file in export_tables(_open(store), place, form=form, force=force):  # type: ignore[arg-type]
        say(f"{file}")


@export.command()
@_FILE
@CONDITIONS
@CASES
@_FORCE
@STORE
def matrix(
    path: Path,
    conditions: tuple[str, ...],
    cases: tuple[str, ...],
    force: bool,
    store: str | None,
) -> None:
    """Write cases by conditions as CSV for QCA, blank for not stated."""
    from l2kg.export import export_matrix

    export_matrix(coded(conditions, cases, None, store), path, force=force)
    say(f"{path}")


@export.command()
@_FILE
@click.option(
    "--case", "cases", multiple=True, help="A case; give it again for more. Default: all."
)
@_FORCE
@STORE
def sequences(path: Path, cases: tuple[str, ...], force: bool, store: str | None) -> None:
    """Write the stated order of cases as event sequences for TraMineR."""
    from l2kg.export import export_sequences

    export_sequences(_open(store), path, cases=cases, force=force)
    say(f"{path}")


@export.command()
@_FILE
@click.option("--case", help="One case; default: all.")
@_FORCE
@STORE
def network(path: Path, case: str | None, force: bool, store: str | None) -> None:
    """Write who influences whom as .graphml or .gexf."""
    from l2kg.export import export_network

    export_network(_open(store), path, case=case, force=force)
    say(f"{path}")


@export.command()
@_FILE
@click.argument("elements", nargs=-1, required=True, metavar="CASE|ELEMENT...")
@_FORCE
@STORE
def cite(path: Path, elements: tuple[str, ...], force: bool, store: str | None) -> None:
    """Write the works behind cases or elements as BibTeX."""
    from l2kg.cases.text import resolve
    from l2kg.export import export_bibliography

    opened = _open(store)
    export_bibliography(
        opened, [resolve(opened, element) for element in elements], path, force=force
    )
    say(f"{path}")


@export.command()
@_FILE
@_FORCE
@STORE
def package(path: Path, force: bool, store: str | None) -> None:
    """Write everything as one zip, described for Frictionless and RO-Crate."""
    from l2kg.export import export_package

    export_package(_open(store), path, force=force)
    say(f"{path}")


@export.command()
@click.argument("place", metavar="FOLDER", type=click.Path(path_type=Path))
@STORE
def nanopubs(place: Path, store: str | None) -> None:
    """Write each evidenced element as an unsigned nanopublication (TriG), a file each."""
    from l2kg.export import export_nanopubs

    say(f"{export_nanopubs(_open(store), place)} nanopublications in {place}")
