"""Keep short answers to queries, and for a while the failures of those that could not be answered."""

from __future__ import annotations

import threading
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

from cachetools import TLRUCache

from l2kg.serving.sizes import size_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from l2kg.errors import L2kgError
    from l2kg.queries.serialise import Result

__all__ = ["ResponseCache"]

_LONGEST = 64 * 1024  # bytes of an answer that is kept
_AGAIN = 30.0  # seconds after which a query that failed is tried anew


@dataclass(frozen=True, slots=True)
class _Failure:
    """What an error said; not the error, which would keep all that its traceback leads to."""

    kind: type[L2kgError]
    message: str


class ResponseCache:
    """Answers by key, up to a number of bytes; the one not asked for longest goes first.

    Nobody waits here while another asks the same: each query runs in the time, and at the
    cost, of the client that sent it.
    """

    def __init__(
        self,
        limit: int,
        failures: tuple[type[L2kgError], ...] = (),
        *,
        longest: int = _LONGEST,
        again: float = _AGAIN,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """Make an empty cache.

        Args:
            limit: how many bytes it may hold.
            failures: the errors that are kept.
            longest: how many bytes an answer may have that is kept.
            again: after how many seconds a failure is forgotten.
            clock: what tells the time in seconds.
        """
        self.name = "response"
        self._failures, self._longest, self._again = failures, longest, again
        self._kept: TLRUCache[str, Result | _Failure] = TLRUCache(
            limit, self._until, timer=clock, getsizeof=size_of
        )
        self._lock = threading.Lock()

    def answer(self, key: str | None, find: Callable[[], Result]) -> Result:
        """Return the kept answer of a key, or find and keep it; without a key nothing is kept.

        Raises:
            L2kgError: the query fails, or has failed a while ago.

        >>> from l2kg.queries.serialise import Result
        >>> cache = ResponseCache(1000)
        >>> first = cache.answer("a", lambda: Result("text/csv", b"1"))
        >>> cache.answer("a", lambda: Result("text/csv", b"2")) is first
        True
        """
        if key is None:
            return find()
        with self._lock:
            kept = self._kept.get(key)
        if isinstance(kept, _Failure):
            raise kept.kind(kept.message)
        if kept is not None:
            return kept
        try:
            found = find()
        except self._failures as error:
            self._keep(key, _Failure(type(error), str(error)))
            raise
        if len(found.body) <= self._longest:
            self._keep(key, found)
        return found

    def size(self) -> int:
        """Return the bytes that are kept."""
        return int(self._kept.currsize)

    def reset(self) -> None:
        """Forget all answers."""
        with self._lock:
            self._kept.clear()

    def _keep(self, key: str, value: Result | _Failure) -> None:
        with self._lock:
            if size_of(value) <= self._kept.maxsize:
                self._kept[key] = value

    def _until(self, _: str, value: Result | _Failure, now: float) -> float:
        return now + self._again if isinstance(value, _Failure) else float("inf")
