"""Decide what a timeline shows of a case: which lane an occurrence lies in, how it is dated, what is said of its order.

An occurrence lies in one lane. The first of these rules that fits decides:

1. Talks with one side alone, or within a side, lie behind that side, unless they are the
main table; talks whose sides all
   sit at the main table lie at the table; other talks lie across.
2. A measure that the figure draws inside a side lies behind that side. 3. A statement,
event, situation or decision that is part of talks, or during them, lies where the talks
lie. 4. What touches two sides or more (who acts, speaks, is connected, involved, helped,
aimed at or addressed) lies across when
   somebody does it to somebody (a measure, a statement, a decision, a relationship) or
   one of the sides does not sit at the main table; else, when it merely happens, at the
   table.
5. What touches one side lies behind it.
6. What touches none lies in a lane of its own.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from l2kg.cases.parts import Measure, Negotiation, Ratification, Relationship, Statement
from l2kg.dates import DateError, bounds
from l2kg.drawing.figure.boxes import letter
from l2kg.drawing.figure.model import model

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Iterator

    from l2kg.cases.parts import Dating, Occurrence, Ref
    from l2kg.cases.view import CaseView
    from l2kg.drawing.figure.model import Model, Move

__all__ = ["Dated", "Lane", "Moment", "date_words", "moments", "occurrences"]

_MAIN = ("level-i", "unofficial")
_LANES = 7
_TOUCHES = ("involves", "intended_for", "heard_by", "made_by", "taken_by", "decided_by", "connects", "acting_sides", "sides", "within",
            "helps", "targets", "strengthens", "mollifies", "counters", "pressures", "inflames", "spares")  # fmt: skip
_MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
_DAY = re.compile(r"(\d{4})(?:-(\d\d))?(?:-(\d\d))?([~?%]?)")
_DOUBT = {"": "", "~": "about ", "?": "perhaps ", "%": "perhaps about "}
_PLACED = {"during": "during", "same-time": "at the same time as"}


@dataclass(frozen=True, slots=True)
class Lane:
    """A lane of the timeline; ``place`` is the seat of the side behind whose placard it lies, -1 when there is none."""

    key: str
    title: str
    place: int


@dataclass(frozen=True, slots=True)
class Dated:
    """A dating in words and in days; ``external`` names its source where that is not the case's own."""

    dating: Dating
    words: str
    days: tuple[dt.date, dt.date] | None
    external: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """An occurrence as the timeline shows it; ``notes`` say what is known of its time beyond dates and arrows.

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
        view.negotiations, view.relationships, view.measures, view.statements, view.ratifications, view.occurrences,
    )  # fmt: skip
    seen: set[str] = set()
    for one in (one for group in groups for one in group):
        if one.iri not in seen:
            seen.add(one.iri)
            yield one


def moments(view: CaseView) -> tuple[Moment, ...]:
    """Return every occurrence of a case with its lane, number, datings and notes."""
    placed = _Lanes(view)
    numbers = {measure.iri: measure.number for measure in view.measures}
    own = _own_source(view)
    return tuple(
        Moment(
            element=one,
            lane=placed.lane(one),
            number=numbers.get(one.iri, ""),
            tone=placed.tone(one),
            dated=_dated(view, one, own),
            notes=_notes(view, one),
        )
        for one in occurrences(view)
    )


def _own_source(view: CaseView) -> str:
    """Return the source on which most of a case rests."""
    found = Counter(passage.source.iri for passage in view.evidence if passage.source)
    return min(found, key=lambda iri: (-found[iri], iri), default="")


def _dated(view: CaseView, one: Occurrence, own: str) -> tuple[Dated, ...]:
    sources = {passage.iri: passage.source for passage in view.evidence if passage.source}
    found = []
    for dating in view.datings:
        if dating.dates and dating.dates.iri == one.iri:
            named = [sources[ref.iri] for ref in dating.evidence if ref.iri in sources]
            others = sorted({ref.label for ref in named if ref.iri != own})
            external = (
                ", ".join(others)
                if named and len(others) == len({ref.iri for ref in named})
                else ""
            )
            found.append(
                Dated(dating, date_words(dating.edtf), _days(dating.edtf), external)
            )
    return tuple(sorted(found, key=lambda d: (d.dating.edtf, d.dating.iri)))


@lru_cache(maxsize=4096)
def _days(edtf: str) -> tuple[dt.date, dt.date] | None:
    try:
        return bounds(edtf)
    except DateError:
        return None


def date_words(edtf: str) -> str:
    """Say an EDTF date in words.

    >>> date_words("1989-11-09"), date_words("1990-07-05/1990-07-06"), date_words("1994~/1996~")
    ('9 November 1989', '5 to 6 July 1990', 'about 1994 to about 1996')
    """
    found = [_DAY.fullmatch(end) for end in edtf.split("/")]
    read = [match.groups() for match in found if match]
    if len(read) != len(found) or any(
        month and not 1 <= int(month) <= len(_MONTHS) for _, month, _, _ in read
    ):
        return edtf
    first, last = read[0], read[-1]
    if len(read) > 1 and first[2] and first[:2] == last[:2]:
        return f"{_DOUBT[first[3]]}{int(first[2])} to {_said(last)}"
    if len(read) > 1 and first[1] and first[0] == last[0]:
        return f"{_said(first).removesuffix(' ' + first[0])} to {_said(last)}"
    return " to ".join(map(_said, read))


def _said(date: tuple[str, ...]) -> str:
    year, month, day, doubt = date
    words = [str(int(day))] if day else []
    return _DOUBT[doubt] + " ".join(
        [*words, *([_MONTHS[int(month) - 1]] if month else []), year]
    )


def _notes(view: CaseView, one: Occurrence) -> tuple[str, ...]:
    said = []
    for relation in view.temporal:
        if (
            relation.locates
            and relation.locates.iri == one.iri
            and relation.relative_to
            and relation.relation
        ):
            word = _PLACED.get(relation.relation.id)
            if word:
                said.append(f"{word}: {relation.relative_to.label}")
            elif relation.lapse:
                said.append(f"{relation.lapse}, then: {relation.relative_to.label}")
    return tuple(said)


class _Lanes:
    """Find the lane of each occurrence of one case."""

    def __init__(self, view: CaseView) -> None:
        self.view, self.story = view, model(view)
        self.seats = [side.iri for side in (*self.story.seats, *self.story.apart)]
        self.homes = {
            group.iri: group.behind.iri for group in view.constituencies if group.behind
        }
        self.homes |= {
            ref.iri: group.behind.iri
            for group in view.constituencies
            if group.behind
            for ref in group.embodied_by
        }
        self.homes |= {side.iri: side.iri for side in view.sides}
        self.moves = {move.measure.iri: move for move in _all(self.story)}
        self.inside = {
            move.measure.iri: move.own for move in self.story.moves if move.own
        }
        self.found = {one.iri: one for one in occurrences(view)}
        self.keys = {iri: self._key(one) for iri, one in self.found.items()}
        self.lanes = _lanes(self.seats, list(self.keys.values()), view)

    def lane(self, one: Occurrence) -> Lane:
        return self.lanes[self.keys[one.iri]]

    def tone(self, one: Occurrence) -> str:
        move = self.moves.get(one.iri)
        return move.tone if move else ""

    def _key(self, one: Occurrence) -> str:
        if isinstance(one, Negotiation):
            return self._talks(one)
        if one.iri in self.inside:
            return self.inside[one.iri]
        talks = (
            self._held_in(one) if not isinstance(one, (Measure, Relationship)) else None
        )
        if talks:
            return self._talks(talks)
        sides = self._sides(one)
        if len(sides) > 1 or (isinstance(one, Measure) and self._crosses(one)):
            done = isinstance(one, (Measure, Statement, Ratification, Relationship))
            return (
                "across"
                if done or not sides <= {side.iri for side in self.story.seats}
                else "table"
            )
        return sides.pop() if sides else "elsewhere"

    def _crosses(self, measure: Measure) -> bool:
        move = self.moves.get(measure.iri)
        return bool(move and move.sources and not move.own)

    def _talks(self, talks: Negotiation) -> str:
        kind = talks.table_kind.id if talks.table_kind else ""
        sides = {ref.iri for ref in (*talks.sides, *talks.within)}
        if len(sides) == 1 and kind not in _MAIN:
            return sides.pop()
        seated = {side.iri for side in self.story.seats}
        return (
            "table"
            if sides <= seated or talks is self.story.talks or kind in _MAIN
            else "across"
        )

    def _held_in(self, one: Occurrence) -> Negotiation | None:
        """Find the talks of which something is part, or during which it is said to lie."""
        said = [
            r
            for r in self.view.temporal
            if r.locates and r.locates.iri == one.iri and _is(r.relation, "during")
        ]
        for ref in (
            *one.part_of,
            *(relation.relative_to for relation in said if relation.relative_to),
        ):
            whole = self.found.get(ref.iri)
            if isinstance(whole, Negotiation):
                return whole
        return None

    def _sides(self, one: Occurrence) -> set[str]:
        found: set[str] = set()
        for ref in (ref for name in _TOUCHES for ref in getattr(one, name, ())):
            named = (
                {self.homes[ref.iri]}
                if ref.iri in self.homes
                else {side.iri for side in self.view.sides_of(ref.iri)}
            )
            found |= named if len(named) == 1 else set()
        return found


def _is(ref: Ref | None, name: str) -> bool:
    return ref is not None and ref.id == name


def _all(story: Model) -> Iterator[Move]:
    todo = list(story.moves)
    while todo:
        move = todo.pop()
        yield move
        todo += move.parts


def _lanes(seats: list[str], used: Iterable[str], view: CaseView) -> dict[str, Lane]:
    """Set the lanes in order: behind A, at the table, across, behind B, behind the others, no side named."""
    keys, labels = set(used), {side.iri: side.label for side in view.sides}
    order = [
        *seats[:1],
        "table",
        "across",
        *seats[1:],
        *sorted(set(labels) - set(seats)),
        "elsewhere",
    ]
    shown = [key for key in order if key in keys]
    titles = {
        "table": "At the table",
        "across": "Across the table",
        "elsewhere": "No side named",
    }
    at_table = len(model(view).seats)
    found: dict[str, Lane] = {}
    merged = set(shown[_LANES - 2 :]) - set(titles) if len(shown) > _LANES else set()
    for key in shown:
        place = seats.index(key) if key in seats else -1
        name = (
            f"Behind {letter(place)}: {labels[key]}"
            if 0 <= place < at_table
            else f"Behind: {labels.get(key, '')}"
        )
        others = Lane("others", "Behind the other sides", -1)
        found[key] = (
            others if key in merged else Lane(key, titles.get(key, name), min(place, 4))
        )
    return found
