"""Errors that a user can mend: one line that names the object and the remedy."""

from __future__ import annotations

__all__ = ["InputError", "L2kgError", "NotFoundError", "UsageError"]


class L2kgError(Exception):
    """A fault of input or of the machine that the user can mend; its text is one line."""


class InputError(L2kgError):
    """A text, such as a query, a date or a file, that is not what it should be."""


class NotFoundError(L2kgError):
    """A name that is not known; the text suggests the nearest."""


class UsageError(L2kgError):
    """An option or parameter that does not fit what it is for."""
