"""Things as links, and what else recurs in a document: values and passages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from l2kg.html.template import fragment

if TYPE_CHECKING:
    from collections.abc import Iterable

    from markupsafe import Markup

    from l2kg.cases.elements import Value
    from l2kg.cases.parts import Element, Evidence
    from l2kg.cases.reading import Ref
    from l2kg.drawing.pairs import Name
    from l2kg.html.addresses import Link

__all__ = ["Links"]


class Links:
    """Writes things as links, values and passages, each once.

    Some recur a hundred times in a document.

    ``address`` returns where something shows an IRI, or None; what it does not know
    becomes no link.
    """

    def __init__(self, address: Link) -> None:
        self.address = address
        self._passages: dict[str, Markup] = {}
        self._things: dict[tuple[str, str], Markup] = {}
        self._values: dict[Value, Markup] = {}

    def thing(self, one: Ref | Element) -> Markup:
        """Write a thing by its label."""
        return self._thing(one.iri, one.label)

    def things(self, parts: Iterable[Ref | str], between: Markup) -> Markup:
        """Write things by their labels, and texts among them, one after the other."""
        return between.join(
            part if isinstance(part, str) else self._thing(part.iri, part.label)
            for part in parts
        )

    def name(self, one: Name) -> Markup | str:
        """Write a value of an answer: a thing or a text."""
        return self._thing(one.iri, one.text) if one.iri else one.text

    def value(self, one: Value) -> Markup:
        """Write a value of a property, a thing or a text, with the rules by which it follows.

        What it alone rests on stands with it.
        """
        if one not in self._values:
            text = self._thing(one.iri, one.text) if one.iri else one.text
            written = fragment("parts", "value", text, one.rules, one.narrower)
            self._values[one] = written
        return self._values[one]

    def evidence(self, passage: Evidence) -> Markup:
        """Write a passage: its first and last words, whose voice it is, and where it stands."""
        if passage.iri not in self._passages:
            self._passages[passage.iri] = fragment("parts", "evidence", passage)
        return self._passages[passage.iri]

    def _thing(self, iri: str, text: str) -> Markup:
        key = iri, text
        if key not in self._things:
            address = self.address(iri)
            self._things[key] = fragment("parts", "linked", iri, text, address)
        return self._things[key]
