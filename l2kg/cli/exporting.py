"""The commands of `l2kg export`, which write the data as files for other programs."""

from __future__ import annotations

from pathlib import Path

import click

from l2kg.cli.options import FILE, FORCE, STORE
from l2kg.cli.output import open_data, say
from l2kg.cli.research import CASES, CONDITIONS, coded
from l2kg.export.forms import NETWORK_FORMS, TABLE_FORMS, alternatives

__all__ = ["EXPORTS"]

_ENDINGS = alternatives([form.ending for form in TABLE_FORMS])


@click.command(
    help=f"Write one table (such as measures) as {_ENDINGS}, by the file's ending."
)
@click.argument("name")
@FILE
@click.option(
    "--column",
    "columns",
    multiple=True,
    help="A column, for LaTeX; give it again for more.",
)
@FORCE
@STORE
def table(
    name: str, path: Path, columns: tuple[str, ...], force: bool, store: str | None
) -> None:
    """Write one table in the form that the file's ending says."""
    from l2kg.export import export_table

    export_table(open_data(store), name, path, columns=columns, force=force)
    say(f"{path}")


@click.command()
@click.argument("place", metavar="FOLDER", type=click.Path(path_type=Path))
@click.option(
    "--form",
    type=click.Choice([form.name for form in TABLE_FORMS]),
    default="csv",
    show_default=True,
)
@FORCE
@STORE
def tables(place: Path, form: str, force: bool, store: str | None) -> None:
    """Write all tables to a folder (for Excel: to one workbook)."""
    from l2kg.export import export_tables

    for file in export_tables(open_data(store), place, form=form, force=force):
        say(f"{file}")


@click.command()
@FILE
@CONDITIONS
@CASES
@FORCE
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


@click.command()
@FILE
@click.option(
    "--case", "cases", multiple=True, help="A case; give it again for more. Default: all."
)
@FORCE
@STORE
def sequences(path: Path, cases: tuple[str, ...], force: bool, store: str | None) -> None:
    """Write the stated order of cases as event sequences for TraMineR."""
    from l2kg.export import export_sequences

    export_sequences(open_data(store), path, cases=cases, force=force)
    say(f"{path}")


@click.command(help=f"Write who influences whom as {alternatives(list(NETWORK_FORMS))}.")
@FILE
@click.option("--case", help="One case; default: all.")
@FORCE
@STORE
def network(path: Path, case: str | None, force: bool, store: str | None) -> None:
    """Write who influences whom in the form that the file's ending says."""
    from l2kg.export import export_network

    export_network(open_data(store), path, case=case, force=force)
    say(f"{path}")


@click.command()
@FILE
@click.argument("elements", nargs=-1, required=True, metavar="CASE|ELEMENT...")
@FORCE
@STORE
def cite(path: Path, elements: tuple[str, ...], force: bool, store: str | None) -> None:
    """Write the works behind cases or elements as BibTeX."""
    from l2kg.cases.text import resolve
    from l2kg.export import export_bibliography

    source = open_data(store)
    iris = [resolve(source, element) for element in elements]
    export_bibliography(source, iris, path, force=force)
    say(f"{path}")


@click.command()
@FILE
@FORCE
@STORE
def package(path: Path, force: bool, store: str | None) -> None:
    """Write everything as one zip, described for Frictionless and RO-Crate."""
    from l2kg.export import export_package

    export_package(open_data(store), path, force=force)
    say(f"{path}")


@click.command()
@click.argument("place", metavar="FOLDER", type=click.Path(path_type=Path))
@STORE
def nanopubs(place: Path, store: str | None) -> None:
    """Write each evidenced element as an unsigned nanopublication (TriG), a file each."""
    from l2kg.export import export_nanopubs

    say(f"{export_nanopubs(open_data(store), place)} nanopublications in {place}")


EXPORTS = (table, tables, matrix, sequences, network, cite, package, nanopubs)
