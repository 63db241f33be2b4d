"""Cases and elements as plain values, on the tiny case and on the real data."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from shipped import CASES as NUMBER

from l2kg.cases import element, list_cases, load_case, name_cases
from l2kg.errors import NotFoundError
from l2kg.namespaces import CASE, L2, L2V

if TYPE_CHECKING:
    from collections.abc import Callable

    from pyoxigraph import Store

    from l2kg.cases.view import CaseView

TINY = f"{CASE}tiny#"


@pytest.fixture(scope="module")
def view(tiny: Store) -> CaseView:
    return load_case(tiny, "tiny")


@pytest.fixture(scope="module")
def main(real: Store) -> CaseView:
    return load_case(real, "german-reunification")


def test_all_cases_and_sub_cases_are_listed(real: Store) -> None:
    slugs = [case.slug for case in list_cases(real)]
    assert len(slugs) == len(set(slugs)) == NUMBER
    assert slugs[slugs.index("bonn-summit-1978") + 1].startswith("bonn-summit-1978#")


def test_every_case_has_its_codes(real: Store) -> None:
    assert [case.iri for case in list_cases(real)] == [
        ref.iri for ref in name_cases(real)
    ]
    assert all(case == load_case(real, case.slug).summary for case in list_cases(real))
    assert all(
        case.setting and case.kind and case.outcome and case.description
        for case in list_cases(real)
    )


def test_a_sub_case_names_its_parent_and_counts_only_its_own(real: Store) -> None:
    cases = {case.slug: case for case in list_cases(real)}
    part, whole = cases["bonn-summit-1978#us-decontrol"], cases["bonn-summit-1978"]
    assert part.parent and part.parent.label == whole.label
    assert 0 < part.measures < whole.measures and 0 < part.evidence < whole.evidence


def test_a_sub_case_has_the_shared_sides_but_nothing_of_its_siblings(real: Store) -> None:
    part = load_case(real, "bonn-summit-1978#us-decontrol")
    assert "us-side" in {side.id for side in part.sides}
    assert {ref.iri for ref in (e.in_case for e in part.elements()) if ref} <= {
        part.summary.iri,
        f"{CASE}bonn-summit-1978",
    }


def test_an_unknown_case_suggests_the_nearest(real: Store) -> None:
    with pytest.raises(NotFoundError, match="geneva-accord"):
        load_case(real, "geneva-acord")


@pytest.mark.parametrize(
    "kind",
    [
        "sides",
        "constituencies",
        "stances",
        "matters",
        "barriers",
        "negotiations",
        "relationships",
        "measures",
    ],
)
def test_the_tiny_case_has_some_of_each_kind(view: CaseView, kind: str) -> None:
    elements = getattr(view, kind)
    assert elements and all(one.label and one.evidence and one.types for one in elements)


def test_people_sit_on_their_sides(view: CaseView) -> None:
    assert all(
        part.on_side and part.on_side.iri == side.iri
        for side in view.sides
        for part in side.participants
    )
    assert any(side.participants for side in view.sides)


def test_attitudes_come_from_stances_toward_deals_and_terms(main: CaseView) -> None:
    attitudes = {group.id: group.attitude for group in main.constituencies}
    assert attitudes["kgb"] == "opposes" and attitudes["reformers"] == "undecided"
    assert attitudes["us-press-and-critics"] == "undecided"


def test_an_attitude_is_what_the_rules_derive(real: Store) -> None:
    derived = {
        name: {row["x"].value for row in real.query(f"SELECT ?x {{ ?x a <{L2}{name}> }}")}
        for name in ("InternalOpponent", "InternalSupporter")
    }
    against, in_favour = derived.values()
    attitudes = {
        group.iri: group.attitude
        for ref in name_cases(real)
        if "#" not in ref.iri
        for group in load_case(real, ref.iri.removeprefix(CASE)).constituencies
    }
    assert {g for g, a in attitudes.items() if a == "opposes"} == against - in_favour
    assert {g for g, a in attitudes.items() if a == "supports"} == in_favour - against
    assert against and in_favour


def test_the_main_case_has_three_back_channels_and_trust_apart(main: CaseView) -> None:
    channels = {tie.id for tie in main.relationships if "back-channel" in tie.kinds}
    assert channels == {"ross-tarasenko", "blackwill-teltschik", "zoellick-elbe"}


def test_a_person_acts_on_the_side_of_that_very_case(main: CaseView) -> None:
    assert [
        side.id for side in main.sides_of("https://w3id.org/l2kg/actor/dennis-ross")
    ] == ["us-side"]


def test_the_four_ways_are_numbered_in_the_order_of_telling(main: CaseView) -> None:
    numbers = {measure.id: measure.number for measure in main.measures}
    ways = [
        "no-gloating",
        "domestic-explanation",
        "restraint-after-berlin",
        "equip-against-congress",
    ]
    assert [numbers[way] for way in ways] == ["1", "2", "3", "4"]
    assert numbers["sharing-the-draft"].startswith("4") and len(
        set(numbers.values())
    ) == len(numbers)


def test_inferred_facts_name_their_rule(main: CaseView) -> None:
    bridges = [
        one
        for one in main.inferred
        if one.property.id == "bridges" and one.subject.id == "ross-tarasenko"
    ]
    assert {one.value.id for one in bridges} == {"us-side", "soviet-side"}
    assert all(one.rule.iri.startswith("https://w3id.org/l2kg/rule/") for one in bridges)


def test_every_element_can_be_opened(view: CaseView, tiny: Store) -> None:
    for one in view.elements():
        opened = element(tiny, one.iri)
        assert opened.label == one.label and opened.types and opened.status


def test_an_element_tells_its_evidence_and_derived_status(
    main: CaseView, real: Store
) -> None:
    opened = element(real, f"{CASE}german-reunification#no-gloating")
    assert opened.evidence and all(
        passage.voice and passage.source for passage in opened.evidence
    )
    assert (
        opened.status
        and opened.status.iri
        in {f"{L2V}{code}" for code in ("stated", "mixed", "attributed")}
        and opened.status.rules
    )


def test_properties_come_in_reading_order_with_labels(real: Store) -> None:
    opened = element(real, f"{CASE}german-reunification#no-gloating")
    names = [one.id for one in opened.properties]
    assert names.index("tactic") < names.index("actingSide") < names.index("helps")
    assert all(value.text for one in opened.properties for value in one.values)


def test_what_points_at_an_element_is_told_apart(real: Store) -> None:
    opened = element(real, f"{CASE}german-reunification#sharing-the-draft")
    assert any(one.id == "assesses" and one.incoming for one in opened.incoming)
    assert not any(one.incoming for one in opened.properties)


def test_rivals_are_shown_beside_an_element(real: Store) -> None:
    opened = element(real, f"{CASE}geneva-accord#claim-right-conceded")
    assert [rival.id for rival in opened.rivals] == ["claim-right-not-conceded"]


def test_actors_and_concepts_open_too(real: Store) -> None:
    baker = element(real, "https://w3id.org/l2kg/actor/james-baker")
    assert baker.label == "James Baker" and baker.incoming
    assert element(real, f"{L2V}success").description


def test_nothing_known_is_an_error_with_a_remedy(tiny: Store) -> None:
    with pytest.raises(NotFoundError, match="nothing is known"):
        element(tiny, f"{TINY}no-such-thing")


def test_a_missing_label_falls_back_to_the_local_name(
    variant: Callable[..., Store],
) -> None:
    store = variant(
        add='\n:nameless a l2:Person .\n:part-nameless a l2:Participation ; rdfs:label "X"@en ; l2:participant :nameless ; l2:onSide :side-a ; l2:evidence :ev-case .\n'
    )
    people = [
        part.participant.label
        for side in load_case(store, "tiny").sides
        for part in side.participants
        if part.participant
    ]
    assert "nameless" in people
