"""Find cases: a filter of facets and words that lives in the address, counts for each choice, and the found subset as CSV."""

from __future__ import annotations

import csv
import io
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from l2kg.cases import CaseSummary
    from l2kg.reading import Ref

__all__ = ["FACETS", "Choice", "Filter", "choices", "harmless", "matching", "possible", "to_csv"]

FACETS = ("setting", "kind", "outcome")
_COLUMNS = (
    "slug",
    "iri",
    "label",
    "setting",
    "kind",
    "outcome",
    "part_of",
    "measures",
    "relationships",
    "passages",
    "back_channel",
    "tactics",
)


@dataclass(frozen=True, slots=True)
class Filter:
    """Words that must all occur, and, for each facet, the local names of which one must hold; none chosen means any."""

    words: str = ""
    setting: tuple[str, ...] = ()
    kind: tuple[str, ...] = ()
    outcome: tuple[str, ...] = ()

    @classmethod
    def from_params(cls, params: Mapping[str, Sequence[str]]) -> Filter:
        """Read a filter from the parameters of an address."""
        chosen = {facet: tuple(params.get(facet, ())) for facet in FACETS}
        return cls(words=next(iter(params.get("q", ())), ""), **chosen)

    def params(self) -> dict[str, list[str]]:
        """Return the parameters that stand for this filter.

        >>> Filter("bonn", setting=("diplomacy",)).params()
        {'q': ['bonn'], 'setting': ['diplomacy']}
        """
        chosen = {facet: list(getattr(self, facet)) for facet in FACETS if getattr(self, facet)}
        return ({"q": [self.words]} if self.words else {}) | chosen


@dataclass(frozen=True, slots=True)
class Choice:
    """One value of a facet, and how many cases it would leave."""

    id: str
    label: str
    count: int


def matching(cases: Iterable[CaseSummary], chosen: Filter) -> list[CaseSummary]:
    """Return the cases that a filter leaves."""
    return [case for case in cases if _fits(case, chosen)]


def possible(cases: Sequence[CaseSummary], chosen: Filter) -> Filter:
    """Return a filter without the choices that no case has, such as those of a mistyped address."""
    kept = {facet: [name for name in getattr(chosen, facet) if any(_is(case, facet, name) for case in cases)] for facet in FACETS}
    return Filter.from_params({"q": [chosen.words], **kept})


def choices(cases: Sequence[CaseSummary], chosen: Filter, facet: str) -> list[Choice]:
    """Return the values of a facet by falling number, each with the cases that it would leave under the other choices."""
    labels = {ref.id: ref.label for ref in (_value(case, facet) for case in cases) if ref}
    others = matching(cases, _without(chosen, facet))
    counts = Counter(ref.id for ref in (_value(case, facet) for case in others) if ref)
    ranked = sorted(labels, key=lambda name: (-sum(_is(case, facet, name) for case in cases), labels[name]))
    return [Choice(name, labels[name], counts[name]) for name in ranked]


def _without(chosen: Filter, facet: str) -> Filter:
    return Filter.from_params({name: values for name, values in chosen.params().items() if name != facet})


def _value(case: CaseSummary, facet: str) -> Ref | None:
    ref: Ref | None = getattr(case, facet)
    return ref


def _is(case: CaseSummary, facet: str, name: str) -> bool:
    ref = _value(case, facet)
    return ref is not None and ref.id == name


def _fits(case: CaseSummary, chosen: Filter) -> bool:
    text = f"{case.label} {case.description} {' '.join(tactic.label for tactic in case.tactics)}".casefold()
    facets = all(not getattr(chosen, facet) or any(_is(case, facet, name) for name in getattr(chosen, facet)) for facet in FACETS)
    return facets and all(word in text for word in chosen.words.casefold().split())


def to_csv(cases: Iterable[CaseSummary]) -> str:
    """Write cases as CSV, one a line."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(_COLUMNS)
    writer.writerows([harmless(str(cell)) for cell in _cells(case)] for case in cases)
    return out.getvalue()


def _cells(case: CaseSummary) -> tuple[object, ...]:
    setting, kind, outcome, parent = (ref.label if ref else "" for ref in (case.setting, case.kind, case.outcome, case.parent))
    channel, tactics = "yes" if case.has_back_channel else "", "; ".join(tactic.label for tactic in case.tactics)
    counts = case.measures, case.relationships, case.evidence
    return case.slug, case.iri, case.label, setting, kind, outcome, parent, *counts, channel, tactics


def harmless(cell: str) -> str:
    """Keep a spreadsheet from reading a cell as a formula.

    >>> harmless("=1+1"), harmless("-2.5"), harmless("@home")
    ("'=1+1", '-2.5', "'@home")
    """
    if cell[:1] not in ("=", "+", "-", "@", "\t", "\r") or cell.removeprefix("-").replace(".", "", 1).isdecimal():
        return cell
    return f"'{cell}"
