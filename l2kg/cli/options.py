"""The options that several commands share, and how their values are read.

The same name stands for the same thing everywhere: `--store`, `--case`, `--param`,
`--format`, `--output`, `--force`.
"""

from __future__ import annotations

from functools import update_wrapper
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from l2kg.cli.grammar import note, option
from l2kg.cli.names import CaseName
from l2kg.cli.output import Output
from l2kg.errors import UsageError
from l2kg.formats import OLD_NAMES

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

__all__ = [
    "CASE",
    "CASES",
    "CITE",
    "FORCE",
    "PARAMS",
    "PATHS",
    "STORE",
    "named_values",
    "one_of_all",
    "prints",
    "writes",
]


def _place(ctx: click.Context, param: click.Parameter, value: str | None) -> str | None:
    """Return where the store is; a variable of the shell that is empty is a mistake."""
    del ctx, param
    if value == "":
        raise UsageError("--store is empty; name a folder or an address, or leave it out")
    return value


STORE = click.option(
    "--store",
    callback=_place,
    metavar="FOLDER|URL",
    help=(
        "A store made by `l2kg build`, or the address of a SPARQL 1.1 endpoint; default:"
        " what L2KG_STORE names, else the shipped data."
    ),
)
CASE = click.option("--case", type=CaseName(), help="A case by its name; default: all.")
CASES = click.option(
    "--case",
    "cases",
    type=CaseName(),
    multiple=True,
    help="A case by its name; give it again for more. Default: all.",
)
PARAMS = click.option(
    "--param",
    "params",
    multiple=True,
    metavar="NAME=VALUE",
    help="A parameter; give it again for another.",
)
CITE = click.option(
    "--cite", is_flag=True, help="Print the works behind the result as BibTeX instead."
)
PATHS = click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
FORCE = click.option("--force", is_flag=True, help="Replace what is there.")


class _FormatName(click.Choice):  # type: ignore[type-arg]
    """The name of a format, or one that it had before."""

    name = "format"

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> str:
        """Return the name of now."""
        now = OLD_NAMES.get(value, value)
        if now != value and now in self.choices:
            note(f"--format {value}", f"--format {now}")
        return str(super().convert(now, param, ctx))


def _columns(formats: tuple[str, ...]) -> Callable[[Any], Any]:
    """Return the option that chooses columns, in some formats."""
    room = "those for which there is room" if "table" in formats else "all"
    return click.option(
        *("--columns", "shown"),
        metavar="all|NAME,NAME",
        default="",
        help=f"The columns of {' and '.join(formats)}; default: {room}.",
    )


def prints(
    *formats: str, columns: tuple[str, ...] = ()
) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Let a command write an answer to standard output, or to a file.

    Gives it --format, with the first of the formats as default, --output and --force, and
    --columns where there are `columns` to choose in some of the formats; its function gets
    them as `out`.
    """
    where = "Where to write; default, or -: standard output."
    return _with_output(formats, where, columns)


def writes(
    *formats: str, folder: bool = False
) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Let a command write a file, or a folder of them, that its last argument or --output names.

    As `prints`; without a place, or with -, what is no folder goes to standard output.
    """
    what = "FOLDER|FILE" if folder else "FILE"
    place = click.argument(
        "place", metavar=f"[{what}]", required=False, type=click.Path(path_type=Path)
    )
    made = _with_output(formats, f"The same as {what}.")

    def give(function: Callable[..., Any]) -> Callable[..., Any]:
        return made(place(function))

    return give


def _with_output(
    formats: tuple[str, ...], where: str, columns: tuple[str, ...] = ()
) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    def give(function: Callable[..., Any]) -> Callable[..., Any]:
        def with_out(
            *,
            form: str | None = None,
            output: Path | None,
            force: bool,
            place: Path | None = None,
            shown: str = "",
            **rest: Any,
        ) -> Any:
            if place is not None and output is not None:
                raise UsageError(f"{place} and --output {output}: give one place")
            out = Output.of(form, output or place, formats, force=force, columns=shown)
            if shown and out.form not in columns:
                raise UsageError(
                    f"--columns chooses among those of {' and '.join(columns)}; leave it"
                    f" out with --format {out.form}"
                )
            if out.path is not None:
                from l2kg.writing import require_place

                require_place(out.path)
            return function(out=out, **rest)

        update_wrapper(with_out, function)
        options = [
            FORCE,
            click.option(
                *("-o", "--output"),
                type=click.Path(path_type=Path),
                metavar="FILE",
                help=where,
            ),
        ]
        if len(formats) > 1:
            options.append(
                option(
                    *("--format", "form"),
                    type=_FormatName(formats),
                    old=["--form"],
                    help=f"Default: what the file's name ends with, else {formats[0]}.",
                )
            )
        if columns:
            options.append(_columns(columns))
        decorated: Callable[..., Any] = with_out
        for one in options:
            decorated = one(decorated)
        return decorated

    return give


def named_values(pairs: tuple[str, ...], case: str | None = None) -> dict[str, str]:
    """Read `name=value` pairs; `case` is the value of the parameter of that name.

    Raises:
        UsageError: a text without an equals sign, or one parameter twice.
    """
    values = {} if case is None else {"case": case}
    for pair in pairs:
        name, equals, value = pair.partition("=")
        if not equals or not name:
            raise UsageError(f"--param {pair!r}: write it as name=value")
        if name in values:
            raise UsageError(f"parameter {name} is given twice; give it one value")
        values[name] = value
    return values


def one_of_all(options: Mapping[str, bool]) -> None:
    """Let at most one of some options be given.

    Raises:
        UsageError: two of them are.
    """
    given = [name for name, is_given in options.items() if is_given]
    if len(given) > 1:
        raise UsageError(f"{given[0]} and {given[1]} exclude each other; leave one out")
