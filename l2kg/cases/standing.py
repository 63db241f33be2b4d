"""Say whose word a record is: who speaks, who claims it, whose attitude it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from l2kg.namespaces import L2V

if TYPE_CHECKING:
    from collections.abc import Iterable

    from l2kg.cases.elements import ElementView
    from l2kg.cases.passages import Narrower

__all__ = ["according_to", "narrower_words", "who_says"]


def who_says(view: ElementView) -> str:
    """Say of a claim as what it is put forward, by whom, and who reports it.

    Of another record that is not stated it says whose voices are heard.
    """
    voices = list(dict.fromkeys(one.voice.label for one in view.evidence if one.voice))
    claimants = _labels(view, "claimedBy")
    if claimants:
        attitude, holders = _labels(view, "mode"), _labels(view, "attitudeOf")
        of = f" of {_listed(holders)}" if holders else ""
        reporters = [voice for voice in voices if voice not in claimants]
        parts = (
            f"{attitude[0] if attitude else 'attitude'}{of}"
            if attitude or holders
            else "",
            f"claimed by {_listed(claimants)}",
            f"reported by {_listed(reporters)}" if reporters else "",
        )
        return ", ".join(filter(None, parts))
    if not voices or not view.status or view.status.iri == f"{L2V}stated":
        return ""
    return f"in the voice{'s' if len(voices) > 1 else ''} of {_listed(voices)}"


def narrower_words(one: Narrower) -> str:
    """Say in a few words on whose word a single value rests, and how firmly."""
    status = one.status.label if one.status else ""
    voices = f"in the voice of {_listed(ref.label for ref in one.voices)}"
    return ", ".join(filter(None, (status, voices if one.voices else "")))


def according_to(one: Narrower) -> str:
    """Say in fewer words, for a cell of a table, on whose word a single value rests."""
    return f"according to {_listed(ref.label for ref in one.voices)}"


def _labels(view: ElementView, name: str) -> list[str]:
    return [
        value.text for one in view.properties if one.id == name for value in one.values
    ]


def _listed(labels: Iterable[str]) -> str:
    """Write names one after the other.

    >>> _listed(["A", "B", "C"])
    'A, B and C'
    """
    *first, last = labels
    return f"{', '.join(first)} and {last}" if first else last
