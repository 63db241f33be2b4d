"""The page of tactics: the tree, and what is known of the chosen one."""

from __future__ import annotations

import streamlit as st

from l2kg import serving
from l2kg.html.parts import title_html
from l2kg.html.tactics import TACTICS_QUERY, tactic_html, tactics_csv, tree_html
from l2kg.html.words import quoted
from l2kg.namespaces import L2T, iri_named, short
from l2kg.pages.components import parts
from l2kg.pages.footer import footer
from l2kg.pages.links import link

_ABOUT = (
    "What negotiators do about the people behind a table, from wide to narrow: for the"
    " other side, for their own, or against it. Numbers count the cases that apply a"
    " tactic or one below it."
)


def main() -> None:
    """Show the tree and a tactic."""
    st.html(title_html("Tactics", _ABOUT))
    tree = serving.tactic_tree()
    asked = st.query_params.get("id") or next(iter(tree), "")
    if asked not in tree:
        asked = short(iri_named(asked, L2T) or asked)
    if asked not in tree:
        st.warning(
            f"There is no tactic “{quoted(asked)}”. Choose one from the tree.",
            icon=":material/search_off:",
        )
    left, right = st.container(key="tactics").columns([4, 6], gap="large")
    with left:
        parts(tree_html(tree.values(), link, chosen=asked), key="tree")
    with right:
        chosen = tree.get(asked)
        if chosen:
            parts(tactic_html(chosen, link), key=f"tactic-{asked}")
    title = chosen.ref.label if chosen else "Tactics"
    footer(
        title,
        f"/tactics?id={asked}" if chosen else "/tactics",
        TACTICS_QUERY,
        ("CSV", lambda: tactics_csv(tree.values()), "l2kg-tactics.csv", "text/csv"),
    )


if __name__ == "__main__":
    main()
