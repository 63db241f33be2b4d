"""Clients that people really use: libraries, a command, a query engine in JavaScript, a SPARQL editor in a browser."""

from __future__ import annotations

import http.server
import json
import shutil
import subprocess
import tempfile
import threading
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from npm import installed
from shipped import CASES as NUMBER
from SPARQLWrapper import JSON, POST, TURTLE, SPARQLWrapper
from waiting import LONGEST

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser
    from serving import Start

PREFIX = "PREFIX l2: <https://w3id.org/l2kg/ontology#>\n"
CASES = f"{PREFIX}SELECT (COUNT(?c) AS ?n) {{ ?c a l2:Case }}"
CHROMIUM = Path("/usr/bin/chromium")
PAGE = """<!doctype html><meta charset="utf-8"><link rel="stylesheet" href="yasgui.min.css"><div id="yasgui"></div><script src="yasgui.min.js"></script>
<script>const made = new Yasgui(document.getElementById("yasgui"), {requestConfig: {endpoint: "ENDPOINT"}, persistenceId: null,
 copyEndpointOnNewTab: false});
 const tab = made.getTab(); tab.setQuery(`QUERY`); tab.query();</script>"""


@pytest.fixture(scope="module")
def endpoint(
    folder: str, tmp_path_factory: pytest.TempPathFactory, start: Start
) -> Iterator[str]:
    process, base = start(
        folder, tmp_path_factory.mktemp("clients"), "serve", "/assets/icon.svg"
    )
    yield f"{base}/sparql"
    process.terminate()
    process.wait(LONGEST)


@pytest.fixture(scope="module")
def modules() -> Path:
    return installed("@comunica/query-sparql@4", "@zazuko/yasgui@4")


@pytest.mark.parametrize("method", ["GET", POST])
def test_sparqlwrapper(endpoint: str, method: str) -> None:
    client = SPARQLWrapper(endpoint)
    client.setMethod(method)
    client.setReturnFormat(JSON)
    client.setQuery(CASES)
    assert client.queryAndConvert()["results"]["bindings"][0]["n"]["value"] == str(NUMBER)
    client.setReturnFormat(TURTLE)
    client.setQuery(f"{PREFIX}CONSTRUCT {{ ?c a l2:Case }} WHERE {{ ?c a l2:Case }}")
    assert b"l2:Case" in client.queryAndConvert()


@pytest.mark.parametrize("method", ["GET", "POST", "POST_FORM"])
@pytest.mark.parametrize("form", ["xml", "json", "csv", "tsv"])
def test_the_store_of_rdflib(endpoint: str, method: str, form: str) -> None:
    from rdflib import Graph
    from rdflib.plugins.stores.sparqlstore import SPARQLStore

    graph = Graph(SPARQLStore(endpoint, method=method, returnFormat=form))
    assert int(str(next(iter(graph.query(CASES)))[0])) == NUMBER  # type: ignore[index]


def test_rdflib_reads_a_document_by_its_address(endpoint: str) -> None:
    from rdflib import Graph

    assert len(Graph().parse(endpoint.replace("/sparql", "/actor/nato"))) > 3


def test_curl(endpoint: str, curl: str) -> None:
    command = [
        curl,
        "-sS",
        endpoint,
        "-H",
        "Accept: text/csv",
        "--data-urlencode",
        f"query={CASES}",
    ]
    assert (
        subprocess.run(command, capture_output=True, text=True, check=True).stdout
        == f"n\n{NUMBER}\n"
    )


def test_comunica(endpoint: str, modules: Path) -> None:
    engine = modules / "@comunica" / "query-sparql" / "bin" / "query.js"
    for source in (f"sparql@{endpoint}", endpoint):
        query = f"{PREFIX}SELECT DISTINCT ?c {{ ?c a l2:Case }}"
        done = subprocess.run(
            ["node", str(engine), source, query, "-t", "application/sparql-results+json"],
            capture_output=True,
            text=True,
            timeout=LONGEST,
            check=False,
        )
        assert done.returncode == 0, done.stderr[-500:]
        assert len(json.loads(done.stdout)["results"]["bindings"]) == NUMBER


@pytest.mark.skipif(not CHROMIUM.exists(), reason="no Chromium on this machine")
def test_yasgui_on_another_site(endpoint: str, modules: Path, browser: Browser) -> None:
    from playwright.sync_api import expect

    with tempfile.TemporaryDirectory() as place:
        for name in ("yasgui.min.js", "yasgui.min.css"):
            shutil.copy(modules / "@zazuko" / "yasgui" / "build" / name, place)
        (Path(place) / "index.html").write_text(
            PAGE.replace("ENDPOINT", endpoint).replace("QUERY", CASES)
        )
        handler = partial(http.server.SimpleHTTPRequestHandler, directory=place)
        site = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
        threading.Thread(target=site.serve_forever, daemon=True).start()
        page = browser.new_context().new_page()
        page.goto(f"http://127.0.0.1:{site.server_address[1]}/")
        expect(page.locator(".yasr_results")).to_contain_text(str(NUMBER))
        page.context.close()
        site.shutdown()
