"""The columns of a table of elements, as the schema describes them, and their cells."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from l2kg.analysis.orders import ranks
from l2kg.namespaces import (
    INFERRED,
    L2,
    L2T,
    OWL,
    RDF,
    RULE,
    SKOS,
    XSD,
    short,
    snake,
)
from l2kg.queries.run import ask
from l2kg.schema import ClassSchema, Field, schema

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    import pyoxigraph as ox

    from l2kg.csv_text import Cell

__all__ = [
    "Column",
    "Kind",
    "case_of_evidence",
    "cells",
    "columns_of",
    "empty",
    "places",
]

Kind = Literal[
    "id", "ref", "refs", "code", "codes", "text", "texts", "date", "flag", "count"
]
_TYPE = f"{RDF}type"
_MANY: dict[Kind, Kind] = {
    "ref": "refs",
    "code": "codes",
    "text": "texts",
}


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its name, what its cells hold and mean, and the property that it comes from.

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
    """Yield the columns of a class's table beside `id`, with their cells by the IRI of the row."""
    together = _classes_in_table(cls)
    shown = _shown_fields(together)
    # The classes of an element stand right after what describes it.
    described, _ = schema().rank(f"{L2}description")
    before = [field for field in shown if field.order <= described]
    for field in before:
        yield _column(cls, field, store)
    yield _types(cls, store)
    for field in shown[len(before) :]:
        yield _column(cls, field, store)
    for name in together[1:]:
        yield _flag(name, store)


def _shown_fields(classes: Iterable[str]) -> list[Field]:
    """Return the fields of classes that have a column, in order.

    Types have a column of their own; a field that is read from the other end and stands
    in a group is a column in the table of that end.
    """
    found: dict[tuple[str, bool], Field] = {}
    for name in classes:
        for field in schema().fields_of(name):
            found[field.path, field.inverse] = field
    found.pop((_TYPE, False), None)
    shown = [field for field in found.values() if not (field.inverse and field.group)]
    return sorted(shown, key=lambda field: (field.order, field.path, field.inverse))


def _classes_in_table(cls: ClassSchema) -> list[str]:
    """Return a class and those below it that stand in no table of their own."""
    known = schema()
    below = known.below(cls.name)
    apart: set[str] = set()
    for other in known.tables:
        if other.name in below and other.name != cls.name:
            apart.update(known.below(other.name))
    return [name for name in below if name not in apart]


def _column(
    cls: ClassSchema, field: Field, store: ox.Store
) -> tuple[Column, Mapping[str, Cell]]:
    kind = _kind(field)
    column = Column(
        name=snake(field.name),
        kind=kind,
        description=_meaning(field),
        iri=field.path,
        to=_target(field),
    )
    where = f"?v <{field.path}> ?e" if field.inverse else f"?e <{field.path}> ?v"
    return column, cells(store, f"{where} . ?e a l2:{cls.name}", kind)


def _meaning(field: Field) -> str:
    """Return what a property means here, or else what the ontology says of it."""
    terms = schema().terms
    words = field.comment
    if not words and field.path in terms:
        words = terms[field.path].definition
    if field.inverse:
        name = snake(field.path.removeprefix(L2))
        return f"The other direction of {name}: {words}"
    return words


def _kind(field: Field) -> Kind:
    """Tell from what a property may hold what the cells of its column hold."""
    many = field.inverse or field.most != 1
    if f"{XSD}date" in field.datatypes and not many:
        return "date"
    kind = _kind_of_value(field)
    return _MANY[kind] if many else kind


def _kind_of_value(field: Field) -> Kind:
    """Tell whether a value of a property is a thing, a code or a text."""
    concept = f"{SKOS}Concept"
    if field.inverse or any(iri != concept for iri in field.classes):
        return "ref"
    if field.scheme or field.codes:
        return "code"
    if concept in (*field.classes, *field.datatypes):
        return "code"
    return "ref" if _is_relation(field) else "text"


def _is_relation(field: Field) -> bool:
    """Tell whether a property of ours leads to things, where no shape says to which."""
    terms = schema().terms
    types = terms.index.iris(field.path, _TYPE)
    return field.path in terms and f"{OWL}ObjectProperty" in types


def _target(field: Field) -> str:
    """Return the table in which the values of a property are rows, where it is always one."""
    if field.inverse:
        return ""
    if field.scheme or field.codes:
        return "tactics" if field.scheme == L2T else "codes"
    found = {_table_of(cls) for cls in field.classes}
    return found.pop() if len(found) == 1 else ""


def _table_of(iri: str) -> str:
    """Return the table in which the members of a class are rows, or nothing."""
    known = schema()
    tables = {cls.term.iri: cls.table for cls in known.tables}
    above = known.terms.above(iri) if iri in known.terms else ()
    return next((tables[cls] for cls in (iri, *above) if cls in tables), "")


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
    column = Column(snake(name), "flag", words, L2 + name)
    return column, dict.fromkeys((iri for (iri,) in members), True)


def cells(
    store: ox.Store,
    where: str,
    kind: Kind,
) -> dict[str, Cell]:
    """Read the cells of a column: the values of `?v` by `?e`, English texts first."""
    select = 'SELECT DISTINCT ?e ?v (IF(isLiteral(?v), LANG(?v), "") AS ?l)'
    found: dict[str, list[tuple[bool, str]]] = {}
    for iri, value, language in ask(store, f"{select} {{ {where} }}"):
        foreign = language not in {"en", ""}
        found.setdefault(iri, []).append((foreign, value))
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


_SUPPORTED = "SELECT DISTINCT ?e ?case { ?x l2:evidence ?e ; l2:inCase ?case }"
_WRITTEN = "SELECT ?e ?case { ?case a l2:Case GRAPH ?case { ?e a l2:Evidence } }"


def case_of_evidence(store: ox.Store) -> tuple[Column, Mapping[str, Cell]]:
    """Return the case of each passage: that of the one thing it supports, or in whose file it stands."""
    found: dict[str, set[str]] = {}
    for iri, case in ask(store, _SUPPORTED):
        found.setdefault(iri, set()).add(short(case))
    written = {iri: short(case) for iri, case in ask(store, _WRITTEN)}
    alone = {iri: min(cases) for iri, cases in found.items() if len(cases) == 1}
    words = (
        "The case of what it supports; where that lies in several, the one in whose file"
        " it stands; none where it supports what belongs to no case."
    )
    return Column("in_case", "ref", words, to="cases"), {**written, **alone}


def places(store: ox.Store) -> Iterator[tuple[Column, Mapping[str, Cell]]]:
    """Yield what the order tells of each occurrence, as stated and then as implied.

    That is its rank, and how many come before and after.
    """
    stated = ask(store, "SELECT ?a ?b { ?a l2:precedesAsStated ?b }")
    yield from _places(stated, "", "the stated order")
    told = ask(store, "SELECT ?a ?b { ?a l2:precedesAsImplied ?b }")
    yield from _places(told, "_as_implied", "the order that is stated or implied")


def _places(
    pairs: list[tuple[str, ...]], suffix: str, order: str
) -> Iterator[tuple[Column, Mapping[str, Cell]]]:
    ordered = {iri for pair in pairs for iri in pair}
    words = (
        f"Least place in {order}: one more than the longest chain before it. The same"
        " rank is not the same time."
    )
    yield Column(f"rank{suffix}", "count", words), dict(ranks(ordered, pairs))
    words = f"Number of occurrences that begin before it in {order}."
    before = Counter(second for _, second in pairs)
    number = {iri: before[iri] for iri in ordered}
    yield Column(f"n_before{suffix}", "count", words), number
    words = f"Number of occurrences that begin after it in {order}."
    after = Counter(first for first, _ in pairs)
    number = {iri: after[iri] for iri in ordered}
    yield Column(f"n_after{suffix}", "count", words), number
