"""Fit a table into the width of a terminal: which of its columns matter, and how wide each is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from l2kg.cases.naming import LABEL, Worded
from l2kg.errors import NotFoundError
from l2kg.wording import nearest

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

__all__ = ["ALL", "GAP", "fitting", "picked", "shares", "space_of"]

ALL = "all"
GAP = 2  # columns of a terminal between two of a table
_EASY = (
    14,
    24,
)  # columns of a terminal in which a text reads well: in a narrow one, a wide one
_WIDEST_WORD = 30
_WHO_SAYS_SO = (
    "status",
    "voices",
    "evidence",
    "narrower",
)  # from each query, in this order


def picked(columns: Sequence[str], wanted: str) -> list[int]:
    """Return the places of the columns that are named, commas between them; all where that is asked.

    Raises:
        NotFoundError: there is no such column; the text suggests the nearest.
    """
    if wanted in ("", ALL):
        return list(range(len(columns)))
    chosen = [name.strip() for name in wanted.split(",") if name.strip()]
    for name in chosen:
        if name not in columns:
            raise NotFoundError(
                f"no column {name!r}{nearest(name, columns)}; there are"
                f" {', '.join(columns)}"
            )
    return [columns.index(name) for name in chosen]


def fitting(table: Worded, width: int) -> tuple[Worded, tuple[str, ...]]:
    """Return the columns for which a width has room, and the names of the others.

    What says who says so goes first.
    """
    own = [name for name in table.columns if _bare(name) not in _WHO_SAYS_SO]
    others = [n for last in _WHO_SAYS_SO for n in table.columns if _bare(n) == last]
    kept: set[str] = set()
    left = width
    for name in (*own, *others):
        place = table.columns.index(name)
        need = space_of(name, [row[place] for row in table.rows], width)[0] + GAP
        if kept and need > left:
            continue
        kept.add(name)
        left -= need
    hidden = tuple(name for name in table.columns if name not in kept)
    return _only(table, kept), hidden


def _only(table: Worded, kept: set[str]) -> Worded:
    places = [place for place, name in enumerate(table.columns) if name in kept]
    return Worded(
        tuple(table.columns[place] for place in places),
        tuple(tuple(row[place] for place in places) for row in table.rows),
    )


def _bare(name: str) -> str:
    return name.removesuffix(LABEL)


def space_of(name: str, cells: Iterable[str], width: int) -> tuple[int, int]:
    """Return the least that a column takes of a width to read well, and the most that it can use.

    >>> space_of("case", ["German reunification within NATO"], 80), space_of("n", ["7"], 80)
    ((16, 32), (1, 1))
    """
    from rich.cells import cell_len

    texts: Sequence[str] = (name, *cells)
    most = max(map(cell_len, texts))
    word = max((cell_len(word) for text in texts for word in text.split()), default=0)
    easy = min(max(width // 5, _EASY[0]), _EASY[1])
    return max(min(most, easy), min(word, _WIDEST_WORD)), most


def shares(spaces: Sequence[tuple[int, int]], width: int) -> list[int]:
    """Share out a width among columns of which the least and the most are known.

    What is left beyond the least goes, step by step, to the columns that are the most
    short of what they can use.

    >>> shares([(10, 40), (4, 4), (10, 20)], 44)
    [24, 4, 10]
    """
    widths = [min(least, width) for least, _ in spaces]
    left = width - GAP * len(spaces) - sum(widths)
    while left > 0:
        short = [most - width for (_, most), width in zip(spaces, widths, strict=True)]
        if max(short, default=0) <= 0:
            break
        widths[short.index(max(short))] += 1
        left -= 1
    return widths
