"""What is wrong with Turtle that the parser refuses, in the words of who writes it: what is missing where."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from l2kg.namespaces import CASE, PREFIXES
from l2kg.turtle.tokens import TurtleError, tokens
from l2kg.wording import did_you_mean, near_names

if TYPE_CHECKING:
    from l2kg.turtle.tokens import Token

__all__ = ["EMPTY", "fault"]

_VERBS = ("verb", "first verb", "after")
_CLOSING = {"[": "]", "(": ")"}
_ENDS = {"]": "[", ")": "("}
_LONGEST = 40  # signs of a token in a message
_BEGIN = (
    "begin it with PREFIX lines and a case, as the template does that the page Contribute"
    " of `l2kg app` offers"
)
_PREFIX = "PREFIX name: <https://...>"
_TURTLE = re.compile(
    r"^\s*(?:@?prefix|@?base|<[^?!>\s]+>|[\w-]*:\w)", re.IGNORECASE | re.MULTILINE
)
_DIRECTIVE = re.compile(r"@?prefix\b", re.IGNORECASE)
_SIGNS = {
    "\"'": (
        "a text has no end: its closing quotation mark is missing",
        "write it, or three of them at both ends of a text of several lines",
    ),
    "\u201c\u201d\u201e\u2018\u2019\u00ab\u00bb": (
        "a text stands between printed quotation marks",
        'write straight ones: "..."',
    ),
    "<": (
        "an IRI holds a blank, or another sign that none may hold",
        "write a blank as %20",
    ),
    "/&=+*?!#$%": (
        "a name holds a sign that a short name cannot",
        "write the whole IRI between < and >",
    ),
}
EMPTY = TurtleError("the file is empty", 1, _BEGIN)


def fault(text: str) -> TurtleError | None:
    r"""Return the first fault that the tokens of a refused text show; None where they look sound.

    >>> fault("<urn:a> a <urn:b>\n <urn:c> 1 .").wrong
    'a ; is missing behind <urn:b>'
    """
    try:
        return _Walk(tokens(text), text).first()
    except TurtleError as error:
        return _of_sign(text, error)


def _of_sign(text: str, error: TurtleError) -> TurtleError:
    """Say of what is no token what its writer meant by it."""
    place = error.place or 0
    line = text.splitlines()[(error.line or 1) - 1].strip()
    if not _TURTLE.search(text) or line.startswith(("<!", "<?")):
        return _prose(line, error.line)
    if _DIRECTIVE.match(line):
        return TurtleError("PREFIX is not whole", error.line, f"write {_PREFIX}")
    for signs, (wrong, remedy) in _SIGNS.items():
        if text[place] in signs:
            return TurtleError(wrong, error.line, remedy)
    return error


def _prose(found: str, line: int | None) -> TurtleError:
    return TurtleError(f"this is text and no Turtle ({found[:_LONGEST]})", line, _BEGIN)


@dataclass(slots=True)
class _Frame:
    """A statement, or a pair of brackets within one, and what it wants next."""

    opening: str = ""
    wants: str = "subject"
    verb: str = ""


@dataclass(slots=True)
class _Walk:
    """A walk over tokens as far as the first that does not stand right."""

    tokens: list[Token]
    text: str
    at: int = 0
    spaces: set[str] = field(default_factory=set)
    frames: list[_Frame] = field(default_factory=lambda: [_Frame()])

    def first(self) -> TurtleError | None:
        while self.at < len(self.tokens):
            token = self.tokens[self.at]
            wrong = self._step(token)
            if wrong is not None:
                return wrong
            self.at += 1
        return None

    @property
    def _frame(self) -> _Frame:
        return self.frames[-1]

    @property
    def _before(self) -> Token:
        return self.tokens[max(self.at - 1, 0)]

    def _step(self, token: Token) -> TurtleError | None:
        if token.kind == "end":
            return self._end()
        if token.kind == "directive":
            return self._directive(token)
        verb = token.text == "a" and self._frame.wants in _VERBS
        if token.kind == "word" and not verb and token.text not in ("true", "false"):
            return self._word(token)
        if token.kind == "name" and (wrong := self._undeclared(token)):
            return wrong
        if token.text == "^^" or token.kind == "language":
            if self._before.kind != "string":
                return TurtleError(
                    f"{token.text} stands behind no text",
                    token.line,
                    "put the value between quotation marks",
                )
            self.at += token.text == "^^"
            return self._undeclared(self.tokens[self.at])
        return self._mark(token) if token.kind == "mark" else self._term(token)

    def _directive(self, token: Token) -> TurtleError | None:
        """Read `PREFIX name: <iri>`, or a base."""
        if self._frame.wants != "subject":
            return self._open_statement(token.line)
        after = [*self.tokens[self.at + 1 : self.at + 4], self.tokens[-1]]
        is_prefix = token.text.lower().endswith("prefix")
        form = _PREFIX if is_prefix else "BASE <https://...>"
        iri = after[1] if is_prefix and len(after) > 1 else after[0]
        sound = iri.kind == "iri"
        if is_prefix:
            sound = sound and after[0].kind == "name" and after[0].text.endswith(":")
        if not sound:
            return TurtleError(f"{token.text} is not whole", token.line, f"write {form}")
        if is_prefix:
            self.spaces.add(after[0].text[:-1])
        self.at += 2 if is_prefix else 1
        dotted = self.tokens[self.at + 1].text == "."
        if dotted and not token.text.startswith("@"):
            return TurtleError(
                f"a dot stands behind {token.text}", token.line, "take it away"
            )
        if token.text.startswith("@") and not dotted:
            return TurtleError(
                f"a dot is missing behind {token.text}", token.line, f"or write {form}"
            )
        self.at += dotted
        return None

    def _undeclared(self, token: Token) -> TurtleError | None:
        prefix = token.text.partition(":")[0]
        if token.kind != "name" or prefix in self.spaces:
            return None
        wrong = f"the prefix {prefix}: is not declared"
        if prefix in PREFIXES or not prefix:
            space = PREFIXES.get(prefix, f"{CASE}SLUG#")
            line = f"PREFIX {prefix}: <{space}>"
            return TurtleError(wrong, token.line, f"add {line} at the head of the file")
        near = near_names(prefix, sorted(self.spaces | set(PREFIXES)))
        return TurtleError(
            wrong + did_you_mean(f"{one}:" for one in near if one),
            token.line,
            "mend it, or declare it at the head of the file",
        )

    def _word(self, token: Token) -> TurtleError:
        if not self.spaces and not self.at:
            line = self.text.splitlines()[token.line - 1].strip()
            return _prose(line, token.line)
        name = self._frame.wants == "verb"
        remedy = (
            f"write it with one, such as l2:{token.text}"
            if name
            else f'write it with one, or a text between quotation marks: "{token.text}"'
        )
        return TurtleError(f"{token.text} has no prefix", token.line, remedy)

    def _mark(self, token: Token) -> TurtleError | None:
        frame, sign = self._frame, token.text
        if sign in _CLOSING:
            wrong = self._term(token)
            self.frames.append(_Frame(sign, "verb" if sign == "[" else "member"))
            return wrong
        if sign in _ENDS:
            return self._close(token)
        if frame.opening == "(" or (sign == "." and frame.opening):
            return TurtleError(
                f"a {_CLOSING[frame.opening]} is missing before this {sign}",
                token.line,
                "write it",
            )
        if frame.wants == "object":
            return TurtleError(
                f"{frame.verb} has no value before this {sign}", token.line, "write one"
            )
        if frame.wants == "subject" or (frame.wants == "first verb"):
            return TurtleError(
                f"a {sign} stands where a statement begins"
                if frame.wants == "subject"
                else f"nothing is said of {self._before.text[:_LONGEST]}",
                token.line,
                "take it away, or write what is missing before it",
            )
        if sign == "," and frame.wants == "verb":
            return TurtleError(
                "a , stands where a property is wanted", token.line, "take it away"
            )
        frame.wants = {".": "subject", ";": "verb", ",": "object"}[sign]
        return None

    def _close(self, token: Token) -> TurtleError | None:
        frame = self._frame
        if frame.opening != _ENDS[token.text]:
            return TurtleError(
                f"nothing is open that this {token.text} could close",
                token.line,
                "take it away",
            )
        if frame.wants == "object":
            return TurtleError(
                f"{frame.verb} has no value before this {token.text}",
                token.line,
                "write one",
            )
        self.frames.pop()
        return None

    def _term(self, token: Token) -> TurtleError | None:
        frame = self._frame
        is_name = token.kind in ("iri", "name") or token.text == "a"
        if frame.wants == "member":
            return None
        if frame.wants == "after":
            return self._not_ended(token, is_name=is_name)
        if frame.wants in _VERBS:
            if self._begins(token) and self.tokens[self.at + 1].text == "a":
                return self._open_statement(token.line)
            if not is_name:
                return TurtleError(
                    f"a property is wanted where {token.text[:_LONGEST]} stands",
                    token.line,
                    "write one before it, or put a comma between two values",
                )
            frame.wants, frame.verb = "object", token.text
        elif frame.wants == "object":
            frame.wants = "after"
        elif is_name or token.kind in ("blank", "mark"):
            frame.wants = "verb" if token.text == "[" else "first verb"
        else:
            return TurtleError(
                f"a statement begins with {token.text[:_LONGEST]}, which is no name",
                token.line,
                "begin it with what it is about",
            )
        return None

    def _not_ended(self, token: Token, *, is_name: bool) -> TurtleError:
        """Say which sign is missing between a value and what follows it."""
        before = self._before
        value = before.text[:_LONGEST]
        if before.kind == token.kind == "number" and before.end == token.start:
            return TurtleError(
                f"a date without quotation marks ({value}{token.text} ...)",
                token.line,
                'write it such as "1978-03-30"^^edtf:EDTF',
            )
        if self._begins(token):
            sign, remedy = ".", "end the statements on a thing with a dot"
        elif is_name:
            sign, remedy = ";", "end each statement with a semicolon"
        else:
            sign, remedy = ",", "put a comma between two values"
        return TurtleError(f"a {sign} is missing behind {value}", before.line, remedy)

    def _begins(self, token: Token) -> bool:
        """Tell whether a token looks like the beginning of a statement: it is the first on its line."""
        first = token.start == 0 or self.text[token.start - 1] in "\r\n"
        return first and not self._frame.opening

    def _open_statement(self, line: int) -> TurtleError:
        return TurtleError(
            f"a . is missing behind {self._before.text[:_LONGEST]}",
            self._before.line if self.at else line,
            "end the statements on a thing with a dot",
        )

    def _end(self) -> TurtleError | None:
        if self._frame.opening:
            sign = _CLOSING[self._frame.opening]
            return TurtleError(
                f"a {sign} is missing: the file ends before it", None, "write it"
            )
        sound = self._frame.wants == "subject"
        return None if sound else self._open_statement(self._before.line)
