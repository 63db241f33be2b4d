"""A disk that is full, a real one of a megabyte: one line, what was there is whole, nothing half."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from typing import TYPE_CHECKING

import pytest
from commands import l2kg
from each import each
from serving import TINY

from l2kg import build, corpus, manual
from l2kg.build import Examined
from l2kg.corpus import Corpus

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    import pyoxigraph as ox

ROOM = 8192  # bytes that are left
COMMANDS = [
    "build --store {}/store --force",
    "build --store {}/new",
    "export table measures {}/a.csv --force",
    "export table measures {}/a.xlsx --force",
    "export table measures {}/a.parquet --force",
    "export table measures {}/a.dta --force",
    "export tables {}/tables --force",
    "export r {}/new",
    "export sqlite {}/a.sqlite --force",
    "export graph {}/a.ttl --force",
    "export network {}/a.graphml --force",
    "export package {}/a.zip --force",
    "export nanopubs {}/new",
    "publish {}/site --force",
    "fmt {}/case.ttl",
    "join TABLE --on ccode,year --scheme cow --output {}/a.csv --force",
    "query QUERY --output {}/a.csv --force",
    "figure tiny --output {}/a.svg --force",
    "figure tiny --output {}/a.png --force",
]


@pytest.fixture(scope="module")
def disk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A file system of its own, with old files and hardly any room."""
    place = tmp_path_factory.mktemp("disk")
    command = ["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", str(place)]
    if os.geteuid() != 0 or not shutil.which("mount"):
        pytest.skip("only root may mount a small file system")
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        pytest.skip(f"no file system can be mounted here: {done.stderr.strip()}")
    try:
        for name in ("csv", "dta", "graphml", "parquet", "png", "sqlite", "svg"):
            (place / f"a.{name}").write_text("old")
        for name in ("ttl", "xlsx", "zip"):
            (place / f"a.{name}").write_text("old")
        for name, mark in (("store", "l2kg-store"), ("site", ".l2kg-site")):
            (place / name).mkdir()
            (place / name / mark).write_text("old")
        (place / "tables").mkdir()
        (place / "tables" / "measures.csv").write_text("old")
        (place / "case.ttl").write_text(TINY.read_text("utf-8").replace("\n:", "\n\n\n:"))
        free = shutil.disk_usage(place).free
        (place / "filler").write_bytes(bytes(free - ROOM))
        yield place
    finally:
        subprocess.run(["umount", "-l", str(place)], check=True)


def held(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() if path.is_file() else b""
        for path in folder.rglob("*")
    }


@each("command", COMMANDS)
def test_a_full_disk_is_said_in_a_line_and_all_stays(
    command: str,
    disk: Path,
    tiny: ox.Store,
    tiny_folder: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(corpus, "read", lambda _: (Corpus(()), []))
    monkeypatch.setattr(build, "examine", lambda *_: Examined((), (), tiny))
    monkeypatch.setattr(manual, "missing", lambda: "left out here")
    monkeypatch.setenv("L2KG_STORE", tiny_folder)
    asked = {"TABLE": tmp_path / "t.csv", "QUERY": tmp_path / "q.rq"}
    asked["TABLE"].write_text("ccode,year\n" + "2,1990\n" * 2000)
    asked["QUERY"].write_text("SELECT * { ?s ?p ?o } LIMIT 2000")
    words = [str(asked.get(one, one)) for one in command.format(disk).split()]
    before = held(disk)
    done = l2kg(*words)
    told = [line for line in done.stderr.splitlines() if "cannot be written" in line]
    assert done.returncode == 1, done.stderr
    assert len(told) == 1, done.stderr
    assert re.search(r"No space left on device|disk is full", told[0]), told
    assert str(disk) in told[0]
    assert ".l2kg-" not in done.stderr
    assert held(disk) == before
