"""Clients that people really use: libraries, a command, a query engine in JavaScript, a SPARQL editor in a browser."""

from __future__ import annotations

import csv
import html
import http.server
import io
import json
import re
import shutil
import subprocess
import tempfile
import threading
import urllib.request
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.error import HTTPError
from urllib.parse import urlencode
from xml.dom.minidom import Document, Node, Text

import commands
import pyoxigraph as ox
import pytest
import rdflib
from browsing import needs_chromium
from each import each
from npm import installed
from shipped import CASES as NUMBER
from SPARQLWrapper import (
    CSV,
    GET,
    JSON,
    JSONLD,
    N3,
    POST,
    POSTDIRECTLY,
    RDFXML,
    TSV,
    TURTLE,
    URLENCODED,
    XML,
    SPARQLWrapper,
    SPARQLWrapper2,
)
from SPARQLWrapper.Wrapper import _allowedFormats
from waiting import LONGEST

import l2kg
from l2kg.analysis.matrix import matrix
from l2kg.export import export_matrix, export_network, export_r
from l2kg.export.forms import put
from l2kg.export.rfiles import csv_for_r, read_script, write_rds
from l2kg.export.tables import Column, TableData
from l2kg.html.pattern import HEADLINE, limits_html, sections
from l2kg.namespaces import BASE
from l2kg.patterns import run_pattern
from l2kg.patterns.forms import pattern_csv
from l2kg.patterns.rows import FOUND
from l2kg.queries.header import find
from l2kg.queries.sources import Embedded

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser
    from serving import Start

L2 = rdflib.Namespace("https://w3id.org/l2kg/ontology#")
PREFIX = "PREFIX l2: <https://w3id.org/l2kg/ontology#>\n"
CASES = f"{PREFIX}SELECT (COUNT(?c) AS ?n) {{ ?c a l2:Case }}"
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


FORMS = {
    "SELECT": "SELECT ?c { ?c a l2:Case }",
    "ASK": "ASK { ?c a l2:Case }",
    "CONSTRUCT": "CONSTRUCT { ?c a l2:Case } WHERE { ?c a l2:Case }",
    "DESCRIBE": "DESCRIBE ?c { ?c a l2:Case }",
}
TABLES = {XML: Document, JSON: dict, CSV: bytes, TSV: bytes}
GRAPHS = {CSV: bytes, TSV: bytes, TURTLE: bytes, N3: bytes}  # the others are graphs


def count(answer: object, kind: str) -> int:
    """Return how many cases, or answers of yes, something that SPARQLWrapper made holds."""
    if isinstance(answer, Document):
        name = "result" if kind == "SELECT" else "boolean"
        return len(answer.getElementsByTagName(name))
    if isinstance(answer, dict):
        return (
            len(answer["results"]["bindings"]) if kind == "SELECT" else answer["boolean"]
        )
    if isinstance(answer, bytes) and kind in ("CONSTRUCT", "DESCRIBE"):
        answer = rdflib.Graph().parse(data=answer, format="turtle")
    if isinstance(answer, rdflib.Graph):
        return len(set(answer.subjects(rdflib.RDF.type, L2.Case)))
    assert isinstance(answer, bytes)
    return answer.count(b"/case/") if kind == "SELECT" else answer.count(b"true")


@pytest.mark.filterwarnings("ignore::RuntimeWarning:SPARQLWrapper")  # "unexpected format"
@pytest.mark.filterwarnings("ignore::DeprecationWarning")  # its ConjunctiveGraph
@each("only_header", [False, True], ids=["parameters", "header"])
@each("kind", FORMS)
@each("form", _allowedFormats)
def test_sparqlwrapper_in_each_format(
    endpoint: str, form: str, kind: str, only_header: bool
) -> None:
    client = SPARQLWrapper(endpoint)
    client.setReturnFormat(form)
    client.setOnlyConneg(only_header)
    client.setQuery(PREFIX + FORMS[kind])
    table = kind in ("SELECT", "ASK")
    refused = form not in TABLES if table else form in (CSV, TSV)
    if refused and not only_header:
        with pytest.raises(
            HTTPError, match="406"
        ):  # no table is a graph, no graph a table
            client.queryAndConvert()
        return
    made = client.queryAndConvert()
    types = TABLES if kind in ("SELECT", "ASK") else GRAPHS
    other = dict if types is TABLES else bytes if only_header else rdflib.Graph
    if only_header and types is GRAPHS and form in (XML, RDFXML, JSONLD):
        other = rdflib.Graph
    assert isinstance(made, types.get(form, other))
    assert count(made, kind) == (1 if kind == "ASK" else NUMBER)


@each("how", [URLENCODED, POSTDIRECTLY])
@each("method", [GET, POST])
@each("name", ["default-graph-uri", "named-graph-uri", "using-graph-uri"])
def test_sparqlwrapper_with_an_empty_graph(
    endpoint: str, method: str, how: str, name: str
) -> None:
    client = SPARQLWrapper(endpoint)
    client.setMethod(method)
    client.setRequestMethod(how)
    client.addParameter(name, "")
    client.setReturnFormat(JSON)
    client.setQuery(CASES)
    assert client.queryAndConvert()["results"]["bindings"][0]["n"]["value"] == str(NUMBER)


def test_sparqlwrapper_as_it_comes(endpoint: str) -> None:
    client = SPARQLWrapper2(endpoint)
    client.setQuery(CASES)
    assert client.query().getValues("n")[0].value == str(NUMBER)


@each("method", ["GET", "POST", "POST_FORM"])
@each("form", ["xml", "json", "csv", "tsv"])
def test_the_store_of_rdflib(endpoint: str, method: str, form: str) -> None:
    from rdflib import Graph
    from rdflib.plugins.stores.sparqlstore import SPARQLStore

    graph = Graph(SPARQLStore(endpoint, method=method, returnFormat=form))
    assert int(str(next(iter(graph.query(CASES)))[0])) == NUMBER  # type: ignore[index]


def test_rdflib_reads_a_document_by_its_address(endpoint: str) -> None:
    from rdflib import Graph

    assert len(Graph().parse(endpoint.replace("/sparql", "/actor/nato"))) > 3


DOCUMENT_PLACE = Path(__file__).parents[1] / "docs"
DOCUMENT = (DOCUMENT_PLACE / "clients.md").read_text(encoding="utf-8")
THREE = re.findall(r"```sparql\n(.*?)```", DOCUMENT, re.DOTALL)
Asked = tuple[str, list[list[str]]]


def rows_of(text: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(text)))


@pytest.fixture(scope="module", params=range(3))
def asked(request: pytest.FixtureRequest, real: ox.Store) -> Asked:
    """A query of the document, and its answer without any server."""
    query = THREE[request.param]
    found = Embedded(real).query(query, {})
    assert isinstance(found, ox.QuerySolutions)
    return query, rows_of(
        (found.serialize(format=ox.QueryResultsFormat.CSV) or b"").decode()
    )


def test_the_document_has_three_queries_with_rows(asked: Asked) -> None:
    assert len(THREE) == 3
    assert len(asked[1]) > 5


# R, in one process: what docs/r.md says, the three queries, and what comes of a pattern

PAGE_OF_R = (DOCUMENT_PLACE / "r.md").read_text(encoding="utf-8")
AND_THEN = """
for (name in list.files(pattern = "[.]rq$")) {
  rows <- ask(paste(readLines(name), collapse = "\\n"))
  write.csv(rows, sub("rq$", "csv", name), row.names = FALSE, na = "")
}
write.csv(found, "found.csv", row.names = FALSE, na = "")
write.csv(limits, "limits.csv", row.names = FALSE)
write.csv(used, "used.csv", row.names = FALSE, na = "")
source("l2kg.R")
odd <- readRDS("odd.rds")
cat(identical(odd, l2kg$odd), identical(format(odd$day), c("1990-07-05", NA)),
    identical(odd$notes, list(c("a; b;c", "d"), character())), file = "odd.txt")
writeLines(c(
  tryCatch(ask("SELECT ?c { ?c a l2:Csae }"), warning = conditionMessage),
  tryCatch(ask("SELECT"), error = conditionMessage)), "told.txt")
"""
ODD = TableData(
    "odd",
    "What may be lost on the way to R",
    (
        Column("id", "id", ""),
        Column("text", "text", ""),
        Column("notes", "texts", ""),
        Column("day", "date", ""),
        Column("rank", "count", ""),
        Column("flag", "flag", ""),
    ),
    (
        ("é", 'a; "b"', ("a; b;c", "d"), "1990-07-05", 3, True),
        ("b", None, (), None, None, False),
    ),
)


def in_dplyr(block: str) -> str:
    """Return a snippet that wants dplyr so that it runs where that is installed."""
    if "library(dplyr)" not in block:
        return block
    return f'if (requireNamespace("dplyr", quietly = TRUE)) {{\n{block}}}\n'


@pytest.fixture(scope="module")
def from_r(
    endpoint: str, rscript: str, real: ox.Store, tmp_path_factory: pytest.TempPathFactory
) -> Path:
    """The folder in which R ran the snippets of the page and wrote what it has."""
    place = tmp_path_factory.mktemp("r")
    export_r(real, place / "l2kg-data")
    export_network(real, place / "ties.csv")
    conditions = ["l2:SuccessfulHelp", "positive-outcome"]
    export_matrix(matrix(real, conditions), place / "matrix.csv")
    write_rds(ODD, place / "odd.rds")
    put(place / "odd.csv", csv_for_r(ODD))
    put(place / "l2kg.R", read_script([ODD]))
    text = pattern_csv(run_pattern(real, HEADLINE))
    (place / "pattern.csv").write_text(text, encoding="utf-8", newline="")
    texts = {
        "pattern_matches": find(HEADLINE).text,
        **{f"q{i}": q for i, q in enumerate(THREE)},
    }
    for name, query in texts.items():
        (place / f"{name}.rq").write_text(query, encoding="utf-8")
    blocks = map(in_dplyr, re.findall(r"```r\n(.*?)```", PAGE_OF_R, re.DOTALL))
    code = "\n".join(blocks).replace("http://127.0.0.1:8502/sparql", endpoint) + AND_THEN
    (place / "page.R").write_text(code, encoding="utf-8")
    done = subprocess.run(
        [rscript, "--vanilla", "page.R"],
        cwd=place,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return place


def test_r_runs_the_queries_and_the_page(from_r: Path, real: ox.Store) -> None:
    for number, query in enumerate(THREE):
        found = Embedded(real).query(query, {})
        assert isinstance(found, ox.QuerySolutions)
        rows = (found.serialize(format=ox.QueryResultsFormat.CSV) or b"").decode()
        told = (from_r / f"q{number}.csv").read_text(encoding="utf-8")
        assert rows_of(told) == rows_of(rows), query
    measures = l2kg.table("measures", store=real).explode("tactic")
    used = measures[["in_case", "tactic"]].dropna().to_numpy().tolist()
    told = (from_r / "used.csv").read_text(encoding="utf-8")
    assert rows_of(told)[1:] == used


def test_r_hears_what_is_wrong_with_a_query(from_r: Path) -> None:
    mistyped, *broken = (from_r / "told.txt").read_text(encoding="utf-8").splitlines()
    assert "did you mean l2:Case" in mistyped
    assert "line 1" in " ".join(broken)


def test_both_ways_to_r_give_the_same_with_nothing_lost(from_r: Path) -> None:
    assert (from_r / "odd.txt").read_text(encoding="utf-8") == "TRUE TRUE TRUE"


# One question by every way: the headline pattern with its limits


Lists = dict[str, list[tuple[str, ...]]]


def lists_of(rows: list[dict[str, str]]) -> Lists:
    """Return what the CSV of a pattern holds, by list: ids, or the texts of limits."""
    told: Lists = {}
    for row in rows:
        cells = (row["unit"], row["help"], row["assessment"], row["condition"])
        ids = tuple(re.sub(f"^{BASE}[a-z]+/", "", cell) for cell in cells)
        limit = (row["limit"],) if row["found"] == "limit" else ids
        told.setdefault(row["found"], []).append(limit)
    return told


def csv_lists(text: str) -> Lists:
    return lists_of(list(csv.DictReader(io.StringIO(text))))


def test_the_headline_pattern_is_the_same_by_every_way(
    endpoint: str, folder: str, from_r: Path, real: ox.Store
) -> None:
    command = commands.l2kg("pattern", HEADLINE, "--format", "csv", "--store", folder)
    told = csv_lists(command.stdout)
    assert all(told[one] for one in (*FOUND, "limit"))

    found = l2kg.pattern(HEADLINE, store=real)
    frames = (found.matches, found.near_misses, found.counter_examples, found.non_matches)
    columns = ("relationship", "help", "assessment", "condition")
    for name, frame in zip(FOUND, frames, strict=True):
        rows = frame.reindex(columns=list(columns)).fillna("").itertuples(index=False)
        ours = [tuple(row) for row in rows]
        if name == "counter-example":  # its condition is always the outcome
            ours = [(*row[:3], found.result.outcome.label) for row in ours]  # type: ignore[union-attr]
        assert ours == told[name], name
    assert [(limit,) for limit in found.limits["limit"]] == told["limit"]

    assert csv_lists((from_r / "found.csv").read_text(encoding="utf-8")) == told
    limits = rows_of((from_r / "limits.csv").read_text(encoding="utf-8"))[1:]
    assert list(map(tuple, limits)) == told["limit"]

    query = urlencode({"query": find(HEADLINE).text, "format": "csv"})
    with urllib.request.urlopen(f"{endpoint}?{query}", timeout=LONGEST) as answer:
        body = answer.read().decode()
    asked = list(csv.DictReader(io.StringIO(body)))
    whole = [
        dict.fromkeys(("condition", "limit"), "")
        | {"found": "match", "unit": row["relationship"]}
        | row
        for row in asked
    ]
    assert lists_of(whole) == {"match": told["match"]}
    assert rows_of(
        (from_r / "pattern_matches.csv").read_text(encoding="utf-8")
    ) == rows_of(body)

    shown = {
        section.name: section.html for section in sections(found.result, lambda _: None)
    }
    for part, name in zip(("matches", "misses", "counter", "others"), FOUND, strict=True):
        assert shown[part].count("<tr") - 1 == len(told[name]), name
    said = html.unescape(str(limits_html(found.result.limits)))
    assert all(limit in said for (limit,) in told["limit"])


def test_pandas_runs_the_queries(endpoint: str, asked: Asked) -> None:
    import pandas as pd

    address = f"{endpoint}?{urlencode({'query': asked[0], 'format': 'csv'})}"
    assert rows_of(pd.read_csv(address).to_csv(index=False)) == asked[1]


def text_of(node: Node) -> str:
    return "".join(
        one.data if isinstance(one, Text) else text_of(one) for one in node.childNodes
    )


def test_sparqlwrapper_runs_the_queries(endpoint: str, asked: Asked) -> None:
    client = SPARQLWrapper(endpoint)
    client.setQuery(asked[0])
    made = client.queryAndConvert()  # XML, which it asks for by itself
    names, *rows = asked[1]
    found = [
        {
            cell.getAttribute("name"): text_of(cell)
            for cell in result.getElementsByTagName("binding")
        }
        for result in made.getElementsByTagName("result")
    ]
    assert [[row.get(name, "") for name in names] for row in found] == rows
    client.setReturnFormat(CSV)
    assert rows_of(client.queryAndConvert().decode()) == asked[1]


def test_rdflib_runs_the_queries(endpoint: str, real: ox.Store, asked: Asked) -> None:
    from rdflib.plugins.stores.sparqlstore import SPARQLStore

    for graph in (rdflib.Graph(SPARQLStore(endpoint)), l2kg.graph(store=real)):
        found = graph.query(asked[0])
        cells = [["" if cell is None else str(cell) for cell in row] for row in found]  # type: ignore[union-attr]
        assert cells == asked[1][1:]


def test_comunica_runs_the_queries(endpoint: str, modules: Path, asked: Asked) -> None:
    engine = modules / "@comunica" / "query-sparql" / "bin" / "query.js"
    command = ["node", str(engine), f"sparql@{endpoint}", asked[0], "-t", "text/csv"]
    done = subprocess.run(
        command, capture_output=True, text=True, timeout=LONGEST, check=True
    )
    cells = [[cell.strip("<>") for cell in row] for row in rows_of(done.stdout)]
    assert cells == asked[1]


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


@needs_chromium
def test_yasgui_on_another_site_runs_the_queries(
    endpoint: str, modules: Path, browser: Browser, asked: Asked
) -> None:
    from playwright.sync_api import expect

    with tempfile.TemporaryDirectory() as place:
        for name in ("yasgui.min.js", "yasgui.min.css"):
            shutil.copy(modules / "@zazuko" / "yasgui" / "build" / name, place)
        (Path(place) / "index.html").write_text(
            PAGE.replace("ENDPOINT", endpoint).replace("QUERY", asked[0])
        )
        handler = partial(http.server.SimpleHTTPRequestHandler, directory=place)
        site = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
        threading.Thread(target=site.serve_forever, daemon=True).start()
        page = browser.new_context().new_page()
        page.goto(f"http://127.0.0.1:{site.server_address[1]}/")
        expect(page.locator(".yasr_results")).to_contain_text(asked[1][1][0])
        expect(page.locator(".yasr")).to_contain_text(f"{len(asked[1]) - 1} results")
        names, *rows = asked[1]
        found = page.evaluate("made.getTab().getYasr().results.getBindings()")
        assert [
            [row.get(name, {"value": ""})["value"] for name in names] for row in found
        ] == rows
        page.context.close()
        site.shutdown()
