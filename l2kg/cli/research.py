"""The commands for analysis: QCA, 2x2 tables, tactics, order, network."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from l2kg.cli.grammar import OldArgument, command
from l2kg.cli.names import CaseName
from l2kg.cli.options import CASE, CASES, STORE, prints
from l2kg.cli.output import open_data
from l2kg.errors import UsageError

if TYPE_CHECKING:
    from l2kg.analysis.matrix import Matrix
    from l2kg.cli.output import Output

__all__ = ["CONDITIONS", "coded", "cross", "network", "order", "qca", "tactics"]


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
_CLOSED = click.option(
    "--closed",
    is_flag=True,
    help="Read what is not stated as absent; said aloud in the result.",
)
_MATRIX = click.option(
    "--matrix",
    "file",
    metavar="FILE.csv",
    type=click.Path(path_type=Path),
    help="Cases by conditions as CSV instead; -: from standard input.",
)


@command(
    "Crisp-set QCA",
    "l2kg qca positive-outcome -c l2:BackChannel -c reciprocal-help",
    "l2kg qca positive-outcome -c l2:BackChannel --closed --format json",
    help=(
        "Crisp-set QCA of an outcome (such as positive-outcome): truth table, "
        "necessity, sufficiency, solutions, limits. As CSV: the truth table."
    ),
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
@prints("table", "csv", "json")
@STORE
def qca(
    outcome: str,
    conditions: tuple[str, ...],
    expected: tuple[str, ...],
    cases: tuple[str, ...],
    file: Path | None,
    closed: bool,
    store: str | None,
    out: Output,
) -> None:
    """Run a crisp-set QCA of an outcome."""
    from l2kg.analysis.qca import lines
    from l2kg.analysis.qca import qca as analyse
    from l2kg.analysis.qca.forms import qca_rows, qca_value

    table = coded((*conditions, outcome), cases, file, store)
    if bad := [pair for pair in expected if not pair.rpartition("=")[0]]:
        raise UsageError(f"--expect {bad[0]!r}: write it as CONDITION=+ or CONDITION=-")
    found = analyse(
        table,
        outcome=outcome,
        conditions=conditions,
        closed=closed,
        expectations=dict(pair.rpartition("=")[::2] for pair in expected),
    )
    out.told(found, lines, qca_rows, qca_value)


@command(
    "Cross two conditions",
    "l2kg cross l2:BackChannel positive-outcome",
    "l2kg cross l2:BackChannel positive-outcome --closed --format csv",
)
@click.argument("first")
@click.argument("second")
@CASES
@_MATRIX
@_CLOSED
@prints("table", "csv", "json")
@STORE
def cross(
    first: str,
    second: str,
    cases: tuple[str, ...],
    file: Path | None,
    closed: bool,
    store: str | None,
    out: Output,
) -> None:
    """Cross two conditions in a 2x2 table with Fisher's exact test and the odds ratio.

    As CSV: a row for each case, with what is stated of it.
    """
    from l2kg.analysis import lines, two_by_two
    from l2kg.analysis.forms import cross_rows, cross_value

    table = coded((first, second), cases, file, store)
    found = two_by_two(table, first, second, closed=closed)
    out.told(found, lines, cross_rows, cross_value)


@command(
    "Tactics used together",
    "l2kg tactics",
    "l2kg tactics --unit measure --wider --min 2 --format csv",
)
@click.option(
    "--unit", type=click.Choice(["case", "measure"]), default="case", show_default=True
)
@click.option("--wider", is_flag=True, help="Count wider tactics too.")
@CASES
@click.option(
    "--min",
    "least",
    type=click.IntRange(1),
    default=1,
    show_default=True,
    help="Only pairs that occur together in so many units or more.",
)
@prints("table", "csv", "json")
@STORE
def tactics(
    unit: Any,
    wider: bool,
    cases: tuple[str, ...],
    least: int,
    store: str | None,
    out: Output,
) -> None:
    """Show which tactics go together: support, confidence, lift."""
    from l2kg.analysis import co_occurrence, lines
    from l2kg.analysis.forms import tactics_rows, tactics_value

    found = co_occurrence(open_data(store), unit=unit, wider=wider, cases=cases)
    found = found.at_least(least)
    out.told(found, lines, tactics_rows, tactics_value)


@command(
    "What came before what",
    "l2kg order --case german-reunification",
    "l2kg order --case geneva-accord --implied --format csv",
)
@click.option("--case", type=CaseName(), help="The case by its name; needed.")
@click.argument("old_case", cls=OldArgument, now="case")
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
@prints("table", "csv", "json")
@STORE
def order(
    case: str | None,
    chosen: tuple[str, ...],
    store: str | None,
    out: Output,
    *,
    implied: bool,
) -> None:
    """Show the stated order of a case, and in how many ways it could have gone on.

    As CSV: a row for each pair of which no third lies between.
    """
    from l2kg.analysis.forms import order_rows, order_value
    from l2kg.analysis.orders import lines, partial_order

    if case is None:
        raise UsageError("name a case with --case; `l2kg query cases` lists them")
    found = partial_order(
        open_data(store),
        case,
        chosen=chosen,
        grade="implied" if implied else "stated",
    )
    out.told(found, lines, order_rows, order_value)


@command(
    "Who influences whom",
    "l2kg network --case german-reunification",
    "l2kg network --format csv --output people.csv",
)
@CASE
@click.argument("old_case", cls=OldArgument, now="case")
@prints("table", "csv", "json")
@STORE
def network(case: str | None, store: str | None, out: Output) -> None:
    """Show who influences whom in a case or in all.

    As CSV and JSON: where people stand among people. The ties themselves: `l2kg export
    network`.
    """
    from l2kg.analysis.centrality import among_people, places_csv, places_json
    from l2kg.analysis.network import lines
    from l2kg.analysis.network import network as draw

    graph = draw(open_data(store), case)
    if out.form == "table":
        out.lines(lines(graph))
    else:
        write = {"csv": places_csv, "json": places_json}[out.form]
        out.text(write(among_people(graph)))
