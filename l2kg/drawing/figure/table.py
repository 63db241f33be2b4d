"""Build the table, with its name and kind, and the deal and the issues that lie on it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from l2kg.drawing.figure.boxes import joined
from l2kg.drawing.shapes import Box, Mark, Node, block
from l2kg.drawing.text import as_sentences, rows
from l2kg.schema import schema

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from l2kg.cases.parts import Matter
    from l2kg.drawing.figure.model import Model
    from l2kg.drawing.shapes import Line

__all__ = ["AT_THE_TABLE", "on_the_table", "table_kind", "table_node"]

AT_THE_TABLE = "AT THE TABLE"
_MOST_MATTERS = 5  # beside the deal; more would make the table higher than it is wide
_STOP = 10.0  # pixels, the width of the sign before a status that stops a deal


def _stopped() -> frozenset[str]:
    """Return the statuses of a deal that came to nothing or to harm."""
    return frozenset(schema().members("is-status-of-stopped-deal"))


def table_kind(story: Model) -> str:
    """Return what kind of table it is, in capitals, empty where the case does not say."""
    kind = story.talks.table_kind if story.talks else None
    return kind.label.upper() if kind else ""


def table_node(story: Model, box: Box, lines: Iterable[Line]) -> Node:
    """Build the table itself."""
    kind = table_kind(story)
    text = AT_THE_TABLE + (f" · {kind}" if kind else "")
    title = f"{story.talks.label}. {story.talks.description}" if story.talks else ""
    return Node(
        id=story.talks.id if story.talks else "",
        kind="table",
        box=box,
        label=f"{text.capitalize()}: {title}",
        title=title,
        lines=tuple(lines),
    )


def on_the_table(story: Model, width: float) -> tuple[list[Node], float]:
    """Build what lies on the table, centred on 0 across, from a top edge at 0.

    Returns:
        The deal and the matters beside it, and the edge below them.
    """
    if story.deal is None:
        return [], 0.0
    within = story.talks.id if story.talks else ""
    return _lying_below_each_other(story.deal, story.matters, width, within)


def _lying_below_each_other(
    deal: Matter, matters: Sequence[Matter], width: float, within: str
) -> tuple[list[Node], float]:
    texts = rows(deal.label, "deal", width, 4)
    if status := joined(deal.deal_status):
        texts.append((status, "status"))
    nodes = [_lying(deal, texts, 0, width, within)]
    top = nodes[0].box.bottom + 8
    for matter in matters[:_MOST_MATTERS]:
        texts = rows(matter.label, "item", width - 8, 2)
        nodes.append(_lying(matter, texts, top, width, within))
        top = nodes[-1].box.bottom + 3
    return nodes, top


def _lying(
    matter: Matter, texts: list[tuple[str, str]], top: float, width: float, within: str
) -> Node:
    """Build one matter that lies on the table; one that is stopped has a sign for it."""
    kind = matter.deal_kind.label if matter.deal_kind else matter.kind
    lines, below = block(0, top + 3, texts, "middle")
    states = [ref.id for ref in matter.deal_status]
    marks: tuple[Mark, ...] = ()
    if lines[-1].style == "status" and not _stopped().isdisjoint(states):
        lines[-1] = lines[-1].moved(8, 0)
        words = lines[-1].box
        marks = (Mark("stop", Box(words.x - 15, words.cy - 5, _STOP, _STOP)),)
    status = joined(matter.deal_status)
    return Node(
        id=matter.id,
        kind="lying",
        box=Box(-width / 2, top, width, below + 3 - top),
        label=as_sentences(f"On the table: {matter.label}", kind, status),
        title=as_sentences(matter.label, kind, status, matter.description),
        classes=(matter.kind, *states),
        lines=tuple(lines),
        marks=marks,
        within=within,
    )
