"""What `import l2kg` gives to scripts and notebooks: tables as data frames, and the graph for rdflib."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd
    import pyoxigraph as ox
    import rdflib

__all__ = ["graph", "table"]


def table(name: str, *, store: str | ox.Store | None = None) -> pd.DataFrame:
    """Return a table as a data frame: see `l2kg.table`."""
    from l2kg.export.tables import frame

    return frame(_opened(store), name)


def graph(*, store: str | ox.Store | None = None) -> rdflib.Dataset:
    """Return a store as a Dataset of rdflib: see `l2kg.graph`."""
    import rdflib
    from oxrdflib import OxigraphStore

    return rdflib.Dataset(store=OxigraphStore(store=_opened(store)))


def _opened(store: str | ox.Store | None) -> ox.Store:
    from l2kg.store import open_store

    return open_store(store) if store is None or isinstance(store, str) else store
