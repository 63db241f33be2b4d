"""Turtle that no parser reads is told by what is missing and where, and sound Turtle has no fault."""

from __future__ import annotations

from pathlib import Path

import pyoxigraph as ox
import pytest

from l2kg.files import data_root, ontology_root
from l2kg.turtle import TurtleError, canonical
from l2kg.turtle.faults import fault

HEAD = "PREFIX l2: <https://w3id.org/l2kg/ontology#>\nPREFIX case: <https://w3id.org/l2kg/case/>\n"
FAULTS = {  # what stands behind the head, the line, and what is told
    "case:a a l2:Case\n l2:b 1 .": (3, "a ; is missing behind l2:Case; end each"),
    "case:a a l2:Case\n\ncase:b a l2:Case .": (3, "a . is missing behind l2:Case"),
    "case:a a l2:Case ;\n\ncase:b a l2:Case .": (3, "a . is missing behind ;"),
    "case:a a l2:Case ;\n l2:b 1": (4, "a . is missing behind 1"),
    "case:a a l2:Case ;\n l2:b 1 2 .": (4, "a , is missing behind 1; put a comma"),
    "case:a a l2:Case ;\n l2:b ;\n.": (4, "l2:b has no value before this ;"),
    "case:a a l2:Case ,\n l2:b 1 .": (4, "a , is missing behind l2:b"),
    "case:a .": (3, "nothing is said of case:a"),
    "case:a a l2:Case . .": (3, "a . stands where a statement begins"),
    '"x" a l2:Case .': (3, 'a statement begins with "x", which is no name'),
    "case:a a l2:Case ;\n rdfs:label 1 .": (
        4,
        "the prefix rdfs: is not declared; add PREFIX rdfs: <http://www.w3.org/2000/01/",
    ),
    "case:a a l2x:Case .": (3, "the prefix l2x: is not declared; did you mean l2:?"),
    ":a a l2:Case .": (
        3,
        "the prefix : is not declared; add PREFIX : <https://w3id.org/",
    ),
    "PREFIX rdf <urn:a#>\ncase:a a l2:Case .": (
        3,
        "PREFIX is not whole; write PREFIX na",
    ),
    "PREFIX a: https://a.example/\n": (3, "PREFIX is not whole; write PREFIX name:"),
    "PREFIX a: <urn:a#> .\ncase:a a l2:Case .": (3, "a dot stands behind PREFIX"),
    "@prefix a: <urn:a#>\ncase:a a l2:Case .": (3, "a dot is missing behind @prefix"),
    'case:a a l2:Case ;\n l2:b "x ;\n l2:c "y" .': (4, "a text has no end: its closing"),
    "case:a a l2:Case ;\n l2:b “x” .": (4, "a text stands between printed quotation"),
    "case:a a l2:Case ;\n l2:b 1978-03-30 .": (4, "a date without quotation marks"),
    "case:a a l2:Case ;\n label 1 .": (
        4,
        "label has no prefix; write it with one, such as",
    ),
    "case:a a l2:Case ;\n l2:b The end .": (
        4,
        "The has no prefix; write it with one, or",
    ),
    "case:a a <urn:x y> .": (3, "an IRI holds a blank"),
    "case:a/b a l2:Case .": (3, "a name holds a sign that a short name cannot"),
    "case:a l2:b [ a l2:C .": (3, "a ] is missing before this ."),
    "case:a a l2:Case ] .": (3, "nothing is open that this ] could close"),
}
BARE = {  # whole files
    "This is my case.\nIt has sides.": "this is text and no Turtle (This is my case.)",
    '{"a": 1}': 'this is text and no Turtle ({"a": 1})',
    "<!DOCTYPE html>\n<p>x</p>": "this is text and no Turtle (<!DOCTYPE html>)",
    "a,b\n1,2\n": "this is text and no Turtle (a,b)",
}


def test_a_fault_is_told_by_what_is_missing_and_where() -> None:
    whole = {HEAD + text: said for text, said in FAULTS.items()}
    for text, (line, said) in (
        whole | {text: (1, s) for text, s in BARE.items()}
    ).items():
        with pytest.raises(TurtleError) as caught:
            canonical(text)
        told = f"line {line}: {said}"
        assert str(caught.value).startswith(told), f"{text!r}: {caught.value}"
        assert caught.value.remedy, text


def test_sound_turtle_has_no_fault() -> None:
    files = [
        path
        for root in (data_root(), ontology_root(), Path(__file__).parent / "data")
        for path in root.rglob("*.ttl")
    ]
    assert files
    for path in files:
        text = path.read_text(encoding="utf-8-sig")
        assert list(ox.parse(text, format=ox.RdfFormat.TURTLE))
        assert fault(text) is None, path
