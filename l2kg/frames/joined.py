"""A join as a data frame: the rows of somebody's frame with our columns, or ours with theirs."""

from __future__ import annotations

import warnings
from typing import TYPE_CHECKING

from l2kg.errors import UsageError
from l2kg.extras import needs
from l2kg.queries.notices import NoticeWarning

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd
    import pyoxigraph as ox

__all__ = ["joined_frame"]


def joined_frame(
    store: ox.Store,
    frame: pd.DataFrame,
    *,
    on: Sequence[str],
    scheme: str | None,
    dates: str | None,
    long: bool,
    reverse: bool,
) -> pd.DataFrame:
    """Join as `l2kg.join` does, the columns of actors and dates named one by one.

    Raises:
        NotFoundError: there is no such column or scheme.
        UsageError: no scheme or several fit, no code is known, or no date is understood.
    """
    with needs("frames"):
        import pandas as pd

    from l2kg.joining.csv_io import columns_of
    from l2kg.joining.join import PREFIX
    from l2kg.joining.join import join as joined

    header, names = _names(frame, on)
    places_of = columns_of(header, names, where="the data frame", prefix=PREFIX)
    texts = [_texts(frame.iloc[:, place]) for place in places_of]
    found = joined(
        store,
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
        {
            name: _column(values)
            for name, values in zip(found.columns, cells, strict=True)
        },
        index=theirs.index,
    )
    made = pd.concat([ours, theirs] if reverse else [theirs, ours], axis=1)
    read = [told for place in places_of if (told := _read_as_days(frame.iloc[:, place]))]
    for told in read:
        warnings.warn(told, NoticeWarning, stacklevel=3)
    made.attrs["l2kg"] = [*read, *found.account()]
    return made


def _names(frame: pd.DataFrame, on: Sequence[str]) -> tuple[list[str], list[str]]:
    """Return the names of the columns of a frame, and those to join on.

    Raises:
        UsageError: it is no data frame, fewer than two are named, or one is in its index.
    """
    with needs("frames"):
        import pandas as pd

    from l2kg.joining.columns import require_enough, split_role

    if not isinstance(frame, pd.DataFrame):
        raise UsageError(
            f"a data frame is joined, and this is of type {type(frame).__name__}: read a"
            " file with pandas.read_csv first, or join it with `l2kg join`"
        )
    given = ",".join(on)
    require_enough(on, f"on={given!r}", 'on="ccode,year"', 'on="ccode1,ccode2,year"')
    header = [str(name) for name in frame.columns]
    names = [split_role(name)[1] for name in on]
    indexed = {str(name) for name in frame.index.names}
    if found := [name for name in names if name in indexed and name not in header]:
        raise UsageError(
            f"{', '.join(found)}: in the index of the data frame, and not a column; give"
            " frame.reset_index()"
        )
    return header, names


def _read_as_days(column: pd.Series) -> str:
    """Tell where every date is the first of a year or month, as pandas makes them of years and months."""
    if column.dtype.kind != "M" or column.nunique() < 2:
        return ""
    days = column.dropna().dt
    if not (days.day == 1).all():
        return ""
    unit, period = ("year", "Y") if (days.month == 1).all() else ("month", "M")
    return (
        f"column {str(column.name)!r}: every date is the first day of a {unit}, and is read"
        f" as that day; for whole {unit}s give .dt.to_period({period!r})"
    )


def _column(values: Sequence[object]) -> object:
    """Return the cells of a column, of texts where all are; nothing becomes missing."""
    with needs("frames"):
        import pandas as pd

    cells = [None if value in ("", ()) else value for value in values]
    texts = all(cell is None or isinstance(cell, str) for cell in cells)
    return pd.array(cells, dtype="string") if texts else cells


def _texts(column: pd.Series) -> list[str]:
    return [
        "" if missing else str(value)
        for value, missing in zip(column, column.isna(), strict=True)
    ]
