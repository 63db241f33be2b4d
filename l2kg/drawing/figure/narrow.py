"""Lay a case out for a phone: the sides one below the other, the table and the measures between the first and the second.

Boxes stand in one column. On its left run the lines from those who act, are tied or began
a measure, on its right the arrows to whom a measure is aimed at; each line has a track of
its own, so that none runs behind a box.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from l2kg.drawing.figure.boxes import (
    NOBODY,
    SIGNS,
    barrier_row,
    chip,
    heading,
    move_pill,
    placard,
    table_top,
    tie_box,
)
from l2kg.drawing.figure.narrow_lines import Wires, room_for
from l2kg.drawing.shapes import Box, Figure, Line, Node, Zone, block, wrapped

if TYPE_CHECKING:
    from l2kg.cases.parts import Side
    from l2kg.drawing.figure.columns import Caption
    from l2kg.drawing.figure.model import Model, Move

__all__ = ["NARROW", "narrow_figure"]

NARROW = 358.0
_GAP, _PAD, _SEAT, _FOOT = 8.0, 14.0, 60.0, 8.0
_WORDS = {
    "supports": "internal supporters",
    "undecided": "undecided or not stated",
    "opposes": "internal opponents",
}
_APART = 4


class _Page:
    """A narrow figure in the making, filled from the top."""

    def __init__(self, story: Model) -> None:
        self.story = story
        self.names = {
            one.iri: one.label for one in (*story.view.sides, *story.view.constituencies)
        }
        self.here = {side.iri for side in story.seats}
        self.moves = [move for move in story.moves if move.own not in self.here]
        self.ties = [
            tie
            for tie in story.ties
            if not (len(tie.sides) == 1 and tie.sides[0] in self.here)
        ]
        self.left, right = room_for(self.moves, self.ties)
        self.w = NARROW - self.left - right
        self.y = 0.0
        self.nodes: list[Node] = []
        self.captions: list[Caption] = []
        self.zones: list[Zone] = []
        self.seats: list[Box] = []
        self.table = Box(0, 0, 0, 0)

    def add(self, nodes: list[Node], gap: float = _GAP) -> None:
        """Set a box, with what lies on it, under what is there."""
        self.nodes += [node.moved(0, self.y) for node in nodes]
        self.y += nodes[0].box.h + gap

    def title(self, place: int | None, sign: str | None, words: str) -> None:
        """Set a heading under what is there."""
        self.y += 27
        if place is None:
            self.captions.append((Line(self.left, self.y, words, "gw"), ()))
        else:
            self.captions += heading(place, sign, words, self.left, self.y, left=True)
        self.y += 9

    def cap(self, words: str) -> None:
        """Set a heading in small capitals under what is there."""
        line = Line(self.left, self.y + 22, words, "cap")
        self.captions.append((line, ()))
        self.y += 32


def narrow_figure(story: Model, summary: str) -> Figure:
    """Place everything that the figure shows of a case in one column."""
    page = _Page(story)
    for place, side in enumerate(story.seats[:1]):
        _add_seat(page, side, place, above=True)
    _add_table(page)
    _add_middle(page)
    for place, side in enumerate(story.seats[1:], start=1):
        _add_seat(page, side, place, above=False)
    if len(story.seats) == 1:
        page.seats.append(Box(page.left, page.y, page.w, _SEAT))
        page.y += _SEAT + _PAD
    for side in story.apart:
        _add_apart(page, side)
    wires = Wires(
        page.moves,
        page.ties,
        story,
        page.nodes,
        left=page.left,
        right=page.left + page.w,
        width=NARROW,
    )
    return Figure(
        width=NARROW, height=page.y + _FOOT, title=f"{story.view.summary.label}: the two-level figure", summary=summary,
        table=page.table, zones=tuple(page.zones), nodes=tuple(page.nodes), paths=tuple(wires.paths()),
        captions=tuple(page.captions), seats=tuple(page.seats),
    )  # fmt: skip


def _add_seat(page: _Page, side: Side, place: int, *, above: bool) -> None:
    """Add a side at the table with the room behind it: over its placard for the first, under it for the others."""
    top = page.y
    card = placard(side, place, page.left, page.w)
    if not above:
        page.y += _PAD
        page.add(card)
    page.cap("BEHIND THE TABLE · LEVEL II")
    if not _add_behind(page, side, place):
        page.captions.append((Line(page.left, page.y + 9, NOBODY, "gw"), ()))
        page.y += 20
    if above:
        page.y += _PAD / 2
        page.add(card, 0)
        page.zones.append(
            Zone(
                place,
                Box(0, top, NARROW, page.y - card[0].box.h / 2 - top),
                0,
                left=False,
                level=True,
            )
        )
        return
    page.y += _PAD
    edge = top + _PAD + card[0].box.h / 2
    page.zones.append(
        Zone(place, Box(0, edge, NARROW, page.y - edge), 0, left=True, level=True)
    )


def _add_behind(page: _Page, side: Side, place: int) -> bool:
    """Add the groups behind a side, the barriers that it faces, and what stays inside it; tell whether there is any of it."""
    story, top = page.story, page.y
    for attitude, words in _WORDS.items():
        groups = story.behind(side.iri, attitude)
        if groups:
            page.title(place, SIGNS[attitude], words)
        for group in groups:
            page.add(
                [
                    chip(
                        group,
                        place,
                        page.left + 11,
                        left=False,
                        width=page.w - 11,
                        deal=page.story.deal,
                    )
                ]
            )
    content = (
        (
            "barriers that it faces",
            [
                [barrier_row(b, place, page.left, page.w)]
                for b in story.barriers(side.iri)
            ],
            5.0,
        ),
        (
            "measures on its own side",
            [_pill(page, move, small=True) for move in story.own_moves(side.iri)],
            _GAP,
        ),
        (
            "ties on its own side",
            [
                [tie_box(t, page.w, full=True).moved(page.left, 0)]
                for t in story.own_ties(side.iri)
            ],
            _GAP,
        ),
    )
    for words, rows, gap in content:
        if rows:
            page.title(place, None, words)
        for nodes in rows:
            page.add(nodes, gap)
    return page.y > top


def _pill(page: _Page, move: Move, *, small: bool = False) -> list[Node]:
    return [
        node.moved(page.left, 0)
        for node in move_pill(move, page.w, page.names, full=True, small=small)
    ]


def _add_table(page: _Page) -> None:
    """Add the table with what lies on it, under the placard of the first side."""
    story = page.story
    ident = story.talks.id if story.talks else ""
    top = page.y + 10
    lying, height = table_top(story.deal, story.matters, page.w - 34, ident)
    kind = story.talks.table_kind.label if story.talks and story.talks.table_kind else ""
    text = "AT THE TABLE" + (f" · {kind.upper()}" if kind else "")
    middle = page.left + page.w / 2
    lines = [Line(middle, top + 26, text, "cap", "middle")]
    if lines[0].width > page.w - 40:
        lines = [replace(lines[0], text="AT THE TABLE")]
    words = (
        wrapped(story.talks.label, "deal", page.w - 40, 4)
        if story.talks and not lying
        else []
    )
    more, below = block(middle, top + 38, [(word, "deal") for word in words], "middle")
    bottom = (top + 36 + height if lying else below) + 16
    page.table = Box(page.left, top, page.w, max(70.0, bottom - top))
    title = f"{story.talks.label}. {story.talks.description}" if story.talks else ""
    page.nodes.append(
        Node(id=ident, kind="table", box=page.table, label=f"{text.capitalize()}: {title}", title=title, lines=(*lines, *more))
    )  # fmt: skip
    page.nodes += [node.moved(middle, top + 36) for node in lying]
    page.y = page.table.bottom + 4


def _add_middle(page: _Page) -> None:
    """Add the relationships and the measures between sides, as lists."""
    if page.ties:
        page.title(None, None, "relationships across the table")
    for tie in page.ties:
        page.add([tie_box(tie, page.w, full=True).moved(page.left, 0)])
    if page.moves:
        page.title(None, None, "measures across the table")
    for move in page.moves:
        page.add(_pill(page, move))
    page.y += _PAD / 2


def _add_apart(page: _Page, side: Side) -> None:
    """Add a side that is not at the table, with the groups and barriers behind it."""
    top = page.y
    page.title(None, None, "not at this table")
    page.add(placard(side, None, page.left, page.w))
    for group in (
        g for g in page.story.view.constituencies if g.behind and g.behind.iri == side.iri
    ):
        page.add(
            [
                chip(
                    group,
                    _APART,
                    page.left + 11,
                    left=False,
                    width=page.w - 11,
                    deal=page.story.deal,
                )
            ]
        )
    for barrier in page.story.barriers(side.iri):
        page.add([barrier_row(barrier, _APART, page.left, page.w)], 5)
    page.y += _PAD / 2
    page.zones.append(
        Zone(_APART, Box(0, top, NARROW, page.y - top), 0, left=True, level=True)
    )
