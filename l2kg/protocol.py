"""The SPARQL 1.1 protocol: what a request asks, and with which status an error answers it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl

from l2kg.errors import L2kgError
from l2kg.guard import MAX_BYTES
from l2kg.negotiate import NotAcceptableError
from l2kg.worker import QueryBusyError, QueryExhaustedError, QueryRefusedError, QuerySyntaxError, QueryTimeoutError

if TYPE_CHECKING:
    from starlette.requests import Request

__all__ = ["Asked", "ProtocolError", "read_query", "status_of"]

_FORM = "application/x-www-form-urlencoded"
_BODY = "application/sparql-query"
_LONGEST = 4 * MAX_BYTES  # a form writes one byte as three
_STATUS: dict[type[L2kgError], int] = {
    QuerySyntaxError: 400,
    QueryExhaustedError: 400,
    QueryRefusedError: 403,
    NotAcceptableError: 406,
    QueryBusyError: 503,
    QueryTimeoutError: 504,
}


class ProtocolError(L2kgError):
    """A request that is not of the protocol, or asks for a part of it that is not offered."""

    def __init__(self, message: str, status: int = 400) -> None:
        super().__init__(message)
        self.status = status


@dataclass(frozen=True, slots=True)
class Asked:
    """A query, and the format in which its answer is wanted."""

    text: str
    accept: str
    name: str | None


async def read_query(request: Request) -> Asked | None:
    """Read the query of a request; None when it has none and so asks for the description of the service.

    Raises:
        ProtocolError: the request is malformed, too long, or an update.
    """
    pairs = parse_qsl(request.url.query, keep_blank_values=True, errors="replace")
    if request.method == "POST":
        pairs += await _posted(request)
    given = dict(pairs)
    if "update" in given:
        raise ProtocolError("this service does not update: ask with query=", 403)
    if {"default-graph-uri", "named-graph-uri", "using-graph-uri"} & given.keys():
        raise ProtocolError("graphs are not chosen by parameter here: write FROM or GRAPH in the query")
    texts = [value for name, value in pairs if name == "query"]
    if len(texts) > 1:
        raise ProtocolError("more than one query: send one")
    if not texts:
        if request.method == "POST":
            raise ProtocolError("no query: send it as query= in a form, or as a body of type application/sparql-query")
        return None
    return Asked(texts[0], request.headers.get("accept", ""), given.get("format") or None)


async def _posted(request: Request) -> list[tuple[str, str]]:
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind == "application/sparql-update":
        raise ProtocolError("this service does not update: send application/sparql-query", 403)
    if kind not in (_FORM, _BODY):
        raise ProtocolError(f"a body of type {kind or 'nothing'} is not read: send {_FORM} or {_BODY}", 415)
    try:
        text = (await _body(request)).decode()
    except UnicodeDecodeError as error:
        raise ProtocolError("the body is not UTF-8: encode it so") from error
    return [("query", text)] if kind == _BODY else parse_qsl(text, keep_blank_values=True, errors="replace")


async def _body(request: Request) -> bytes:
    data = bytearray()
    async for part in request.stream():
        data += part
        if len(data) > _LONGEST:
            raise ProtocolError(f"the request is longer than {_LONGEST // 1024} kB: shorten the query", 413)
    return bytes(data)


def status_of(error: L2kgError) -> tuple[int, dict[str, str]]:
    """Return the HTTP status, and further headers, that answer an error."""
    if isinstance(error, ProtocolError):
        return error.status, {}
    status = next((code for kind, code in _STATUS.items() if isinstance(error, kind)), 500)
    return status, {"Retry-After": "30"} if status == 503 else {}
