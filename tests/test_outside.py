"""Other people's files and commands, as they were typed, and more of each kind that no other module has."""

from __future__ import annotations

from typing import TYPE_CHECKING

from commands import l2kg
from conftest import TINY

from l2kg.joining.join import join

if TYPE_CHECKING:
    from pathlib import Path

    import pyoxigraph as ox

ISO, NAME = ("--scheme", "iso3"), ("--scheme", "name")
# Of each file the command, how it ends, and what it prints or says. The others of the folder are in
# the modules of their kind: other tables, Turtle kept, faults, analysis, links, clients, reconcile, linked.
FILES = {
    "04": (("join", "--on", "state,year", *NAME), 0, "matched,united-states"),
    "05": (("join", "--on", "abb,year"), 0, "scheme cowc: it alone fits the column"),
    "08": (("join", "--on", "state,when", *ISO), 0, "2 no last day is told"),
    "09": (("join", "--on", "state,when", *ISO), 0, "bonn-summit-1978#summit"),
    "10": (("query",), 1, "the endpoint http://127.0.0.1:9999/sparql does not answer"),
    "11": (("query",), 1, "not UTF-8 (byte 0xe9); save it as UTF-8"),
    "12": (("check",), 1, ":5: error: case:12-byte-order-mark-a: A case must have"),
    "18": (("check",), 1, ':15: error: case:18-impossible-date-a: A literal whose text is no value'),
    "26": (("join", "--on", "ccode,year", "--scheme", "cow"), 0, "no actor with a code of cow: geneva-accord"),
}  # fmt: skip


def test_files_of_others_give_the_right_value(shared: Path, folder: str) -> None:
    for number, ((command, *options), status, said) in FILES.items():
        (path,) = (shared / "trials" / "outside").glob(f"{number}-*")
        store = () if command == "check" else ("--store", folder)
        done = l2kg(command, str(path), *options, *store)
        assert done.returncode == status, (number, done.stderr)
        assert said in done.stdout + done.stderr, number
        assert "Traceback" not in done.stderr, number


def test_a_code_that_two_states_had_is_that_of_its_time(real: ox.Store) -> None:
    rows = {
        "vdem": {
            ("77", "1950"): "west-germany",
            ("77", "1989"): "west-germany",
            ("77", "1995"): "germany",
            ("137", "1985"): "east-germany",
        },
        "iso3": {
            ("DEU", "1980"): "west-germany",
            ("DEU", "1995"): "germany",
            ("DDR", "1980"): "east-germany",
            ("SUN", "1962"): "soviet-union",
        },
    }
    for scheme, wanted in rows.items():
        found = join(real, list(wanted), on=["code", "year"], scheme=scheme)
        place = found.columns.index("l2kg_actor")
        assert [line[1][place] for line in found.lines] == list(wanted.values()), scheme


def test_a_dated_case_without_codes_is_named_whatever_the_scheme(real: ox.Store) -> None:
    for scheme, code in (("gw", "666"), ("iso3", "ISR"), ("vdem", "169")):
        account = join(
            real, [(code, "2003"), (code, "1978")], on=["code", "year"], scheme=scheme
        ).account()
        said = f"no actor with a code of {scheme}: geneva-accord"
        assert any(said in line for line in account), scheme


def test_a_service_out_of_reach_is_one_line(tmp_path: Path, tiny_folder: str) -> None:
    path = tmp_path / "q.rq"
    for form, address in (
        ("SELECT *", "http://127.0.0.1:9/sparql"),
        ("ASK", "https://127.0.0.1:9/"),
        ("CONSTRUCT { ?s ?p ?o }", "http://localhost:9/a?b=c"),
    ):
        path.write_text(f"{form} {{ SERVICE <{address}> {{ ?s ?p ?o }} }}")
        done = l2kg("query", str(path), "--store", tiny_folder)
        assert (done.returncode, done.stdout, done.stderr.count("\n")) == (1, "", 1), form
        assert f"the endpoint {address} does not answer" in done.stderr


def test_each_impossible_value_is_an_error_with_its_line(tmp_path: Path) -> None:
    values = {
        "date": "1990-02-30",
        "dateTime": "1990-07-05T25:00:00",
        "integer": "12a",
        "boolean": "maybe",
    }
    text = TINY.read_text(encoding="utf-8")
    head = text.count("\n") + 1
    lines = [
        f'case:tiny dcterms:date "{text}"^^xsd:{kind} .' for kind, text in values.items()
    ]
    path = tmp_path / "tiny.ttl"
    path.write_text("\n".join([text, *lines, ""]), encoding="utf-8")
    done = l2kg("check", str(path))
    assert done.returncode == 1
    for number, (kind, value) in enumerate(values.items(), head + 1):
        (said,) = [
            one
            for one in done.stderr.splitlines()
            if f'("{value}" is no xsd:{kind}' in one
        ]
        assert said.startswith(f"{path}:{number}: error: "), (number, said)
