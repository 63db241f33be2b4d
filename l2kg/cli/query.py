"""The commands that look something up: a query, the list of queries, an element, words."""

from __future__ import annotations

import contextlib
import signal
from dataclasses import asdict
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from l2kg.cli.grammar import command
from l2kg.cli.names import CaseName, Element, QueryName
from l2kg.cli.options import CITE, PARAMS, STORE, named_values, prints
from l2kg.cli.output import open_data, progress, say, works_as_bibtex
from l2kg.errors import UsageError
from l2kg.wording import counted

if TYPE_CHECKING:
    import pyoxigraph as ox

    from l2kg.cases.naming import Names
    from l2kg.cli.output import Output
    from l2kg.queries.endpoint import Remote
    from l2kg.queries.header import Query
    from l2kg.queries.results import Term

    _Found = ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples | list[ox.Triple]

__all__ = ["queries", "query", "search", "show"]

_RESULTS = ("table", "csv", "tsv", "json", "xml", "ttl", "jsonld", "nt", "rdfxml", "trig")


def _query_text(what: str) -> tuple[str, str | None]:
    """Return a query's text, and its name where it is a shipped one.

    A file that is called as a shipped query is meant where it is named as a file: ./cases.
    """
    from l2kg.queries.header import all_queries, find
    from l2kg.reading import SMALL, read_text

    path = Path(what)
    named = what in all_queries()
    if what == "-" or path.suffix == ".rq" or (path.is_file() and not named):
        return read_text(path, most=SMALL), None
    return find(what).text, what


@command(
    "Run a query",
    "l2kg query back-channels --case german-reunification",
    "l2kg query restraint --format csv --output restraint.csv",
)
@click.argument("what", type=QueryName())
@PARAMS
@click.option(
    "--case", type=CaseName(), help="The same as --param case=...: one case only."
)
@click.option(
    "--text",
    "as_text",
    is_flag=True,
    help="Print the query with the values given, and do not run it.",
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
@prints(*_RESULTS, "bib", columns=("table", "csv"))
@STORE
def query(
    what: str,
    params: tuple[str, ...],
    case: str | None,
    as_text: bool,
    cite: bool,
    answers: tuple[Path, ...],
    store: str | None,
    out: Output,
) -> None:
    """Run a named query, a file, or standard input (-): any SPARQL 1.1 query."""
    from l2kg.queries.binding import bound_text
    from l2kg.queries.federation import evaluating
    from l2kg.queries.header import find
    from l2kg.queries.run import bind, require_known
    from l2kg.queries.sources import Embedded
    from l2kg.store import open_source

    text, name = _query_text(what)
    values = named_values(params, case)
    if values and name is None:
        raise UsageError(
            "--param and --case are for named queries; a query of your own holds its values"
        )
    cite = cite or out.form == "bib"
    bound = bind(find(name), values) if name else {}
    if as_text:
        out.text(bound_text(text, bound))
        return
    copied = _copied(store, answers) if cite or answers else None
    source = copied if copied is not None else open_source(store, progress=progress())
    if name:
        require_known(source, find(name), bound)
    signal.signal(
        signal.SIGINT, signal.SIG_DFL
    )  # the engine cannot be interrupted otherwise
    if cite and copied is not None:
        table = Embedded(copied).select(text, bound)
        _tell(text, name, source)
        out.text(works_as_bibtex(copied, table.columns, table.rows))
        return
    with evaluating(text):
        found = _found(source, text, bound)
        _tell(text, name, source)
        if _in_columns(out, name):
            _print_table(found, out, source)
        else:
            _print_form(found, out.form, out)


def _in_columns(out: Output, name: str | None) -> bool:
    """Tell whether an answer is written column by column: for people, or with labels, or some of them."""
    labelled = out.form == "csv" and bool(name or out.columns)
    return out.form == "table" or labelled


def _copied(store: str | None, answers: tuple[Path, ...]) -> ox.Store:
    """Open the data, with the answers that were kept in files."""
    from l2kg.joining.answer_files import with_answers

    data = open_data(store)
    return with_answers(data, answers) if answers else data


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


def _print_form(found: _Found, form: str, out: Output) -> None:
    from l2kg.queries.media_types import NotAcceptableError
    from l2kg.queries.serialise import written

    try:
        body = written(found, name=form).body
    except NotAcceptableError as error:
        why, forms = _kind_and_forms(found)
        raise UsageError(
            f"--format {form}: {why}; give one of {', '.join(forms)}"
        ) from error
    out.data(body)


def _kind_and_forms(found: _Found) -> tuple[str, list[str]]:
    """Say what kind of answer one is, and return those of our formats in which it comes."""
    import pyoxigraph as ox

    from l2kg.queries.media_types import RESULTS, TABLES

    is_graph = not isinstance(found, ox.QuerySolutions | ox.QueryBoolean)
    offers = RESULTS if is_graph else TABLES
    why = "SELECT gives a table, not a graph"
    if is_graph:
        why = "CONSTRUCT and DESCRIBE give a graph, not a table"
    elif isinstance(found, ox.QueryBoolean):
        why = "ASK gives yes or no, not a graph"
    names = {name for offer in offers for name in offer.names}
    names |= set() if is_graph else {"table"}
    return why, [form for form in _RESULTS if form in names]


def _print_table(found: _Found, out: Output, source: ox.Store | Remote) -> None:
    """Write an answer for people, or as CSV with a label beside each address."""
    import pyoxigraph as ox

    from l2kg.cases.naming import in_words, with_labels
    from l2kg.queries.results import plain, table_of

    if isinstance(found, ox.QueryBoolean):
        out.text("yes\n" if found else "no\n")
    elif isinstance(found, ox.QuerySolutions):
        table = table_of(found)
        names = _names(source)
        if out.form == "table" and not out.columns:
            shown = in_words(table, names)
            out.table(shown.columns, shown.rows)
        else:
            whole = with_labels(table, names)
            told = (map(plain, row) for row in whole.rows)
            out.records(whole.columns, told if out.form == "csv" else whole.compact())
        if out.form == "table":
            say(counted(len(table.rows), "row"))
    else:
        _print_form(found, "ttl", out)


def _names(source: ox.Store | Remote) -> Names:
    """Read what things are called; where an endpoint does not tell, the answer comes without."""
    from l2kg.cases.naming import Names, names_in
    from l2kg.queries.endpoint import EndpointError
    from l2kg.queries.sources import source_of

    try:
        return names_in(source_of(source))
    except EndpointError as error:
        say(f"without labels: {error}")
        return Names({}, {})


@command(
    "List the named queries",
    "l2kg queries",
    "l2kg queries --format json",
)
@prints("table", "csv", "json", columns=("table", "csv"))
def queries(out: Output) -> None:
    """List the named queries with their questions and parameters."""
    from l2kg.queries.header import all_queries

    found = all_queries().values()
    if out.form == "json":
        out.json([_described(q) for q in found])
    elif out.form == "csv" or out.columns:
        head = ("name", "kind", "summary", "question", "tags", "params", "limits")
        rows = [
            (q.name, _kind(q), q.summary, q.question, q.tags, _params(q), q.limits)
            for q in found
        ]
        out.records(head, rows)
    else:
        out.table(
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


@command(
    "Show a case or element",
    "l2kg show geneva-accord",
    "l2kg show german-reunification#ross-tarasenko --format json",
    help=(
        "Show a case with its elements, or one element with its evidence "
        "(german-reunification#ross-tarasenko, actor:james-baker, l2:Measure)."
    ),
)
@click.argument("what", type=Element())
@prints("table", "csv", "json")
@STORE
def show(what: str, store: str | None, out: Output) -> None:
    """Show a case with its elements, or one element with its evidence."""
    from l2kg.cases.forms import shown_rows, shown_value
    from l2kg.cases.text import lines

    opened = open_data(store)
    out.told(
        what,
        partial(lines, opened),
        partial(shown_rows, opened),
        partial(shown_value, opened),
    )


@command(
    "Search for words",
    "l2kg search back channel",
    "l2kg search Baker --kind person --format csv",
)
@click.argument("words", nargs=-1, required=True)
@click.option(
    "--kind",
    type=click.Choice(["case", "person", "tactic", "term", "claim", "element"]),
    help="Only things of this kind; person: bodies too.",
)
@click.option("--case", type=CaseName(), help="Only what stands in this case.")
@prints("table", "csv", "json", columns=("table", "csv", "json"))
@STORE
def search(
    words: tuple[str, ...],
    kind: str | None,
    case: str | None,
    store: str | None,
    out: Output,
) -> None:
    """Find words in names, descriptions, tactics, terms and claims, as the pages do.

    What holds all the words is found; capitals and accents do not count.
    """
    from l2kg.cases.search import COLUMNS, hits_in

    rows = hits_in(open_data(store), " ".join(words), kind=kind, case=case)
    out.records(COLUMNS, rows)
    say(counted(len(rows), "hit"))
