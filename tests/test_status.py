"""Who says what: the status of each record from its voices, and of each value that rests on fewer passages."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import pyoxigraph as ox
import pytest

from l2kg.corpus import read
from l2kg.namespaces import CASE, L2, RDF, local_name
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
    return {local_name(quad.object.value) for quad in quads}


@pytest.mark.parametrize(
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


@pytest.mark.parametrize(
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
