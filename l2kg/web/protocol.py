"""The SPARQL 1.1 protocol: what a request asks, and with which status an error answers it."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl

import anyio
from starlette.requests import ClientDisconnect

from l2kg.errors import InputError, L2kgError, NotFoundError, UsageError
from l2kg.queries.guard import MAX_BYTES, QueryTooDeepError, QueryTooLongError
from l2kg.queries.lexer import visible_words
from l2kg.queries.media_types import NotAcceptableError, is_format
from l2kg.reading import EncodingError, decoded
from l2kg.sandbox.limits import QueryBudgetError, QueryBusyError
from l2kg.sandbox.support import UnsupportedError
from l2kg.sandbox.worker import (
    QueryExhaustedError,
    QueryFaultError,
    QueryRefusedError,
    QuerySyntaxError,
    QueryTimeoutError,
)

if TYPE_CHECKING:
    from starlette.requests import Request

    from l2kg.sandbox.worker import Graphs

__all__ = [
    "Asked",
    "ProtocolError",
    "FORM",
    "accepted",
    "etag",
    "form_pairs",
    "posted",
    "read_query",
    "status_of",
    "tag_of",
    "unchanged",
]

FORM = "application/x-www-form-urlencoded"
_BODY = "application/sparql-query"
_LONGEST = 4 * MAX_BYTES  # a form writes one byte as three
_DISCARDED = 1024 * 1024  # bytes that are read of what is too long
_TIMEOUT = 10.0  # seconds for a body to arrive
_STATUS: dict[type[L2kgError], int] = {  # the first that fits
    QueryTooLongError: 413,
    QueryTooDeepError: 400,
    QueryRefusedError: 403,
    QuerySyntaxError: 400,
    UsageError: 400,
    InputError: 400,
    NotFoundError: 404,
    NotAcceptableError: 406,
    QueryBudgetError: 429,
    QueryExhaustedError: 503,
    QueryFaultError: 500,
    QueryBusyError: 503,
    QueryTimeoutError: 503,
    UnsupportedError: 501,
}
_CHANGING = ("RAND", "NOW", "UUID", "STRUUID", "BNODE")


class ProtocolError(L2kgError):
    """A request that is not of the protocol, or asks for a part of it that is not offered."""

    def __init__(self, message: str, status: int = 400) -> None:
        super().__init__(message)
        self.status = status


@dataclass(frozen=True, slots=True)
class Asked:
    """A query, the format in which its answer is wanted, and its data set where the request names one."""

    text: str
    accept: str
    name: str | None
    graphs: Graphs | None


async def read_query(request: Request) -> Asked | None:
    """Read the query of a request; None when it has none and so asks for the description of the service.

    Raises:
        ProtocolError: the request is malformed, too long, too slow, or an update.
    """
    pairs = form_pairs(request.url.query)
    if request.method == "POST":
        pairs += await _posted(request)
    pairs = [
        (name, value)
        for name, value in pairs
        if value.strip() or not name.endswith("graph-uri")  # an empty one names none
    ]
    given = dict(pairs)
    if given.keys() & {"update", "using-graph-uri", "using-named-graph-uri"}:
        raise ProtocolError("this service does not update: ask with query=", 403)
    texts = [value for name, value in pairs if name == "query"]
    if len(texts) > 1:
        raise ProtocolError("more than one query: send one")
    if not texts:
        if request.method == "POST":
            raise ProtocolError(
                f"no query: send it as query= in a form, or as a body of type {_BODY}"
            )
        return None
    return Asked(
        texts[0],
        accepted(request),
        _format(pairs),
        _graphs(pairs),
    )


def accepted(request: Request) -> str:
    """Return what a request accepts, from all its headers of that name."""
    return ", ".join(request.headers.getlist("accept"))


def _format(pairs: list[tuple[str, str]]) -> str | None:
    """Return the name of the format that is asked for.

    Clients name it in several ways at once, for services that each know one of them.
    """
    named = [
        one.strip()
        for parameter in ("format", "output", "results")
        for name, value in pairs
        if name == parameter
        for one in value.split(",")
    ]
    known = next((one for one in named if is_format(one)), None)
    return known or dict(pairs).get("format") or None


def _graphs(pairs: list[tuple[str, str]]) -> Graphs | None:
    default, named = (
        tuple(value for name, value in pairs if name == f"{kind}-graph-uri")
        for kind in ("default", "named")
    )
    return (default, named) if default or named else None


def form_pairs(text: str) -> list[tuple[str, str]]:
    """Read the pairs of a query string or form.

    Raises:
        ProtocolError: they are not UTF-8, or too many.
    """
    try:
        return parse_qsl(
            text, keep_blank_values=True, errors="strict", max_num_fields=1000
        )
    except UnicodeDecodeError as error:
        raise ProtocolError("a parameter is not UTF-8: encode it so") from error
    except ValueError as error:
        raise ProtocolError("too many parameters: send the query as a body") from error


async def _posted(request: Request) -> list[tuple[str, str]]:
    kind = _kind(request)
    if kind == "application/sparql-update":
        raise ProtocolError(f"this service does not update: send {_BODY}", 403)
    text = await posted(request, FORM, _BODY)
    return [("query", text)] if kind == _BODY else form_pairs(text)


def _kind(request: Request) -> str:
    return request.headers.get("content-type", "").partition(";")[0].strip().lower()


async def posted(request: Request, *kinds: str) -> str:
    """Read the text of a body of one of some media types.

    Raises:
        ProtocolError: it is of another type, too long, too slow, or not UTF-8.
    """
    kind = _kind(request)
    if kind not in kinds:
        raise ProtocolError(
            f"a body of type {kind[:100] or 'nothing'} is not read: send"
            f" {' or '.join(kinds)}",
            415,
        )
    charset = (
        request.headers.get("content-type", "")
        .lower()
        .partition("charset=")[2]
        .partition(";")[0]
        .strip(' "')
    )
    if charset not in ("", "utf-8", "utf8"):
        raise ProtocolError("the body is not UTF-8: encode it so", 415)
    try:
        with anyio.fail_after(_TIMEOUT):
            return decoded(await _body(request), "the body")
    except EncodingError as error:
        raise ProtocolError(f"the body is {error.wrong}: encode it so") from error
    except ClientDisconnect as error:  # or what it sent was no longer HTTP
        raise ProtocolError("the body broke off: send it again") from error
    except TimeoutError as error:
        raise ProtocolError(
            f"the body did not arrive in {_TIMEOUT:g} seconds: send it faster", 408
        ) from error


async def _body(request: Request) -> bytes:
    """Read a body.

    Of one that is too long some more is read, since who is still sending when the
    connection ends may lose the answer.
    """
    data, size = bytearray(), 0
    async for part in request.stream():
        size += len(part)
        if size <= _LONGEST:
            data += part
        elif size > _DISCARDED:
            break
    if size > _LONGEST:
        raise ProtocolError(
            f"the request is longer than {_LONGEST // 1024} kB: shorten the query", 413
        )
    return bytes(data)


def status_of(error: L2kgError) -> tuple[int, dict[str, str]]:
    """Return the HTTP status, and further headers, that answer an error.

    What is no fault of the request is one of the machine, which somebody can mend: 503.
    """
    if isinstance(error, ProtocolError):
        return error.status, {"Connection": "close"} if error.status in (408, 413) else {}
    status = next(
        (code for kind, code in _STATUS.items() if isinstance(error, kind)), 503
    )
    return status, {"Retry-After": "30"} if status in (429, 503) else {}


def unchanged(known: str, tag: str) -> bool:
    """Say whether a client that sends If-None-Match has what the tag names.

    >>> unchanged('W/"a", "b"', 'W/"b"'), unchanged("*", 'W/"b"'), unchanged('"bc"', 'W/"b"')
    (True, True, False)
    """
    return known.strip() == "*" or tag.removeprefix("W/") in (
        one.strip().removeprefix("W/") for one in known.split(",")
    )


def etag(asked: Asked, version: str) -> str | None:
    """Return what names the answer to a query, or None where it changes from time to time.

    ``version`` is that of the data.
    """
    words = visible_words(asked.text).upper()
    if any(f"{name}(" in words.replace(" ", "") for name in _CHANGING):
        return None
    return tag_of(version, asked.text, asked.accept, asked.name, asked.graphs)


def tag_of(*parts: object) -> str:
    """Return an entity tag that stands for some values."""
    text = repr(parts).encode("utf-8", "replace")
    return f'W/"{hashlib.blake2b(text, digest_size=12).hexdigest()}"'
