"""The command line: results on standard output, everything else on standard error.

Exit status 0 when all is well, 1 for errors and findings, 2 for misuse.
"""

from __future__ import annotations

import signal
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from l2kg import __version__
from l2kg.errors import L2kgError, NotFoundError, UsageError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    import pyoxigraph as ox

    from l2kg.findings import Finding
    from l2kg.queries.endpoint import Remote
    from l2kg.queries.results import Term

    _Found = ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples | list[ox.Triple]

__all__ = [
    "CITE",
    "STORE",
    "listed",
    "main",
    "named_values",
    "print_works",
    "progress",
    "say",
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
_PATHS = click.argument("paths", nargs=-1, type=click.Path(path_type=Path))


class _Commands(click.Group):
    """A group that turns our errors into one line, and suggests the nearest command for a mistyped one."""

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except (NotFoundError, UsageError) as error:
            click.echo(f"l2kg: {error}", err=True)
            ctx.exit(2)
        except L2kgError as error:
            click.echo(f"l2kg: {error}", err=True)
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


def say(text: str) -> None:
    """Write a line to standard error."""
    click.echo(text, err=True)


def progress() -> Callable[[str], None]:
    """Return a callback that says on standard error what is being done, once the work has taken two seconds."""
    import time

    start = time.monotonic()
    return lambda step: (
        say(f"  {time.monotonic() - start:4.1f} s  {step}")
        if time.monotonic() - start > 2
        else None
    )


def _report(findings: Iterable[Finding]) -> None:
    from l2kg.findings import blocking

    listed = list(findings)
    for finding in listed:
        say(finding.line_of_text())
    if stop := blocking(listed):
        errors = sum(f.severity == "error" for f in stop)
        say(f"{errors} errors, {len(stop) - errors} warnings")
        sys.exit(1)


@main.command()
@_PATHS
def check(paths: tuple[Path, ...]) -> None:
    """Check Turtle files, or the shipped data: syntax, layout, shapes, check queries, order in time."""
    from l2kg.build import examine
    from l2kg.corpus import read
    from l2kg.findings import in_order

    corpus, findings = read(paths)
    findings += examine(corpus, findings, progress()).findings
    _report(in_order(findings))
    checked = sum(part.checked for part in corpus.parts)
    say(f"{checked} files, no errors")


@main.command()
@_PATHS
@click.option(
    "--check",
    "only_check",
    is_flag=True,
    help="Change nothing; exit 1 if a file is not in the layout.",
)
def fmt(paths: tuple[Path, ...], only_check: bool) -> None:
    """Write Turtle files, or the shipped ones, in the project's layout."""
    from l2kg.corpus import turtle_files
    from l2kg.turtle import TurtleError, canonical

    off, broken = [], []
    for path in turtle_files(paths):
        try:
            text = path.read_text(encoding="utf-8")
            laid = canonical(text)
        except (TurtleError, UnicodeDecodeError) as error:
            broken.append(f"{path}: error: {error}")
            continue
        if laid != text:
            off.append(path)
            if not only_check:
                path.write_text(laid, encoding="utf-8")
    for line in broken:
        say(line)
    for path in off:
        say(
            f"{path}: {'not in the layout; run `l2kg fmt`' if only_check else 'laid out'}"
        )
    sys.exit(1 if broken or (off and only_check) else 0)


@main.command()
@_PATHS
@click.option(
    "--store",
    "folder",
    metavar="FOLDER",
    type=click.Path(path_type=Path),
    help="Where to write; default: the user's cache folder.",
)
@click.option("--force", is_flag=True, help="Replace a store that is there.")
def build(paths: tuple[Path, ...], folder: Path | None, force: bool) -> None:
    """Check, infer and build the store; nothing is written where a finding stops it."""
    from l2kg.build import FindingsError
    from l2kg.build import build as run_build
    from l2kg.store import cache_folder

    target = folder or cache_folder()
    if paths and folder is None:
        raise UsageError(
            "a store of files of your own needs a folder; give --store FOLDER"
        )
    try:
        _, built = run_build(
            paths, folder=target, force=force or folder is None, progress=progress()
        )
    except FindingsError as error:
        _report(error.findings)
    else:
        _report(built.findings)
        say(
            f"{built.files} files, {built.cases} case files; {built.asserted} triples"
            f" asserted, {built.derived} derived"
        )
        click.echo(target)


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


def _query_text(what: str) -> tuple[str, str | None]:
    """Return a query's text, and its name where it is a shipped one."""
    from l2kg.queries.header import find

    if what == "-":
        return sys.stdin.read(), None
    path = Path(what)
    if path.suffix == ".rq" or path.is_file():
        if not path.is_file():
            raise NotFoundError(f"{what}: no such file")
        return path.read_text(encoding="utf-8"), None
    return find(what).text, what


@main.command()
@click.argument("what", metavar="NAME|FILE|-")
@click.option(
    "--param",
    "params",
    multiple=True,
    metavar="NAME=VALUE",
    help="A parameter of a named query; may be given again.",
)
@click.option(
    "--format",
    "form",
    type=click.Choice(["table", "csv", "tsv", "json", "xml", "ttl"]),
    default="table",
    show_default=True,
)
@CITE
@click.option(
    "--with",
    "answers",
    multiple=True,
    metavar="FILE",
    type=click.Path(path_type=Path),
    help="Add answers that `l2kg enrich` kept.",
)
@STORE
def query(
    what: str,
    params: tuple[str, ...],
    form: str,
    cite: bool,
    answers: tuple[Path, ...],
    store: str | None,
) -> None:
    """Run a named query, a file, or standard input (-): any SPARQL 1.1 query."""
    from l2kg.queries.header import find
    from l2kg.queries.run import bind, require_known
    from l2kg.queries.sources import Embedded
    from l2kg.store import open_source, open_store

    text, name = _query_text(what)
    values = named_values(params)
    if values and name is None:
        raise UsageError(
            "--param is for named queries; a query of your own holds its values"
        )
    bound = bind(find(name), values) if name else {}
    copied = open_store(store, progress=progress()) if cite or answers else None
    if answers and copied is not None:
        from l2kg.joining.kept_answers import with_answers

        copied = with_answers(copied, answers)
    source = copied if copied is not None else open_source(store, progress=progress())
    if name:
        require_known(source, find(name), bound)
    signal.signal(
        signal.SIGINT, signal.SIG_DFL
    )  # the engine cannot be interrupted otherwise
    if cite and copied is not None:
        table = Embedded(copied).select(text, bound)
        print_works(copied, table.columns, table.rows)
        return
    found = _found(source, text, bound)
    if form == "table":
        _print_table(found)
    else:
        _print_form(found, form)


def print_works(
    store: Any, columns: Iterable[str], rows: Iterable[Iterable[Any]]
) -> None:
    """Print the works behind the rows of an answer as BibTeX."""
    from l2kg.export.bibliography import bibtex, elements_of, works_behind

    works = works_behind(store, elements_of(columns, rows))
    click.echo(bibtex(store, works), nl=False)
    say(f"{len(works)} works")


def _found(
    source: ox.Store | Remote, text: str, bound: dict[ox.Variable, Term]
) -> _Found:
    """Run a query in a store, or let an endpoint run it."""
    import pyoxigraph as ox

    from l2kg.queries.sources import Embedded

    if isinstance(source, ox.Store):
        return Embedded(source).query(text, bound)
    return source.query(text, bound)


def _print_form(found: _Found, form: str) -> None:
    from l2kg.queries.media_types import NotAcceptableError
    from l2kg.queries.serialise import written

    try:
        sys.stdout.buffer.write(written(found, name=form).body)
    except NotAcceptableError as error:
        raise UsageError(str(error)) from error


def _print_table(found: _Found) -> None:
    import pyoxigraph as ox

    from l2kg.queries.results import table_of

    if isinstance(found, ox.QueryBoolean):
        click.echo("yes" if found else "no")
    elif isinstance(found, ox.QuerySolutions):
        table = table_of(found)
        listed(table.columns, table.compact())
        say(f"{len(table.rows)} rows")
    else:
        _print_form(found, "ttl")


def listed(columns: Iterable[str], rows: Iterable[Iterable[str]]) -> None:
    """Print a table to standard output."""
    from rich import box
    from rich.console import Console
    from rich.table import Table

    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for column in columns:
        table.add_column(column, overflow="fold")
    for row in rows:
        table.add_row(*map(_plain, row))
    console = Console()
    Console(
        width=console.width if console.is_terminal else 200, markup=False, highlight=False
    ).print(table)


def _plain(text: str) -> str:
    return text.replace("\n", " ")


@main.command()
def queries() -> None:
    """List the named queries with their questions and parameters."""
    from l2kg.queries.header import all_queries

    rows = [
        (
            q.name,
            q.kind.removesuffix("s"),
            q.question,
            ", ".join(f"{p.name} ({p.type})" for p in q.params),
        )
        for q in all_queries().values()
    ]
    listed(("name", "kind", "question", "parameters"), rows)


@main.command()
@click.argument("what", metavar="CASE|ELEMENT")
@STORE
def show(what: str, store: str | None) -> None:
    """Show a case with its elements, or one element with its evidence (german-reunification#ross-tarasenko, actor:james-baker)."""
    from l2kg.cases.text import lines
    from l2kg.store import open_store

    for line in lines(open_store(store, progress=progress()), what):
        click.echo(line)


@main.command()
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
    """Serve the SPARQL endpoint and the linked data, without the pages; with --data, an endpoint over any N-Quads file."""
    from l2kg.launch import run_server

    if data is not None and store is not None:
        raise UsageError("--data and --store are two places; give one of them")
    run_server(host=host, port=port, store=store, data=data, say=say)


@main.command()
@click.option("--port", default=8501, show_default=True, type=click.IntRange(1, 65535))
@STORE
def app(port: int, store: str | None) -> None:
    """Open the application: pages, endpoint and linked data on one port of this machine."""
    from l2kg.launch import run_app

    sys.exit(run_app(port=port, store=store, say=say))


# their commands join the group
from l2kg.cli import codes, conflicts, export, joining, publish, research  # noqa: E402, F401
