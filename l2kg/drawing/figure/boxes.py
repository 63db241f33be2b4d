"""Build the boxes of sides, of the groups and barriers behind them, and headings.

Each box is sized by its text.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from l2kg.cases.declaring import ATTITUDE_WORDS, per_cent
from l2kg.drawing.shapes import Box, Line, Mark, Node, block
from l2kg.drawing.text import STYLES, as_sentences, rows

if TYPE_CHECKING:
    from collections.abc import Iterable

    from l2kg.cases.parts import (
        Barrier,
        Constituency,
        Matter,
        Participation,
        Ratification,
        Ref,
        Side,
        Stance,
    )
    from l2kg.drawing.shapes import Caption

__all__ = [
    "APART_COLOUR",
    "ATTITUDES",
    "GROUP_WIDTH",
    "NOBODY",
    "PLACARD_WIDTH",
    "ROOM_TITLE",
    "SIGNS",
    "barrier_row",
    "decision_row",
    "group_box",
    "heading",
    "joined",
    "letter",
    "person_row",
    "placard",
]

GROUP_WIDTH = 240.0  # pixels: some thirty letters a line, so that most names take two
PLACARD_WIDTH = 176.0  # pixels: the names of most people stand on one line
APART_COLOUR = 4  # the last, which all sides share that are not at the table
ROOM_TITLE = "BEHIND THE TABLE · LEVEL II"
NOBODY = "nobody is described here"
SIGNS = {"supports": "+", "opposes": "−", "undecided": ""}
ATTITUDES = {
    "supports": "internal supporters",
    "undecided": ATTITUDE_WORDS["undecided"],
    "opposes": "internal opponents",
}
_DECIDED = {
    "accepted": "supports",
    "accepted-with-conditions": "supports",
    "rejected": "opposes",
}
_MOST_PEOPLE = 8  # on a placard; more would make it higher than the table
_SIGN = 10.5  # pixels, the radius of the sign on the edge of a group
_GROUP_PADDING = 8.0  # pixels above and below the words of a group
_LEAST_GROUP = 46.0  # pixels, the height of a group: its sign with room above and below
_GROUP_INDENTS = 46.0  # pixels: bar, sign and the room beside them
_BARRIER_INDENT = 34.0  # pixels up to the words of a barrier: its bricks with their room
_LETTER_ROOM = 60.0  # pixels on a placard beside the letter of its seat
_LETTER_FOOT = 58.0  # pixels down to the rule, for the letter to stand above it
_PLACARD_TOP = 14.0  # pixels above the name of a side
_PERSON_PADDING = 2.5  # pixels above and below the name of a person


def letter(place: int) -> str:
    """Return the letter of a seat at the table.

    >>> letter(0), letter(2)
    ('A', 'C')
    """
    return chr(ord("A") + place)


def joined(refs: Iterable[Ref]) -> str:
    """Join the labels of what is referred to by commas."""
    return ", ".join(ref.label for ref in refs)


def _stance_words(group: Constituency, deal: Matter | None = None) -> str:
    """Say what a group thinks of what: ``opposes: the merger, the layoffs; with the old guard``.

    Given the ``deal`` on the table, this is short: the deal is not named again, nor who is
    named in the label.
    """

    def rank(stance: Stance) -> tuple[bool, list[str]]:
        on_deal = deal is not None and any(ref.iri == deal.iri for ref in stance.toward)
        return not on_deal, [ref.label for ref in stance.toward]

    matters: dict[str, list[str]] = {}
    for stance in sorted(group.stances, key=rank):
        if stance.polarity:
            named = matters.setdefault(stance.polarity.label + _held(stance), [])
            for ref in stance.toward:
                named.append("the deal" if deal and ref.iri == deal.iri else ref.label)
    words = [
        f"{polarity}: {', '.join(dict.fromkeys(named))}"
        for polarity, named in matters.items()
    ]
    people = group.embodied_by
    if deal:
        people = tuple(ref for ref in people if not _is_named(ref, group.label))
    if people and joined(people):
        words.append(f"with {joined(people)}")
    return "; ".join(words)


def _held(stance: Stance) -> str:
    """Say before and after what a stance was held, so that it is not taken for all time."""
    times = (("before", stance.held_before), ("after", stance.held_after))
    return "".join(f", {word} {joined(refs)}" for word, refs in times if refs)


def _is_named(ref: Ref, label: str) -> bool:
    """Tell whether a label names somebody already, or somebody's name holds the label."""
    name, known = ref.label.casefold(), label.casefold()
    return known != "" and (name in known or known in name)


def group_box(
    group: Constituency,
    place: int,
    x: float,
    *,
    left: bool,
    width: float = GROUP_WIDTH,
    deal: Matter | None = None,
) -> Node:
    """Build the box of a constituency, its top at 0.

    ``place`` is the seat of its side, ``left`` whether that side sits on the left, ``deal``
    what lies on the table.
    """
    words = _stance_words(group)
    short = _stance_words(group, deal if deal and deal.kind == "deal" else None)
    room = width - _GROUP_INDENTS
    texts = rows(group.label, "group-title", room, 3) + rows(short, "detail", room, 3)
    leading = sum(STYLES[style].leading for _, style in texts)
    height = max(_LEAST_GROUP, 2 * _GROUP_PADDING + leading)
    lines, below = block(x + (18 if left else 26), _GROUP_PADDING, texts)
    slack = (height - _GROUP_PADDING - below) / 2
    bar = Box(x if left else x + width - 6, 9, 6, height - 18)
    edge = x + width if left else x
    sign = Box(edge - _SIGN, height / 2 - _SIGN, 2 * _SIGN, 2 * _SIGN)
    attitude = ATTITUDE_WORDS[group.attitude]
    behind = group.behind.label if group.behind else ""
    return Node(
        id=group.id,
        kind="chip",
        box=Box(x, 0, width, height),
        label=as_sentences(group.label, f"{attitude}, behind {behind}", words),
        title=as_sentences(group.label, words, group.description),
        classes=(f"s{place}", group.attitude),
        lines=tuple(line.moved(0, slack) for line in lines),
        marks=(Mark("bar", bar), Mark("sign", sign, SIGNS[group.attitude])),
    )


def barrier_row(
    barrier: Barrier, place: int, x: float, width: float = GROUP_WIDTH
) -> Node:
    """Build the row of a barrier, its top at 0; a part of another stands further in."""
    kind = barrier.barrier_type.label if barrier.barrier_type else ""
    indent = 12.0 if barrier.part_of else 0.0
    texts = rows(barrier.label, "text", width - _BARRIER_INDENT - 10 - indent, 2)
    lines, below = block(x + _BARRIER_INDENT + indent, 5, texts)
    height = below + 5
    bricks = Box(x + 10 + indent, height / 2 - 6, 15, 12)
    faced = f"Barrier that side {letter(place)} faces: {barrier.label}"
    return Node(
        id=barrier.id,
        kind="barrier",
        box=Box(x + indent, 0, width - indent, height),
        label=as_sentences(faced, kind),
        title=as_sentences(barrier.label, kind, barrier.description),
        classes=(f"s{place}",),
        lines=tuple(lines),
        marks=(Mark("bricks", bricks),),
    )


def placard(
    side: Side,
    place: int | None,
    x: float,
    width: float = PLACARD_WIDTH,
    height: float = 0.0,
) -> list[Node]:
    """Build the placard of a side and the people on it, its top at 0, at least so high.

    ``place`` is the seat of the side, None off the table.
    """
    seated = place is not None
    indent = _LETTER_ROOM if seated else 16.0
    names = rows(side.label, "side-name", width - indent - 10, 4)
    head, top = block(x + indent, _PLACARD_TOP, names)
    top = max(top, _LETTER_FOOT if seated else 0)
    people = _people(side, x, top + 12, width, seated=seated)
    bottom = people[-1].box.bottom + 9 if people else top + 10
    lines: list[Line] = []
    if place is not None:
        lines.append(Line(x + 15, 49, letter(place), "seat-letter"))
        leading = sum(STYLES[line.style].leading for line in head)
        lift = (top - _PLACARD_TOP - leading) / 2 - 2
        head = [line.moved(0, lift) for line in head]
        seat, colour = f"Side {letter(place)}", f"s{place}"
    else:
        seat, colour = "Not at this table", "apart"
    rule = Mark("rule", Box(x + 16, top + 5, width - 32, 0))
    body = Node(
        id=side.id,
        kind="card",
        box=Box(x, 0, width, max(bottom, height)),
        label=as_sentences(f"{seat}: {side.label}", *[p.title for p in people]),
        title=as_sentences(side.label, side.description),
        classes=(colour,),
        lines=(*lines, *head),
        marks=(rule,) if people else (),
    )
    return [body, *people]


def _people(
    side: Side, x: float, top: float, width: float, *, seated: bool
) -> list[Node]:
    """Build the rows of people on a placard; of too many the last ones are left out.

    Where it is at the table, those who are not have no row.
    """
    shown = [part for part in side.participants if part.is_at_table or not seated]
    if len(shown) > _MOST_PEOPLE:
        shown = shown[: _MOST_PEOPLE - 1]
    people: list[Node] = []
    for part in shown:
        people.append(_person(part, side.id, x, top, width))
        top = people[-1].box.bottom
    return people


def _person(part: Participation, within: str, x: float, top: float, width: float) -> Node:
    name = part.participant.label if part.participant else part.label
    office = ", ".join(part.offices) or joined(part.roles)
    texts = rows(name, "person", width - 30, 3)
    lines, below = block(x + 16, top + _PERSON_PADDING, texts)
    return Node(
        id=part.id,
        kind="person",
        box=Box(x + 8, top, width - 16, below + _PERSON_PADDING - top),
        label=as_sentences(name, office),
        title=f"{name}, {office}" if office else name,
        lines=tuple(lines),
        within=within,
    )


def person_row(part: Participation, x: float, width: float = GROUP_WIDTH) -> Node:
    """Build the row of somebody behind the table, its top at 0."""
    return _person(part, "", x, 0.0, width)


def decision_row(
    decision: Ratification, place: int, x: float, width: float = GROUP_WIDTH
) -> Node:
    """Build the row of a decision behind the table, its top at 0: how it went, with how many."""
    went = decision.decision.label if decision.decision else ""
    words = " · ".join(filter(None, (went, per_cent(decision.share))))
    room = width - _BARRIER_INDENT - 10
    texts = rows(decision.label, "text", room, 2) + rows(words, "detail", room, 2)
    lines, below = block(x + _BARRIER_INDENT, 5, texts)
    height = below + 5
    by = joined(decision.decided_by)
    code = decision.decision.id if decision.decision else ""
    return Node(
        id=decision.id,
        kind="decision",
        box=Box(x, 0, width, height),
        label=as_sentences(
            f"Decision behind the table: {decision.label}", words, f"by {by}"
        ),
        title=as_sentences(decision.label, words, decision.description),
        classes=(f"s{place}", _DECIDED.get(code, "undecided")),
        lines=tuple(lines),
        marks=(Mark("bar", Box(x + 14, 7, 6, height - 14)),),
    )


def heading(
    place: int, sign: str | None, words: str, x: float, y: float, *, left: bool
) -> list[Caption]:
    """Set a heading over a group, from its outer edge.

    It consists of the letter of the side and of its ``sign``, unless that is None, and of
    words.
    """
    pieces: list[Line] = []
    if sign is not None:
        pieces.append(Line(0, y, letter(place), "heading-letter"))
    if sign:
        pieces.append(Line(0, y - 6, sign, "sign"))
    gap = 9 if sign is not None else 0
    text = Line(0, y, words, "note")
    total = sum(line.width for line in pieces) + gap + text.width
    at = x if left else x + GROUP_WIDTH - total
    found: list[Caption] = []
    for line in pieces:
        found.append((line.moved(at, 0), (f"s{place}",)))
        at += line.width
    found.append((text.moved(at + gap, 0), (f"s{place}",)))
    return found
