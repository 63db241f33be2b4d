"""HTTP on a connection that goes to the other process as soon as a request on it is the other's."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

import h11
from starlette.routing import Match, Mount

from l2kg.web.timeouts import TimeoutProtocol

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from starlette.routing import Route

__all__ = ["HandingProtocol", "answered_by"]

_TARGET = re.compile(
    rb"[\r\n]*[^ \r\n]+ (?:https?://[^/? \r\n]*)?([^? \r\n]*)[? \r\n]", re.IGNORECASE
)
_LONGEST = 8 * 1024  # bytes before the end of a path that is looked at
_AGAIN = 0.02  # seconds until what was to be written before is looked at again


def answered_by(routes: Sequence[Route | Mount], path: str) -> bool:
    """Say whether one of some routes answers for a path.

    >>> from starlette.routing import Route
    >>> answered_by([Route("/a/{rest:path}", print)], "/a/b"), answered_by([], "/a/b")
    (True, False)
    """
    scope = {"type": "http", "path": path, "method": "GET"}
    return any(route.matches(scope)[0] is not Match.NONE for route in routes)


class HandingProtocol(TimeoutProtocol):
    """HTTP/1.1 as ours is, on a connection that is handed over before a request that is not for us.

    Nothing of such a request is answered here: the other process reads it as it was sent.
    """

    def __init__(
        self,
        *args: Any,
        ours: Callable[[str], bool],
        hand_over: Callable[[int, bytes], object],
        read: bytes = b"",
        **settings: Any,
    ) -> None:
        """Make the protocol of a connection.

        Args:
            args: see uvicorn.
            ours: says of a path whether it is answered here.
            hand_over: gives a descriptor, and what was read from it, to the other process.
            read: what the other process had read when it handed this connection over.
            settings: see uvicorn.
        """
        super().__init__(*args, **settings)
        self._ours, self._hand_over, self._first = ours, hand_over, read
        self._known_ours = False

    def connection_made(self, transport: Any) -> None:
        """Begin, with what was read already."""
        super().connection_made(transport)
        if self._first:
            self.data_received(self._first)  # before anything that is still to be read
            self._first = b""

    def handle_events(self) -> None:
        """Look at where a request goes before it is read."""
        if not self._known_ours and self.conn.their_state is h11.IDLE:
            read, _ = self.conn.trailing_data
            found = _TARGET.match(read)
            if found and not self._ours(_path(found[1])):
                self._leave(read)
                return
            self._known_ours = bool(found) or len(read) > _LONGEST
        super().handle_events()
        if self.conn.their_state is not h11.IDLE:
            self._known_ours = False  # the next request is another

    def _leave(self, read: bytes) -> None:
        if self.transport.is_closing():
            return
        if self.transport.get_write_buffer_size():  # of the answer before
            self.flow.pause_reading()
            self.loop.call_later(_AGAIN, self.handle_events)
            return
        connection = self.transport.get_extra_info("socket")
        self._hand_over(connection.fileno(), read)
        self.transport.abort()  # ours alone: the connection stands


def _path(raw: bytes) -> str:
    return unquote(raw.decode("latin-1")) or "/"
