"""Networks as GraphML and GEXF, for Gephi and the like, and as CSV, a row for each tie."""

from __future__ import annotations

from typing import TYPE_CHECKING

from l2kg.csv_text import write_csv
from l2kg.extras import needs
from l2kg.namespaces import case_slug, short

if TYPE_CHECKING:
    from pathlib import Path

    import networkx as nx

__all__ = ["ties_text", "write_gexf", "write_graphml"]

_END = ("label", "kind", "side")
_TIE = (
    "tie",
    "place",
    "mutual",
    "case",
    "warrant",
    "warrant_label",
    "earliest",
    "latest",
)


def ties_text(graph: nx.MultiDiGraph) -> str:
    """Write a network as CSV: a row for each tie, with what is known of its two ends.

    Ends, cases and warrants are called as in the tables.
    """
    header = [
        *("from", *(f"from_{name}" for name in _END)),
        *("to", *(f"to_{name}" for name in _END)),
        *_TIE,
    ]
    rows = []
    for source, target, tie in graph.edges(data=True):
        named = {
            **tie,
            "case": case_slug(tie["case"]),
            "warrant": short(tie["warrant"]),
        }
        ends = [
            cell
            for end in (source, target)
            for cell in (short(end), *map(graph.nodes[end].get, _END))
        ]
        rows.append([*ends, *map(named.get, _TIE)])
    return write_csv(header, rows)


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
