"""Who influences whom: ties with their warrants, centrality, brokers."""

from __future__ import annotations

import csv
import json
import re
from pathlib import Path

import networkx as nx
import pyoxigraph as ox
import pytest
from each import each

from l2kg.analysis.centrality import among_people, centrality, places_csv, places_json
from l2kg.analysis.network import brokers, lines, network
from l2kg.errors import NotFoundError
from l2kg.namespaces import CASE
from l2kg.queries.header import all_queries
from l2kg.queries.run import run

T = f"{CASE}tiny#"


def ties(graph: nx.MultiDiGraph, *, tie: str = "") -> set[tuple[str, str, str, str]]:
    """Return the ties of a graph with the local names of their ends and warrants."""
    rows = (
        (a, b, data)
        for a, b, data in graph.edges(data=True)
        if not tie or data["tie"] == tie
    )
    return {
        (
            a.partition("#")[2] or a,
            data["tie"],
            b.partition("#")[2] or b,
            data["warrant"].partition("#")[2],
        )
        for a, b, data in rows
    }


@pytest.fixture(scope="module")
def small(tiny: ox.Store) -> nx.MultiDiGraph:
    return network(tiny, "tiny")


TINY_TIES = {
    "helps": {
        ("side-a", "helps", "side-b", "praise"),
        ("side-a", "helps", "side-b", "sharing-the-draft"),
        ("side-a", "helps", "side-b", "silence"),
        ("side-a", "helps", "side-b", "support-plan"),
        ("side-c", "helps", "side-b", "letter"),
    },
    "pressures": {("side-c", "pressures", "hardliners", "letter")},
    "mollifies": {("side-b", "mollifies", "veterans", "own-campaign")},
    "suggests a measure to": {
        ("aide-b", "suggests a measure to", "side-a", "sharing-the-draft"),
        ("reformers", "suggests a measure to", "side-c", "letter"),
    },
    "opposes behind": {
        ("hardliners", "opposes behind", "side-b", "stance-hardliners"),
        ("veterans", "opposes behind", "side-b", "stance-veterans"),
    },
    "acts for": {
        ("aide-a", "acts for", "leader-a", "part-aide-a"),
        ("aide-b", "acts for", "leader-b", "part-aide-b"),
    },
    "is connected with": {
        (a, "is connected with", b, name)
        for one, other, name in (
            ("aide-a", "aide-b", "aides-channel"),
            ("leader-a", "envoy-c", "leaders-contact"),  # a chain, through the envoy
            ("leader-b", "envoy-c", "leaders-contact"),
            ("leader-a", "envoy-c", "old-friends"),
            ("leader-a", "aide-a", "team-a"),
        )
        for a, b in ((one, other), (other, one))
    },
}


@each("tie", TINY_TIES)
def test_the_ties_of_the_tiny_case(small: nx.MultiDiGraph, tie: str) -> None:
    assert ties(small, tie=tie) == TINY_TIES[tie]


def test_the_network_has_what_the_question_lists(real: ox.Store) -> None:
    graph = network(real)
    found = {
        (a, data["tie"], b, data["warrant"]) for a, b, data in graph.edges(data=True)
    }
    query = all_queries()["influence"]
    rows = [
        row
        for case in ("german-reunification", "holocaust-era-assets")
        for row in run(real, query, {"case": case}).records()
    ]
    assert rows
    assert {(row["from"], row["tie"], row["to"], row["warrant"]) for row in rows} <= found


@each(
    ("ends", "place"),
    [
        (("side-a", "side-b"), "across the table"),
        (("side-c", "hardliners"), "behind the other's table"),
        (("side-b", "veterans"), "behind the own table"),
        (("leader-a", "aide-a"), "within one side"),
    ],
)
def test_a_tie_says_where_it_runs(
    small: nx.MultiDiGraph, ends: tuple[str, str], place: str
) -> None:
    assert {data["place"] for data in small[T + ends[0]][T + ends[1]].values()} == {place}


def test_a_tie_has_the_dates_of_its_warrant(small: nx.MultiDiGraph) -> None:
    dated = [data for *_, data in small.edges(data=True) if "earliest" in data]
    assert {(d["warrant"], d["earliest"], d["latest"]) for d in dated} == {
        (f"{T}boast", "1990-01-01", "1990-12-31")
    }
    assert len(dated) == 3  # it inflames, is meant for one group, and heard by another


def test_every_tie_has_a_warrant_in_the_store(real: ox.Store) -> None:
    for *_, data in network(real).edges(data=True):
        assert next(
            real.quads_for_pattern(ox.NamedNode(data["warrant"]), None, None), None
        )
        assert data["case"].startswith("case:")


def test_a_case_has_the_ties_of_its_parts_and_of_no_other(real: ox.Store) -> None:
    whole, part = (
        network(real, "bonn-summit-1978"),
        network(real, "bonn-summit-1978#us-decontrol"),
    )
    assert {data["case"] for *_, data in part.edges(data=True)} == {
        "case:bonn-summit-1978#us-decontrol"
    }
    assert ties(part) < ties(whole)
    assert all(
        data["case"].startswith("case:bonn-summit-1978")
        for *_, data in whole.edges(data=True)
    )


def path_graph() -> nx.MultiDiGraph:
    """Return a path a - b - c in both directions, with a tie of belonging beside it."""
    graph = nx.MultiDiGraph(name="path")
    for name, side in zip("abc", ("left", "middle", "right"), strict=True):
        graph.add_node(name, label=name, kind="person", side=side)
    for one, other in ("ab", "ba", "bc", "cb"):
        graph.add_edge(
            one, other, tie="is connected with", warrant_label=f"tie {one}{other}"
        )
    graph.add_edge("a", "c", tie="takes part on", warrant_label="part")
    return graph


def test_degree_and_betweenness_by_hand() -> None:
    found = {
        one.iri: (one.incoming, one.outgoing, one.betweenness)
        for one in centrality(path_graph())
    }
    assert found == {"a": (1, 1, 0.0), "b": (2, 2, 1.0), "c": (1, 1, 0.0)}


def test_belonging_is_no_influence_unless_asked_for() -> None:
    found = {one.iri: one.outgoing for one in centrality(path_graph(), members=True)}
    assert found["a"] == 2


def test_who_stands_between_two_that_have_no_tie_is_a_broker() -> None:
    first = brokers(path_graph())[0]
    assert (first.iri, first.sides, first.pairs) == (
        "b",
        ("left", "middle", "right"),
        (("a", "c"),),
    )


def test_the_brokers_of_the_tiny_case(small: nx.MultiDiGraph) -> None:
    found = {one.iri.partition("#")[2]: one.sides for one in brokers(small)}
    assert found["leader-a"] == ("Side A", "Side C")
    assert found["reformers"] == ("Side B", "Side C")  # they asked C for the letter
    assert "hardliners" not in found  # worked on by other sides, which brokers nothing
    assert not {"side-a", "side-b", "side-c"} & found.keys()


def test_both_ends_of_the_channel_are_brokers(real: ox.Store) -> None:
    found = {
        one.label: one.sides for one in brokers(network(real, "german-reunification"))
    }
    assert (
        found["Dennis Ross"]
        == found["Sergei Tarasenko"]
        == ("American side", "Soviet side")
    )


def test_the_lines_carry_n_and_limits(small: nx.MultiDiGraph) -> None:
    said = list(lines(small))
    assert said[0].endswith(
        f"n = {len(small)} nodes, {small.number_of_edges()} ties (one that runs both ways counts twice)"
    )
    assert sum("is connected with" in line for line in said) == 5
    assert "Limits" in said


def test_an_unknown_case_suggests_the_nearest(tiny: ox.Store) -> None:
    with pytest.raises(NotFoundError, match="did you mean tiny"):
        network(tiny, "tinny")


def test_what_was_only_promised_ties_nobody(variant) -> None:
    promise = (
        ":promise a l2:Measure ; rdfs:label 'A promise' ; l2:evidence :ev-draft ; l2:form l2v:action ;"
        " l2:tactic l2t:mollifying-statement ; l2:actingSide :side-a ; l2:helps :side-b ; l2:performance l2v:{} .\n"
    )
    for code, ties in (("promised", 0), ("refused-by-taker", 0), ("partly-done", 1)):
        graph = network(variant(add=promise.format(code)))
        found = [
            tie
            for *_, tie in graph.edges(data=True)
            if tie["warrant_label"] == "A promise"
        ]
        assert len(found) == ties, code


# Read from the case file: who is tied with whom in the reunification case. Two parts, and
# one ring: Baker - Ross - Tarasenko - Shevardnadze - Baker.
REUNIFICATION = {
    ("Mikhail Gorbachev", "George H.W. Bush"): "across",  # words to each other
    ("George H.W. Bush", "James Baker"): "behind",  # bush-baker
    ("James Baker", "Eduard Shevardnadze"): "across",  # baker-shevardnadze
    ("Dennis Ross", "Sergei Tarasenko"): "across",  # ross-tarasenko
    ("Dennis Ross", "James Baker"): "behind",  # part-ross: acts for
    ("Sergei Tarasenko", "Eduard Shevardnadze"): "behind",  # part-tarasenko: acts for
    ("Robert Zoellick", "James Baker"): "behind",  # part-zoellick: acts for
    ("Robert Zoellick", "Frank Elbe"): "across",  # zoellick-elbe
    ("Frank Elbe", "Hans-Dietrich Genscher"): "behind",  # part-elbe: acts for
    ("Robert Blackwill", "Horst Teltschik"): "across",  # blackwill-teltschik
    ("Horst Teltschik", "Helmut Kohl"): "behind",  # part-teltschik: acts for
}
# Pairs of others on whose shortest paths somebody is, a pair with two paths half for each.
BETWEEN = {
    # Bush's 2 (with Gorbachev), Zoellick's 3 (Elbe, Genscher) and the other 3 of the ring
    # meet in Baker: 2*3 + 2*3 + 3*3; Ross to Shevardnadze goes by Baker or by Tarasenko.
    "James Baker": 21.5,
    "Robert Zoellick": 2 * 6,  # Elbe and Genscher to the other six of the nine
    "George H.W. Bush": 7,  # Gorbachev to the other seven
    "Frank Elbe": 7,  # Genscher to the other seven
    # Tarasenko to Baker, Bush, Gorbachev, Zoellick, Elbe, Genscher: one path by each.
    "Dennis Ross": 6 / 2,
    "Eduard Shevardnadze": 6 / 2,
    "Sergei Tarasenko": 1 / 2,  # Ross to Shevardnadze, the other way round the ring
    "Horst Teltschik": 1,  # Blackwill to Kohl
    **dict.fromkeys(
        [
            "Mikhail Gorbachev",
            "Hans-Dietrich Genscher",
            "Robert Blackwill",
            "Helmut Kohl",
        ],
        0,
    ),
}


def test_people_stand_where_counting_by_hand_puts_them(real: ox.Store) -> None:
    found = {
        one.label: (one.across, one.behind, one.degree, one.pairs)
        for one in among_people(network(real, "german-reunification"))
    }
    wanted = {}
    for name, between in BETWEEN.items():
        places = [place for pair, place in REUNIFICATION.items() if name in pair]
        across, behind = places.count("across"), places.count("behind")
        wanted[name] = (across, behind, across + behind, between)
    assert found == wanted
    assert found["Dennis Ross"][:2] == found["Sergei Tarasenko"][:2] == (1, 1)


def test_without_acting_for_somebody_the_aides_stand_apart(real: ox.Store) -> None:
    graph = network(real, "german-reunification")
    ties = graph.edges(keys=True, data="tie")
    acting = [(a, b, key) for a, b, key, tie in ties if tie == "acts for"]
    graph.remove_edges_from(acting)
    found = {one.label: (one.degree, one.pairs) for one in among_people(graph)}
    assert found["Dennis Ross"] == found["Sergei Tarasenko"] == (1, 0.0)


def test_the_page_on_networks_states_these_places(real: ox.Store) -> None:
    page = (Path(__file__).parent.parent / "docs" / "network.md").read_text("utf-8")
    table = [line for line in page.splitlines() if re.search(r"\d \|$", line)]
    assert table == [
        f"| {one.label} | {one.across} | {one.behind} | {one.pairs:.1f} | {one.betweenness:.3f} |"
        for one in among_people(network(real, "german-reunification"))
    ]


@each(
    ("ties", "pairs", "shares"),
    [
        pytest.param("ab bc", [1.0, 0.0, 0.0], [1.0, 0.0, 0.0], id="one between two"),
        pytest.param("ab bc ca", [0.0] * 3, [0.0] * 3, id="a triangle"),
        pytest.param("ab bc cd da", [0.5] * 4, [1 / 6] * 4, id="a ring of four"),
        pytest.param("ab ba", [0.0] * 2, [0.0] * 2, id="two alone"),
    ],
)
def test_a_place_among_people_is_that_of_the_shape(
    ties: str, pairs: list[float], shares: list[float]
) -> None:
    graph = nx.MultiDiGraph(name="people")
    for name in {*ties} - {" "}:
        graph.add_node(name, label=name, kind="person", side="")
    for one, other in ties.split():
        graph.add_edge(one, other, tie="speaks to", place="unknown")
    found = among_people(graph)
    assert [one.pairs for one in found] == pairs
    assert [one.betweenness for one in found] == pytest.approx(shares)
    assert all(one.unplaced == one.degree for one in found)


def test_no_path_among_people_leads_through_a_side(real: ox.Store) -> None:
    for case in (None, "cuban-missile-crisis"):
        graph = network(real, case)
        people = {one for one, kind in graph.nodes(data="kind") if kind == "person"}
        assert {one.iri for one in among_people(graph)} == people


def test_the_places_come_as_tables(small: nx.MultiDiGraph) -> None:
    places = among_people(small)
    objects = json.loads(places_json(places))
    rows = list(csv.DictReader(places_csv(places).splitlines()))
    assert [row["iri"] for row in rows] == [one["iri"] for one in objects]
    assert [float(row["pairs"]) for row in rows] == [one.pairs for one in places]
    assert [one["degree"] for one in objects] == [one.degree for one in places]
