"""Signs that nobody sees, and addresses that are none: what a text or an IRI may not hold."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pyoxigraph as ox

from l2kg.namespaces import XSD
from l2kg.turtle.tree import unescaped

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["hidden_sign", "lines_with_hidden_signs", "line_of_iri", "odd_address"]

# Control characters, soft hyphens, fillers, marks and overrides of direction, signs of no width, tags
_HIDDEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e"
    "\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\u3164\ufeff\uffa0\ufff9-\uffff"
    "\U000e0000-\U000e0fff]"
    # what joins letters is right between those of scripts that need it, and between pictures
    "|(?<![\u0600-\u0dff\u0e00-\u109f\u1780-\u18af\u2600-\u27bf\ufe0f\U0001f000-\U0001faff])[\u200c\u200d]"
)
_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*):")
_KNOWN = {
    *(
        "http",
        "https",
        "urn",
        "doi",
        "info",
        "hdl",
        "ark",
        "mailto",
        "tag",
        "geo",
        "isbn",
    ),
    *("did", "ni"),
}
_SHOWN = 60  # signs of an address in a message


def hidden_sign(text: str) -> str | None:
    r"""Name the first sign of a text that nobody sees, or that turns round what follows.

    >>> hidden_sign("deal\u202e"), hidden_sign("a\u200bb"), hidden_sign("مي‌شود"), hidden_sign("é")
    ('U+202E', 'U+200B', None, None)
    """
    found = _HIDDEN.search(text)
    return f"U+{ord(found[0]):04X}" if found else None


def odd_address(term: object) -> str | None:
    """Return of an IRI, or of a literal that stands for one, what is no address or name for readers.

    >>> odd_address(ox.NamedNode("javascript:alert(1)")), odd_address(ox.NamedNode("urn:isbn:1"))
    ('javascript:alert(1)', None)
    """
    if isinstance(term, ox.NamedNode) or (
        isinstance(term, ox.Literal) and term.datatype.value == f"{XSD}anyURI"
    ):
        scheme = _SCHEME.match(term.value.strip())
        if scheme is not None and scheme[1].lower() not in _KNOWN:
            return term.value[:_SHOWN]
    return None


def line_of_iri(text: str, iri: str, start: int) -> int | None:
    """Return the line on which an IRI is first written out in a text, from a line on."""
    for number, line in enumerate(text.split("\n"), 1):
        if number >= start and f"<{iri}>" in unescaped(line):
            return number
    return None


def lines_with_hidden_signs(text: str) -> Iterator[tuple[int, str]]:
    """Yield the lines of a text that hold a sign that nobody sees, each with its name."""
    if _HIDDEN.search(text.replace("\n", " ")):
        for number, line in enumerate(text.split("\n"), 1):
            if sign := hidden_sign(line):
                yield number, sign
