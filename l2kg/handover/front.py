"""The server in front, which has the port: it answers for the data, and hands the rest to the pages."""

from __future__ import annotations

import asyncio
from functools import partial
from typing import TYPE_CHECKING, Any

import uvicorn

from l2kg.errors import L2kgError
from l2kg.handover.protocol import answered_by
from l2kg.handover.sharing import Sharing
from l2kg.web import application, routes
from l2kg.web.server import configured, run

if TYPE_CHECKING:
    import socket

    from starlette.types import ASGIApp

    from l2kg.handover.process import PagesProcess

__all__ = ["serve"]

_NOT_STARTED = "the pages did not start: what stopped them is told above"


def serve(app: ASGIApp | None, pages: PagesProcess | None, **settings: Any) -> None:
    """Serve an application until a signal ends it, or with ``pages`` the web in front of them.

    Raises:
        L2kgError: the pages did not start.
    """
    config = configured(application() if app is None else app, **settings)
    if pages is None:
        run(uvicorn.Server(config))
        return
    front = Front(config, pages)
    run(front)
    if front.failure is not None:
        raise front.failure


class Front(Sharing):
    """The server that has the port; it starts the pages again where their process ends.

    ``failure`` says in the end what was wrong, if anything.
    """

    def __init__(self, config: uvicorn.Config, pages: PagesProcess) -> None:
        super().__init__(config, partial(answered_by, routes()), pages.end)
        config.http = self.protocol  # type: ignore[assignment]
        self.failure: L2kgError | None = None
        self._pages, self._ready = pages, False

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Listen; what is for the pages waits on the line until they are there."""
        await super().startup(sockets=sockets)
        self.line.attach(asyncio.get_running_loop())

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """End the pages while our own answers are finished."""
        self.line.close()
        ending = asyncio.create_task(asyncio.to_thread(self._pages.stop))
        await super().shutdown(sockets=sockets)
        await ending

    def told(self, text: bytes) -> None:
        """Hear that the pages are there, or why they are not."""
        if text:
            self.failure = L2kgError(text.decode())
        else:
            self._ready = True

    def ended(self) -> None:
        """Start the pages again; end where they never started."""
        self._pages.stop()
        try:
            if not self._ready:
                raise self.failure or L2kgError(_NOT_STARTED)
            self._ready = False
            self._pages.start()
        except (L2kgError, OSError) as error:
            self.failure = L2kgError(str(error))
            self.should_exit = True
            return
        self.line = self.line_at(self._pages.end)
        self.line.attach(asyncio.get_running_loop())
