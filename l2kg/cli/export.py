"""The group of the commands that write files, which are imported when one is asked for.

Their options list the forms of files; `l2kg --help` and other commands start without them.
"""

from __future__ import annotations

import click

from l2kg.cli.grammar import Group

__all__ = ["export"]


class _Exports(Group):
    """A group whose commands are those of `l2kg.cli.exporting`."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        del ctx
        self._load()
        return list(self.commands)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        self._load()
        return super().get_command(ctx, cmd_name)

    def _load(self) -> None:
        from l2kg.cli.exporting import EXPORTS

        self.commands = {command.name or "": command for command in EXPORTS}


@click.group(cls=_Exports, short_help="Write files for others")
def export() -> None:
    """Write the data for R, pandas, Stata, Excel, Gephi, QCA, LaTeX and reference managers."""
