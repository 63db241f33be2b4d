"""L2KG: the open knowledge graph and case database of Level II negotiations."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd
    import pyoxigraph as ox
    import rdflib

__all__ = ["__version__", "graph", "join", "table"]

__version__ = "0.1.0"

_API = (  # named, not imported: the package itself stays light, and stands above all its modules
    "l2kg.api"
)


def table(name: str, *, store: str | ox.Store | None = None) -> pd.DataFrame:
    """Return a table of the data as a data frame of pandas: `l2kg.table("measures")`.

    Cells with several values hold tuples, so that `explode` makes a row of each; what is
    not stated is missing. The store is the shipped one, or L2KG_STORE, or a folder that
    `l2kg build` wrote, or an open store. `l2kg.export.tables.table_names()` names the tables.

    Raises:
        NotFoundError: there is no such table; the text suggests the nearest.
    """
    found: pd.DataFrame = import_module(_API).table(name, store=store)
    return found


def graph(*, store: str | ox.Store | None = None) -> rdflib.Dataset:
    """Return the knowledge graph as a Dataset of rdflib, over the same store and with nothing copied.

    Its default graph is the merge of all; the named graphs are the cases, and what each
    rule derived.
    """
    found: rdflib.Dataset = import_module(_API).graph(store=store)
    return found


def join(
    frame: pd.DataFrame,
    *,
    on: tuple[str, str],
    scheme: str | None = None,
    long: bool = False,
    reverse: bool = False,
    store: str | ox.Store | None = None,
) -> pd.DataFrame:
    """Add our cases and elements to a table of actors and dates: `l2kg.join(frame, on=("ccode", "year"), scheme="cow")`.

    `on` names the columns of actor and date; `scheme` says what the former holds (cow,
    gw, iso3, vdem, archigos, wikidata, name, ...), and may be left out where one scheme
    alone fits. The rows stay as they are and get columns that begin with `l2kg_`; where
    `long`, each match is a row; where `reverse`, our dated elements are the rows. Cells
    with several values hold tuples. What became of each row is told by `l2kg_status`
    (matched, ambiguous, unmatched) and `l2kg_note`, and for all of them by
    `frame.attrs["l2kg"]`, a list of lines.

    Raises:
        NotFoundError: there is no such column or scheme.
        UsageError: no scheme or several fit, no code is known, or no date is understood.
    """
    found: pd.DataFrame = import_module(_API).join(
        frame, on=on, scheme=scheme, long=long, reverse=reverse, store=store
    )
    return found
