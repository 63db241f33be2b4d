"""A store named by an address, through the doors that people use: every command and every page says what it says of the folder."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import click
import pytest
from commands import l2kg
from each import each
from streamlit.testing.v1 import AppTest
from waiting import LONGEST

from l2kg import serving
from l2kg.cli import main
from l2kg.files import code_root
from l2kg.pages import router
from l2kg.queries.sources import Embedded
from l2kg.store import open_store

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    import pyoxigraph as ox
    from servers import Engines
    from serving import Start

PAGES = [code_root() / "pages" / f"{name}.py" for name in router.PAGES]
GRAPH = "CONSTRUCT { ?c l2:outcome ?o } WHERE { ?c l2:outcome ?o }"


@pytest.fixture(scope="module")
def address(
    tiny_folder: str, tmp_path_factory: pytest.TempPathFactory, start: Start
) -> Iterator[str]:
    process, base = start(
        tiny_folder, tmp_path_factory.mktemp("served"), "serve", "/assets/icon.svg"
    )
    yield f"{base}/sparql"
    process.terminate()
    process.wait(LONGEST)


SAID = [
    pytest.param(("query", "cases"), "", id="table"),
    *(
        pytest.param(("query", "restraint", "--format", form), "", id=form)
        for form in ("csv", "tsv", "json", "xml")
    ),
    pytest.param(
        ("query", "evidence", "--param", "element=case:tiny", "--format", "csv"),
        "",
        id="parameter",
    ),
    pytest.param(("query", "-"), "ASK { ?c a l2:Case }", id="ask"),
    pytest.param(("query", "-"), "ASK { ?c a l2:NoSuch }", id="ask in vain"),
    pytest.param(
        ("query", "-", "--format", "json"), "ASK { ?c a l2:Case }", id="ask as json"
    ),
    pytest.param(("query", "-"), GRAPH, id="graph"),
    pytest.param(("pattern", "back-channel-precedes-successful-help"), "", id="pattern"),
    pytest.param(
        (
            "pattern",
            "back-channel-precedes-successful-help",
            "--why",
            "tiny#aides-channel",
        ),
        "",
        id="why",
    ),
    pytest.param(("show", "tiny"), "", id="show a case"),
    pytest.param(("show", "tiny#aides-channel"), "", id="show an element"),
    pytest.param(
        ("qca", "positive-outcome", "-c", "l2:CrossTableMeasure", "--closed"),
        "",
        id="qca",
    ),
    pytest.param(
        ("cross", "positive-outcome", "l2:CrossTableMeasure", "--closed"), "", id="cross"
    ),
    pytest.param(("tactics",), "", id="tactics"),
    pytest.param(("order", "tiny"), "", id="order"),
    pytest.param(("network", "tiny"), "", id="network"),
]
WRITTEN = [
    pytest.param(("table", "measures", "FILE.csv"), id="table"),
    pytest.param(("matrix", "FILE.csv", "-c", "l2:CrossTableMeasure"), id="matrix"),
    pytest.param(("sequences", "FILE.csv"), id="sequences"),
    pytest.param(("network", "FILE.gexf"), id="network"),
    pytest.param(("cite", "FILE.bib", "tiny"), id="bibliography"),
    pytest.param(("tables", "FILE"), id="tables"),
    pytest.param(("package", "FILE.zip"), id="package"),
    pytest.param(("nanopubs", "FILE"), id="nanopublications"),
]


def commands(
    group: click.Group, path: tuple[str, ...] = ()
) -> Iterator[tuple[tuple[str, ...], click.Command]]:
    for name, command in group.commands.items():
        if isinstance(command, click.Group):
            yield from commands(command, (*path, name))
        else:
            yield (*path, name), command


@each(("args", "stdin"), SAID)
def test_a_command_says_the_same_of_an_address(
    tiny_folder: str, address: str, args: tuple[str, ...], stdin: str
) -> None:
    here = l2kg(*args, "--store", tiny_folder, stdin=stdin)
    there = l2kg(*args, stdin=stdin, env=os.environ | {"L2KG_STORE": address})
    assert there.returncode == 0, there.stderr
    assert there.stdout == here.stdout != ""


@each("args", WRITTEN)
def test_an_export_of_an_address_holds_the_same(
    tiny_folder: str, address: str, tmp_path: Path, args: tuple[str, ...]
) -> None:
    for place, store in (("here", tiny_folder), ("there", address)):
        (tmp_path / place).mkdir()
        words = [
            str(tmp_path / place / word) if word.startswith("FILE") else word
            for word in args
        ]
        done = l2kg("export", *words, "--store", store)
        assert done.returncode == 0, done.stderr
    assert contents(tmp_path / "here") == contents(tmp_path / "there") != {}


def contents(folder: Path) -> dict[str, bytes | None]:
    """Return the files below a folder; of a package, which tells its time, only that it is there."""
    return {
        str(p.relative_to(folder)): None if p.suffix == ".zip" else p.read_bytes()
        for p in folder.rglob("*")
        if p.is_file()
    }


@each("engine", ["own", "oxigraph", "virtuoso"])
def test_a_query_is_answered_by_the_engine_itself(
    engines: Engines, real: ox.Store, engine: str
) -> None:
    done = l2kg("query", "cases", "--format", "json", "--store", engines[engine].url)
    assert done.returncode == 0, done.stderr
    assert done.stdout.count('"case":') == len(
        Embedded(real).select("SELECT ?c { ?c a l2:Case }").rows
    )
    asked = l2kg(
        "query",
        "-",
        "--store",
        engines[engine].url,
        stdin="ASK { case:geneva-accord a l2:Case }",
    )
    assert (asked.stdout, asked.stderr) == ("yes\n", "")
    graph = l2kg(
        "query",
        "-",
        "--store",
        engines[engine].url,
        stdin="CONSTRUCT { ?c a l2:Case } WHERE { ?c a l2:Case FILTER(?c = case:geneva-accord) }",
    )
    assert "case:geneva-accord a l2:Case" in graph.stdout


WRONG = [
    pytest.param(
        ("query", "cases"),
        "http://127.0.0.1:9/sparql",
        "cannot be reached",
        id="nobody there",
    ),
    pytest.param(
        ("show", "tiny"),
        "http://127.0.0.1:9/sparql",
        "cannot be reached",
        id="nobody there, to copy",
    ),
    pytest.param(
        ("query", "cases"), "ftp://x/", "no address of an endpoint", id="no address"
    ),
    pytest.param(
        ("query", "cases"),
        "http://me:secret@127.0.0.1:9/",
        "leave name and password out",
        id="a password",
    ),
]


@each(("args", "store", "said"), WRONG)
def test_an_address_that_does_not_answer_is_one_line(
    args: tuple[str, ...], store: str, said: str
) -> None:
    done = l2kg(*args, "--store", store)
    assert done.returncode in (1, 2)
    assert said in done.stderr
    assert len(done.stderr.splitlines()) == 1
    assert "secret" not in done.stderr


def test_a_malformed_query_to_an_address_is_one_line(address: str) -> None:
    done = l2kg("query", "-", "--store", address, stdin="SELECT * { ?s ")
    assert done.returncode == 1
    assert "line 1" in done.stderr
    assert len(done.stderr.splitlines()) == 1


@each(
    ("path", "command"), [pytest.param(p, c, id=" ".join(p)) for p, c in commands(main)]
)
def test_help_says_that_a_store_may_be_an_address(
    path: tuple[str, ...], command: click.Command
) -> None:
    stores = [
        one for one in command.params if one.name == "store" and "--store" in one.opts
    ]
    assert all(
        "URL" in (one.metavar or "") and "L2KG_STORE" in one.help for one in stores
    ), path


@pytest.fixture
def pages_of_an_address(address: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("L2KG_STORE", address)
    serving.reset()
    yield
    serving.reset()


@pytest.mark.usefixtures("pages_of_an_address")
@each("page", PAGES, ids=lambda page: page.stem)
def test_a_page_opens_over_an_address(page: Path, tiny_folder: str) -> None:
    app = AppTest.from_file(
        str(code_root() / "pages" / "router.py"), default_timeout=LONGEST
    )
    app.run()
    app.switch_page(str(page)).run()
    assert not app.exception
    assert len(serving.store()) == len(open_store(tiny_folder))
