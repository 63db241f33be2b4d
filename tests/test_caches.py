"""What a server process keeps: read once, within a number of bytes, and forgotten all at once."""

from __future__ import annotations

import ast
import re
import threading
import time
import tracemalloc
from itertools import count
from typing import TYPE_CHECKING

import pytest
from cachetools import LRUCache
from each import each
from serving import ROOT
from test_layers import MODULES, name_of

from l2kg import serving
from l2kg.cases import load_case
from l2kg.errors import L2kgError, NotFoundError
from l2kg.queries.serialise import Result
from l2kg.serving import caches
from l2kg.serving.caches import LIMIT, LIMITS, cached, once
from l2kg.serving.responses import ResponseCache
from l2kg.serving.sizes import size_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    import pyoxigraph as ox

CONSTANTS = {  # what is read or done once, of files that are shipped and never of a store
    "_confined",
    "_editor",
    "_elsewhere",
    "_environment",
    "_pick",
    "_prompts",
    "_quicken",
    "_shipped",
    "all_queries",
    "changed_terms",
    "check_queries",
    "conflict_queries",
    "kinds",
    "lists_of_codes",
    "migration_queries",
    "ontology_terms",
    "project_rules",
    "replacements",
    "schema",
}
DECISION = "0008-caches-bounded-by-bytes.md"


def _size(entry: caches._Entry[str]) -> int:
    return entry.size


def _longest_answer() -> Result:
    return Result("text/csv", b"x" * 2**16)


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A kind of which little is kept; what registers itself here goes again."""
    monkeypatch.setitem(LIMITS, "small", 10_000)
    monkeypatch.setattr(caches, "_REGISTERED", list(caches._REGISTERED))
    return


def together(job: object, number: int) -> None:
    threads = [threading.Thread(target=job) for _ in range(number)]  # type: ignore[arg-type]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


@pytest.mark.usefixtures("small")
def test_the_one_not_asked_for_longest_goes_first() -> None:
    calls: list[int] = []

    @cached("small")
    def text(number: int) -> str:
        calls.append(number)
        return "x" * 4000

    for number in (1, 2, 1, 3, 1, 2):
        text(number)
    assert calls == [1, 2, 3, 2]
    assert 8000 < serving.sizes()["small"] <= LIMITS["small"]


@pytest.mark.usefixtures("small")
@each("key", ["k", "k" * 20_000], ids=["value", "key"])
def test_what_is_too_large_is_returned_and_not_kept(key: str) -> None:
    @cached("small")
    def text(asked: str) -> str:
        return "x" * (20_001 - len(asked))

    assert text(key).startswith("x")
    assert serving.sizes()["small"] == 0


@pytest.mark.usefixtures("small")
@each("how", ["once", "cached"])
def test_one_reads_and_the_others_wait(how: str) -> None:
    numbers = count()

    def read() -> int:
        time.sleep(0.2)
        return next(numbers)

    kept = once(read) if how == "once" else cached("small")(read)
    together(kept, 8)
    assert kept() == 0


@pytest.mark.usefixtures("small")
def test_what_was_raised_is_not_kept() -> None:
    numbers = count()

    @cached("small")
    def read() -> int:
        if (number := next(numbers)) == 0:
            raise NotFoundError("not yet")
        return number

    with pytest.raises(NotFoundError):
        read()
    assert read() == 1


@pytest.mark.usefixtures("small")
def test_reset_forgets_and_closes_all() -> None:
    closed: list[int] = []
    numbers = count()
    number = once(lambda: next(numbers), close=closed.append)
    squared = cached("small")(lambda one: one * next(numbers))
    assert (number(), squared(7)) == (0, 7)
    serving.reset()
    assert closed == [0]
    assert (number(), squared(7)) == (2, 21)


def test_a_failure_is_told_again_until_it_is_due() -> None:
    now = [0.0]
    cache = ResponseCache(10_000, (L2kgError,), again=30, clock=lambda: now[0])
    tries = count()

    def find() -> Result:
        if next(tries) == 0:
            raise L2kgError("too long")
        return Result("text/csv", b"1")

    for _ in range(2):
        with pytest.raises(L2kgError, match="too long"):
            cache.answer("a", find)
    now[0] = 31
    assert cache.answer("a", find).body == b"1"


def test_answers_stay_within_their_bytes() -> None:
    cache = ResponseCache(50_000, longest=20_000)
    for number in range(20):
        cache.answer(f"{number}", lambda: Result("text/csv", b"x" * 9000))
    assert 35_000 < cache.size() <= 50_000
    before = cache.size()
    cache.answer("long", lambda: Result("text/csv", b"x" * 20_001))
    assert cache.size() == before


def test_a_size_is_what_the_memory_grows_by(real: ox.Store) -> None:
    load_case(real, "geneva-accord")
    tracemalloc.start()
    before, _ = tracemalloc.get_traced_memory()
    view = load_case(real, "bonn-summit-1978")
    grown = tracemalloc.get_traced_memory()[0] - before
    tracemalloc.stop()
    assert 0.8 * grown < size_of(view) < 1.5 * grown


def test_all_caches_full_stay_under_the_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    part = 1000  # so that little memory fills what holds a thousandth
    for one in caches._REGISTERED:
        if isinstance(one, caches._Cached):
            limit = LIMITS[one.name] // part
            monkeypatch.setattr(one, "_kept", LRUCache(limit, getsizeof=_size))
            for number in range(100):
                one._kept[number] = caches._Entry("x" * (limit // 9), number)
    serving.responses.reset()
    for number in range(500):
        serving.responses.answer(str(number), _longest_answer)
    held = serving.sizes()
    serving.responses.reset()
    assert held.keys() == LIMITS.keys()
    assert all(size > 0 for size in held.values())
    assert held.pop("response") <= LIMITS["response"]
    assert sum(held.values()) <= LIMIT // part


def test_what_is_written_about_the_limit_is_the_limit() -> None:
    assert sum(LIMITS.values()) == LIMIT
    said = f"{LIMIT // 2**20} MB"
    assert said in (ROOT / "docs" / "decisions" / DECISION).read_text(encoding="utf-8")


CACHES = ("cache", "functools.cache", "lru_cache(maxsize=None)")


@pytest.mark.slow
@each("path", MODULES, ids=name_of)
def test_nothing_keeps_what_it_is_asked_without_a_bound(path: Path) -> None:
    functions = (
        node
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef) and (node.args.args or node.args.kwonlyargs)
    )
    assert [
        one.name
        for one in functions
        if any(ast.unparse(decorator) in CACHES for decorator in one.decorator_list)
    ] == []


def test_what_is_kept_elsewhere_is_read_of_shipped_files_alone() -> None:
    constant = re.compile(r"@cache\ndef (\w+)\(\)", re.MULTILINE)
    found = {
        name
        for path in MODULES
        for name in constant.findall(path.read_text(encoding="utf-8"))
    }
    assert found == CONSTANTS
