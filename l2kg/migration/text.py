"""Change terms in Turtle as it was written, so that its layout and its comments stay."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["renamed"]

# what has to be told apart: in a text or a comment no term stands
_TOKEN = re.compile(
    r'"""(?:[^\\]|\\.)*?"""'
    r"|'''(?:[^\\]|\\.)*?'''"
    r'|"(?:[^"\\\n]|\\.)*"'
    r"|'(?:[^'\\\n]|\\.)*'"
    r"|(?P<iri><[^<>\s]*>)"
    r"|#[^\n]*"
    r"|(?P<name>[A-Za-z][\w.-]*:(?:[\w-]|\.(?=[\w-]))+)",
    re.DOTALL,
)
_PREFIX = re.compile(
    r"^[ \t]*@?prefix[ \t]+([A-Za-z][\w.-]*):[ \t]*<([^<>\s]*)>",
    re.IGNORECASE | re.MULTILINE,
)


def renamed(text: str, names: Mapping[str, str]) -> str:
    r"""Write other terms for some, given by IRI; all else stays as it is.

    >>> text = "PREFIX l2: <https://w3id.org/l2kg/ontology#>\n<x> l2:old 'l2:old' . # l2:old\n"
    >>> space = "https://w3id.org/l2kg/ontology#"
    >>> print(renamed(text, {f"{space}old": f"{space}new"}).splitlines()[1])
    <x> l2:new 'l2:old' . # l2:old
    """
    spaces = dict(_PREFIX.findall(text))

    def other(found: re.Match[str]) -> str:
        if name := found["name"]:
            prefix, _, local = name.partition(":")
            space = spaces.get(prefix, "")
            iri = names.get(space + local) if space else None
            if iri is None:
                return name
            near = space and iri.startswith(space)
            return f"{prefix}:{iri.removeprefix(space)}" if near else f"<{iri}>"
        if whole := found["iri"]:
            return f"<{names.get(whole[1:-1], whole[1:-1])}>"
        return found[0]

    return _TOKEN.sub(other, text)
