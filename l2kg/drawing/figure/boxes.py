"""Build the boxes of the figure, each sized by the text that it holds."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from l2kg.drawing.shapes import STYLES, Box, Line, Mark, Node, block, wrapped

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from l2kg.cases.parts import Barrier, Constituency, Matter, Ref, Side, Stance
    from l2kg.drawing.figure.model import Move, Tie

__all__ = [
    "CARD", "CHIP", "NOBODY", "SIGNS", "barrier_row", "chip", "heading", "letter", "move_pill", "placard", "table_top", "tie_box",
]  # fmt: skip

CHIP = 240.0
CARD = 176.0
NOBODY = "nobody is described here"
SIGNS = {"supports": "+", "opposes": "−", "undecided": ""}
_WORDS = {
    "supports": "internal supporter",
    "opposes": "internal opponent",
    "undecided": "undecided or not stated",
}
_PEOPLE, _ROWS, _SIGN, _NUMBER = 8, 5, 10.5, 14.0
_STOPPED = {"blocked", "damaged"}
_PLAIN = "CrossSideRelationship"  # as the line across the table says


def letter(place: int) -> str:
    """Return the letter of a seat at the table.

    >>> letter(0), letter(2)
    ('A', 'C')
    """
    return chr(ord("A") + place)


def _joined(refs: Iterable[Ref]) -> str:
    return ", ".join(ref.label for ref in refs)


def _told(*sentences: str) -> str:
    """Join what is said of a node into one text, for a tooltip or a screen reader."""
    return ". ".join(
        sentence.strip().rstrip(".") for sentence in sentences if sentence.strip()
    )


def _stance_words(group: Constituency, deal: Matter | None = None) -> str:
    """Say what a group thinks of what: ``opposes: the merger, the layoffs; with the old guard``.

    Given the deal on the table, this is short: the deal is not named again, nor who is
    named in the label.
    """
    said: dict[str, list[str]] = {}
    for stance in sorted(
        group.stances,
        key=lambda s: (not _is_of(s, deal), [ref.label for ref in s.toward]),
    ):
        if stance.polarity:
            names = (
                "the deal" if deal and ref.iri == deal.iri else ref.label
                for ref in stance.toward
            )
            said.setdefault(stance.polarity.label, []).extend(names)
    words = [
        f"{polarity}: {', '.join(dict.fromkeys(matters))}"
        for polarity, matters in said.items()
    ]
    known = group.label.casefold() if deal else ""
    people = _joined(
        ref
        for ref in group.embodied_by
        if not known
        or not (ref.label.casefold() in known or known in ref.label.casefold())
    )
    return "; ".join(filter(None, [*words, f"with {people}" if people else ""]))


def _is_of(stance: Stance, deal: Matter | None) -> bool:
    return deal is not None and any(ref.iri == deal.iri for ref in stance.toward)


def chip(
    group: Constituency,
    place: int,
    x: float,
    *,
    left: bool,
    width: float = CHIP,
    deal: Matter | None = None,
) -> Node:
    """Build the box of a constituency, its top at 0; ``deal`` is what lies on the table."""
    words, short = (
        _stance_words(group),
        _stance_words(group, deal if deal and deal.kind == "deal" else None),
    )
    title = wrapped(group.label, "ct", width - 46, 3)
    rows = [(t, "ct") for t in title] + [
        (t, "cs") for t in wrapped(short, "cs", width - 46, 3)
    ]
    height = max(46.0, 16 + sum(STYLES[style].leading for _, style in rows))
    lines, below = block(x + (18 if left else 26), 8, rows)
    slack = (height - 8 - below) / 2
    edge = x + width if left else x
    return Node(
        id=group.id,
        kind="chip",
        box=Box(x, 0, width, height),
        label=_told(
            group.label,
            f"{_WORDS[group.attitude]}, behind"
            f" {group.behind.label if group.behind else ''}",
            words,
        ),
        title=_told(group.label, words, group.description),
        classes=(f"s{place}", group.attitude),
        lines=tuple(line.moved(0, slack) for line in lines),
        marks=(
            Mark("bar", Box(x if left else x + width - 6, 9, 6, height - 18)),
            Mark(
                "sign",
                Box(edge - _SIGN, height / 2 - _SIGN, 2 * _SIGN, 2 * _SIGN),
                SIGNS[group.attitude],
            ),
        ),
    )


def barrier_row(barrier: Barrier, place: int, x: float, width: float = CHIP) -> Node:
    """Build the row of a barrier, its top at 0."""
    kind = barrier.barrier_type.label if barrier.barrier_type else ""
    indent = 12.0 if barrier.part_of else 0.0
    texts = wrapped(barrier.label, "bt", width - 44 - indent, 2)
    lines, below = block(x + 34 + indent, 5, [(text, "bt") for text in texts])
    return Node(
        id=barrier.id,
        kind="barrier",
        box=Box(x + indent, 0, width - indent, below + 5),
        label=_told(f"Barrier that side {letter(place)} faces: {barrier.label}", kind),
        title=_told(barrier.label, kind, barrier.description),
        classes=(f"s{place}",),
        lines=tuple(lines),
        marks=(Mark("bricks", Box(x + 10 + indent, (below + 5) / 2 - 6, 15, 12)),),
    )


def placard(
    side: Side, place: int | None, x: float, width: float = CARD, height: float = 0.0
) -> list[Node]:
    """Build the placard of a side and the people on it, its top at 0, at least so high; ``place`` is None off the table."""
    inset = 16.0 if place is None else 60.0
    head, top = block(
        x + inset,
        14,
        [(t, "sn") for t in wrapped(side.label, "sn", width - inset - 10, 4)],
    )
    top = max(top, 58.0 if place is not None else 0)
    people = _people(side, x, top + 12, width)
    bottom = (people[-1].box.bottom + 9) if people else top + 10
    marks = (Mark("rule", Box(x + 16, top + 5, width - 32, 0)),) if people else ()
    big = [Line(x + 15, 49, letter(place), "letter")] if place is not None else []
    lift = (
        (top - 14 - sum(STYLES[line.style].leading for line in head)) / 2 - 2
        if place is not None
        else 0
    )
    seat = f"Side {letter(place)}" if place is not None else "Not at this table"
    body = Node(
        id=side.id,
        kind="card",
        box=Box(x, 0, width, max(bottom, height)),
        label=_told(f"{seat}: {side.label}", *[p.title for p in people]),
        title=_told(side.label, side.description),
        classes=(f"s{place}" if place is not None else "apart",),
        lines=(*big, *(line.moved(0, lift) for line in head)),
        marks=marks,
    )
    return [body, *people]


def _people(side: Side, x: float, top: float, width: float) -> list[Node]:
    rows: list[Node] = []
    shown = (
        side.participants
        if len(side.participants) <= _PEOPLE
        else side.participants[: _PEOPLE - 1]
    )
    for part in shown:
        name = part.participant.label if part.participant else part.label
        office = part.office or _joined(part.roles)
        lines, below = block(
            x + 16, top + 2.5, [(t, "ng") for t in wrapped(name, "ng", width - 30, 3)]
        )
        rows.append(
            Node(
                id=part.id, kind="person", box=Box(x + 8, top, width - 16, below + 2.5 - top), label=_told(name, office),
                title=f"{name}, {office}" if office else name, lines=tuple(lines), within=side.id,
            )
        )  # fmt: skip
        top = rows[-1].box.bottom
    return rows


def table_top(
    deal: Matter | None, matters: Sequence[Matter], width: float, within: str
) -> tuple[list[Node], float]:
    """Build what lies on the table, centred on 0 across, from a top edge at 0; return it with the edge below."""
    if deal is None:
        return [], 0.0
    texts = [(t, "deal") for t in wrapped(deal.label, "deal", width, 4)]
    status = _joined(deal.deal_status)
    nodes = [_lying(deal, texts + ([(status, "st")] if status else []), 0, width, within)]
    top = nodes[0].box.bottom + 8
    for matter in matters[:_ROWS]:
        rows = [(t, "dl") for t in wrapped(matter.label, "dl", width - 8, 2)]
        nodes.append(_lying(matter, rows, top, width, within))
        top = nodes[-1].box.bottom + 3
    return nodes, top


def _lying(
    matter: Matter, rows: list[tuple[str, str]], top: float, width: float, within: str
) -> Node:
    kind = matter.deal_kind.label if matter.deal_kind else matter.kind
    lines, below = block(0, top + 3, rows, "middle")
    status = _joined(matter.deal_status)
    stopped = lines[-1].style == "st" and not _STOPPED.isdisjoint(
        ref.id for ref in matter.deal_status
    )
    if stopped:
        lines[-1] = lines[-1].moved(8, 0)
    sign = lines[-1].box
    return Node(
        id=matter.id,
        kind="lying",
        box=Box(-width / 2, top, width, below + 3 - top),
        label=_told(f"On the table: {matter.label}", kind, status),
        title=_told(matter.label, kind, status, matter.description),
        classes=(matter.kind, *(ref.id for ref in matter.deal_status)),
        lines=tuple(lines),
        marks=(Mark("stop", Box(sign.x - 15, sign.cy - 5, 10, 10)),) if stopped else (),
        within=within,
    )


def move_pill(
    move: Move,
    width: float,
    names: dict[str, str],
    *,
    full: bool = False,
    columns: int = 1,
    small: bool = False,
) -> list[Node]:
    """Build the box of a measure and of its parts, its corner at 0, 0, at most so wide; ``full`` makes it just so.

    ``small`` is for a measure that stays inside a side.
    """
    measure, title, number = (
        move.measure,
        "ht" if small else "pt",
        11.5 if small else _NUMBER,
    )
    left = number + 9
    room = width - 2 * left - 18
    rows = [
        (t, title) for t in wrapped(measure.label, title, room, 3 if width < 250 else 2)
    ]
    rows += [(t, "ps") for t in wrapped(_joined(measure.tactics), "ps", room, 2)]
    rows += [
        (t, "ps")
        for t in wrapped(
            f"begun by {move.begun_by}" if move.begun_by else "", "ps", room, 3
        )
    ]
    pad = 5 if small else 8
    lines, below = block(2 * left, pad, rows)
    height = max(2 * left, below + pad)
    shift = (height - pad - below) / 2
    parts = _part_rows(move, width, height - 2, names, columns)
    widest = max(
        [line.width for line in lines]
        + [line.width for part in parts for line in part.lines[1:]]
    )
    wide = width if full or columns > 1 else min(width, widest + 66)
    middle = height / 2 if not parts else min(height / 2, 30.0)
    mark = Mark(
        "number",
        Box(left - number, middle - number, 2 * number, 2 * number),
        measure.number,
    )
    body = Node(
        id=measure.id,
        kind="pill",
        box=Box(
            0, 0, wide, max(part.box.bottom for part in parts) + 9 if parts else height
        ),
        label=_spoken(move, names),
        title=_told(f"{measure.number} {measure.label}", measure.description),
        classes=_classes(move),
        lines=tuple(line.moved(0, shift) for line in lines),
        marks=(
            mark,
            *((Mark("rule", Box(18, height - 4, wide - 36, 0)),) if parts else ()),
        ),
    )
    return [
        body,
        *(
            replace(part, box=replace(part.box, w=wide - 16)) if columns == 1 else part
            for part in parts
        ),
    ]


def _classes(move: Move) -> tuple[str, ...]:
    names = (
        [move.tone]
        + (["restraint"] if move.measure.is_restraint else [])
        + (["contested"] if move.contested else [])
    )
    names += (["own"] if move.own else []) + (["whole"] if move.parts else [])
    return tuple(names)


def _spoken(move: Move, names: dict[str, str]) -> str:
    aim = {"help": "help for", "harm": "harm to", "plain": "aimed at"}[move.tone]
    ends = ", ".join(names[iri] for iri in (*move.marks, *move.lands) if iri in names)
    begun = f"begun by {move.begun_by}" if move.begun_by else ""
    by = _joined(move.measure.taken_by) or ", ".join(
        names[iri] for iri in move.sources if iri in names
    )
    form = "restraint" if move.measure.is_restraint else ""
    return _told(
        f"Measure {move.measure.number}: {move.measure.label}", _joined(move.measure.tactics), form, f"by {by}" if by else "",
        begun, f"{aim} {ends}" if ends else "", "judged both help and harm" if move.contested else "",
    )  # fmt: skip


def _part_rows(
    move: Move, width: float, top: float, names: dict[str, str], columns: int
) -> list[Node]:
    """Build the rows of a measure's parts, in columns, each read downward."""
    parts, room = _flat(move.parts), (width - 16) / columns
    rows: list[Node] = []
    each = -(-len(parts) // columns)
    for k, part in enumerate(parts):
        x, y = 8 + room * (k // each), rows[-1].box.bottom if k % each else top
        rows.append(_part_row(part, move.measure.id, Box(x, y, room, 0), names))
    return rows


def _part_row(part: Move, within: str, at: Box, names: dict[str, str]) -> Node:
    number = part.measure.number
    lines, below = block(
        at.x + 38,
        at.y + 3,
        [(t, "pp") for t in wrapped(part.measure.label, "pp", at.w - 48, 2)],
    )
    return Node(
        id=part.measure.id, kind="part", box=Box(at.x, at.y, at.w, below + 3 - at.y), label=_spoken(part, names), within=within,
        lines=(Line(at.x + 15, lines[0].y, number, "np", "middle"), *lines), classes=_classes(part),
        title=_told(f"{number} {part.measure.label}", part.measure.description),
    )  # fmt: skip


def _flat(moves: Iterable[Move]) -> list[Move]:
    return [found for move in moves for found in (move, *_flat(move.parts))]


def tie_box(tie: Tie, width: float, *, full: bool = False) -> Node:
    """Build the box of a relationship, its corner at 0, 0."""
    relationship, people = (
        tie.relationship,
        " ⇄ ".join(person.label for person in tie.people),
    )
    kind = ", ".join(ref.label for ref in relationship.types)
    telling = [ref.label for ref in relationship.types if ref.id != _PLAIN] or [kind]
    rows = [(t, "ht") for t in wrapped(people, "ht", width - 26, 2)]
    rows += [(t, "hs") for t in wrapped(", ".join(telling), "hs", width - 26, 2)]
    lines, below = block(0, 6, rows, "middle")
    wide = width if full else min(width, max(line.width for line in lines) + 28)
    return Node(
        id=relationship.id,
        kind="tie",
        box=Box(0, 0, wide, below + 6),
        label=_told(f"{kind}: {people}"),
        title=_told(relationship.label, relationship.description),
        classes=relationship.kinds or ("working",),
        lines=tuple(line.moved(wide / 2, 0) for line in lines),
    )


def heading(
    place: int, sign: str | None, words: str, x: float, y: float, *, left: bool
) -> list[tuple[Line, tuple[str, ...]]]:
    """Set a heading over a group: the letter of the side, its sign, and words, from its outer edge."""
    pieces = [Line(0, y, letter(place), "gl")] if sign is not None else []
    signed = [Line(0, y - 6, sign, "sg")] if sign else []
    text = Line(0, y, words, "gw")
    widths = [line.width for line in (*pieces, *signed)]
    total = sum(widths) + (9 if pieces else 0) + text.width
    at = x if left else x + CHIP - total
    found: list[tuple[Line, tuple[str, ...]]] = []
    for line in (*pieces, *signed):
        found.append((line.moved(at, 0), (f"s{place}",)))
        at += line.width
    return [*found, (text.moved(at + (9 if pieces else 0), 0), (f"s{place}",))]
