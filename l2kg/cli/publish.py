"""The command that writes the site as files."""

from __future__ import annotations

from pathlib import Path

import click

from l2kg.cli.grammar import command
from l2kg.cli.options import FORCE, STORE
from l2kg.cli.output import progress, say

__all__ = ["publish"]


@command(
    "Write the site as files",
    "l2kg publish site/",
    "l2kg publish site/ --site https://example.org/l2kg --force",
    help=(
        "Write every document as HTML and data, with all data, descriptions, "
        "and .htaccess files for w3id.org and the host."
    ),
)
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path, file_okay=False))
@click.option(
    "--site",
    "root",
    default="https://w3id.org/l2kg",
    show_default=True,
    help="The address at which the folder is to be served.",
)
@FORCE
@STORE
def publish(folder: Path, root: str, force: bool, store: str | None) -> None:
    """Write the site as files, with what its hosts need."""
    import os

    from l2kg import manual
    from l2kg.web.static_site import publish as write

    if store is not None:
        os.environ["L2KG_STORE"] = store
    missing = manual.missing()
    if missing:
        say(f"nothing under docs/: {missing}")
    count = write(
        folder,
        root=root,
        force=force,
        manual=None if missing else _write_manual,
        say=progress(),
    )
    say(f"{count} documents")
    click.echo(folder)


def _write_manual(folder: Path) -> None:
    """Write the documents as a site, the reference of the commands among them."""
    from l2kg import manual
    from l2kg.cli.reference import commands_page

    whole = click.get_current_context().find_root().command
    for warning in manual.write(folder, {"reference/commands": commands_page(whole)}):
        say(warning)
