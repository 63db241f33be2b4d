"""HermiT over ontology and all data: consistent, and in agreement with our own inference."""

from __future__ import annotations

from functools import cache

import pyoxigraph as ox
import pytest

from l2kg.corpus import read
from l2kg.inference import hermit
from l2kg.inference.facts import facts
from l2kg.inference.materialise import infer
from l2kg.namespaces import L2, OWL, RDF

needs_java = pytest.mark.usefixtures("java")


@cache
def classified() -> hermit.Classification:
    return hermit.classify(facts(read()[0]))


def ours(name: str) -> set[str]:
    kind = ox.NamedNode(f"{RDF}type")
    derived = infer(read()[0])[0]
    return {
        d.triple.subject.value
        for d in derived
        if d.triple.predicate == kind and d.triple.object == ox.NamedNode(L2 + name)
    }


@needs_java
def test_all_data_are_consistent() -> None:
    assert classified().consistent
    assert classified().individuals > 900


@needs_java
@pytest.mark.parametrize("name", ["InternalOpponent"])
def test_hermit_fills_a_defined_class_as_we_do(name: str) -> None:
    assert {iri for iri, cls in classified().types if cls == L2 + name} == ours(name)


def test_the_sides_of_a_case_differ_and_no_others() -> None:
    different = ox.NamedNode(f"{OWL}differentFrom")
    pairs = [t for t in facts(read()[0]) if t.predicate == different]
    assert pairs
    assert all(
        t.subject.value.partition("#")[0] == t.object.value.partition("#")[0]
        for t in pairs
    )
