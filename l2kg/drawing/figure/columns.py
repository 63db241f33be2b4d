"""Build the column of each side.

Its placard, and its groups, barriers, measures and ties, above and below its middle.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from l2kg.drawing.figure.boxes import (
    ATTITUDES,
    GROUP_WIDTH,
    SIGNS,
    barrier_row,
    decision_row,
    group_box,
    heading,
    person_row,
    placard,
)
from l2kg.drawing.figure.pills import measure_box, tie_box
from l2kg.drawing.shapes import moved_captions

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from l2kg.cases.parts import Side
    from l2kg.drawing.figure.model import Model
    from l2kg.drawing.shapes import Caption, Node

__all__ = ["Column", "Lift", "Panel", "build_column", "lists_of"]

_GAP = 9.0  # pixels between the boxes of one group
_ATTITUDE_GAP = 18.0  # pixels between those who think differently
_TITLE = 30.0  # pixels for a heading
_PANEL_TITLE = 34.0  # pixels for the heading of a panel, which follows other boxes
_PANEL_GAP = 12.0  # pixels below a panel that stands over the groups
_HANGING = 44.0  # pixels by which the groups may hang lower than the placard
_REACH = 130.0  # pixels: a band that falls further grows steep
_MOST_RISE = 84.0  # pixels by which opponents without supporters rise beside the placard
_LIST_GAPS = {"pill": 7.0, "tie": 9.0}  # pixels between measures, and between ties
_ROW_GAP = 5.0  # pixels between barriers, decisions and people

NodesOf = list[list["Node"]]


@dataclass(frozen=True, slots=True)
class Panel:
    """A titled list in the room behind a side, its top edge at 0."""

    name: str
    nodes: tuple[Node, ...]
    height: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A side with all that lies behind it.

    ``up`` and ``down`` is the room it takes from its middle at ``cy``.
    """

    side: Side
    place: int
    left: bool
    nodes: tuple[Node, ...]
    card: tuple[Node, ...]
    captions: tuple[Caption, ...]
    panels: tuple[Panel, ...]
    up: float
    down: float
    cy: float = 0.0

    @property
    def reach(self) -> float:
        """Return by how much more all of it may rise.

        Beyond that the band of its first group would fall steeply.
        """
        groups = [node.box.cy - self.cy for node in self.nodes if node.kind == "chip"]
        return max(0.0, _REACH + min(groups, default=_REACH))

    def seated(self, height: float) -> Column:
        """Return the column with its placard so high, in the middle."""
        card = self.card[0]
        higher = replace(card, box=replace(card.box, h=max(height, card.box.h)))
        if len(self.card) == 1:  # nobody on it: the name stands in the middle
            by = (higher.box.h - card.box.h) / 2
            higher = replace(
                higher, lines=tuple(line.moved(0, by) for line in card.lines)
            )
        half = higher.box.h / 2
        nodes = [node.moved(0, self.cy - half) for node in (higher, *self.card[1:])]
        return replace(
            self, card=tuple(nodes), up=max(self.up, half), down=max(self.down, half)
        )

    def at(self, cy: float) -> Column:
        """Return the column with its middle somewhere else."""
        by = cy - self.cy
        return replace(
            self,
            cy=cy,
            nodes=tuple(node.moved(0, by) for node in self.nodes),
            card=tuple(node.moved(0, by) for node in self.card),
            captions=moved_captions(self.captions, by),
        )


@dataclass(frozen=True, slots=True)
class Lift:
    """What is moved up behind a side for the canvas to be lower.

    Panels that stand over the groups, and all of it by a stretch.
    """

    panels: frozenset[str] = frozenset()
    by: float = 0.0


class _Room:
    """What lies behind a side in the making, from its middle at 0 up and down."""

    def __init__(self) -> None:
        self.up = self.down = 0.0
        self.nodes: list[Node] = []
        self.captions: list[Caption] = []


def build_column(
    model: Model,
    side: Side,
    place: int,
    *,
    x: float,
    card_x: float,
    left: bool,
    lift: Lift | None,
) -> Column:
    """Build a side's column around a middle at 0.

    Supporters stand above, the undecided between, opponents below, panels under them.

    ``x`` is where groups begin, ``card_x`` where the placard does. Without a ``lift``,
    what is behind the side keeps to its middle: it shares its flank.
    """
    raised = lift.panels if lift else frozenset()
    panels = _panels(model, side, place, x)
    room = _Room()
    if not _add_groups(room, model, side, place, x=x, left=left):
        below = (panel.height for panel in panels if panel.name not in raised)
        room.down = -sum(below) / 2
        room.up = -room.down
    for panel in panels:
        _add_panel(room, panel, place, x, left=left, raised=panel.name in raised)
    by = _balance(room) + lift.by if lift else 0.0
    return Column(
        side=side,
        place=place,
        left=left,
        nodes=tuple(node.moved(0, -by) for node in room.nodes),
        card=tuple(placard(side, place, card_x)),
        captions=moved_captions(room.captions, -by),
        panels=tuple(panel for panel in panels if panel.name not in raised),
        up=room.up + by,
        down=room.down - by,
    )


def _add_groups(
    room: _Room, model: Model, side: Side, place: int, *, x: float, left: bool
) -> bool:
    """Add the groups behind a side, by what they think; tell whether there are any."""
    groups: dict[str, list[Node]] = {}
    for attitude in SIGNS:
        if behind := model.behind(side.iri, attitude):
            groups[attitude] = [
                group_box(group, place, x, left=left, deal=model.deal) for group in behind
            ]
    heights = {attitude: _height(nodes) + _TITLE for attitude, nodes in groups.items()}
    tops = _tops(heights)
    room.down = heights.get("undecided", 0.0) / 2
    room.up = max([0.0, room.down, *(-tops[attitude] for attitude in heights)])
    for attitude, nodes in groups.items():
        top, words = tops[attitude], ATTITUDES[attitude]
        y = top + _TITLE - 11
        room.captions += heading(place, SIGNS[attitude], words, x, y, left=left)
        placed, bottom = _stacked(nodes, top + _TITLE)
        room.nodes += placed
        room.down = max(room.down, bottom)
    return bool(groups)


def _tops(heights: dict[str, float]) -> dict[str, float]:
    """Return where those who think alike begin, given how high they stand; opponents alone rise."""
    half = heights.get("undecided", 0.0) / 2
    above = half
    if "supports" in heights:
        above += heights["supports"] + _ATTITUDE_GAP
    rise = 0.0
    if len(heights) <= 1:
        rise = min(heights.get("opposes", 0.0) + _ATTITUDE_GAP, _MOST_RISE)
    return {
        "supports": -above,
        "undecided": -half,
        "opposes": half + _ATTITUDE_GAP - rise,
    }


def _height(nodes: Sequence[Node]) -> float:
    return sum(node.box.h for node in nodes) + _GAP * max(0, len(nodes) - 1)


def _stacked(nodes: Iterable[Node], top: float) -> tuple[list[Node], float]:
    """Set nodes one below the other from a top edge; return them and the edge below."""
    placed, y = [], top
    for node in nodes:
        placed.append(node.moved(0, y - node.box.y))
        y += node.box.h + _GAP
    return placed, y - _GAP


def _add_panel(
    room: _Room, panel: Panel, place: int, x: float, *, left: bool, raised: bool
) -> None:
    """Add a panel under what is there, or over it where it is raised."""
    if raised:
        room.up += panel.height + _PANEL_GAP
    top = -room.up if raised else room.down
    room.captions += heading(place, None, panel.name, x, top + 25, left=left)
    room.nodes += [node.moved(0, top) for node in panel.nodes]
    if not raised:
        room.down += panel.height


def _balance(room: _Room) -> float:
    """Tell by how much to raise what is behind a side.

    It should lie as much above the placard as below, its groups half and half.
    """
    groups = [node.box for node in room.nodes if node.kind == "chip"]
    if not groups:
        return 0.0
    fan = max(box.bottom for box in groups) + min(box.y for box in groups)
    even = (room.down - room.up) / 2
    hanging = max(0.0, fan / 2) + _HANGING
    gentle = _REACH + min(box.cy for box in groups)
    return max(0.0, min(even, hanging, gentle))


def lists_of(
    model: Model, side: Side, place: int, x: float, width: float
) -> list[tuple[str, NodesOf]]:
    """Build what a side's lists hold, each box with its top at 0.

    They are its barriers, the decisions behind it, its own measures and ties, and those
    of its people who are not at the table.

    Returns:
        For each list its title, and its boxes, each with what lies on it.
    """
    names = model.names
    barriers = [[barrier_row(b, place, x, width)] for b in model.barriers(side.iri)]
    measures = [
        [
            node.moved(x, 0)
            for node in measure_box(move, width, names, full=True, small=True)
        ]
        for move in model.own_moves(side.iri)
    ]
    ties = [
        [tie_box(tie, width, full=True).moved(x, 0)] for tie in model.own_ties(side.iri)
    ]
    decisions = [[decision_row(d, place, x, width)] for d in model.decisions(side.iri)]
    people = [[person_row(p, x, width)] for p in side.participants if not p.is_at_table]
    return [
        ("barriers that it faces", barriers),
        ("decisions behind it", decisions),
        ("measures on its own side", measures),
        ("ties on its own side", ties),
        ("its people who are not at the table", people),
    ]


def _panels(model: Model, side: Side, place: int, x: float) -> list[Panel]:
    """Build a side's lists, each with its heading's room at a top edge of 0."""
    panels: list[Panel] = []
    lists = lists_of(model, side, place, x, GROUP_WIDTH)
    for name, boxes in lists:
        gap = _LIST_GAPS.get(boxes[0][0].kind, _ROW_GAP) if boxes else 0.0
        y = _PANEL_TITLE
        nodes: list[Node] = []
        for box in boxes:
            nodes += [node.moved(0, y) for node in box]
            y += box[0].box.h + gap
        if boxes:
            panels.append(Panel(name, tuple(nodes), y - gap))
    return panels
