"""Find the schemes that a column as a whole may be written in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from l2kg.csv_text import is_missing
from l2kg.joining.identities import NAME, ColumnError, normal
from l2kg.joining.names import readings
from l2kg.mappings.listed import LISTED
from l2kg.mappings.schemes import SCHEMES

if TYPE_CHECKING:
    from collections.abc import Iterable

    from l2kg.joining.identities import Register

__all__ = ["candidates", "forms_of", "known_cells"]

_STRAYS = 10  # of so many cells, one may be no code of the list
_SHOWN = 5  # cells in a message


def candidates(register: Register, cells: Iterable[str], column: str) -> list[str]:
    """Return the schemes that may be a column's: all its cells are codes of it, and some are ours.

    Where the whole list of a scheme is known, nearly all cells must stand in it.

    Raises:
        ColumnError: there is none; the text says which come nearest, and why not.
    """
    texts = sorted({" ".join(cell.split()) for cell in cells if not is_missing(cell)})
    fitting, apart = [], []
    for scheme in register.schemes:
        known = known_cells(register, scheme, texts)
        if not known or not _well_formed(scheme, texts):
            continue
        strangers = _strangers(register, scheme, texts)
        if len(strangers) * _STRAYS > len(texts):
            apart.append((scheme, known, strangers))
        else:
            fitting.append(scheme)
    if fitting:
        return fitting
    shown = _few(texts) or "it is empty"
    near = "".join(
        f"; {scheme} has {_few(known)}, yet {_few(strangers)} are no codes of it"
        for scheme, known, strangers in apart
    )
    raise ColumnError(
        f"column {column!r} fits no scheme ({shown}){near}; name one with --scheme:"
        f" {', '.join(register.schemes)}"
    )


def known_cells(register: Register, scheme: str, texts: Iterable[str]) -> list[str]:
    """Return the cells that stand for an actor of ours in a scheme."""
    known = register.identities(scheme)
    return [
        text for text in texts if any(form in known for form in forms_of(scheme, text))
    ]


def forms_of(scheme: str, text: str) -> tuple[str, ...]:
    """Return the codes or names that a cell may be, the likeliest first."""
    return readings(text) if scheme == NAME else (normal(scheme, text),)


def _well_formed(scheme: str, texts: list[str]) -> bool:
    return scheme == NAME or all(
        SCHEMES[scheme].fits(normal(scheme, text)) for text in texts
    )


def _strangers(register: Register, scheme: str, texts: list[str]) -> list[str]:
    """Return the cells that the whole list of a scheme has not."""
    if scheme not in LISTED:
        return []
    codes = LISTED[scheme] | register.identities(scheme).keys()
    return [text for text in texts if normal(scheme, text) not in codes]


def _few(texts: list[str]) -> str:
    return ", ".join(texts[:_SHOWN]) + (" ..." if len(texts) > _SHOWN else "")
