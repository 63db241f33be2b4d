"""The taxonomy of tactics, with the measures that use each."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from l2kg.cases.passages import passages_of
from l2kg.cases.reading import Reader, Ref, Survey
from l2kg.namespaces import L2, L2T, SKOS
from l2kg.queries.lookup import subject_iris

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    import pyoxigraph as ox

    from l2kg.cases.parts import Evidence

__all__ = ["Applied", "Tactic", "tactics"]


@dataclass(frozen=True, slots=True)
class Applied:
    """A measure that applies a tactic, the case in which, and the barriers that it answers there."""

    measure: Ref
    case: Ref
    barriers: tuple[Ref, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Tactic:
    """A tactic with its place in the tree: ``depth`` from the top, ``narrower`` one step below.

    A tactic under two others has the place of the first. ``applied`` are the measures
    that use it; ``below`` counts the cases in which it, or a tactic below it, is used;
    ``also`` are its other names, and ``note`` says what holds of its definition.
    """

    ref: Ref
    definition: str
    scope: str
    note: str
    also: tuple[str, ...]
    depth: int
    broader: tuple[Ref, ...]
    narrower: tuple[Ref, ...]
    applied: tuple[Applied, ...]
    below: int
    barrier_types: tuple[Ref, ...]
    warrants: tuple[Evidence, ...]


def tactics(store: ox.Store) -> dict[str, Tactic]:
    """Read the tree from the top down, each tactic before those below it, by local name."""
    tree = _Tree.of(store)
    places: dict[Ref, int] = {}
    for ref, depth in tree.walk():
        places.setdefault(ref, depth)
    return {ref.id: tree.tactic(ref, depth) for ref, depth in places.items()}


@dataclass(frozen=True, slots=True)
class _Tree:
    """The tree by IRI: what is right above and right below each tactic, and who uses it."""

    reader: Reader
    measures: Survey
    above: Mapping[str, list[str]]
    below: Mapping[str, list[str]]
    uses: Mapping[str, tuple[Applied, ...]]

    @classmethod
    def of(cls, store: ox.Store) -> _Tree:
        """Read the tree; a tactic whose broader one is not in the taxonomy is at the top."""
        reader = Reader(store)
        properties = (
            f"{L2}inCase",
            f"{L2}addresses",
            f"{L2}barrierType",
        )
        measures = Survey(store, properties=properties)
        above: dict[str, list[str]] = {}
        below: dict[str, list[str]] = {}
        concepts = subject_iris(store, f"{SKOS}inScheme", L2T)
        for iri in concepts:
            above[iri] = sorted(set(reader.facts(iri).iris(f"{SKOS}broader")))
            for broader in [one for one in above[iri] if one in concepts] or [""]:
                below.setdefault(broader, []).append(iri)
        uses = {iri: tuple(_uses(measures, iri)) for iri in concepts}
        return cls(reader, measures, above, below, uses)

    def walk(self, top: str = "", depth: int = 0) -> Iterator[tuple[Ref, int]]:
        """Yield what is below a tactic, or all, each before those below it, with its depth."""
        for ref in self.reader.refs(self.below.get(top, ())):
            yield ref, depth
            yield from self.walk(ref.iri, depth + 1)

    def tactic(self, ref: Ref, depth: int) -> Tactic:
        """Read one tactic with its place and its uses."""
        reader = self.reader
        facts = reader.facts(ref.iri)
        return Tactic(
            ref=ref,
            definition=facts.text(f"{SKOS}definition"),
            scope=facts.text(f"{SKOS}scopeNote"),
            note=facts.text(f"{SKOS}note"),
            also=tuple(term.value for term in facts.values.get(f"{SKOS}altLabel", ())),
            depth=depth,
            broader=reader.refs(self.above[ref.iri]),
            narrower=reader.refs(self.below.get(ref.iri, ())),
            applied=self.uses[ref.iri],
            below=len(self._cases_below(ref.iri)),
            barrier_types=self._barrier_types(ref.iri),
            warrants=passages_of(reader, facts),
        )

    def _cases_below(self, iri: str) -> set[Ref]:
        """Return the cases that use a tactic or one below it."""
        iris = [iri, *(ref.iri for ref, _ in self.walk(iri))]
        return {use.case for tactic in iris for use in self.uses[tactic]}

    def _barrier_types(self, iri: str) -> tuple[Ref, ...]:
        """Return the types of the barriers that the uses of a tactic answer."""
        types: set[str] = set()
        for use in self.uses[iri]:
            for barrier in use.barriers:
                types.update(self.measures.facts(barrier.iri).iris("barrierType"))
        return self.reader.refs(types)


def _uses(reader: Reader, iri: str) -> Iterator[Applied]:
    """Yield the measures that use a tactic, in the order of their labels."""
    for ref in reader.refs(subject_iris(reader.store, f"{L2}tactic", iri)):
        facts = reader.facts(ref.iri)
        cases = facts.iris("inCase")
        if cases:
            # What is in a sub-case is in its parent too; the longer IRI is the sub-case.
            case = reader.ref(max(cases, key=len))
            yield Applied(ref, case, reader.refs(facts.iris("addresses")))
