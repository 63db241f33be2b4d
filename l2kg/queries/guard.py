"""What a stranger's SPARQL query may say: decided by reading its characters, before any engine parses it.

The engine reads without separate tokens: it takes ``1SERVICE``, ``?o.SERVICE`` and
``SERVICE:x`` as federation, and a ``<`` of a comparison may look like the start of an
IRI. So the word is refused wherever it stands outside of strings, comments, absolute
IRIs, variables, language tags and the local part of a prefixed name, and anywhere behind
what may be a relative IRI that hides the rest of its line, or a comparison that does not.
"""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING
from urllib.parse import urljoin

from l2kg.errors import L2kgError
from l2kg.namespaces import BASE, PREFIXES
from l2kg.queries.lexer import blanked, declared, names_and_words, visible_words

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = [
    "MAX_BYTES",
    "MAX_NESTING",
    "QueryRefusedError",
    "QueryTooDeepError",
    "QueryTooLongError",
    "check_graph",
    "check_query",
    "too_deep",
]

MAX_BYTES = 64 * 1024
MAX_NESTING = 64
MAX_LINKS = 2000

_VALUES = re.compile(
    r"\bVALUES\b[?$\w\s]*+(?:\([?$\w\s]*+\)\s*+)?+\{[^{}]*+\}", re.IGNORECASE
)
_BRACKET = re.compile(r"[{}()\[\]]")
_LINK = re.compile(
    r"[!+*/|^&;=<>-]|\.(?!\d)|\b(?:UNION|OPTIONAL|MINUS|FILTER|BIND|GRAPH|EXISTS)\b",
    re.IGNORECASE,
)

_CODEPOINT = re.compile(r"\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})")
_SERVICE = re.compile("service", re.IGNORECASE)
_BASE = re.compile(r"\bBASE\s*+<([^<>\s]*+)>", re.IGNORECASE)
_FROM = re.compile(
    r"\bFROM(?:\s++NAMED\b)?+\s*+(?:<([^<>\s]*+)>|([\w.-]{0,99}+):([\w.:-]*))",
    re.IGNORECASE,
)
_UPDATES = "INSERT|DELETE|LOAD|CLEAR|DROP|CREATE|ADD|MOVE|COPY|WITH"
_UPDATE = re.compile(
    rf"\s*+(?:(?:BASE|PREFIX\s++[\w.-]*+:)\s*+(?:<[^<>]*+>\s*+)?+)*+({_UPDATES})\b",
    re.IGNORECASE,
)


class QueryRefusedError(L2kgError):
    """A query that this service does not run, whatever it would return."""


class QueryTooLongError(QueryRefusedError):
    """A query of more bytes than are read."""


class QueryTooDeepError(QueryRefusedError):
    """A query that nests deeper than the engine's stack may bear."""


def _is_ours(graph: str) -> bool:
    return graph.startswith(BASE)


def check_query(query: str, has_graph: Callable[[str], bool] = _is_ours) -> None:
    """Raise QueryRefusedError for a query that reaches outside, updates, or is too long or too deep.

    ``has_graph`` says which graphs a dataset clause may name.

    >>> check_query("SELECT ?service { ?service ?p 'SERVICE <http://example.org/>' }")
    >>> check_query("{" * 65)
    Traceback (most recent call last):
    l2kg.queries.guard.QueryTooDeepError: the query nests more than 64 deep: flatten it
    """
    if len(query.encode("utf-8", "surrogatepass")) > MAX_BYTES:
        raise QueryTooLongError(
            f"the query is longer than {MAX_BYTES // 1024} kB: shorten it"
        )
    for reading in {query, _unescaped(query)}:
        _check_reading(reading, has_graph)


def check_graph(graph: str, has_graph: Callable[[str], bool] = _is_ours) -> None:
    """Raise QueryRefusedError for a graph that is not among those to be asked."""
    if not has_graph(graph):
        raise QueryRefusedError(
            f"FROM <{graph[:200]}> is not allowed here: only the graphs of this store can"
            " be asked"
        )


def _unescaped(query: str) -> str:
    def character(match: re.Match[str]) -> str:
        code = int(match[1] or match[2], 16)
        return chr(code) if code <= 0x10FFFF else "\ufffd"

    return _CODEPOINT.sub(character, query)


def _check_reading(query: str, has_graph: Callable[[str], bool]) -> None:
    words = visible_words(query)
    if _SERVICE.search(words):
        raise QueryRefusedError(
            "SERVICE is not allowed here: download the data and combine them with the"
            " other source on your side"
        )
    if match := _UPDATE.match(words):
        raise QueryRefusedError(
            f"{match[1].upper()} is not allowed here: this service only answers SELECT,"
            " ASK, CONSTRUCT and DESCRIBE"
        )
    if wrong := _beyond(words):
        raise QueryTooDeepError(wrong[0])
    _check_graphs(query, has_graph)


def too_deep(query: str) -> tuple[str, int | None] | None:
    """Say what in a query is more than the engine's stack may bear, and would end the process.

    With it comes the place of the first sign that is too deep, or one part too many, where
    the query shows one as it is written.

    >>> too_deep("ASK {" + "{" * 64 + "}" * 65)
    ('the query nests more than 64 deep: flatten it', 68)
    >>> too_deep("ASK { FILTER(1" + "+1" * 2001 + ") }")[0][:53]
    'the query joins or computes with more than 2000 parts'
    """
    readings = {query, _unescaped(query)}
    wrong = next(filter(None, (_beyond(visible_words(one)) for one in readings)), None)
    if wrong is None:
        return None
    shown = _beyond(blanked(query))
    return wrong[0], shown[1] if shown else None


def _beyond(words: str) -> tuple[str, int] | None:
    depth = 0
    for found in _BRACKET.finditer(words):
        depth += 1 if found[0] in "{([" else -1
        if depth > MAX_NESTING:
            return (
                f"the query nests more than {MAX_NESTING} deep: flatten it",
                found.start(),
            )
    seen = _VALUES.sub(lambda found: " " * len(found[0]), words)
    link = next(islice(_LINK.finditer(seen), MAX_LINKS, None), None)
    if link:
        return (
            f"the query joins or computes with more than {MAX_LINKS} parts: write values in"
            " a VALUES block, or ask several queries"
        ), link.start()
    return None


def _check_graphs(query: str, has_graph: Callable[[str], bool]) -> None:
    """Refuse a dataset clause that names a graph which is not ours: some engines would fetch it."""
    names = names_and_words(query)
    prefixes = PREFIXES | declared(query)
    bases = _BASE.findall(names) or [""]
    for iri, prefix, local in _FROM.findall(names):
        for base in bases:  # whichever of them holds there
            check_graph(
                _resolved(base, iri or prefixes.get(prefix, "") + local), has_graph
            )


def _resolved(base: str, iri: str) -> str:
    try:
        return urljoin(base, iri)
    except ValueError:  # brackets that are no address
        return iri
