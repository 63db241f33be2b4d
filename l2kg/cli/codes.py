"""The command for identifiers in other data sets."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from l2kg.cli.grammar import command
from l2kg.cli.names import SchemeName
from l2kg.cli.options import STORE, prints
from l2kg.cli.output import open_data, say

if TYPE_CHECKING:
    from l2kg.cli.output import Output

__all__ = ["code"]


@command(
    "Codes of states, people",
    'l2kg code "West Germany" --scheme cow --date 1990-06-01',
    "l2kg code 260 --scheme cow --date 1985 --format json",
    help=(
        "Show what other data sets call a state, person, event or work of ours, or whose"
        " code one is, and what lists of states do when a code ends."
    ),
)
@click.argument("name", metavar="NAME|CODE")
@click.option(
    "--scheme",
    type=SchemeName(),
    help="cow, gw, iso3, vdem, wikidata, archigos, icb ...; default: all.",
)
@click.option(
    "--date",
    metavar="EDTF",
    help="The day, month or year on which the code must hold; default: ever.",
)
@prints("table", "csv", "json", columns=("csv",))
@STORE
def code(
    name: str, scheme: str | None, date: str | None, store: str | None, out: Output
) -> None:
    """Show what other data sets call something of ours, or whose code one is."""
    from dataclasses import asdict, fields

    from l2kg.joining.codes import Code, all_codes, codes, lines, what_follows

    opened = open_data(store)
    found = codes(opened, name, scheme=scheme, date=date)
    then = what_follows(all_codes(opened), found)
    whose = dict.fromkeys(one.label for one in found)
    if len({one.subject for one in found}) > 1:
        say(f"{name!r} stands for {' and for '.join(whose)}")
    if out.form == "json":
        after = [{"ended": one.ended.isoformat(), "codes": one.codes} for one in then]
        out.json({"codes": found, "after": after})
    elif out.form == "csv":
        columns = [field.name for field in fields(Code)]
        out.records(columns, (asdict(one).values() for one in found))
    else:
        out.lines(lines(found, then))
