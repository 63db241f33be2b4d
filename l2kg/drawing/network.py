"""Draw the network of relationships as SVG, every person, tie and case a link to its page, and say what lights up together."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Literal

from l2kg.drawing.network_layout import arranged, clusters
from l2kg.drawing.style import CSS
from l2kg.drawing.svg import apart, classes, draw_text, rectangle, spoken

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from l2kg.cases.people import Tie
    from l2kg.drawing.shapes import Node

    Link = Callable[[str], str | None]

__all__ = ["MOST", "NETWORK_LEGEND", "left_out", "network_svg", "of_person", "related_in"]

NETWORK_LEGEND = (
    "Dotted and green: a back channel. Dashed and violet: trust. Finely dotted and grey:"
    " a working relationship. A line between two grounds runs across the table, one"
    " within a ground behind it. Choose a name, or the relationship itself."
)
MOST = 60
"""How many people one picture shows."""


def of_person(ties: Iterable[Tie], person: str) -> list[Tie]:
    """Return the ties of the cases in which somebody has one; all of them for nobody."""
    listed = list(ties)
    cases = {
        tie.case.iri for tie in listed if any(ref.iri == person for ref, _ in tie.ends)
    }
    return [tie for tie in listed if not person or tie.case.iri in cases]


def network_svg(
    ties: Sequence[Tie],
    link: Link,
    *,
    width: Literal["wide", "narrow"] = "wide",
    person: str = "",
    standalone: bool = False,
) -> str:
    """Draw ties case by case, or those of the cases of one person, who is marked; without ties nothing is drawn.

    ``standalone`` puts style and size into the file and holds text to its measured width.
    ``narrow`` fits a phone.
    """
    shown, _ = clusters(of_person(ties, person), most=MOST)
    if not shown:
        return ""
    sheet = arranged(shown, width=width)
    people = {ref for found in shown for tie in found for ref, _ in tie.ends}
    said = (
        f"{len(people)} people and {sum(map(len, shown))} relationships in {len(shown)}"
        f" {'case' if len(shown) == 1 else 'cases'}."
    )
    size = f' width="{sheet.width:.0f}" height="{sheet.height:.0f}"' if standalone else ""
    drawn = [
        *(rectangle(box, f"zone s{colour}", 14) for box, colour in sheet.zones),
        *(draw_text(line, (), hold=standalone) for line in sheet.captions),
        *(f'<path class="case" d="{path.d}"/>' for path in sheet.paths),
        *(
            f'<g class="{classes("edge", path.kind, *path.classes)}"'
            f' data-id="{escape(path.id)}"><path class="line" d="{path.d}"/></g>'
            for path in sheet.paths
        ),
        *(
            _node(node, link, chosen=bool(person) and node.id == person, hold=standalone)
            for node in sheet.nodes
        ),
    ]
    box = f"0 0 {sheet.width:.0f} {sheet.height:.0f}"
    svg = (
        '<svg xmlns="http://www.w3.org/2000/svg" class="l2fig l2net"'
        f' viewBox="{box}"{size} role="group" '
        'aria-labelledby="l2nt l2d"><title id="l2nt">Relationships between'
        f' people</title><desc id="l2d">{escape(said)}</desc>'
        f"{f'<style>{CSS}</style>' if standalone else ''}{''.join(drawn)}</svg>"
    )
    return apart(svg, width)


def _node(node: Node, link: Link, *, chosen: bool, hold: bool) -> str:
    """Draw a node as a link to the page that shows it."""
    body = rectangle(node.box, "body", 9)
    lines = "".join(draw_text(line, (), hold=hold) for line in node.lines)
    state = ' aria-current="true"' if chosen else ""
    return (
        f'<a class="{classes("node", node.kind, *node.classes, "sel" if chosen else "")}"'
        f' href="{escape(link(node.id) or "")}" data-id="{escape(node.id)}"{state}'
        f' aria-label="{escape(spoken(node))}">{body}{lines}</a>'
    )


def related_in(ties: Iterable[Tie]) -> dict[str, list[str]]:
    """Return, for each person and tie, what lights up with it, by IRI."""
    near: dict[str, set[str]] = {}
    for tie in ties:
        ends = [ref.iri for ref, _ in tie.ends]
        for iri in (tie.ref.iri, *ends):
            near.setdefault(iri, set()).update({tie.ref.iri, *ends} - {iri})
    return {iri: sorted(others) for iri, others in sorted(near.items())}


def left_out(ties: Sequence[Tie], person: str = "") -> str:
    """Say what a picture leaves out for want of room, if anything."""
    shown, left = clusters(of_person(ties, person), most=MOST)
    cases = len({tie.case.iri for tie in left})
    where = "1 more case" if cases == 1 else f"{cases:,} more cases"
    return (
        f"The picture holds {len(shown)} cases; the relationships of {where} are in the"
        " list and in the file."
        if left
        else ""
    )
