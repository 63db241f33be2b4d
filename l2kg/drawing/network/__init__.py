"""Draw the network of relationships as SVG, every person, tie and case a link to its page."""

from __future__ import annotations

from html import escape
from itertools import combinations
from typing import TYPE_CHECKING

from l2kg.drawing.network.layout import arranged, clusters
from l2kg.drawing.related import mutual
from l2kg.drawing.style import CSS
from l2kg.drawing.svg import (
    classes,
    draw_text,
    own_ids,
    rectangle,
    spoken_name,
    svg_document,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from l2kg.cases.people import Tie
    from l2kg.drawing.network.layout import Layout
    from l2kg.drawing.shapes import Node, Path, Width

    Link = Callable[[str], str | None]

__all__ = ["MOST", "NETWORK_LEGEND", "left_out", "network_svg", "of_person", "related_in"]

NETWORK_LEGEND = (
    "Dotted and green: a back channel. Dashed and violet: trust. Finely dotted and grey:"
    " a working relationship. Solid and thin: one acts for the other. A line between two"
    " grounds runs across the table, one within a ground behind it. Choose a name, or the"
    " relationship itself."
)
MOST = 60
"""How many people one picture shows."""


def of_person(ties: Iterable[Tie], person: str) -> list[Tie]:
    """Return the ties of the cases in which somebody has one; all of them for nobody."""
    listed = list(ties)
    if not person:
        return listed
    cases = {
        tie.case.iri for tie in listed if any(ref.iri == person for ref, _ in tie.ends)
    }
    return [tie for tie in listed if tie.case.iri in cases]


def network_svg(
    ties: Sequence[Tie],
    link: Link,
    *,
    width: Width = "wide",
    person: str = "",
    standalone: bool = False,
) -> str:
    """Draw ties case by case, or those of the cases of one person, who is marked.

    Without ties nothing is drawn. ``link`` gives the address of the page of an IRI.
    ``standalone`` puts style and size into the file and holds text to its measured width.
    ``narrow`` fits a phone.
    """
    shown, _ = clusters(of_person(ties, person), most=MOST)
    if not shown:
        return ""
    layout = arranged(shown, width=width)
    drawn = _drawn(layout, link, person, hold=standalone)
    style = f"<style>{CSS}</style>" if standalone else ""
    svg = svg_document(
        style + drawn,
        size=(layout.width, layout.height),
        shown=("l2fig", "l2net"),
        ids=("l2nt", "l2d"),
        title="Relationships between people",
        summary=_summary(shown),
        sized=standalone,
    )
    return own_ids(svg, width)


def _summary(shown: Sequence[Sequence[Tie]]) -> str:
    people = {ref for found in shown for tie in found for ref, _ in tie.ends}
    cases = "case" if len(shown) == 1 else "cases"
    return (
        f"{len(people)} people and {sum(map(len, shown))} relationships in {len(shown)}"
        f" {cases}."
    )


def _drawn(layout: Layout, link: Link, person: str, *, hold: bool) -> str:
    """Draw grounds, captions, lines and what they join, back to front."""
    return "".join(
        [
            *(rectangle(box, f"zone s{colour}", 14) for box, colour in layout.zones),
            *(draw_text(line, (), hold=hold) for line in layout.captions),
            *(f'<path class="case" d="{path.d}"/>' for path in layout.paths),
            *map(_edge, layout.paths),
            *(
                _node(node, link, chosen=bool(person) and node.id == person, hold=hold)
                for node in layout.nodes
            ),
        ]
    )


def _edge(path: Path) -> str:
    return (
        f'<g class="{classes("edge", path.kind, *path.classes)}"'
        f' data-id="{escape(path.id)}"><path class="line" d="{path.d}"/></g>'
    )


def _node(node: Node, link: Link, *, chosen: bool, hold: bool) -> str:
    """Draw a node as a link to the page that shows it."""
    body = rectangle(node.box, "body", 9)
    lines = "".join(draw_text(line, (), hold=hold) for line in node.lines)
    state = ' aria-current="true"' if chosen else ""
    return (
        f'<a class="{classes("node", node.kind, *node.classes, "sel" if chosen else "")}"'
        f' href="{escape(link(node.id) or "")}" data-id="{escape(node.id)}"{state}'
        f' aria-label="{escape(spoken_name(node))}">{body}{lines}</a>'
    )


def related_in(ties: Iterable[Tie]) -> dict[str, list[str]]:
    """Return, for each person and tie, what lights up with it, by IRI."""
    together = [[tie.ref.iri, *(ref.iri for ref, _ in tie.ends)] for tie in ties]
    return mutual(pair for iris in together for pair in combinations(iris, 2))


def left_out(ties: Sequence[Tie], person: str = "") -> str:
    """Say what a picture leaves out for want of room, if anything."""
    shown, left = clusters(of_person(ties, person), most=MOST)
    if not left:
        return ""
    cases = len({tie.case.iri for tie in left})
    where = "1 more case" if cases == 1 else f"{cases:,} more cases"
    return (
        f"The picture holds {len(shown)} cases; the relationships of {where} are in the"
        " list and in the file."
    )
