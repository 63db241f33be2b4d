"""The knowledge graph as tidy tables, for pandas, R, Stata and spreadsheets.

A row is an element, a column a property.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from l2kg.analysis.orders import reduction
from l2kg.errors import NotFoundError
from l2kg.export.columns import (
    Column,
    Kind,
    case_of_evidence,
    cells,
    columns_of,
    empty,
    places,
)
from l2kg.extras import needs
from l2kg.namespaces import (
    BASE,
    L2,
    L2T,
    L2V,
    RULE,
    SKOS,
    short,
    snake,
)
from l2kg.queries.run import ask
from l2kg.schema import schema
from l2kg.wording import nearest

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    import pandas as pd
    import pyoxigraph as ox

    from l2kg.csv_text import Cell

__all__ = [
    "Column",
    "Kind",
    "TableData",
    "frame",
    "read_table",
    "table_names",
    "table_titles",
    "to_frame",
]


@dataclass(frozen=True, slots=True)
class TableData:
    """A table with its title, its columns, and its rows of cells."""

    name: str
    title: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]

    @property
    def key(self) -> str:
        """Return the name of the column that names the row, or nothing."""
        return "id" if self.columns[0].kind == "id" else ""


_DTYPES = {
    "flag": "bool",
    "count": "Int64",
    "date": "datetime64[s]",
    "refs": "object",
    "codes": "object",
    "texts": "object",
}
_KEY = (
    "The name of the row: what follows https://w3id.org/l2kg/case/ (or actor/, source/) in"
    " its IRI."
)
_ORDER = "What comes before what, pair by pair"
_LINKS = "All ties of elements, one a row"
_CONCEPTS = {
    "tactics": ("Tactics, a taxonomy", L2T),
    "codes": ("Codes of the closed lists", L2V),
}


_CONCEPT_COLUMNS = (
    Column("label", "text", "Its label.", f"{SKOS}prefLabel"),
    Column(
        "definition",
        "text",
        "Its definition.",
        f"{SKOS}definition",
    ),
    Column(
        "broader",
        "refs",
        "Wider concepts.",
        f"{SKOS}broader",
    ),
    Column(
        "list",
        "refs",
        "The lists that it is in.",
        f"{SKOS}inScheme",
    ),
)


def table_names() -> tuple[str, ...]:
    """Return the names of all tables.

    Tables of elements come in the order of the codebook, then order, links and codes.
    """
    return tuple(table_titles())


def table_titles() -> dict[str, str]:
    """Return what the rows of each table are, by the tables' names in their order."""
    return {
        **{cls.table: cls.title for cls in schema().tables},
        "order": _ORDER,
        "links": _LINKS,
        **{name: title for name, (title, _) in _CONCEPTS.items()},
    }


def read_table(store: ox.Store, name: str) -> TableData:
    """Read a table from a store; rows come in the order of their key.

    Raises:
        NotFoundError: there is no such table; the text suggests the nearest.
    """
    names = table_names()
    if name not in names:
        raise NotFoundError(
            f"no table {name!r}{nearest(name, names)}; the tables are {', '.join(names)}"
        )
    if name in _CONCEPTS:
        return _concepts(store, name)
    if name == "order":
        return _order(store)
    return _links(store) if name == "links" else _elements(store, name)


def frame(store: ox.Store, name: str) -> pd.DataFrame:
    """Return a table as a data frame of pandas.

    Cells with several values hold tuples, so that `explode` makes a row of each. What is
    not stated is missing.

    Raises:
        NotFoundError: there is no such table; the text suggests the nearest.
    """
    return to_frame(read_table(store, name))


def to_frame(table: TableData) -> pd.DataFrame:
    """Turn a table into a data frame with a type for each kind of column."""
    with needs("frames"):
        import pandas as pd

    series: dict[str, pd.Series] = {}
    for i, column in enumerate(table.columns):
        cells = [None if row[i] == () else row[i] for row in table.rows]
        dtype = _DTYPES.get(column.kind, "string")
        series[column.name] = pd.Series(cells, dtype=dtype)
    return pd.DataFrame(series)


def _elements(store: ox.Store, name: str) -> TableData:
    cls = next(cls for cls in schema().tables if cls.table == name)
    found = ask(store, f"SELECT DISTINCT ?e {{ ?e a l2:{cls.name} }}")
    members = sorted(iri for (iri,) in found if iri.startswith(BASE))
    columns: list[tuple[Column, Mapping[str, Cell]]] = [_key(_KEY, members)]
    columns += columns_of(cls, store)
    if name == "occurrences":
        columns += places(store)
    if name == "evidence":
        columns.insert(1, case_of_evidence(store))
    return _table(name, cls.title, members, columns)


def _key(words: str, members: Iterable[str]) -> tuple[Column, dict[str, Cell]]:
    """Return the column that names the rows, given what it means and the IRIs of the rows."""
    return Column("id", "id", words), {iri: short(iri) for iri in members}


def _table(
    name: str,
    title: str,
    members: Iterable[str],
    columns: Sequence[tuple[Column, Mapping[str, Cell]]],
) -> TableData:
    rows = [
        tuple(values.get(iri, empty(column)) for column, values in columns)
        for iri in members
    ]
    return TableData(
        name=name,
        title=title,
        columns=tuple(column for column, _ in columns),
        rows=tuple(rows),
    )


_PAIRS = """SELECT DISTINCT ?case ?a ?b {
  VALUES ?p { l2:precedesAsImplied l2:precedesByDate }
  ?a ?p ?b ; l2:inCase ?case
}"""
_STATEMENTS = "SELECT ?a ?b ?r { ?r l2:locates ?a ; l2:relativeTo ?b }"


def _order(store: ox.Store) -> TableData:
    """Return every ordered pair of occurrences, stated, implied or by date."""
    stated = _pairs(store, "precedesAsStated")
    ended = _pairs(store, "endsBeforeAsStated")
    implied = _pairs(store, "precedesAsImplied")
    implied_ended = _pairs(store, "endsBeforeAsImplied")
    dated = _pairs(store, "precedesByDate")
    steps = reduction(stated)
    relations: dict[tuple[str, str], list[str]] = {}
    for first, second, relation in ask(store, _STATEMENTS):
        relations.setdefault((first, second), []).append(short(relation))
    rows: list[tuple[Cell, ...]] = []
    for case, first, second in ask(store, _PAIRS):
        pair = (first, second)
        row = (
            short(first),
            short(second),
            short(case),
            pair in stated,
            pair in ended,
            pair in dated,
            pair in steps,
            tuple(sorted(relations.get(pair, ()))),
            pair in implied,
            pair in implied_ended,
        )
        rows.append(row)
    columns = (
        Column(
            "first",
            "ref",
            "The occurrence that begins first.",
            to="occurrences",
        ),
        Column(
            "second",
            "ref",
            "The occurrence that begins later.",
            to="occurrences",
        ),
        Column(
            "in_case",
            "ref",
            "The case of the first.",
            to="cases",
        ),
        Column(
            "as_stated",
            "flag",
            "TRUE where sources state the order, or it follows from what they state.",
            f"{L2}precedesAsStated",
        ),
        Column(
            "over_before",
            "flag",
            "TRUE where the first is stated to be over before the second begins.",
            f"{L2}endsBeforeAsStated",
        ),
        Column(
            "by_date",
            "flag",
            "TRUE where the dates of both give the order.",
            f"{L2}precedesByDate",
        ),
        Column(
            "step",
            "flag",
            "TRUE where no third occurrence is stated to lie between the two.",
        ),
        Column(
            "stated_in",
            "refs",
            "The temporal relations that state or imply it; none where it follows from"
            " others.",
        ),
        Column(
            "as_implied",
            "flag",
            "TRUE where sources state or imply the order, or it follows from what they"
            " state and imply; where as_stated is FALSE it is implied only.",
            f"{L2}precedesAsImplied",
        ),
        Column(
            "over_before_as_implied",
            "flag",
            "TRUE where the first is stated or implied to be over before the second"
            " begins.",
            f"{L2}endsBeforeAsImplied",
        ),
    )
    return TableData(
        "order",
        _ORDER,
        columns,
        tuple(sorted(rows)),
    )


def _pairs(store: ox.Store, name: str) -> set[tuple[str, str]]:
    """Return what a property of ours joins."""
    rows = ask(store, f"SELECT ?a ?b {{ ?a l2:{name} ?b }}")
    return {(first, second) for first, second in rows}


_TRIPLES = """SELECT ?case ?e ?p ?v {
  { ?e l2:inCase ?case } UNION { ?e a l2:Case . BIND(?e AS ?case) }
  ?e ?p ?v . FILTER(isIRI(?v) && STRSTARTS(STR(?p), STR(l2:)))
}"""
_DERIVED = (
    "SELECT ?g ?e ?p ?v {{ GRAPH ?g {{ ?e ?p ?v }} FILTER(STRSTARTS(STR(?g), '{rule}') &&"
    " STRSTARTS(STR(?p), STR(l2:))) }}"
)


def _links(store: ox.Store) -> TableData:
    """Return each tie of an element to another thing as a row.

    It is for joins, where a cell with several values is in the way.
    """
    derived: dict[tuple[str, ...], list[str]] = {}
    for rule, *triple in ask(store, _DERIVED.format(rule=RULE)):
        derived.setdefault(tuple(triple), []).append(short(rule))
    rows: list[tuple[Cell, ...]] = []
    for case, element, name, value in set(ask(store, _TRIPLES)):
        rules = derived.get((element, name, value), [])
        row = (
            short(element),
            short(case),
            snake(name.removeprefix(L2)),
            short(value),
            bool(rules),
            tuple(sorted(rules)),
        )
        rows.append(row)
    columns = (
        Column("element", "ref", "The element, or the case."),
        Column("in_case", "ref", "Its case.", to="cases"),
        Column(
            "property",
            "code",
            "The property, named as the columns of the other tables.",
        ),
        Column(
            "value",
            "ref",
            "What it is tied to: an element, an actor, a code, a tactic, a passage, a"
            " work.",
        ),
        Column(
            "derived",
            "flag",
            "TRUE where a rule derived it, FALSE where it was authored.",
        ),
        Column(
            "rules",
            "codes",
            "The rules by which it was derived.",
        ),
    )
    return TableData(
        "links",
        _LINKS,
        columns,
        tuple(sorted(rows)),
    )


def _concepts(store: ox.Store, name: str) -> TableData:
    title, space = _CONCEPTS[name]
    found = ask(store, "SELECT DISTINCT ?e { ?e a skos:Concept }")
    members = sorted(iri for (iri,) in found if iri.startswith(space))
    columns: list[tuple[Column, Mapping[str, Cell]]] = [
        _key("The code as it stands in the other tables.", members),
    ]
    for column in _CONCEPT_COLUMNS:
        values = cells(store, f"?e <{column.iri}> ?v", column.kind)
        columns.append((column, values))
    return _table(name, title, members, columns)
