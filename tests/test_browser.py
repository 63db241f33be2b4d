"""A reader's way in a real browser: from the cases to a passage, by mouse and by keyboard, with nothing asked of any other host."""

from __future__ import annotations

import re

from browsing import Watch, needs_chromium
from playwright.sync_api import Browser, Page, expect
from waiting import wait_until

pytestmark = needs_chromium
PANEL = ".st-key-evidence"


def test_from_the_cases_to_a_passage(page: Page, server: str, watch: Watch) -> None:
    page.goto(server)
    page.get_by_role("link", name="German reunification within NATO").click()
    expect(page.locator("h1.ttl")).to_have_text("German reunification within NATO")
    page.locator(".l2fig:not(.l2tl) .node[data-id=sharing-the-draft]").click()
    panel = page.locator(PANEL)
    expect(panel.get_by_role("heading")).to_have_text(re.compile("Sharing the draft"))
    expect(panel).to_contain_text("To help Shevardnadze")
    expect(panel).to_contain_text(
        "James Baker · Baker (1995), p. 259 · in Sebenius (2012), note xxiv"
    )
    expect(page).to_have_url(
        re.compile("id=german-reunification&focus=sharing-the-draft")
    )
    page.locator(".l2fig:not(.l2tl) .node[data-id=london-declaration]").click()
    expect(panel.get_by_role("heading")).to_have_text(re.compile("Declaration"))
    assert watch.faults == []


def test_the_figure_is_walked_by_keyboard(page: Page, server: str, watch: Watch) -> None:
    page.goto(f"{server}/case?id=geneva-accord")
    first = page.locator(".l2fig:not(.l2tl) .node").first
    first.focus()
    page.keyboard.press("ArrowRight")
    second = page.locator(".l2fig:not(.l2tl) .node").nth(1)
    expect(second).to_be_focused()
    page.keyboard.press("Enter")
    expect(second).to_have_attribute("aria-pressed", "true")
    expect(page).to_have_url(re.compile("focus="))


def test_a_value_in_the_panel_and_a_row_of_a_table_lead_on(
    page: Page, server: str, watch: Watch
) -> None:
    page.goto(f"{server}/case?id=german-reunification&focus=ross-tarasenko")
    panel = page.locator(PANEL)
    panel.get_by_role("link", name="Soviet side").first.click()
    expect(panel.get_by_role("heading")).to_have_text("Soviet side")
    page.get_by_role("link", name="No gloating over the Wall").last.click()
    expect(panel.get_by_role("heading")).to_have_text("No gloating over the Wall")
    page.go_back()


def test_the_evidence_stays_in_sight(page: Page, server: str, watch: Watch) -> None:
    page.goto(f"{server}/case?id=german-reunification")
    page.locator(".l2fig:not(.l2tl) .node[data-id=ross-tarasenko]").click()
    panel = page.locator(PANEL)
    expect(panel.get_by_role("heading")).to_have_text("Ross and Tarasenko")
    expect(panel).to_have_attribute("data-floating", "")
    expect(panel).to_be_in_viewport(ratio=1)
    panel.get_by_role("button", name="Clear the selection").click()
    expect(page).not_to_have_url(re.compile("focus="))
    expect(panel).not_to_have_attribute("data-floating", "")


def test_the_figure_stands_upright_on_a_phone_and_turns_with_the_window(
    page: Page, server: str, watch: Watch
) -> None:
    def ratio() -> float:
        box = page.locator(".l2fig:not(.l2tl)").bounding_box()  # looks into components
        return box["height"] / box["width"] if box else 1

    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(f"{server}/case?id=geneva-accord")
    wait_until(lambda: ratio() > 1, "the figure stands upright")
    page.set_viewport_size({"width": 1440, "height": 900})
    wait_until(lambda: ratio() < 1, "the figure lies")


def test_what_is_typed_is_what_runs(page: Page, server: str, watch: Watch) -> None:
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
    expect(page.get_by_role("alert")).to_contain_text(
        'Line 2, column 12: cannot be read from "garbage" on'
    )
    expect(page.locator(".cm-lint-marker-error")).to_be_visible()


def test_our_terms_complete(page: Page, server: str, watch: Watch) -> None:
    page.goto(f"{server}/query")
    page.locator(".cm-content").click()
    page.keyboard.press("Control+End")
    page.keyboard.type("\nl2:BackCh")
    expect(page.locator(".cm-tooltip-autocomplete")).to_contain_text("l2:BackChannel")


def test_a_result_opens_its_case(page: Page, server: str, watch: Watch) -> None:
    page.goto(f"{server}/query")
    page.get_by_role("button", name="Run").click()
    page.get_by_role("link", name="Ross and Tarasenko").first.click()
    expect(page.locator(PANEL).get_by_role("heading")).to_have_text("Ross and Tarasenko")


def test_a_document_works_without_script(browser: Browser, server: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    watched = Watch(page)
    page.goto(f"{server}/case/german-reunification#sharing-the-draft")
    expect(page.locator("#sharing-the-draft blockquote").first).to_be_visible()
    assert watched.faults == []
    assert watched.hosts == {"127.0.0.1"}
    context.close()
