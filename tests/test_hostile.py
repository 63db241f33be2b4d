"""What strangers may send to the endpoint to harm it: each gets its status and one line, and the next client its answer."""

from __future__ import annotations

import contextlib
import http.server
import os
import signal
import socket
import threading
import time
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import httpx
import pytest
from each import each
from shipped import CASES as NUMBER
from test_worker import FEDERATED, children_of, forked, running
from waiting import LONGEST, wait_until

from l2kg.errors import L2kgError
from l2kg.sandbox.limits import Budget, QueryBudgetError, QueryBusyError, QuerySlots
from l2kg.sandbox.worker import QueryService

if TYPE_CHECKING:
    from collections.abc import Iterator

    from serving import Start

CHEAP = "SELECT (COUNT(?c) AS ?n) { ?c a l2:Case }"
BOMB = " ".join(f"BIND(CONCAT(?v{n},?v{n}) AS ?v{n + 1})" for n in range(40))


class Canary(http.server.BaseHTTPRequestHandler):
    """Notes that somebody came."""

    visits: list[str] = []  # noqa: RUF012

    def do_GET(self) -> None:
        Canary.visits.append(self.path)
        self.send_response(200)
        self.end_headers()

    do_POST = do_HEAD = do_GET  # noqa: N815


@pytest.fixture(scope="module")
def canary() -> Iterator[str]:
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Canary)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    Canary.visits.clear()
    yield f"http://127.0.0.1:{server.server_address[1]}/"
    server.shutdown()


@pytest.fixture(scope="module")
def endpoint(
    folder: str, tmp_path_factory: pytest.TempPathFactory, start: Start
) -> Iterator[httpx.Client]:
    process, base = start(
        folder, tmp_path_factory.mktemp("hostile"), "serve", "/assets/icon.svg"
    )
    with httpx.Client(base_url=base, timeout=LONGEST) as client:
        yield client
    process.terminate()
    process.wait(LONGEST)


def ask(endpoint: httpx.Client, query: str, accept: str = "text/csv") -> httpx.Response:
    return endpoint.post("/sparql", data={"query": query}, headers={"Accept": accept})


def next_client_is_answered(endpoint: httpx.Client) -> None:
    assert ask(endpoint, CHEAP).text == f"n\r\n{NUMBER}\r\n"


def is_one_line(answer: httpx.Response) -> None:
    assert answer.text.count("\n") == 1
    assert "Traceback" not in answer.text
    assert len(answer.text) < 500


QUICK = [
    pytest.param("ASK {" + " " * 70_000 + "}", {413}, id="oversized"),
    pytest.param("SELECT * " + "{" * 1000 + "}" * 1000, {400}, id="a thousand braces"),
    pytest.param(
        "ASK { FILTER(" + "(" * 5000 + "1" + ")" * 5000 + ") }", {400}, id="nesting"
    ),
    pytest.param("ASK { FILTER(" + "!" * 60_000 + "1) }", {400}, id="negations"),
    pytest.param("ASK { ?s ?p '\x00' \x00 }", {400}, id="null bytes"),
    pytest.param("ASK { ?s ?p ?o } \ufffe\u202e", {400}, id="strange signs"),
    pytest.param("LOAD <http://127.0.0.1:9/>", {403}, id="load"),
    pytest.param(
        "# a\nBASE <http://x/> pReFiX a: <b> dElEtE WHERE { ?s ?p ?o }",
        {403},
        id="update in disguise",
    ),
    pytest.param(
        "SELECT * FROM <file:///etc/passwd> { ?s ?p ?o }", {403}, id="from file"
    ),
    pytest.param(
        "PREFIX f: <file:///etc/> SELECT * FROM NAMED f:passwd { GRAPH ?g { ?s ?p ?o } }",
        {403},
        id="from file by prefix",
    ),
    pytest.param(
        "BASE <file:///etc/> SELECT * FROM <passwd> { ?s ?p ?o }",
        {403},
        id="from file by base",
    ),
    pytest.param(
        "SELECT * FROM <https://w3id.org/l2kg/../../etc/passwd> { ?s ?p ?o }",
        {200},
        id="path traversal in a graph",
    ),
    pytest.param(
        "SELECT * { GRAPH <file:///etc/passwd> { ?s ?p ?o } }",
        {200},
        id="graph of a file",
    ),
]
LONG = [
    pytest.param(
        "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }", id="cross product"
    ),
    pytest.param(
        "SELECT (COUNT(*) AS ?n) { ?a (!l2:x|^!l2:y)* ?b . ?b (!l2:x|^!l2:y)* ?c }",
        id="paths over everything",
    ),
    pytest.param(
        f"SELECT (STRLEN(?v40) AS ?n) {{ BIND('0123456789' AS ?v0) {BOMB} }}",
        id="string bomb",
    ),
    pytest.param(
        "SELECT * { ?a ?b ?c . ?d ?e ?f } ORDER BY ?c ?f", id="order of everything"
    ),
    pytest.param(
        "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f FILTER(REGEX(STR(?c), CONCAT('(x+x+)+', STR(?f)))) }",
        id="regex",
    ),
]


@each(("query", "statuses"), QUICK)
def test_what_is_malformed_or_forbidden_is_refused_at_once(
    endpoint: httpx.Client, query: str, statuses: set[int]
) -> None:
    answer = ask(endpoint, query)
    assert answer.status_code in statuses, answer.text[:300]
    assert "root:" not in answer.text
    if answer.status_code != 200:
        is_one_line(answer)
    next_client_is_answered(endpoint)


@pytest.fixture(scope="module")
def service(folder: str) -> Iterator[QueryService]:
    service = QueryService(folder, slots=QuerySlots(budget=Budget(1e6)))
    yield service
    service.close()


@pytest.mark.slow
@each("query", LONG)
def test_what_would_run_for_ever_ends_and_the_next_is_answered(
    service: QueryService, query: str
) -> None:
    with pytest.raises(Exception, match=r"stopped|memory"):
        service.run(query, timeout=2, client="test")
    wait_until(lambda: not running(service), "the query's process ends")
    assert (
        service.run(CHEAP, name="csv", client="test").body
        == f"n\r\n{NUMBER}\r\n".encode()
    )


@each("query", FEDERATED)
def test_nobody_is_called(endpoint: httpx.Client, canary: str, query: str) -> None:
    answer = ask(endpoint, query.replace("http://127.0.0.1:9/", canary))
    assert answer.status_code == 403
    is_one_line(answer)
    assert Canary.visits == []


@each("name", ["default-graph-uri", "named-graph-uri"])
@each("graph", ["file:///etc/passwd", "CANARY", "javascript:alert(1)"])
def test_no_graph_is_fetched(
    endpoint: httpx.Client, canary: str, name: str, graph: str
) -> None:
    answer = endpoint.get(
        "/sparql", params={"query": CHEAP, name: graph.replace("CANARY", canary)}
    )
    assert answer.status_code == 403
    assert Canary.visits == []


def test_broken_encodings_are_told(endpoint: httpx.Client) -> None:
    for answer in (
        endpoint.get("/sparql?query=%ff%fe"),
        endpoint.post(
            "/sparql",
            content=b"query=%ff",
            headers={"Content-Type": "application/x-www-form-urlencoded"},
        ),
        endpoint.post(
            "/sparql",
            content=b"\xff\xfeASK",
            headers={"Content-Type": "application/sparql-query"},
        ),
    ):
        assert answer.status_code == 400
        is_one_line(answer)


@each("value", ["x\r\nSet-Cookie: a=b", "csv\r\n\r\n<script>"])
def test_no_header_is_injected(endpoint: httpx.Client, value: str) -> None:
    answer = endpoint.get("/sparql", params={"query": CHEAP, "format": value})
    assert answer.status_code == 406
    assert "set-cookie" not in answer.headers
    assert answer.headers["content-type"].startswith("text/plain")
    assert answer.headers["x-content-type-options"] == "nosniff"


@each(
    "path",
    ["/case/../../etc/passwd", "/graph/..%2f..%2f..%2fetc%2fpasswd", "/ontology/..%2f..%2fpyproject", "/ontology/alignments/%2e%2e/core.ttl",
     "/actor/%00", "/actor/%ff", "/vocab/%0d%0aSet-Cookie:a=b", "/shape/..%2f..%2f..%2fREADME", "/l2kg.%2e%2e%2f"],
)  # fmt: skip
def test_paths_lead_nowhere_else(endpoint: httpx.Client, path: str) -> None:
    host = urlsplit(str(endpoint.base_url))
    with socket.create_connection(
        (host.hostname, host.port)
    ) as line:  # as it is: a client would mend the path
        line.sendall(
            f"GET {path} HTTP/1.1\r\nHost: x\r\nAccept: text/turtle\r\nConnection: close\r\n\r\n".encode()
        )
        said = b"".join(iter(lambda: line.recv(65536), b""))
    assert said.split()[1] in (b"404", b"400")
    assert b"root:" not in said
    assert b"\nset-cookie" not in said.lower()


def test_a_slow_sender_is_left(endpoint: httpx.Client) -> None:
    host = urlsplit(str(endpoint.base_url))
    with (
        socket.create_connection((host.hostname, host.port)) as head,
        socket.create_connection((host.hostname, host.port)) as body,
    ):
        head.sendall(b"GET /sparql HTTP/1.1\r\nHost: x\r\n")
        body.sendall(
            b"POST /sparql HTTP/1.1\r\nHost: x\r\nContent-Type: application/sparql-query\r\nContent-Length: 99\r\n\r\nASK"
        )
        head.settimeout(LONGEST)
        body.settimeout(LONGEST)
        next_client_is_answered(endpoint)
        assert b" 408 " in head.recv(1000)
        assert b" 408 " in body.recv(1000)


def test_a_result_that_is_too_long_is_cut_and_says_so(endpoint: httpx.Client) -> None:
    answer = ask(
        endpoint, "SELECT * { ?a ?b ?c . ?d ?e ?f }", "application/sparql-results+json"
    )
    assert answer.status_code in (200, 503)
    assert answer.status_code == 503 or (
        answer.headers["l2kg-truncated"] == "true"
        and "add a LIMIT" in answer.json()["truncated"]
    )


def test_a_client_spends_its_share_and_another_does_not_notice(folder: str) -> None:
    slots = QuerySlots(budget=Budget(0.2, refill=0.01))
    with slots.slow("a", time.monotonic() + 1):
        time.sleep(0.3)
    with (
        pytest.raises(QueryBudgetError, match="share"),
        slots.slow("a", time.monotonic() + 1),
    ):
        pass
    with slots.slow("b", time.monotonic() + 1):
        pass


@pytest.mark.slow
def test_the_quick_pass_while_the_slow_slots_are_full(service: QueryService) -> None:
    def run_away() -> None:
        with contextlib.suppress(L2kgError):
            service.run(str(LONG[0].values[0]), timeout=LONGEST, client="test")

    def stopped() -> bool:
        for pid in running(service):
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        return not any(thread.is_alive() for thread in runaways)

    runaways = [threading.Thread(target=run_away) for _ in range(12)]
    for thread in runaways:
        thread.start()
    # Two run, four wait, six are told that there is no room.
    wait_until(
        lambda: sum(thread.is_alive() for thread in runaways) == 6,
        "the slow slots are full",
    )
    assert (
        service.run(CHEAP, name="csv", client="test").body
        == f"n\r\n{NUMBER}\r\n".encode()
    )
    assert sum(thread.is_alive() for thread in runaways) == 6
    wait_until(stopped, "the runaways end")


def test_full_slow_slots_say_so_at_once() -> None:
    slots = QuerySlots(slow=1, waiting=1)
    with (
        slots.slow("a", time.monotonic() + 1),
        pytest.raises(QueryBusyError, match="try again"),
        slots.slow("a", time.monotonic() + 0.2),
    ):
        pass


def test_a_killed_worker_is_replaced(endpoint: httpx.Client, folder: str) -> None:
    next_client_is_answered(endpoint)
    (fork_server,) = [
        pid
        for pid in children_of(f"l2kg.sandbox.forkserver {folder}")
        if _parent_command(pid) == "serve"
    ]
    os.kill(fork_server, signal.SIGKILL)
    assert ask(endpoint, CHEAP).text == f"n\r\n{NUMBER}\r\n"


def _parent_command(pid: int) -> str:
    parent = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[1]
    return (
        "serve"
        if b"\0serve\0" in Path(f"/proc/{parent}/cmdline").read_bytes()
        else "other"
    )


def test_a_killed_server_leaves_nothing_and_starts_again(
    folder: str, tmp_path: Path, start: Start
) -> None:
    place = f"{folder}/."
    process, base = start(place, tmp_path, "serve", "/assets/icon.svg")

    def run_away() -> None:
        with contextlib.suppress(httpx.HTTPError):
            httpx.post(f"{base}/sparql", data={"query": str(LONG[0].values[0])})

    threading.Thread(target=run_away, daemon=True).start()
    wait_until(
        lambda: any(map(forked, children_of(f"l2kg.sandbox.forkserver {place}"))),
        "the query runs",
    )
    process.kill()
    process.wait()
    wait_until(
        lambda: not children_of(f"l2kg.sandbox.forkserver {place}"),
        "the fork server ends with its parent",
    )
    process, base = start(place, tmp_path, "serve", "/assets/icon.svg")
    asked = {"query": CHEAP, "format": "csv"}
    answer = httpx.get(f"{base}/sparql", params=asked, timeout=LONGEST)
    assert answer.text == f"n\r\n{NUMBER}\r\n"
    process.terminate()
    process.wait(LONGEST)
