"""What is typed in Python beside the schema, the elements of a case as values, agrees with it."""

from __future__ import annotations

from dataclasses import fields
from itertools import chain
from typing import TYPE_CHECKING

import pytest
from each import each

from l2kg.cases import parts
from l2kg.namespaces import L2, short
from l2kg.queries.run import ask
from l2kg.schema import UNORDERED, Field, schema

if TYPE_CHECKING:
    import pyoxigraph as ox

# Fields that hold one value though the shapes allow several: the type gives the first, as
# figure and tables show it. Where data have several, the evidence panel shows them all.
FIRST_OF_SEVERAL = {
    "Matter.explicitness": "whether it was put into words is coded once in all cases",
    "Matter.publicity": "whether it was public is coded once in all cases",
    "Matter.sincerity": "whether it was meant is coded once in all cases",
    "Measure.legitimacy": "a text that sums up, shown in one line",
    "Occurrence.explicitness": "how openly it was done is coded once in all cases",
    "Occurrence.publicity": "whether it was public is coded once in all cases",
    "Occurrence.sincerity": "whether it was meant is coded once in all cases",
    "Occurrence.place": "a name for the eye; no query reads it",
    "Stance.explicitness": "whether it was put into words is coded once in all cases",
    "Ratification.formality": "how formal it was is coded once in all cases",
    "TemporalRelation.lapse": "a text that stands beside one relation",
}


def declared() -> list[tuple[str, str, str]]:
    """Return each declared field of the types once: its class, its property and its shape."""
    found = {}
    for name in ("Element", *sorted(parts.typed_classes()), "Evidence"):
        cls = getattr(parts, name)
        inherited = {field.name for base in cls.__mro__[1:-1] for field in fields(base)}
        for field in fields(cls):
            if "property" in field.metadata and field.name not in inherited:
                known = field.metadata
                found[name, field.name] = (name, known["property"], known["shape"])
    return list(found.values())


DECLARED = [pytest.param(*field, id=f"{field[0]}.{field[1]}") for field in declared()]


def described(name: str, property_name: str) -> list[Field]:
    """Return what the schema says of a property for a class and for those below it."""
    cls = "CaseElement" if name == "Element" else name
    return [
        field
        for below in schema().below(cls)
        for field in schema().fields_of(below)
        if field.path == L2 + property_name and not field.inverse
    ]


@each(("cls", "name", "shape"), DECLARED)
def test_a_field_of_a_type_is_a_field_of_its_class(
    cls: str, name: str, shape: str
) -> None:
    found = described(cls, name)
    assert found, f"no shape lets l2:{cls}, or a class below it, carry l2:{name}"
    in_words = shape in {"text", "texts"}
    assert all(bool(field.datatypes) == in_words for field in found)


@each(("cls", "name", "shape"), DECLARED)
def test_a_field_holds_as_many_values_as_the_shapes_allow(
    cls: str, name: str, shape: str
) -> None:
    several = any(field.most != 1 for field in described(cls, name))
    excepted = f"{cls}.{name}" in FIRST_OF_SEVERAL
    assert several == (shape in {"many", "texts"} or excepted)


def test_every_type_is_named_after_a_class() -> None:
    assert parts.typed_classes() <= schema().classes.keys()


def test_no_value_is_left_out(real: ox.Store) -> None:
    several = set()
    for excepted in FIRST_OF_SEVERAL:
        cls, name = excepted.split(".")
        pattern = f"?element a l2:{cls} ; l2:{name} ?value , ?other"
        found = ask(real, f"SELECT ?element {{ {pattern} FILTER(?value != ?other) }}")
        several |= {(short(iri), name) for (iri,) in found}
    assert several == set()


def test_a_property_has_one_place_wherever_it_is_shown() -> None:
    places: dict[str, set[float]] = {}
    for field in chain.from_iterable(schema().fields.values()):
        if not field.inverse:
            places.setdefault(field.path, set()).add(field.order)
    assert {path: found for path, found in places.items() if len(found) > 1} == {}


def test_no_two_properties_have_one_place() -> None:
    paths: dict[float, set[str]] = {}
    for field in chain.from_iterable(schema().fields.values()):
        paths.setdefault(field.order, set()).add(field.path)
    shared = {order: found for order, found in paths.items() if len(found) > 1}
    assert set(shared) <= {UNORDERED}, f"two properties have one sh:order: {shared}"
