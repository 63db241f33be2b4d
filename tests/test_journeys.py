"""The ten ways that readers go, in a real browser."""

from __future__ import annotations

import re
import struct
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlparse

import pytest
from browsing import needs_chromium, settled
from playwright.sync_api import Browser, Page, expect
from shipped import CASES as NUMBER

from l2kg.html.contribute import template

if TYPE_CHECKING:
    from playwright.sync_api import Locator

pytestmark = [needs_chromium, pytest.mark.usefixtures("watch")]
PANEL = ".st-key-evidence"


def heading(page: Page) -> Locator:
    return page.locator("h1.ttl")


def test_find_the_cases_with_a_back_channel(page: Page, server: str) -> None:
    page.goto(server)
    page.get_by_role("button", name=re.compile("Has a back channel")).click()
    expect(page.get_by_text(f"1 of {NUMBER} cases")).to_be_visible()
    expect(page).to_have_url(re.compile("channel=BackChannel"))
    expect(page.locator(".card")).to_have_count(1)
    expect(
        page.get_by_role("link", name="German reunification within NATO")
    ).to_be_visible()


def test_share_a_selected_element(page: Page, server: str, browser: Browser) -> None:
    page.goto(server)
    page.get_by_role("link", name="German reunification within NATO").click()
    page.locator(".l2fig .node[data-id=london-declaration]").first.click()
    panel = page.locator(PANEL)
    expect(panel.get_by_role("heading")).to_have_text(
        "Declaration of the London NATO summit"
    )
    expect(panel.locator(".ev").first).to_be_visible()
    expect(page.locator(".rivals").first).to_contain_text("against")
    fresh = browser.new_context().new_page()
    fresh.goto(page.url)
    expect(fresh.locator(PANEL).get_by_role("heading")).to_have_text(
        "Declaration of the London NATO summit"
    )
    fresh.context.close()


def test_walk_the_timeline_by_keyboard(page: Page, server: str) -> None:
    page.goto(f"{server}/case?id=holocaust-era-assets")
    moments = page.locator(".l2tl .node")
    moments.first.focus()
    page.keyboard.press("ArrowDown")
    expect(moments.nth(1)).to_be_focused()
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("focus="))
    expect(page.locator(PANEL).get_by_role("heading")).to_be_visible()


def test_open_bonn_with_three_sides_and_compare_rival_readings(
    page: Page, server: str
) -> None:
    page.goto(f"{server}/case?id=bonn-summit-1978")
    expect(page.locator(".l2fig .node.card[aria-label*='Side ']")).to_have_count(3)
    rivals = page.locator(
        ".rivals:not(.clash .rivals)"
    )  # what the build finds to disagree stands apart from rival readings
    expect(rivals).to_have_count(2)
    package = rivals.filter(has_text="simply a trade of benefits")
    expect(package).to_contain_text("each side helped others")
    expect(package).to_contain_text(
        "Those who read the Bonn package in the conventional way (unnamed)"
    )
    package.get_by_role(
        "link", name="The conventional reading: simply a trade of benefits"
    ).click()
    expect(page.locator(PANEL)).to_contain_text("Contradicted by")


def test_run_the_headline_pattern_and_open_a_near_miss(page: Page, server: str) -> None:
    page.goto(f"{server}/patterns")
    expect(
        page.get_by_role("heading", name="1 match, in 3 rows", exact=True)
    ).to_be_visible()
    page.get_by_role("link", name="Eizenstat and Lambsdorff", exact=True).first.click()
    expect(heading(page)).to_contain_text("Holocaust-era assets")
    expect(page.locator(PANEL).get_by_role("heading")).to_have_text(
        "Eizenstat and Lambsdorff"
    )
    page.go_back()
    expect(heading(page)).to_have_text("Patterns")
    expect(
        page.get_by_role("heading", name="1 match, in 3 rows", exact=True)
    ).to_be_visible()


def test_edit_an_example_break_it_and_download(page: Page, server: str) -> None:
    page.goto(f"{server}/query")
    page.get_by_label("Examples").click()
    option = page.get_by_role("option").nth(2)
    name = option.inner_text()
    option.click()
    expect(page.locator(".cm-line").first).to_have_text(f"# {name}")
    _type(page, "SELECT ?case {\n  ?case a l2:Case garbage\n}")
    expect(page.get_by_role("alert")).to_contain_text("Line 2")
    _type(page, "SELECT ?case {\n  ?case a l2:Case\n}")
    expect(page.get_by_text(re.compile(f"{NUMBER} rows"))).to_be_visible()
    page.get_by_role("radio", name=re.compile("Chart")).click()
    expect(page.locator(".motif li")).to_have_count(NUMBER)
    with page.expect_download() as told:
        page.get_by_role("button", name="CSV").click()
    assert len(Path(told.value.path()).read_text(encoding="utf-8").splitlines()) == 18


def _type(page: Page, text: str) -> None:
    page.locator(".cm-content").click()
    page.keyboard.press("Control+a")
    page.keyboard.insert_text(text)
    page.keyboard.press("Control+Enter")


def test_open_a_tactic_and_its_cases(page: Page, server: str) -> None:
    page.goto(f"{server}/tactics")
    page.get_by_role("link", name="control the drafting").first.click()
    expect(page.get_by_role("heading", name="control the drafting")).to_be_visible()
    expect(page).to_have_url(re.compile("id=control-the-drafting"))
    page.locator(".panel").get_by_role(
        "link", name="German reunification within NATO"
    ).click()
    expect(heading(page)).to_have_text("German reunification within NATO")


def test_follow_baker_through_all_cases(page: Page, server: str) -> None:
    page.goto(f"{server}/people")
    page.get_by_role("link", name="James Baker", exact=True).first.click()
    expect(page).to_have_url(re.compile("id=james-baker"))
    panel = page.locator(".panel")
    expect(panel).to_contain_text("2 cases")
    for case in ("German reunification within NATO", "Building the Gulf War coalition"):
        expect(panel.get_by_role("link", name=case).first).to_be_visible()
    panel.get_by_role("link", name="Building the Gulf War coalition").first.click()
    expect(heading(page)).to_have_text("Building the Gulf War coalition")


def test_upload_a_broken_case_and_read_the_findings(page: Page, server: str) -> None:
    page.goto(f"{server}/contribute")
    broken = template().replace(b"l2:facedBy :their-side", b"l2:facedBy :nobody")
    upload = page.locator("input[type=file]")
    upload.set_input_files(
        {"name": "my-case.ttl", "mimeType": "text/turtle", "buffer": broken}
    )
    expect(page.get_by_role("heading", name="Findings")).to_be_visible()
    expect(
        page.get_by_role("cell", name=re.compile(r"my-case\.ttl, line \d+")).first
    ).to_be_visible()
    expect(
        page.get_by_role("cell", name=re.compile("describe what it names")).first
    ).to_be_visible()
    filled = template()
    for prompt in (b"A name for your", b"What happened", b"last words", b"First words"):
        assert prompt in filled
        filled = filled.replace(prompt, b"Their own")
    filled = filled.replace(b"What the helper did.", b"They wrote a letter.")
    upload.set_input_files(
        {"name": "my-case.ttl", "mimeType": "text/turtle", "buffer": filled}
    )
    expect(page.get_by_text("my-case.ttl passes all checks")).to_be_visible()
    expect(page.locator(".l2fig .node").first).to_be_visible()


def test_search_forgives_and_shows_the_hit(page: Page, server: str) -> None:
    page.goto(server)
    expect(page.get_by_text(f"{NUMBER} of {NUMBER} cases")).to_be_visible()
    settled(page)
    page.get_by_label("Search").fill("SCHRÖDER")
    page.keyboard.press("Enter")
    expect(page.get_by_text(f"1 of {NUMBER} cases")).to_be_visible()
    expect(page.locator(".card mark")).to_have_text("Schroeder")
    expect(page).to_have_url(re.compile("q=SCHR"))


def test_every_link_of_a_session_goes_back(page: Page, server: str) -> None:
    page.goto(f"{server}/case?id=german-reunification&focus=ross-tarasenko")
    expect(page.locator(PANEL).get_by_role("heading")).to_have_text("Ross and Tarasenko")
    page.locator(PANEL).get_by_role("link", name="Dennis Ross").first.click()
    expect(
        page.locator(".panel").get_by_role("heading", name="Dennis Ross")
    ).to_be_visible()
    settled(page)
    page.go_back()
    expect(page.locator(PANEL).get_by_role("heading")).to_have_text("Ross and Tarasenko")
    page.go_forward()
    expect(
        page.locator(".panel").get_by_role("heading", name="Dennis Ross")
    ).to_be_visible()


def test_the_figure_comes_as_png_of_twice_its_size_with_our_fonts_in_it(
    page: Page, server: str
) -> None:
    page.goto(f"{server}/case?id=geneva-accord")
    high = page.locator("svg.l2fig[role]").first.evaluate(
        "svg => svg.viewBox.baseVal.height"
    )
    asked: list[str] = []
    page.on("request", lambda request: asked.append(urlparse(request.url).path))
    with page.expect_download() as told:
        page.get_by_role("button", name="Download this picture as PNG").first.click()
    data = Path(told.value.path()).read_bytes()
    assert told.value.suggested_filename == "geneva-accord-figure.png"
    assert {"/assets/fonts/inter.woff2", "/assets/fonts/source-serif.woff2"} <= set(asked)
    assert data.startswith(b"\x89PNG") and struct.unpack(">II", data[16:24]) == (
        2560,
        2 * high,
    )


def test_the_network_is_walked_by_keyboard(page: Page, server: str) -> None:
    page.goto(f"{server}/people")
    people = page.locator(".l2net .node.card")
    expect(people).to_have_count(19)
    people.first.focus()
    page.keyboard.press("ArrowRight")
    expect(page.locator(".l2net .node").nth(2)).to_be_focused()
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("/people\\?id="))
    expect(page.locator(".l2net .node[aria-current=true]").first).to_be_visible()
    page.go_back()
    expect(people).to_have_count(19)


def test_an_answer_is_drawn_as_a_graph_that_leads_on(page: Page, server: str) -> None:
    page.goto(
        f"{server}/query?query=SELECT%20%3Fcase%20%3Ftactic%20%7B%20%3Fm%20l2%3Atactic%20%3Ftactic%20%3B%20l2%3AinCase%20%3Fcase%20%7D"
    )
    expect(page.locator(".cm-content")).to_contain_text("SELECT")
    page.get_by_role("button", name="Run").click()
    page.get_by_role("radio", name=re.compile("Graph")).click()
    page.locator(".l2net a.node", has_text="German reunification").click()
    expect(heading(page)).to_have_text("German reunification within NATO")
