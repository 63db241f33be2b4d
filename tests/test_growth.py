"""How much an engine has to do for each query as the cases become more: never more for a case among many than among few."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyoxigraph as ox
import pytest
from synthetic import load, shipped
from work import generated, work

from l2kg.queries.header import all_queries

if TYPE_CHECKING:
    from pathlib import Path

QUERIES = all_queries()
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


def grows(folders: list[Path], query: str) -> bool:
    """Tell whether a copy more takes more work the more copies there are."""
    once, twice, thrice = (work(folder, query) for folder in folders)
    assert 0 < once < twice
    return thrice - twice > twice - once


@pytest.mark.slow
@pytest.mark.parametrize("name", [name for name in QUERIES if name not in NOTHING_TO_DO])
def test_the_work_of_a_query_grows_no_faster_than_the_cases(
    folders: list[Path], name: str
) -> None:
    texts = [(name, QUERIES[name].text), *generated(QUERIES[name])]
    assert [part for part, text in texts if grows(folders, text)] == []


@pytest.mark.slow
@pytest.mark.parametrize(
    "trap",
    [
        pytest.param(
            "?measure a l2:Measure ; l2:inCase ?case FILTER NOT EXISTS { ?one a l2:BackChannel ; l2:inCase ?case }",
            id="not-exists-of-two",
        ),
        pytest.param(
            "?one a l2:Measure . ?other a l2:Measure FILTER(?one != ?other)", id="pairs"
        ),
        pytest.param(
            "?one a l2:Measure OPTIONAL { ?other a l2:BackChannel FILTER(STR(?one) = STR(?other)) }",
            id="optional-without-a-key",
        ),
    ],
)
def test_what_does_grow_faster_is_seen(folders: list[Path], trap: str) -> None:
    assert grows(folders, f"SELECT * WHERE {{ {trap} }}")
