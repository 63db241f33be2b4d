"""What is installed on demand, and the one line that says what to install where it is missing."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from l2kg.errors import L2kgError

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["EXTRAS", "MissingExtraError", "needs"]

EXTRAS = {
    "frames": ("pandas",),
    "parquet": ("pyarrow",),
    "excel": ("openpyxl",),
    "analysis": ("networkx", "pandas", "scipy", "setqca"),
    "app": ("streamlit",),
    "owl": ("owlready2",),
    "png": ("fontTools", "resvg_py"),
    "r": ("numpy", "rdata"),
    "docs": ("furo", "myst_parser", "sphinx"),
}
"""The libraries that each extra brings, by the names under which they are imported."""


class MissingExtraError(L2kgError):
    """A library that is not installed; the text names the extra that brings it."""


@contextmanager
def needs(extra: str) -> Iterator[None]:
    """Import inside what an extra brings, and say its name where it is not installed.

    >>> with needs("excel"):
    ...     import a_library_that_is_not_there
    Traceback (most recent call last):
    l2kg.extras.MissingExtraError: a_library_that_is_not_there is not installed: pip install 'l2kg[excel]'

    Raises:
        MissingExtraError: a library of the extra, or one that it needs, is missing.
    """
    try:
        yield
    except ModuleNotFoundError as error:
        missing = (error.name or "").partition(".")[0]
        if missing in ("", "l2kg"):
            raise
        raise MissingExtraError(
            f"{missing} is not installed: pip install 'l2kg[{extra}]'"
        ) from error
