"""The tokens of a SPARQL query, each with its place: how the grammar of SPARQL 1.1 reads it.

It is for messages and for finding out what a query names. What a stranger's query may do is
decided in `l2kg.queries.guard`, by a reading that trusts no token.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Literal

from l2kg.namespaces import PREFIXES

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

__all__ = [
    "CutName",
    "Kind",
    "Token",
    "cut_names",
    "declared",
    "escaped_dots",
    "before_escaping",
    "iri_of",
    "line_and_column",
    "prefixes_of",
    "tokens",
    "unquoted",
]

Kind = Literal[
    "iri", "name", "blank", "variable", "text", "language", "number", "word", "comment",
    "sign", "broken",
]  # fmt: skip
_ESCAPE = r"\\[_~.\-!$&'()*+,;=/?\#@%]"
_LOCAL = (
    rf"(?:[\w:]|%[0-9A-Fa-f]{{2}}|{_ESCAPE})(?:[\w:.-]|%[0-9A-Fa-f]{{2}}|{_ESCAPE})*+"
)
_TOKEN = re.compile(
    rf"""
    (?P<text>\"{{3}}(?:\"{{0,2}}+(?:[^\"\\]|\\.))*+\"{{3}}
           | '{{3}}(?:'{{0,2}}+(?:[^'\\]|\\.))*+'{{3}}
           | \"(?!\"\")(?:[^\"\\\n\r]|\\.)*+\" | '(?!'')(?:[^'\\\n\r]|\\.)*+'
           | \"\" | '')
  | (?P<comment>\#[^\n\r]*+)
  | (?P<iri><[^<>\"{{}}|^`\\\x00-\x20]*+>)
  | (?P<variable>[?$]\w++)
  | (?P<language>@[A-Za-z]++(?:-[A-Za-z0-9]++)*+)
  | (?P<blank>_:\w(?:[\w.-]*\w)?)
  | (?P<name>(?:[^\W\d_](?:[\w.-]{{0,99}}+(?<![.]))?)?:(?:{_LOCAL})?)
  | (?P<number>(?:\d++(?:\.\d*+)?|\.\d++)(?:[eE][+-]?\d++)?)
  | (?P<word>[^\W\d]\w*+)
  | (?P<broken>\"\"\".*+|'''.*+|\"[^\n\r]*+|'[^\n\r]*+)
  | (?P<sign>\^\^|&&|\|\||<=|>=|!=|\S)
    """,
    re.VERBOSE | re.DOTALL,
)
_ESCAPED = {"t": "\t", "n": "\n", "r": "\r", "b": "\b", "f": "\f"}
_ENDING_DOTS = re.compile(r"(?<!\\)\.+$")


@dataclass(frozen=True, slots=True)
class Token:
    """A token of a query: its kind, its text as written, and where it begins."""

    kind: Kind
    text: str
    start: int

    @property
    def end(self) -> int:
        """Return the place behind the token."""
        return self.start + len(self.text)

    def says(self, *words: str) -> bool:
        """Tell whether the token is one of some keywords, whatever the case of its letters."""
        return self.kind == "word" and self.text.upper() in words


def tokens(query: str) -> list[Token]:
    """Read a query into tokens; what belongs to none is a sign, or broken where a text has no end.

    >>> [token.text for token in tokens("ASK { ?s l2:a.b <urn:x:y> . } # all")]
    ['ASK', '{', '?s', 'l2:a.b', '<urn:x:y>', '.', '}', '# all']
    """
    found: list[Token] = []
    place = 0
    while match := _TOKEN.search(query, place):
        kind, text = match.lastgroup or "sign", match[0]
        if kind == "name":  # a dot at its end belongs to the sentence
            text = _ENDING_DOTS.sub("", text)
        elif kind == "number" and text.endswith("."):
            text = text[:-1]
        found.append(Token(kind, text, match.start()))  # type: ignore[arg-type]
        place = match.start() + len(text)
    return found


def line_and_column(query: str, offset: int) -> tuple[int, int]:
    r"""Return the line and the column of a place in a query, both counted from 1.

    >>> line_and_column("ASK {\n ?s", 7)
    (2, 2)
    """
    before = query[:offset]
    return before.count("\n") + 1, len(before) - before.rfind("\n")


def prefixes_of(found: Sequence[Token]) -> dict[str, str]:
    """Return the prefixes that hold in a query: ours, and those that it declares itself."""
    return PREFIXES | declared(found)


def declared(found: Sequence[Token]) -> dict[str, str]:
    """Return the prefixes that a query declares itself."""
    spaces = {}
    for at, token in enumerate(found[:-2]):
        name, iri = found[at + 1], found[at + 2]
        if token.says("PREFIX") and name.kind == "name" and iri.kind == "iri":
            spaces[name.text[:-1]] = iri.text[1:-1]
    return spaces


def iri_of(token: Token, spaces: Mapping[str, str]) -> str | None:
    r"""Return the IRI that a token names, or None where it names none or its prefix is unknown.

    >>> iri_of(Token("name", "case:tiny\\#talks", 0), PREFIXES)
    'https://w3id.org/l2kg/case/tiny#talks'
    """
    if token.kind == "iri":
        return token.text[1:-1]
    prefix, colon, local = token.text.partition(":")
    if token.kind != "name" or not colon or prefix not in spaces:
        return None
    return spaces[prefix] + re.sub(r"\\(.)", r"\1", local)


@dataclass(frozen=True, slots=True)
class CutName:
    """An abbreviated name that a # cuts, and what stands behind it, which is read as a comment."""

    token: Token
    rest: str
    iri: str

    @property
    def forms(self) -> tuple[str, str]:
        """Return the two ways in which the whole name can be written."""
        return f"<{self.iri}{self.rest}>", f"{self.token.text}\\{self.rest}"

    @property
    def message(self) -> str:
        """Say what is wrong, and how it is written."""
        name = f"{self.token.text}{self.rest}"
        return f"a comment begins at the # in {name}: write {' or '.join(self.forms)}"


def cut_names(found: Sequence[Token]) -> Iterator[CutName]:
    r"""Yield the abbreviated names whose rest is a comment.

    >>> [one.forms[1] for one in cut_names(tokens("ASK { case:tiny#talks ?p ?o"))]
    ['case:tiny\\#talks']
    """
    spaces = prefixes_of(found)
    for name, comment in pairwise(found):
        rest = re.match(r"#[\w-]+", comment.text) if comment.kind == "comment" else None
        iri = iri_of(name, spaces) if name.kind == "name" else None
        if rest and iri and name.end == comment.start:
            yield CutName(name, rest[0], iri)


def escaped_dots(query: str) -> tuple[str, list[int]]:
    r"""Write the dots inside abbreviated names with a backslash, which means the same.

    The engine takes `ec:1.1.1` for a name and two sentences. The places at which a sign
    was put in are given beside, counted in the text that comes back.

    >>> escaped_dots("ASK { ?s ?p ec:1.1 . }")
    ('ASK { ?s ?p ec:1\\.1 . }', [16])
    """
    parts: list[str] = []
    places: list[int] = []
    last = 0
    for token in tokens(query):
        if token.kind != "name":
            continue
        begin = token.start + token.text.index(":")
        for dot in re.finditer(r"(?<!\\)\.", query[begin : token.end]):
            parts.append(query[last : begin + dot.start()])
            last = begin + dot.start()
            places.append(last + len(places))
    return "\\".join([*parts, query[last:]]), places


def before_escaping(offset: int, places: Sequence[int]) -> int:
    """Return which place of a query became a place of what `escaped_dots` made of it."""
    return offset - bisect_right(places, offset - 1)


def unquoted(text: str) -> str:
    r"""Return what a text between quotation marks says.

    >>> unquoted("'''it's \\\\ here\\n'''")
    "it's \\ here\n"
    """
    marks = 3 if text[:3] in ('"""', "'''") and len(text) > 5 else 1
    inner = text[marks:-marks]
    return re.sub(r"\\(.)", lambda found: _ESCAPED.get(found[1], found[1]), inner)
