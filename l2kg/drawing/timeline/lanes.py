"""Put each occurrence of a case into its lane, and the lanes into their order.

An occurrence lies in one lane. The first of these rules that fits decides:

1. Talks with one side alone, or within a side, lie behind that side, unless they are the
   main table; talks whose sides all sit at the main table lie at the table; other talks
   lie across.
2. A measure that the figure draws inside a side lies behind that side.
3. A statement, event, situation or decision that is part of talks, or during them, lies
   where the talks lie.
4. What touches two sides or more (who acts, speaks, is connected, involved, helped, aimed
   at or addressed) lies across when somebody does it to somebody (a measure, a statement,
   a decision, a relationship) or one of the sides does not sit at the main table; else,
   when it merely happens, at the table.
5. What touches one side lies behind it.
6. What touches none lies in a lane of its own.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from l2kg.cases.parts import Measure, Negotiation, Ratification, Relationship, Statement
from l2kg.drawing.figure.boxes import APART_COLOUR, letter
from l2kg.drawing.figure.model import all_moves, model

if TYPE_CHECKING:
    from collections.abc import Iterable

    from l2kg.cases.parts import Occurrence
    from l2kg.cases.view import CaseView
    from l2kg.drawing.figure.model import Model
    from l2kg.drawing.timeline.model import Moment

__all__ = ["Lane", "Lanes", "shown_lanes"]

_MOST_LANES = 7  # side by side; the sides that would be more share one
_TITLES = {
    "table": "At the table",
    "across": "Across the table",
    "elsewhere": "No side named",
}
_MIDDLE = ("table", "across")
_LAST = ("others", "elsewhere")
_TOUCHES = (  # fields that lead to whom an occurrence concerns, beside its aims
    "involves",
    "addressed_to",
    "intended_for",
    "heard_by",
    "made_by",
    "taken_by",
    "decided_by",
    "connects",
    "acting_sides",
    "sides",
    "within",
    "helps",
)


@dataclass(frozen=True, slots=True)
class Lane:
    """A lane of the timeline.

    ``place`` is the seat of the side behind whose placard it lies, -1 when there is none.
    """

    key: str
    title: str
    place: int

    @property
    def colour(self) -> str:
        """Return the class that colours what lies in the lane."""
        return f"s{self.place}" if self.place >= 0 else f"l-{self.key}"


class Lanes:
    """The lane of each of a case's ``occurrences``."""

    def __init__(self, view: CaseView, occurrences: Iterable[Occurrence]) -> None:
        self.view, self.story = view, model(view)
        self.homes = _homes(view)
        self.moves = {move.measure.iri: move for move in all_moves(self.story.moves)}
        self.inside = {
            move.measure.iri: move.own for move in self.story.moves if move.own
        }
        self.found = {occurrence.iri: occurrence for occurrence in occurrences}
        self.keys = {iri: self._key(found) for iri, found in self.found.items()}
        self.lanes = _lanes(self.story, set(self.keys.values()))

    def lane(self, occurrence: Occurrence) -> Lane:
        """Return the lane in which an occurrence lies."""
        return self.lanes[self.keys[occurrence.iri]]

    def tone(self, occurrence: Occurrence) -> str:
        """Return the tone that a measure has in the figure, empty for others."""
        move = self.moves.get(occurrence.iri)
        return move.tone if move else ""

    def _key(self, occurrence: Occurrence) -> str:
        """Return the lane of an occurrence: an IRI of a side, or a name."""
        if isinstance(occurrence, Negotiation):
            return self._key_of_talks(occurrence)
        if occurrence.iri in self.inside:
            return self.inside[occurrence.iri]
        if not isinstance(occurrence, (Measure, Relationship)):
            talks = self._held_in(occurrence)
            if talks:
                return self._key_of_talks(talks)
        sides = self._sides(occurrence)
        across = isinstance(occurrence, Measure) and self._crosses(occurrence)
        if across or len(sides) > 1:
            return self._key_between(occurrence, sides)
        return sides.pop() if sides else "elsewhere"

    def _key_between(self, occurrence: Occurrence, sides: set[str]) -> str:
        done = (Measure, Statement, Ratification, Relationship)
        seated = {side.iri for side in self.story.seats}
        at_table = not isinstance(occurrence, done) and sides <= seated
        return "table" if at_table else "across"

    def _crosses(self, measure: Measure) -> bool:
        """Tell whether the figure draws a measure across the table."""
        move = self.moves.get(measure.iri)
        return bool(move and move.sources and not move.own)

    def _key_of_talks(self, talks: Negotiation) -> str:
        sides = {ref.iri for ref in (*talks.sides, *talks.within)}
        if len(sides) == 1 and not talks.is_main:
            return sides.pop()
        seated = {side.iri for side in self.story.seats}
        main = talks is self.story.talks or talks.is_main
        return "table" if main or sides <= seated else "across"

    def _held_in(self, occurrence: Occurrence) -> Negotiation | None:
        """Find the talks of which something is part, or during which it is said to lie."""
        wholes = list(occurrence.part_of)
        for relation in self.view.temporal:
            located = relation.locates and relation.locates.iri == occurrence.iri
            during = relation.relation and relation.relation.id == "during"
            if located and during and relation.relative_to:
                wholes.append(relation.relative_to)
        for ref in wholes:
            whole = self.found.get(ref.iri)
            if isinstance(whole, Negotiation):
                return whole
        return None

    def _sides(self, occurrence: Occurrence) -> set[str]:
        """Return the sides that an occurrence touches; who is on several counts for none."""
        found: set[str] = set()
        touched = [ref for name in _TOUCHES for ref in getattr(occurrence, name, ())]
        if isinstance(occurrence, Measure):
            touched += occurrence.aimed_at()
        for ref in touched:
            if ref.iri in self.homes:
                found.add(self.homes[ref.iri])
                continue
            sides = {side.iri for side in self.view.sides_of(ref.iri)}
            found |= sides if len(sides) == 1 else set()
        return found


def _homes(view: CaseView) -> dict[str, str]:
    """Return the side of each group, of who embodies a group, and of each side, by IRI."""
    backed = [(group, group.behind.iri) for group in view.constituencies if group.behind]
    homes = {group.iri: side for group, side in backed}
    homes |= {ref.iri: side for group, side in backed for ref in group.embodied_by}
    return homes | {side.iri: side.iri for side in view.sides}


def _lanes(story: Model, used: set[str]) -> dict[str, Lane]:
    """Set the lanes in order.

    That is: behind A, at the table, across, behind B, behind the others, no side named.
    """
    seats = [side.iri for side in (*story.seats, *story.apart)]
    labels = {side.iri: side.label for side in story.view.sides}
    others = sorted(set(labels) - set(seats))
    order = [*seats[:1], *_MIDDLE, *seats[1:], *others, "elsewhere"]
    shown = [key for key in order if key in used]
    merged: set[str] = set()
    if len(shown) > _MOST_LANES:
        merged = set(shown[_MOST_LANES - 2 :]) - set(_TITLES)
    found: dict[str, Lane] = {}
    for key in shown:
        place = seats.index(key) if key in seats else -1
        title = f"Behind: {labels.get(key, '')}"
        if 0 <= place < len(story.seats):
            title = f"Behind {letter(place)}: {labels[key]}"
        found[key] = Lane(key, _TITLES.get(key, title), min(place, APART_COLOUR))
        if key in merged:
            found[key] = Lane("others", "Behind the other sides", -1)
    return found


def shown_lanes(moments: Iterable[Moment]) -> list[Lane]:
    """Return the lanes that hold something.

    Behind the one side, at the table, across it, behind the others.
    """
    lanes = {moment.lane.key: moment.lane for moment in moments}

    def rank(lane: Lane) -> tuple[bool, int, str]:
        return lane.place < 0, lane.place, lane.title

    named = (*_MIDDLE, *_LAST)
    behind = sorted((lane for key, lane in lanes.items() if key not in named), key=rank)
    return [
        *(lane for lane in behind if lane.place == 0),
        *(lanes[key] for key in _MIDDLE if key in lanes),
        *(lane for lane in behind if lane.place != 0),
        *(lanes[key] for key in _LAST if key in lanes),
    ]
