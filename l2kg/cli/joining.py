"""The commands that bring other people's data beside ours: join a table, ask an endpoint."""

from __future__ import annotations

import datetime as dt
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

import click

from l2kg.cli.grammar import command
from l2kg.cli.names import SchemeName
from l2kg.cli.options import STORE, prints
from l2kg.cli.output import open_data, say
from l2kg.wording import counted

if TYPE_CHECKING:
    from collections.abc import Iterator

    from l2kg.cli.output import Output
    from l2kg.csv_text import Cell
    from l2kg.joining.joined import Joined

__all__ = ["enrich", "join"]


@command(
    "Join a table of yours",
    "l2kg join docs/country-years.csv --on ccode,year --scheme cow -o joined.csv",
    "l2kg join dyads.csv --on ccode1,ccode2,year --scheme cow --unmatched rest.csv",
    help=(
        "Add our cases and elements to a table of actors and dates "
        "(country-year, leader-year, dyad-year, spells ...), and account for every row."
    ),
)
@click.argument("file", metavar="FILE.csv", type=click.Path(path_type=Path))
@click.option(
    "--on",
    "on",
    metavar="ACTOR,DATE",
    required=True,
    help=(
        "The file's columns: who (one, or two for a dyad), then when: a date; start and"
        " end; or year, month and day. Where it cannot be told which is which:"
        " actor=..., date=..., start=..., end=..., year=..., month=..., day=..."
    ),
)
@click.option(
    "--scheme",
    type=SchemeName(),
    help=(
        "What the actor's column holds: cow, gw, iso3, vdem, cowc, polity, archigos,"
        " wikidata, name, ..."
    ),
)
@click.option(
    "--dates",
    metavar="FORM",
    help=(
        "How dates are written that can be read in two ways: dmy (7/2/1978 is in"
        " February), mdy (in July), stata (days from 1960), spreadsheet (days from 1900)."
    ),
)
@click.option(
    "--long", is_flag=True, help="A row for each match, not for each row of the file."
)
@click.option(
    "--reverse",
    is_flag=True,
    help=(
        "Our dated elements as rows, with the columns of the file's rows that meet them."
    ),
)
@click.option(
    "--delimiter",
    default=",",
    show_default=True,
    help="What separates the file's cells; 'tab' for tabulators.",
)
@click.option(
    "--unmatched",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Write ambiguous and unmatched rows here, with the reason.",
)
@prints("csv", "json")
@STORE
def join(
    file: Path,
    on: str,
    scheme: str | None,
    dates: str | None,
    long: bool,
    reverse: bool,
    delimiter: str,
    unmatched: Path | None,
    store: str | None,
    out: Output,
) -> None:
    """Add our cases and elements to a table of actors and dates."""
    from l2kg.errors import UsageError
    from l2kg.joining.columns import named_columns, split_role
    from l2kg.joining.csv_io import columns_of, read_csv
    from l2kg.joining.identities import ColumnError
    from l2kg.joining.join import PREFIX
    from l2kg.joining.join import join as joined
    from l2kg.writing import replacing

    names, sign = named_columns(on), "\t" if delimiter == "tab" else delimiter
    if len(sign) != 1:
        raise UsageError(f"--delimiter {delimiter!r}: give one character, or tab")
    if unmatched is not None:
        _may_take(unmatched, out)
    header, rows = read_csv(file, delimiter=sign)
    places = columns_of(
        header,
        [split_role(name)[1] for name in names],
        where=str(file),
        prefix=PREFIX,
    )
    opened = open_data(store)
    try:
        found = joined(
            opened,
            [[row[place] for place in places] for row in rows],
            on=names,
            scheme=scheme,
            dates=dates,
            long=long,
            reverse=reverse,
        )
    except ColumnError as error:
        raise UsageError(f"{file}: {error}") from error
    with ExitStack() as stack:
        if unmatched is not None:
            apart = stack.enter_context(replacing(unmatched, force=out.force))
            apart.write_text(_not_matched(header, rows, found), "utf-8", newline="")
        out.records(*_whole(header, rows, found, reverse=reverse))
    for line in found.account():
        say(line)


def _may_take(unmatched: Path, out: Output) -> None:
    from l2kg.errors import UsageError
    from l2kg.writing import may_write, require_place

    may_write(unmatched, force=out.force)
    require_place(unmatched)
    if out.path is not None and out.path.absolute() == unmatched.absolute():
        raise UsageError("--output and --unmatched name one file; give two")


def _not_matched(header: list[str], rows: list[list[str]], found: Joined) -> str:
    """Return the rows that are ambiguous or unmatched as CSV, with the reason."""
    from l2kg.csv_text import write_csv
    from l2kg.joining.join import NOT_MATCHED

    apart = ([*rows[i], *cells] for i, cells in found.not_matched())
    return write_csv([*header, *NOT_MATCHED], apart)


def _whole(
    header: list[str], rows: list[list[str]], found: Joined, *, reverse: bool
) -> tuple[list[str], Iterator[list[Cell]]]:
    """Return columns and rows of the joined table."""
    blank = [""] * len(header)
    theirs = ((blank if i is None else rows[i], cells) for i, cells in found.lines)
    if reverse:
        return [*found.columns, *header], ([*cells, *row] for row, cells in theirs)
    return [*header, *found.columns], ([*row, *cells] for row, cells in theirs)


_ENRICH = """\
Ask an endpoint about the records that our entities are linked to, and keep its answers
in a file, as a named graph with its date.

The file FILE.rq begins with the lines `#+ summary: ...` and `#+ link: wikidata` (or
another scheme), and holds a CONSTRUCT query with an empty block `VALUES ?item { }`,
which is filled with our identifiers; `#+ values: notation` fills in texts instead of
IRIs. `l2kg query --with FILE` reads the answers.
"""


@command(
    "Ask another endpoint",
    "l2kg enrich --endpoint https://query.wikidata.org/sparql --query labels.rq --dry-run",
    "l2kg enrich --endpoint URL --query labels.rq --output labels.nq",
    help=_ENRICH,
)
@click.option(
    "--endpoint",
    "url",
    metavar="URL",
    required=True,
    help="The endpoint to ask, such as https://query.wikidata.org/sparql.",
)
@click.option(
    "--query",
    "query_file",
    metavar="FILE.rq",
    required=True,
    type=click.Path(path_type=Path),
    help="What to ask it; -: from standard input.",
)
@click.option(
    *("-o", "--output"),
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Where the answers are kept: a .nq or .trig file.",
)
@click.option(
    "--batch",
    default=50,
    show_default=True,
    type=click.IntRange(1, 500),
    help="Identifiers in one query.",
)
@click.option(
    "--pause",
    default=1.0,
    show_default=True,
    type=click.FloatRange(0.0, 60.0),
    help="Seconds between two queries.",
)
@click.option(
    "--timeout",
    default=60.0,
    show_default=True,
    type=click.FloatRange(1.0, 600.0),
    help="Seconds to wait for an answer.",
)
@click.option("--dry-run", is_flag=True, help="Print the first query and ask nobody.")
@STORE
def enrich(
    url: str,
    query_file: Path,
    output: Path | None,
    batch: int,
    pause: float,
    timeout: float,
    dry_run: bool,
    store: str | None,
) -> None:
    """Ask an endpoint about the records that our entities are linked to, and keep its answers."""
    from l2kg.errors import UsageError
    from l2kg.joining.answer_files import form_of, read_answers, write_answers
    from l2kg.joining.enrich import ask_in_batches, batches, linked, read_enrichment
    from l2kg.queries.endpoint import Remote
    from l2kg.writing import require_place

    remote, asked = Remote(url, timeout=timeout), read_enrichment(query_file)
    if output is None and not dry_run:
        raise UsageError(
            "--output FILE is needed, a .nq or .trig file to keep the answers in; or"
            " --dry-run, to see the first query"
        )
    if output is not None:
        form_of(output)
        require_place(output)
        if output.exists():
            read_answers(output)
    queries = batches(asked, linked(open_data(store), asked), batch)
    if dry_run or output is None:
        click.echo(queries[0], nl=False)
        say(f"the first of {len(queries)} for {remote.name}; nothing was sent")
        return
    triples = ask_in_batches(remote, queries, pause=pause, say=say)
    write_answers(output, remote, asked, triples, day=_today())
    say(f"{counted(len(triples), 'triple')} of {remote.name} in {output}")


def _today() -> dt.date:
    return dt.datetime.now(tz=dt.UTC).date()
