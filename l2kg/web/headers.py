"""Response headers that keep a browser from doing more for our pages than they need."""

from __future__ import annotations

import base64
import hashlib
import logging
import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, MutableMapping
    from typing import Any

    from starlette.types import ASGIApp, Message, Receive, Scope, Send

__all__ = [
    "DOCUMENT_POLICY",
    "SecurityHeaders",
    "WithoutQuery",
    "page_policy",
]

DOCUMENT_POLICY = (
    "default-src 'none'; style-src 'self' 'unsafe-inline'; font-src 'self'; img-src"
    " 'self' data:; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)
_ALWAYS = {
    b"x-content-type-options": b"nosniff",
    b"x-frame-options": b"DENY",
    b"referrer-policy": b"same-origin",
    b"cross-origin-opener-policy": b"same-origin",
    b"permissions-policy": (
        b"camera=(), geolocation=(), microphone=(), payment=(), usb=()"
    ),
}


def page_policy(index: str) -> str:
    """Return the policy for the application's pages.

    ``index`` is their HTML, whose own inline scripts are allowed by hash.

    >>> "'sha256-" in page_policy("<script>let a</script>")
    True
    """
    scripts = re.findall(r"<script>(.*?)</script>", index, re.DOTALL)
    hashes = " ".join(map(_hash_source, scripts))
    return (
        f"default-src 'self'; script-src 'self' blob: 'wasm-unsafe-eval' {hashes};"
        " worker-src 'self' blob:; style-src 'self' 'unsafe-inline'; font-src 'self'"
        " data:; img-src 'self' data: blob:; media-src 'self' data: blob:; connect-src"
        " 'self' blob: data:; frame-src 'self'; object-src 'none'; base-uri 'self';"
        " form-action 'self'; frame-ancestors 'none'"
    )


def _hash_source(script: str) -> str:
    digest = hashlib.sha256(script.encode()).digest()
    return f"'sha256-{base64.b64encode(digest).decode()}'"


class WithoutQuery(logging.Filter):
    """Takes what follows the path, and so the query, out of uvicorn's lines about requests."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Shorten the address in a line."""
        if isinstance(record.args, tuple) and len(record.args) > 2:
            record.args = (
                *record.args[:2],
                str(record.args[2]).partition("?")[0],
                *record.args[3:],
            )
        return True


class SecurityHeaders:
    """Adds our headers to every response that does not set them itself."""

    def __init__(self, app: ASGIApp, policy: str) -> None:
        self.app = app
        self.defaults = _ALWAYS | {b"content-security-policy": policy.encode()}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, and its response back with our headers."""

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                _add(message, self.defaults.items())
            await send(message)

        await self.app(scope, receive, with_headers if scope["type"] == "http" else send)


def _add(
    message: MutableMapping[str, Any], defaults: Iterable[tuple[bytes, bytes]]
) -> None:
    headers = list(message.get("headers", ()))
    present = {name.lower() for name, _ in headers}
    if any(
        name.lower() == b"content-security-policy" and b"frame-ancestors *" in value
        for name, value in headers
    ):
        present.add(b"x-frame-options")
    message["headers"] = headers + [
        (name, value) for name, value in defaults if name not in present
    ]
