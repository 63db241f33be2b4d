"""The stated order of cases as event sequences, as TraMineR reads them: case number, time, event."""

from __future__ import annotations

from dataclasses import astuple, dataclass
from typing import TYPE_CHECKING

from l2kg.analysis.matrix import leaf_cases
from l2kg.analysis.orders import partial_order
from l2kg.csv_text import write_csv
from l2kg.namespaces import BASE, case_slug, short
from l2kg.queries.run import ask

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pyoxigraph as ox

__all__ = [
    "NOTE",
    "SequenceRow",
    "event_sequences",
    "sequences_text",
]

NOTE = (
    "Time is the least place that the stated order allows, not a date. Events with one"
    " number are not simultaneous: no order is stated. Occurrences without a stated order"
    " are left out."
)
_HEADER = (
    "id",
    "time",
    "event",
    "case",
    "occurrence",
    "label",
)
_KINDS = """SELECT ?case ?occurrence ?event {
  { ?occurrence l2:tactic ?event }
  UNION {
    GRAPH ?file { ?occurrence a ?event }
    FILTER(?event != l2:Measure && STRSTARTS(STR(?file), STR(case:)))
    MINUS { ?occurrence l2:tactic ?some }
  }
  ?occurrence l2:inCase ?case ; a l2:Occurrence .
}"""
_WIDER = "SELECT ?a ?b { ?a rdfs:subClassOf+ ?b FILTER(?a != ?b) }"


@dataclass(frozen=True, slots=True)
class SequenceRow:
    """One event: its kind, and the occurrence that it is.

    `id` is the number of its case, `time` its place in the order.
    """

    id: int
    time: int
    event: str
    case: str
    occurrence: str
    label: str


def event_sequences(
    store: ox.Store, cases: Sequence[str] = ()
) -> tuple[SequenceRow, ...]:
    """Return the events of cases with a stated order.

    Without a choice they are those of all cases that have no sub-cases.

    The event is the tactic of a measure (one row each), or else the narrowest class of
    the occurrence. Rows are sorted by case and time, as TraMineR wants them:
    `seqecreate(id = d$id, timestamp = d$time, event = d$event)`.

    Raises:
        NotFoundError: a case that is not in the store; the text suggests the nearest.
    """
    kinds = _kinds_of_events(store)
    rows: list[SequenceRow] = []
    for number, case in enumerate(
        sorted(map(case_slug, cases or leaf_cases(store))), start=1
    ):
        order = partial_order(store, case, count=False)
        ranks = order.ranks
        for ref in order.occurrences:
            for event in sorted(kinds.get(ref.iri, ())):
                row = SequenceRow(
                    id=number,
                    time=ranks[ref.iri],
                    event=event,
                    case=case,
                    occurrence=short(ref.iri),
                    label=ref.label,
                )
                rows.append(row)

    def place(row: SequenceRow) -> tuple[int, int, str, str]:
        return row.id, row.time, row.event, row.occurrence

    return tuple(sorted(rows, key=place))


def _kinds_of_events(store: ox.Store) -> dict[str, set[str]]:
    """Return, for each occurrence, its tactics, or else its narrowest classes."""
    wider = {(short(below), short(above)) for below, above in ask(store, _WIDER)}
    found: dict[str, set[str]] = {}
    for _, occurrence, event in ask(store, _KINDS):
        if event.startswith(BASE):
            found.setdefault(occurrence, set()).add(short(event))
    return {iri: _narrowest(names, wider) for iri, names in found.items()}


def _narrowest(names: set[str], wider: set[tuple[str, str]]) -> set[str]:
    """Leave out names that another one of them implies."""
    implied = {name for name in names if any((other, name) in wider for other in names)}
    return names - implied


def sequences_text(rows: Sequence[SequenceRow]) -> str:
    """Write event sequences as CSV."""
    return write_csv(_HEADER, [astuple(row) for row in rows])
