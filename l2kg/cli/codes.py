"""The command for identifiers in other data sets."""

from __future__ import annotations

import click

from l2kg.cli.options import FORMAT, STORE
from l2kg.cli.output import open_data, say

__all__ = ["code"]


@click.command(
    help=(
        "Show what other data sets call a state, person, event or work of ours, "
        "and what lists of states do when a code ends."
    )
)
@click.argument("name")
@click.option(
    "--scheme",
    metavar="KEY",
    help="cow, gw, iso3, vdem, wikidata, archigos, icb ...; default: all.",
)
@click.option(
    "--date",
    metavar="EDTF",
    help="The day, month or year on which the code must hold; default: ever.",
)
@FORMAT
@STORE
def code(
    name: str, scheme: str | None, date: str | None, form: str, store: str | None
) -> None:
    """Show what other data sets call something of ours, and what follows when a code ends."""
    import json
    from dataclasses import asdict, fields

    from l2kg.csv_text import write_csv
    from l2kg.joining.codes import Code, all_codes, codes, lines, what_follows

    opened = open_data(store)
    found = codes(opened, name, scheme=scheme, date=date)
    then = what_follows(all_codes(opened), found)
    if len({one.subject for one in found}) > 1:
        say(
            f"{name!r} is a name of"
            f" {' and of '.join(dict.fromkeys(one.label for one in found))}"
        )
    if form == "json":
        after = [
            {"ended": one.ended.isoformat(), "codes": [asdict(c) for c in one.codes]}
            for one in then
        ]
        click.echo(
            json.dumps(
                {"codes": [asdict(one) for one in found], "after": after},
                indent=2,
                ensure_ascii=False,
            )
        )
    elif form == "csv":
        columns = [field.name for field in fields(Code)]
        click.echo(
            write_csv(
                columns, ([str(value) for value in asdict(one).values()] for one in found)
            ),
            nl=False,
        )
    else:
        for line in lines(found, then):
            click.echo(line)
