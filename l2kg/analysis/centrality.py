"""Who stands in the middle: degree and betweenness in a network, over all nodes or over people."""

from __future__ import annotations

import json
import math
from dataclasses import asdict, astuple, dataclass, fields
from typing import TYPE_CHECKING

from l2kg.csv_text import write_csv
from l2kg.extras import needs

if TYPE_CHECKING:
    from collections.abc import Iterable

    import networkx as nx

__all__ = [
    "Centrality",
    "PlaceAmongPeople",
    "among_people",
    "centrality",
    "influences",
    "places_csv",
    "places_json",
]

MEMBERSHIP = {"takes part on", "stands behind"}


@dataclass(frozen=True, slots=True)
class Centrality:
    """A node of the network: what it is, its ties, and the share of shortest paths that lead through it."""

    iri: str
    label: str
    kind: str
    sides: tuple[str, ...]
    incoming: int
    outgoing: int
    betweenness: float


@dataclass(frozen=True, slots=True)
class PlaceAmongPeople:
    """A person among people, whatever the direction and number of their ties.

    `degree` counts the people with whom there is a tie, `across` those of them on other
    sides of the table, `behind` those on the own side, `unplaced` those
    of whom, or for the person, no side is known.
    `pairs` is how many pairs of others the person stands between: a pair counts by the
    share of its shortest paths that lead through the person. `betweenness` is that over
    all pairs of others.
    """

    iri: str
    label: str
    sides: tuple[str, ...]
    degree: int
    across: int
    behind: int
    unplaced: int
    pairs: float
    betweenness: float


def among_people(graph: nx.MultiDiGraph) -> tuple[PlaceAmongPeople, ...]:
    """Return where each person stands among people, the highest betweenness first.

    Two people are tied where any tie of influence leads from one to the other, be it a
    relationship, words or acting for somebody; all ties are of equal length. Sides,
    groups, bodies and states are no people, and no path leads through them.
    """
    with needs("analysis"):
        import networkx as nx

    known = {
        one: data for one, data in graph.nodes(data=True) if data["kind"] == "person"
    }
    tied = nx.Graph()
    tied.add_nodes_from(known)
    for a, b, data in graph.edges(data=True):
        if a != b and {a, b} <= known.keys() and data["tie"] not in MEMBERSHIP:
            tied.add_edge(a, b, place=data["place"])
    between = nx.betweenness_centrality(tied, normalized=False)
    others = math.comb(max(len(known) - 1, 0), 2)
    found = [
        PlaceAmongPeople(
            iri=one,
            label=data["label"],
            sides=tuple(data["side"].split("; ")) if data["side"] else (),
            degree=tied.degree(one),
            across=_placed(tied, one, "across the table"),
            behind=_placed(tied, one, "within one side"),
            unplaced=_placed(tied, one, "unknown"),
            pairs=between[one],
            betweenness=between[one] / others if others else 0.0,
        )
        for one, data in known.items()
    ]
    return tuple(sorted(found, key=lambda s: (-s.pairs, -s.degree, s.label, s.iri)))


def _placed(tied: nx.Graph, one: str, place: str) -> int:
    return sum(data["place"] == place for data in tied[one].values())


def places_csv(places: Iterable[PlaceAmongPeople]) -> str:
    """Write where people stand as CSV, a line for each; sides stand in one cell."""
    columns = tuple(field.name for field in fields(PlaceAmongPeople))
    return write_csv(
        columns, [[_cell(value) for value in astuple(one)] for one in places]
    )


def _cell(value: object) -> str | tuple[str, ...]:
    return value if isinstance(value, tuple) else str(value)


def places_json(places: Iterable[PlaceAmongPeople]) -> str:
    """Write where people stand as JSON, a list with an object for each."""
    listed = [asdict(one) for one in places]
    return json.dumps(listed, ensure_ascii=False, indent=2) + "\n"


def centrality(
    graph: nx.MultiDiGraph, *, members: bool = False
) -> tuple[Centrality, ...]:
    """Return degree and betweenness of each node, the highest betweenness first.

    Each tie counts for the degrees; for betweenness parallel ties are one and all ties
    are of equal length. Belonging to a side is no influence and is left out unless
    `members` is given.
    """
    tied = influences(graph, members=members)
    between = _betweenness(tied)
    found = [
        Centrality(
            iri=one,
            label=data["label"],
            kind=data["kind"],
            sides=tuple(data["side"].split("; ")) if data["side"] else (),
            incoming=tied.in_degree(one),
            outgoing=tied.out_degree(one),
            betweenness=between[one],
        )
        for one, data in tied.nodes(data=True)
    ]
    return tuple(
        sorted(
            found,
            key=lambda c: (-c.betweenness, -(c.incoming + c.outgoing), c.label, c.iri),
        )
    )


def _betweenness(graph: nx.MultiDiGraph) -> dict[str, float]:
    """Return the share of shortest paths through each node.

    They are counted part by part: no path leads from one part to another.
    """
    with needs("analysis"):
        import networkx as nx

    simple = nx.DiGraph(graph)
    pairs = (len(simple) - 1) * (len(simple) - 2)
    found: dict[str, float] = {}
    for part in nx.weakly_connected_components(simple):
        found |= nx.betweenness_centrality(simple.subgraph(part), normalized=False)
    return {one: paths / pairs if pairs > 0 else 0.0 for one, paths in found.items()}


def influences(graph: nx.MultiDiGraph, *, members: bool = False) -> nx.MultiDiGraph:
    """Return the graph without ties of belonging, and without the nodes that are then alone."""
    ties = [
        (a, b, key)
        for a, b, key, tie in graph.edges(keys=True, data="tie")
        if members or tie not in MEMBERSHIP
    ]
    return graph.edge_subgraph(ties).copy()
