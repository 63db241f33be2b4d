"""A name that nothing has is told with what is called nearly so, and the query runs all the same."""

from __future__ import annotations

import warnings

import pyoxigraph as ox
import pytest
from click.testing import CliRunner
from each import each

import l2kg
from l2kg.cli import main
from l2kg.queries.header import all_queries
from l2kg.queries.media_types import RESULTS, TABLES
from l2kg.queries.notices import Notice, NoticeWarning, notices
from l2kg.queries.results import QueryError
from l2kg.queries.serialise import written
from l2kg.web.notices import notice_header, with_notices

WRONG_LIST = {
    "{ ?b l2:barrierType l2v:harm }": "l2v:harm: a code of l2v:outcome, and"
    " l2:barrierType takes l2v:barrier-type",
    "{ ?b l2:effect ?e FILTER(?e IN (l2v:harmed, l2v:harm)) }": "l2v:harm: a code of"
    " l2v:outcome, and l2:effect takes l2v:effect; did you mean l2v:harmed?",
    "{ VALUES (?x ?e) { (1 l2v:harm) } ?b l2:tactic ?e }": "l2v:harm: a code of"
    " l2v:outcome, and l2:tactic takes l2t; did you mean l2t:harmful-move?",
    "{ BIND(l2v:harm AS ?who) ?p l2:participant ?who }": "l2v:harm: a code of"
    " l2v:outcome, and l2:participant takes l2:Actor",
    "{ ?x l2:epistemicStatus l2v:stated ; l2:barrierType/skos:broader l2v:harm }": None,
    "{ ?x l2:outcome|l2:effect l2v:harm }": None,
}
MISTYPED = [
    pytest.param(
        "{ ?x a l2:SuccesfulHelp }", "l2:SuccesfulHelp", "l2:SuccessfulHelp", id="class"
    ),
    pytest.param(
        "{ ?x a l2:backChannel }", "l2:backChannel", "l2:BackChannel", id="capital"
    ),
    pytest.param(
        "{ ?x l2:actingsSide ?y }", "l2:actingsSide", "l2:actingSide", id="property"
    ),
    pytest.param("{ ?x l2:barrier ?y }", "l2:barrier", "l2:barrierType", id="no class"),
    pytest.param("{ ?x l2:inCase/^l2:inCaes ?y }", "l2:inCaes", "l2:inCase", id="path"),
    pytest.param("{ ?x l2:polarity l2v:oppose }", "l2v:oppose", "l2v:opposes", id="code"),
    pytest.param(
        "{ ?x ?p ?y FILTER(?y IN (l2v:oppose)) }",
        "l2v:oppose",
        "l2v:opposes",
        id="filter",
    ),
    pytest.param(
        "{ BIND(l2v:oppose AS ?y) ?x ?p ?y }", "l2v:oppose", "l2v:opposes", id="bind"
    ),
    pytest.param(
        "{ ?x ?p actor:usa }", "actor:usa", "actor:united-states", id="code of others"
    ),
    pytest.param(
        "{ ?x ?p actor:ussr }", "actor:ussr", "actor:soviet-union", id="name of others"
    ),
    pytest.param(
        "{ ?x ?p actor:baker }", "actor:baker", "actor:james-baker", id="other name"
    ),
    pytest.param(
        "{ VALUES ?c { case:german-reunifcation } ?x ?p ?c }",
        "case:german-reunifcation",
        "case:german-reunification",
        id="case",
    ),
    pytest.param(
        r"{ { SELECT ?p { case:german-reunification\#ross-tarasneko ?p ?o } } }",
        r"case:german-reunification\#ross-tarasneko",
        r"case:german-reunification\#ross-tarasenko",
        id="element",
    ),
    pytest.param(
        "{ case:james-baker ?p ?o }", "case:james-baker", "actor:james-baker", id="kind"
    ),
    pytest.param(
        "{ ?x a <http://w3id.org/l2kg/ontology#Case> }",
        "<http://w3id.org/l2kg/ontology#Case>",
        "l2:Case",
        id="http",
    ),
    pytest.param(
        "{ ?x a <https://www.w3id.org/l2kg/ontology/Case/> }",
        "<https://www.w3id.org/l2kg/ontology/Case/>",
        "l2:Case",
        id="separator",
    ),
    pytest.param(
        "{ GRAPH graph:actor { ?s ?p ?o } }", "graph:actor", "graph:actors", id="graph"
    ),
    pytest.param("{ ?x rdfs:lable ?y }", "rdfs:lable", "rdfs:label", id="of others"),
    pytest.param('{ ?x l2:polarity "opposes" }', '"opposes"', "l2v:opposes", id="text"),
    pytest.param(
        '{ ?x l2:polarity ?p FILTER("Opposes" = ?p) }',
        '"Opposes"',
        "l2v:opposes",
        id="compared",
    ),
    pytest.param(
        '{ VALUES (?n ?p) { (1 "opposes") } ?x l2:polarity ?p }',
        '"opposes"',
        "l2v:opposes",
        id="row",
    ),
    pytest.param(
        '{ ?x rdfs:label "James Baker" }',
        '"James Baker"',
        '"James Baker"@en',
        id="no language",
    ),
    pytest.param(
        '{ ?x l2:earliest "1978-07-16" }',
        '"1978-07-16"',
        '"1978-07-16"^^xsd:date',
        id="no datatype",
    ),
    pytest.param(
        "{ case:tiny#talks ?p ?o\n}",
        "case:tiny#talks",
        r"<https://w3id.org/l2kg/case/tiny#talks>",
        id="comment in a name",
    ),
]


@each(("group", "typed", "meant"), MISTYPED)
def test_a_name_that_nothing_has_is_told_with_the_nearest(
    real: ox.Store, group: str, typed: str, meant: str
) -> None:
    query = f"SELECT *\n{group}"
    told = {notice.text: notice for notice in notices(query, real)}
    assert typed in told
    notice = told[typed]
    assert notice.near[0] == meant
    assert (notice.line, notice.column) == (2, group.index(typed) + 1)


@each(
    "query",
    [
        pytest.param("SELECT * { ?x a l2:Case ; rdfs:label ?y }", id="sound"),
        pytest.param("SELECT * { ?x ?p <http://a.example/none> }", id="of others"),
        pytest.param("CONSTRUCT { ?x l2:mine 1 } { ?x a l2:Case }", id="template"),
        pytest.param(
            "SELECT * { SERVICE <http://a.example/> { ?x l2:theirs 1 } }", id="service"
        ),
        pytest.param('ASK { ?x rdfs:label "James Baker"@en }', id="language"),
        pytest.param('ASK { ?x l2:polarity ?p FILTER(STR(?p) = "opposes") }', id="str"),
        pytest.param("ASK { ?x ?p 'l2:nothing' } # l2:nothing", id="text and comment"),
        pytest.param("ASK { ?x ?p ?y FILTER(xsd:integer(?y) > 1) }", id="function"),
    ],
)
def test_what_is_known_or_not_ours_is_not_told(real: ox.Store, query: str) -> None:
    assert notices(query, real) == ()


@each(
    ("query", "told"),
    [
        pytest.param(
            "PREFIX l2: <http://w3id.org/l2kg/ontology#> ASK { ?x a l2:Case }",
            "line 1, column 12: <http://w3id.org/l2kg/ontology#>: no namespace of ours; did you"
            " mean <https://w3id.org/l2kg/ontology#>?",
            id="namespace",
        ),
        pytest.param(
            "ASK { ?x l2:zzzzqqq 1 }",
            "line 1, column 10: l2:zzzzqqq: no property of this name, nor one like it;"
            " `l2kg show l2:CLASS` lists those of a class, the codebook all",
            id="nothing near",
        ),
        pytest.param(
            "ASK { ?x l2:Case ?y }",
            "line 1, column 10: l2:Case: a class, and no property",
            id="class for a property",
        ),
        pytest.param(
            "ASK { ?x a l2:polarity }",
            "line 1, column 12: l2:polarity: a property, and no class",
            id="property for a class",
        ),
        pytest.param(
            'ASK { ?x l2:polarity "opposes" }',
            'line 1, column 22: "opposes": a text, and the values of l2:polarity are names; did'
            " you mean l2v:opposes?",
            id="text for a code",
        ),
    ],
)
def test_the_sentence_names_cause_and_remedy(
    real: ox.Store, query: str, told: str
) -> None:
    assert [str(one) for one in notices(query, real)] == [told]


def test_a_suggestion_is_in_the_prefixes_of_the_query(real: ox.Store) -> None:
    query = (
        "PREFIX l2: <http://a.example/> ASK { ?x a <https://w3id.org/l2kg/ontology#Cas> }"
    )
    assert notices(query, real)[0].near[0] == "<https://w3id.org/l2kg/ontology#Case>"


def test_a_term_that_changed_goes_the_same_way_and_once(real: ox.Store) -> None:
    (told,) = notices("SELECT ?a { ?a l2:outcome ?b ; l2:outcome ?c }", real)
    assert str(told).startswith("line 1, column 16: l2:outcome changed in 0.2.0: ")


def test_our_own_queries_name_nothing_that_is_not_there_or_changed(
    real: ox.Store,
) -> None:
    told = [
        (name, one.message)
        for name, query in all_queries().items()
        for one in notices(f"# {query.question}\n{query.body}", real)
    ]
    assert told == []


def test_a_code_of_another_list_is_told_with_the_list_that_is_meant(
    real: ox.Store,
) -> None:
    for pattern, said in WRONG_LIST.items():
        told = [one.message for one in notices(f"SELECT * {pattern}", real)]
        told = [message for message in told if " changed in " not in message]
        assert told == ([said] if said else []), pattern


def test_the_command_answers_and_tells_on_standard_error(folder: str) -> None:
    query = "SELECT (COUNT(*) AS ?n) { ?x l2:actingsSide ?y }"
    args = ["query", "-", "--format", "csv", "--store", folder]
    done = CliRunner().invoke(main, args, input=query)
    assert (done.exit_code, done.stdout.split()) == (0, ["n", "0"])
    assert done.stderr.startswith(
        "line 1, column 30: l2:actingsSide: no property of this name;"
    )


def test_rdflib_answers_and_warns(folder: str) -> None:
    graph = l2kg.graph(store=folder)
    with pytest.warns(NoticeWarning, match=r"did you mean l2v:opposes"):
        assert list(graph.query("SELECT ?x { ?x l2:polarity l2v:oppose }")) == []
    with warnings.catch_warnings():
        warnings.simplefilter("error", NoticeWarning)
        assert len(graph.query("SELECT ?x { ?x l2:polarity l2v:opposes }"))


def test_rdflib_is_told_in_a_line_what_is_no_sparql(folder: str) -> None:
    with pytest.raises(
        QueryError, match=r"^malformed query, line 1, column 12: the prefix no:"
    ):
        l2kg.graph(store=folder).query("ASK { ?x a no:such }")


def test_an_answer_tells_in_its_body_where_the_format_has_a_place() -> None:
    told = [Notice("l2:a", "l2:a--b: no\nclass", 6, 1, 7)]
    row = ox.Triple(ox.NamedNode("urn:a"), ox.NamedNode("urn:b"), ox.NamedNode("urn:c"))
    for offer in RESULTS:
        body = written([row], name=offer.media_type).body
        noted = with_notices(body, offer.media_type, told)
        form = ox.RdfFormat.from_media_type(offer.media_type)
        assert [q.triple for q in ox.parse(noted, format=form)] == [row], offer
        assert (b"line 1, column 7" in noted) == ("json" not in offer.media_type), offer
    for offer in TABLES:
        solutions = ox.Store().query("SELECT ?x { }")
        body = written(solutions, name=offer.media_type).body
        noted = with_notices(body, offer.media_type, told)
        has_place = "json" in offer.media_type or "xml" in offer.media_type
        assert (b"line 1, column 7" in noted) == has_place, offer
        if has_place:
            form = (
                ox.QueryResultsFormat.JSON
                if b"{" in body[:1]
                else ox.QueryResultsFormat.XML
            )
            found = ox.parse_query_results(noted, format=form)
            assert len(list(found)) == 1, offer


def test_the_header_is_in_ascii_and_bounded() -> None:
    told = [Notice("x", f'"é\n" {"y" * 300}', 0, n, 1) for n in range(20)]
    value = notice_header(told)["L2KG-Notice"]
    assert value.isascii()
    assert value.isprintable()
    assert len(value) <= 2000
    assert value.startswith('"\\"\\\\xe9 \\" yyy')
    assert value.endswith(f'"and {20 - value.count("line=")} more"')
