"""An answer as a chart and as a graph."""

from __future__ import annotations

import json
import re
import xml.etree.ElementTree as ET
from itertools import combinations
from typing import TYPE_CHECKING

from drawing import WIDTHS
from each import each

from l2kg.html.addresses import page_link
from l2kg.html.answer import (
    MOST_BARS,
    MOST_NODES,
    chart_html,
    graph_svg,
)
from l2kg.html.columns import (
    Grid,
    default_measure,
    default_pair,
    forms_of,
    named_columns,
    number_columns,
    read_grid,
)

if TYPE_CHECKING:
    from pyoxigraph import Store

    from l2kg.drawing.shapes import Width

CASE = "https://w3id.org/l2kg/case/"
SVG = "{http://www.w3.org/2000/svg}"


def grid(columns: str, *rows: str) -> Grid:
    """Make an answer: values apart by spaces, a minus for none, those with a colon are IRIs."""
    names = columns.split()

    def cell(text: str) -> dict[str, str]:
        return {"type": "uri" if ":" in text else "literal", "value": text}

    bound = [
        {
            name: cell(text)
            for name, text in zip(names, row.split(), strict=True)
            if text != "-"
        }
        for row in rows
    ]
    return read_grid(
        json.dumps({"head": {"vars": names}, "results": {"bindings": bound}}).encode()
    )


TALLY = grid(
    "case setting n",
    f"{CASE}geneva-accord a 3",
    f"{CASE}bonn-summit-1978 b 7.5",
    f"{CASE}geneva-accord - 2",
)


def test_columns_are_told_apart_by_what_they_hold() -> None:
    assert number_columns(TALLY) == ["n"]
    assert named_columns(TALLY) == ["case", "setting"]
    assert default_pair(TALLY) == ("case", "setting")
    assert number_columns(grid("x", "1", "two")) == []
    assert default_pair(grid("x n", "a 1")) is None


@each(
    ("answer", "forms"),
    [
        (TALLY, ["table", "chart", "graph"]),
        (grid("x n", "a 1"), ["table", "chart"]),
        (grid("n", "1"), ["table"]),
        (grid("x y"), ["table"]),
    ],
)
def test_an_answer_offers_the_forms_that_it_has(answer: Grid, forms: list[str]) -> None:
    assert forms_of(answer) == forms


def test_bars_add_up_and_lead_on(real: Store) -> None:
    summed = chart_html(TALLY, real, page_link, by="case", measure="n")
    assert re.findall(r"<b>(.*?)</b>", summed) == ["7.5", "5"]
    assert 'href="/case?id=geneva-accord"' in summed
    assert re.findall(
        r"<b>(.*?)</b>", chart_html(TALLY, real, page_link, by="setting")
    ) == ["1", "1"]


def test_too_many_bars_are_cut_and_told(real: Store) -> None:
    many = chart_html(
        grid("x", *(f"v{n}" for n in range(MOST_BARS + 3))), real, page_link, by="x"
    )
    assert many.count("<li>") == MOST_BARS
    assert "3 smaller ones" in many


@each("width", WIDTHS)
def test_nothing_in_a_graph_overlaps(real: Store, width: Width) -> None:
    rows = [
        f"word{'x' * (n * 3 % 60)}{n % 7} other{n % 11}{'-long' * (n % 9)}"
        for n in range(60)
    ]
    drawn, _ = graph_svg(
        grid("a b", *rows), real, page_link, pair=("a", "b"), width=width
    )
    root = ET.fromstring(drawn)
    boxes = [
        tuple(float(one.get(name, "0")) for name in ("x", "y", "width", "height"))
        for one in root.iter(f"{SVG}rect")
    ]
    for (x, y, w, h), (x2, y2, w2, h2) in combinations(boxes, 2):
        assert x + w <= x2 or x2 + w2 <= x or y + h <= y2 or y2 + h2 <= y


def test_a_graph_leads_on_and_says_what_it_leaves_out(real: Store) -> None:
    drawn, dropped = graph_svg(TALLY, real, page_link, pair=("case", "setting"))
    links = [one.get("href") for one in ET.fromstring(drawn).iter(f"{SVG}a")]
    assert links == ["/case?id=geneva-accord", "/case?id=bonn-summit-1978"]
    assert dropped == 0
    _, cut = graph_svg(
        grid("a b", *(f"left{n} right" for n in range(MOST_NODES + 5))),
        real,
        page_link,
        pair=("a", "b"),
    )
    assert cut == 5


@each("iri", ["javascript:alert(1)", "https://example.org/<script>"])
def test_nothing_foreign_becomes_a_link_or_markup(real: Store, iri: str) -> None:
    bad = grid("a b", f"{iri} <b>x</b>")
    for made in (
        chart_html(bad, real, page_link, by="a"),
        graph_svg(bad, real, page_link, pair=("a", "b"))[0],
    ):
        assert "<a " not in made
        assert "<script" not in made and "<b>x" not in made


def test_a_tally_is_charted_by_its_numbers_and_anything_else_by_its_rows() -> None:
    assert default_measure(grid("x n", "one 1", "two 2"), "x") == "n"
    assert default_measure(TALLY, "case") == ""
    assert default_measure(grid("x", "one", "two"), "x") == ""
