"""What the pages show beyond the cases: search, tactics, people, patterns, contributions, and what stands around a case."""

from __future__ import annotations

import csv
import io

import pytest
from each import each
from shipped import CASES as NUMBER
from test_pages import opened, shown, text

from l2kg import serving
from l2kg.cases.people import parts_of, ties_of
from l2kg.cases.search import fold
from l2kg.errors import L2kgError, UsageError
from l2kg.files import code_root
from l2kg.html.about import about_page_html
from l2kg.html.addresses import page_link
from l2kg.html.case import elements_csv
from l2kg.html.case_sections import rival_pairs, sections, speech_html
from l2kg.html.cases import cards_html, hits_html
from l2kg.html.contribute import template
from l2kg.html.filter import Filter, matching
from l2kg.html.pattern import HEADLINE, motif_html, patterns
from l2kg.html.pattern_tables import (
    counter_table,
    match_table,
    miss_table,
    non_match_table,
)
from l2kg.html.people import person_html, ties_csv, ties_html
from l2kg.html.tactics import tactic_html, tactics_csv, tree_html
from l2kg.sandbox.upload import UploadCheck

pytestmark = pytest.mark.usefixtures("pages")
BASE = "https://w3id.org/l2kg/"


@each("words", ["schroder", "SCHRÖDER", "Schroeder", "  gerhard   schröder "])
def test_search_forgives_accents_capitals_and_two_vowels(words: str) -> None:
    hits, why = serving.found(words)
    assert hits[0].entry.iri == f"{BASE}actor/gerhard-schroeder"
    assert list(why) == ["holocaust-era-assets"]
    cards = cards_html(serving.cases(), page_link, why)
    assert "<mark>Schroeder</mark>" in cards or "<mark>Gerhard</mark>" in cards


@each("text", ["AEEon uee oE", "Geneva Accord", "Israel, Öl, Saeed", "e"])
def test_plain_text_folds_as_any_other(text: str) -> None:
    assert fold(text) == fold(f"{text} ß")[: -len(" ss")]


def test_search_finds_cases_by_tactic_and_by_element() -> None:
    _, by_tactic = serving.found("control the drafting")
    _, by_element = serving.found("blackwill teltschik")
    assert "german-reunification" in by_tactic
    assert [
        case.slug
        for case in matching(serving.cases(), Filter("blackwill teltschik"), by_element)
    ] == ["german-reunification"]


@each(
    ("words", "found"),
    [
        ("labor", "vocab/labour"),
        ("two-level game", "vocab/level-ii"),
        ("marshal akhromeyev", "actor/akhromeyev"),
        ("acoustic separation", "tactic/statement-for-domestic-consumption"),
        ("labor contract", "case/staged-union-bargaining#contract"),
        ("saving face", "case/spanish-harlem-barricade#barrier-face"),
        ("win-set", "vocab/winning-coalition"),
        ("side-payments", "tactic/side-payments"),
        ("red lines", "case/holocaust-era-assets#assess-trust-american"),
    ],
)
def test_search_reads_other_names_of_concepts_actors_and_elements(
    words: str, found: str
) -> None:
    assert f"{BASE}{found}" in {hit.entry.iri for hit in serving.found(words)[0]}


def test_a_claim_leads_to_the_cases_that_it_is_about() -> None:
    hits, why = serving.found("labor relations high diplomacy")
    assert [hit.entry.iri for hit in hits] == [f"{BASE}claim/structure-recurs"]
    assert list(why) == ["spanish-harlem-barricade"]


def test_a_term_is_found_by_its_names_and_not_by_its_definition() -> None:
    kinds = {hit.entry.kind for hit in serving.found("employers")[0]}
    assert "term" not in kinds  # the word stands in the definition of labour


def test_what_no_page_shows_is_no_link() -> None:
    html = hits_html(serving.found("two-level game")[0], serving.store(), page_link)
    assert '<span title="l2v:level-ii">Level II</span>' in html
    assert 'href=""' not in html


def test_an_excerpt_stands_in_the_text_as_it_is() -> None:
    for words in ("José", "palestin", "nato summit"):
        for hit in serving.found(words)[0]:
            before, found, after = hit.excerpt
            assert (
                f"{before.removeprefix('…')}{found}{after.removesuffix('…')}".strip()
                in hit.entry.text
            )
            assert fold(found) in fold(words)


def test_words_that_nothing_holds_find_nothing() -> None:
    assert serving.found("no such word at all") == ((), {})


def test_hits_are_cut_and_escaped() -> None:
    html = hits_html(serving.found("the")[0], serving.store(), page_link, most=3)
    assert html.count("<li>") == 3
    assert "more: add a word" in html


def test_the_tree_holds_every_tactic_once_below_its_wider_one() -> None:
    tree = serving.tactic_tree()
    order = list(tree)
    for one in tree.values():
        above = [tree[ref.id] for ref in one.broader]
        assert not above or any(
            order.index(wider.ref.id) < order.index(one.ref.id)
            and wider.depth == one.depth - 1
            for wider in above
        )
        assert all(one.ref in wider.narrower for wider in above)
    html = tree_html(tree.values(), page_link, chosen="gloating")
    assert html.count("<li") == len(tree) == len(set(order)) == 53


def test_a_tactic_shows_its_cases_or_says_that_there_are_none() -> None:
    tree = serving.tactic_tree()
    assert "German reunification within NATO" in tactic_html(
        tree["control-the-drafting"], page_link
    )
    assert "Named without a case" in tactic_html(tree["gloating"], page_link)
    assert len(list(csv.reader(io.StringIO(tactics_csv(tree.values()))))) > 44


def test_baker_has_parts_in_two_cases() -> None:
    parts = parts_of(serving.store(), f"{BASE}actor/james-baker")
    assert {part.case.iri.removeprefix(f"{BASE}case/") for part in parts} == {
        "german-reunification",
        "gulf-war-coalition",
    }
    assert {"takes part", "acts"} <= {part.capacity for part in parts}


def test_a_person_has_one_row_for_each_part_and_passages_by_their_words() -> None:
    parts = parts_of(serving.store(), f"{BASE}actor/james-baker", quoting=True)
    one = next(one for one in serving.everybody() if one.ref.id == "james-baker")
    html = person_html(one, parts, page_link)
    assert html.count("<tr") == len({(part.case, part.capacity) for part in parts}) + 1
    passages = [
        part.element.label
        for part in parts
        if part.capacity == "is the voice of a passage"
    ]
    assert passages and all(label.startswith("“") for label in passages)
    assert not any(part.element.label.startswith("ev ") for part in parts)


def test_back_channels_come_apart_from_trust() -> None:
    ties = serving.all_ties()
    assert [tie.kinds for tie in ties[:4]] == [("back-channel",)] * 3 + [("trust",)]
    assert "Bush and Baker" in {tie.ref.label for tie in ties if not tie.across}
    assert (
        ties_html(ties, page_link, person=f"{BASE}actor/dennis-ross").count("<li>") == 2
    )
    assert len(ties_csv(ties_of(f"{BASE}actor/james-baker", ties)).splitlines()) == 5
    assert ties_csv(ties).count("\r\n") == len(ties) + 1


def test_every_pattern_has_rows_that_lead_somewhere() -> None:
    for name in patterns():
        result = serving.pattern(name)
        assert len(match_table(result).rows) == sum(
            len(match.rows) for match in result.matches
        )
        assert len(miss_table(result).rows) == len(result.near_misses)
        assert len(counter_table(result).rows) == len(result.counter_examples)
        assert motif_html(result).count("<li>") == len(result.steps) + 1
        assert len(non_match_table(result).rows) == len(result.non_matches)


def test_the_exact_test_says_what_it_cannot_show() -> None:
    assert any("Fisher" in line for line in serving.crossed(HEADLINE))
    assert any("not drawn" in line for line in serving.crossed(HEADLINE))


def test_a_case_has_the_sections_that_its_data_fill() -> None:
    assert list(sections(serving.case("cuban-missile-crisis"), page_link)) == [
        "Deals and their terms",
        "Acceptance-speech chart",
        "Sources and passages",
    ]
    chart = speech_html(serving.case("cuban-missile-crisis"), page_link)
    assert all(
        part in chart
        for part in (
            "Audience",
            "Themes",
            "Likely criticisms",
            "Responses",
            "The source does not say.",
        )
    )
    assert len(rival_pairs(serving.case("bonn-summit-1978"))) == 2


def test_the_elements_of_a_case_come_as_csv() -> None:
    rows = list(csv.reader(io.StringIO(elements_csv(serving.case("bonn-summit-1978")))))
    assert rows[0] == ["table", "element", "column", "value", "iri"]
    assert len(rows) > 100


def test_people_and_tactics_have_pages_of_their_own() -> None:
    assert page_link(f"{BASE}actor/james-baker") == "/people?id=james-baker"
    assert page_link(f"{BASE}tactic/gloating#warrant") == "/tactics?id=gloating"


def test_the_template_draws_and_says_what_is_to_be_replaced() -> None:
    found = UploadCheck().examined("my-case.ttl", template())
    assert {one.rule for one in found.found} == {"template-text"}
    assert found.understood is not None and found.understood.wide.startswith("<svg")
    assert found.understood.turtle.encode() == template()


def _changed(old: bytes, new: bytes) -> bytes:
    assert old in template()
    return template().replace(old, new)


@each(
    ("data", "rule"),
    [
        pytest.param(lambda: b"garbage {", "syntax", id="no Turtle"),
        pytest.param(lambda: b"\xff\xfe", "syntax", id="no text"),
        pytest.param(
            lambda: b"<http://a.example/b> <http://a.example/c> <http://a.example/d> .",
            "file-name",
            id="no case",
        ),
        pytest.param(
            lambda: _changed(b"l2:facedBy :their-side", b"l2:facedBy :nobody"),
            "dangling-reference",
            id="a name of nothing",
        ),
    ],
)
def test_a_broken_file_is_told_where_and_how_to_mend_it(data: object, rule: str) -> None:
    found = UploadCheck().examined("my-case.ttl", data())  # type: ignore[operator]
    assert not found.sound
    told = [one for one in found.found if one.severity != "info"]
    assert told and all(one.file == "my-case.ttl" and one.remedy for one in told)
    assert rule in {one.rule for one in told}


@each(
    "data",
    [pytest.param(b" ", id="empty"), pytest.param(b"#" * (2**20 + 1), id="too large")],
)
def test_a_file_that_is_none_is_refused(data: bytes) -> None:
    with pytest.raises(UsageError, match=r"template|1 MB"):
        UploadCheck().examined("x.ttl", data)


def test_deep_nesting_ends_the_check_and_not_the_server() -> None:
    deep = (
        b"<http://a.example/a> <http://a.example/b> "
        + b"(" * 50_000
        + b")" * 50_000
        + b" ."
    )
    try:
        assert not UploadCheck().examined("deep.ttl", deep).sound
    except L2kgError as error:
        assert "flatten" in str(error)  # noqa: PT017 (either way of ending is right)


def test_a_check_that_works_too_long_is_stopped_and_says_so(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("l2kg.sandbox.upload._SECONDS", 1)
    with pytest.raises(L2kgError, match="more than 1 seconds .* fewer statements"):
        UploadCheck().examined("my-case.ttl", template())


def test_nothing_of_a_file_is_kept(
    tmp_path: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    UploadCheck().examined("my-case.ttl", template())
    assert list(tmp_path.iterdir()) == []  # type: ignore[attr-defined]


def test_the_page_about_us_speaks_of_both_levels_and_of_limits() -> None:
    html = about_page_html(serving.cases())
    assert all(
        words in html
        for words in ("Level I", "Level II", f"{NUMBER} cases", "not a sample")
    )
    assert html.count("<ol") == 1 and html.partition("</ol>")[0].count("<li>") == 5


@each(
    ("page", "params", "words"),
    [
        ("patterns", {"id": "reciprocal-help"}, "at could match"),
        ("tactics", {"id": "gloating"}, "Named without a case"),
        ("people", {"id": "james-baker"}, "Building the Gulf War coalition"),
        ("about", {}, "Level II"),
    ],
)
def test_a_page_opens_what_its_address_names(
    page: str, params: dict[str, str], words: str
) -> None:
    assert words in shown(opened(page, **params))


@each(
    ("page", "name"),
    [("patterns", "nonsense"), ("tactics", "nonsense"), ("people", "nonsense")],
)
def test_an_unknown_name_is_told_in_words(page: str, name: str) -> None:
    assert name in opened(page, id=name).warning[0].value


def test_the_first_page_says_what_this_is_without_words_of_the_trade() -> None:
    said = text(opened("cases"))
    assert all(words in said for words in ("negotiations", "Level I", "Level II"))
    assert not any(word in said for word in ("RDF", "SPARQL", "ontology", "graph"))


def test_how_an_order_is_known_is_said_in_words() -> None:
    page = shown(opened("patterns"))
    assert "Grade" in page and ">implied<" in page


def test_the_contribution_page_invites() -> None:
    app = opened("contribute")
    assert "Contribute a case" in text(app)
    assert "No file yet" in app.info[0].value


def test_every_page_is_short_and_reads_no_store() -> None:
    listed = sorted((code_root() / "pages").glob("*.py"))
    assert len(listed) > 10
    for path in listed:
        lines = path.read_text(encoding="utf-8").splitlines()
        assert len(lines) <= 150, path.name
        assert not any("pyoxigraph" in line or "SELECT" in line for line in lines), (
            path.name
        )
