"""Number the measures of a case, so that figure, timeline and tables speak of the same ones."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from l2kg.cases.reading import note_value

if TYPE_CHECKING:
    from collections.abc import Iterable

    from l2kg.cases.parts import Evidence, Measure

__all__ = ["number_measures"]

_ROMAN = (
    "i",
    "ii",
    "iii",
    "iv",
    "v",
    "vi",
    "vii",
    "viii",
    "ix",
    "x",
)
_LETTERS = "abcdefghijklmnopqrstuvwxyz"
_NO_NOTE = 10_000  # sorts after every note


def number_measures(
    measures: tuple[Measure, ...], evidence: Iterable[Evidence]
) -> tuple[Measure, ...]:
    """Give measures 1, 2, 3 and their parts 2a, 2b.

    They come in the order of the source's notes, which is no order of time.
    """
    notes = {passage.iri: note_value(passage.note) for passage in evidence}
    known = {measure.iri for measure in measures}
    below: dict[str, list[Measure]] = {}
    for measure in measures:
        whole = next((ref.iri for ref in measure.part_of if ref.iri in known), "")
        below.setdefault(whole, []).append(measure)
    return tuple(_number(below, notes))


def _number(
    below: dict[str, list[Measure]],
    notes: dict[str, int],
    whole: str = "",
    prefix: str = "",
    depth: int = 0,
) -> list[Measure]:
    """Return the parts of a whole, each followed by its own parts, with their numbers.

    What was numbered is taken out of `below`, so that measures which are said to be parts
    of each other come to an end.
    """

    def place(measure: Measure) -> tuple[int, str]:
        return _first_note(measure, below, notes), measure.label.casefold()

    numbered: list[Measure] = []
    for i, measure in enumerate(sorted(below.pop(whole, ()), key=place)):
        number = prefix + _mark(i, depth)
        own = {part.iri for part in below.get(measure.iri, ())}
        deeper = _number(
            below,
            notes,
            measure.iri,
            number,
            depth + 1,
        )
        parts = tuple(part.ref for part in deeper if part.iri in own)
        numbered.append(replace(measure, number=number, parts=parts))
        numbered += deeper
    return numbered


def _mark(place: int, depth: int) -> str:
    """Return the sign of a place, counted from 0, at a depth: 1, then a, then i."""
    if depth == 0:
        return str(place + 1)
    marks = _LETTERS if depth == 1 else _ROMAN
    return marks[place] if place < len(marks) else f".{place + 1}"


def _first_note(
    measure: Measure,
    below: dict[str, list[Measure]],
    notes: dict[str, int],
) -> int:
    """Return the first note under a measure or its parts; without any, a number past all notes."""
    found = [
        notes.get(ref.iri, 0)
        for element in (measure, *below.get(measure.iri, ()))
        for ref in element.evidence
    ]
    return min(filter(None, found), default=_NO_NOTE)
