"""Whose word it is that something is absent: the sources' own, or only somebody's whom they quote."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from l2kg.cases.passages import narrower_of, passages_of
from l2kg.namespaces import L2, L2T, L2V
from l2kg.patterns.result import Standing
from l2kg.queries.lookup import object_iris, subject_iris

if TYPE_CHECKING:
    from collections.abc import Iterator

    from l2kg.cases.passages import Narrower
    from l2kg.cases.reading import Reader, Ref
    from l2kg.queries.header import Condition

__all__ = ["Absences"]

_ATTRIBUTED = f"{L2V}attributed"
_CODES = (L2T, L2V)
_PROPERTY = re.compile(r"\bl2:(\w+)")


class Absences:
    """What a store claims to be absent; `about` holds each such claim with what it is about."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader
        claims = subject_iris(reader.store, f"{L2}mode", f"{L2V}stated-absence")
        self.about = {
            claim: frozenset(object_iris(reader.store, claim, f"{L2}about"))
            for claim in claims
        }
        self._claims: dict[str, list[str]] = {}
        for claim, about in sorted(self.about.items()):
            for iri in about:
                self._claims.setdefault(iri, []).append(claim)

    def standing(
        self,
        condition: Condition,
        codes: frozenset[str],
        key: tuple[str, str],
        witness: str | None,
    ) -> Standing:
        """Return how the sources stand to a condition that a unit of a case does not meet.

        `witness` is what shows the absence, where anything does; else it may be a claim.
        """
        shown = witness or self._claimed(key, codes)
        if shown is None:
            return Standing("not stated")
        told = _tellers(self._reader, condition, key[0], shown)
        return Standing(
            "told absent" if told else "stated absent", self._reader.ref(shown), told
        )

    def _claimed(self, key: tuple[str, str], codes: frozenset[str]) -> str | None:
        """Return a claim that a condition is absent from a unit or its case.

        One about the case has to name a code of the condition; one about the unit may
        name no code at all.
        """
        listed = {claim for iri in key for claim in self._claims.get(iri, ())}
        for claim in sorted(listed):
            about = self.about[claim]
            unnamed = (
                key[0] in about
                and key[0] != key[1]
                and not any(iri.startswith(_CODES) for iri in about)
            )
            if unnamed or about & codes:
                return claim
        return None


def _tellers(
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
