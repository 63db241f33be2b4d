"""What `import l2kg` gives to scripts and notebooks: tables as data frames, and the graph for rdflib."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd
    import pyoxigraph as ox
    import rdflib

__all__ = ["graph", "join", "table"]


def table(name: str, *, store: str | ox.Store | None = None) -> pd.DataFrame:
    """Return a table as a data frame: see `l2kg.table`."""
    from l2kg.export.tables import frame

    return frame(_opened(store), name)


def graph(*, store: str | ox.Store | None = None) -> rdflib.Dataset:
    """Return a store as a Dataset of rdflib: see `l2kg.graph`."""
    import rdflib
    from oxrdflib import OxigraphStore

    return rdflib.Dataset(store=OxigraphStore(store=_opened(store)))


def join(
    frame: pd.DataFrame,
    *,
    on: tuple[str, str],
    scheme: str | None = None,
    long: bool = False,
    reverse: bool = False,
    store: str | ox.Store | None = None,
) -> pd.DataFrame:
    """Join a data frame with our cases: see `l2kg.join`."""
    import pandas as pd

    from l2kg.joining.csv_io import columns_of
    from l2kg.joining.join import PREFIX
    from l2kg.joining.join import join as joined

    header = [str(name) for name in frame.columns]
    who, when = columns_of(header, on, where="the data frame", prefix=PREFIX)
    texts = [
        [
            "" if missing else str(value)
            for value, missing in zip(column, column.isna(), strict=True)
        ]
        for column in _two(frame, who, when)
    ]
    found = joined(
        _opened(store),
        list(zip(*texts, strict=True)),
        on=on,
        scheme=scheme,
        long=long,
        reverse=reverse,
    )
    places = [-1 if i is None else i for i, _ in found.lines]
    theirs = (
        frame.take([max(place, 0) for place in places])
        if len(frame)
        else frame.reindex(range(len(places)))
    )
    if -1 in places:
        theirs = theirs.reset_index(drop=True).where(pd.Series(places) >= 0)
    cells = list(zip(*(cells for _, cells in found.lines), strict=True)) or [()] * len(
        found.columns
    )
    ours = pd.DataFrame(
        {name: list(values) for name, values in zip(found.columns, cells, strict=True)},
        index=theirs.index,
    )
    made = pd.concat([ours, theirs] if reverse else [theirs, ours], axis=1)
    made.attrs["l2kg"] = list(found.account())
    return made


def _two(frame: pd.DataFrame, *places: int) -> list[pd.Series]:
    return [frame.iloc[:, place] for place in places]


def _opened(store: str | ox.Store | None) -> ox.Store:
    from l2kg.store import open_store

    return open_store(store) if store is None or isinstance(store, str) else store
