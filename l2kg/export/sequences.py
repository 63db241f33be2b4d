"""The stated order of cases as event sequences, in the layout that TraMineR reads: case number, time, event."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from l2kg.analysis.matrix import leaf_cases
from l2kg.analysis.orders import partial_order
from l2kg.csv_text import write_csv
from l2kg.namespaces import BASE, short
from l2kg.queries.run import ask

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pyoxigraph as ox

__all__ = ["NOTE", "SequenceRow", "event_sequences", "sequences_text"]

NOTE = (
    "Time is the least place that the stated order allows, not a date. Events with one"
    " number are not simultaneous: no order is stated. Occurrences without a stated order"
    " are left out."
)
_HEADER = ("id", "time", "event", "case", "occurrence", "label")
_KINDS = """SELECT ?case ?one ?event {
  { ?one l2:tactic ?event }
  UNION { GRAPH ?file { ?one a ?event } FILTER(?event != l2:Measure && STRSTARTS(STR(?file), STR(case:))) MINUS { ?one l2:tactic ?some } }
  ?one l2:inCase ?case ; a l2:Occurrence .
}"""


@dataclass(frozen=True, slots=True)
class SequenceRow:
    """One event: the number of its case, its place in the order, what kind of event it is, and which occurrence."""

    id: int
    time: int
    event: str
    case: str
    occurrence: str
    label: str


def event_sequences(
    store: ox.Store, cases: Sequence[str] = ()
) -> tuple[SequenceRow, ...]:
    """Return the events of cases with a stated order; without a choice, of all cases that have no sub-cases.

    The event is the tactic of a measure (one row each), or else the narrowest class of
    the occurrence. Rows are sorted by case and time, as TraMineR wants them:
    `seqecreate(id = d$id, timestamp = d$time, event = d$event)`.

    Raises:
        NotFoundError: a case that is not in the store; the text suggests the nearest.
    """
    wider = {
        (short(a), short(b))
        for a, b in ask(store, "SELECT ?a ?b { ?a rdfs:subClassOf+ ?b FILTER(?a != ?b) }")
    }
    events: dict[str, set[str]] = {}
    for _, one, event in ask(store, _KINDS):
        if event.startswith(BASE):
            events.setdefault(one, set()).add(short(event))
    rows: list[SequenceRow] = []
    for number, case in enumerate(sorted(cases or leaf_cases(store)), start=1):
        order = partial_order(store, case, count=False)
        ranks = order.ranks
        for ref in order.occurrences:
            kinds = sorted(_narrowest(events.get(ref.iri, set()), wider))
            rows += [
                SequenceRow(
                    number, ranks[ref.iri], event, case, short(ref.iri), ref.label
                )
                for event in kinds
            ]
    return tuple(
        sorted(rows, key=lambda row: (row.id, row.time, row.event, row.occurrence))
    )


def _narrowest(names: set[str], wider: set[tuple[str, str]]) -> set[str]:
    """Leave out names that another one of them implies."""
    return {name for name in names if not any((other, name) in wider for other in names)}


def sequences_text(rows: Sequence[SequenceRow]) -> str:
    """Write event sequences as CSV."""
    return write_csv(
        _HEADER,
        [(r.id, r.time, r.event, r.case, r.occurrence, r.label) for r in rows],
    )
