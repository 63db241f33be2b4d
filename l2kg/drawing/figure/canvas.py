"""The sheet on which the figure is laid out: its columns, what is on it so far, and where lines may leave a placard."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from l2kg.drawing.figure.boxes import CARD, CHIP
from l2kg.drawing.figure.routes import Port
from l2kg.drawing.shapes import Box, Point

if TYPE_CHECKING:
    from l2kg.drawing.figure.columns import Berth, Caption
    from l2kg.drawing.figure.model import Model, Move, Tie
    from l2kg.drawing.shapes import Node, Path

__all__ = [
    "CARD_LEFT",
    "CARD_RIGHT",
    "MARGIN",
    "MIDDLE",
    "REACH",
    "WIDTH",
    "Sheet",
    "slot",
]

WIDTH, MARGIN, GAP = 1280.0, 20.0, 86.0
MIDDLE = WIDTH / 2
CARD_LEFT = MARGIN + CHIP + GAP
CARD_RIGHT = WIDTH - CARD_LEFT - CARD
REACH = MARGIN + CHIP + GAP / 2
_INSET, _STEP, _ROOM = 30.0, 20.0, 134.0


def slot(k: int, count: int) -> float:
    """Return how far from a placard's inner edge the k-th of so many uprights stands.

    >>> slot(0, 3), slot(2, 3)
    (30.0, 70.0)
    """
    return _INSET + k * min(_STEP, _ROOM / max(1, count - 1))


@dataclass(slots=True)
class Sheet:
    """A figure in the making, the middle of its table at height 0."""

    model: Model
    berths: dict[str, Berth]
    table: Box
    nodes: list[Node] = field(default_factory=list)
    paths: list[Path] = field(default_factory=list)
    captions: list[Caption] = field(default_factory=list)
    cuts: dict[str, float] = field(default_factory=dict)
    top: float = 0.0
    floor: float = 0.0

    @property
    def names(self) -> dict[str, str]:
        """Return the labels of sides and constituencies by IRI."""
        return {
            one.iri: one.label
            for one in (*self.model.view.sides, *self.model.view.constituencies)
        }

    def ids(self) -> dict[str, str]:
        """Return the local names of sides and constituencies by IRI."""
        return {
            one.iri: one.id
            for one in (*self.model.view.sides, *self.model.view.constituencies)
        }

    def boxes(self) -> dict[str, Box]:
        """Return the box of every node so far by its id."""
        return {node.id: node.box for node in self.nodes}

    def card(self, side: str) -> Box:
        """Return the placard of a side at the table."""
        return self.berths[side].card[0].box

    def lowest(self, *, left: bool) -> float:
        """Return the edge below all that lies in the left or the right column."""
        inside = (
            node.box
            for node in self.nodes
            if (
                node.box.x < MARGIN + CHIP
                if left
                else node.box.right > WIDTH - MARGIN - CHIP
            )
        )
        return max((box.bottom for box in inside), default=0.0)

    def home(self, group: str) -> str:
        """Return the side behind which a constituency stands."""
        return next(
            (
                g.behind.iri
                for g in self.model.view.constituencies
                if g.iri == group and g.behind
            ),
            "",
        )

    def shares(self, side: str) -> bool:
        """Tell whether a side shares its column with another."""
        return sum(one.left == self.berths[side].left for one in self.berths.values()) > 1

    def at_table(self, sides: set[str]) -> bool:
        """Tell whether all these sides sit at the table."""
        return sides <= set(self.berths)

    def involved(self, move: Move) -> set[str]:
        """Return the sides between which a measure runs."""
        return {*move.sources, *move.lands, *(self.home(mark) for mark in move.marks)}

    def moves(self, *, here: bool) -> list[Move]:
        """Return the measures that run between sides at the table, or those that touch a side apart."""
        mine = [move for move in self.model.moves if move.own not in self.berths]
        return [move for move in mine if self.at_table(self.involved(move)) == here]

    def ties(self, *, here: bool) -> list[Tie]:
        """Return the relationships between sides at the table, or those that touch a side apart."""
        across = [
            tie
            for tie in self.model.ties
            if not (len(tie.sides) == 1 and self.at_table(set(tie.sides)))
        ]
        return [tie for tie in across if self.at_table(set(tie.sides)) == here]

    def port(self, side: str, inset: float, *, up: bool, shift: float = 0.0) -> Port:
        """Find where a line leaves a side: over or under its placard, or beside it where another stands in the way."""
        one = self.berths[side]
        card, inward = one.card[0].box, 1 if one.left else -1
        column = [other.cy for other in self.berths.values() if other.left == one.left]
        edge = card.right if one.left else card.x
        if one.cy == (min(column) if up else max(column)):
            x = edge - inward * (inset - shift)
            return Port(Point(x, card.y if up else card.bottom), x)
        return Port(
            Point(edge, card.cy + (inset - _INSET) * 0.6 - 8),
            edge + inward * (10 + (inset - _INSET - shift) * 0.4),
        )
