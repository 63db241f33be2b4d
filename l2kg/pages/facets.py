"""The filter on the page of cases: its widgets, and what of it the address keeps."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from l2kg import serving
from l2kg.html.filter import FACETS, TITLES, Filter, choices, possible

if TYPE_CHECKING:
    from collections.abc import Container, Sequence

    from streamlit.delta_generator import DeltaGenerator

    from l2kg.html.filter import Choice

__all__ = ["chosen_filter", "chosen_form", "show_facets"]


def chosen_filter() -> Filter:
    """Read the filter from the widgets.

    These are set before where the address is new, or, on coming back, as they were left.
    """
    given = Filter.from_params(
        {name: st.query_params.get_all(name) for name in ("q", *FACETS)}
    )
    address = possible(serving.cases(), given)
    last: Filter = st.session_state.get("last_filter", Filter())
    come_back = "q" not in st.session_state
    if come_back or address != last:
        wanted = last if come_back and address == Filter() else address
        st.session_state.update(
            {"q": wanted.words}
            | {facet: list(getattr(wanted, facet)) for facet in FACETS}
        )
    chosen = {facet: tuple(st.session_state[facet]) for facet in FACETS}
    found = Filter(words=st.session_state.q.strip(), **chosen)
    st.session_state.last_filter = found
    return found


def chosen_form() -> dict[str, str]:
    """Set cards or table, and return what the address keeps.

    They are as the address asks where it is new, or, on coming back, as they were left.
    """
    asked = "table" if st.query_params.get("view") == "table" else "cards"
    last = st.session_state.get("last_view")
    if "view" not in st.session_state:
        st.session_state.view = last if last and asked == "cards" else asked
    elif asked != last:
        st.session_state.view = asked
    st.session_state.last_view = st.session_state.view
    return {"view": "table"} if st.session_state.view == "table" else {}


def show_facets(chosen: Filter, found: Container[str]) -> None:
    """Show the search and the facets, each choice with the cases that it would leave."""
    cases, texts = serving.cases(), serving.case_texts()
    st.text_input(
        "Search",
        key="q",
        placeholder="words in cases, elements, people, tactics",
        icon=":material/search:",
    )
    left, middle, right = st.columns(3)
    for column, facet in (
        (left, "setting"),
        (middle, "kind"),
        (right, "outcome"),
        (left, "channel"),
        (middle, "barrier"),
        (right, "tactic"),
    ):
        _facet(column, facet, choices(cases, chosen, facet, found, texts))


def _facet(column: DeltaGenerator, facet: str, listed: Sequence[Choice]) -> None:
    names = {
        choice.id: f"{choice.label[:1].upper()}{choice.label[1:]} · {choice.count}"
        for choice in listed
    }
    if facet in ("barrier", "tactic"):
        column.multiselect(
            TITLES[facet],
            list(names),
            format_func=names.__getitem__,
            key=facet,
            placeholder="Any",
        )
    else:
        column.pills(
            TITLES[facet],
            list(names),
            format_func=names.__getitem__,
            selection_mode="multi",
            key=facet,
            wrap=True,
        )
