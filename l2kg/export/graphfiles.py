"""Networks as GraphML and GEXF, for Gephi and the like."""

from __future__ import annotations

from typing import TYPE_CHECKING

from l2kg.extras import needs

if TYPE_CHECKING:
    from pathlib import Path

    import networkx as nx

__all__ = ["write_gexf", "write_graphml"]


def write_graphml(graph: nx.MultiDiGraph, path: Path) -> None:
    """Write a network as GraphML; a tie that has no date has no attribute for it.

    Ties are numbered: an edge's id has to be its own in the whole file, not only between
    its two ends.
    """
    with needs("analysis"):
        import networkx as nx

    numbered = nx.MultiDiGraph(**graph.graph)
    numbered.add_nodes_from(graph.nodes(data=True))
    for i, (source, target, tie) in enumerate(graph.edges(data=True)):
        numbered.add_edge(source, target, key=i, **tie)
    nx.write_graphml(
        numbered,
        path,
        named_key_ids=True,
    )


def write_gexf(graph: nx.MultiDiGraph, path: Path) -> None:
    """Write a network as GEXF 1.2, with a spell for each tie that has a date.

    A spell runs from the first to the last day on which what warrants the tie may have
    happened: it bounds a date, and is no duration. It is open where one of them is not
    told. Ties without a date are there at all times.
    """
    with needs("analysis"):
        import networkx as nx

    dynamic = nx.MultiDiGraph(name=graph.graph.get("name", ""))
    dynamic.add_nodes_from(graph.nodes(data=True))
    for i, (source, target, tie) in enumerate(graph.edges(data=True)):
        attributes = {"id": i, "label": tie["tie"], **tie}
        if tie.keys() & {"earliest", "latest"}:
            attributes["spells"] = [(tie.get("earliest"), tie.get("latest"))]
        dynamic.add_edge(
            source,
            target,
            key=i,
            **attributes,
        )
    if any("spells" in tie for *_, tie in dynamic.edges(data=True)):
        dynamic.graph["mode"] = "dynamic"
    nx.write_gexf(dynamic, path)
