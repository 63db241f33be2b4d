"""A limit on how many pages are open at once: each holds a session of Streamlit, and its memory."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Receive, Scope, Send

__all__ = ["MOST_SESSIONS", "SessionLimit"]

MOST_SESSIONS = 200


class SessionLimit:
    """Refuses a websocket where as many are open as may be; the page tries again by itself."""

    def __init__(self, app: ASGIApp, most: int = MOST_SESSIONS) -> None:
        self.app, self.most, self.open = app, most, 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, but for a websocket too many."""
        if scope["type"] != "websocket":
            await self.app(scope, receive, send)
            return
        if self.open >= self.most:
            await receive()
            await send({"type": "websocket.close", "code": 1013})
            return
        self.open += 1
        try:
            await self.app(scope, receive, send)
        finally:
            self.open -= 1
