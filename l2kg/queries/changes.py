"""Tell whoever asks for a term that it means something else than in the last version."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

import pyoxigraph as ox

from l2kg.files import ontology_root
from l2kg.namespaces import BASE, OWL, PREFIXES, SKOS, compact
from l2kg.queries.lexer import declared, names_and_words

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["changed_terms", "notices"]

_ONTOLOGY = f"{BASE}ontology"
_NOTE = re.compile(r"(\d+)\.(\d+)\.\d+: (?!new\b)(.+)", re.DOTALL)
_TERM = re.compile(r"<([^<>\s]+)>|(?<![\w:.-])([A-Za-z][\w.-]*):([\w-]+)")


def notices(query: str) -> tuple[str, ...]:
    """Return a line for each term in a query that changed its meaning in this version, once a term.

    >>> len(notices("SELECT ?a { ?a l2:outcome ?b ; l2:outcome ?c }"))
    1
    >>> notices("SELECT ?a { ?a l2:kind ?b } # l2:outcome")
    ()
    """
    known = changed_terms()
    terms = dict.fromkeys(term for term in _terms(query) if term in known)
    return tuple(f"{compact(term)} changed in {known[term]}" for term in terms)


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


def _terms(query: str) -> Iterator[str]:
    """Yield the IRIs that a query names, whole or by a prefix of its own or of ours."""
    spaces = {**PREFIXES, **declared(query)}
    for whole, prefix, local in _TERM.findall(names_and_words(query)):
        if whole:
            yield whole
        elif prefix in spaces:
            yield spaces[prefix] + local
