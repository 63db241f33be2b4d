"""Strangers' queries: what is refused before it runs, what is ended while it runs, and what comes back."""

from __future__ import annotations

import contextlib
import inspect
import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from each import each
from shipped import CASES as NUMBER
from waiting import LONGEST, wait_until

from l2kg.errors import L2kgError
from l2kg.queries.changes import changed_terms
from l2kg.queries.faults import structural
from l2kg.queries.guard import MAX_BYTES, QueryTooDeepError, check_query
from l2kg.queries.header import all_queries
from l2kg.queries.media_types import NotAcceptableError
from l2kg.queries.mentions import mentions
from l2kg.queries.serialise import CUT
from l2kg.queries.syntax import explain
from l2kg.queries.tokens import tokens
from l2kg.sandbox.limits import Budget, QuerySlots
from l2kg.sandbox.messages import receive, send
from l2kg.sandbox.worker import (
    QueryExhaustedError,
    QueryRefusedError,
    QueryService,
    QuerySyntaxError,
    QueryTimeoutError,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

AWAY = "<http://127.0.0.1:9/> { ?s ?p ?o }"
RUNAWAY = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
FEDERATED = [
    pytest.param(f"SELECT * {{ SERVICE {AWAY} }}", id="plain"),
    pytest.param(f"SELECT * {{ service silent {AWAY} }}", id="silent, lower case"),
    pytest.param("SELECT * { \\u0053ERVICE " + AWAY + " }", id="escaped letter"),
    pytest.param(
        "SELECT * { ?s ?p '\\u0027 SERVICE " + AWAY + " #' }", id="escaped quotation mark"
    ),
    pytest.param(
        f"SELECT * {{ BIND('\\\\' AS ?z) SERVICE {AWAY} }}",
        id="after an escaped backslash",
    ),
    pytest.param(
        f"SELECT * {{ ?a ?b ?c . # '\nSERVICE {AWAY} # '\n}}",
        id="between comments with quotation marks",
    ),
    pytest.param(
        f"SELECT * {{ BIND(1<2 AS ?b) SERVICE {AWAY} BIND(3>2 AS ?c) }}",
        id="between comparisons",
    ),
    pytest.param(
        f"SELECT * {{ ?s ?p ?o FILTER(?s<?o)SERVICE#>\n{AWAY} }}",
        id="in what looks like an IRI",
    ),
    pytest.param(
        f"PREFIX b: <http://b/> SELECT * {{ ?s ?p ?o FILTER(?s<b:c)SERVICE#>\n{AWAY} }}",
        id="in what looks like an absolute IRI",
    ),
    pytest.param(
        "PREFIX : <http://127.0.0.1:9/> SELECT * { SERVICE:x { ?s ?p ?o } }",
        id="glued to its name",
    ),
    pytest.param(f"SELECT * {{ ?s ?p 1SERVICE {AWAY} }}", id="glued to a number"),
    pytest.param(f"SELECT * {{ ?s ?p trueSERVICE {AWAY} }}", id="glued to a word"),
    pytest.param(f"SELECT * {{ ?s ?p ?o.SERVICE {AWAY} }}", id="glued to a dot"),
    pytest.param(
        f"PREFIX a: <http://a/> SELECT * {{ ?s ?p a:b\\# . SERVICE {AWAY}\n }}",
        id="after an escaped hash",
    ),
    pytest.param(
        f"PREFIX a: <http://a/> SELECT * {{ ?s ?p a:b.c\\' . SERVICE {AWAY}# '\n }}",
        id="after an escaped quotation mark in a name",
    ),
    pytest.param(f"SELECT * {{ <urn:x#> ?p ?o . SERVICE {AWAY} }}", id="after a hash"),
    pytest.param(
        f"BASE <http://x/> SELECT * {{ <#> ?p ?o . SERVICE {AWAY} }}",
        id="after a hash in a relative IRI",
    ),
    pytest.param(
        f"SELECT * {{ <urn:o'x> ?p ?o . SERVICE {AWAY} }}",
        id="after a quotation mark in an IRI",
    ),
    pytest.param(
        f"SELECT * {{ ?s ?p ?o FILTER(?s<?o#>'''\n) <urn:x#> ?p ?o . SERVICE {AWAY} }} #'''",
        id="between a comparison and an IRI that both hide the rest of a line",
    ),
]
HARMLESS = [
    pytest.param('SELECT ("SERVICE <http://x/>" AS ?a) {}', id="in a string"),
    pytest.param(
        "SELECT ?service { ?s <http://x/SERVICE> ?service }",
        id="in a variable and an IRI",
    ),
    pytest.param("SELECT * { ?s l2:service 1 }", id="in a name"),
    pytest.param(
        "SELECT * { ?s a <https://w3id.org/l2kg/ontology#Case> } # service",
        id="in a comment after an absolute IRI",
    ),
    pytest.param("SELECT * { ?s ?p ?o } # SERVICE", id="in a comment"),
    pytest.param(
        'SELECT * { ?s ?p """a"b""SERVICE""", "x"@en-service }',
        id="in a long string and a language tag",
    ),
    pytest.param(
        "SELECT * FROM graph:inferred FROM NAMED case:geneva-accord { ?s ?p ?o }",
        id="our own graphs",
    ),
    pytest.param(
        "SELECT * # FROM <http://x/>\n{ ?s ?p 'FROM <http://x/>' }",
        id="foreign graphs in comment and string",
    ),
]
REFUSED = [
    pytest.param(
        "PREFIX x: <http://x/> INSERT DATA { x:a x:a 1 }",
        "INSERT is not allowed",
        id="insert",
    ),
    pytest.param("# first\nLOAD <http://x/>", "LOAD is not allowed", id="load"),
    pytest.param(
        "SELECT * FROM <http://x/> { ?s ?p ?o }",
        "FROM <http://x/> is not allowed",
        id="foreign graph",
    ),
    pytest.param(
        "PREFIX g: <file:///etc/> SELECT * FROM NAMED g:passwd { ?s ?p ?o }",
        "FROM <file:///etc/passwd>",
        id="foreign graph by prefix",
    ),
    pytest.param("{" * 1000 + "}" * 1000, "nests more than 64 deep", id="nested"),
    pytest.param("ASK {" + " " * MAX_BYTES + "}", "longer than 64 kB", id="long"),
]


@each("query", FEDERATED)
def test_federation_is_refused_however_it_is_written(query: str) -> None:
    with pytest.raises(QueryRefusedError, match="SERVICE is not allowed"):
        check_query(query)


@each("query", HARMLESS)
def test_the_word_alone_is_not_refused(query: str) -> None:
    check_query(query)


@each(("query", "said"), REFUSED)
def test_what_else_is_refused(query: str, said: str) -> None:
    with pytest.raises(QueryRefusedError, match=said):
        check_query(query)


@pytest.mark.slow
@each(
    "text",
    [
        '"""',
        "'",
        '"\\',
        "<a://",
        "FROM-",
        "FROM a:",
        "BASE ",
        "PREFIX a:<b>",
        "-",
        "(<",
        "a:",
        "\\",
        "\n",
    ],
)
def test_reading_a_query_takes_time_in_proportion_to_its_length(text: str) -> None:
    whole = text * (MAX_BYTES // len(text))
    quarter = whole[: len(whole) // 4]
    # Four times where it is in proportion, sixteen where it is a square.
    assert any(shortest(whole) < 10 * shortest(quarter) for _ in range(5))


def shortest(query: str) -> float:
    """Return how long reading a query takes, in seconds of the processor, at best."""
    found = []
    for _ in range(5):
        begun = time.process_time()
        with contextlib.suppress(QueryRefusedError):
            check_query(query)
        structural(query, tokens(query))
        mentions(query)
        found.append(time.process_time() - begun)
    return min(found)


@each(
    ("query", "place", "message"),
    [
        pytest.param(
            "SELECT * {\n  ?s ?p ?o garbage\n}",
            (2, 12),
            'cannot be read from "garbage" on',
            id="word",
        ),
        pytest.param("SELECT * { ?s ?p", (1, 17), "the query ends too early", id="end"),
        pytest.param(
            "SELECT * {\n  ?s no:such ?o }",
            (2, 6),
            "the prefix no: is not declared",
            id="prefix",
        ),
        pytest.param(
            "SELECT ?x { ?s ?p ?o } GROUP BY ?s",
            None,
            r"\?x is not in GROUP BY",
            id="unbound",
        ),
        pytest.param("", (1, 1), "the query ends too early", id="empty"),
    ],
)
def test_a_fault_is_told_with_its_place(
    service: QueryService, query: str, place: tuple[int, int] | None, message: str
) -> None:
    with pytest.raises(QuerySyntaxError, match=message) as caught:
        service.run(query, client="test")
    assert place is None or (caught.value.line, caught.value.column) == place


def test_a_complaint_without_a_place_is_kept() -> None:
    assert explain("no idea", "ASK {}").message == "no idea"


@pytest.fixture(scope="module")
def service(folder: str) -> Iterator[QueryService]:
    service = QueryService(folder, slots=QuerySlots(budget=Budget(1e6)))
    yield service
    service.close()


def test_a_table_comes_in_the_format_that_is_asked_for(service: QueryService) -> None:
    query = "SELECT (COUNT(?c) AS ?n) { ?c a l2:Case }"
    assert (
        service.run(query, name="csv", client="test").body
        == f"n\r\n{NUMBER}\r\n".encode()
    )
    assert json.loads(service.run(query, client="test").body)["results"]["bindings"][0][
        "n"
    ]["value"] == str(NUMBER)
    assert service.run(
        query, accept="application/sparql-results+xml", client="test"
    ).body.startswith(b"<?xml")


def test_a_graph_comes_with_our_prefixes(service: QueryService) -> None:
    result = service.run(
        "CONSTRUCT { ?c a l2:Case } WHERE { ?c a l2:Case }",
        accept="text/turtle",
        client="test",
    )
    assert result.media_type == "text/turtle"
    assert b"a l2:Case" in result.body


def test_a_format_that_does_not_fit_is_told(service: QueryService) -> None:
    with pytest.raises(NotAcceptableError, match="ttl"):
        service.run("DESCRIBE case:geneva-accord", name="csv", client="test")


def test_a_runaway_is_ended_at_its_deadline(service: QueryService) -> None:
    with pytest.raises(QueryTimeoutError, match="1 second"):
        service.run(RUNAWAY, timeout=1, client="test")
    wait_until(lambda: not running(service), "the query's process ends")
    assert service.run("ASK {}", name="csv", client="test").body == b"true"


def test_a_query_that_exhausts_the_engine_ends_alone(service: QueryService) -> None:
    with pytest.raises(QueryExhaustedError):
        service.run(
            "SELECT * { ?a ?b ?c . ?d ?e ?f } ORDER BY ?c ?f",
            timeout=LONGEST,
            client="test",
        )
    assert service.run("ASK {}", name="csv", client="test").body == b"true"


@each("parts", ["!" * 60_000 + "1", "||".join("1" * 20_000)])
def test_a_query_beyond_the_engine_s_stack_is_refused(
    service: QueryService, parts: str
) -> None:
    with pytest.raises(QueryTooDeepError, match="more than 2000 parts"):
        service.check(f"ASK {{ FILTER({parts}) }}")


@each("name", ["json", "xml", "csv", "tsv"])
def test_a_long_table_ends_at_a_whole_row(service: QueryService, name: str) -> None:
    result = service.run(
        "SELECT * { ?a ?b ?c . ?d ?e ?f }", name=name, max_bytes=50_000, client="test"
    )
    assert result.truncated
    assert 40_000 < len(result.body) <= 50_200
    ends = {
        "json": b']},"truncated":"' + CUT.encode() + b'"}',
        "xml": b"</result></results><!-- " + CUT.encode() + b" --></sparql>",
        "csv": b"\r\n",
        "tsv": b"\n",
    }
    assert result.body.endswith(ends[name])
    assert name != "json" or len(json.loads(result.body)["results"]["bindings"]) > 50


def test_a_long_graph_is_cut_between_triples(service: QueryService) -> None:
    result = service.run(
        "CONSTRUCT { ?a ?b ?c } WHERE { ?a ?b ?c }",
        name="nt",
        max_bytes=50_000,
        client="test",
    )
    assert result.truncated
    assert result.body.endswith(b" .\n# " + CUT.encode() + b"\n")
    assert len(result.body) <= 50_100


def test_what_runs_can_open_no_connection_and_no_file(tmp_path: Path) -> None:
    code = (
        "import socket\nfrom l2kg.sandbox.forkserver import confine\nconfine(5)\nfor way in (socket.socket, lambda: open('/etc/hostname')):\n"
        "    try:\n        way()\n    except OSError:\n        continue\n    raise SystemExit(1)\n"
    )
    assert (
        subprocess.run(
            [sys.executable, "-c", code], cwd=Path(__file__).parents[1], check=False
        ).returncode
        == 0
    )


@each(
    "query",
    [
        *(query.text for query in all_queries().values()),
        f"ASK {{ ?s <{min(changed_terms())}> ?o }}",
        "ASK { ?s a l2:Barier }",
        "ASK { ?s l2:inCase 'german-reunification' ; l2:status l2v:secret }",
        "ASK { ?s rdfs:label 'Iceland' }",
        "ASK { ?s ?p case:german-reunification#m-kohl\n }",
    ],
)
def test_whatever_is_told_of_a_query_was_read_before_the_fork(
    service: QueryService, query: str
) -> None:
    assert service.run(query, client="test").body


def test_a_fault_of_the_program_is_no_fault_of_the_query() -> None:
    code = (
        "import socket\nfrom l2kg.sandbox import forkserver\n"
        "forkserver.read_ahead = lambda words: None\n"
        "def notices(query, words): open('/etc/hostname')\n"
        "forkserver.notices = notices\n"
        "forkserver.serve(socket.socket(fileno=0), None)\n"
    )
    control, theirs = socket.socketpair()
    with (
        theirs,
        subprocess.Popen(
            [sys.executable, "-c", code], stdin=theirs.fileno(), stderr=subprocess.PIPE
        ) as process,
    ):
        assert json.loads(receive(control))["version"]
        line, other = socket.socketpair()
        socket.send_fds(control, [b"q"], [other.fileno()])
        asked = {"query": "ASK {}", "accept": "", "name": "csv", "graphs": None}
        limits = {"timeout": 60, "max_bytes": 1000, "max_rows": 10, "processor": None}
        send(line, json.dumps(asked | limits | {"base": None}).encode())
        said = json.loads(receive(line))
        assert said["error"] == "fault"
        assert "fault of its own" in said["message"]
        control.close()
        line.close()
        other.close()
        _, log = process.communicate()
    assert b"Too many open files" in log


def test_nobody_asks_without_a_client() -> None:
    client = inspect.signature(QueryService.run).parameters["client"]
    assert client.default is inspect.Parameter.empty


def test_many_threads_share_a_service(service: QueryService) -> None:
    found: list[bytes] = []
    threads = [
        threading.Thread(
            target=lambda: found.append(
                service.run("ASK {}", name="csv", client="test").body
            )
        )
        for _ in range(24)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [b"true"] * 24


def test_a_dead_fork_server_is_replaced(service: QueryService) -> None:
    service.run("ASK {}", client="test")
    assert service._running is not None
    os.kill(service._running.process.pid, signal.SIGKILL)
    assert service.run("ASK {}", name="csv", client="test").body == b"true"


def test_a_store_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(L2kgError, match="no store there"):
        QueryService(str(tmp_path)).run("ASK {}", client="test")


def children_of(text: str) -> list[int]:
    """Return the processes of which the command line holds a text."""
    found = subprocess.run(
        ["pgrep", "-f", text], capture_output=True, text=True, check=False
    ).stdout.split()
    return [int(pid) for pid in found]


def forked(pid: int) -> list[int]:
    """Return the processes that a process has forked and that still run."""
    try:
        found = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    except OSError:
        return []
    return [int(child) for child in found]


def running(service: QueryService) -> list[int]:
    """Return the processes of the queries that a service runs."""
    return [] if service._running is None else forked(service._running.process.pid)


def test_nothing_outlives_the_server(folder: str) -> None:
    code = (
        "import os, sys, threading, time\nfrom l2kg.sandbox.worker import QueryService\n"
        f"service = QueryService({folder!r} + '/')\nservice.run('ASK {{}}', client='test')\n"
        f"threading.Thread(target=lambda: service.run({RUNAWAY!r}, client='test'), daemon=True).start()\n"
        "from test_worker import running\nfrom waiting import wait_until\n"
        "wait_until(lambda: running(service), 'a query runs')\nos.kill(os.getpid(), 9)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=Path(__file__).parents[1],
        check=False,
        env=os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)},
    )
    assert done.returncode == -signal.SIGKILL
    wait_until(
        lambda: not children_of(f"l2kg.sandbox.forkserver {folder}/"),
        "the fork server ends with its parent",
    )
