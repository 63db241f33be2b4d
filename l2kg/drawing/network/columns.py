"""Set the sides of a case in columns, and every tie in the gap between columns.

What connects sides that are no neighbours goes below the columns.
"""

from __future__ import annotations

from collections import Counter
from itertools import combinations, permutations
from typing import TYPE_CHECKING

from l2kg.drawing.network.cluster import tie_height
from l2kg.drawing.shapes import Box, Line, Point
from l2kg.drawing.spread import spread
from l2kg.drawing.text import STYLES, fit

if TYPE_CHECKING:
    from l2kg.cases.people import Tie
    from l2kg.cases.reading import Ref
    from l2kg.drawing.network.cluster import Cluster

__all__ = ["MOST_COLUMNS", "set_in_columns"]

MOST_COLUMNS = 5
"""How many sides stand side by side; all their orders are tried."""
_PERSON, _GAP = 34.0, 16.0  # pixels, the height of a person, and between two
_PADDING = 11.0  # pixels between a ground and who stands on it
_CAPTION = 26.0  # pixels for the name of a side
_COLUMN, _SLIM_COLUMN = 210.0, 150.0  # pixels, the width of one of few and of many
_FEW = 4  # columns, from which they are slim
_MOST_GAP = 330.0  # pixels between two columns
_TIE, _LEAST_TIE = 210.0, 70.0  # pixels, the width of a tie at most and at least
_TIE_ROOM = 60.0  # pixels beside a tie for the lines to its ends
_TIE_GAP = 10.0  # pixels between two ties


def set_in_columns(cluster: Cluster) -> None:
    """Place the people of each side in a column, then the ties between them."""
    columns = _Columns(cluster)
    columns.place_people()
    columns.place_ties()


class _Columns:
    """The columns of one case, from left to right."""

    def __init__(self, cluster: Cluster) -> None:
        self.cluster = cluster
        self.sides = _in_order(cluster)
        self.at = {
            person: n
            for n, side in enumerate(self.sides)
            for person in cluster.people[side]
        }
        count = len(self.sides)
        self.wide = _COLUMN if count < _FEW else _SLIM_COLUMN
        free = cluster.width - 24 - count * self.wide
        self.gap = min(free / max(count - 1, 1), _MOST_GAP)
        self.tie = max(min(self.gap - _TIE_ROOM, _TIE), _LEAST_TIE)

    def _x(self, column: int) -> float:
        count = len(self.sides)
        used = count * self.wide + max(count - 1, 1) * self.gap
        return (self.cluster.width - used) / 2 + column * (self.wide + self.gap)

    def place_people(self) -> None:
        """Place the column with most people first, then the others beside it."""
        people = self.cluster.people
        by_size = sorted(
            range(len(self.sides)), key=lambda n: -len(people[self.sides[n]])
        )
        for n in by_size:
            bottom = self._place_side(n, self.sides[n])
            self.cluster.bottom = max(self.cluster.bottom, bottom)

    def _place_side(self, n: int, side: Ref) -> float:
        """Place the people of a side on its ground; return the edge below."""
        cluster, x = self.cluster, self._x(n)
        members = cluster.people[side]
        first, step = cluster.top + _CAPTION + _PADDING, _PERSON + _GAP
        ordered, wanted = self._ordered(n, members, first, step)
        places = spread(wanted, [step] * len(wanted), first)
        for person, y in zip(ordered, places, strict=True):
            box = Box(x + _PADDING, y, self.wide - 2 * _PADDING, _PERSON)
            cluster.add_person(person, box)
        bottom = max(cluster.boxes[person].bottom for person in members) + _PADDING
        ground = Box(x, cluster.top, self.wide, bottom - cluster.top)
        cluster.zones.append((ground, cluster.colour[side]))
        self._add_caption(side, x)
        return bottom

    def _add_caption(self, side: Ref, x: float) -> None:
        """Name a side in capitals, shortened to its column.

        Their spacing is no part of what ``fit`` measures.
        """
        style = STYLES["capitals"]
        room = (self.wide - 2 * _PADDING) / (1 + style.spacing)
        text = fit(side.label.upper(), style.size, room, 1, style.face)[0]
        line = Line(x + _PADDING, self.cluster.top + 20, text, "capitals")
        self.cluster.captions.append(line)

    def _ordered(
        self, n: int, members: list[Ref], first: float, step: float
    ) -> tuple[list[Ref], list[float]]:
        """Order the people of the n-th side, and tell at which height each is wanted.

        That is beside those placed already to whom they are tied; where nobody is, they
        stand by the columns of those to whom they are.
        """
        beside = {
            person: y
            for person in members
            if (y := self._height_beside(person)) is not None
        }
        if beside:
            ordered = sorted(members, key=lambda person: beside.get(person, first))
            return ordered, [beside.get(person, first) for person in ordered]

        def rank(person: Ref) -> tuple[int, int]:
            columns = [self.at[partner] for partner in self._partners(person)]
            return min(columns, default=n), members.index(person)

        ordered = sorted(members, key=rank)
        return ordered, [first + i * step for i in range(len(ordered))]

    def _partners(self, person: Ref) -> list[Ref]:
        """Return those to whom somebody is tied, once for each tie."""
        ends = [[ref for ref, _ in tie.ends] for tie in self.cluster.ties]
        return [
            other
            for together in ends
            if person in together
            for other in together
            if other != person
        ]

    def _height_beside(self, person: Ref) -> float | None:
        """Return the mean height of those placed already to whom somebody is tied."""
        boxes = self.cluster.boxes
        placed = [boxes[ref].y for ref in self._partners(person) if ref in boxes]
        return sum(placed) / len(placed) if placed else None

    def place_ties(self) -> None:
        """Put each tie into the gap beside its ends.

        Where these are no neighbours, it goes below the columns.
        """
        gaps: dict[int, list[Tie]] = {}
        for tie in self.cluster.ties:
            gaps.setdefault(self._gap_of(tie), []).append(tie)
        below = gaps.pop(-1, [])
        for n, ties in gaps.items():
            self._fill(ties, self._x(n) + self.wide + self.gap / 2)
        for rank, tie in enumerate(below):
            self._join_below(tie, rank)

    def _gap_of(self, tie: Tie) -> int:
        """Return the gap in which a tie stands, by the column on its left; -1 for none."""
        columns = {self.at[person] for person, _ in tie.ends}
        low, high = min(columns), max(columns)
        if high - low > 1:
            return -1
        last = low == len(self.sides) - 1
        return low - 1 if high == low and last and low > 0 else low

    def _fill(self, ties: list[Tie], cx: float) -> None:
        """Put ties one below the other about the middle of a gap, each beside its ends."""
        boxes = self.cluster.boxes
        middle = {
            tie: sum(boxes[person].cy for person, _ in tie.ends) / len(tie.ends)
            for tie in ties
        }
        ordered = sorted(ties, key=lambda tie: (middle[tie], tie.ref.label))
        heights = [tie_height(tie, self.tie) for tie in ordered]
        wanted = [
            middle[tie] - height / 2 for tie, height in zip(ordered, heights, strict=True)
        ]
        sizes = [height + _TIE_GAP for height in heights]
        places = spread(wanted, sizes, self.cluster.top)
        for tie, height, y in zip(ordered, heights, places, strict=True):
            box = Box(cx - self.tie / 2, y, self.tie, height)
            self.cluster.add_tie(tie, box)
            for person, _ in tie.ends:
                self._join(tie, person, box)
            self.cluster.bottom = max(self.cluster.bottom, box.bottom)

    def _join(self, tie: Tie, person: Ref, box: Box) -> None:
        """Swing from an end into the side of a tie."""
        end = self.cluster.boxes[person]
        left = end.cx < box.cx
        start = Point(end.right if left else end.x, end.cy)
        goal = Point(box.x if left else box.right, box.cy)
        half = (start.x + goal.x) / 2
        swing = (Point(half, start.y), Point(half, goal.y), goal)
        self.cluster.add_line(tie, person, start, (swing,))

    def _join_below(self, tie: Tie, rank: int) -> None:
        """Lead from each end beside its column down to the tie, the rank-th there."""
        cluster, height = self.cluster, tie_height(tie, self.tie)
        x = cluster.width / 2 - self.tie / 2
        box = Box(x, cluster.bottom + 16, self.tie, height)
        cluster.add_tie(tie, box)
        for person, _ in tie.ends:
            end = cluster.boxes[person]
            out = _PADDING + 7 + 5 * rank
            if end.cx < box.cx:
                start, goal = Point(end.right, end.cy), Point(box.x, box.cy)
                x, turn = end.right + out, 12
            else:
                start, goal = Point(end.x, end.cy), Point(box.right, box.cy)
                x, turn = end.x - out, -12
            corner = (
                Point(x, box.cy - 6),
                Point(x + turn / 2, box.cy),
                Point(x + turn, box.cy),
            )
            steps = ((Point(x, end.cy),), (Point(x, box.cy - 12),), corner, (goal,))
            cluster.add_line(tie, person, start, steps)
        cluster.bottom = box.bottom


def _in_order(cluster: Cluster) -> list[Ref]:
    """Order sides so that as few ties as can be connect sides that are no neighbours.

    Of equal orders, the one with larger sides further left.
    """
    pairs: Counter[tuple[Ref, Ref]] = Counter()
    for tie in cluster.ties:
        sides = {cluster.home[person] for person, _ in tie.ends}
        pairs.update(combinations(sorted(sides, key=lambda ref: ref.iri), 2))

    def far(order: tuple[Ref, ...]) -> int:
        return sum(
            times * (abs(order.index(first) - order.index(second)) - 1)
            for (first, second), times in pairs.items()
        )

    nearest: tuple[Ref, ...] = min(permutations(cluster.people), key=far)
    return list(nearest)
