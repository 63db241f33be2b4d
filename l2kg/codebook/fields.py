"""Read the shapes as a coder needs them: what each class must carry, how often, and with which values."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from l2kg.codebook.terms import Index
from l2kg.namespaces import EDTF, RDF, SH, XSD, compact

if TYPE_CHECKING:
    from collections.abc import Iterable

    import pyoxigraph as ox

__all__ = ["Field", "fields_of"]

_DATATYPES = {
    f"{RDF}langString": "English text",
    f"{XSD}string": "text",
    EDTF: "EDTF date",
}


@dataclass(frozen=True, slots=True)
class Field:
    """A property of a class as a shape wants it: least and greatest number (none for any), values in words, list, remedy."""

    path: str
    least: int
    most: int | None
    values: str
    scheme: str
    remedy: str

    @property
    def number(self) -> str:
        """Say how many values there are to be.

        >>> Field("", 1, None, "", "", "").number
        'one or more'
        """
        if self.most is None:
            return {0: "any number", 1: "one or more", 2: "two or more"}.get(
                self.least, f"{self.least} or more"
            )
        return "exactly one" if self.least else "at most one"


def fields_of(shapes: Iterable[ox.Triple]) -> dict[str, list[Field]]:
    """Return the fields of each class that a shape looks at: required ones first, then by name."""
    read = Index.of(shapes)
    found: dict[str, dict[str, Field]] = defaultdict(dict)
    for shape in read.values:
        for cls in read.iris(shape, f"{SH}targetClass"):
            for rule in read.iris(shape, f"{SH}property"):
                field = _field(read, rule)
                found[cls][field.path] = field
    return {
        cls: sorted(of.values(), key=lambda f: (not f.least, f.path))
        for cls, of in found.items()
    }


def _field(read: Index, rule: str) -> Field:
    most = read.text(rule, f"{SH}maxCount")
    return Field(
        read.iris(rule, f"{SH}path")[0],
        int(
            read.text(rule, f"{SH}minCount")
            or read.text(rule, f"{SH}qualifiedMinCount")
            or 0
        ),
        int(most) if most else None,
        _values(read, rule),
        next(iter(_schemes(read, rule)), ""),
        read.text(rule, f"{SH}description"),
    )


def _schemes(read: Index, rule: str) -> list[str]:
    """Return the lists to which the values of a rule are confined."""
    inner = [
        p
        for node in read.iris(rule, f"{SH}node")
        for p in read.iris(node, f"{SH}property")
    ]
    return [scheme for p in inner for scheme in read.iris(p, f"{SH}hasValue")]


def _values(read: Index, rule: str) -> str:
    """Say in words which values a rule lets pass."""
    if schemes := _schemes(read, rule):
        return f"a code of {compact(schemes[0])}"
    said = [_datatype(name) for name in read.iris(rule, f"{SH}datatype")]
    said += [compact(cls) for cls in read.iris(rule, f"{SH}class")]
    said += [
        compact(code)
        for head in read.nodes(rule, f"{SH}in")
        for code in read.members(head)
    ]
    for head in read.nodes(rule, f"{SH}or"):
        for shape in read.members(head):
            said += [compact(cls) for cls in read.iris(shape, f"{SH}class")] + [
                _datatype(d) for d in read.iris(shape, f"{SH}datatype")
            ]
    return " or ".join(dict.fromkeys(said))


def _datatype(name: str) -> str:
    return _DATATYPES.get(name, compact(name))
