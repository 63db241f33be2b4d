"""Cases by conditions: what the sources state present, what they state absent, and what they leave unsaid."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from l2kg.analysis.conditions import KINDS_OF_NAME, condition, slug_of
from l2kg.errors import NotFoundError, UsageError
from l2kg.namespaces import case_slug
from l2kg.queries.run import ask
from l2kg.wording import counted, nearest, no_case

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    import pyoxigraph as ox

    from l2kg.analysis.conditions import CaseCondition, Coder

__all__ = [
    "CLOSED_WORLD",
    "Matrix",
    "leaf_cases",
    "matrix",
    "short_name",
    "short_names",
]

CLOSED_WORLD = ", in a closed world: what is not stated is read as absent"


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
        chosen = tuple(case if case in self.cases else case_slug(case) for case in cases)
        known = set(self.cases)
        for case in chosen:
            if case not in known:
                raise NotFoundError(no_case(case, self.cases))
        return Matrix(chosen, self.conditions)


def short_name(name: str) -> str:
    """Return a condition's name in capitals, as formulas and the columns of R have it.

    >>> short_name("l2t:harmful-move"), short_name("l2:A|l2:B")
    ('HARMFUL_MOVE', 'A_OR_B')
    >>> short_name("l2:BackChannel before l2:SuccessfulHelp")
    'BACK_CHANNEL_BEFORE_SUCCESSFUL_HELP'
    """
    unprefixed = re.sub(r"\b(?:l2|l2t|l2v|case):", "", name)
    bare = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", unprefixed)
    words = re.sub(r"[^A-Za-z0-9]+", "_", bare.replace("|", " or ")).strip("_").upper()
    return words if words[:1].isalpha() else f"C_{words}"


def short_names(names: Iterable[str]) -> list[str]:
    """Return short names, numbered where two would be the same.

    >>> short_names(["a-b", "a b"])
    ['A_B', 'A_B_2']
    """
    seen: Counter[str] = Counter()
    distinct = []
    for name in map(short_name, names):
        seen[name] += 1
        distinct.append(name if seen[name] == 1 else f"{name}_{seen[name]}")
    return distinct


def leaf_cases(store: ox.Store) -> tuple[str, ...]:
    """Return the slugs of all cases but those that have sub-cases, whose elements would count twice."""
    rows = ask(
        store, "SELECT ?case { ?case a l2:Case MINUS { ?part l2:subCaseOf ?case } }"
    )
    return tuple(sorted(slug_of(row[0]) for row in rows))


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
    for either of two (or more), or `A before B` in the order that sources state (`A before
    B as implied`: or imply). Either is stated absent only where each is. An element counts
    for the case that it is in, not for that case's parent or parts.

    Raises:
        NotFoundError: a name or case that is not known; the text suggests the nearest.
        UsageError: no condition, or one twice.
    """
    if not names:
        raise UsageError(f"no condition given; {KINDS_OF_NAME}")
    if twice := [name for name, count in Counter(names).items() if count > 1]:
        raise UsageError(f"condition {twice[0]!r} is given twice; leave one out")
    known = {slug_of(row[0]) for row in ask(store, "SELECT ?case { ?case a l2:Case }")}
    chosen = tuple(map(case_slug, cases)) or leaf_cases(store)
    whole = Matrix(
        tuple(sorted(known)), tuple(condition(store, name, coder=coder) for name in names)
    )
    return replace(whole.only(chosen), notes=_notes(store, chosen))


_KINDS = (
    "SELECT ?case ?kind ?parent { ?case l2:kind/skos:prefLabel ?kind OPTIONAL { ?case"
    " l2:subCaseOf ?parent } }"
)


def _notes(store: ox.Store, cases: Sequence[str]) -> tuple[str, ...]:
    """Say how the cases are told, and which of them are parts of one."""
    rows = {
        slug_of(case): (kind, slug_of(parent))
        for case, kind, parent in ask(store, _KINDS)
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
