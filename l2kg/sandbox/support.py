"""Say whether this system can run what strangers send in processes that are limited."""

from __future__ import annotations

import importlib.util
import os

from l2kg.errors import L2kgError

__all__ = ["UNSUPPORTED", "UnsupportedError", "can_fork", "require_fork"]

UNSUPPORTED = (
    "this system cannot fork and limit processes, so queries of visitors and uploads are"
    " off; all else works: use Linux, macOS or the Windows Subsystem for Linux for them"
)


class UnsupportedError(L2kgError):
    """Something that this system cannot do."""


def can_fork() -> bool:
    """Say whether processes can be forked and limited, as on Linux and macOS."""
    return hasattr(os, "fork") and importlib.util.find_spec("resource") is not None


def require_fork() -> None:
    """Raise UnsupportedError where processes cannot be forked and limited."""
    if not can_fork():
        raise UnsupportedError(UNSUPPORTED)
