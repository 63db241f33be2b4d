"""Keep short answers, and for a while the queries that could not be answered: the data of a server do not change."""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from typing import TYPE_CHECKING

from l2kg.errors import L2kgError

if TYPE_CHECKING:
    from collections.abc import Callable

    from l2kg.queries.serialise import Result

__all__ = ["Remembered"]


class Remembered:
    """Answers by key, the least recently used forgotten first; a failure is told again until it is due to be tried anew."""

    def __init__(
        self,
        most: int = 512,
        longest: int = 64 * 1024,
        failures: tuple[type[L2kgError], ...] = (),
        again: float = 30.0,
    ) -> None:
        self._most, self._longest, self._failures, self._again = (
            most,
            longest,
            failures,
            again,
        )
        self._kept: OrderedDict[str, tuple[Result | L2kgError, float]] = OrderedDict()
        self._lock = threading.Lock()

    def answer(self, key: str | None, find: Callable[[], Result]) -> Result:
        """Return the kept answer of a key, or find and keep it; without a key nothing is kept.

        >>> from l2kg.service.answers import Result
        >>> kept = Remembered()
        >>> kept.answer("a", lambda: Result("text/csv", b"1")) is kept.answer("a", lambda: Result("text/csv", b"2"))
        True
        """
        if key is None:
            return find()
        if (known := self._known(key)) is not None:
            if isinstance(known, L2kgError):
                raise type(known)(str(known))
            return known
        try:
            found = find()
        except self._failures as error:
            self._keep(key, error, time.monotonic() + self._again)
            raise
        if len(found.body) <= self._longest:
            self._keep(key, found, float("inf"))
        return found

    def _known(self, key: str) -> Result | L2kgError | None:
        with self._lock:
            value, until = self._kept.get(key, (None, 0.0))
            if value is None or until < time.monotonic():
                return None
            self._kept.move_to_end(key)
            return value

    def _keep(self, key: str, value: Result | L2kgError, until: float) -> None:
        with self._lock:
            self._kept[key] = (value, until)
            self._kept.move_to_end(key)
            while len(self._kept) > self._most:
                self._kept.popitem(last=False)
