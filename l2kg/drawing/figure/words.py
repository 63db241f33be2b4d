"""Say a figure in words, for those who do not see it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from l2kg.drawing.said import how_far

if TYPE_CHECKING:
    from collections.abc import Mapping

    from l2kg.drawing.figure.model import Model, Move

__all__ = ["summary"]


def summary(story: Model) -> str:
    """Say who sits at the table over what, which measures aim at whom, and who is connected."""
    seated = f"{' and '.join(side.label for side in story.seats)} at the table"
    sentences = [seated + (f" over: {story.deal.label}" if story.deal else "")]
    sentences += [_measure(move, story.names) for move in story.moves]
    for tie in story.ties:
        people = " and ".join(person.label for person in tie.people)
        through = ", ".join(ref.label for ref in tie.relationship.through)
        by_way = f", through {through}" if through else ""
        sentences.append(f"Relationship: {people}{by_way}")
    for decision in story.view.ratifications:
        went = f": {decision.decision.label}" if decision.decision else ""
        sentences.append(f"Decision behind the table: {decision.label}{went}")
    return ". ".join(sentences) + "."


def _measure(move: Move, names: Mapping[str, str]) -> str:
    ends = ", ".join(names[iri] for iri in (*move.marks, *move.lands) if iri in names)
    aim = f", aimed at {ends}" if ends else ""
    by = ", ".join(names[iri] for iri in move.groups)
    aim = f", by {by}{aim}" if by else aim
    far = how_far(move.measure)
    title = f"{move.measure.label} ({far})" if far else move.measure.label
    return f"Measure {move.measure.number}: {title}{aim}"
