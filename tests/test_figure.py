"""The two-level figure: what it shows, and that nothing overlaps, for every case and for labels without end."""

from __future__ import annotations

import re
from dataclasses import replace
from html import escape
from itertools import pairwise
from math import hypot
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
    views_of,
)
from each import each, each_of
from hypothesis import given
from hypothesis import strategies as st
from invented import at_most, chances, crowded, invented

from l2kg.cases import load_case
from l2kg.drawing import figure as figure_package
from l2kg.drawing import timeline
from l2kg.drawing.figure import CSS, DARK, layout, legend, related, render
from l2kg.drawing.figure.boxes import NOBODY
from l2kg.drawing.figure.layout import laid_out
from l2kg.drawing.figure.model import model
from l2kg.drawing.shapes import Point
from l2kg.drawing.svg import band_hatching

if TYPE_CHECKING:
    from collections.abc import Callable
    from random import Random
    from types import ModuleType

    from pyoxigraph import Store

    from l2kg.cases.view import CaseView
    from l2kg.drawing.figure.model import Model
    from l2kg.drawing.shapes import Figure, Width


@pytest.fixture(scope="module")
def views(real: Store) -> dict[str, CaseView]:
    """Every case as it is, and with labels without end."""
    return views_of(real)


@pytest.fixture(scope="module")
def figures(views: dict[str, CaseView]) -> dict[str, tuple[CaseView, Figure]]:
    """Each of them with its drawing, in both widths."""
    return {
        f"{name}, {width}": (view, layout(view, width=width))
        for name, view in views.items()
        for width in WIDTHS
    }


@pytest.fixture(scope="module")
def main(real: Store) -> CaseView:
    return load_case(real, "german-reunification")


@each_of("figures", "view, figure")
def test_what_must_hold_of_every_drawing(figure: Figure) -> None:
    for holds in HOLDS:
        holds(figure)


@each_of("views", "view")
def test_the_narrow_figure_fits_a_phone_and_shows_what_the_wide_one_shows(
    view: CaseView,
) -> None:
    narrow, wide = layout(view, width="narrow"), layout(view)
    assert narrow.width == 358
    assert {node.id for node in wide.nodes} <= {node.id for node in narrow.nodes}
    apart = {side.id for side in view.sides if not side.at_table}
    ends = {
        (path.id, end)
        for path in wide.paths
        if path.kind != "ribbon"
        for end in path.ends
        if end not in apart
    }
    assert ends <= {(path.id, end) for path in narrow.paths for end in path.ends}


@each_of("figures", "view, figure")
def test_sides_groups_measures_and_relationships_are_all_there(
    view: CaseView, figure: Figure
) -> None:
    shown = {node.id for node in figure.nodes}
    seen = {
        one.id
        for kind in (
            view.constituencies,
            view.measures,
            view.relationships,
            view.barriers,
        )
        for one in kind
    }
    faced = {
        b.id
        for b in view.barriers
        if b.faced_by and b.faced_by.id not in {s.id for s in view.sides if s.at_table}
    }
    assert seen - faced <= shown


@each("width", WIDTHS)
@each_of("views", "view")
def test_each_node_can_be_chosen_by_key_and_names_an_element(
    view: CaseView, width: Width
) -> None:
    each_node_can_be_chosen_by_key_and_names_an_element(view, render(view, width=width))


@each_of("views", "view")
def test_neighbours_are_elements_of_the_figure_and_mutual(view: CaseView) -> None:
    near, shown = related(view), {node.id for node in layout(view).nodes}
    assert {other for others in near.values() for other in others} <= shown
    assert all(one in near[other] for one, others in near.items() for other in others)


@each("drawing", [figure_package, timeline])
def test_what_a_page_needs_is_drawn_together_and_the_same(
    main: CaseView, drawing: ModuleType
) -> None:
    one_by_one = [drawing.render(main, width=width) for width in WIDTHS]
    assert list(drawing.draw(main)) == [*one_by_one, drawing.related(main)]


def test_what_a_page_needs_is_laid_out_once(
    main: CaseView, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = []

    def counted(story: Model, width: Width) -> Figure:
        asked.append(width)
        return laid_out(story, width)

    monkeypatch.setattr(figure_package, "laid_out", counted)
    figure_package.draw(main)
    assert sorted(asked) == sorted(WIDTHS)


@pytest.mark.parametrize("width", WIDTHS)
@given(r=chances, seats=st.integers(1, 5), apart=st.integers(0, 3))
@at_most(100)
def test_invented_cases_of_one_to_five_sides_hold_to_all_of_this(
    width: Width, r: Random, seats: int, apart: int
) -> None:
    figure = layout(invented(r, seats=seats, apart=apart), width=width)
    for holds in HOLDS:
        holds(figure)


@pytest.mark.parametrize("width", WIDTHS)
@given(r=chances, seats=st.integers(2, 5), apart=st.integers(0, 2))
@at_most(20)
def test_so_do_cases_with_twenty_constituencies_behind_one_side(
    width: Width, r: Random, seats: int, apart: int
) -> None:
    view = crowded(r, seats=seats, apart=apart)
    figure = layout(view, width=width)
    assert {group.id for group in view.constituencies} <= {
        node.id for node in figure.nodes
    }
    for holds in HOLDS:
        holds(figure)


@each("width", WIDTHS)
@each("slug", [*FILES, *PARTS])
def test_no_words_of_a_real_case_are_cut(real: Store, slug: str, width: Width) -> None:
    figure = layout(load_case(real, slug), width=width)
    assert [
        (node.id, line.text)
        for node in figure.nodes
        for line in node.lines
        if line.text.endswith("…")
    ] == []


@each("width", WIDTHS)
@each("slug", [*FILES, *PARTS])
def test_what_lies_on_the_table_is_broken_into_lines_of_even_length(
    real: Store, slug: str, width: Width
) -> None:
    for node in layout(load_case(real, slug), width=width).nodes:
        lines = [
            line.width
            for line in node.lines
            if node.kind == "lying" and line.style in ("deal", "item")
        ]
        assert not lines or lines[-1] > 0.4 * max(lines), (
            node.id,
            [line.text for line in node.lines],
        )


@each_of("figures", "view, figure")
def test_the_words_about_a_relationship_keep_off_the_edges_of_its_box(
    view: CaseView, figure: Figure
) -> None:
    ties = [node for node in figure.nodes if node.kind == "tie"]
    assert [
        (node.id, line.text)
        for node in ties
        for line in node.lines
        if not node.box.grown(-4).holds(Point(line.box.x, line.box.cy))
    ] == []
    said = {node.id: {line.text for line in node.lines} for node in ties}
    assert [
        one.id
        for one in view.relationships
        if len(one.types) > 1
        and any("cross-side" in text for text in said.get(one.id, ()))
    ] == []


def test_the_place_of_a_side_not_described_hides_the_edge_of_the_table_behind_its_words(
    real: Store,
) -> None:
    figure = layout(load_case(real, "rogue-union-faction"))
    assert [seat.overlaps(figure.table) for seat in figure.seats] == [True]
    assert re.search(r"\.seat\{fill:var\(--paper\)", CSS)


def test_no_canvas_is_half_empty_wherever_the_table_lies(real: Store) -> None:
    """Measures against opponents and sides apart stand under the table, so it need not lie in the middle.

    But the room that it leaves is filled: no strip across the canvas is bare.
    """
    for figure in (layout(load_case(real, slug)) for slug in (*FILES, *PARTS)):
        boxes = sorted((node.box for node in figure.nodes), key=lambda box: box.y)
        assert 0.2 < figure.table.cy / figure.height < 0.66, figure.title
        assert boxes[0].y < 70, figure.title
        edge = 0.0
        for box in boxes:
            assert box.y - edge < 70, (figure.title, box.y)
            edge = max(edge, box.bottom)
        assert edge > figure.height - 100, figure.title


@each("slug", [*FILES, *PARTS])
def test_a_measure_has_a_line_to_every_side_that_takes_it_or_is_helped_by_it(
    real: Store, slug: str
) -> None:
    view = load_case(real, slug)
    story, figure = model(view), layout(view)
    joined = {(path.id, end) for path in figure.paths for end in path.ends}
    assert [
        (move.measure.id, story.ids[side])
        for move in story.moves
        if not move.own
        for side in (*move.acting, *move.lands)
        if (move.measure.id, story.ids[side]) not in joined
    ] == []


def test_help_among_three_sides_ends_in_an_arrow_at_each_also_apart(real: Store) -> None:
    for part in PARTS:
        figure = layout(load_case(real, part))
        assert {
            end
            for path in figure.paths
            if path.id == "mutual-help" and path.head
            for end in path.ends
        } == {"mutual-help", "us-side", "german-side", "japanese-side"}


def test_the_main_case_is_no_higher_than_it_is_broad(main: CaseView) -> None:
    figure = layout(main)
    assert figure.height < 1.1 * figure.width


def test_bands_swing_gently_or_stand_on_an_upright(real: Store) -> None:
    for figure in (layout(load_case(real, slug)) for slug in (*FILES, *PARTS)):
        for band in (path for path in figure.paths if path.kind == "ribbon"):
            fall = abs(band.steps[-1][-1].y - band.start.y)
            assert fall <= 150 or any(
                len(step) == 1 and step[0].x == before[-1].x
                for before, step in pairwise(band.steps)
            )


def test_hatching_crosses_a_band_slantwise_wherever_it_leads(main: CaseView) -> None:
    bands = [
        path
        for path in layout(main).paths
        if path.kind == "ribbon" and "opposes" in path.classes
    ]
    assert len(bands) == 7
    for band in bands:
        points = list(band.points())
        for stroke in re.findall(
            r"M([-\d.]+),([-\d.]+)L([-\d.]+),([-\d.]+)", band_hatching(band)
        ):
            (ax, ay), (bx, by) = (
                (float(stroke[0]), float(stroke[1])),
                (float(stroke[2]), float(stroke[3])),
            )
            near, after = min(
                pairwise(points),
                key=lambda pair: hypot(
                    pair[0].x - (ax + bx) / 2, pair[0].y - (ay + by) / 2
                ),
            )
            along = abs((bx - ax) * (after.x - near.x) + (by - ay) * (after.y - near.y))
            assert (
                0.3
                < along
                / hypot(bx - ax, by - ay)
                / hypot(after.x - near.x, after.y - near.y)
                < 0.95
            )


def test_the_deal_is_not_named_again_in_each_group_but_told_to_who_listens(
    main: CaseView,
) -> None:
    kgb = next(node for node in layout(main).nodes if node.id == "kgb")
    assert [line.text for line in kgb.lines] == ["KGB", "opposes: the deal, Perestroika"]
    assert "A united Germany within NATO" in kgb.label


@each("width", WIDTHS)
def test_an_empty_room_behind_the_table_says_so(real: Store, width: Width) -> None:
    figure = layout(load_case(real, "gulf-war-coalition"), width=width)
    assert [line.text for line, _ in figure.captions].count(NOBODY) == 1


def test_supporters_stand_above_opponents(main: CaseView) -> None:
    boxes = {node.id: node.box for node in layout(main).nodes}
    assert boxes["reformers"].bottom < boxes["kgb"].y


def test_help_for_supporters_runs_over_the_table_and_sparing_opponents_under_it(
    main: CaseView,
) -> None:
    figure = layout(main)
    boxes = {node.id: node.box for node in figure.nodes}
    assert (
        boxes["equip-against-congress"].bottom
        < figure.table.y
        < figure.table.bottom
        < boxes["no-gloating"].y
    )


def test_all_relationships_are_drawn_and_back_channels_apart_from_others(
    main: CaseView,
) -> None:
    ties = {node.id: node.classes for node in layout(main).nodes if node.kind == "tie"}
    assert (
        len(ties) == 5
        and ties["ross-tarasenko"] == ("back-channel",)
        and ties["baker-shevardnadze"] == ("working",)
    )


def test_a_third_party_is_drawn_apart_with_its_channels(main: CaseView) -> None:
    figure = layout(main)
    card = next(node for node in figure.nodes if node.id == "german-side")
    assert "apart" in card.classes
    assert {path.id for path in figure.paths if card.id in path.ends} == {
        "blackwill-teltschik",
        "zoellick-elbe",
    }


def test_parts_are_listed_under_their_whole(main: CaseView) -> None:
    parts = [
        node for node in layout(main).nodes if node.within == "equip-against-congress"
    ]
    assert [node.lines[0].text for node in parts] == ["4a", "4b", "4c", "4d", "4e"]


def test_restraint_is_drawn_open_and_harm_dashed(main: CaseView, real: Store) -> None:
    assert re.search(
        r'class="edge move help restraint[^"]*" data-id="no-gloating"><path class="line" [^>]*-open\)',
        render(main),
    )
    harm = render(load_case(real, "geneva-accord"))
    assert (
        'class="edge move harm" data-id="concession-statement"' in harm
        and ".edge.harm .line{stroke-dasharray" in CSS
    )


PROMISE = """
:promise a l2:Measure ; rdfs:label "A promises B a word"@en ; l2:evidence :ev-draft ; l2:form l2v:action ;
  l2:tactic l2t:mollifying-statement ; l2:actingSide :side-a ; l2:helps :side-b ; l2:performance l2v:promised .
:eased a l2:Assessment ; rdfs:label "It eased the fear"@en ; l2:evidence :ev-draft ; l2:assessedBy :author ;
  l2:assesses :promise ; l2:basis l2v:expected ; l2:effect l2v:eased ; l2:effectOn :fear-of-defeat .
:kept a l2:Assessment ; rdfs:label "It set the accord back"@en ; l2:evidence :ev-draft ; l2:assessedBy :author ;
  l2:assesses :promise ; l2:basis l2v:observed ; l2:effect l2v:set-back ; l2:effectOn :accord .
"""


def test_what_was_not_done_and_what_it_did_to_no_side_is_said_so(
    variant: Callable[..., Store],
) -> None:
    view = load_case(variant(add=PROMISE), "tiny")
    (node,) = [node for node in layout(view).nodes if node.id == "promise"]
    assert "promised" in [line.text for line in node.lines]
    assert "expected: eased, The accord looks like a defeat" in node.label
    assert "judged: set back, The accord" in node.label
    assert "help for Side B" in node.label
    assert "harm" not in node.label
    (drawn,) = [node for node in timeline.layout(view).nodes if node.id == "promise"]
    assert "promised" in drawn.label


def test_who_began_a_measure_is_shown_where_another_acts(real: Store) -> None:
    figure = layout(load_case(real, "bonn-summit-1978#us-decontrol"))
    asking = [path for path in figure.paths if path.kind == "asking"]
    assert [(path.id, path.ends) for path in asking] == [
        ("invited-pressure", ("invited-pressure", "us-side"))
    ]


def test_a_measure_inside_a_side_crosses_nothing(main: CaseView) -> None:
    figure = layout(main)
    node = next(node for node in figure.nodes if node.id == "pre-empting-opponents")
    assert "own" in node.classes and "help" not in node.classes
    assert not [path for path in figure.paths if path.id == node.id]


def test_a_case_without_measures_is_a_picture_too(real: Store) -> None:
    figure = layout(load_case(real, "us-budget-deal"))
    assert {node.kind for node in figure.nodes} >= {
        "card",
        "chip",
        "table",
        "lying",
        "barrier",
    }


def test_text_from_the_data_is_escaped(main: CaseView) -> None:
    evil = replace(
        main,
        measures=tuple(
            replace(one, label="<script>\"&'", description="</title><b>")
            for one in main.measures
        ),
    )
    svg = render(evil)
    assert "<script" not in svg and "<b>" not in svg
    ET.fromstring(svg)


def test_the_chosen_element_and_its_neighbours_are_marked(main: CaseView) -> None:
    root = ET.fromstring(render(main, selected="ross-tarasenko"))
    groups = {
        group.get("data-id", ""): group
        for group in root.iter(f"{SVG}g")
        if group.get("role")
    }
    assert groups["ross-tarasenko"].get("aria-pressed") == "true" and " sel" in groups[
        "ross-tarasenko"
    ].get("class", "")
    assert " on" in groups["soviet-side"].get("class", "") and " on" not in groups[
        "kgb"
    ].get("class", "")


@each("width", WIDTHS)
def test_a_file_of_its_own_needs_no_style_sheet(main: CaseView, width: Width) -> None:
    svg = render(main, standalone=True, width=width)
    root = ET.fromstring(svg)
    assert "var(" not in svg and "<style" not in svg and "color-mix" not in svg
    shapes = [
        one
        for one in root.iter()
        if one.tag.removeprefix(SVG) in ("rect", "circle", "text") and one.get("class")
    ]
    assert all(one.get("fill") or "fill:" in one.get("style", "") for one in shapes)
    texts = list(root.iter(f"{SVG}text"))
    assert texts and all(
        one.get("textLength") and one.get("font-size") and one.get("font-family")
        for one in texts
    )


def test_a_file_of_its_own_explains_its_marks_and_names_its_source(
    main: CaseView,
) -> None:
    svg = render(main, standalone=True)
    assert all(escape(words.split()[0]) in svg for _, words in legend(layout(main)))
    assert "Help by restraint: something left undone" in svg and main.summary.iri in svg
    texts = [float(one.attrib["y"]) for one in ET.fromstring(svg).iter(f"{SVG}text")]
    assert max(texts) < float(ET.fromstring(svg).attrib["height"])


def test_dark_sets_every_colour_that_the_style_asks_for() -> None:
    asked = set(re.findall(r"var\((--l2-[a-z]+)", CSS)) - {"--l2-sans", "--l2-serif"}
    assert asked <= set(re.findall(r"(--l2-[a-z]+):", DARK))


def test_the_legend_explains_only_what_is_drawn(main: CaseView, real: Store) -> None:
    words = {text for _, text in legend(layout(main))}
    assert (
        "Back channel" in words
        and "Harm to the other side" not in words
        and "Trust" not in words
    )
    assert "Harm to the other side" in {
        text for _, text in legend(layout(load_case(real, "geneva-accord")))
    }
    assert all(ET.fromstring(sample) is not None for sample, _ in legend(layout(main)))


def test_wide_and_narrow_can_stand_on_one_page(main: CaseView) -> None:
    both = [
        render(main),
        render(main, width="narrow"),
        timeline.render(main),
        timeline.render(main, width="narrow"),
    ]
    ids = [name for svg in both for name in re.findall(r' id="([^"]+)"', svg)]
    assert len(ids) == len(set(ids))
    for svg in both:
        asked = (
            re.findall(r"url\(#([^)]+)\)", svg)
            + re.findall(r'aria-labelledby="([^"]+)"', svg)[0].split()
        )
        assert set(asked) <= set(re.findall(r' id="([^"]+)"', svg))
