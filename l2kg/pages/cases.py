"""The page of cases: facets, search, cards or a table, and the found subset as CSV."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import streamlit as st

from l2kg import serving
from l2kg.cases.tables import summary_table
from l2kg.html.cases import (
    ABOUT,
    CASES_QUERY,
    TITLE,
    cards_html,
    cases_csv,
    hits_html,
)
from l2kg.html.filter import matching
from l2kg.html.parts import scrolled_html, title_html
from l2kg.pages.components import download, parts
from l2kg.pages.facets import chosen_filter, chosen_form, show_facets
from l2kg.pages.footer import footer
from l2kg.pages.links import link, page_file

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from l2kg.cases import CaseSummary
    from l2kg.cases.search import Hit

MOST = 60
_VIEWS = {"cards": ":material/grid_view: Cards", "table": ":material/table_rows: Table"}


def _hits(hits: Sequence[Hit]) -> None:
    """Show what was found elsewhere than in the cases' own words."""
    if others := [hit for hit in hits if hit.entry.kind != "case"]:
        with st.expander(
            f"Where it was found: {len(others)} elements, people and tactics",
            icon=":material/manage_search:",
        ):
            parts(hits_html(others, serving.store(), link), key="hits")


def _head(found: Sequence[CaseSummary]) -> str | None:
    count, tools = st.columns([3, 2], vertical_alignment="center")
    count.markdown(f"**{len(found)}** of {len(serving.cases())} cases")
    with tools.container(horizontal=True, horizontal_alignment="right"):
        form: str | None = st.segmented_control(
            "Show as",
            list(_VIEWS),
            format_func=_VIEWS.__getitem__,
            key="view",
            label_visibility="collapsed",
            required=True,
        )
        download("CSV", partial(cases_csv, found), "l2kg-cases.csv", "text/csv")
    return form


def _shown(
    found: Sequence[CaseSummary], form: str | None, why: Mapping[str, Hit]
) -> None:
    """Show cases, so many at a time, each with the words by which it was found."""
    most = st.session_state.setdefault("most", MOST)
    shown = found[:most]
    html = (
        scrolled_html(summary_table(shown), link)
        if form == "table"
        else cards_html(shown, link, why)
    )
    parts(html, key=f"cases-{form}")
    if len(found) > most and st.button(
        f"Show {min(MOST, len(found) - most)} more of {len(found)}",
        icon=":material/expand_more:",
    ):
        st.session_state.most = most + MOST
        st.rerun()


def main() -> None:
    """Show the cases that the filter leaves."""
    st.html(title_html(TITLE, ABOUT))
    st.page_link(
        page_file("about"),
        label="New here? What this is, in plain words",
        icon=":material/info:",
    )
    chosen = chosen_filter()
    hits, why = serving.found(chosen.words) if chosen.words else ((), {})
    show_facets(chosen, why)
    st.query_params.from_dict({**chosen.params(), **chosen_form()})
    found = matching(serving.cases(), chosen, why, serving.case_texts())
    form = _head(found)
    _hits(hits)
    if found:
        _shown(found, form, why)
    else:
        st.info(
            "No case fits all of these. Take a choice back, or search for fewer words.",
            icon=":material/filter_alt_off:",
        )
    footer("Cases", f"/{chosen.address()}", CASES_QUERY)


if __name__ == "__main__":
    main()
