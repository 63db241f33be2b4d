"""HTTP with time-outs for senders, a limit on the length of requests, and whole addresses."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

import h11
import uvicorn
from uvicorn.protocols.http.h11_impl import H11Protocol

if TYPE_CHECKING:
    import asyncio

    from starlette.types import ASGIApp, Receive, Scope, Send

__all__ = ["LONGEST_HEAD", "MOST_CONNECTIONS", "ServerLimits", "TimeoutProtocol"]

LONGEST_HEAD = 256 * 1024  # bytes; a query of 64 kB in an address is three times as long
MOST_CONNECTIONS = 1000
_WHOLE = re.compile(rb"https?://([^/]*)", re.IGNORECASE)
_HEAD = 10.0  # seconds for the head of a request to arrive
_BODY = 120.0  # seconds for the rest: a route of ours that reads a body waits for 10


class TimeoutProtocol(H11Protocol):
    """HTTP/1.1 with a limit of time for the head of each request, and one for its body."""

    _clock: asyncio.TimerHandle | None = None
    _waits_for: str | None = None

    def connection_made(self, transport: Any) -> None:
        """Begin to wait for the first request."""
        super().connection_made(transport)
        self.app = _by_path(self.app)
        self._wait("head", _HEAD)

    def data_received(self, data: bytes) -> None:
        """Wait for the rest of what has begun; stop waiting once it is whole, or no longer HTTP."""
        if self._waits_for is None and (
            self.cycle is None or self.cycle.response_complete
        ):
            self._wait("head", _HEAD)
        before = self.cycle
        super().data_received(data)
        if self.transport.get_protocol() is not self:
            self._stop()
        elif self.cycle is not before or self._waits_for == "body":
            self._wait_for_body()

    def connection_lost(self, exc: Exception | None) -> None:
        """Stop waiting."""
        self._stop()
        super().connection_lost(exc)

    def _wait_for_body(self) -> None:
        if self.conn.their_state is not h11.SEND_BODY:
            self._stop()
        elif self._waits_for != "body":
            self._wait("body", _BODY)

    def _wait(self, what: str, seconds: float) -> None:
        self._stop()
        self._waits_for, self._clock = what, self.loop.call_later(seconds, self._hang_up)

    def _stop(self) -> None:
        if self._clock is not None:
            self._clock.cancel()
        self._waits_for = self._clock = None

    def _hang_up(self) -> None:
        started = self._waits_for == "body" and self.cycle.response_started
        self._waits_for = self._clock = None
        if not self.transport.is_closing():
            if not started:
                self.transport.write(
                    b"HTTP/1.1 408 Request Timeout\r\nconnection:"
                    b" close\r\ncontent-length: 0\r\n\r\n"
                )
            self.transport.close()


def _by_path(app: Any) -> Any:
    """Give an application the path where a client names the whole address.

    It does so to a proxy (RFC 9112, 3.2.2).
    """

    async def called(scope: Any, receive: Receive, send: Send) -> None:
        whole = _WHOLE.match(scope["raw_path"]) if scope["type"] == "http" else None
        if whole:
            raw = scope["raw_path"][whole.end() :] or b"/"
            headers = [
                (b"host", whole[1]),
                *(pair for pair in scope["headers"] if pair[0] != b"host"),
            ]
            scope |= {
                "raw_path": raw,
                "path": unquote(raw.decode("ascii")),
                "headers": headers,
            }
        await app(scope, receive, send)

    return called


class ServerLimits:
    """Gives an application this protocol where another program starts the server, as `streamlit run` does.

    Uvicorn hands to an application the receiving end of its own lifespan, which knows the
    settings of the server; they are read when it begins to listen, and that is later.
    Under another server nothing happens.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Set the server, when it starts, to our limits."""
        if scope["type"] == "lifespan":
            config = getattr(getattr(receive, "__self__", None), "config", None)
            if isinstance(config, uvicorn.Config):
                config.http_protocol_class = TimeoutProtocol
                config.h11_max_incomplete_event_size = LONGEST_HEAD
                config.limit_concurrency = MOST_CONNECTIONS
        await self.app(scope, receive, send)
