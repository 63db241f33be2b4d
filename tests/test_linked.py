"""Linked data: every IRI in the store answers in every format, and the published folder holds the same."""

from __future__ import annotations

import itertools
import json
import re
from typing import TYPE_CHECKING

import pyoxigraph as ox
import pytest
from each import each
from starlette.testclient import TestClient
from test_reconcile import conforms

from l2kg import serving
from l2kg.cases.resources import KINDS
from l2kg.errors import L2kgError, UsageError
from l2kg.html.resource import file_of, href
from l2kg.namespaces import BASE
from l2kg.web import application
from l2kg.web.static_site import document_paths, host_rules, publish, w3id_rules

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from starlette.applications import Starlette

FORMATS = {
    "text/turtle": ("ttl", ox.RdfFormat.TURTLE),
    "application/ld+json": ("jsonld", ox.RdfFormat.JSON_LD),
    "application/n-triples": ("nt", ox.RdfFormat.N_TRIPLES),
    "application/rdf+xml": ("rdf", ox.RdfFormat.RDF_XML),
}

_TURN = 7  # of so many documents one is fetched, and the others are read as published


@pytest.fixture(scope="module")
def web(folder: str) -> Iterator[TestClient]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("L2KG_STORE", folder)
        serving.reset()
        with TestClient(application(), base_url="http://l2kg.example") as client:
            yield client


def iris(store: ox.Store) -> set[str]:
    """Return every IRI of ours in a store."""
    terms = {
        term for q in store for term in (q.subject, q.predicate, q.object, q.graph_name)
    }
    terms |= {ox.NamedNode(t.datatype.value) for t in terms if isinstance(t, ox.Literal)}
    return {
        t.value for t in terms if isinstance(t, ox.NamedNode) and t.value.startswith(BASE)
    }


def by_document(iris: set[str]) -> dict[str, set[str]]:
    """Sort IRIs by the address of the document that describes them."""
    found: dict[str, set[str]] = {}
    for iri in sorted(iris):
        found.setdefault(iri.partition("#")[0], set()).add(iri)
    return found


@pytest.fixture(scope="module")
def site(web: TestClient, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The published folder, of what the application serves."""
    place = tmp_path_factory.mktemp("published") / "site"
    assert publish(place, root="http://l2kg.example") == len(list(document_paths())) > 500
    return place


@pytest.mark.slow
def test_every_iri_in_the_store_resolves_to_data(web: TestClient, site: Path) -> None:
    """Each document is published in every format, and fetched in one where its turn comes."""
    subjects = {
        q.subject.value for q in serving.store() if isinstance(q.subject, ox.NamedNode)
    }
    offers = itertools.cycle(FORMATS.items())
    for number, (document, of_it) in enumerate(
        by_document(iris(serving.store())).items()
    ):
        media_type, (end, form) = next(offers)
        path = document.removeprefix(BASE)
        file = site / f"{file_of(path)}.{end}"
        if number % _TURN == 0 or not file.exists():
            answer = web.get(f"/{path}", headers={"Accept": media_type})
            assert answer.status_code == 200, document
            assert answer.headers["content-type"].partition(";")[0] == media_type
            content = answer.content
        else:
            content = file.read_bytes()
        found = {
            q.subject.value
            for q in ox.parse(input=content, format=form)
            if isinstance(q.subject, ox.NamedNode)
        }
        assert found, document
        assert document.startswith(f"{BASE}graph/") or of_it & subjects <= found, document


@pytest.mark.slow
def test_every_iri_in_the_store_resolves_to_a_page(web: TestClient, site: Path) -> None:
    for number, document in enumerate(by_document(iris(serving.store()))):
        path = document.removeprefix(BASE)
        file = site / f"{file_of(path)}.html"
        if number % _TURN == 0 or not file.exists():
            answer = web.get(f"/{path}", headers={"Accept": "text/html"})
            assert (answer.status_code, answer.headers["content-type"]) == (
                200,
                "text/html; charset=utf-8",
            ), document
            text = answer.text
        else:
            text = file.read_text(encoding="utf-8")
        assert re.findall(r"<script(?![^>]*type=\"application/ld\+json\")", text) == []
        assert "https://schema.org" in text


@pytest.mark.slow
def test_every_link_of_a_page_leads_somewhere(web: TestClient) -> None:
    for path in (
        "/actor/james-baker",
        "/tactic/acceptance-speech-chart",
        "/rule/bridges",
        "/source/sebenius-2012",
        "/",
    ):
        text = web.get(path, headers={"Accept": "text/html"}).text
        for target in sorted(set(re.findall(r'href="(/[^"#]*)', text)))[:150]:
            assert web.get(target).status_code == 200, (path, target)


def test_a_thing_leads_to_its_document(web: TestClient) -> None:
    for accept, end in {
        "text/html": "html",
        "*/*": "html",
        "": "html",
        "text/turtle": "ttl",
        "application/ld+json": "jsonld",
    }.items():
        answer = web.get(
            "/actor/nato", headers={"Accept": accept}, follow_redirects=False
        )
        assert (answer.status_code, answer.headers["location"]) == (
            303,
            f"/actor/nato.{end}",
        )
        assert "Accept" in answer.headers["vary"]
    assert web.get("/actor/nato", headers={"Accept": "image/png"}).status_code == 406
    assert web.get("/actor/nobody").status_code == 404


def test_a_document_says_how_to_cite_it_and_its_other_forms(web: TestClient) -> None:
    link = web.get("/actor/nato.html").headers["link"]
    assert '<https://w3id.org/l2kg/actor/nato>; rel="cite-as"' in link
    assert 'rel="describedby"' in link
    assert all(
        f'</actor/nato.{end}>; rel="alternate"; type="{kind}"' in link
        for kind, (end, _) in FORMATS.items()
    )


@pytest.mark.usefixtures("web")
def test_what_has_an_iri_has_a_route() -> None:
    assert {path.partition("/")[0] for path in serving.paths()} <= {"case", *KINDS}


def test_a_collection_has_a_page_with_its_cases(web: TestClient) -> None:
    answer = web.get(
        "/collection/sebenius-2012",
        headers={"Accept": "text/html"},
        follow_redirects=False,
    )
    assert (answer.status_code, answer.headers["location"]) == (
        303,
        "/collection/sebenius-2012.html",
    )
    text = web.get("/collection/sebenius-2012.html").text
    assert "coded from the paper alone" in text
    assert 'href="/case/geneva-accord"' in text
    assert "/collection/sebenius-2012<" in web.get("/sitemap.xml").text
    assert "|collection|" in host_rules()


def test_the_page_of_a_term_shows_a_case_that_uses_it(web: TestClient) -> None:
    used = {
        q.object.value
        for q in serving.store()
        if str(q.subject).startswith(f"<{BASE}case/")
        and isinstance(q.object, ox.NamedNode)
    }
    terms = sorted(
        iri.replace(BASE, "/")
        for iri in used
        if iri.startswith((f"{BASE}tactic/", f"{BASE}vocab/"))
    )
    assert len(terms) > 50
    for term in terms:
        assert re.search(
            r'Cases that use it.*href="/case/[\w-]+["#]',
            web.get(term, headers={"Accept": "text/html"}).text,
            re.DOTALL,
        ), term


def test_an_unchanged_document_is_not_sent_again(web: TestClient) -> None:
    for path, params in (
        ("/case/geneva-accord.ttl", {}),
        ("/actor/nato.ttl", {}),
        ("/sparql", {"query": "ASK {}"}),
    ):
        first = web.get(path, params=params)
        again = web.get(
            path, params=params, headers={"If-None-Match": first.headers["etag"]}
        )
        assert (first.status_code, again.status_code, again.content) == (200, 304, b"")
    assert (
        "etag"
        not in web.get("/sparql", params={"query": "SELECT (RAND() AS ?r) {}"}).headers
    )


def test_head_and_options(web: TestClient) -> None:
    for path in (
        "/sparql?query=ASK%20%7B%7D",
        "/actor/nato.ttl",
        "/reconcile",
        "/.well-known/void",
    ):
        assert web.options(path).headers["access-control-allow-origin"] == "*"
        assert web.head(path).status_code == 200
        assert web.head(path).content == b""
    assert web.put("/sparql").status_code == 405
    assert "GET" in web.put("/sparql").headers["allow"]


def addresses(served: Starlette) -> list[str]:
    """Return an address of every route, with a part filled by something that is there."""
    filled = {
        "/case/{rest:path}": "/case/geneva-accord",
        "/actor/{rest:path}": "/actor/nato",
        "/reconcile/suggest/{kind}": "/reconcile/suggest/type",
        "/l2kg.{end}": "/l2kg.nq",
        "/{name}.xml": "/sitemap.xml",
    }
    paths = [getattr(route, "path", "") for route in served.routes]
    whole = [filled.get(path, path) for path in paths]
    return [path for path in whole if "{" not in path and path != "/"]


def test_every_address_with_a_slash_leads_to_the_one_without(web: TestClient) -> None:
    found = addresses(web.app)  # type: ignore[arg-type]
    assert len(found) > 20
    for path in [one for one in found if one != "/assets"]:
        for end, query in (("/", ""), ("/", "?query=ASK%20%7B%7D"), ("//", "?a=%2F")):
            answer = web.get(f"{path}{end}{query}", follow_redirects=False)
            assert answer.status_code == 308, path
            assert answer.headers["location"] == f"{path}{query}"
            assert answer.headers["access-control-allow-origin"] == "*"


@each("method", ["GET", "HEAD", "POST"])
def test_a_query_survives_the_slash(web: TestClient, method: str) -> None:
    sent = {"query": "ASK {}", "format": "csv"}
    given = {"data": sent} if method == "POST" else {"params": sent}
    answer = web.request(method, "/sparql/", **given)  # type: ignore[arg-type]
    assert (answer.status_code, len(answer.history)) == (200, 1)
    assert answer.text == ("" if method == "HEAD" else "true")


@each("path", ["/vocab/", "/tactic/", "/"])
def test_an_address_that_has_a_slash_keeps_it(web: TestClient, path: str) -> None:
    assert web.get(path, follow_redirects=False).status_code == 200


@each(
    "path", ["//example.org/", "/\\example.org/", "///example.org//", "//", "/%5Cx.org/"]
)
def test_no_slash_leads_to_another_host(web: TestClient, path: str) -> None:
    answer = web.get(f"http://l2kg.example{path}", follow_redirects=False)
    place = answer.headers.get("location", "/none")
    assert place.startswith("/")
    assert place[1] not in "/\\"


def test_descriptions_stand_where_crawlers_look(web: TestClient) -> None:
    triples = {
        str(q.triple)
        for q in ox.parse(
            input=web.get("/.well-known/void").content, format=ox.RdfFormat.TURTLE
        )
    }
    assert any("http://l2kg.example/sparql" in triple for triple in triples)
    assert "Sitemap: http://l2kg.example/sitemap.xml" in web.get("/robots.txt").text
    listed = re.findall(
        r"<loc>http://l2kg\.example(/[^<]*)</loc>", web.get("/sitemap.xml").text
    )
    assert len(listed) > 400
    assert web.get(listed[0]).status_code == 200
    assert ox.parse(input=web.get("/l2kg.nq").content, format=ox.RdfFormat.N_QUADS)


def test_all_data_are_written_once_and_can_be_fetched_in_parts(web: TestClient) -> None:
    whole = web.get("/l2kg.ttl")
    assert len(list(ox.parse(input=whole.content, format=ox.RdfFormat.TURTLE))) > 10_000
    part = web.get(
        "/l2kg.ttl", headers={"Range": "bytes=0-99", "If-Range": whole.headers["etag"]}
    )
    assert (part.status_code, part.content) == (206, whole.content[:100])
    assert web.head("/l2kg.ttl").headers["content-length"] == str(len(whole.content))
    file = serving.dump("ttl")
    assert file == serving.dump("ttl")
    serving.reset()
    assert not file.exists()


def test_reconciliation_answers_by_its_schemas(web: TestClient) -> None:
    conforms(web.get("/reconcile").json(), "manifest")
    found = web.post(
        "/reconcile", data={"queries": json.dumps({"q0": {"query": "James Baker"}})}
    )
    conforms(found.json(), "result-batch")
    assert found.json()["q0"]["result"][0]["id"] == "actor:james-baker"
    assert found.headers["access-control-allow-origin"] == "*"
    for kind in ("entity", "type", "property"):
        conforms(
            web.get(f"/reconcile/suggest/{kind}", params={"prefix": "a"}).json(),
            f"suggest-{kind}",
        )
    conforms(
        web.get("/reconcile/properties", params={"type": "l2:Person"}).json(),
        "proposed-properties",
    )
    extend = {"ids": ["actor:nato"], "properties": [{"id": "l2:description"}]}
    conforms(
        web.get("/reconcile", params={"extend": json.dumps(extend)}).json(),
        "extension-response",
    )
    preview = web.get("/reconcile/preview", params={"id": "actor:nato"})
    assert "frame-ancestors *" in preview.headers["content-security-policy"]
    assert web.get("/reconcile", params={"queries": "{"}).status_code == 400
    assert web.get("/reconcile/suggest/entity", params={"cursor": "x"}).status_code == 400


def test_scripts_in_data_stay_text(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    evil = "<script>alert(1)</script>\"'"
    nobody = ox.NamedNode(f"{BASE}actor/evil")
    store = ox.Store(tmp_path / "store")
    store.add(
        ox.Quad(
            nobody,
            ox.NamedNode("http://www.w3.org/2000/01/rdf-schema#label"),
            ox.Literal(evil),
        )
    )
    store.add(
        ox.Quad(
            nobody,
            ox.NamedNode("http://www.w3.org/2000/01/rdf-schema#seeAlso"),
            ox.NamedNode("javascript:alert(1)"),
        )
    )
    store.flush()
    del store
    monkeypatch.setenv("L2KG_STORE", str(tmp_path / "store"))
    serving.reset()
    with TestClient(application()) as client:
        text = client.get("/actor/evil.html").text
    assert "<script>alert" not in text
    assert 'href="javascript' not in text
    assert "javascript:alert(1)" in text


def test_only_addresses_of_the_web_become_links() -> None:
    assert (
        href("https://www.wikidata.org/entity/Q7184")
        == "https://www.wikidata.org/entity/Q7184"
    )
    assert href("data:text/html,x") is href("JavaScript:x") is href("http://a b") is None


def same(end: str, one: bytes, other: bytes) -> bool:
    """Tell whether two documents are one, or as data are one but for the names of their blank nodes."""
    forms = dict(FORMATS.values())
    if one == other or end not in forms:
        return one == other
    read = [ox.Dataset(ox.parse(input=text, format=forms[end])) for text in (one, other)]
    for data in read:
        data.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    return read[0] == read[1]


@pytest.mark.slow
def test_the_published_folder_holds_the_same(web: TestClient, site: Path) -> None:
    for path in list(document_paths())[::_TURN]:
        for end in ("html", *(end for end, _ in FORMATS.values())):
            written = (site / f"{file_of(path)}.{end}").read_bytes()
            assert same(end, written, web.get(f"/{file_of(path)}.{end}").content), path
    for name in ("l2kg.nq", "robots.txt", "sitemap.xml", ".well-known/void"):
        assert len((site / name).read_bytes()) == len(web.get(f"/{name}").content)
    assert (site / ".htaccess").read_text() == host_rules()
    assert (site / "w3id" / ".htaccess").read_text() == w3id_rules("http://l2kg.example")
    assert (site / "assets" / "document.css").is_file()


def test_a_folder_of_anybody_else_is_left(tmp_path: Path) -> None:
    (tmp_path / "theirs").write_text("x")
    with pytest.raises(Exception, match="not empty"):
        publish(tmp_path, root="https://l2kg.example", force=True)


@each(
    "root",
    [
        "l2kg.example",
        "ftp://l2kg.example",
        "http://[::1",
        "http://h:port/",
        "https://me:secret@l2kg.example",
        "https://l2kg.example/?a=b",
        "https://l2kg.example/#top",
        "https://bücher.example",
    ],
)
def test_what_is_no_address_of_a_site_is_refused(tmp_path: Path, root: str) -> None:
    with pytest.raises(UsageError, match="no address of a site"):
        publish(tmp_path / "site", root=root)
    assert not (tmp_path / "site").exists()


def test_a_store_that_is_not_there_is_told_before_the_work(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("L2KG_STORE", str(tmp_path / "nowhere"))
    serving.reset()
    begun: list[Path] = []
    with pytest.raises(L2kgError, match="nowhere"):
        publish(tmp_path / "site", root="https://l2kg.example", manual=begun.append)
    assert not begun
    assert not (tmp_path / "site").exists()
    serving.reset()


def test_a_finding_is_shown_on_the_page_of_its_graph(web: TestClient) -> None:
    text = web.get("/graph/conflicts", headers={"Accept": "text/html"}).text
    name = (
        "rival-datings-cuban-missile-crisis-crisis-date-crisis-icb-date-crisis-wikidata-1"
    )
    assert (
        f'<h2 id="{name}">' in text
        and 'href="/source/icb"' in text
        and 'href="/rule/rival-datings"' in text
    )
