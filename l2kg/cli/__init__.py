"""The command line: results on standard output, everything else on standard error.

Exit status 0 when all is well, 1 for errors and findings, 2 for misuse. A module here
holds the commands of one kind; `main` lists them all.
"""

from __future__ import annotations

import errno
from typing import Any

import click

from l2kg import __version__
from l2kg.cli.codes import code
from l2kg.cli.conflicts import conflicts
from l2kg.cli.data import build, check, fmt
from l2kg.cli.export import export
from l2kg.cli.joining import enrich, join
from l2kg.cli.migrate import migrate
from l2kg.cli.publish import publish
from l2kg.cli.query import queries, query, show
from l2kg.cli.research import cross, network, order, pattern, qca, tactics
from l2kg.cli.serve import app, serve
from l2kg.errors import L2kgError, NotFoundError, UsageError

__all__ = ["main"]


_LONGEST = 1000  # signs of a message, which may hold what was typed


def _line(text: str) -> str:
    """Return a message as one line that a terminal only shows: no sign in it does anything."""
    shown = "".join(
        sign if sign.isprintable() else sign.encode("unicode_escape").decode()
        for sign in " ".join(text.split())[: _LONGEST + 1]
    )
    return f"l2kg: {shown[:_LONGEST]}…" if len(shown) > _LONGEST else f"l2kg: {shown}"


class _Commands(click.Group):
    """A group that turns our errors into one line, and suggests the nearest command for a mistyped one."""

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except (NotFoundError, UsageError) as error:
            click.echo(_line(str(error)), err=True)
            ctx.exit(2)
        except L2kgError as error:
            click.echo(_line(str(error)), err=True)
            ctx.exit(1)
        except OSError as error:
            if error.errno == errno.EPIPE:  # the reader has gone: click ends in silence
                raise
            place = f"{error.filename}: " if error.filename else ""
            said = error.strerror or str(error) or type(error).__name__
            click.echo(_line(f"{place}{said[:1].lower()}{said[1:]}"), err=True)
            ctx.exit(1)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        if (
            args
            and not args[0].startswith("-")
            and self.get_command(ctx, args[0]) is None
        ):
            from l2kg.wording import nearest

            raise UsageError(
                f"no command {args[0]!r}{nearest(args[0], self.commands)}; `l2kg --help`"
                " lists them all"
            )
        return super().resolve_command(ctx, args)


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="l2kg")
def main() -> None:
    """L2KG: the knowledge graph and case database of Level II negotiations."""


_COMMANDS = (
    *(check, fmt, migrate, build, publish, serve, app),
    *(query, queries, show, code, conflicts),
    *(pattern, cross, qca, tactics, order, network),
    *(join, enrich, export),
)
for command in _COMMANDS:
    main.add_command(command)
