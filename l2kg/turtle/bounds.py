"""What a file of RDF may have of depth and length, looked at before any parser reads it.

A parser keeps what it has opened on its stack and a token in a buffer: what is deep or long
enough ends the process, and no error is left to tell of it.
"""

from __future__ import annotations

import re

from l2kg.turtle.tokens import TurtleError

__all__ = ["DEEPEST", "LONGEST_IRI", "LONGEST_TEXT", "require_bounded"]

DEEPEST = 100  # brackets within one another
LONGEST_IRI = 2048  # signs, as browsers and servers still take
LONGEST_TEXT = 2**16  # signs of a literal

_OPENING = ("<<", "[", "(", "{")
_LONG_QUOTES = ('"""', "'''")
_SIGN = re.compile(
    r"""
    (?P<text>\"{3}(?:\"{0,2}+(?:[^\"\\]|\\.))*+(?:\"{3})?+ | '{3}(?:'{0,2}+(?:[^'\\]|\\.))*+(?:'{3})?+
      | \"(?:[^\"\\\r\n]|\\.)*+\"?+ | '(?:[^'\\\r\n]|\\.)*+'?+)
  | \#[^\r\n]*+
  | \\.
  | (?P<iri><(?!<)[^<>\"{}|^`\x00-\x20]*+>?+)
  | (?P<open><<\(? | [\[({])
  | (?P<close>\)?>> | [\])}])
""",
    re.VERBOSE | re.DOTALL,
)


def require_bounded(
    text: str, *, iri: int = LONGEST_IRI, literal: int = LONGEST_TEXT
) -> None:
    r"""Refuse what is too deep or too long for a parser of Turtle, TriG, N-Triples or N-Quads.

    An IRI, and a literal, may have so many signs.

    Raises:
        TurtleError: it is; the error knows the line.

    >>> require_bounded('<urn:a> <urn:b> ("(" [] <<( <urn:a> <urn:b> 1 )>>) .')
    >>> require_bounded("\n" + "(" * 101)
    Traceback (most recent call last):
    l2kg.turtle.tokens.TurtleError: line 2: more than 100 brackets within one another; give the nodes labels
    """
    if _is_plain(text, iri, literal):
        return
    depth = 0
    for found in _SIGN.finditer(text):
        kind = found.lastgroup
        if kind == "open":
            depth += 1
            if depth > DEEPEST:
                raise TurtleError(
                    f"more than {DEEPEST} brackets within one another",
                    _line(text, found.start()),
                    "give the nodes labels",
                )
        elif kind == "close":
            depth -= 1
        elif kind == "text" and len(found[0]) > literal:
            raise _too_long(text, found, "a text", literal, "shorten it")
        elif kind == "iri" and len(found[0]) > iri:
            raise _too_long(text, found, "an IRI", iri, "write a shorter one")
    _require_short_names(text, iri)


def _is_plain(text: str, iri: int, literal: int) -> bool:
    """Tell, without reading the signs one by one, that nothing in a text can be deep or long."""
    return (
        sum(map(text.count, _OPENING)) <= DEEPEST
        and max(map(len, text.splitlines()), default=0) <= iri
        and (len(text) <= literal or not any(map(text.count, _LONG_QUOTES)))
    )


def _require_short_names(text: str, most: int) -> None:
    word = re.compile(rf"[^\s<>\[\](){{}}\"'#]{{{most + 1},}}+")
    if word.search(text):
        hidden = _SIGN.sub(lambda found: re.sub(r"[^\r\n]", " ", found[0]), text)
        if found := word.search(hidden):
            raise _too_long(hidden, found, "a name", most, "shorten it")


def _too_long(
    text: str, found: re.Match[str], name: str, most: int, remedy: str
) -> TurtleError:
    wrong = f"{name} of {len(found[0])} signs, where at most {most} are read"
    return TurtleError(wrong, _line(text, found.start()), remedy)


def _line(text: str, place: int) -> int:
    return len(re.findall(r"\r\n|\n|\r", text[:place])) + 1
