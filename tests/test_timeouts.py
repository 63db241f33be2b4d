"""Who takes too long to send is hung up on; who waits long for an answer is not."""

from __future__ import annotations

import asyncio
import socket
import threading
import time
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest
import uvicorn
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.responses import PlainTextResponse, StreamingResponse
from starlette.routing import Route
from waiting import LONGEST

from l2kg.web import timeouts
from l2kg.web.timeouts import (
    LONGEST_HEAD,
    MOST_CONNECTIONS,
    ServerLimits,
    TimeoutProtocol,
)

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator

    from starlette.requests import Request

HEAD = b"HTTP/1.1\r\nHost: x\r\n"
TIMED_OUT = b"HTTP/1.1 408 "


async def _read(request: Request) -> PlainTextResponse:
    return PlainTextResponse(str(len(await request.body())))


async def _think(_: Request) -> PlainTextResponse:
    await asyncio.sleep(1)
    return PlainTextResponse("thought")


async def _talk(_: Request) -> StreamingResponse:
    async def parts() -> AsyncIterator[bytes]:
        yield b"begun"
        await asyncio.sleep(2)

    return StreamingResponse(parts())


@pytest.fixture
def port(monkeypatch: pytest.MonkeyPatch) -> Iterator[int]:
    """A server that another program started, over an application of ours, with little patience."""
    monkeypatch.setattr(timeouts, "_HEAD", 0.5)
    monkeypatch.setattr(timeouts, "_BODY", 0.5)
    app = Starlette(
        routes=[
            Route(f"/{f.__name__}", f, methods=["GET", "POST"])
            for f in (_read, _think, _talk)
        ],
        middleware=[Middleware(ServerLimits)],
    )
    running = uvicorn.Server(
        uvicorn.Config(
            app,
            port=0,
            log_level="critical",
            timeout_keep_alive=30,
            timeout_graceful_shutdown=1,
        )
    )
    thread = threading.Thread(target=running.run)
    thread.start()
    while not running.started:
        time.sleep(0.01)
    yield running.servers[0].sockets[0].getsockname()[1]
    running.should_exit = True
    thread.join()
    assert running.config.http_protocol_class is TimeoutProtocol
    assert (
        running.config.h11_max_incomplete_event_size,
        running.config.limit_concurrency,
    ) == (LONGEST_HEAD, MOST_CONNECTIONS)


SENT = [
    pytest.param(b"", TIMED_OUT, id="nothing"),
    pytest.param(b"GET /_read " + HEAD, TIMED_OUT, id="half a head"),
    pytest.param(
        b"POST /_read " + HEAD + b"Content-Length: 9\r\n\r\nabc",
        TIMED_OUT,
        id="half a body",
    ),
    pytest.param(
        b"POST /_read " + HEAD + b"Transfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n",
        TIMED_OUT,
        id="chunks without an end",
    ),
    pytest.param(b"GET /_think " + HEAD + b"\r\n", b"thought", id="a slow answer"),
    pytest.param(
        b"POST /_think " + HEAD + b"Content-Length: 3\r\n\r\nabc",
        b"thought",
        id="a slow answer to a whole body",
    ),
]


def _said(line: socket.socket, until: bytes) -> bytes:
    line.settimeout(LONGEST)
    said = b""
    while until not in said and (part := line.recv(4096)):
        said += part
    return said


@pytest.mark.parametrize(("sent", "said"), SENT)
def test_only_slow_senders_are_left(port: int, sent: bytes, said: bytes) -> None:
    with socket.create_connection(("127.0.0.1", port)) as line:
        line.sendall(sent)
        assert said in _said(line, said)


def test_the_second_request_has_its_time_too(port: int) -> None:
    with socket.create_connection(("127.0.0.1", port)) as line:
        line.sendall(b"GET /_read " + HEAD + b"\r\n")
        assert _said(line, b"\r\n\r\n0").endswith(b"\r\n\r\n0")
        time.sleep(0.8)  # between requests a connection may rest
        line.sendall(b"GET /_read " + HEAD)
        assert TIMED_OUT in _said(line, TIMED_OUT)


def test_an_answer_that_has_begun_is_not_broken_by_a_second_one(port: int) -> None:
    with socket.create_connection(("127.0.0.1", port)) as line:
        line.sendall(b"POST /_talk " + HEAD + b"Content-Length: 9\r\n\r\nabc")
        said = _said(line, TIMED_OUT)
        assert b"begun" in said
        assert TIMED_OUT not in said


def test_the_application_leaves_slow_senders_and_keeps_open_pages(server: str) -> None:
    host = urlsplit(server)
    upgrade = "Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n"
    with (
        socket.create_connection((host.hostname, host.port)) as slow,
        socket.create_connection((host.hostname, host.port)) as page,
    ):
        page.sendall(
            f"GET /_stcore/stream HTTP/1.1\r\nHost: {host.netloc}\r\nOrigin: {server}\r\n{upgrade}\r\n".encode()
        )
        assert b" 101 " in _said(page, b"\r\n\r\n")
        slow.sendall(b"GET /sparql " + HEAD)
        slow.settimeout(LONGEST)
        assert slow.recv(1000).startswith(TIMED_OUT)
        page.sendall(b"\x89\x80\x00\x00\x00\x00")  # a ping, masked
        assert b"\x8a\x00" in _said(page, b"\x8a\x00")
