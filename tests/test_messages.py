"""What newcomers typed is told with cause and remedy, and ends with the status that its kind of error has."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click
import pytest
from commands import l2kg
from test_fuzz import EXAMPLES, SLOW, commands, written

from l2kg.dates import DateError, bounds
from l2kg.errors import L2kgError
from l2kg.queries.federation import evaluating

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

TYPED = [  # arguments, standard input, status, what is told
    ("show sebenius-2012", "", 2, "did you mean source:sebenius-2012?"),
    ("show l2:BackChannel", "", 0, ""),
    ("network german", "", 2, "did you mean german-reunification or "),
    (
        "order nothing-like-it",
        "",
        2,
        "the cases are blocked-trade-deal, bonn-summit-1978, cub",
    ),
    ("code Atlantis", "", 2, "`l2kg export table actors -` lists them"),
    ("code Germany --date 1.6.1990", "", 2, "did you mean 1990-06-01 or 1990-01-06?"),
    ("join T.csv --on when,who", "", 2, "name the actors first: --on who,when"),
    (
        "join T.csv --on who,when --dates ymd",
        "",
        2,
        "dates with the year first need none",
    ),
    ("query -", "INSERT DATA { <urn:a> a <urn:b> }", 1, "INSERT would change the data"),
    (
        "query - --format csv",
        "DESCRIBE l2:Case",
        2,
        "CONSTRUCT and DESCRIBE give a graph, not a table; give one of ttl, jsonld, nt,",
    ),
    ("query -", "ASK { ?x l2:stance 1 }", 0, "`l2kg show l2:Stance` lists those"),
    (
        "query evidence --param element=geneva-accord#x",
        "",
        2,
        r"called case:geneva-accord\#x; `l2kg show geneva-accord` lists elements",
    ),
    ("pattern reciprocal-help --why qqxqq", "", 2, "no element 'qqxqq'; write CASE#"),
    ("query - --format ttl", "ASK { }", 2, "gives yes or no, not a graph; give one of"),
    ("check wrong.ttl", "", 1, "Then name the file mine.ttl: it describes case:mine."),
    ("check empty.ttl", "", 1, "empty.ttl:1: error: the file is empty. Begin it with"),
]
DATES = {
    "1978-30-03": "is no such day: there is no month 30; did you mean 1978-03-30?",
    "1978-02-30": "is no such day: February 1978 has 28 days; write a date such as",
    "c. 1978": "is no EDTF date; did you mean 1978~?",
    "about March 1978": "is no EDTF date; did you mean 1978-03~?",
    "1.6.1990": "is no EDTF date; did you mean 1990-06-01 or 1990-01-06?",
    "1978-1981": "is no EDTF date; did you mean 1978/1981?",
    "the 1970s": "is no EDTF date; write a date such as",
    "1970s": "is no EDTF date; did you mean 197X?",
}
GARBAGE = {  # files that hold nothing of use, whatever a command wants of them
    "garbage.ttl": b"this is { no Turtle",
    "garbage.rq": b"this is { no query",
    "garbage.csv": b'a,b\n"1,2\n3',
    "latin.csv": b"a,b\n\xe4,2\n",
}
NOT_ASKED = {"store", "params", "answers"}  # of the examples
NEW = {"output", "path", "place", "folder", "unmatched"}  # files that a command writes


@pytest.fixture
def there(tmp_path: Path, folder: str, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder to work in, and the shipped store."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("L2KG_STORE", folder)
    monkeypatch.setattr("l2kg.launch._run", lambda *_, **__: None)
    return tmp_path


def test_what_newcomers_typed_is_told_with_its_remedy(there: Path) -> None:
    (there / "empty.ttl").write_text("\n", encoding="utf-8")
    (there / "wrong.ttl").write_text("case:mine a l2:Case ; ;", encoding="utf-8")
    (there / "T.csv").write_text("when,who\n1978,USA\n", encoding="utf-8")
    for args, stdin, status, said in TYPED:
        done = l2kg(*args.split(), stdin=stdin)
        assert (done.returncode, said in done.stderr) == (status, True), (
            args,
            done.stderr,
        )
    assert "is now --case 'two words';" in l2kg("order", "two words").stderr


def test_a_date_that_is_none_is_told_by_what_it_may_mean() -> None:
    for text, said in DATES.items():
        with pytest.raises(DateError) as caught:
            bounds(text)
        assert str(caught.value).startswith(f"{text!r} {said}"), text


def errors(kind: type[L2kgError] = L2kgError) -> Iterator[type[L2kgError]]:
    yield kind
    for below in kind.__subclasses__():
        yield from errors(below)


def test_every_error_has_one_of_two_statuses() -> None:
    assert {kind.status for kind in errors()} == {1, 2}


def reading() -> Iterator[tuple[str, click.Command, str]]:
    """Yield the parameters that name a file to be read, each with its command."""
    for name, command in commands():
        for param in command.params:
            is_file = isinstance(param.type, click.Path) or "FILE" in (
                param.metavar or ""
            )
            if is_file and param.name not in NEW:
                yield name, command, param.name or ""


def test_a_file_that_is_not_there_is_2_and_one_that_is_not_sound_is_1(
    there: Path,
) -> None:
    for name, data in GARBAGE.items():
        (there / name).write_bytes(data)
    seen = set()
    for name, command, param in reading():
        usual = {k: v for k, v in EXAMPLES[name][-1].items() if k not in NOT_ASKED}
        files = list(GARBAGE)[: 1 if name in SLOW else None]
        for file in ("nowhere.ttl", *files):
            args = [*name.split(), *written(command, {**usual, param: file})]
            done = l2kg(*args)
            seen.add(done.returncode)
            asked_wrongly = file == "nowhere.ttl" or any(
                words in done.stderr for words in ("no column", "end the name")
            )
            assert done.returncode == 1 + asked_wrongly, (args, done.stderr)
    assert seen == {1, 2}


def test_a_full_disk_is_no_endpoint_that_does_not_answer() -> None:
    with pytest.raises(OSError, match="No space"), evaluating("ASK { ?s ?p ?o }"):
        raise OSError(28, "No space left on device")
    with (
        pytest.raises(L2kgError, match="a.example"),
        evaluating("ASK { SERVICE <http://a.example/> { ?s ?p ?o } }"),
    ):
        raise OSError("no route")
