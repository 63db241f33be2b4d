"""Lay a case out as a two-level figure: boxes, lines and words with their places, and no drawing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING, Literal

from l2kg.drawing.figure.boxes import CARD, CHIP, NOBODY, SIGNS, table_top
from l2kg.drawing.figure.canvas import (
    CARD_LEFT,
    CARD_RIGHT,
    MARGIN,
    MIDDLE,
    REACH,
    WIDTH,
    Sheet,
)
from l2kg.drawing.figure.columns import Berth, Lift, berth
from l2kg.drawing.figure.events import add_strip
from l2kg.drawing.figure.inset import add_annexes
from l2kg.drawing.figure.model import Model, model
from l2kg.drawing.figure.narrow import narrow_figure
from l2kg.drawing.figure.routes import is_steep, ribbon
from l2kg.drawing.figure.rows import add_lanes, add_ties
from l2kg.drawing.routing import cleared
from l2kg.drawing.shapes import Box, Figure, Line, Node, Zone, block, wrapped

if TYPE_CHECKING:
    from l2kg.cases.view import CaseView
    from l2kg.drawing.figure.columns import Caption

__all__ = ["layout"]

Lifted = Mapping[str, Lift]
_LIP, _SEAT, _ROUND, _EXTRA, _APART = 20.0, 118.0, 3, 64.0, 4
_TABLE = Box(CARD_LEFT + CARD - 84, 0, CARD_RIGHT - CARD_LEFT - CARD + 168, 0)


def layout(view: CaseView, *, width: Literal["wide", "narrow"] = "wide") -> Figure:
    """Place everything that the figure shows of a case: round the table or, on a phone, in one column."""
    story = model(view)
    if width == "narrow":
        return narrow_figure(story, _summary(story))
    lifted: Lifted = {}
    sheet = _filled(story, lifted)
    while (further := _lift(sheet, lifted)) != lifted:
        lifted = further
        sheet = _filled(story, lifted)
    return cleared(_finished(sheet))


def _filled(story: Model, lifted: Lifted) -> Sheet:
    sheet = Sheet(story, {one.side.iri: one for one in _seated(story, lifted)}, _TABLE)
    _add_table(sheet)
    _add_berths(sheet)
    add_ties(sheet)
    add_lanes(sheet)
    add_annexes(sheet)
    add_strip(sheet)
    return sheet


def _lift(sheet: Sheet, lifted: Lifted) -> Lifted:
    """Find what sticks out below and has room above, for the sheet to be lower: a panel first, then all that is behind a side."""
    floor = max(sheet.floor, sheet.table.bottom)
    for iri, one in sheet.berths.items():
        room, over = -sheet.top - one.up - 10, sheet.lowest(left=one.left) - floor
        old = lifted.get(iri, Lift())
        if sheet.shares(iri) or over <= 0:
            continue
        fitting = [panel for panel in one.panels if panel.height + 24 <= room]
        if fitting and not old.by:
            return {**lifted, iri: replace(old, panels=old.panels | {fitting[0].name})}
        if min(room, over, one.reach) >= 1:
            return {**lifted, iri: replace(old, by=old.by + min(room, over, one.reach))}
    return lifted


def _seated(story: Model, lifted: Lifted) -> list[Berth]:
    """Seat the sides left and right, one below the other where a column has several."""
    places = range(len(story.seats))
    on_left = (
        [place for place in places if place % 4 in (0, 3)]
        if len(story.seats) > _ROUND
        else [0][: len(story.seats)]
    )
    shares = [
        [place for place in places if (place in on_left) == left]
        for left in (True, False)
    ]
    columns = [[_berth(story, place, lifted, left=left, alone=len(share) == 1) for place in share]
               for share, left in zip(shares, (True, False), strict=True)]  # fmt: skip
    height = max((one.card[0].box.h for column in columns for one in column), default=0.0)
    return [
        one
        for column in columns
        for one in _spread(
            [one.seated(min(height, one.card[0].box.h + _EXTRA)) for one in column]
        )
    ]


def _berth(story: Model, place: int, lifted: Lifted, *, left: bool, alone: bool) -> Berth:
    side = story.seats[place]
    lift = lifted.get(side.iri, Lift()) if alone else None
    x, card_x = (MARGIN, CARD_LEFT) if left else (WIDTH - MARGIN - CHIP, CARD_RIGHT)
    return berth(story, side, place, x=x, card_x=card_x, left=left, lift=lift)


def _spread(column: list[Berth]) -> list[Berth]:
    heights = [0.0]
    for upper, lower in pairwise(column):
        heights.append(heights[-1] + upper.down + lower.up + 44)
    middle = (heights[0] + heights[-1]) / 2
    return [one.at(height - middle) for one, height in zip(column, heights, strict=False)]


def _add_table(sheet: Sheet) -> None:
    """Set the table under the placards, as high as they and what lies on it need."""
    story = sheet.model
    stacked = any(map(sheet.shares, sheet.berths))
    ident = story.talks.id if story.talks else ""
    room = 150.0 if stacked else 216.0
    lying, height = table_top(story.deal, story.matters, room, ident)
    cards = [one.card[0].box for one in sheet.berths.values()] or [
        Box(0, -_SEAT / 2, 0, _SEAT)
    ]
    half = max(
        height / 2 + 40,
        _LIP + _SEAT / 2,
        *(max(-card.y, card.bottom) + _LIP for card in cards),
    )
    sheet.table = Box(sheet.table.x, -half, sheet.table.w, 2 * half)
    kind = story.talks.table_kind.label if story.talks and story.talks.table_kind else ""
    text = "AT THE TABLE" + (f" · {kind.upper()}" if kind else "")
    line = Line(MIDDLE, -half + 27, text, "cap", "middle")
    if line.width > 226:
        line = replace(line, text=kind.upper())
    title = f"{story.talks.label}. {story.talks.description}" if story.talks else ""
    words = (
        wrapped(story.talks.label, "deal", room, 4) if story.talks and not lying else []
    )
    name, below = block(MIDDLE, 0, [(word, "deal") for word in words], "middle")
    lines = (line, *(one.moved(0, 6 - below / 2) for one in name))
    node = Node(
        id=ident,
        kind="table",
        box=sheet.table,
        label=f"{text.capitalize()}: {title}",
        title=title,
        lines=lines,
    )
    sheet.nodes.append(node)
    sheet.nodes.extend(one.moved(MIDDLE, 6 - height / 2) for one in lying)


def _add_berths(sheet: Sheet) -> None:
    for one in sheet.berths.values():
        sheet.nodes.extend((*one.card, *one.nodes))
        sheet.captions.extend(one.captions)
        card = one.card[0].box
        chips = sorted(
            (node for node in one.nodes if node.kind == "chip"),
            key=lambda node: node.box.y,
        )
        heights = {
            node.id: card.y + 16 + (k + 0.5) * (card.h - 32) / len(chips)
            for k, node in enumerate(chips)
        }
        for group in _groups(chips):
            steep = any(is_steep(node.box, heights[node.id]) for node in group)
            shared = sum(heights[node.id] for node in group) / len(group)
            for node in group:
                y = shared if steep else heights[node.id]
                sheet.paths.append(
                    ribbon(
                        node.box,
                        card,
                        y,
                        node.id,
                        (node.id, one.side.id),
                        node.classes,
                        steep=steep,
                    )
                )


def _groups(chips: list[Node]) -> list[list[Node]]:
    """Return the constituencies that think alike, together."""
    groups = [[node for node in chips if attitude in node.classes] for attitude in SIGNS]
    return list(filter(None, groups))


def _finished(sheet: Sheet) -> Figure:
    """Move the sheet to its place and add what frames it."""
    berths = list(sheet.berths.values())
    up = 20 + max(
        [one.up - one.cy + 14 for one in berths] + [-sheet.top, -sheet.table.y + 8]
    )
    down = 52 + max(
        [one.cy + one.down for one in berths]
        + [
            sheet.floor,
            sheet.table.bottom,
            sheet.lowest(left=True),
            sheet.lowest(left=False),
        ]
    )
    columns = [
        [one for one in berths if one.left],
        [one for one in berths if not one.left],
    ]
    feet = [
        line
        for column in columns
        if column
        for line in _foot(column, sheet.cuts.get(column[-1].side.iri, down))
    ]
    return Figure(
        width=WIDTH,
        height=up + down,
        title=f"{sheet.model.view.summary.label}: the two-level figure",
        summary=_summary(sheet.model),
        table=sheet.table.moved(0, up),
        zones=(
            *(
                zone
                for column in columns
                for zone in _zones(sheet, column, up, up + down)
            ),
            *_void(berths, up, up + down),
        ),
        nodes=tuple(node.moved(0, up) for node in sheet.nodes),
        paths=tuple(path.moved(0, up) for path in sheet.paths),
        captions=tuple(
            (line.moved(0, up), classes) for line, classes in (*sheet.captions, *feet)
        ),
        seats=tuple(
            Box(CARD_RIGHT, up - one.card[0].box.h / 2, CARD, one.card[0].box.h)
            for one in berths
            if len(berths) == 1
        ),
    )


def _foot(column: list[Berth], down: float) -> list[Caption]:
    """Name the room behind a column, and say so where the case describes nobody there."""
    left = column[0].left
    x = MARGIN if left else WIDTH - MARGIN
    words = [("BEHIND THE TABLE · LEVEL II", "cap", 18.0)]
    if not any(one.nodes for one in column):
        words.append((NOBODY, "gw", 37.0))
    return [
        (Line(x, down - up, text, style, "start" if left else "end"), ())
        for text, style, up in words
    ]


def _void(berths: list[Berth], cy: float, height: float) -> list[Zone]:
    """Outline the room behind a side that the case does not describe."""
    return (
        [Zone(_APART, Box(WIDTH - REACH, 0, REACH, height), cy, left=False, void=True)]
        if len(berths) == 1
        else []
    )


def _zones(sheet: Sheet, column: list[Berth], up: float, height: float) -> list[Zone]:
    """Divide a column among its sides, half way between the room that each takes; what stands apart has the end."""
    if not column:
        return []
    left, cuts = column[0].left, [0.0]
    cuts += [up + (a.cy + a.down + b.cy - b.up) / 2 for a, b in pairwise(column)]
    middles = [(one.place, up + one.cy) for one in column]
    if column[-1].side.iri in sheet.cuts:
        cuts.append(up + sheet.cuts[column[-1].side.iri])
        middles.append((_APART, (cuts[-1] + height) / 2))
    x = 0 if left else WIDTH - REACH
    ends = pairwise([*cuts, height])
    return [
        Zone(place, Box(x, top, REACH, end - top), cy, left)
        for (place, cy), (top, end) in zip(middles, ends, strict=True)
    ]


def _summary(story: Model) -> str:
    """Say the figure in words, for those who do not see it."""
    names = {
        one.iri: one.label for one in (*story.view.sides, *story.view.constituencies)
    }
    said = [
        f"{' and '.join(side.label for side in story.seats)} at the table"
        + (f" over: {story.deal.label}" if story.deal else "")
    ]
    for move in story.moves:
        ends = ", ".join(names[iri] for iri in (*move.marks, *move.lands) if iri in names)
        said.append(
            f"Measure {move.measure.number}: {move.measure.label}"
            + (f", aimed at {ends}" if ends else "")
        )
    said += [
        f"Relationship: {' and '.join(person.label for person in tie.people)}"
        for tie in story.ties
    ]
    return ". ".join(said) + "."
