"""The command that runs a pattern."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from l2kg.cli.grammar import command
from l2kg.cli.names import CaseName, Element, PatternName
from l2kg.cli.options import CITE, PARAMS, STORE, named_values, one_of_all, prints
from l2kg.cli.output import open_data, works_as_bibtex
from l2kg.errors import UsageError

if TYPE_CHECKING:
    from l2kg.cli.output import Output
    from l2kg.queries.header import Query

__all__ = ["pattern"]


@command(
    "Run a pattern",
    "l2kg pattern restraint-that-cost-the-helper",
    "l2kg pattern reciprocal-help --case geneva-accord --format json",
    help=(
        "Run a pattern: matches, near misses, counter-examples, non-matches, n and limits. "
        "Without a name, list the patterns."
    ),
)
@click.argument("name", required=False, type=PatternName())
@PARAMS
@click.option(
    "--case", type=CaseName(), help="The same as --param case=...: one case only."
)
@click.option(
    "--why",
    "element",
    type=Element(),
    metavar="ELEMENT",
    help=(
        "Explain one match down to its passages and rules, or say what an element lacks."
    ),
)
@click.option(
    "--sparql",
    "asked",
    type=click.Choice(["matches", "counter-examples", "non-matches"]),
    help="Print the query for these instead, to run it anywhere.",
)
@CITE
@prints("table", "csv", "json", "bib")
@STORE
def pattern(
    name: str | None,
    params: tuple[str, ...],
    case: str | None,
    element: str | None,
    asked: str | None,
    cite: bool,
    store: str | None,
    out: Output,
) -> None:
    """Run a pattern, or list the patterns."""
    from l2kg.cases.text import resolve
    from l2kg.patterns import find_pattern, run_pattern
    from l2kg.patterns.forms import pattern_csv, pattern_json
    from l2kg.patterns.text import lines
    from l2kg.patterns.why import explain

    cite = cite or out.form == "bib"
    own = {"bib"} if cite else {"json"} if element else set()
    one_of_all(
        {
            "--why": element is not None,
            "--sparql": asked is not None,
            "--cite": cite,
            "--format": out.form not in {"table", *own},
        }
    )
    if name is None:
        _list(out)
        return
    query = find_pattern(name)
    if asked:
        out.text(_sparql(query, asked))
        return
    values = named_values(params, case)
    opened = open_data(store)
    if element is not None:
        iri = resolve(opened, element, "element")
        _because(out, query, iri, list(explain(opened, iri, query, values)))
        return
    result = run_pattern(opened, query, values)
    if cite:
        rows = [row for match in result.matches for row in match.rows]
        out.text(works_as_bibtex(opened, result.columns, rows))
    elif out.form == "table":
        out.lines(lines(result))
    else:
        out.text({"csv": pattern_csv, "json": pattern_json}[out.form](result))


def _list(out: Output) -> None:
    from l2kg.patterns import all_patterns

    rows = [(query.name, query.question) for query in all_patterns().values()]
    out.records(("name", "question"), rows)


def _because(out: Output, query: Query, iri: str, told: list[str]) -> None:
    if out.form == "json":
        out.json({"pattern": query.name, "element": iri, "lines": told})
    else:
        out.lines(told)


def _sparql(query: Query, asked: str) -> str:
    """Return the query for one of the lists of a pattern."""
    from l2kg.patterns.conditions import counter_text, non_match_text

    if asked == "matches":
        return query.body
    text = non_match_text(query) if asked == "non-matches" else counter_text(query)
    if text is None:
        raise UsageError(
            f"{query.name}: no condition of it is an outcome, so there is no query for"
            " counter-examples; ask for matches or non-matches"
        )
    return text.lstrip()
