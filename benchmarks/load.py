"""Load the endpoint with many clients, some of whom send runaways: `python benchmarks/load.py [SECONDS]`; prints the figures as JSON."""

from __future__ import annotations

import asyncio
import json
import random
import socket
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

import httpx

CLIENTS, RUNAWAY, THINK, DEADLINE = 200, 0.05, 2.5, 20.0
CHEAP = (
    "SELECT (COUNT(?c) AS ?n) { ?c a l2:Case }",
    "SELECT ?m ?label { ?m a l2:CrossTableMeasure ; rdfs:label ?label } LIMIT 50",
    "SELECT ?s ?p { ?s ?p <https://w3id.org/l2kg/actor/james-baker> } LIMIT 100",
    "DESCRIBE <https://w3id.org/l2kg/actor/nato>",
    "ASK { ?s l2:helps ?o }",
)
BOMB = " ".join(f"BIND(CONCAT(?v{n},?v{n}) AS ?v{n + 1})" for n in range(40))
RUNAWAYS = (
    "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }",
    "SELECT * { ?a ?b ?c . ?d ?e ?f } ORDER BY ?c ?f",
    f"SELECT (STRLEN(?v40) AS ?n) {{ BIND('0123456789' AS ?v0) {BOMB} }}",
    "SELECT (COUNT(*) AS ?n) { ?a (!l2:x|^!l2:y)* ?b . ?b (!l2:x|^!l2:y)* ?c }",
    "SELECT * " + "{" * 1000 + "}" * 1000,
)


def family(pid: int) -> list[int]:
    """Return a process and all below it."""
    found = [pid]
    for one in found:
        try:
            found += [int(child) for task in Path(f"/proc/{one}/task").iterdir() for child in (task / "children").read_text().split()]
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
        total += sum(int(line.split()[1]) * 1024 for line in text.splitlines() if line.startswith("Pss:"))
    return total


async def client(url: str, end: float, bad: bool, told: list[tuple[bool, int, float]]) -> None:
    """Ask, think, ask again."""
    chance = random.Random()
    await asyncio.sleep(chance.uniform(0, THINK))
    async with httpx.AsyncClient(timeout=60, verify=False) as http:  # a context for TLS takes 30 ms to make, here for nothing
        while time.monotonic() < end:
            begun = time.monotonic()
            try:
                text = chance.choice(RUNAWAYS if bad else CHEAP) + f" # {chance.random()}"  # never twice the same, so never remembered
                answer = await http.post(url, data={"query": text})
                status = answer.status_code
            except httpx.HTTPError:
                status = 0
            told.append((bad, status, time.monotonic() - begun))
            await asyncio.sleep(chance.uniform(0.5, 1.5) * THINK)


async def load(url: str, pid: int, seconds: float) -> dict[str, object]:
    """Run all clients, and watch the memory."""
    told: list[tuple[bool, int, float]] = []
    end, most = time.monotonic() + seconds, 0
    clients = [asyncio.create_task(client(url, end, n < CLIENTS * RUNAWAY, told)) for n in range(CLIENTS)]
    while time.monotonic() < end:
        most = max(most, await asyncio.to_thread(memory, pid))
        await asyncio.sleep(0.5)
    await asyncio.gather(*clients)
    cheap = sorted(took for bad, _, took in told if not bad)
    return {
        "cheap": len(cheap),
        "cheap by status": Counter(status for bad, status, _ in told if not bad),
        "p50 ms": round(cheap[len(cheap) // 2] * 1000),
        "p95 ms": round(cheap[int(len(cheap) * 0.95)] * 1000),
        "p99 ms": round(cheap[int(len(cheap) * 0.99)] * 1000),
        "slowest ms": round(cheap[-1] * 1000),
        "runaways by status": Counter(status for bad, status, _ in told if bad),
        "slowest runaway s": round(max(took for bad, _, took in told if bad), 2),
        "runaways later than the deadline + 2 s": sum(took > DEADLINE + 2 for bad, _, took in told if bad),
        "memory MiB": most // 2**20,
    }


def main(seconds: float) -> None:
    """Start a server, load it, and see what is left over."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    server = subprocess.Popen([sys.executable, "-m", "l2kg.cli", "serve", "--port", str(port)], stderr=subprocess.DEVNULL)
    url = f"http://127.0.0.1:{port}/sparql"
    while True:
        try:
            httpx.get(url)
            break
        except httpx.HTTPError:
            time.sleep(0.2)
    figures = asyncio.run(load(url, server.pid, seconds))
    figures["server still the same"] = server.poll() is None
    left = family(server.pid)
    server.terminate()
    server.wait(20)
    time.sleep(1)
    figures["processes left over"] = sum(Path(f"/proc/{pid}").exists() for pid in left)
    print(json.dumps(figures, indent=1))


if __name__ == "__main__":
    main(float(sys.argv[1]) if len(sys.argv) > 1 else 60.0)
