"""What the two servers that share a port have in common."""

from __future__ import annotations

import asyncio
from functools import partial
from typing import TYPE_CHECKING, Any

import uvicorn

from l2kg.handover.line import Line
from l2kg.handover.protocol import HandingProtocol

if TYPE_CHECKING:
    import socket
    from collections.abc import Callable

__all__ = ["Sharing"]


class Sharing(uvicorn.Server):
    """A server that hands a connection over before a request that is not its own, and takes others."""

    def __init__(
        self, config: uvicorn.Config, ours: Callable[[str], bool], end: socket.socket
    ) -> None:
        """Make the server.

        Args:
            config: its settings.
            ours: says of a path whether it is answered here.
            end: our end of the line to the other process.
        """
        super().__init__(config)
        self.protocol = partial(HandingProtocol, ours=ours, hand_over=self._hand_over)
        self.line = self.line_at(end)
        self._opening: set[asyncio.Task[Any]] = set()

    def line_at(self, end: socket.socket) -> Line:
        """Return the line that has an end."""
        return Line(end, connected=self._connected, told=self.told, ended=self.ended)

    def told(self, text: bytes) -> None:
        """Take what the other process says."""

    def ended(self) -> None:
        """Do what is to be done when the other process is gone."""
        raise NotImplementedError

    def _hand_over(self, connection: int, read: bytes) -> None:
        self.line.hand_over(connection, read)  # it may be another by now

    def _connected(self, connection: socket.socket, read: bytes) -> None:
        protocol = partial(
            self.protocol,
            config=self.config,
            server_state=self.server_state,
            app_state=self.lifespan.state,
            read=read,
        )
        connection.setblocking(False)
        loop = asyncio.get_running_loop()
        task = loop.create_task(loop.connect_accepted_socket(protocol, connection))
        self._opening.add(task)
        task.add_done_callback(self._opening.discard)
