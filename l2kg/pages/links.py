"""The files of the pages, by which one page leads to another."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from l2kg.files import code_root
from l2kg.views import served
from l2kg.views.places import page_link, route_of

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["CASES_PAGE", "CASE_PAGE", "QUERY_PAGE", "link", "page_file", "slugs", "to"]


def page_file(name: str) -> Path:
    """Return the file of a page by its name."""
    return code_root() / "pages" / f"{name}.py"


CASES_PAGE = page_file("cases")
CASE_PAGE = page_file("case")
QUERY_PAGE = page_file("query")


def slugs() -> tuple[str, ...]:
    """Return the slugs of all cases, by which sub-cases are told from elements."""
    return tuple(case.slug for case in served.cases())


def link(iri: str) -> str | None:
    """Return the address of the page that shows an IRI, sub-cases among them."""
    return page_link(iri, slugs()) if "#" in iri else page_link(iri)


def to(picked: str | None) -> None:
    """Open the page that shows what was picked, if any does."""
    if picked and (route := route_of(picked, slugs())):
        st.switch_page(page_file(route[0]), query_params=route[1])
