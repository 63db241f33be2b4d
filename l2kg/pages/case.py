"""The page of a case: its figure, the evidence of what is selected, its elements as tables, downloads, and the query behind it."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import streamlit as st

from l2kg import __version__, served
from l2kg.casepage import CLOSE, LEGEND, behind, entries, neighbours, target
from l2kg.casetables import tables
from l2kg.documents import FORMS, citation, figure_svg
from l2kg.errors import NotFoundError
from l2kg.htmlparts import element_html, heading_html, table_html
from l2kg.namespaces import CASE
from l2kg.pages.components import figure, parts
from l2kg.pages.links import CASE_PAGE, CASES_PAGE, QUERY_PAGE
from l2kg.places import page_link

if TYPE_CHECKING:
    from l2kg.cases import CaseView, ElementView

_FORMS = {"text/turtle": "Turtle", "application/ld+json": "JSON-LD"}


def _open() -> CaseView:
    """Open the case that the address names, else the one last seen, else the first; the address then names it."""
    slug = st.query_params.get("id") or st.session_state.get("last_case") or served.cases()[0].slug
    try:
        view = served.case(slug)
    except NotFoundError as error:
        st.error(str(error), icon=":material/error:")
        st.page_link(CASES_PAGE, label="All cases", icon=":material/folder_open:")
        st.stop()
    st.session_state.last_case = st.query_params["id"] = slug
    return view


def _choose(view: CaseView, picked: str) -> None:
    """Select an element by local name or IRI, nothing by an empty text; the address keeps it."""
    st.query_params.from_dict(target(view, picked, {case.slug for case in served.cases()}))


def _selected(view: CaseView) -> ElementView | None:
    """Return the selected element, and make the list of elements agree with the address."""
    asked = st.query_params.get("focus", "")
    st.session_state.element = asked if view.find(asked) else None
    return served.known(f"{view.summary.iri.partition('#')[0]}#{asked}") if asked else None


def _title(view: CaseView) -> None:
    st.html(heading_html(view.summary))
    names = entries(view)
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
    related = ((view.summary.parent, "Part of"), *((part, "Part:") for part in view.subcases))
    for other, word in related:
        if other:
            slug = other.iri.removeprefix(CASE)
            st.page_link(CASE_PAGE, label=f"{word} {other.label}", icon=":material/account_tree:", query_params={"id": slug})


def _evidence(view: CaseView, selected: ElementView | None) -> None:
    html = CLOSE + element_html(selected, page_link) if selected else LEGEND
    parts(f'<div class="panel" aria-live="polite">{html}</div>', key="panel", on_pick=partial(_choose, view))


def _tools(view: CaseView) -> None:
    slug = view.summary.slug.partition("#")[0]
    with st.popover("Cite", icon=":material/format_quote:"):
        st.code(citation(view, __version__), language=None, wrap_lines=True)
    with st.popover("Download", icon=":material/download:"):
        for kind, name in _FORMS.items():
            data = partial(served.document, slug, kind)
            st.download_button(name, data, f"{slug}.{FORMS[kind]}", kind, on_click="ignore", width="stretch")
        st.download_button("Figure (SVG)", partial(figure_svg, view), f"{slug}.svg", "image/svg+xml", on_click="ignore", width="stretch")


def _elements(view: CaseView) -> None:
    st.html('<h2 class="sub">Elements</h2>')
    found = {table.key: table for table in tables(view)}
    key = st.pills(
        "Kind",
        list(found),
        format_func=lambda key: f"{found[key].title} · {len(found[key].rows)}",
        default=next(iter(found), None),
        required=bool(found),
        key=f"kind-{view.summary.slug}",
        label_visibility="collapsed",
        wrap=True,
    )
    if key in found:
        html = f'<div class="scroll">{table_html(found[key], page_link)}</div>'
        parts(html, key=f"table-{view.summary.slug}-{key}", on_pick=partial(_choose, view))


def _behind(view: CaseView, selected: ElementView | None) -> None:
    query = behind(view.summary.iri, selected.iri if selected else None)
    with st.expander("The query behind this page", icon=":material/terminal:"):
        st.code(query, language="sparql")
        st.page_link(QUERY_PAGE, label="Open on the query page", icon=":material/arrow_forward:", query_params={"query": query})


def _around(view: CaseView) -> None:
    before, after = neighbours(served.cases(), view.summary.slug)
    left, right = st.columns(2)
    if before:
        left.page_link(CASE_PAGE, label=before.label, icon=":material/arrow_back:", query_params={"id": before.slug})
    if after:
        with right.container(horizontal=True, horizontal_alignment="right"):
            there = {"id": after.slug}
            st.page_link(CASE_PAGE, label=after.label, icon=":material/arrow_forward:", icon_position="right", query_params=there)


def main() -> None:
    """Show the case that the address names."""
    view = _open()
    selected = _selected(view)
    left, right = st.columns([7, 5], gap="medium")
    with left:
        _title(view)
    with right.container(border=True, key="evidence", height=310):
        _evidence(view, selected)
    figure(
        *served.drawing(view.summary.slug),
        selected=selected.id if selected else "",
        key=f"figure-{view.summary.slug}",
        on_pick=partial(_choose, view),
    )
    record, tools = st.columns([5, 2], vertical_alignment="center")
    record.markdown(f":small[Record: [{view.summary.iri}](/case/{view.summary.slug})]")
    with tools.container(horizontal=True, horizontal_alignment="right"):
        _tools(view)
    _elements(view)
    _behind(view, selected)
    _around(view)


if __name__ == "__main__":
    main()
