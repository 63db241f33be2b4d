"""The columns of a table of elements, as the schema describes them, and their cells."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from l2kg.analysis.orders import ranks
from l2kg.namespaces import INFERRED, L2, L2T, OWL, RDF, RULE, SKOS, XSD, short, snake
from l2kg.queries.run import ask
from l2kg.schema import ClassSchema, Field, schema

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    import pyoxigraph as ox

    from l2kg.csv_text import Cell

__all__ = ["Column", "Kind", "cells", "columns_of", "empty", "places"]

Kind = Literal[
    "id", "ref", "refs", "code", "codes", "text", "texts", "date", "flag", "count"
]
_TYPE = f"{RDF}type"
_MANY: dict[Kind, Kind] = {"ref": "refs", "code": "codes", "text": "texts"}
_AFTER_DESCRIPTION = 35.0  # where the classes of an element stand in the order of reading


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its name, what it means, what its cells hold, and the property and table that it comes from.

    Cells of kind `refs`, `codes` and `texts` hold tuples. A reference, or each of several,
    names a row of the table in `to` where that is always one.
    """

    name: str
    kind: Kind
    description: str
    iri: str = ""
    to: str = ""

    @property
    def many(self) -> bool:
        """Tell whether the cells hold tuples."""
        return self.kind in _MANY.values()


def columns_of(
    cls: ClassSchema, store: ox.Store
) -> Iterator[tuple[Column, Mapping[str, Cell]]]:
    """Yield the columns of a class's table beside `id`, each with its cells by the IRI of the row."""
    fields = {
        (f.path, f.inverse): f
        for name in _gathered(cls)
        for f in schema().fields_of(name)
    }
    fields.pop((_TYPE, False), None)
    ordered = sorted(fields.values(), key=lambda f: (f.order, f.path, f.inverse))
    shown = [f for f in ordered if not (f.inverse and f.group)]
    yield from (_column(cls, f, store) for f in shown if f.order < _AFTER_DESCRIPTION)
    yield _types(cls, store)
    yield from (_column(cls, f, store) for f in shown if f.order >= _AFTER_DESCRIPTION)
    for name in _gathered(cls)[1:]:
        yield _flag(name, store)


def _gathered(cls: ClassSchema) -> list[str]:
    """Return a class and those below it that stand in no table of their own."""
    known = schema()
    below = known.below(cls.name)
    tabled = (other.name for other in known.tables)
    apart = {
        name
        for other in tabled
        if other in below and other != cls.name
        for name in known.below(other)
    }
    return [name for name in below if name not in apart]


def _column(
    cls: ClassSchema, field: Field, store: ox.Store
) -> tuple[Column, Mapping[str, Cell]]:
    kind = _kind(field)
    column = Column(snake(field.name), kind, _meaning(field), field.path, _target(field))
    where = f"?v <{field.path}> ?e" if field.inverse else f"?e <{field.path}> ?v"
    return column, cells(store, f"{where} . ?e a l2:{cls.name}", kind)


def _meaning(field: Field) -> str:
    terms = schema().terms
    words = field.comment or (terms[field.path].definition if field.path in terms else "")
    if field.inverse:
        return f"The other direction of {snake(_local(field))}: {words}"
    return words


def _local(field: Field) -> str:
    return field.path.removeprefix(L2)


def _kind(field: Field) -> Kind:
    """Tell from what a property may hold what the cells of its column hold."""
    many = field.inverse or field.most != 1
    if f"{XSD}date" in field.datatypes and not many:
        return "date"
    one: Kind = "text"
    if field.inverse or any(iri != f"{SKOS}Concept" for iri in field.classes):
        one = "ref"
    elif (
        field.scheme
        or field.codes
        or f"{SKOS}Concept" in (*field.classes, *field.datatypes)
    ):
        one = "code"
    elif field.path in schema().terms and _is_relation(field):
        one = "ref"
    return _MANY[one] if many else one


def _is_relation(field: Field) -> bool:
    types = schema().terms.index.iris(field.path, _TYPE)
    return f"{OWL}ObjectProperty" in types


def _target(field: Field) -> str:
    """Return the table in which the values of a property are rows, where it is always one."""
    if field.inverse:
        return ""
    if field.scheme or field.codes:
        return "tactics" if field.scheme == L2T else "codes"
    tables = {cls.term.iri: cls.table for cls in schema().tables}
    above = [
        next((iri for iri in (cls, *_above(cls)) if iri in tables), "")
        for cls in field.classes
    ]
    return tables.get(above[0], "") if len(set(above)) == 1 else ""


def _above(iri: str) -> tuple[str, ...]:
    terms = schema().terms
    return terms.above(iri) if iri in terms else ()


def _types(cls: ClassSchema, store: ox.Store) -> tuple[Column, Mapping[str, Cell]]:
    """Return the classes that were authored, by element."""
    authored = f'FILTER(!STRSTARTS(STR(?g), "{RULE}") && STR(?g) != "{INFERRED}")'
    where = f"?e a l2:{cls.name} . GRAPH ?g {{ ?e a ?v }} {authored}"
    words = "The classes that were authored for it."
    return Column("types", "codes", words, _TYPE), cells(store, where, "codes")


def _flag(name: str, store: ox.Store) -> tuple[Column, Mapping[str, Cell]]:
    definition = schema().terms[L2 + name].definition
    words = (
        f"{definition} FALSE where it is not so classified: the sources may be silent."
    )
    members = ask(store, f"SELECT ?e {{ ?e a l2:{name} }}")
    return Column(snake(name), "flag", words, L2 + name), {
        iri: True for (iri,) in members
    }


def cells(store: ox.Store, where: str, kind: Kind) -> dict[str, Cell]:
    """Read the cells of a column: the values of `?v` by `?e`, English texts first."""
    select = 'SELECT DISTINCT ?e ?v (IF(isLiteral(?v), LANG(?v), "") AS ?l)'
    found: dict[str, list[tuple[bool, str]]] = {}
    for iri, value, language in ask(store, f"{select} {{ {where} }}"):
        found.setdefault(iri, []).append((language not in {"en", ""}, value))
    ordered = {
        iri: [short(value) for _, value in sorted(values)]
        for iri, values in found.items()
    }
    if kind in _MANY.values():
        return {iri: tuple(values) for iri, values in ordered.items()}
    return {iri: values[0] for iri, values in ordered.items()}


def empty(column: Column) -> Cell:
    """Return the cell of a row for which nothing is known."""
    if column.kind == "flag":
        return False
    return () if column.many else None


def places(store: ox.Store) -> Iterator[tuple[Column, Mapping[str, Cell]]]:
    """Yield what the stated order tells of each occurrence: its rank, and how many come before and after."""
    pairs = ask(store, "SELECT ?a ?b { ?a l2:precedesAsStated ?b }")
    ordered = {iri for pair in pairs for iri in pair}
    later, before = (
        Counter(first for first, _ in pairs),
        Counter(second for _, second in pairs),
    )
    rank = (
        "Least place in the stated order: one more than the longest chain before it. The"
        " same rank is not the same time."
    )
    yield Column("rank", "count", rank), dict(ranks(ordered, pairs))
    for name, counts, words in (
        (
            "n_before",
            before,
            "Number of occurrences that sources state, or imply by order, to begin before it.",
        ),
        ("n_after", later, "Number of occurrences that begin after it, as stated."),
    ):
        yield Column(name, "count", words), {iri: counts[iri] for iri in ordered}
