"""Build the boxes of measures, with their parts, and of relationships.

Each box is sized by its text.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from l2kg.drawing.figure.boxes import joined
from l2kg.drawing.figure.model import all_moves
from l2kg.drawing.said import how_far
from l2kg.drawing.shapes import Box, Line, Mark, Node, block
from l2kg.drawing.text import as_sentences, rows

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from l2kg.cases.parts import Ref
    from l2kg.drawing.figure.model import Move, Tie

__all__ = ["measure_box", "tie_box"]

_NUMBER = 14.0  # pixels, the radius of the circle with a measure's number
_SMALL_NUMBER = 11.5  # pixels, the same for a measure that stays inside a side
_SLIM = 250.0  # pixels below which a title may take three lines
_SIDES = 66.0  # pixels beside the longest line: number, gap and a round corner
_PART_INDENT = 38.0  # pixels up to the words of a part, its number before them
_TONE_WORDS = {"help": "help for", "harm": "harm to", "plain": "aimed at"}
_PLAIN = "CrossSideRelationship"  # as the line across the table says


def measure_box(
    move: Move,
    width: float,
    names: Mapping[str, str],
    *,
    full: bool = False,
    columns: int = 1,
    small: bool = False,
) -> list[Node]:
    """Build the box of a measure and of its parts, its corner at 0, 0, at most so wide.

    ``names`` are the labels of sides and groups by IRI. ``full`` makes it just so wide.
    ``columns`` is for its parts. ``small`` is for a measure that stays inside a side.
    """
    measure = move.measure
    number = _SMALL_NUMBER if small else _NUMBER
    left = number + 9
    padding = 5 if small else 8
    texts = _measure_rows(move, width, width - 2 * left - 18, small=small)
    lines, below = block(2 * left, padding, texts)
    height = max(2 * left, below + padding)
    shift = (height - padding - below) / 2
    parts = _part_rows(move, width, height - 2, names, columns)
    wide = width
    if not full and columns == 1:
        wide = min(width, _longest(lines, parts) + _SIDES)
    middle = height / 2 if not parts else min(height / 2, 30.0)
    circle = Box(left - number, middle - number, 2 * number, 2 * number)
    marks = [Mark("number", circle, measure.number)]
    bottom = height
    if parts:
        marks.append(Mark("rule", Box(18, height - 4, wide - 36, 0)))
        bottom = max(part.box.bottom for part in parts) + 9
    body = Node(
        id=measure.id,
        kind="pill",
        box=Box(0, 0, wide, bottom),
        label=_spoken(move, names),
        title=as_sentences(f"{measure.number} {measure.label}", measure.description),
        classes=_classes(move),
        lines=tuple(line.moved(0, shift) for line in lines),
        marks=tuple(marks),
    )
    if columns == 1:
        parts = [replace(part, box=replace(part.box, w=wide - 16)) for part in parts]
    return [body, *parts]


def _longest(lines: Iterable[Line], parts: Iterable[Node]) -> float:
    """Return the width of the longest line of a measure and its parts, without their numbers."""
    words = [line for part in parts for line in part.lines[1:]]
    return max(line.width for line in (*lines, *words))


def _measure_rows(
    move: Move, width: float, room: float, *, small: bool
) -> list[tuple[str, str]]:
    """Return the title of a measure, its tactics, and who began it."""
    title = "label" if small else "measure-title"
    begun = f"begun by {move.begun_by}" if move.begun_by else ""
    acting, through = joined(_groups(move)), joined(move.measure.through)
    return [
        *rows(move.measure.label, title, room, 3 if width < _SLIM else 2),
        *rows(joined(move.measure.tactics), "measure-detail", room, 2),
        *rows(f"by {acting}" if acting else "", "measure-detail", room, 2),
        *rows(f"through {through}" if through else "", "measure-detail", room, 2),
        *rows(begun, "measure-detail", room, 3),
        *rows(how_far(move.measure), "measure-detail", room, 1),
    ]


def _groups(move: Move) -> Iterator[Ref]:
    """Yield the constituencies that take a measure by themselves."""
    return (ref for ref in move.measure.acting_sides if ref.iri in move.groups)


def _classes(move: Move) -> tuple[str, ...]:
    flags = {
        "restraint": move.measure.is_restraint,
        "unperformed": not move.measure.performed,
        "contested": move.contested,
        "own": bool(move.own),
        "whole": bool(move.parts),
    }
    return (move.tone, *(name for name, holds in flags.items() if holds))


def _spoken(move: Move, names: Mapping[str, str]) -> str:
    """Say a measure in words: what it is, who takes and began it, and at whom it aims."""
    measure = move.measure
    ends = ", ".join(names[iri] for iri in (*move.marks, *move.lands) if iri in names)
    acting = (*move.acting, *move.groups)
    actors = ", ".join(names[iri] for iri in acting if iri in names)
    by = joined(measure.taken_by) or actors
    return as_sentences(
        f"Measure {measure.number}: {measure.label}",
        joined(measure.tactics),
        "restraint" if measure.is_restraint else "",
        f"by {by}" if by else "",
        f"through {joined(measure.through)}" if measure.through else "",
        f"begun by {move.begun_by}" if move.begun_by else "",
        f"{_TONE_WORDS[move.tone]} {ends}" if ends else "",
        "judged both help and harm" if move.contested else "",
        how_far(measure),
        *move.elsewhere,
    )


def _part_rows(
    move: Move, width: float, top: float, names: Mapping[str, str], columns: int
) -> list[Node]:
    """Build the rows of a measure's parts, in columns, each read downward."""
    parts = list(all_moves(move.parts))
    room = (width - 16) / columns
    each = -(-len(parts) // columns)
    found: list[Node] = []
    for k, part in enumerate(parts):
        x = 8 + room * (k // each)
        y = found[-1].box.bottom if k % each else top
        found.append(_part_row(part, move.measure.id, Box(x, y, room, 0), names))
    return found


def _part_row(part: Move, within: str, at: Box, names: Mapping[str, str]) -> Node:
    """Build the row of a part, its corner and width those of a box."""
    measure = part.measure
    far = how_far(measure)
    title = f"{measure.label} ({far})" if far else measure.label
    texts = rows(title, "part", at.w - _PART_INDENT - 10, 2)
    lines, below = block(at.x + _PART_INDENT, at.y + 3, texts)
    number = Line(at.x + 15, lines[0].y, measure.number, "part-number", "middle")
    return Node(
        id=measure.id,
        kind="part",
        box=Box(at.x, at.y, at.w, below + 3 - at.y),
        label=_spoken(part, names),
        title=as_sentences(f"{measure.number} {measure.label}", measure.description),
        classes=_classes(part),
        lines=(number, *lines),
        within=within,
    )


def _chain(tie: Tie) -> list[str]:
    """Return the ends of a relationship by name, with those through whom it runs between two."""
    ends = [person.label for person in tie.people]
    through = joined(tie.relationship.through)
    if through and len(ends) == 2:
        ends.insert(1, f"through {through}")
    elif through:
        ends[-1] += f", through {through}"
    return ends


def tie_box(tie: Tie, width: float, *, full: bool = False) -> Node:
    """Build the box of a relationship, its corner at 0, 0, at most so wide.

    ``full`` makes it just so.
    """
    relationship = tie.relationship
    people = " ⇄ ".join(_chain(tie))
    kind = joined(relationship.types)
    telling = joined(ref for ref in relationship.types if ref.id != _PLAIN) or kind
    room = width - 26
    texts = rows(people, "label", room, 2) + rows(telling, "kind", room, 2)
    lines, below = block(0, 6, texts, "middle")
    wide = width
    if not full:
        wide = min(width, max(line.width for line in lines) + 28)
    return Node(
        id=relationship.id,
        kind="tie",
        box=Box(0, 0, wide, below + 6),
        label=as_sentences(f"{kind}: {people}"),
        title=as_sentences(relationship.label, relationship.description),
        classes=relationship.kinds or ("working",),
        lines=tuple(line.moved(wide / 2, 0) for line in lines),
    )
