"""What stops a query while it runs: an endpoint that its SERVICE names, or a function that is not there."""

from __future__ import annotations

import re
from contextlib import contextmanager
from typing import TYPE_CHECKING

from l2kg.queries.results import QueryError
from l2kg.queries.tokens import iri_of, prefixes_of, tokens

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["evaluating", "services"]

_LONGEST = 200  # signs of what the engine says


@contextmanager
def evaluating(query: str) -> Iterator[None]:
    """Say in words of ours what stops a query as it runs, which is while its rows are read.

    Raises:
        QueryError: an endpoint that the query names does not answer, or the engine cannot
            do what it asks for.
        OSError: the query names no endpoint, so what failed is the place of the answer.
    """
    try:
        yield
    except OSError as error:
        if not services(query):
            raise
        raise QueryError(_no_answer(query, error)) from error
    except RuntimeError as error:
        raise QueryError(f"the query cannot be run: {_said(error)}") from error


def services(query: str) -> list[str]:
    """Return the addresses of the endpoints that a query names, each once.

    >>> services("ASK { SERVICE <http://a.example/> {} SERVICE SILENT case:x {} }")
    ['http://a.example/', 'https://w3id.org/l2kg/case/x']
    """
    every = [token for token in tokens(query) if token.kind != "comment"]
    spaces, found = prefixes_of(every), []
    for at, token in enumerate(every):
        if token.says("SERVICE"):
            after = [one for one in every[at + 1 : at + 3] if not one.says("SILENT")]
            iri = iri_of(after[0], spaces) if after else None
            found += [iri] if iri else []
    return list(dict.fromkeys(found))


def _no_answer(query: str, error: OSError) -> str:
    found = services(query)
    if not found:
        which = "an endpoint that the query's SERVICE names"
    elif len(found) == 1:
        which = f"the endpoint {found[0]}"
    else:
        which = f"one of the endpoints {', '.join(found)}"
    return (
        f"{which} does not answer ({_said(error)}); check the address, or write SERVICE"
        " SILENT to go on without it"
    )


def _said(error: Exception) -> str:
    text = re.sub(r" \(os error \d+\)$", "", " ".join(str(error).split()))
    return text.rstrip(".")[:_LONGEST]
