"""A reader's way in a real browser: from the cases to a passage, by mouse and by keyboard, with nothing asked of any other host."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlparse

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright
from serving import ARTEFACTS, folder, server  # noqa: F401

if TYPE_CHECKING:
    from collections.abc import Iterator

CHROMIUM = Path("/usr/bin/chromium")
PANEL = ".st-key-evidence"
pytestmark = pytest.mark.skipif(not CHROMIUM.exists(), reason="no Chromium on this machine")


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield browser
        browser.close()


class Watch:
    """What a page complained of and whom it asked."""

    def __init__(self, page: Page) -> None:
        self.faults: list[str] = []
        self.hosts: set[str] = set()
        page.on("console", lambda message: self.faults.append(message.text) if message.type == "error" else None)
        page.on("pageerror", lambda error: self.faults.append(str(error)))
        page.on("request", lambda request: self.hosts.add(urlparse(request.url).hostname or ""))


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 1440, "height": 1000})
    yield context.new_page()
    context.close()


@pytest.fixture
def watch(page: Page, server: str) -> Iterator[Watch]:  # noqa: F811
    """Watch a page; in the end it has complained of nothing and asked our host only."""
    watched = Watch(page)
    yield watched
    probing = re.compile("404")  # Streamlit looks for its own base path below a page that is opened by its address
    assert [fault for fault in watched.faults if not probing.search(fault)] == []
    assert watched.hosts - {""} <= {"127.0.0.1"}


def test_from_the_cases_to_a_passage(page: Page, server: str, watch: Watch) -> None:  # noqa: F811
    page.goto(server)
    page.get_by_role("link", name="German reunification within NATO").click()
    expect(page.locator("h1.ttl")).to_have_text("German reunification within NATO")
    page.locator(".l2fig .node[data-id=sharing-the-draft]").click()
    panel = page.locator(PANEL)
    expect(panel.get_by_role("heading")).to_have_text(re.compile("Sharing the draft"))
    expect(panel).to_contain_text("To help Shevardnadze")
    expect(panel).to_contain_text("James Baker · Baker (1995), p. 259 · in Sebenius (2012), note xxiv")
    expect(page).to_have_url(re.compile("id=german-reunification&focus=sharing-the-draft"))
    page.locator(".l2fig .node[data-id=london-declaration]").click()
    expect(panel.get_by_role("heading")).to_have_text(re.compile("Declaration"))
    assert watch.faults == []


def test_the_figure_is_walked_by_keyboard(page: Page, server: str, watch: Watch) -> None:  # noqa: F811
    page.goto(f"{server}/case?id=geneva-accord")
    first = page.locator(".l2fig .node").first
    first.focus()
    page.keyboard.press("ArrowRight")
    second = page.locator(".l2fig .node").nth(1)
    expect(second).to_be_focused()
    page.keyboard.press("Enter")
    expect(second).to_have_attribute("aria-pressed", "true")
    expect(page).to_have_url(re.compile("focus="))


def test_a_value_in_the_panel_and_a_row_of_a_table_lead_on(page: Page, server: str, watch: Watch) -> None:  # noqa: F811
    page.goto(f"{server}/case?id=german-reunification&focus=ross-tarasenko")
    panel = page.locator(PANEL)
    panel.get_by_role("link", name="Soviet side").first.click()
    expect(panel.get_by_role("heading")).to_have_text("Soviet side")
    page.get_by_role("link", name="No gloating over the Wall").last.click()
    expect(panel.get_by_role("heading")).to_have_text("No gloating over the Wall")
    page.go_back()


def test_the_evidence_stays_in_sight(page: Page, server: str, watch: Watch) -> None:  # noqa: F811
    page.goto(f"{server}/case?id=german-reunification")
    page.locator(".l2fig .node[data-id=ross-tarasenko]").click()
    panel = page.locator(PANEL)
    expect(panel.get_by_role("heading")).to_have_text("Ross and Tarasenko")
    expect(panel).to_have_attribute("data-floating", "")
    expect(panel).to_be_in_viewport(ratio=1)
    panel.get_by_role("button", name="Clear the selection").click()
    expect(page).not_to_have_url(re.compile("focus="))
    expect(panel).not_to_have_attribute("data-floating", "")


def test_the_figure_stands_upright_on_a_phone_and_turns_with_the_window(page: Page, server: str, watch: Watch) -> None:  # noqa: F811
    def ratio() -> float:
        box = page.locator(".l2fig").bounding_box()
        assert box is not None
        return box["height"] / box["width"]

    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(f"{server}/case?id=geneva-accord")
    expect(page.locator(".l2fig")).to_be_visible()
    page.wait_for_timeout(500)
    upright = ratio()
    page.set_viewport_size({"width": 1440, "height": 900})
    page.wait_for_timeout(500)
    assert upright > 1 > ratio()


def test_what_is_typed_is_what_runs(page: Page, server: str, watch: Watch) -> None:  # noqa: F811
    page.goto(f"{server}/query")
    editor = page.locator(".cm-content")
    editor.click()
    page.keyboard.press("Control+a")
    page.keyboard.insert_text('SELECT ("typed" AS ?x) {}')
    page.get_by_role("button", name="Run").click()
    expect(page.get_by_role("cell", name="typed")).to_be_visible()
    editor.click()
    page.keyboard.press("Control+a")
    page.keyboard.insert_text("SELECT * {\n  ?s ?p ?o garbage\n}")
    page.keyboard.press("Control+Enter")
    expect(page.get_by_role("alert")).to_contain_text('Line 2, column 12: cannot be read from "garbage" on')
    expect(page.locator(".cm-lint-marker-error")).to_be_visible()


def test_our_terms_complete(page: Page, server: str, watch: Watch) -> None:  # noqa: F811
    page.goto(f"{server}/query")
    page.locator(".cm-content").click()
    page.keyboard.press("Control+End")
    page.keyboard.type("\nl2:BackCh")
    expect(page.locator(".cm-tooltip-autocomplete")).to_contain_text("l2:BackChannel")


def test_a_result_opens_its_case(page: Page, server: str, watch: Watch) -> None:  # noqa: F811
    page.goto(f"{server}/query")
    page.get_by_role("button", name="Run").click()
    page.get_by_role("link", name="Ross and Tarasenko").first.click()
    expect(page.locator(PANEL).get_by_role("heading")).to_have_text("Ross and Tarasenko")


def test_a_document_works_without_script(browser: Browser, server: str) -> None:  # noqa: F811
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    watched = Watch(page)
    page.goto(f"{server}/case/german-reunification#sharing-the-draft")
    expect(page.locator("#sharing-the-draft blockquote").first).to_be_visible()
    assert watched.faults == []
    assert watched.hosts == {"127.0.0.1"}
    context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1440, 390])
@pytest.mark.parametrize(
    ("name", "path"), [("cases", "/"), ("case", "/case?id=german-reunification"), ("query", "/query"), ("document", "/case/geneva-accord")]
)
def test_no_page_is_wider_than_its_window(browser: Browser, server: str, name: str, path: str, width: int, scheme: str) -> None:  # noqa: F811
    context = browser.new_context(viewport={"width": width, "height": 1000}, color_scheme=scheme)  # type: ignore[arg-type]
    page = context.new_page()
    page.goto(server + path)
    expect(page.locator("h1")).to_be_visible()
    page.wait_for_load_state("networkidle")
    page.wait_for_timeout(800)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.evaluate("getComputedStyle(document.querySelector('h1')).fontFamily").startswith('"Source Serif 4"')
    assert page.evaluate("document.fonts.check('600 20px \"Source Serif 4\"') && document.fonts.check('400 16px Inter')")
    ARTEFACTS.mkdir(exist_ok=True)
    page.screenshot(path=ARTEFACTS / f"{name}_{scheme}_{width}.png")
    context.close()
