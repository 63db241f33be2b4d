"""Start the servers: the application with its pages, or the web without them."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from typing import TYPE_CHECKING

from l2kg.errors import L2kgError
from l2kg.files import app_file

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

__all__ = ["run_app", "run_server", "walls"]

_LOG = {  # each request on one line, without its query
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"bare": {"()": "l2kg.web.headers.WithoutQuery"}},
    "formatters": {"plain": {"format": "%(asctime)s %(levelname)s %(message)s"}},
    "handlers": {
        "out": {
            "class": "logging.StreamHandler",
            "formatter": "plain",
            "stream": "ext://sys.stderr",
        }
    },
    "loggers": {
        "uvicorn.error": {"handlers": ["out"], "level": "WARNING", "propagate": False},
        "uvicorn.access": {
            "handlers": ["out"],
            "level": "INFO",
            "filters": ["bare"],
            "propagate": False,
        },
    },
}
_ENDED = {0, 130, -signal.SIGINT, -signal.SIGTERM}


def run_app(*, port: int, store: str | None = None, say: Callable[[str], None]) -> int:
    """Run the application until it is interrupted; return its exit status.

    Streamlit finds its configuration beside the file that it runs; nothing depends on the
    working folder.

    Raises:
        L2kgError: the store cannot be opened or built.
    """
    _prepare(store, say)
    say(f"L2KG: http://127.0.0.1:{port}  (stop with Ctrl-C)")
    command = [
        sys.executable,
        "-m",
        "streamlit",
        "run",
        str(app_file()),
        "--server.port",
        str(port),
        "--logger.hideWelcomeMessage",
        "true",
    ]
    server = subprocess.Popen(command)
    signal.signal(signal.SIGTERM, lambda *_: server.terminate())
    try:
        status = server.wait()
    except KeyboardInterrupt:  # the terminal has sent it to both
        status = server.wait()
    return 0 if status in _ENDED else status


def run_server(
    *,
    host: str,
    port: int,
    store: str | None = None,
    data: Path | None = None,
    say: Callable[[str], None],
) -> None:
    """Serve the endpoint and the documents, without pages, until interrupted; with ``data`` only an endpoint over a file of RDF.

    Raises:
        L2kgError: the store or the file cannot be read.
    """
    import uvicorn

    from l2kg import serving
    from l2kg.web import application
    from l2kg.web.timeouts import LONGEST_HEAD, MOST_CONNECTIONS, PatientProtocol

    if data is None:
        _prepare(store, say)
    else:
        os.environ["L2KG_DATA"] = str(data)
    for line in walls(serving.query_service().walls()):
        say(line)
    address = f"[{host}]" if ":" in host else host
    say(f"L2KG: http://{address}:{port}/sparql  (stop with Ctrl-C)")
    uvicorn.run(
        application(data_only=data is not None),
        host=host,
        port=port,
        log_config=_LOG,
        server_header=False,
        http=PatientProtocol,
        ws="none",
        h11_max_incomplete_event_size=LONGEST_HEAD,
        limit_concurrency=MOST_CONNECTIONS,
        timeout_keep_alive=30,
        timeout_graceful_shutdown=3,
    )


def walls(standing: Mapping[str, bool]) -> list[str]:
    """Say which walls stand around strangers' queries.

    >>> walls({"network": True, "memory": True})
    ['Walls around each query: own process, deadline, processor time, no files, no new connections, memory, own network']
    """
    named = {"memory": "memory", "network": "own network"}
    up = [
        "own process",
        "deadline",
        "processor time",
        "no files",
        "no new connections",
        *(named[n] for n in named if standing.get(n)),
    ]
    down = [named[n] for n in named if not standing.get(n)]
    lines = [f"Walls around each query: {', '.join(up)}"]
    return lines + (
        [f"Not standing, since the system refuses: {', '.join(down)}"] if down else []
    )


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
