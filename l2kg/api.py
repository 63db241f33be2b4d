"""What `import l2kg` gives to scripts and notebooks: tables as data frames, and the graph for rdflib."""

from __future__ import annotations

from typing import TYPE_CHECKING

from l2kg.extras import needs

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd
    import pyoxigraph as ox
    import rdflib

__all__ = ["graph", "join", "table"]


def table(name: str, *, store: str | ox.Store | None = None) -> pd.DataFrame:
    """Return a table of the data as a data frame of pandas: `l2kg.table("measures")`.

    Cells with several values hold tuples, so that `explode` makes a row of each; what is
    not stated is missing. The store is the shipped one, or L2KG_STORE, or a folder that
    `l2kg build` wrote, or an open store. `l2kg.export.tables.table_names()` names the tables.

    Raises:
        NotFoundError: there is no such table; the text suggests the nearest.
    """
    from l2kg.export.tables import frame

    return frame(_opened(store), name)


def graph(*, store: str | ox.Store | None = None) -> rdflib.Dataset:
    """Return the knowledge graph as a Dataset of rdflib, over the same store and with nothing copied.

    Its default graph is the merge of all, each triple once; the named graphs are the cases
    and other files, what was derived, and what each rule derived. It is read-only. Our
    prefixes are bound. A query that names what nothing has is answered, with a Python
    warning (`l2kg.queries.notices.NoticeWarning`) that says what is called nearly so; one
    that is no SPARQL raises a QueryError of one line.
    """
    from l2kg.queries.dataset import KnowledgeGraph

    return KnowledgeGraph(_opened(store))


def join(
    frame: pd.DataFrame,
    *,
    on: Sequence[str],
    scheme: str | None = None,
    dates: str | None = None,
    long: bool = False,
    reverse: bool = False,
    store: str | ox.Store | None = None,
) -> pd.DataFrame:
    """Add our cases and elements to a table of actors and dates.

    For instance `l2kg.join(frame, on=("ccode", "year"), scheme="cow")`: `on` names the
    columns of actor and date, or those of two actors, of start and end, of year, month
    and day, each with its role where that cannot be told (`"year=styear"`); `scheme` says
    what the actor's column holds (cow, gw, iso3, vdem, archigos, wikidata, name, ...), and
    may be left out where one scheme alone fits; `dates` says how dates are written that
    can be read in two ways (dmy, mdy, stata, spreadsheet). The
    rows stay as they are and get columns that begin with `l2kg_`; where `long`, each
    match is a row; where `reverse`, our dated elements are the rows. Cells with several
    values hold tuples. What became of each row is told by `l2kg_status` (matched,
    ambiguous, unmatched) and `l2kg_note`, and for all of them by `frame.attrs["l2kg"]`, a
    list of lines.

    Raises:
        NotFoundError: there is no such column or scheme.
        UsageError: no scheme or several fit, no code is known, or no date is understood.
    """
    with needs("frames"):
        import pandas as pd

    from l2kg.joining.columns import split_role
    from l2kg.joining.csv_io import columns_of
    from l2kg.joining.join import PREFIX
    from l2kg.joining.join import join as joined

    header = [str(name) for name in frame.columns]
    names = [split_role(name)[1] for name in on]
    places_of = columns_of(header, names, where="the data frame", prefix=PREFIX)
    texts = [
        [
            "" if missing else str(value)
            for value, missing in zip(column, column.isna(), strict=True)
        ]
        for column in (frame.iloc[:, place] for place in places_of)
    ]
    found = joined(
        _opened(store),
        list(zip(*texts, strict=True)),
        on=on,
        scheme=scheme,
        dates=dates,
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
        whole = theirs.reset_index(drop=True).convert_dtypes(
            convert_string=False, convert_floating=False
        )  # an integer with a gap is none of float
        theirs = whole.where(pd.Series(places) >= 0)
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


def _opened(store: str | ox.Store | None) -> ox.Store:
    from l2kg.store import open_store

    return open_store(store) if store is None or isinstance(store, str) else store
