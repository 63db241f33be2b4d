"""Bind variables of a query to terms, for every engine in the same way."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pyoxigraph as ox

from l2kg.errors import UsageError
from l2kg.queries.lexer import blanked

if TYPE_CHECKING:
    from collections.abc import Mapping

    from l2kg.queries.results import Term

__all__ = ["bound_text"]


def bound_text(text: str, bound: Mapping[ox.Variable, Term]) -> str:
    """Bind variables of a SELECT query by a filter at the end of its outermost group.

    Each term is written by the engine's own serialiser. Not by VALUES: Virtuoso drops it
    beside subqueries. Those rows are left of which the query says that the variable is
    the term.

    >>> bound = {ox.Variable("c"): ox.NamedNode("https://w3id.org/l2kg/case/x")}
    >>> bound_text("SELECT ?c { ?c a l2:Case } ORDER BY ?c", bound)
    'SELECT ?c { ?c a l2:Case FILTER(?c = <https://w3id.org/l2kg/case/x>) } ORDER BY ?c'

    Raises:
        UsageError: a blank node, which has no name outside its own store, or a text
            without a group.
    """
    if not bound:
        return text
    for term in bound.values():
        if not isinstance(term, ox.NamedNode | ox.Literal):
            raise UsageError(
                f"{term}: cannot be named in a query to an endpoint; give an IRI or a"
                " literal"
            )
    end = _end_of_group(text)
    filters = " ".join(f"FILTER({variable} = {term})" for variable, term in bound.items())
    return f"{text[:end].rstrip(' ')} {filters} {text[end:]}"


def _end_of_group(text: str) -> int:
    """Return where the brace stands that closes the outermost group of a query."""
    depth = {"{": 0, "(": 0}
    for found in re.finditer(r"[(){}]", blanked(text)):
        sign = found[0]
        # before WHERE, braces in parentheses are no group
        if sign == "(" or (sign == "{" and (depth["{"] or not depth["("])):
            depth[sign] += 1
        elif sign == ")":
            depth["("] -= 1
        elif sign == "}" and depth["{"]:
            depth["{"] -= 1
            if not depth["{"]:
                return found.start()
    raise UsageError("a query without a group { } has nothing to bind; use SELECT")
