"""Tables for scripts: what is missing is missing, names stay texts, and every table joins to every other."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd
import pytest
from each import each

import l2kg
from l2kg.export.csvfiles import csvw
from l2kg.export.tables import TableData, frame, read_table, table_names

if TYPE_CHECKING:
    import pyoxigraph as ox

DOCUMENT = Path(__file__).parents[1] / "docs" / "tables.md"


@pytest.fixture(scope="module")
def tables(real: ox.Store) -> dict[str, TableData]:
    return {name: read_table(real, name) for name in table_names()}


@pytest.fixture(scope="module")
def frames(real: ox.Store) -> dict[str, pd.DataFrame]:
    return {name: frame(real, name) for name in table_names()}


@each("name", table_names())
def test_what_is_missing_is_missing(
    tables: dict[str, TableData], frames: dict[str, pd.DataFrame], name: str
) -> None:
    for i, column in enumerate(tables[name].columns):
        empty = [row[i] in (None, ()) for row in tables[name].rows]
        assert list(frames[name][column.name].isna()) == empty, column.name
        if column.many:
            exploded = frames[name][column.name].explode()
            assert exploded.isna().sum() == sum(empty), column.name


@each("name", table_names())
def test_names_are_texts(
    tables: dict[str, TableData], frames: dict[str, pd.DataFrame], name: str
) -> None:
    for column in tables[name].columns:
        values = frames[name][column.name].dropna()
        if column.kind in ("id", "ref", "code", "text"):
            assert frames[name][column.name].dtype == "string", column.name
        if column.many:
            assert all(isinstance(v, str) for cell in values for v in cell), column.name


def joined(tables: dict[str, TableData]) -> set[frozenset[str]]:
    """Return the pairs of tables of which the one has a column that names rows of the other."""
    return {
        frozenset((table.name, column.to))
        for table in tables.values()
        for column in table.columns
        if column.to
    }


def test_every_table_joins_to_every_other(tables: dict[str, TableData]) -> None:
    reached = {"cases"}
    pairs = joined(tables)
    for _ in tables:
        reached |= {name for pair in pairs if pair & reached for name in pair}
    assert reached == set(tables)


def test_links_lead_from_and_to_rows(tables: dict[str, TableData]) -> None:
    ids = {row[0] for table in tables.values() if table.key for row in table.rows}
    assert {row[0] for row in tables["links"].rows} <= ids
    known = [row for row in tables["links"].rows if row[3] in ids]
    assert len(known) > 0.9 * len(tables["links"].rows)


def test_each_foreign_key_leads_to_one_row(tables: dict[str, TableData]) -> None:
    files = {f"{name}.csv": table for name, table in tables.items()}
    count = 0
    for described in csvw(list(tables.values()))["tables"]:  # type: ignore[attr-defined]
        table = files[described["url"]]
        names = [column.name for column in table.columns]
        for key in described["tableSchema"].get("foreignKeys", ()):
            other = files[key["reference"]["resource"]]
            rows = [row[0] for row in other.rows]
            place = names.index(key["columnReference"])
            assert {row[place] for row in table.rows} <= set(rows)
            assert len(rows) == len(set(rows))
            count += 1
    assert count > 50


def test_metadata_name_the_table_of_each_column(tables: dict[str, TableData]) -> None:
    for described in csvw(list(tables.values()))["tables"]:  # type: ignore[attr-defined]
        told = {
            column["name"]: column["dc:description"]
            for column in described["tableSchema"]["columns"]
        }
        for column in tables[described["url"].removesuffix(".csv")].columns:
            assert not column.to or told[column.name].endswith(f"the table {column.to}.")


def test_evidence_has_the_case_of_what_it_supports(
    frames: dict[str, pd.DataFrame],
) -> None:
    home = frames["evidence"].set_index("id")["in_case"]
    wrong = []
    for name, table in frames.items():
        if {"in_case", "evidence"} <= set(table.columns) and name not in (
            "claims",
            "findings",
        ):
            rows = table.explode("evidence").dropna(subset=["evidence", "in_case"])
            found = rows["evidence"].map(home)
            assert found.notna().all(), name
            wrong += list(rows["evidence"][found != rows["in_case"]])
    assert len(set(wrong)) <= 4  # passages that speak of several cases


def test_deals_are_the_matters_that_are_deals(frames: dict[str, pd.DataFrame]) -> None:
    deals, matters = frames["deals"], frames["matters"]
    are = matters["types"].map(lambda types: "Deal" in " ".join(types))
    assert set(deals["id"]) == set(matters["id"][are])
    assert {"deal_kind", "party", "has_term"} <= set(deals.columns)
    assert len(deals.merge(frames["cases"], left_on="in_case", right_on="id")) == len(
        deals
    )


def test_the_document_joins_as_it_says(
    folder: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("L2KG_STORE", folder)
    (code,) = re.findall(r"```python\n(.*?)```", DOCUMENT.read_text(), re.DOTALL)
    made: dict[str, pd.DataFrame] = {}
    exec(code, made)
    for name in ("taken", "passages", "deals", "answers"):
        assert len(made[name]), name
    same = made["passages"]["in_case"] == made["passages"]["in_case_of_passage"]
    assert same.mean() > 0.9  # the others speak of several cases


def test_a_join_keeps_the_kind_of_their_columns(folder: str) -> None:
    theirs = pd.DataFrame({"ccode": [2, 260], "year": [1978, 1978], "big": [True, False]})
    for turned in (False, True):
        found = l2kg.join(
            theirs, on=("ccode", "year"), scheme="cow", reverse=turned, store=folder
        )
        assert {str(value) for value in found["ccode"].dropna()} <= {"2", "260"}
        assert {str(value) for value in found["big"].dropna()} <= {"True", "False"}
