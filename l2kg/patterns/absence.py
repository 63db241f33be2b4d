"""Whose word it is that something is absent: the sources' own, or only somebody's whom they quote."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from l2kg.cases.passages import narrower_of, passages_of
from l2kg.namespaces import L2, L2V
from l2kg.queries.lookup import object_iris

if TYPE_CHECKING:
    from collections.abc import Iterator

    from l2kg.cases.passages import Narrower
    from l2kg.cases.reading import Reader, Ref
    from l2kg.queries.header import Condition

__all__ = ["tellers"]

_ATTRIBUTED = f"{L2V}attributed"
_PROPERTY = re.compile(r"\bl2:(\w+)")


def tellers(
    reader: Reader, condition: Condition, unit: str, witness: str
) -> tuple[Ref, ...]:
    """Return who says that a condition is absent where only the quoted do; else nobody.

    What shows it is a value of the unit, or a value that is the unit, where the condition
    asks for such a property: then the passages of that value count. Else those of the
    witness do, as of a claim.
    """
    links = list(_links(reader, condition, unit, witness))
    found = [_of_value(reader, *link) for link in links]
    if not links:
        found = [_of_record(reader, witness)]
    if not all(found):
        return ()
    return reader.refs({ref.iri for refs in found for ref in refs})


def _links(
    reader: Reader, condition: Condition, unit: str, witness: str
) -> Iterator[tuple[str, str, str]]:
    """Yield each property of the condition that ties the two, as subject, name and value."""
    for name in sorted(set(_PROPERTY.findall(condition.absent or ""))):
        for subject, value in ((unit, witness), (witness, unit)):
            if value in object_iris(reader.store, subject, L2 + name):
                yield subject, name, value


def _of_value(reader: Reader, subject: str, name: str, value: str) -> tuple[Ref, ...]:
    narrower: tuple[Narrower, ...] = narrower_of(reader, subject).get(
        (L2 + name, value), ()
    )
    if not narrower:
        return _of_record(reader, subject)
    if any(one.status is None or one.status.iri != _ATTRIBUTED for one in narrower):
        return ()
    return tuple(ref for one in narrower for ref in one.voices)


def _of_record(reader: Reader, iri: str) -> tuple[Ref, ...]:
    """Return who claims a record or speaks in its passages, where it is attributed."""
    facts = reader.facts(iri)
    if _ATTRIBUTED not in facts.iris("epistemicStatus"):
        return ()
    if claimants := facts.iris("claimedBy"):
        return reader.refs(claimants)
    return tuple(one.voice for one in passages_of(reader, facts) if one.voice)
