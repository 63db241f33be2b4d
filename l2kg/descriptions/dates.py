"""The dates that the data set as a whole has."""

from __future__ import annotations

import pyoxigraph as ox

from l2kg.namespaces import DCTERMS, L2

__all__ = ["stated_dates"]


def stated_dates(store: ox.Store) -> tuple[list[ox.Literal], list[ox.Literal]]:
    """Return the ontology's dates of issue and of change, which count for all data.

    Where it states no change, the date of issue stands for both.
    """
    issued, modified = (
        [
            quad.object
            for quad in store.quads_for_pattern(
                ox.NamedNode(L2.rstrip("#")),
                ox.NamedNode(f"{DCTERMS}{name}"),
                None,
                ox.DefaultGraph(),
            )
            if isinstance(quad.object, ox.Literal)
        ]
        for name in ("issued", "modified")
    )
    return issued, modified or issued
