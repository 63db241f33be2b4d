"""Write the codebook: what a second coder would code from, generated from ontology, shapes, vocabularies and cases."""

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
    """A codebook in the making, with what it has told already."""

    schema: Schema
    usage: Usage
    told: dict[str, int] = field(default_factory=dict)

    @property
    def terms(self) -> Terms:
        return self.schema.terms

    @cached_property
    def chapters(self) -> tuple[Chapter, ...]:
        return chapters(self.schema)

    @cached_property
    def fields(self) -> dict[str, list[Field]]:
        """Return what a coder writes, by class: required fields first, then by name."""
        written = {
            cls: [f for f in fields if f.asserted and not f.inverse]
            for cls, fields in self.schema.fields.items()
            if cls
        }
        return {
            cls: sorted(fields, key=lambda f: (not f.least, f.path))
            for cls, fields in written.items()
            if fields
        }

    def text(self) -> str:
        lines = ["# Codebook", "", INTRODUCTION, "## Chapters", ""]
        lines += [
            f"{number}. [{c.title}](#{number}-{_slug(c.title)})"
            for number, c in enumerate(self.chapters, 1)
        ]
        for number, chapter in enumerate(self.chapters, 1):
            lines += self._chapter(number, chapter)
        return "\n".join([*lines, *_rules(), *_checks()]).rstrip() + "\n"

    def _chapter(self, number: int, chapter: Chapter) -> Iterator[str]:
        yield from ("", f"## {number}. {chapter.title}", "", chapter.text)
        for name in chapter.classes:
            yield from self._class(number, self.terms[name])
        for name in chapter.properties:
            yield from self._property(number, self.terms[name], None)
        for name in chapter.lists:
            yield from self._list(name, number)

    def _class(self, number: int, term: Term) -> Iterator[str]:
        self.told[term.iri] = number
        yield from (
            "",
            f"### Class {compact(term.iri)}",
            "",
            f"**{capital(term.label)}.** {term.definition}",
            "",
        )
        above = [self.terms[iri] for iri in self.terms.above(term.iri)]
        if above:
            yield (
                "- *Under:*"
                f" {', '.join(f'{wider.label} (`{compact(wider.iri)}`)' for wider in above)}"
            )
        yield from self._notes(term)
        fields = self.fields.get(term.iri, [])
        if fields:
            yield from (
                "",
                *_table(
                    ["property", "need", "how many", "value", "told in"],
                    [self._row(number, f) for f in fields],
                ),
            )
        wider = [w.label for w in above if w.iri in self.fields]
        if wider and not term.filled:
            yield from (
                "",
                f"It also carries what the tables say of: {', '.join(wider)}.",
            )
        for iri in [*(f.path for f in fields), *self._derived(term)]:
            if iri in self.terms and iri not in self.told:
                yield from self._property(
                    number,
                    self.terms[iri],
                    next((f for f in fields if f.path == iri), None),
                )

    def _row(self, number: int, f: Field) -> tuple[str, ...]:
        told = self.told.get(f.path, number)
        values = (
            f.values.replace(" or ", "` or `").replace("a code of ", "a code of `")
            if ":" in f.values
            else f.values
        )
        quoted = (
            f"{values}`"
            if values.startswith("a code")
            else f"`{values}`"
            if ":" in f.values
            else values
        )
        return (
            f"`{compact(f.path)}`",
            "must" if f.least else "may",
            f.number,
            quoted,
            "" if told == number else f"chapter {told}",
        )

    def _derived(self, cls: Term) -> list[str]:
        """Return the properties that no shape looks at, nor a chapter lists, and whose domain is a class."""
        shaped = {f.path for fields in self.fields.values() for f in fields} | {
            iri for chapter in self.chapters for iri in chapter.properties
        }
        return [
            term.iri
            for term in self.terms.kind("property")
            if term.iri not in shaped and cls.iri in term.domain
        ]

    def _property(self, number: int, term: Term, shape: Field | None) -> Iterator[str]:
        self.told[term.iri] = number
        yield from (
            "",
            f"#### Property {compact(term.iri)}",
            "",
            f"**{capital(term.label)}.** {term.definition}",
            "",
        )
        yield from (
            f"- *Under:* {self.terms[iri].label} (`{compact(iri)}`)"
            for iri in term.parents
        )
        yield from self._notes(term, shape)
        if shape and shape.scheme and shape.scheme not in self.told:
            yield from self._list(shape.scheme, number)
        elif shape and shape.scheme:
            yield (
                f"- *List:* `{compact(shape.scheme)}`, in chapter"
                f" {self.told[shape.scheme]}"
            )

    def _notes(self, term: Term, shape: Field | None = None) -> Iterator[str]:
        if term.example and not term.example.startswith(("None", "No case ")):
            yield f"- *For instance:* {term.example}"
        if term.scope:
            yield f"- *Rule:* {term.scope}"
        if shape and shape.remedy:
            yield f"- *Mend:* {shape.remedy}"
        if term.kind == "property" and shape is None:
            ends = (
                " or ".join(f"`{compact(iri)}`" for iri in end)
                for end in (term.domain, term.range)
            )
            yield f"- *From, to:* {', '.join(ends)}"
        yield f"- *In the data:* {self._example(term)}"
        yield from (f"- *Not:* {trap}" for trap in term.traps)

    def _example(self, term: Term) -> str:
        found = self.usage.example(term.iri)
        if found and found.derived and term.kind == "class" and not term.filled:
            return f"{_said(found)} Each is written as one of the classes below it."
        if found and found.mentioned and term.iri != f"{L2}about":
            return f"No case applies it; a claim is about it: {_said(found)}"
        return _said(found, derived=found is not None and found.derived)

    def _list(self, scheme: str, number: int) -> Iterator[str]:
        self.told[scheme] = number
        listed = self.terms[scheme]
        yield from (
            "",
            f"#### List {compact(scheme)}",
            "",
            f"**{capital(listed.label)}.** {listed.definition}",
            "",
        )
        for code in self.terms.codes(scheme):
            self.told[code.iri] = number
            yield "  " * (
                self.terms.depth(code) if scheme == TACTICS else 0
            ) + self._code(code)

    def _code(self, code: Term) -> str:
        said = [f"- `{compact(code.iri)}` **{code.label}**: {code.definition}"]
        said += [f"*Rule:* {code.scope}"] if code.scope else []
        said += [
            f"*In the data:* {self._example(code)}",
            *(f"*Not:* {trap}" for trap in code.traps),
        ]
        return " ".join(said)


def _said(example: Example | None, *, derived: bool = False) -> str:
    """Say which element uses a term, where it stands, and, if so, that it was derived."""
    if example is None:
        return _NOWHERE
    name = compact(example.iri)
    what = f"{example.label} (`{name}`)" if example.label else f"`{name}`"
    value = f" -> {example.value}" if example.value else ""
    place = (
        f", in: {example.place}"
        if example.place not in (example.label, example.value)
        else ""
    )
    return f"{what}{value}{place}{' (derived)' if derived else ''}."


def _rules() -> Iterator[str]:
    rows = [
        (f"`{rule.name}`", rule.summary)
        for rule in sorted((*project_rules(), BOUNDS), key=lambda rule: rule.name)
    ]
    yield from ("", *_table(["rule", "what it adds"], rows))


def _checks() -> Iterator[str]:
    """Tell what the checks look for beyond the tables of the chapters."""
    found = [
        (f"`{c.name}`", str(c.severity), c.message, c.remedy)
        for c in (*FILE_CHECKS.values(), *TABLE_CHECKS.values())
    ]
    found += [
        (f"`{q.name}`", q.severity or "", q.summary, q.fix or "")
        for q in check_queries()
        if "ontology" not in q.tags
    ]
    yield from (
        "",
        "## What else is checked",
        "",
        "Beside the tables of the chapters, `l2kg check` looks for what follows.",
        "",
    )
    yield from (
        f"- {name} ({severity}): {message.rstrip('.')}. *Mend:* {remedy}"
        for name, severity, message, remedy in sorted(found)
    )


def _table(head: list[str], rows: Iterable[tuple[str, ...]]) -> list[str]:
    """Lay out a table whose columns line up as plain text; a column that is empty throughout is left out.

    >>> _table(["a", "b"], [("x", ""), ("longer", "")])
    ['| a      |', '| ------ |', '| x      |', '| longer |']
    """
    cells = [
        tuple(head),
        *(tuple(cell.replace("|", "/") for cell in row) for row in rows),
    ]
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
