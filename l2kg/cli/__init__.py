"""The command line: results on standard output, everything else on standard error.

The exit status is 0 for what was done, else that of the error (`l2kg.errors`). A module
here holds the commands of one kind; `GROUPS` lists them all, in the order of `l2kg --help`.
"""

from __future__ import annotations

import warnings
from itertools import zip_longest

import click

from l2kg import __version__
from l2kg.cli.codes import code
from l2kg.cli.conflicts import conflicts
from l2kg.cli.data import build, check, fmt
from l2kg.cli.drawing import figure, timeline
from l2kg.cli.export import export
from l2kg.cli.grammar import Group, tell_warning
from l2kg.cli.joining import enrich, join
from l2kg.cli.migrate import migrate
from l2kg.cli.patterns import pattern
from l2kg.cli.publish import publish
from l2kg.cli.query import queries, query, search, show
from l2kg.cli.research import cross, network, order, qca, tactics
from l2kg.cli.serve import app, serve

__all__ = ["GROUPS", "main"]

GROUPS: dict[str, tuple[click.Command, ...]] = {
    "Look up": (show, search, query, queries, code, conflicts),
    "Analyse": (pattern, tactics, cross, qca, order, network),
    "Draw": (figure, timeline),
    "Exchange": (export, join, enrich),
    "Write data": (check, fmt, build, migrate),
    "Serve": (app, serve, publish),
}
_WIDE = 78  # columns that two commands in a line take; a short help has 23 at most


class _Main(Group):
    """The group of all commands, whose help fits a terminal of 80 by 24."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the commands in the order of their groups."""
        del ctx
        return [command.name or "" for group in GROUPS.values() for command in group]

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the commands group by group, two in a line where there is room."""
        del ctx
        formatter.write("\n")
        for title, commands in GROUPS.items():
            cells = [
                f"{one.name or '':<10}{one.short_help or '':<25}" for one in commands
            ]
            count = 2 if formatter.width >= _WIDE else 1
            lines = zip_longest(*(cells[i::count] for i in range(count)), fillvalue="")
            for head, line in zip_longest([title], lines, fillvalue=""):
                formatter.write(f"{head:<12}{''.join(line)}".rstrip() + "\n")

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Say where there is more."""
        del ctx
        formatter.write("\n`l2kg COMMAND --help` tells its options and has examples.\n")


@click.group(cls=_Main, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="l2kg")
def main() -> None:
    """L2KG: the knowledge graph and case database of Level II negotiations."""
    warnings.showwarning = tell_warning


for _commands in GROUPS.values():
    for _command in _commands:
        main.add_command(_command)
