"""What must hold of every drawing, the figure and the timeline alike: measured on its boxes, its words and its lines."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations
from pathlib import Path
from typing import TYPE_CHECKING, get_args
from xml.etree import ElementTree as ET

from invented import spots

from l2kg.cases import load_case
from l2kg.drawing.shapes import Width, distance
from l2kg.drawing.text import STYLES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pyoxigraph import Store

    from l2kg.cases.view import CaseView
    from l2kg.drawing.shapes import Figure, Line, Node

WIDTHS = get_args(Width)
SVG = "{http://www.w3.org/2000/svg}"
FILES = sorted(
    path.stem
    for path in (Path(__file__).resolve().parents[1] / "data" / "cases").glob("*.ttl")
)
PARTS = [
    f"bonn-summit-1978#{part}"
    for part in ("us-decontrol", "german-stimulus", "japanese-stimulus")
]
VIEWS = [*FILES, *PARTS, *(f"{slug} stretched" for slug in FILES)]
"""Every case, those within others, and each with labels that no box can hold."""
WORDS = "an unusually long name that goes on and on about incomprehensibilities and their counterproductive consequences"
_LABELLED = ("sides", "constituencies", "matters", "barriers", "negotiations", "relationships", "measures", "statements", "ratifications",
             "occurrences")  # fmt: skip


def views_of(store: Store) -> dict[str, CaseView]:
    """Return these cases of a store."""
    found = {}
    for name in VIEWS:
        slug, _, how = name.partition(" ")
        view = load_case(store, slug)
        found[name] = stretched(view) if how else view
    return found


def stretched(view: CaseView) -> CaseView:
    """Give every element of a case a label that no box can hold."""
    return replace(
        view,
        **{
            kind: tuple(
                replace(one, label=f"{one.label} {WORDS}") for one in getattr(view, kind)
            )
            for kind in _LABELLED
        },
    )


def boxed(chart: Figure) -> list[Node]:
    return [node for node in chart.nodes if node.kind != "table"]


def lines_of(chart: Figure) -> Iterator[Line]:
    yield from (line for node in chart.nodes for line in node.lines)
    yield from (line for line, _ in chart.captions)


def no_two_boxes_overlap(chart: Figure) -> None:
    pairs = [
        (a, b)
        for a, b in combinations(boxed(chart), 2)
        if a.id != b.within and b.id != a.within
    ]
    assert [(a.id, b.id) for a, b in pairs if a.box.grown(-0.5).overlaps(b.box)] == []


def what_lies_on_another_lies_inside_it(chart: Figure) -> None:
    boxes = {node.id: node.box for node in chart.nodes}
    assert [
        node.id
        for node in chart.nodes
        if node.within and not boxes[node.within].contains(node.box)
    ] == []


def text_and_marks_lie_in_their_box(chart: Figure) -> None:
    inside = [(node, node.box.grown(0.5)) for node in chart.nodes]
    assert [
        (node.id, line.text)
        for node, box in inside
        for line in node.lines
        if not box.contains(line.box)
    ] == []
    wide = [
        (node, node.box.grown(11)) for node in chart.nodes
    ]  # the sign of a group sits on the edge of its box
    assert [
        (node.id, mark.kind)
        for node, box in wide
        for mark in node.marks
        if not box.contains(mark.box)
    ] == []


def text_touches_no_other_text(chart: Figure) -> None:
    boxes = [(line.text, line.box.grown(-1.2)) for line in lines_of(chart)]
    assert [(a[0], b[0]) for a, b in combinations(boxes, 2) if a[1].overlaps(b[1])] == []


def text_is_large_enough_to_read(chart: Figure) -> None:
    assert [
        (line.text, line.style)
        for line in lines_of(chart)
        if STYLES[line.style].size < 11
    ] == []


def captions_touch_no_box(chart: Figure) -> None:
    captions = [(line.text, line.box.grown(-1)) for line, _ in chart.captions]
    assert [
        (text, node.id)
        for text, box in captions
        for node in boxed(chart)
        if box.overlaps(node.box)
    ] == []


def nothing_leaves_the_canvas(chart: Figure) -> None:
    canvas = [node.box for node in chart.nodes] + [line.box for line, _ in chart.captions]
    assert all(
        box.x >= 0
        and box.right <= chart.width
        and box.y >= 0
        and box.bottom <= chart.height
        for box in canvas
    )
    assert all(
        0 < point.x < chart.width and 0 < point.y < chart.height
        for path in chart.paths
        for point in path.points()
    )


def lines_cross_no_box_but_those_that_they_join(chart: Figure) -> None:
    crossed = set()
    for path in chart.paths:
        points, around = spots(path)
        near = [
            node
            for node in boxed(chart)
            if node.box.overlaps(around)
            and node.id not in path.ends
            and node.within not in path.ends
        ]
        crossed |= {
            (path.id, node.id)
            for node in near
            if any(node.box.grown(-2).holds(point) for point in points)
        }
    assert crossed == set()


def lines_run_through_no_words(chart: Figure) -> None:
    lines = [(path.id, *spots(path)) for path in chart.paths if path.kind != "ribbon"]
    words = [(line.text, line.box.grown(-1)) for line, _ in chart.captions]
    near = (
        (ident, text, box, points)
        for ident, points, around in lines
        for text, box in words
        if box.overlaps(around)
    )
    assert {
        (ident, text) for ident, text, box, points in near if any(map(box.holds, points))
    } == set()


def arrows_end_at_a_box_and_point_into_it(chart: Figure) -> None:
    boxes = {node.id: node.box for node in chart.nodes}
    for path in (path for path in chart.paths if path.head):
        *_, before, tip = path.points()
        aimed = min((boxes[end] for end in path.ends), key=lambda box: distance(box, tip))
        assert distance(aimed, tip) <= 6, (path.id, "ends short of its box")
        assert distance(aimed, before) > distance(aimed, tip), (
            path.id,
            "does not point at its box",
        )


HOLDS = (
    no_two_boxes_overlap,
    what_lies_on_another_lies_inside_it,
    text_and_marks_lie_in_their_box,
    text_touches_no_other_text,
    text_is_large_enough_to_read,
    captions_touch_no_box,
    nothing_leaves_the_canvas,
    lines_cross_no_box_but_those_that_they_join,
    lines_run_through_no_words,
    arrows_end_at_a_box_and_point_into_it,
)


def each_node_can_be_chosen_by_key_and_names_an_element(view: CaseView, svg: str) -> None:
    groups = [
        group
        for group in ET.fromstring(svg).iter(f"{SVG}g")
        if group.get("role") == "button"
    ]
    ids = [group.attrib["data-id"] for group in groups]
    assert len(ids) == len(set(ids)) and set(ids) <= {one.id for one in view.elements()}
    assert all(
        group.get("tabindex") == "0"
        and group.get("aria-label")
        and "node" in group.get("class", "").split()
        for group in groups
    )
