"""The commands that draw a case: the figure on two levels, and the timeline."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from l2kg.cli.grammar import command
from l2kg.cli.names import CaseName
from l2kg.cli.options import STORE, prints
from l2kg.cli.output import open_data

if TYPE_CHECKING:
    from collections.abc import Callable

    from l2kg.cli.output import Output

__all__ = ["figure", "timeline"]

_NARROW = click.option("--narrow", is_flag=True, help="Fit a narrow column or a phone.")


@command(
    "The two levels",
    "l2kg figure german-reunification --output figure.svg",
    "l2kg figure geneva-accord --narrow -o figure.svg",
)
@click.argument("case", type=CaseName())
@_NARROW
@prints("svg", "png")
@STORE
def figure(case: str, narrow: bool, store: str | None, out: Output) -> None:
    """Draw the two-level figure of a case, with its legend, as a file of its own.

    PNG needs the extra png: pip install 'l2kg[png]'.
    """
    from l2kg.drawing.figure import render

    _draw(render, case, narrow=narrow, store=store, out=out)


@command(
    "The timeline",
    "l2kg timeline german-reunification --output timeline.svg",
    "l2kg timeline geneva-accord --narrow -o timeline.svg",
)
@click.argument("case", type=CaseName())
@_NARROW
@prints("svg", "png")
@STORE
def timeline(case: str, narrow: bool, store: str | None, out: Output) -> None:
    """Draw the timeline of a case as a file of its own.

    PNG needs the extra png: pip install 'l2kg[png]'.
    """
    from l2kg.drawing.timeline import render

    _draw(render, case, narrow=narrow, store=store, out=out)


def _draw(
    render: Callable[..., str], case: str, *, narrow: bool, store: str | None, out: Output
) -> None:
    from l2kg.cases import load_case

    view = load_case(open_data(store), case)
    svg = render(view, standalone=True, width="narrow" if narrow else "wide")
    if out.form == "png":
        from l2kg.drawing.png import png

        out.data(png(svg))
    else:
        out.text(f"{svg}\n")
    out.tell()
