"""A name as we print it, and in each of its forms, is taken by every command, parameter and page."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner
from each import each

from l2kg.analysis.orders import partial_order
from l2kg.cases import load_case
from l2kg.cases.text import lines, resolve
from l2kg.cli import main
from l2kg.errors import NotFoundError
from l2kg.namespaces import CASE, L2, iri_named, written
from l2kg.queries.header import find
from l2kg.queries.run import bind, require_known, run
from l2kg.schema import schema

if TYPE_CHECKING:
    import pyoxigraph as ox

ELEMENT = f"{CASE}german-reunification#ross-tarasenko"
FORMS = [
    "german-reunification#ross-tarasenko",
    "case:german-reunification#ross-tarasenko",
    r"case:german-reunification\#ross-tarasenko",
    ELEMENT,
    f"<{ELEMENT}>",
    ELEMENT.replace("https:", "http:"),
]


@each("form", FORMS)
def test_every_form_of_a_name_means_the_same(real: ox.Store, form: str) -> None:
    assert iri_named(form) == resolve(real, form) == ELEMENT
    bound = bind(find("evidence"), {"element": form})
    require_known(real, find("evidence"), bound)
    assert [term.value for term in bound.values()] == [ELEMENT]


@each("form", ["bonn-summit-1978", "case:bonn-summit-1978", f"<{CASE}bonn-summit-1978>"])
def test_a_case_is_opened_by_every_form_of_its_name(real: ox.Store, form: str) -> None:
    assert load_case(real, form).summary.slug == "bonn-summit-1978"
    assert partial_order(real, form, count=False).case == "bonn-summit-1978"
    rows = run(real, find("influence"), {"case": form}).rows
    assert rows == run(real, find("influence"), {"case": "bonn-summit-1978"}).rows


def test_what_is_printed_can_be_pasted_into_a_query_and_an_argument(
    real: ox.Store,
) -> None:
    printed = next(line for line in lines(real, FORMS[0]) if line.startswith("case:"))
    assert printed == written(ELEMENT)
    assert len(run(real, f"SELECT ?p {{ {printed} a ?p }}").rows) > 0
    (row, *_) = run(real, f"SELECT ?s {{ ?s ?p ?o FILTER(?s = {printed}) }}").compact()
    assert resolve(real, row[0]) == ELEMENT


@each(
    ("typed", "said"),
    [
        pytest.param(
            "James Baker",
            "no case or element 'James Baker'; did you mean actor:james-baker?",
            id="label",
        ),
        pytest.param(
            "james-baker",
            "no case or element 'james-baker'; did you mean actor:james-baker?",
            id="no prefix",
        ),
        pytest.param(
            "actor:baker",
            "no case or element 'actor:baker'; did you mean actor:james-baker?",
            id="other name",
        ),
        pytest.param(
            "geneva-acord",
            "no case or element 'geneva-acord'; did you mean case:geneva-accord?",
            id="case",
        ),
        pytest.param(
            r"case:german-reunification\#ross-taraseko",
            "case german-reunification has no element 'ross-taraseko'; did you mean ross-tarasenko?"
            "; `l2kg show german-reunification` lists them",
            id="element",
        ),
    ],
)
def test_a_name_that_nothing_has_is_answered_with_the_nearest(
    real: ox.Store, typed: str, said: str
) -> None:
    with pytest.raises(NotFoundError) as caught:
        resolve(real, typed)
    assert str(caught.value) == said


@each(
    "words",
    [
        ["show", "foo bar"],
        ["order", "--case", "foo bar"],
        ["order", "--case", "german-reunification", "--only", "foo bar"],
        ["pattern", "restraint", "--why", "a <b"],
        ["query", "evidence", "--param", "element=a b"],
        ["query", "influence", "--param", "case=a b"],
    ],
    ids=" ".join,
)
def test_what_can_be_no_name_is_one_line(folder: str, words: list[str]) -> None:
    done = CliRunner().invoke(main, [*words, "--store", folder])
    assert (done.exit_code, done.stderr.count("\n")) == (2, 1), done.output


@each(
    ("what", "head"),
    {
        "l2:Barrier": "barrier  [class]",
        "l2:takenBy": "taken by  [property]",
        "l2:counterExample": "counter-example  [property]",
        "l2t:harmful-move": "harmful move  [tactic]",
        "l2v:opposes": "opposes  [code of polarities]",
        "l2v:polarity": "polarities  [list of codes]",
        "actor:james-baker": "James Baker  [person]",
    }.items(),
)
def test_a_thing_is_shown_with_what_it_is(real: ox.Store, what: str, head: str) -> None:
    assert next(lines(real, what)) == head


def test_what_points_at_a_thing_has_a_name_from_there() -> None:
    terms, asked = schema().terms, 0
    for term in terms.kind("property"):
        leads = any(cls in terms and terms[cls].kind == "class" for cls in term.range)
        if leads and term.iri != f"{L2}inCase" and not schema().is_symmetric(term.iri):
            asked += 1
            assert schema().other_end(term.iri), f"no shape of ends.ttl names {term.iri}"
    assert asked > 50
    assert schema().other_end(f"{L2}participant", ["Person"]) == "takes part"
    assert schema().other_end(f"{L2}label") == ""


def test_an_order_is_shown_once_and_long_lists_line_by_line(real: ox.Store) -> None:
    shown = list(lines(real, ELEMENT))
    assert "precedes as stated:" in shown and "assessed in:" in " ".join(shown)
    assert not any(
        line.startswith(("is ", "precedes:", "bears on", "←")) for line in shown
    )
    rows = [line.partition(" (by rule")[0] for line in shown if line.startswith("  ")]
    order = rows[: rows.index("  The text goes to the heads of state") + 1]
    assert len(order) > 15 and len(set(order)) == len(order)
    apart = (line for line in shown if not line.startswith("  ") and ": " in line)
    assert all(len(line) <= 100 or "; " not in line for line in apart)


def test_a_name_that_is_far_from_all_is_answered_with_none(real: ox.Store) -> None:
    for typed in ("US president", "l2t:nope"):
        with pytest.raises(NotFoundError) as caught:
            resolve(real, typed)
        assert "did you mean" not in str(caught.value)
