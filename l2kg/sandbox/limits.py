"""Share the places for strangers' queries.

Cheap queries never wait behind those that run long, and no client has all of the slow places.
"""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from contextlib import contextmanager
from ipaddress import IPv6Address, ip_address, ip_network
from typing import TYPE_CHECKING

from l2kg.errors import L2kgError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

__all__ = ["Budget", "QueryBudgetError", "QueryBusyError", "QuerySlots", "client_key"]

_MOST_CLIENTS = 10_000


class QueryBusyError(L2kgError):
    """A query that found no free place."""


class QueryBudgetError(L2kgError):
    """A query of a client whose share of long queries is used up for now."""


class Budget:
    """Seconds that each client may spend on long queries: some at once, and more as time passes."""

    def __init__(
        self,
        seconds: float = 60.0,
        refill: float = 0.5,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._seconds, self._refill, self._clock = seconds, refill, clock
        self._spent: OrderedDict[str, tuple[float, float]] = OrderedDict()
        self._lock = threading.Lock()

    def left(self, client: str) -> float:
        """Return the seconds that a client has left.

        >>> budget = Budget(10, refill=1, clock=lambda: 0)
        >>> budget.charge("a", 4)
        >>> budget.left("a"), budget.left("b")
        (6.0, 10.0)
        """
        with self._lock:
            return self._seconds - self._now_spent(client)

    def charge(self, client: str, seconds: float) -> None:
        """Take seconds from what a client has left."""
        with self._lock:
            self._spent[client] = (self._now_spent(client) + seconds, self._clock())
            self._spent.move_to_end(client)
            while len(self._spent) > _MOST_CLIENTS:
                self._spent.popitem(last=False)

    def _now_spent(self, client: str) -> float:
        spent, at = self._spent.get(client, (0.0, 0.0))
        return max(0.0, spent - (self._clock() - at) * self._refill)


def client_key(host: str) -> str:
    """Return whose share a query from an address counts for.

    Of IPv6 that is a whole network, since one line has 2**64 addresses.

    >>> client_key("192.0.2.1"), client_key("2001:db8::1:2"), client_key("::ffff:192.0.2.1")
    ('192.0.2.1', '2001:db8::/64', '192.0.2.1')
    """
    try:
        address = ip_address(host)
    except ValueError:  # a socket in the file system, or nothing
        return host
    if not isinstance(address, IPv6Address):
        return host
    network = ip_network((int(address) >> 64 << 64, 64))
    return str(address.ipv4_mapped or network)


class QuerySlots:
    """Slots of two kinds: many queries pass a quick one, where each has little time; few run in slow ones."""

    def __init__(
        self,
        quick: int = 12,
        slow: int = 2,
        waiting: int = 4,
        budget: Budget | None = None,
    ) -> None:
        """Make the slots.

        Args:
            quick: how many queries may run in quick slots at once.
            slow: how many may run in slow slots.
            waiting: how many may wait for a slow slot.
            budget: how long each client may hold slow slots.
        """
        self._quick = threading.BoundedSemaphore(quick)
        self._slow = threading.BoundedSemaphore(slow)
        self._waiting = threading.BoundedSemaphore(waiting)
        self._budget = budget or Budget()

    @contextmanager
    def quick(self, deadline: float) -> Iterator[None]:
        """Hold a quick slot, waiting for one until the deadline.

        Raises:
            QueryBusyError: none became free.
        """
        _acquire(self._quick, deadline - time.monotonic())
        try:
            yield
        finally:
            self._quick.release()

    @contextmanager
    def slow(self, client: str, deadline: float) -> Iterator[None]:
        """Hold a slow slot at the cost of a client; wait a while for one where not too many others wait.

        Raises:
            QueryBusyError: none became free, or too many wait.
            QueryBudgetError: the client has spent its share.
        """
        if self._budget.left(client) <= 0:
            raise QueryBudgetError(
                "your long queries have used up their share of time: try again in a"
                " minute, or narrow the query"
            )
        if not self._slow.acquire(blocking=False):
            _acquire(self._waiting, 0)
            try:
                _acquire(self._slow, (deadline - time.monotonic()) / 4)
            finally:
                self._waiting.release()
        begun = time.monotonic()
        try:
            yield
        finally:
            self._slow.release()
            self._budget.charge(client, time.monotonic() - begun)


def _acquire(slots: threading.BoundedSemaphore, seconds: float) -> None:
    if not slots.acquire(timeout=max(0.0, seconds)):
        raise QueryBusyError("too many queries are running: try again in a minute")
