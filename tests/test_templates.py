"""Markup: what no template made is escaped; the engine is loaded by the first page."""

from __future__ import annotations

import re
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from jinja2 import UndefinedError

from l2kg.files import code_root
from l2kg.html.parts import title_html
from l2kg.html.server import not_found_page
from l2kg.html.template import document, fragment, json_for_script, markup

if TYPE_CHECKING:
    from pathlib import Path

TEMPLATES = sorted((code_root() / "html" / "templates").iterdir())
HOSTILE = '<script>alert("1")</script>\'&amp;{{ 7 * 7 }}'


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.name)
def test_a_template_calls_only_a_line_break_safe(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert path.name.endswith(".html.jinja")
    assert set(re.findall(r"(\S+) \| safe", text)) <= {'"<br>"'}
    assert "autoescape" not in text


@pytest.mark.parametrize(
    "text", [title_html(HOSTILE, HOSTILE), not_found_page(HOSTILE)], ids=["part", "page"]
)
def test_what_is_given_stays_text(text: str) -> None:
    assert "<script" not in text and '"1"' not in text and "49" not in text
    assert "&lt;script&gt;" in text and "&amp;amp;" in text


def test_a_title_keeps_markup_as_it_is_and_text_in_its_element() -> None:
    assert "<b>x</b>" in fragment("page", "component", markup("<b>x</b>"))
    assert "<b>x</b>" not in fragment("page", "component", "<b>x</b>")
    assert "</script>" not in json_for_script({"name": HOSTILE})


def test_a_value_that_is_not_given_is_an_error() -> None:
    with pytest.raises(UndefinedError, match="message"):
        document("not_found", title="x")


def test_the_command_line_does_not_load_the_engine() -> None:
    asked = "import sys, l2kg.cli; print({'jinja2', 'markupsafe'} & set(sys.modules))"
    found = subprocess.run(
        [sys.executable, "-c", asked], capture_output=True, text=True, check=True
    )
    assert found.stdout == "set()\n"
