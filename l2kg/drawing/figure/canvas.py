"""The canvas of the wide figure.

Its two flanks, what is on it so far, and where lines may leave a placard.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from l2kg.drawing.figure.boxes import GROUP_WIDTH, PLACARD_WIDTH
from l2kg.drawing.figure.routes import Port
from l2kg.drawing.shapes import Box, Point

if TYPE_CHECKING:
    from l2kg.drawing.figure.columns import Column
    from l2kg.drawing.figure.model import Model, Move, Tie
    from l2kg.drawing.shapes import Caption, Node, Path

__all__ = [
    "CARD_LEFT",
    "CARD_RIGHT",
    "GROUND_WIDTH",
    "MARGIN",
    "MIDDLE",
    "WIDTH",
    "Canvas",
    "upright_offset",
]

WIDTH = 1280.0  # pixels: what a laptop's window leaves a figure
MARGIN = 20.0  # pixels at the left and the right edge
_BANDS = 86.0  # pixels between groups and placards, for the bands to swing in
MIDDLE = WIDTH / 2
CARD_LEFT = MARGIN + GROUP_WIDTH + _BANDS
CARD_RIGHT = WIDTH - CARD_LEFT - PLACARD_WIDTH
GROUND_WIDTH = MARGIN + GROUP_WIDTH + _BANDS / 2
_OFFSET = 30.0  # pixels from a placard's inner edge to the first upright
_STEP = 20.0  # pixels from one upright to the next, where there is room
_ROOM = 134.0  # pixels for all uprights, for the last to stand clear of the letter


def upright_offset(k: int, count: int) -> float:
    """Return how far from a placard's inner edge the k-th of so many uprights stands.

    >>> upright_offset(0, 3), upright_offset(2, 3)
    (30.0, 70.0)
    """
    return _OFFSET + k * min(_STEP, _ROOM / max(1, count - 1))


@dataclass(slots=True)
class Canvas:
    """A figure in the making, the middle of its table at height 0.

    ``columns`` are the sides at the table with all that lies behind them, by IRI; ``cuts``
    the heights at which the ground of a side ends for another that is set into it.
    ``top`` and ``floor`` are the edges of what stands over and under the table so far.
    """

    model: Model
    columns: dict[str, Column]
    table: Box
    nodes: list[Node] = field(default_factory=list)
    paths: list[Path] = field(default_factory=list)
    captions: list[Caption] = field(default_factory=list)
    cuts: dict[str, float] = field(default_factory=dict)
    top: float = 0.0
    floor: float = 0.0

    def boxes(self) -> dict[str, Box]:
        """Return the box of every node so far by its id."""
        return {node.id: node.box for node in self.nodes}

    def placard(self, side: str) -> Box:
        """Return the placard of a side at the table."""
        return self.columns[side].card[0].box

    def lowest(self, *, left: bool) -> float:
        """Return the edge below all that lies on the left or the right flank."""
        inner = MARGIN + GROUP_WIDTH
        boxes = [node.box for node in self.nodes]
        if left:
            inside = [box for box in boxes if box.x < inner]
        else:
            inside = [box for box in boxes if box.right > WIDTH - inner]
        return max((box.bottom for box in inside), default=0.0)

    def home(self, group: str) -> str:
        """Return the side behind which a constituency stands."""
        for known in self.model.view.constituencies:
            if known.iri == group and known.behind:
                return known.behind.iri
        return ""

    def flank(self, *, left: bool) -> list[Column]:
        """Return the columns on the left or the right flank, from above to below."""
        return [column for column in self.columns.values() if column.left == left]

    def shares(self, side: str) -> bool:
        """Tell whether a side shares its flank with another."""
        return len(self.flank(left=self.columns[side].left)) > 1

    def at_table(self, sides: set[str]) -> bool:
        """Tell whether all these sides sit at the table."""
        return sides <= set(self.columns)

    def involved(self, move: Move) -> set[str]:
        """Return the sides between which a measure runs."""
        return {*move.sources, *move.lands, *(self.home(mark) for mark in move.marks)}

    def moves(self, *, here: bool) -> list[Move]:
        """Return the measures between sides at the table, or those that touch a side apart."""
        between = [move for move in self.model.moves if move.own not in self.columns]
        return [move for move in between if self.at_table(self.involved(move)) == here]

    def ties(self, *, here: bool) -> list[Tie]:
        """Return the relationships between sides at the table, or those that touch a side apart."""
        return [
            tie
            for tie in self.model.ties
            if self.at_table(set(tie.sides)) == here
            and not (here and len(tie.sides) == 1)
        ]

    def port(self, side: str, offset: float, *, up: bool, shift: float = 0.0) -> Port:
        """Find where a line leaves a side.

        That is over or under its placard, or beside it where another stands in the way;
        ``offset`` is that of the upright, ``shift`` moves it outward.
        """
        column = self.columns[side]
        card, inward = column.card[0].box, 1 if column.left else -1
        middles = [other.cy for other in self.flank(left=column.left)]
        edge = card.right if column.left else card.x
        if column.cy == (min(middles) if up else max(middles)):
            x = edge - inward * (offset - shift)
            return Port(Point(x, card.y if up else card.bottom), x)
        y = card.cy + (offset - _OFFSET) * 0.6 - 8
        return Port(
            Point(edge, y), edge + inward * (10 + (offset - _OFFSET - shift) * 0.4)
        )
