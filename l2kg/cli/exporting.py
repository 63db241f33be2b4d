"""The commands of `l2kg export`, which write the data as files for other programs."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from l2kg.cli.grammar import command
from l2kg.cli.names import Element, TableName
from l2kg.cli.options import CASE, CASES, STORE, prints, writes
from l2kg.cli.output import open_data, say
from l2kg.cli.research import CONDITIONS, coded
from l2kg.errors import UsageError
from l2kg.export.forms import NETWORK_FORMS, TABLE_FORMS
from l2kg.export.graphs import GRAPH_FORMS
from l2kg.formats import FORMATS, alternatives

if TYPE_CHECKING:
    from l2kg.cli.output import Output

__all__ = ["EXPORTS"]

_TABLES = [form.name for form in TABLE_FORMS]
_IN_ONE = [form.name for form in TABLE_FORMS if form.write_all is not None]
_NANOPUBS = ("trig", "nq")


def _endings(names: tuple[str, ...] | list[str]) -> str:
    return alternatives([FORMATS[name].ending for name in names])


@command(
    "One table",
    "l2kg export table measures measures.csv",
    "l2kg export table cases --format json",
    help=f"Write one table (such as measures) as {_endings(_TABLES)}.",
)
@click.argument("name", type=TableName())
@writes(*_TABLES)
@click.option(
    "--column",
    "columns",
    multiple=True,
    help="A column, for LaTeX; give it again for more.",
)
@STORE
def table(name: str, columns: tuple[str, ...], store: str | None, out: Output) -> None:
    """Write one table."""
    from l2kg.export import export_table

    opened, form = open_data(store), out.form
    if (
        form == "csv" and out.path is not None and not out.is_device
    ):  # it has its description beside it
        export_table(opened, name, out.path, form=form, columns=columns, force=out.force)
    else:
        with out.file() as path:
            export_table(opened, name, path, form=form, columns=columns)
    out.tell()


@command(
    "All tables",
    "l2kg export tables tables/",
    "l2kg export tables l2kg.xlsx",
    help=(
        "Write all tables to a folder, a file each; or to one file that ends with"
        f" {_endings(_IN_ONE)}."
    ),
)
@writes(*_TABLES, folder=True)
@STORE
def tables(store: str | None, out: Output) -> None:
    """Write all tables to a folder, or to one file."""
    from l2kg.export import export_tables

    opened = open_data(store)
    if out.form in _IN_ONE:
        with out.file() as path:
            export_tables(opened, path, form=out.form, force=True)
        out.tell()
        return
    place = out.folder(f"all tables as {out.form}")
    for file in export_tables(opened, place, form=out.form, force=out.force):
        say(f"{file}")


@command(
    "All tables for R",
    "l2kg export r l2kg-data",
    "l2kg export r l2kg-data --format csv --force",
    help=(
        "Write all tables to a folder as data frames of R (.rds); as csv, with a script"
        " that reads each column by its type."
    ),
)
@writes("rds", "csv", folder=True)
@STORE
def r(store: str | None, out: Output) -> None:
    """Write all tables for R."""
    from l2kg.export import export_r

    place = out.folder("all tables for R")
    for file in export_r(open_data(store), place, form=out.form, force=out.force):
        say(f"{file}")


@command(
    "A database for SQL",
    "l2kg export sqlite l2kg.sqlite",
    "l2kg export sqlite --output l2kg.db --force",
)
@writes("sqlite")
@STORE
def sqlite(store: str | None, out: Output) -> None:
    """Write all tables to a database of SQLite, with keys; lists have tables of their own."""
    from l2kg.export import export_tables

    opened = open_data(store)
    with out.file() as path:
        export_tables(opened, path, form="sqlite", force=True)
    out.tell()


@command(
    "The knowledge graph",
    "l2kg export graph l2kg.nq",
    "l2kg export graph --format ttl --output l2kg.ttl",
    help=(
        f"Write the whole graph as {_endings(list(GRAPH_FORMS))}: every named graph in"
        " .nq and .trig, the merge of all in the others."
    ),
)
@writes(*GRAPH_FORMS)
@STORE
def graph(store: str | None, out: Output) -> None:
    """Write the whole graph."""
    from l2kg.export.graphs import write_graph

    opened = open_data(store)
    with out.file() as path:
        write_graph(opened, path, out.form)
    out.tell()


@command(
    "Cases by conditions",
    "l2kg export matrix matrix.csv -c l2:BackChannel -c positive-outcome",
    "l2kg export matrix -c reciprocal-help --case geneva-accord",
)
@writes("csv")
@CONDITIONS
@CASES
@STORE
def matrix(
    conditions: tuple[str, ...], cases: tuple[str, ...], store: str | None, out: Output
) -> None:
    """Write cases by conditions as CSV for QCA, blank for not stated."""
    from l2kg.export import export_matrix

    coding = coded(conditions, cases, None, store)
    with out.file() as path:
        export_matrix(coding, path, force=True)
    out.tell()


@command(
    "Order for TraMineR",
    "l2kg export sequences sequences.csv",
    "l2kg export sequences --case geneva-accord",
)
@writes("csv")
@CASES
@STORE
def sequences(cases: tuple[str, ...], store: str | None, out: Output) -> None:
    """Write the stated order of cases as event sequences for TraMineR."""
    from l2kg.export import export_sequences

    opened = open_data(store)
    with out.file() as path:
        export_sequences(opened, path, cases=cases, force=True)
    out.tell()


@command(
    "Who influences whom",
    "l2kg export network network.graphml",
    "l2kg export network --case german-reunification --format gexf",
    "l2kg export network ties.csv",
    help=f"Write who influences whom as {_endings(list(NETWORK_FORMS))}.",
)
@writes(*NETWORK_FORMS)
@CASE
@STORE
def network(case: str | None, store: str | None, out: Output) -> None:
    """Write who influences whom."""
    from l2kg.export import export_network

    opened = open_data(store)
    with out.file() as path:
        export_network(opened, path, case=case, form=out.form, force=True)
    out.tell()


@command(
    "Works as BibTeX",
    "l2kg export cite german-reunification",
    "l2kg export cite geneva-accord actor:james-baker --output works.bib",
)
@click.argument(
    "elements", nargs=-1, required=True, metavar="CASE|ELEMENT...", type=Element()
)
@prints("bib")
@STORE
def cite(elements: tuple[str, ...], store: str | None, out: Output) -> None:
    """Write the works behind cases or elements as BibTeX."""
    from l2kg.cases.text import resolve
    from l2kg.export import export_bibliography

    elements, out = _file_first(elements, out)
    opened = open_data(store)
    iris = [resolve(opened, element) for element in elements]
    with out.file() as path:
        export_bibliography(opened, iris, path, force=True)
    out.tell()


def _file_first(elements: tuple[str, ...], out: Output) -> tuple[tuple[str, ...], Output]:
    """Take a file before the cases for that of --output, as the last version did."""
    from l2kg.cli.grammar import note
    from l2kg.cli.output import Output as Place

    first, *rest = elements
    if Path(first).suffix != ".bib" or not rest or out.path is not None:
        return elements, out
    note(f"the argument {first}", f"--output {first}")
    return tuple(rest), Place.of(None, Path(first), ["bib"], force=out.force)


@command(
    "Everything as one zip",
    "l2kg export package l2kg.zip",
    "l2kg export package --output l2kg.zip --force",
)
@writes("zip")
@STORE
def package(store: str | None, out: Output) -> None:
    """Write everything as one zip, described for Frictionless and RO-Crate."""
    from l2kg.export import export_package

    opened = open_data(store)
    with out.file() as path:
        export_package(opened, path, force=True)
    out.tell()


@command(
    "Nanopublications",
    "l2kg export nanopubs nanopubs/",
    "l2kg export nanopubs nanopubs.trig",
)
@writes(*_NANOPUBS, folder=True)
@STORE
def nanopubs(store: str | None, out: Output) -> None:
    """Write each evidenced element as an unsigned nanopublication.

    A file each to a new folder, or all to one file that ends with .trig or .nq.
    """
    from l2kg.export import export_nanopubs
    from l2kg.export.nanopubs import write_nanopubs
    from l2kg.wording import counted

    opened = open_data(store)
    if out.path is None or out.path.suffix:
        with out.file() as path:
            number = write_nanopubs(opened, path, out.form)
    elif out.form != "trig":
        raise UsageError(f"a folder has nanopublications as trig, not as {out.form}")
    else:
        number = export_nanopubs(opened, out.path)
    say(f"{counted(number, 'nanopublication')} in {out.path or 'standard output'}")


EXPORTS = (
    *(table, tables, r, sqlite, graph, package),
    *(matrix, sequences, network, cite, nanopubs),
)
