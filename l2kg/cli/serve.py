"""The commands that run until they are stopped: the endpoint alone, and the application."""

from __future__ import annotations

from pathlib import Path

import click

from l2kg.cli.grammar import command
from l2kg.cli.options import STORE
from l2kg.cli.output import say
from l2kg.errors import UsageError

__all__ = ["app", "serve"]


@command(
    "The SPARQL endpoint",
    "l2kg serve --port 8502",
    "l2kg serve --data mine.nq",
    help=(
        "Serve the SPARQL endpoint and the linked data, without the pages; with "
        "--data, an endpoint over any N-Quads file."
    ),
)
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", default=8502, show_default=True, type=click.IntRange(1, 65535))
@click.option(
    "--data",
    metavar="FILE.nq",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="Serve only this file, of any data.",
)
@STORE
def serve(host: str, port: int, data: Path | None, store: str | None) -> None:
    """Serve the SPARQL endpoint and the linked data, without the pages."""
    from l2kg.launch import run_server

    if data is not None and store is not None:
        raise UsageError("--data and --store are two places; give one of them")
    run_server(host=host, port=port, store=store, data=data, say=say)


@command(
    "The application",
    "l2kg app",
    "l2kg app --port 8600",
)
@click.option("--port", default=8501, show_default=True, type=click.IntRange(1, 65535))
@STORE
def app(port: int, store: str | None) -> None:
    """Open the application: pages, endpoint and linked data on one port of this machine."""
    from l2kg.launch import run_app

    run_app(port=port, store=store, say=say)
