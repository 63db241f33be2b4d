"""The process that forks one process for each query of a stranger: the fork server.

`l2kg.sandbox.worker` starts it as `python -m l2kg.sandbox.forkserver`.

It has a single thread and loads the store once. What it forks can open no file and no
connection, has limits on memory and on processor time, and is ended by the kernel at its
deadline. End of file on the control socket ends it; its end ends what it forked.
"""

from __future__ import annotations

import contextlib
import ctypes
import dataclasses
import gc
import hashlib
import io
import json
import math
import os
import re
import resource
import signal
import socket
import sys
import traceback
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, cast

import pyoxigraph as ox

from l2kg.errors import L2kgError
from l2kg.namespaces import BASE, L2, L2V, PREFIXES
from l2kg.queries.changes import changed_terms, is_shipped
from l2kg.queries.engine import UnreadableError
from l2kg.queries.media_types import NotAcceptableError
from l2kg.queries.notices import notices
from l2kg.queries.serialise import answer
from l2kg.queries.vocabulary import Vocabulary
from l2kg.reading import past_mark
from l2kg.sandbox.messages import receive, send

if TYPE_CHECKING:
    from typing_extensions import Buffer

__all__ = ["MEMORY", "confine", "load", "serve"]

MEMORY = 512 * 2**20  # bytes that a query may take
_LITTLE = 128 * 2**20  # and one that has little processor time
_PDEATHSIG = 1
_NEW_USER, _NEW_NETWORK = 0x10000000, 0x40000000
_MOST_GRAPHS = 10_000
_LONGEST_ENTITY = 512  # an address, which is what RDF/XML has entities for
_ENTITY = re.compile(rb"""<!ENTITY\s+[^"'>]*?(["'])((?:(?!\1).){0,513})""", re.DOTALL)
_NO_MEMORY = "the query ran out of memory: add a LIMIT or narrower patterns"
_FAULT = (
    "the server failed at this query ({name}), by a fault of its own that its log tells:"
    " please report it with the query"
)
# A name that nothing has, a code of another list, a text for a name and a changed term.
_TOLD_OF = f"""
ASK {{ <{BASE}ontology#nothing> a <{BASE}vocab/no> ; <{L2}outcome> <{L2V}secret> ;
  <{L2}inCase> "no"@en ; <CHANGED> ?what }}
"""


def serve(control: socket.socket, location: str | None) -> None:
    """Load the store, say so, and fork a process for every socket that comes in.

    It ends when the other side is gone.
    """
    try:
        store, version = load(location)
    except L2kgError as error:
        send(control, json.dumps({"error": str(error)}).encode())
        return
    names = [
        graph.value
        for graph, _ in zip(store.named_graphs(), range(_MOST_GRAPHS + 1), strict=False)
    ]
    prefixes = {} if is_file(location) else PREFIXES
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # the kernel reaps
    # Ctrl-C goes to the server, whose end ends this.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    limits = {"network": cut_off(), "memory": sys.platform == "linux"}
    words = Vocabulary(store)
    read_ahead(words)
    gc.freeze()
    parent = os.getpid()
    send(
        control,
        json.dumps(
            {
                "version": version,
                "limits": limits,
                "graphs": names if len(names) <= _MOST_GRAPHS else None,
            }
        ).encode(),
    )
    while True:
        sent, received, _, _ = socket.recv_fds(control, 1, 1)
        if not sent:
            return
        if os.fork() == 0:
            with contextlib.suppress(OSError, EOFError):
                _answer_one(socket.socket(fileno=received[0]), words, prefixes, parent)
            os._exit(0)
        for descriptor in received:
            os.close(descriptor)


def read_ahead(words: Vocabulary) -> None:
    """Read and import whatever telling of a query needs: no process forked later could open it."""
    is_shipped("")
    for changed in sorted(changed_terms())[:1] or [""]:
        notices(_TOLD_OF.replace("CHANGED", changed), words)


def is_file(location: str | None) -> bool:
    """Say whether a location is a file of RDF rather than a store or an address."""
    return location is not None and "://" not in location and Path(location).is_file()


class _Digest(io.RawIOBase):
    """Reads through to another stream, and hashes what passes."""

    def __init__(self, stream: io.BufferedIOBase) -> None:
        self.stream, self.digest = stream, hashlib.blake2b(digest_size=12)

    def readable(self) -> bool:
        return True

    def readinto(self, into: Buffer, /) -> int:
        view = memoryview(into).cast("B")
        count = self.stream.readinto(view) or 0
        self.digest.update(view[:count])
        return count


def load(location: str | None) -> tuple[ox.Store, str]:
    """Copy a store, or a file of RDF, into memory; return it with a hash of what was read.

    A store is read by a process of its own: an opened folder starts threads, which no
    fork outlives.
    """
    if location is not None and is_file(location):
        return _load_file(Path(location))
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        os._exit(_dump(location, writing))
    os.close(writing)
    store = ox.Store()
    with os.fdopen(reading, "rb") as pipe:
        failed = pipe.read(1) != b"+"
        quads = _Digest(pipe)
        if not failed:
            store.bulk_load(cast("IO[bytes]", quads), format=ox.RdfFormat.N_QUADS)
        message = pipe.read().decode()
    _, status = os.waitpid(child, 0)
    if failed or status != 0:
        raise L2kgError(message or "the store could not be read: build it again")
    return store, quads.digest.hexdigest()


def _load_file(path: Path) -> tuple[ox.Store, str]:
    form = ox.RdfFormat.from_extension(path.suffix[1:])
    if form is None:
        raise L2kgError(
            f"{path}: no file of RDF by its name; give N-Quads (.nq), or .trig, .nt,"
            " .ttl, .rdf"
        )
    store = ox.Store()
    try:
        with path.open("rb") as file:
            past_mark(file, str(path))
            if form == ox.RdfFormat.RDF_XML:
                _require_no_bomb(file, path)
            quads = _Digest(file)
            store.bulk_load(
                cast("IO[bytes]", quads), format=form, base_iri=path.resolve().as_uri()
            )
    except L2kgError:
        raise
    except (SyntaxError, ValueError, OSError) as error:
        raise L2kgError(f"{path}: {' '.join(str(error).split())}") from error
    return store, quads.digest.hexdigest()


def _require_no_bomb(file: IO[bytes], path: Path) -> None:
    """Refuse entities that stand for others, or for much: so few lines become gigabytes."""
    start, before = file.tell(), b""
    while part := file.read(2**20):
        for _, found in _ENTITY.findall(before + part):
            if b"&" in found or len(found) > _LONGEST_ENTITY:
                raise L2kgError(
                    f"{path}: an entity (<!ENTITY) that stands for others or for more than"
                    f" {_LONGEST_ENTITY} signs is not read; write out what it stands for"
                )
        before = part[-(2 * _LONGEST_ENTITY) :]
    file.seek(start)


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


def cut_off() -> bool:
    """Move this process into a network of its own, where nothing can be reached.

    Return whether the system let it.
    """
    if sys.platform != "linux":
        return False
    libc = ctypes.CDLL(None)
    return bool(
        libc.unshare(_NEW_NETWORK) == 0 or libc.unshare(_NEW_USER | _NEW_NETWORK) == 0
    )


def _answer_one(
    line: socket.socket, words: Vocabulary, prefixes: dict[str, str], parent: int
) -> None:
    request = json.loads(receive(line))
    confine(request["timeout"], processor=request["processor"])
    if os.getppid() != parent:  # it ended before its end could end this
        return
    try:
        head, body = _head_and_body(words, request, prefixes)
    except MemoryError:
        head, body = {"error": "memory", "message": _NO_MEMORY}, None
    except Exception as error:  # a fault of ours, not of the query
        with contextlib.suppress(OSError):
            traceback.print_exc()
        name = type(error).__name__
        head, body = {"error": "fault", "message": _FAULT.format(name=name)}, None
    send(line, json.dumps(head).encode())
    if body is not None:
        send(line, body)


def confine(timeout: float, *, processor: float | None = None) -> None:
    """Limit this process: no new descriptor, little memory, and death at the deadline or with its parent.

    With ``processor``, seconds of processor time, it dies as soon as it has used them;
    without, it yields to all others.
    """
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PDEATHSIG, signal.SIGKILL)
    # SIGALRM, left to its default, ends the process.
    signal.setitimer(signal.ITIMER_REAL, timeout)
    if processor is not None:
        signal.setitimer(signal.ITIMER_PROF, processor)
    os.nice(4 if processor is not None else 19)
    seconds = math.ceil(timeout) + 1
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    with contextlib.suppress(ValueError, OSError):  # macOS knows the limit and refuses it
        resource.setrlimit(
            resource.RLIMIT_AS,
            (_size() + (MEMORY if processor is None else _LITTLE),) * 2,
        )
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


def _head_and_body(
    words: Vocabulary, request: dict[str, Any], prefixes: dict[str, str]
) -> tuple[dict[str, Any], bytes | None]:
    try:
        result = answer(
            cast("ox.Store", words.source),
            request["query"],
            accept=request["accept"],
            name=request["name"],
            prefixes=prefixes,
            base=request["base"],
            graphs=request["graphs"],
            lenient=True,
            max_bytes=request["max_bytes"],
            max_rows=request["max_rows"],
        )
    except UnreadableError as error:
        fault = error.fault
        return {
            "error": "syntax",
            "message": fault.message,
            "line": fault.line,
            "column": fault.column,
        }, None
    except NotAcceptableError as error:
        return {"error": "format", "message": str(error)}, None
    except (ValueError, OSError, RuntimeError) as error:
        # What the engine says of an expression, or of a way out.
        return {
            "error": "syntax",
            "message": " ".join(str(error).split()),
            "line": None,
            "column": None,
        }, None
    told = [dataclasses.asdict(one) for one in notices(request["query"], words)]
    head = {"media_type": result.media_type, "truncated": result.truncated}
    return head | {"notices": told}, result.body


if __name__ == "__main__":
    serve(socket.socket(fileno=0), sys.argv[1] if len(sys.argv) > 1 else None)
