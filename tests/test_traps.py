"""What the paper does not say must not come out of the database: one trap each, asked with everything inferred."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from l2kg.corpus import read
from l2kg.namespaces import BASE, PREFIXES

if TYPE_CHECKING:
    import pyoxigraph as ox

LOCAL = {
    "gr": f"{BASE}case/german-reunification#", "ha": f"{BASE}case/holocaust-era-assets#", "ga": f"{BASE}case/geneva-accord#",
    "bonn": f"{BASE}case/bonn-summit-1978#", "cuba": f"{BASE}case/cuban-missile-crisis#", "union": f"{BASE}case/staged-union-bargaining#",
    "misino": f"{BASE}case/spanish-harlem-barricade#",
}  # fmt: skip


def ask(store: ox.Store, pattern: str) -> bool:
    return bool(store.query(f"ASK {{ {pattern} }}", prefixes={**PREFIXES, **LOCAL}))


# A trap is a pattern that must find nothing; its bait is the same question where the data
# do answer, so that it cannot pass for want of data.
TRAPS = [
    pytest.param("ha:eizenstat-lambsdorff a l2:BackChannel", "ha:eizenstat-lambsdorff a l2:TrustedRelationship", id="N-01"),
    pytest.param(
        "VALUES ?r { gr:blackwill-teltschik gr:zoellick-elbe } { ?r l2:precedes ?x } UNION { ?x l2:precedes ?r } UNION { ?x l2:drawsOn ?r } "
        "UNION { ?d l2:dates ?r } UNION { ?r l2:bridges gr:soviet-side }",
        "gr:ross-tarasenko l2:precedes ?x . ?y l2:drawsOn gr:ross-tarasenko . gr:zoellick-elbe l2:bridges gr:german-side",
        id="N-02",
    ),
    pytest.param(
        "VALUES ?c { case:spanish-harlem-barricade case:staged-union-bargaining case:cuban-missile-crisis case:bonn-summit-1978 "
        "bonn:us-decontrol bonn:german-stimulus bonn:japanese-stimulus } { ?r a l2:BackChannel ; l2:inCase ?c } "
        "UNION { ?claim l2:mode l2v:stated-absence ; l2:inCase ?c }",
        "?m a l2:Measure ; l2:inCase case:staged-union-bargaining",
        id="N-03",
    ),
    pytest.param(
        "{ ha:clinton-letter l2:initiatingSide ?s FILTER(?s != ha:german-side) } "
        "UNION { ha:clinton-letter l2:initiatedBy ?a FILTER(?a != actor:otto-lambsdorff) }",
        "ha:clinton-letter l2:initiatingSide ha:german-side ; l2:initiatedBy actor:otto-lambsdorff ; l2:actingSide ha:us-side",
        id="N-04",
    ),
    pytest.param(
        "{ ?r a l2:Ratification ; l2:inCase case:staged-union-bargaining } UNION { union:contract l2:dealStatus l2v:implemented }",
        "?a l2:basis l2v:likelihood ; l2:inCase case:staged-union-bargaining",
        id="N-05",
    ),
    pytest.param(
        "VALUES ?c { case:geneva-accord case:staged-union-bargaining bonn:us-decontrol bonn:japanese-stimulus } ?p l2:participant ?who ; "
        "l2:inCase ?c FILTER(STRSTARTS(STR(?who), STR(actor:)))",
        "?p l2:participant ?who ; l2:inCase case:geneva-accord",
        id="N-06",
    ),
    pytest.param("gr:nine-assurances l2:hasTerm ?t", "gr:nine-assurances l2:dealKind l2v:unilateral-package", id="N-07"),
    pytest.param(
        "gr:london-declaration l2:hasTerm ?t FILTER(?t NOT IN (gr:term-arms-control, gr:term-nuclear-doctrine))",
        "gr:internal-us-deal l2:hasTerm gr:term-nuclear-doctrine",
        id="N-08",
    ),
    pytest.param(
        "VALUES (?a ?b) { (gr:no-gloating gr:domestic-explanation) (gr:no-gloating gr:restraint-after-berlin) (gr:no-gloating "
        "gr:equip-against-congress) (gr:domestic-explanation gr:restraint-after-berlin) (gr:domestic-explanation gr:equip-against-congress) } "
        "{ ?a l2:precedes ?b } UNION { ?b l2:precedes ?a }",
        "gr:what-ross-learned l2:precedes gr:equip-against-congress . gr:domestic-explanation a l2:Measure . gr:no-gloating a l2:Measure",
        id="N-09",
    ),
    pytest.param("?d l2:dates gr:bush-gorbachev-encounter", "gr:no-gloating l2:precedes gr:bush-gorbachev-encounter", id="N-10"),
    pytest.param(
        "{ ?r a l2:Ratification ; l2:inCase case:cuban-missile-crisis } UNION { cuba:turkey-deal l2:publicity l2v:public } "
        "UNION { cuba:missile-deal l2:hasTerm cuba:term-turkey } UNION { cuba:turkey-concession l2:publicity l2v:public }",
        "cuba:turkey-deal l2:explicitness l2v:tacit ; l2:hasTerm cuba:term-turkey",
        id="N-11",
    ),
    pytest.param(
        "?s l2:holder actor:helmut-schmidt ; l2:polarity l2v:opposes",
        "?s l2:holder actor:helmut-schmidt ; l2:sincerity l2v:posed . ?t l2:holder actor:helmut-schmidt ; l2:polarity l2v:supports",
        id="N-12",
    ),
    pytest.param(
        "VALUES ?c { bonn:claim-70-30 bonn:claim-50-50 } { ?c l2:epistemicStatus l2v:stated } UNION { ?c l2:mode l2v:denial }",
        "bonn:claim-70-30 l2:rivalOf bonn:claim-50-50 ; l2:epistemicStatus l2v:attributed . bonn:claim-50-50 l2:rivalOf bonn:claim-70-30",
        id="N-13",
    ),
    pytest.param(
        "{ ga:accord l2:dealKind l2v:level-i-agreement } UNION { ?n l2:inCase case:geneva-accord ; l2:tableKind l2v:level-i } "
        "UNION { ga:accord l2:dealStatus l2v:reached }",
        "ga:accord l2:dealKind l2v:unofficial-accord",
        id="N-14",
    ),
    pytest.param(
        "{ ?c l2:revises bonn:claim-package-tradeoff } UNION { bonn:claim-mutual-help l2:mode l2v:denial }",
        "bonn:claim-package-tradeoff l2:rivalOf bonn:claim-mutual-help",
        id="N-15",
    ),
    pytest.param(
        "{ VALUES ?x { actor:soviet-union actor:west-germany actor:east-germany actor:germany } { ?x owl:sameAs ?y } "
        "UNION { ?x skos:exactMatch ?y . ?other skos:exactMatch ?y FILTER(?x != ?other) } } "
        "UNION { actor:soviet-union skos:exactMatch ?y . ?y skos:notation '365' } "
        "UNION { ?x rdfs:label|skos:altLabel 'Russia'@en } UNION { VALUES ?s { gr:german-side bonn:german-side } ?s l2:inNameOf actor:germany }",
        "gr:soviet-side l2:inNameOf actor:soviet-union . gr:german-side l2:inNameOf actor:west-germany . ha:german-side l2:inNameOf actor:germany",
        id="N-16",
    ),
    pytest.param(
        "gr:white-house-commitment l2:hasTerm ?t . ?t rdfs:label|l2:description ?text FILTER(CONTAINS(?text, 'NATO'))",
        "gr:white-house-commitment l2:hasTerm gr:term-choice-of-alliance . gr:claim-means-nato l2:claimedBy actor:james-sebenius",
        id="N-17",
    ),
    pytest.param(
        "{ ?m a l2:Measure ; l2:produces gr:unified-germany-in-nato } UNION { gr:unified-germany-in-nato l2:dealStatus l2v:implemented } "
        "UNION { gr:futility-pressure l2:helps ?s }",
        "gr:futility-pressure l2:tactic l2t:make-blocking-futile . gr:claim-not-only-help a l2:Claim",
        id="N-18",
    ),
    pytest.param(
        "{ source:arrow-et-al-1995 l2:author actor:dennis-ross } UNION { actor:ross-of-arrow-et-al owl:sameAs|skos:exactMatch ?x }",
        "source:arrow-et-al-1995 l2:author actor:ross-of-arrow-et-al . source:ross-2007 l2:author actor:dennis-ross",
        id="N-19",
    ),
    pytest.param(
        "VALUES ?c { case:spanish-harlem-barricade case:staged-union-bargaining } ?d a l2:Dating ; l2:inCase ?c",
        "?d a l2:Dating ; l2:inCase case:bonn-summit-1978",
        id="N-20",
    ),
    pytest.param(
        "{ gr:berlin-statement l2:sincerity l2v:sincere } UNION { gr:berlin-statement l2:composedBy actor:eduard-shevardnadze } "
        "UNION { ?s l2:holder actor:eduard-shevardnadze ; l2:polarity l2v:opposes }",
        "gr:berlin-statement l2:madeBy actor:eduard-shevardnadze ; l2:composedBy actor:soviet-politburo",
        id="N-21",
    ),
    pytest.param(
        "?x rdfs:label|l2:description ?text FILTER(REGEX(?text, '(^|[^0-9])350([^0-9]|$)') || "
        "(CONTAINS(?text, '400,000') && !REGEX(?text, 'almost|nearly|close to', 'i')))",
        "?x l2:description ?text FILTER(CONTAINS(?text, '400,000')) ?y l2:description ?crowd FILTER(CONTAINS(?crowd, '300 to 400'))",
        id="N-22",
    ),
    pytest.param(
        "{ VALUES ?mode { l2v:intention l2v:belief l2v:motive l2v:suspicion } ?claim l2:mode ?mode "
        "FILTER NOT EXISTS { ?claim l2:claimedBy ?who } } UNION { gr:berlin-statement l2:intendedFor ?military "
        "FILTER NOT EXISTS { gr:berlin-statement l2:evidence/l2:voice actor:james-baker } } "
        "UNION { VALUES ?inner { bonn:stance-schmidt-private cuba:claim-no-invasion-intended } ?inner l2:epistemicStatus l2v:stated }",
        "?claim l2:mode l2v:intention ; l2:claimedBy ?who . gr:berlin-statement l2:intendedFor gr:military . "
        "bonn:stance-schmidt-private l2:epistemicStatus l2v:attributed . cuba:claim-no-invasion-intended l2:epistemicStatus l2v:attributed",
        id="N-23",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("trap", "bait"), TRAPS)
def test_the_data_do_not_say(real: ox.Store, trap: str, bait: str) -> None:
    assert ask(real, bait)
    assert not ask(real, trap)


def test_every_trap_of_the_fact_list_is_a_test(shared) -> None:
    listed = re.findall(
        r"^\| (N-\d\d) \|",
        (shared / "facts" / "checklist.md").read_text(encoding="utf-8"),
        re.MULTILINE,
    )
    assert [param.id for param in TRAPS] == listed


@pytest.mark.parametrize(
    "name",
    [
        "Beilin",
        "Abed Rabbo",
        "Jimmy Carter",
        "Fukuda",
        "Fidel Castro",
        "Margaret Thatcher",
    ],
)
def test_people_whom_the_paper_does_not_name_are_nowhere(name: str) -> None:
    assert [part.path.name for part in read()[0].parts if name in part.text] == []
