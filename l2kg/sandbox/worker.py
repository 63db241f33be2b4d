"""Run strangers' SPARQL queries where they can be killed: never in the process that answers the web.

A `QueryService` keeps one child process, the fork server, which forks a process for every
query. A query first gets a quick slot and little processor time; what needs more starts
again in a slow one. Requests and answers go over a socket that belongs to the one
query.
"""

from __future__ import annotations

import json
import socket
import subprocess
import sys
import threading
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from l2kg.errors import L2kgError
from l2kg.namespaces import BASE
from l2kg.queries.guard import QueryRefusedError, check_graph, check_query
from l2kg.queries.media_types import NotAcceptableError
from l2kg.queries.notices import Notice
from l2kg.queries.results import QueryError
from l2kg.queries.serialise import Result
from l2kg.sandbox.limits import QueryBudgetError, QueryBusyError, QuerySlots
from l2kg.sandbox.messages import receive, send
from l2kg.sandbox.support import require_fork

__all__ = [
    "Graphs",
    "QueryBudgetError",
    "QueryBusyError",
    "QueryExhaustedError",
    "QueryFaultError",
    "QueryRefusedError",
    "QueryService",
    "QuerySyntaxError",
    "QueryTimeoutError",
    "Result",
]

Graphs = tuple[tuple[str, ...], tuple[str, ...]]  # the default graph's and the named ones

MAX_BYTES = 8 * 2**20
MAX_ROWS = 100_000
TIMEOUT = 20.0
_QUICK = 0.1  # seconds of processor time in a quick slot
_STARTING = 300.0
_GRACE = 2.0
_ATTEMPTS = 2


class QuerySyntaxError(QueryError):
    """A query that is no SPARQL; ``line`` and ``column`` say where the engine stopped."""


class QueryTimeoutError(L2kgError):
    """A query that was still running at its deadline."""


class QueryExhaustedError(L2kgError):
    """A query that ran out of memory or of stack."""


class QueryFaultError(L2kgError):
    """A fault of the program, met by a query that may be sound; its traceback is in the log."""


class _UnfinishedError(Exception):
    """Raised when a query's process ended before it answered, though the fork server stands."""


@dataclass(frozen=True, slots=True)
class _Running:
    """A started fork server, and what it said of itself."""

    process: subprocess.Popen[bytes]
    control: socket.socket
    version: str
    limits: dict[str, bool]
    graphs: frozenset[str] | None


class QueryService:
    """Answers queries from one store, each in a process of its own; any number of threads may share it."""

    def __init__(
        self, location: str | None = None, *, slots: QuerySlots | None = None
    ) -> None:
        self._location = location
        self._slots = slots or QuerySlots()
        self._starting = threading.Lock()
        self._running: _Running | None = None

    def run(
        self,
        query: str,
        *,
        client: str,
        accept: str = "",
        name: str | None = None,
        graphs: Graphs | None = None,
        base: str | None = None,
        timeout: float = TIMEOUT,
        max_bytes: int = MAX_BYTES,
        max_rows: int = MAX_ROWS,
    ) -> Result:
        """Answer a query in the format that an Accept header, or the name of a format, asks for.

        ``client`` is whose share of long queries the query counts for (see
        `l2kg.sandbox.limits.client_key`); ``graphs`` are the data set in place of the
        query's own.

        Raises:
            QueryRefusedError: it reaches outside, updates, or is too long or deep.
            QuerySyntaxError: it is no SPARQL.
            NotAcceptableError: its kind of result does not come in that format.
            QueryTimeoutError: it ran longer than ``timeout`` seconds.
            QueryExhaustedError: it needed more memory than it may have.
            QueryFaultError: the program failed at it.
            QueryBusyError: as many queries as may run at once are running already, and
                none ended in time.
            QueryBudgetError: the client's long queries have used up its share.
        """
        deadline = time.monotonic() + timeout
        self.check(query, graphs)
        request: dict[str, Any] = {
            "query": query,
            "accept": accept,
            "name": name,
            "graphs": graphs,
            "base": base,
        }
        request |= {"max_bytes": max_bytes, "max_rows": max_rows}
        try:
            with self._slots.quick(deadline):
                return self._ask(request | {"processor": _QUICK}, deadline)
        except (_UnfinishedError, QueryExhaustedError):
            pass
        try:
            with self._slots.slow(client, deadline):
                return self._ask(request | {"processor": None}, deadline)
        except _UnfinishedError as error:
            raise _ending(deadline - time.monotonic(), timeout) from error

    def check(self, query: str, graphs: Graphs | None = None) -> None:
        """Refuse a query, or a data set, that is not to be run."""
        check_query(query, self.has_graph)
        for graph in (graph for part in graphs or () for graph in part):
            check_graph(graph, self.has_graph)

    def has_graph(self, iri: str) -> bool:
        """Say whether a graph is ours to ask.

        Of very many graphs no list is kept, and the engine looks only into the store.
        """
        if iri.startswith(BASE):
            return True
        known = self._started().graphs
        return known is None or iri in known

    def version(self) -> str:
        """Return a hash of the data."""
        return self._started().version

    def limits(self) -> dict[str, bool]:
        """Return which of the limits that a system may refuse hold for the queries."""
        return self._started().limits

    def close(self) -> None:
        """End the fork server and what it runs."""
        with self._starting:
            self._stop()

    def _ask(self, request: dict[str, Any], deadline: float) -> Result:
        attempt = 0
        while True:
            attempt += 1
            ours, theirs = socket.socketpair()
            with ours:
                with theirs:
                    process = self._hand_over(theirs)
                left = _left(deadline)
                ours.settimeout(left + _GRACE / 2)
                try:
                    send(ours, json.dumps(request | {"timeout": left}).encode())
                    head = json.loads(receive(ours))
                    return _result(head, receive(ours) if "media_type" in head else b"")
                except (OSError, EOFError) as error:
                    if attempt == _ATTEMPTS or not _has_ended(process):
                        raise _UnfinishedError from error

    def _hand_over(self, theirs: socket.socket) -> subprocess.Popen[bytes]:
        """Send a query's socket to the fork server, a new one where the last has ended."""
        with self._starting:
            for _ in range(_ATTEMPTS):
                running = self._ready()
                try:
                    socket.send_fds(running.control, [b"q"], [theirs.fileno()])
                except OSError:
                    self._stop()
                else:
                    return running.process
        raise L2kgError(
            "the process for queries ends as soon as it starts: see its message in the"
            " server's log"
        )

    def _started(self) -> _Running:
        return self._running or self._ready_alone()

    def _ready_alone(self) -> _Running:
        with self._starting:
            return self._ready()

    def _ready(self) -> _Running:
        if self._running is None or self._running.process.poll() is not None:
            self._stop()
            self._running = _start(self._location)
        return self._running

    def _stop(self) -> None:
        if self._running is not None:
            self._running.control.close()
            self._running.process.kill()
            self._running.process.wait()
        self._running = None


def _left(deadline: float) -> float:
    return max(0.01, deadline - time.monotonic())


def _start(location: str | None) -> _Running:
    require_fork()
    ours, theirs = socket.socketpair()
    with theirs:
        command = [
            sys.executable,
            "-m",
            "l2kg.sandbox.forkserver",
            *([location] if location else []),
        ]
        process = subprocess.Popen(
            command, stdin=theirs.fileno(), stdout=subprocess.DEVNULL
        )
    ours.settimeout(_STARTING)
    try:
        said = json.loads(receive(ours))
    except (OSError, EOFError) as error:
        said = {
            "error": (
                f"the process for queries did not start ({error!r}): see its message in"
                " the server's log"
            )
        }
        if location and Path(location).is_file():
            said["error"] = (
                f"{location}: reading it took all memory or depth; give a smaller file, or"
                " one whose terms are not nested"
            )
    if "error" in said:
        ours.close()
        process.kill()
        process.wait()
        raise L2kgError(said["error"])
    return _Running(
        process,
        ours,
        said["version"],
        said["limits"],
        None if said["graphs"] is None else frozenset(said["graphs"]),
    )


def _has_ended(process: subprocess.Popen[bytes]) -> bool:
    try:
        process.wait(0.03)
    except subprocess.TimeoutExpired:
        return False
    return True


def _result(head: dict[str, Any], body: bytes) -> Result:
    if "error" not in head:
        told = tuple(
            Notice(**one | {"near": tuple(one["near"])}) for one in head["notices"]
        )
        return Result(head["media_type"], body, head["truncated"], told)
    if head["error"] == "syntax":
        raise QuerySyntaxError(head["message"], line=head["line"], column=head["column"])
    kinds: dict[str, type[L2kgError]] = {
        "format": NotAcceptableError,
        "memory": QueryExhaustedError,
        "fault": QueryFaultError,
    }
    raise kinds[head["error"]](head["message"])


def _ending(left: float, timeout: float) -> L2kgError:
    if left <= 0.5:
        return QueryTimeoutError(
            f"the query ran longer than {timeout:.0f} seconds and was stopped: add a"
            " LIMIT or narrower patterns"
        )
    return QueryExhaustedError(
        "the query ran out of memory or of depth and was stopped: add a LIMIT, or"
        " simplify its expressions"
    )
