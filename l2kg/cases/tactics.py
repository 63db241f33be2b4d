"""The taxonomy of tactics, with the measures that use each."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from l2kg.cases.elements import evidence_of
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
    """A tactic with its place in the tree: ``depth`` from the top, ``narrower`` one step below."""

    ref: Ref
    definition: str
    scope: str
    also: tuple[str, ...]
    depth: int
    broader: Ref | None
    narrower: tuple[Ref, ...]
    applied: tuple[Applied, ...]
    below: int
    barrier_types: tuple[Ref, ...]
    warrants: tuple[Evidence, ...]


def tactics(store: ox.Store) -> dict[str, Tactic]:
    """Read the tree from the top down, each tactic before those below it, by local name."""
    reader, measures = (
        Reader(store),
        Survey(
            store,
            properties=tuple(
                f"{L2}{name}" for name in ("inCase", "addresses", "barrierType")
            ),
        ),
    )
    concepts = subject_iris(store, f"{SKOS}inScheme", L2T)
    above = {
        iri: min(reader.facts(iri).iris(f"{SKOS}broader"), default="") for iri in concepts
    }
    below: dict[str, list[str]] = {}
    for iri, wide in above.items():
        below.setdefault(wide if wide in concepts else "", []).append(iri)
    uses = {iri: tuple(_uses(measures, iri)) for iri in concepts}
    return {
        ref.id: _tactic(reader, measures, ref, depth, above[ref.iri], below, uses)
        for ref, depth in _walk(reader, below, "", 0)
    }


def _walk(
    reader: Reader, below: Mapping[str, list[str]], top: str, depth: int
) -> Iterator[tuple[Ref, int]]:
    for ref in reader.refs(below.get(top, ())):
        yield ref, depth
        yield from _walk(reader, below, ref.iri, depth + 1)


def _uses(reader: Reader, iri: str) -> Iterator[Applied]:
    for ref in reader.refs(subject_iris(reader.store, f"{L2}tactic", iri)):
        facts = reader.facts(ref.iri)
        if cases := facts.iris("inCase"):
            yield Applied(
                ref, reader.ref(max(cases, key=len)), reader.refs(facts.iris("addresses"))
            )


def _tactic(
    reader: Reader,
    measures: Reader,
    ref: Ref,
    depth: int,
    wide: str,
    below: Mapping[str, list[str]],
    uses: Mapping[str, tuple[Applied, ...]],
) -> Tactic:
    facts, own = reader.facts(ref.iri), uses[ref.iri]
    deep = [use for one, _ in _walk(reader, below, ref.iri, 0) for use in uses[one.iri]]
    barriers = {barrier.iri for use in own for barrier in use.barriers}
    return Tactic(
        ref=ref,
        definition=facts.text(f"{SKOS}definition"),
        scope=facts.text(f"{SKOS}scopeNote"),
        also=tuple(term.value for term in facts.values.get(f"{SKOS}altLabel", ())),
        depth=depth,
        broader=reader.ref(wide) if wide else None,
        narrower=reader.refs(below.get(ref.iri, ())),
        applied=own,
        below=len({use.case for use in [*own, *deep]}),
        barrier_types=reader.refs(
            {
                kind
                for barrier in barriers
                for kind in measures.facts(barrier).iris("barrierType")
            }
        ),
        warrants=tuple(
            evidence_of(reader, one, reader.facts(one))
            for one in sorted(facts.iris("evidence"))
        ),
    )
