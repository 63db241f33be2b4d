"""Who influences whom, across the table and behind it.

A directed network, with the element that warrants each tie.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING

from l2kg.analysis.centrality import among_people, centrality, influences
from l2kg.cases.reading import Reader
from l2kg.errors import NotFoundError
from l2kg.extras import needs
from l2kg.namespaces import CASE, L2, case_slug, compact
from l2kg.queries.lookup import instances
from l2kg.queries.run import ask
from l2kg.schema import schema
from l2kg.wording import counted, no_case, stretch

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    import networkx as nx
    import pyoxigraph as ox

__all__ = ["Broker", "brokers", "lines", "network"]

# What ties one to another: the tie's name, and where the store says so. ?from influences,
# or is bound to, ?to by ?warrant.
_TIES: dict[str, str] = {
    "helps": (
        "?warrant l2:actingSide ?from ; l2:helpsAcrossTable ?to . FILTER(?from != ?to)"
        " MINUS { ?from l2:behind ?to }"
    ),
    "": "?warrant l2:actingSide ?from ; {aim} ?to",  # once for each way to aim a measure
    "suggests a measure to": (
        "?warrant a l2:Measure ; l2:initiatedBy ?from ; l2:actingSide ?to"
        " FILTER(?from != ?to)"
    ),
    "speaks to": (
        "?warrant l2:madeBy ?from . { ?warrant l2:intendedFor ?to } UNION"
        " { ?warrant l2:addressedTo ?to } FILTER(?from != ?to)"
    ),
    "is heard by": "?warrant l2:madeBy ?from ; l2:heardBy ?to",
    "supports behind": (
        "?warrant l2:holder ?from ; l2:polarity l2v:supports . ?from l2:behind ?to"
    ),
    "opposes behind": (
        "?warrant l2:holder ?from ; l2:polarity l2v:opposes . ?from l2:behind ?to"
    ),
    "resists behind": (
        "VALUES ?how { l2v:reluctant l2v:suspicious } ?warrant l2:holder ?from ;"
        " l2:polarity ?how . ?from l2:behind ?to"
    ),
    # What runs through a third is a chain: the ends have no tie of their own.
    "is connected with": (
        "{ ?warrant l2:connects ?from, ?to . FILTER(?from != ?to)"
        " MINUS { ?warrant l2:through ?between } }"
        " UNION { ?warrant l2:connects ?from ; l2:through ?to }"
        " UNION { ?warrant l2:through ?from ; l2:connects ?to }"
    ),
    "acts for": "?warrant l2:participant ?from ; l2:actsFor ?to",
    "takes part on": "?warrant l2:participant ?from ; l2:onSide ?to",
    "stands behind": "?from l2:behind ?to . BIND(?from AS ?warrant)",
}
_NOT_DONE = "FILTER NOT EXISTS { ?warrant a l2:UnperformedMeasure }"  # no promise ties
_MUTUAL = {"is connected with"}
_HOME = """SELECT ?one ?side {
  { ?part l2:participant ?one ; l2:onSide ?side }
  UNION { ?one l2:behind ?side }
  UNION { ?one a l2:Side . BIND(?one AS ?side) }
}"""


@dataclass(frozen=True, slots=True)
class Broker:
    """A person or group with ties to more than one side.

    `sides` are the sides reached, the own one among them; `pairs` the neighbours of
    different sides that have no tie but through it.
    """

    iri: str
    label: str
    sides: tuple[str, ...]
    pairs: tuple[tuple[str, str], ...]
    warrants: tuple[str, ...]


def _ties() -> Iterator[tuple[str, str]]:
    """Yield the name of each tie with the pattern that finds it."""
    for name, pattern in _TIES.items():
        if name:
            yield name, pattern
        else:
            for aim in schema().properties_below("targets"):
                yield aim, pattern.format(aim=f"l2:{aim}")


def network(store: ox.Store, case: str | None = None) -> nx.MultiDiGraph:
    """Return the ties of a case with its sub-cases, or of all cases, as a graph of networkx.

    A node is an IRI with `label`, `kind` and `side` (the sides it is on or behind, in the
    cases looked at). A tie has its `tie`, the `warrant` with `warrant_label`, its `case`,
    its `place` (across the table, behind the table, within one side, unknown), whether it
    is `mutual` (then it is there in both directions), and where derived the `earliest`
    and `latest` day of its warrant.

    Raises:
        NotFoundError: the store has no such case; the text suggests the nearest.
    """
    wanted = _wanted(store, case)
    with needs("analysis"):
        import networkx as nx

    known = _Background(Reader(store), _homes(store, case), _kinds(store), _days(store))
    where = f" in {case}" if case else ""
    graph = nx.MultiDiGraph(name=f"L2KG: who influences whom{where}")
    for tie, pattern in _ties():
        rows = ask(
            store,
            f"SELECT DISTINCT ?from ?to ?warrant ?case {{ {pattern} . ?warrant l2:inCase"
            f" ?case {_NOT_DONE} }} ORDER BY ?from ?to ?warrant",
        )
        for source, target, warrant, of_case in rows:
            if of_case in wanted:
                _add(graph, known, (source, target, tie, warrant, of_case))
    return graph


@dataclass(frozen=True, slots=True)
class _Background:
    """What is known of nodes and warrants: labels, sides of each, kinds, first and last days."""

    reader: Reader
    homes: dict[str, set[str]]
    kinds: dict[str, str]
    days: dict[str, dict[str, str]]

    def sides(self, one: str) -> set[str]:
        """Return the sides that somebody is on or behind."""
        return self.homes.get(one, set())


def _homes(store: ox.Store, case: str | None) -> dict[str, set[str]]:
    """Return the sides that each is on or behind, in one file of a case or in all."""
    file = CASE + case_slug(case).partition("#")[0] if case is not None else None
    homes: dict[str, set[str]] = {}
    for one, side in ask(store, _HOME):
        if file is None or side.partition("#")[0] == file:
            homes.setdefault(one, set()).add(side)
    return homes


def _kinds(store: ox.Store) -> dict[str, str]:
    """Return the kind of each node, the first of the list where it is of several."""
    kinds = ("Side", "Constituency", *schema().below("Actor")[1:])
    return {iri: name for name in reversed(kinds) for iri in instances(store, L2 + name)}


def _days(store: ox.Store) -> dict[str, dict[str, str]]:
    """Return the earliest and the latest day of each occurrence that has them."""
    return {
        bound: dict(ask(store, f"SELECT ?one ?day {{ ?one l2:{bound} ?day }}"))  # type: ignore[arg-type]
        for bound in ("earliest", "latest")
    }


def _wanted(store: ox.Store, case: str | None) -> set[str]:
    rows = ask(
        store,
        "SELECT ?case ?parent { ?case a l2:Case OPTIONAL { ?case l2:subCaseOf"
        " ?parent } }",
    )
    parents = {row[0]: row[1] for row in rows}
    if case is None:
        return set(parents)
    iri = CASE + case_slug(case)
    if iri not in parents:
        raise NotFoundError(no_case(case, (one.removeprefix(CASE) for one in parents)))
    return {iri} | {one for one, parent in parents.items() if parent == iri}


def _add(
    graph: nx.MultiDiGraph, known: _Background, row: tuple[str, str, str, str, str]
) -> None:
    """Add a tie, with its two nodes where they are not there yet."""
    reader = known.reader
    source, target, tie, warrant, case = row
    for one in (source, target):
        if one not in graph:
            sides = "; ".join(ref.label for ref in reader.refs(known.sides(one)))
            graph.add_node(
                one,
                label=reader.label(one),
                kind=known.kinds.get(one, "unknown").lower(),
                side=sides,
            )
    dated = {
        what: found[warrant] for what, found in known.days.items() if warrant in found
    }
    graph.add_edge(
        source,
        target,
        key=f"{tie} {compact(warrant)}",
        tie=tie,
        warrant=warrant,
        warrant_label=reader.label(warrant),
        case=compact(case),
        place=_place(source, target, known),
        mutual=tie in _MUTUAL,
        **dated,
    )


def _place(source: str, target: str, known: _Background) -> str:
    """Say whether a tie runs across the table, behind a table, or within one side."""
    ours, theirs = known.sides(source), known.sides(target)
    if not ours or not theirs:
        return "unknown"
    apart = ours.isdisjoint(theirs)
    if "Constituency" in {known.kinds.get(source), known.kinds.get(target)}:
        return "behind the other's table" if apart else "behind the own table"
    return "across the table" if apart else "within one side"


def brokers(graph: nx.MultiDiGraph) -> tuple[Broker, ...]:
    """Return who has ties of influence to people or groups on more than one side.

    The own side is one of them; sides themselves are left out.

    Only ties that go out count, or run both ways: a group that another side works on
    brokers nothing. The more pairs of neighbours on different sides have no tie of their
    own, the earlier it comes.
    """
    influential = influences(graph)
    sides = {
        one: set(filter(None, data["side"].split("; ")))
        for one, data in influential.nodes(data=True)
    }
    found = [
        broker
        for one, data in influential.nodes(data=True)
        if data["kind"] != "side" and (broker := _broker(influential, one, sides))
    ]
    return tuple(
        sorted(found, key=lambda b: (-len(b.pairs), -len(b.sides), b.label, b.iri))
    )


def _broker(
    graph: nx.MultiDiGraph, one: str, sides: dict[str, set[str]]
) -> Broker | None:
    """Return somebody as a broker, or nothing where the ties reach one side at most."""
    near = sorted(
        other for other in graph.successors(one) if other != one and sides[other]
    )
    reached = sides[one].union(*(sides[other] for other in near))
    if not near or len(reached) < 2:
        return None
    pairs = [
        (graph.nodes[a]["label"], graph.nodes[b]["label"])
        for a, b in combinations(near, 2)
        if sides[a].isdisjoint(sides[b]) and not _tied(graph, a, b)
    ]
    ties = (tie for other in near for tie in graph[one][other].values())
    return Broker(
        iri=one,
        label=graph.nodes[one]["label"],
        sides=tuple(sorted(reached)),
        pairs=tuple(sorted(pairs)),
        warrants=tuple(sorted({tie["warrant_label"] for tie in ties})),
    )


def _tied(graph: nx.MultiDiGraph, one: str, other: str) -> bool:
    return bool(graph.has_edge(one, other) or graph.has_edge(other, one))


def lines(graph: nx.MultiDiGraph) -> Iterator[str]:
    """Yield a network as lines of text: n, ties, centrality, brokers, limits."""
    size = f"n = {graph.number_of_nodes()} nodes, {graph.number_of_edges()} ties"
    yield f"{graph.graph['name']}: {size} (one that runs both ways counts twice)"
    places = Counter(place for _, _, place in graph.edges(data="place"))
    yield "  " + "; ".join(f"{name}: {count}" for name, count in sorted(places.items()))
    yield ""
    yield from (_tie_line(graph, a, b, tie) for a, b, tie in _once(graph))
    yield from ("", "Betweenness, ties in and out (belonging to a side left out)")
    for one in centrality(graph):
        yield (
            f"  {one.betweenness:.3f}  {one.incoming:2} in  {one.outgoing:2} out "
            f" {one.label} ({one.kind})"
        )
    yield from ("", *_people_lines(graph))
    yield from ("", "Brokers: ties to more than one side")
    for broker in brokers(graph):
        yield (
            f"  {broker.label}: {', '.join(broker.sides)};"
            f" {counted(len(broker.pairs), 'pair')} with no tie of their own"
        )
    yield from ("", "Limits")
    yield (
        "  Ties are coded, not weighed; a tie that no source tells of is missing, not"
        " absent."
    )
    yield (
        "  A place in the network is a place in what was told: whom the sources follow"
        " has more ties."
    )
    dated = sum(
        bool(tie.keys() & {"earliest", "latest"}) for *_, tie in graph.edges(data=True)
    )
    yield (
        f"  {dated} of {graph.number_of_edges()} ties have a date; a date bounds when it"
        " happened, not how long it lasted."
    )


def _people_lines(graph: nx.MultiDiGraph) -> Iterator[str]:
    """Yield where people stand among people."""
    places = among_people(graph)
    yield (
        f"Among people only: n = {len(places)} (acting for somebody is a tie, direction"
        " does not count)"
    )
    yield "Betweenness, pairs of others that a person stands between, people tied with"
    for one in places:
        unplaced = f", {one.unplaced} unknown" if one.unplaced else ""
        yield (
            f"  {one.betweenness:.3f}  {one.pairs:5.1f}  {one.degree:2}: {one.across}"
            f" across, {one.behind} behind{unplaced}  {one.label}"
        )


def _tie_line(graph: nx.MultiDiGraph, a: str, b: str, tie: dict[str, str]) -> str:
    day = ""
    if tie.keys() & {"earliest", "latest"}:
        day = f", {stretch(tie.get('earliest'), tie.get('latest'))}"
    arrow = "<>" if tie["mutual"] else ">"
    ends = f"{graph.nodes[a]['label']} {arrow} {graph.nodes[b]['label']}"
    return f"  {ends}: {tie['tie']}  [{tie['place']}{day}; {compact(tie['warrant'])}]"


def _once(graph: nx.MultiDiGraph) -> Iterable[tuple[str, str, dict[str, str]]]:
    """Yield each tie, a mutual one in one of its directions only."""
    return (
        (a, b, tie) for a, b, tie in graph.edges(data=True) if not tie["mutual"] or a < b
    )
