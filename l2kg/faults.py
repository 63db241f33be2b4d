"""Say in a few words what is wrong with a SPARQL query, where the engine lists every token that it could have read."""

from __future__ import annotations

import re
from dataclasses import dataclass

from l2kg.guard import undeclared

__all__ = ["Fault", "explain"]

_REASON = re.compile(r"\b(?:The|This|An?) [a-zA-Z]{2,}(?: [a-zA-Z]+){2,}")


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with a query, and where; the place is unknown where the engine does not say it."""

    message: str
    line: int | None = None
    column: int | None = None


def explain(said: str, query: str) -> Fault:
    """Read the engine's complaint about a query.

    >>> explain("error at 1:7: expected one of A, B", "SELECT")
    Fault(message='the query ends too early', line=1, column=7)
    >>> explain("error at 1:11: expected one of A, B", "ASK {} garbage")
    Fault(message='unexpected garbage', line=1, column=8)
    """
    place = re.search(r"(\d+):(\d+)", said)
    if place is None:
        return Fault(" ".join(said.split())[:200])
    line, column = int(place[1]), int(place[2])
    if reasons := _REASON.findall(said):
        return Fault(reasons[0][0].lower() + reasons[0][1:], line, column)
    if unknown := undeclared(query):
        at = re.search(rf"(?<![\w-]){re.escape(unknown[0])}:", query)
        before = query[: at.start() if at else 0]
        found = before.count("\n") + 1, len(before) - before.rfind("\n")
        return Fault(f"the prefix {unknown[0]}: is not declared: add a PREFIX line for it", *found)
    return _at_token(query, line, column)


def _at_token(query: str, line: int, column: int) -> Fault:
    lines = query.split("\n")
    text = lines[line - 1] if line <= len(lines) else ""
    if not text[column - 1 :].strip() and not "".join(lines[line:]).strip():
        return Fault("the query ends too early", line, column)
    while column > len(text.rstrip()) and line < len(lines):       # the engine stopped at the end of a line
        line, text = line + 1, lines[line]
        column = len(text) - len(text.lstrip()) + 1
    tokens = re.finditer(r"[?$]?[\w:.-]+|\S", text)
    token = next((match for match in tokens if match.end() >= column), None)
    if token is None:
        return Fault("the query ends too early", line, column)
    return Fault(f"unexpected {token[0][:40]}", line, token.start() + 1)
