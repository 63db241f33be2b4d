"""The files of the pages, by which one page leads to another."""

from __future__ import annotations

from l2kg.files import code_root

__all__ = ["CASES_PAGE", "CASE_PAGE", "QUERY_PAGE"]

CASES_PAGE = code_root() / "pages" / "cases.py"
CASE_PAGE = code_root() / "pages" / "case.py"
QUERY_PAGE = code_root() / "pages" / "query.py"
