"""The process with the pages: `python -m l2kg.handover.pages PORT`, with the line as its standard input.

It listens nowhere. What it answers are connections that the process in front hands over;
one on which something is asked that is not for the pages goes back.
"""

from __future__ import annotations

import asyncio
import importlib.util
import os
import socket
import sys
import threading
from functools import cache
from typing import TYPE_CHECKING, Any

from starlette.routing import Mount, Route

from l2kg.errors import L2kgError
from l2kg.extras import needs
from l2kg.files import app_file
from l2kg.handover.line import written
from l2kg.handover.protocol import answered_by
from l2kg.handover.sharing import Sharing
from l2kg.web import routes
from l2kg.web.server import configured, run

if TYPE_CHECKING:
    import uvicorn
    from starlette.types import ASGIApp

__all__ = ["application", "main"]

_PATIENCE = 8.0  # seconds that it may take to end


def application(port: int) -> tuple[ASGIApp, dict[str, Any]]:
    """Load the file of the application, which Streamlit can run as well, and the settings it needs.

    Raises:
        L2kgError: the file, or what it needs, is not installed.
    """
    file = app_file()
    spec = importlib.util.spec_from_file_location("l2kg_app", file)
    if spec is None or spec.loader is None:
        raise L2kgError(f"{file} cannot be loaded: install l2kg again")
    module = importlib.util.module_from_spec(spec)
    with needs("app"):
        spec.loader.exec_module(module)
    return module.app, module.server_settings(port)


class Behind(Sharing):
    """The server with the pages, which ends with the one in front."""

    def __init__(self, config: uvicorn.Config, end: socket.socket) -> None:
        super().__init__(config, _for_pages, end)

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Start the application, take the connections that wait, and say so."""
        await super().startup(sockets=sockets or [])
        self.line.attach(asyncio.get_running_loop())
        self.line.tell()

    def ended(self) -> None:
        """End, whatever still runs."""
        self.should_exit = True
        last = threading.Timer(_PATIENCE, os._exit, (1,))
        last.daemon = True
        last.start()


def _for_pages(path: str) -> bool:
    """Say whether a path is for the pages, or for a file that they load."""
    return not answered_by(_elsewhere(), path)


@cache
def _elsewhere() -> tuple[Route | Mount, ...]:
    return tuple(route for route in routes() if not isinstance(route, Mount))


def main() -> None:
    """Serve the pages until the process in front is gone."""
    end = socket.socket(fileno=os.dup(0))
    with open(os.devnull, "rb") as nothing:  # noqa: PTH123 (a descriptor)
        os.dup2(nothing.fileno(), 0)  # what is started from here must not hold the line
    try:
        app, settings = application(int(sys.argv[1]))
    except L2kgError as error:
        end.sendall(written(str(error).encode()))
        return
    run(Behind(configured(app, access_log=False, **settings), end))


if __name__ == "__main__":
    main()
