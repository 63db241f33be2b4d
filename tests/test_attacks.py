"""What strangers may do to HTTP itself: each gets its status, nothing is reflected as more than text, and the next is answered."""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import threading
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import httpx
import pytest
from each import each
from shipped import CASES as NUMBER
from test_hostile import (
    CHEAP,
    LONG,
    Canary,
    ask,
    canary,  # noqa: F401
    is_one_line,
    next_client_is_answered,
)
from test_worker import children_of, forked
from waiting import LONGEST, wait_until

from l2kg.queries.guard import QueryRefusedError, check_query
from l2kg.sandbox.worker import QueryExhaustedError, QueryService

if TYPE_CHECKING:
    from collections.abc import Iterator

    from serving import Start

ASK = "/sparql?query=ASK%7B%7D&format=json"
CLOSE = "Connection: close\r\n\r\n"
QUERY = "Content-Type: application/sparql-query\r\n"


@pytest.fixture(scope="module")
def endpoint(
    folder: str, tmp_path_factory: pytest.TempPathFactory, start: Start
) -> Iterator[httpx.Client]:
    place = tmp_path_factory.mktemp("attacked")
    process, base = start(
        f"{folder}/./.", place, "serve", "/assets/icon.svg", log=place / "log"
    )
    with httpx.Client(base_url=base, timeout=LONGEST) as client:
        yield client
    process.terminate()
    process.wait(LONGEST)
    assert "Traceback" not in (place / "log").read_text()


def raw(endpoint: httpx.Client, *sent: str | bytes) -> bytes:
    """Send bytes as they are, and return all that comes back."""
    host = urlsplit(str(endpoint.base_url))
    with socket.create_connection((host.hostname, host.port), timeout=LONGEST) as line:
        with contextlib.suppress(OSError):  # hung up on
            for part in sent:
                line.sendall(part.encode("latin-1") if isinstance(part, str) else part)
        said = b""
        with contextlib.suppress(OSError):
            while part := line.recv(65536):
                said += part
    return said


MALFORMED = [
    pytest.param((f"GET {ASK} HTTP/1.1\r\n{CLOSE}",), b"400", id="no host"),
    pytest.param((f"GET {ASK}\r\n\r\n",), b"400", id="HTTP 0.9"),
    pytest.param((bytes.fromhex("16030100a5010000a10303"),), b"400", id="TLS"),
    pytest.param(
        (f"GET /case/\x00 HTTP/1.1\r\nHost: x\r\n{CLOSE}",), b"400", id="null byte"
    ),
    pytest.param(
        (
            f"POST /sparql HTTP/1.1\r\nHost: x\r\n{QUERY}Content-Length: 5\r\nContent-Length: 6\r\n\r\nASK{{}}",
        ),
        b"400",
        id="two lengths",
    ),
    pytest.param(
        (
            f"POST /sparql HTTP/1.1\r\nHost: x\r\n{QUERY}Content-Length: -5\r\n\r\nASK{{}}",
        ),
        b"400",
        id="negative length",
    ),
    pytest.param(
        (
            f"POST /sparql HTTP/1.1\r\nHost: x\r\n{QUERY}Transfer-Encoding: chunked\r\n\r\nZZ\r\nASK{{}}",
        ),
        b"400",
        id="no chunk",
    ),
    pytest.param(
        (
            f"GET {ASK} HTTP/1.1\r\nHost: x\r\n",
            *["X-Long: " + "a" * 60_000 + "\r\n"] * 20,
            "\r\n",
        ),
        b"400",
        id="a megabyte of headers",
    ),
    pytest.param(
        (f"GET {ASK} HTTP/1.1\r\nHost: x\r\nX: a\r\n b\r\n{CLOSE}",),
        b"200",
        id="a folded header",
    ),
    pytest.param(
        (
            f"GET {ASK} HTTP/1.1\r\nHost: x\r\n",
            *[f"X-{n}: a\r\n" for n in range(5000)],
            CLOSE,
        ),
        b"200",
        id="five thousand headers",
    ),
    pytest.param(
        (f"DELETE /sparql HTTP/1.1\r\nHost: x\r\n{CLOSE}",), b"405", id="delete"
    ),
    pytest.param((f"TRACE /sparql HTTP/1.1\r\nHost: x\r\n{CLOSE}",), b"405", id="trace"),
]


@each(("sent", "status"), MALFORMED)
def test_what_is_hardly_http_has_its_status(
    endpoint: httpx.Client, sent: tuple[str | bytes, ...], status: bytes
) -> None:
    assert raw(endpoint, *sent).split(b" ", 2)[1] == status
    next_client_is_answered(endpoint)


def test_chunks_without_end_are_cut_off(endpoint: httpx.Client) -> None:
    head = (
        f"POST /sparql HTTP/1.1\r\nHost: x\r\n{QUERY}Transfer-Encoding: chunked\r\n\r\n"
    )
    said = raw(endpoint, head, *["10000\r\n" + " " * 65536 + "\r\n"] * 40)
    assert said.split(b" ", 2)[1] == b"413"
    next_client_is_answered(endpoint)


@each(
    "target",
    [
        "http://example.org/case/geneva-accord.ttl",
        "HTTP://example.org:80/case/geneva-accord.ttl?x=1",
    ],
)
def test_a_whole_address_is_read_by_its_path(endpoint: httpx.Client, target: str) -> None:
    said = raw(endpoint, f"GET {target} HTTP/1.1\r\nHost: other.example\r\n{CLOSE}")
    assert said.split(b" ", 2)[1] == b"200"
    assert b"text/turtle" in said


def test_a_body_that_breaks_off_is_no_fault_of_ours(endpoint: httpx.Client) -> None:
    host = urlsplit(str(endpoint.base_url))
    with socket.create_connection((host.hostname, host.port)) as line:
        line.sendall(
            f"POST /sparql HTTP/1.1\r\nHost: x\r\n{QUERY}Content-Length: 100\r\n\r\nASK".encode()
        )
    next_client_is_answered(endpoint)  # the log is read at the end


def test_requests_in_a_row_are_answered_in_order(endpoint: httpx.Client) -> None:
    asked = "".join(
        f"GET /sparql?query=SELECT%20%28{n}%20AS%20%3Fn%29%20%7B%7D&format=csv HTTP/1.1\r\nHost: x\r\n\r\n"
        for n in range(50)
    )
    said = raw(endpoint, asked, f"GET /robots.txt HTTP/1.1\r\nHost: x\r\n{CLOSE}")
    assert [
        int(part.split(b"n\r\n")[1].split()[0]) for part in said.split(b"\r\n\r\n")[1:51]
    ] == list(range(50))


def test_many_idle_connections_keep_nobody_out(endpoint: httpx.Client) -> None:
    host = urlsplit(str(endpoint.base_url))
    with contextlib.ExitStack() as idle:
        for _ in range(300):
            idle.enter_context(socket.create_connection((host.hostname, host.port)))
        next_client_is_answered(endpoint)


HOSTS = [
    'evil"><script>alert(1)</script>',
    "a b",
    "<x>",
    "x:99999999",
    "[::1",
    "a\\b",
    "\xff",
    "x/y?z#",
    "javascript:alert(1)",
    "",
]
PATHS = [
    "/",
    "/sparql",
    ASK,
    "/.well-known/void",
    "/robots.txt",
    "/sitemap.xml",
    "/reconcile",
    "/case/geneva-accord",
    "/actor/nato",
]


@each("host", HOSTS)
@each("accept", ["text/html", "text/turtle", "*/*"])
def test_a_strange_host_does_no_harm(
    endpoint: httpx.Client, host: str, accept: str
) -> None:
    for path in PATHS:
        said = raw(
            endpoint,
            f"GET {path} HTTP/1.1\r\nHost: {host}\r\nAccept: {accept}\r\n{CLOSE}",
        )
        assert said.split(b" ", 2)[1] in (b"200", b"303", b"307", b"400", b"406"), (
            path,
            said[:200],
        )
        assert b"<script>alert" not in said


def test_a_host_of_each_request_s_own_costs_little(endpoint: httpx.Client) -> None:
    for number in range(30):  # what is described is described once
        answer = endpoint.get(
            "/.well-known/void",
            headers={"Host": f"host-{number}.example", "Accept": "text/turtle"},
        )
        assert f"http://host-{number}.example/sparql" in answer.text
        assert "here.invalid" not in answer.text


REFLECTED = [
    pytest.param("/case/<script>alert(1)</script>", {}, 404, id="path"),
    pytest.param("/actor/%22onload=%22alert(1)", {}, 404, id="attribute"),
    pytest.param("/case/" + "a" * 60_000, {}, 404, id="long path"),
    pytest.param("/sparql?<script>alert(1)</script>", {}, 200, id="query string"),
    pytest.param(
        "/sparql?query=ASK%7B%7D&format=csv%0d%0aX:%20y", {}, 406, id="lines in format"
    ),
    pytest.param(
        "/sparql?query=ASK%7B%7D&format=" + "x" * 20_000, {}, 406, id="long format"
    ),
    pytest.param(
        ASK.removesuffix("&format=json"),
        {"Accept": "x/y;q=1," * 15_000},
        406,
        id="long accept",
    ),
    pytest.param(
        "/reconcile/preview?id=<script>alert(1)</script>", {}, 404, id="preview"
    ),
    pytest.param("/reconcile?callback=alert(1)//", {}, 200, id="callback"),
]


@each("accept", ["text/html", "text/plain"])
@each(("path", "headers", "status"), REFLECTED)
def test_nothing_sent_comes_back_as_more_than_text(
    endpoint: httpx.Client, path: str, headers: dict[str, str], status: int, accept: str
) -> None:
    answer = endpoint.get(path, headers={"Accept": accept} | headers)
    assert answer.status_code in (status, 406)
    assert (
        answer.headers["content-type"].startswith(("text/plain", "application/json"))
        or "<script>alert" not in answer.text
    )
    assert not answer.headers["content-type"].startswith("text/plain") or (
        answer.text.count("\n") == 1 and "\r" not in answer.text
    )
    assert len(answer.text) < 2000
    assert answer.headers["x-content-type-options"] == "nosniff"


BODIES = [
    pytest.param({"content": b"\x1f\x8b\x08", "headers": {"Content-Type": "application/sparql-query", "Content-Encoding": "gzip"}}, 400, id="gzip"),
    pytest.param({"files": {"query": b"ASK {}"}}, 415, id="multipart"),
    pytest.param({"content": b"ASK {}", "headers": {"Content-Type": "application/sparql-query; charset=utf-16"}}, 415, id="utf-16"),
    pytest.param({"content": b"query=%ED%A0%80", "headers": {"Content-Type": "application/x-www-form-urlencoded"}}, 400, id="surrogate"),
    pytest.param({"data": {"query": "ASK { ?s ?p '\\uD800' }"}}, 400, id="escaped surrogate"),
    pytest.param({"data": {"query": ""}}, 400, id="empty"),
    pytest.param({"data": {f"a{n}": "1" for n in range(2000)}}, 400, id="two thousand fields"),
    pytest.param({"content": b"", "headers": {"Content-Type": "application/sparql-query"}}, 400, id="no body"),
    pytest.param({"data": {"query": "DROP ALL", "update": "DROP ALL"}}, 403, id="query and update"),
]  # fmt: skip


@each(("sent", "status"), BODIES)
def test_a_body_of_another_kind_is_refused(
    endpoint: httpx.Client, sent: dict[str, object], status: int
) -> None:
    answer = endpoint.post("/sparql", **sent)
    assert answer.status_code == status, answer.text[:200]
    is_one_line(answer)


JSON = [
    pytest.param("[" * 60_000, 400, id="nested lists"),
    pytest.param(
        '{"q":{"query":' + '{"a":' * 9_000 + "1" + "}" * 9_000 + "}}",
        400,
        id="nested objects",
    ),
    pytest.param(
        '{"q":{"query":"x","limit":' + "9" * 50_000 + "}}",
        400,
        id="a number of 50,000 digits",
    ),
    pytest.param('{"q":{"query":"\\ud800"}}', 200, id="surrogate"),
    pytest.param("{", 400, id="cut"),
    pytest.param("\x00", 400, id="null byte"),
]


@each("field", ["queries", "extend"])
@each(("text", "status"), JSON)
def test_reconciliation_reads_no_bombs(
    endpoint: httpx.Client, field: str, text: str, status: int
) -> None:
    answer = endpoint.post("/reconcile", data={field: text})
    assert answer.status_code in (status, 400), answer.text[:200]
    next_client_is_answered(endpoint)


def test_a_full_batch_of_long_names_ends(endpoint: httpx.Client) -> None:
    batch = (
        "{"
        + ",".join(f'"{n}":{{"query":"{"a b c d e f g " * 60}"}}' for n in range(200))
        + "}"
    )
    assert endpoint.post("/reconcile", data={"queries": batch}).status_code == 200
    next_client_is_answered(endpoint)


NEGOTIATED = [
    pytest.param({"If-None-Match": "*"}, 304, id="any tag"),
    pytest.param({"If-None-Match": '"x", TAG'}, 304, id="a list of tags"),
    pytest.param({"If-None-Match": "STRONG"}, 304, id="a strong tag"),
    pytest.param({"If-None-Match": '"x"'}, 200, id="another tag"),
    pytest.param({"If-None-Match": "HALF"}, 200, id="half a tag"),
    pytest.param(
        {"Accept": "text/csv;q=nan, application/json;q=0.1"},
        200,
        id="weight that is no number",
    ),
    pytest.param(
        {"Accept": "application/sparql-results+json;q=1e9"},
        406,
        id="weight in another notation",
    ),
    pytest.param(
        {"Accept": "text/turtle;q=0, */*;q=0.1"}, 200, id="refused and anything"
    ),
    pytest.param({"Accept": ";;;,,,q=1;/;*"}, 406, id="no media types"),
    pytest.param({"Range": "bytes=0-1"}, 200, id="range"),
]


@each("path", ["/sparql?query=ASK%7B%7D", "/case/geneva-accord"])
@each(("headers", "status"), NEGOTIATED)
def test_conditions_and_weights_are_read_as_the_standard_has_it(
    endpoint: httpx.Client, path: str, headers: dict[str, str], status: int
) -> None:
    accept = (
        {"Accept": "application/json"} if "sparql" in path else {"Accept": "text/html"}
    )
    tag = endpoint.get(path, headers=accept).headers["etag"]
    words = {"TAG": tag, "STRONG": tag.removeprefix("W/"), "HALF": tag[:-4] + '"'}
    sent = {
        name: " ".join(words.get(word, word) for word in value.split(" "))
        for name, value in headers.items()
    }
    if "case" in path and "Accept" in sent:
        return  # a document comes in other types than a table
    answer = endpoint.get(path, headers=accept | sent)
    assert answer.status_code == status
    assert status != 304 or answer.content == b""


def test_head_says_what_get_says(endpoint: httpx.Client) -> None:
    for path in (ASK, "/sparql", "/case/geneva-accord.ttl", "/.well-known/void"):
        head, get = (
            endpoint.request(method, path, headers={"Accept": "*/*"})
            for method in ("HEAD", "GET")
        )
        assert head.content == b""
        assert {k: v for k, v in head.headers.items() if k != "date"} == {
            k: v for k, v in get.headers.items() if k != "date"
        }


AWAY = "<http://127.0.0.1:9/> { ?a ?b ?c }"
FRESH = [
    pytest.param(f"SELECT * {{ ?s ?p ?o FILTER EXISTS {{ SERVICE {AWAY} }} }}", id="in a filter"),
    pytest.param(f"SELECT * {{ ?s ?p ?o MINUS {{ SERVICE {AWAY} }} }}", id="in a minus"),
    pytest.param(f"SELECT * {{ {{ SELECT * {{ {{ SELECT * {{ SERVICE {AWAY} }} }} }} }} }}", id="in a subquery of a subquery"),
    pytest.param("SELECT * { VALUES ?x { <http://127.0.0.1:9/> } SERVICE ?x { ?a ?b ?c } }", id="by a variable"),
    pytest.param(f"CONSTRUCT {{ ?a ?b ?c }} {{ SERVICE {AWAY} }}", id="in a construct"),
    pytest.param(f"DESCRIBE ?a {{ SERVICE {AWAY} }}", id="in a describe"),
    pytest.param(f"SELECT * {{ \\U00000053\\u0045RVICE {AWAY} }}", id="two escapes"),
    pytest.param(f"SELECT * {{ SE#\nRVICE {AWAY} SERVICE {AWAY} }}", id="after a broken word"),
    pytest.param(f"SELECT * {{ ?s ?p '''a''b'c''' . SERVICE {AWAY} }}", id="after a long string with quotation marks"),
    pytest.param(f"SELECT * {{ ?s ?p 'a'@en . SERVICE\n#'\n{AWAY} }}", id="before a comment with a quotation mark"),
    pytest.param(f"PREFIX s: <http://x/#'> SELECT * {{ SERVICE {AWAY} }} # '", id="after a hash in an IRI"),
    pytest.param("BASE <http://127.0.0.1:9/> SELECT * { SERVICE <> { ?a ?b ?c } }", id="by the base"),
    pytest.param(f"SELECT (EXISTS {{ SERVICE {AWAY} }} AS ?e) {{}}", id="in the projection"),
    pytest.param(f"SELECT * {{ ?s ?p ?o }} ORDER BY (EXISTS {{ SERVICE {AWAY} }})", id="in the order"),
    pytest.param(f"SELECT * {{ GRAPH ?g {{ OPTIONAL {{ SERVICE SILENT {AWAY} }} }} }}", id="in an optional of a graph"),
]  # fmt: skip


@each("query", FRESH)
def test_federation_is_found_wherever_it_stands(
    endpoint: httpx.Client, canary: str, query: str
) -> None:
    answer = ask(endpoint, query.replace("http://127.0.0.1:9/", canary))
    assert answer.status_code in (400, 403), answer.text
    is_one_line(answer)
    assert Canary.visits == []


FOREIGN = [
    "SELECT * FROM <file:///etc/passwd> {}",
    "SELECT * from\nnamed#x\n<file:///etc/passwd> {}",
    "SELECT * FROM <fi\\u006ce:///etc/passwd> {}",
    "SELECT * \\u0046ROM <file:///etc/passwd> {}",
    "BASE <https://w3id.org/l2kg/> BASE <file:///etc/> SELECT * FROM <passwd> {}",
    "BASE <file:///etc/> SELECT * FROM <passwd> FROM <https://w3id.org/l2kg/graph/claims> {}",
    "PREFIX case: <file:///etc/> SELECT * FROM case:passwd {}",
    "PREFIX : <http://127.0.0.1:9/> SELECT * FROM NAMED : {}",
    "SELECT * FROM <HTTP://127.0.0.1:9/> {}",
    "SELECT * FROM <https://w3id.org/l2kg@127.0.0.1:9/> {}",
    "DESCRIBE <x> FROM <file:///etc/passwd>",
    "ASK FROM <//127.0.0.1:9/> {}",
]


@each("query", FOREIGN)
def test_foreign_graphs_are_refused_however_they_are_written(query: str) -> None:
    with pytest.raises(QueryRefusedError):
        check_query(query)


UPDATES = ["INSERT DATA {}", "DELETE WHERE {}", "load <file:///etc/passwd>", "LOAD SILENT <x> INTO GRAPH <y>", "CLEAR ALL", "DROP SILENT DEFAULT",
           "CREATE GRAPH <x>", "ADD <a> TO <b>", "MOVE <a> TO <b>", "COPY DEFAULT TO <b>", "WITH <a> DELETE {} WHERE {}",
           "\\u0049NSERT DATA {}", "#x\nBASE<a:b>PREFIX:<c:d>Insert{}WHERE{}", "SELECT * {} ; DROP ALL", "ASK {} INSERT DATA {}"]  # fmt: skip


@each("query", UPDATES)
def test_no_update_is_run(endpoint: httpx.Client, query: str) -> None:
    assert ask(endpoint, query).status_code in (400, 403)
    assert endpoint.post("/sparql", data={"update": query}).status_code == 403
    next_client_is_answered(endpoint)


def test_a_query_whose_process_is_killed_ends_at_once_and_the_next_is_answered(
    folder: str,
) -> None:
    service = QueryService(f"{folder}/./././.")
    ended: list[BaseException] = []

    def run_away() -> None:
        try:
            service.run(str(LONG[0].values[0]), timeout=LONGEST, client="test")
        except QueryExhaustedError as error:
            ended.append(error)

    service.version()
    (fork_server,) = children_of(f"l2kg.sandbox.forkserver {folder}/./././.")
    thread = threading.Thread(target=run_away)
    thread.start()
    wait_until(lambda: forked(fork_server), "the query runs")

    def stopped() -> bool:
        for pid in forked(fork_server):
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        return not thread.is_alive()

    wait_until(stopped, "the query is told to have ended")
    assert len(ended) == 1
    assert (
        service.run(CHEAP, name="csv", client="test").body
        == f"n\r\n{NUMBER}\r\n".encode()
    )
    service.close()
    wait_until(
        lambda: not children_of(f"l2kg.sandbox.forkserver {folder}/./././."),
        "the fork server is closed",
    )
