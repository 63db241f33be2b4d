"""The works behind cases, elements, frames and patterns."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING

from l2kg.cases.naming import LABEL
from l2kg.cases.text import resolve
from l2kg.export.bibliography import bibtex, elements_of, works_behind
from l2kg.frames.shown import Case, Pattern, Text
from l2kg.namespaces import BASE, CASE, iri_named
from l2kg.queries.lookup import is_described

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    import pandas as pd
    import pyoxigraph as ox

__all__ = ["bibliography"]

_SPACES = (CASE, f"{BASE}actor/", f"{BASE}source/", f"{BASE}claim/")


def bibliography(store: ox.Store, things: Iterable[object]) -> Text:
    """Write the works behind some things as BibTeX.

    Raises:
        NotFoundError: a name that means nothing; the text suggests the nearest.
    """
    iris = chain.from_iterable(_behind(store, thing) for thing in things)
    return Text(bibtex(store, works_behind(store, iris)))


def _behind(store: ox.Store, thing: object) -> Iterator[str]:
    if isinstance(thing, Case):
        yield thing.view.summary.iri
    elif isinstance(thing, Pattern):
        result = thing.result
        rows = [row for match in result.matches for row in match.rows]
        yield from elements_of(result.columns, rows)
    elif isinstance(thing, str):
        yield _iri(store, thing) or resolve(store, thing)
    else:
        yield from _in_frame(store, thing)


def _in_frame(store: ox.Store, frame: pd.DataFrame) -> Iterator[str]:
    """Yield the things and passages that the rows of a frame name, but for cases where there are others."""
    columns = [name for name in map(str, frame.columns) if not name.endswith(LABEL)]
    for name in columns:
        if name == "case" and len(columns) > 1:
            continue
        for cell in frame[name].dropna():
            texts = cell if isinstance(cell, tuple) else (cell,)
            found = (_iri(store, text) for text in texts if isinstance(text, str))
            yield from filter(None, found)


def _iri(store: ox.Store, name: str) -> str | None:
    """Return the IRI that an id of the tables means, or any form of a name that commands take."""
    for space in _SPACES:
        iri = iri_named(name, space)
        if iri and is_described(store, iri):
            return iri
    return None
