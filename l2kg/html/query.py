"""The page of queries: examples, terms to complete, and what a query is called."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import quote

import pyoxigraph as ox

from l2kg.cases.reading import Reader
from l2kg.errors import L2kgError
from l2kg.html.words import sentence
from l2kg.namespaces import L2, L2T, L2V, OWL, RDF, SKOS, compact
from l2kg.queries.header import all_queries
from l2kg.wording import capital

if TYPE_CHECKING:
    from collections.abc import Sequence

    from l2kg.queries.notices import Notice

__all__ = [
    "ABOUT",
    "TITLE",
    "address_of",
    "completions",
    "error_mark",
    "error_words",
    "examples",
    "marks_of",
    "notice_words",
    "title_of",
]

TITLE = "Query workbench"
ABOUT = (
    "Ask the data what the other pages do not ask. The language is SPARQL; you need not"
    " know it to begin: choose a question, run it, and change what you like."
)
_LONGEST_IN_ADDRESS = 4000
_KINDS = {
    f"{OWL}Class": "class",
    f"{OWL}ObjectProperty": "property",
    f"{OWL}DatatypeProperty": "property",
    f"{SKOS}Concept": "constant",
}


def examples() -> dict[str, tuple[str, str]]:
    """Return the shipped queries: by name, the question, and the SPARQL below it."""
    ordered = sorted(
        all_queries().items(),
        key=lambda item: item[1].kind != "patterns",
    )
    return {
        name: (query.question, f"# {query.question}\n{query.body}")
        for name, query in ordered
    }


def completions(store: ox.Store) -> list[dict[str, str]]:
    """Return our terms, each with its kind, label and definition, classes first."""
    reader, found = Reader(store), []
    for kind, name in _KINDS.items():
        for quad in store.quads_for_pattern(
            None, ox.NamedNode(f"{RDF}type"), ox.NamedNode(kind), ox.DefaultGraph()
        ):
            term = quad.subject
            if isinstance(term, ox.NamedNode) and term.value.startswith((L2, L2V, L2T)):
                definition = reader.facts(term.value).text(f"{SKOS}definition")
                found.append(
                    {
                        "curie": compact(term.value),
                        "kind": name,
                        "label": reader.label(term.value),
                        "definition": definition,
                    }
                )
    return sorted(
        found,
        key=lambda term: (
            {"class": 0, "property": 1}.get(term["kind"], 2),
            term["curie"],
        ),
    )


def title_of(query: str) -> str:
    r"""Return what a query calls itself: its first comment, or just that it is one.

    >>> title_of("# Which cases are there?\nSELECT * {}"), title_of("ASK {}")
    ('Query: Which cases are there?', 'A query')
    """
    first = query.strip().partition("\n")[0]
    return (
        f"Query: {first.lstrip('# ')}"
        if first.startswith("#") and first.strip("# ")
        else "A query"
    )


def address_of(query: str) -> str:
    """Return the parameters of the page that hold a query.

    Returns nothing where it is too long for an address.

    >>> address_of("ASK {}")
    '?query=ASK%20%7B%7D'
    """
    return f"?query={quote(query, safe='')}" if len(query) <= _LONGEST_IN_ADDRESS else ""


def error_mark(error: L2kgError) -> dict[str, object] | None:
    """Return where the editor marks an error, when the error says where."""
    line, column = getattr(error, "line", None), getattr(error, "column", None)
    return {"line": line, "column": column, "message": str(error)} if line else None


def marks_of(found: object, notices: Sequence[Notice]) -> list[dict[str, object]]:
    """Return what the editor underlines: the place of an error, and the names that nothing has."""
    mark = error_mark(found) if isinstance(found, L2kgError) else None
    return [*([mark] if mark else []), *(notice.mark() for notice in notices)]


def error_words(error: L2kgError) -> str:
    """Say what is wrong with a query, and where, when the error says where."""
    place = error_mark(error)
    if place is None:
        return sentence(str(error))
    return f"Line {place['line']}, column {place['column']}: {error}."


def notice_words(notices: Sequence[Notice]) -> str:
    """Write what is told of a query's names, a line each, as Markdown that shows signs as they are."""
    return "  \n".join(
        re.sub(r"([\\`*_{}\[\]<>()#+.!|:$~-])", r"\\\1", capital(str(notice)))
        for notice in notices
    )
