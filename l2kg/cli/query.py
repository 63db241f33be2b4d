"""The commands that look something up: a query, the list of queries, a case or an element."""

from __future__ import annotations

import contextlib
import signal
import sys
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from l2kg.cli.options import CITE, STORE, named_values
from l2kg.cli.output import open_data, print_table, print_works, progress, say
from l2kg.errors import UsageError
from l2kg.wording import counted

if TYPE_CHECKING:
    import pyoxigraph as ox

    from l2kg.queries.endpoint import Remote
    from l2kg.queries.header import Query
    from l2kg.queries.results import Term

    _Found = ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples | list[ox.Triple]

__all__ = ["queries", "query", "show"]

_FORMS = ("table", "csv", "tsv", "json", "xml", "ttl")


def _query_text(what: str) -> tuple[str, str | None]:
    """Return a query's text, and its name where it is a shipped one."""
    from l2kg.queries.header import find
    from l2kg.reading import decoded, read_text

    if what == "-":
        return decoded(sys.stdin.buffer.read(), "standard input"), None
    path = Path(what)
    if path.suffix == ".rq" or path.is_file():
        return read_text(path), None
    return find(what).text, what


@click.command()
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
    type=click.Choice(_FORMS),
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
    from l2kg.queries.federation import evaluating
    from l2kg.queries.header import find
    from l2kg.queries.run import bind, require_known
    from l2kg.queries.sources import Embedded
    from l2kg.store import open_source

    text, name = _query_text(what)
    values = named_values(params)
    if values and name is None:
        raise UsageError(
            "--param is for named queries; a query of your own holds its values"
        )
    bound = bind(find(name), values) if name else {}
    copied = open_data(store) if cite or answers else None
    if answers and copied is not None:
        from l2kg.joining.answer_files import with_answers

        copied = with_answers(copied, answers)
    source = copied if copied is not None else open_source(store, progress=progress())
    if name:
        require_known(source, find(name), bound)
    signal.signal(
        signal.SIGINT, signal.SIG_DFL
    )  # the engine cannot be interrupted otherwise
    if cite and copied is not None:
        table = Embedded(copied).select(text, bound)
        _tell(text, name, source)
        print_works(copied, table.columns, table.rows)
        return
    with evaluating(text):
        found = _found(source, text, bound)
        _tell(text, name, source)
        if form == "table":
            _print_table(found)
        else:
            _print_form(found, form)


def _tell(text: str, name: str | None, source: ox.Store | Remote) -> None:
    """Tell what names in a query of somebody's own mean nothing, or something new."""
    from l2kg.queries.endpoint import EndpointError
    from l2kg.queries.notices import notices

    if name is None:
        with contextlib.suppress(EndpointError):  # that would not hide the answer
            for notice in notices(text, source):
                say(str(notice))


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
        body = written(found, name=form).body
    except NotAcceptableError as error:
        kind, forms = _kind_and_forms(found)
        raise UsageError(
            f"--format {form}: {kind} does not come so; give one of {', '.join(forms)}"
        ) from error
    sys.stdout.buffer.write(body)


def _kind_and_forms(found: _Found) -> tuple[str, list[str]]:
    """Return what kind of answer one is, and those of our formats in which it comes."""
    import pyoxigraph as ox

    from l2kg.queries.media_types import RESULTS, TABLES

    is_graph = not isinstance(found, ox.QuerySolutions | ox.QueryBoolean)
    offers = RESULTS if is_graph else TABLES
    kind = "a graph" if is_graph else "a table"
    if isinstance(found, ox.QueryBoolean):
        kind = "a yes or no"
    names = {name for offer in offers for name in offer.answers_to}
    return kind, [form for form in _FORMS if form == "table" or form in names]


def _print_table(found: _Found) -> None:
    import pyoxigraph as ox

    from l2kg.queries.results import table_of

    if isinstance(found, ox.QueryBoolean):
        click.echo("yes" if found else "no")
    elif isinstance(found, ox.QuerySolutions):
        table = table_of(found)
        print_table(table.columns, table.compact())
        say(counted(len(table.rows), "row"))
    else:
        _print_form(found, "ttl")


@click.command()
@click.option(
    "--format",
    "form",
    type=click.Choice(["table", "csv", "json"]),
    default="table",
    show_default=True,
)
def queries(form: str) -> None:
    """List the named queries with their questions and parameters."""
    from l2kg.queries.header import all_queries

    found = all_queries().values()
    if form == "json":
        import json

        told = [_described(q) for q in found]
        click.echo(json.dumps(told, ensure_ascii=False, indent=2))
    elif form == "csv":
        from l2kg.csv_text import write_csv

        head = ("name", "kind", "summary", "question", "tags", "params", "limits")
        rows = [
            (q.name, _kind(q), q.summary, q.question, q.tags, _params(q), q.limits)
            for q in found
        ]
        click.echo(write_csv(head, rows, line_end="\n"), nl=False)
    else:
        print_table(
            ("name", "kind", "question", "parameters"),
            [(q.name, _kind(q), q.question, ", ".join(_params(q))) for q in found],
        )


def _kind(query: Query) -> str:
    return query.kind.removesuffix("s")


def _params(query: Query) -> tuple[str, ...]:
    """Say of each parameter its name and type, and where it cannot be left out."""
    return tuple(
        f"{p.name} ({p.type}{', required' if p.required else ''})" for p in query.params
    )


def _described(query: Query) -> dict[str, object]:
    """Return what the header of a query says, as JSON has it."""
    return {
        "name": query.name,
        "kind": _kind(query),
        "summary": query.summary,
        "question": query.question,
        "tags": query.tags,
        "key": query.key,
        "params": [asdict(param) for param in query.params],
        "limits": query.limits,
    }


@click.command(
    help=(
        "Show a case with its elements, or one element with its evidence "
        "(german-reunification#ross-tarasenko, actor:james-baker)."
    )
)
@click.argument("what", metavar="CASE|ELEMENT")
@STORE
def show(what: str, store: str | None) -> None:
    """Show a case with its elements, or one element with its evidence."""
    from l2kg.cases.text import lines

    for line in lines(open_data(store), what):
        click.echo(line)
