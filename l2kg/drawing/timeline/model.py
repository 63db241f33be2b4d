"""Decide what a timeline shows of a case.

What happened, how it is dated, and what is known of its time beyond that.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from l2kg.dates import DateError, bounds
from l2kg.drawing.said import how_far
from l2kg.drawing.timeline.dates import date_words
from l2kg.drawing.timeline.lanes import Lane, Lanes
from l2kg.drawing.timeline.standing import decided, standing

if TYPE_CHECKING:
    from collections.abc import Iterator

    from l2kg.cases.parts import Dating, Occurrence
    from l2kg.cases.view import CaseView
    from l2kg.dates import Bounds

__all__ = ["Dated", "Lane", "Moment", "date_words", "moments", "occurrences"]

_PLACED = {"during": "during", "same-time": "at the same time as"}


@dataclass(frozen=True, slots=True)
class Dated:
    """A dating in words and in days, of which one may not be told.

    ``external`` names its source where that is not the case's own.
    """

    dating: Dating
    words: str
    days: Bounds | None
    external: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """An occurrence as the timeline shows it.

    ``notes`` say what is known of its time beyond dates and arrows.

    ``number`` and ``tone`` are those that a measure has in the figure.
    """

    element: Occurrence
    lane: Lane
    number: str
    tone: str
    dated: tuple[Dated, ...]
    notes: tuple[str, ...]


def occurrences(view: CaseView) -> Iterator[Occurrence]:
    """Yield what has a place in time once, as the most telling of its kinds."""
    groups: tuple[tuple[Occurrence, ...], ...] = (
        view.negotiations,
        view.relationships,
        view.measures,
        view.statements,
        view.ratifications,
        view.occurrences,
    )
    seen: set[str] = set()
    for group in groups:
        for occurrence in group:
            if occurrence.iri not in seen:
                seen.add(occurrence.iri)
                yield occurrence


def moments(view: CaseView) -> tuple[Moment, ...]:
    """Return every occurrence of a case with its lane, number, datings and notes."""
    found = list(occurrences(view))
    lanes = Lanes(view, found)
    numbers = {measure.iri: measure.number for measure in view.measures}
    own = _own_source(view)
    return tuple(
        Moment(
            element=occurrence,
            lane=lanes.lane(occurrence),
            number=numbers.get(occurrence.iri, ""),
            tone=lanes.tone(occurrence),
            dated=_dated(view, occurrence, own),
            notes=(
                *filter(None, (decided(occurrence),)),
                *_notes(view, occurrence),
                *standing(view, occurrence),
            ),
        )
        for occurrence in found
    )


def _own_source(view: CaseView) -> str:
    """Return the source on which most of a case rests."""
    found = Counter(passage.source.iri for passage in view.evidence if passage.source)
    return min(found, key=lambda iri: (-found[iri], iri), default="")


def _dated(view: CaseView, occurrence: Occurrence, own: str) -> tuple[Dated, ...]:
    """Return the datings of an occurrence by their dates; ``own`` is the case's own source."""
    found = [
        Dated(
            dating,
            date_words(dating.edtf),
            _days(dating.edtf),
            _external(view, dating, own),
        )
        for dating in view.datings
        if dating.dates and dating.dates.iri == occurrence.iri
    ]
    return tuple(sorted(found, key=lambda one: (one.dating.edtf, one.dating.iri)))


def _external(view: CaseView, dating: Dating, own: str) -> str:
    """Name the sources of a dating, if all of them are others than the case's own."""
    sources = {passage.iri: passage.source for passage in view.evidence if passage.source}
    named = [sources[ref.iri] for ref in dating.evidence if ref.iri in sources]
    others = sorted({ref.label for ref in named if ref.iri != own})
    if not named or len(others) != len({ref.iri for ref in named}):
        return ""
    return ", ".join(others)


@lru_cache(maxsize=4096)
def _days(edtf: str) -> Bounds | None:
    """Return the first and the last day of a date, nothing where it cannot be read."""
    try:
        return bounds(edtf)
    except DateError:
        return None


def _notes(view: CaseView, occurrence: Occurrence) -> tuple[str, ...]:
    """Say what is known of the time of an occurrence beyond dates and arrows.

    That is how far a measure got that was not done, during what it lies, what happens at
    the same time, and what follows after how long.
    """
    notes = [how_far(occurrence)] if how_far(occurrence) else []
    for relation in view.temporal:
        kind, other = relation.relation, relation.relative_to
        if not relation.locates or relation.locates.iri != occurrence.iri:
            continue
        if not kind or not other:
            continue
        if kind.id in _PLACED:
            notes.append(f"{_PLACED[kind.id]}: {other.label}")
        elif relation.lapse:
            notes.append(f"{relation.lapse}, then: {other.label}")
    return tuple(notes)
