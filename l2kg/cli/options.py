"""What several commands share: options, and how their values are read."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from l2kg.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = [
    "CITE",
    "FILE",
    "FORCE",
    "FORMAT",
    "PATHS",
    "STORE",
    "named_values",
    "one_of_all",
]

STORE = click.option(
    "--store",
    metavar="FOLDER|URL",
    help=(
        "A store made by `l2kg build`, or the address of a SPARQL 1.1 endpoint; default:"
        " what L2KG_STORE names, else the shipped data."
    ),
)
CITE = click.option(
    "--cite", is_flag=True, help="Print the works behind the result as BibTeX instead."
)
PATHS = click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
FILE = click.argument("path", metavar="FILE", type=click.Path(path_type=Path))
FORMAT = click.option(
    "--format",
    "form",
    type=click.Choice(["text", "csv", "json"]),
    default="text",
    show_default=True,
)
FORCE = click.option("--force", is_flag=True, help="Replace what is there.")


def named_values(pairs: tuple[str, ...]) -> dict[str, str]:
    """Read `name=value` pairs.

    Raises:
        UsageError: a text without an equals sign.
    """
    values = {}
    for pair in pairs:
        name, equals, value = pair.partition("=")
        if not equals or not name:
            raise UsageError(f"--param {pair!r}: write it as name=value")
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
