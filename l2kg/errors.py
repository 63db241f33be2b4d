"""Errors that a user can mend: one line that names the object and the remedy.

Each kind has the exit status with which a command ends: 2 where it was asked wrongly (an
option, a name, a file that is not there), 1 where what it was given is not sound (the text
of a query, a case or a table), where a check found something, or where the machine or a
server failed. A command that did what it was asked ends with 0.
"""

from __future__ import annotations

__all__ = ["InputError", "L2kgError", "NotFoundError", "UsageError"]


class L2kgError(Exception):
    """A fault of input or of the machine that the user can mend; its text is one line."""

    status = 1

    def _render_traceback_(self) -> list[str]:
        """Return what a notebook shows of the error: that line, and no way through our code."""
        return [f"{type(self).__name__}: {self}"]


class InputError(L2kgError, ValueError):
    """A text, such as a query, a date or a file, that is not what it should be."""


class NotFoundError(L2kgError, ValueError):
    """A name that is not known; the text suggests the nearest."""

    status = 2


class UsageError(L2kgError, ValueError):
    """An option or parameter that does not fit what it is for."""

    status = 2
