"""Mark, in the labels of an element's values, those that rest on fewer passages."""

from __future__ import annotations

from dataclasses import fields, replace
from typing import TYPE_CHECKING, Any, TypeVar

from l2kg.cases.reading import Ref

if TYPE_CHECKING:
    from l2kg.cases.parts import Element

__all__ = ["marked"]

_E = TypeVar("_E", bound="Element")


def marked(element: _E) -> _E:
    """Say in the label of each value that rests on fewer passages on whose word it does."""
    if not element.narrower:
        return element
    words = {(name, value): word for name, value, word in element.narrower}
    new: dict[str, Any] = {}
    for field in fields(element):
        name, old = field.metadata.get("property", ""), getattr(element, field.name)
        if name and isinstance(old, tuple):
            new[field.name] = tuple(_told(words, name, one) for one in old)
        elif name and old:
            new[field.name] = _told(words, name, old)
    return replace(element, **new)


def _told(words: dict[tuple[str, str], str], name: str, value: Ref | str) -> Ref | str:
    key = value.iri if isinstance(value, Ref) else value
    word = words.get((name, key))
    if word is None:
        return value
    if isinstance(value, Ref):
        return Ref(value.iri, f"{value.label} ({word})")
    return f"{value} ({word})"
