"""A process that is killed while it writes: what was there is whole, and the next run leaves nothing behind.

Each process here is a real one, which ends itself by signal 9 at its first, second, third
step in the file system, and so on until it comes to its end. `benchmarks/kills.py` kills
whole commands at random moments.
"""

from __future__ import annotations

import os
import shutil
import signal
import sys
import tempfile
import threading
import traceback
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from itertools import count
from typing import TYPE_CHECKING

import pytest
from commands import l2kg
from each import each
from serving import TINY
from waiting import LONGEST

from l2kg import build, corpus, store
from l2kg.build import Examined
from l2kg.corpus import Corpus, turtle_files
from l2kg.errors import L2kgError, UsageError
from l2kg.store import open_store
from l2kg.writing import (
    filling,
    replacing,
    replacing_folder,
    rewrite,
    scratch_folder,
    settle,
)

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    import pyoxigraph as ox

STEPS = {"open", "os.link", "os.mkdir", "os.remove", "os.rename", "os.rmdir"}
OLD, NEW = {"a": "old", "b": "old"}, {"a": "new", "c": "new"}


def killed(work: Callable[[], object], step: int, *, steps: set[str] = STEPS) -> bool:
    """Do a work in a process of its own that is killed before a step, and tell whether it was."""
    child = os.fork()
    if child == 0:
        try:
            left = count(step, -1)

            def end(event: str, args: tuple[object, ...]) -> None:
                if event in steps and next(left) == 0:
                    os.kill(os.getpid(), signal.SIGKILL)

            sys.addaudithook(end)
            work()
        except BaseException:
            traceback.print_exc()
            os._exit(1)
        os._exit(0)
    status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    assert status in (0, -signal.SIGKILL), status
    return status != 0


def held(folder: Path) -> dict[str, str]:
    return {
        path.relative_to(folder).as_posix(): path.read_text("utf-8")
        for path in folder.rglob("*")
        if path.is_file()
    }


def put(folder: Path, files: dict[str, str]) -> None:
    for name, text in files.items():
        (folder / name).write_text(text, encoding="utf-8")


def one_file(place: Path) -> None:
    with replacing(place / "a", force=True) as new:
        new.write_text("new", encoding="utf-8")


def some_files(place: Path) -> None:
    with filling(place, force=True) as new:
        put(new, NEW)


def a_folder(place: Path) -> None:
    with replacing_folder(place) as new:
        put(new, NEW)


@each(
    ("write", "there", "after"),
    [
        pytest.param(one_file, True, OLD | {"a": "new"}, id="a file"),
        pytest.param(some_files, True, OLD | NEW, id="files in a folder"),
        pytest.param(some_files, False, NEW, id="files in a new folder"),
        pytest.param(a_folder, True, NEW, id="a folder"),
        pytest.param(a_folder, False, NEW, id="a new folder"),
    ],
)
def test_a_kill_at_any_step_leaves_the_old_or_the_new(
    write: Callable[[Path], None], there: bool, after: dict[str, str], tmp_path: Path
) -> None:
    before, seen = OLD if there else {}, []
    for step in count():
        place = tmp_path / str(step) / "place"
        place.parent.mkdir()
        if there:
            place.mkdir()
            put(place, OLD)
        dead = killed(partial(write, place), step)
        settle(place.parent, place)
        seen.append(held(place))
        assert seen[-1] in (before, after), step
        assert {path.name for path in place.parent.rglob("*")} <= {"place", *OLD, *NEW}
        if not dead:
            break
    assert before in seen
    assert seen[-1] == after
    assert len(seen) > 5


def test_a_folder_is_no_half_one_for_a_reader_after_a_kill(
    tiny_folder: str, tmp_path: Path
) -> None:
    """One who opens a store whose files were being moved finds it whole."""

    def again(place: Path) -> None:
        with replacing_folder(place) as new:
            shutil.copytree(tiny_folder, new, copy_function=os.link, dirs_exist_ok=True)

    want = len(open_store(tiny_folder))
    for there in (True, False):
        for step in count():
            place = tmp_path / f"{there}{step}"
            if there:
                shutil.copytree(tiny_folder, place, copy_function=os.link)
            dead = killed(partial(again, place), step, steps={"os.rename"})
            if there or step:
                assert len(open_store(str(place))) == want
            if not dead:
                break
        assert step > (10 if there else 1)


def test_fmt_loses_no_file_and_clears_up(tmp_path: Path) -> None:
    laid = TINY.read_text(encoding="utf-8")
    loose = laid.replace("\n:", "\n\n\n:", 1)
    path = tmp_path / "case.ttl"
    path.write_text(loose, encoding="utf-8")
    assert l2kg("fmt", str(path)).returncode == 0  # all that it needs is imported
    assert path.read_text(encoding="utf-8") == laid
    for step in count():
        path.write_text(loose, encoding="utf-8")
        dead = killed(lambda: l2kg("fmt", str(path)), step)
        assert path.read_text(encoding="utf-8") in (loose, laid), step
        assert turtle_files([tmp_path]) == [path]  # not what waits to be moved
        assert l2kg("fmt", str(path)).returncode == 0
        assert path.read_text(encoding="utf-8") == laid, step
        assert [one.name for one in tmp_path.iterdir()] == ["case.ttl"], step
        if not dead:
            break
    assert step > 5


def test_what_was_changed_meanwhile_is_left_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "case.ttl"
    path.write_text("edited", encoding="utf-8")
    with pytest.raises(L2kgError, match=r"case\.ttl: was changed meanwhile"):
        rewrite(path, "laid out", instead_of="as it was read")
    assert held(tmp_path) == {"case.ttl": "edited"}
    rewrite(path, "laid out", instead_of="edited")
    assert held(tmp_path) == {"case.ttl": "laid out"}


def test_nobody_clears_what_a_living_process_holds(tmp_path: Path) -> None:
    place = tmp_path / "place"

    def overtaken() -> None:
        with replacing_folder(place) as slow:
            put(slow, OLD)
            settle(tmp_path)
            with replacing_folder(place) as quick:
                put(quick, NEW)

    with pytest.raises(UsageError, match="another process made it meanwhile"):
        overtaken()
    assert held(tmp_path) == {f"place/{name}": text for name, text in NEW.items()}
    with replacing_folder(place) as slow:
        put(slow, OLD)
        with replacing_folder(place) as quick:
            put(quick, {"d": "quick"})
        settle(place)
        assert held(place).items() >= {"d": "quick"}.items()
    assert held(tmp_path) == {f"place/{name}": text for name, text in OLD.items()}


def test_temporary_folders_of_killed_processes_go_with_the_next(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))

    def work() -> None:
        with scratch_folder() as folder:
            put(folder, OLD)

    with scratch_folder() as ours:
        assert killed(work, 0, steps={"shutil.rmtree"})
        assert len(list(tmp_path.iterdir())) == 2
        with scratch_folder() as other:
            assert {*tmp_path.iterdir()} == {ours, other}
    assert not list(tmp_path.iterdir())


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, tiny: ox.Store) -> Path:
    """The place of the store of shipped data, of which the building is quick here."""
    place = tmp_path / "cache" / "store-x"
    monkeypatch.delenv("L2KG_STORE", raising=False)
    monkeypatch.setattr(store, "cache_folder", lambda: place)
    monkeypatch.setattr(corpus, "read", lambda _: (Corpus(()), []))
    monkeypatch.setattr(build, "examine", lambda *_: Examined((), (), tiny))
    return place


def test_two_first_queries_at_once_keep_one_store(
    tiny: ox.Store, cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    both = threading.Barrier(2, timeout=LONGEST)

    def examine(*_: object) -> Examined:
        both.wait()
        return Examined((), (), tiny)

    monkeypatch.setattr(build, "examine", examine)
    with ThreadPoolExecutor() as pool:
        found = list(pool.map(lambda _: len(open_store()), range(2)))
    assert found == [len(tiny)] * 2
    assert list(cache.parent.iterdir()) == [cache]


def test_a_first_query_that_was_killed_is_cleared_up_by_the_next(
    tiny: ox.Store, tiny_folder: str, cache: Path
) -> None:
    """What is killed writes as a build does; Oxigraph itself cannot be used in a forked process."""

    def kept() -> None:
        with replacing_folder(cache) as new:
            shutil.copytree(tiny_folder, new, copy_function=os.link, dirs_exist_ok=True)

    sizes = {len(tiny), len(open_store(tiny_folder))}
    for step in count():
        shutil.rmtree(cache, ignore_errors=True)
        dead = killed(kept, step, steps={"os.rename", "shutil.rmtree"})
        assert len(open_store()) in sizes, step
        assert list(cache.parent.iterdir()) == [cache], step
        if not dead:
            break
    assert step > 2
