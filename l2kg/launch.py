"""Start the servers: the application with its pages, or the web without them."""

from __future__ import annotations

import errno
import importlib.util
import os
import signal
import socket
import sys
from contextlib import contextmanager, nullcontext
from typing import TYPE_CHECKING, Any

from l2kg.errors import L2kgError
from l2kg.extras import needs

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path

    from starlette.types import ASGIApp

__all__ = ["in_front", "limits_said", "run_app", "run_server"]

_HOME = "127.0.0.1"  # the application is for the one at this machine


def run_app(*, port: int, store: str | None = None, say: Callable[[str], None]) -> None:
    """Run the application until it is interrupted.

    Nothing depends on the working folder: Streamlit's settings lie beside the file of
    the application.

    Raises:
        L2kgError: the port is taken, or the store cannot be opened or built.
    """
    from l2kg.sandbox.support import UNSUPPORTED, can_fork

    _require_free(_HOME, port)
    with needs("app"):
        if importlib.util.find_spec("streamlit") is None:
            raise ModuleNotFoundError(name="streamlit")
    _prepare(store, say)
    if not can_fork():
        say(UNSUPPORTED)
    say(f"L2KG: http://{_HOME}:{port}  (stop with Ctrl-C)")
    with in_front():
        if can_fork():
            _run(None, host=_HOME, port=port, access_log=False, ws="none")
        else:
            from l2kg.handover.pages import application

            app, more = application(port)
            _run(app, host=_HOME, port=port, access_log=False, **more)
    say("L2KG has stopped")


def run_server(
    *,
    host: str,
    port: int,
    store: str | None = None,
    data: Path | None = None,
    say: Callable[[str], None],
) -> None:
    """Serve the endpoint and the documents, without pages, until interrupted.

    With ``data`` there is only an endpoint, over that file of RDF.

    Raises:
        L2kgError: the port is taken, or the store or the file cannot be read.
    """
    from l2kg import serving
    from l2kg.sandbox.support import UNSUPPORTED, can_fork
    from l2kg.web import application

    _require_free(host, port)
    if data is None:
        _prepare(store, say)
    else:
        os.environ["L2KG_DATA"] = str(data)
    if can_fork():
        for line in limits_said(serving.query_service().limits()):
            say(line)
    else:
        say(UNSUPPORTED)
    address = f"[{host}]" if ":" in host else host
    say(f"L2KG: http://{address}:{port}/sparql  (stop with Ctrl-C)")
    with in_front():
        _run(application(data_only=data is not None), host=host, port=port, ws="none")
    say("L2KG has stopped")


def limits_said(holding: Mapping[str, bool]) -> list[str]:
    """Say which limits hold for strangers' queries.

    >>> limits_said({"network": True, "memory": False})[1]
    'Not standing, since the system refuses: memory'
    """
    names = {"memory": "memory", "network": "own network"}
    up = [
        "own process",
        "deadline",
        "processor time",
        "no files",
        "no new connections",
        *(name for limit, name in names.items() if holding.get(limit)),
    ]
    down = [name for limit, name in names.items() if not holding.get(limit)]
    lines = [f"Walls around each query: {', '.join(up)}"]
    if down:
        lines.append(f"Not standing, since the system refuses: {', '.join(down)}")
    return lines


@contextmanager
def in_front() -> Iterator[None]:
    """Keep Ctrl-C from whoever waits for us in the foreground, such as make.

    A terminal sends it to the whole group of processes that is in front, and make ends as
    if it had failed. Where we are not the first of that group, we stand in front alone.
    """
    group = _group_in_front()
    if group is None:
        yield
        return
    signal.signal(signal.SIGTTOU, signal.SIG_IGN)  # so that we may give the front back
    signal.signal(signal.SIGTSTP, signal.SIG_IGN)  # nobody could wake us
    os.setpgid(0, 0)
    os.tcsetpgrp(sys.stdin.fileno(), os.getpgrp())
    try:
        yield
    finally:
        os.tcsetpgrp(sys.stdin.fileno(), group)


def _group_in_front() -> int | None:
    """Return the group in front of the terminal if we belong to it and somebody else leads it."""
    if os.name != "posix" or sys.stdin is None or not sys.stdin.isatty():
        return None
    group = os.getpgrp()
    try:
        front = os.tcgetpgrp(sys.stdin.fileno())
    except OSError:  # it is no terminal of ours
        return None
    return group if front == group != os.getpid() else None


def _run(app: ASGIApp | None, *, port: int, **settings: Any) -> None:
    """Serve an application with our limits and time-outs until a signal ends it.

    None is the web, with the pages in a process of their own behind the same port.
    """
    from l2kg.handover.process import PagesProcess

    with nullcontext() if app is not None else PagesProcess(port) as pages:
        # They start while we import what we need.
        from l2kg.handover.front import serve

        serve(app, pages, port=port, **settings)


def _require_free(host: str, port: int) -> None:
    """Raise L2kgError where a port cannot be listened on, before anything else is done."""
    try:
        for family, kind, *_, address in socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        ):
            with socket.socket(family, kind) as probe:
                if os.name == "posix":  # elsewhere it lets two listen on one port
                    probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
                probe.bind(address)
    except UnicodeError as error:
        raise L2kgError(
            f"{host!r}: no name of a machine; give --host such as {_HOME}"
        ) from error
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            raise L2kgError(f"port {port} is in use: give another with --port") from error
        raise L2kgError(
            f"nothing can listen on {host}, port {port} ({error.strerror}): give another"
            " with --port"
        ) from error


def _prepare(store: str | None, say: Callable[[str], None]) -> None:
    """Name the store to the processes that follow, and build the shipped one before they start."""
    from l2kg.store import open_store

    if store is not None:
        os.environ["L2KG_STORE"] = store
    try:
        open_store(progress=lambda step: say(f"  {step}"))
    except OSError as error:
        raise L2kgError(
            f"the store cannot be opened ({error}): build it again"
        ) from error
