"""The files and addresses of the pages, by which one page leads to another."""

from __future__ import annotations

from typing import TYPE_CHECKING

from l2kg import serving
from l2kg.files import code_root
from l2kg.html.addresses import page_link

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["CASES_PAGE", "CASE_PAGE", "QUERY_PAGE", "link", "page_file"]


def page_file(name: str) -> Path:
    """Return the file of a page by its name."""
    return code_root() / "pages" / f"{name}.py"


CASES_PAGE = page_file("cases")
CASE_PAGE = page_file("case")
QUERY_PAGE = page_file("query")


def link(iri: str) -> str | None:
    """Return the address of the page that shows an IRI, sub-cases among them."""
    return page_link(iri, serving.slugs()) if "#" in iri else page_link(iri)
