"""The findings of a store, read back for the page of a case: two sides each, and what follows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pyoxigraph as ox

from l2kg.cases.reading import Ref
from l2kg.conflicts.claims import CONFLICTS
from l2kg.namespaces import CASE, DCTERMS, L2, RDFS
from l2kg.queries.lookup import label_or_title, object_texts

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["Disagreement", "Side", "disagreements"]


@dataclass(frozen=True, slots=True)
class Side:
    """One side of a disagreement: what is said, by which sources, in which records."""

    says: str
    sources: tuple[Ref, ...]
    records: tuple[Ref, ...]


@dataclass(frozen=True, slots=True)
class Disagreement:
    """Two conflicting findings about one thing, and what follows.

    `summary` says by which rule they were found, `of_case` whether they are about this
    case alone.
    """

    iri: str
    of_case: bool
    summary: str
    about: Ref
    one: Side
    other: Side
    follows: str
    severity: str


def disagreements(store: ox.Store, case: str) -> tuple[Disagreement, ...]:
    """Return what does not agree in a case, and of the actors who have a part in it.

    The case's own elements come first.
    """
    read = _Reader(store, case)
    return tuple(
        sorted(read.all(), key=lambda one: (not one.of_case, one.about.label, one.iri))
    )


@dataclass(frozen=True, slots=True)
class _Reader:
    store: ox.Store
    case: str

    def all(self) -> Iterator[Disagreement]:
        for quad in self.store.quads_for_pattern(
            None, ox.NamedNode(f"{L2}conflictsWith"), None, ox.NamedNode(CONFLICTS)
        ):
            one, other = (
                getattr(quad.subject, "value", ""),
                getattr(quad.object, "value", ""),
            )
            if one < other and (about := self._shared(one, other)):
                yield self._pair(one, other, about)

    def _shared(self, one: str, other: str) -> str | None:
        """Return what two findings are about, if this case has a part in it."""
        named = list(
            dict.fromkeys([*self._values(one, "about"), *self._values(other, "about")])
        )
        things = [iri for iri in named if not self._is_case(iri)]
        cases = [iri for iri in named if self._is_case(iri)]
        here = self.case in cases if cases else any(map(self._of_case, things))
        common = (
            set(self._values(one, "about"))
            & set(self._values(other, "about"))
            & set(things)
        )
        return min(common) if here and common else None

    def _is_case(self, iri: str) -> bool:
        return any(
            self.store.quads_for_pattern(
                ox.NamedNode(iri), None, ox.NamedNode(f"{L2}Case"), ox.DefaultGraph()
            )
        )

    def _of_case(self, iri: str) -> bool:
        if iri.startswith(CASE):
            return self.case in self._values(iri, "inCase")
        graph = ox.NamedNode(self.case)
        return any(self.store.quads_for_pattern(None, None, ox.NamedNode(iri), graph))

    def _pair(self, one: str, other: str, about: str) -> Disagreement:
        rule = next(iter(self._values(one, "foundBy")), "")
        return Disagreement(
            iri=one,
            of_case=about.startswith(CASE) or self.case in self._values(one, "about"),
            summary=self._text(rule, f"{RDFS}comment").rstrip("."),
            about=self._ref(about),
            one=self._side(one),
            other=self._side(other),
            follows=self._text(one, f"{L2}description"),
            severity=self._text(one, f"{L2}severity"),
        )

    def _side(self, finding: str) -> Side:
        sources = [
            *self._values(finding, "claimedBy"),
            *object_texts(self.store, finding, f"{DCTERMS}source"),
        ]
        return Side(
            says=self._text(finding, f"{RDFS}label"),
            sources=tuple(map(self._ref, sources)),
            records=tuple(map(self._ref, self._values(finding, "restsOn"))),
        )

    def _ref(self, iri: str) -> Ref:
        return Ref(iri, label_or_title(self.store, iri))

    def _text(self, subject: str, predicate: str) -> str:
        return next(iter(object_texts(self.store, subject, predicate)), "")

    def _values(self, subject: str, name: str) -> list[str]:
        return object_texts(self.store, subject, L2 + name)
