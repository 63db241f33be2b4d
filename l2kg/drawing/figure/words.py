"""Say a figure in words, for those who do not see it."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from l2kg.drawing.figure.model import Model

__all__ = ["summary"]


def summary(story: Model) -> str:
    """Say who sits at the table over what, which measures aim at whom, and who is connected."""
    names = story.names
    seated = f"{' and '.join(side.label for side in story.seats)} at the table"
    sentences = [seated + (f" over: {story.deal.label}" if story.deal else "")]
    for move in story.moves:
        ends = ", ".join(names[iri] for iri in (*move.marks, *move.lands) if iri in names)
        aim = f", aimed at {ends}" if ends else ""
        sentences.append(f"Measure {move.measure.number}: {move.measure.label}{aim}")
    for tie in story.ties:
        people = " and ".join(person.label for person in tie.people)
        sentences.append(f"Relationship: {people}")
    return ". ".join(sentences) + "."
