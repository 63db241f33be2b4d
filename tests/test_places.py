"""Where the store lies and results go: what is damaged is built again, what cannot be written is said first."""

from __future__ import annotations

import re
import shutil
from contextlib import suppress
from typing import TYPE_CHECKING

import pytest
from commands import l2kg

from l2kg import build, store
from l2kg.build import Examined
from l2kg.writing import replacing_folder

if TYPE_CHECKING:
    from pathlib import Path

    import pyoxigraph as ox


@pytest.fixture
def examined(real: ox.Store, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a build store what was examined before."""
    monkeypatch.delenv("L2KG_STORE", raising=False)
    monkeypatch.setattr(build, "examine", lambda *_: Examined((), (), real))


@pytest.mark.usefixtures("examined")
def test_a_damaged_store_is_said_and_built_again(
    folder: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = tmp_path / "store-x"
    shutil.copytree(folder, kept)
    (kept / "CURRENT").write_text("")
    monkeypatch.setattr(store, "cache_folder", lambda: kept)
    asked = ("query", "cases", "--format", "csv")
    first, second = l2kg(*asked), l2kg(*asked)
    told = rf"l2kg: {kept}: cannot be opened as a store \(.+\); it is built anew\n"
    assert re.match(told, first.stderr), first.stderr
    assert second.stderr in first.stderr[first.stderr.index("\n") :]
    assert first.stdout == second.stdout != ""


@pytest.mark.usefixtures("examined")
def test_a_store_that_cannot_be_kept_is_told_with_the_remedy(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").touch()
    monkeypatch.setattr(store, "cache_folder", lambda: tmp_path / "file" / "l2kg" / "s")
    done = l2kg("query", "cases", "--format", "csv")
    assert done.returncode == 0
    assert re.search("XDG_CACHE_HOME.*L2KG_STORE", done.stderr.splitlines()[0])


def test_what_cannot_be_written_is_said_before_the_work(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").touch()

    def worked(*_: object, **__: object) -> None:
        pytest.fail("the work was done first")

    for work in ("corpus.read", "store.open_store", "web.static_site.document_paths"):
        monkeypatch.setattr(f"l2kg.{work}", worked)
    for command in (
        "export table measures x.csv",
        "export package x.zip",
        "query cases --output x.csv",
        "publish site",
        "build --store x",
    ):
        *words, name = command.split()
        done = l2kg(*words, str(tmp_path / "file" / name))
        assert done.returncode == 1, command
        assert re.fullmatch(r"l2kg: .+ is no folder; choose another place\n", done.stderr)


def test_a_folder_is_replaced_whole_or_not_at_all(tmp_path: Path) -> None:
    site = tmp_path / "site"
    for there in (False, True):
        with suppress(KeyboardInterrupt), replacing_folder(site) as new:
            (new / "half").touch()
            raise KeyboardInterrupt
        left = [path.name for path in tmp_path.rglob("*")]
        assert left == (["site", "old"] if there else []), there
        with replacing_folder(site) as new:
            (new / "old").touch()
    with replacing_folder(site) as new:
        (new / "sub").mkdir()
    assert [path.name for path in tmp_path.rglob("*")] == ["site", "sub"]
