"""Write the whole knowledge graph as one file."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyoxigraph as ox

from l2kg.namespaces import PREFIXES

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["GRAPH_FORMS", "write_graph"]

GRAPH_FORMS = {
    "nq": ox.RdfFormat.N_QUADS,
    "trig": ox.RdfFormat.TRIG,
    "ttl": ox.RdfFormat.TURTLE,
    "nt": ox.RdfFormat.N_TRIPLES,
    "jsonld": ox.RdfFormat.JSON_LD,
    "rdfxml": ox.RdfFormat.RDF_XML,
}
_WITH_GRAPHS = {"nq", "trig"}


def write_graph(store: ox.Store, path: Path, form: str) -> None:
    """Write all that a store holds.

    The formats of graphs get every graph, the default one (the merge of all) among them;
    the others get the merge.
    """
    merge = None if form in _WITH_GRAPHS else ox.DefaultGraph()
    store.dump(
        str(path), format=GRAPH_FORMS[form], from_graph=merge, prefixes=dict(PREFIXES)
    )
