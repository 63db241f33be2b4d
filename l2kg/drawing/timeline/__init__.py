"""Draw the timeline of a case as SVG, from data alone, in the figure's own language."""

from __future__ import annotations

from typing import TYPE_CHECKING

from l2kg.drawing.document import Drawings, framed
from l2kg.drawing.related import focus_of, mutual
from l2kg.drawing.style import CSS as FIGURE_CSS
from l2kg.drawing.timeline.layout import laid_out, layout, read
from l2kg.drawing.timeline.svg import CSS, timeline_svg

if TYPE_CHECKING:
    from collections.abc import Iterator

    from l2kg.cases.view import CaseView
    from l2kg.drawing.shapes import Width
    from l2kg.drawing.timeline.layout import Story, Timeline

__all__ = ["CSS", "draw", "layout", "related", "render"]


def draw(view: CaseView) -> Drawings:
    """Draw the timeline of a case for wide and for narrow pages, its order worked out once."""
    story = read(view)
    return Drawings(
        wide=_document(laid_out(story, "wide"), "wide"),
        narrow=_document(laid_out(story, "narrow"), "narrow"),
        related=mutual(_links(story)),
    )


def render(
    view: CaseView,
    *,
    selected: str | None = None,
    standalone: bool = False,
    width: Width = "wide",
) -> str:
    """Draw the timeline of a case as an SVG document.

    ``selected`` is the local name of an element to mark. ``standalone`` makes a file of
    its own, with size and style, and holds every line of text to its measured width.
    ``narrow`` fits a phone.
    """
    story = read(view)
    near = mutual(_links(story)) if selected else {}
    chart, focus = laid_out(story, width), focus_of(selected, near)
    return _document(chart, width, selected, focus, standalone=standalone)


def related(view: CaseView) -> dict[str, list[str]]:
    """Return what lights up with each element of the timeline, by local names."""
    return mutual(_links(read(view)))


def _document(
    chart: Timeline,
    width: Width,
    selected: str | None = None,
    focus: set[str] | None = None,
    *,
    standalone: bool = False,
) -> str:
    """Write a laid-out timeline."""
    focus = focus or set()
    return framed(
        chart,
        timeline_svg(chart, selected, focus, hold=standalone),
        name="l2tl",
        shown=("l2fig", "l2tl", "focus" if focus else ""),
        style=FIGURE_CSS + CSS,
        standalone=standalone,
        width=width,
    )


def _links(story: Story) -> Iterator[tuple[str, str]]:
    """Yield arrows with their ends, the ends of an arrow, and datings with what they date."""
    ids = {moment.element.iri: moment.element.id for moment in story.moments}
    for link in story.order.links:
        first, last, arrow = ids[link.before], ids[link.after], link.relation.id
        yield from ((arrow, first), (arrow, last), (first, last))
    for moment in story.moments:
        for dated in moment.dated:
            yield dated.dating.id, moment.element.id
