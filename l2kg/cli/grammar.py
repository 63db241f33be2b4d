"""What all commands have in common: examples, one style of errors, and old spellings.

A spelling that a command had in the last version still works, with a note on standard
error: an option declares its old names (`Option(old=...)`), what was an argument before
is an `OldArgument`, and the old names of formats stand in `l2kg.formats`. To end the
period of grace is to take these out.
"""

from __future__ import annotations

import errno
import shlex
from typing import TYPE_CHECKING, Any, NoReturn

import click

from l2kg.errors import L2kgError, UsageError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

__all__ = [
    "Command",
    "Group",
    "OldArgument",
    "Option",
    "command",
    "note",
    "option",
    "tell_warning",
]

_LONGEST = 1000  # signs of a message, which may hold what was typed


def note(old: str, new: str) -> None:
    """Say on standard error that something has another name now."""
    click.echo(f"l2kg: {old} is now {new}; the next version no longer takes it", err=True)


class Option(click.Option):
    """An option that may have had other names before."""

    def __init__(self, *args: Any, old: Sequence[str] = (), **more: Any) -> None:
        super().__init__(*args, **more)
        self.old = tuple(old)


class OldArgument(click.Argument):
    """What stood among the arguments before, and is the value of an option now."""

    def __init__(self, names: Sequence[str], *, now: str, **more: Any) -> None:
        super().__init__(names, nargs=-1, **more)
        self.now = now

    def get_usage_pieces(self, ctx: click.Context) -> list[str]:
        """Return nothing: help tells only of what is to be used."""
        del ctx
        return []


class Command(click.Command):
    """A command whose help ends with examples, and which knows its old spellings."""

    examples: tuple[str, ...] = ()

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Read the arguments, old spellings among them."""
        rest = super().parse_args(ctx, self._respelt(args))
        for param in self.params:
            if isinstance(param, OldArgument) and (values := ctx.params.pop(param.name)):
                self._moved(ctx, param, values)
        return rest

    def _respelt(self, args: list[str]) -> list[str]:
        """Put the names of now in the place of old ones."""
        names = {
            old: param.opts[0]
            for param in self.params
            if isinstance(param, Option)
            for old in param.old
        }
        found = []
        for arg in args:
            name, equals, value = arg.partition("=")
            if name in names:
                note(name, names[name])
            found.append(f"{names.get(name, name)}{equals}{value}")
        return found

    def _moved(self, ctx: click.Context, param: OldArgument, values: Any) -> None:
        spelt = next(one for one in self.params if one.name == param.now).opts[0]
        if ctx.params[param.now] or len(values) > 1:
            raise click.UsageError(f"got unexpected extra argument ({values[-1]})", ctx)
        typed = shlex.quote(values[0])
        note(f"the argument {typed}", f"{spelt} {typed}")
        ctx.params[param.now] = values[0]

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the examples, each as it is typed."""
        del ctx
        if self.examples:
            with formatter.section("Examples"):
                for line in self.examples:
                    formatter.write(f"{'':>{formatter.current_indent}}{line}\n")


def _line(text: str) -> str:
    """Return a message as one line that a terminal only shows: no sign in it does anything."""
    shown = "".join(
        sign if sign.isprintable() else sign.encode("unicode_escape").decode()
        for sign in " ".join(text.split())[: _LONGEST + 1]
    )
    return f"l2kg: {shown[:_LONGEST]}…" if len(shown) > _LONGEST else f"l2kg: {shown}"


def tell_warning(message: Warning | str, *_: object, **__: object) -> None:
    """Say a warning of Python's as a line of ours."""
    click.echo(_line(str(message)), err=True)


class Group(click.Group):
    """A group that turns errors into one line, and suggests the nearest command for a mistyped one."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Read what stands before the command."""
        try:
            return super().parse_args(ctx, args)
        except click.exceptions.NoArgsIsHelpError:
            raise
        except click.UsageError as error:
            self._end(ctx, f"{error.format_message().rstrip('.')}{_see(ctx)}", 2)
        except OSError as error:  # help that cannot be written
            self._end_of_output(ctx, error)

    def invoke(self, ctx: click.Context) -> Any:
        """Run a command; what goes wrong in a way that we know ends it with a line and a status."""
        try:
            return super().invoke(ctx)
        except click.exceptions.NoArgsIsHelpError:
            raise
        except click.UsageError as error:
            self._end(ctx, f"{error.format_message().rstrip('.')}{_see(error.ctx)}", 2)
        except L2kgError as error:
            self._end(ctx, str(error), error.status)
        except OSError as error:
            self._end_of_output(ctx, error)
        except UnicodeEncodeError as error:
            sign = error.object[error.start : error.end]
            told = (
                f"standard output takes {error.encoding} only, and {sign!a} is not in it"
            )
            self._end(ctx, f"{told}: set PYTHONIOENCODING=utf-8", 1)
        except RuntimeError as error:  # as Oxigraph tells of files that it cannot read
            if not str(error).startswith("Corruption"):
                raise
            self._end(ctx, f"the store is damaged ({error}); build it again", 1)

    def _end_of_output(self, ctx: click.Context, error: OSError) -> NoReturn:
        if error.errno == errno.EPIPE:  # the reader has gone: click ends in silence
            raise error
        place = f"{error.filename}: " if error.filename else ""
        said = error.strerror or str(error) or type(error).__name__
        self._end(ctx, f"{place}{said[:1].lower()}{said[1:]}", 1)

    def _end(self, ctx: click.Context, text: str, status: int) -> NoReturn:
        click.echo(_line(text), err=True)
        ctx.exit(status)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command that was named."""
        if args and not args[0].startswith("-") and not self.get_command(ctx, args[0]):
            from l2kg.wording import nearest

            raise UsageError(
                f"no command {args[0]!r}{nearest(args[0], self.list_commands(ctx))};"
                f" `{ctx.command_path} --help` lists them all"
            )
        return super().resolve_command(ctx, args)


def _see(ctx: click.Context | None) -> str:
    return f"; see `{ctx.command_path} --help`" if ctx is not None else ""


def option(*names: str, old: Sequence[str] = (), **more: Any) -> Callable[..., Any]:
    """Declare an option, with the names that it had before."""
    return click.option(*names, cls=Option, old=old, **more)


def command(
    brief: str,
    *examples: str,
    name: str | None = None,
    help: str | None = None,  # noqa: A002 (click calls it so)
) -> Callable[[Callable[..., Any]], Command]:
    """Make a command of a function.

    `brief` is its line in `l2kg --help`; its own help is the docstring, unless another is
    given, and ends with the examples.
    """

    def make(function: Callable[..., Any]) -> Command:
        more = {} if help is None else {"help": help}
        made = click.command(name, cls=Command, short_help=brief, **more)(function)
        made.examples = examples
        return made

    return make
