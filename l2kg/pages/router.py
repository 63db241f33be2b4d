"""The script behind every page: the frame, the way between pages, and which page is open."""

from __future__ import annotations

import streamlit as st

from l2kg.errors import L2kgError
from l2kg.files import code_root
from l2kg.pages.links import page_file

PAGES = {
    "cases": ("Cases", ":material/folder_open:", "All cases, with filters and search"),
    "case": ("Case", ":material/balance:", "One case as a two-level figure"),
    "patterns": ("Patterns", ":material/schema:", "What recurs, and what nearly does"),
    "tactics": (
        "Tactics",
        ":material/account_tree:",
        "What is done about those behind a table",
    ),
    "people": ("People", ":material/group:", "People and back channels"),
    "query": ("Query", ":material/terminal:", "Ask the data in SPARQL"),
    "contribute": (
        "Contribute",
        ":material/upload_file:",
        "Have a case of your own checked",
    ),
    "about": ("About", ":material/info:", "What this is, in plain words"),
}


def main() -> None:
    """Set the frame and run the page that the address names."""
    assets = code_root() / "assets"
    st.set_page_config(
        page_title="L2KG", page_icon=str(assets / "icon.svg"), layout="wide"
    )
    st.html(assets / "pages.css")
    pages = [
        st.Page(
            page_file(name),
            title=title,
            icon=icon,
            url_path=name,
            default=name == "cases",
            help=tip,
        )
        for name, (title, icon, tip) in PAGES.items()
    ]
    try:
        st.navigation(pages, position="top").run()
    except L2kgError as error:
        st.error(str(error), icon=":material/error:")


if __name__ == "__main__":
    main()
