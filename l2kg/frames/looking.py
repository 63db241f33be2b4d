"""What commands look up and count, as data frames: the rows of their CSV, and what they say beside it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from l2kg.frames.typed import frame_of_texts

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    import pandas as pd
    import pyoxigraph as ox

__all__ = ["columns_frame", "found_frame", "told_frame"]


def told_frame(
    columns: Sequence[str], rows: Iterable[Sequence[object]], lines: Iterable[str]
) -> pd.DataFrame:
    """Return rows as a data frame; what the command says is a list of lines in its `attrs`."""
    made = frame_of_texts(columns, rows)
    made.attrs["l2kg"] = list(lines)
    return made


def found_frame(
    store: ox.Store, words: str, kind: str | None, case: str | None
) -> pd.DataFrame:
    """Return what holds some words, by the ids that the tables have."""
    from l2kg.cases.search import COLUMNS, hits_in
    from l2kg.namespaces import iri_named, short

    rows = hits_in(store, words, kind=kind, case=case)
    return frame_of_texts(
        COLUMNS, [(short(iri_named(name) or name), *rest) for name, *rest in rows]
    )


def columns_frame(store: ox.Store, table: str) -> pd.DataFrame:
    """Return what the columns of a table hold.

    Raises:
        NotFoundError: there is no such table; the text suggests the nearest.
    """
    from l2kg.export.dictionary import dictionary
    from l2kg.export.tables import read_table

    whole = dictionary([read_table(store, table)])
    names = [column.name for column in whole.columns]
    return frame_of_texts(names[1:], [row[1:] for row in whole.rows])
