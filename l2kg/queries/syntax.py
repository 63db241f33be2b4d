"""Say in a few words what is wrong with a SPARQL query.

The engine lists every token that it could have read. What the tokens of the query
themselves show is said first, since the engine's place is where it gave up.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from l2kg.queries.faults import bound_twice, structural, ungrouped, unknown_prefix
from l2kg.queries.tokens import before_escaping, line_and_column, tokens

if TYPE_CHECKING:
    from collections.abc import Sequence

    from l2kg.queries.faults import Found
    from l2kg.queries.tokens import Token

__all__ = ["Fault", "explain", "restored"]

_PLACE = re.compile(r"(\d+):(\d+)")
_REASON = re.compile(r"\b(?:The|This|An?) [a-zA-Z]{2,}(?: [a-zA-Z]+){2,}")
_SIGN = re.compile(r"\"[^\"]*\"|\[[^\]]*\]")
_ANOTHER = {
    "SELECT * is not authorized with GROUP BY": (
        "SELECT * does not go with GROUP BY: name the columns"
    ),
    "Duplicated variable name in SELECT": (
        "two columns of SELECT have one name: rename one"
    ),
}


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with a query, and where; the place is unknown where the engine does not say it."""

    message: str
    line: int | None = None
    column: int | None = None


def explain(complaint: str, query: str) -> Fault:
    """Read the engine's complaint about a query.

    >>> explain('error at 1:17: expected one of "$", FILTER', "SELECT * { ?s ?p").message
    'the query ends too early: a } is missing, for the { in line 1, column 10'
    >>> explain("error at 1:14: expected one of HAVING, OFFSET", "ASK {} 12")
    Fault(message='cannot be read from "12" on', line=1, column=8)
    """
    place = _PLACE.search(complaint)
    every = tokens(query)
    malformed = place is not None and "IRI parsing failed" in complaint
    if not malformed and (found := structural(query, every) or ungrouped(every)):
        return _fault(query, found)
    if place is None:
        return Fault(" ".join(complaint.split())[:200])
    line, column = int(place[1]), int(place[2])
    if said := _said(complaint, query, every):
        return said if said.line else Fault(said.message, line, column)
    at = re.compile(r"\s*+([?$]?[\w:.-]+|\S)?").match(
        query, _offset(query, line, column, complaint)
    )
    if at is not None and at[1] is not None:
        return Fault(
            f'cannot be read from "{at[1][:40]}" on', *line_and_column(query, at.start(1))
        )
    if twice := bound_twice(every):
        return _fault(query, twice)
    return Fault("the query ends too early", *line_and_column(query, len(query)))


def _said(complaint: str, query: str, every: list[Token]) -> Fault | None:
    """Return what the engine gives as a reason, with the variable that it does not name."""
    reason = next(iter(_REASON.findall(complaint)), "")
    found: Found | None = None
    if "Prefix not found" in complaint:
        found = unknown_prefix(every)
    elif "existing variable" in reason:
        found = bound_twice(every)
    if found is not None:
        return _fault(query, found)
    if "IRI parsing failed" in complaint:
        return Fault("this IRI is malformed")
    for text, message in _ANOTHER.items():
        if text in complaint:
            return Fault(message)
    return Fault(reason[0].lower() + reason[1:]) if reason else None


def _fault(query: str, found: Found) -> Fault:
    return Fault(found.message, *line_and_column(query, found.place))


def restored(complaint: str, escaped: str, places: Sequence[int]) -> str:
    """Write into a complaint about an escaped query the place in the query as it was.

    `places` are what `escaped_dots` gave beside it.
    """
    found = _PLACE.search(complaint)
    if found is None:
        return complaint
    offset = _at(escaped, int(found[1]), int(found[2]))
    before = line_and_column(escaped, offset)
    shift = offset - before_escaping(offset, places)
    first = offset - before[1] + 1  # of the line
    moved = shift - (first - before_escaping(first, places))
    column = int(found[2]) - moved
    return f"{complaint[: found.start(2)]}{column}{complaint[found.end(2) :]}"


def _at(query: str, line: int, column: int) -> int:
    lines = query.split("\n")
    return sum(len(text) + 1 for text in lines[: line - 1]) + column - 1


def _offset(query: str, line: int, column: int, complaint: str) -> int:
    """Return where the engine could not read on.

    It names the end of the words that it tried, where it names nothing but words.
    """
    offset = _at(query, line, column)
    signs = _SIGN.findall(complaint)
    words = re.findall(r"\b[A-Z]{2,}[0-9]*\b", _SIGN.sub("", complaint))
    real = [sign for sign in signs if sign != "[_]"]
    return (
        min(offset, len(query))
        if real or not words
        else max(0, *(offset - len(word) for word in words))
    )
