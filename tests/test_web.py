"""The web beside the pages, over HTTP from a really started application: protocol, documents, negotiation, refusals, headers."""

from __future__ import annotations

import json
import re
import sys
import xml.etree.ElementTree as ET
from typing import TYPE_CHECKING
from urllib.parse import urlencode

import httpx
import pytest
import rdflib
from each import each
from servers import process, wait_for
from serving import Start, free_port
from shipped import CASES as NUMBER
from waiting import LONGEST

from l2kg.dates import DateError
from l2kg.errors import L2kgError
from l2kg.queries.media_types import (
    GRAPHS,
    HTML,
    TABLES,
    NotAcceptableError,
    best,
    choose,
)
from l2kg.queries.results import QueryError
from l2kg.queries.rules import RuleError
from l2kg.turtle import TurtleError
from l2kg.web.headers import page_policy
from l2kg.web.protocol import status_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,*/*;q=0.8"
CASES = "SELECT (COUNT(?c) AS ?n) { ?c a l2:Case }"
SD = rdflib.Namespace("http://www.w3.org/ns/sparql-service-description#")
GRAPH = "CONSTRUCT { ?c a l2:Case } WHERE { ?c a l2:Case }"


@pytest.fixture(scope="module")
def web(server: str) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=server, timeout=LONGEST) as client:
        yield client


@each(
    ("header", "media_type"),
    [
        pytest.param("", "text/html", id="none"),
        pytest.param("*/*", "text/html", id="anything"),
        pytest.param(BROWSER, "text/html", id="browser"),
        pytest.param("text/turtle", "text/turtle", id="exact"),
        pytest.param(
            "application/ld+json, text/turtle;q=0.5", "application/ld+json", id="weighted"
        ),
        pytest.param(
            "text/turtle;q=0.2, application/*;q=0.9", "application/ld+json", id="range"
        ),
        pytest.param("text/html;q=0, */*;q=0.1", "text/turtle", id="refused"),
        pytest.param(
            "TEXT/TURTLE ; charset=utf-8", "text/turtle", id="case and parameter"
        ),
        pytest.param("text/turtle;q=much, text/html", "text/html", id="broken weight"),
        pytest.param("application/json", "application/ld+json", id="any JSON"),
        pytest.param(
            "application/json;q=0.2, */*;q=0.1",
            "application/ld+json",
            id="JSON, or else anything",
        ),
        pytest.param(
            "application/json, text/turtle", "text/turtle", id="its own name first"
        ),
        pytest.param("application/json, text/html", "text/html", id="page before JSON"),
        pytest.param("text/n3", "text/turtle", id="N3"),
        pytest.param(
            "application/n3;q=0.9, text/html;q=0.5", "text/turtle", id="N3 first"
        ),
        pytest.param("image/gif, *; q=.2, */*; q=.2", "text/html", id="Java"),
    ],
)
def test_the_accept_header_decides(header: str, media_type: str) -> None:
    found = best(header, (HTML, *GRAPHS))
    assert found is not None
    assert found.media_type == media_type


def test_what_is_not_offered_is_told() -> None:
    assert best("image/png", GRAPHS) is None
    with pytest.raises(NotAcceptableError, match="json, xml, csv, tsv"):
        choose("", "pdf", TABLES)


@each("accept", [offer.media_type for offer in TABLES])
def test_a_table_comes_in_every_format(web: httpx.Client, accept: str) -> None:
    answer = web.get("/sparql", params={"query": CASES}, headers={"Accept": accept})
    assert answer.status_code == 200
    assert answer.headers["content-type"].partition(";")[0] == accept
    assert str(NUMBER) in answer.text


@each("offer", GRAPHS, ids=lambda offer: offer.media_type)
def test_a_graph_comes_in_every_format(web: httpx.Client, offer: object) -> None:
    media_type = offer.media_type  # type: ignore[attr-defined]
    answer = web.get("/sparql", params={"query": GRAPH}, headers={"Accept": media_type})
    graph = rdflib.Graph().parse(
        data=answer.text,
        format={"application/n-triples": "nt"}.get(media_type, media_type),
    )
    assert len(graph) == NUMBER


def test_the_protocol_takes_get_form_and_body(web: httpx.Client) -> None:
    accept = {"Accept": "text/csv"}
    by_get = web.get("/sparql", params={"query": CASES}, headers=accept)
    by_form = web.post("/sparql", data={"query": CASES}, headers=accept)
    by_body = web.post(
        "/sparql",
        content=CASES,
        headers=accept | {"Content-Type": "application/sparql-query; charset=utf-8"},
    )
    assert by_get.text == by_form.text == by_body.text == f"n\r\n{NUMBER}\r\n"


def test_a_format_may_be_asked_for_by_name(web: httpx.Client) -> None:
    assert (
        web.get("/sparql", params={"query": CASES, "format": "tsv"}).text
        == f"?n\n{NUMBER}\n"
    )
    assert (
        web.get("/sparql", params={"query": GRAPH, "format": "nt"}).headers[
            "content-type"
        ]
        == "application/n-triples"
    )


@each(
    ("query", "name", "media_type"),
    [
        pytest.param(GRAPH, "format=xml", "application/rdf+xml", id="graph as XML"),
        pytest.param(GRAPH, "format=rdf+xml", "application/rdf+xml", id="plus unescaped"),
        pytest.param(GRAPH, "output=n3", "text/turtle", id="output"),
        pytest.param(GRAPH, "format=json", "application/ld+json", id="graph as JSON"),
        pytest.param(
            CASES, "results=xml", "application/sparql-results+xml", id="results"
        ),
        pytest.param(
            CASES, "output=html", "application/sparql-results+json", id="theirs"
        ),
        pytest.param(
            CASES, "format=tsv&format=a,b", "text/tab-separated-values", id="many"
        ),
    ],
)
def test_a_format_that_clients_name_is_understood(
    web: httpx.Client, query: str, name: str, media_type: str
) -> None:
    answer = web.get(f"/sparql?{urlencode({'query': query})}&{name}")
    assert answer.status_code == 200
    assert answer.headers["content-type"].partition(";")[0] == media_type


@each(("query", "name"), [(GRAPH, "csv"), (CASES, "n3")])
def test_a_format_of_the_other_kind_of_answer_is_refused(
    web: httpx.Client, query: str, name: str
) -> None:
    answer = web.get("/sparql", params={"query": query, "format": name})
    assert answer.status_code == 406


@each("value", ["", " "])
@each(
    "name",
    ["default-graph-uri", "named-graph-uri", "using-graph-uri", "using-named-graph-uri"],
)
def test_an_empty_graph_counts_as_none(web: httpx.Client, name: str, value: str) -> None:
    body = {"Content-Type": "application/sparql-query"}
    for answer in (
        web.get("/sparql", params={"query": CASES, name: value, "format": "tsv"}),
        web.post("/sparql", data={"query": CASES, name: value, "format": "tsv"}),
        web.post(f"/sparql?{name}={value}&format=tsv", content=CASES, headers=body),
    ):
        assert (answer.status_code, answer.text) == (200, f"?n\n{NUMBER}\n")


@each("mark", [b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff"], ids=["8", "le", "be"])
def test_a_body_may_begin_with_a_byte_order_mark_of_utf_8(
    web: httpx.Client, mark: bytes
) -> None:
    headers = {"Content-Type": "application/sparql-query", "Accept": "text/csv"}
    answer = web.post("/sparql", content=mark + CASES.encode(), headers=headers)
    right = mark == b"\xef\xbb\xbf"
    assert answer.status_code == (200 if right else 400)
    assert (
        answer.text.split()[-1] == str(NUMBER) if right else "but UTF-16" in answer.text
    )
    assert web.get("/sparql", params={"query": "\ufeffASK {}"}).status_code == 200


@each(
    ("path", "target"),
    [
        ("/reconcile/", "/reconcile"),
        ("/case/german-reunification/", "/case/german-reunification"),
        ("/sparql/?query=ASK%20%7B%7D", "/sparql?query=ASK%20%7B%7D"),
        ("/ontology/", "/ontology"),
        ("/cases/?q=a", "/cases?q=a"),
    ],
)
def test_a_slash_at_the_end_is_left_out(
    web: httpx.Client, path: str, target: str
) -> None:
    answer = web.get(path, follow_redirects=False)
    assert answer.status_code in (301, 307, 308)
    assert (
        answer.headers["location"].removeprefix(str(web.base_url).rstrip("/")) == target
    )


def test_the_pages_of_the_ontology_keep_their_slash(web: httpx.Client) -> None:
    assert web.get("/docs/ontology/", follow_redirects=False).status_code == 200


@each("accept", ["application/json", "application/json;q=0.9, */*;q=0.1"])
@each(
    "path",
    [
        "/case/geneva-accord",
        "/actor/nato",
        "/ontology",
        "/vocab/",
        "/tactic/",
        "/void",
        "/sparql",
    ],
)
def test_a_document_is_json_for_who_wants_json(
    web: httpx.Client, path: str, accept: str
) -> None:
    answer = web.get(path, headers={"Accept": accept}, follow_redirects=True)
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "application/ld+json"
    assert answer.json()


def test_a_browser_without_a_query_gets_a_page(web: httpx.Client) -> None:
    answer = web.get("/sparql", headers={"Accept": BROWSER})
    assert "<h1>SPARQL endpoint</h1>" in answer.text


def test_foreign_data_are_served_and_nothing_of_ours_is_said_of_them(
    tmp_path: Path,
) -> None:
    path = tmp_path / "any.nq"
    path.write_text('<http://x/s> <http://x/p> "o" <http://x/g> .\n', encoding="utf-8")
    port = free_port()
    with process(
        sys.executable,
        "-m",
        "l2kg",
        "serve",
        "--port",
        str(port),
        "--data",
        str(path),
        folder=tmp_path,
    ) as running:
        wait_for(running, url := f"http://127.0.0.1:{port}/sparql")
        told = httpx.get(url, headers={"Accept": "text/turtle"})
        page = httpx.get(url, headers={"Accept": "text/html"}).text
        assert httpx.get(
            url,
            params={
                "query": "ASK { GRAPH <http://x/g> { ?s ?p 'o' } }",
                "format": "json",
            },
        ).json()["boolean"]
        assert (
            httpx.get(url, params={"query": "ASK { ?s l2:helps ?o }"}).status_code == 400
        )
    graph = rdflib.Graph().parse(data=told.text, format="turtle")
    assert (rdflib.URIRef(url), rdflib.RDF.type, SD.Service) in graph
    assert "link" not in told.headers
    assert not any(
        "w3id.org/l2kg" in text for text in (page, *map(str, graph.all_nodes()))
    )
    assert "l2:" not in page


def test_a_program_without_a_query_gets_the_service_description(
    web: httpx.Client,
) -> None:
    graph = rdflib.Graph().parse(
        data=web.get("/sparql", headers={"Accept": "text/turtle"}).text, format="turtle"
    )
    endpoint = rdflib.URIRef("http://www.w3.org/ns/sparql-service-description#endpoint")
    assert str(next(graph.objects(None, endpoint))) == str(web.base_url.join("/sparql"))


REQUESTS = [
    pytest.param(
        "GET",
        {"params": {"query": "SELECT * {\n ?s ?p }"}},
        400,
        "malformed query, line 2",
        id="malformed",
    ),
    pytest.param(
        "GET",
        {"params": [("query", CASES), ("query", CASES)]},
        400,
        "more than one query",
        id="two queries",
    ),
    pytest.param(
        "GET",
        {"params": {"query": CASES, "default-graph-uri": "http://x/"}},
        403,
        "only the graphs of this store",
        id="graph by parameter",
    ),
    pytest.param("POST", {"data": {"nothing": "1"}}, 400, "no query", id="no query"),
    pytest.param(
        "GET",
        {"params": {"query": "SELECT * { SERVICE <http://x/> { ?s ?p ?o } }"}},
        403,
        "SERVICE",
        id="federation",
    ),
    pytest.param(
        "POST", {"data": {"update": "DROP ALL"}}, 403, "does not update", id="update"
    ),
    pytest.param(
        "POST",
        {"content": "DROP ALL", "headers": {"Content-Type": "application/sparql-update"}},
        403,
        "update",
        id="update body",
    ),
    pytest.param(
        "GET",
        {"params": {"query": "DROP ALL"}},
        403,
        "DROP is not allowed",
        id="update as query",
    ),
    pytest.param(
        "GET",
        {"params": {"query": CASES}, "headers": {"Accept": "image/png"}},
        406,
        "text/csv",
        id="not acceptable",
    ),
    pytest.param(
        "GET",
        {"headers": {"Accept": "image/png"}},
        406,
        "text/turtle",
        id="description not acceptable",
    ),
    pytest.param(
        "POST",
        {
            "content": "x" * 300_000,
            "headers": {"Content-Type": "application/sparql-query"},
        },
        413,
        "shorten",
        id="too long",
    ),
    pytest.param(
        "POST",
        {"content": "{}", "headers": {"Content-Type": "application/json"}},
        415,
        "application/sparql-query",
        id="type",
    ),
    pytest.param("DELETE", {}, 405, "", id="method"),
]


@each(("method", "request_", "status", "said"), REQUESTS)
def test_what_cannot_be_answered_says_why(
    web: httpx.Client, method: str, request_: dict[str, object], status: int, said: str
) -> None:
    answer = web.request(method, "/sparql", **request_)  # type: ignore[arg-type]
    assert answer.status_code == status
    assert said in answer.text
    assert "Traceback" not in answer.text


def test_any_site_may_ask(web: httpx.Client) -> None:
    asked = web.options(
        "/sparql",
        headers={
            "Origin": "https://example.org",
            "Access-Control-Request-Method": "POST",
        },
    )
    assert asked.status_code == 204
    for answer in (
        asked,
        web.get("/sparql", params={"query": CASES}),
        web.get("/sparql", params={"query": "nonsense"}),
    ):
        assert answer.headers["access-control-allow-origin"] == "*"


@each(
    "path",
    ["/case/german-reunification", "/case/bonn-summit-1978", "/case/us-budget-deal"],
)
def test_a_case_is_a_document_that_needs_no_script(web: httpx.Client, path: str) -> None:
    answer = web.get(path, headers={"Accept": BROWSER})
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert answer.headers["vary"].startswith("Accept")
    assert 'rel="cite-as"' in answer.headers["link"]
    assert "default-src 'none'" in answer.headers["content-security-policy"]
    assert re.findall(r"<script(?! type=\"application/ld\+json\")", answer.text) == []
    assert {"http:", "https:"}.isdisjoint(
        re.findall(r"""(?:src|href)=["'](https?:)(?!//w3id\.org/l2kg)""", answer.text)
    )


def test_a_document_holds_figure_elements_and_evidence(web: httpx.Client) -> None:
    text = web.get("/case/german-reunification", headers={"Accept": "text/html"}).text
    element = text.partition('<article id="sharing-the-draft">')[2].partition(
        "</article>"
    )[0]
    assert all(
        word in element
        for word in (
            "James Baker",
            "Baker (1995), p. 259",
            "note xxiv",
            "To help Shevardnadze",
        )
    )
    assert text.count('<svg xmlns="http://www.w3.org/2000/svg"') == 1
    data = json.loads(
        re.search(r'<script type="application/ld\+json">(.*?)</script>', text)[1]
    )  # type: ignore[index]
    assert data["@id"] == "https://w3id.org/l2kg/case/german-reunification"


def test_every_link_within_a_document_has_its_place(web: httpx.Client) -> None:
    text = web.get("/case/bonn-summit-1978", headers={"Accept": "text/html"}).text
    assert (
        set(re.findall(r'href="#([^"]*)"', text)) - set(re.findall(r'id="([^"]*)"', text))
        == set()
    )


@each(
    ("end", "form"),
    [("ttl", "turtle"), ("jsonld", "json-ld"), ("nt", "nt"), ("rdf", "xml")],
)
def test_a_case_is_data_in_every_format(web: httpx.Client, end: str, form: str) -> None:
    answer = web.get(f"/case/geneva-accord.{end}")
    graph = rdflib.Graph().parse(data=answer.text, format=form)
    count = web.get(
        "/sparql",
        params={
            "query": "SELECT (COUNT(*) AS ?n) { GRAPH case:geneva-accord { ?s ?p ?o } }",
            "format": "csv",
        },
    )
    assert len(graph) == int(count.text.split()[1])


def test_the_accept_header_chooses_the_form_of_a_case(web: httpx.Client) -> None:
    turtle = web.get("/case/geneva-accord", headers={"Accept": "text/turtle"})
    assert turtle.text == web.get("/case/geneva-accord.ttl").text
    assert (
        web.get("/case/geneva-accord", headers={"Accept": "image/png"}).status_code == 406
    )


def test_the_figure_is_a_file(web: httpx.Client) -> None:
    answer = web.get("/case/geneva-accord.svg")
    assert answer.headers["content-type"].startswith("image/svg+xml")
    assert ET.fromstring(answer.text).tag == "{http://www.w3.org/2000/svg}svg"


@each(
    "path",
    [
        "/case/geneva-acord",
        "/case/geneva-accord.pdf",
        "/case/no.ttl",
        "/case/%3Cscript%3E",
    ],
)
def test_what_is_missing_is_a_404_that_helps(web: httpx.Client, path: str) -> None:
    plain, page = web.get(path), web.get(path, headers={"Accept": BROWSER})
    assert plain.status_code == page.status_code == 404
    assert "<h1>Not found</h1>" in page.text
    assert "<script>" not in page.text
    assert path != "/case/geneva-acord" or "did you mean geneva-accord" in plain.text


@each("path", ["/", "/case?id=geneva-accord", "/query"])
def test_pages_and_routes_share_a_port(web: httpx.Client, path: str) -> None:
    answer = web.get(path)
    assert answer.status_code == 200
    assert "<title>L2KG: negotiations on two levels</title>" in answer.text


@each("path", ["/", "/sparql", "/case/geneva-accord", "/case/none", "/assets/icon.svg"])
def test_every_answer_has_the_security_headers(web: httpx.Client, path: str) -> None:
    headers = web.get(path, headers={"Accept": BROWSER}).headers
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["x-frame-options"] == "DENY"
    assert "frame-ancestors 'none'" in headers["content-security-policy"]
    assert "http" not in headers["content-security-policy"]


@each(
    "path",
    [
        "/assets/../pyproject.toml",
        "/assets/..%2f..%2fpyproject.toml",
        "/assets/%2e%2e/guard.py",
        "/assets//etc/passwd",
    ],
)
def test_assets_do_not_lead_out_of_their_folder(web: httpx.Client, path: str) -> None:
    answer = web.get(path)
    assert answer.status_code in (200, 400, 404)
    assert (
        answer.status_code != 200 or '<div id="root"></div>' in answer.text
    )  # Streamlit's own page, at addresses that nobody has
    assert "[project]" not in answer.text
    assert "def " not in answer.text


def test_the_policy_allows_the_pages_own_script_and_no_other() -> None:
    policy = page_policy("<script>\n  a\n</script><script src='x'></script>")
    assert policy.count("sha256-") == 1
    assert "'unsafe-inline'" not in policy.partition("script-src")[2].partition(";")[0]


def test_the_web_stands_without_the_pages(
    folder: str, tmp_path: Path, start: Start
) -> None:
    process, base = start(folder, tmp_path, "serve", "/assets/icon.svg")
    try:
        assert "German" in httpx.get(base, headers={"Accept": BROWSER}).text
        assert (
            httpx.get(f"{base}/sparql", params={"query": CASES, "format": "csv"}).text
            == f"n\r\n{NUMBER}\r\n"
        )
    finally:
        process.terminate()
        assert process.wait(LONGEST) in (0, -15)


@each(
    ("error", "status"),
    [
        pytest.param(DateError("soon"), 400, id="a date"),
        pytest.param(TurtleError("not Turtle", 3), 400, id="a text"),
        pytest.param(QueryError("malformed query"), 400, id="a query"),
        pytest.param(L2kgError("the store cannot be opened"), 503, id="the machine"),
        pytest.param(RuleError("a rule without a name"), 503, id="what is installed"),
    ],
)
def test_an_error_is_of_the_request_or_of_the_machine(
    error: L2kgError, status: int
) -> None:
    found, headers = status_of(error)
    assert (found, "Retry-After" in headers) == (status, status == 503)


def test_a_runaway_is_answered_with_its_deadline(web: httpx.Client) -> None:
    runaway = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
    answer = web.get("/sparql", params={"query": runaway})
    assert answer.status_code == 503
    assert answer.headers["retry-after"]
    assert "longer than 20 seconds" in answer.text
