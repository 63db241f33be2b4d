"""What several pages share: titles, tables, and how a link is found."""

from __future__ import annotations

from typing import TYPE_CHECKING

from l2kg.html.links import Links
from l2kg.html.template import fragment, markup

if TYPE_CHECKING:
    from collections.abc import Iterable

    from markupsafe import Markup

    from l2kg.cases import CaseSummary, ElementView
    from l2kg.cases.tables import CaseTable
    from l2kg.html.addresses import Link

__all__ = [
    "MOST_ROWS",
    "component_html",
    "element_html",
    "figure_html",
    "framed_html",
    "heading_html",
    "muted_html",
    "scrolled_html",
    "subtitle_html",
    "table_html",
    "title_html",
]

MOST_ROWS = 200  # a browser bears more, a reader does not


def title_html(words: str, about: str = "") -> Markup:
    """Write the title of a page, and what the page is about."""
    return fragment("page", "title", words, about)


def subtitle_html(words: str) -> Markup:
    """Write the title of a section of a page."""
    return fragment("page", "subtitle", words)


def muted_html(words: str) -> Markup:
    """Write what is said in passing, such as that there is nothing to show."""
    return fragment("page", "muted", words)


def component_html(body: Markup) -> Markup:
    """Write what a component of a page shows, whose links lead on."""
    return fragment("page", "component", body)


def figure_html(svg: str) -> Markup:
    """Write what a component shows that holds a picture, drawn by us."""
    return fragment("page", "figure", markup(svg))


def element_html(
    view: ElementView, link: Link, *, level: int = 2, folded: bool = False
) -> Markup:
    """Write an element: what it is, our description, its rivals, its passages.

    What is recorded and inferred of it stands below, folded or not; ``level`` is that of
    its heading.
    """
    return fragment("parts", "element", view, Links(link), level, folded)


def heading_html(
    case: CaseSummary, *, level: int = 1, resting: Iterable[str] = ()
) -> Markup:
    """Write what stands over a case: setting, kind and outcome, its name, its description.

    ``resting`` says which of these rest on whose word alone.
    """
    return fragment("parts", "heading", case, level, resting)


def table_html(table: CaseTable, link: Link) -> Markup:
    """Write the elements of one kind as a table, whole."""
    return fragment("parts", "table", table.columns, table.rows, Links(link))


def scrolled_html(table: CaseTable, link: Link) -> Markup:
    """Write a table, whole, in a frame that scrolls."""
    return fragment("parts", "scrolled", table, Links(link))


def framed_html(table: CaseTable, link: Link, *, most: int = MOST_ROWS) -> Markup:
    """Write a table in a frame that scrolls, of at most so many rows.

    What is left out is counted below it.
    """
    return fragment("parts", "framed", table, Links(link), most)
