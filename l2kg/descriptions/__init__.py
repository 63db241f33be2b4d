"""The data set described to machines, from the data itself.

In VoID and DCAT, with its endpoint and example queries, and for crawlers.
"""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

from l2kg.descriptions.dcat import dcat
from l2kg.descriptions.endpoint import examples, service
from l2kg.descriptions.statements import DATASET, Places
from l2kg.descriptions.void import void

if TYPE_CHECKING:
    from collections.abc import Iterable

    import pyoxigraph as ox

    from l2kg.queries.header import Query

__all__ = ["DATASET", "Places", "dcat", "describe", "examples", "service", "void"]


def describe(
    store: ox.Store, queries: Iterable[Query], places: Places | None = None
) -> list[ox.Triple]:
    """Return all descriptions of a store together, each triple once, in order.

    ``queries`` are those that the description of the endpoint lists as examples.
    """
    where = places or Places()
    parts = (
        void(store, where),
        dcat(store, where),
        service(where, store),
        examples(queries, where),
    )
    return sorted(set(itertools.chain(*parts)), key=str)
