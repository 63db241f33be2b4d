"""What two sources say that cannot both be so: queries over all that was asserted and derived."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, cast

from l2kg.files import code_root
from l2kg.findings import Finding
from l2kg.queries import Query, load, plain, run

if TYPE_CHECKING:
    import pyoxigraph as ox

    from l2kg.corpus import Corpus
    from l2kg.findings import Severity

__all__ = ["conflict_queries", "conflicts"]


@cache
def conflict_queries() -> tuple[Query, ...]:
    """Return the shipped conflict queries by name."""
    return tuple(load(path) for path in sorted((code_root() / "queries" / "conflicts").glob("*.rq")))


def conflicts(store: ox.Store, corpus: Corpus) -> list[Finding]:
    """Return a finding for each conflict in a filled store, placed where its element is described."""
    found = []
    for query in conflict_queries():
        for row in run(store, query).records():
            element, value = cast("str", row["element"]), cast("str", row["value"])
            place = corpus.locate(element)
            found.append(
                Finding(
                    cast("Severity", query.severity),
                    f"{query.summary.rstrip('.')}: {_label(store, value)}",
                    query.fix or "",
                    file=place[0] if place else None,
                    line=place[1] if place else None,
                    element=element,
                    rule=query.name,
                )
            )
    return found


def _label(store: ox.Store, iri: str) -> str:
    import pyoxigraph as ox

    labels = store.quads_for_pattern(ox.NamedNode(iri), ox.NamedNode("http://www.w3.org/2000/01/rdf-schema#label"), None, None)
    return next((plain(cast("ox.Literal", quad.object)) or iri for quad in labels), iri)
