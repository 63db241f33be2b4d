"""How much an engine has to do for each query as the cases become more: never more for a case among many than among few."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyoxigraph as ox
import pytest
from synthetic import load, shipped
from work import asked, work

if TYPE_CHECKING:
    from pathlib import Path

COPIES = (1, 2, 3)
NOTHING_TO_DO = {"codes-wanted"}  # the shipped data have none: nothing to count


@pytest.fixture(scope="module")
def folders(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """Return stores on disk of the shipped data once, twice and three times."""
    template, made = shipped(), []
    for copies in COPIES:
        folder = tmp_path_factory.mktemp(f"copies-{copies}")
        load(ox.Store(folder), template, copies).flush()
        made.append(folder)
    return made


def growing(folders: list[Path], queries: dict[str, str]) -> list[str]:
    """Return the queries for which a copy more takes more work the more copies there are."""
    found = []
    each = [work(folder, *queries.values()) for folder in folders]
    for name, once, twice, thrice in zip(queries, *each, strict=True):
        assert 0 < once < twice, name
        if thrice - twice > twice - once:
            found.append(name)
    return found


@pytest.mark.slow
def test_the_work_of_no_query_grows_faster_than_the_cases(folders: list[Path]) -> None:
    queries = {
        name: text
        for name, text in asked()
        if name.partition(":")[0] not in NOTHING_TO_DO
    }
    assert growing(folders, queries) == []


TRAPS = {
    "not exists of two": "?measure a l2:Measure ; l2:inCase ?case FILTER NOT EXISTS { ?one a l2:BackChannel ; l2:inCase ?case }",
    "pairs": "?one a l2:Measure . ?other a l2:Measure FILTER(?one != ?other)",
    "optional without a key": "?one a l2:Measure OPTIONAL { ?other a l2:BackChannel FILTER(STR(?one) = STR(?other)) }",
}


@pytest.mark.slow
def test_what_does_grow_faster_is_seen(folders: list[Path]) -> None:
    queries = {name: f"SELECT * WHERE {{ {trap} }}" for name, trap in TRAPS.items()}
    assert growing(folders, queries) == list(TRAPS)
