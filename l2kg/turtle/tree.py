"""Turtle as it was written: subjects with their statements, their comments, and the names in use."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from l2kg.namespaces import RDF
from l2kg.turtle.bounds import DEEPEST
from l2kg.turtle.tokens import TurtleError, tokens

if TYPE_CHECKING:
    from l2kg.turtle.tokens import Comment, Token

__all__ = [
    "Blank",
    "Block",
    "Collection",
    "Document",
    "Iri",
    "Item",
    "Literal",
    "Nested",
    "Prefix",
    "Term",
    "is_absolute",
    "parsed",
    "unescaped",
]

_ESCAPE = re.compile(r"\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|(.))", re.DOTALL)
_LETTERS = {"t": "\t", "b": "\b", "n": "\n", "r": "\r", "f": "\f"}
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")
_RELATIVE = "write the whole IRI"

Group = list[str]  # comments on lines that follow one another


@dataclass(frozen=True, slots=True)
class Iri:
    """An IRI; one that is relative is `written` as it was, and known by that alone."""

    value: str
    written: str | None = None


@dataclass(frozen=True, slots=True)
class Blank:
    """A blank node with a label."""

    label: str


@dataclass(frozen=True, slots=True)
class Literal:
    """A literal: what stands between its quotes as it was written, the quotes, and what follows them.

    A number or truth value in its short form has no quotes.
    """

    body: str
    quotes: str
    language: str = ""
    datatype: Iri | None = None


@dataclass(slots=True)
class Item:
    """A statement of a subject, or a member of a collection, which has no verb."""

    verb: Iri | None
    value: Term
    lead: list[str] = field(default_factory=list)
    trail: str | None = None

    def add(self, lead: list[str], trail: str | None) -> None:
        """Add comments; a second one that stood behind the statement comes before it."""
        self.lead += lead
        if trail and self.trail:
            self.lead.append(trail)
        elif trail:
            self.trail = trail


@dataclass(slots=True)
class Nested:
    """A blank node in square brackets; `last` are the comments before its end."""

    items: list[Item]
    trail: str | None
    last: list[str]


@dataclass(slots=True)
class Collection:
    """A collection; `last` are the comments before its end."""

    items: list[Item]
    trail: str | None
    last: list[str]


Term = Iri | Blank | Literal | Nested | Collection


@dataclass(slots=True)
class Block:
    """What is said of a subject, and the comments: before it, behind it, before its end, behind its end."""

    subject: Term
    items: list[Item]
    lead: list[Group]
    trail: str | None
    last: list[str]
    end: str | None


@dataclass(slots=True)
class Prefix:
    """The declaration of a prefix, or of the base, which has no name."""

    name: str | None
    iri: str
    line: int
    trails: list[str]


@dataclass(slots=True)
class Document:
    """A file: its prefixes, its subjects, and the comments at its head and at its end."""

    head: list[Group] = field(default_factory=list)
    prefixes: list[Prefix] = field(default_factory=list)
    blocks: list[Block] = field(default_factory=list)
    tail: list[Group] = field(default_factory=list)


def is_absolute(iri: str) -> bool:
    """Tell whether an IRI begins with a scheme."""
    return _SCHEME.match(iri) is not None


def unescaped(text: str) -> str:
    r"""Return what a text with the escapes of Turtle stands for.

    >>> unescaped(r"a\tb\u00e9\-")
    'a\tbé-'
    """
    return _ESCAPE.sub(
        lambda found: (
            _LETTERS.get(found[3], found[3])
            if found[3]
            else chr(int(found[1] or found[2], 16))
        ),
        text,
    )


def inside(text: str) -> tuple[str, str]:
    """Return the quotes of a string in Turtle, and what stands between them, escapes and all.

    >>> inside("'a'"), inside("110")
    (("'", 'a'), ('', '110'))
    """
    quotes = next((q for q in ('"""', "'''", '"', "'") if text.startswith(q)), "")
    return quotes, text[len(quotes) : len(text) - len(quotes)]


def parsed(text: str) -> Document:
    """Read Turtle that a parser has accepted.

    Raises:
        TurtleError: it has what cannot be laid out: RDF 1.2, or relative IRIs whose
            meaning hangs on the order of the lines.
    """
    return _Reader(tokens(text)).document()


def _groups(lead: list[Comment]) -> list[Group]:
    """Return comments as blocks, a new one after each blank line."""
    found: list[Group] = []
    for comment in lead:
        if comment.after_gap or not found:
            found.append([])
        found[-1].append(comment.text)
    return found


class _Reader:
    """Reads tokens, and keeps the comments of those that it took until somebody wants them."""

    def __init__(self, listed: list[Token]) -> None:
        self._tokens = listed
        self._place = 0
        self._loose: list[str] = []
        self._trail: str | None = None
        self._made = Document()
        self._spaces: dict[str, str] = {}
        self._depth = 0
        self._relative = False  # whether anything hung on the base so far

    def document(self) -> Document:
        made = self._made
        waiting: list[Group] = []
        while self._next.kind != "end":
            first = self._next
            groups, gap, first.lead = _groups(first.lead), first.gap, []
            if first.kind == "directive":
                self._directive()
                (waiting if made.blocks else made.head).extend(groups)
                continue
            if not made.blocks and not made.prefixes:  # a block of comments apart
                apart = len(groups) if gap else len(groups) - 1
                made.head, groups = groups[: max(apart, 0)], groups[max(apart, 0) :]
            made.blocks.append(self._block([*waiting, *groups]))
            waiting = []
        made.tail = [*waiting, *_groups(self._next.lead)]
        return made

    @property
    def _next(self) -> Token:
        return self._tokens[self._place]

    def _take(self) -> Token:
        token = self._next
        if token.kind == "later":
            raise TurtleError(
                f"{token.text} is of RDF 1.2, for which there is no layout",
                token.line,
                "write the statement as a node of its own",
            )
        if token.kind == "end":
            raise TurtleError("the file ends too early", token.line)
        self._place += 1
        self._loose += [self._trail] if self._trail else []
        self._loose += [comment.text for comment in token.lead]
        self._trail = token.trail
        return token

    def _comments(self) -> tuple[list[str], str | None]:
        """Hand out the comments of the tokens taken: those among them, and the one behind them."""
        found = self._loose, self._trail
        self._loose, self._trail = [], None
        return found

    def _directive(self) -> None:
        kind = self._take()
        name = None
        if kind.text.lower().endswith("prefix"):
            name = self._take().text[:-1]
        iri = unescaped(self._take().text[1:-1])
        if kind.text.startswith("@"):
            self._take()
        lead, trail = self._comments()
        declared = Prefix(name, iri, kind.line, [*lead, *([trail] if trail else [])])
        if name is None:
            self._check_base(declared)
        else:
            self._check_prefix(name, iri, kind.line)
        self._made.prefixes.append(declared)

    def _check_base(self, new: Prefix) -> None:
        old = next((one for one in self._made.prefixes if one.name is None), None)
        if old and old.iri != new.iri:
            raise TurtleError(
                f"a second base, after that of line {old.line}", new.line, _RELATIVE
            )
        if old is None and self._relative:
            raise TurtleError(
                "the base stands below relative IRIs, which it would change",
                new.line,
                "move it to the head of the file",
            )

    def _check_prefix(self, name: str, iri: str, line: int) -> None:
        before = self._spaces.get(name, iri)
        if before != iri and not (is_absolute(before) and is_absolute(iri)):
            raise TurtleError(
                f"the prefix {name}: is relative and declared twice", line, _RELATIVE
            )
        self._relative = self._relative or not is_absolute(iri)
        self._spaces[name] = iri

    def _block(self, lead: list[Group]) -> Block:
        subject = self._term()
        more, trail = self._comments()
        lead = [*lead, more] if more else lead
        items = self._items()
        self._take()
        last, end = self._comments()
        if isinstance(subject, Nested) and subject.items:
            inner = [*subject.last, *([trail] if trail else [])]
            (items[0].lead if items else last)[:0] = inner
            items = [*subject.items, *items]
            subject, trail = Nested([], None, []), subject.trail
        return Block(subject, items, lead, trail, last, end)

    def _items(self) -> list[Item]:
        """Read statements as far as the mark that ends them, which is not taken."""
        items: list[Item] = []
        while self._next.text not in (".", "]"):
            verb = self._verb()
            while True:
                value = self._term()
                items.append(Item(verb, value, *self._comments()))
                if self._next.text != ",":
                    break
                self._take()
                items[-1].add(*self._comments())
            while self._next.text == ";":
                self._take()
                items[-1].add(*self._comments())
        return items

    def _verb(self) -> Iri:
        if self._next.text == "a":
            self._take()
            return Iri(f"{RDF}type")
        verb = self._term()
        if not isinstance(verb, Iri):
            raise TurtleError("not Turtle: a property must be an IRI", self._next.line)
        return verb

    def _term(self) -> Term:
        token = self._take()
        if token.text in ("[", "("):
            return self._bracketed(token)
        if token.kind in ("iri", "name"):
            return self._iri(token)
        if token.kind == "blank":
            return Blank(token.text)
        if token.kind == "string":
            return self._literal(token.text)
        if token.kind == "number" or token.text in ("true", "false"):
            return Literal(token.text, "")
        raise TurtleError(f"not Turtle at {token.text!r}", token.line)

    def _bracketed(self, opening: Token) -> Term:
        self._depth += 1
        if self._depth > DEEPEST:
            raise TurtleError(
                f"more than {DEEPEST} brackets within one another",
                opening.line,
                "give the nodes labels",
            )
        outer, trail = self._comments()
        if opening.text == "[":
            items = self._items()
        else:
            items = []
            while self._next.text != ")":
                value = self._term()
                items.append(Item(None, value, *self._comments()))
        self._take()
        self._depth -= 1
        last, behind = self._comments()
        self._loose, self._trail = outer, behind
        if not items:
            self._loose += [*([trail] if trail else []), *last]
            trail, last = None, []
        kind = Nested if opening.text == "[" else Collection
        return kind(items, trail, last)

    def _iri(self, token: Token) -> Iri:
        if token.kind == "iri":
            value = unescaped(token.text[1:-1])
            if is_absolute(value):
                return Iri(value)
            self._relative = True
            return Iri(value, token.text)
        prefix, _, local = token.text.partition(":")
        if prefix not in self._spaces:
            raise TurtleError(f"the prefix {prefix}: is not declared", token.line)
        space = self._spaces[prefix]
        value = space + unescaped(local)
        return Iri(value, None if is_absolute(space) else token.text)

    def _literal(self, text: str) -> Literal:
        quotes, body = inside(text)
        if self._next.kind == "language":
            return Literal(body, quotes, self._take().text)
        if self._next.text == "^^":
            self._take()
            return Literal(body, quotes, "", self._iri(self._take()))
        return Literal(body, quotes)
