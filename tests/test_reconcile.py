"""Reconciliation: names are found in spite of accents, case and order of words; answers are as the specification has them."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema
import pyoxigraph as ox
import pytest
from each import each

from l2kg.errors import NotFoundError, UsageError
from l2kg.html.server import entity_page
from l2kg.namespaces import BASE, expand
from l2kg.reconciliation.index import Index, index
from l2kg.reconciliation.matching import reconcile
from l2kg.reconciliation.service import (
    extend,
    manifest,
    propose,
    read_json,
    suggest,
)

SCHEMAS = {
    path.stem: json.loads(path.read_text(encoding="utf-8"))
    for path in sorted((Path(__file__).parent / "data" / "reconcile").glob("*.json"))
}


@pytest.fixture(scope="module")
def known(real: ox.Store) -> Index:
    return index(real)


def conforms(answer: object, schema: str) -> None:
    jsonschema.validate(json.loads(json.dumps(answer)), SCHEMAS[schema])


def ask(known: Index, **query: object) -> list[dict]:
    conforms({"q": query}, "query-batch")
    answer = reconcile(known, {"q": query})
    conforms(answer, "result-batch")
    return answer["q"]["result"]


@each("name", SCHEMAS)
def test_the_schemas_are_schemas(name: str) -> None:
    jsonschema.Draft202012Validator.check_schema(SCHEMAS[name])


def test_the_manifest_conforms() -> None:
    told = manifest("https://example.org/")
    conforms(told, "manifest")
    assert told["view"]["url"] == "https://example.org/reconcile/view?id={{id}}"


MATCHES = [
    ("James Baker", "actor:james-baker"),
    ("baker, james", "actor:james-baker"),
    ("SHEVARDNADZE Eduard", "actor:eduard-shevardnadze"),
    ("Gerhard Schröder", "actor:gerhard-schroeder"),
    ("Gerhard Schroder", "actor:gerhard-schroeder"),
    ("Jose", "actor:jose"),
    ("President Clinton", "actor:bill-clinton"),
    ("united states", "actor:united-states"),
    ("Avoid  Inflaming!", "l2t:avoid-inflaming"),
    ("Bonn economic summit of 1978", "case:bonn-summit-1978"),
    ("Ross", None),
    ("Germany", None),
    ("Gorbachov", None),
]


@each(("name", "identifier"), MATCHES, ids=[m[0] for m in MATCHES])
def test_a_match_is_certain_or_none(
    known: Index, name: str, identifier: str | None
) -> None:
    assert [c["id"] for c in ask(known, query=name) if c["match"]] == (
        [identifier] if identifier else []
    )


@each(
    ("name", "identifier"),
    [
        ("Gorbachov", "actor:mikhail-gorbachev"),
        ("Gerhard Schrodder", "actor:gerhard-schroeder"),
        ("Shevardnaze", "actor:eduard-shevardnadze"),
        ("Bonn summit", "case:bonn-summit-1978"),
        ("reunification of Germany", "case:german-reunification"),
    ],
)
def test_a_misspelt_or_short_name_comes_first_but_unsure(
    known: Index, name: str, identifier: str
) -> None:
    best = ask(known, query=name)[0]
    assert (best["id"], best["match"]) == (identifier, False)


def test_namesakes_are_both_listed_first(known: Index) -> None:
    assert {c["id"] for c in ask(known, query="Ross")[:2]} == {
        "actor:dennis-ross",
        "actor:ross-of-arrow-et-al",
    }


def test_scores_fall_and_limits_hold(known: Index) -> None:
    found = ask(known, query="Soviet", limit=3)
    scores = [c["score"] for c in found]
    assert scores == sorted(scores, reverse=True)
    assert len(found) == 3
    assert ask(known, query="qqqqqq") == []


def test_types_keep_others_out_unless_they_only_should(known: Index) -> None:
    kinds = {
        t["id"] for c in ask(known, query="Germany", type="l2:State") for t in c["type"]
    }
    assert kinds == {"l2:State", "l2:Actor"}
    assert (
        ask(known, query="Germany", type=["l2:State", "l2:Case"], type_strict="all") == []
    )
    assert {
        c["id"]
        for c in ask(known, query="James Baker", type="l2:Case", type_strict="should")
    } >= {"actor:james-baker"}
    assert ask(known, query="James Baker", type="http://example.org/Unknown") == []
    assert (
        ask(known, query="James Baker", type="https://w3id.org/l2kg/ontology#Person")[0][
            "id"
        ]
        == "actor:james-baker"
    )


@each(
    "value",
    [
        "hostage crisis",
        {"id": "l2v:hostage-crisis"},
        "l2v:hostage-crisis",
        ["hostage crisis", "none"],
    ],
    ids=str,
)
def test_properties_alone_find_cases(known: Index, value: object) -> None:
    best = ask(known, type="l2:Case", properties=[{"pid": "l2:setting", "v": value}])[0]
    assert best["id"] == "case:spanish-harlem-barricade"


def test_a_property_that_does_not_fit_lowers_the_score(known: Index) -> None:
    right, wrong = (
        {"pid": "l2:setting", "v": {"id": f"l2v:{v}"}} for v in ("diplomacy", "labour")
    )
    scores = [
        ask(known, query="Geneva Accord", properties=[p])[0] for p in (right, wrong)
    ]
    assert scores[0]["score"] > scores[1]["score"]
    assert {f["id"] for f in scores[0]["features"]} == {"name", "l2:setting"}
    assert not scores[1]["match"]


BAD = [
    pytest.param(None, "no object", id="null"),
    pytest.param(1, "no object", id="number"),
    pytest.param({}, "needs a text", id="empty"),
    pytest.param({"query": 5}, "needs a text", id="no-text"),
    pytest.param({"query": "x", "type": 5}, "type is", id="type"),
    pytest.param({"query": "x", "type_strict": "most"}, "type_strict", id="strict"),
    pytest.param({"query": "x", "limit": 0}, "limit", id="limit"),
    pytest.param({"query": "x", "limit": float("nan")}, "limit", id="nan"),
    pytest.param(
        {"query": "x", "properties": [{"pid": "l2:kind"}]}, "pid and v", id="no-value"
    ),
    pytest.param({"query": "x", "properties": "l2:kind"}, "pid and v", id="properties"),
]


@each(("row", "said"), BAD)
def test_a_bad_row_spoils_itself_alone(known: Index, row: object, said: str) -> None:
    answer = reconcile(
        known, {"q0": {"query": "Helmut Kohl"}, "q1": row, "q2": {"query": "James Baker"}}
    )
    conforms(answer, "result-batch")
    assert answer["q0"]["result"][0]["id"] == "actor:helmut-kohl"
    assert answer["q2"]["result"][0]["id"] == "actor:james-baker"
    assert answer["q1"] == {"result": []}
    with pytest.raises(UsageError, match=f"query q1.*{said}"):
        reconcile(known, {"q1": row})


@each("name", ["", " ", "\t", None])
def test_an_empty_cell_has_no_candidates(known: Index, name: str | None) -> None:
    assert reconcile(known, {"q": {"query": name, "limit": 3}}) == {"q": {"result": []}}


@each(
    "more",
    [
        {"type": None},
        {"type": [None]},
        {"type": ["l2:Person", None], "limit": None},
        {"limit": None, "type_strict": None, "properties": None},
        {"properties": [None, {"pid": "l2:kind", "v": None}]},
        {
            "properties": [
                {"pid": "l2:kind", "v": ""},
                {"pid": "l2:kind", "v": [None, " "]},
            ]
        },
    ],
    ids=str,
)
def test_null_counts_as_left_out(known: Index, more: dict[str, object]) -> None:
    plain = reconcile(known, {"q": {"query": "James Baker"}})["q"]["result"]
    found = reconcile(known, {"q": {"query": "James Baker"} | more})["q"]["result"]
    assert found[0] == plain[0]
    assert found[0]["match"]


def test_null_counts_as_left_out_of_an_extension(known: Index) -> None:
    asked = {
        "ids": ["case:geneva-accord", None],
        "properties": [None, {"id": "l2:setting"}],
    }
    answer = extend(known, asked)
    conforms(answer, "extension-response")
    assert list(answer["rows"]) == ["case:geneva-accord"]


@each(
    ("batch", "said"),
    [
        pytest.param([], "object of objects", id="list"),
        pytest.param(None, "object of objects", id="null"),
        pytest.param(
            {str(i): {"query": "x"} for i in range(201)}, "at most 200", id="many"
        ),
    ],
)
def test_a_malformed_batch_is_refused_in_one_line(
    known: Index, batch: object, said: str
) -> None:
    with pytest.raises(UsageError, match=said):
        reconcile(known, batch)


@each("text", ["", "{", "[" * 100_000, "\x00"])
def test_what_is_no_json_is_refused(text: str) -> None:
    with pytest.raises(UsageError, match="no JSON"):
        read_json(text)


@each(
    "text",
    ["a" * 100_000, "' OR 1=1", "\u202e\u0000", "<script>", "%s %d {x}", "(" * 500, "🎈"],
    ids=range(7),
)
def test_odd_names_find_nothing_and_break_nothing(known: Index, text: str) -> None:
    assert not any(c["match"] for c in ask(known, query=text, limit=1e300))


@each(
    ("kind", "prefix", "identifier"),
    [
        ("entity", "bak", "actor:james-baker"),
        ("entity", "Schröd", "actor:gerhard-schroeder"),
        ("entity", "ja bak", "actor:james-baker"),
        ("entity", "actor:james-baker", "actor:james-baker"),
        ("type", "pers", "l2:Person"),
        ("property", "sett", "l2:setting"),
    ],
)
def test_suggestions_complete_what_is_typed(
    known: Index, kind: str, prefix: str, identifier: str
) -> None:
    answer = suggest(known, kind, prefix)
    conforms(answer, f"suggest-{kind}")
    assert identifier in {row["id"] for row in answer["result"]}


def test_suggestions_go_on_at_a_cursor(known: Index) -> None:
    first, rest = (
        suggest(known, "entity", "", limit=5)["result"],
        suggest(known, "entity", "", cursor=5, limit=5)["result"],
    )
    assert len(first) == len(rest) == 5
    assert not {row["id"] for row in first} & {row["id"] for row in rest}


def test_nothing_else_is_suggested(known: Index) -> None:
    with pytest.raises(NotFoundError, match="entity, type or property"):
        suggest(known, "planet", "x")


def test_a_preview_escapes_what_it_shows(known: Index) -> None:
    text = entity_page(known.find("actor:james-baker"))
    assert f'href="{BASE}actor/james-baker"' in text
    hostile = ox.Store()
    for predicate, value in (("http://www.w3.org/2000/01/rdf-schema#label", ox.Literal("<script>x</script>", language="en")),
                             ("http://www.w3.org/1999/02/22-rdf-syntax-ns#type", ox.NamedNode(expand("l2:Person")))):  # fmt: skip
        hostile.add(
            ox.Quad(ox.NamedNode(f"{BASE}actor/x"), ox.NamedNode(predicate), value)
        )
    assert "<script>" not in entity_page(index(hostile).find("actor:x"))
    with pytest.raises(NotFoundError):
        known.find("actor:nobody")


@each("kind", ["l2:Case", "l2:Person", "skos:Concept", "l2:State"])
def test_every_proposed_property_can_be_fetched(known: Index, kind: str) -> None:
    proposed = propose(known, kind)
    conforms(proposed, "proposed-properties")
    ids = [e.id for e in known.entities.values() if expand(kind) in e.types]
    query = {"ids": ids, "properties": [{"id": p["id"]} for p in proposed["properties"]]}
    conforms(query, "extension-query")
    answer = extend(known, query)
    conforms(answer, "extension-response")
    assert [m["id"] for m in answer["meta"]] == [p["id"] for p in proposed["properties"]]
    for p in proposed["properties"]:
        assert any(answer["rows"][i][p["id"]] for i in ids)


def test_extension_gives_labels_and_empty_lists(known: Index) -> None:
    answer = extend(
        known,
        {
            "ids": ["case:geneva-accord", "case:nowhere"],
            "properties": [{"id": "l2:setting"}, {"id": "l2:no-such"}],
        },
    )
    conforms(answer, "extension-response")
    assert answer["rows"]["case:geneva-accord"]["l2:setting"] == [
        {"id": "l2v:diplomacy", "name": "diplomacy"}
    ]
    assert answer["rows"]["case:nowhere"] == {"l2:setting": [], "l2:no-such": []}


@each(
    "query",
    [
        None,
        [],
        {},
        {"ids": [1], "properties": []},
        {"ids": [], "properties": [{}]},
        {"ids": ["x"] * 20_001, "properties": [{"id": "y"}]},
    ],
    ids=range(6),
)
def test_a_malformed_extension_is_refused(known: Index, query: object) -> None:
    with pytest.raises(UsageError):
        extend(known, query)


def test_each_kind_of_entity_is_there(known: Index) -> None:
    kinds = {kind for e in known.entities.values() for kind in e.types}
    assert kinds == {
        expand(k)
        for k in (
            "l2:Actor",
            "l2:Person",
            "l2:State",
            "l2:Organization",
            "l2:Collective",
            "l2:Case",
            "skos:Concept",
        )
    }
    assert all(iri.startswith(BASE) for iri in known.entities)
