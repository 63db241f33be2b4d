"""Endpoints asked about what we are linked to: queries in batches, answers kept with date and origin, nothing half done."""

from __future__ import annotations

import datetime as dt
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pyoxigraph as ox
import pytest
from commands import l2kg
from each import each
from test_endpoint import serve  # noqa: F401
from test_joining import linked, place  # noqa: F401 (fixtures)

from l2kg.errors import L2kgError
from l2kg.joining.answer_files import (
    ANSWERS,
    answers_graph,
    read_answers,
    with_answers,
    write_answers,
)
from l2kg.joining.enrich import ask_in_batches, batches, read_enrichment
from l2kg.joining.enrich import linked as identifiers
from l2kg.queries.endpoint import AGENT, Remote

if TYPE_CHECKING:
    from collections.abc import Iterator

    import servers

DATA = Path(__file__).parent / "data"
BIRTHS = DATA / "enrich-births.rq"
DAY = dt.date(2026, 11, 25)
BLOCK = "VALUES ?item { }"


def extract() -> ox.Store:
    """Return a small extract in Wikidata's shape, in a named graph."""
    store = ox.Store()
    store.load(
        path=DATA / "wikidata-shaped.ttl",
        format=ox.RdfFormat.TURTLE,
        to_graph=ox.NamedNode("http://www.wikidata.org/"),
    )
    store.extend(ox.Quad(q.subject, q.predicate, q.object) for q in list(store))
    return store


@pytest.fixture(scope="module", params=["virtuoso", "oxigraph"])
def endpoint(
    request: pytest.FixtureRequest,
    tmp_path_factory: pytest.TempPathFactory,
    start_engine: servers.StartEngine,
) -> Iterator[str]:
    with start_engine(
        request.param, extract(), tmp_path_factory.mktemp(request.param)
    ) as url:
        yield url


def enrich(
    place: str, url: str, out: Path, *more: str, query: Path = BIRTHS
) -> servers.subprocess.CompletedProcess[str]:
    return l2kg(
        "enrich",
        "--endpoint",
        url,
        "--query",
        str(query),
        "--output",
        str(out),
        "--pause",
        "0",
        *more,
        "--store",
        place,
    )


@each("ending", [".nq", ".trig"])
def test_answers_are_kept_and_can_be_queried(
    endpoint: str, place: str, tmp_path: Path, ending: str
) -> None:
    out = tmp_path / f"births{ending}"
    done = enrich(place, endpoint, out, "--batch", "1")
    assert done.returncode == 0, done.stderr
    assert "batch 2 of 2: 2 triples" in done.stderr
    text = """PREFIX wdt: <http://www.wikidata.org/prop/direct/>
        SELECT ?who ?born ?day { ?m owl:annotatedSource ?who ; owl:annotatedTarget ?item
          GRAPH ?g { ?item wdt:P1 ?born } ?g dcterms:issued ?day ; void:sparqlEndpoint ?from } ORDER BY ?who"""
    told = l2kg(
        "query", "-", "--with", str(out), "--format", "csv", "--store", place, stdin=text
    )
    assert [line.split(",")[:2] for line in told.stdout.splitlines()[1:]] == [
        ["https://w3id.org/l2kg/case/tiny#leader-a", "1931-03-04T00:00:00Z"],
        ["https://w3id.org/l2kg/case/tiny#leader-b", "1930-01-02T00:00:00Z"],
    ]


def test_running_again_changes_only_its_own_graph(
    endpoint: str, place: str, tmp_path: Path
) -> None:
    out, other = tmp_path / "all.nq", tmp_path / "offices.rq"
    other.write_text(
        "#+ summary: Offices\n#+ link: wikidata\nCONSTRUCT { ?item ?p ?o } { VALUES ?item { } ?item ?p ?o FILTER(isIRI(?o)) }"
    )
    assert enrich(place, endpoint, out).returncode == 0
    first = out.read_bytes()
    assert enrich(place, endpoint, out, query=other).returncode == 0
    assert len(read_answers(out)) == len(first.splitlines()) + 1 + 7
    assert enrich(place, endpoint, out).returncode == 0
    assert set(first.splitlines()) < set(out.read_bytes().splitlines())


def test_notations_go_out_as_texts(endpoint: str, tmp_path: Path) -> None:
    path = tmp_path / "gnd.rq"
    path.write_text(
        "#+ summary: By number\n#+ link: gnd\n#+ values: notation\nPREFIX wdt: <http://www.wikidata.org/prop/direct/>\n"
        "CONSTRUCT { ?item wdt:P2 ?number } { VALUES ?number { } ?item wdt:P2 ?number }"
    )
    query = batches(read_enrichment(path), [ox.Literal("0001"), ox.Literal('a" }')], 5)
    (triple,) = ask_in_batches(Remote(endpoint), query, pause=0)
    assert triple.subject == ox.NamedNode("http://www.wikidata.org/entity/Q1")


def test_a_failing_batch_leaves_no_file(
    endpoint: str, place: str, tmp_path: Path
) -> None:
    out, bad = tmp_path / "out.nq", tmp_path / "births.rq"
    bad.write_text(
        BIRTHS.read_text(encoding="utf-8").replace("OPTIONAL", "OPTIONALLY"),
        encoding="utf-8",
    )
    done = enrich(place, endpoint, out, query=bad)
    assert (done.returncode, out.exists(), len(done.stderr.splitlines())) == (1, False, 1)
    assert "refuses the query with 400" in done.stderr


def test_the_second_batch_failing_keeps_the_old_file(
    serve, place: str, tmp_path: Path
) -> None:
    triple = b"<http://www.wikidata.org/entity/Q2> <http://a.example/p> <http://a.example/o> .\n"
    graph = (200, {"Content-Type": "application/n-triples"}, triple)
    out = tmp_path / "out.nq"
    url, script = serve(
        graph, graph, graph, (500, {"Content-Type": "text/plain"}, b"out of order")
    )
    assert enrich(place, url, out, "--batch", "1").returncode == 0
    before = out.read_bytes()
    done = enrich(place, url, out, "--batch", "1")
    assert (
        done.returncode,
        out.read_bytes(),
        [path.name for path in tmp_path.iterdir()],
    ) == (1, before, ["out.nq"])
    assert "out of order" in done.stderr.splitlines()[-1]
    assert len(script.asked) == 4
    assert all(headers["User-Agent"] == AGENT for _, _, headers, _ in script.asked)


def test_between_two_queries_there_is_a_pause(
    serve, monkeypatch: pytest.MonkeyPatch
) -> None:
    waited: list[float] = []
    monkeypatch.setattr(time, "sleep", waited.append)
    url, script = serve((200, {"Content-Type": "application/n-triples"}, b""))
    assert ask_in_batches(Remote(url), ["CONSTRUCT {} {}"] * 3, pause=0.2) == []
    assert len(script.asked) == 3
    assert [seconds for seconds in waited if seconds] == [0.2, 0.2]


def test_a_dry_run_asks_nobody(place: str) -> None:
    done = l2kg(
        "enrich",
        "--endpoint",
        "http://127.0.0.1:9/sparql",
        "--query",
        str(BIRTHS),
        "--dry-run",
        "--batch",
        "1",
        "--store",
        place,
    )
    assert done.returncode == 0, done.stderr
    assert "  VALUES ?item { <http://www.wikidata.org/entity/Q1> }\n" in done.stdout
    assert "# one fills { } only here: VALUES ?item { }\n" in done.stdout
    assert (
        done.stderr.strip()
        == "the first of 2 for http://127.0.0.1:9/sparql; nothing was sent"
    )


def test_close_matches_are_not_asked_about(linked: ox.Store) -> None:
    assert [term.value[-2:] for term in identifiers(linked, read_enrichment(BIRTHS))] == [
        "Q1",
        "Q2",
    ]


def test_nobody_home_is_one_line(place: str, tmp_path: Path) -> None:
    done = enrich(place, "http://127.0.0.1:9/sparql", tmp_path / "out.nq")
    assert (
        done.returncode,
        len(done.stderr.splitlines()),
        (tmp_path / "out.nq").exists(),
    ) == (1, 1, False)
    assert "cannot be reached" in done.stderr


HEAD = "#+ summary: A\n#+ link: wikidata\n"


@each(
    ("text", "words"),
    [
        pytest.param(
            f"CONSTRUCT {{ ?item ?p ?o }} {{ {BLOCK} ?item ?p ?o }}",
            "begin with the lines '#+ summary: ...'",
            id="no header",
        ),
        pytest.param(
            f"#+ summary: A\n#+ link: wikidta\nCONSTRUCT {{}} {{ {BLOCK} }}",
            "did you mean wikidata?",
            id="scheme",
        ),
        pytest.param(
            f"{HEAD}#+ values: label\nCONSTRUCT {{}} {{ {BLOCK} }}",
            "write iri or notation",
            id="values",
        ),
        pytest.param(
            f"{HEAD}#+ endpoint: x\nCONSTRUCT {{}} {{ {BLOCK} }}",
            "unknown endpoint",
            id="field",
        ),
        pytest.param(f"{HEAD}#+ [\nCONSTRUCT {{}} {{ {BLOCK} }}", "no YAML", id="YAML"),
        pytest.param(
            f"{HEAD}SELECT * {{ {BLOCK} }}",
            "SELECT; write a CONSTRUCT query",
            id="select",
        ),
        pytest.param(
            f"{HEAD}INSERT {{ ?a ?b ?c }} WHERE {{ {BLOCK} }} # CONSTRUCT",
            "INSERT; write a CONSTRUCT query",
            id="update",
        ),
        pytest.param(
            f"{HEAD}CONSTRUCT {{ ?s ?p '{BLOCK}' }} {{ ?s ?p ?o }}",
            "0 empty blocks",
            id="block in a text",
        ),
        pytest.param(
            f"{HEAD}CONSTRUCT {{}} {{ {BLOCK} {BLOCK} }}",
            "2 empty blocks",
            id="two blocks",
        ),
    ],
)
def test_a_query_that_cannot_be_sent_gives_one_line(
    tmp_path: Path, text: str, words: str
) -> None:
    path = tmp_path / "q.rq"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(L2kgError) as error:
        read_enrichment(path)
    assert words in str(error.value)
    assert str(error.value).startswith(str(path))


@each(
    ("name", "content", "words"),
    [
        pytest.param("a.ttl", "", "end the name with .nq or .trig", id="ending"),
        pytest.param("a.nq", "<http://a.example/> <b> .", "cannot be read", id="syntax"),
        pytest.param(
            "a.nq",
            "<http://a.example/> <http://b.example/> <http://c.example/> <http://d.example/> .",
            "did not write",
            id="graph",
        ),
        pytest.param(
            "a.nq",
            "<http://a.example/> <http://b.example/> <http://c.example/> .",
            "did not write",
            id="default graph",
        ),
    ],
)
def test_a_file_of_others_is_left_alone(
    tmp_path: Path, name: str, content: str, words: str
) -> None:
    path = tmp_path / name
    path.write_text(content, encoding="utf-8")
    with pytest.raises(L2kgError, match=words):
        write_answers(
            path,
            Remote("http://127.0.0.1:9/sparql"),
            read_enrichment(BIRTHS),
            [],
            day=DAY,
        )
    assert path.read_text(encoding="utf-8") == content


def test_the_graph_says_when_whom_and_how_much(tmp_path: Path) -> None:
    remote, query = (
        Remote("http://127.0.0.1:9/sparql?default-graph-uri=x"),
        read_enrichment(BIRTHS),
    )
    node = ox.NamedNode("http://www.wikidata.org/entity/Q1")
    write_answers(
        tmp_path / "a.trig", remote, query, [ox.Triple(node, node, node)], day=DAY
    )
    store = with_answers(ox.Store(), [tmp_path / "a.trig"])
    graph = answers_graph(remote, query)
    told = {
        q.predicate.value.rpartition("/")[2]: q.object.value
        for q in store.quads_for_pattern(graph, None, None, ox.NamedNode(ANSWERS))
    }
    assert (told["issued"], told["title"]) == ("2026-11-25", "Names and days of birth")
    assert told["description"] == query.text
    assert (told["void#sparqlEndpoint"], told["void#triples"]) == (
        "http://127.0.0.1:9/sparql",
        "1",
    )
    assert len(list(store.quads_for_pattern(node, node, node, graph))) == 1


def test_blank_nodes_are_refused(endpoint: str) -> None:
    with pytest.raises(L2kgError, match="has a blank node"):
        ask_in_batches(Remote(endpoint), ["CONSTRUCT { [] ?p ?o } { ?s ?p ?o }"], pause=0)
