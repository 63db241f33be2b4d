"""The store of a server process, and what is read once of all the data in it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from l2kg.cases import list_cases, name_cases
from l2kg.cases.people import people, ties
from l2kg.cases.search import index
from l2kg.cases.tactics import tactics
from l2kg.descriptions.dates import stated_dates
from l2kg.html.filter import folded_text
from l2kg.html.query import completions
from l2kg.namespaces import CASE
from l2kg.serving.caches import once
from l2kg.store import open_store

if TYPE_CHECKING:
    import pyoxigraph as ox

    from l2kg.cases import CaseSummary
    from l2kg.cases.people import Person, Tie
    from l2kg.cases.reading import Ref
    from l2kg.cases.search import Entry
    from l2kg.cases.tactics import Tactic

__all__ = [
    "all_ties",
    "case_texts",
    "cases",
    "dated",
    "entries",
    "everybody",
    "named_cases",
    "slugs",
    "store",
    "tactic_tree",
    "terms",
]


@once
def store() -> ox.Store:
    """Open the store that `L2KG_STORE` names, or the shipped data."""
    return open_store()


@once
def cases() -> tuple[CaseSummary, ...]:
    """List every case and sub-case."""
    return tuple(list_cases(store()))


@once
def case_texts() -> dict[str, str]:
    """Return the texts of all cases by slug, as they are searched."""
    return {case.slug: folded_text(case) for case in cases()}


@once
def named_cases() -> tuple[Ref, ...]:
    """Name every case and sub-case, in the order in which they are listed."""
    return tuple(name_cases(store()))


@once
def slugs() -> frozenset[str]:
    """Return the slugs of all cases and sub-cases."""
    return frozenset(ref.iri.removeprefix(CASE) for ref in named_cases())


@once
def tactic_tree() -> dict[str, Tactic]:
    """Read the tactics, each before those below it, by local name."""
    return tactics(store())


@once
def everybody() -> tuple[Person, ...]:
    """List people and bodies."""
    return tuple(people(store()))


@once
def all_ties() -> tuple[Tie, ...]:
    """List the relationships of all cases."""
    return tuple(ties(store()))


@once
def entries() -> tuple[Entry, ...]:
    """List what can be searched."""
    return index(store())


@once
def terms() -> list[dict[str, str]]:
    """List the terms that the editor of queries completes."""
    return completions(store())


@once
def dated() -> str:
    """Return the date of the data, as the ontology states it for all of them, or nothing."""
    _, modified = stated_dates(store())
    return max((date.value for date in modified), default="")
