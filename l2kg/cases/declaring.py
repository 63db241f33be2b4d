"""Declare the field of a type by the property that fills it, and say in words how many in a hundred."""

from __future__ import annotations

from dataclasses import field
from typing import TYPE_CHECKING, Literal, cast

from l2kg.cases.reading import Ref

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = [
    "ATTITUDE_WORDS",
    "TIE_KINDS",
    "Attitude",
    "Refs",
    "TieKind",
    "many",
    "one",
    "per_cent",
    "text",
    "texts",
]

Refs = tuple[Ref, ...]
Attitude = Literal["supports", "opposes", "undecided"]
# What is said of a group by itself. The last holds of whoever is undecided or divided, wants
# something else than the deal, or is told of without a stance.
ATTITUDE_WORDS: dict[Attitude, str] = {
    "supports": "internal supporter",
    "opposes": "internal opponent",
    "undecided": "no clear yes or no to the deal stated",
}
TieKind = Literal["back-channel", "trust", "working"]
TIE_KINDS: dict[str, TieKind] = {  # what a picture tells apart, by class
    "BackChannel": "back-channel",
    "TrustedRelationship": "trust",
    "WorkingRelationship": "working",
}


def many(name: str) -> Refs:
    """Declare a field filled by all values of a property."""
    return cast("Refs", field(default=(), metadata={"property": name, "shape": "many"}))


def one(name: str) -> Ref | None:
    """Declare a field filled by the one value of a property."""
    declared = field(default=None, metadata={"property": name, "shape": "one"})
    return cast("Ref | None", declared)


def text(name: str) -> str:
    """Declare a field filled by the words under a property."""
    return field(default="", metadata={"property": name, "shape": "text"})


def texts(name: str) -> tuple[str, ...]:
    """Declare a field filled by all texts and numbers under a property."""
    declared = field(default=(), metadata={"property": name, "shape": "texts"})
    return cast("tuple[str, ...]", declared)


def per_cent(values: Iterable[str]) -> str:
    """Say a share, or the two ends of its range; nothing where there is none.

    >>> per_cent(["61.5"]), per_cent(["65.0", "8.0"]), per_cent([])
    ('61.5 %', '8 to 65 %', '')
    """
    numbers = sorted({float(value) for value in values})
    return f"{' to '.join(f'{number:g}' for number in numbers)} %" if numbers else ""
