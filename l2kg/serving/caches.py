"""Keep what was read: one thing for as long as the process lives, or many of a kind up to a number of bytes.

A server answers from data that do not change while it runs, so that nothing is ever out of
date. `once` keeps what a function without arguments returns. There is one of each, and
their size is that of the data. `cached` keeps what a function returns for each of its
arguments, which visitors choose: so each has a limit in bytes, and what was not asked for
longest goes first. `LIMITS` states all of them. While one thread reads a value, others that
want the same one wait for it. Both register themselves, and `reset` empties all.
"""

from __future__ import annotations

import functools
import threading
from typing import TYPE_CHECKING, Generic, ParamSpec, Protocol, TypeVar

from cachetools import LRUCache
from cachetools import cached as kept_by

from l2kg.serving.sizes import size_of

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable

__all__ = ["LIMIT", "LIMITS", "cached", "once", "register", "reset", "sizes"]

_T = TypeVar("_T")
_P = ParamSpec("_P")

_MEGABYTE = 2**20
LIMITS = {  # bytes, by what is kept; beside each the size of one in the shipped data
    name: megabytes * _MEGABYTE
    for name, megabytes in {
        "case": 64,  # 0.4 MB; the largest 2.6
        "element": 32,  # 11 kB
        "drawing": 24,  # 60 kB; the largest 300
        "timeline": 12,  # 25 kB; the largest 130
        "page": 32,  # 0.3 MB; the largest 2
        "document": 16,  # 20 kB; the largest 120
        "disagreements": 2,  # 2 kB
        "network": 4,  # 5 kB; the whole 26
        "search": 16,  # up to 0.5 MB, where everything is found
        "pattern": 16,
        "crosstable": 1,
        "resource": 16,
        "sitemap": 5,
        "response": 16,  # at most 64 kB
    }.items()
}
LIMIT = sum(LIMITS.values())  # bytes: 256 MB for all caches of a process together


class _Registered(Protocol):
    """What is kept under a name: how many bytes it holds, and a way to empty it."""

    @property
    def name(self) -> str: ...
    def size(self) -> int: ...
    def reset(self) -> None: ...


_REGISTERED: list[_Registered] = []


def register(one: _Registered) -> None:
    """Let `reset` and `sizes` know of something that is kept."""
    _REGISTERED.append(one)


def reset() -> None:
    """Forget all that is kept and close what has to be closed, so that the next call opens anew."""
    for one in _REGISTERED:
        one.reset()


def sizes() -> dict[str, int]:
    """Return how many bytes each cache holds, by the names in `LIMITS`."""
    return {one.name: one.size() for one in _REGISTERED if one.name in LIMITS}


class _Once(Generic[_T]):
    """Calls a function without arguments once, and keeps what it returned."""

    def __init__(
        self, read: Callable[[], _T], close: Callable[[_T], object] | None
    ) -> None:
        functools.update_wrapper(self, read, updated=())
        self.name = read.__name__
        self._read, self._close = read, close
        self._kept: list[_T] = []  # one, or none yet
        self._lock = threading.RLock()
        register(self)

    def __call__(self) -> _T:
        with self._lock:
            if not self._kept:
                self._kept.append(self._read())
            return self._kept[0]

    def size(self) -> int:
        """Return the bytes that are kept."""
        return size_of(self._kept)

    def reset(self) -> None:
        """Close what is kept, and forget it."""
        with self._lock:
            while self._kept:
                value = self._kept.pop()
                if self._close is not None:
                    self._close(value)


def once(
    read: Callable[[], _T], *, close: Callable[[_T], object] | None = None
) -> Callable[[], _T]:
    """Return a function that calls another once and keeps what it returned; `reset` closes that."""
    return _Once(read, close)


class _Cached(Generic[_P, _T]):
    """Keeps what a function returned for its arguments, up to a number of bytes."""

    def __init__(self, read: Callable[_P, _T], name: str) -> None:
        functools.update_wrapper(self, read, updated=())
        self.name = name
        self._kept: LRUCache[Hashable, _Entry[_T]] = LRUCache(
            LIMITS[name], getsizeof=lambda entry: entry.size
        )
        self._lock = threading.Condition()

        @kept_by(self._kept, condition=self._lock)
        def entry(*args: _P.args, **kwargs: _P.kwargs) -> _Entry[_T]:
            return _Entry(read(*args, **kwargs), (args, kwargs))

        self._entry = entry

    def __call__(self, *args: _P.args, **kwargs: _P.kwargs) -> _T:
        return self._entry(*args, **kwargs).value

    def size(self) -> int:
        """Return the bytes that are kept."""
        return int(self._kept.currsize)

    def reset(self) -> None:
        """Forget all."""
        with self._lock:
            self._kept.clear()


class _Entry(Generic[_T]):
    """A value with its size, to which that of its key is added, since visitors choose keys."""

    __slots__ = ("size", "value")

    def __init__(self, value: _T, key: object) -> None:
        self.value, self.size = value, size_of((key, value))


def cached(name: str) -> Callable[[Callable[_P, _T]], Callable[_P, _T]]:
    """Return a decorator that keeps what a function returns, by its arguments, up to a limit.

    What is larger than the limit is returned and not kept; what was raised is not kept.

    Args:
        name: what is kept, a key of `LIMITS`.
    """

    def decorate(read: Callable[_P, _T]) -> Callable[_P, _T]:
        kept = _Cached(read, name)
        register(kept)
        return kept

    return decorate
