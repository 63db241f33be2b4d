"""Conflicts between sources: each kind is found where it was seeded, nothing on a clean file, and just so many in the shipped data."""

from __future__ import annotations

import csv
import io
import json
import re
from html import escape
from typing import TYPE_CHECKING

import pyoxigraph as ox
import pytest
from click.testing import CliRunner
from conftest import TINY, store_of, varied
from each import each

from l2kg.cases import load_case
from l2kg.cli import main
from l2kg.conflicts import COLUMNS, conflict_queries, conflicts
from l2kg.conflicts.claims import CONFLICTS, claims, detectors, name_of
from l2kg.conflicts.reading import disagreements
from l2kg.html.case_document import html_document
from l2kg.html.case_sections import DISAGREEMENTS, disagreements_html, sections
from l2kg.namespaces import CASE, L2, PREFIXES, RDF, compact
from l2kg.queries.header import all_queries
from l2kg.queries.run import run

GRAPH_OF_THEM = ox.NamedNode(CONFLICTS)

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from l2kg.conflicts import Conflict

SPACES = """PREFIX code: <https://w3id.org/l2kg/code/>
PREFIX links: <https://w3id.org/l2kg/graph/links#>
PREFIX owl: <http://www.w3.org/2002/07/owl#>
PREFIX sssom: <https://w3id.org/sssom/>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>
"""
LETTER_DATED = """
:dated-signing a l2:Dating ; l2:dates :signing ; l2:edtf "1990-07"^^edtf:EDTF ; l2:evidence :ev-vote .
"""
OTHER_SOURCE = """
:almanac a l2:Source ; rdfs:label "The almanac"@en .
:ev-almanac a l2:Evidence ; l2:source :almanac ; l2:voice :almanac ; l2:locator "p. 1" .
"""
STATE_A = """
:state-a a l2:State ; rdfs:label "A"@en . :side-a l2:inNameOf :state-a .
"""
B_AND_ITS_HEIR = """
:state-b a l2:State ; rdfs:label "B"@en . :state-c a l2:State ; rdfs:label "C"@en . :side-b l2:inNameOf :state-b . :side-c l2:inNameOf :state-c .
"""


def span(
    kind: str,
    edtf: str,
    name: str = "span",
    of: str = ":leader-a",
    evidence: str = ":ev-almanac",
) -> str:
    """Write a span by another source."""
    return f':{name} a l2:{kind} ; rdfs:label "{name}"@en ; l2:spanOf {of} ; l2:edtf "{edtf}"^^edtf:EDTF ; l2:evidence {evidence} .\n'


def dating(name: str, what: str, edtf: str, evidence: str = ":ev-almanac") -> str:
    """Write a dating by another source."""
    return f':{name} a l2:Dating ; rdfs:label "{name}"@en ; l2:dates {what} ; l2:edtf "{edtf}"^^edtf:EDTF ; l2:evidence {evidence} .\n'


def mapping(
    name: str,
    who: str,
    code: str,
    first: str | None = None,
    last: str | None = None,
    *,
    by: str = "skos:exactMatch",
) -> str:
    """Write a mapping in the shape of the links graph."""
    scheme = code.partition("/")[0]
    day = "".join(
        f' ; l2:{end} "{on}"^^xsd:date'
        for end, on in (("earliest", first), ("latest", last))
        if on
    )
    validity = (
        f' ; l2:validity "{first or ".."}/{last or ".."}"^^edtf:EDTF'
        if first or last
        else ""
    )
    target, source = (
        f"<https://w3id.org/l2kg/code/{code}>",
        f"<https://w3id.org/l2kg/code/{scheme}>",
    )
    return (
        f'links:{name} a l2:Mapping ; rdfs:label "{name}"@en ; owl:annotatedSource {who} ; owl:annotatedProperty {by} ; '
        f"owl:annotatedTarget {target} ; sssom:object_source {source}{validity}{day} .\n"
    )


SEEDED = [
    pytest.param(
        LETTER_DATED + OTHER_SOURCE + span("Tenure", "1991/1995"),
        ["office-not-held signing"],
        id="office not yet held",
    ),
    pytest.param(
        LETTER_DATED + OTHER_SOURCE + span("Tenure", "1970/1989"),
        ["office-not-held signing"],
        id="office no more held",
    ),
    pytest.param(
        LETTER_DATED + OTHER_SOURCE + span("Tenure", "1991/"),
        ["office-not-held signing"],
        id="an end that is unknown",
    ),
    pytest.param(
        LETTER_DATED + OTHER_SOURCE + span("Tenure", "1990-07/1995"), [], id="office held"
    ),
    pytest.param(
        LETTER_DATED
        + OTHER_SOURCE
        + span("Tenure", "1970/1989")
        + span("Tenure", "1990/1991", "second"),
        [],
        id="a second term meets it",
    ),
    pytest.param(
        LETTER_DATED + OTHER_SOURCE + span("Lifetime", "1991/..", of=":leader-b"),
        ["outside-lifetime crisis", "outside-lifetime signing"],
        id="not yet born",
    ),
    pytest.param(
        OTHER_SOURCE
        + STATE_A
        + dating("d", ":boast", "1990")
        + span("Lifetime", "1950/1980", of=":state-a"),
        ["outside-lifetime boast"],
        id="a polity that has ended",
    ),
    pytest.param(
        OTHER_SOURCE + dating("d", ":vote", "1990-08"),
        ["rival-datings vote"],
        id="rival dates",
    ),
    pytest.param(
        OTHER_SOURCE + dating("d", ":vote", "1990-07-04"), [], id="a date within another"
    ),
    pytest.param(
        OTHER_SOURCE + dating("d", ":vote", "1990-08", ":ev-vote"),
        [],
        id="two dates of one source",
    ),
    pytest.param(
        OTHER_SOURCE + dating("d", ":crisis", "1979-05/1979-06"),
        [],
        id="an approximate date that meets another",
    ),
    pytest.param(
        OTHER_SOURCE
        + dating("d", ":signing", "1990-07-01/1990-07-05")
        + dating("e", ":signing", "1990-07-02/1990-07-05", ":ev-vote"),
        ["rival-datings signing"],
        id="stretches that begin apart",
    ),
    pytest.param(
        OTHER_SOURCE
        + dating("d", ":signing", "1990-07/1990-08")
        + dating("e", ":signing", "1990-07-02/1990-08-05", ":ev-vote"),
        [],
        id="stretches that agree as far as they are told",
    ),
    pytest.param(
        OTHER_SOURCE
        + span("Lifetime", "1949/..", of=":leader-b")
        + span("Lifetime", "1955/..", "s2", of=":leader-b", evidence=":ev-vote"),
        ["rival-datings leader-b"],
        id="rival lifetimes",
    ),
    pytest.param(
        B_AND_ITS_HEIR
        + LETTER_DATED
        + mapping("m", ":state-b", "cow/1", "1991-01-01")
        + "\n:signing l2:involves :state-b .",
        ["code-outside-interval signing"],
        id="a code outside its interval",
    ),
    pytest.param(
        B_AND_ITS_HEIR
        + mapping("m1", ":state-b", "cow/1", None, "1990-07-10")
        + mapping("m2", ":state-c", "cow/2", "1990-07-11")
        + mapping("m3", ":state-b", "gw/1", None, "1990-07-10")
        + mapping("m4", ":state-c", "gw/1", "1990-07-11"),
        ["code-changes state-b"],
        id="a code that changes within the case while another stays",
    ),
    pytest.param(
        mapping("m1", ":leader-a", "viaf/1") + mapping("m2", ":leader-a", "viaf/2"),
        ["two-identifiers leader-a"],
        id="two identifiers",
    ),
    pytest.param(
        mapping("m1", ":leader-a", "viaf/1", None, "1980-01-01")
        + mapping("m2", ":leader-a", "viaf/2", "1980-01-02"),
        [],
        id="two identifiers in turn",
    ),
    pytest.param(
        mapping("m1", ":leader-a", "viaf/1")
        + mapping("m2", ":leader-a", "viaf/2", by="skos:closeMatch"),
        [],
        id="a close match beside",
    ),
    pytest.param(
        mapping("m1", ":leader-a", "viaf/1") + mapping("m2", ":leader-b", "viaf/1"),
        ["shared-identifier leader-a"],
        id="one identifier for two",
    ),
    pytest.param(
        mapping("m1", ":leader-a", "gw/1", None, "1980-01-01")
        + mapping("m2", ":leader-b", "gw/1", "1980-01-02"),
        [],
        id="one identifier for two in turn",
    ),
]


def found_in(store: ox.Store) -> list[str]:
    """Return the conflicts of the tiny case as rule and element; those of the shared actors and links are left out."""
    return [
        f"{one.rule} {one.element.rpartition('#')[2]}"
        for one in conflicts(store)
        if one.element.startswith(CASE)
    ]


def apart(seed: str, number: int) -> str:
    """Give the mappings of a seed names and identifiers of their own, so that other seeds can stand beside it."""
    text = re.sub(r"\blinks:(?=\w)", f"links:of-{number}-", seed)
    return re.sub(r"(?<=/code/)(\w+)/(?=\d)", rf"\1/{number}0", text)


def test_each_seeded_conflict_is_found_and_nothing_else(tmp_path: Path) -> None:
    """Each seed lies in a case of its own, all in one store; that people of two cases have one name is left out."""
    drop = ("term-leader-a",)
    store = store_of(
        [
            varied(
                tmp_path,
                f"seed-{n}",
                drop=drop,
                add=SPACES + apart(str(case.values[0]), n),
            )
            for n, case in enumerate(SEEDED)
        ]
    )
    found: dict[str, list[str]] = {}
    for one in conflicts(store):
        slug, _, element = one.element.removeprefix(CASE).partition("#")
        if one.rule != "namesakes":
            found.setdefault(slug, []).append(f"{one.rule} {element}")
    for n, case in enumerate(SEEDED):
        assert list(dict.fromkeys(found.get(f"seed-{n}", []))) == case.values[1], case.id


def test_each_kind_of_conflict_is_seeded() -> None:
    seeded = {one.split()[0] for case in SEEDED for one in case.values[1]}  # type: ignore[union-attr, index]
    assert seeded | {"namesakes"} == {query.name for query in conflict_queries()}


def test_the_tiny_case_has_no_conflict(tiny: ox.Store) -> None:
    assert found_in(tiny) == []


def test_every_conflict_query_says_what_follows_and_what_to_do() -> None:
    assert conflict_queries()
    assert all(
        query.severity in ("info", "warning") and query.follows and query.fix
        for query in conflict_queries()
    )


EXPECTED = {  # every conflict in the shipped data, and why it is one
    # three data sets bound the missile crisis by days that differ at both ends
    (
        "rival-datings",
        "case:cuban-missile-crisis#crisis",
        "date-crisis-icb",
        "date-crisis-wikidata",
    ),
    (
        "rival-datings",
        "case:cuban-missile-crisis#crisis",
        "date-crisis-icb",
        "date-crisis-mid",
    ),
    (
        "rival-datings",
        "case:cuban-missile-crisis#crisis",
        "date-crisis-mid",
        "date-crisis-wikidata",
    ),
    # ICB bounds a crisis from August 1990, COW a war of 1991, under one name
    ("rival-datings", "case:gulf-war-coalition#gulf-war", "date-war-cow", "date-war-icb"),
    # COW counts East Germany from 1954, Gleditsch-Ward from 1949
    (
        "rival-datings",
        "actor:east-germany",
        "lifetime-east-germany-cow-states",
        "lifetime-east-germany-gw-states",
    ),
    # COW counts West Germany from 1955, Gleditsch-Ward from 1949
    (
        "rival-datings",
        "actor:west-germany",
        "lifetime-west-germany-cow-states",
        "lifetime-west-germany-gw-states",
    ),
    # COW ends West Germany's 260 on the eve of reunification and has 255 for united
    # Germany; Gleditsch-Ward has 260 for both, ISO 3166-1 DEU and V-Dem 77
    *(
        (
            "code-changes",
            "actor:west-germany",
            "cow-west-germany-260+cow-germany-255",
            f"{scheme}-west-germany-{code}+{scheme}-germany-{code}",
        )
        for scheme, code in (("gw", "260"), ("iso3", "DEU"), ("vdem", "77"))
    ),
    # the diplomat, and a co-author of a book that the paper cites: two people
    ("namesakes", "actor:dennis-ross", "dennis-ross", "ross-of-arrow-et-al"),
    # the paper says Germany for the Federal Republic before reunification and for the
    # united state
    ("namesakes", "actor:germany", "germany", "west-germany"),
}


def ends(conflict: Conflict) -> tuple[str, str, str, str]:
    """Return a conflict as its rule, its element, and the records on its two sides."""
    one, other = (
        "+".join(iri.replace("#", "/").rpartition("/")[2] for iri in side.records)
        for side in (conflict.one, conflict.other)
    )
    return conflict.rule, compact(conflict.element), one, other


def test_the_conflicts_of_the_shipped_data_are_these(real: ox.Store) -> None:
    found = conflicts(real)
    assert sorted(map(ends, found)) == sorted(EXPECTED)
    assert all(
        one.one.sources and one.other.sources and one.one.says and one.other.says
        for one in found
    )


def test_findings_are_conflicting_claims_in_a_graph_of_their_own(real: ox.Store) -> None:
    graph, kind = ox.NamedNode(CONFLICTS), ox.NamedNode(f"{L2}Finding")
    typed = {
        q.subject
        for q in real.quads_for_pattern(None, ox.NamedNode(f"{RDF}type"), kind, graph)
    }
    found = conflicts(real)
    assert len(typed) == 2 * len(found) == 2 * len({name_of(one) for one in found})
    written = {q.triple for q in real.quads_for_pattern(None, None, None, graph)}
    assert written == set(claims(found))
    for name in ("conflictsWith", "about", "foundBy", "restsOn", "severity"):
        assert {
            q.subject
            for q in real.quads_for_pattern(None, ox.NamedNode(L2 + name), None, graph)
        } == typed, name


def test_each_rule_that_finds_is_described(real: ox.Store) -> None:
    for rule in detectors():
        assert any(
            real.quads_for_pattern(
                rule.graph, ox.NamedNode(f"{RDF}type"), ox.NamedNode(f"{L2}Rule"), None
            )
        ), rule.name


def test_findings_answer_no_question_put_to_the_sources(real: ox.Store) -> None:
    without = ox.Store()
    rivals = {
        q.triple
        for q in real.quads_for_pattern(None, None, None, ox.NamedNode(CONFLICTS))
    }
    without.extend(q for q in real if q.triple not in rivals)
    assert len(without) < len(real)
    for query in all_queries().values():
        if not any(param.name != "case" for param in query.params):
            assert run(real, query).rows == run(without, query).rows, query.name


def test_a_finding_of_the_build_is_no_rival_of_what_sources_say(real: ox.Store) -> None:
    either = "{ ?one l2:rivalOf ?other } UNION { ?other l2:rivalOf ?one }"
    assert not run(real, f"SELECT ?one {{ ?one l2:foundBy ?rule {either} }}").rows
    assert run(
        real, "SELECT ?one { ?one l2:foundBy ?rule ; l2:conflictsWith ?other }"
    ).rows


SHOWN = {  # by case: the rules whose findings its page shows, its own first
    "cuban-missile-crisis": ["rival-datings"] * 3,
    "german-reunification": [
        *["code-changes"] * 3,
        "namesakes",
        "namesakes",
        "rival-datings",
    ],
    "holocaust-era-assets": ["namesakes"],
    "bonn-summit-1978": ["namesakes", "rival-datings"],
    "bonn-summit-1978#german-stimulus": [],
    "geneva-accord": [],
}


@each(("slug", "rules"), SHOWN.items(), ids=SHOWN)
def test_the_page_of_a_case_shows_what_does_not_agree_in_it(
    real: ox.Store, slug: str, rules: list[str]
) -> None:
    found = disagreements(real, f"{CASE}{slug}")
    assert [
        one.iri.partition("#")[2].startswith(rule)
        for one, rule in zip(found, rules, strict=True)
    ] == [True] * len(rules)
    html = sections(load_case(real, slug), lambda iri: f"/{iri}", found).get(
        DISAGREEMENTS, ""
    )
    assert ("What follows." in html) == bool(rules)
    for told in (side for one in found for side in (one.one, one.other)):
        assert escape(told.says) in html and all(
            escape(source.label) in html for source in told.sources
        )


def test_the_citable_document_of_a_case_shows_it_too(real: ox.Store) -> None:
    found = disagreements(real, f"{CASE}cuban-missile-crisis")
    text = html_document(load_case(real, "cuban-missile-crisis"), [], found=found)
    assert f"<h2>{DISAGREEMENTS}</h2>" in text and "20 November 1962" in text
    assert DISAGREEMENTS not in html_document(load_case(real, "geneva-accord"), [])


def test_words_from_the_data_stay_words(variant: Callable[..., ox.Store]) -> None:
    store = variant(
        add=OTHER_SOURCE
        + dating("d", ":vote", "1990-08").replace('"d"@en', '"<script>x</script>"@en')
    )
    found = conflicts(store)
    store.extend(
        ox.Quad(t.subject, t.predicate, t.object, graph)
        for t in claims(found)
        for graph in (GRAPH_OF_THEM, ox.DefaultGraph())
    )
    html = disagreements_html(disagreements(store, f"{CASE}tiny"), lambda iri: None)
    assert "&lt;script&gt;" in html and "<script" not in html


def test_findings_change_no_status(real: ox.Store) -> None:
    status = ox.NamedNode(f"{L2}epistemicStatus")
    assert not [
        q
        for q in real.quads_for_pattern(None, status, None, None)
        if q.subject.value.startswith(CONFLICTS)
    ]


def listed(*arguments: str) -> tuple[str, int]:
    """Run the command and return its output and status."""
    done = CliRunner().invoke(main, ["conflicts", *arguments])
    return done.stdout, done.exit_code


@pytest.mark.slow
def test_the_command_lists_the_conflicts_of_a_file(tmp_path: Path) -> None:
    path = tmp_path / "tiny.ttl"
    path.write_text(
        TINY.read_text(encoding="utf-8") + OTHER_SOURCE + dating("d", ":vote", "1990-08"),
        encoding="utf-8",
    )
    text, status = listed(str(path))
    assert (len(text.splitlines()), status) == (1, 0)
    assert all(
        words in text
        for words in (
            "case:tiny#vote",
            "The almanac: d",
            "The vote in July 1990",
            "[rival-datings]",
        )
    )
    rows = list(csv.DictReader(io.StringIO(listed(str(path), "--format", "csv")[0])))
    assert [tuple(row) for row in rows] == [COLUMNS]
    assert (
        json.loads(listed(str(path), "--format", "json")[0])[0]["element"]
        == "case:tiny#vote"
        == rows[0]["element"]
    )


def test_the_command_says_nothing_of_a_clean_file() -> None:
    assert listed(str(TINY)) == ("", 0)


@pytest.mark.slow
def test_what_is_to_be_mended_fails_the_command(tmp_path: Path) -> None:
    path = tmp_path / "tiny.ttl"
    seed = mapping("m1", ":leader-a", "viaf/1") + mapping("m2", ":leader-a", "viaf/2")
    path.write_text(SPACES + TINY.read_text(encoding="utf-8") + seed, encoding="utf-8")
    text, status = listed(str(path))
    assert "warning" in text and status == 1


def test_external_dates_keep_their_own_source_and_add_nothing_to_the_stated_order(
    real: ox.Store,
) -> None:
    rows = real.query(
        "SELECT DISTINCT ?source ?dated { ?dating a l2:Dating ; l2:dates ?dated ; l2:evidence/l2:source ?source . "
        "FILTER(?source != source:sebenius-2012) }",
        prefixes=PREFIXES,
    )
    dated = {
        (row["dated"].value.rpartition("#")[2], row["source"].value.rpartition("/")[2])
        for row in rows
    }
    assert dated == {
        ("fall-of-the-wall", "wikidata"),
        ("unification", "wikidata"),
        ("party-congress", "universalis"),
        ("london-summit", "nato-news-64790"),
        ("white-house-meeting", "wikipedia-washington-summit-1990"),
        ("schroeder-term", "archigos"),
        ("crisis", "icb"),
        ("crisis", "wikidata"),
        ("crisis", "gml-mid"),
        ("gulf-war", "icb"),
        ("gulf-war", "cow-war"),
        ("kuwait-conflict-begins", "ucdp"),
        ("summit", "g7-information-centre"),
        ("accord-finalised", "fact-index"),
        ("accord-finalised", "globalpolicy-2003"),
        ("accord-launch", "fact-index"),
        ("accord-launch", "globalpolicy-2003"),
    }
    outside = (
        "unification",
        "crisis",
        "gulf-war",
        "kuwait-conflict-begins",
        "accord-finalised",
        "accord-launch",
    )
    for name in outside:
        stated = f"ASK {{ {{ ?x l2:precedesAsStated ?u }} UNION {{ ?u l2:precedesAsStated ?x }} FILTER(STRENDS(STR(?u), '#{name}')) }}"
        assert not bool(real.query(stated, prefixes=PREFIXES)), name
