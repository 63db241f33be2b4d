"""What stands around a case on its page: record, citation, downloads, neighbours."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import streamlit as st

from l2kg import __version__, serving
from l2kg.drawing.timeline import render
from l2kg.html.case import elements_csv, neighbours
from l2kg.html.case_document import FORMS, citation, figure_svg
from l2kg.namespaces import CASE
from l2kg.pages.links import CASE_PAGE

if TYPE_CHECKING:
    from l2kg.cases import CaseView

__all__ = ["around", "tools"]

_FORMS = {"text/turtle": "Turtle", "application/ld+json": "JSON-LD"}


def tools(view: CaseView) -> None:
    """Show the record's address, the page for printing, the citation and the downloads."""
    record, buttons = st.columns([5, 3], vertical_alignment="center")
    slug = view.summary.slug
    record.markdown(
        f":small[Record: [{view.summary.iri}](/case/{slug}) · [Page to"
        f" print](/case/{slug})]"
    )
    with buttons.container(horizontal=True, horizontal_alignment="right"):
        with st.popover("Cite", icon=":material/format_quote:"):
            st.code(citation(view, __version__), language=None, wrap_lines=True)
        with st.popover("Download", icon=":material/download:"):
            _downloads(view)


def _downloads(view: CaseView) -> None:
    slug = view.summary.slug.partition("#")[0]
    button = partial(st.download_button, on_click="ignore", width="stretch")
    for kind, name in _FORMS.items():
        button(name, partial(serving.document, slug, kind), f"{slug}.{FORMS[kind]}", kind)
    button("Elements (CSV)", partial(elements_csv, view), f"{slug}.csv", "text/csv")
    button("Figure (SVG)", partial(figure_svg, view), f"{slug}.svg", "image/svg+xml")
    button(
        "Timeline (SVG)",
        partial(render, view, standalone=True),
        f"{slug}-timeline.svg",
        "image/svg+xml",
    )
    st.caption("PNG: the button at the foot of the picture")


def around(view: CaseView) -> None:
    """Show the way to the case before and the case after."""
    before, after = neighbours(serving.named_cases(), view.summary.slug)
    left, right = st.columns(2)
    if before:
        left.page_link(
            CASE_PAGE,
            label=before.label,
            icon=":material/arrow_back:",
            query_params={"id": before.iri.removeprefix(CASE)},
        )
    if after:
        with right.container(horizontal=True, horizontal_alignment="right"):
            there = {"id": after.iri.removeprefix(CASE)}
            st.page_link(
                CASE_PAGE,
                label=after.label,
                icon=":material/arrow_forward:",
                icon_position="right",
                query_params=there,
            )
