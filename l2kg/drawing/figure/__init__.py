"""Draw the two-level figure of a case as SVG, from data alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from l2kg.drawing.document import Drawings, framed
from l2kg.drawing.figure.layout import laid_out, layout
from l2kg.drawing.figure.legend import legend, legend_below
from l2kg.drawing.figure.links import links
from l2kg.drawing.figure.model import model
from l2kg.drawing.figure.svg import figure_svg
from l2kg.drawing.related import focus_of, mutual
from l2kg.drawing.style import CSS, DARK

if TYPE_CHECKING:
    from l2kg.cases.view import CaseView
    from l2kg.drawing.shapes import Figure, Width

__all__ = ["CSS", "DARK", "draw", "layout", "legend", "related", "render"]


def draw(view: CaseView) -> Drawings:
    """Draw a case for wide and for narrow pages, each laid out once."""
    story = model(view)
    wide, narrow = laid_out(story, "wide"), laid_out(story, "narrow")
    return Drawings(
        wide=_document(wide, "wide"),
        narrow=_document(narrow, "narrow"),
        related=mutual(links(story, wide)),
    )


def render(
    view: CaseView,
    *,
    selected: str | None = None,
    standalone: bool = False,
    width: Width = "wide",
) -> str:
    """Draw a case as an SVG document.

    ``selected`` is the local name of an element to mark. ``standalone`` makes a file of
    its own, with size and style, legend and source, and holds every line of text to its
    measured width, so that it looks the same where our fonts are missing. ``narrow`` fits
    a phone.
    """
    figure = layout(view, width=width)
    near = related(view) if selected else {}
    source = f"{view.summary.label}. {view.summary.iri}" if standalone else ""
    return _document(figure, width, selected, focus_of(selected, near), source)


def related(view: CaseView) -> dict[str, list[str]]:
    """Return what lights up with each element of the figure, by local names."""
    story = model(view)
    return mutual(links(story, laid_out(story, "wide")))


def _document(
    figure: Figure,
    width: Width,
    selected: str | None = None,
    focus: set[str] | None = None,
    source: str = "",
) -> str:
    """Write a laid-out figure; with a ``source`` it becomes a file of its own."""
    focus = focus or set()
    standalone = bool(source)
    drawn = figure_svg(figure, selected, focus, hold=standalone)
    key, below = legend_below(figure, source) if standalone else ("", 0.0)
    return framed(
        figure,
        drawn + key,
        name="l2",
        shown=("l2fig", "focus" if focus else ""),
        style=CSS,
        standalone=standalone,
        width=width,
        below=below,
    )
