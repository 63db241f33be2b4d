"""Say beside an occurrence how it was decided, and what was thought or stood in the way around it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from l2kg.cases.declaring import per_cent
from l2kg.cases.parts import Ratification

if TYPE_CHECKING:
    from collections.abc import Iterator

    from l2kg.cases.parts import Occurrence, Refs
    from l2kg.cases.view import CaseView

__all__ = ["decided", "standing"]


def decided(occurrence: Occurrence) -> str:
    """Say how a decision behind the table went; nothing of other occurrences."""
    if not isinstance(occurrence, Ratification) or not occurrence.decision:
        return ""
    share = per_cent(occurrence.share)
    return occurrence.decision.label + (f", {share}" if share else "")


def standing(view: CaseView, occurrence: Occurrence) -> Iterator[str]:
    """Yield the stances and barriers that a case places before or after an occurrence."""

    def is_among(refs: Refs) -> bool:
        return any(ref.iri == occurrence.iri for ref in refs)

    for stance in view.stances:
        if is_among(stance.held_before):
            yield f"before it: {stance.label}"
        if is_among(stance.held_after):
            yield f"after it: {stance.label}"
    for barrier in view.barriers:
        if is_among(barrier.stands_before):
            yield f"in the way before it: {barrier.label}"
        if is_among(barrier.stands_after):
            yield f"in the way after it: {barrier.label}"
