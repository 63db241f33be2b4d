"""The layout of Turtle."""

from __future__ import annotations

import difflib

import pytest
from conftest import TINY
from each import each

from l2kg.corpus import turtle_files
from l2kg.turtle import TurtleError, canonical

CASE = "<https://w3id.org/l2kg/case/x#{}> <https://w3id.org/l2kg/ontology#evidence> <https://w3id.org/l2kg/case/x#{}> .\n"


def test_the_layout_is_a_fixpoint() -> None:
    once = canonical(TINY.read_text(encoding="utf-8"))
    assert canonical(once) == once


def test_adding_a_triple_adds_one_line() -> None:
    before, after = (
        canonical(CASE.format("a", "e")),
        canonical(CASE.format("a", "e") + CASE.format("a", "f")),
    )
    changed = [
        line
        for line in difflib.ndiff(before.splitlines(), after.splitlines())
        if line[0] in "+-"
    ]
    assert len(changed) == 1


def test_blank_nodes_keep_their_order() -> None:
    text = (
        "@prefix owl: <http://www.w3.org/2002/07/owl#> . @prefix l2: <https://w3id.org/l2kg/ontology#> . "
        "l2:X owl:unionOf ( l2:B [ owl:onProperty l2:p ] ) , ( l2:A [ owl:onProperty l2:q ] ) ."
    )
    assert canonical(canonical(text)) == canonical(text)


def test_what_is_no_turtle_is_one_line() -> None:
    with pytest.raises(TurtleError) as caught:
        canonical("a b")
    assert "\n" not in str(caught.value)


@pytest.mark.slow
@each("path", turtle_files(), ids=lambda path: path.stem)
def test_every_shipped_file_is_in_the_layout(path) -> None:
    text = path.read_text(encoding="utf-8")
    assert canonical(text) == text
