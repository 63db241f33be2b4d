"""Two servers behind one port: a connection goes to the one that a request is for, and nothing is lost."""

from __future__ import annotations

import asyncio
import contextlib
import os
import socket
import subprocess
import sys
import threading
from typing import TYPE_CHECKING

import pytest
from serving import ROOT, free_port
from starlette.applications import Starlette
from starlette.responses import PlainTextResponse
from starlette.routing import Route
from waiting import LONGEST, finished, wait_until

from l2kg.handover.line import Line, written
from l2kg.handover.protocol import answered_by
from l2kg.handover.sharing import Sharing
from l2kg.web.server import configured
from l2kg.web.sessions import SessionLimit
from l2kg.web.timeouts import MOST_CONNECTIONS

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from starlette.requests import Request

FRONT = [Route("/data/{rest:path}", print)]
HEAD = "HTTP/1.1\r\nHost: x\r\n"
BODY = "b" * 700_000  # more than a socket holds


class Half(Sharing):
    """One of the two, whose answers say which one it is, to which port, and how much it was sent."""

    def __init__(self, name: str, end: socket.socket) -> None:
        async def answer(request: Request) -> PlainTextResponse:
            sent = len(await request.body())
            return PlainTextResponse(
                f"{name} {request.url.path} {request.client.port} {sent}|"
            )

        methods = ["GET", "POST"]
        app = Starlette(routes=[Route("/{rest:path}", answer, methods=methods)])
        self.name, self.listening = name, name == "front"
        config = configured(app, port=0, ws="none", access_log=False)
        super().__init__(
            config, lambda path: answered_by(FRONT, path) == self.listening, end
        )
        config.http = self.protocol

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets=None if self.listening else [])
        self.line.attach(asyncio.get_running_loop())

    def ended(self) -> None:
        self.should_exit = True


@pytest.fixture(scope="module")
def port() -> Iterator[int]:
    """The port of two servers, here in one process."""
    halves = [
        Half(name, end)
        for name, end in zip(("front", "behind"), socket.socketpair(), strict=True)
    ]
    threads = [threading.Thread(target=one.run) for one in halves]
    for thread in threads:
        thread.start()
    wait_until(lambda: all(one.started for one in halves), "both run")
    yield halves[0].servers[0].sockets[0].getsockname()[1]
    halves[0].line._loop.call_soon_threadsafe(halves[0].line.close)
    halves[0].should_exit = True  # and with its line the other ends
    for thread in threads:
        thread.join(LONGEST)
        assert not thread.is_alive()


def said(port: int, *sent: str, answers: int) -> list[list[str]]:
    """Send parts over one connection, and return what each of the answers to them says."""
    with socket.create_connection(("127.0.0.1", port), timeout=LONGEST) as line:
        ours, text = line.getsockname()[1], ""
        line.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        for part in sent:
            line.sendall(part.encode())
        while text.count("|") < answers:
            more = line.recv(65536).decode()
            assert more, text
            text += more
    found = [part.rpartition("\r\n\r\n")[2].split() for part in text.split("|")[:answers]]
    assert {one[2] for one in found} == {str(ours)}  # each sees the visitor himself
    return [[one[0], one[1], one[3]] for one in found]


def test_a_connection_follows_its_requests_to_and_fro(port: int) -> None:
    paths = ["/data/a", "/page", "/page", "/data/b", "/", "/data/c"]
    right = [["front" if "data" in one else "behind", one, "0"] for one in paths]
    asked = [f"GET {one} {HEAD}\r\n" for one in paths]
    assert said(port, "".join(asked), answers=6) == right  # all at once
    assert said(port, *"".join(asked[:2]), answers=2) == right[:2]  # byte by byte


def test_a_body_arrives_whole_wherever_it_is_for(port: int) -> None:
    size = f"Content-Length: {len(BODY)}\r\n\r\n"
    asked = [f"POST {one} {HEAD}{size}{BODY}" for one in ("/page", "/data/a", "/page")]
    assert said(port, *asked, answers=3) == [
        ["behind", "/page", str(len(BODY))],
        ["front", "/data/a", str(len(BODY))],
        ["behind", "/page", str(len(BODY))],
    ]


def test_an_address_is_read_as_the_servers_read_it(port: int) -> None:
    for target, right in (
        ("/data/a?x=/page", ["front", "/data/a", "0"]),
        ("/page?x=/data/a", ["behind", "/page", "0"]),
        ("/d%61ta/a", ["front", "/data/a", "0"]),
        ("http://x/data/a", ["front", "/data/a", "0"]),
        ("HTTP://x/page", ["behind", "/page", "0"]),
        (f"/page?{'x' * 100_000}", ["behind", "/page", "0"]),
    ):
        assert said(port, f"GET {target} {HEAD}\r\n", answers=1) == [right], target[:50]


def test_a_line_keeps_messages_and_connections_together_however_they_are_cut() -> None:
    ours, theirs = socket.socketpair()
    taken: list[tuple[bool, bytes]] = []
    line = Line(
        theirs,
        connected=lambda one, read: (taken.append((True, read)), one.close()),
        told=lambda text: taken.append((False, text)),
        ended=lambda: taken.append((False, b"ended")),
    )

    async def through() -> None:
        line.attach(asyncio.get_running_loop())
        with socket.socket() as one:
            for text, connection in ((b"", 0), (b"abc", 1), (b"told", 0), (b"d", 1)):
                message = written(text, connection=bool(connection))
                for n, byte in enumerate(message):
                    with_it = [one.fileno()] if connection and n == 0 else []
                    socket.send_fds(ours, [bytes([byte])], with_it)
                    await asyncio.sleep(0)
        ours.close()
        while (False, b"ended") not in taken:
            await asyncio.sleep(0.01)

    finished(asyncio.wait_for(through(), LONGEST))
    told = [(False, b""), (True, b"abc"), (False, b"told"), (True, b"d")]
    assert taken == [*told, (False, b"ended")]


def test_who_takes_nothing_is_not_sent_more_than_a_server_may_hold() -> None:
    ours, theirs = socket.socketpair()
    line = Line(ours, connected=print, told=print, ended=lambda: None)
    with contextlib.closing(line), socket.socket() as one:
        for _ in range(MOST_CONNECTIONS + 9):
            line.hand_over(one.fileno(), b"x")
        held = [kept for _, kept in line._unsent]
        assert len(held) == MOST_CONNECTIONS
    theirs.close()
    for kept in (held[0], held[-1]):
        with pytest.raises(OSError, match="descriptor"):
            os.fstat(kept)


def test_no_more_pages_are_open_than_may_be_and_a_closed_one_makes_room() -> None:
    opened, told = asyncio.Event(), []

    async def page(_scope: object, _receive: object, _send: object) -> None:
        await opened.wait()

    async def send(message: dict[str, object]) -> None:
        told.append(message["type"])

    async def receive() -> dict[str, object]:
        return {"type": "websocket.connect"}

    async def through() -> None:
        limit, scope = SessionLimit(page, 2), {"type": "websocket"}
        pages = [asyncio.create_task(limit(scope, receive, send)) for _ in range(2)]
        await asyncio.sleep(0)
        await limit(scope, receive, send)
        assert told == ["websocket.close"]
        opened.set()
        await asyncio.gather(*pages)
        await limit(scope, receive, send)
        assert (told, limit.open) == (["websocket.close"], 0)

    finished(through())


@pytest.mark.usefixtures("own_process")
def test_pages_that_cannot_start_are_told_in_a_line(tmp_path: Path, folder: str) -> None:
    (tmp_path / "streamlit.py").write_text("raise ModuleNotFoundError(name='tornado')")
    done = subprocess.run(
        [
            sys.executable,
            "-m",
            "l2kg",
            "app",
            "--port",
            str(free_port()),
            "--store",
            folder,
        ],
        capture_output=True,
        text=True,
        check=False,
        cwd=tmp_path,
        env=os.environ | {"PYTHONPATH": f"{tmp_path}{os.pathsep}{ROOT}"},
    )
    assert done.returncode == 1
    assert done.stderr.splitlines()[-1] == (
        "l2kg: tornado is not installed: pip install 'l2kg[app]'"
    )
