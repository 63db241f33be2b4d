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
    from collections.abc import Callable

__all__ = ["run_app", "run_server"]

_ENDED = {0, 130, -signal.SIGINT, -signal.SIGTERM}


def run_app(*, port: int, store: str | None = None, say: Callable[[str], None]) -> int:
    """Run the application until it is interrupted; return its exit status.

    Streamlit finds its configuration beside the file that it runs; nothing depends on the working folder.

    Raises:
        L2kgError: the store cannot be opened or built.
    """
    _prepare(store, say)
    say(f"L2KG: http://127.0.0.1:{port}  (stop with Ctrl-C)")
    command = [sys.executable, "-m", "streamlit", "run", str(app_file()), "--server.port", str(port), "--logger.hideWelcomeMessage", "true"]
    server = subprocess.Popen(command)
    signal.signal(signal.SIGTERM, lambda *_: server.terminate())
    try:
        status = server.wait()
    except KeyboardInterrupt:  # the terminal has sent it to both
        status = server.wait()
    return 0 if status in _ENDED else status


def run_server(*, host: str, port: int, store: str | None = None, say: Callable[[str], None]) -> None:
    """Serve the endpoint and the documents, without pages, until interrupted."""
    import uvicorn

    from l2kg.web import application

    _prepare(store, say)
    say(f"L2KG: http://{host}:{port}/sparql  (stop with Ctrl-C)")
    uvicorn.run(application(), host=host, port=port, log_level="warning", server_header=False)


def _prepare(store: str | None, say: Callable[[str], None]) -> None:
    """Name the store to the processes that follow, and build the shipped one before they start."""
    from l2kg.store import open_store

    if store is not None:
        os.environ["L2KG_STORE"] = store
    try:
        open_store(progress=lambda step: say(f"  {step}"))
    except OSError as error:
        raise L2kgError(f"the store cannot be opened ({error}): build it again") from error
