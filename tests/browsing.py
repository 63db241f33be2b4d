"""What the tests in a browser share: one Chromium, pages that are watched, and the check for accessibility."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlparse

import pytest
from playwright.sync_api import (
    Browser,
    BrowserContext,
    Page,
    expect,
    sync_playwright,
)
from waiting import EXPECTED, LONGEST

if TYPE_CHECKING:
    from collections.abc import Iterator

# The shell is the same engine without the windows of a desktop, and a third less work.
NAMES = ("chromium-headless-shell", "chromium")
CHROMIUM = next((found for name in NAMES if (found := shutil.which(name))), None)
needs_chromium = pytest.mark.skipif(
    CHROMIUM is None, reason="no Chromium on this machine"
)


expect.set_options(timeout=EXPECTED * 1000)


def _patient(browser: Browser) -> Browser:
    """Let every window of a browser wait as long as a busy machine may need."""
    new_context = browser.new_context

    def patient_context(**options: Any) -> BrowserContext:
        context = new_context(**options)
        context.set_default_timeout(LONGEST * 1000)
        return context

    browser.new_context = patient_context  # type: ignore[method-assign]
    return browser


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=CHROMIUM, args=["--no-sandbox"], timeout=LONGEST * 1000
        )
        yield _patient(browser)
        browser.close()


class Watch:
    """What a page complained of and whom it asked."""

    def __init__(self, page: Page) -> None:
        self.faults: list[str] = []
        self.hosts: set[str] = set()
        page.on(
            "console",
            lambda message: (
                self.faults.append(message.text) if message.type == "error" else None
            ),
        )
        page.on("pageerror", lambda error: self.faults.append(str(error)))
        page.on(
            "request",
            lambda request: self.hosts.add(urlparse(request.url).hostname or ""),
        )

    def complaints(self) -> list[str]:
        """Every error in the console, and every host that is not ours."""
        return self.faults + sorted(self.hosts - {"", "127.0.0.1"})


@pytest.fixture(scope="session")
def windows(browser: Browser) -> Iterator[BrowserContext]:
    """What the windows of all tests share: the scripts that were fetched and compiled."""
    context = browser.new_context(viewport={"width": 1440, "height": 1000})
    yield context
    context.close()


@pytest.fixture(scope="session")
def window(windows: BrowserContext) -> Page:
    """One window for all tests: a new one starts a process, which costs as much as a page."""
    return windows.new_page()


@pytest.fixture
def page(window: Page) -> Iterator[Page]:
    """A window that keeps nothing of where it has been but the addresses."""
    size = window.viewport_size
    yield window
    window.unroute_all()
    window.emulate_media(media="null", color_scheme="null", reduced_motion="null")
    if size is not None and window.viewport_size != size:
        window.set_viewport_size(size)
    window.mouse.move(0, 0)
    window.evaluate(
        "() => { try { localStorage.clear(); sessionStorage.clear() } catch {} }"
    )
    window.context.clear_cookies()
    window.goto("about:blank")


@pytest.fixture
def watch(page: Page, server: str) -> Iterator[Watch]:
    """Watch a page; in the end it has complained of nothing and asked our host only."""
    watched = Watch(page)
    yield watched
    assert watched.complaints() == [], watched.complaints()


AXE = (Path(__file__).parent / "data" / "axe" / "axe.min.js").read_text(encoding="utf-8")
_WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
_RUN = """async runOnly => (await axe.run(document, {runOnly, resultTypes: ["violations"]})).violations
  .flatMap(rule => rule.nodes.map(node => `${rule.id}: ${node.html.slice(0, 160)}`))"""


def violations(page: Page, rules: list[str] | None = None) -> list[str]:
    """What axe-core finds on a page against WCAG 2.2, levels A and AA, or against some of its rules."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE)
    found: list[str] = page.evaluate(_RUN, rules or _WCAG)
    return found


_TURN = """([address, most]) => {
  const app = document.querySelector("[data-testid=stApp]")
  const begun = new Promise(done => new MutationObserver(done).observe(app, {attributeFilter: ["data-test-script-state"]}))
  history.pushState({}, "", address)
  const turn = () => dispatchEvent(new PopStateEvent("popstate", {state: {}}))
  const again = setInterval(turn, 10000)  // one that comes while the page before begins goes lost
  turn()
  const never = new Promise((_, fail) => setTimeout(() => fail(new Error("not turned to " + address)), most))
  return Promise.race([begun, never]).then(() => true).finally(() => clearInterval(again))
}"""


def turn_to(page: Page, address: str) -> None:
    """Turn an open application to another page, as the way back does, without starting it anew."""
    page.evaluate(_TURN, [address, EXPECTED * 1000])


def settled(page: Page) -> None:
    """Wait until Streamlit has nothing left to do."""
    page.wait_for_function("""() => {
      const app = document.querySelector("[data-testid=stApp]")
      return !app || (app.dataset.testScriptState === "notRunning" && !document.querySelector("[data-stale=true], [data-testid=stSkeleton]"))
    }""")
    page.evaluate("document.fonts.ready")
