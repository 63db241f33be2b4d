"""Change terms in Turtle as it was written, so that its layout and its comments stay."""

from __future__ import annotations

from typing import TYPE_CHECKING

from l2kg.turtle.tokens import PLAIN_LOCAL, tokens
from l2kg.turtle.tree import unescaped

if TYPE_CHECKING:
    from collections.abc import Mapping

    from l2kg.turtle.tokens import Token

__all__ = ["renamed"]


def renamed(text: str, names: Mapping[str, str]) -> str:
    r"""Write other terms for some, given by IRI; all else stays as it is.

    >>> text = "PREFIX l2: <https://w3id.org/l2kg/ontology#>\n<x> l2:old 'l2:old' . # l2:old\n"
    >>> space = "https://w3id.org/l2kg/ontology#"
    >>> print(renamed(text, {f"{space}old": f"{space}new"}).splitlines()[1])
    <x> l2:new 'l2:old' . # l2:old
    """
    listed = tokens(text)
    spaces: dict[str, str] = {}
    made: list[str] = []
    done = 0
    for place, token in enumerate(listed):
        if token.kind == "directive" and listed[place + 1].kind == "name":
            name, iri = listed[place + 1 : place + 3]
            spaces[name.text[:-1]] = unescaped(iri.text[1:-1])
        elif token.kind in ("iri", "name") and (new := _other(token, spaces, names)):
            made += [text[done : token.start], new]
            done = token.start + len(token.text)
    return "".join([*made, text[done:]])


def _other(
    token: Token, spaces: Mapping[str, str], names: Mapping[str, str]
) -> str | None:
    """Return what to write for a term that has another name now, under the same prefix if it can."""
    if token.kind == "iri":
        iri = names.get(unescaped(token.text[1:-1]))
        return f"<{iri}>" if iri else None
    prefix, _, local = token.text.partition(":")
    space = spaces.get(prefix, "")
    iri = names.get(space + unescaped(local))
    if iri and space and iri.startswith(space) and PLAIN_LOCAL.fullmatch(iri, len(space)):
        return f"{prefix}:{iri.removeprefix(space)}"
    return f"<{iri}>" if iri else None
