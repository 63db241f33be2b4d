"""Ask a question and get a data frame: a named query, or one of somebody's own."""

from __future__ import annotations

import warnings
from pathlib import Path
from typing import TYPE_CHECKING

from l2kg.cases.naming import names_in, with_labels
from l2kg.frames.typed import frame_of, frame_of_texts
from l2kg.queries.header import all_queries, find
from l2kg.queries.notices import NoticeWarning, notices
from l2kg.queries.run import bind, require_known, run
from l2kg.queries.sources import source_of
from l2kg.reading import SMALL, read_text

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd
    import pyoxigraph as ox

    from l2kg.queries.endpoint import Remote

__all__ = ["ask", "listed", "values_of"]


def ask(
    source: ox.Store | Remote, what: str | Path, params: Mapping[str, object]
) -> pd.DataFrame:
    """Run a named query, a file, or a text of SPARQL; a named one has a label beside each id.

    Raises:
        NotFoundError: there is no such query, or no such case; the text suggests the nearest.
        UsageError: a parameter that the query does not have, or of the wrong type.
        QueryError: the text is no SPARQL, or asks for no table.
    """
    if isinstance(what, Path) or what.endswith(".rq"):
        what = read_text(Path(what), most=SMALL)
    if "{" in what:
        return _own(source, what, params)
    query = find(what)
    values = values_of(params)
    require_known(source, query, bind(query, values))
    table = run(source, query, values)
    return frame_of(with_labels(table, names_in(source_of(source))))


def _own(
    source: ox.Store | Remote, text: str, params: Mapping[str, object]
) -> pd.DataFrame:
    from l2kg.errors import UsageError

    if params:
        raise UsageError(
            f"{', '.join(params)}: parameters are for named queries; write the value into"
            " the query, or bind it there with VALUES"
        )
    table = run(source, text)
    for notice in notices(text, source):
        warnings.warn(str(notice), NoticeWarning, stacklevel=4)
    return frame_of(table)


def listed() -> pd.DataFrame:
    """Return the named queries, patterns among them, with their questions and parameters."""
    rows = (
        (
            query.name,
            "pattern" if query.unit else "question",
            query.question,
            ", ".join(param.name for param in query.params),
        )
        for query in all_queries().values()
    )
    return frame_of_texts(("name", "kind", "question", "params"), rows)


def values_of(params: Mapping[str, object]) -> dict[str, str]:
    """Return the values of parameters as texts; those that are None are left out.

    >>> import datetime as dt
    >>> values_of({"day": dt.date(1990, 7, 5), "implied": True, "case": None, "year": 1990})
    {'day': '1990-07-05', 'implied': 'true', 'year': '1990'}
    """
    given = {name: value for name, value in params.items() if value is not None}
    return {
        name: str(value).lower() if isinstance(value, bool) else str(value)
        for name, value in given.items()
    }
