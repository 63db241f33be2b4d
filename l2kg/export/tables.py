"""The knowledge graph as tidy tables: one row an element, one column a property, for pandas, R, Stata and spreadsheets."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from l2kg.analysis.orders import ranks, reduction
from l2kg.cases.reading import local_name
from l2kg.errors import NotFoundError
from l2kg.export.tablespecs import CONCEPTS, SPACES, SPECS, TO, WORDS
from l2kg.namespaces import BASE, GRAPH, L2, RULE, SKOS, short
from l2kg.queries.run import ask
from l2kg.wording import nearest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    import pandas as pd
    import pyoxigraph as ox

    from l2kg.csv_text import Cell

__all__ = [
    "TABLES",
    "Column",
    "Kind",
    "TableData",
    "frame",
    "read_table",
    "snake",
    "to_frame",
]

Kind = Literal[
    "id", "ref", "refs", "code", "codes", "text", "texts", "date", "flag", "count"
]


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its name, what it means, what its cells hold, and the table and property that it comes from.

    Cells of kind `refs`, `codes` and `texts` hold tuples. A reference names a row of the
    table in `to` where that is always one.
    """

    name: str
    kind: Kind
    description: str
    iri: str = ""
    to: str = ""


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


TABLES: tuple[str, ...] = (*SPECS, "order", "links", *CONCEPTS)


def read_table(store: ox.Store, name: str) -> TableData:
    """Read a table from a store; rows come in the order of their key.

    Raises:
        NotFoundError: there is no such table; the text suggests the nearest.
    """
    if name not in TABLES:
        raise NotFoundError(
            f"no table {name!r}{nearest(name, TABLES)}; the tables are"
            f" {', '.join(TABLES)}"
        )
    if name in CONCEPTS:
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
    import pandas as pd

    kinds = {
        "flag": "bool",
        "count": "Int64",
        "date": "datetime64[s]",
        "refs": "object",
        "codes": "object",
        "texts": "object",
    }
    cells = list(zip(*table.rows, strict=True)) or [()] * len(table.columns)
    pairs = zip(table.columns, cells, strict=True)
    return pd.DataFrame(
        {
            column.name: pd.Series(list(values), dtype=kinds.get(column.kind, "string"))
            for column, values in pairs
        }
    )


def snake(name: str) -> str:
    """Write a property's or class's name as a column's.

    >>> snake("helpsAcrossTable"), snake("BackChannel"), snake("inCase")
    ('helps_across_table', 'back_channel', 'in_case')
    """
    return (
        "status"
        if name == "epistemicStatus"
        else re.sub(r"(?<=[a-z])(?=[A-Z])", "_", name).lower()
    )


def _elements(store: ox.Store, name: str) -> TableData:
    spec = SPECS[name]
    members = [
        row[0]
        for row in ask(store, f"SELECT DISTINCT ?e {{ ?e a l2:{spec.of} }}")
        if row[0].startswith(BASE)
    ]
    key = Column("id", "id", WORDS["key"])
    made = [(key, {iri: short(iri) for iri in members})] + [
        _column(store, spec.of, text) for text in spec.columns.split()
    ]
    if name == "occurrences":
        made[-3:-3] = _places(store)
    return _table(name, spec.title, sorted(members), made)


def _table(
    name: str,
    title: str,
    members: Iterable[str],
    made: list[tuple[Column, Mapping[str, Cell]]],
) -> TableData:
    rows = tuple(
        tuple(values.get(iri, _none(column)) for column, values in made)
        for iri in members
    )
    return TableData(name, title, tuple(column for column, _ in made), rows)


def _none(column: Column) -> Cell:
    return (
        False
        if column.kind == "flag"
        else ()
        if column.kind in {"refs", "codes", "texts"}
        else None
    )


def _column(store: ox.Store, of: str, text: str) -> tuple[Column, Mapping[str, Cell]]:
    """Read one column: its description from the ontology, its cells by row."""
    if text == "types*":
        return Column("types", "codes", WORDS["types"]), _typed(store, of)
    if text.startswith("?"):
        members = ask(store, f"SELECT ?e {{ ?e a l2:{text[1:]} }}")
        said = (
            f"{_defined(store, L2 + text[1:])} FALSE where it is not so classified: the"
            " sources may be silent."
        )
        return Column(snake(text[1:]), "flag", said, L2 + text[1:]), {
            iri: True for (iri,) in members
        }
    many = text.endswith("*")
    alias, _, prop = text.rstrip("*").rpartition("=")
    bare = prop.removeprefix("^")
    iri = SPACES.get(bare, L2) + bare
    kind = _kind(store, iri, many=many)
    to = "" if prop.startswith("^") else TO.get(bare, "")
    said = WORDS.get(bare) or _defined(store, iri)
    said = (
        f"The other direction of {snake(bare)}: {said}" if prop.startswith("^") else said
    )
    where = (
        f"?v <{iri}> ?e . ?e a l2:{of}"
        if prop.startswith("^")
        else f"?e a l2:{of} ; <{iri}> ?v"
    )
    return Column(alias or snake(bare), kind, said, iri, to), _cells(store, where, kind)


def _kind(store: ox.Store, iri: str, *, many: bool) -> Kind:
    """Tell from the range of a property what its cells hold."""
    rows = ask(
        store,
        "SELECT ?p ?range ?kind { ?p a ?kind OPTIONAL { ?p rdfs:range ?range } }",
        p=iri,
    )
    ranges = {local_name(row[0]) for row in rows}
    if "Concept" in ranges:
        return "codes" if many else "code"
    if any(local_name(row[1]) == "ObjectProperty" for row in rows):
        return "refs" if many else "ref"
    return (
        "texts"
        if many
        else "date"
        if local_name(iri) in {"earliest", "latest"}
        else "text"
    )


def _defined(store: ox.Store, iri: str) -> str:
    return min(
        (row[0] for row in ask(store, "SELECT ?p ?d { ?p skos:definition ?d }", p=iri)),
        default="",
    )


def _cells(store: ox.Store, where: str, kind: Kind) -> dict[str, Cell]:
    found: dict[str, list[tuple[bool, str]]] = {}
    for iri, value, language in ask(
        store,
        f'SELECT DISTINCT ?e ?v (IF(isLiteral(?v), LANG(?v), "") AS ?l) {{ {where} }}',
    ):
        found.setdefault(iri, []).append((language not in {"en", ""}, value))
    make: Callable[[list[tuple[bool, str]]], Cell] = (
        _one if kind in {"ref", "code", "text", "date"} else _many
    )
    return {iri: make(sorted(values)) for iri, values in found.items()}


def _one(values: list[tuple[bool, str]]) -> Cell:
    return short(values[0][1])


def _many(values: list[tuple[bool, str]]) -> Cell:
    return tuple(short(value) for _, value in values)


def _typed(store: ox.Store, of: str) -> dict[str, Cell]:
    """Return the classes that were authored, by element."""
    authored = (
        f'FILTER(!STRSTARTS(STR(?g), "{RULE}") && STR(?g) != "{GRAPH}inferred" &&'
        f' STRSTARTS(STR(?v), "{L2}"))'
    )
    return _cells(store, f"?e a l2:{of} . GRAPH ?g {{ ?e a ?v }} {authored}", "codes")


def _places(store: ox.Store) -> list[tuple[Column, Mapping[str, Cell]]]:
    pairs = ask(store, "SELECT ?a ?b { ?a l2:precedesAsStated ?b }")
    taking_part = {one for pair in pairs for one in pair}
    later, before = (
        Counter(first for first, _ in pairs),
        Counter(second for _, second in pairs),
    )
    return [
        (Column("rank", "count", WORDS["rank"]), dict(ranks(taking_part, pairs))),
        (
            Column("n_before", "count", WORDS["before"]),
            {one: before[one] for one in taking_part},
        ),
        (
            Column("n_after", "count", WORDS["later"]),
            {one: later[one] for one in taking_part},
        ),
    ]


_PAIRS = """SELECT DISTINCT ?case ?a ?b {
  VALUES ?p { l2:precedesAsStated l2:precedesByDate }
  ?a ?p ?b ; l2:inCase ?case
}"""
_SAID = "SELECT ?a ?b ?r { ?r l2:locates ?a ; l2:relativeTo ?b }"


def _order(store: ox.Store) -> TableData:
    """Return every ordered pair of occurrences, stated, derived or by date."""
    stated, ended, dated = (
        set(ask(store, f"SELECT ?a ?b {{ ?a l2:{p} ?b }}"))
        for p in ("precedesAsStated", "endsBeforeAsStated", "precedesByDate")
    )
    steps = reduction((a, b) for a, b in stated)
    said: dict[tuple[str, str], list[str]] = {}
    for first, second, relation in ask(store, _SAID):
        said.setdefault((first, second), []).append(short(relation))
    rows = [
        (
            short(first),
            short(second),
            short(case),
            (first, second) in stated,
            (first, second) in ended,
            (first, second) in dated,
            (first, second) in steps,
            tuple(sorted(said.get((first, second), ()))),
        )
        for case, first, second in ask(store, _PAIRS)
    ]
    columns = (
        Column("first", "ref", "The occurrence that begins first.", to="occurrences"),
        Column("second", "ref", "The occurrence that begins later.", to="occurrences"),
        Column("in_case", "ref", "The case of the first.", to="cases"),
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
            "The temporal relations that state it; none where it follows from others.",
        ),
    )
    return TableData(
        "order", "What comes before what, pair by pair", columns, tuple(sorted(rows))
    )


_TRIPLES = """SELECT ?case ?e ?p ?v {
  { ?e l2:inCase ?case } UNION { ?e a l2:Case . BIND(?e AS ?case) }
  ?e ?p ?v . FILTER(isIRI(?v) && STRSTARTS(STR(?p), STR(l2:)))
}"""
_DERIVED = (
    "SELECT ?g ?e ?p ?v {{ GRAPH ?g {{ ?e ?p ?v }} FILTER(STRSTARTS(STR(?g), '{rule}') &&"
    " STRSTARTS(STR(?p), STR(l2:))) }}"
)


def _links(store: ox.Store) -> TableData:
    """Return each tie of an element to another thing as a row: for joins, where a cell with several values is in the way."""
    rules: dict[tuple[str, ...], list[str]] = {}
    for rule, *triple in ask(store, _DERIVED.format(rule=RULE)):
        rules.setdefault(tuple(triple), []).append(short(rule))
    rows = [
        (
            short(e),
            short(case),
            snake(p.removeprefix(L2)),
            short(v),
            bool(rules.get((e, p, v))),
            tuple(sorted(rules.get((e, p, v), ()))),
        )
        for case, e, p, v in set(ask(store, _TRIPLES))
    ]
    columns = (
        Column("element", "ref", "The element, or the case."),
        Column("in_case", "ref", "Its case.", to="cases"),
        Column(
            "property", "code", "The property, named as the columns of the other tables."
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
        Column("rules", "codes", "The rules by which it was derived."),
    )
    return TableData(
        "links", "All ties of elements, one a row", columns, tuple(sorted(rows))
    )


def _concepts(store: ox.Store, name: str) -> TableData:
    title, space = CONCEPTS[name]
    members = sorted(
        row[0]
        for row in ask(store, "SELECT DISTINCT ?e { ?e a skos:Concept }")
        if row[0].startswith(space)
    )
    made: list[tuple[Column, Mapping[str, Cell]]] = [
        (
            Column("id", "id", "The code as it stands in the other tables."),
            {iri: short(iri) for iri in members},
        )
    ]
    for column, prop, kind in (
        ("label", "prefLabel", "text"),
        ("definition", "definition", "text"),
        ("broader", "broader", "refs"),
        ("list", "inScheme", "refs"),
    ):
        said = {
            "label": "Its label.",
            "definition": "Its definition.",
            "broader": "Wider concepts.",
            "list": "The lists that it is in.",
        }
        made.append(
            (
                Column(column, kind, said[column], SKOS + prop),  # type: ignore[arg-type]
                _cells(store, f"?e <{SKOS}{prop}> ?v", kind),  # type: ignore[arg-type]
            )
        )
    return _table(name, title, members, made)
