"""What stands below the figures of a case: its elements as tables, and its sections."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from l2kg import serving
from l2kg.cases.tables import tables
from l2kg.html.case_sections import sections
from l2kg.html.parts import scrolled_html, subtitle_html
from l2kg.pages.components import parts
from l2kg.pages.links import link

if TYPE_CHECKING:
    from collections.abc import Callable

    from l2kg.cases import CaseView

__all__ = ["elements", "case_sections"]


def elements(view: CaseView, pick: Callable[[str], None]) -> None:
    """Show the elements of one kind as a table, with a choice of kinds."""
    st.html(subtitle_html("Elements"))
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
        parts(
            scrolled_html(found[key], link),
            key=f"table-{view.summary.slug}-{key}",
            on_pick=pick,
        )


def case_sections(view: CaseView, pick: Callable[[str], None]) -> None:
    """Show deals, acceptance speech, rivals, disagreements and sources.

    What is picked there is selected, or opens its page.
    """
    found = sections(view, link, serving.clashes(view.summary.slug))
    for number, (title, html) in enumerate(found.items()):
        st.html(subtitle_html(title))
        parts(
            html,
            key=f"section-{view.summary.slug}-{number}",
            on_pick=pick,
        )
