"""Errors that a user can mend: one line that names the object and the remedy."""

from __future__ import annotations

__all__ = ["L2kgError", "NotFoundError", "UsageError"]


class L2kgError(Exception):
    """A fault of input or of the machine that the user can mend; its text is one line."""


class NotFoundError(L2kgError):
    """A name that is not known; the text suggests the nearest."""


class UsageError(L2kgError):
    """An option or parameter that does not fit what it is for."""
