"""Keep an application busy for long, and see what grows.

`python benchmarks/soak.py [--help]` prints the figures as JSON.

Clients ask for queries, documents, matches of names and runaways that are refused, and browser sessions walk
the pages, each over and over. Meanwhile the memory (what processes share counted once), the
descriptors, threads and processes of the application and all below it are read. What
fills caches fills them in the first part of the time; growth is what the last quarter has
more than the quarter before the middle.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import json
import random
import shutil
import subprocess
import sys
import time
import urllib.request
from collections import Counter
from pathlib import Path
from statistics import median

import httpx
from load import CHEAP, RUNAWAYS, family, memory
from playwright.async_api import Browser, Page, async_playwright
from playwright.async_api import Error as BrowserError

CLIENTS, SESSIONS, THINK = 20, 12, 2.5
DOCUMENTS = (
    *("/", "/case/german-reunification", "/actor/james-baker", "/ontology", "/void"),
    "/reconcile?queries=" + json.dumps({"q0": {"query": "James Baker", "limit": 3}}),
)
PAGES = (
    *("/cases", "/case?id=german-reunification", "/tactics", "/people"),
    *("/patterns", "/query", "/contribute", "/about"),
)
READY = "/_stcore/health"


def counted(pid: int) -> dict[str, int]:
    """Count what a process and all below it hold."""
    told: Counter[str] = Counter(MiB=memory(pid) // 2**20)
    for one in family(pid):
        with contextlib.suppress(OSError):
            told["descriptors"] += len(list(Path(f"/proc/{one}/fd").iterdir()))
            told["threads"] += len(list(Path(f"/proc/{one}/task").iterdir()))
            told["processes"] += 1
    return dict(told)


async def ask(base: str, end: float, told: Counter[str]) -> None:
    """Ask for one thing after another."""
    chance = random.Random()
    async with httpx.AsyncClient(base_url=base, timeout=60) as client:
        while time.monotonic() < end:
            kind = chance.choices(("query", "document", "runaway"), (60, 35, 5))[0]
            try:
                if kind == "document":
                    answer = await client.get(
                        chance.choice(DOCUMENTS),
                        headers={"Accept": chance.choice(("text/html", "text/turtle"))},
                    )
                else:
                    texts = CHEAP if kind == "query" else tuple(RUNAWAYS.values())
                    query = f"{chance.choice(texts)} # {chance.random()}"
                    answer = await client.post("/sparql", data={"query": query})
                told[f"{kind}: {answer.status_code}"] += 1
            except httpx.HTTPError as error:
                told[f"{kind}: {type(error).__name__}"] += 1
            await asyncio.sleep(chance.uniform(0.5, 1.5) * THINK)


async def walk(browser: Browser, base: str, end: float, told: Counter[str]) -> None:
    """Open page after page in a session, and now and then a session anew, as people come and go."""
    chance = random.Random()
    while time.monotonic() < end:
        context = await browser.new_context()
        page = await context.new_page()
        for _ in range(chance.randint(3, 12)):
            if time.monotonic() < end:
                told[await seen(page, base + chance.choice(PAGES))] += 1
                await asyncio.sleep(chance.uniform(1, 3) * THINK)
        await context.close()


async def seen(page: Page, address: str) -> str:
    """Open a page and wait until it is shown; return how that went."""
    try:
        await page.goto(address, timeout=60_000)
        await page.wait_for_selector(
            "[data-testid=stApp][data-test-script-state=notRunning] h1", timeout=60_000
        )
    except BrowserError as error:
        return f"page: {str(error).splitlines()[0][:60]}"
    return "page: shown"


async def soak(base: str, pid: int, minutes: float, sessions: int) -> dict[str, object]:
    """Run clients and sessions, and read what the application holds, eighty times."""
    told: Counter[str] = Counter()
    before, begun = counted(pid), time.monotonic()
    end = begun + 60 * minutes
    readings: list[dict[str, int]] = []
    async with async_playwright() as playwright:
        names = ("chromium-headless-shell", "chromium")
        found = next((path for name in names if (path := shutil.which(name))), None)
        browser = await playwright.chromium.launch(
            executable_path=found, args=["--no-sandbox"]
        )
        work = [ask(base, end, told) for _ in range(CLIENTS)]
        work += [walk(browser, base, end, told) for _ in range(sessions)]
        running = [asyncio.create_task(one) for one in work]
        while time.monotonic() < end:
            await asyncio.sleep(60 * minutes / 80)
            readings.append(await asyncio.to_thread(counted, pid))
        await asyncio.gather(*running)
        await browser.close()
    await asyncio.sleep(30)  # sessions that are closed are forgotten
    quarter = max(1, len(readings) // 4)
    parts = {
        "second quarter": readings[quarter : 2 * quarter],
        "last quarter": readings[-quarter:],
    }
    return {
        "minutes": round((time.monotonic() - begun) / 60, 1),
        "answers": dict(sorted(told.items())),
        "before": before,
        **{
            name: {kind: round(median(one[kind] for one in part)) for kind in before}
            for name, part in parts.items()
        },
        "after": counted(pid),
    }


def main(minutes: float, sessions: int, port: int, options: list[str]) -> None:
    """Start an application, keep it busy, and end it."""
    command = [sys.executable, "-m", "l2kg", "app", "--port", str(port), *options]
    server = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    base = f"http://127.0.0.1:{port}"
    try:
        for path in (READY, "/sparql?query=ASK%7B%7D"):
            while server.poll() is None:
                with contextlib.suppress(OSError):
                    urllib.request.urlopen(base + path).close()
                    break
                time.sleep(0.2)
        told = asyncio.run(soak(base, server.pid, minutes, sessions))
        told["server still the same"] = server.poll() is None
        left = family(server.pid)
    finally:
        server.terminate()
        server.wait(60)
    time.sleep(1)
    told["processes left over"] = sum(Path(f"/proc/{pid}").exists() for pid in left)
    print(json.dumps(told, indent=1))


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--minutes", type=float, default=60.0)
    parser.add_argument("--sessions", type=int, default=SESSIONS)
    parser.add_argument("--port", type=int, default=8655)
    given, passed_on = parser.parse_known_args()
    main(given.minutes, given.sessions, given.port, passed_on)
