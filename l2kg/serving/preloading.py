"""Read ahead what pages show, so that no visitor waits for it."""

from __future__ import annotations

import time
from functools import partial
from typing import TYPE_CHECKING

from l2kg.errors import L2kgError
from l2kg.html.pattern import HEADLINE
from l2kg.serving.data import all_ties, cases, entries, everybody, tactic_tree
from l2kg.serving.views import network, pattern

if TYPE_CHECKING:
    import threading
    from collections.abc import Callable

__all__ = ["preload"]

_FIRST_VISITORS = 3.0  # seconds


def preload(stop: threading.Event) -> None:
    """Read what pages show; give way to the first visitors and in between, and end when ``stop`` is set."""
    jobs: tuple[Callable[[], object], ...] = (
        cases,
        entries,
        tactic_tree,
        everybody,
        all_ties,
        network,
        partial(pattern, HEADLINE),
    )
    if stop.wait(_FIRST_VISITORS):
        return
    for job in jobs:
        begun = time.perf_counter()
        try:
            job()
        except L2kgError:  # a page that needs it says so
            return
        if stop.wait(time.perf_counter() - begun):
            return
