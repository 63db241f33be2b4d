"""Load the endpoint with many clients, some of whom send runaways.

`python benchmarks/load.py [--help]` prints the figures as JSON.

The clients speak plain HTTP/1.1 over a connection each, in this one process, so that they
take little of the processors that they share with the server: what they took, and what
other programs took meanwhile, is among the figures. A latency runs from the first byte of
a request to the last byte of its answer.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import random
import resource
import socket
import subprocess
import sys
import time
import urllib.request
from collections import Counter
from pathlib import Path
from urllib.parse import urlencode

CLIENTS, RUNAWAY, THINK, DEADLINE = 200, 0.05, 2.5, 20.0
CHEAP = (
    "SELECT (COUNT(?c) AS ?n) { ?c a l2:Case }",
    "SELECT ?m ?label { ?m a l2:CrossTableMeasure ; rdfs:label ?label } LIMIT 50",
    "SELECT ?s ?p { ?s ?p <https://w3id.org/l2kg/actor/james-baker> } LIMIT 100",
    "DESCRIBE <https://w3id.org/l2kg/actor/nato>",
    "ASK { ?s l2:helps ?o }",
)
BOMB = " ".join(f"BIND(CONCAT(?v{n},?v{n}) AS ?v{n + 1})" for n in range(40))
RUNAWAYS = {
    "cross product": "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }",
    "order of everything": "SELECT * { ?a ?b ?c . ?d ?e ?f } ORDER BY ?c ?f",
    "string doubling": f"SELECT (STRLEN(?v40) AS ?n) {{ BIND('0123456789' AS ?v0) {BOMB} }}",
    "long paths": "SELECT (COUNT(*) AS ?n) { ?a (!l2:x|^!l2:y)* ?b . ?b (!l2:x|^!l2:y)* ?c }",
    "deep nesting": "SELECT * " + "{" * 1000 + "}" * 1000,
}
TICKS = os.sysconf("SC_CLK_TCK")
Told = tuple[str, int, float]  # which query, with which status, after how many seconds


def family(pid: int) -> list[int]:
    """Return a process and all below it."""
    found = [pid]
    for one in found:
        try:
            found += [
                int(child)
                for task in Path(f"/proc/{one}/task").iterdir()
                for child in (task / "children").read_text().split()
            ]
        except OSError:
            continue
    return found


def memory(pid: int) -> int:
    """Return the bytes that a process and all below it hold, what they share counted once."""
    total = 0
    for one in family(pid):
        try:
            text = Path(f"/proc/{one}/smaps_rollup").read_text()
        except OSError:
            continue
        total += sum(
            int(line.split()[1]) * 1024
            for line in text.splitlines()
            if line.startswith("Pss:")
        )
    return total


def processors() -> tuple[float, float]:
    """Return the seconds that all processors have worked, and those that they have been idle."""
    user, nice, system, idle, wait, *rest = (
        int(n) / TICKS for n in Path("/proc/stat").read_text().splitlines()[0].split()[1:]
    )
    return user + nice + system + sum(rest[:2]), idle + wait


class Connection:
    """One client's connection, kept open as a browser or a library would keep it."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.streams: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None

    async def post(self, query: str) -> int:
        """Send a query in a form, read the whole answer, and return its status."""
        body = urlencode({"query": query}).encode()
        head = (
            f"POST /sparql HTTP/1.1\r\nHost: 127.0.0.1:{self.port}\r\n"
            "Content-Type: application/x-www-form-urlencoded\r\n"
        )
        if self.streams is None:
            self.streams = await asyncio.open_connection("127.0.0.1", self.port)
        reader, writer = self.streams
        writer.write(f"{head}Content-Length: {len(body)}\r\n\r\n".encode() + body)
        answer = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").lower()
        length = answer.partition("\r\ncontent-length:")[2].partition("\r\n")[0]
        await reader.readexactly(int(length))
        if "\r\nconnection: close" in answer:
            self.close()
        return int(answer.split(" ", 2)[1])

    def close(self) -> None:
        """Hang up."""
        if self.streams is not None:
            self.streams[1].close()
        self.streams = None


async def client(
    port: int, end: float, bad: bool, repeat: bool, told: list[Told]
) -> None:
    """Ask, think, ask again."""
    chance, connection = random.Random(), Connection(port)
    await asyncio.sleep(chance.uniform(0, THINK))
    while time.monotonic() < end:
        name, text = (
            chance.choice([*RUNAWAYS.items()]) if bad else ("cheap", chance.choice(CHEAP))
        )
        begun = time.monotonic()
        try:
            async with asyncio.timeout(60):
                status = await connection.post(
                    text if repeat else f"{text} # {chance.random()}"
                )  # never the same, so never kept
        except (OSError, EOFError, ValueError, TimeoutError):
            status = 0
            connection.close()
        told.append((name, status, time.monotonic() - begun))
        await asyncio.sleep(chance.uniform(0.5, 1.5) * THINK)
    connection.close()


async def load(port: int, pid: int, seconds: float, repeat: bool) -> dict[str, object]:
    """Run all clients, and watch the memory."""
    told: list[Told] = []
    began, worked = time.monotonic(), processors()
    own = resource.getrusage(resource.RUSAGE_SELF)
    end, most, watching = began + seconds, 0, 0.0
    clients = [
        asyncio.create_task(client(port, end, n < CLIENTS * RUNAWAY, repeat, told))
        for n in range(CLIENTS)
    ]
    while time.monotonic() < end:
        before = time.thread_time()
        most = max(most, await asyncio.to_thread(memory, pid))
        watching += time.thread_time() - before
        await asyncio.sleep(2)
    await asyncio.gather(*clients)
    took = time.monotonic() - began
    now, used = processors(), resource.getrusage(resource.RUSAGE_SELF)
    mine = used.ru_utime + used.ru_stime - own.ru_utime - own.ru_stime
    return figures(told) | {
        "memory MiB": most // 2**20,
        "processors": os.cpu_count(),
        "processor seconds of these clients": round(mine, 1),
        "processor seconds of all": round(now[0] - worked[0], 1),
        "processor seconds idle": round(now[1] - worked[1], 1),
        "seconds": round(took, 1),
    }


def figures(told: list[Told]) -> dict[str, object]:
    """Count and order what the clients were told."""
    cheap = sorted(took for name, _, took in told if name == "cheap")
    bad = [one for one in told if one[0] != "cheap"]
    return {
        "cheap": len(cheap),
        "cheap by status": Counter(status for name, status, _ in told if name == "cheap"),
        **{
            f"p{part} ms": round(cheap[len(cheap) * part // 100] * 1000)
            for part in (50, 95, 99)
        },
        "slowest ms": round(cheap[-1] * 1000),
        "runaways by status": {
            name: Counter(status for one, status, _ in bad if one == name)
            for name in RUNAWAYS
        },
        "slowest runaway s": round(max(took for _, _, took in bad), 2),
        "runaways later than the deadline + 2 s": sum(
            took > DEADLINE + 2 for _, _, took in bad
        ),
        "runaways answered": sum(status == 200 for _, status, _ in bad),
    }


def started(
    words: list[str], cwd: str | None = None, env: dict[str, str] | None = None
) -> tuple[subprocess.Popen[bytes], int]:
    """Start a server on a free port, and return it with the port once it answers."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "l2kg", *words, "--port", str(port)]
    server = subprocess.Popen(command, stderr=subprocess.DEVNULL, cwd=cwd, env=env)
    while server.poll() is None:
        try:
            urllib.request.urlopen(
                f"http://127.0.0.1:{port}/sparql?query=ASK%7B%7D"
            ).close()
            break
        except OSError:
            time.sleep(0.2)
    return server, port


def main(seconds: float, repeat: bool, options: list[str]) -> None:
    """Start a server, load it, and see what is left over."""
    server, port = started(["serve", *options])
    told = asyncio.run(load(port, server.pid, seconds, repeat))
    told["server still the same"] = server.poll() is None
    left = family(server.pid)
    server.terminate()
    server.wait(20)
    time.sleep(1)
    told["processes left over"] = sum(Path(f"/proc/{pid}").exists() for pid in left)
    print(json.dumps(told, indent=1))


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("seconds", nargs="?", type=float, default=60.0)
    parser.add_argument(
        "--repeat",
        action="store_true",
        help="send the same texts again, so that answers are kept",
    )
    given, passed_on = parser.parse_known_args()
    main(given.seconds, given.repeat, passed_on)
