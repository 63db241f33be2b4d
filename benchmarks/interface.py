"""Measure the pages in a real browser: `python benchmarks/interface.py [CASES]`.

With a number, over a store of so many synthetic cases.
"""

from __future__ import annotations

import os
import statistics
import sys
import tempfile
import time
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from playwright.sync_api import sync_playwright

sys.path.insert(0, str(Path(__file__).parent))
sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests"))
import pyoxigraph as ox
from browsing import CHROMIUM  # type: ignore[import-not-found]
from serving import started  # type: ignore[import-not-found]
from synthetic import load, tiny

from l2kg.build import build

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Browser, Locator, Page

SESSIONS = 12
REST = 8  # seconds


def store(folder: Path, number: int) -> str:
    """Make the store to serve: the shipped data, or synthetic cases."""
    if number:
        load(ox.Store(folder), tiny(), number).flush()
        return str(folder)
    build(folder=folder)
    return str(folder)


def timed(job: Callable[[], object]) -> float:
    """Return how long a job takes, in milliseconds."""
    start = time.perf_counter()
    job()
    return (time.perf_counter() - start) * 1000


def _chosen(page: Page, node: Locator, name: str) -> None:
    node.dispatch_event("click")
    page.wait_for_url(f"**focus={name}*")


def _opened(link: Locator, heading: Locator) -> None:
    link.click()
    heading.wait_for()


def _asked(page: Page, box: Locator, word: str) -> None:
    box.press("Enter")
    page.wait_for_url(f"**q={word}*")
    _rested(page)


def _narrowed(page: Page, choice: Locator) -> None:
    before = page.url
    choice.click()
    page.wait_for_function("before => location.href !== before", arg=before)
    _rested(page)


def _rested(page: Page) -> None:
    """Wait until the script behind the page has ended, so that all of its answer is there."""
    page.wait_for_function(
        "() => document.querySelector('[data-testid=stApp]').dataset.testScriptState === 'notRunning'"
    )


def _drawn(page: Page, address: str) -> None:
    page.goto(address)
    page.locator(".l2fig .node").first.wait_for()


def clicks(page: Page, base: str, slug: str) -> list[float]:
    """Time from a click in the figure to its evidence."""
    page.goto(f"{base}/case?id={slug}")
    nodes = page.locator(".l2fig:not(.l2tl) .node")
    nodes.first.wait_for()
    page.wait_for_timeout(1500)
    found = []
    for number in range(min(10, nodes.count())):
        node = nodes.nth(number)
        name = node.get_attribute("data-id")
        found.append(timed(partial(_chosen, page, node, str(name))))
        page.wait_for_timeout(250)
    return found


def switches(page: Page) -> list[float]:
    """Time from a click on the name of a page to its heading."""
    found = []
    for _ in range(3):
        for name, title in (
            ("Tactics", "Tactics"),
            ("Patterns", "Patterns"),
            ("Query", "Query workbench"),
            ("About", "About L2KG"),
            ("Cases", "Cases of"),
        ):
            link = page.get_by_role("link", name=name, exact=True).first
            heading = page.locator("h1.ttl", has_text=title)
            found.append(timed(partial(_opened, link, heading)))
            page.wait_for_timeout(300)
    return found


def first(browser: Browser, base: str, slug: str) -> float:
    """Time from an address to the figure, in a session of its own with nothing in the browser's store."""
    context = browser.new_context()
    page = context.new_page()
    taken = timed(partial(_drawn, page, f"{base}/case?id={slug}"))
    context.close()
    return taken


def searching(page: Page, base: str) -> list[float]:
    """Time from a word to the cases that have it."""
    page.goto(base)
    page.locator(".card").first.wait_for()
    found = []
    for word in ("letter", "side", "zzz"):
        box = page.get_by_label("Search")
        box.fill(word)
        found.append(timed(partial(_asked, page, box, word)))
        page.wait_for_timeout(600)
    return found


def narrowing(page: Page, base: str) -> list[float]:
    """Time from a click on a choice of a facet to its cases."""
    page.goto(base)
    page.locator(".card").first.wait_for()
    found = []
    for _ in range(6):  # chosen and taken back
        choice = page.get_by_test_id("stButtonGroup").first.get_by_role("button").first
        found.append(timed(partial(_narrowed, page, choice)))
        page.wait_for_timeout(600)
    return found


def resident(pid: int) -> float:
    """Return the memory of a process and its children, in megabytes."""
    children = [
        int(one) for one in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    ]
    size = int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * 4096 / 1e6
    return size + sum(resident(child) for child in children)


def worked(pid: int) -> float:
    """Return how long a process has used a processor, in seconds."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def settle(pid: int) -> float:
    """Wait until a server is at rest, and return the seconds that it took.

    At rest is who does nothing for longer than the pauses of reading ahead.
    """
    begun = time.perf_counter()
    quiet, before = 0, worked(pid)
    while quiet < REST and time.perf_counter() - begun < 120:
        time.sleep(1)
        now = worked(pid)
        quiet, before = quiet + 1 if now - before < 0.05 else 0, now
    return time.perf_counter() - begun


def sessions(browser: Browser, base: str, slug: str, pid: int) -> float:
    """Return what twelve sessions on a case add to the server's memory, in megabytes."""
    before, contexts = resident(pid), []
    for _ in range(SESSIONS):
        context = browser.new_context()
        page = context.new_page()
        page.goto(f"{base}/case?id={slug}")
        page.locator(".l2fig .node").first.wait_for()
        contexts.append(context)
    after = resident(pid)
    for context in contexts:
        context.close()
    return after - before


def main(number: int) -> None:
    """Print the figures."""
    slug = "tiny" if number else "german-reunification"
    with tempfile.TemporaryDirectory() as scratch:
        print(f"load of the machine before: {os.getloadavg()[0]:.1f}")
        process, base = started(
            store(Path(scratch) / "store", number),
            Path(scratch),
            "app",
            "/_stcore/health",
        )
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(
                executable_path=CHROMIUM, args=["--no-sandbox"]
            )
            page = browser.new_context(
                viewport={"width": 1440, "height": 1000}
            ).new_page()
            cold, warm = first(browser, base, slug), first(browser, base, slug)
            print(
                f"{number or 'real'} cases; first figure, cold: {cold:.0f} ms; again: {warm:.0f} ms"
            )
            print(
                f"click to evidence, median: {statistics.median(clicks(page, base, slug)):.0f} ms"
            )
            print(
                "search, while the server still reads ahead, median:"
                f" {statistics.median(searching(page, base)):.0f} ms"
            )
            print(f"the server is at rest after {settle(process.pid):.0f} s more")
            print(f"search, median: {statistics.median(searching(page, base)):.0f} ms")
            print(f"facet, median: {statistics.median(narrowing(page, base)):.0f} ms")
            print(f"page switch, median: {statistics.median(switches(page)):.0f} ms")
            print(
                f"{SESSIONS} sessions add {sessions(browser, base, slug, process.pid):.1f} MB"
            )
            browser.close()
        process.terminate()
        process.wait(20)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 0)
