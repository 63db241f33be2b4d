"""Nothing that was authored is lost on the way out: each element is a row, each property a column."""

from __future__ import annotations

import json
import sqlite3
from collections import defaultdict
from typing import TYPE_CHECKING

import pytest

from l2kg.corpus import read
from l2kg.export import export_tables
from l2kg.export.forms import TABLE_FORMS
from l2kg.export.tables import read_table, table_names
from l2kg.namespaces import L2, RDF, short
from l2kg.schema import schema

if TYPE_CHECKING:
    from pathlib import Path

    import pyoxigraph as ox

    from l2kg.export.tables import TableData

TYPE = f"{RDF}type"


@pytest.fixture(scope="module")
def tables(real: ox.Store) -> dict[str, TableData]:
    return {name: read_table(real, name) for name in table_names()}


def authored() -> dict[str, dict[str, list[str]]]:
    """Return what the shipped data say: values by property, by subject."""
    found: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for triple in read()[0].of("case", "actors", "sources", "collections", "claims"):
        found[triple.subject.value][triple.predicate.value].append(triple.object.value)
    return found


def tables_of(types: list[str]) -> list[str]:
    """Return the names of the tables in which a thing of some classes is a row."""
    names = {iri.removeprefix(L2) for iri in types if iri.startswith(L2)}
    return [cls.table for cls in schema().tables if names & set(schema().below(cls.name))]


def test_every_element_is_a_row_of_each_table_of_its_classes(
    tables: dict[str, TableData],
) -> None:
    rows = {name: {row[0] for row in table.rows} for name, table in tables.items()}
    for iri, values in authored().items():
        named = tables_of(values[TYPE])
        assert named, iri
        assert [name for name in named if short(iri) not in rows[name]] == [], iri


def test_every_authored_value_is_a_cell(tables: dict[str, TableData]) -> None:
    cells: dict[tuple[str, str], set[str]] = defaultdict(set)
    for table in tables.values():
        for row in table.rows if table.key else ():
            for column, cell in zip(table.columns, row, strict=True):
                values = cell if isinstance(cell, tuple) else (cell,)
                cells[str(row[0]), column.iri] |= {str(value) for value in values}
    for iri, values in authored().items():
        for name, objects in values.items():
            lost = {short(value) for value in objects} - cells[short(iri), name]
            assert not lost, (iri, name)


@pytest.mark.slow
@pytest.mark.parametrize("form", [form.name for form in TABLE_FORMS])
def test_every_form_has_every_table(real: ox.Store, tmp_path: Path, form: str) -> None:
    place = tmp_path / f"out{f'.{form}' if form in ('sqlite', 'xlsx') else ''}"
    files = export_tables(real, place, form=form)
    if form == "xlsx":
        import openpyxl

        assert set(table_names()) <= set(openpyxl.load_workbook(place).sheetnames)
    elif form == "sqlite":
        with sqlite3.connect(place) as base:
            found = base.execute("SELECT name FROM sqlite_master").fetchall()
        assert set(table_names()) <= {name for (name,) in found}
    else:
        assert set(table_names()) <= {file.stem for file in files}


def test_keys_join_each_table_to_the_tables_that_it_names(
    real: ox.Store, tmp_path: Path, tables: dict[str, TableData]
) -> None:
    export_tables(real, tmp_path / "csv")
    described = json.loads((tmp_path / "csv" / "csvw-metadata.json").read_text("utf-8"))
    keys = {
        (table["url"].removesuffix(".csv"), key["columnReference"])
        for table in described["tables"]
        for key in table["tableSchema"].get("foreignKeys", [])
    }
    assert {
        ("measures", "in_case"),
        ("measures", "form"),
        ("stances", "polarity"),
    } <= keys
    for name, table in tables.items():
        targets = {column.name for column in table.columns if column.to}
        assert {column for of, column in keys if of == name} <= targets
