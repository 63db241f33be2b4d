"""The command line: what goes to standard output, what to standard error, exit statuses, suggestions, no traceback."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING, cast

import pytest
from commands import l2kg
from conftest import TINY
from each import each

from l2kg.cli import main
from l2kg.cli.data import _beside_shipped, _worth_telling
from l2kg.findings import Finding
from l2kg.turtle import canonical

if TYPE_CHECKING:
    from l2kg.corpus import Corpus

BAD = Path(__file__).parent / "data" / "bad"


def in_a_shell(*args: str) -> subprocess.CompletedProcess[bytes]:
    """Run a command in a process of its own, as a user does."""
    command = [sys.executable, "-m", "l2kg", *args]
    return subprocess.run(command, capture_output=True, check=False)


@pytest.mark.usefixtures("own_process")
def test_a_shell_gets_results_messages_and_status(tmp_path: Path) -> None:
    place = tmp_path / "store"
    done = in_a_shell("build", str(TINY), "--store", str(place))
    assert (done.returncode, done.stdout.decode().strip()) == (0, str(place)), done.stderr
    done = in_a_shell("query", "restrant", "--store", str(place))
    assert (done.returncode, done.stdout) == (2, b"")
    assert b"did you mean restraint?" in done.stderr


@each("term", ["precedesAsStated", "outcome"])
def test_a_query_for_a_term_that_changed_is_told_so_once(
    folder: str, tmp_path: Path, term: str
) -> None:
    query = tmp_path / "mine.rq"
    query.write_text(
        f"SELECT ?a {{ ?a l2:{term} ?b . ?a <https://w3id.org/l2kg/ontology#{term}> ?c }}",
        encoding="utf-8",
    )
    done = l2kg("query", str(query), "--store", folder, "--format", "csv")
    said = [line for line in done.stderr.split("\n") if "changed in 0.2.0" in line]
    assert len(said) == 1
    assert said[0].startswith(f"line 1, column 16: l2:{term} changed in 0.2.0: ")
    assert "changed in" not in done.stdout


def test_a_query_for_terms_that_did_not_change_is_told_nothing(folder: str) -> None:
    done = l2kg("query", "order-of-events", "--store", folder, "--format", "csv")
    assert "changed in" not in done.stderr


def test_help_lists_the_commands() -> None:
    done = l2kg("--help")
    assert done.returncode == 0
    assert [name for name in main.commands if name not in done.stdout] == []


def test_a_named_query_prints_csv_with_labels(tiny_folder: str) -> None:
    done = l2kg("query", "restraint", "--format", "csv", "--store", tiny_folder)
    assert (
        done.stdout.splitlines()[0]
        == "case,case_label,measure,measure_label,label,refrained,actingSides,helped,spared,"
        "performance,performance_label,status,status_label,narrower,voices,evidence,evidence_label"
    )
    assert len(done.stdout.splitlines()) == 2
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.usefixtures("own_process")
def test_csv_has_the_line_ends_of_the_standard(tiny_folder: str) -> None:
    done = in_a_shell("query", "restraint", "--format", "csv", "--store", tiny_folder)
    assert (done.returncode, done.stdout.count(b"\r\n")) == (0, 2)


def test_any_query_comes_from_standard_input(tiny_folder: str) -> None:
    done = l2kg(
        "query",
        "-",
        "--format",
        "csv",
        "--store",
        tiny_folder,
        stdin="SELECT (COUNT(?c) AS ?n) { ?c a l2:Case }",
    )
    assert done.stdout.split() == ["n", "1"]


def test_a_file_is_a_query_too(tiny_folder: str, tmp_path: Path) -> None:
    path = tmp_path / "q.rq"
    path.write_text("ASK { ?c a l2:Case }")
    assert l2kg("query", str(path), "--store", tiny_folder).stdout == "yes\n"


def test_parameters_are_bound(tiny_folder: str) -> None:
    element = "https://w3id.org/l2kg/case/tiny#aides-channel"
    done = l2kg(
        "query",
        "evidence",
        "--param",
        f"element={element}",
        "--format",
        "csv",
        "--store",
        tiny_folder,
    )
    assert {line.partition(",")[0] for line in done.stdout.splitlines()[1:]} == {element}


@each("form", ["table", "csv", "tsv", "json", "xml"])
def test_every_form_of_a_table(tiny_folder: str, form: str) -> None:
    done = l2kg("query", "restraint", "--format", form, "--store", tiny_folder)
    assert done.returncode == 0
    assert "A does not boast" in done.stdout


def test_a_graph_comes_as_turtle(tiny_folder: str) -> None:
    done = l2kg(
        "query",
        "-",
        "--format",
        "ttl",
        "--store",
        tiny_folder,
        stdin="CONSTRUCT WHERE { ?c a l2:Case }",
    )
    assert "case:tiny a l2:Case" in done.stdout


@each(
    ("args", "stdin", "status", "said"),
    [
        (("query", "restrant"), "", 2, "did you mean restraint?"),
        (("qerry", "x"), "", 2, "did you mean query?"),
        (("query", "restraint", "--param", "case"), "", 2, "write it as name=value"),
        (("query", "restraint", "--param", "kase=x"), "", 2, "did you mean case?"),
        (("query", "-"), "SELECT ?x\nWHERE {", 1, "line 2, column 8"),
        (
            ("query", "-", "--format", "ttl"),
            "ASK {}",
            2,
            "give one of table, csv, tsv, json, xml",
        ),
        (("query", "missing.rq"), "", 2, "missing.rq: no such file"),
        (("show", "tinny"), "", 2, "did you mean case:tiny?"),
        (("show", "tiny#praize"), "", 2, "did you mean praise?"),
        (("check", "nowhere.ttl"), "", 2, "nowhere.ttl: no such file"),
        (("build", "--store", "."), "", 2, "give --force"),
        (
            ("query", "restraint", "--store", "nowhere"),
            "",
            2,
            "l2kg build --store nowhere",
        ),
    ],
)
def test_misuse_is_one_line_with_the_remedy(
    tiny_folder: str, args: tuple[str, ...], stdin: str, status: int, said: str
) -> None:
    place = (
        ("--store", tiny_folder)
        if args[0] in ("query", "show") and "--store" not in args
        else ()
    )
    done = l2kg(*args, *place, stdin=stdin)
    assert done.returncode == status
    assert said in done.stderr
    assert "Traceback" not in done.stderr
    assert len(done.stderr.splitlines()) == 1


def test_force_never_replaces_what_is_no_store(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("mine")
    done = l2kg("build", str(TINY), "--store", str(tmp_path), "--force")
    assert done.returncode == 2
    assert (tmp_path / "mine.txt").exists()


def test_show_goes_down_to_the_evidence(tiny_folder: str) -> None:
    done = l2kg("show", "tiny#aides-channel", "--store", tiny_folder)
    assert "Long before any crisis" in done.stdout
    assert "by rule" in done.stdout


def test_show_lists_a_case(tiny_folder: str) -> None:
    done = l2kg("show", "tiny", "--store", tiny_folder)
    assert "#sharing-the-draft" in done.stdout


def test_check_lists_all_findings_of_all_files_and_builds_nothing(tmp_path: Path) -> None:
    (tmp_path / "a.ttl").write_text("@prefix : <x:> .\n:a :b\n")
    (tmp_path / "tiny.ttl").write_text(
        TINY.read_text(encoding="utf-8").replace("l2:behind :side-b ;", "", 1)
    )
    done = l2kg("check", str(tmp_path))
    assert done.returncode == 1
    assert f"{tmp_path}/a.ttl:" in done.stderr
    assert f"{tmp_path}/tiny.ttl:" in done.stderr
    assert (
        l2kg("build", str(tmp_path), "--store", str(tmp_path / "store")).returncode == 1
    )
    assert not (tmp_path / "store").exists()


def test_a_build_that_a_warning_stops_says_so_and_how_to_go_on(tmp_path: Path) -> None:
    path, store = tmp_path / "tiny.ttl", tmp_path / "store"
    spare = ':ev-zzz a l2:Evidence ; l2:source :study ; l2:voice :author ; l2:startsWith "A" ; l2:endsWith "z" .\n'
    path.write_text(canonical(TINY.read_text(encoding="utf-8") + spare))
    stopped = l2kg("build", str(path), "--store", str(store))
    assert "0 errors, 1 warning: nothing was written; mend it" in stopped.stderr
    assert "--with-warnings" in stopped.stderr
    assert (stopped.returncode, store.exists()) == (1, False)
    done = l2kg("build", str(path), "--store", str(store), "--with-warnings")
    assert "0 errors, 1 warning: built all the same" in done.stderr
    assert (done.returncode, store.exists()) == (0, True)


@each("more", [(), ("--with-warnings",)], ids=["plain", "warnings pass"])
def test_a_build_that_an_error_stops_writes_nothing(
    tmp_path: Path, more: tuple[str, ...]
) -> None:
    (tmp_path / "a.ttl").write_text("@prefix : <x:> .\n:a :b\n")
    (tmp_path / "store").mkdir()
    done = l2kg(
        "build", str(tmp_path / "a.ttl"), "--store", str(tmp_path / "store"), *more
    )
    assert "nothing was written" in done.stderr
    assert (done.returncode, [*(tmp_path / "store").iterdir()]) == (1, [])


def test_fmt_checks_then_lays_out(tmp_path: Path) -> None:
    path = tmp_path / "x.ttl"
    path.write_text(
        "<https://w3id.org/l2kg/case/x>    a <https://w3id.org/l2kg/ontology#Case> ."
    )
    assert l2kg("fmt", "--check", str(path)).returncode == 1
    assert l2kg("fmt", str(path)).returncode == 0
    assert path.read_text() == canonical(path.read_text())
    assert l2kg("fmt", "--check", str(path)).returncode == 0


def test_what_cannot_be_read_is_left_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "x.ttl"
    path.write_text("a b")
    done = l2kg("fmt", str(path))
    assert (done.returncode, path.read_text()) == (1, "a b")


def test_a_check_tells_what_is_grave_enough_and_of_the_files_named() -> None:
    part = SimpleNamespace(path=Path("a.ttl"), checked=True)
    named = cast("Corpus", SimpleNamespace(parts=(part,)))
    error, info, other = (
        Finding(severity, "m", "r", Path(file))
        for severity, file in (("error", "b.ttl"), ("info", "a.ttl"), ("info", "b.ttl"))
    )
    found = [error, info, other]
    assert _worth_telling(found, "info", None) == found
    assert _worth_telling(found, "info", named) == [error, info]
    assert _worth_telling(found, "warning", named) == [error]


def test_a_case_of_ones_own_stands_beside_the_shipped_ones(tmp_path: Path) -> None:
    for name in ("mine.ttl", "geneva-accord.ttl"):
        (tmp_path / name).touch()
    ours, *shipped = _beside_shipped((tmp_path,))
    assert ours == tmp_path
    names = {path.name for path in shipped}
    assert "german-reunification.ttl" in names and "geneva-accord.ttl" not in names


def test_a_new_folder_is_told(tiny_folder: str, tmp_path: Path) -> None:
    path = tmp_path / "new" / "r.csv"
    done = l2kg("query", "restraint", "-o", str(path), "--store", tiny_folder)
    assert done.stdout == "" and f"{path.parent}: a new folder\n" in done.stderr
    assert path.read_bytes().count(b"\r\n") == 2
