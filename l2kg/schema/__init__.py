"""The schema: what ontology and shapes say of each class and property, read once into values.

Whoever needs to know a class, a property or its order asks here: checks and codebook,
tables and their keys, what is shown of a case and of an element, reconciliation.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache, cached_property, partial
from itertools import chain
from typing import TYPE_CHECKING

import pyoxigraph as ox

from l2kg.files import ontology_root
from l2kg.namespaces import (
    DCTERMS,
    L2,
    OWL,
    RDF,
    RDFS,
    SH,
    SHAPE,
    local_name,
    snake,
)
from l2kg.schema.fields import Field, field_of, fields_of
from l2kg.schema.terms import (
    UNORDERED,
    Index,
    Term,
    Terms,
)
from l2kg.wording import capital

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

__all__ = [
    "UNORDERED",
    "ClassSchema",
    "Field",
    "Group",
    "Schema",
    "Term",
    "read_schema",
    "schema",
]


@dataclass(frozen=True, slots=True)
class Group:
    """A chapter of the codebook, or a group of fields.

    `terms` holds the IRIs of the terms in it, in order.
    """

    iri: str
    title: str
    text: str
    order: float
    terms: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ClassSchema:
    """A class: its term, its own fields in order, and its table.

    `table` and `title` are empty where the class stands in no table of its own.
    """

    term: Term
    fields: tuple[Field, ...]
    order: float
    table: str = ""
    title: str = ""

    @property
    def name(self) -> str:
        """Return the local name of the class."""
        return local_name(self.term.iri)


@dataclass(frozen=True)
class Schema:
    """All classes and properties of the ontology, with what the shapes want of them."""

    terms: Terms
    shapes: Index

    @classmethod
    def of(cls, ontology: Iterable[ox.Triple], shapes: Iterable[ox.Triple]) -> Schema:
        """Read the schema from the triples of the ontology with its vocabularies, and of the shapes."""
        return cls(Terms.of(ontology), Index.of(shapes))

    @cached_property
    def classes(self) -> Mapping[str, ClassSchema]:
        """Return the classes by local name, in the order of the codebook.

        Those without a place come last, by name.
        """
        found = [self._class(term) for term in self.terms.kind("class")]
        found.sort(key=lambda cls: (cls.order, cls.name))
        return {cls.name: cls for cls in self._with_tables(found)}

    @cached_property
    def fields(self) -> Mapping[str, tuple[Field, ...]]:
        """Return the fields by IRI of the class that carries them.

        Those that only the build derives are among them.
        """
        found = {cls: list(fields) for cls, fields in fields_of(self.shapes).items()}
        shaped = {
            field.path
            for fields in found.values()
            for field in fields
            if not field.inverse
        }
        for term in self.terms.kind("property"):
            if term.iri in shaped:
                continue
            for cls in term.domain:
                found.setdefault(cls, []).append(self._derived(term))
        return {cls: _ordered(fields) for cls, fields in found.items()}

    @cached_property
    def groups(self) -> tuple[Group, ...]:
        """Return the groups in order: chapters of the codebook, and groups of fields."""
        found = [self._group(iri) for iri in self.shapes.typed(f"{SH}PropertyGroup")]
        return tuple(sorted(found, key=lambda group: (group.order, group.iri)))

    def fields_of(self, name: str) -> tuple[Field, ...]:
        """Return the fields of a class with those of the classes above and of all subjects, in order."""
        if name not in self._fields_of:
            self._fields_of[name] = self._gathered(L2 + name)
        return self._fields_of[name]

    def below(self, name: str) -> tuple[str, ...]:
        """Return the local names of a class and of all classes below it, in order.

        >>> schema().below("Matter")
        ('Matter', 'Issue', 'Deal', 'Term')
        """
        return self._below[name]

    def properties_below(self, name: str) -> tuple[str, ...]:
        """Return the local names of the properties right below one, in order.

        >>> schema().properties_below("targets")
        ('strengthens', 'mollifies', 'counters', 'pressures', 'inflames', 'spares')
        """
        below = [
            term.iri for term in self.terms.kind("property") if L2 + name in term.parents
        ]
        return tuple(local_name(iri) for iri in sorted(below, key=self.rank))

    def rank(self, iri: str) -> tuple[float, str]:
        """Return the place of a property in the order of reading, for sorting.

        Properties without a place come last, by name.
        """
        return self._ranks.get(iri, UNORDERED), iri

    def members(self, shape: str) -> tuple[str, ...]:
        """Return the local names of what a shape lists, given the local name of the shape.

        >>> schema().members("is-kind-of-main-table")
        ('level-i', 'unofficial')
        """
        return tuple(
            local_name(iri)
            for head in self.shapes.nodes(SHAPE + shape, f"{SH}in")
            for iri in self.shapes.members(head)
        )

    def place(self, iri: str) -> float:
        """Return the place of a term by its own `sh:order`, as of a code in its list.

        One without a place comes last.
        """
        return self.shapes.place(iri)

    def is_symmetric(self, iri: str) -> bool:
        """Tell whether a property runs in both directions."""
        return f"{OWL}SymmetricProperty" in self.terms.index.iris(iri, f"{RDF}type")

    def fields_in(self, group: str) -> tuple[Field, ...]:
        """Return the fields of one of the groups of fields, given its local name, in order."""
        return _ordered(
            field
            for fields in self.fields.values()
            for field in fields
            if local_name(field.group) == group
        )

    @property
    def tables(self) -> tuple[ClassSchema, ...]:
        """Return the classes that have a table of their own, in order."""
        return tuple(cls for cls in self.classes.values() if cls.table)

    @cached_property
    def _fields_of(self) -> dict[str, tuple[Field, ...]]:
        return {}

    def _gathered(self, iri: str) -> tuple[Field, ...]:
        found: dict[tuple[str, bool], Field] = {}
        # What a narrower class wants of a property replaces what a wider one wants.
        for cls in ("", *reversed(self.terms.above(iri)), iri):
            for field in self.fields.get(cls, ()):
                found[field.path, field.inverse] = field
        return _ordered(found.values())

    @cached_property
    def _below(self) -> Mapping[str, tuple[str, ...]]:
        """Return each class with all below it, by local name: a case asks thousands of times."""
        above = {
            cls: {cls} | set(map(local_name, self.terms.above(L2 + cls)))
            for cls in self.classes
        }
        return {
            name: tuple(cls for cls in self.classes if name in above[cls])
            for name in self.classes
        }

    def other_end(self, path: str, classes: Iterable[str] = ()) -> str:
        """Return how a property is called that is read from its other end, or nothing.

        `classes` are the local names of those of the thing at that end: what a shape of
        theirs calls it goes before what it is called by itself.

        >>> schema().other_end(f"{L2}drawsOn"), schema().other_end(f"{L2}obstructs")
        ('drawn on by', 'obstructed by')
        """
        for cls in classes:
            for field in self.fields_of(cls):
                if field.inverse and field.path == path:
                    return field.name
        return self._other_ends.get(path, "")

    @cached_property
    def _other_ends(self) -> Mapping[str, str]:
        """Return how properties are called from the other end, what looks at no class first."""
        shaped = chain.from_iterable(self.fields.values())
        found = {field.path: field.name for field in shaped if field.inverse}
        loose = map(
            partial(field_of, self.shapes), self.shapes.typed(f"{SH}PropertyShape")
        )
        return found | {field.path: field.name for field in loose if field.inverse}

    @cached_property
    def _ranks(self) -> Mapping[str, float]:
        ranks = {
            field.path: field.order
            for fields in self.fields.values()
            for field in fields
            if not field.inverse
        }
        for term in self.terms.kind("property"):
            if term.iri not in ranks:
                ranks[term.iri] = self.shapes.place(term.iri)
        return ranks

    @cached_property
    def _shape_of(self) -> Mapping[str, tuple[str, ...]]:
        """Return the node shapes that look at each class."""
        found: dict[str, list[str]] = {}
        for shape in self.shapes.values:
            for cls in self.shapes.iris(shape, f"{SH}targetClass"):
                found.setdefault(cls, []).append(shape)
        return {cls: tuple(shapes) for cls, shapes in found.items()}

    def _class(self, term: Term) -> ClassSchema:
        subjects = (term.iri, *self._shape_of.get(term.iri, ()))
        return ClassSchema(
            term=term,
            fields=self.fields.get(term.iri, ()),
            order=min(self.shapes.place(subject) for subject in subjects),
            table=self._first_text(subjects, f"{DCTERMS}identifier"),
            title=self._first_text(subjects, f"{DCTERMS}title"),
        )

    def _first_text(self, subjects: Iterable[str], predicate: str) -> str:
        """Return the first text under a property that one of some subjects has, or nothing."""
        texts = (self.shapes.text(subject, predicate) for subject in subjects)
        return next(filter(None, texts), "")

    def _with_tables(self, classes: list[ClassSchema]) -> Iterator[ClassSchema]:
        """Give a table to each class of elements that is shaped, and in the table of no class above it."""
        tabled = {cls.term.iri for cls in classes if cls.table}
        for cls in classes:
            iri = cls.term.iri
            above = self.terms.above(iri)
            is_element = f"{L2}CaseElement" in above
            is_shaped = iri in self._shape_of
            if not cls.table and is_element and is_shaped and tabled.isdisjoint(above):
                tabled.add(iri)
                title = capital(_plural(cls.term.label))
                yield replace(
                    cls,
                    table=snake(_plural(cls.name)),
                    title=title,
                )
            else:
                yield cls

    def _derived(self, term: Term) -> Field:
        """Return the field of a property that no shape looks at: range and place are its own."""
        return Field(
            path=term.iri,
            name=local_name(term.iri),
            classes=tuple(iri for iri in term.range if iri in self.terms),
            datatypes=tuple(iri for iri in term.range if iri not in self.terms),
            order=self.shapes.place(term.iri),
            asserted=False,
        )

    def _group(self, iri: str) -> Group:
        # A shape stands for its classes; a term without a shape is in the group itself.
        terms = [
            term
            for member in self.shapes.subjects(f"{SH}group", iri)
            for term in self.shapes.iris(member, f"{SH}targetClass") or (member,)
        ]
        return Group(
            iri=iri,
            title=self.shapes.text(iri, f"{RDFS}label"),
            text=self.shapes.text(iri, f"{RDFS}comment"),
            order=self.shapes.place(iri),
            terms=tuple(dict.fromkeys(terms)),
        )


@cache
def schema() -> Schema:
    """Return the schema of the shipped ontology, read once."""
    return read_schema(ontology_root())


def read_schema(folder: Path) -> Schema:
    """Read a schema from the `modules` and `shapes` in a folder of ontology files.

    Codes are left out: tables and pages read them from their store.
    """
    ontology = _triples(folder / "modules")
    shapes = _triples(folder / "shapes")
    return Schema.of(ontology, shapes)


def _triples(folder: Path) -> Iterator[ox.Triple]:
    for file in sorted(folder.glob("*.ttl")):
        for quad in ox.parse(path=file):
            yield quad.triple


def _ordered(fields: Iterable[Field]) -> tuple[Field, ...]:
    def place(field: Field) -> tuple[float, str, bool]:
        return field.order, field.path, field.inverse

    return tuple(sorted(fields, key=place))


def _plural(words: str) -> str:
    """Put the last word into the plural.

    >>> _plural("side payment"), _plural("Constituency")
    ('side payments', 'Constituencies')
    """
    return f"{words[:-1]}ies" if words.endswith("y") else f"{words}s"
