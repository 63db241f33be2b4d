"""What the tests of the three doors share: the real store in a folder, a started server, an open browser."""

from __future__ import annotations

import contextlib
import fcntl
import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import httpx
import pytest
from waiting import LONGEST

from l2kg import serving
from l2kg.build import build

if TYPE_CHECKING:
    from collections.abc import Iterator

Start = Callable[..., tuple[subprocess.Popen[bytes], str]]
ROOT = Path(__file__).resolve().parents[1]
ARTEFACTS = ROOT / ".artefacts"
TINY = ROOT / "tests" / "data" / "tiny.ttl"


@pytest.fixture(scope="session")
def shared_between_workers(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that all processes of one run of the tests share."""
    place = tmp_path_factory.getbasetemp()
    return place.parent if "PYTEST_XDIST_WORKER" in os.environ else place


def made_once(place: Path, make: Callable[[Path], object]) -> Path:
    """Return a folder that the first process to ask for it makes, while the others wait."""
    place.parent.mkdir(parents=True, exist_ok=True)
    with place.with_name(f"{place.name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not place.exists():
            make(place)
    return place


@pytest.fixture(scope="session")
def folder(shared_between_workers: Path) -> str:
    """The shipped data as a store in a folder."""
    place = shared_between_workers / "served" / "store"
    return str(made_once(place, lambda place: build(folder=place)))


@pytest.fixture(scope="session")
def tiny_folder(shared_between_workers: Path) -> str:
    """The tiny case as a store in a folder."""
    place = shared_between_workers / "served" / "tiny"
    return str(made_once(place, lambda place: build([TINY], folder=place)))


MAIN = "from l2kg.cli import main\nmain()"


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def started(
    folder: str,
    cwd: Path,
    what: str,
    ready: str,
    log: Path | None = None,
    before: str = "",
) -> tuple[subprocess.Popen[bytes], str]:
    """Start a server as a user does, in a folder that is not the project's.

    What it logs goes to a file where one is given; ``before`` is Python that its process
    runs first.
    """
    port = free_port()
    command = [
        sys.executable,
        *(["-c", f"{before}\n{MAIN}"] if before else ["-m", "l2kg"]),
        what,
        "--port",
        str(port),
        "--store",
        folder,
    ]
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    with contextlib.nullcontext() if log is None else log.open("wb") as told:
        process = subprocess.Popen(
            command, cwd=cwd, env=environment, stdout=subprocess.DEVNULL, stderr=told
        )
    base = f"http://127.0.0.1:{port}"
    end = time.monotonic() + LONGEST
    while time.monotonic() < end:
        with contextlib.suppress(httpx.TransportError):
            if httpx.get(base + ready, timeout=10).status_code == 200:
                return process, base
        assert process.poll() is None, f"{what} ended as it started"
        time.sleep(0.1)
    process.kill()
    raise AssertionError(f"{what} did not answer in {LONGEST} seconds")


@pytest.fixture(scope="session")
def start() -> Start:
    """The function that starts a server."""
    return started


@pytest.fixture(scope="session")
def server(
    folder: str, tmp_path_factory: pytest.TempPathFactory, start: Start
) -> Iterator[str]:
    """The address of a started application."""
    process, base = start(
        folder, tmp_path_factory.mktemp("elsewhere"), "app", "/_stcore/health"
    )
    yield base
    process.terminate()
    assert process.wait(LONGEST) == 0


@pytest.fixture(scope="module")
def pages(folder: str) -> Iterator[None]:
    """Pages that run in this process, over the shipped data, and keep for a module what they have read."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("L2KG_STORE", folder)
        serving.reset()
        yield
        serving.reset()
