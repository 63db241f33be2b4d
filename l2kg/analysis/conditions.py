"""Code all cases of a store by one condition, whatever kind of name it has."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from l2kg.errors import NotFoundError
from l2kg.namespaces import CASE, L2, L2T, L2V, PREFIXES
from l2kg.queries.endings import endings_by_case
from l2kg.queries.header import all_queries
from l2kg.queries.run import ask
from l2kg.wording import nearest

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    import pyoxigraph as ox

__all__ = ["KINDS_OF_NAME", "CaseCondition", "Coder", "condition", "slug_of"]

# a case has exactly one of each, so that another value states this one absent
_ONE_A_CASE = ("setting", "kind", "outcome")
KINDS_OF_NAME = (
    "write l2t:TACTIC, l2:CLASS, PROPERTY=CODE, positive-outcome, the name of a pattern,"
    " A|B for either, A before B, or A before B as implied"
)
_NAMED = re.compile(r"[\w:=|.-]+")  # the signs of which names of terms are made

_TACTIC = (
    "SELECT DISTINCT ?asked ?element ?case { ?element l2:tactic ?used ; l2:inCase ?case ."
    " ?used skos:broader* ?asked }"
)
_CLASS = "SELECT DISTINCT ?asked ?element ?case { ?element a ?asked ; l2:inCase ?case }"
_CODE = """SELECT DISTINCT ?asked ?property ?element ?case {
  { ?element ?property ?asked ; l2:inCase ?case }
  UNION { ?element a l2:Case ; ?property ?asked . BIND(?element AS ?case) }
}"""
_REFRAINED = (
    "SELECT DISTINCT ?asked ?case { ?element l2:refrainsFrom ?used ; l2:inCase ?case ."
    " ?asked skos:broader* ?used }"
)
_CLAIMED = """SELECT DISTINCT ?asked ?case {
  ?claim l2:mode l2v:stated-absence ; l2:about ?wide ; l2:inCase ?case .
  ?asked (skos:broader|rdfs:subClassOf)* ?wide
}"""
_AS_IMPLIED = " as implied"
_STATED = "SELECT ?first ?second { ?first l2:precedesAsStated ?second }"
_TOLD = "SELECT ?first ?second { ?first l2:precedesAsImplied ?second }"
_OTHER = "SELECT DISTINCT ?property ?case ?value { ?case a l2:Case ; ?property ?value }"


class Coder(Protocol):
    """Codes cases by a pattern's name.

    For each slug it says True for stated present, False for stated absent, None for not
    stated.

    `l2kg.patterns.standing_by_case` is one, its store given. Raises NotFoundError for a
    name that it does not know.
    """

    def __call__(self, name: str, /) -> Mapping[str, bool | None]: ...  # noqa: D102


@dataclass(frozen=True, slots=True)
class CaseCondition:
    """One column of a matrix: its name as asked for, and where it is stated.

    `present` and `absent` are the slugs of the cases where it is stated so.
    """

    name: str
    present: frozenset[str]
    absent: frozenset[str]

    def value(self, case: str) -> bool | None:
        """Return True for stated present, False for stated absent, None for not stated.

        >>> CaseCondition("help", frozenset({"a"}), frozenset({"b"})).value("c") is None
        True
        """
        if case in self.present:
            return True
        return False if case in self.absent else None


def condition(store: ox.Store, name: str, *, coder: Coder | None = None) -> CaseCondition:
    """Code all cases of a store by one condition.

    Raises:
        NotFoundError: a name that is not known; the text suggests the nearest.
    """
    if name == "positive-outcome":
        return _positive(store, name)
    first, before, second = name.partition(" before ")
    if before:
        return _in_order(store, name, first.strip(), second.strip())
    if len(alternatives := _either(name)) > 1:
        columns = [condition(store, one, coder=coder) for one in alternatives]
        present = frozenset[str]().union(*(column.present for column in columns))
        absent = frozenset.intersection(*(column.absent for column in columns))
        return CaseCondition(name, present, absent - present)
    if not _reader(store, name) and coder is not None:
        return _coded(store, name, coder)
    members = _members(store, name)
    present = frozenset(slug_of(case) for _, case in members)
    return CaseCondition(name, present, _absent(store, name) - present)


def _positive(store: ox.Store, name: str) -> CaseCondition:
    """Code whether a case ended well; one that is open, untold or mixed states neither."""
    ends = endings_by_case(store)
    good, bad = (
        frozenset(slug_of(case) for case, ending in ends.items() if ending == wanted)
        for wanted in ("good", "bad")
    )
    return CaseCondition(name, good, bad)


def _coded(store: ox.Store, name: str, coder: Coder) -> CaseCondition:
    try:
        standing = coder(name)
    except NotFoundError as error:
        raise _unknown(store, name) from error
    present, absent = (
        frozenset(case for case, value in standing.items() if value is wanted)
        for wanted in (True, False)
    )
    return CaseCondition(name, present, absent)


def _in_order(store: ox.Store, name: str, first: str, second: str) -> CaseCondition:
    """Code whether something of one kind precedes something of another in the same case.

    The order is the one that sources state; with "as implied" after the name it may also
    be implied. Absent is stated only where each of the first kind is stated to come after
    each of the second.
    """
    second, as_implied, _ = second.partition(_AS_IMPLIED)
    after = set(ask(store, _STATED))
    begins = set(ask(store, _TOLD)) if as_implied else after
    ones, others = _by_case(_members(store, first)), _by_case(_members(store, second))
    present, absent = set(), set()
    for case in ones.keys() & others.keys():
        pairs = [(a, b) for a in ones[case] for b in others[case] if a != b]
        if any(pair in begins for pair in pairs):
            present.add(slug_of(case))
        elif pairs and all((b, a) in after for a, b in pairs):
            absent.add(slug_of(case))
    return CaseCondition(name, frozenset(present), frozenset(absent))


def _by_case(members: list[tuple[str, ...]]) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for element, case in members:
        found.setdefault(case, set()).add(element)
    return found


def _either(name: str) -> list[str]:
    """Return the names that A|B stands for; in PROPERTY=CODE|CODE it is the codes that are either."""
    return [name] if "=" in name else [one.strip() for one in name.split("|")]


def _members(store: ox.Store, name: str) -> list[tuple[str, ...]]:
    if len(ones := _either(name)) > 1:
        return list(dict.fromkeys(row for one in ones for row in _members(store, one)))
    reader = _reader(store, name)
    if reader is None:
        raise _unknown(store, name)
    found = reader() if _NAMED.fullmatch(name) else []
    if not found:
        _must_be_known(store, name)
    return found


def _reader(store: ox.Store, name: str) -> Callable[[], list[tuple[str, ...]]] | None:
    """Return what finds the elements that a name means, with their cases.

    Nothing where the name is none of our kinds of name.
    """
    if name.startswith("l2t:"):
        return lambda: ask(store, _TACTIC, asked=_iri(name))
    if name.startswith("l2:"):
        return lambda: ask(store, _CLASS, asked=_iri(name))
    if "=" in name:
        prop, codes = _split(name)
        return lambda: [
            row
            for code in codes
            for row in ask(store, _CODE, property=L2 + prop, asked=_code(code))
        ]
    return None


def _iri(name: str) -> str:
    if name.startswith("l2t:"):
        return L2T + name.removeprefix("l2t:")
    return L2 + name.removeprefix("l2:")


def _split(name: str) -> tuple[str, list[str]]:
    prop, _, codes = name.partition("=")
    return prop.removeprefix("l2:"), codes.split("|")


def _code(code: str) -> str:
    return _iri(code) if code.startswith("l2t:") else L2V + code.removeprefix("l2v:")


def _absent(store: ox.Store, name: str) -> frozenset[str]:
    """Return the cases that state a thing absent.

    That is: a claim of that mode about it or about what is wider; a tactic that a measure
    refrains from; another value of what a case has exactly one of.
    """
    if "=" not in name:
        iri = _iri(name)
        rows = ask(store, _CLAIMED, asked=iri)
        if iri.startswith(L2T):
            rows += ask(store, _REFRAINED, asked=iri)
        return frozenset(slug_of(row[0]) for row in rows)
    prop, codes = _split(name)
    if prop in _ONE_A_CASE:
        values = {_code(code) for code in codes}
        return frozenset(
            slug_of(case)
            for case, value in ask(store, _OTHER, property=L2 + prop)
            if value not in values
        )
    rows_of = (ask(store, _CLAIMED, asked=_code(code)) for code in codes)
    claimed = [{row[0] for row in rows} for rows in rows_of]
    return frozenset(slug_of(case) for case in set.intersection(*claimed))


def _unknown(store: ox.Store, name: str) -> NotFoundError:
    patterns = [query.name for query in all_queries().values() if query.unit]
    near = nearest(
        name,
        ["positive-outcome", *patterns, *_known(store, "l2t:"), *_known(store, "l2:")],
    )
    return NotFoundError(f"no condition {name!r}{near}; {KINDS_OF_NAME}")


def _must_be_known(store: ox.Store, name: str) -> None:
    """Refuse a name that nothing bears; a known one that no case has is a column of blanks."""
    if "=" not in name:
        prefix = "l2t:" if name.startswith("l2t:") else "l2:"
        _check(name, _known(store, prefix), "tactic" if prefix == "l2t:" else "class")
        return
    prop, codes = _split(name)
    properties = [
        iri.removeprefix(L2)
        for (iri,) in ask(store, "SELECT ?p { ?p a owl:ObjectProperty }")
        if iri.startswith(L2)
    ]
    _check(prop, properties, "property")
    for code in codes:
        prefix = "l2t:" if code.startswith("l2t:") else "l2v:"
        known = [name.removeprefix(prefix) for name in _known(store, prefix)]
        _check(code.removeprefix("l2v:").removeprefix("l2t:"), known, "code")


def _check(name: str, known: list[str], what: str) -> None:
    if name not in known:
        raise NotFoundError(f"no {what} {name!r}{nearest(name, known)}; {KINDS_OF_NAME}")


def _known(store: ox.Store, prefix: str) -> list[str]:
    """List the tactics or codes that the vocabularies declare, or the classes of the ontology."""
    space = PREFIXES[prefix[:-1]]
    kinds = "skos:Concept" if prefix != "l2:" else "owl:Class"
    return sorted(
        prefix + row[0].removeprefix(space)
        for row in ask(store, f"SELECT ?t {{ ?t a {kinds} }}")
        if row[0].startswith(space)
    )


def slug_of(iri: str) -> str:
    """Return the slug of a case."""
    return iri.removeprefix(CASE)
