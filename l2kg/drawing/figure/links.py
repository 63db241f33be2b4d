"""Find what belongs together in a figure.

That is the ends of lines, measures with whom they touch, barriers, people with their sides.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from l2kg.drawing.figure.model import all_moves

if TYPE_CHECKING:
    from collections.abc import Iterator

    from l2kg.drawing.figure.model import Model
    from l2kg.drawing.shapes import Figure

__all__ = ["links"]

Pair = tuple[str, str]


def links(story: Model, figure: Figure) -> Iterator[Pair]:
    """Yield pairs of elements that light up together, by local names."""
    shown = {node.id for node in figure.nodes}
    ids = {
        element.iri: element.id
        for element in story.view.elements()
        if element.id in shown
    }
    for path in figure.paths:
        for end in path.ends:
            yield path.id, end
    yield from _of_moves(story, ids)
    yield from _of_barriers(story, ids)
    yield from _of_decisions(story, ids)
    for side in story.view.sides:
        for part in side.participants:
            if {part.id, side.id} <= shown:
                yield part.id, side.id


def _of_moves(story: Model, ids: dict[str, str]) -> Iterator[Pair]:
    """Pair measures with whom they come from, aim at, help or address, and with their parts."""
    for move in all_moves(story.moves):
        measure = move.measure
        touched = [*move.acting, *move.groups, *move.marks, *move.lands, *move.askers]
        touched += [ref.iri for ref in (*measure.helps, *measure.addresses)]
        for iri in touched:
            if iri in ids:
                yield measure.id, ids[iri]
        for part in move.parts:
            yield measure.id, part.measure.id


def _of_decisions(story: Model, ids: dict[str, str]) -> Iterator[Pair]:
    """Pair decisions behind a table with who takes them and with what they decide on."""
    for decision in story.view.ratifications:
        for ref in (*decision.decided_by, *decision.decides, *decision.adds):
            if decision.iri in ids and ref.iri in ids:
                yield decision.id, ids[ref.iri]


def _of_barriers(story: Model, ids: dict[str, str]) -> Iterator[Pair]:
    """Pair barriers with who faces and who raises them."""
    for barrier in story.view.barriers:
        if barrier.iri not in ids:
            continue
        ends = [barrier.faced_by] if barrier.faced_by else []
        for ref in (*ends, *barrier.raised_by):
            if ref.iri in ids:
                yield barrier.id, ids[ref.iri]
