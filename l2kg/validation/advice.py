"""Say what to write in place of a name that the ontology lacks, or of a text that is meant as a date."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from l2kg.dates import DateError, bounds
from l2kg.namespaces import EDTF, L2, RDF, XSD, compact, local_name
from l2kg.wording import closest, did_you_mean, one_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from l2kg.schema.terms import Terms

__all__ = ["Names", "date_instead"]

_TYPE = f"{RDF}type"
_DATES = (EDTF, f"{XSD}date")
_LIKE = 0.6  # share, from 0 to 1, that a near name has in common with what was typed


class Names:
    """The names that an ontology has for classes and for properties."""

    def __init__(self, terms: Terms) -> None:
        self._terms = terms

    def advice(self, prop: str, value: str) -> str:
        """Say which of a property and its value the ontology lacks, and which name is nearest."""
        wrong, near = self.unknown(prop, value)
        return compact(wrong) + did_you_mean([compact(near)] if near else [])

    def unknown(self, prop: str, value: str) -> tuple[str, str]:
        """Return which of a property and its value the ontology lacks, and the name that is nearest.

        The nearest is empty where nothing is like it.
        """
        if not self.lacks(prop):
            return value, self._near(value, self._classes if prop == _TYPE else self._all)
        return prop, self._near(prop, self._properties)

    def home(self, prop: str) -> str:
        """Say of which classes a property is, where the ontology tells."""
        domain = self._terms[prop].domain if prop in self._terms else ()
        return f"; that is a property of {one_of(domain)}" if domain else ""

    def lacks(self, name: str) -> bool:
        """Tell whether an IRI is in the ontology's namespace and no class or property of it."""
        return name.startswith(L2) and local_name(name) not in self._all

    @staticmethod
    def _near(name: str, known: dict[str, str]) -> str:
        near = closest(local_name(name), known, least=_LIKE)
        return known[near[0]] if near else ""

    @cached_property
    def _classes(self) -> dict[str, str]:
        return self._of("class")

    @cached_property
    def _properties(self) -> dict[str, str]:
        return self._of("property", "annotation")

    @cached_property
    def _all(self) -> dict[str, str]:
        return {**self._classes, **self._properties}

    def _of(self, *kinds: str) -> dict[str, str]:
        return {
            local_name(term.iri): term.iri
            for kind in kinds
            for term in self._terms.kind(kind)
            if term.iri.startswith(L2)
        }


def date_instead(text: str, datatypes: Iterable[str]) -> str:
    """Suggest how a text is written as the date that it stands for, where one of some types is a date.

    >>> date_instead("30/03/1978", [EDTF])
    '; did you mean "1978-03-30"^^edtf:EDTF?'
    """
    kind = next((one for one in datatypes if one in _DATES), None)
    if kind is None:
        return ""
    return did_you_mean(f'"{one}"^^{compact(kind)}' for one in _dates(text))


def _dates(text: str) -> list[str]:
    try:
        bounds(text)
    except DateError as error:
        return error.near
    return [text]
