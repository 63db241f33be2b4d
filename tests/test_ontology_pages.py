"""The ontology's own pages: built without a network, complete, each class with a real case, the picture true."""

from __future__ import annotations

import dataclasses
import importlib.util
import re
import socket
import xml.etree.ElementTree as ET
from functools import cache
from pathlib import Path

import pytest
from making import STALE, maker

from l2kg.codebook import overview
from l2kg.corpus import read
from l2kg.schema.terms import Terms

ROOT = Path(__file__).resolve().parents[1]
PAGE = ROOT / "docs" / "ontology" / "index.html"
lode = pytest.mark.skipif(
    importlib.util.find_spec("pylode") is None,
    reason="pyLODE is not installed: pip install -e '.[docs]'",
)
SVG = "{http://www.w3.org/2000/svg}"


@cache
def terms() -> Terms:
    return Terms.of(read()[0].of("ontology", "vocab"))


@pytest.mark.slow
@lode
def test_the_pages_are_built_offline_and_are_those_in_the_folder(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("the pages asked for a network")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    made = maker("ontology_pages").pages(read()[0])
    assert set(made) == {"index.html", "overview.svg"}
    for name, text in made.items():
        assert (ROOT / "docs" / "ontology" / name).read_text(encoding="utf-8") == text, (
            STALE
        )


def test_each_term_has_an_entry_under_its_name() -> None:
    ids = set(re.findall(r'id="([^"]+)"', PAGE.read_text(encoding="utf-8")))
    ours = [
        term.iri.rpartition("#")[2]
        for kind in ("class", "property")
        for term in terms().kind(kind)
    ]
    assert [name for name in ours if name not in ids] == []


def test_each_class_is_shown_by_a_real_case_or_said_to_have_none() -> None:
    text = PAGE.read_text(encoding="utf-8")
    for term in terms().kind("class"):
        entry = re.search(
            rf'id="{term.iri.rpartition("#")[2]}">(.*?)</div>', text, re.DOTALL
        )
        assert entry
        assert re.search(
            r'In the data: (<a href="https://w3id.org/l2kg/|no case uses it)', entry[1]
        ), term.iri


def test_the_page_loads_nothing_from_elsewhere() -> None:
    text = PAGE.read_text(encoding="utf-8")
    assert (
        re.findall(
            r'<(?:img|script|link|iframe)[^>]*(?:src|href)="(?!#|data:)[^"]*"', text
        )
        == []
    )
    assert "@import" not in text
    assert "url(http" not in text


def test_links_inside_the_page_lead_somewhere() -> None:
    text = PAGE.read_text(encoding="utf-8")
    ids = set(re.findall(r'id="([^"]+)"', text))
    assert set(re.findall(r'href="#([^"]*)"', text)) - ids == set()
    files = set(re.findall(r'href="((?!#|[a-z]+:)[^"]+)"', text))
    assert [link for link in files if not (PAGE.parent / link).exists()] == []


def test_the_picture_is_drawn_from_the_ontology() -> None:
    drawn = overview.overview(terms())
    svg = ET.fromstring(drawn)
    assert len(svg.findall(f"{SVG}a")) == len(overview.BOXES)
    assert all(
        terms().label(f"https://w3id.org/l2kg/ontology#{box.name}") in drawn
        for box in overview.BOXES
    )


def test_a_line_that_the_ontology_does_not_bear_out_is_refused(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    wrong = dataclasses.replace(overview.LINES[0], end="Barrier")
    monkeypatch.setattr(overview, "LINES", (wrong,))
    with pytest.raises(overview.OverviewError, match="Relationship connects Barrier"):
        overview.overview(terms())


def test_the_boxes_do_not_overlap_and_lie_within() -> None:
    boxes = [
        (b.x - b.width / 2, b.y - b.height / 2, b.x + b.width / 2, b.y + b.height / 2)
        for b in overview.BOXES
    ]
    assert all(
        left >= 0 and top >= 0 and right <= 1120 and low <= 700
        for left, top, right, low in boxes
    )
    for i, one in enumerate(boxes):
        for other in boxes[i + 1 :]:
            assert (
                one[2] < other[0]
                or other[2] < one[0]
                or one[3] < other[1]
                or other[3] < one[1]
            )


def test_each_line_begins_and_ends_at_its_box() -> None:
    boxes = {box.name: box for box in overview.BOXES}
    for line in overview.LINES:
        for name, (x, y) in ((line.start, line.points[0]), (line.end, line.points[-1])):
            box = boxes[name]
            assert abs(x - box.x) <= box.width / 2 + 6, line
            assert abs(y - box.y) <= box.height / 2 + 6, line
