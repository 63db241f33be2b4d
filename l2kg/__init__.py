"""L2KG: the open knowledge graph and case database of Level II negotiations."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd
    import pyoxigraph as ox
    import rdflib

__all__ = ["__version__", "graph", "table"]

__version__ = "0.1.0"

_API = "l2kg.api"  # named, not imported: the package itself stays light, and stands above all its modules


def table(name: str, *, store: str | ox.Store | None = None) -> pd.DataFrame:
    """Return a table of the data as a data frame of pandas: `l2kg.table("measures")`.

    Cells with several values hold tuples, so that `explode` makes a row of each; what is not stated is missing. The store is the
    shipped one, or L2KG_STORE, or a folder that `l2kg build` wrote, or an open store. `l2kg.export.tables.TABLES` names the tables.

    Raises:
        NotFoundError: there is no such table; the text suggests the nearest.
    """
    found: pd.DataFrame = import_module(_API).table(name, store=store)
    return found


def graph(*, store: str | ox.Store | None = None) -> rdflib.Dataset:
    """Return the knowledge graph as a Dataset of rdflib, over the same store and with nothing copied.

    Its default graph is the merge of all; the named graphs are the cases, and what each rule derived.
    """
    found: rdflib.Dataset = import_module(_API).graph(store=store)
    return found
