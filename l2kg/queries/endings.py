"""As what each outcome counts where cases are counted: the collections of the vocabulary say."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from l2kg.namespaces import L2, L2V, SKOS
from l2kg.queries.lookup import instances, object_iris

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pyoxigraph as ox

__all__ = ["ENDED", "Ending", "ending_of", "endings", "endings_by_case"]

Ending = Literal["good", "bad", "mixed", "open"]
ENDED: Mapping[Ending, str] = {
    "good": "ended well",
    "bad": "ended badly",
    "mixed": "ended well in part, badly in part",
    "open": "open or not told",
}
_COLLECTIONS: Mapping[str, Ending] = {
    "ended-well": "good",
    "ended-badly": "bad",
    "ended-well-and-badly": "mixed",
}


def endings(store: ox.Store) -> dict[str, Ending]:
    """Return as what each code of the list outcome counts that counts as an end, by IRI."""
    return {
        code: ending
        for collection, ending in _COLLECTIONS.items()
        for code in object_iris(store, L2V + collection, f"{SKOS}member")
    }


def ending_of(store: ox.Store, case: str) -> Ending:
    """Return how a case ended; open where no outcome is told that counts as an end."""
    known = endings(store)
    codes = object_iris(store, case, f"{L2}outcome")
    return next((known[code] for code in codes if code in known), "open")


def endings_by_case(store: ox.Store) -> dict[str, Ending]:
    """Return how each case of a store ended, by the IRI of the case."""
    return {case: ending_of(store, case) for case in instances(store, f"{L2}Case")}
