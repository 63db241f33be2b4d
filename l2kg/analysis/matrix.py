"""Cases by conditions: what the sources state present, what they state absent, and what they leave unsaid."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Protocol

from l2kg.errors import NotFoundError, UsageError
from l2kg.namespaces import CASE, L2, L2T, L2V, PREFIXES
from l2kg.queries.header import all_queries
from l2kg.queries.run import ask
from l2kg.wording import counted, nearest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    import pyoxigraph as ox

__all__ = [
    "CLOSED_WORLD",
    "CaseCondition",
    "Coder",
    "Matrix",
    "condition",
    "leaf_cases",
    "matrix",
    "short_name",
    "short_names",
]

CLOSED_WORLD = ", in a closed world: what is not stated is read as absent"
_POSITIVE = "outcome=success|acceptance-made-likelier"
_ONE_A_CASE = (
    "setting",
    "kind",
    "outcome",
)  # exactly one each, so that another value states this one absent
_HOW = (
    "write l2t:TACTIC, l2:CLASS, PROPERTY=CODE, positive-outcome, the name of a pattern,"
    " A|B for either, or A before B"
)
_NAMED = re.compile(r"[\w:=|.-]+")  # the signs of which names of terms are made


class Coder(Protocol):
    """Codes cases by a pattern's name: for each slug True for stated present, False for stated absent, None for not stated.

    `l2kg.patterns.standing_by_case` is one, its store given. Raises NotFoundError for a
    name that it does not know.
    """

    def __call__(self, name: str, /) -> Mapping[str, bool | None]: ...  # noqa: D102


@dataclass(frozen=True, slots=True)
class CaseCondition:
    """One column of a matrix: its name as asked for, and the slugs of the cases where it is stated present or absent."""

    name: str
    present: frozenset[str]
    absent: frozenset[str]

    def value(self, case: str) -> bool | None:
        """Return True for stated present, False for stated absent, None for not stated.

        >>> CaseCondition("help", frozenset({"a"}), frozenset({"b"})).value("c") is None
        True
        """
        return True if case in self.present else False if case in self.absent else None


@dataclass(frozen=True, slots=True)
class Matrix:
    """Conditions of the same cases; `notes` say in words what cases they are."""

    cases: tuple[str, ...]
    conditions: tuple[CaseCondition, ...]
    notes: tuple[str, ...] = ()

    def __getitem__(self, name: str) -> CaseCondition:
        """Return a column by its name or short name.

        Raises:
            NotFoundError: there is none of that name; the text suggests the nearest.
        """
        names = dict(
            zip(
                short_names(c.name for c in self.conditions), self.conditions, strict=True
            )
        )
        found = next((c for c in self.conditions if c.name == name), names.get(name))
        if found is None:
            known = [*(c.name for c in self.conditions), *names]
            raise NotFoundError(
                f"no condition {name!r}{nearest(name, known)}; there are"
                f" {', '.join(c.name for c in self.conditions)}"
            )
        return found

    def only(self, cases: Iterable[str]) -> Matrix:
        """Return the same conditions for some of the cases.

        Raises:
            NotFoundError: a case that the matrix does not have.
        """
        chosen = tuple(cases)
        known = set(self.cases)
        for case in chosen:
            if case not in known:
                raise NotFoundError(
                    f"no case {case!r}{nearest(case, self.cases)}; there are"
                    f" {', '.join(self.cases)}"
                )
        return Matrix(chosen, self.conditions)


def short_name(name: str) -> str:
    """Return a condition's name in capitals, as formulas and the columns of R have it.

    >>> short_name("l2t:harmful-move"), short_name("l2:BackChannel before l2:SuccessfulHelp"), short_name("l2:A|l2:B")
    ('HARMFUL_MOVE', 'BACK_CHANNEL_BEFORE_SUCCESSFUL_HELP', 'A_OR_B')
    """
    bare = re.sub(
        r"(?<=[a-z])(?=[A-Z])", " ", re.sub(r"\b(?:l2|l2t|l2v|case):", "", name)
    )
    words = re.sub(r"[^A-Za-z0-9]+", "_", bare.replace("|", " or ")).strip("_").upper()
    return words if words[:1].isalpha() else f"C_{words}"


def short_names(names: Iterable[str]) -> list[str]:
    """Return short names, numbered where two would be the same.

    >>> short_names(["a-b", "a b"])
    ['A_B', 'A_B_2']
    """
    seen: Counter[str] = Counter()
    made = []
    for name in map(short_name, names):
        seen[name] += 1
        made.append(name if seen[name] == 1 else f"{name}_{seen[name]}")
    return made


def leaf_cases(store: ox.Store) -> tuple[str, ...]:
    """Return the slugs of all cases but those that have sub-cases, whose elements would count twice."""
    rows = ask(
        store, "SELECT ?case { ?case a l2:Case MINUS { ?part l2:subCaseOf ?case } }"
    )
    return tuple(sorted(_slug(row[0]) for row in rows))


def matrix(
    store: ox.Store,
    names: Sequence[str],
    *,
    cases: Sequence[str] = (),
    coder: Coder | None = None,
) -> Matrix:
    """Code cases by conditions; without a choice, all cases that have no sub-cases.

    A condition is `l2t:TACTIC` (that or a narrower one), `l2:CLASS`, `PROPERTY=CODE` (or
    `=CODE|CODE`), `positive-outcome`, the name of a pattern where a coder is given, `A|B`
    for either of two (or more), or `A before B` in the order that sources state. Either
    is stated absent only where each is. An element counts for the case that it is in, not
    for that case's parent or parts.

    Raises:
        NotFoundError: a name or case that is not known; the text suggests the nearest.
        UsageError: no condition, or one twice.
    """
    if not names:
        raise UsageError(f"no condition given; {_HOW}")
    if twice := [name for name, count in Counter(names).items() if count > 1]:
        raise UsageError(f"condition {twice[0]!r} is given twice; leave one out")
    known = {_slug(row[0]) for row in ask(store, "SELECT ?case { ?case a l2:Case }")}
    chosen = tuple(cases) or leaf_cases(store)
    whole = Matrix(
        tuple(sorted(known)), tuple(condition(store, name, coder=coder) for name in names)
    )
    return replace(whole.only(chosen), notes=_told(store, chosen))


_KINDS = (
    "SELECT ?case ?kind ?parent { ?case l2:kind/skos:prefLabel ?kind OPTIONAL { ?case"
    " l2:subCaseOf ?parent } }"
)


def _told(store: ox.Store, cases: Sequence[str]) -> tuple[str, ...]:
    """Say how the cases are told, and which of them are parts of one."""
    rows = {
        _slug(case): (kind, _slug(parent)) for case, kind, parent in ask(store, _KINDS)
    }
    known = [rows[case] for case in cases if case in rows]
    kinds = ", ".join(
        f"{number} {kind}"
        for kind, number in Counter(kind for kind, _ in known).most_common()
    )
    parts = Counter(parent for _, parent in known if parent)
    shared = [
        f"{number} of the cases are parts of {parent} and not independent of each other."
        for parent, number in parts.items()
        if number > 1
    ]
    return (
        (f"The {counted(len(cases), 'case')} by how they are told: {kinds}.", *shared)
        if kinds
        else tuple(shared)
    )


def condition(store: ox.Store, name: str, *, coder: Coder | None = None) -> CaseCondition:
    """Code all cases of a store by one condition.

    Raises:
        NotFoundError: a name that is not known; the text suggests the nearest.
    """
    if name == "positive-outcome":
        whole = condition(store, _POSITIVE)
        return CaseCondition(name, whole.present, whole.absent)
    first, before, second = name.partition(" before ")
    if before:
        return _in_order(store, name, first.strip(), second.strip())
    if len(ones := _either(name)) > 1:
        columns = [condition(store, one, coder=coder) for one in ones]
        found = frozenset[str]().union(*(one.present for one in columns))
        return CaseCondition(
            name, found, frozenset.intersection(*(one.absent for one in columns)) - found
        )
    if not _reader(store, name) and coder is not None:
        try:
            standing = coder(name)
        except NotFoundError as error:
            raise _unknown(store, name) from error
        present, absent = (
            frozenset(case for case, value in standing.items() if value is wanted)
            for wanted in (True, False)
        )
        return CaseCondition(name, present, absent)
    members = _members(store, name)
    present = frozenset(_slug(case) for _, case in members)
    return CaseCondition(name, present, _absent(store, name) - present)


def _slug(iri: str) -> str:
    return iri.removeprefix(CASE)


_TACTIC = (
    "SELECT DISTINCT ?asked ?element ?case { ?element l2:tactic ?used ; l2:inCase ?case ."
    " ?used skos:broader* ?asked }"
)
_CLASS = "SELECT DISTINCT ?asked ?element ?case { ?element a ?asked ; l2:inCase ?case }"
_CODE = """SELECT DISTINCT ?asked ?property ?element ?case {
  { ?element ?property ?asked ; l2:inCase ?case } UNION { ?element a l2:Case ; ?property ?asked . BIND(?element AS ?case) }
}"""


def _either(name: str) -> list[str]:
    """Return the names that A|B stands for; in PROPERTY=CODE|CODE it is the codes that are either."""
    return [name] if "=" in name else [one.strip() for one in name.split("|")]


def _reader(store: ox.Store, name: str) -> Callable[[], list[tuple[str, ...]]] | None:
    """Return what finds the elements that a name means with their cases, or nothing if it is none of our kinds of name."""
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
    return (
        L2T + name.removeprefix("l2t:")
        if name.startswith("l2t:")
        else L2 + name.removeprefix("l2:")
    )


def _split(name: str) -> tuple[str, list[str]]:
    prop, _, codes = name.partition("=")
    return prop.removeprefix("l2:"), codes.split("|")


def _code(code: str) -> str:
    return _iri(code) if code.startswith("l2t:") else L2V + code.removeprefix("l2v:")


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


def _unknown(store: ox.Store, name: str) -> NotFoundError:
    patterns = [query.name for query in all_queries().values() if query.unit]
    near = nearest(
        name,
        ["positive-outcome", *patterns, *_known(store, "l2t:"), *_known(store, "l2:")],
    )
    return NotFoundError(f"no condition {name!r}{near}; {_HOW}")


def _known(store: ox.Store, prefix: str) -> list[str]:
    """List the tactics or codes that the vocabularies declare, or the classes of the ontology."""
    space = PREFIXES[prefix[:-1]]
    kinds = "skos:Concept" if prefix != "l2:" else "owl:Class"
    return sorted(
        prefix + row[0].removeprefix(space)
        for row in ask(store, f"SELECT ?t {{ ?t a {kinds} }}")
        if row[0].startswith(space)
    )


def _must_be_known(store: ox.Store, name: str) -> None:
    """Refuse a name that nothing bears; a known one that no case has is a column of blanks."""
    if "=" not in name:
        prefix = "l2t:" if name.startswith("l2t:") else "l2:"
        _check(name, _known(store, prefix), "tactic" if prefix == "l2t:" else "class")
        return
    prop, codes = _split(name)
    properties = ask(store, "SELECT ?p { ?p a owl:ObjectProperty }")
    _check(
        prop,
        [row[0].removeprefix(L2) for row in properties if row[0].startswith(L2)],
        "property",
    )
    for code in codes:
        bare = code.removeprefix("l2v:").removeprefix("l2t:")
        _check(
            bare,
            [
                c.partition(":")[2]
                for c in _known(store, "l2t:" if code.startswith("l2t:") else "l2v:")
            ],
            "code",
        )


def _check(name: str, known: list[str], what: str) -> None:
    if name not in known:
        raise NotFoundError(f"no {what} {name!r}{nearest(name, known)}; {_HOW}")


_REFRAINED = (
    "SELECT DISTINCT ?asked ?case { ?element l2:refrainsFrom ?used ; l2:inCase ?case ."
    " ?asked skos:broader* ?used }"
)
_CLAIMED = """SELECT DISTINCT ?asked ?case {
  ?claim l2:mode l2v:stated-absence ; l2:about ?wide ; l2:inCase ?case .
  ?asked (skos:broader|rdfs:subClassOf)* ?wide
}"""
_OTHER = "SELECT DISTINCT ?property ?case ?value { ?case a l2:Case ; ?property ?value }"


def _absent(store: ox.Store, name: str) -> frozenset[str]:
    """Return the cases that state a thing absent.

    That is: a claim of that mode about it or about what is wider; a tactic that a measure
    refrains from; another value of what a case has exactly one of.
    """
    if "=" not in name:
        iri = _iri(name)
        rows = ask(store, _CLAIMED, asked=iri) + (
            ask(store, _REFRAINED, asked=iri) if iri.startswith(L2T) else []
        )
        return frozenset(_slug(row[0]) for row in rows)
    prop, codes = _split(name)
    if prop in _ONE_A_CASE:
        values = {_code(code) for code in codes}
        return frozenset(
            _slug(case)
            for case, value in ask(store, _OTHER, property=L2 + prop)
            if value not in values
        )
    claimed = [
        {row[0] for row in ask(store, _CLAIMED, asked=_code(code))} for code in codes
    ]
    return frozenset(_slug(case) for case in set.intersection(*claimed))


def _in_order(store: ox.Store, name: str, first: str, second: str) -> CaseCondition:
    """Code whether something of one kind precedes, as sources state it, something of another in the same case.

    Absent is only stated where each of the first kind is stated to come after each of the second.
    """
    begins = set(
        ask(store, "SELECT ?first ?second { ?first l2:precedesAsStated ?second }")
    )
    ones, others = _by_case(_members(store, first)), _by_case(_members(store, second))
    present, absent = set(), set()
    for case in ones.keys() & others.keys():
        pairs = [(a, b) for a in ones[case] for b in others[case] if a != b]
        if any(pair in begins for pair in pairs):
            present.add(_slug(case))
        elif pairs and all((b, a) in begins for a, b in pairs):
            absent.add(_slug(case))
    return CaseCondition(name, frozenset(present), frozenset(absent))


def _by_case(members: list[tuple[str, ...]]) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for element, case in members:
        found.setdefault(case, set()).add(element)
    return found
