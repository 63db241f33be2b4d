"""The two-level figure: what it shows, and that nothing overlaps, for every case and for labels without end."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import combinations
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import pytest
from invented import invented, spots

from l2kg import timeline
from l2kg.cases import load_case
from l2kg.figure import CSS, DARK, layout, legend, related, render

if TYPE_CHECKING:
    from pyoxigraph import Store

    from l2kg.cases.view import CaseView
    from l2kg.figure.parts import Figure, Node

SVG = "{http://www.w3.org/2000/svg}"
FILES = sorted(path.stem for path in (Path(__file__).resolve().parents[1] / "data" / "cases").glob("*.ttl"))
PARTS = [f"bonn-summit-1978#{part}" for part in ("us-decontrol", "german-stimulus", "japanese-stimulus")]
WORDS = "an unusually long name that goes on and on about incomprehensibilities and their counterproductive consequences"


def stretched(view: CaseView) -> CaseView:
    """Give every element of a case a label that no box can hold."""
    kinds = ("sides", "constituencies", "matters", "barriers", "negotiations", "relationships", "measures")
    longer = {kind: tuple(replace(one, label=f"{one.label} {WORDS}") for one in getattr(view, kind)) for kind in kinds}
    return replace(view, **longer)


@pytest.fixture(scope="module", params=[*FILES, *PARTS, *(f"{slug} stretched" for slug in FILES)])
def view(request: pytest.FixtureRequest, real: Store) -> CaseView:
    slug, _, how = request.param.partition(" ")
    found = load_case(real, slug)
    return stretched(found) if how else found


@pytest.fixture(scope="module", params=["wide", "tall"])
def figure(request: pytest.FixtureRequest, view: CaseView) -> Figure:
    return layout(view, width=request.param)


@pytest.fixture(scope="module")
def main(real: Store) -> CaseView:
    return load_case(real, "german-reunification")


def boxed(figure: Figure) -> list[Node]:
    return [node for node in figure.nodes if node.kind != "table"]


def test_no_two_boxes_overlap(figure: Figure) -> None:
    pairs = [(a, b) for a, b in combinations(boxed(figure), 2) if a.id != b.within and b.id != a.within]
    assert [(a.id, b.id) for a, b in pairs if a.box.grown(-0.5).overlaps(b.box)] == []


def test_what_lies_on_another_lies_inside_it(figure: Figure) -> None:
    boxes = {node.id: node.box for node in figure.nodes}
    assert [node.id for node in figure.nodes if node.within and not boxes[node.within].contains(node.box)] == []


def test_every_line_of_text_lies_in_its_box(figure: Figure) -> None:
    lines = [(node, line) for node in figure.nodes for line in node.lines]
    assert [(node.id, line.text) for node, line in lines if not node.box.grown(0.5).contains(line.box)] == []


def test_lines_of_text_do_not_overlap_each_other(figure: Figure) -> None:
    lines = [line for node in figure.nodes for line in node.lines] + [line for line, _ in figure.captions]
    boxes = [(line.text, line.box.grown(-1.2)) for line in lines]
    assert [(a[0], b[0]) for a, b in combinations(boxes, 2) if a[1].overlaps(b[1])] == []


def test_captions_touch_no_box(figure: Figure) -> None:
    captions = [(line.text, line.box.grown(-1)) for line, _ in figure.captions]
    assert [(text, node.id) for text, box in captions for node in boxed(figure) if box.overlaps(node.box)] == []


def test_nothing_leaves_the_sheet(figure: Figure) -> None:
    inside = [
        node.box.x >= 0 and node.box.right <= figure.width and node.box.y >= 0 and node.box.bottom <= figure.height for node in figure.nodes
    ]
    assert all(inside)
    assert all(0 < point.x < figure.width and 0 < point.y < figure.height for path in figure.paths for point in path.points())


def test_lines_cross_no_box_but_those_that_they_join(figure: Figure) -> None:
    crossed = set()
    for path in figure.paths:
        points, around = spots(path)
        near = [node for node in boxed(figure) if node.box.overlaps(around) and node.id not in path.ends and node.within not in path.ends]
        crossed |= {(path.id, node.id) for node in near if any(node.box.grown(-2).holds(point) for point in points)}
    assert crossed == set()


HOLDS = (
    test_no_two_boxes_overlap,
    test_what_lies_on_another_lies_inside_it,
    test_every_line_of_text_lies_in_its_box,
    test_lines_of_text_do_not_overlap_each_other,
    test_captions_touch_no_box,
    test_nothing_leaves_the_sheet,
    test_lines_cross_no_box_but_those_that_they_join,
)


def test_the_tall_figure_fits_a_phone_and_shows_what_the_wide_one_shows(view: CaseView) -> None:
    tall, wide = layout(view, width="tall"), layout(view)
    assert tall.width == 358
    assert {node.id for node in wide.nodes} <= {node.id for node in tall.nodes}
    apart = {side.id for side in view.sides if not side.at_table}
    ends = {(path.id, end) for path in wide.paths if path.kind != "ribbon" for end in path.ends if end not in apart}
    assert ends <= {(path.id, end) for path in tall.paths for end in path.ends}


def test_sides_groups_measures_and_relationships_are_all_there(view: CaseView, figure: Figure) -> None:
    shown = {node.id for node in figure.nodes}
    seen = {one.id for kind in (view.constituencies, view.measures, view.relationships, view.barriers) for one in kind}
    faced = {b.id for b in view.barriers if b.faced_by and b.faced_by.id not in {s.id for s in view.sides if s.at_table}}
    assert seen - faced <= shown


@pytest.mark.parametrize("width", ["wide", "tall"])
def test_each_node_can_be_chosen_by_key_and_names_an_element(view: CaseView, width: str) -> None:
    root = ET.fromstring(render(view, width=width))
    nodes = [group for group in root.iter(f"{SVG}g") if "data-id" in group.attrib and group.get("role")]
    ids = [group.attrib["data-id"] for group in nodes]
    assert len(ids) == len(set(ids)) and all(group.get("tabindex") == "0" and group.get("aria-label") for group in nodes)
    assert set(ids) <= {one.id for one in view.elements()}


def test_neighbours_are_elements_of_the_figure_and_mutual(view: CaseView) -> None:
    near, shown = related(view), {node.id for node in layout(view).nodes}
    assert {other for others in near.values() for other in others} <= shown
    assert all(one in near[other] for one, others in near.items() for other in others)


@pytest.mark.parametrize("width", ["wide", "tall"])
@pytest.mark.parametrize("seed", range(100))
def test_invented_cases_of_one_to_five_sides_hold_to_all_of_this(seed: int, width: str) -> None:
    r = Random(seed)
    figure = layout(invented(r, seats=r.choice([1, 2, 2, 3, 3, 4, 5]), apart=r.choice([0, 0, 1, 2, 3])), width=width)
    for holds in HOLDS:
        holds(figure)


def test_supporters_stand_above_opponents(main: CaseView) -> None:
    boxes = {node.id: node.box for node in layout(main).nodes}
    assert boxes["reformers"].bottom < boxes["kgb"].y


def test_help_for_supporters_runs_over_the_table_and_sparing_opponents_under_it(main: CaseView) -> None:
    figure = layout(main)
    boxes = {node.id: node.box for node in figure.nodes}
    assert boxes["equip-against-congress"].bottom < figure.table.y < figure.table.bottom < boxes["no-gloating"].y


def test_all_relationships_are_drawn_and_back_channels_apart_from_others(main: CaseView) -> None:
    ties = {node.id: node.classes for node in layout(main).nodes if node.kind == "tie"}
    assert len(ties) == 6 and ties["ross-tarasenko"] == ("back-channel",) and ties["baker-shevardnadze"] == ("working",)


def test_a_third_party_is_drawn_apart_with_its_channels(main: CaseView) -> None:
    figure = layout(main)
    card = next(node for node in figure.nodes if node.id == "german-side")
    assert "apart" in card.classes
    assert {path.id for path in figure.paths if card.id in path.ends} == {"blackwill-teltschik", "zoellick-elbe"}


def test_parts_are_listed_under_their_whole(main: CaseView) -> None:
    parts = [node for node in layout(main).nodes if node.within == "equip-against-congress"]
    assert [node.lines[0].text for node in parts] == ["4a", "4b", "4c", "4d", "4e", "4f"]


def test_restraint_is_drawn_open_and_harm_dashed(main: CaseView, real: Store) -> None:
    assert re.search(r'class="edge move help restraint[^"]*" data-id="no-gloating"><path class="line" [^>]*-open\)', render(main))
    harm = render(load_case(real, "geneva-accord"))
    assert 'class="edge move harm" data-id="concession-statement"' in harm and ".edge.harm .line{stroke-dasharray" in CSS


def test_who_began_a_measure_is_shown_where_another_acts(real: Store) -> None:
    figure = layout(load_case(real, "bonn-summit-1978#us-decontrol"))
    asking = [path for path in figure.paths if path.kind == "asking"]
    assert [(path.id, path.ends) for path in asking] == [("invited-pressure", ("invited-pressure", "us-side"))]


def test_a_measure_inside_a_side_crosses_nothing(main: CaseView) -> None:
    figure = layout(main)
    node = next(node for node in figure.nodes if node.id == "pre-empting-opponents")
    assert "own" in node.classes and "help" not in node.classes
    assert not [path for path in figure.paths if path.id == node.id]


def test_a_case_without_measures_is_a_picture_too(real: Store) -> None:
    figure = layout(load_case(real, "us-budget-deal"))
    assert {node.kind for node in figure.nodes} >= {"card", "chip", "table", "lying", "barrier"}


def test_text_from_the_data_is_escaped(main: CaseView) -> None:
    evil = replace(main, measures=tuple(replace(one, label="<script>\"&'", description="</title><b>") for one in main.measures))
    svg = render(evil)
    assert "<script" not in svg and "<b>" not in svg
    ET.fromstring(svg)


def test_the_chosen_element_and_its_neighbours_are_marked(main: CaseView) -> None:
    root = ET.fromstring(render(main, selected="ross-tarasenko"))
    groups = {group.get("data-id", ""): group for group in root.iter(f"{SVG}g") if group.get("role")}
    assert groups["ross-tarasenko"].get("aria-pressed") == "true" and " sel" in groups["ross-tarasenko"].get("class", "")
    assert " on" in groups["soviet-side"].get("class", "") and " on" not in groups["kgb"].get("class", "")


def test_a_file_of_its_own_carries_style_and_holds_text_to_its_width(main: CaseView) -> None:
    svg = render(main, standalone=True)
    assert "<style>" in svg and 'textLength="' in svg and "<style>" not in render(main)
    ET.fromstring(svg)


def test_dark_sets_every_colour_that_the_style_asks_for() -> None:
    asked = set(re.findall(r"var\((--l2-[a-z]+)", CSS)) - {"--l2-sans", "--l2-serif"}
    assert asked <= set(re.findall(r"(--l2-[a-z]+):", DARK))


def test_the_legend_explains_only_what_is_drawn(main: CaseView, real: Store) -> None:
    words = {text for _, text in legend(layout(main))}
    assert "Back channel" in words and "Harm to the other side" not in words and "Trust" not in words
    assert "Harm to the other side" in {text for _, text in legend(layout(load_case(real, "geneva-accord")))}
    assert all(ET.fromstring(sample) is not None for sample, _ in legend(layout(main)))


def test_wide_and_tall_can_stand_on_one_page(main: CaseView) -> None:
    both = [render(main), render(main, width="tall"), timeline.render(main), timeline.render(main, width="tall")]
    ids = [name for svg in both for name in re.findall(r' id="([^"]+)"', svg)]
    assert len(ids) == len(set(ids))
    for svg in both:
        asked = re.findall(r"url\(#([^)]+)\)", svg) + re.findall(r'aria-labelledby="([^"]+)"', svg)[0].split()
        assert set(asked) <= set(re.findall(r' id="([^"]+)"', svg))
