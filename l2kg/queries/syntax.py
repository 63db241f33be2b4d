"""Say in a few words what is wrong with a SPARQL query.

The engine lists every token that it could have read.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from l2kg.queries.lexer import undeclared

__all__ = ["Fault", "explain"]

_REASON = re.compile(r"\b(?:The|This|An?) [a-zA-Z]{2,}(?: [a-zA-Z]+){2,}")
_SIGN = re.compile(r"\"[^\"]*\"|\[[^\]]*\]")


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with a query, and where; the place is unknown where the engine does not say it."""

    message: str
    line: int | None = None
    column: int | None = None


def explain(complaint: str, query: str) -> Fault:
    """Read the engine's complaint about a query.

    >>> explain('error at 1:17: expected one of "$", FILTER', "SELECT * { ?s ?p")
    Fault(message='the query ends too early', line=1, column=17)
    >>> explain("error at 1:14: expected one of HAVING, OFFSET", "ASK {} garbage")
    Fault(message='cannot be read from "garbage" on', line=1, column=8)
    """
    place = re.search(r"(\d+):(\d+)", complaint)
    if place is None:
        return Fault(" ".join(complaint.split())[:200])
    if reasons := _REASON.findall(complaint):
        return Fault(reasons[0][0].lower() + reasons[0][1:], int(place[1]), int(place[2]))
    if "IRI parsing failed" in complaint:
        return Fault("this IRI is malformed", int(place[1]), int(place[2]))
    if unknown := undeclared(query):
        at = re.search(rf"(?<![\w-]){re.escape(unknown[0])}:", query)
        return Fault(
            f"the prefix {unknown[0]}: is not declared: add a PREFIX line for it",
            *_place(query, at.start() if at else 0),
        )
    at = re.compile(r"\s*+([?$]?[\w:.-]+|\S)?").match(
        query, _offset(query, int(place[1]), int(place[2]), complaint)
    )
    if at is None or at[1] is None:
        return Fault("the query ends too early", *_place(query, len(query)))
    return Fault(f'cannot be read from "{at[1][:40]}" on', *_place(query, at.start(1)))


def _offset(query: str, line: int, column: int, complaint: str) -> int:
    """Return where the engine could not read on.

    It names the end of the words that it tried, where it names nothing but words.
    """
    lines = query.split("\n")
    offset = sum(len(text) + 1 for text in lines[: line - 1]) + column - 1
    signs = _SIGN.findall(complaint)
    words = re.findall(r"\b[A-Z]{2,}[0-9]*\b", _SIGN.sub("", complaint))
    real = [sign for sign in signs if sign != "[_]"]
    return (
        min(offset, len(query))
        if real or not words
        else max(0, *(offset - len(word) for word in words))
    )


def _place(query: str, offset: int) -> tuple[int, int]:
    before = query[:offset]
    return before.count("\n") + 1, len(before) - before.rfind("\n")
