"""Answers over the real data, each written down from the fact list before the query was run."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from l2kg.queries import all_queries, run

if TYPE_CHECKING:
    import pyoxigraph as ox

QUERIES = all_queries()
GR, BONN = "german-reunification", "bonn-summit-1978"
US, DE, JP = f"{BONN}#us-decontrol", f"{BONN}#german-stimulus", f"{BONN}#japanese-stimulus"

MITI, MOF = "An official of MITI (unnamed)", "An insider of the Ministry of Finance (unnamed)"
ISRAELI = "A key Israeli participant (unnamed)"


def short(value: str | None) -> str:
    return re.sub(r"^https://w3id\.org/l2kg/(case|vocab|tactic|actor|source)/", "", value or "")


def answers(store: ox.Store, name: str, *columns: str, **values: str) -> set[tuple[str, ...]]:
    records = run(store, QUERIES[name], values).records()
    return {tuple(short(record[column]) for column in columns) for record in records}


def test_which_cases_of_which_kind_with_which_outcome(real: ox.Store) -> None:
    assert answers(real, "cases", "case", "kind", "outcome") == {
        ("spanish-harlem-barricade", "historical", "success"),
        ("holocaust-era-assets", "historical", "success"),
        ("us-budget-deal", "hypothetical", "blocked"),
        ("israeli-palestinian-talks", "general-pattern", "blocked"),
        ("blocked-trade-deal", "generic-case", "blocked"),
        ("rogue-union-faction", "generic-case", "blocked"),
        ("entrenched-management", "generic-case", "blocked"),
        ("staged-union-bargaining", "anonymous", "acceptance-made-likelier"),
        ("geneva-accord", "historical", "harm"),
        ("domestic-consumption-statements", "general-pattern", "harm"),
        ("cuban-missile-crisis", "historical", "success"),
        (BONN, "historical", "success"),
        (US, "historical", "success"),
        (DE, "historical", "success"),
        (JP, "historical", "success"),
        (GR, "historical", "success"),
        ("gulf-war-coalition", "historical", "success"),
    }


def test_which_successful_help_names_no_channel(real: ox.Store) -> None:
    cases = {"spanish-harlem-barricade", "staged-union-bargaining", "cuban-missile-crisis", US, DE, JP}
    assert answers(real, "successful-help-without-channel", "case") == {(case,) for case in cases}


def test_which_back_channels_there_are(real: ox.Store) -> None:
    assert answers(real, "back-channels", "relationship", "actor", "edtf") == {
        (f"{GR}#ross-tarasenko", "dennis-ross", ""),
        (f"{GR}#ross-tarasenko", "sergei-tarasenko", ""),
        (f"{GR}#blackwill-teltschik", "robert-blackwill", ""),
        (f"{GR}#blackwill-teltschik", "horst-teltschik", ""),
        (f"{GR}#zoellick-elbe", "robert-zoellick", ""),
        (f"{GR}#zoellick-elbe", "frank-elbe", ""),
    }


def test_the_american_german_channels_are_said_to_have_served_nothing(real: ox.Store) -> None:
    served = {(row[0], row[1]) for row in answers(real, "back-channels", "relationship", "use", "before") if row[1] or row[2]}
    assert {relationship for relationship, _ in served} == {f"{GR}#ross-tarasenko"}


def test_where_initiator_and_taker_differ(real: ox.Store) -> None:
    rows = answers(real, "initiators-and-takers", "case", "measure", "differ")
    assert {row[1] for row in rows if row[2] == "true"} == {
        "holocaust-era-assets#clinton-letter",
        f"{BONN}#invited-pressure",
        f"{BONN}#german-pressure",
    }


def test_what_cost_the_helper(real: ox.Store) -> None:
    assert answers(real, "cost-to-the-helper", "measure", "side", "effect", "assessedBy") == {
        (f"{GR}#no-gloating", f"{GR}#us-side", "cost", "james-baker"),
        (f"{GR}#process-control", f"{GR}#us-side", "risk", "james-baker"),
    }


def test_what_was_restraint(real: ox.Store) -> None:
    assert answers(real, "restraint", "measure", "refrainsFrom") == {
        (f"{GR}#no-gloating", "gloating"),
        (f"{GR}#restraint-after-berlin", ""),
    }


def test_who_contradicts_whom(real: ox.Store) -> None:
    assert answers(real, "rivals", "one", "voices", "other", "otherVoices") == {
        # C12-CLM-01, C12-CLM-02
        (f"{BONN}#claim-mutual-help", "James Sebenius", f"{BONN}#claim-package-tradeoff", "Robert Putnam"),
        # C12jp-CLM-01, C12jp-CLM-02
        (f"{BONN}#claim-50-50", f"{MITI}; Robert Putnam", f"{BONN}#claim-70-30", f"{MOF}; Robert Putnam"),
        # C09-TAC-01, C09-OUT-01: by whom the denials came is not said
        ("geneva-accord#claim-right-conceded", ISRAELI, "geneva-accord#claim-right-not-conceded", "James Sebenius"),
        # C13-OUT-01 and an outside source, of the facts' own list of such (Washington summit 1990)
        (f"{GR}#claim-no-breakthrough", "Wikipedia: Washington Summit (1990)", f"{GR}#claim-turning-point", "James Sebenius"),
    }


APPLIED = {
    "terms-for-the-others-barrier": {"cuban-missile-crisis"},
    "low-cost-concession": {"cuban-missile-crisis"},
    "tacit-concession": {"cuban-missile-crisis"},
    "process-as-signal": {"staged-union-bargaining"},
    "staged-struggle": {"staged-union-bargaining"},
    "staged-coercion": {"spanish-harlem-barricade"},
    "avoid-inflaming": {GR},
    "no-triumphalism": {GR},
    "restraint-at-the-table": {GR},
    "firm-response-without-escalation": {GR},
    "content-and-frame": {"cuban-missile-crisis", GR},
    "package-under-a-label": {GR},
    "let-the-other-claim-success": {"cuban-missile-crisis"},
    "coordinated-external-pressure": {"holocaust-era-assets", US, DE, JP},
    "pressure-invited": {US},
    "pressure-orchestrated": {DE},
    "posing-as-pushed": {DE},
    "letter-between-principals": {"holocaust-era-assets"},
    "thwart-opponents-jointly": {GR},
    "supply-draft-in-advance": {GR},
    "change-a-third-institution": {GR},
    "control-the-drafting": {GR},
    "trusted-exchange": {"holocaust-era-assets"},
    "perspective-taking": {GR, "gulf-war-coalition"},
    "cultivate-back-channels": {GR},
    "pre-meeting-coordination": {GR},
    "claim-the-others-concession": {"geneva-accord"},
    "statement-for-domestic-consumption": {"domestic-consumption-statements"},
    "make-blocking-futile": {GR},
    "compensate-losers": {"blocked-trade-deal"},
    "sell-the-deal": set(),
    "mollifying-statement": set(),
    "acceptance-speech-chart": set(),
    "gloating": set(),
}


@pytest.mark.parametrize("tactic", APPLIED)
def test_which_cases_apply_a_tactic_or_a_narrower_one(real: ox.Store, tactic: str) -> None:
    rows = answers(real, "tactics-by-case", "tactic", "case")
    assert {case for name, case in rows if name == tactic} == APPLIED[tactic]


@pytest.mark.parametrize(
    ("deal", "kind"),
    [
        (f"{GR}#white-house-commitment", "level-i-agreement"),
        (f"{GR}#unified-germany-in-nato", "level-i-agreement"),
        (f"{GR}#nine-assurances", "unilateral-package"),
        (f"{GR}#london-declaration", "intra-alliance-agreement"),
        (f"{GR}#internal-us-deal", "intra-side-agreement"),
        (f"{GR}#level-ii-understanding", "level-ii-understanding"),
        ("staged-union-bargaining#understanding", "level-ii-understanding"),
        ("staged-union-bargaining#contract", "level-i-agreement"),
        ("geneva-accord#accord", "unofficial-accord"),
        (f"{BONN}#package", "level-i-agreement"),
        ("cuban-missile-crisis#missile-deal", "level-i-agreement"),
    ],
)
def test_what_kind_a_deal_is(real: ox.Store, deal: str, kind: str) -> None:
    assert (deal, kind) in answers(real, "deals-by-kind", "deal", "dealKind")


def test_who_appears_in_more_than_one_capacity(real: ox.Store) -> None:
    rows = answers(real, "people-in-more-than-one-capacity", "person", "capacity", "case", "work")
    capacities: dict[str, set[str]] = {}
    for person, capacity, _, _ in rows:
        capacities.setdefault(person, set()).add(capacity)
    both = {person for person, found in capacities.items() if {"participant", "author"} <= found}
    assert both == {"frank-elbe", "robert-zoellick", "dennis-ross", "james-baker", "stuart-eizenstat", "dominick-misino"}  # DOC-11, DOC-12
    assert capacities["frank-elbe"] == {"participant", "author"}  # no passage is in his voice
    assert {row[2] for row in rows if row[:2] == ("james-baker", "participant")} == {GR, "gulf-war-coalition"}  # C14-ACT-01
    assert {row[3] for row in rows if row[:2] == ("dennis-ross", "author")} == {"ross-2007"}  # N-19
    assert not {"otto-lambsdorff", "sergei-tarasenko", "helmut-schmidt"} & set(capacities)  # they only take part


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("fall-of-the-wall", "reunification-talks"),
        ("no-gloating", "bush-gorbachev-encounter"),
        ("white-house-meeting", "berlin-talks"),
        ("ross-tarasenko", "ross-confronts-tarasenko"),
        ("berlin-statement", "sending-ross"),
        ("sending-ross", "ross-confronts-tarasenko"),
        ("ross-confronts-tarasenko", "what-ross-learned"),
        ("berlin-talks", "party-congress"),
        ("berlin-talks", "equip-against-congress"),
        ("text-to-heads-of-state", "london-summit"),
        ("party-congress", "confirmation"),
        ("what-ross-learned", "equip-against-congress"),
        ("ross-tarasenko", "sharing-the-draft"),
    ],
)
def test_the_order_of_the_reunification_case(real: ox.Store, first: str, second: str) -> None:
    order = answers(real, "order-of-events", "first", "second", case=GR)
    assert (f"{GR}#{first}", f"{GR}#{second}") in order
    assert (f"{GR}#{second}", f"{GR}#{first}") not in order


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("no-gloating", "domestic-explanation"),
        ("domestic-explanation", "restraint-after-berlin"),
        ("domestic-explanation", "equip-against-congress"),
        ("blackwill-teltschik", "sharing-the-draft"),
        ("zoellick-elbe", "ross-tarasenko"),
        ("white-house-meeting", "ross-tarasenko"),
        ("bush-gorbachev-encounter", "white-house-meeting"),
    ],
)
def test_pairs_that_no_source_puts_in_order(real: ox.Store, one: str, other: str) -> None:
    pair = tuple(sorted((f"{GR}#{one}", f"{GR}#{other}")))
    assert pair in answers(real, "pairs-without-order", "first", "second", case=GR)


def test_a_pair_is_ordered_or_not_and_never_both(real: ox.Store) -> None:
    ordered = answers(real, "order-of-events", "first", "second", case=GR)
    unordered = answers(real, "pairs-without-order", "first", "second", case=GR)
    assert not {tuple(sorted(pair)) for pair in ordered} & unordered


def test_the_evidence_of_the_channel(real: ox.Store) -> None:
    rows = answers(real, "evidence", "source", "voice")
    assert ("sebenius-2012", "james-sebenius") in rows


def test_the_statements_that_rest_on_baker_alone(real: ox.Store) -> None:
    rows = answers(real, "single-interested-witness", "record", "witness", case=GR)
    assert (f"{GR}#process-control", "james-baker") in rows
    assert f"{GR}#ross-tarasenko" not in {record for record, _ in rows}
