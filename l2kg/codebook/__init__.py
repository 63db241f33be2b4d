"""Write the codebook: what a second coder would code from.

It is generated from ontology, shapes, vocabularies and cases.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from l2kg.codebook.chapters import INTRODUCTION, Chapter, chapters
from l2kg.codebook.usage import Example, Usage
from l2kg.corpus import read
from l2kg.inference.materialise import infer
from l2kg.namespaces import L2, compact
from l2kg.queries.rules import BOUNDS, project_rules
from l2kg.schema import Field, Schema
from l2kg.schema.terms import TACTICS, Term
from l2kg.validation.checks import check_queries
from l2kg.validation.files import FILE_CHECKS, TABLE_CHECKS
from l2kg.wording import capital

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from l2kg.corpus import Corpus
    from l2kg.schema.terms import Terms

__all__ = ["codebook", "main"]

_NOWHERE = "No case uses it."


def codebook(corpus: Corpus) -> str:
    """Return the codebook of a corpus as Markdown."""
    schema = Schema.of(corpus.of("ontology", "vocab"), corpus.of("shapes"))
    usage = Usage.of(corpus, [found.triple for found in infer(corpus)[0]])
    return _Book(schema, usage).text()


@dataclass
class _Book:
    """A codebook in the making, with the chapter in which each term was described already."""

    schema: Schema
    usage: Usage
    described: dict[str, int] = field(default_factory=dict)

    @property
    def terms(self) -> Terms:
        return self.schema.terms

    @cached_property
    def chapters(self) -> tuple[Chapter, ...]:
        return chapters(self.schema)

    @cached_property
    def fields(self) -> dict[str, list[Field]]:
        """Return what a coder writes, by class: required fields first, then by name."""
        found: dict[str, list[Field]] = {}
        for cls, fields in self.schema.fields.items():
            written = [f for f in fields if f.asserted and not f.inverse]
            if cls and written:
                found[cls] = sorted(written, key=lambda f: (not f.least, f.path))
        return found

    def text(self) -> str:
        lines = [
            "# Codebook",
            "",
            INTRODUCTION,
            "## Chapters",
            "",
        ]
        for number, chapter in enumerate(self.chapters, 1):
            title = chapter.title
            lines.append(f"{number}. [{title}](#{number}-{_slug(title)})")
        for number, chapter in enumerate(self.chapters, 1):
            lines += self._chapter(number, chapter)
        lines += _rules()
        lines += _checks()
        return "\n".join(lines).rstrip() + "\n"

    def _chapter(self, number: int, chapter: Chapter) -> Iterator[str]:
        yield from (
            "",
            f"## {number}. {chapter.title}",
            "",
            chapter.text,
        )
        for name in chapter.classes:
            yield from self._class(number, self.terms[name])
        for name in chapter.properties:
            yield from self._property(number, self.terms[name], None)
        for name in chapter.lists:
            yield from self._list(name, number)

    def _head(
        self,
        number: int,
        kind: str,
        term: Term,
    ) -> Iterator[str]:
        """Yield the heading and the definition of a term, and note where it is described."""
        self.described[term.iri] = number
        heading = "###" if kind == "Class" else "####"
        yield ""
        yield f"{heading} {kind} {compact(term.iri)}"
        yield ""
        yield f"**{capital(term.label)}.** {term.definition}"
        yield ""

    def _class(self, number: int, term: Term) -> Iterator[str]:
        yield from self._head(number, "Class", term)
        above = [self.terms[iri] for iri in self.terms.above(term.iri)]
        if above:
            yield f"- *Under:* {', '.join(map(_named, above))}"
        yield from self._notes(term)
        yield from self._fields_table(number, term)
        wider = [cls.label for cls in above if cls.iri in self.fields]
        if wider and not term.filled:
            yield ""
            yield f"It also carries what the tables say of: {', '.join(wider)}."
        yield from self._properties(number, term)

    def _fields_table(self, number: int, term: Term) -> Iterator[str]:
        fields = self.fields.get(term.iri, [])
        if fields:
            head = [
                "property",
                "need",
                "how many",
                "value",
                "told in",
            ]
            yield ""
            yield from _table(head, [self._row(number, field) for field in fields])

    def _row(self, number: int, f: Field) -> tuple[str, ...]:
        chapter = self.described.get(f.path, number)
        return (
            f"`{compact(f.path)}`",
            "must" if f.least else "may",
            f.number,
            _quoted(f.values),
            "" if chapter == number else f"chapter {chapter}",
        )

    def _properties(self, number: int, term: Term) -> Iterator[str]:
        """Yield the properties of a class that no entry before has described."""
        fields = {field.path: field for field in self.fields.get(term.iri, [])}
        for iri in (*fields, *self._derived(term)):
            if iri in self.terms and iri not in self.described:
                yield from self._property(number, self.terms[iri], fields.get(iri))

    def _derived(self, cls: Term) -> list[str]:
        """Return the properties that a class is the domain of, and nothing else leads to.

        No shape looks at them, and no chapter lists them.
        """
        elsewhere = {f.path for fields in self.fields.values() for f in fields}
        for chapter in self.chapters:
            elsewhere.update(chapter.properties)
        return [
            term.iri
            for term in self.terms.kind("property")
            if term.iri not in elsewhere and cls.iri in term.domain
        ]

    def _property(
        self,
        number: int,
        term: Term,
        shape: Field | None,
    ) -> Iterator[str]:
        yield from self._head(number, "Property", term)
        for iri in term.parents:
            yield f"- *Under:* {_named(self.terms[iri])}"
        yield from self._notes(term, shape)
        scheme = shape.scheme if shape else ""
        if scheme and scheme in self.described:
            chapter = self.described[scheme]
            yield f"- *List:* `{compact(scheme)}`, in chapter {chapter}"
        elif scheme:
            yield from self._list(scheme, number)
            for part in self.terms.lists_within(scheme):
                yield from self._list(part, number)

    def _notes(self, term: Term, shape: Field | None = None) -> Iterator[str]:
        """Yield what helps to code a term: example, rule, remedy, real use and traps."""
        if term.example and not term.example.startswith(("None", "No case ")):
            yield f"- *For instance:* {term.example}"
        if term.scope:
            yield f"- *Rule:* {term.scope}"
        if term.note:
            yield f"- *Note:* {term.note}"
        if shape and shape.remedy:
            yield f"- *Mend:* {shape.remedy}"
        if term.kind == "property" and shape is None:
            yield f"- *From, to:* {_either(term.domain)}, {_either(term.range)}"
        yield f"- *In the data:* {self._example(term)}"
        for trap in term.traps:
            yield f"- *Not:* {trap}"

    def _example(self, term: Term) -> str:
        found = self.usage.example(term.iri)
        if found is None:
            return _NOWHERE
        if found.derived and term.kind == "class" and not term.filled:
            return f"{_shown(found)}. Each is written as one of the classes below it."
        if found.mentioned and term.iri != f"{L2}about":
            return f"No case applies it; a claim is about it: {_shown(found)}."
        return f"{_shown(found)}{' (derived)' if found.derived else ''}."

    def _list(self, scheme: str, number: int) -> Iterator[str]:
        yield from self._head(number, "List", self.terms[scheme])
        for code in self.terms.codes(scheme):
            self.described[code.iri] = number
            depth = self.terms.depth(code) if scheme == TACTICS else 0
            yield "  " * depth + self._code(code)

    def _code(self, code: Term) -> str:
        parts = [f"- `{compact(code.iri)}` **{code.label}**: {code.definition}"]
        if code.scope:
            parts.append(f"*Rule:* {code.scope}")
        if code.note:
            parts.append(f"*Note:* {code.note}")
        parts.append(f"*In the data:* {self._example(code)}")
        parts += [f"*Not:* {trap}" for trap in code.traps]
        return " ".join(parts)


def _named(term: Term) -> str:
    return f"{term.label} (`{compact(term.iri)}`)"


def _either(iris: Iterable[str]) -> str:
    return " or ".join(f"`{compact(iri)}`" for iri in iris)


def _quoted(values: str) -> str:
    """Put the names in the words for the values of a field into backticks.

    >>> _quoted("a code of l2v:form"), _quoted("l2:Side or l2:Actor"), _quoted("text")
    ('a code of `l2v:form`', '`l2:Side` or `l2:Actor`', 'text')
    """
    if ":" not in values:
        return values
    quoted = values.replace(" or ", "` or `")
    if quoted.startswith("a code of "):
        return quoted.replace("a code of ", "a code of `") + "`"
    return f"`{quoted}`"


def _shown(example: Example) -> str:
    """Say which element uses a term, its value, and where it stands."""
    name = compact(example.iri)
    text = f"{example.label} (`{name}`)" if example.label else f"`{name}`"
    if example.value:
        text += f" -> {example.value}"
    if example.place not in (example.label, example.value):
        text += f", in: {example.place}"
    return text


def _rules() -> Iterator[str]:
    """Yield a table of the rules by which the build derives statements."""
    rules = sorted((*project_rules(), BOUNDS), key=lambda rule: rule.name)
    yield ""
    yield from _table(
        ["rule", "what it adds"],
        [(f"`{rule.name}`", rule.summary) for rule in rules],
    )


def _checks() -> Iterator[str]:
    """Tell what the checks look for beyond the tables of the chapters."""
    found = [
        (
            f"`{check.name}`",
            str(check.severity),
            check.message,
            check.remedy,
        )
        for check in (*FILE_CHECKS.values(), *TABLE_CHECKS.values())
    ]
    found += [
        (
            f"`{query.name}`",
            query.severity or "",
            query.summary,
            query.fix or "",
        )
        for query in check_queries()
        if "ontology" not in query.tags
    ]
    yield from (
        "",
        "## What else is checked",
        "",
        "Beside the tables of the chapters, `l2kg check` looks for what follows.",
        "",
    )
    for name, severity, message, remedy in sorted(found):
        yield f"- {name} ({severity}): {message.rstrip('.')}. *Mend:* {remedy}"


def _table(head: list[str], rows: Iterable[tuple[str, ...]]) -> list[str]:
    """Lay out a table whose columns line up as plain text.

    A column that is empty throughout is left out.

    >>> _table(["a", "b"], [("x", ""), ("longer", "")])
    ['| a      |', '| ------ |', '| x      |', '| longer |']
    """
    cells = [tuple(head)]
    cells += [tuple(cell.replace("|", "/") for cell in row) for row in rows]
    columns = [column for column in zip(*cells, strict=True) if any(column[1:])]
    widths = [max(map(len, column)) for column in columns]
    lines = [
        [text.ljust(width) for text, width in zip(row, widths, strict=True)]
        for row in zip(*columns, strict=True)
    ]
    lines.insert(1, ["-" * width for width in widths])
    return [f"| {' | '.join(line)} |" for line in lines]


def _slug(title: str) -> str:
    return title.lower().replace(" ", "-")


def main() -> None:
    """Write the codebook of the shipped data to standard output."""
    sys.stdout.write(codebook(read()[0]))
