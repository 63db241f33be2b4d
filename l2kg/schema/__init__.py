"""The schema: what ontology and shapes say of each class and property, read once into values.

Whoever needs to know a class, a property or its order asks here: checks and codebook,
tables and their keys, what is shown of a case and of an element, reconciliation.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache, cached_property
from typing import TYPE_CHECKING

import pyoxigraph as ox

from l2kg.files import ontology_root
from l2kg.namespaces import DCTERMS, L2, OWL, RDF, RDFS, SH, SHAPE, local_name, snake
from l2kg.schema.fields import Field, fields_of
from l2kg.schema.terms import UNORDERED, Index, Term, Terms
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

_GENERAL = ("Record", "CaseElement")  # what all elements are: a table of them is no help


@dataclass(frozen=True, slots=True)
class Group:
    """A chapter of the codebook, or a group of fields: its IRI, title and words, and the terms in it by IRI, in order."""

    iri: str
    title: str
    text: str
    order: float
    terms: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ClassSchema:
    """A class: its term, its own fields in order, and the name and title of its table, where it has one."""

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
        """Read the schema from the triples of the ontology, with its vocabularies, and of the shapes."""
        return cls(Terms.of(ontology), Index.of(shapes))

    @cached_property
    def classes(self) -> Mapping[str, ClassSchema]:
        """Return the classes by local name, in the order of the codebook; those without a place come last, by name."""
        found = [self._class(term) for term in self.terms.kind("class")]
        found.sort(key=lambda cls: (cls.order, cls.name))
        return {cls.name: cls for cls in self._with_tables(found)}

    @cached_property
    def fields(self) -> Mapping[str, tuple[Field, ...]]:
        """Return the fields by IRI of the class that carries them, those that the build derives among them."""
        shaped = fields_of(self.shapes)
        known = {f.path for fields in shaped.values() for f in fields if not f.inverse}
        found = {cls: list(fields) for cls, fields in shaped.items()}
        for term in self.terms.kind("property"):
            if term.iri not in known:
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
        found = [
            term.iri for term in self.terms.kind("property") if L2 + name in term.parents
        ]
        return tuple(local_name(iri) for iri in sorted(found, key=self.rank))

    def rank(self, iri: str) -> tuple[float, str]:
        """Return the place of a property in the order of reading, for sorting; unknown ones come last, by name."""
        return self._ranks.get(iri, UNORDERED), iri

    def members(self, shape: str) -> tuple[str, ...]:
        """Return the local names of what a shape lists, given the local name of the shape.

        >>> schema().members("is-kind-of-main-table")
        ('level-i', 'unofficial')
        """
        heads = self.shapes.nodes(SHAPE + shape, f"{SH}in")
        return tuple(
            local_name(iri) for head in heads for iri in self.shapes.members(head)
        )

    def place(self, iri: str) -> float:
        """Return the place of a term by its own `sh:order`, as of a code in its list; one without a place comes last."""
        return self.shapes.place(iri)

    def is_symmetric(self, iri: str) -> bool:
        """Tell whether a property runs in both directions."""
        return f"{OWL}SymmetricProperty" in self.terms.index.iris(iri, f"{RDF}type")

    def fields_in(self, group: str) -> tuple[Field, ...]:
        """Return the fields of one of the groups of fields, given its local name, in order."""
        found = [
            f for fs in self.fields.values() for f in fs if local_name(f.group) == group
        ]
        return _ordered(found)

    @property
    def tables(self) -> tuple[ClassSchema, ...]:
        """Return the classes that have a table of their own, in order."""
        return tuple(cls for cls in self.classes.values() if cls.table)

    @cached_property
    def _fields_of(self) -> dict[str, tuple[Field, ...]]:
        return {}

    def _gathered(self, iri: str) -> tuple[Field, ...]:
        found: dict[tuple[str, bool], Field] = {}
        for cls in ("", *reversed(self.terms.above(iri)), iri):
            found |= {(f.path, f.inverse): f for f in self.fields.get(cls, ())}
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

    @cached_property
    def _ranks(self) -> Mapping[str, float]:
        ranks = {
            f.path: f.order for fs in self.fields.values() for f in fs if not f.inverse
        }
        named = (term.iri for term in self.terms.kind("property"))
        return ranks | {iri: self.shapes.place(iri) for iri in named if iri not in ranks}

    @cached_property
    def _shape_of(self) -> Mapping[str, tuple[str, ...]]:
        """Return the node shapes that look at each class."""
        found: dict[str, list[str]] = {}
        for shape in self.shapes.values:
            for cls in self.shapes.iris(shape, f"{SH}targetClass"):
                found.setdefault(cls, []).append(shape)
        return {cls: tuple(shapes) for cls, shapes in found.items()}

    def _class(self, term: Term) -> ClassSchema:
        described = (term.iri, *self._shape_of.get(term.iri, ()))
        texts = {
            name: next(filter(None, (self.shapes.text(s, name) for s in described)), "")
            for name in (f"{DCTERMS}identifier", f"{DCTERMS}title")
        }
        return ClassSchema(
            term,
            self.fields.get(term.iri, ()),
            min(self.shapes.place(subject) for subject in described),
            *texts.values(),
        )

    def _with_tables(self, classes: list[ClassSchema]) -> Iterator[ClassSchema]:
        """Give a table to each class that is shaped and stands in the table of no class above it."""
        named = {cls.term.iri for cls in classes if cls.table}
        for cls in classes:
            above = self.terms.above(cls.term.iri)
            element = any(iri == f"{L2}CaseElement" for iri in above)
            alone = element and cls.name not in _GENERAL and named.isdisjoint(above)
            if not cls.table and alone and cls.term.iri in self._shape_of:
                named.add(cls.term.iri)
                yield replace(cls, table=_plural(cls.name), title=capital(cls.term.label))
            else:
                yield cls

    def _derived(self, term: Term) -> Field:
        return Field(
            path=term.iri,
            name=local_name(term.iri),
            classes=tuple(iri for iri in term.range if iri in self.terms),
            datatypes=tuple(iri for iri in term.range if iri not in self.terms),
            order=self.shapes.place(term.iri),
            asserted=False,
        )

    def _group(self, iri: str) -> Group:
        named = [
            term
            for shape in self.shapes.subjects(f"{SH}group", iri)
            for term in self.shapes.iris(shape, f"{SH}targetClass") or (shape,)
        ]
        return Group(
            iri,
            self.shapes.text(iri, f"{RDFS}label"),
            self.shapes.text(iri, f"{RDFS}comment"),
            self.shapes.place(iri),
            tuple(dict.fromkeys(named)),
        )


@cache
def schema() -> Schema:
    """Return the schema of the shipped ontology, read once."""
    return read_schema(ontology_root())


def read_schema(folder: Path) -> Schema:
    """Read a schema from the `modules` and `shapes` in a folder of ontology files; codes are left out."""
    modules = sorted((folder / "modules").glob("*.ttl"))
    return Schema.of(
        _triples(modules), _triples(sorted((folder / "shapes").glob("*.ttl")))
    )


def _triples(files: Iterable[Path]) -> Iterator[ox.Triple]:
    for file in files:
        for quad in ox.parse(path=file):
            yield quad.triple


def _ordered(fields: Iterable[Field]) -> tuple[Field, ...]:
    return tuple(sorted(fields, key=lambda f: (f.order, f.path, f.inverse)))


def _plural(name: str) -> str:
    """Name a table after a class: in lower case, the last word in the plural.

    >>> _plural("SidePayment"), _plural("Constituency")
    ('side_payments', 'constituencies')
    """
    word = snake(name)
    return f"{word[:-1]}ies" if word.endswith("y") else f"{word}s"
