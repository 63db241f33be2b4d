"""Read passages, and which of them bear out a single value of a record."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Any

import pyoxigraph as ox

from l2kg.cases.members import first_ref
from l2kg.cases.parts import Evidence, Refs
from l2kg.cases.reading import Ref
from l2kg.namespaces import L2

if TYPE_CHECKING:
    from collections.abc import Mapping

    from l2kg.cases.reading import Facts, Reader

__all__ = [
    "Narrower",
    "evidence_of",
    "narrower_of",
    "passages_of",
    "quoted",
    "read_fields",
]


@dataclass(frozen=True, slots=True)
class Narrower:
    """The passages on which one value of a record rests, and the status that they give it."""

    iri: str
    status: Ref | None
    evidence: tuple[Evidence, ...]

    @property
    def voices(self) -> Refs:
        """Return who speaks in the passages, each once."""
        found = [passage.voice for passage in self.evidence if passage.voice]
        return tuple(dict.fromkeys(found))


def narrower_of(
    reader: Reader, record: str
) -> Mapping[tuple[str, str], tuple[Narrower, ...]]:
    """Read the value evidence of a record, by property and value: an IRI or a text."""
    found: dict[tuple[str, str], tuple[Narrower, ...]] = {}
    quads = reader.store.quads_for_pattern(
        None, ox.NamedNode(f"{L2}valueOf"), ox.NamedNode(record), ox.DefaultGraph()
    )
    for iri in sorted(
        q.subject.value for q in quads if isinstance(q.subject, ox.NamedNode)
    ):
        facts = reader.facts(iri)
        status = first_ref(reader, facts, "epistemicStatus")
        one = Narrower(iri, status, passages_of(reader, facts))
        for value in (*facts.iris("valueIri"), *facts.texts("valueText")):
            key = facts.text("valueProperty"), value
            found[key] = (*found.get(key, ()), one)
    return found


def passages_of(reader: Reader, facts: Facts) -> tuple[Evidence, ...]:
    """Read the passages that are the evidence of an element, in the order of their IRIs."""
    return tuple(
        evidence_of(reader, iri, reader.facts(iri))
        for iri in sorted(facts.iris("evidence"))
    )


def evidence_of(
    reader: Reader,
    iri: str,
    facts: Facts,
) -> Evidence:
    """Read one passage with the labels of its voice and sources."""
    return Evidence(
        iri=iri,
        **read_fields(reader, Evidence, facts),
    )


def quoted(reader: Reader, iri: str) -> Ref:
    """Return a passage, which has no name of its own, by its first and last words.

    Where it has none, it is called by where it stands.
    """
    facts = reader.facts(iri)
    ends = (facts.text("startsWith"), facts.text("endsWith"))
    words = " … ".join(filter(None, ends))
    if words:
        return Ref(iri, f"“{words}”")
    return Ref(iri, facts.text("locator") or reader.label(iri))


def read_fields(
    reader: Reader,
    cls: type,
    facts: Facts,
) -> dict[str, Any]:
    """Read those fields of a class that are declared by a property."""
    values: dict[str, Any] = {}
    for field in fields(cls):
        if "property" in field.metadata:
            name, shape = field.metadata["property"], field.metadata["shape"]
            values[field.name] = _read_field(reader, facts, name, shape)
    return values


def _read_field(
    reader: Reader,
    facts: Facts,
    name: str,
    shape: str,
) -> Refs | tuple[str, ...] | Ref | str | None:
    if shape == "text":
        return facts.text(name)
    if shape == "texts":
        return tuple(facts.texts(name))
    if shape == "many":
        return reader.refs(facts.iris(name))
    return first_ref(reader, facts, name)
