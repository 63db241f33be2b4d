"""Rewrite a file of the last version of the ontology: what is sure is done, the rest is listed."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache
from typing import TYPE_CHECKING, cast

import pyoxigraph as ox

from l2kg.errors import UsageError
from l2kg.files import below, code_root, ontology_root
from l2kg.findings import Finding, in_order
from l2kg.kinds import DATA
from l2kg.migration.text import renamed
from l2kg.namespaces import DCTERMS, L2, OWL, PREFIXES, compact
from l2kg.queries.header import load
from l2kg.turtle import TurtleError, canonical
from l2kg.turtle.tokens import line_end

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from l2kg.corpus import Part
    from l2kg.findings import Severity
    from l2kg.queries.header import Query

__all__ = ["TARGET", "Migrated", "migrate", "migration_queries", "replacements"]

TARGET = "0.2.0"  # the version of the ontology to which the queries of migration lead
_VERSION = f"{L2}codebookVersion"


@dataclass(frozen=True, slots=True)
class Migrated:
    """A file as it is to be: its text, whether that is another, and what is left to decide.

    `version` is that which the file, or the collection of its case, named before.
    """

    part: Part
    changed: bool
    decisions: tuple[Finding, ...]
    version: str | None


def migrate(part: Part, shared: Mapping[str, str] | None = None) -> Migrated:
    """Rewrite a data file as one of this version.

    Terms that were replaced by one other are renamed in the text, in which comments and
    layout stay, and a case says by which version it is coded now. What only a coder can
    decide is listed and never guessed. A case that is of this version already, by itself
    or by its collection (`shared` gives their versions), stays as it is.

    Raises:
        UsageError: the file is a part of the ontology, or a table of mappings.
    """
    if part.kind not in DATA or part.is_table:
        raise UsageError(
            f"{part.path} holds no data in Turtle; name a case, or actors.ttl,"
            " sources.ttl, collections.ttl or claims.ttl"
        )
    version = _version(part, shared or {})
    if version == TARGET:
        return Migrated(part, changed=False, decisions=(), version=version)
    text = renamed(part.text, replacements())
    if part.kind == "case":
        text = _stamped(text, part)
    if _is_laid_out(part.text):
        text = canonical(text)
    triples = tuple(q.triple for q in ox.parse(text, format=ox.RdfFormat.TURTLE))
    new = replace(part, text=text, triples=triples)
    decisions = tuple(in_order(_decisions(new)))
    return Migrated(new, text != part.text, decisions, version)


def _is_laid_out(text: str) -> bool:
    """Tell whether a text is in the layout; one for which there is none is not."""
    try:
        return canonical(text) == text
    except TurtleError:
        return False


@cache
def replacements() -> Mapping[str, str]:
    """Return the terms that the ontology calls deprecated and replaces by one other, with that."""
    found: dict[str, set[str]] = {}
    deprecated = set()
    for path in below(ontology_root(), "*.ttl"):
        for quad in ox.parse(path=path):
            if isinstance(quad.subject, ox.NamedNode):
                if quad.predicate.value == f"{OWL}deprecated":
                    deprecated.add(quad.subject.value)
                elif quad.predicate.value == f"{DCTERMS}isReplacedBy":
                    known = found.setdefault(quad.subject.value, set())
                    known.add(cast("ox.NamedNode", quad.object).value)
    single = {old: min(new) for old, new in found.items() if len(new) == 1}
    return {old: new for old, new in single.items() if old in deprecated}


@cache
def migration_queries() -> tuple[Query, ...]:
    """Return the queries that find what a coder has to decide, by name."""
    folder = code_root() / "queries" / "migration"
    return tuple(load(path) for path in sorted(folder.glob("*.rq")))


def _version(part: Part, shared: Mapping[str, str]) -> str | None:
    """Return the version of the codebook that a case names, or else its collection."""
    home = ox.NamedNode(part.graph)
    for t in part.triples:
        if t.subject == home and t.predicate.value == _VERSION:
            return str(getattr(t.object, "value", ""))
    for t in part.triples:
        if t.subject == home and t.predicate.value == f"{L2}inCollection":
            return shared.get(getattr(t.object, "value", ""))
    return None


def _stamped(text: str, part: Part) -> str:
    """Let a case say by which version it is coded, in place of another that it names."""
    home = f"<{part.graph}>"
    told = any(
        str(t.subject) == home and t.predicate.value == _VERSION for t in part.triples
    )
    if told:
        raise UsageError(
            f"{part.path}: the case names another l2:codebookVersion than {TARGET};"
            " remove it, and l2kg migrate writes the new one"
        )
    end = line_end(text)
    return f'{text.rstrip()}{end}{end}{home} <{_VERSION}> "{TARGET}" .{end}'


def _decisions(part: Part) -> Iterator[Finding]:
    """Yield what a coder has to decide, each on the line of its element in the new text."""
    store = ox.Store()
    store.extend(ox.Quad(t.subject, t.predicate, t.object) for t in part.triples)
    for query in migration_queries():
        answer = store.query(query.text, prefixes=PREFIXES)
        for row in cast("ox.QuerySolutions", answer):
            element = cast("ox.NamedNode", row["element"]).value
            found = row["value"]
            yield Finding(
                cast("Severity", query.severity),
                f"{query.summary.rstrip('.')} ({_short(found)})",
                query.fix or "",
                part.path,
                part.line_of(element),
                element,
                query.name,
            )


def _short(term: object) -> str:
    value = str(getattr(term, "value", ""))
    return compact(value) if isinstance(term, ox.NamedNode) else value
