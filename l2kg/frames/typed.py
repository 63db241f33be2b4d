"""A table of terms as a data frame: each column of one type, ids as in the tables, missing as missing."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyoxigraph as ox

from l2kg.cases.naming import is_evidence, passages_in
from l2kg.extras import needs
from l2kg.namespaces import XSD, short
from l2kg.queries.results import plain

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    import pandas as pd

    from l2kg.queries.results import Table, Term

__all__ = ["frame_of", "frame_of_texts"]

_DTYPES = {
    f"{XSD}boolean": "boolean",
    f"{XSD}date": "datetime64[s]",
    f"{XSD}decimal": "Float64",
    f"{XSD}double": "Float64",
    f"{XSD}float": "Float64",
    f"{XSD}int": "Int64",
    f"{XSD}integer": "Int64",
    f"{XSD}long": "Int64",
    f"{XSD}nonNegativeInteger": "Int64",
}


def frame_of(table: Table) -> pd.DataFrame:
    """Return a table as a data frame.

    Things are called by their ids in the tables, and are texts; a cell that lists passages
    holds a tuple of ids. A column has the type of its literals where all have the same one;
    else it is of texts. What has no value is missing, and so is a list put together of none.
    """
    with needs("frames"):
        import pandas as pd

    columns: Iterable[Sequence[Term | None]] = zip(*table.rows, strict=True)
    listed = list(columns) if table.rows else [()] * len(table.columns)
    return pd.DataFrame(
        {
            name: _series(name, cells)
            for name, cells in zip(table.columns, listed, strict=True)
        }
    )


def frame_of_texts(
    columns: Sequence[str], rows: Iterable[Sequence[object]]
) -> pd.DataFrame:
    """Return rows of values as a data frame, texts as texts and not as objects."""
    with needs("frames"):
        import pandas as pd

    made = pd.DataFrame(list(rows), columns=list(columns))
    of_texts = {
        name: "string"
        for name in made.columns
        if made[name].map(lambda cell: cell is None or isinstance(cell, str)).all()
    }
    return made.astype(of_texts)


def _series(name: str, cells: Sequence[Term | None]) -> pd.Series:
    with needs("frames"):
        import pandas as pd

    if is_evidence(name) and any(isinstance(cell, ox.Literal) for cell in cells):
        lists = [tuple(map(short, passages_in(cell))) or None for cell in cells]
        return pd.Series(lists, dtype="object")
    types = {
        cell.datatype.value if isinstance(cell, ox.Literal) else ""
        for cell in cells
        if cell is not None
    }
    dtype = _DTYPES.get(types.pop(), "string") if len(types) == 1 else "string"
    if dtype != "string":
        texts = pd.Series(list(map(plain, cells)), dtype="string")
        return _converted(texts, dtype)
    return pd.Series([_text(cell) or None for cell in cells], dtype="string")


def _converted(texts: pd.Series, dtype: str) -> pd.Series:
    """Give texts a type, where all of them have a value of it."""
    with needs("frames"):
        import pandas as pd

    try:
        if dtype == "boolean":
            words = {"true": True, "1": True, "false": False, "0": False}
            return texts.map(words).astype(dtype)
        if dtype == "datetime64[s]":
            return pd.to_datetime(texts).astype(dtype)
        return pd.to_numeric(texts).astype(dtype)
    except (ValueError, OverflowError):  # such as a year that pandas cannot count
        return texts


def _text(cell: Term | None) -> str | None:
    return short(cell.value) if isinstance(cell, ox.NamedNode) else plain(cell)
