"""The page of a case: its figure, evidence, elements, downloads, and the query behind it."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import streamlit as st

from l2kg import serving
from l2kg.errors import NotFoundError
from l2kg.html.case import (
    case_query,
    element_names,
    file_stem,
    has_timeline,
    page_parameters,
    panel_html,
)
from l2kg.html.parts import heading_html, subtitle_html, title_html
from l2kg.html.words import quoted, sentence
from l2kg.namespaces import CASE, iri_named, local_name
from l2kg.pages.case_body import case_sections, elements
from l2kg.pages.casefoot import around, tools
from l2kg.pages.components import figure, parts
from l2kg.pages.footer import behind
from l2kg.pages.links import CASE_PAGE, CASES_PAGE, link

if TYPE_CHECKING:
    from l2kg.cases import CaseView, ElementView
    from l2kg.drawing.document import Drawings


def _open() -> CaseView:
    """Open the case that the address names, else the one last seen, else the first.

    The address then names it.
    """
    slug = (
        st.query_params.get("id")
        or st.session_state.get("last_case")
        or serving.named_cases()[0].iri.removeprefix(CASE)
    )
    try:
        view = serving.case(slug)
    except NotFoundError as error:
        st.html(title_html("No such case"))
        st.error(sentence(quoted(str(error))), icon=":material/error:")
        st.page_link(CASES_PAGE, label="All cases", icon=":material/folder_open:")
        st.stop()
    slug = view.summary.slug
    st.session_state.last_case = st.query_params["id"] = slug
    return view


def _choose(view: CaseView, picked: str) -> None:
    """Select an element by local name or IRI, nothing by an empty text; the address keeps it."""
    st.query_params.from_dict(page_parameters(view, picked, serving.slugs()))


def _selected(view: CaseView) -> ElementView | None:
    """Return the selected element, and make the list of elements agree with the address."""
    asked = st.query_params.get("focus", "")
    if ":" in asked or "#" in asked:  # a whole name, as commands and queries have it
        asked = local_name(iri_named(asked) or asked)
    st.session_state.element = asked if view.find(asked) else None
    found = (
        serving.known(f"{view.summary.iri.partition('#')[0]}#{asked}") if asked else None
    )
    if asked and not found:
        st.warning(
            f"This case has no element “{quoted(asked)}”. Choose one from the list, or"
            " click the figure.",
            icon=":material/search_off:",
        )
    return found


def _title(view: CaseView) -> None:
    st.html(heading_html(view.summary, resting=view.resting))
    names = element_names(view)
    st.selectbox(
        "Element",
        list(names),
        format_func=names.__getitem__,
        index=None,
        key="element",
        label_visibility="collapsed",
        placeholder=f"Choose one of {len(names)} elements, or click the figure",
        on_change=lambda: _choose(view, st.session_state.element or ""),
    )
    related = (
        (view.summary.parent, "Part of"),
        *((part, "Part:") for part in view.subcases),
    )
    for other, word in related:
        if other:
            slug = other.iri.removeprefix(CASE)
            st.page_link(
                CASE_PAGE,
                label=f"{word} {other.label}",
                icon=":material/account_tree:",
                query_params={"id": slug},
            )


def _evidence(view: CaseView, selected: ElementView | None) -> None:
    parts(panel_html(selected, link), key="panel", on_pick=partial(_choose, view))


def _drawn(view: CaseView, focus: str, name: str, drawings: Drawings) -> None:
    figure(
        *drawings,
        selected=focus,
        key=f"{name}-{view.summary.slug}",
        on_pick=partial(_choose, view),
        file=f"{file_stem(view)}-{name}",
    )


def main() -> None:
    """Show the case that the address names."""
    view = _open()
    selected = _selected(view)
    left, right = st.columns([7, 5], gap="medium")
    with left:
        _title(view)
    with right.container(border=True, key="evidence", height=310):
        _evidence(view, selected)
    focus = selected.id if selected else ""
    pick = partial(_choose, view)
    _drawn(view, focus, "figure", serving.drawing(view.summary.slug))
    tools(view)
    if has_timeline(view):
        st.html(subtitle_html("In time"))
        _drawn(view, focus, "timeline", serving.timeline(view.summary.slug))
    elements(view, pick)
    case_sections(view, pick)
    behind(case_query(view.summary.iri, selected.iri if selected else None))
    around(view)


if __name__ == "__main__":
    main()
