"""SPARQL servers that the tests start on free loopback ports and end again: our own, the `oxigraph` server and Virtuoso."""

from __future__ import annotations

import contextlib
import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Self

import pyoxigraph as ox
import pytest
from waiting import LONGEST

from l2kg.queries.endpoint import Remote
from l2kg.queries.sources import Embedded

if TYPE_CHECKING:
    from collections.abc import Iterator

    from l2kg.queries.sources import Source

VIRTUOSO = """[Database]
DatabaseFile = {folder}/virtuoso.db
ErrorLogFile = {folder}/virtuoso.log
LockFile = {folder}/virtuoso.lck
TransactionFile = {folder}/virtuoso.trx
xa_persistent_file = {folder}/virtuoso.pxa
MaxCheckpointRemap = 2000
[TempDatabase]
DatabaseFile = {folder}/virtuoso-temp.db
TransactionFile = {folder}/virtuoso-temp.trx
[Parameters]
ServerPort = 127.0.0.1:{sql}
DisableUnixSocket = 1
CaseMode = 2
DirsAllowed = {folder}
NumberOfBuffers = 10000
MaxDirtyBuffers = 6000
ThreadsPerQuery = 1
CheckpointInterval = 0
[HTTPServer]
ServerPort = 127.0.0.1:{http}
ServerRoot = {folder}
ServerThreads = 4
[SPARQL]
ResultSetMaxRows = 10000
"""
LOAD = (
    "DB.DBA.TTLP (file_to_string_output ('{data}'), '', '{graph}', 512);\n"  # 512: N-Quads
    "checkpoint;\n"
)


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


@contextlib.contextmanager
def process(*command: str, folder: Path) -> Iterator[subprocess.Popen[bytes]]:
    """Run a server, and end it with what it started."""
    with (
        (folder / "server.log").open("wb") as log,
        subprocess.Popen(command, cwd=folder, stdout=log, stderr=log) as server,
    ):
        try:
            yield server
        finally:
            server.terminate()
            try:
                server.wait(10)
            except subprocess.TimeoutExpired:
                server.kill()


def wait_for(server: subprocess.Popen[bytes], url: str) -> None:
    end = time.monotonic() + LONGEST
    while time.monotonic() < end:
        if server.poll() is not None:
            raise RuntimeError(f"{server.args!r} ended with {server.returncode}")
        with (
            contextlib.suppress(urllib.error.HTTPError, OSError),
            urllib.request.urlopen(f"{url}?query=ASK%20%7B%7D", timeout=10),
        ):
            return
        time.sleep(0.1)
    raise RuntimeError(f"{url} does not answer")


def _copy(store: ox.Store, folder: Path) -> str:
    copy = ox.Store(folder)
    copy.bulk_extend(iter(store))
    copy.flush()
    return str(folder)


@contextlib.contextmanager
def own(store: ox.Store, folder: Path) -> Iterator[str]:
    """Serve a copy of a store's quads with `l2kg serve`."""
    place, port = _copy(store, folder / "store"), free_port()
    with process(
        sys.executable,
        "-m",
        "l2kg",
        "serve",
        "--port",
        str(port),
        "--store",
        place,
        folder=folder,
    ) as server:
        url = f"http://127.0.0.1:{port}/sparql"
        wait_for(server, url)
        yield url


@contextlib.contextmanager
def oxigraph(store: ox.Store, folder: Path) -> Iterator[str]:
    """Serve a copy of a store's quads with the `oxigraph` server."""
    binary = shutil.which(
        "oxigraph", path=str(Path(sys.executable).parent)
    ) or shutil.which("oxigraph")
    if binary is None:
        pytest.skip("the oxigraph server is not installed: pip install oxigraph")
    place, port = _copy(store, folder / "store"), free_port()
    command = (
        binary,
        "serve-read-only",
        "--location",
        place,
        "--bind",
        f"127.0.0.1:{port}",
    )
    with process(*command, folder=folder) as server:
        url = f"http://127.0.0.1:{port}/query"
        wait_for(server, url)
        yield url


@contextlib.contextmanager
def virtuoso(store: ox.Store, folder: Path) -> Iterator[str]:
    """Serve the named graphs of a store with Virtuoso, whose default graph is the union of all graphs."""
    binary, client = shutil.which("virtuoso-t"), shutil.which("isql-vt")
    if binary is None or client is None:
        pytest.skip("Virtuoso is not installed: apt-get install virtuoso-opensource-7")
    sql, http = free_port(), free_port()
    (folder / "virtuoso.ini").write_text(
        VIRTUOSO.format(folder=folder, sql=sql, http=http), encoding="ascii"
    )
    named = (quad for quad in store if not isinstance(quad.graph_name, ox.DefaultGraph))
    ox.serialize(named, folder / "data.nq", format=ox.RdfFormat.N_QUADS)
    with process(
        binary, "+foreground", "+configfile", str(folder / "virtuoso.ini"), folder=folder
    ) as server:
        url = f"http://127.0.0.1:{http}/sparql"
        wait_for(server, url)
        script = LOAD.format(data=folder / "data.nq", graph="urn:none")
        told = subprocess.run(
            (client, str(sql), "dba", "dba", "ERRORS=STDOUT"),
            input=script,
            capture_output=True,
            text=True,
            timeout=LONGEST,
            check=False,
        )
        assert not re.search(r"\*\*\* Error", told.stdout), told.stdout
        yield url


StartEngine = Callable[[str, ox.Store, Path], contextlib.AbstractContextManager[str]]


@pytest.fixture(scope="session")
def start_engine() -> StartEngine:
    """The function that starts an engine by its name: `own`, `oxigraph` or `virtuoso`."""
    known = {"own": own, "oxigraph": oxigraph, "virtuoso": virtuoso}
    return lambda name, store, folder: known[name](store, folder)


class Engines:
    """The engines of a session, each started when a test first asks for it."""

    def __init__(
        self, store: ox.Store, folders: pytest.TempPathFactory, start: StartEngine
    ) -> None:
        self.store = store
        self.start = start
        self.folders = folders
        self.running: dict[str, tuple[object, Source]] = {
            "memory": (None, Embedded(store))
        }

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        for manager, _source in self.running.values():
            if manager is not None:
                manager.__exit__(None, None, None)

    def __getitem__(self, name: str) -> Source:
        if name not in self.running:
            manager = self.start(name, self.store, self.folders.mktemp(name))
            self.running[name] = (manager, Remote(manager.__enter__()))
        return self.running[name][1]


@pytest.fixture(scope="session")
def engines(
    real: ox.Store, tmp_path_factory: pytest.TempPathFactory, start_engine: StartEngine
) -> Iterator[Engines]:
    with Engines(real, tmp_path_factory, start_engine) as started:
        yield started
