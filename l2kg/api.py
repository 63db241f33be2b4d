"""What `import l2kg` gives to scripts and notebooks: questions, patterns, cases and tables.

Each function opens the shipped data, or what L2KG_STORE names, or `store`: a folder that
`l2kg build` wrote, the address of an endpoint, or an open store. What is wrong with a call
is a ValueError of one line, with the nearest name. pandas is imported where a data frame is
made.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    import pandas as pd
    import pyoxigraph as ox
    import rdflib

    from l2kg.analysis.matrix import Matrix
    from l2kg.frames.qca import Qca
    from l2kg.frames.shown import Case, Pattern, Text

__all__ = [
    "case",
    "cite",
    "columns",
    "cross",
    "graph",
    "join",
    "order",
    "pattern",
    "qca",
    "query",
    "search",
    "show",
    "table",
    "tables",
    "tactics",
]


def query(
    what: str | Path | None = None,
    *,
    store: str | ox.Store | None = None,
    **params: object,
) -> pd.DataFrame:
    """Ask a named query, a text of SPARQL or a file (.rq).

    For instance `l2kg.query("back-channels", case="german-reunification")`; without a name,
    the queries that there are. Things are called by their ids in the
    tables; the answer to a named query has a column of labels beside each column of ids,
    such as `case_label`. A cell that lists passages holds a tuple of ids; what is not
    stated is missing. A text needs no PREFIX lines for our prefixes.

    Raises:
        NotFoundError: there is no such query or case; the text suggests the nearest.
        UsageError: a parameter that the query does not have, or of the wrong type.
        QueryError: the text is no SPARQL, or asks for no table.
    """
    from l2kg.frames.asking import ask, listed
    from l2kg.store import open_source

    if what is None:
        return listed()
    source = open_source(store) if store is None or isinstance(store, str) else store
    return ask(source, what, params)


def pattern(
    name: str, *, store: str | ox.Store | None = None, **params: object
) -> Pattern:
    """Run a pattern: `matches`, `near_misses`, `counter_examples`, `non_matches` and `limits` are frames.

    `l2kg.query()` lists the patterns among the queries.

    Raises:
        NotFoundError: there is no such pattern or case; the text suggests the nearest.
        UsageError: a parameter that the pattern does not have, or of the wrong type.
    """
    from l2kg.frames.asking import values_of
    from l2kg.frames.shown import Pattern
    from l2kg.patterns import run_pattern

    opened, values = _opened(store), values_of(params)
    return Pattern(run_pattern(opened, name, values), opened, values)


def case(slug: str, *, store: str | ox.Store | None = None) -> Case:
    """Return a case, which shows its figure in a notebook: `l2kg.case("german-reunification")`.

    Raises:
        NotFoundError: there is no such case; the text names the nearest.
    """
    from l2kg.cases import load_case
    from l2kg.frames.shown import Case

    opened = _opened(store)
    return Case(load_case(opened, slug), opened)


def tables() -> pd.DataFrame:
    """Return the tables that `l2kg.table` gives, each with what its rows are."""
    from l2kg.export.tables import table_titles
    from l2kg.frames.typed import frame_of_texts

    return frame_of_texts(("name", "title"), table_titles().items())


def table(name: str, *, store: str | ox.Store | None = None) -> pd.DataFrame:
    """Return a table of the data as a data frame: `l2kg.table("measures")`.

    Cells with several values hold tuples, so that `explode` makes a row of each; what is
    not stated is missing. `l2kg.tables()` lists the tables.

    Raises:
        NotFoundError: there is no such table; the text suggests the nearest.
    """
    from l2kg.export.tables import frame

    return frame(_opened(store), name)


def columns(table: str, *, store: str | ox.Store | None = None) -> pd.DataFrame:
    """Return what each column of a table holds: kind, description, property, table it leads to.

    Raises:
        NotFoundError: there is no such table; the text suggests the nearest.
    """
    from l2kg.frames.looking import columns_frame

    return columns_frame(_opened(store), table)


def show(what: str, *, store: str | ox.Store | None = None) -> Text:
    """Return a case, element, actor or term with all that is known of it, as `l2kg show` prints it.

    Raises:
        NotFoundError: nothing is called so; the text suggests the nearest.
    """
    from l2kg.cases.text import lines
    from l2kg.frames.shown import Text

    return Text("\n".join(lines(_opened(store), what)))


def search(
    words: str,
    *,
    kind: str | None = None,
    case: str | None = None,
    store: str | ox.Store | None = None,
) -> pd.DataFrame:
    """Find words in names, descriptions, tactics, terms and claims, as `l2kg search` does.

    `kind` is case, person (bodies too), tactic, term, claim or element.

    Raises:
        UsageError: there is no such kind.
        NotFoundError: there is no such case; the text suggests the nearest.
    """
    from l2kg.frames.looking import found_frame

    return found_frame(_opened(store), words, kind, case)


def order(
    case: str, *, implied: bool = False, store: str | ox.Store | None = None
) -> pd.DataFrame:
    """Return the stated order of a case, a row for each pair of which no third lies between.

    `implied` counts in what follows from the wording only. `frame.attrs["l2kg"]` has what
    `l2kg order` says, as lines; that of `cross` and `tactics` too.

    Raises:
        NotFoundError: there is no such case; the text suggests the nearest.
    """
    from l2kg.analysis.forms import order_rows
    from l2kg.analysis.orders import lines, partial_order
    from l2kg.frames.looking import told_frame

    found = partial_order(_opened(store), case, grade="implied" if implied else "stated")
    return told_frame(*order_rows(found), lines(found))


def tactics(
    *,
    unit: Literal["case", "measure"] = "case",
    wider: bool = False,
    cases: str | Sequence[str] = (),
    least: int = 1,
    store: str | ox.Store | None = None,
) -> pd.DataFrame:
    """Return which tactics go together, a row for each pair, with support, confidence and lift.

    Only pairs that occur together in `least` units or more; `wider` counts wider tactics
    too.

    Raises:
        NotFoundError: there is no such case; the text suggests the nearest.
    """
    from l2kg.analysis import co_occurrence, lines
    from l2kg.analysis.forms import tactics_rows
    from l2kg.frames.looking import told_frame

    opened, chosen = _opened(store), _names(cases)
    found = co_occurrence(opened, unit=unit, wider=wider, cases=chosen).at_least(least)
    return told_frame(*tactics_rows(found), lines(found))


def cross(
    first: str,
    second: str,
    *,
    cases: str | Sequence[str] = (),
    closed: bool = False,
    matrix: pd.DataFrame | None = None,
    store: str | ox.Store | None = None,
) -> pd.DataFrame:
    """Cross two conditions, as `qca` names them: a row for each case with the cell in which it is.

    Raises:
        NotFoundError: a condition or case that is not known; the text suggests the nearest.
    """
    from l2kg.analysis import lines, two_by_two
    from l2kg.analysis.forms import cross_rows
    from l2kg.frames.looking import told_frame

    made = _matrix((first, second), cases, matrix, store)
    found = two_by_two(made, first, second, closed=closed)
    return told_frame(*cross_rows(found), lines(found))


def qca(
    outcome: str,
    conditions: str | Sequence[str] = (),
    *,
    cases: str | Sequence[str] = (),
    expect: Mapping[str, str] | None = None,
    closed: bool = False,
    matrix: pd.DataFrame | None = None,
    store: str | ox.Store | None = None,
) -> Qca:
    """Run a crisp-set QCA: `l2kg.qca("positive-outcome", ["l2:BackChannel", "l2:SuccessfulHelp"])`.

    A condition is `l2t:TACTIC`, `l2:CLASS`, `PROPERTY=CODE`, a pattern's name, `A|B` for
    either, or `A before B`. `expect` has `+` or `-` by condition, for the intermediate
    solution; `closed` reads what is not stated as absent. A `matrix` of your own, cases by
    conditions of 1, 0 and missing, takes the place of our cases.

    Raises:
        NotFoundError: a condition or case that is not known; the text suggests the nearest.
        UsageError: no condition, more than eight, or one twice.
    """
    from l2kg.analysis.qca import qca as analyse
    from l2kg.frames.qca import Qca

    names = _names(conditions)
    made = _matrix((*names, outcome), cases, matrix, store)
    return Qca(
        analyse(
            made, outcome=outcome, conditions=names, closed=closed, expectations=expect
        )
    )


def cite(*things: object, store: str | ox.Store | None = None) -> Text:
    """Return the works behind cases, elements, frames or patterns as BibTeX.

    A thing is a name (`"german-reunification"`), what `l2kg.case` or `l2kg.pattern` gives,
    or a data frame, which stands for the passages that its rows list.

    Raises:
        NotFoundError: a name that means nothing; the text suggests the nearest.
    """
    from l2kg.frames.citing import bibliography

    return bibliography(_opened(store), things)


def graph(*, store: str | ox.Store | None = None) -> rdflib.Dataset:
    """Return the knowledge graph as a Dataset of rdflib, over the same store and with nothing copied.

    Its default graph is the merge of all, each triple once; the named graphs are the cases
    and other files, what was derived, and what each rule derived. It is read-only. Our
    prefixes are bound. A query that names what nothing has is answered, with a Python
    warning (`l2kg.queries.notices.NoticeWarning`) that says what is called nearly so; one
    that is no SPARQL raises a QueryError of one line.
    """
    from l2kg.queries.dataset import KnowledgeGraph

    return KnowledgeGraph(_opened(store))


def join(
    frame: pd.DataFrame,
    *,
    on: str | Sequence[str],
    scheme: str | None = None,
    dates: str | None = None,
    long: bool = False,
    reverse: bool = False,
    store: str | ox.Store | None = None,
) -> pd.DataFrame:
    """Add our cases and elements to a table of actors and dates.

    For instance `l2kg.join(frame, on="ccode,year", scheme="cow")`: `on` names the
    columns, in a text or a list, of actor and date, or those of two actors, of start and end, of year, month
    and day, each with its role where that cannot be told (`"year=styear"`); `scheme` says
    what the actor's column holds (cow, gw, iso3, vdem, archigos, wikidata, name, ...), and
    may be left out where one scheme alone fits; `dates` says how dates are written that
    can be read in two ways (dmy, mdy, stata, spreadsheet). The
    rows stay as they are and get columns that begin with `l2kg_`; where `long`, each
    match is a row; where `reverse`, our dated elements are the rows. Cells with several
    values hold tuples. What became of each row is told by `l2kg_status` (matched,
    ambiguous, unmatched) and `l2kg_note`, and for all of them by `frame.attrs["l2kg"]`, a
    list of lines.

    Raises:
        NotFoundError: there is no such column or scheme.
        UsageError: no scheme or several fit, no code is known, or no date is understood.
    """
    from l2kg.frames.joined import joined_frame

    return joined_frame(
        _opened(store),
        frame,
        on=_names(on),
        scheme=scheme,
        dates=dates,
        long=long,
        reverse=reverse,
    )


def _matrix(
    names: Sequence[str],
    cases: str | Sequence[str],
    own: pd.DataFrame | None,
    store: str | ox.Store | None,
) -> Matrix:
    """Read cases by conditions from a frame, or code the cases of a store by some conditions."""
    from functools import partial

    from l2kg.analysis.matrix import matrix as coded
    from l2kg.patterns import standing_by_case

    chosen = _names(cases)
    if own is not None:
        from l2kg.frames.qca import matrix_in

        whole = matrix_in(own)
        return whole.only(chosen) if chosen else whole
    opened = _opened(store)
    return coded(opened, names, cases=chosen, coder=partial(standing_by_case, opened))


def _opened(store: str | ox.Store | None) -> ox.Store:
    from l2kg.store import open_store

    return open_store(store) if store is None or isinstance(store, str) else store


def _names(names: str | Sequence[str]) -> tuple[str, ...]:
    """Return names that are given in a list, or in a text with commas between them."""
    listed = names.split(",") if isinstance(names, str) else names
    return tuple(name.strip() for name in listed if name.strip())
