"""What is left of the template in a case file: texts that say what to write, where it was to be written."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import pyoxigraph as ox

from l2kg.files import code_root
from l2kg.namespaces import L2, RDF, RDFS, compact
from l2kg.validation.files import Check, iri
from l2kg.validation.literals import line_of_literal

if TYPE_CHECKING:
    from collections.abc import Iterator

    from l2kg.corpus import Part
    from l2kg.findings import Finding

__all__ = ["TEMPLATE_CHECK", "leftovers"]

TEMPLATE_CHECK = Check(
    "template-text",
    "warning",
    "A text of the template, which says what to write there",
    "Write what your source says, in your own words; a passage has its own first and last"
    " words.",
)
_INSTEAD = {f"{L2}{name}" for name in ("description", "startsWith", "endsWith")}


def leftovers(part: Part) -> Iterator[Finding]:
    """Report the texts of a case file that stand in the template word for word.

    Labels such as "The negotiation" may well be right, and notes may stay or go.
    """
    if part.kind != "case":
        return
    for t in part.triples:
        if (t.predicate.value, _text(t)) in _prompts():
            detail = f"{compact(t.predicate.value)} {_text(t)!r}"
            line = line_of_literal(part, t)
            yield TEMPLATE_CHECK.finding(part, iri(t.subject), detail, line=line)


def _text(triple: ox.Triple) -> str:
    return triple.object.value if isinstance(triple.object, ox.Literal) else ""


@cache
def _prompts() -> frozenset[tuple[str, str]]:
    """Return the texts of the template that are to be replaced, each with its property."""
    triples = [
        quad.triple for quad in ox.parse(path=code_root() / "assets" / "my-case.ttl")
    ]
    case = {
        t.subject
        for t in triples
        if t.predicate.value == f"{RDF}type" and iri(t.object) == f"{L2}Case"
    }
    return frozenset(
        (t.predicate.value, _text(t))
        for t in triples
        if t.predicate.value in _INSTEAD
        or (t.subject in case and t.predicate.value == f"{RDFS}label")
    )
