"""The script behind every page: the frame, the way between pages, and which page is open."""

from __future__ import annotations

import streamlit as st

from l2kg.errors import L2kgError
from l2kg.files import code_root
from l2kg.pages.components import is_dark

_HERE = code_root() / "pages"


def main() -> None:
    """Set the frame and run the page that the address names."""
    assets = code_root() / "assets"
    st.set_page_config(page_title="L2KG", page_icon=str(assets / "icon.svg"), layout="wide")
    st.html(assets / "pages.css")
    if is_dark():
        st.html(assets / "pages-dark.css")
    pages = [
        st.Page(_HERE / "cases.py", title="Cases", icon=":material/folder_open:", default=True, help="All cases, with filters"),
        st.Page(_HERE / "case.py", title="Case", icon=":material/balance:", url_path="case", help="One case as a two-level figure"),
        st.Page(_HERE / "query.py", title="Query", icon=":material/terminal:", url_path="query", help="Ask the data in SPARQL"),
    ]
    try:
        st.navigation(pages, position="top").run()
    except L2kgError as error:
        st.error(str(error), icon=":material/error:")


if __name__ == "__main__":
    main()
