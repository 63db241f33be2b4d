"""Send bytes over a socket, with their number before them."""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import socket

__all__ = ["receive", "send"]

_NUMBER = struct.Struct("!Q")
_PART = 2**20  # bytes read at once


def send(line: socket.socket, data: bytes) -> None:
    """Send bytes with their number before them."""
    line.sendall(_NUMBER.pack(len(data)))
    line.sendall(data)


def receive(line: socket.socket) -> bytes:
    """Receive what was sent with its number before it.

    Raises:
        EOFError: the other side ended before.
    """
    (size,) = _NUMBER.unpack(_exactly(line, _NUMBER.size))
    return _exactly(line, size)


def _exactly(line: socket.socket, size: int) -> bytes:
    data = bytearray()
    while len(data) < size:
        part = line.recv(min(size - len(data), _PART))
        if not part:
            raise EOFError
        data += part
    return bytes(data)
