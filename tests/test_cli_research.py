"""The commands for analysis and export: their results, their files, their one-line errors."""

from __future__ import annotations

import csv
import io
import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from commands import l2kg

from l2kg.queries.header import all_queries

MATRIX = Path(__file__).parent / "data" / "matrix.csv"


def test_a_pattern_prints_matches_near_misses_and_limits(tiny_folder: str) -> None:
    done = l2kg(
        "pattern", "back-channel-precedes-successful-help", "--store", tiny_folder
    )
    assert done.returncode == 0
    assert all(
        word in done.stdout
        for word in ("matches (1)", "near misses", "counter-examples", "limits", "n = ")
    )


def test_places_among_people_are_printed_as_text_and_as_tables(tiny_folder: str) -> None:
    text, table, objects = (
        l2kg("network", "--case", "tiny", "--format", form, "--store", tiny_folder).stdout
        for form in ("table", "csv", "json")
    )
    rows = list(csv.DictReader(io.StringIO(table)))
    assert [row["label"] for row in rows] == [one["label"] for one in json.loads(objects)]
    assert f"Among people only: n = {len(rows)} " in text


def test_why_goes_down_to_passages_and_rules(tiny_folder: str) -> None:
    done = l2kg(
        "pattern",
        "back-channel-precedes-successful-help",
        "--why",
        "tiny#aides-channel",
        "--store",
        tiny_folder,
    )
    assert "by the rule order-chain" in done.stdout
    assert "Long before any crisis" in done.stdout


@pytest.mark.parametrize(
    "command",
    [("pattern", "back-channel-precedes-successful-help"), ("query", "back-channels")],
)
def test_the_works_behind_a_result_come_as_bibtex(
    tiny_folder: str, command: tuple[str, ...]
) -> None:
    done = l2kg(*command, "--cite", "--store", tiny_folder)
    assert (done.returncode, done.stderr) == (
        0,
        "1 work\n" if command[0] == "query" else "2 works\n",
    ), done.stdout
    assert done.stdout.startswith("@misc{")


def test_qca_of_a_matrix_in_a_file() -> None:
    done = l2kg(
        "qca",
        "positive",
        "--matrix",
        str(MATRIX),
        "-c",
        "trust",
        "-c",
        "help",
        "-c",
        "inflame",
        "--closed",
    )
    assert done.returncode == 0, done.stderr
    assert "limits" in done.stdout.lower()


def test_a_two_by_two_table() -> None:
    done = l2kg("cross", "help", "positive", "--matrix", str(MATRIX), "--closed")
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize(
    "command",
    [
        ("tactics",),
        ("order", "--case", "tiny"),
        ("network", "--case", "tiny"),
        ("queries",),
        ("pattern",),
    ],
)
def test_each_command_of_analysis_answers(
    tiny_folder: str, command: tuple[str, ...]
) -> None:
    store = (
        ()
        if command[0] == "queries" or command == ("pattern",)
        else ("--store", tiny_folder)
    )
    done = l2kg(*command, *store)
    assert done.returncode == 0, done.stderr
    assert len(done.stdout.splitlines()) > 3


def test_the_queries_are_listed_as_objects_with_all_that_their_headers_say() -> None:
    done = l2kg("queries", "--format", "json")
    listed = {one["name"]: one for one in json.loads(done.stdout)}
    assert set(listed) == set(all_queries())
    channels = listed["back-channels"]
    assert channels["kind"] == "question" and "Q06" in channels["tags"]
    assert channels["question"].startswith("Which back channels are there")
    assert channels["params"] == [
        {
            "name": "case",
            "type": "case",
            "label": "a case; without one, all",
            "required": False,
            "values": [],
        }
    ]
    assert (
        channels["summary"] and channels["limits"] and channels["key"] == ["relationship"]
    )


def test_the_queries_are_listed_as_csv_with_a_row_each() -> None:
    done = l2kg("queries", "--format", "csv")
    rows = list(csv.DictReader(io.StringIO(done.stdout)))
    assert [row["name"] for row in rows] == list(all_queries())
    assert {row["params"] for row in rows} == {
        "",
        "case (case)",
        "case (case);order (string)",
        "element (iri)",
    }


@pytest.mark.parametrize(
    ("args", "file"),
    [
        (("table", "measures"), "m.csv"),
        (("table", "measures"), "m.dta"),
        (("tables",), "tables"),
        (("sequences",), "s.csv"),
        (("network",), "n.gexf"),
        (("network",), "n.graphml"),
        (("package",), "all.zip"),
        (("nanopubs",), "np"),
        (("nanopubs",), "np.trig"),
        (("nanopubs",), "np.nq"),
        (("graph",), "g.jsonld"),
    ],
)
def test_each_way_out_leaves_a_file(
    tiny_folder: str, tmp_path: Path, args: tuple[str, ...], file: str
) -> None:
    place = tmp_path / file
    done = l2kg("export", *args, str(place), "--store", tiny_folder)
    assert done.returncode == 0, done.stderr
    assert place.exists()


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (("export", "table", "measurs", "x.csv"), "did you mean measures?"),
        (("export", "table", "measures", "x.doc"), "no format here ends with '.doc'"),
        (("export", "network", "x.txt"), "use .graphml, .gexf or .csv"),
        (
            ("pattern", "back-chanel-precedes-successful-help"),
            "did you mean back-channel-precedes-successful-help?",
        ),
        (
            ("pattern", "back-chanel"),
            "did you mean back-channel-precedes-successful-help?",
        ),
        (("pattern", "reciprocal-help", "--param", "case=tinny"), "did you mean tiny?"),
        (("query", "order-of-events", "--param", "case=tinny"), "did you mean tiny?"),
        (
            ("query", "order-in-steps", "--param", "order=given"),
            "parameter order: no 'given'; give stated or implied",
        ),
        (
            ("query", "evidence", "--param", "element=case:tiny#nobody"),
            r"holds nothing called case:tiny\#nobody",
        ),
        (
            ("qca", "positive-outcom", "-c", "l2:BackChannel"),
            "did you mean positive-outcome?",
        ),
        (
            ("qca", "positive-outcome", "-c", "reciprocal-hlp"),
            "did you mean reciprocal-help?",
        ),
        (("export", "matrix", "x.csv", "-c", "l2t:restrain"), "no tactic"),
        (
            ("pattern", "reciprocal-help", "--why", "tiny#side-a", "--format", "csv"),
            "--why and --format exclude each other",
        ),
        (("order", "--case", "tinny"), "tinny"),
    ],
)
def test_misuse_is_one_line(
    tiny_folder: str, tmp_path: Path, args: tuple[str, ...], said: str
) -> None:
    words = [str(tmp_path / word) if word.startswith("x.") else word for word in args]
    done = l2kg(*words, "--store", tiny_folder)
    assert done.returncode == 2
    assert said in done.stderr
    assert len(done.stderr.splitlines()) == 1
    assert not list(tmp_path.iterdir())


def test_an_existing_file_needs_force(tiny_folder: str, tmp_path: Path) -> None:
    path = tmp_path / "m.csv"
    path.write_text("mine")
    assert (
        l2kg("export", "table", "measures", str(path), "--store", tiny_folder).returncode
        == 2
    )
    assert path.read_text() == "mine"
    assert (
        l2kg(
            "export", "table", "measures", str(path), "--force", "--store", tiny_folder
        ).returncode
        == 0
    )


ON_A_FULL_DISK = [
    ["table", "measures", "m.csv"],
    ["table", "measures", "m.dta"],
    ["table", "measures", "m.parquet"],
    ["tables", "all"],
    ["network", "n.gexf"],
    ["network", "n.graphml"],
    ["package", "p.zip"],
    ["nanopubs", "np"],
]
# One process, which may write no file of more than a kilobyte, runs all of them.
NO_ROOM = """
import json, os, resource, sys, tempfile
from commands import l2kg
store, exports = json.loads(sys.argv[1])
resource.setrlimit(resource.RLIMIT_FSIZE, (1024, 1024))
told = []
for args in exports:
    os.chdir(tempfile.mkdtemp(dir="."))
    done = l2kg("export", *args, "--store", store)
    told.append([done.returncode, done.stderr, os.listdir()])
    os.chdir("..")
print(json.dumps(told))
"""


@pytest.mark.usefixtures("own_process")
def test_a_full_disk_is_said_in_a_line_and_leaves_nothing(
    tiny_folder: str, tmp_path: Path
) -> None:
    asked = json.dumps([tiny_folder, ON_A_FULL_DISK])
    done = subprocess.run(
        [sys.executable, "-c", NO_ROOM, asked],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
        env=os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)},
    )
    assert done.returncode == 0, done.stderr
    for args, (status, said, left) in zip(
        ON_A_FULL_DISK, json.loads(done.stdout), strict=True
    ):
        assert (status, left) == (1, []), args
        assert re.fullmatch(
            rf"l2kg: {args[-1]}\S*: cannot be written \(.*File too large\); choose another place\n",
            said,
        ), args


def test_nanopublications_fill_only_a_new_folder(
    tiny_folder: str, tmp_path: Path
) -> None:
    (tmp_path / "f").write_text("mine", encoding="utf-8")
    for place, said in (
        (tmp_path, "is not empty; name a new folder"),
        (tmp_path / "f", "is a file; give the name of a folder"),
    ):
        done = l2kg("export", "nanopubs", str(place), "--store", tiny_folder)
        assert (done.returncode, done.stderr) == (2, f"l2kg: {place} {said}\n")


def test_cases_are_chosen_for_an_analysis() -> None:
    words = (
        "qca",
        "positive",
        "--matrix",
        str(MATRIX),
        "-c",
        "trust",
        "-c",
        "help",
        "-c",
        "inflame",
        "--closed",
    )
    done = l2kg(*words, "--case", "C02", "--case", "C09")
    assert "n = 2 cases" in done.stdout
    assert l2kg(*words, "--case", "C99").stderr.startswith("l2kg: no case 'C99'")


def test_an_expectation_without_a_sign_is_refused() -> None:
    done = l2kg("qca", "positive", "--matrix", str(MATRIX), "--expect", "trust")
    assert (done.returncode, done.stderr) == (
        2,
        "l2kg: --expect 'trust': write it as CONDITION=+ or CONDITION=-\n",
    )


def test_what_is_read_from_a_file_is_read_from_standard_input_too(
    tiny_folder: str, tmp_path: Path
) -> None:
    whole = MATRIX.read_text(encoding="utf-8")
    words = ("cross", "help", "positive", "--closed", "--format", "json", "--matrix")
    assert l2kg(*words, "-", stdin=whole).stdout == l2kg(*words, str(MATRIX)).stdout
    path = tmp_path / "rows.csv"
    path.write_text("who,when\n260,1978\n", encoding="utf-8")
    join = ("--on", "who,when", "--scheme", "cow", "--store", tiny_folder)
    joined = l2kg("join", "-", *join, stdin=path.read_text(encoding="utf-8"))
    assert (joined.returncode, joined.stdout) == (
        0,
        l2kg("join", str(path), *join).stdout,
    )


def test_pairs_of_tactics_may_be_left_out_by_their_number(tiny_folder: str) -> None:
    words = ("tactics", "--wider", "--format", "json", "--store", tiny_folder)
    whole, few = (json.loads(l2kg(*words, "--min", n).stdout) for n in ("1", "99"))
    assert (few["pairs"], few["possible"]) == ([], whole["possible"]) and whole["pairs"]
    assert f"Left out are {len(whole['pairs'])} pairs" in few["limits"][2]


def test_a_search_is_narrowed_by_kind_and_case(tiny_folder: str) -> None:
    words = ("search", "side", "--format", "json", "--store", tiny_folder)
    found = json.loads(l2kg(*words).stdout)
    kinds = {one["kind"] for one in found}
    assert "element" in kinds and all("side" in one["excerpt"].lower() for one in found)
    only = json.loads(l2kg(*words, "--kind", "element", "--case", "tiny").stdout)
    assert only == [one for one in found if one["kind"] == "element"]
    refused = l2kg(*words, "--case", "nowhere")
    assert (refused.returncode, refused.stdout) == (2, "")
    assert "no case 'nowhere'" in refused.stderr


def test_a_query_is_printed_instead_of_run() -> None:
    done = l2kg("query", "restraint", "--text")
    assert (done.returncode, done.stdout) == (0, all_queries()["restraint"].text)


def test_a_printed_query_holds_the_values_of_its_parameters(tiny_folder: str) -> None:
    of_one = ("query", "tactics-by-case", "--param", "case=tiny")
    text = l2kg(*of_one, "--text", "--store", tiny_folder).stdout
    assert "case/tiny>" in text
    asked = ("--format", "json", "--store", tiny_folder)
    told = [l2kg(*of_one, *asked), l2kg("query", "-", *asked, stdin=text)]
    rows = [json.loads(one.stdout)["results"]["bindings"] for one in told]
    assert rows[0] == rows[1] != []


def test_a_drawing_is_svg_and_png(tiny_folder: str, tmp_path: Path) -> None:
    for command in ("figure", "timeline"):
        done = l2kg(command, "tiny", "--narrow", "--store", tiny_folder)
        assert done.returncode == 0 and done.stdout.startswith("<svg"), done.stderr
    picture = tmp_path / "t.png"
    done = l2kg("timeline", "tiny", "-o", str(picture), "--store", tiny_folder)
    if "pip install 'l2kg[png]'" in done.stderr:
        pytest.skip("the extra png is not installed")
    assert picture.read_bytes().startswith(b"\x89PNG")
