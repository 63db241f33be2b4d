"""Lead an address with a slash at its end to the one without, where only the latter is known."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from starlette.types import ASGIApp, Message, Receive, Scope, Send

__all__ = ["WithoutSlash"]


class WithoutSlash:
    """Answers for what is not found under an address with slashes at its end: it is the one without.

    Where the address with the slash is known nothing happens, so that no list of such
    addresses is kept. Method, body and query stay (308).
    """

    def __init__(self, app: ASGIApp, headers: Mapping[str, str]) -> None:
        self.app = app
        self.headers = [
            (name.lower().encode(), value.encode()) for name, value in headers.items()
        ]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, and its response back unless it was not found because of a slash."""
        target = _target(scope) if scope["type"] == "http" else None
        if target is None:
            await self.app(scope, receive, send)
            return
        moved = False

        async def led(message: Message) -> None:
            nonlocal moved
            if message["type"] == "http.response.start" and message["status"] == 404:
                moved = True
                headers = [(b"location", target), (b"content-length", b"0")]
                message = {
                    "type": "http.response.start",
                    "status": 308,
                    "headers": [*headers, *self.headers],
                }
            elif moved and message["type"] == "http.response.body":
                message = {
                    "type": "http.response.body",
                    "more_body": message.get("more_body", False),
                }
            await send(message)

        await self.app(scope, receive, led)


def _target(scope: Scope) -> bytes | None:
    """Return the address without the slash; nothing where there is none, or it would lead to another host."""
    path: bytes = scope.get("raw_path") or b""
    bare = path.rstrip(b"/")
    if bare == path or not bare or bare.startswith(b"//") or b"\\" in bare:
        return None
    query: bytes = scope["query_string"]
    return bare + b"?" + query if query else bare
