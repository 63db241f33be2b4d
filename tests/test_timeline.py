"""The timeline: what it shows, that nothing overlaps, and that it claims no order that the data does not give."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import combinations
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import pytest
from drawing import (
    FILES,
    HOLDS,
    PARTS,
    SVG,
    WIDTHS,
    each_node_can_be_chosen_by_key_and_names_an_element,
    lines_of,
    views_of,
)
from each import each, each_of
from hypothesis import given
from hypothesis import strategies as st
from invented import at_most, chances, invented

from l2kg.cases import load_case
from l2kg.cases.parts import Dating
from l2kg.cases.reading import Ref
from l2kg.drawing.figure import DARK
from l2kg.drawing.figure import layout as figure_of
from l2kg.drawing.figure.model import model
from l2kg.drawing.style import CSS as FIGURE_CSS
from l2kg.drawing.timeline import CSS, layout, related, render
from l2kg.drawing.timeline.dates import date_words
from l2kg.drawing.timeline.gaps import gaps
from l2kg.drawing.timeline.model import moments
from l2kg.drawing.timeline.order import order_of
from l2kg.drawing.timeline.words import sentences

if TYPE_CHECKING:
    from random import Random

    from pyoxigraph import Store

    from l2kg.cases.parts import TemporalRelation
    from l2kg.cases.view import CaseView
    from l2kg.drawing.shapes import Node, Width
    from l2kg.drawing.timeline.layout import Timeline

CASE = "https://w3id.org/l2kg/case/german-reunification#"


@pytest.fixture(scope="module")
def views(real: Store) -> dict[str, CaseView]:
    """Every case as it is, and with labels without end."""
    return views_of(real)


@pytest.fixture(scope="module")
def charts(views: dict[str, CaseView]) -> dict[str, tuple[CaseView, Timeline]]:
    """Each of them with its drawing, in both widths."""
    return {
        f"{name}, {width}": (view, layout(view, width=width))
        for name, view in views.items()
        for width in WIDTHS
    }


@pytest.fixture(scope="module")
def main(real: Store) -> CaseView:
    return load_case(real, "german-reunification")


def boxes(chart: Timeline) -> dict[str, Node]:
    return {node.id: node for node in chart.nodes}


@each_of("charts", "view, chart")
def test_what_must_hold_of_every_drawing(chart: Timeline) -> None:
    for holds in HOLDS:
        holds(chart)


@each_of("charts", "view, chart")
def test_arrows_point_down(chart: Timeline) -> None:
    arrows_point_down(chart)


def arrows_point_down(chart: Timeline) -> None:
    found = boxes(chart)
    assert all(
        found[path.ends[0]].box.y < found[path.ends[1]].box.y for path in chart.paths
    )


@pytest.mark.parametrize("width", WIDTHS)
@given(r=chances, seats=st.integers(1, 5), apart=st.integers(0, 3))
@at_most(50)
def test_invented_cases_hold_to_all_of_this(
    width: Width, r: Random, seats: int, apart: int
) -> None:
    chart = layout(invented(r, seats=seats, apart=apart), width=width)
    for holds in HOLDS:
        holds(chart)
    arrows_point_down(chart)


@each_of("charts", "view, chart")
def test_every_occurrence_and_dating_is_there_once(
    view: CaseView, chart: Timeline
) -> None:
    ids = [node.id for node in chart.nodes]
    assert len(ids) == len(set(ids))
    assert set(ids) == {one.element.id for one in moments(view)} | {
        dating.id for dating in view.datings
    }
    assert {
        one.id
        for kind in (view.measures, view.negotiations, view.statements, view.occurrences)
        for one in kind
    } <= set(ids)


@each("width", WIDTHS)
@each_of("views", "view")
def test_each_node_can_be_chosen_by_key_and_has_a_name(
    view: CaseView, width: Width
) -> None:
    each_node_can_be_chosen_by_key_and_names_an_element(view, render(view, width=width))


@each_of("charts", "view, chart")
def test_what_is_stated_stands_in_its_order(view: CaseView, chart: Timeline) -> None:
    found = boxes(chart)
    stated = [
        i
        for i in view.inferred
        if i.property.id == "precedesAsStated"
        and {i.subject.id, i.value.id} <= set(found)
    ]
    assert [
        (i.subject.id, i.value.id)
        for i in stated
        if found[i.subject.id].box.y >= found[i.value.id].box.y
    ] == []


def inferred(view: CaseView, name: str) -> set[tuple[str, str]]:
    """Return the pairs of an order by the name of its property."""
    return {(i.subject.iri, i.value.iri) for i in view.inferred if i.property.id == name}


@each_of("views", "view")
def test_arrows_are_what_is_told_without_what_follows_from_others(
    view: CaseView,
) -> None:
    order = order_of(view, moments(view))
    stated, told = inferred(view, "precedesAsStated"), inferred(view, "precedesAsImplied")
    said = {
        (r.locates.iri, r.relative_to.iri): order_of_grade
        for r in sorted(view.temporal, key=lambda r: not is_implied(r))
        if r.relation
        and r.relation.id in ("before", "begins-before")
        and r.locates
        and r.relative_to
        for order_of_grade in [told if is_implied(r) else stated]
    }
    drawn = {(link.before, link.after) for link in order.links}
    assert drawn <= set(said)
    names = {one for pair in told for one in pair}
    assert set(said) - drawn == {
        (a, b)
        for (a, b), pairs in said.items()
        if (a, b) not in told or any((a, c) in pairs and (c, b) in pairs for c in names)
    }


def is_implied(relation: TemporalRelation) -> bool:
    return relation.status is not None and relation.status.id == "implied"


def test_what_is_implied_looks_and_reads_otherwise(main: CaseView) -> None:
    chart = layout(main)
    svg = render(main)
    assert {"implied" in path.classes for path in chart.paths} == {True, False}
    for path in chart.paths:
        title = svg[svg.index(f'data-id="{path.id}"') :].partition("</title>")[0]
        assert ("as is implied only" in title) == ("implied" in path.classes)


@each("edtf", ["/1978-03-30", "1978-07/..", "[..1978-03-30]"])
def test_a_date_open_at_an_end_has_a_bar_to_the_edge(main: CaseView, edtf: str) -> None:
    one = replace(main.datings[0], edtf=edtf)
    chart = layout(replace(main, datings=(one, *main.datings[1:])))
    node = next(node for node in chart.nodes if node.id == one.id)
    assert any(mark.kind == "span" and mark.box.w > 3 for mark in node.marks)
    assert "1978" in node.label


@each(
    "edtf",
    [
        pytest.param("199X", id="decade"),
        pytest.param("19XX", id="century"),
        pytest.param("1990-22", id="season"),
        pytest.param("1990-XX-XX", id="a day of a year"),
        pytest.param("1990-~07-05", id="doubt before a part"),
        pytest.param("2004-06-~01/2004", id="doubt within"),
        pytest.param("../1978-03-30", id="open start"),
        pytest.param("{1990,1991..1993}", id="all of a set"),
    ],
)
def test_the_timeline_says_dates_in_words(edtf: str) -> None:
    assert not re.search(r"[X~%/{}\[\]]|\.\.|\d-\d", date_words(edtf))


@each_of("views", "view")
def test_the_words_tell_of_all_pairs_without_order_and_of_no_other(
    view: CaseView,
) -> None:
    told = moments(view)
    order = order_of(view, told)
    names = [one.element.iri for one in told]
    told_of = set().union(*(gap.pairs(names) for gap in gaps(told, order)), set())
    known = {frozenset(pair) for pair in (*order.pairs, *order.beside)}
    whole = {one.element.iri: {ref.iri for ref in one.element.part_of} for one in told}
    rest = {frozenset(pair) for pair in combinations(names, 2)} - known - told_of
    assert not told_of & known
    assert all(_inside(a, b, whole) or _inside(b, a, whole) for a, b in map(tuple, rest))


def _inside(part: str, other: str, whole: dict[str, set[str]]) -> bool:
    return any(up == other or _inside(up, other, whole) for up in whole.get(part, ()))


@each_of("views", "view")
def test_the_words_stay_few(view: CaseView) -> None:
    told = moments(view)
    order = order_of(view, told)
    assert len(sentences(told, order, gaps(told, order))) <= 6


def test_what_is_dated_has_a_bar_and_what_is_not_has_none(main: CaseView) -> None:
    nodes = boxes(layout(main))
    dated = {dating.dates.id: dating.id for dating in main.datings if dating.dates}
    assert all(
        "dated" in nodes[one].classes
        and {"span"} <= {mark.kind for mark in nodes[dating].marks}
        for one, dating in dated.items()
    )
    others = [
        node for node in nodes.values() if node.kind == "moment" and node.id not in dated
    ]
    assert others and all("undated" in node.classes and not node.marks for node in others)


def test_a_dating_stands_at_the_height_of_what_it_dates(main: CaseView) -> None:
    nodes = boxes(layout(main))
    assert all(
        nodes[d.id].box.y == nodes[d.dates.id].box.y for d in main.datings if d.dates
    )


def test_dates_from_outside_the_source_are_marked_as_such(
    main: CaseView, real: Store
) -> None:
    nodes = boxes(layout(main))
    assert all("external" in nodes[dating.id].classes for dating in main.datings)
    assert any(
        "not in the case's source: Wikidata" in line.text
        for node in nodes.values()
        for line in node.lines
    )
    bonn = boxes(layout(load_case(real, "bonn-summit-1978")))
    assert (
        "external" not in bonn["date-summit"].classes
        and "external" in bonn["date-summit-days"].classes
    )


@each("width", WIDTHS)
def test_rival_datings_both_show(main: CaseView, width: Width) -> None:
    one = next(
        dating
        for dating in main.datings
        if dating.dates and dating.dates.id == "fall-of-the-wall"
    )
    rival = Dating(
        iri=f"{CASE}rival",
        label="rival",
        dates=one.dates,
        edtf="1989-11-10",
        rivals=(one.ref,),
    )
    first = replace(one, rivals=(rival.ref,))
    nodes = boxes(
        layout(
            replace(
                main, datings=(first, rival, *(d for d in main.datings if d is not one))
            ),
            width=width,
        )
    )
    assert nodes["rival"].box.y > nodes[one.id].box.bottom - 1
    assert any("disputed" in line.text for line in nodes["rival"].lines) and any(
        "disputed" in line.text for line in nodes[one.id].lines
    )


def test_a_date_that_cannot_be_read_shows_as_it_is_written(main: CaseView) -> None:
    odd = tuple(replace(dating, edtf="long ago") for dating in main.datings)
    assert "long ago" in render(replace(main, datings=odd))


def test_ticks_run_behind_the_words_of_a_dating_not_through_them(main: CaseView) -> None:
    wide, narrow = (layout(main, width=width) for width in WIDTHS)
    rows = [node for node in wide.nodes if node.kind == "dating"]
    assert any(node.box.x < x < node.box.right for node in rows for x, *_ in wide.ticks)
    assert (
        rows
        and all("strip" not in node.classes for node in rows)
        and ".dating .body{fill:var(--paper)" in CSS
    )
    assert (
        all("strip" in node.classes for node in narrow.nodes if node.kind == "dating")
        and not narrow.ticks
    )


def test_lanes_follow_the_sides(main: CaseView) -> None:
    lanes = {one.element.id: one.lane.title for one in moments(main)}
    assert lanes["white-house-meeting"] == lanes["berlin-statement"] == "At the table"
    assert (
        lanes["no-gloating"]
        == lanes["ross-tarasenko"]
        == lanes["london-summit-talks"]
        == "Across the table"
    )
    assert (
        lanes["internal-us-talks"] == "Behind A: American side"
        and lanes["pre-empting-opponents"] == "Behind B: Soviet side"
    )
    assert lanes["fall-of-the-wall"] == "No side named"


@each_of("views", "view")
def test_a_measure_that_the_figure_draws_inside_a_side_lies_behind_it(
    view: CaseView,
) -> None:
    sides = {side.iri: side.label for side in view.sides}
    lanes = {one.element.iri: one.lane.title for one in moments(view)}
    inside = [move for move in model(view).moves if move.own]
    assert [
        move.measure.id
        for move in inside
        if not lanes[move.measure.iri].endswith(sides[move.own])
    ] == []


@each_of("views", "view")
def test_numbers_and_their_colours_are_those_of_the_figure(view: CaseView) -> None:
    told = [one for one in moments(view) if one.number]
    assert {one.element.id: one.number for one in told} == {
        measure.id: measure.number for measure in view.measures
    }
    tones = ("help", "harm", "plain")
    drawn = {
        node.id: next(name for name in node.classes if name in tones)
        for node in figure_of(view).nodes
        if node.kind in ("pill", "part")
    }
    shown = {
        node.id: {*tones} & {*node.classes}
        for node in layout(view).nodes
        if node.kind == "moment"
    }
    assert {one.element.id: shown[one.element.id] for one in told} == {
        ident: {tone} for ident, tone in drawn.items()
    }
    assert not re.search(r"\.l2tl[^{}]* text\.np", CSS)


@each("width", WIDTHS)
@each("slug", [*FILES, *PARTS])
def test_no_words_of_a_real_case_are_cut(real: Store, slug: str, width: Width) -> None:
    assert [
        line.text
        for line in lines_of(layout(load_case(real, slug), width=width))
        if line.text.endswith("…")
    ] == []


@each_of("charts", "view, chart")
def test_arrows_and_frames_are_explained_where_they_are_drawn(
    view: CaseView, chart: Timeline
) -> None:
    said = " ".join(line.text for line, _ in chart.captions)
    kinds = {("over" in path.classes, "implied" in path.classes) for path in chart.paths}
    texts = {
        (True, False): "Arrow: ",
        (False, False): "Broken arrow: ",
        (True, True): "Dotted arrow: ",
        (False, True): "Arrow of dashes and dots: ",
    }
    assert {kind for kind, text in texts.items() if text in said} == kinds
    assert (
        "Broken frame: " in said
        or not chart.paths
        or all(one.dated for one in moments(view))
    )


def test_where_nothing_has_an_order_the_words_say_so_once(real: Store) -> None:
    told = moments(load_case(real, "blocked-trade-deal"))
    order = order_of(load_case(real, "blocked-trade-deal"), told)
    assert sentences(told, order, gaps(told, order)) == [
        "The one pair of occurrences has no stated order."
    ]


def test_a_chosen_arrow_is_marked_with_its_ends(main: CaseView) -> None:
    path = layout(main).paths[0]
    root = ET.fromstring(render(main, selected=path.id))
    groups = {
        group.get("data-id"): group.get("class", "")
        for group in root.iter(f"{SVG}g")
        if group.get("role") == "button"
    }
    assert " sel" in groups[path.id] and all(" on" in groups[end] for end in path.ends)
    assert set(path.ends) <= set(related(main)[path.id])


def test_text_from_the_data_is_escaped(main: CaseView) -> None:
    evil = replace(
        main,
        occurrences=tuple(
            replace(one, label="<script>\"&'", description="</title><b>")
            for one in main.occurrences
        ),
    )
    svg = render(evil)
    assert "<script" not in svg and "<b>" not in svg
    ET.fromstring(svg)


def test_a_relation_that_names_nothing_is_left_out(main: CaseView) -> None:
    lost = tuple(
        replace(one, relative_to=Ref(f"{CASE}nowhere", "nowhere"))
        for one in main.temporal
    )
    assert layout(replace(main, temporal=lost, inferred=())).paths == ()


def test_a_file_of_its_own_needs_no_style_sheet_and_every_colour_has_a_dark_one(
    main: CaseView,
) -> None:
    for width in WIDTHS:
        svg = render(main, standalone=True, width=width)
        assert "var(" not in svg and 'textLength="' in svg and "<style" not in svg
    asked = set(re.findall(r"var\(--([a-z0-9]+)\)", CSS)) - {"h", "t", "z"}
    assert (
        asked <= set(re.findall(r"--([a-z0-9]+):", FIGURE_CSS)) and "--l2-paper" in DARK
    )
