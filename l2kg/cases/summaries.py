"""Cases as a card or a list shows them: what each is about, and how much is in it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from l2kg.cases.members import (
    case_graphs,
    cases_in,
    first_ref,
    is_a,
    members_of,
)
from l2kg.cases.reading import (
    Facts,
    Reader,
    Ref,
    Survey,
)
from l2kg.cases.view import CaseSummary
from l2kg.namespaces import CASE, L2
from l2kg.queries.endings import ending_of
from l2kg.queries.lookup import instances
from l2kg.schema import schema

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pyoxigraph import Store

    from l2kg.cases.parts import Refs

__all__ = [
    "list_cases",
    "name_cases",
    "subcases",
    "summarise",
]

# What `summarise` reads, for a survey that reads no more: fields of `CaseSummary`, and
# what ties an element to case, passage, tactic and type. The schema cannot tell it: which
# of a case's fields a card shows is a matter of the card.
_SUMMARISED = tuple(
    f"{L2}{name}"
    for name in (
        "inCase",
        "evidence",
        "tactic",
        "barrierType",
        "setting",
        "kind",
        "outcome",
        "subCaseOf",
        "description",
    )
)


def list_cases(store: Store) -> list[CaseSummary]:
    """List every case and sub-case by label, each sub-case after its parent."""
    known = schema()
    counted = (
        "Case",
        "Side",
        "Evidence",
        *known.below("Measure"),
        *known.below("Relationship"),
    )
    classes = tuple(f"{L2}{name}" for name in counted)
    reader = Survey(
        store,
        properties=_SUMMARISED,
        classes=classes,
    )
    summaries = [
        summarise(reader, iri, parent)
        for parent in case_graphs(reader)
        for iri in cases_in(reader, parent)
    ]
    return sorted(summaries, key=lambda case: _order(case.label, case.parent))


def name_cases(store: Store) -> list[Ref]:
    """Name every case and sub-case, in the order in which they are listed."""
    reader = Reader(store)
    refs = [reader.ref(iri) for iri in instances(store, f"{L2}Case")]
    parents: dict[str, Ref | None] = {}
    for ref in refs:
        if "#" in ref.iri:
            parents[ref.iri] = first_ref(reader, reader.facts(ref.iri), "subCaseOf")
    return sorted(refs, key=lambda ref: _order(ref.label, parents.get(ref.iri)))


def _order(label: str, parent: Ref | None) -> tuple[str, bool, str]:
    """Return the key that sorts cases by label, each sub-case after its parent."""
    whole = parent.label if parent else label
    return whole.casefold(), parent is not None, label.casefold()


def subcases(reader: Reader, graph: str) -> tuple[CaseSummary, ...]:
    """Summarise the sub-cases of the case that a graph is about."""
    return tuple(
        summarise(reader, iri, graph) for iri in cases_in(reader, graph) if iri != graph
    )


def summarise(
    reader: Reader,
    iri: str,
    graph: str,
) -> CaseSummary:
    """Summarise a case, or a sub-case, of a graph; sides are those it shares too."""
    members = members_of(reader, iri, graph)
    own = _own(members, iri, graph)
    facts = members[iri]
    sides = [subject for subject, known in members.items() if is_a(known, "Side")]
    return CaseSummary(
        iri=iri,
        slug=iri.removeprefix(CASE),
        label=reader.label(iri),
        description=facts.text("description"),
        setting=first_ref(reader, facts, "setting"),
        kind=first_ref(reader, facts, "kind"),
        outcome=first_ref(reader, facts, "outcome"),
        parent=first_ref(reader, facts, "subCaseOf"),
        sides=reader.refs(sides),
        measures=_count(own, "Measure"),
        relationships=_count(own, "Relationship"),
        evidence=_count(own, "Evidence"),
        tactics=_gather(reader, own, "tactic"),
        barrier_types=_gather(reader, own, "barrierType"),
        has_back_channel=_count(own, "BackChannel") > 0,
        ending=ending_of(reader.store, iri),
    )


def _own(
    members: Mapping[str, Facts],
    iri: str,
    graph: str,
) -> dict[str, Facts]:
    """Keep what belongs to a case itself: all of a graph, or what names the sub-case."""
    if iri == graph:
        return dict(members)
    own = {
        subject
        for subject, facts in members.items()
        if subject == iri or iri in facts.iris("inCase")
    }
    passages = {
        passage for subject in own for passage in members[subject].iris("evidence")
    }
    return {
        subject: facts
        for subject, facts in members.items()
        if subject in own or subject in passages
    }


def _count(members: Mapping[str, Facts], name: str) -> int:
    return sum(is_a(facts, name) for facts in members.values())


def _gather(
    reader: Reader,
    members: Mapping[str, Facts],
    name: str,
) -> Refs:
    iris = {iri for facts in members.values() for iri in facts.iris(name)}
    return reader.refs(iris)
