"""Why a pattern matches: condition by condition, down to passages and rules."""

from __future__ import annotations

import re

import pyoxigraph as ox
import pytest

from l2kg.errors import NotFoundError
from l2kg.namespaces import CASE, INFERRED, L2, RULE
from l2kg.patterns import all_patterns, run_pattern
from l2kg.patterns.derivations import Derivations
from l2kg.patterns.why import explain

PATTERNS = all_patterns()
HEADLINE = "back-channel-precedes-successful-help"
PRESSURE = "pressure-invited-by-its-targets-side"
UNANSWERED = "barrier-that-no-measure-addressed"


def said(store: ox.Store, element: str, name: str) -> str:
    return "\n".join(explain(store, element, name))


def test_a_match_is_explained_condition_by_condition(tiny: ox.Store) -> None:
    text = said(tiny, "tiny#aides-channel", HEADLINE)
    places = [
        text.index(f"{i}. {c.label}")
        for i, c in enumerate(PATTERNS[HEADLINE].conditions, start=1)
    ]
    assert places == sorted(places)
    assert (
        "The author: “Long before any crisis … had been talking quietly” (The study)"
        in text
    )
    assert "by the rule helps-across-table" in text
    assert "The draft helped B: " in text


def test_an_order_comes_out_step_by_step(real: ox.Store) -> None:
    text = said(real, "german-reunification#sharing-the-draft", HEADLINE)
    chain = text[text.index("precedes as implied Sharing the draft declaration") :]
    steps = [
        "The channel, then the confrontation",
        "The confrontation, then what Ross learned",
        "What Ross learned, then equipping the reformers",
    ]
    assert [chain.index(step) for step in steps] == sorted(
        chain.index(step) for step in steps
    )
    assert chain.count("by the rule order-implied-chain") == 1
    assert "by the rule order-implied-into-part" in chain


def test_an_explanation_says_which_step_of_an_order_is_only_implied(
    real: ox.Store,
) -> None:
    text = said(real, "german-reunification#ross-tarasenko", HEADLINE)
    order = text[text.index("3. ") : text.index("4. ")]
    assert "precedes as implied Equipping the reformers" in order
    (implied,) = (line for line in order.splitlines() if "epistemic status" in line)
    assert implied.strip().startswith("What Ross learned, then equipping the reformers: ")
    assert implied.endswith("; epistemic status implied")
    assert "Ross and Tarasenko: precedes as stated Ross learns" in order


def test_a_stated_order_is_explained_by_what_is_stated_alone(variant) -> None:
    shorter = (
        ":r a l2:TemporalRelation ; l2:locates :aides-channel ; l2:relation l2v:before ;"
        " l2:relativeTo :sharing-the-draft ; l2:epistemicStatus l2v:implied .\n"
    )
    text = said(variant(add=shorter), "tiny#aides-channel", HEADLINE)
    assert "epistemic status implied" not in text[text.index("4. ") :]


PRODUCT = """
:sharing-the-draft l2:produces :draft-debate .
:draft-debate a l2:Event ; rdfs:label "The debate on the draft"@en ; l2:evidence :ev-draft .
:assess-debate a l2:Assessment ; rdfs:label "The debate helped B"@en ; l2:evidence :ev-draft ; l2:assessedBy :aide-a ;
  l2:assesses :draft-debate ; l2:basis l2v:observed ; l2:effect l2v:helped ; l2:effectOn :side-b .
"""


def test_help_by_what_it_produced_is_said_to_be_so(variant) -> None:
    store = variant(drop=("assess-draft",), add=PRODUCT)
    text = said(store, "tiny#aides-channel", HEADLINE)
    assert "by the rule bears-on" in text
    assert "produces The debate on the draft" in text
    shown = run_pattern(store, HEADLINE)
    place = shown.columns.index("through")
    assert [row[place] for match in shown.matches for row in match.rows] == [
        ox.NamedNode(f"{CASE}tiny#draft-debate")
    ]


def test_a_match_by_something_else_is_named(real: ox.Store) -> None:
    text = said(real, "german-reunification#ross-tarasenko", HEADLINE)
    (others,) = re.findall("^also with help: (.*)$", text, re.MULTILINE)
    assert "Sharing the draft declaration" in others


def test_an_absence_is_explained_as_one(real: ox.Store) -> None:
    assert "nothing that is recorded says otherwise" in said(
        real, "rogue-union-faction#barrier-rogue-faction", UNANSWERED
    )


def test_a_path_is_explained_step_by_step(real: ox.Store) -> None:
    assert "broader" in said(real, "bonn-summit-1978#invited-pressure", PRESSURE)


def test_what_is_no_match_says_what_it_lacks(real: ox.Store) -> None:
    assert "would match but for one condition" in said(
        real, "holocaust-era-assets#eizenstat-lambsdorff", HEADLINE
    )
    assert "More than one condition is not met." in said(
        real, "german-reunification#zoellick-elbe", HEADLINE
    )


@pytest.mark.slow
@pytest.mark.parametrize("name", PATTERNS)
def test_every_match_can_be_explained(real: ox.Store, name: str) -> None:
    for match in run_pattern(real, name).matches:
        text = said(real, match.unit.ref.iri, name)
        assert "“" in text
        assert "not at hand" not in text


def test_what_a_rule_derives_has_a_derivation(tiny: ox.Store) -> None:
    """Some four triples of each rule, or all that it made: a derivation runs its rule anew."""
    by_rule: dict[str, list[ox.Triple]] = {}
    for quad in sorted(tiny, key=str):
        if isinstance(quad.graph_name, ox.NamedNode):
            by_rule.setdefault(quad.graph_name.value, []).append(quad.triple)
    derivations = Derivations(tiny)
    rules = {graph for graph in by_rule if graph.startswith(RULE)}
    assert len(rules) > 20
    for graph in rules:
        for triple in by_rule[graph][:: len(by_rule[graph]) // 4 or 1]:
            assert derivations.of(triple).premises, (graph, triple)


def test_no_triple_is_its_own_reason(tiny: ox.Store) -> None:
    def above(one, seen=()):
        assert one.triple not in seen
        assert one.rule is None or one.premises
        for premise in one.premises:
            above(premise, (*seen, one.triple))

    derivations = Derivations(tiny)
    for quad in tiny.quads_for_pattern(
        None, ox.NamedNode(f"{L2}precedes"), None, ox.NamedNode(INFERRED)
    ):
        above(derivations.of(quad.triple))


def test_an_element_that_is_not_asked_about_says_which_match(real: ox.Store) -> None:
    with pytest.raises(
        NotFoundError, match="its matches are german-reunification#ross-tarasenko"
    ):
        said(real, "geneva-accord#denials", HEADLINE)
    with pytest.raises(NotFoundError, match="did you mean"):
        said(real, "german-reunification#ross-tarasenk", HEADLINE)
