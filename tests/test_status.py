"""Who says what: the status of each record from its voices, and of each value that rests on fewer passages."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

import pyoxigraph as ox
import pytest
from conftest import TINY, store_of
from each import each

from l2kg.cases import element as element_view
from l2kg.cases import list_cases, load_case
from l2kg.cases.reading import Reader
from l2kg.cases.tables import tables
from l2kg.cases.text import lines
from l2kg.corpus import read
from l2kg.export.tables import read_table, table_names
from l2kg.html.parts import element_html, heading_html
from l2kg.namespaces import CASE, L2, L2V, RDF, local_name
from l2kg.queries.header import all_queries
from l2kg.queries.run import run
from l2kg.schema import schema

if TYPE_CHECKING:
    from collections.abc import Callable

PASSAGES = """
:table a l2:Source ; rdfs:label "A table"@en .
:ev-table a l2:Evidence ; l2:source :table ; l2:voice :table ; l2:locator "row 1" .
:ev-quoted a l2:Evidence ; l2:source :study ; l2:voice :critic ; l2:locator "page 2" .
:ev-of-the-table a l2:Evidence ; l2:source :study ; l2:voice :table ; l2:locator "page 3" .
:ev-by-an-author a l2:Evidence ; l2:source :study ; l2:voice :author ; l2:locator "page 4" .
"""


@cache
def statements() -> dict[tuple[str, str], set[str]]:
    """What the shipped files say of each subject under each property, without any rule."""
    found: dict[tuple[str, str], set[str]] = {}
    for part in read()[0].parts:
        for t in part.triples:
            if isinstance(t.subject, ox.NamedNode):
                key = t.subject.value, t.predicate.value
                found.setdefault(key, set()).add(str(getattr(t.object, "value", "")))
    return found


def said(subject: str, name: str) -> set[str]:
    return statements().get((subject, name if ":" in name else L2 + name), set())


def own(passage: str) -> set[str]:
    """The source of a passage, and its authors."""
    works = said(passage, "source")
    return works.union(*(said(work, "author") for work in works))


def expected(record: str) -> str:
    """The status of a record by what the files say, told again without the rules."""
    authored = said(record, "epistemicStatus")
    if authored:
        return local_name(min(authored))
    passages = said(record, "evidence")
    if "Claim" in classes(record):
        own_claim = any(said(record, "claimedBy") & own(one) for one in passages)
        return "stated" if own_claim else "attributed"
    kinds = {bool(said(one, "voice") & own(one)) for one in passages}
    return "mixed" if len(kinds) == 2 else "stated" if kinds == {True} else "attributed"


def classes(subject: str) -> set[str]:
    return {iri.removeprefix(L2) for iri in said(subject, f"{RDF}type")}


@cache
def records() -> tuple[str, ...]:
    wanted = set(schema().below("Record"))
    subjects = {subject for subject, _ in statements()}
    return tuple(sorted(one for one in subjects if classes(one) & wanted))


def statuses(store: ox.Store, subject: str) -> set[str]:
    quads = store.quads_for_pattern(
        ox.NamedNode(subject), ox.NamedNode(f"{L2}epistemicStatus"), None, None
    )
    return {local_name(str(getattr(quad.object, "value", ""))) for quad in quads}


@each(
    ("passages", "status"),
    [
        pytest.param(":ev-table", "stated", id="a table that speaks itself"),
        pytest.param(":ev-by-an-author", "stated", id="an author"),
        pytest.param(":ev-table , :ev-by-an-author", "stated", id="both"),
        pytest.param(":ev-quoted", "attributed", id="somebody quoted"),
        pytest.param(":ev-of-the-table", "attributed", id="a table that is quoted"),
        pytest.param(":ev-quoted , :ev-of-the-table", "attributed", id="two quoted"),
        pytest.param(":ev-quoted , :ev-by-an-author", "mixed", id="author and quoted"),
        pytest.param(":ev-quoted , :ev-table", "mixed", id="table and quoted"),
        pytest.param(
            ":ev-table , :ev-of-the-table", "mixed", id="one table itself and quoted"
        ),
    ],
)
def test_status_follows_from_the_voices_of_all_passages(
    variant: Callable[..., ox.Store], passages: str, status: str
) -> None:
    store = variant(
        add=f"""{PASSAGES}
:life a l2:Lifetime ; rdfs:label "A life"@en ; l2:spanOf :state-a ; l2:evidence {passages} .
:word a l2:ValueEvidence ; l2:valueOf :life ; l2:evidence {passages} .
:told a l2:Situation ; rdfs:label "Told"@en ; l2:evidence {passages} ; l2:epistemicStatus l2v:implied .
"""
    )
    assert statuses(store, f"{CASE}tiny#life") == {status}
    assert statuses(store, f"{CASE}tiny#word") == {status}
    assert statuses(store, f"{CASE}tiny#told") == {"implied"}


@each(
    ("claimants", "passages", "status"),
    [
        (":critic", ":ev-by-an-author", "attributed"),
        (":critic", ":ev-quoted , :ev-by-an-author", "attributed"),
        (":author", ":ev-by-an-author", "stated"),
        (":author", ":ev-by-an-author , :ev-quoted", "stated"),
        (":author , :critic", ":ev-by-an-author , :ev-quoted", "stated"),
        (":author", ":ev-table", "attributed"),
        (":table", ":ev-table", "stated"),
        (":study", ":ev-by-an-author", "stated"),
        (":table", ":ev-of-the-table", "attributed"),
    ],
)
def test_the_status_of_a_claim_follows_from_who_claims_it(
    variant: Callable[..., ox.Store], claimants: str, passages: str, status: str
) -> None:
    store = variant(
        add=f"""{PASSAGES}
:word a l2:Claim ; rdfs:label "A word"@en ; l2:about :accord ; l2:claimedBy {claimants} ; l2:evidence {passages} .
"""
    )
    assert statuses(store, f"{CASE}tiny#word") == {status}


def test_every_record_has_the_status_that_its_voices_give_it(real: ox.Store) -> None:
    assert len(records()) > 500
    wrong = {
        one: (statuses(real, one), expected(one))
        for one in records()
        if statuses(real, one) != {expected(one)}
    }
    assert not wrong
    assert {expected(one) for one in records()} >= {"stated", "attributed", "mixed"}


def test_what_outside_sources_say_themselves_is_stated(real: ox.Store) -> None:
    spans = [one for one in records() if classes(one) & {"Tenure", "Lifetime"}]
    assert len(spans) > 20
    assert {status for one in spans for status in statuses(real, one)} == {"stated"}


def test_no_passage_of_ours_is_only_quoted_where_a_claim_is_stated() -> None:
    claims = [one for one in records() if "Claim" in classes(one)]
    assert claims
    for claim in claims:
        if expected(claim) == "stated":
            voices = {
                voice for one in said(claim, "evidence") for voice in said(one, "voice")
            }
            assert voices & said(claim, "claimedBy"), claim


def values_of_their_own() -> list[str]:
    """All value evidence of the shipped files."""
    return [one for one in records() if "ValueEvidence" in classes(one)]


def test_show_says_of_every_record_what_its_voices_give_it(real: ox.Store) -> None:
    for one in records():
        shown = list(lines(real, one))
        (line,) = [line for line in shown if line.startswith("status: ")]
        assert line.split()[1] == expected(one), one


@each(
    ("element", "words"),
    [
        (
            "german-reunification#claim-reversal-in-moscow",
            "status: attributed (suspicion of James Baker, claimed by James Baker, reported by James Sebenius)",
        ),
        (
            "geneva-accord#claim-right-not-conceded",
            "status: attributed (denial, claimed by Those who denied it (unnamed), reported by James Sebenius)",
        ),
    ],
)
def test_show_says_whose_attitude_a_claim_is_and_who_reports_it(
    real: ox.Store, element: str, words: str
) -> None:
    shown = list(lines(real, element))
    assert words in shown
    panel = element_html(element_view(real, CASE + element), lambda iri: None)
    said_there = words.removeprefix("status: attributed (").removesuffix(")")
    assert said_there[1:] in str(panel)


def test_whatever_shows_a_value_says_on_whose_word_alone_it_rests(real: ox.Store) -> None:
    reader = Reader(real)
    assert values_of_their_own()
    for one in values_of_their_own():
        (record,) = said(one, "valueOf")
        voices = {
            reader.label(v) for e in said(one, "evidence") for v in said(e, "voice")
        }
        shown = "\n".join(lines(real, record))
        panel = str(element_html(element_view(real, record, reader), lambda iri: None))
        notes = [
            line
            for line in shown.splitlines()
            if f"rests on narrower evidence ({expected(one)}, " in line
        ]
        assert any(all(voice in note for voice in voices) for note in notes), one
        assert f"{expected(one)}, in the voice of " in panel, one


APART = """
:value-of-{n} a l2:ValueEvidence ; l2:evidence :ev-quoted ; l2:valueOf {record} ;
    l2:valueProperty "{name}"^^xsd:anyURI ; {value} .
"""
SHOWN_APART = [
    (":silence", f"{L2}description", 'l2:valueText "Nobody speaks."', "description"),
    (":aides-channel", f"{RDF}type", "l2:valueIri l2:BackChannel", "back channel"),
    (
        ":vote",
        "http://www.w3.org/2000/01/rdf-schema#label",
        'l2:valueText "The vote in B"',
        "label",
    ),
]


@pytest.fixture(scope="module")
def apart(tmp_path_factory: pytest.TempPathFactory) -> ox.Store:
    """The tiny case, where a description, a class and a label rest on a quoted word."""
    text = TINY.read_text(encoding="utf-8")
    more = PASSAGES + ':silence l2:description "Nobody speaks." .\n'
    for n, (record, name, value, _) in enumerate(SHOWN_APART):
        more += APART.format(n=n, record=record, name=name, value=value)
    path = tmp_path_factory.mktemp("apart") / "tiny.ttl"
    path.write_text(text + more, encoding="utf-8")
    return store_of([path])


@each(("record", "word"), [(row[0], row[3]) for row in SHOWN_APART], ids=str)
def test_what_is_shown_apart_says_on_whose_word_it_rests(
    apart: ox.Store, record: str, word: str
) -> None:
    iri = f"{CASE}tiny#{record[1:]}"
    (line,) = [one for one in lines(apart, iri) if "rests on narrower" in one]
    assert word in line and "attributed, in the voice of" in line
    panel = str(element_html(element_view(apart, iri), lambda _: None))
    assert "attributed, in the voice of" in panel and word in panel


def test_the_heading_of_a_case_says_whose_word_its_outcome_is(real: ox.Store) -> None:
    """Of two cases the outcome rests on fewer passages than the case."""
    view = load_case(real, "cuban-missile-crisis")
    (words,) = view.resting
    assert words.startswith("outcome success according to ")
    assert words[1:] in str(heading_html(view.summary, resting=view.resting))


def test_every_table_has_the_status_that_the_voices_give(real: ox.Store) -> None:
    seen = set()
    for name in table_names():
        table = read_table(real, name)
        names = [column.name for column in table.columns]
        if "status" not in names or names[0] != "id":
            continue
        for row in table.rows:
            iri = next(
                (i for i in (CASE + str(row[0]), str(row[0])) if i in records()), ""
            )
            if iri:
                assert row[names.index("status")] == expected(iri), iri
                seen.add(iri)
    assert set(values_of_their_own()) <= seen
    assert len(seen) > 500


def test_the_tables_of_every_case_say_how_each_element_is_told(real: ox.Store) -> None:
    for summary in list_cases(real):
        view = load_case(real, summary.slug)
        for table in tables(view):
            for row in table.rows:
                told = [getattr(one, "id", "") for one in row.cells[-1]]
                iri = f"{view.summary.iri.partition('#')[0]}#{row.id}"
                if table.columns[-1] == "Told" and iri in records():
                    assert told == [expected(iri)], iri


STATUS_COLUMNS = {"status": "evidence", "otherStatus": "otherEvidence"}


@each("name", all_queries())
def test_no_query_says_stated_of_what_only_somebody_quoted_says(
    real: ox.Store, name: str
) -> None:
    for row in run(real, all_queries()[name], {}).records():
        stated = {key for key, value in row.items() if value == f"{L2V}stated"}
        assert stated <= {*STATUS_COLUMNS, "valueStatus"}
        for key in stated:
            passages = (row[STATUS_COLUMNS.get(key, "evidence")] or "").split()
            claims = [v for v in row.values() if v and "Claim" in classes(v)]
            assert passages
            assert all(said(one, "voice") & own(one) for one in passages) or any(
                expected(claim) == "stated" for claim in claims
            ), row
        if "narrower" in row:
            known = {
                expected(one)
                for one in values_of_their_own()
                if said(one, "valueOf") & set(row.values())
            }
            words = set(re.findall(r"\((\w+), [^;]*\)(?:;|$)", row["narrower"] or ""))
            assert words <= known or not known, row


def test_the_queries_that_name_voices_say_how_firmly_a_record_is_told() -> None:
    named = {name: query.text for name, query in all_queries().items()}
    without = {
        name
        for name, text in named.items()
        if "?voices" in text.partition("WHERE")[0] and "tatus" not in text
    }
    assert without <= {
        "barrier-types-and-tactics",
        "people-in-more-than-one-capacity",
        "works-and-notes",
    }
