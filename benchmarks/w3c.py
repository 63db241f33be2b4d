"""Run the W3C's SPARQL tests: `python benchmarks/w3c.py SUITE...`.

They run against `l2kg serve --data`, and against the engine called directly.

A SUITE is a folder of folders with manifests, such as `test/data/suites/w3c/sparql11` and
`.../dawg-data-r2` in rdflib's source distribution (`pip download --no-binary :all:
--no-deps rdflib`). Only the tests that a manifest lists among its entries are run.
"""

from __future__ import annotations

import json
import re
import socket
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self
from urllib.error import HTTPError
from urllib.parse import unquote, urlencode, urljoin, urlsplit
from urllib.request import Request, urlopen

import pyoxigraph as ox
from protocol_tests import DESCRIPTION, PROTOCOL, protocol_data
from rdflib import Graph
from w3c_results import expected, form_for, same

if TYPE_CHECKING:
    from collections.abc import Iterator

MF, QT = (
    "http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#",
    "http://www.w3.org/2001/sw/DataAccess/tests/test-query#",
)
RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
LEFT_OUT = {"entailment", "service"}  # other regimes, and federation, which is refused
JSON = "application/sparql-results+json"
FROM = re.compile(r"\bFROM\s+(?:NAMED\s+)?<([^<>]*)>", re.IGNORECASE)


class Test:
    """One entry of a manifest."""

    def __init__(self, store: ox.Store, node: ox.NamedNode) -> None:
        self.store, self.node = store, node
        self.kind = self._one(node, f"{RDF}type").rpartition("#")[2]
        action = next(
            q.object
            for q in store.quads_for_pattern(node, ox.NamedNode(f"{MF}action"), None)
        )
        self.query = self._one(action, f"{QT}query") or getattr(action, "value", "")
        self.name = f"{path_of(self.query).parent.name}#{node.value.rpartition('#')[2]}"
        self.data = tuple(sorted(self._all(action, f"{QT}data")))
        self.graphs = tuple(sorted(self._all(action, f"{QT}graphData")))
        self.result = self._one(node, f"{MF}result")

    def _all(self, subject: Any, predicate: str) -> list[str]:
        return [
            str(getattr(q.object, "value", ""))
            for q in self.store.quads_for_pattern(subject, ox.NamedNode(predicate), None)
        ]

    def _one(self, subject: Any, predicate: str) -> str:
        return next(iter(self._all(subject, predicate)), "")

    @property
    def named(self) -> tuple[str, ...]:
        """The graphs that the test, or the query's own data set, names."""
        if self.data or self.graphs or "Syntax" in self.kind:
            return self.graphs
        return tuple(
            sorted(
                {
                    urljoin(self.query, iri)
                    for iri in FROM.findall(
                        path_of(self.query).read_text(encoding="utf-8")
                    )
                }
            )
        )


def entries(store: ox.Store) -> Iterator[ox.NamedNode]:
    """Walk the list of the tests that a manifest enters."""
    rest: Any = next(
        quad.object
        for quad in store.quads_for_pattern(None, ox.NamedNode(f"{MF}entries"), None)
    )
    while rest != ox.NamedNode(f"{RDF}nil"):
        for quad in store.quads_for_pattern(rest, ox.NamedNode(f"{RDF}first"), None):
            yield quad.object  # type: ignore[misc]
        rest = next(
            quad.object
            for quad in store.quads_for_pattern(rest, ox.NamedNode(f"{RDF}rest"), None)
        )


def tests(suite: Path) -> Iterator[Test]:
    """Read all query tests of the suite."""
    for manifest in sorted(suite.glob("*/manifest.ttl")):
        if manifest.parent.name not in LEFT_OUT:
            store = ox.Store()
            store.load(
                path=manifest,
                format=ox.RdfFormat.TURTLE,
                base_iri=manifest.resolve().as_uri(),
            )
            for node in entries(store):
                if any(store.quads_for_pattern(node, ox.NamedNode(f"{MF}action"), None)):
                    test = Test(store, node)
                    if "Update" not in test.kind and test.query.endswith(".rq"):
                        yield test


def path_of(uri: str) -> Path:
    """Return the file that a file: address names."""
    return Path(unquote(urlsplit(uri).path))


def dataset(test: Test) -> ox.Store:
    """Load a test's data."""
    store = ox.Store()
    for uri in test.data:
        store.load(
            path=path_of(uri),
            format=ox.RdfFormat.from_extension(path_of(uri).suffix[1:]),
            base_iri=uri,
        )
    for uri in test.named:
        store.load(
            path=path_of(uri),
            format=ox.RdfFormat.from_extension(path_of(uri).suffix[1:]),
            base_iri=uri,
            to_graph=ox.NamedNode(uri),
        )
    return store


class Served:
    """`l2kg serve --data` over some quads."""

    def __init__(self, store: ox.Store, folder: Path) -> None:
        self.file = folder / f"{time.monotonic_ns()}.nq"
        store.dump(self.file, format=ox.RdfFormat.N_QUADS)
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        command = [
            sys.executable,
            "-m",
            "l2kg",
            "serve",
            "--data",
            str(self.file),
            "--port",
            str(port),
        ]
        self.process = subprocess.Popen(command, stderr=subprocess.DEVNULL)
        self.url = f"http://127.0.0.1:{port}/sparql"
        for _ in range(200):
            try:
                urlopen(
                    Request(self.url, headers={"Accept": "text/turtle"}), timeout=5
                ).close()
            except OSError:
                time.sleep(0.05)
            else:
                return
        raise SystemExit("the server did not start")

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.process.terminate()
        self.process.wait(10)

    def ask(self, query: str, accept: str) -> tuple[int, bytes]:
        """Send a query by POST."""
        return send(
            self.url,
            "POST",
            urlencode({"query": query}).encode(),
            {"Accept": accept, "Content-Type": "application/x-www-form-urlencoded"},
        )[::2]


def send(
    url: str, method: str, body: bytes | None, headers: dict[str, str]
) -> tuple[int, str, bytes]:
    """Send a request; return status, content type and body."""
    request = Request(url, data=body, method=method, headers=headers)
    if body is not None and "Content-Type" not in headers:
        request.add_unredirected_header("Content-Type", "")
    try:
        with urlopen(request, timeout=40) as answer:
            return answer.status, answer.headers["Content-Type"] or "", answer.read()
    except HTTPError as error:
        return error.code, error.headers["Content-Type"] or "", error.read()


def directly(store: ox.Store, query: str, base: str, wanted: Any) -> bytes | None:
    """Answer a query by the engine itself; None where it fails."""
    try:
        answer = store.query(query, base_iri=base)
        if isinstance(answer, ox.QueryTriples):
            return ox.serialize(answer, format=ox.RdfFormat.N_TRIPLES) or b""
        form = (
            ox.QueryResultsFormat.CSV
            if isinstance(wanted, list)
            else ox.QueryResultsFormat.JSON
        )
        return answer.serialize(format=form) or b""
    except (SyntaxError, ValueError, OSError, RuntimeError):
        return None


def over_http(served: Served, query: str, base: str, wanted: Any) -> bytes | None:
    """Answer a query by the endpoint; None where it fails."""
    status, body = served.ask(f"BASE <{base}>\n{query}", form_for(wanted))
    return body if status == 200 else None


def parsed(store: ox.Store, query: str, base: str) -> bool:
    """Say whether the engine takes a query for SPARQL."""
    try:
        store.query(query, base_iri=base)
    except SyntaxError:
        return False
    except (ValueError, OSError, RuntimeError):  # what it says when it runs it
        return True
    return True


def run(test: Test, store: ox.Store, served: Served) -> tuple[str, bool, bool]:
    """Run one test in both ways."""
    query = path_of(test.query).read_text(encoding="utf-8")
    if "Syntax" in test.kind:
        positive = test.kind.startswith("Positive")
        status, _ = served.ask(query, "*/*")
        answered = status in (200, 403) if positive else status == 400  # 403: SERVICE
        return "syntax", answered, parsed(store, query, test.query) == positive
    wanted = expected(path_of(test.result))
    graph = isinstance(wanted, Graph)
    answers = (
        over_http(served, query, test.query, wanted),
        directly(store, query, test.query, wanted),
    )
    passed, direct = (
        answer is not None and same(answer, graph, wanted) for answer in answers
    )
    return "evaluation", passed, direct


def main(suites: list[Path]) -> None:
    """Run all, and print the figures as JSON."""
    figures: dict[str, dict[str, int]] = defaultdict(
        lambda: {"tests": 0, "passed": 0, "engine alone": 0}
    )
    failed: list[str] = []

    def note(area: str, name: str, passed: bool, direct: bool) -> None:
        figures[area]["tests"] += 1
        figures[area]["passed"] += passed
        figures[area]["engine alone"] += direct
        if not (passed and direct):
            how = "only" if passed != direct else "also"
            failed.append(f"{name}: {how} {'the endpoint' if direct else 'the engine'}")

    with tempfile.TemporaryDirectory() as scratch:
        for suite in suites:
            by_data: dict[Any, list[Test]] = defaultdict(list)
            for test in tests(suite):
                by_data[
                    (test.data, test.named) if "Syntax" not in test.kind else ()
                ].append(test)
            for group in by_data.values():
                if missing := [
                    uri
                    for uri in (*group[0].data, *group[0].named)
                    if not path_of(uri).exists()
                ]:
                    failed += [
                        f"{test.name}: not run, {missing[0]} is not in the suite"
                        for test in group
                    ]
                    continue
                store = dataset(group[0])
                with Served(store, Path(scratch)) as served:
                    for test in group:
                        area, passed, direct = run(test, store, served)
                        note(f"{suite.name} {area}", test.name, passed, direct)
        with Served(protocol_data(), Path(scratch)) as served:
            for area, listed in (
                ("protocol", PROTOCOL),
                ("service description", DESCRIPTION),
            ):
                for name, fits in listed.items():
                    note(area, f"{area}: {name}", fits(served.url, send), True)
    print(json.dumps({"figures": figures, "failed by": failed}, indent=1))


if __name__ == "__main__":
    main([Path(suite) for suite in sys.argv[1:]])
