"""Write Turtle in the one layout, with its comments and its literals as they were."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from l2kg.namespaces import RDF, RDFS
from l2kg.turtle.tokens import PLAIN_LOCAL
from l2kg.turtle.tree import (
    Blank,
    Block,
    Collection,
    Iri,
    Item,
    Literal,
    Nested,
    is_absolute,
    unescaped,
)
from l2kg.wording import BARE

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from l2kg.turtle.tree import Document, Group, Term

__all__ = ["laid_out"]

_STEP = "    "
_FIRST = {f"{RDF}type": 0, f"{RDFS}label": 1}
_UNIT = re.compile(
    r"\\(?:u[0-9A-Fa-f]{4}|U[0-9A-Fa-f]{8}|.)|\r\n|[\s\S]"
)  # a sign of a literal


def laid_out(document: Document, prefixes: Mapping[str, str], end: str) -> str:
    """Return a document in the layout, its lines ended by `end`.

    The given prefixes stand for their namespaces, and those of the document for all
    others; of the given ones, those are declared that are used.
    """
    return _Writer(document, prefixes, end).text()


class _Names:
    """The short names of IRIs, and the prefixes that they used."""

    def __init__(self, document: Document, prefixes: Mapping[str, str]) -> None:
        own = [(one.name, one.iri) for one in document.prefixes if one.name is not None]
        self.base = next((one for one in document.prefixes if one.name is None), None)
        self._spaces = _spaces(own, prefixes)
        self._by_space = {
            iri: name for name, iri in self._spaces.items() if is_absolute(iri)
        }
        self._longest = sorted(self._by_space, key=len, reverse=True)
        declared = {iri for _, iri in own}
        self._used = {name for name, iri in self._spaces.items() if iri in declared}

    def short(self, iri: Iri) -> str:
        """Return an IRI as it is written: short where a prefix fits."""
        if iri.written is not None:
            return iri.written
        for space in self._longest:
            if iri.value.startswith(space) and PLAIN_LOCAL.fullmatch(
                iri.value, len(space)
            ):
                name = self._by_space[space]
                self._used.add(name)
                return f"{name}:{iri.value[len(space) :]}"
        return f"<{iri.value}>"

    def declared(self) -> list[tuple[str, str]]:
        """Return the prefixes to declare, in order, with their namespaces."""
        return [(name, self._spaces[name]) for name in sorted(self._used)]


def _spaces(own: Sequence[tuple[str, str]], given: Mapping[str, str]) -> dict[str, str]:
    """Return the namespace of each prefix, most with one prefix each.

    The document's own empty prefix goes first, then those given, then its others. One
    that it declares for a relative IRI stays as it is.
    """
    fixed = {name for name, iri in own if not is_absolute(iri)}
    empty = (pair for pair in own if not pair[0])
    free = (pair for pair in given.items() if pair[0] not in fixed)
    found: dict[str, str] = {}
    for name, iri in (*empty, *free, *own):
        if iri not in found.values() or name in fixed:
            found.setdefault(name, iri)
    return found


class _Writer:
    def __init__(self, document: Document, prefixes: Mapping[str, str], end: str) -> None:
        self._document = document
        self._names = _Names(document, prefixes)
        self._end = end

    def text(self) -> str:
        blocks = [
            self._block(block)
            for block in sorted(_merged(self._document.blocks), key=_place)
        ]
        declared, over = self._declarations()
        head = [self._lines(group) for group in [*self._document.head, *over]]
        tail = [self._lines(group) for group in self._document.tail]
        middle = [self._lines(declared)] if declared else []
        parts = [*head, *middle, *blocks, *tail]
        return (self._end * 2).join(parts) + self._end if parts else ""

    def _lines(self, lines: Iterable[str]) -> str:
        return self._end.join(lines)

    def _declarations(self) -> tuple[list[str], list[Group]]:
        """Return the lines that declare prefixes, and the comments for which there is no such line."""
        wanted: list[tuple[str | None, str]] = [*self._names.declared()]
        if base := self._names.base:
            wanted.insert(0, (None, base.iri))
        behind: dict[tuple[str | None, str], str] = {}
        over: list[Group] = []
        for one in self._document.prefixes:
            for comment in one.trails:
                key = (one.name, one.iri)
                if key in wanted and key not in behind:
                    behind[key] = comment
                else:
                    over.append([comment])
        lines = []
        for name, iri in wanted:
            start = f"BASE <{iri}>" if name is None else f"PREFIX {name}: <{iri}>"
            lines.append(_with(start, behind.get((name, iri))))
        return lines, over

    def _block(self, block: Block) -> str:
        end = self._end
        lead = "".join(self._lines(group) + end * 2 for group in block.lead[:-1])
        if block.lead:
            lead += self._lines(block.lead[-1]) + end
        subject = self._alone(block.subject, 0)
        statements = self._statements(block.items, 0)
        bare = subject == "[]" and not block.trail and statements[0].startswith(_STEP)
        joint = "" if bare and not statements[0].lstrip().startswith("#") else end
        return (
            lead
            + _with(subject, block.trail)
            + joint
            + self._lines([*statements, *(_STEP + one for one in block.last)])
            + end
            + _with(".", block.end)
        )

    def _statements(self, items: list[Item], depth: int) -> list[str]:
        """Return the lines of statements; a line may hold breaks of its own."""
        pad = _STEP * (depth + 1)
        lines = []
        for item in _single(items):
            lines += [pad + comment for comment in item.lead]
            verb = item.verb or Iri("")
            said = "a" if verb.value == f"{RDF}type" else self._names.short(verb)
            value = self._value(item.value, depth)
            lines.append(_with(f"{pad}{said}{value} ;", item.trail))
        return lines

    def _value(self, term: Term, depth: int) -> str:
        """Return what stands behind a verb: the sign before it, and the term."""
        if isinstance(term, Nested) and term.items:
            return self._end + _STEP * (depth + 1) + self._nested(term, depth + 1)
        return " " + self._alone(term, depth)

    def _alone(self, term: Term, depth: int) -> str:
        """Return a term that begins where it is put, and ends at the margin of `depth`."""
        if isinstance(term, Nested):
            return self._nested(term, depth)
        if isinstance(term, Collection):
            return self._collection(term, depth)
        if isinstance(term, Literal):
            return self._literal(term)
        if isinstance(term, Blank):
            return term.label
        return "()" if term.value == f"{RDF}nil" else self._names.short(term)

    def _nested(self, term: Nested, depth: int) -> str:
        if not term.items:
            return "[]"
        pad = _STEP * depth
        last = (pad + _STEP + one for one in term.last)
        return self._lines(
            [
                _with("[", term.trail),
                *self._statements(term.items, depth),
                *last,
                f"{pad}]",
            ]
        )

    def _collection(self, term: Collection, depth: int) -> str:
        if not term.items:
            return "()"
        pad = _STEP * (depth + 1)
        lines = [_with("(", term.trail)]
        for item in term.items:
            lines += [pad + comment for comment in item.lead]
            start = pad
            if isinstance(item.value, Nested) and item.value.items:
                start += self._end + pad
            lines.append(_with(start + self._alone(item.value, depth + 1), item.trail))
        lines += [pad + one for one in term.last]
        return self._lines([*lines, f"{_STEP * depth})"])

    def _literal(self, term: Literal) -> str:
        if not term.quotes:
            return term.body
        form = BARE.get(term.datatype.value) if term.datatype else None
        if form and form.fullmatch(term.body):
            return term.body
        written = _quoted(term, self._end)
        if term.datatype:
            return f"{written}^^{self._names.short(term.datatype)}"
        return written + term.language


def _with(line: str, comment: str | None) -> str:
    return f"{line} {comment}" if comment else line


def _quoted(term: Literal, end: str) -> str:
    """Return what a literal holds, in double quotes: three where it has a line break.

    All stays as it was written, but for signs that would mean something else between
    these quotes, and for a carriage return that does not end the lines of the file.
    """
    units = _UNIT.findall(term.body)
    if end == "\n":
        units = [
            "\\r\n" if unit == "\r\n" else "\\r" if unit == "\r" else unit
            for unit in units
        ]
    quotes = '"""' if any("\n" in one or "\r" in one for one in units) else '"'
    if term.quotes != quotes:
        own = {'"': '\\"', "\\'": "'"}
        units = [own.get(unit, unit) for unit in units]
    return quotes + "".join(units) + quotes


def _key(term: Term) -> str:
    """Return what orders terms, and tells them apart: N-Triples, more or less."""
    if isinstance(term, Iri):
        return f"<{term.value}>"
    if isinstance(term, Literal):
        value = unescaped(term.body)
        value = value.replace("\\", "\\\\").replace('"', '\\"')
        quotes = '"""' if "\n" in value else '"'
        return f"{quotes}{value}{quotes}{term.language}{_datatype(term)}"
    return f"<{RDF}nil>" if isinstance(term, Collection) and not term.items else ""


def _datatype(term: Literal) -> str:
    if term.datatype:
        return f"^^<{term.datatype.value}>"
    if term.quotes:
        return ""
    return next(f"^^<{name}>" for name, form in BARE.items() if form.fullmatch(term.body))


def _is_blank(term: Term) -> bool:
    return isinstance(term, (Blank, Nested)) or (
        isinstance(term, Collection) and bool(term.items)
    )


def _place(block: Block) -> tuple[bool, str]:
    """Order subjects by IRI; those without one come last, as they came."""
    subject = block.subject
    iri = subject.value if isinstance(subject, Iri) else ""
    return _is_blank(subject), iri


def _single(items: list[Item]) -> list[Item]:
    """Return statements in order, each once."""
    found: dict[object, Item] = {}
    for item in items:
        value = item.value
        told: object = id(item)
        if not isinstance(value, (Nested, Collection)):
            told = (item.verb, value.label if isinstance(value, Blank) else _key(value))
        if told in found:
            found[told].add(item.lead, item.trail)
        else:
            found[told] = item
    return sorted(found.values(), key=_rank)


def _rank(item: Item) -> tuple[int, str, bool, str]:
    verb = item.verb.value if item.verb else ""
    return _FIRST.get(verb, 2), verb, _is_blank(item.value), _key(item.value)


def _merged(blocks: list[Block]) -> list[Block]:
    """Join what is said of one subject in several places."""
    found: dict[object, Block] = {}
    for block in blocks:
        subject = block.subject
        told: object = subject if isinstance(subject, (Iri, Blank)) else id(block)
        first = found.setdefault(told, block)
        if first is not block:
            over = [one for one in (block.trail,) if one and first.trail]
            first.lead += [*block.lead, *([over] if over else [])]
            first.trail = first.trail or block.trail
            first.items += block.items
            first.last += block.last + [one for one in (block.end,) if one and first.end]
            first.end = first.end or block.end
    return list(found.values())
