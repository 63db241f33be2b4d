"""Conflicts between sources: found where two datings cannot both hold, and nowhere else."""

from __future__ import annotations

import pytest
from conftest import TINY

from l2kg.conflicts import conflict_queries, conflicts
from l2kg.corpus import read
from l2kg.namespaces import PREFIXES

TERM = """
:term a l2:Situation ; l2:involves :leader-b .
:dated a l2:Dating ; l2:dates :term ; l2:edtf "{}"^^edtf:EDTF .
:dated-signing a l2:Dating ; l2:dates :signing ; l2:edtf "1990-07"^^edtf:EDTF .
"""


@pytest.mark.parametrize(("term", "found"), [("1991/1995", 2), ("1990-07/1995", 1), ("1970/1995", 0)])
def test_an_office_that_begins_after_an_event(variant, term: str, found: int) -> None:
    store = variant(add=TERM.format(term))
    listed = [finding for finding in conflicts(store, read([TINY])[0]) if finding.rule == "office-not-yet-held"]
    assert len(listed) == found
    assert all(finding.severity == "info" and finding.line for finding in listed)


def test_the_tiny_case_has_no_conflict(tiny) -> None:
    assert conflicts(tiny, read([TINY])[0]) == []


def test_every_conflict_query_has_a_header_that_says_what_to_do() -> None:
    assert conflict_queries()
    assert all(query.severity == "info" and query.fix for query in conflict_queries())


def test_the_letter_to_a_chancellor_not_yet_in_office_is_found(real) -> None:
    found = [(finding.rule, finding.element) for finding in conflicts(real, read()[0])]
    assert found == [("office-not-yet-held", "https://w3id.org/l2kg/case/holocaust-era-assets#clinton-letter")]


def test_external_dates_keep_their_own_source_and_add_nothing_to_the_stated_order(real) -> None:
    rows = real.query(
        "SELECT DISTINCT ?source ?dated { ?dating a l2:Dating ; l2:dates ?dated ; l2:evidence/l2:source ?source . "
        "FILTER(?source != source:sebenius-2012) }",
        prefixes=PREFIXES,
    )
    dated = {row["dated"].value.rpartition("#")[2]: row["source"].value.rpartition("/")[2] for row in rows}
    assert dated == {
        "fall-of-the-wall": "wikidata",
        "unification": "wikidata",
        "party-congress": "universalis",
        "london-summit": "nato-news-64790",
        "white-house-meeting": "wikipedia-washington-summit-1990",
        "schroeder-term": "archigos",
    }
    assert not bool(real.query("ASK { ?x l2:precedesAsStated ?u . FILTER(STRENDS(STR(?u), '#unification')) }", prefixes=PREFIXES))
