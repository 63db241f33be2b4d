"""The ties of one case in the making.

Who belongs where, and the boxes of the case, of people and of ties.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from l2kg.cases.people import WORDS
from l2kg.cases.reading import Ref
from l2kg.drawing.shapes import Box, Line, Node, Path
from l2kg.drawing.text import STYLES, wrapped

if TYPE_CHECKING:
    from collections.abc import Sequence

    from l2kg.cases.people import Tie
    from l2kg.drawing.shapes import Point, Step

__all__ = ["Cluster", "tie_height"]

_NOWHERE = Ref("", "No side is recorded")
_TITLE_FOOT = 13.0  # pixels below the name of a case
_TIE_PADDING = 18.0  # pixels beside the words of a tie
_TIE_TITLE = STYLES["label"].leading
_PERSON_PADDING = 16.0  # pixels beside the name of a person


class Cluster:
    """The ties of one case, from a height down; ``boxes`` are those of the people placed so far."""

    def __init__(self, ties: Sequence[Tie], width: float, top: float) -> None:
        self.ties, self.width, self.top = ties, width, top
        self.zones: list[tuple[Box, int]] = []
        self.captions: list[Line] = []
        self.nodes: list[Node] = []
        self.paths: list[Path] = []
        self.boxes: dict[Ref, Box] = {}
        self.people = _sides(ties)
        self.home = {
            person: side for side, members in self.people.items() for person in members
        }
        self.colour = {side: n for n, side in enumerate(self.people)}
        self.top = self.bottom = self._add_title()

    def _add_title(self) -> float:
        """Name the case, with a way to it; return where the name ends."""
        case, leading = self.ties[0].case, STYLES["deal"].leading
        texts = wrapped(case.label, "deal", self.width - 40, 2)
        lines = tuple(
            Line(12, self.top + 24 + n * leading, text, "deal")
            for n, text in enumerate(texts)
        )
        wide = max(line.width for line in lines) + 10
        box = Box(8, self.top + 4, wide, 8 + len(texts) * leading)
        label = f"Case: {case.label}"
        self.nodes.append(
            Node(id=case.iri, kind="part", box=box, label=label, lines=lines)
        )
        return box.bottom + _TITLE_FOOT

    def add_person(self, person: Ref, box: Box, *, with_side: bool = False) -> None:
        """Draw somebody, with the side where no ground shows it."""
        side, room = self.home[person], box.w - _PERSON_PADDING
        self.boxes[person] = box
        y = box.cy + (-3 if with_side else 4.8)
        name = wrapped(person.label, "group-title", room, 1)[0]
        lines = [Line(box.cx, y, name, "group-title", "middle")]
        if with_side:
            text = wrapped(side.label, "detail", room, 1)[0]
            lines.append(Line(box.cx, y + 16, text, "detail", "middle"))
        self.nodes.append(
            Node(
                id=person.iri,
                kind="card",
                box=box,
                label=f"{person.label}, {side.label}",
                lines=tuple(lines),
                classes=(f"s{self.colour[side]}",),
            )
        )

    def add_tie(self, tie: Tie, box: Box) -> None:
        """Draw a tie, with what it is."""
        kinds = " and ".join(WORDS[kind] for kind in tie.kinds) or "relationship"
        if tie.through:
            kinds += f", through {', '.join(ref.label for ref in tie.through)}"
        lines = [
            Line(box.cx, box.y + 17 + n * _TIE_TITLE, text, "label", "middle")
            for n, text in enumerate(_title(tie, box.w))
        ]
        kind = wrapped(kinds, "kind", box.w - _TIE_PADDING, 1)[0]
        lines.append(Line(box.cx, box.bottom - 9, kind, "kind", "middle"))
        where = "across the table" if tie.across else "within one side"
        self.nodes.append(
            Node(
                id=tie.ref.iri,
                kind="tie",
                box=box,
                label=f"{tie.ref.label}: {kinds}, {where}",
                lines=tuple(lines),
                classes=(_tone(tie),),
            )
        )

    def add_line(
        self, tie: Tie, person: Ref, start: Point, steps: tuple[Step, ...]
    ) -> None:
        """Draw the line between a tie and one of its ends."""
        self.paths.append(
            Path(
                id=tie.ref.iri,
                kind="tie",
                start=start,
                steps=steps,
                classes=(_tone(tie),),
                ends=(tie.ref.iri, person.iri),
            )
        )


def _sides(ties: Sequence[Tie]) -> dict[Ref, list[Ref]]:
    """Return the people of each side, each once, by the number of a side's ties."""
    home: dict[Ref, Ref] = {}
    for tie in ties:
        for person, sides in tie.ends:
            if home.get(person, _NOWHERE) == _NOWHERE:
                home[person] = sides[0] if sides else _NOWHERE
    ends = Counter(home[person] for tie in ties for person, _ in tie.ends)
    return {
        side: [person for person in home if home[person] == side]
        for side, _ in ends.most_common()
    }


def _title(tie: Tie, width: float) -> list[str]:
    return wrapped(tie.ref.label, "label", width - _TIE_PADDING, 2)


def tie_height(tie: Tie, width: float) -> float:
    """Return how high the box of a tie is, in pixels, given its width."""
    return 27 + len(_title(tie, width)) * _TIE_TITLE


def _tone(tie: Tie) -> str:
    return tie.kinds[0] if tie.kinds else "working"
