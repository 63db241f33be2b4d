"""Waiting for what comes to pass, however busy the machine is: no test measures seconds."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

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
