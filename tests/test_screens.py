"""Every page in both themes and both widths: it opens, fits its window, uses our faces, and axe-core finds nothing against WCAG 2.2 AA."""

from __future__ import annotations

import itertools
import re
from typing import TYPE_CHECKING, Literal

import pytest
from browsing import Watch, needs_chromium, settled, turn_to, violations
from playwright.sync_api import Browser, Page, expect
from serving import ARTEFACTS

from l2kg.pages.router import PAGES

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = needs_chromium
Scheme = Literal["light", "dark"]
COLOURS = [
    "color-contrast",
    "link-in-text-block",
]  # the rules of axe-core that look at colours
PLACES = {name: f"/{name}" for name in PAGES} | {
    "cases": "/",
    "search": "/?q=schroder",
    "case": "/case?id=german-reunification&focus=london-declaration",
    "bonn": "/case?id=bonn-summit-1978",
    "cuba": "/case?id=cuban-missile-crisis",
    "tactics": "/tactics?id=avoid-inflaming",
    "person": "/people?id=james-baker",
    "tally": "/query?query=SELECT%20%3Fcase%20(COUNT(%3Fmeasure)%20AS%20%3Fmeasures)%20%7B%20%3Fmeasure%20a%20l2%3AMeasure%20%3B%20l2%3AinCase%20%3Fcase%20%7D%20GROUP%20BY%20%3Fcase",
    "document": "/case/geneva-accord",
}


@pytest.fixture(
    scope="module",
    params=[(("light", "dark"), 1440), (("dark", "light"), 390)],
    ids=["wide", "narrow"],
)
def screen(
    browser: Browser, request: pytest.FixtureRequest
) -> Iterator[tuple[Page, Watch, tuple[Scheme, Scheme], int]]:
    """A window of one width, in which one page after another is opened; it begins in the first theme."""
    schemes, width = request.param
    context = browser.new_context(
        viewport={"width": width, "height": 1000}, color_scheme=schemes[0]
    )
    page = context.new_page()
    yield page, Watch(page), schemes, width
    context.close()


@pytest.mark.parametrize(("name", "path"), PLACES.items(), ids=PLACES.keys())
def test_a_page_opens_fits_and_is_accessible(
    screen: tuple[Page, Watch, tuple[Scheme, Scheme], int],
    server: str,
    name: str,
    path: str,
) -> None:
    """A page opens in one theme; in the other, only what hangs on colours is looked at again."""
    page, watched, (first, second), width = screen
    page.emulate_media(color_scheme=first)
    if (
        width == 1440
        or page.locator("[data-testid=stApp]").count() == 0
        or name == "document"
    ):
        page.goto(server + path)
    else:  # the address alone is enough in the wide window; here the open application turns to it
        turn_to(page, path)
    expect(page.locator("h1").first).to_be_visible()
    settled(page)
    _picture(page, f"{name}_{first}_{width}")
    _fits(page, width)
    assert violations(page) == []
    page.emulate_media(color_scheme=second)
    expect(
        page.locator(".figure.light" if second == "dark" else ".figure.dark")
    ).to_have_count(0)
    settled(page)
    _picture(page, f"{name}_{second}_{width}")
    _fits(page, width)
    if width == 1440:  # colours are the same on a narrow screen
        assert violations(page, COLOURS) == []
    assert watched.complaints() == []


def _picture(page: Page, name: str) -> None:
    ARTEFACTS.mkdir(exist_ok=True)
    page.screenshot(path=ARTEFACTS / f"{name}.png")


def _fits(page: Page, width: int) -> None:
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.evaluate(
        "getComputedStyle(document.querySelector('h1')).fontFamily"
    ).startswith('"Source Serif 4"')
    assert page.evaluate(
        "document.fonts.check('600 20px \"Source Serif 4\"') && document.fonts.check('400 16px Inter')"
    )


def test_a_picture_follows_a_theme_that_changes_while_the_page_is_open(
    browser: Browser, server: str
) -> None:
    context = browser.new_context(
        viewport={"width": 1440, "height": 1000}, color_scheme="light"
    )
    page = context.new_page()
    page.goto(f"{server}/case?id=german-reunification&focus=london-declaration")
    expect(page.locator(".l2fig.l2tl")).to_be_visible()
    for scheme in ("dark", "light"):
        page.emulate_media(color_scheme=scheme)
        expect(page.locator(".figure.dark")).to_have_count(2 if scheme == "dark" else 0)
        settled(page)
    context.close()


@pytest.mark.parametrize(
    ("scheme", "slugs"),
    [
        ("light", ["bonn-summit-1978", "entrenched-management"]),
        ("dark", ["geneva-accord", "german-reunification"]),
    ],
    ids=["light", "dark"],
)
def test_a_case_prints_on_one_page_dark_on_light(
    browser: Browser, server: str, scheme: Scheme, slugs: list[str]
) -> None:
    context = browser.new_context(color_scheme=scheme)
    page = context.new_page()
    for slug in slugs:
        page.goto(f"{server}/case/{slug}")
        assert len(re.findall(rb"/Type\s*/Page\b", page.pdf(format="A4"))) == 1, slug
        page.emulate_media(media="print")
        fills = page.evaluate(
            "[...document.querySelectorAll('.l2fig .card .body, .l2fig .zone')].map(one => getComputedStyle(one).fill)"
        )
        shown, whole = (
            page.locator(".passages cite:visible"),
            page.locator(".passages li"),
        )
        told = [text.strip() for text in shown.all_inner_texts()]
        assert 0 < len(told) <= whole.count() and all(
            one != other for one, other in itertools.pairwise(told)
        ), slug
        assert fills and all(
            min(map(float, re.findall(r"[\d.]+", fill)[:3])) > 200 for fill in fills
        ), (slug, fills)
        page.emulate_media(media="null")
    context.close()


def test_reduced_motion_stills_everything(browser: Browser, server: str) -> None:
    context = browser.new_context(reduced_motion="reduce")
    page = context.new_page()
    page.goto(f"{server}/case?id=german-reunification&focus=sharing-the-draft")
    expect(page.locator(".l2fig.focus").first).to_be_visible()
    assert (
        page.evaluate(
            "document.getAnimations().filter(one => one.playState === 'running' && one.effect.getTiming().duration > 20).length"
        )
        == 0
    )
    context.close()
