"""What is wrong with a query that no engine reads is told by its cause, with the place and the remedy."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyoxigraph as ox
import pytest
from each import each

from l2kg.queries.results import QueryError
from l2kg.queries.sources import Embedded

if TYPE_CHECKING:
    from pathlib import Path

FAULTS = [
    (
        "PREFIX a: <urn:a>\nINSERT DATA { a:x a:y 1 }",
        "2:1",
        (
            "INSERT would change the data, and they are only read here: ask with SELECT, ASK,"
            " CONSTRUCT or DESCRIBE; what is changed are the files of cases"
        ),
    ),
    *(
        (
            f"ASK {{ ?s a l2:Case {signs} }}",
            place,
            (
                f"nothing stands between the {one} and this {other}: write what is missing, or"
                " take one of them away"
            ),
        )
        for signs, place, one, other in (
            (". ;", "1:22", ".", ";"),
            ("; . ;", "1:24", ".", ";"),
            (". .", "1:22", ".", "."),
            (",", "1:22", ",", "}"),
        )
    ),
    ("SELECT ?p WHERE { ?s ?p <http://a.example/a b> }", "1:47", "this IRI is malformed"),
    (
        "SELECT ?p WHERE { <urn:isbn:01> ?p ?o",
        "1:38",
        "the query ends too early: a } is missing, for the { in line 1, column 17",
    ),
    (
        "ASK { <x:y> ?p ?o . { ?s ?p 1 }\n",
        "2:1",
        "the query ends too early: a } is missing, for the { in line 1, column 5",
    ),
    (
        "ASK { ?s ?p (1 2 }",
        "1:18",
        "a ) is missing before this }, for the ( in line 1, column 13",
    ),
    (
        "ASK { ?s ?p [ }",
        "1:15",
        "a ] is missing before this }, for the [ in line 1, column 13",
    ),
    (
        "ASK { ?s ?p 1 }}",
        "1:16",
        'cannot be read from "}" on: nothing is open that it could close',
    ),
    (
        "SELECT ?c WHERE { ?c a l2:Case } LIMIT 2;",
        "1:41",
        'cannot be read from ";" on: a query has no ; behind its }',
    ),
    (
        "ASK { ?s ?p 1 }.",
        "1:16",
        'cannot be read from "." on: a query has no . behind its }',
    ),
    (
        "ASK { ?s a foo:Case }",
        "1:12",
        "the prefix foo: is not declared: add a PREFIX line for it",
    ),
    (
        "ASK { ?s a l2x:Case }",
        "1:12",
        "the prefix l2x: is not declared; did you mean l2:?",
    ),
    (
        "ASK { ?m a Measure }",
        "1:12",
        'cannot be read from "Measure" on: the word has no prefix; did you mean l2:Measure?',
    ),
    (
        "ASK { ?m actingSide ?s }",
        "1:10",
        'cannot be read from "actingSide" on: the word has no prefix; did you mean l2:actingSide?',
    ),
    (
        "SELECT ?m WERE { ?m a 1 }",
        "1:11",
        'cannot be read from "WERE" on: no word of SPARQL; did you mean WHERE?',
    ),
    (
        "SELECT m { ?m a 1 }",
        "1:8",
        'cannot be read from "m" on: a variable is written ?m',
    ),
    (
        "ASK { FILTER(CONTAIN(?s, 'x')) }",
        "1:14",
        'cannot be read from "CONTAIN" on: no function of this name; did you mean CONTAINS?',
    ),
    (
        "ASK { case:a-b#c ?p ?o }",
        "1:7",
        r"a comment begins at the # in case:a-b#c: write <https://w3id.org/l2kg/case/a-b#c> or case:a-b\#c",
    ),
    (
        "ASK { ?s ?p 'abc }",
        "1:13",
        "the text that begins here has no end: a ' is missing",
    ),
    (
        "SELECT ?x (COUNT(?y) AS ?n) { ?x ?p ?y }",
        "1:8",
        "?x stands beside an aggregate: add GROUP BY ?x after the last }",
    ),
    (
        "SELECT ?x ?z (MAX(?y) AS ?n) { ?x ?z ?y } GROUP BY ?x",
        "1:11",
        "?z is not in GROUP BY: add it there, or take (SAMPLE(?z) AS ?one)",
    ),
    (
        "ASK { { SELECT ?p { ?s ?p 1 } GROUP BY ?s } }",
        "1:16",
        "?p is not in GROUP BY: add it there, or take (SAMPLE(?p) AS ?one)",
    ),
    (
        "ASK { ?s ?p ?o BIND(1 AS ?o) }",
        "1:26",
        "?o has a value already: AS needs a name that is new, such as ?o2",
    ),
    (
        "ASK { BIND(1 AS ?o) BIND(2 AS ?o) }",
        "1:31",
        "?o has a value already: AS needs a name that is new, such as ?o2",
    ),
    (
        "SELECT (1 AS ?s) { ?s ?p ?o }",
        "1:14",
        "?s has a value in the group already: choose another name behind AS",
    ),
    (
        "SELECT ?a, ?b { ?a ?b 1 }",
        "1:10",
        'cannot be read from "," on: between the columns of SELECT there is no comma',
    ),
    (
        "SELECT COUNT(?a) { ?a ?b 1 }",
        "1:8",
        "COUNT needs brackets and a name: write (COUNT(?a) AS ?name)",
    ),
    (
        "SELECT (COUNT(?a)) { ?a ?b 1 }",
        "1:8",
        "this column has no name: write AS ?name before its )",
    ),
]


@each(("query", "place", "said"), [pytest.param(*one, id=one[0]) for one in FAULTS])
def test_a_fault_is_told_by_its_cause(query: str, place: str, said: str) -> None:
    with pytest.raises(QueryError) as caught:
        Embedded(ox.Store()).query(query)
    line, column = place.split(":")
    assert str(caught.value) == f"malformed query, line {line}, column {column}: {said}"


@each(
    "name",
    ["ec:1.1.1.353", "ec:a.b.c", "ec:1.a.2.b", r"ec:a\.b.c.d"],
)
def test_a_name_with_dots_is_one_name(name: str) -> None:
    iri = f"http://e.example/{name[3:]}".replace("\\", "")
    store = ox.Store()
    store.extend([ox.Quad(ox.NamedNode("x:s"), ox.NamedNode("x:p"), ox.NamedNode(iri))])
    query = f"PREFIX ec: <http://e.example/> SELECT ?s {{ ?s ?p {name} . }}"
    assert len(Embedded(store).select(query).rows) == 1


def test_the_place_of_a_fault_behind_dots_is_that_of_the_text_as_typed() -> None:
    query = "PREFIX e: <x:> ASK {\n ?s ?p e:1.1.1 , e:2.2.2 ?o\n}"
    with pytest.raises(
        QueryError, match=r'line 2, column 26: cannot be read from "\?o" on'
    ):
        Embedded(ox.Store()).query(query)


@each(
    ("file", "said"),
    [
        ("20-wrong-diagnosis-iri-a.rq", "the query ends too early: a } is missing"),
        ("21-query-ends-too-early-a.rq", 'cannot be read from ";" on'),
        ("25-dots-in-a-name-a.rq", None),
    ],
)
def test_the_queries_of_others(shared: Path, file: str, said: str | None) -> None:
    text = next(shared.glob(f"**/outside/{file}")).read_text("utf-8")
    if said is None:
        assert Embedded(ox.Store()).select(text).rows == ()
        return
    with pytest.raises(QueryError, match=said):
        Embedded(ox.Store()).query(text)
