"""Build the room behind each side: its groups, barriers, measures and ties of its own, above and below its middle."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from l2kg.drawing.figure.boxes import (
    CHIP,
    SIGNS,
    barrier_row,
    chip,
    heading,
    move_pill,
    placard,
    tie_box,
)
from l2kg.drawing.shapes import Line, Node

if TYPE_CHECKING:
    from l2kg.cases.parts import Side
    from l2kg.drawing.figure.model import Model

__all__ = ["Berth", "Caption", "Lift", "Panel", "berth", "stack"]

Caption = tuple[Line, tuple[str, ...]]
_GAP, _TITLE = 9.0, 30.0
_HANGING, _REACH = 44.0, 130.0
_WORDS = {
    "supports": "internal supporters",
    "opposes": "internal opponents",
    "undecided": "undecided or not stated",
}


@dataclass(frozen=True, slots=True)
class Panel:
    """A titled list in the room behind a side, its top edge at 0."""

    name: str
    nodes: tuple[Node, ...]
    height: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Berth:
    """A side with all that lies behind it; ``up`` and ``down`` is the room it takes from its middle at ``cy``."""

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
        """Return by how much more all of it may rise until the band of its first group falls steeply."""
        return max(
            0.0,
            _REACH
            + min(
                (node.box.cy - self.cy for node in self.nodes if node.kind == "chip"),
                default=_REACH,
            ),
        )

    def seated(self, height: float) -> Berth:
        """Return the berth with its placard so high, in the middle."""
        card = self.card[0]
        higher = replace(card, box=replace(card.box, h=max(height, card.box.h)))
        if len(self.card) == 1:  # nobody on it: the name stands in the middle
            by = (higher.box.h - card.box.h) / 2
            higher = replace(
                higher, lines=tuple(line.moved(0, by) for line in higher.lines)
            )
        nodes = tuple(
            node.moved(0, self.cy - higher.box.h / 2) for node in (higher, *self.card[1:])
        )
        return replace(
            self,
            card=nodes,
            up=max(self.up, higher.box.h / 2),
            down=max(self.down, higher.box.h / 2),
        )

    def at(self, cy: float) -> Berth:
        """Return the berth with its middle somewhere else."""
        by = cy - self.cy
        return replace(
            self, cy=cy, nodes=tuple(n.moved(0, by) for n in self.nodes), card=tuple(n.moved(0, by) for n in self.card),
            captions=tuple((line.moved(0, by), classes) for line, classes in self.captions),
        )  # fmt: skip


def stack(nodes: list[Node], top: float, gap: float = _GAP) -> tuple[list[Node], float]:
    """Set nodes one below the other from a top edge; return them and the edge below."""
    placed, y = [], top
    for node in nodes:
        placed.append(node.moved(0, y - node.box.y))
        y += node.box.h + gap
    return placed, (y - gap if nodes else top)


def _height(nodes: list[Node]) -> float:
    return sum(node.box.h for node in nodes) + _GAP * max(0, len(nodes) - 1)


@dataclass(frozen=True, slots=True)
class Lift:
    """What is moved up behind a side for the sheet to be lower: panels that stand over the groups, and all of it by a stretch."""

    panels: frozenset[str] = frozenset()
    by: float = 0.0


def berth(
    model: Model,
    side: Side,
    place: int,
    *,
    x: float,
    card_x: float,
    left: bool,
    lift: Lift | None,
) -> Berth:
    """Build a side's berth around a middle at 0: supporters above, the undecided between, opponents below, panels under them.

    Without a ``lift``, what is behind the side keeps to its middle: it shares its column.
    """
    raised = lift.panels if lift else frozenset()
    groups = {
        name: [
            chip(g, place, x, left=left, deal=model.deal)
            for g in model.behind(side.iri, name)
        ]
        for name in _WORDS
    }
    panels = _panels(model, side, place, x)
    heights = {name: _height(nodes) + _TITLE for name, nodes in groups.items() if nodes}
    middle = heights.get("undecided", 0.0)
    alone = 0.0 if len(heights) > 1 else min(heights.get("opposes", 0.0) + 18, 84.0)
    up, nodes, captions = middle / 2, [], []
    if "supports" in heights:
        up += heights["supports"] + 18
    tops = {"supports": -up, "undecided": -middle / 2, "opposes": middle / 2 + 18 - alone}
    up, down = max(up, *(-tops[name] for name in heights), 0.0), middle / 2
    for name in heights:
        captions.extend(
            heading(
                place, SIGNS[name], _WORDS[name], x, tops[name] + _TITLE - 11, left=left
            )
        )
        placed, bottom = stack(groups[name], tops[name] + _TITLE)
        nodes.extend(placed)
        down = max(down, bottom)
    if not heights:
        down = -sum(panel.height for panel in panels if panel.name not in raised) / 2
        up = -down
    for panel in panels:
        if panel.name in raised:
            up += panel.height + 12
        top = -up if panel.name in raised else down
        captions.extend(heading(place, None, panel.name, x, top + 25, left=left))
        nodes.extend(node.moved(0, top) for node in panel.nodes)
        down += 0 if panel.name in raised else panel.height
    by = _balance(nodes, up, down) + lift.by if lift else 0.0
    return Berth(
        side=side, place=place, left=left, nodes=tuple(node.moved(0, -by) for node in nodes), up=up + by, down=down - by,
        captions=tuple((line.moved(0, -by), names) for line, names in captions),
        panels=tuple(panel for panel in panels if panel.name not in raised), card=tuple(placard(side, place, card_x)),
    )  # fmt: skip


def _balance(nodes: list[Node], up: float, down: float) -> float:
    """Tell by how much to raise what is behind a side, for it to lie as much above the placard as below, its groups half and half."""
    groups = [node.box for node in nodes if node.kind == "chip"]
    if not groups:
        return 0.0
    fan = max(box.bottom for box in groups) + min(box.y for box in groups)
    return max(
        0.0,
        min(
            (down - up) / 2,
            max(0.0, fan / 2) + _HANGING,
            _REACH + min(box.cy for box in groups),
        ),
    )


def _panels(model: Model, side: Side, place: int, x: float) -> list[Panel]:
    """Build a side's barriers, own measures and own ties, each with its heading's room at a top edge of 0."""
    names = {group.iri: group.label for group in model.view.constituencies} | {
        s.iri: s.label for s in model.view.sides
    }
    pills = [
        [n.moved(x, 0) for n in move_pill(move, CHIP, names, full=True, small=True)]
        for move in model.own_moves(side.iri)
    ]
    content = (
        (
            "barriers that it faces",
            [[barrier_row(b, place, x)] for b in model.barriers(side.iri)],
            5.0,
        ),
        ("measures on its own side", pills, 7.0),
        (
            "ties on its own side",
            [
                [tie_box(tie, CHIP, full=True).moved(x, 0)]
                for tie in model.own_ties(side.iri)
            ],
            _GAP,
        ),
    )
    found: list[Panel] = []
    for name, rows, gap in content:
        y = 34.0
        nodes: list[Node] = []
        for row in rows:
            nodes.extend(node.moved(0, y) for node in row)
            y += row[0].box.h + gap
        if rows:
            found.append(Panel(name, tuple(nodes), y - gap))
    return found
