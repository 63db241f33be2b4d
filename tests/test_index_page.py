"""The page in which the application starts: Streamlit's own with our name, the server's address and what is needed first."""

from __future__ import annotations

import re
from pathlib import Path

import streamlit

from l2kg.web.headers import page_policy
from l2kg.web.index_page import TITLE, chunks, index_page

STATIC = Path(streamlit.__file__).parent / "static"
INDEX = (STATIC / "index.html").read_text(encoding="utf-8")
FIRST = chunks(STATIC / "static" / "js", INDEX)


def test_the_index_page_names_us_and_keeps_what_streamlit_needs() -> None:
    made = index_page(INDEX, FIRST)
    assert f"<title>{TITLE}</title>" in made
    assert "SourceSans" not in made
    assert made.index("window.__streamlit") < made.index('type="module"')
    assert {*re.findall(r'src="(.*?)"', INDEX)} <= {*re.findall(r'src="(.*?)"', made)}
    assert '<a href="/contents">' in made


def test_the_policy_allows_the_script_of_the_index_page() -> None:
    assert (
        page_policy(index_page(INDEX)).count("'sha256-")
        == len(re.findall("<script>", index_page(INDEX)))
        == 2
    )


def test_what_is_needed_first_is_there_once_with_what_it_imports() -> None:
    assert any(name.startswith("BidiComponent.") for name in FIRST)
    assert len(FIRST) == len(set(FIRST)) > 5
    assert all((STATIC / "static" / "js" / name).is_file() for name in FIRST)
    assert not any(name in INDEX for name in FIRST)


def test_a_page_of_another_make_is_left_as_it_is() -> None:
    assert index_page("<html></html>") == "<html></html>"
