"""HermiT over ontology and all data: consistent, and in agreement with our own inference."""

from __future__ import annotations

import re
from functools import cache

import pyoxigraph as ox
import pytest

from l2kg.corpus import read
from l2kg.inference import hermit
from l2kg.inference.facts import facts
from l2kg.inference.materialise import Derived, infer
from l2kg.namespaces import CASE, L2, OWL, RDF
from l2kg.queries.rules import project_rules

TYPE = ox.NamedNode(f"{RDF}type")
needs_java = pytest.mark.usefixtures("java")


@cache
def told() -> tuple[tuple[ox.Triple, ...], tuple[Derived, ...]]:
    corpus = read()[0]
    return tuple(facts(corpus)), tuple(infer(corpus)[0])


@cache
def classified() -> hermit.Classification:
    """Classify what is told with the properties that our rules add, but not their classes.

    Order in time is left out: it fills no class, and takes the reasoner long.
    """
    asserted, derived = told()
    ruled = [
        d.triple
        for d in derived
        if d.rule in project_rules() and not d.rule.name.startswith("order-")
    ]
    return hermit.classify([*asserted, *(t for t in ruled if t.predicate != TYPE)])


def filled_by_rules() -> set[str]:
    """The classes that a rule of the project fills, which no reasoner knows."""
    made = " ".join(rule.construct.partition("WHERE")[0] for rule in project_rules())
    return {L2 + name for name in re.findall(r"\ba l2:(\w+)", made)}


def ours() -> set[tuple[str, str]]:
    asserted, derived = told()
    all_told = [*asserted, *(d.triple for d in derived)]
    return {(t.subject.value, t.object.value) for t in all_told if t.predicate == TYPE}


@needs_java
def test_all_data_are_consistent() -> None:
    assert classified().consistent
    assert classified().individuals > 900


@needs_java
def test_hermit_puts_things_into_the_classes_that_we_do() -> None:
    cases = {t for t in classified().types if CASE in t[0] and L2 in t[1]}
    mine = {t for t in ours() if CASE in t[0] and L2 in t[1]}
    assert {t for t in mine if t[1] not in filled_by_rules()} == cases
    assert len(cases) > 2000


def test_the_sides_of_a_case_differ_and_no_others() -> None:
    different = ox.NamedNode(f"{OWL}differentFrom")
    pairs = [t for t in facts(read()[0]) if t.predicate == different]
    assert pairs
    assert all(
        t.subject.value.partition("#")[0] == t.object.value.partition("#")[0]
        for t in pairs
    )
