"""The pages: what they show, what their address keeps, and how they answer what is wrong."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

import pytest
from each import each
from shipped import CASES as NUMBER
from streamlit.testing.v1 import AppTest
from waiting import LONGEST

from l2kg import serving
from l2kg.cases.tables import tables
from l2kg.csv_text import guarded
from l2kg.files import code_root
from l2kg.html.addresses import page_link
from l2kg.html.answer import grid_html
from l2kg.html.case import case_query, element_names, neighbours, page_parameters
from l2kg.html.cases import cards_html, cases_csv
from l2kg.html.code import CODE
from l2kg.html.columns import grid_csv, read_grid
from l2kg.html.filter import FACETS, Filter, choices, matching
from l2kg.html.parts import element_html, table_html
from l2kg.html.query import completions, examples

if TYPE_CHECKING:
    from collections.abc import Mapping

pytestmark = pytest.mark.usefixtures("pages")
PAGES = code_root() / "pages"
REUNIFICATION = "german-reunification"


def opened(page: str, **params: str) -> AppTest:
    app = AppTest.from_file(str(PAGES / "router.py"), default_timeout=LONGEST)
    app.run()
    for name, value in params.items():
        app.query_params[name] = value
    app.switch_page(str(PAGES / f"{page}.py")).run()
    assert not app.exception
    return app


def text(app: AppTest) -> str:
    return " ".join(element.value for element in app.get("html"))


def shown(app: AppTest) -> str:
    """Return what the components of a page were given."""
    return " ".join(
        element.proto.mixed.json + element.proto.json
        for element in app.get("bidi_component")
    )


def test_the_page_of_cases_shows_all_with_counts() -> None:
    app = opened("cases")
    assert any(
        f"**{NUMBER}** of {NUMBER} cases" in element.value for element in app.markdown
    )
    assert {pills.label for pills in app.get("pills")} == {
        "Setting",
        "Kind",
        "Outcome",
        "Back channel",
    }
    assert {one.label for one in app.multiselect} == {"Kind of barrier", "Tactic"}
    assert "German reunification within NATO" in shown(app)


def test_a_facet_narrows_and_the_address_keeps_it() -> None:
    app = opened("cases")
    next(one for one in app.get("pills") if one.label == "Outcome").set_value(
        ["harm"]
    ).run()
    assert app.query_params["outcome"] == "harm"
    assert "Geneva Accord" in shown(app)
    assert "German reunification" not in shown(app)


def test_the_address_sets_the_filter() -> None:
    app = opened("cases", setting="labour", q="union")
    assert app.text_input[0].value == "union"
    assert f"of {NUMBER} cases" in app.markdown[0].value
    assert "Geneva Accord" not in shown(app)


def test_a_mistyped_address_is_not_in_the_way() -> None:
    app = opened("cases", setting="nonsense")
    assert any(
        f"**{NUMBER}** of {NUMBER} cases" in element.value for element in app.markdown
    )
    assert "setting" not in app.query_params


def test_no_case_left_says_what_to_do() -> None:
    app = opened("cases", q="no such word")
    assert "Take a choice back" in app.info[0].value


def test_cases_come_as_a_table_too() -> None:
    app = opened("cases")
    app.get("button_group")[-1].set_value("table").run()
    assert "<table>" in shown(app)
    assert app.query_params["view"] == "table"
    assert "<table>" in shown(opened("cases", view="table"))


@each(
    "slug",
    [
        "german-reunification",
        "bonn-summit-1978",
        "bonn-summit-1978#us-decontrol",
        "us-budget-deal",
        "geneva-accord",
    ],
)
def test_a_case_opens_by_its_address(slug: str) -> None:
    app = opened("case", id=slug)
    assert serving.case(slug).summary.label in text(app)
    assert "l2fig" in shown(app)


def test_an_element_opens_by_its_address_with_its_evidence() -> None:
    app = opened("case", id=REUNIFICATION, focus="sharing-the-draft")
    assert all(
        word in shown(app)
        for word in (
            "To help Shevardnadze",
            "James Baker",
            "note xxiv",
            "inferred by rule",
        )
    )
    assert app.selectbox[0].value == "sharing-the-draft"


def test_somebody_without_a_name_opens_too() -> None:
    assert "American negotiators" in shown(
        opened("case", id="bonn-summit-1978", focus="us-negotiators")
    )


def test_choosing_an_element_moves_the_address() -> None:
    app = opened("case", id=REUNIFICATION)
    app.selectbox[0].set_value("ross-tarasenko").run()
    assert app.query_params["focus"] == "ross-tarasenko"
    app.selectbox[0].set_value(None).run()
    assert "focus" not in app.query_params


def test_the_page_of_a_case_remembers_the_last() -> None:
    app = opened("case", id="geneva-accord")
    del app.query_params["id"]
    app.run()
    assert "Geneva Accord" in text(app)


def test_an_unknown_case_is_told_with_the_nearest() -> None:
    app = opened("case", id="geneva-acord")
    assert "did you mean geneva-accord?" in app.error[0].value
    assert app.error[0].value.startswith("No case")
    assert '<h1 class="ttl">' in text(app)


def test_an_unknown_element_is_told_and_the_case_is_shown() -> None:
    app = opened("case", id="geneva-accord", focus="nothing")
    assert "no element “nothing”" in app.warning[0].value
    assert "Geneva Accord" in text(app)
    assert not opened("case", id="geneva-accord", focus="accord").warning


def test_every_table_of_a_case_can_be_chosen() -> None:
    app = opened("case", id=REUNIFICATION)
    kinds = app.get("pills")[0]
    for table in tables(serving.case(REUNIFICATION)):
        kinds.set_value(table.key).run()
        assert not app.exception


def test_the_query_page_runs_its_example() -> None:
    app = opened("query")
    next(button for button in app.button if button.label == "Run").click().run()
    assert any(element.value.startswith("3 rows") for element in app.caption)
    assert "Ross and Tarasenko" in shown(app)


def test_a_query_comes_from_the_address() -> None:
    app = opened("query", query="ASK { ?c a l2:Case }")
    next(button for button in app.button if button.label == "Run").click().run()
    assert app.success[0].value == "Yes."


def test_an_example_is_loaded_on_choice() -> None:
    app = opened("query")
    app.selectbox[0].set_value("restraint").run()
    assert app.session_state["text"] == examples()["restraint"][1]


@each(
    ("query", "said"),
    [
        pytest.param(
            "SELECT * {\n  ?s ?p ?o garbage\n}",
            'Line 2, column 12: cannot be read from "garbage" on',
            id="malformed",
        ),
        pytest.param(
            "SELECT * { SERVICE <http://x/> { ?s ?p ?o } }",
            "SERVICE is not allowed here",
            id="refused",
        ),
    ],
)
def test_a_faulty_query_is_told(query: str, said: str) -> None:
    app = opened("query", query=query)
    next(button for button in app.button if button.label == "Run").click().run()
    assert said in app.error[0].value


def test_a_graph_is_shown_as_turtle() -> None:
    app = opened("query", query="DESCRIBE case:geneva-accord")
    next(button for button in app.button if button.label == "Run").click().run()
    assert any("l2:outcome l2v:harm" in element.value for element in app.code)


# The functions behind the pages


def test_counts_of_a_facet_are_under_the_other_choices() -> None:
    found = {
        choice.id: choice.count
        for choice in choices(serving.cases(), Filter(outcome=("harm",)), "setting")
    }
    assert found == {
        "diplomacy": 2,
        "labour": 0,
        "commerce": 0,
        "hostage-crisis": 0,
        "international-trade": 0,
        "legislature": 0,
    }


@each("facet", FACETS)
def test_a_facet_counts_what_each_choice_leaves(facet: str) -> None:
    found = choices(serving.cases(), Filter(), facet)
    assert found
    for choice in found:
        assert choice.count == len(
            matching(serving.cases(), Filter.from_params({facet: [choice.id]}))
        )


@each(
    "chosen",
    [
        Filter(),
        Filter("oil", setting=("diplomacy",)),
        Filter(kind=("generic-case", "historical"), outcome=("harm",)),
    ],
)
def test_a_filter_survives_its_address(chosen: Filter) -> None:
    assert Filter.from_params(chosen.params()) == chosen


def test_the_subset_is_csv() -> None:
    rows = list(
        csv.DictReader(io.StringIO(cases_csv(matching(serving.cases(), Filter("bonn")))))
    )
    assert {row["slug"].partition("#")[0] for row in rows} == {"bonn-summit-1978"}


@each("cell", ["=1+1", "+1+1", "-1+1", "@x", "\t=1"])
def test_no_cell_is_a_formula(cell: str) -> None:
    assert guarded(cell).startswith("'")
    assert (
        grid_csv(read_grid(_answer({"x": {"type": "literal", "value": cell}})))
        .splitlines()[1]
        .lstrip(b'"')
        .startswith(b"'")
    )


def _answer(*rows: Mapping[str, Mapping[str, str]]) -> bytes:
    import json

    return json.dumps({"head": {"vars": ["x"]}, "results": {"bindings": rows}}).encode()


@each("iri", ["javascript:alert(1)", "https://example.org/<script>", "data:text/html,x"])
def test_no_foreign_iri_becomes_a_link(iri: str) -> None:
    html = grid_html(
        read_grid(_answer({"x": {"type": "uri", "value": iri}})),
        serving.store(),
        page_link,
    )
    assert "<a " not in html
    assert "<script" not in html


def test_results_show_labels_that_lead_to_our_pages() -> None:
    iri = "https://w3id.org/l2kg/case/geneva-accord#accord"
    html = grid_html(
        read_grid(_answer({"x": {"type": "uri", "value": iri}}, {})),
        serving.store(),
        page_link,
    )
    assert (
        f'<a href="/case?id=geneva-accord&amp;focus=accord" data-id="{iri}">Geneva Accord</a>'
        in html
    )


def test_words_from_data_are_escaped_everywhere() -> None:
    from dataclasses import replace

    case = replace(serving.cases()[0], label="<script>", description="<img src=x>")
    element = replace(
        serving.element_of(serving.case(REUNIFICATION).measures[0].iri),
        label="<script>",
        description='"><script>',
    )
    assert "<script>" not in cards_html([case], page_link) + element_html(
        element, page_link
    )


def test_tables_hold_every_element_but_participations() -> None:
    view = serving.case(REUNIFICATION)
    listed = {row.id for table in tables(view) for row in table.rows}
    people = {part.id for side in view.sides for part in side.participants}
    assert {element.id for element in view.elements()} - listed == people
    assert all(
        table_html(table, page_link).count("<tr>") == len(table.rows) + 1
        for table in tables(view)
    )


def test_every_element_can_be_chosen_once() -> None:
    view = serving.case("bonn-summit-1978")
    assert sorted(element_names(view)) == sorted(
        element.id for element in view.elements()
    )
    assert next(iter(element_names(view).values())).startswith("1  ")


def test_neighbours_end_with_the_list() -> None:
    cases, slugs = serving.named_cases(), [case.slug for case in serving.cases()]
    assert neighbours(cases, slugs[0]) == (None, cases[1])
    assert neighbours(cases, slugs[-1]) == (cases[-2], None)


@each(
    ("picked", "params"),
    [
        pytest.param(
            "expansionists",
            {"id": "bonn-summit-1978#us-decontrol", "focus": "expansionists"},
            id="local name",
        ),
        pytest.param("", {"id": "bonn-summit-1978#us-decontrol"}, id="nothing"),
        pytest.param(
            "https://w3id.org/l2kg/case/bonn-summit-1978#x",
            {"id": "bonn-summit-1978#us-decontrol", "focus": "x"},
            id="of this file",
        ),
        pytest.param(
            "https://w3id.org/l2kg/case/bonn-summit-1978#german-stimulus",
            {"id": "bonn-summit-1978#german-stimulus"},
            id="sub-case",
        ),
        pytest.param(
            "https://w3id.org/l2kg/case/geneva-accord#accord",
            {"id": "geneva-accord", "focus": "accord"},
            id="other case",
        ),
    ],
)
def test_what_is_picked_leads_to_its_place(picked: str, params: dict[str, str]) -> None:
    assert (
        page_parameters(
            serving.case("bonn-summit-1978#us-decontrol"),
            picked,
            {case.slug for case in serving.cases()},
        )
        == params
    )


@each("element", [None, "https://w3id.org/l2kg/case/geneva-accord#accord"])
def test_the_query_behind_a_page_has_rows(element: str | None) -> None:
    grid = read_grid(
        serving.query_service()
        .run(
            case_query("https://w3id.org/l2kg/case/geneva-accord", element), client="test"
        )
        .body
    )
    assert len(grid.rows) > 5


def test_every_example_runs_and_says_its_question() -> None:
    for question, query in examples().values():
        assert query.startswith(f"# {question}\n")
        assert read_grid(serving.query_service().run(query, client="test").body).columns


def test_completion_knows_our_terms() -> None:
    terms = {term["curie"]: term for term in completions(serving.store())}
    assert terms["l2:BackChannel"]["kind"] == "class"
    assert terms["l2:helps"]["kind"] == "property"
    assert terms["l2v:restraint"]["kind"] == "constant"
    assert all(
        terms[name]["label"] and terms[name]["definition"]
        for name in ("l2:BackChannel", "l2:helps")
    )


@each("query", ["ASK {}", 'SELECT ("\\"it\'s\\"" AS ?x) {}', 'SELECT ("""a""" AS ?x) {}'])
def test_code_for_other_tools_holds_the_query(query: str) -> None:
    import ast
    import shlex

    code = {
        name: write("http://127.0.0.1:1/sparql", query)
        for name, (_, write) in CODE.items()
    }
    assert f"query={query}" in shlex.split(code["curl"])
    assert query in {
        node.value
        for node in ast.walk(ast.parse(code["Python"]))
        if isinstance(node, ast.Constant)
    }
    assert "req_body_form(query = query)" in code["R"]
