"""The chapters of the codebook: in which order one codes, as the groups of the shapes have it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from l2kg.namespaces import L2V

if TYPE_CHECKING:
    from l2kg.schema import Group, Schema

__all__ = ["INTRODUCTION", "Chapter", "chapters"]

INTRODUCTION = """\
This book tells how a case is coded, so that a second person who reads the same source comes to
the same data. It is written by the program from the ontology, the shapes, the vocabularies and
the cases; nothing in it is kept by hand but the words that open it and its chapters.

## How to work

1. Read the whole source first. Then make the file `data/cases/SLUG.ttl`; the case is
   `case:SLUG`, its elements are `:NAME`.
2. Go through the chapters in their order. Each class says when to write an element of it and
   which properties it must have.
3. Give each element a label, a description in your own words, and evidence: the passage that
   says it and the voice that speaks there. Where the passages of an element have several voices,
   say on which of them each value rests that no author gives (value evidence).
4. Code what a source says, and nothing else. What no source says has no statement: silence is
   not absence. Add no name, date or reason that you know from elsewhere; what another source
   says has its own evidence and never overwrites.
5. One act is one node, one passage in one voice is one evidence node, and readings that
   contradict each other stand side by side.
6. Keep four things apart: who had the idea, who carried it out, whom it was meant to help, at
   whom it was aimed. What came of it is an assessment, made by somebody.
7. Where two codes seem to fit, take the narrower one that the source supports. Where none fits,
   take the wider one and say in `l2:codeWanted` which code you missed, and in which list.
8. Run `l2kg fmt FILE`, then `l2kg check FILE`. Each finding names file, line, fault and remedy.

## How to read an entry

*For instance* gives the idea in a few words. *Rule* says how to code in doubt. *Mend* is what
the check says to a coder who left it out or got it wrong. *In the data* is a real element,
chosen by the program, with the name to find it by (`l2kg show NAME`). *Not* is a trap:
something that looks as if it belonged there and does not. In the tables, *must* means that a
record without the property is refused; *may* means that it is written only where a source says
so.
"""


@dataclass(frozen=True, slots=True)
class Chapter:
    """A chapter: its title, what to do in it, and its classes in order.

    ``properties`` and ``lists`` are those to which no shape of the classes leads.
    """

    title: str
    text: str
    classes: tuple[str, ...]
    properties: tuple[str, ...] = ()
    lists: tuple[str, ...] = ()


def chapters(schema: Schema) -> tuple[Chapter, ...]:
    """Return the chapters: one for each group of classes, in order, and one for classes without a group."""
    found: list[Chapter] = []
    for group in schema.groups:
        classes = _of_kind(schema, group, "class")
        if classes:
            chapter = Chapter(
                title=group.title,
                text=group.text,
                classes=classes,
                properties=_of_kind(schema, group, "property"),
                lists=tuple(iri for iri in group.terms if iri.startswith(L2V)),
            )
            found.append(chapter)
    placed = {iri for chapter in found for iri in chapter.classes}
    iris = [cls.term.iri for cls in schema.classes.values()]
    rest = tuple(iri for iri in iris if iri not in placed)
    if rest:
        words = "Classes that have no chapter yet."
        found.append(Chapter("Other classes", words, rest))
    return tuple(found)


def _of_kind(
    schema: Schema,
    group: Group,
    kind: str,
) -> tuple[str, ...]:
    return tuple(
        iri
        for iri in group.terms
        if iri in schema.terms and schema.terms[iri].kind == kind
    )
