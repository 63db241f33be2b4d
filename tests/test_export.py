"""Tables, matrices, sequences, networks, bibliographies and the package, read back by what scholars use."""

from __future__ import annotations

import csv
import datetime as dt
import hashlib
import io
import json
import os
import shutil
import sqlite3
import subprocess
import sys
import zipfile
from contextlib import closing
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import click
import networkx as nx
import openpyxl
import pandas as pd
import pyarrow.parquet as pq
import pyoxigraph as ox
import pytest
from csvw import TableGroup
from each import each
from npm import installed

import l2kg
from l2kg.analysis.matrix import matrix
from l2kg.analysis.network import network
from l2kg.cli.exporting import EXPORTS
from l2kg.csv_text import flat, guarded
from l2kg.errors import L2kgError, NotFoundError, UsageError
from l2kg.export import (
    TABLE_FORMS,
    export_bibliography,
    export_matrix,
    export_network,
    export_package,
    export_r,
    export_sequences,
    export_table,
    export_tables,
)
from l2kg.export.bibliography import bibtex, elements_of, works_behind
from l2kg.export.csvfiles import csv_text, csvw
from l2kg.export.datapackage import CONDITIONS
from l2kg.export.graphfiles import write_gexf
from l2kg.export.latex import latex_table
from l2kg.export.sequences import event_sequences
from l2kg.export.spreadsheets import write_excel, write_stata
from l2kg.export.tables import Column, TableData, frame, read_table, table_names
from l2kg.formats import alternatives
from l2kg.namespaces import BASE, CASE, L2, short
from l2kg.queries.run import run
from l2kg.writing import filling, replacing

if TYPE_CHECKING:
    from pathlib import Path

DAY = dt.date(2026, 11, 23)


def records(store: ox.Store, name: str) -> dict[str, dict[str, object]]:
    """Return the rows of a table by their key."""
    table = read_table(store, name)
    names = [column.name for column in table.columns]
    return {str(row[0]): dict(zip(names, row, strict=True)) for row in table.rows}


# Tables


def test_the_measures_of_the_tiny_case(tiny: ox.Store) -> None:
    found = records(tiny, "measures")
    names = (
        "boast letter mapping own-campaign praise sharing-the-draft silence support-plan"
    )
    assert set(found) == {f"tiny#{name}" for name in names.split()}
    draft = found["tiny#sharing-the-draft"]
    assert (draft["in_case"], draft["form"], draft["tactic"]) == (
        "tiny",
        "action",
        ("supply-draft-in-advance",),
    )
    assert (draft["initiated_by"], draft["helps_across_table"]) == (
        ("tiny#aide-b",),
        ("tiny#side-b",),
    )
    assert (draft["successful_help"], draft["own_side_measure"], draft["legitimacy"]) == (
        True,
        False,
        ("called fair by the author",),
    )


def test_what_is_not_stated_is_missing(tiny: ox.Store) -> None:
    found = records(tiny, "measures")
    assert found["tiny#mapping"]["helps"] == ()
    assert (found["tiny#praise"]["earliest"], found["tiny#boast"]["earliest"]) == (
        None,
        "1990-01-01",
    )
    assert records(tiny, "barriers")["tiny#resistance"]["barrier_class"] is None


def test_the_other_direction_of_a_property_is_a_column(tiny: ox.Store) -> None:
    assert records(tiny, "barriers")["tiny#fear-of-defeat"]["addressed_by"] == (
        "tiny#sharing-the-draft",
    )
    assert (
        "tiny#sharing-the-draft" in records(tiny, "evidence")["tiny#ev-draft"]["supports"]
    )


def test_occurrences_carry_their_order(tiny: ox.Store) -> None:
    found = {
        key: (row["rank"], row["n_before"], row["n_after"])
        for key, row in records(tiny, "occurrences").items()
    }
    assert found["tiny#aides-channel"] == (1, 0, 4)
    assert found["tiny#signing"] == (4, 4, 0)
    assert found["tiny#mapping"] == (None, None, None)


def test_the_order_is_a_table_of_pairs(tiny: ox.Store) -> None:
    rows = {row[:2]: row for row in read_table(tiny, "order").rows}
    assert len([row for row in rows.values() if row[3]]) == 9
    stated = rows["tiny#crisis", "tiny#support-plan"]
    assert stated[2:8] == ("tiny", True, True, False, True, ("tiny#time-crisis-plan",))
    assert stated[8:] == (True, True)  # what is stated holds as implied too
    assert rows["tiny#crisis", "tiny#boast"][3:6] == (
        False,
        False,
        True,
    )  # by their dates alone


def test_links_say_what_was_derived(tiny: ox.Store) -> None:
    rows = {row[:4]: row for row in read_table(tiny, "links").rows}
    assert rows["tiny#letter", "tiny", "helps", "tiny#side-b"][4:] == (False, ())
    assert rows["tiny#letter", "tiny", "helps_across_table", "tiny#side-b"][4:] == (
        True,
        ("helps-across-table",),
    )


@each(
    ("name", "of"),
    [
        ("cases", "Case"),
        ("sides", "Side"),
        ("measures", "Measure"),
        ("occurrences", "Occurrence"),
    ],
)
def test_a_table_has_all_elements_of_its_class(
    real: ox.Store, name: str, of: str
) -> None:
    found = {
        q.subject.value
        for q in real.quads_for_pattern(
            None, None, ox.NamedNode(L2 + of), ox.DefaultGraph()
        )
        if BASE in q.subject.value
    }
    rows = read_table(real, name).rows
    assert {row[0] for row in rows} >= {
        short(iri) for iri in found if iri.startswith(CASE)
    }
    assert len({row[0] for row in rows}) == len(rows) > 0


@each("name", [name for name in table_names() if name not in {"order", "links"}])
def test_a_column_of_single_values_loses_none(real: ox.Store, name: str) -> None:
    table = read_table(real, name)
    ids = {row[0] for row in table.rows}
    for column in table.columns:
        if (
            column.kind in {"ref", "code", "text", "date"}
            and column.iri
            and column.name not in {"label", "description", "definition"}
        ):
            quads = real.quads_for_pattern(
                None, ox.NamedNode(column.iri), None, ox.DefaultGraph()
            )
            subjects = [
                short(q.subject.value) for q in quads if short(q.subject.value) in ids
            ]
            assert len(subjects) == len(set(subjects)), column.name


def test_references_lead_to_rows(real: ox.Store) -> None:
    tables = {name: read_table(real, name) for name in table_names()}
    for table in tables.values():
        for i, column in enumerate(table.columns):
            if column.to:
                cells = [row[i] for row in table.rows]
                named = {
                    value for cell in cells for value in (cell if column.many else [cell])
                }
                rows = {row[0] for row in tables[column.to].rows}
                assert named - {None} <= rows, (table.name, column.name)


def test_every_column_says_what_it_means(tiny: ox.Store) -> None:
    for name in table_names():
        assert all(column.description for column in read_table(tiny, name).columns), name


def test_an_unknown_table_suggests_the_nearest(tiny: ox.Store) -> None:
    with pytest.raises(NotFoundError, match="did you mean measures"):
        read_table(tiny, "measure")


# pandas and rdflib


def test_a_frame_is_tidy(tiny: ox.Store) -> None:
    found = l2kg.table("measures", store=tiny)
    assert found.explode("tactic").tactic.tolist() == [
        tactic for cell in found.tactic for tactic in cell
    ]
    assert found.successful_help.dtype == bool
    assert found.earliest.max() == pd.Timestamp("1990-01-01")
    assert found.description.isna().any()


def test_the_graph_is_the_same_store(tiny: ox.Store) -> None:
    asked = "PREFIX l2: <https://w3id.org/l2kg/ontology#> SELECT ?m { ?m a l2:SuccessfulHelp }"
    assert [str(row.m) for row in l2kg.graph(store=tiny).query(asked)] == [
        f"{CASE}tiny#sharing-the-draft"
    ]


def test_importing_the_package_or_the_command_line_stays_light() -> None:
    asked = "import sys, l2kg, l2kg.cli; print([m for m in ('pandas', 'scipy', 'networkx', 'pyarrow', 'openpyxl', 'setqca') if m in sys.modules])"
    assert (
        subprocess.run(
            [sys.executable, "-c", asked], capture_output=True, text=True, check=True
        ).stdout.strip()
        == "[]"
    )


# Files


@pytest.fixture(scope="module")
def exported(real: ox.Store, tmp_path_factory) -> Path:
    place = tmp_path_factory.mktemp("tables") / "new"
    export_tables(real, place)
    return place


def test_a_folder_of_csv_has_all_tables_and_their_description(exported: Path) -> None:
    assert {path.name for path in exported.iterdir()} == {
        f"{name}.csv" for name in table_names()
    } | {"csvw-metadata.json"}
    assert [path.name for path in exported.parent.iterdir()] == ["new"]


def test_csvw_names_the_columns_as_they_stand(exported: Path) -> None:
    for table in json.loads(
        (exported / "csvw-metadata.json").read_text(encoding="utf-8")
    )["tables"]:
        header = next(
            csv.reader(io.StringIO((exported / table["url"]).read_text(encoding="utf-8")))
        )
        assert [column["name"] for column in table["tableSchema"]["columns"]] == header
        assert table["tableSchema"].get("primaryKey", "id") == "id"


def test_csvw_gives_separators_formats_and_keys(tiny: ox.Store) -> None:
    schema = csvw([read_table(tiny, name) for name in ("cases", "measures")])["tables"][
        1
    ]["tableSchema"]
    columns = {column["name"]: column for column in schema["columns"]}
    assert columns["tactic"]["separator"] == ";"
    assert columns["successful_help"]["datatype"] == {
        "base": "boolean",
        "format": "TRUE|FALSE",
    }
    assert columns["helps"]["propertyUrl"] == f"{L2}helps"
    assert schema["foreignKeys"] == [
        {
            "columnReference": "in_case",
            "reference": {"resource": "cases.csv", "columnReference": "id"},
        }
    ]


@pytest.mark.slow
def test_another_reader_of_csvw_takes_every_row_type_and_reference(
    real: ox.Store, exported: Path
) -> None:
    group = TableGroup.from_file(exported / "csvw-metadata.json")
    read = {
        table.url.string.removesuffix(".csv"): list(table.iterdicts(strict=True))
        for table in group.tables
    }
    assert {name: len(rows) for name, rows in read.items()} == {
        name: len(read_table(real, name).rows) for name in table_names()
    }
    assert {type(row["successful_help"]) for row in read["measures"]} == {bool}
    assert group.check_referential_integrity()


def read_and_checked(group: TableGroup) -> bool:
    for table in group.tables:
        list(table.iterdicts(strict=True))
    return bool(group.check_referential_integrity())


@each(
    ("name", "old", "new"),
    [
        pytest.param(
            "measures",
            "german-reunification,",
            "no-such-case,",
            id="a reference to nothing",
        ),
        pytest.param("measures", ",TRUE,", ",perhaps,", id="no truth value"),
    ],
)
def test_another_reader_of_csvw_refuses_what_the_description_forbids(
    exported: Path, tmp_path: Path, name: str, old: str, new: str
) -> None:
    shutil.copytree(exported, tmp_path / "t")
    text = (tmp_path / "t" / f"{name}.csv").read_text(encoding="utf-8")
    assert old in text
    (tmp_path / "t" / f"{name}.csv").write_text(
        text.replace(old, new, 1), encoding="utf-8"
    )
    group = TableGroup.from_file(tmp_path / "t" / "csvw-metadata.json")
    with pytest.raises(ValueError):
        read_and_checked(group)


def test_csv_holds_what_the_table_holds(real: ox.Store, exported: Path) -> None:
    for name in table_names():
        rows = list(
            csv.reader(
                io.StringIO((exported / f"{name}.csv").read_text(encoding="utf-8"))
            )
        )
        assert rows[1:] == [
            [guarded(flat(cell)) for cell in row] for row in read_table(real, name).rows
        ]


@each("text", ["=1+1", "+1+1", "-x", "@x", "\tx", "=HYPERLINK(1)"])
def test_a_cell_is_no_formula(text: str) -> None:
    table = TableData(
        "t",
        "T",
        (Column("id", "id", "key"), Column("words", "texts", "words")),
        ((text, (text, "b")),),
    )
    row = list(csv.reader(io.StringIO(csv_text(table))))[1]
    assert row == [f"'{text}", f"'{text};b"]


def test_excel_takes_no_text_for_a_formula(tmp_path: Path) -> None:
    table = TableData(
        "t",
        "T",
        (Column("id", "id", "key"), Column("n", "count", "number")),
        (("=1+1", -1),),
    )
    write_excel([table], tmp_path / "t.xlsx")
    sheet = openpyxl.load_workbook(tmp_path / "t.xlsx")["t"]
    assert (sheet["A2"].value, sheet["A2"].data_type, sheet["B2"].value) == (
        "=1+1",
        "s",
        -1,
    )


@pytest.mark.slow
def test_excel_reads_back(real: ox.Store, tmp_path: Path) -> None:
    assert export_tables(real, tmp_path / "all.xlsx", form="xlsx") == (
        tmp_path / "all.xlsx",
    )
    sheets = pd.read_excel(tmp_path / "all.xlsx", sheet_name=None)
    assert list(sheets) == ["about", *table_names()]
    assert {name: len(sheets[name]) for name in table_names()} == {
        name: len(read_table(real, name).rows) for name in table_names()
    }
    assert str(sheets["occurrences"].earliest.min().date()) == min(
        row["earliest"]
        for row in records(real, "occurrences").values()
        if row["earliest"]
    )


@pytest.mark.slow
def test_parquet_reads_back(real: ox.Store, tmp_path: Path) -> None:
    export_tables(real, tmp_path / "p", form="parquet")
    for name in table_names():
        table, read = (
            read_table(real, name),
            pq.read_table(tmp_path / "p" / f"{name}.parquet"),
        )
        wanted = [
            dict(zip((c.name for c in table.columns), row, strict=True))
            for row in table.rows
        ]
        rows = [
            {
                k: tuple(v)
                if isinstance(v, list)
                else v.isoformat()
                if isinstance(v, dt.date)
                else v
                for k, v in r.items()
            }
            for r in read.to_pylist()
        ]
        assert rows == wanted
        assert read.schema.field(0).metadata[b"description"]


@each("name", table_names())
def test_stata_round_trips_through_pandas(
    real: ox.Store, tmp_path: Path, name: str
) -> None:
    table = read_table(real, name)
    export_table(real, name, tmp_path / "t.dta")
    read = pd.read_stata(tmp_path / "t.dta")
    assert list(read.columns) == [column.name for column in table.columns]
    for i, column in enumerate(table.columns):
        assert [_of_stata(value, column) for value in read[column.name]] == [
            flat(row[i]) for row in table.rows
        ], column.name


def _of_stata(value: object, column: Column) -> str:
    """Write a cell as read from Stata like a cell of CSV."""
    if column.kind == "flag":
        return {"yes": "TRUE", "no": "FALSE"}[str(value)]
    if pd.isna(value):
        return ""
    return (
        str(value.date())
        if column.kind == "date"
        else str(int(value))
        if column.kind == "count"
        else str(value)
    )


def test_stata_has_labels(real: ox.Store, tmp_path: Path) -> None:
    write_stata(
        read_table(real, "measures"),
        tmp_path / "m.dta",
        written=dt.datetime(2026, 11, 23),
    )
    with pd.io.stata.StataReader(tmp_path / "m.dta") as reader:
        assert reader.data_label == "Measures about a barrier behind a table"
        assert (
            reader.variable_labels()["tactic"]
            == "A relation from a measure to the sort of move that it applies."
        )
        assert reader.value_labels()["successful_help"] == {0: "no", 1: "yes"}
        assert set(reader.value_labels()["form"].values()) == {"action", "restraint"}
    assert (
        (tmp_path / "m.dta")
        .read_bytes()[:40]
        .startswith(b"<stata_dta><header><release>118")
    )


def test_a_table_for_latex(tiny: ox.Store, tmp_path: Path) -> None:
    export_table(tiny, "measures", tmp_path / "m.tex", columns=("id", "tactic"))
    text = (tmp_path / "m.tex").read_text(encoding="utf-8")
    assert r"tiny\#letter & coordinated-external-pressure \\" in text
    assert r"\caption{Measures about a barrier behind a table (n = 8)}" in text
    assert text.count(r" \\") == 9


def test_latex_signs_are_escaped() -> None:
    assert r"50\% of R\&D \textbackslash{}x\_1" in latex_table(
        ["a"], [["50% of R&D \\x_1"]]
    )


def test_columns_can_be_chosen_for_latex_only(tiny: ox.Store, tmp_path: Path) -> None:
    with pytest.raises(NotFoundError, match="did you mean tactic"):
        export_table(tiny, "measures", tmp_path / "m.tex", columns=("tactics",))
    with pytest.raises(UsageError, match="for LaTeX only"):
        export_table(tiny, "measures", tmp_path / "m.csv", columns=("tactic",))
    assert list(tmp_path.iterdir()) == []


# Matrices, sequences, networks


def test_the_matrix_is_blank_where_nothing_is_stated(
    real: ox.Store, tmp_path: Path
) -> None:
    export_matrix(matrix(real, CONDITIONS), tmp_path / "qca.csv")
    rows = {
        row["case"]: row
        for row in csv.DictReader(
            (tmp_path / "qca.csv").read_text(encoding="utf-8").splitlines()
        )
    }
    assert rows["gulf-war-coalition"]["BACK_CHANNEL"] == ""
    assert rows["german-reunification"]["BACK_CHANNEL"] == "1"
    assert rows["geneva-accord"]["POSITIVE_OUTCOME"] == "0"


def test_the_events_of_the_tiny_case(tiny: ox.Store) -> None:
    found = [(row.id, row.time, row.event) for row in event_sequences(tiny)]
    assert found == [
        (1, 1, "BackChannel"),
        (1, 2, "Event"),
        (1, 3, "supply-draft-in-advance"),
        (1, 3, "thwart-opponents-jointly"),
        (1, 4, "Event"),
    ]


def test_sequences_are_sorted_by_case_and_time(real: ox.Store) -> None:
    keys = [(row.id, row.time) for row in event_sequences(real)]
    assert keys == sorted(keys)
    assert len({row.case for row in event_sequences(real)}) == len(
        {row.id for row in event_sequences(real)}
    )


@each(("ending", "read"), [("gexf", nx.read_gexf), ("graphml", nx.read_graphml)])
def test_networkx_reads_a_network_back(
    real: ox.Store, tmp_path: Path, ending: str, read
) -> None:
    graph = network(real)
    export_network(real, tmp_path / f"n.{ending}")
    back = read(tmp_path / f"n.{ending}")
    assert (set(back), back.number_of_edges()) == (set(graph), graph.number_of_edges())
    wanted = sorted((a, b, d["tie"], d["warrant"]) for a, b, d in graph.edges(data=True))
    assert (
        sorted((a, b, d["tie"], d["warrant"]) for a, b, d in back.edges(data=True))
        == wanted
    )


READ_BY_GRAPHOLOGY = """
const {MultiDirectedGraph} = require("graphology"), read = {gexf: require("graphology-gexf"), graphml: require("graphology-graphml")};
const text = require("fs").readFileSync(process.argv[1], "utf8"), form = process.argv[1].split(".").pop();
const {DOMParser} = require("@xmldom/xmldom");
globalThis.DOMParser = DOMParser;
const graph = read[form].parse(MultiDirectedGraph, text);
const name = (tie) => tie.tie ?? tie.label;
console.log(JSON.stringify({nodes: graph.nodes().sort(), ties: graph.mapEdges((key, tie, from, to) => [from, to, name(tie), tie.warrant])}));
"""


@each(
    ("told", "spell"),
    [
        pytest.param(
            {"earliest": "1990-07-05"}, '<spell start="1990-07-05" />', id="start"
        ),
        pytest.param({"latest": "1990-07-06"}, '<spell end="1990-07-06" />', id="end"),
    ],
)
def test_a_spell_has_no_bound_that_nobody_tells(
    tmp_path: Path, told: dict[str, str], spell: str
) -> None:
    graph = nx.MultiDiGraph()
    graph.add_edge("a", "b", tie="met", **told)
    write_gexf(graph, tmp_path / "n.gexf")
    assert spell in (tmp_path / "n.gexf").read_text(encoding="utf-8")


@each("ending", ["gexf", "graphml"])
def test_graphology_reads_a_network_back(
    real: ox.Store, tmp_path: Path, ending: str
) -> None:
    modules = installed(
        "graphology@0.26",
        "graphology-gexf@0.13",
        "graphology-graphml@0.5",
        "@xmldom/xmldom@0.8",
    )
    export_network(real, tmp_path / f"n.{ending}")
    command = ["node", "-e", READ_BY_GRAPHOLOGY, str(tmp_path / f"n.{ending}")]
    done = subprocess.run(
        command,
        env={**os.environ, "NODE_PATH": str(modules)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-500:]
    back, graph = json.loads(done.stdout), network(real)
    assert back["nodes"] == sorted(graph)
    assert sorted(back["ties"]) == sorted(
        [a, b, d["tie"], d["warrant"]] for a, b, d in graph.edges(data=True)
    )


def test_every_date_comes_back_as_a_spell(tiny: ox.Store, tmp_path: Path) -> None:
    export_network(tiny, tmp_path / "n.gexf", case="tiny")
    ties = nx.read_gexf(tmp_path / "n.gexf").edges(data=True)
    dated = sorted(
        (a, b, d["earliest"], d["latest"])
        for a, b, d in network(tiny, "tiny").edges(data=True)
        if "earliest" in d
    )
    assert (
        sorted((a, b, *spell) for a, b, d in ties for spell in d.get("spells", ()))
        == dated
    )
    assert [(first, last) for _, _, first, last in dated] == [
        ("1990-01-01", "1990-12-31")
    ] * 3
    assert 'timeformat="date"' in (tmp_path / "n.gexf").read_text(encoding="utf-8")


@each("ending", ["gexf", "graphml"])
def test_each_tie_of_a_file_has_an_id_of_its_own(
    real: ox.Store, tmp_path: Path, ending: str
) -> None:
    export_network(real, tmp_path / f"n.{ending}")
    ids = [
        one.get("id")
        for one in ET.parse(tmp_path / f"n.{ending}").iter()
        if one.tag.endswith("}edge")
    ]
    assert len(set(ids)) == len(ids) == network(real).number_of_edges()


def test_a_network_of_another_form_is_refused(tiny: ox.Store, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="use .graphml, .gexf or .csv"):
        export_network(tiny, tmp_path / "n.json")


def test_ties_as_csv_name_their_ends_as_the_tables_do(
    tiny: ox.Store, tmp_path: Path
) -> None:
    export_network(tiny, tmp_path / "n.csv", case="tiny")
    with (tmp_path / "n.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    graph = network(tiny, "tiny")
    carried = {
        *("from", "from_label", "from_kind", "from_side"),
        *("to", "to_label", "to_kind", "to_side"),
        *{name for *_, tie in graph.edges(data=True) for name in tie},
    }
    assert set(rows[0]) == carried
    wanted = [
        (short(a), graph.nodes[b]["side"], tie["tie"], tie.get("earliest", ""), "tiny")
        for a, b, tie in graph.edges(data=True)
    ]
    assert [
        (row["from"], row["to_side"], row["tie"], row["earliest"], row["case"])
        for row in rows
    ] == wanted
    tables = {name: records(tiny, name) for name in ("sides", "actors", "constituencies")}
    ids = {id_ for table in tables.values() for id_ in table}
    assert {row[end] for row in rows for end in ("from", "to")} <= ids


# R


def test_tables_for_r_come_with_what_their_columns_hold(
    tiny: ox.Store, tmp_path: Path
) -> None:
    export_r(tiny, tmp_path / "r", form="csv")
    told: dict[str, list[str]] = {}
    with (tmp_path / "r" / "columns.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            told.setdefault(row["table"], []).append(row["column"])
            assert row["description"] and row["kind"]
            assert not row["leads_to"] or row["leads_to"] in table_names()
    for name in table_names():
        with (tmp_path / "r" / f"{name}.csv").open(encoding="utf-8", newline="") as file:
            assert told.pop(name) == next(csv.reader(file)), name
    assert told == {}


READ_IN_R = """
q <- read.csv("qca.csv", row.names = 1)
s <- read.csv("sequences.csv")
cat(nrow(q), ncol(q), q["german-reunification", "BACK_CHANNEL"], is.na(q["gulf-war-coalition", "BACK_CHANNEL"]), all(sapply(q, is.numeric) | sapply(q, function(x) all(is.na(x)))), "\\n")
cat(nrow(s), !is.unsorted(s$id), class(s$time), "\\n")
for (f in sort(list.files("tables", "csv$"))) { d <- read.csv(file.path("tables", f), na.strings = ""); cat(f, nrow(d), ncol(d), "\\n") }
m <- read.csv("tables/measures.csv", na.strings = "")
cat(class(m$successful_help), sum(m$successful_help), format(min(as.Date(m$earliest), na.rm = TRUE)), "\\n")
"""


@pytest.fixture(scope="module")
def said_by_r(
    real: ox.Store, exported: Path, rscript: str, tmp_path_factory: pytest.TempPathFactory
) -> list[str]:
    place = tmp_path_factory.mktemp("r")
    shutil.copytree(exported, place / "tables")
    export_matrix(matrix(real, CONDITIONS), place / "qca.csv")
    export_sequences(real, place / "sequences.csv")
    done = subprocess.run(
        [rscript, "--vanilla", "-e", READ_IN_R],
        cwd=place,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.split("\n")


def test_r_reads_the_matrix_and_the_sequences_unchanged(
    real: ox.Store, said_by_r: list[str]
) -> None:
    assert said_by_r[0].split() == ["16", str(len(CONDITIONS)), "1", "TRUE", "TRUE"]
    assert said_by_r[1].split() == [str(len(event_sequences(real))), "TRUE", "integer"]


def test_r_reads_the_tables_unchanged(real: ox.Store, said_by_r: list[str]) -> None:
    tables = {name: read_table(real, name) for name in table_names()}
    sizes = {
        f"{name}.csv {len(table.rows)} {len(table.columns)}"
        for name, table in tables.items()
    }
    assert {line.strip() for line in said_by_r[2 : 2 + len(table_names())]} == sizes


def test_r_knows_truth_from_text(real: ox.Store, said_by_r: list[str]) -> None:
    rows = records(real, "measures").values()
    kind, helped, _ = said_by_r[2 + len(table_names())].split()
    assert (kind, int(helped)) == (
        "logical",
        sum(bool(row["successful_help"]) for row in rows),
    )


# Works


def test_the_works_behind_an_element(real: ox.Store) -> None:
    found = works_behind(real, [f"{CASE}geneva-accord"])
    assert {short(work.iri) for work in found} == {
        "sebenius-2012",
        "feldman-oral",
        "fact-index",
        "globalpolicy-2003",
    }


def test_an_element_names_only_its_own_works(tiny: ox.Store) -> None:
    assert [
        (short(w.iri), w.passages) for w in works_behind(tiny, [f"{CASE}tiny#praise"])
    ] == [("tiny#study", 1)]
    assert works_behind(tiny, [f"{CASE}tiny#aide-a"]) == ()


def test_a_result_rests_on_its_elements_and_passages_not_on_whole_cases(
    real: ox.Store,
) -> None:
    listed = f"'{CASE}a#c {CASE}a#d'"
    table = run(
        real,
        f"SELECT ?case ?one ?evidence {{ VALUES (?case ?one ?evidence) {{ (<{CASE}a> <{CASE}a#b> {listed}) }} }}",
    )
    assert elements_of(table.columns, table.rows) == {f"{CASE}a#{name}" for name in "bcd"}
    cases = run(real, "SELECT ?case { VALUES ?case { case:a } }")
    assert elements_of(cases.columns, cases.rows) == {f"{CASE}a"}


def test_bibtex_has_what_the_data_have(real: ox.Store) -> None:
    text = bibtex(
        real,
        works_behind(
            real,
            [
                f"{BASE}source/putnam-1988",
                f"{BASE}source/mnookin-eiran-2005",
                f"{BASE}source/feldman-oral",
            ],
        ),
    )
    assert "@article{putnam-1988,\n  author = {Robert Putnam},\n" in text
    assert "volume = {42}" in text
    assert "pages = {427--460}" in text
    assert (
        "title" not in text.partition("@article{putnam-1988")[2].partition("}\n\n")[0]
    )  # the data have none
    assert "author = {Robert Mnookin and Ehud Eiran}" in text
    assert "@unpublished{feldman-oral" in text
    fuller = bibtex(real, works_behind(real, [f"{BASE}source/baker-1995"]))
    assert "isbn = {9780399140877}" in fuller and "pagetotal = {687}" in fuller
    assert "annote = {Baker's book" in fuller
    near = bibtex(real, works_behind(real, [f"{BASE}source/lax-sebenius-2006"]))
    assert "isbn" not in near  # that of a near match is another edition's


def test_namesakes_are_not_told_apart_in_a_bibliography(
    real: ox.Store, tmp_path: Path
) -> None:
    export_bibliography(real, [f"{BASE}source/arrow-et-al-1995"], tmp_path / "w.bib")
    assert "author = {Arrow and Wilson and Ross and Tversky and Robert Mnookin}" in (
        tmp_path / "w.bib"
    ).read_text(encoding="utf-8")


# The package


@pytest.fixture(scope="module")
def package(real: ox.Store, tmp_path_factory) -> Path:
    path = tmp_path_factory.mktemp("package") / "l2kg.zip"
    export_package(real, path, date=DAY)
    return path


def test_the_package_holds_all_files_that_it_describes(package: Path) -> None:
    with zipfile.ZipFile(package) as archive:
        names = set(archive.namelist())
        crate = json.loads(archive.read("ro-crate-metadata.json"))
        described = {
            part["@id"]
            for part in next(node for node in crate["@graph"] if node["@id"] == "./")[
                "hasPart"
            ]
        }
    assert names == described | {"ro-crate-metadata.json"}
    assert {
        "datapackage.json",
        "csvw-metadata.json",
        "LICENSE.txt",
        "codebook.md",
        "qca.csv",
        "data/measures.csv",
        "works.bib",
    } <= names


def test_the_hashes_of_the_package_are_those_of_its_files(package: Path) -> None:
    with zipfile.ZipFile(package) as archive:
        for resource in json.loads(archive.read("datapackage.json"))["resources"]:
            content = archive.read(resource["path"])
            assert resource["hash"] == f"sha256:{hashlib.sha256(content).hexdigest()}"
            assert [field["name"] for field in resource["schema"]["fields"]] == next(
                csv.reader(io.StringIO(content.decode()))
            )
        assert "Attribution 4.0" in archive.read("LICENSE.txt").decode()


def test_ro_crate_nodes_refer_to_nodes(package: Path) -> None:
    with zipfile.ZipFile(package) as archive:
        graph = json.loads(archive.read("ro-crate-metadata.json"))["@graph"]
    ids = [node["@id"] for node in graph]
    assert len(ids) == len(set(ids))
    root = next(node for node in graph if node["@id"] == "./")
    assert (
        root["datePublished"],
        root["license"]["@id"] in ids,
        root["creator"]["@id"] in ids,
    ) == ("2026-11-23", True, True)


@pytest.fixture(scope="module")
def unpacked(package: Path, tmp_path_factory) -> Path:
    place = tmp_path_factory.mktemp("unpacked")
    with zipfile.ZipFile(package) as archive:
        archive.extractall(place)
    return place


def found_by_frictionless(place: Path) -> list[tuple[str, str]]:
    """Return the kinds of error that frictionless finds in a data package, each with its resource."""
    import frictionless

    report = frictionless.validate(str(place / "datapackage.json"))
    assert report.stats["tasks"] == len(table_names())
    return [(task.name, error.type) for task in report.tasks for error in task.errors]


def test_frictionless_finds_the_package_valid(unpacked: Path) -> None:
    assert found_by_frictionless(unpacked) == []


def test_frictionless_sees_a_row_that_refers_to_no_case(
    unpacked: Path, tmp_path: Path
) -> None:
    shutil.copytree(unpacked, tmp_path / "p")
    sides = tmp_path / "p" / "data" / "sides.csv"
    sides.write_text(
        sides.read_text(encoding="utf-8").replace(",geneva-accord,", ",geneva-acord,", 1),
        encoding="utf-8",
        newline="",
    )
    assert ("sides", "foreign-key") in found_by_frictionless(tmp_path / "p")


def test_the_library_of_ro_crate_reads_the_package(unpacked: Path) -> None:
    from rocrate.rocrate import ROCrate

    crate = ROCrate(str(unpacked))
    files = {entity.id for entity in crate.data_entities}
    assert files == {
        str(path.relative_to(unpacked)) for path in unpacked.rglob("*") if path.is_file()
    } - {"ro-crate-metadata.json"}
    assert crate.root_dataset["license"].id.endswith("/by/4.0/")


def test_the_same_data_and_date_give_the_same_package(
    real: ox.Store, package: Path, tmp_path: Path
) -> None:
    export_package(real, tmp_path / "again.zip", date=DAY)
    assert (tmp_path / "again.zip").read_bytes() == package.read_bytes()


# Writing whole or not at all


def test_an_existing_file_needs_force(tiny: ox.Store, tmp_path: Path) -> None:
    path = tmp_path / "m.csv"
    path.write_text("mine", encoding="utf-8")
    with pytest.raises(UsageError, match="give --force"):
        export_table(tiny, "measures", path)
    assert path.read_text(encoding="utf-8") == "mine"
    export_table(tiny, "measures", path, force=True)
    assert path.read_text(encoding="utf-8").startswith("id,in_case,label")


def test_an_existing_description_needs_force_too(tiny: ox.Store, tmp_path: Path) -> None:
    (tmp_path / "m.csv-metadata.json").write_text("mine", encoding="utf-8")
    with pytest.raises(UsageError, match="give --force"):
        export_table(tiny, "measures", tmp_path / "m.csv")
    assert [path.name for path in tmp_path.iterdir()] == ["m.csv-metadata.json"]


def test_a_folder_keeps_what_is_not_ours(tiny: ox.Store, tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("mine", encoding="utf-8")
    export_tables(tiny, tmp_path, names=("cases", "sides"))
    assert {path.name for path in tmp_path.iterdir()} == {
        "notes.txt",
        "cases.csv",
        "sides.csv",
        "csvw-metadata.json",
    }
    with pytest.raises(UsageError, match=r"cases.csv exists"):
        export_tables(tiny, tmp_path, names=("cases", "stances"))
    assert not (tmp_path / "stances.csv").exists()


def broken(store: ox.Store, path: Path) -> None:
    """Fail in the middle of writing a file."""
    with replacing(path, force=True) as new:
        new.write_text("half", encoding="utf-8")
        read_table(store, "nothing")


def broken_folder(store: ox.Store, path: Path) -> None:
    """Fail in the middle of filling a folder."""
    with filling(path) as folder:
        (folder / "a.csv").write_text("half", encoding="utf-8")
        read_table(store, "nothing")


def test_a_failed_export_leaves_no_half_file(tiny: ox.Store, tmp_path: Path) -> None:
    (tmp_path / "old.csv").write_text("old", encoding="utf-8")
    for fails, name in (
        (broken, "old.csv"),
        (broken, "new.csv"),
        (broken_folder, "folder"),
    ):
        with pytest.raises(NotFoundError):
            fails(tiny, tmp_path / name)
    assert [
        (path.name, path.read_text(encoding="utf-8")) for path in tmp_path.iterdir()
    ] == [("old.csv", "old")]


@each("ending", [form.ending for form in TABLE_FORMS])
def test_a_table_that_is_not_there_leaves_nothing(
    tiny: ox.Store, tmp_path: Path, ending: str
) -> None:
    with pytest.raises(NotFoundError):
        export_table(tiny, "measure", tmp_path / f"m{ending}")
    assert list(tmp_path.iterdir()) == []


def test_every_command_offers_every_form() -> None:
    commands = {command.name: command for command in EXPORTS}
    one, all_tables = commands["table"], commands["tables"]
    for command in (one, all_tables):
        choice = next(one.type for one in command.params if one.name == "form")
        assert isinstance(choice, click.Choice)
        assert list(choice.choices) == [form.name for form in TABLE_FORMS]
    assert all(form.ending in (one.help or "") for form in TABLE_FORMS)


def test_a_folder_is_no_file_and_a_file_no_folder(tiny: ox.Store, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="is a folder"):
        export_table(tiny, "cases", tmp_path, form="csv", force=True)
    (tmp_path / "f").write_text("x", encoding="utf-8")
    with pytest.raises(UsageError, match="is a file"):
        export_tables(tiny, tmp_path / "f", force=True)


def test_a_folder_in_the_way_of_one_table_keeps_all_from_being_written(
    tiny: ox.Store, tmp_path: Path
) -> None:
    (tmp_path / "claims.csv").mkdir()
    with pytest.raises(UsageError, match="claims.csv is a folder"):
        export_tables(tiny, tmp_path, force=True)
    assert [path.name for path in tmp_path.iterdir()] == ["claims.csv"]


def test_a_place_that_cannot_be_written_is_named(tiny: ox.Store, tmp_path: Path) -> None:
    (tmp_path / "f").write_text("x", encoding="utf-8")
    with pytest.raises(L2kgError, match="cannot be written"):
        export_table(tiny, "cases", tmp_path / "f" / "c.csv")


def test_an_unknown_form_says_which_there_are(tiny: ox.Store, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no format here ends with '.cvs'") as error:
        export_table(tiny, "measures", tmp_path / "m.cvs")
    offered = alternatives([form.ending for form in TABLE_FORMS])
    assert str(error.value).endswith(f"use {offered}")


def test_an_unknown_form_of_all_tables_suggests_the_nearest(
    tiny: ox.Store, tmp_path: Path
) -> None:
    with pytest.raises(UsageError, match="did you mean parquet"):
        export_tables(tiny, tmp_path / "t", form="parket")  # type: ignore[arg-type]


@pytest.mark.slow
def test_frames_of_all_tables(real: ox.Store) -> None:
    for name in table_names():
        assert len(frame(real, name)) == len(read_table(real, name).rows), name


def test_a_database_has_the_tables_with_keys_that_hold(
    tiny: ox.Store, tmp_path: Path
) -> None:
    export_tables(tiny, tmp_path / "l2kg.sqlite", form="sqlite")
    with closing(sqlite3.connect(tmp_path / "l2kg.sqlite")) as base:
        assert base.execute("PRAGMA foreign_key_check").fetchall() == []
        for name in table_names():
            table = read_table(tiny, name)
            count = base.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0]
            assert count == len(table.rows), name
            for i, column in enumerate(table.columns):
                if table.key and column.many:
                    found = base.execute(f'SELECT count(*) FROM "{name}_{column.name}"')
                    wanted = sum(len({*row[i]}) for row in table.rows)  # type: ignore[misc]
                    assert found.fetchone()[0] == wanted, (name, column.name)
        keys = base.execute("PRAGMA foreign_key_list(measures_tactic)").fetchall()
    assert {key[2] for key in keys} == {"measures", "tactics"}
