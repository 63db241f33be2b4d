"""What stands under every page: the query behind it, its downloads, and how to cite it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from l2kg import __version__
from l2kg.html.about import page_citation
from l2kg.pages.components import download
from l2kg.pages.links import QUERY_PAGE

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["behind", "cited", "footer"]

Download = tuple[str, "Callable[[], str | bytes] | str | bytes", str, str]


def behind(query: str) -> None:
    """Show a query, which opens on the page of queries."""
    opened = st.expander(
        "The query behind this page",
        icon=":material/terminal:",
        key="behind",
        on_change="rerun",
    )
    if opened.open:  # what shows code is large: a browser loads it when it is wanted
        opened.code(query, language="sparql")
        opened.page_link(
            QUERY_PAGE,
            label="Open on the query page",
            icon=":material/arrow_forward:",
            query_params={"query": query},
        )


def footer(title: str, path: str, query: str, *downloads: Download) -> None:
    """Show how to cite a page, its downloads, and the query behind it.

    A download has a name, data, the name of its file and a type.
    """
    cited(title, path, *downloads)
    behind(query)


def cited(title: str, path: str, *downloads: Download) -> None:
    """Show how to cite a page, and its downloads."""
    st.html("<hr>")
    with st.container(horizontal=True):
        with st.popover("Cite", icon=":material/format_quote:"):
            st.code(
                page_citation(title, path, __version__), language=None, wrap_lines=True
            )
        for name, data, file, kind in downloads:
            download(name, data, file, kind)
