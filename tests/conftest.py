"""What the tests share: the tiny case, the shipped store, and the paper where it is at hand."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import TYPE_CHECKING

import pyoxigraph as ox
import pytest
from browsing import browser, page, watch, window, windows  # noqa: F401 (one browser and one server for all modules that ask for them)
from hypothesis import HealthCheck, settings
from scheduling import DEAR, Grouped, dearest
from servers import engines, start_engine  # noqa: F401
from serving import (  # noqa: F401
    TINY,
    folder,
    pages,
    server,
    shared_between_workers,
    start,
    tiny_folder,
)
from tools import curl, java, own_process, rscript  # noqa: F401

from l2kg.build import fill
from l2kg.corpus import read
from l2kg.inference.materialise import infer, rules_for
from l2kg.store import in_memory

if TYPE_CHECKING:
    from collections.abc import Callable

    from xdist.remote import Producer

SHARED = Path(__file__).resolve().parents[2] / "shared"


# What makes a test slow: `make quick` leaves out whatever asks for one of these, however far down.
SLOW = {
    "browser",
    "curl",
    "java",
    "own_process",
    "pages",
    "rscript",
    "start",
    "start_engine",
}
# Applications called in this process, children, and drawings by the hundred.
SLOW_MODULES = {
    "test_enrich",
    "test_figure",
    "test_linked",
    "test_timeline",
    "test_timeouts",
    "test_web",
    "test_worker",
}
# The same examples in every run, and none too slow: the gate says the same twice.
settings.register_profile(
    "gate",
    derandomize=True,
    deadline=None,
    database=None,
    suppress_health_check=list(HealthCheck),
)
settings.register_profile("quick", settings.get_profile("gate"), max_examples=5)
settings.load_profile("gate")


def pytest_configure(config: pytest.Config) -> None:
    for name in ("COLUMNS", "LINES"):  # xdist gives its workers those of a terminal
        os.environ.pop(name, None)
    config.addinivalue_line(
        "markers", "slow: starts a browser, a server or a program from outside"
    )


def pytest_itemcollected(item: pytest.Item) -> None:
    """Mark what is slow by the fixtures that it asks for."""
    if SLOW & set(getattr(item, "fixturenames", ())) or item.path.stem in SLOW_MODULES:
        item.add_marker("slow")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with what is dearest, so that the last tests are short and both workers end together."""
    order = [*DEAR, None]
    items.sort(key=lambda item: order.index(dearest(item.path)))


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> Grouped | None:
    return Grouped(config, log) if config.getvalue("dist") == "loadfile" else None


def store_of(paths: list[Path]) -> ox.Store:
    """Read and infer files, unchecked, into a store in memory."""
    corpus, findings = read(paths)
    assert not findings
    store = ox.Store()
    store.extend(fill(corpus, infer(corpus)[0], rules_for(corpus)))
    return store


@pytest.fixture(scope="session")
def tiny() -> ox.Store:
    return store_of([TINY])


@pytest.fixture(scope="session")
def real(folder: str) -> ox.Store:
    """The shipped data as a store in memory."""
    return in_memory(ox.Store.read_only(folder))


def varied(folder: Path, slug: str, *, drop: tuple[str, ...] = (), add: str = "") -> Path:
    """Write the tiny case under another name, with subjects dropped and text added."""
    text = (
        TINY.read_text(encoding="utf-8")
        .replace("case/tiny#", f"case/{slug}#")
        .replace("case:tiny", f"case:{slug}")
    )
    for name in drop:
        text, gone = re.subn(
            rf"^:{name}\n.*?^\.\n", "", text, flags=re.MULTILINE | re.DOTALL
        )
        assert gone == 1, name
    path = folder / f"{slug}.ttl"
    path.write_text(text + add, encoding="utf-8")
    return path


@pytest.fixture
def variant(tmp_path: Path) -> Callable[..., ox.Store]:
    """Return a function that makes a store of the tiny case with subjects dropped and text added."""

    def make(
        *,
        drop: tuple[str, ...] = (),
        add: str = "",
        slug: str = "tiny",
        also: tuple[Path, ...] = (),
    ) -> ox.Store:
        return store_of([varied(tmp_path, slug, drop=drop, add=add), *also])

    return make


@pytest.fixture(scope="session")
def shared() -> Path:
    if not SHARED.is_dir():
        pytest.skip("the paper and the fact list are not on this machine")
    return SHARED
