"""Tables and texts fit the place where they are read, and call things what they are called."""

from __future__ import annotations

import csv
import io
import os

from commands import l2kg

SPACE = "https://w3id.org/l2kg/"


def test_tables_and_texts_fit_and_hold_no_addresses(folder: str) -> None:
    told = {
        "query cases": 17,
        "query opponents-no-measure-aimed-at": 5,
        "query evidence --param element=german-reunification#ross-tarasenko": 2,
        "pattern back-channel-precedes-successful-help": 40,
        "show geneva-accord": 10,
    }
    for columns in (80, 200):
        for line, least in told.items():
            env = {**os.environ, "COLUMNS": str(columns), "L2KG_STORE": folder}
            done = l2kg(*line.split(), env=env)
            lines = done.stdout.splitlines()
            assert done.returncode == 0, (line, done.stderr)
            assert len(lines) >= least, line
            if not line.startswith("show"):  # which gives things their names in queries
                assert SPACE not in done.stdout, (line, columns)
            tabled = line.startswith("query")
            long = [one for one in lines if len(one) > columns]
            assert not [one for one in long if tabled or "  " not in one.strip()], line


def test_the_rest_of_a_table_comes_on_demand(folder: str) -> None:
    env = {**os.environ, "COLUMNS": "80", "L2KG_STORE": folder}
    short = l2kg("query", "cases", env=env)
    assert "no room for" in short.stderr
    assert "evidence" not in short.stdout
    whole = l2kg("query", "cases", "--columns", "all", env=env)
    for text in (
        "case:geneva-accord",
        "evidence_label",
        "Sebenius (2012)",
        "outcome_label",
    ):
        assert text in whole.stdout
    chosen = l2kg("query", "cases", "--columns", "case_label,case", env=env)
    assert chosen.stdout.splitlines()[0].split() == ["case_label", "case"]
    wrong = l2kg("query", "cases", "--columns", "cas", env=env)
    assert (wrong.returncode, "did you mean case?" in wrong.stderr) == (2, True)


def test_a_table_is_drawn_whatever_it_lacks(folder: str) -> None:
    long = "w" * 500
    drawn = {  # what is asked, and the signs that are shown
        "SELECT ?x { OPTIONAL { ?x a <urn:none> } }": "x",
        "SELECT ?x ?y { ?x a <urn:none> }": "xy",
        'SELECT ?x { BIND("" AS ?x) }': "x",
        "SELECT ?x (1 AS ?y) { }": "y1",
        "SELECT * { }": "",
        f'SELECT ?x {{ BIND("{long}" AS ?x) }}': f"x{long}",
    }
    for query, signs in drawn.items():
        done = l2kg("query", "-", "--store", folder, stdin=query)
        shown = "".join(done.stdout.replace("─", "").split())
        assert (done.returncode, shown) == (0, signs), (query, done)


def test_csv_has_a_label_beside_each_address(folder: str) -> None:
    done = l2kg("query", "back-channels", "--format", "csv", "--store", folder)
    rows = list(csv.DictReader(io.StringIO(done.stdout)))
    assert rows
    for row in rows:
        for name, cell in row.items():
            if cell.startswith(SPACE):
                assert row[f"{name}_label"], name
                assert SPACE not in row[f"{name}_label"], name
