"""The page of people and back channels: ties, and one person's parts in all cases."""

from __future__ import annotations

from functools import partial

import streamlit as st

from l2kg import serving
from l2kg.cases.people import ACTOR, Person, named, parts_of, ties_of
from l2kg.drawing.network import NETWORK_LEGEND, left_out, network_svg, related_in
from l2kg.html.parts import muted_html, subtitle_html, title_html
from l2kg.html.people import (
    PEOPLE_QUERY,
    people_html,
    person_html,
    person_query,
    ties_csv,
    ties_html,
)
from l2kg.html.words import quoted
from l2kg.namespaces import iri_named, short
from l2kg.pages.components import figure, parts
from l2kg.pages.footer import footer
from l2kg.pages.links import link

_TITLE = "People and back channels"
_ABOUT = (
    "Private lines between people who sit on different sides, and what each person does"
    " in which case. A back channel is called so only where the source does; trust is a"
    " different thing."
)


def _chosen() -> Person | None:
    """Let somebody be chosen; the address names them."""
    known = named(serving.everybody())
    asked = st.query_params.get("id")
    if asked and asked not in known:
        asked = short(iri_named(asked, ACTOR) or asked)
    if asked and asked not in known:
        st.warning(
            f"Nobody here is called “{quoted(asked)}”. Choose a name from the list.",
            icon=":material/search_off:",
        )
    st.session_state.person = asked if asked in known else None
    st.selectbox(
        "Person, state or body",
        list(known),
        format_func=lambda one: known[one].ref.label,
        index=None,
        key="person",
        placeholder=f"Choose one of {len(known)} names",
        on_change=_moved,
    )
    return known.get(st.session_state.person or "")


def _moved() -> None:
    st.query_params.from_dict(
        {"id": st.session_state.person} if st.session_state.person else {}
    )


def _lines(person: str) -> None:
    """Show ties as a picture, and as a list."""
    known, name = serving.all_ties(), person.removeprefix(ACTOR)
    wide, narrow = serving.network(person)
    st.html(subtitle_html("Lines to others" if person else "Lines between people"))
    if wide:
        figure(
            wide,
            narrow,
            related_in(known),
            selected=person,
            key=f"network-{name}",
            file="l2kg-network",
        )
        st.caption(f"{NETWORK_LEGEND} {left_out(known, person)}")
    lines = ties_html(known, link, person=person)
    if not person:
        with st.expander("The same as a list", icon=":material/list:"):
            parts(lines, key="ties")
    elif lines:
        parts(lines, key=f"ties-{name}")
    else:
        st.html(muted_html("No relationship of theirs is recorded."))


def main() -> None:
    """Show everybody's ties, or somebody's."""
    st.html(title_html(_TITLE, _ABOUT))
    one = _chosen()
    iri = one.ref.iri if one else ""
    if one:
        taken = parts_of(serving.store(), iri, quoting=True)
        parts(person_html(one, taken, link), key=f"person-{one.ref.id}")
    _lines(iri)
    if not one:
        st.html(subtitle_html("Everybody, by the number of cases"))
        parts(people_html(serving.everybody(), link), key="everybody")
    path = f"/people?id={one.ref.id}" if one else "/people"
    query = person_query(iri) if one else PEOPLE_QUERY
    ties_file = (
        "Relationships (CSV)",
        lambda: ties_csv(ties_of(iri, serving.all_ties())),
        "l2kg-relationships.csv",
        "text/csv",
    )
    drawn = partial(network_svg, serving.all_ties(), link, person=iri, standalone=True)
    picture = ("Picture (SVG)", drawn, "l2kg-network.svg", "image/svg+xml")
    footer(
        one.ref.label if one else _TITLE,
        path,
        query,
        ties_file,
        picture,
    )


if __name__ == "__main__":
    main()
