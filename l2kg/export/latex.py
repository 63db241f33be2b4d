"""A table for LaTeX, with the rules of the booktabs package."""

from __future__ import annotations

from typing import TYPE_CHECKING

from l2kg.csv_text import flat
from l2kg.errors import NotFoundError
from l2kg.wording import nearest

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from l2kg.export.tables import TableData

__all__ = ["escaped", "latex", "latex_table"]

_SIGNS = {
    "\\": r"\textbackslash{}",
    "{": r"\{",
    "}": r"\}",
    "$": r"\$",
    "&": r"\&",
    "#": r"\#",
    "%": r"\%",
    "_": r"\_",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    "<": r"\textless{}",
    ">": r"\textgreater{}",
    "\n": " ",
}
_MOST = 5  # columns that fit a page, where none were chosen


def escaped(text: str) -> str:
    r"""Write a text so that LaTeX sets it as it is.

    >>> escaped("R&D #1: 50% of x_1")
    'R\\&D \\#1: 50\\% of x\\_1'
    """
    return "".join(_SIGNS.get(sign, sign) for sign in text)


def latex_table(
    header: Sequence[str],
    rows: Iterable[Sequence[str]],
    *,
    caption: str = "",
    label: str = "",
) -> str:
    """Write rows of texts as a table environment; the document needs the package booktabs."""
    lines = [r"\begin{table}", r"\centering"]
    if caption:
        lines.append(rf"\caption{{{escaped(caption)}}}")
    if label:
        lines.append(rf"\label{{{label}}}")
    lines += [
        rf"\begin{{tabular}}{{{'l' * len(header)}}}",
        r"\toprule",
        _row(header),
        r"\midrule",
        *map(_row, rows),
    ]
    return "\n".join(
        [
            *lines,
            r"\bottomrule",
            r"\end{tabular}",
            r"\end{table}",
            "",
        ]
    )


def _row(cells: Sequence[str]) -> str:
    return " & ".join(map(escaped, cells)) + r" \\"


def latex(table: TableData, columns: Sequence[str] = ()) -> str:
    """Write some columns of a table.

    Without a choice they are its key and label, then its first codes that are not all
    empty.

    Raises:
        NotFoundError: the table has no such column; the text suggests the nearest.
    """
    places = {column.name: i for i, column in enumerate(table.columns)}
    for name in columns:
        if name not in places:
            raise NotFoundError(
                f"table {table.name} has no column {name!r}{nearest(name, places)}; it"
                f" has {', '.join(places)}"
            )
    chosen = [places[name] for name in columns or _default_columns(table)]
    rows = [[flat(row[i]).replace(";", "; ") for i in chosen] for row in table.rows]
    header = [table.columns[i].name.replace("_", " ") for i in chosen]
    return latex_table(
        header,
        rows,
        caption=f"{table.title} (n = {len(table.rows)})",
        label=f"tab:{table.name}",
    )


def _default_columns(table: TableData) -> list[str]:
    """Return the columns that tell most of a table, as many as fit a page."""
    names = [column.name for column in table.columns]
    chosen = [name for name in names if name in {"id", "label"}] or names[:2]
    for i, column in enumerate(table.columns):
        is_code = column.kind in {"code", "codes"}
        is_telling = column.name not in {"types", "status"}
        if is_code and is_telling and any(row[i] for row in table.rows):
            chosen.append(column.name)
    return chosen[:_MOST]
