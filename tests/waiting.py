"""Waiting for what comes to pass, however busy the machine is: no test measures seconds."""

from __future__ import annotations

import asyncio
import time
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine

LONGEST = 300
"""Seconds after which what has not come to pass never will: a guard against waiting for ever."""
EXPECTED = 100
"""Seconds after which what a page has not come to show counts as wrong: many may be, in one gate."""


def wait_until(holds: Callable[[], object], what: str) -> None:
    """Look again and again until something holds.

    Raises:
        AssertionError: it does not come to hold.
    """
    end = time.monotonic() + LONGEST
    while not holds():
        assert time.monotonic() < end, f"not within {LONGEST} seconds: {what}"
        time.sleep(0.02)


def finished(work: Coroutine[object, object, object]) -> None:
    """Run asynchronous work to its end, apart from the loop that a browser in this process has."""
    with ThreadPoolExecutor(max_workers=1) as other:
        other.submit(asyncio.run, work).result()
