"""The page of cases: facets, search, cards or a table, and the found subset as CSV."""

from __future__ import annotations

from functools import partial

import streamlit as st

from l2kg import served
from l2kg.browse import FACETS, Filter, choices, matching, possible, to_csv
from l2kg.casetables import summary_table
from l2kg.htmlparts import cards_html, table_html
from l2kg.pages.components import parts
from l2kg.pages.links import CASE_PAGE
from l2kg.places import page_link, place_of

_VIEWS = {"cards": ":material/grid_view: Cards", "table": ":material/table_rows: Table"}


def _filter() -> Filter:
    """Read the filter from the widgets, after setting them where the address is new, or on coming back as they were left."""
    given = Filter.from_params({name: st.query_params.get_all(name) for name in ("q", *FACETS)})
    address = possible(served.cases(), given)
    last: Filter = st.session_state.get("last_filter", Filter())
    come_back = "q" not in st.session_state
    if come_back or address != last:
        wanted = last if come_back and address == Filter() else address
        st.session_state.update({"q": wanted.words} | {facet: list(getattr(wanted, facet)) for facet in FACETS})
    chosen = {facet: tuple(st.session_state[facet]) for facet in FACETS}
    found = Filter(words=st.session_state.q.strip(), **chosen)
    st.session_state.last_filter = found
    return found


def _facets(chosen: Filter) -> None:
    cases = served.cases()
    for column, facet in zip(st.columns([5, 5, 5, 4]), (*FACETS, "q"), strict=True):
        if facet == "q":
            column.text_input("Search", key="q", placeholder="words in title or description", icon=":material/search:")
            continue
        found = {choice.id: choice for choice in choices(cases, chosen, facet)}
        names = {name: f"{choice.label.capitalize()} · {choice.count}" for name, choice in found.items()}
        column.pills(facet.capitalize(), list(found), format_func=names.__getitem__, selection_mode="multi", key=facet, wrap=True)


def main() -> None:
    """Show the cases that the filter leaves."""
    st.html(
        '<h1 class="ttl">Cases of help, and harm, across the table</h1><p class="dek">Two sides bargain; behind each stand people who can '
        "stop the deal. Each case here records what one side did about the resistance behind the other, and the passage that says so.</p>"
    )
    chosen = _filter()
    _facets(chosen)
    st.query_params.from_dict(chosen.params())
    found = matching(served.cases(), chosen)
    count, tools = st.columns([3, 2], vertical_alignment="center")
    count.markdown(f"**{len(found)}** of {len(served.cases())} cases")
    with tools.container(horizontal=True, horizontal_alignment="right"):
        form = st.segmented_control(
            "Show as",
            list(_VIEWS),
            format_func=_VIEWS.__getitem__,
            default="cards",
            key="view",
            label_visibility="collapsed",
            required=True,
        )
        st.download_button("CSV", to_csv(found), "l2kg-cases.csv", "text/csv", icon=":material/download:", on_click="ignore")
    if not found:
        st.info("No case fits all of these. Take a choice back, or search for fewer words.", icon=":material/filter_alt_off:")
        st.stop()
    slugs = tuple(case.slug for case in served.cases())
    link = partial(page_link, slugs=slugs)
    html = table_html(summary_table(found), link) if form == "table" else cards_html(found, link)
    picked = parts(f'<div class="scroll">{html}</div>' if form == "table" else html, key=f"cases-{form}")
    if picked:
        st.switch_page(CASE_PAGE, query_params=place_of(picked, slugs))


if __name__ == "__main__":
    main()
