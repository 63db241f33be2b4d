"""Number the measures of a case, so that figure, timeline and tables speak of the same ones."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from l2kg.cases.reading import note_value

if TYPE_CHECKING:
    from collections.abc import Iterable

    from l2kg.cases.parts import Evidence, Measure

__all__ = ["numbered"]

_ROMAN = ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x")


def numbered(
    measures: tuple[Measure, ...], evidence: Iterable[Evidence]
) -> tuple[Measure, ...]:
    """Give measures 1, 2, 3 and their parts 2a, 2b, in the order of the source's notes, which is no order of time."""
    notes = {passage.iri: note_value(passage.note) for passage in evidence}
    known = {measure.iri for measure in measures}
    below: dict[str, list[Measure]] = {}
    for measure in measures:
        whole = next((ref.iri for ref in measure.part_of if ref.iri in known), "")
        below.setdefault(whole, []).append(measure)
    found: list[Measure] = []
    _number(below, notes, "", "", 0, found)
    return tuple(found)


def _number(
    below: dict[str, list[Measure]],
    notes: dict[str, int],
    whole: str,
    prefix: str,
    depth: int,
    found: list[Measure],
) -> None:
    for place, measure in enumerate(
        sorted(
            below.pop(whole, ()),
            key=lambda m: (_told(m, below, notes), m.label.casefold()),
        )
    ):
        number = prefix + _mark(place, depth)
        parts = below.get(measure.iri, [])
        at = len(found)
        found.append(measure)
        _number(below, notes, measure.iri, number, depth + 1, found)
        own = {part.iri for part in parts}
        found[at] = replace(
            measure,
            number=number,
            parts=tuple(part.ref for part in found[at + 1 :] if part.iri in own),
        )


def _mark(place: int, depth: int) -> str:
    if depth == 0:
        return str(place + 1)
    marks = "abcdefghijklmnopqrstuvwxyz" if depth == 1 else _ROMAN
    return marks[place] if place < len(marks) else f".{place + 1}"


def _told(
    measure: Measure, below: dict[str, list[Measure]], notes: dict[str, int]
) -> int:
    """Return the first note under a measure or its parts; without any, a number past all notes."""
    own = [
        notes.get(ref.iri, 0)
        for one in (measure, *below.get(measure.iri, ()))
        for ref in one.evidence
    ]
    return min((note for note in own if note), default=10_000)
