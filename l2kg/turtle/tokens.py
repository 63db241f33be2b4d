"""The tokens of Turtle, each with the comments that stand before it and behind it."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from l2kg.errors import InputError
from l2kg.findings import Finding

if TYPE_CHECKING:
    from pathlib import Path

__all__ = [
    "PLAIN_LOCAL",
    "Comment",
    "Token",
    "TurtleError",
    "comments",
    "line_end",
    "tokens",
]

_LETTER = (  # PN_CHARS_BASE of the grammar
    "A-Za-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u02ff\u0370-\u037d\u037f-\u1fff\u200c-\u200d"
    "\u2070-\u218f\u2c00-\u2fef\u3001-\ud7ff\uf900-\ufdcf\ufdf0-\ufffd\U00010000-\U000effff"
)
_INNER = rf"{_LETTER}_0-9\-\u00b7\u0300-\u036f\u203f-\u2040"
_PREFIX = rf"[{_LETTER}](?:[{_INNER}.]*[{_INNER}])?"
_ESCAPED = r"%[0-9A-Fa-f]{2}|\\[_~.\-!$&'()*+,;=/?#@%]"
_LOCAL = rf"(?:[{_LETTER}_:0-9]|{_ESCAPED})(?:(?:[{_INNER}.:]|{_ESCAPED})*(?:[{_INNER}:]|{_ESCAPED}))?"
PLAIN_LOCAL = re.compile(
    rf"(?:[{_LETTER}_0-9](?:[{_INNER}.]*[{_INNER}])?)?"
)  # what needs no escape
_TOKEN = re.compile(
    rf"""
    (?P<space>[ \t\r\n]+)
  | (?P<comment>\#[^\r\n]*)
  | (?P<string>\"{{3}}(?:\"{{0,2}}(?:[^\"\\]|\\.))*\"{{3}} | '{{3}}(?:'{{0,2}}(?:[^'\\]|\\.))*'{{3}}
      | \"(?:[^\"\\\r\n]|\\.)*\" | '(?:[^'\\\r\n]|\\.)*')
  | (?P<later><<\(? | \)?>> | \{{\| | \|\}} | ~ | @[A-Za-z]+(?:-[A-Za-z0-9]+)*--[A-Za-z]+
      | (?:@version|version)(?=\s*['\"]))
  | (?P<iri><(?:[^\x00-\x20<>\"{{}}|^`\\]|\\u[0-9A-Fa-f]{{4}}|\\U[0-9A-Fa-f]{{8}})*>)
  | (?P<directive>@prefix\b | @base\b | (?:prefix|base)(?=[\s\#<])(?!:))
  | (?P<language>@[A-Za-z]+(?:-[A-Za-z0-9]+)*)
  | (?P<blank>_:[{_LETTER}_0-9](?:[{_INNER}.]*[{_INNER}])?)
  | (?P<name>(?:{_PREFIX})?:(?:{_LOCAL})?)
  | (?P<number>[+-]?(?:[0-9]+\.[0-9]*[eE][+-]?[0-9]+ | \.?[0-9]+[eE][+-]?[0-9]+ | [0-9]*\.[0-9]+ | [0-9]+))
  | (?P<word>[A-Za-z]+)
  | (?P<mark>\^\^ | [.;,()\[\]])
""",
    re.VERBOSE | re.DOTALL | re.IGNORECASE,
)
_BREAK = re.compile(r"\r\n|\n|\r")


class TurtleError(InputError):
    """Turtle that cannot be read, or cannot be laid out without a change; it may know where."""

    def __init__(
        self,
        wrong: str,
        line: int | None = None,
        remedy: str = "",
        place: int | None = None,
    ) -> None:
        where = f"line {line}: " if line else ""
        super().__init__(f"{where}{wrong}" + (f"; {remedy}" if remedy else ""))
        self.wrong = wrong
        self.line = line
        self.remedy = remedy
        self.place = place

    def finding(self, file: Path) -> Finding:
        """Return the error as what a check found in a file."""
        remedy = self.remedy or "mend the Turtle there; the fault may lie just before it"
        said = f"{remedy[0].upper()}{remedy[1:]}."
        return Finding("error", self.wrong, said, file, self.line, rule="syntax")


@dataclass(frozen=True, slots=True)
class Comment:
    """A comment on a line of its own: its text with the sign, and whether a blank line stands before it."""

    text: str
    after_gap: bool


@dataclass(slots=True)
class Token:
    """A token: its kind, its text, its line, counted from one, where it begins, and its comments.

    `lead` are those on lines of their own before it, `gap` tells whether a blank line
    stands between the last of them and the token, `trail` is the one behind it, on its line.
    """

    kind: str
    text: str
    line: int
    start: int
    lead: list[Comment] = field(default_factory=list)
    gap: bool = False
    trail: str | None = None

    @property
    def end(self) -> int:
        """Return the place behind the token."""
        return self.start + len(self.text)


def tokens(text: str) -> list[Token]:
    """Return the tokens of a text, the last of them the empty one of the kind `end`.

    Raises:
        TurtleError: something is no token of Turtle.

    >>> [(one.kind, one.trail) for one in tokens("<a> a <b#c> . # d")]
    [('iri', None), ('word', None), ('iri', None), ('mark', '# d'), ('end', None)]
    """
    starts = [found.end() for found in _BREAK.finditer(text)]
    made: list[Token] = []
    lead: list[Comment] = []
    place, busy = 0, 0  # busy: the line on which the last token or comment ended
    while place < len(text):
        found = _TOKEN.match(text, place)
        line = bisect_right(starts, place) + 1
        if found is None or found.lastgroup is None:
            wrong = f"not Turtle from {text[place : place + 20]!r} on"
            raise TurtleError(wrong, line, place=place)
        place = found.end()
        if found.lastgroup == "comment":
            comment = found[0].rstrip(" \t")
            if made and busy == line:
                made[-1].trail = comment
            else:
                lead.append(Comment(comment, line > busy + 1))
            busy = line
        elif found.lastgroup != "space":
            gap = line > busy + 1
            made.append(Token(found.lastgroup, found[0], line, found.start(), lead, gap))
            lead, busy = [], bisect_right(starts, place) + 1
    made.append(Token("end", "", len(starts) + 1, place, lead, gap=True))
    return made


def comments(text: str) -> list[str]:
    """Return all comments of a text, in order of their lines, without blanks at their ends."""
    found = []
    for token in tokens(text):
        found += [comment.text for comment in token.lead]
        found += [token.trail] if token.trail else []
    return found


def line_end(text: str) -> str:
    r"""Return what ends the lines of a text: `\r\n` where it ends each of them, else `\n`.

    What lies inside of a literal does not count.
    """
    found = set()
    for one in _TOKEN.finditer(text):
        if one.lastgroup == "space":
            found.update(_BREAK.findall(one[0]))
    return "\r\n" if found == {"\r\n"} else "\n"
