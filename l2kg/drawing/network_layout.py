"""Lay out the network of relationships: each case by itself, a column for each side, and every tie in the gap between columns.

A tie is a box of its own, to which its ends are joined, so that it can be read and
chosen, and may have more ends than two. What connects sides that are no neighbours goes
below the columns. On a narrow sheet, and where there are too many sides for columns, each
tie stands above its ends, and somebody with several ties stands below each of them.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from itertools import combinations, permutations
from typing import TYPE_CHECKING, Literal

from l2kg.cases.people import WORDS
from l2kg.cases.reading import Ref
from l2kg.drawing.shapes import STYLES, Box, Line, Node, Path, Point
from l2kg.drawing.text import fit

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from l2kg.cases.people import Tie


__all__ = ["Sheet", "arranged", "clusters", "spread"]

_NOWHERE = Ref("", "No side is recorded")
_PERSON, _GAP, _PAD, _CAPTION = 34.0, 16.0, 11.0, 26.0
_CELL, _END = 372.0, 164.0
_MOST_COLUMNS = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """The network on paper: grounds of the sides with the number of their colour, lines of text, nodes, and paths between these."""

    width: float
    height: float
    zones: tuple[tuple[Box, int], ...]
    captions: tuple[Line, ...]
    nodes: tuple[Node, ...]
    paths: tuple[Path, ...]


def clusters(ties: Iterable[Tie], *, most: int) -> tuple[list[list[Tie]], list[Tie]]:
    """Group ties by case, in their order, as long as there are no more people than ``most``; the other ties come second."""
    by_case: dict[str, list[Tie]] = {}
    for tie in ties:
        if tie.ends:
            by_case.setdefault(tie.case.iri, []).append(tie)
    shown: list[list[Tie]] = []
    left: list[Tie] = []
    people = 0
    for found in by_case.values():
        people += len({ref for tie in found for ref, _ in tie.ends})
        if people <= most:
            shown.append(found)
        else:
            left += found
    return shown, left


def arranged(
    groups: Sequence[Sequence[Tie]], *, width: Literal["wide", "narrow"]
) -> Sheet:
    """Lay out one case below the other."""
    sheet, y, made = (1160.0 if width == "wide" else 372.0), 0.0, []
    for ties in groups:
        made.append(_Cluster(ties, sheet, y, stacked=width == "narrow"))
        y = made[-1].bottom + 26
    return Sheet(
        width=sheet,
        height=y,
        zones=tuple(zone for one in made for zone in one.zones),
        captions=tuple(line for one in made for line in one.captions),
        nodes=tuple(node for one in made for node in one.nodes),
        paths=tuple(path for one in made for path in one.paths),
    )


def spread(wanted: Sequence[float], sizes: Sequence[float], top: float) -> list[float]:
    """Return places from above to below, as near to the wanted ones as sizes allow, none above the top.

    >>> spread([10, 12, 50], [20, 20, 20], 0)
    [1.0, 21.0, 50]
    """
    before = [sum(sizes[:i]) for i in range(len(sizes))]
    pools: list[list[float]] = []
    for place, offset in zip(wanted, before, strict=True):
        pools.append([place - offset, 1])
        while len(pools) > 1 and pools[-2][0] > pools[-1][0]:
            (a, m), (b, n) = pools[-2], pools.pop()
            pools[-1] = [(a * m + b * n) / (m + n), m + n]
    free = [mean for mean, times in pools for _ in range(int(times))]
    return [max(place, top) + offset for place, offset in zip(free, before, strict=True)]


def _sides(ties: Sequence[Tie]) -> dict[Ref, list[Ref]]:
    """Return the people of each side, each once, by the number of a side's ties."""
    home: dict[Ref, Ref] = {}
    for tie in ties:
        for person, sides in tie.ends:
            if person not in home or home[person] == _NOWHERE:
                home[person] = sides[0] if sides else _NOWHERE
    ends = Counter(home[person] for tie in ties for person, _ in tie.ends)
    return {
        side: [one for one in home if home[one] == side] for side, _ in ends.most_common()
    }


def _in_order(
    sides: Sequence[Ref], ties: Sequence[Tie], home: dict[Ref, Ref]
) -> list[Ref]:
    """Order sides so that as few ties as can be connect sides that are not neighbours, the larger ones first to the left."""
    pairs = Counter(
        pair
        for tie in ties
        for pair in combinations(
            sorted({home[one] for one, _ in tie.ends}, key=lambda ref: ref.iri), 2
        )
        if pair[0] != pair[1]
    )

    def far(order: tuple[Ref, ...]) -> int:
        return sum(
            n * (abs(order.index(one) - order.index(other)) - 1)
            for (one, other), n in pairs.items()
        )

    nearest: tuple[Ref, ...] = min(permutations(sides), key=far)
    return list(nearest)


class _Cluster:
    """The ties of one case, from a height on the sheet down."""

    def __init__(
        self, ties: Sequence[Tie], width: float, top: float, *, stacked: bool
    ) -> None:
        self.ties, self.width, self.top = ties, width, top
        self.zones: list[tuple[Box, int]] = []
        self.captions: list[Line] = []
        self.nodes: list[Node] = []
        self.paths: list[Path] = []
        self.boxes: dict[Ref, Box] = {}
        people = _sides(ties)
        self.home = {one: side for side, listed in people.items() for one in listed}
        self.colour = {side: n for n, side in enumerate(people)}
        self.bottom = self._title()
        if stacked or len(people) > _MOST_COLUMNS:
            self._ladder()
            return
        self.columns = [
            (side, people[side]) for side in _in_order(list(people), ties, self.home)
        ]
        self.at = {one: n for n, (_, listed) in enumerate(self.columns) for one in listed}
        n = len(self.columns)
        self.wide = 210.0 if n < 4 else 150.0
        self.gap = min((width - 24 - n * self.wide) / max(n - 1, 1), 330.0)
        self.pill = max(min(self.gap - 60, 210.0), 70.0)
        self._place_people()
        self._place_ties()

    def _x(self, column: int) -> float:
        used = len(self.columns) * self.wide + max(len(self.columns) - 1, 1) * self.gap
        return (self.width - used) / 2 + column * (self.wide + self.gap)

    def _title(self) -> float:
        """Name the case, with a way to it; return where the name ends."""
        case, style = self.ties[0].case, STYLES["deal"]
        lines = fit(case.label, style.size, self.width - 40, 2, "serif")
        drawn = tuple(
            Line(12, self.top + 24 + n * style.leading, text, "deal")
            for n, text in enumerate(lines)
        )
        box = Box(
            8,
            self.top + 4,
            max(line.width for line in drawn) + 10,
            8 + len(lines) * style.leading,
        )
        self.nodes.append(
            Node(
                id=case.iri,
                kind="part",
                box=box,
                label=f"Case: {case.label}",
                lines=drawn,
            )
        )
        self.top = box.bottom + 13
        return self.top

    def _ladder(self) -> None:
        """Put ties one below the other, each above its ends, in as many rows side by side as the sheet is wide."""
        across = max(1, int(self.width // _CELL))
        for n in range(0, len(self.ties), across):
            top = self.bottom
            for place, tie in enumerate(self.ties[n : n + across]):
                self._rung(tie, place * _CELL, top)

    def _rung(self, tie: Tie, left: float, top: float) -> None:
        self.pill, middle = 236.0, left + _CELL / 2
        box = Box(middle - self.pill / 2, top, self.pill, self._pill_height(tie))
        self._tie(tie, box)
        for n, (one, _) in enumerate(tie.ends):
            end = Box(
                left + 12 + n % 2 * (_CELL - 24 - _END),
                box.bottom + 14 + n // 2 * 56,
                _END,
                46,
            )
            self._person(one, self.home[one], end, said=True)
            goal = Point(end.x if n % 2 else end.right, end.cy)
            self._path(
                tie,
                one,
                Point(middle, box.bottom),
                (
                    (Point(middle, end.cy - 16),),
                    (Point(middle, end.cy), Point(middle, end.cy), goal),
                ),
            )
            self.bottom = max(self.bottom, end.bottom + 22)

    def _place_people(self) -> None:
        """Place the column with most people first, then the others by those to whom they are tied."""
        for n in sorted(range(len(self.columns)), key=lambda n: -len(self.columns[n][1])):
            self.bottom = max(self.bottom, self._place_side(n, *self.columns[n]))

    def _place_side(self, n: int, side: Ref, listed: list[Ref]) -> float:
        x, first, step = self._x(n), self.top + _CAPTION + _PAD, _PERSON + _GAP
        wanted = {one: y for one in listed if (y := self._beside(one)) is not None}
        if wanted:
            ordered = sorted(listed, key=lambda one: wanted.get(one, first))
        else:
            ordered = sorted(
                listed,
                key=lambda one: (
                    min((self.at[p] for p in self._partners(one)), default=n),
                    listed.index(one),
                ),
            )
        places = [
            wanted.get(one, first) if wanted else first + i * step
            for i, one in enumerate(ordered)
        ]
        for one, y in zip(
            ordered, spread(places, [step] * len(places), first), strict=True
        ):
            self._person(one, side, Box(x + _PAD, y, self.wide - 2 * _PAD, _PERSON))
        bottom = max(self.boxes[one].bottom for one in listed) + _PAD
        self.zones.append(
            (Box(x, self.top, self.wide, bottom - self.top), self.colour[side])
        )
        room = (self.wide - 2 * _PAD) / (1 + STYLES["cap"].spacing)
        self.captions.append(
            Line(
                x + _PAD,
                self.top + 20,
                fit(side.label.upper(), STYLES["cap"].size, room, 1, "bold")[0],
                "cap",
            )
        )
        return bottom

    def _partners(self, one: Ref) -> list[Ref]:
        return [
            other
            for tie in self.ties
            if any(ref == one for ref, _ in tie.ends)
            for other, _ in tie.ends
            if other != one
        ]

    def _beside(self, one: Ref) -> float | None:
        """Return the mean height of those placed already to whom somebody is tied."""
        placed = [
            self.boxes[other].y for other in self._partners(one) if other in self.boxes
        ]
        return sum(placed) / len(placed) if placed else None

    def _person(self, one: Ref, side: Ref, box: Box, *, said: bool = False) -> None:
        """Draw somebody, with the side where it is to be said."""
        self.boxes[one] = box
        y = box.cy + (-3 if said else 4.8)
        lines = [
            Line(
                box.cx,
                y,
                fit(one.label, STYLES["ct"].size, box.w - 16, 1, "bold")[0],
                "ct",
                "middle",
            )
        ]
        lines += (
            [
                Line(
                    box.cx,
                    y + 16,
                    fit(side.label, STYLES["cs"].size, box.w - 16, 1)[0],
                    "cs",
                    "middle",
                )
            ]
            if said
            else []
        )
        names = (f"s{self.colour[side]}",)
        self.nodes.append(
            Node(
                id=one.iri,
                kind="card",
                box=box,
                label=f"{one.label}, {side.label}",
                lines=tuple(lines),
                classes=names,
            )
        )

    def _place_ties(self) -> None:
        """Put each tie into the gap beside its ends, or below the columns where its ends are no neighbours."""
        gaps: dict[int, list[Tie]] = {}
        for tie in self.ties:
            gaps.setdefault(self._gap_of(tie), []).append(tie)
        below = gaps.pop(-1, [])
        for n, listed in gaps.items():
            self._fill(listed, self._x(n) + self.wide + self.gap / 2)
        for rank, tie in enumerate(below):
            self._join_below(tie, rank)

    def _gap_of(self, tie: Tie) -> int:
        columns = {self.at[one] for one, _ in tie.ends}
        low, high = min(columns), max(columns)
        if high - low > 1:
            return -1
        return low if high > low or low < len(self.columns) - 1 or low == 0 else low - 1

    def _fill(self, ties: list[Tie], cx: float) -> None:
        middle = {
            tie: sum(self.boxes[one].cy for one, _ in tie.ends) / len(tie.ends)
            for tie in ties
        }
        ordered = sorted(ties, key=lambda tie: (middle[tie], tie.ref.label))
        heights = [self._pill_height(tie) for tie in ordered]
        wanted = [
            middle[tie] - height / 2 for tie, height in zip(ordered, heights, strict=True)
        ]
        for tie, height, y in zip(
            ordered,
            heights,
            spread(wanted, [height + 10 for height in heights], self.top),
            strict=True,
        ):
            box = Box(cx - self.pill / 2, y, self.pill, height)
            self._tie(tie, box)
            for one, _ in tie.ends:
                end = self.boxes[one]
                left = end.cx < box.cx
                start, goal = (
                    Point(end.right if left else end.x, end.cy),
                    Point(box.x if left else box.right, box.cy),
                )
                half = (start.x + goal.x) / 2
                self._path(
                    tie, one, start, ((Point(half, start.y), Point(half, goal.y), goal),)
                )
            self.bottom = max(self.bottom, box.bottom)

    def _join_below(self, tie: Tie, rank: int) -> None:
        """Lead from each end beside its column down to the tie."""
        height = self._pill_height(tie)
        box = Box(self.width / 2 - self.pill / 2, self.bottom + 16, self.pill, height)
        self._tie(tie, box)
        for one, _ in tie.ends:
            end = self.boxes[one]
            left = end.cx < box.cx
            x = (
                (end.right + _PAD + 7 + 5 * rank)
                if left
                else (end.x - _PAD - 7 - 5 * rank)
            )
            turn = 12 if left else -12
            goal = Point(box.x if left else box.right, box.cy)
            corner = (
                Point(x, box.cy - 6),
                Point(x + turn / 2, box.cy),
                Point(x + turn, box.cy),
            )
            self._path(
                tie,
                one,
                Point(end.right if left else end.x, end.cy),
                ((Point(x, end.cy),), (Point(x, box.cy - 12),), corner, (goal,)),
            )
        self.bottom = box.bottom

    def _words(self, tie: Tie) -> tuple[list[str], str]:
        room = self.pill - 18
        kind = " and ".join(WORDS[one] for one in tie.kinds) or "relationship"
        return (
            fit(tie.ref.label, STYLES["ht"].size, room, 2, "bold"),
            fit(kind, STYLES["hs"].size, room, 1, "bold")[0],
        )

    def _pill_height(self, tie: Tie) -> float:
        return 27 + len(self._words(tie)[0]) * STYLES["ht"].leading

    def _tie(self, tie: Tie, box: Box) -> None:
        names, kind = self._words(tie)
        lines = [
            Line(box.cx, box.y + 17 + n * STYLES["ht"].leading, text, "ht", "middle")
            for n, text in enumerate(names)
        ]
        lines.append(Line(box.cx, box.bottom - 9, kind, "hs", "middle"))
        where = "across the table" if tie.across else "within one side"
        said = (
            f"{tie.ref.label}:"
            f" {' and '.join(WORDS[one] for one in tie.kinds) or 'relationship'}, {where}"
        )
        self.nodes.append(
            Node(
                id=tie.ref.iri,
                kind="tie",
                box=box,
                label=said,
                lines=tuple(lines),
                classes=(_tone(tie),),
            )
        )

    def _path(
        self, tie: Tie, one: Ref, start: Point, steps: tuple[tuple[Point, ...], ...]
    ) -> None:
        self.paths.append(
            Path(
                id=tie.ref.iri,
                kind="tie",
                start=start,
                steps=steps,
                classes=(_tone(tie),),
                ends=(tie.ref.iri, one.iri),
            )
        )


def _tone(tie: Tie) -> str:
    return tie.kinds[0] if tie.kinds else "working"
