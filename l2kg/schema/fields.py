"""Read the shapes: which properties a class carries, how often, with which values, and in which order."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from l2kg.namespaces import (
    EDTF,
    RDF,
    RDFS,
    SH,
    XSD,
    compact,
    local_name,
)
from l2kg.schema.terms import UNORDERED

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from l2kg.schema.terms import Index

__all__ = ["Field", "field_of", "fields_of"]

_DATATYPES = {
    f"{RDF}langString": "English text",
    f"{XSD}string": "text",
    EDTF: "EDTF date",
}


_NUMBERS = {2: "two", 3: "three"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """A property of a class as a shape describes it.

    `path` is the IRI of the property, read from the other end where `inverse`. `least`
    and `most` say how many values there are to be (`most` none for any number); `classes`,
    `datatypes` and `codes` which values pass, `scheme` the closed list that they are from.
    `remedy` tells a coder how to mend a fault, `comment` what a property of another
    vocabulary means here. `group` is the IRI of the group in which the field is shown, if
    it has one of its own. `asserted` is false for what only the build derives.
    """

    path: str
    name: str
    least: int = 0
    most: int | None = None
    classes: tuple[str, ...] = ()
    datatypes: tuple[str, ...] = ()
    codes: tuple[str, ...] = ()
    scheme: str = ""
    remedy: str = ""
    comment: str = ""
    order: float = UNORDERED
    group: str = ""
    inverse: bool = False
    asserted: bool = True

    @property
    def number(self) -> str:
        """Say how many values there are to be.

        >>> Field(path="", name="", least=1).number
        'one or more'
        """
        if self.most is None:
            words = {
                0: "any number",
                1: "one or more",
                2: "two or more",
            }
            return words.get(self.least, f"{self.least} or more")
        if self.most > 1:
            return f"at most {_NUMBERS.get(self.most, self.most)}"
        return "exactly one" if self.least else "at most one"

    @property
    def values(self) -> str:
        """Say in words which values pass."""
        if self.scheme:
            return f"a code of {compact(self.scheme)}"
        words = [_DATATYPES.get(iri, compact(iri)) for iri in self.datatypes]
        words += [compact(iri) for iri in self.classes]
        words += [compact(iri) for iri in self.codes]
        return " or ".join(dict.fromkeys(words))


def fields_of(shapes: Index) -> dict[str, tuple[Field, ...]]:
    """Return the fields of each class that a shape looks at, by the IRI of the class, in order.

    What a shape wants of all subjects of a property, as of editorial notes, stands under
    the empty text.
    """
    found: dict[str, dict[tuple[str, bool], Field]] = {}
    for shape in shapes.values:
        rules = shapes.iris(shape, f"{SH}property")
        for target in _targets(shapes, shape):
            for rule in rules:
                field = field_of(shapes, rule)
                found.setdefault(target, {})[field.path, field.inverse] = field
    return {target: _ordered(fields.values()) for target, fields in found.items()}


def _targets(shapes: Index, shape: str) -> Iterator[str]:
    """Yield the classes that a shape looks at, and the empty text where it looks at all subjects."""
    yield from shapes.iris(shape, f"{SH}targetClass")
    if shapes.iris(shape, f"{SH}targetSubjectsOf"):
        yield ""


def _ordered(fields: Iterable[Field]) -> tuple[Field, ...]:
    return tuple(sorted(fields, key=lambda field: (field.order, field.path)))


def field_of(shapes: Index, rule: str) -> Field:
    """Return the field that a property shape describes."""
    path, inverse = _path(shapes, rule)
    alternatives = list(_alternatives(shapes, rule))
    most = shapes.text(rule, f"{SH}maxCount")
    least = shapes.text(rule, f"{SH}minCount")
    if not least:
        least = shapes.text(rule, f"{SH}qualifiedMinCount")
    return Field(
        path=path,
        name=_name(shapes, rule, path, inverse=inverse),
        least=int(least or 0),
        most=int(most) if most else None,
        classes=_all(shapes, alternatives, "class"),
        datatypes=_all(shapes, alternatives, "datatype"),
        codes=tuple(_codes(shapes, rule)),
        scheme=next(_schemes(shapes, rule), ""),
        remedy=shapes.text(rule, f"{SH}description"),
        comment=shapes.text(rule, f"{RDFS}comment"),
        order=shapes.place(rule),
        group=next(iter(shapes.iris(rule, f"{SH}group")), ""),
        inverse=inverse,
        asserted=shapes.text(rule, f"{SH}deactivated") != "true",
    )


def _path(shapes: Index, rule: str) -> tuple[str, bool]:
    """Return the property that a rule is about, and whether it is read from the other end."""
    (node,) = shapes.nodes(rule, f"{SH}path")
    inverse = shapes.iris(node, f"{SH}inversePath")
    if inverse:
        return inverse[0], True
    return node, False


def _name(
    shapes: Index,
    rule: str,
    path: str,
    *,
    inverse: bool,
) -> str:
    """Name a field by its property.

    One that is read from the other end goes by what its shape is called after the class:
    `participants` of a shape with the name `side: participants`.
    """
    if not inverse:
        return local_name(path)
    return shapes.text(rule, f"{SH}name").partition(": ")[2]


def _alternatives(shapes: Index, rule: str) -> Iterator[str]:
    """Yield a rule and the shapes of which a value must fit one."""
    yield rule
    for head in shapes.nodes(rule, f"{SH}or"):
        yield from shapes.members(head)


def _all(
    shapes: Index,
    alternatives: list[str],
    name: str,
) -> tuple[str, ...]:
    """Return the IRIs that any of some shapes has under a property of SHACL."""
    return tuple(iri for node in alternatives for iri in shapes.iris(node, SH + name))


def _codes(shapes: Index, rule: str) -> Iterator[str]:
    """Yield the values to which a rule confines a property one by one."""
    for head in shapes.nodes(rule, f"{SH}in"):
        yield from shapes.members(head)


def _schemes(shapes: Index, rule: str) -> Iterator[str]:
    """Yield the lists to which the values of a rule are confined."""
    for node in shapes.iris(rule, f"{SH}node"):
        for inner in shapes.iris(node, f"{SH}property"):
            yield from shapes.iris(inner, f"{SH}hasValue")
