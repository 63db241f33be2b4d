"""The terms that mean something else than in the last version, as the ontology says it."""

from __future__ import annotations

import re
from functools import cache

import pyoxigraph as ox

from l2kg.files import ontology_root
from l2kg.namespaces import BASE, OWL, SKOS
from l2kg.queries.header import all_queries
from l2kg.queries.tokens import tokens

__all__ = ["changed_terms", "is_shipped"]

_ONTOLOGY = f"{BASE}ontology"
_NOTE = re.compile(r"(\d+)\.(\d+)\.\d+: (?!new\b)(.+)", re.DOTALL)


@cache
def changed_terms() -> dict[str, str]:
    """Return the terms whose meaning changed in this version or a coming one, with what changed.

    The ontology says so: `skos:changeNote "0.2.0: ..."`, unless that is that they are new.
    """
    root = ontology_root()
    files = [root / "l2kg.ttl", root / "vocab.ttl", root / "tactics.ttl"]
    notes: dict[str, list[str]] = {}
    now = (0, 0)
    for path in [*files, *sorted((root / "modules").glob("*.ttl"))]:
        for quad in ox.parse(path=path):
            if not isinstance(quad.subject, ox.NamedNode):
                continue
            name, text = quad.subject.value, getattr(quad.object, "value", "")
            if quad.predicate.value == f"{SKOS}changeNote":
                notes.setdefault(name, []).append(text)
            elif quad.predicate.value == f"{OWL}versionInfo" and name == _ONTOLOGY:
                major, minor = text.split(".")[:2]
                now = (int(major), int(minor))
    return {
        name: text
        for name, texts in notes.items()
        for text in sorted(texts)
        if (found := _NOTE.fullmatch(text)) and (int(found[1]), int(found[2])) >= now
    }


def is_shipped(query: str) -> bool:
    """Tell whether a text is one of our named queries, which follow what their terms mean now.

    Comments and white space make no difference.
    """
    return _signs(query) in _shipped()


@cache
def _shipped() -> frozenset[tuple[str, ...]]:
    return frozenset(_signs(query.body) for query in all_queries().values())


def _signs(query: str) -> tuple[str, ...]:
    return tuple(token.text for token in tokens(query) if token.kind != "comment")
