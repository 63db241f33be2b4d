"""Run strangers' SPARQL queries where they can be killed: never in the process that answers the web.

A `QueryService` keeps one child process, the zygote (`python -m l2kg.worker`): it has a single thread, loads the store into memory
once, and forks a process for every query. That process can open no file and no connection, has limits on memory and processor time,
and is ended by the kernel at its deadline. Requests and answers go over a socket that belongs to the one query; end of file on the
control socket ends the zygote, and the zygote's end ends whatever still runs.
"""

from __future__ import annotations

import contextlib
import ctypes
import gc
import json
import math
import os
import resource
import signal
import socket
import struct
import subprocess
import sys
import threading
import time
from typing import Any

import pyoxigraph as ox

from l2kg.answers import Result, answer
from l2kg.errors import L2kgError
from l2kg.faults import explain
from l2kg.guard import QueryRefusedError, check_query
from l2kg.negotiate import NotAcceptableError
from l2kg.queries import QueryError

__all__ = [
    "QueryBusyError",
    "QueryExhaustedError",
    "QueryRefusedError",
    "QueryService",
    "QuerySyntaxError",
    "QueryTimeoutError",
    "Result",
]

MAX_BYTES = 32 * 2**20
MEMORY = 2 * 2**30
TIMEOUT = 20.0
_STARTING = 300.0
_GRACE = 2.0
_ATTEMPTS = 2
_PDEATHSIG = 1


class QuerySyntaxError(QueryError):
    """A query that is no SPARQL; ``line`` and ``column`` say where the engine stopped."""


class QueryTimeoutError(L2kgError):
    """A query that was still running at its deadline."""


class QueryExhaustedError(L2kgError):
    """A query that ran out of memory or of stack."""


class QueryBusyError(L2kgError):
    """A query that found no free place."""


class QueryService:
    """Answers queries from one store, each in a process of its own; any number of threads may share it."""

    def __init__(self, location: str | None = None, *, concurrency: int = 4) -> None:
        self._location = location
        self._places = threading.BoundedSemaphore(concurrency)
        self._starting = threading.Lock()
        self._zygote: subprocess.Popen[bytes] | None = None
        self._control: socket.socket | None = None

    def run(self, query: str, *, accept: str = "", name: str | None = None, timeout: float = TIMEOUT, max_bytes: int = MAX_BYTES) -> Result:
        """Answer a query in the format that an Accept header, or the name of a format, asks for.

        Raises:
            QueryRefusedError: it reaches outside, updates, or is too long or deep.
            QuerySyntaxError: it is no SPARQL.
            NotAcceptableError: its kind of result does not come in that format.
            QueryTimeoutError: it ran longer than ``timeout`` seconds.
            QueryExhaustedError: it needed more memory than it may have.
            QueryBusyError: as many queries as may run at once are running already, and none ended in time.
        """
        check_query(query)
        if not self._places.acquire(timeout=timeout):
            raise QueryBusyError("too many queries are running: try again in a minute")
        try:
            return self._ask({"query": query, "accept": accept, "name": name, "timeout": timeout, "max_bytes": max_bytes})
        finally:
            self._places.release()

    def close(self) -> None:
        """End the zygote and what it runs."""
        with self._starting:
            self._stop()

    def _ask(self, request: dict[str, Any]) -> Result:
        begun = time.monotonic()
        for attempt in (1, 2):
            ours, theirs = socket.socketpair()
            with ours:
                with theirs:
                    zygote = self._hand_over(theirs)
                ours.settimeout(request["timeout"] + _GRACE)
                try:
                    _send(ours, json.dumps(request).encode())
                    head = json.loads(_receive(ours))
                    return _result(head, _receive(ours) if "media_type" in head else b"")
                except (OSError, EOFError) as error:
                    elapsed = time.monotonic() - begun
                    if elapsed > request["timeout"] - _GRACE / 4 or attempt == _ATTEMPTS or not _has_ended(zygote):
                        raise _ending(elapsed, request["timeout"]) from error
        raise AssertionError("unreachable")

    def _hand_over(self, theirs: socket.socket) -> subprocess.Popen[bytes]:
        """Send a query's socket to the zygote, a new one where the last has ended."""
        with self._starting:
            for _ in range(_ATTEMPTS):
                zygote, control = self._ready()
                try:
                    socket.send_fds(control, [b"q"], [theirs.fileno()])
                except OSError:
                    self._stop()
                else:
                    return zygote
        raise L2kgError("the process for queries ends as soon as it starts: see its message in the server's log")

    def _ready(self) -> tuple[subprocess.Popen[bytes], socket.socket]:
        if self._control is None or self._zygote is None or self._zygote.poll() is not None:
            self._stop()
            self._zygote, self._control = _start(self._location)
        return self._zygote, self._control

    def _stop(self) -> None:
        if self._control is not None:
            self._control.close()
        if self._zygote is not None:
            self._zygote.kill()
            self._zygote.wait()
        self._control = self._zygote = None


def _start(location: str | None) -> tuple[subprocess.Popen[bytes], socket.socket]:
    if not hasattr(os, "fork"):
        raise L2kgError("queries from pages need a system that can fork: use Linux, macOS or the Windows Subsystem for Linux")
    ours, theirs = socket.socketpair()
    with theirs:
        command = [sys.executable, "-m", "l2kg.worker", *([location] if location else [])]
        zygote = subprocess.Popen(command, stdin=theirs.fileno(), stdout=subprocess.DEVNULL)
    ours.settimeout(_STARTING)
    try:
        said = json.loads(_receive(ours))
    except (OSError, EOFError) as error:
        said = {"error": f"the process for queries did not start ({error!r}): see its message in the server's log"}
    if "error" in said:
        ours.close()
        zygote.kill()
        zygote.wait()
        raise L2kgError(said["error"])
    return zygote, ours


def _has_ended(zygote: subprocess.Popen[bytes]) -> bool:
    try:
        zygote.wait(0.2)
    except subprocess.TimeoutExpired:
        return False
    return True


def _result(head: dict[str, Any], body: bytes) -> Result:
    if "error" not in head:
        return Result(head["media_type"], body, head["truncated"])
    if head["error"] == "syntax":
        raise QuerySyntaxError(head["message"], line=head["line"], column=head["column"])
    kinds: dict[str, type[L2kgError]] = {"format": NotAcceptableError, "memory": QueryExhaustedError}
    raise kinds[head["error"]](head["message"])


def _ending(elapsed: float, timeout: float) -> L2kgError:
    if elapsed >= timeout - 0.5:
        return QueryTimeoutError(f"the query ran longer than {timeout:g} seconds and was stopped: add a LIMIT or narrower patterns")
    return QueryExhaustedError("the query ran out of memory or of depth and was stopped: add a LIMIT, or simplify its expressions")


# What runs in the zygote and in its children


def serve(control: socket.socket, location: str | None) -> None:
    """Load the store, say so, and fork a process for every socket that comes in, until the other side is gone."""
    try:
        store = load(location)
    except L2kgError as error:
        _send(control, json.dumps({"error": str(error)}).encode())
        return
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # the kernel reaps
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C goes to the server, whose end ends this
    gc.freeze()
    _send(control, json.dumps({"ready": True}).encode())
    while True:
        sent, received, _, _ = socket.recv_fds(control, 1, 1)
        if not sent:
            return
        if os.fork() == 0:
            with contextlib.suppress(OSError, EOFError):
                _answer_one(socket.socket(fileno=received[0]), store)
            os._exit(0)
        for descriptor in received:
            os.close(descriptor)


def load(location: str | None) -> ox.Store:
    """Copy a store into memory, through a process of its own: an opened folder starts threads, which no fork outlives."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        os._exit(_dump(location, writing))
    os.close(writing)
    store = ox.Store()
    with os.fdopen(reading, "rb") as quads:
        failed = quads.read(1) != b"+"
        if not failed:
            store.bulk_load(quads, format=ox.RdfFormat.N_QUADS)
        message = quads.read().decode()
    _, status = os.waitpid(child, 0)
    if failed or status != 0:
        raise L2kgError(message or "the store could not be read: build it again")
    return store


def _dump(location: str | None, descriptor: int) -> int:
    from l2kg.store import open_store

    with os.fdopen(descriptor, "wb") as out:
        try:
            store = open_store(location)
        except L2kgError as error:
            out.write(b"-" + str(error).encode())
            return 1
        out.write(b"+")
        store.dump(out, format=ox.RdfFormat.N_QUADS)
    return 0


def _answer_one(line: socket.socket, store: ox.Store) -> None:
    request = json.loads(_receive(line))
    confine(request["timeout"])
    head, body = _head_and_body(store, request)
    _send(line, json.dumps(head).encode())
    if body is not None:
        _send(line, body)


def confine(timeout: float) -> None:
    """Limit this process: no new descriptor, little memory, and death at the deadline or with its parent."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PDEATHSIG, signal.SIGKILL)
    signal.setitimer(signal.ITIMER_REAL, timeout)  # SIGALRM, left to its default, ends the process
    seconds = math.ceil(timeout) + 1
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    with contextlib.suppress(ValueError, OSError):  # macOS knows the limit and refuses it
        resource.setrlimit(resource.RLIMIT_AS, (_size() + MEMORY,) * 2)
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_NOFILE, (0, 0))


def _size() -> int:
    """Return the address space in use, in bytes, where the system tells."""
    try:
        with open("/proc/self/statm", encoding="ascii") as statm:  # noqa: PTH123 (no more imports in the child)
            return int(statm.read().split()[0]) * resource.getpagesize()
    except FileNotFoundError:
        return 0


def _head_and_body(store: ox.Store, request: dict[str, Any]) -> tuple[dict[str, Any], bytes | None]:
    try:
        result = answer(store, request["query"], accept=request["accept"], name=request["name"], max_bytes=request["max_bytes"])
    except SyntaxError as error:
        fault = explain(str(error.msg or error), request["query"])
        return {"error": "syntax", "message": fault.message, "line": fault.line, "column": fault.column}, None
    except NotAcceptableError as error:
        return {"error": "format", "message": str(error)}, None
    except MemoryError:
        return {"error": "memory", "message": "the query ran out of memory: add a LIMIT or narrower patterns"}, None
    except (ValueError, OSError) as error:  # what the engine says of an expression or of a way out
        return {"error": "syntax", "message": " ".join(str(error).split()), "line": None, "column": None}, None
    return {"media_type": result.media_type, "truncated": result.truncated}, result.body


def _send(line: socket.socket, data: bytes) -> None:
    line.sendall(struct.pack("!Q", len(data)))
    line.sendall(data)


def _receive(line: socket.socket) -> bytes:
    (size,) = struct.unpack("!Q", _exactly(line, 8))
    return _exactly(line, size)


def _exactly(line: socket.socket, size: int) -> bytes:
    data = bytearray()
    while len(data) < size:
        part = line.recv(min(size - len(data), 2**20))
        if not part:
            raise EOFError
        data += part
    return bytes(data)


if __name__ == "__main__":
    serve(socket.socket(fileno=0), sys.argv[1] if len(sys.argv) > 1 else None)
