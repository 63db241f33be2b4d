"""Set the ties of a case one below the other, each above its ends.

So somebody with several ties stands below each of them: on a narrow canvas, and where
there are too many sides for columns.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from l2kg.drawing.network.cluster import tie_height
from l2kg.drawing.shapes import Box, Point

if TYPE_CHECKING:
    from l2kg.cases.people import Tie
    from l2kg.drawing.network.cluster import Cluster

__all__ = ["set_as_ladder"]

_CELL = 372.0  # pixels across for a tie with its ends: a phone
_TIE = 236.0  # pixels, the width of a tie
_PERSON, _PERSON_HEIGHT = 164.0, 46.0  # pixels, with room for the name of the side
_ROW = 56.0  # pixels from one pair of ends to the next
_CURVE = 16.0  # pixels above an end from which its line bends


def set_as_ladder(cluster: Cluster) -> None:
    """Put as many ties side by side as the width holds, then the next below them."""
    across = max(1, int(cluster.width // _CELL))
    for n in range(0, len(cluster.ties), across):
        top = cluster.bottom
        for place, tie in enumerate(cluster.ties[n : n + across]):
            _add_rung(cluster, tie, place * _CELL, top)


def _add_rung(cluster: Cluster, tie: Tie, left: float, top: float) -> None:
    """Add a tie and, in pairs below it, its ends."""
    middle = left + _CELL / 2
    box = Box(middle - _TIE / 2, top, _TIE, tie_height(tie, _TIE))
    cluster.add_tie(tie, box)
    for n, (person, _) in enumerate(tie.ends):
        row, right = divmod(n, 2)
        x = left + 12 + right * (_CELL - 24 - _PERSON)
        end = Box(x, box.bottom + 14 + row * _ROW, _PERSON, _PERSON_HEIGHT)
        cluster.add_person(person, end, with_side=True)
        goal = Point(end.x if right else end.right, end.cy)
        corner = Point(middle, end.cy)
        steps = ((Point(middle, end.cy - _CURVE),), (corner, corner, goal))
        cluster.add_line(tie, person, Point(middle, box.bottom), steps)
        cluster.bottom = max(cluster.bottom, end.bottom + 22)
