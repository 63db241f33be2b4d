"""The commands for analysis: patterns, QCA, 2x2 tables, tactics, order, network."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from l2kg.cli.options import CITE, FORMAT, STORE, named_values, one_of_all
from l2kg.cli.output import open_data, print_lines, print_table, print_works
from l2kg.errors import UsageError

if TYPE_CHECKING:
    from l2kg.analysis.matrix import Matrix
    from l2kg.queries.header import Query

__all__ = ["CASES", "CONDITIONS", "coded"]


@click.command(
    help=(
        "Run a pattern: matches, near misses, counter-examples, non-matches, n and limits. "
        "Without a name, list the patterns."
    )
)
@click.argument("name", required=False)
@click.option(
    "--param",
    "params",
    multiple=True,
    metavar="NAME=VALUE",
    help="A parameter of the pattern; may be given again.",
)
@click.option(
    "--why",
    "element",
    metavar="ELEMENT",
    help=(
        "Explain one match down to its passages and rules, or say what an element lacks."
    ),
)
@FORMAT
@click.option(
    "--sparql",
    "asked",
    type=click.Choice(["matches", "counter-examples", "non-matches"]),
    help="Print the query for these instead, to run it anywhere.",
)
@CITE
@STORE
def pattern(
    name: str | None,
    params: tuple[str, ...],
    element: str | None,
    form: str,
    asked: str | None,
    cite: bool,
    store: str | None,
) -> None:
    """Run a pattern, or list the patterns."""
    from l2kg.cases.text import resolve
    from l2kg.patterns import all_patterns, find_pattern, run_pattern
    from l2kg.patterns.forms import pattern_csv, pattern_json
    from l2kg.patterns.text import lines
    from l2kg.patterns.why import explain

    one_of_all(
        {
            "--why": element is not None,
            "--sparql": asked is not None,
            "--cite": cite,
            "--format": form != "text",
        }
    )
    if name is None:
        print_table(
            ("pattern", "question"),
            [(query.name, query.question) for query in all_patterns().values()],
        )
        return
    query = find_pattern(name)
    if asked:
        click.echo(_sparql(query, asked), nl=False)
        return
    values = named_values(params)
    opened = open_data(store)
    if cite:
        result = run_pattern(opened, query, values)
        print_works(
            opened,
            result.columns,
            [row for match in result.matches for row in match.rows],
        )
        return
    if element is not None:
        print_lines(explain(opened, resolve(opened, element), query, values))
        return
    result = run_pattern(opened, query, values)
    if form == "text":
        print_lines(lines(result))
    else:
        click.echo({"csv": pattern_csv, "json": pattern_json}[form](result), nl=False)


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


def coded(
    names: tuple[str, ...], cases: tuple[str, ...], file: Path | None, store: str | None
) -> Matrix:
    """Read a matrix from a file, or code the cases of a store by conditions.

    All cases of either, unless some are named.
    """
    from functools import partial

    from l2kg.analysis.matrix import matrix
    from l2kg.analysis.matrixfile import matrix_of
    from l2kg.patterns import standing_by_case

    if file is not None:
        whole = matrix_of(file)
        return whole.only(cases) if cases else whole
    opened = open_data(store)
    return matrix(opened, names, cases=cases, coder=partial(standing_by_case, opened))


CONDITIONS = click.option(
    "-c",
    "--condition",
    "conditions",
    multiple=True,
    metavar="CONDITION",
    help=(
        "l2t:TACTIC, l2:CLASS, PROPERTY=CODE, a pattern's name, 'A|B' for either, or 'A"
        " before B' (as stated; 'A before B as implied' for both); give it again for more."
    ),
)
CASES = click.option(
    "--case",
    "cases",
    multiple=True,
    metavar="CASE",
    help="A case; give it again for more. Default: all that have no sub-cases.",
)
_CLOSED = click.option(
    "--closed",
    is_flag=True,
    help="Read what is not stated as absent; said aloud in the result.",
)
_MATRIX = click.option(
    "--matrix",
    "file",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Cases by conditions as CSV instead.",
)


@click.command(
    help=(
        "Crisp-set QCA of an outcome (such as positive-outcome): truth table, "
        "necessity, sufficiency, solutions, limits."
    )
)
@click.argument("outcome")
@CONDITIONS
@click.option(
    "--expect",
    "expected",
    multiple=True,
    metavar="CONDITION=+|-",
    help="An expectation, for the intermediate solution.",
)
@CASES
@_MATRIX
@_CLOSED
@STORE
def qca(
    outcome: str,
    conditions: tuple[str, ...],
    expected: tuple[str, ...],
    cases: tuple[str, ...],
    file: Path | None,
    closed: bool,
    store: str | None,
) -> None:
    """Run a crisp-set QCA of an outcome."""
    from l2kg.analysis.qca import lines
    from l2kg.analysis.qca import qca as analyse

    table = coded((*conditions, outcome), cases, file, store)
    if bad := [pair for pair in expected if not pair.rpartition("=")[0]]:
        raise UsageError(f"--expect {bad[0]!r}: write it as CONDITION=+ or CONDITION=-")
    expectations = dict(pair.rpartition("=")[::2] for pair in expected)
    print_lines(
        lines(
            analyse(
                table,
                outcome=outcome,
                conditions=conditions,
                closed=closed,
                expectations=expectations,
            )
        )
    )


@click.command()
@click.argument("first")
@click.argument("second")
@CASES
@_MATRIX
@_CLOSED
@STORE
def cross(
    first: str,
    second: str,
    cases: tuple[str, ...],
    file: Path | None,
    closed: bool,
    store: str | None,
) -> None:
    """Cross two conditions in a 2x2 table with Fisher's exact test and the odds ratio."""
    from l2kg.analysis import lines, two_by_two

    print_lines(
        lines(
            two_by_two(
                coded((first, second), cases, file, store), first, second, closed=closed
            )
        )
    )


@click.command()
@click.option(
    "--unit", type=click.Choice(["case", "measure"]), default="case", show_default=True
)
@click.option("--wider", is_flag=True, help="Count wider tactics too.")
@STORE
def tactics(unit: Any, wider: bool, store: str | None) -> None:
    """Show which tactics go together: support, confidence, lift."""
    from l2kg.analysis import co_occurrence, lines

    print_lines(lines(co_occurrence(open_data(store), unit=unit, wider=wider)))


@click.command()
@click.argument("case")
@click.option(
    "--only",
    "chosen",
    multiple=True,
    metavar="NAME",
    help="An occurrence of the case; give it again for more. Default: all.",
)
@click.option(
    "--implied",
    is_flag=True,
    help="Count in what follows from the wording only, and mark it.",
)
@STORE
def order(
    case: str, chosen: tuple[str, ...], store: str | None, *, implied: bool
) -> None:
    """Show the stated order of a case, and in how many ways it could have gone on."""
    from l2kg.analysis.orders import lines, partial_order

    found = partial_order(
        open_data(store),
        case,
        chosen=chosen,
        grade="implied" if implied else "stated",
    )
    print_lines(lines(found))


@click.command()
@click.argument("case", required=False)
@FORMAT
@STORE
def network(case: str | None, form: str, store: str | None) -> None:
    """Show who influences whom in a case or in all; as a table, where people stand."""
    from l2kg.analysis.centrality import among_people, places_csv, places_json
    from l2kg.analysis.network import lines
    from l2kg.analysis.network import network as draw

    graph = draw(open_data(store), case)
    if form == "text":
        print_lines(lines(graph))
    else:
        write = {"csv": places_csv, "json": places_json}[form]
        click.echo(write(among_people(graph)), nl=False)
