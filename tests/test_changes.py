"""docs/changes-0.2.md tells every row that the named queries answer otherwise, each with its reason."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from making import STALE, maker

from l2kg.queries.header import all_queries

if TYPE_CHECKING:
    from types import ModuleType

    import pyoxigraph as ox

ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture(scope="module")
def made() -> ModuleType:
    return maker("changes")


def test_every_row_that_changed_has_a_reason(real: ox.Store, made: ModuleType) -> None:
    assert made.unexplained(made.changes(real), made.reasons()) == []


def test_every_reason_is_that_of_some_row(real: ox.Store, made: ModuleType) -> None:
    rows = [
        (one.query, change, row) for one in made.changes(real) for change, row in one.rows
    ]
    known = made.reasons()
    first = {next((r for r in known if r.fits(*row)), None) for row in rows}
    assert [reason for reason in known if reason not in first] == []


def test_the_page_is_up_to_date(real: ox.Store, made: ModuleType) -> None:
    wanted = made.page(made.changes(real), made.reasons())
    assert (ROOT / "docs" / "changes-0.2.md").read_text("utf-8") == wanted, STALE


def test_the_answers_of_the_last_version_are_there(made: ModuleType) -> None:
    kept = {path.stem for path in (made.HOME / "answers-0.1").glob("*.tsv")}
    assert kept <= set(all_queries())
    asked = {
        name
        for name, query in all_queries().items()
        if not any(p.name != "case" for p in query.params)
    }
    assert len(asked & kept) >= 29


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        pytest.param(("c", "c#a", "x"), ("c", "c#a", "y"), "changed", id="one value"),
        pytest.param(("c", "c#a", ""), ("c", "c#a", "c#d"), "changed", id="one more"),
        pytest.param(("c", "c#a", "x"), ("c", "c#b", "x"), "gone new", id="an element"),
        pytest.param(("c", "x", "x"), ("d", "x", "x"), "gone new", id="another case"),
    ],
)
def test_a_row_that_says_something_else_of_the_same_things_is_changed(
    made: ModuleType, old: tuple[str, ...], new: tuple[str, ...], said: str
) -> None:
    assert " ".join(kind for kind, _ in made._rows([old], [new])) == said
