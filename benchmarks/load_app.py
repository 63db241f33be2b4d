"""Load the endpoint of the application while somebody walks its pages.

`python benchmarks/load_app.py [SECONDS]`
Prints, as JSON, what the clients of `load.py` were told, first without and then with a browser
that walks the pages, and how long a click waited for its evidence meanwhile. The browser and
the clients work on the same processors as the server: with them, and with whatever else runs,
the load of the machine is told. `--code FOLDER` measures the code of another checkout.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path

from interface import clicks, searching, store, switches
from load import family, load, processors, started
from playwright.sync_api import sync_playwright

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests"))
from browsing import CHROMIUM  # type: ignore[import-not-found]

READING_AHEAD = 10.0  # seconds, in which the pages read what they will show
SLUGS = ("german-reunification", "geneva-accord", "bonn-summit-1978")


def walk(base: str, seconds: float) -> None:
    """Walk the pages for a while; print how long clicks waited for evidence, and how many pages were seen."""
    end, waited, seen = time.monotonic() + seconds, [], 0
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=CHROMIUM, args=["--no-sandbox"]
        )
        page = browser.new_context(viewport={"width": 1440, "height": 1000}).new_page()
        page.set_default_timeout(60_000)
        while time.monotonic() < end:
            for slug in SLUGS:
                waited += clicks(page, base, slug)
                seen += 1
                if time.monotonic() >= end:
                    break
            else:
                seen += len(searching(page, base)) + len(switches(page))
        browser.close()
    waited.sort()
    print(
        json.dumps(
            {
                "clicks": len(waited),
                "median ms": round(statistics.median(waited)),
                "p95 ms": round(waited[len(waited) * 95 // 100]),
                "other pages": seen,
            }
        )
    )


def measured(port: int, pid: int, seconds: float, *, walking: bool) -> dict[str, object]:
    """Run the clients, and beside them a browser or none."""
    base, before = f"http://127.0.0.1:{port}", processors()
    command = [sys.executable, __file__, "--walk", base, str(seconds)]
    browser = subprocess.Popen(command, stdout=subprocess.PIPE) if walking else None
    found = asyncio.run(load(port, pid, seconds, repeat=False))
    found["load of the machine"] = os.getloadavg()[0]
    if browser is not None:
        out, _ = browser.communicate(timeout=300)
        found["click to evidence"] = json.loads(out)
    worked, idle = (now - then for now, then in zip(processors(), before, strict=True))
    return found | {"processors busy": round(worked / (worked + idle), 2)}


def main(seconds: float, code: str) -> None:
    """Start the application, and load it twice."""
    with tempfile.TemporaryDirectory() as scratch:
        place = store(Path(scratch) / "store", 0)
        environment = os.environ | {"PYTHONPATH": code}
        server, port = started(["app", "--store", place], cwd=scratch, env=environment)
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{port}/_stcore/health").close()
            time.sleep(READING_AHEAD)
            told = {
                name: measured(
                    port, server.pid, seconds, walking=name == "with a browser"
                )
                for name in ("without a browser", "with a browser")
            }
        finally:
            left = family(server.pid)
            server.terminate()
            server.wait(20)
    time.sleep(1)
    left = [pid for pid in left if Path(f"/proc/{pid}").exists()]
    print(json.dumps(told | {"processes left over": len(left)}, indent=1))


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("seconds", nargs="?", type=float, default=60.0)
    parser.add_argument("--code", default=str(Path(__file__).resolve().parents[1]))
    parser.add_argument("--walk", metavar="ADDRESS", help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.walk:
        walk(given.walk, given.seconds)
    else:
        main(given.seconds, given.code)
