"""The reference of the commands: what each says when it is asked for help."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["commands_page"]

_WIDTH = 80
_OPENING = """# Commands

What each command says when it is asked with `--help`. Results go to standard output,
everything else to standard error. A command ends with status 0 when all is well, with 1
when it found something wrong in what it was given, and with 2 when it was asked
wrongly.
"""


def commands_page(main: click.Command) -> str:
    """Return the help of a command and of all below it, in Markdown."""
    return "\n".join([_OPENING, *_entries(click.Context(main, info_name="l2kg"), 2)])


def _entries(context: click.Context, level: int) -> Iterator[str]:
    context.terminal_width = _WIDTH
    command = context.command
    yield f"{'#' * level} {context.command_path}\n"
    yield f"```text\n{command.get_help(context)}\n```\n"
    if isinstance(command, click.Group):
        for name in command.list_commands(context):
            below = command.get_command(context, name)
            if below is not None and not below.hidden:
                inner = click.Context(below, info_name=name, parent=context)
                yield from _entries(inner, min(level + 1, 3))
