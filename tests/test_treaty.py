"""What no case of the paper has, in an invented case: groups that act by themselves, talks through a third, votes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from conftest import TINY, store_of
from each import each

from l2kg.analysis.network import network
from l2kg.cases import load_case
from l2kg.cases.people import ties
from l2kg.cases.tables import tables
from l2kg.drawing import figure, timeline
from l2kg.drawing.figure.model import model
from l2kg.drawing.timeline.model import moments
from l2kg.html.people import ties_csv, ties_html
from l2kg.namespaces import CASE, L2
from l2kg.queries.run import ask

if TYPE_CHECKING:
    import pyoxigraph as ox

    from l2kg.cases.view import CaseView
    from l2kg.drawing.figure.model import Move
    from l2kg.drawing.shapes import Width

T = f"{CASE}treaty#"


@pytest.fixture(scope="module")
def store() -> ox.Store:
    return store_of([TINY.with_name("treaty.ttl")])


@pytest.fixture(scope="module")
def view(store: ox.Store) -> CaseView:
    return load_case(store, "treaty")


def found(store: ox.Store, pattern: str) -> set[str]:
    rows = ask(store, f"PREFIX l2: <{L2}> SELECT DISTINCT ?x {{ {pattern} }}")
    return {row[0].removeprefix(T) for row in rows if row[0]}


def move(view: CaseView, name: str) -> Move:
    return next(one for one in model(view).moves if one.measure.id == name)


@each(
    ("pattern", "expected"),
    [
        pytest.param(
            "?x a l2:CrossTableMeasure", {"visit", "prayer", "lobby"}, id="across"
        ),
        pytest.param("?x a l2:OwnSideMeasure", {"plea"}, id="a group of the helped side"),
        pytest.param("?x a l2:CrossTableHarm", {"march"}, id="not to the own side"),
        pytest.param("?x a l2:Backfire", {"plea"}, id="backfire"),
        pytest.param(
            "?x a l2:InternalOpponent", {"students"}, id="no reservation, no pose"
        ),
        pytest.param("?x a l2:InternalSupporter", set(), id="a reservation, a pose"),
        pytest.param(f"<{T}link> l2:bridges ?x", {"north", "south"}, id="ends only"),
    ],
)
def test_rules_know_groups_votes_and_chains(
    store: ox.Store, pattern: str, expected: set[str]
) -> None:
    assert found(store, pattern) == expected


def test_a_group_that_acts_is_where_its_arrow_begins(view: CaseView) -> None:
    visit = move(view, "visit")
    assert (visit.acting, visit.groups) == ((), (f"{T}farmers",))
    assert (visit.marks, visit.tone) == ((f"{T}students",), "help")
    assert move(view, "march").lands == (f"{T}north",)
    assert move(view, "plea").own == f"{T}south"


@each("width", ["wide", "narrow"])
def test_lines_lead_from_the_groups_that_act(view: CaseView, width: Width) -> None:
    paths = figure.layout(view, width=width).paths
    ends = {(path.id, path.ends[-1], path.head) for path in paths if path.kind == "move"}
    for name, group in (
        ("visit", "farmers"),
        ("march", "students"),
        ("prayer", "church"),
        ("lobby", "senate"),
    ):
        assert (name, group, False) in ends
        home = {"farmers": "north", "senate": "north", "students": "south"}
        assert (name, home.get(group, "island"), False) not in ends


@each("width", ["wide", "narrow"])
def test_what_was_not_carried_out_has_a_broken_arrow(
    view: CaseView, width: Width
) -> None:
    chart = figure.layout(view, width=width)
    broken = {path.id for path in chart.paths if "unperformed" in path.classes}
    assert broken == {"lobby"}
    assert broken == {n.id for n in chart.nodes if "unperformed" in n.classes}
    (said,) = [n.label for n in chart.nodes if n.id == "lobby"]
    assert "proposed" in said
    assert any("Not carried out" in words for _, words in figure.legend(chart))
    assert "The Senate writes to the Island (proposed)" in figure.render(view)


def test_those_behind_the_table_are_not_at_it(view: CaseView) -> None:
    chart = figure.layout(view)
    senator = next(node for node in chart.nodes if node.id == "part-senator")
    card = next(node for node in chart.nodes if node.id == "north")
    assert not card.box.y <= senator.box.y <= card.box.bottom


def test_decisions_are_drawn_where_they_are_taken(view: CaseView) -> None:
    drawn = {
        node.id: node.classes
        for node in figure.layout(view).nodes
        if node.kind == "decision"
    }
    assert {name: classes[-1] for name, classes in drawn.items()} == {
        "senate-vote": "supports",
        "plebiscite": "supports",
        "cabinet": "undecided",
        "synod": "opposes",
    }
    assert "66.4 %" in figure.render(view)


def test_a_stance_of_some_time_is_not_drawn_as_one_for_all_time(view: CaseView) -> None:
    titles = {node.id: node.title for node in figure.layout(view).nodes}
    assert "supports, before The Senate votes: The treaty may be" in titles["senate"]
    assert "acquiesces, after The people of South vote: The treaty" in titles["voters"]


def test_opposition_to_what_the_deal_turns_on_is_drawn_as_such(view: CaseView) -> None:
    attitudes = {group.id: group.attitude for group in view.constituencies}
    assert set(attitudes.values()) == {"opposes", "undecided"}
    assert [name for name, one in attitudes.items() if one == "opposes"] == ["students"]


def test_a_heading_does_not_deny_what_its_cards_say(view: CaseView) -> None:
    """The church opposes what is no part of the deal, voters acquiesce, farmers set a condition."""
    drawn = figure.render(view)
    assert "undecided or not stated" not in drawn
    said = {node.id: node.label for node in figure.layout(view).nodes}
    for name, stance in (("church", "opposes"), ("voters", "acquiesces")):
        assert "no clear yes or no to the deal stated" in said[name]
        assert stance in said[name]
    (groups,) = [table for table in tables(view) if table.key == "constituencies"]
    assert "no clear yes or no to the deal stated" in str(groups.rows)


def test_a_channel_through_a_third_is_a_chain(store: ox.Store, view: CaseView) -> None:
    edges = {
        (a.removeprefix(T), b.removeprefix(T))
        for a, b, tie in network(store, "treaty").edges(data="tie")
        if tie == "is connected with"
    }
    assert edges == {
        ("minister", "bishop"),
        ("bishop", "minister"),
        ("general", "bishop"),
        ("bishop", "general"),
    }
    words = " ".join(
        line.text
        for node in figure.layout(view).nodes
        if node.id == "link"
        for line in node.lines
    )
    assert "through Bishop of the Island" in words


def test_the_network_counts_whose_agent_somebody_is(store: ox.Store) -> None:
    kinds = {tie: (a, b) for a, b, tie in network(store, "treaty").edges(data="tie")}
    assert kinds["acts for"] == (f"{T}senator", f"{T}minister")


def test_people_pages_name_the_third(store: ox.Store) -> None:
    listed = ties(store)
    assert "through Bishop of the Island" in ties_html(listed, lambda _: None)
    assert "Bishop of the Island" in ties_csv(listed)


def test_the_timeline_says_how_a_vote_went_and_what_it_changed(view: CaseView) -> None:
    notes = {moment.element.id: moment.notes for moment in moments(view)}
    assert notes["senate-vote"] == (
        "accepted with conditions, 68 %",
        "before it: The Senate wants the reservation",
        "in the way before it: Doubts in the Senate",
    )
    assert notes["plebiscite"][-1] == "after it: Voters let it happen"
    assert "in the way after it: Doubts in the Senate" in notes["visit"]
    assert timeline.render(view)


def test_tables_show_every_value(view: CaseView) -> None:
    shown = {table.key: table for table in tables(view)}
    text = str(shown["ratifications"].rows) + str(shown["sides"].rows)
    for words in ("68 %", "96 %", "foreign minister, party leader", "behind the table"):
        assert words in text
    assert "55 to 60 %" in str(shown["stances"].rows)
    assert "bread" in str(shown["statements"].rows)
