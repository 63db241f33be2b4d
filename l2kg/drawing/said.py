"""Say of a measure how far it got, and what it is judged to have done to others than sides."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from l2kg.cases.parts import Occurrence
    from l2kg.cases.view import CaseView

__all__ = ["effects_elsewhere", "how_far"]

_DONE = "done"
_EXPECTED = "expected"


def how_far(occurrence: Occurrence) -> str:
    """Return how far a measure got where it is not told as done, else nothing."""
    performance = getattr(occurrence, "performance", None)
    return performance.label if performance and performance.id != _DONE else ""


def effects_elsewhere(view: CaseView, occurrence: Occurrence) -> Iterator[str]:
    """Yield each judged effect of an occurrence on what is no side: a group, a barrier, a deal, talks."""
    sides = {side.iri for side in view.sides}
    for judged in view.assessments:
        if not judged.assesses or judged.assesses.iri != occurrence.iri:
            continue
        if judged.effect and judged.effect_on and judged.effect_on.iri not in sides:
            expected = judged.basis is not None and judged.basis.id == _EXPECTED
            how = "expected" if expected else "judged"
            yield f"{how}: {judged.effect.label}, {judged.effect_on.label}"
