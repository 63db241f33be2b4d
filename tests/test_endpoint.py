"""Reading stores elsewhere: each query row by row on four engines, copies, and what an endpoint may answer instead."""

from __future__ import annotations

import email.utils
import http.server
import threading
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import pyoxigraph as ox
import pytest
import servers
from each import each

from l2kg.errors import L2kgError, UsageError
from l2kg.namespaces import CASE
from l2kg.queries.binding import bound_text
from l2kg.queries.endpoint import AGENT, EndpointError, Remote
from l2kg.queries.header import Query, all_queries
from l2kg.queries.lexer import with_prefixes
from l2kg.queries.results import QueryError
from l2kg.queries.run import bind, run
from l2kg.queries.sources import Embedded, local_copy
from l2kg.store import open_source, open_store

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from servers import Engines

    from l2kg.queries.results import Table, Term

QUERIES = all_queries()
CASES = [{}, {"case": "german-reunification"}, {"case": "bonn-summit-1978"}]
ASKED = [
    (q, v)
    for q in QUERIES.values()
    for v in (CASES if any(p.name == "case" for p in q.params) else CASES[:1])
]


def cells(table: Table) -> list[tuple[Term | tuple[str, ...] | None, ...]]:
    """Return the rows with lists in one cell, whose order SPARQL leaves open, put in order."""
    return [
        tuple(_parts(c, v) for c, v in zip(table.columns, row, strict=True))
        for row in table.rows
    ]


def _parts(column: str, cell: Term | None) -> Term | tuple[str, ...] | None:
    if not isinstance(cell, ox.Literal):
        return cell
    parts = cell.value.split(" " if "vidence" in column else "; ")
    return tuple(sorted(parts)) if len(parts) > 1 else cell


@each("engine", ["own", "oxigraph", "virtuoso"])
@each(
    ("query", "values"), ASKED, ids=[f"{q.name}-{v.get('case', 'all')}" for q, v in ASKED]
)
def test_every_query_gives_the_same_rows_on_every_engine(
    engines: Engines, engine: str, query: Query, values: dict[str, str]
) -> None:
    bound = bind(query, values)
    here, there = (
        engines["memory"].select(query.text, bound),
        engines[engine].select(query.text, bound),
    )
    assert there.columns == here.columns
    rows = cells(there)
    if engine == "virtuoso":  # it sends a row of SELECT DISTINCT twice at times
        rows = list(dict.fromkeys(rows))
    assert rows == cells(here)


@each(
    ("engine", "page"),
    [
        ("memory", 400),
        *((engine, 5000) for engine in ("own", "oxigraph", "virtuoso")),
    ],
)
def test_a_copy_holds_every_term_as_it_went_in(
    engines: Engines, real: ox.Store, engine: str, page: int
) -> None:
    copy = local_copy(engines[engine], page=page)
    assert len(copy) == len(real)
    assert {q for q in copy if not blank(q)} == {q for q in real if not blank(q)}
    shape = "SELECT ?p ?q ?o WHERE { GRAPH ?g { ?s ?p ?b FILTER(ISBLANK(?b)) ?b ?q ?o FILTER(!ISBLANK(?o)) } } ORDER BY ?p ?q ?o"
    assert Embedded(copy).select(shape) == Embedded(real).select(shape)


def blank(quad: ox.Quad) -> bool:
    return isinstance(quad.subject, ox.BlankNode) or isinstance(quad.object, ox.BlankNode)


@each("engine", ["memory", "own", "oxigraph", "virtuoso"])
def test_asks_and_graphs_are_answered(engines: Engines, engine: str) -> None:
    source = engines[engine]
    assert source.ask("ASK { case:geneva-accord a l2:Case }")
    assert not source.ask("ASK { case:no-such-case a l2:Case }")
    [triple] = source.construct(
        "CONSTRUCT { ?c a l2:Case } WHERE { ?c a l2:Case FILTER(?c = case:geneva-accord) }"
    )
    assert triple.subject == ox.NamedNode(f"{CASE}geneva-accord")


@each("engine", ["memory", "own", "oxigraph", "virtuoso"])
def test_a_malformed_query_is_one_clear_error(engines: Engines, engine: str) -> None:
    with pytest.raises(L2kgError) as caught:
        engines[engine].select("SELECT ?x WHERE { ?x ?y ")
    assert "\n" not in str(caught.value)


@each("value", ['" } DROP ALL #', "\\", "\n", "é", "'''", "?x"])
@each("engine", ["memory", "own", "oxigraph", "virtuoso"])
def test_a_bound_text_is_only_ever_data(
    engines: Engines, engine: str, value: str
) -> None:
    table = engines[engine].select(
        f"SELECT ?x WHERE {{ VALUES ?x {{ {ox.Literal(value)} }} }}",
        {ox.Variable("x"): ox.Literal(value)},
    )
    assert [row[0].value for row in table.rows] == [value]


@each("engine", ["own", "oxigraph", "virtuoso"])
def test_an_address_opens_a_copy_or_the_endpoint_itself(
    engines: Engines, real: ox.Store, engine: str, monkeypatch
) -> None:
    url = engines[engine].url
    assert len(open_store(url)) == len(real)
    monkeypatch.setenv("L2KG_STORE", url)
    assert open_source() == Remote(url)
    values = {"element": "case:geneva-accord"}
    assert run(open_source(), QUERIES["evidence"], values) == run(
        real, QUERIES["evidence"], values
    )


def test_a_store_that_holds_none_of_our_graphs_says_so() -> None:
    with pytest.raises(L2kgError, match="no graph below"):
        local_copy(Embedded(ox.Store()))


# What a text becomes


@each(
    "text",
    [
        pytest.param(
            "SELECT (EXISTS { ?a ?b ?c } AS ?e) ?c { ?c a l2:Case@ } ORDER BY ?c",
            id="braces-in-the-projection",
        ),
        pytest.param(
            "SELECT ?c { ?c <http://e.org/a}#b> '}' . # }\n { ?c a l2:Case } @ }".replace(
                "@ }", "@}"
            ).replace("a}#", "a#"),
            id="hidden-braces",
        ),
        pytest.param(
            'SELECT ?c { ?c a """ } " """ FILTER(?c < 3 && EXISTS { ?c ?d ?e }) @} HAVING(EXISTS { })',
            id="nested",
        ),
    ],
)
def test_variables_are_bound_at_the_end_of_the_outermost_group(text: str) -> None:
    before, after = text.split("@")
    assert bound_text(before + after, {ox.Variable("c"): ox.Literal(1)}).startswith(
        before.rstrip() + " FILTER(?c = "
    )


def test_a_blank_node_cannot_be_bound() -> None:
    with pytest.raises(UsageError, match="give an IRI"):
        bound_text("SELECT ?c { ?c ?p ?o }", {ox.Variable("c"): ox.BlankNode("b")})


def test_only_prefixes_that_lack_a_declaration_are_declared() -> None:
    assert with_prefixes("PREFIX l2: <x:>\nSELECT * { ?s a l2:Case }").startswith(
        "PREFIX l2"
    )
    assert (
        with_prefixes("SELECT * { ?s a <http://e.org/l2:x> ; rdfs:label ?l }").count(
            "PREFIX"
        )
        == 1
    )


# What an endpoint may answer instead


@dataclass
class Script:
    """What a server answers, one after the other (the last again and again), and what it was asked."""

    answers: list[tuple[int, dict[str, str], bytes]]
    asked: list[tuple[str, str, dict[str, str], bytes]] = field(default_factory=list)
    delay: float = 0


JSON = {"Content-Type": "application/sparql-results+json"}
ONE = b'{"head":{"vars":["x"]},"results":{"bindings":[{"x":{"type":"literal","value":"1"}}]}}'
OK = (200, JSON, ONE)


@pytest.fixture
def serve() -> Iterator[object]:
    started: list[http.server.ThreadingHTTPServer] = []

    def start(
        *answers: tuple[int, dict[str, str], bytes], delay: float = 0
    ) -> tuple[str, Script]:
        script = Script(list(answers), delay=delay)
        server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler(script))
        threading.Thread(target=server.serve_forever, daemon=True).start()
        started.append(server)
        return f"http://127.0.0.1:{server.server_port}/sparql", script

    yield start
    for server in started:
        server.shutdown()
        server.server_close()


def handler(script: Script) -> type[http.server.BaseHTTPRequestHandler]:
    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            script.asked.append((self.command, self.path, dict(self.headers), body))
            status, headers, answer = script.answers[
                min(len(script.asked), len(script.answers)) - 1
            ]
            time.sleep(script.delay)
            self.send_response(status)
            for name, value in {**headers, "Content-Length": str(len(answer))}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(answer)

        do_POST = do_GET  # noqa: N815

        def log_message(self, *_: object) -> None:
            pass

    return Handler


@pytest.fixture(autouse=True)
def no_credentials(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in ("L2KG_USER", "L2KG_PASSWORD"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("NETRC", str(tmp_path / "none"))


def test_a_request_says_who_asks_and_what_it_takes(serve) -> None:
    url, script = serve(OK)
    assert Remote(url).select("SELECT ?x { ?x ?y ?z }").rows == ((ox.Literal("1"),),)
    [(method, path, headers, _)] = script.asked
    assert (method, path.partition("?")[0], headers["User-Agent"]) == (
        "GET",
        "/sparql",
        AGENT,
    )
    assert headers["Accept"] == "application/sparql-results+json"
    assert "Authorization" not in headers


def test_a_long_query_goes_by_post_and_parameters_of_the_address_stay(serve) -> None:
    url, script = serve(OK)
    Remote(f"{url}?default-graph-uri=urn:a").select(
        f"SELECT ?x {{ ?x ?y '{'z' * 3000}' }}"
    )
    [(method, path, _, body)] = script.asked
    assert (method, path) == ("POST", "/sparql")
    assert b"default-graph-uri=urn%3Aa" in body


@each("status", [429, 502, 503])
def test_a_busy_endpoint_is_asked_again(serve, status: int) -> None:
    url, script = serve((status, {}, b""), (status, {"Retry-After": "0"}, b""), OK)
    assert Remote(url, pause=0.01).select("SELECT ?x { ?x ?y ?z }").rows
    assert len(script.asked) == 3


@each("after", ["2", "date"])
def test_retry_after_is_honoured(
    serve, monkeypatch: pytest.MonkeyPatch, after: str
) -> None:
    noon = 1_000_000_000
    monkeypatch.setattr(time, "time", lambda: noon)
    waited: list[float] = []
    monkeypatch.setattr(time, "sleep", waited.append)
    when = after if after == "2" else email.utils.formatdate(noon + 2, usegmt=True)
    url, _ = serve((503, {"Retry-After": when}, b""), OK)
    Remote(url, pause=0).select("SELECT ?x { ?x ?y ?z }")
    assert [seconds for seconds in waited if seconds] == [2]


def test_the_endpoint_is_asked_only_so_often(serve) -> None:
    url, script = serve((503, {}, b"busy\n"))
    with pytest.raises(EndpointError, match="503, busy; try again later"):
        Remote(url, retries=2, pause=0).select("SELECT ?x { ?x ?y ?z }")
    assert len(script.asked) == 3


def test_an_endpoint_that_wants_an_hour_is_not_waited_for(serve) -> None:
    url, script = serve((503, {"Retry-After": "3600"}, b""))
    with pytest.raises(EndpointError, match="503"):
        Remote(url).select("SELECT ?x { ?x ?y ?z }")
    assert len(script.asked) == 1


REFUSALS = [
    pytest.param(
        (400, {}, b"\n  Lexical error at line 1\nmore"),
        r"400, Lexical error at line 1; mend the query",
        id="400",
    ),
    pytest.param((401, {}, b""), "set L2KG_USER", id="401"),
    pytest.param(
        (403, {}, b"<html><head><title>x</title></head><b>No</b>"), "403, No; ", id="403"
    ),
    pytest.param((404, {}, b""), "check the address", id="404"),
    pytest.param((500, {}, b"boom"), "500, boom", id="500"),
    pytest.param(
        (200, {"Content-Type": "text/html"}, b"<p>hello"),
        "answers with text/html, not with SPARQL results",
        id="html",
    ),
    pytest.param((200, {}, b""), "no media type", id="no-type"),
    pytest.param(
        (200, JSON, b'{"head":{"vars":["x"]},"results":{"bind'),
        "cannot be read",
        id="cut",
    ),
    pytest.param((200, JSON, b""), "cannot be read", id="empty"),
    pytest.param((200, JSON, b"\xff\xfe"), "cannot be read", id="no-utf-8"),
]


@each(("answer", "said"), REFUSALS)
def test_each_failure_is_one_clear_line(serve, answer, said: str) -> None:
    url, _ = serve(answer)
    with pytest.raises(EndpointError, match=said) as caught:
        Remote(url).select("SELECT ?x { ?x ?y ?z }")
    assert str(caught.value).startswith(url)
    assert "\n" not in str(caught.value)


def test_an_answer_of_another_kind_is_refused(serve) -> None:
    url, _ = serve((200, JSON, b'{"head":{},"boolean":true}'))
    with pytest.raises(QueryError, match="use SELECT"):
        Remote(url).select("ASK { }")
    with pytest.raises(EndpointError, match="not with a graph"):
        Remote(url).construct("ASK { }")


def test_a_graph_that_breaks_off_is_refused(serve) -> None:
    url, _ = serve((200, {"Content-Type": "application/n-triples"}, b"<urn:a> <urn:b"))
    with pytest.raises(EndpointError, match="cannot be read"):
        Remote(url).construct("CONSTRUCT WHERE { ?x ?y ?z }")


def test_blank_nodes_of_two_answers_are_kept_apart(serve) -> None:
    url, _ = serve(
        (200, {"Content-Type": "application/n-triples"}, b"_:b0 <urn:p> _:b0 .\n")
    )
    one, other = (
        Remote(url).construct("CONSTRUCT WHERE { ?x ?y ?z }")[0] for _ in range(2)
    )
    assert one.subject == one.object != other.subject


def test_no_server_is_said_to_be_out_of_reach() -> None:
    url = f"http://127.0.0.1:{servers.free_port()}/sparql"
    with pytest.raises(EndpointError, match="cannot be reached"):
        Remote(url).ask("ASK { }")


def test_a_silent_server_is_not_waited_for(serve) -> None:
    url, _ = serve(OK, delay=1)
    with pytest.raises(EndpointError, match=r"no answer within 0\.2 seconds"):
        Remote(url, timeout=0.2).ask("ASK { }")


@each(
    "url",
    [
        "ftp://e.org/",
        "file:///etc/passwd",
        "sparql",
        "http:///x",
        "http://me:secret@e.org/",
    ],
)
def test_an_address_that_is_none_is_refused(url: str) -> None:
    with pytest.raises(UsageError) as caught:
        Remote(url)
    assert "secret" not in str(caught.value)


def test_an_update_is_sent_as_a_query_and_so_changes_nothing(serve) -> None:
    url, script = serve((400, {}, b"no query"))
    with pytest.raises(EndpointError):
        Remote(url).ask("INSERT DATA { <urn:a> <urn:b> <urn:c> }")
    assert "update=" not in script.asked[0][1]
    assert script.asked[0][3] == b""


# Credentials


def test_credentials_come_from_the_environment_and_are_never_told(
    serve, monkeypatch
) -> None:
    monkeypatch.setenv("L2KG_USER", "me")
    monkeypatch.setenv("L2KG_PASSWORD", "s3cret")
    url, script = serve((403, {}, b"no"))
    remote = Remote(url)
    with pytest.raises(EndpointError) as caught:
        remote.ask("ASK { }")
    assert script.asked[0][2]["Authorization"] == "Basic bWU6czNjcmV0"
    assert "s3cret" not in f"{caught.value!r} {remote!r}"


def test_credentials_come_from_netrc(serve, monkeypatch, tmp_path) -> None:
    path = tmp_path / "netrc"
    path.write_text("machine 127.0.0.1 login me password s3cret\n")
    path.chmod(0o600)
    monkeypatch.setenv("NETRC", str(path))
    url, script = serve(OK)
    Remote(url).select("SELECT ?x { ?x ?y ?z }")
    assert script.asked[0][2]["Authorization"] == "Basic bWU6czNjcmV0"


def test_a_bad_netrc_is_said_without_its_text(serve, monkeypatch, tmp_path) -> None:
    path = tmp_path / "netrc"
    path.write_text("machin s3cret\n")
    monkeypatch.setenv("NETRC", str(path))
    with pytest.raises(UsageError, match="netrc") as caught:
        Remote(serve(OK)[0]).ask("ASK { }")
    assert "s3cret" not in str(caught.value)


def test_credentials_do_not_follow_a_redirection(serve, monkeypatch) -> None:
    monkeypatch.setenv("L2KG_USER", "me")
    monkeypatch.setenv("L2KG_PASSWORD", "s3cret")
    other, elsewhere = serve(OK)
    url, _ = serve((302, {"Location": other}, b""))
    Remote(url).select("SELECT ?x { ?x ?y ?z }")
    assert "Authorization" not in elsewhere.asked[0][2]
