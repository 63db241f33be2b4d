"""What visitors may type into the pages, or write into their address: it cannot make a page run on, nor show more than text."""

from __future__ import annotations

import pytest
from test_pages import opened

from l2kg import serving
from l2kg.cases.search import search
from l2kg.errors import UsageError
from l2kg.html.pattern import given
from l2kg.wording import nearest

pytestmark = pytest.mark.usefixtures("pages")
LONG = "e a n o i s t r " * 60_000  # a megabyte of words that every text holds
FORGED = (
    "[win](http://evil.example) ![x](http://evil.example/x.png) :red[**now**] <b>$x$</b>"
)
ADDRESSES = [
    ("cases", "q"), ("cases", "tactic"), ("case", "id"), ("case", "focus"), ("patterns", "id"), ("patterns", "case"), ("people", "id"),
    ("tactics", "id"), ("query", "query"),
]  # fmt: skip


@pytest.mark.parametrize(("page", "name"), ADDRESSES)
@pytest.mark.parametrize(
    "value",
    [LONG, "x" * 1_000_000, " <>\x00\ud7ff\U0010ffff"],
    ids=["words", "one word", "odd signs"],
)
def test_a_page_answers_whatever_its_address_holds(
    page: str, name: str, value: str
) -> None:
    opened(page, **{name: value})  # in the end, without an exception


@pytest.mark.parametrize(
    ("page", "name"),
    [("case", "id"), ("patterns", "id"), ("people", "id"), ("tactics", "id")],
)
def test_what_an_address_holds_is_shown_as_text(page: str, name: str) -> None:
    app = opened(page, **{name: FORGED})
    shown = [one.value for one in (*app.warning, *app.error)]
    assert len(shown) == 1
    assert "\\[win\\]\\(http\\://evil.example\\)" in shown[0]
    assert not any(mark in shown[0].replace(f"\\{mark}", "") for mark in "[]<>$:*")


def test_a_word_is_searched_once_however_often_it_is_given() -> None:
    assert search(serving.entries(), LONG) == search(serving.entries(), "e a n o i s t r")


def test_a_pattern_takes_only_cases_that_there_are() -> None:
    app = opened("patterns", id="reciprocal-help", case="x> } DROP ALL #")
    assert not app.error
    assert app.query_params.get("case") is None
    with pytest.raises(UsageError):
        serving.pattern("reciprocal-help", (("case", "x> <y"),))


def test_a_long_value_is_cut_before_it_is_compared() -> None:
    assert len(given({"from": "x" * 1000})["from"]) == 200
    assert nearest("x" * 10_000_000, ["cases"]) == ""
