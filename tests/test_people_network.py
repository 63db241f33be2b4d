"""The picture of the network.

Nothing overlaps, every node is a link with a name, ties of every shape find their place.
"""

from __future__ import annotations

import xml.etree.ElementTree as ET
from itertools import combinations, pairwise
from typing import TYPE_CHECKING

from drawing import WIDTHS
from each import each

from l2kg.cases.people import Tie, ties
from l2kg.cases.reading import Ref
from l2kg.drawing.network import MOST, left_out, network_svg, of_person, related_in
from l2kg.drawing.network.layout import Layout, arranged, clusters
from l2kg.drawing.shapes import Box
from l2kg.drawing.spread import spread
from l2kg.html.addresses import page_link
from l2kg.queries.run import ask

if TYPE_CHECKING:
    from pyoxigraph import Store

    from l2kg.drawing.shapes import Width

BASE = "https://w3id.org/l2kg/"


def person(name: str) -> Ref:
    return Ref(f"{BASE}actor/{name.casefold()}", name)


def side(name: str) -> Ref:
    return Ref(f"{BASE}case/made-up#{name.casefold()}", f"{name} side")


def tie(name: str, *ends: str, kind: str = "back-channel", case: str = "made-up") -> Tie:
    """Make a tie between people whose names begin with their side's letter; a name that begins with x is on no side."""
    placed = tuple(
        (person(end), () if end[0] == "x" else (side(end[0].upper()),)) for end in ends
    )
    across = len({end[0] for end in ends}) > 1
    return Tie(
        Ref(f"{BASE}case/{case}#{name}", f"The line called {name}"),
        Ref(f"{BASE}case/{case}", case),
        (kind,),
        placed,
        across,
    )


SHAPES = {
    "within one side": [tie("inner", "Ann", "Abe")],
    "three sides in a row": [
        tie("one", "Ann", "Bob"),
        tie("two", "Bob", "Cat"),
        tie("three", "Bea", "Cyd"),
    ],
    "no neighbours": [
        tie(f"{a}{b}", f"{a}x", f"{b}x") for a, b in combinations("abcd", 2)
    ],
    "three ends": [
        tie("all", "Ann", "Bob", "Cat"),
        tie("two", "Ann", "Bob", kind="trust"),
    ],
    "many of one": [tie(f"t{n}", "Ann", f"Bob{n}") for n in range(9)],
    "more sides than columns": [
        tie(f"t{n}", f"{a}one", f"{b}one")
        for n, (a, b) in enumerate(combinations("abcdefg", 2))
    ],
    "nobody's side": [
        tie("free", "xavier", "Ann"),
        tie("alone", "xenia", "xavier", kind="working"),
    ],
    "long names": [
        tie(
            "a name of such a length that it cannot stand on one line",
            "Archibald" * 6,
            "Bartholomew" * 5,
        )
    ],
}


def check(layout: Layout) -> None:
    canvas = Box(0, 0, layout.width, layout.height)
    for one, other in combinations(layout.nodes, 2):
        assert not one.box.overlaps(other.box), (one.label, other.label)
    for one, other in combinations([zone for zone, _ in layout.zones], 2):
        assert not one.overlaps(other)
    for node in layout.nodes:
        assert canvas.contains(node.box), node.label
        assert all(node.box.contains(line.box) for line in node.lines), node.label
    for caption in layout.captions:
        assert any(zone.contains(caption.box) for zone, _ in layout.zones), caption.text
        assert not any(node.box.overlaps(caption.box) for node in layout.nodes), (
            caption.text
        )
    for path in layout.paths:
        foreign = [
            node
            for node in layout.nodes
            if node.id not in path.ends and node.kind in ("card", "tie")
        ]
        assert [
            node.label
            for node in foreign
            if any(node.box.holds(point) for point in path.points())
        ] == []


@each("width", WIDTHS)
@each("shape", SHAPES.values(), ids=SHAPES.keys())
def test_nothing_overlaps_and_all_stand_on_the_canvas(
    shape: list[Tie], width: Width
) -> None:
    check(arranged(clusters(shape, most=MOST)[0], width=width))


@each("width", WIDTHS)
def test_the_real_network_is_drawn_whole(real: Store, width: Width) -> None:
    known = ties(real)
    layout = arranged(clusters(known, most=MOST)[0], width=width)
    check(layout)
    assert {tie.ref.iri for tie in known} <= {node.id for node in layout.nodes}
    assert sum(len(tie.ends) for tie in known) == len(layout.paths)
    assert left_out(known) == ""


@each("width", WIDTHS)
def test_every_node_is_a_link_with_a_name_and_valid_svg(
    real: Store, width: Width
) -> None:
    root = ET.fromstring(network_svg(ties(real), page_link, width=width, standalone=True))
    links = root.findall(".//{http://www.w3.org/2000/svg}a")
    assert {one.get("href", "").partition("?")[0] for one in links} == {
        "/people",
        "/case",
    }
    assert all(one.get("aria-label") and one.get("data-id") for one in links)
    ids = [one.get("id") for one in root.iter() if one.get("id")]
    assert len(ids) == len(set(ids))


def test_the_picture_is_the_same_each_time(real: Store) -> None:
    assert network_svg(ties(real), page_link) == network_svg(list(ties(real)), page_link)


def test_a_person_is_marked_in_the_cases_where_they_have_ties(real: Store) -> None:
    baker = f"{BASE}actor/james-baker"
    drawn = network_svg(ties(real), page_link, person=baker)
    assert drawn.count('aria-current="true"') == 1
    assert "Eizenstat" not in drawn
    assert {tie.case.iri for tie in of_person(ties(real), baker)} == {
        f"{BASE}case/german-reunification"
    }
    assert network_svg(ties(real), page_link, person=f"{BASE}actor/nobody") == ""


def test_who_acts_for_whom_is_drawn_within_a_side(real: Store) -> None:
    acting = [tie for tie in ties(real) if tie.kinds == ("acting",)]
    asked = "SELECT ?one ?other { ?part l2:participant ?one ; l2:actsFor ?other }"
    assert sorted(tuple(ref.iri for ref, _ in tie.ends) for tie in acting) == sorted(
        ask(real, asked)
    )
    drawn = network_svg(ties(real), page_link)
    for tie in acting:
        assert f'data-id="{tie.ref.iri}"' in drawn, tie.ref
        assert len({sides for _, sides in tie.ends}) == 1 and not tie.across, tie.ref


def test_too_many_people_are_cut_case_by_case_and_told() -> None:
    many = [tie("line", f"A{n}", f"B{n}", case=f"case-{n:03}") for n in range(100)]
    shown, left = clusters(many, most=MOST)
    assert sum(len(found) for found in shown) == MOST // 2
    assert len(left) == 100 - MOST // 2
    assert "70 more cases" in left_out(many)


def test_what_lights_up_together() -> None:
    near = related_in(SHAPES["three ends"])
    assert near[f"{BASE}actor/ann"] == sorted(
        [
            f"{BASE}actor/bob",
            f"{BASE}actor/cat",
            f"{BASE}case/made-up#all",
            f"{BASE}case/made-up#two",
        ]
    )


@each(("wanted", "top"), [([0, 0, 0], 0), ([50, 10, 40], 5), ([], 0)])
def test_places_keep_their_order_and_their_distance(
    wanted: list[float], top: float
) -> None:
    found = spread(sorted(wanted), [20] * len(wanted), top)
    assert all(place >= top for place in found)
    assert all(later - earlier >= 20 - 1e-9 for earlier, later in pairwise(found))
