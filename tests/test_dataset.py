"""The graph that scripts get: a Dataset of rdflib with our prefixes, each triple once, and read-only."""

from __future__ import annotations

import warnings
from typing import TYPE_CHECKING

import pytest
from each import each
from rdflib import RDF, Dataset, Graph, URIRef
from rdflib.plugins.sparql import prepareQuery

import l2kg
from l2kg.errors import NotFoundError
from l2kg.namespaces import GRAPH, L2, PREFIXES, RULE
from l2kg.queries.readonly import ReadOnlyError
from l2kg.queries.results import QueryError

if TYPE_CHECKING:
    from collections.abc import Callable

    import pyoxigraph as ox

ONE = (URIRef("urn:a"), URIRef("urn:b"), URIRef("urn:c"))
ALL = (None, None, None)
CASE = URIRef(f"{L2}Case")


@pytest.fixture(scope="module")
def graph(tiny: ox.Store) -> Dataset:
    return l2kg.graph(store=tiny)


@each("prefix", sorted(PREFIXES))
def test_our_prefixes_are_bound(graph: Dataset, prefix: str) -> None:
    assert dict(graph.namespaces())[prefix] == URIRef(PREFIXES[prefix])


@each(
    ("query", "said"),
    [
        ("SELECT ?c { ?c a zz:Case }", "line 1, column 18: the prefix zz:"),
        ("SELECT ?c {\n ?c a l2:Case", "the query ends too early"),
        ("SELECT ?c { ?c a l2:Case } garbage", 'cannot be read from "garbage" on'),
    ],
)
def test_a_fault_in_a_query_is_one_line(graph: Dataset, query: str, said: str) -> None:
    with pytest.raises(QueryError, match="malformed query") as raised:
        graph.query(query)
    assert said in str(raised.value)
    assert "\n" not in str(raised.value)


@each("form", ["SELECT *", "ASK"])
def test_an_endpoint_that_does_not_answer_is_named(graph: Dataset, form: str) -> None:
    with pytest.raises(QueryError, match="http://127.0.0.1:9/ does not answer"):
        list(graph.query(f"{form} {{ SERVICE <http://127.0.0.1:9/> {{ ?s ?p ?o }} }}"))


@each("name", ["<https://w3id.org/l2kg/case/tiny/a/b>", r"case:tiny\#a:b", "<urn:a%20z>"])
def test_a_name_that_can_hardly_be_one_is_told_and_asked(
    graph: Dataset, name: str
) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        assert not list(graph.query(f"SELECT * {{ {name} ?p ?o }}"))


def test_each_triple_is_shown_once(graph: Dataset) -> None:
    count = len(graph)
    triples = list(graph.triples(ALL))
    quads = list(graph)
    (row,) = graph.query("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }")
    assert len(triples) == len(set(triples)) == count == int(row[0])  # type: ignore[index]
    assert {quad[:3] for quad in quads} == set(triples)
    assert len(quads) == count
    assert len(list(graph.subjects(RDF.type, CASE))) == 1


def test_a_union_of_all_graphs_does_not_double(tiny: ox.Store) -> None:
    graph = l2kg.graph(store=tiny)
    count = len(list(graph.triples(ALL)))
    graph.default_union = True
    assert len(list(graph.triples(ALL))) == count
    assert len(list(graph.quads((None, RDF.type, CASE, None)))) == 1
    (row,) = graph.query("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }")
    assert int(row[0]) == count  # type: ignore[index]


def test_named_graphs_can_be_looked_at(graph: Dataset) -> None:
    derived = graph.graph(URIRef(f"{GRAPH}inferred"))
    rules = [one for one in graph.graphs() if str(one.identifier).startswith(RULE)]
    assert 0 < len(derived) < len(graph)
    assert rules
    assert all(triple in derived for triple in rules[0])
    with pytest.raises(NotFoundError, match=r"no graph urn:x.*read-only"):
        graph.graph(URIRef("urn:x"))


WRITES: list[object] = [
    pytest.param(lambda g: g.add(ONE), id="add"),
    pytest.param(lambda g: g.addN([(*ONE, g.default_graph)]), id="addN"),
    pytest.param(lambda g: g.__iadd__([(*ONE, g.default_graph)]), id="plus"),
    pytest.param(lambda g: g.remove(ALL), id="remove"),
    pytest.param(lambda g: g.set(ONE), id="set"),
    pytest.param(
        lambda g: g.parse(data="<a:a> <a:b> <a:c> .", format="turtle"), id="parse"
    ),
    pytest.param(lambda g: g.update("INSERT DATA { <a:a> <a:b> <a:c> }"), id="update"),
    pytest.param(lambda g: g.update("DROP ALL"), id="drop"),
    pytest.param(lambda g: g.remove_graph(URIRef(f"{GRAPH}inferred")), id="remove graph"),
    pytest.param(lambda g: next(g.graphs()).add(ONE), id="add to a named graph"),
    pytest.param(lambda g: g.store.destroy("/nowhere"), id="destroy"),
]


@each("write", WRITES)
def test_it_is_read_only_and_says_so_in_a_sentence(
    graph: Dataset, write: Callable[[Dataset], object]
) -> None:
    count = len(graph)
    with pytest.raises(
        ReadOnlyError, match="this graph is read-only: fill one"
    ) as raised:
        write(graph)
    assert "\n" not in str(raised.value)
    assert len(graph) == count


def test_what_the_sentence_advises_works(graph: Dataset) -> None:
    mine = Graph()
    mine += graph.triples(ALL)
    mine.add(ONE)
    assert len(mine) == len(graph) + 1


def test_a_prepared_query_and_bindings_work(graph: Dataset) -> None:
    prepared = prepareQuery("SELECT ?c { ?c a ?k }")
    assert len(graph.query(prepared, initBindings={"k": CASE})) == 1
    assert len(graph.query("SELECT ?c { ?c a ?k }", initBindings={"k": CASE})) == 1
    assert len(graph.query("\ufeffSELECT ?c { ?c a l2:Case }")) == 1
