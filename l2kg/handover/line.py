"""The line between two processes, over which open connections go, each with the bytes read from it."""

from __future__ import annotations

import array
import os
import socket
import struct
from collections import deque
from contextlib import suppress
from typing import TYPE_CHECKING

from l2kg.web.timeouts import MOST_CONNECTIONS

if TYPE_CHECKING:
    import asyncio
    from collections.abc import Callable

__all__ = ["Line", "written"]

_HEAD = struct.Struct(
    "!?I"
)  # whether a connection comes with it, and how many bytes follow
_PART = 64 * 1024


def written(text: bytes, *, connection: bool = False) -> bytes:
    """Write a message: what was read from a connection that comes with it, or else a text."""
    return _HEAD.pack(connection, len(text)) + text


class Line:
    """One end of the line, a Unix socket, in the loop of a server.

    Messages arrive in the order in which they were sent, and so do the connections that
    come with some of them, however the bytes are cut.
    """

    def __init__(
        self,
        end: socket.socket,
        *,
        connected: Callable[[socket.socket, bytes], object],
        told: Callable[[bytes], object],
        ended: Callable[[], object],
    ) -> None:
        """Make an end.

        Args:
            end: the socket.
            connected: what takes a connection, with what was read from it.
            told: what takes a text.
            ended: what is called once, when the other process is gone.
        """
        self._end, self._connected, self._told, self._ended = end, connected, told, ended
        self._loop: asyncio.AbstractEventLoop | None = None
        self._read = bytearray()
        self._connections: deque[int] = deque()
        self._unsent: deque[tuple[memoryview, int | None]] = deque()

    def attach(self, loop: asyncio.AbstractEventLoop) -> None:
        """Read in a loop from now on, and send what waits."""
        self._end.setblocking(False)
        self._loop = loop
        loop.add_reader(self._end.fileno(), self._readable)
        self._flush()

    def hand_over(self, connection: int, read: bytes) -> None:
        """Send the descriptor of a connection, which stays ours to close, with what was read from it."""
        if len(self._unsent) < MOST_CONNECTIONS:  # who does not take them gets no more
            self._send(written(read, connection=True), os.dup(connection))

    def tell(self, text: bytes = b"") -> None:
        """Send a text."""
        self._send(written(text), None)

    def close(self) -> None:
        """Hang up."""
        if self._loop is not None and self._end.fileno() >= 0:
            self._loop.remove_reader(self._end.fileno())
            self._loop.remove_writer(self._end.fileno())
        self._end.close()
        for connection in [*self._connections, *(one for _, one in self._unsent)]:
            _close(connection)
        self._connections.clear()
        self._unsent.clear()

    def _send(self, message: bytes, connection: int | None) -> None:
        if self._end.fileno() < 0:  # who hung up takes nothing
            _close(connection)
            return
        self._unsent.append((memoryview(message), connection))
        self._flush()

    def _flush(self) -> None:
        if self._loop is None:
            return
        self._loop.remove_writer(self._end.fileno())
        while self._unsent:
            message, connection = self._unsent[0]
            try:
                sent = self._end.sendmsg([message], _rights(connection))
            except BlockingIOError:
                self._loop.add_writer(self._end.fileno(), self._flush)
                return
            except (
                OSError
            ):  # the other is gone, as the reader learns, or can take no more
                sent = len(message)
            _close(connection)
            self._unsent[0] = (message[sent:], None)
            if sent == len(message):
                self._unsent.popleft()

    def _readable(self) -> None:
        try:
            data, descriptors, flags, _ = socket.recv_fds(self._end, _PART, 16)
        except (BlockingIOError, InterruptedError):
            return
        except OSError:
            data, descriptors, flags = b"", [], 0
        for one in descriptors:
            os.set_inheritable(one, False)
        self._connections += descriptors
        if flags & socket.MSG_CTRUNC:  # we have as many files open as we may
            self._connections.append(-1)
        if not data:
            self.close()
            self._ended()
            return
        self._read += data
        self._take()

    def _take(self) -> None:
        while len(self._read) >= _HEAD.size:
            with_connection, length = _HEAD.unpack_from(self._read)
            end = _HEAD.size + length
            if len(self._read) < end:
                return
            text = bytes(self._read[_HEAD.size : end])
            del self._read[:end]
            if not with_connection:
                self._told(text)
            elif (one := self._connections.popleft()) >= 0:
                self._connected(socket.socket(fileno=one), text)


def _rights(connection: int | None) -> list[tuple[int, int, array.array[int]]]:
    if connection is None:
        return []
    return [(socket.SOL_SOCKET, socket.SCM_RIGHTS, array.array("i", [connection]))]


def _close(descriptor: int | None) -> None:
    if descriptor is not None and descriptor >= 0:
        with suppress(OSError):
            os.close(descriptor)
