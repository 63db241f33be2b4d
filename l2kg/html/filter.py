"""Choose among cases: a filter that lives in the address, and counts for each choice."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from l2kg.cases.reading import Ref
from l2kg.cases.search import fold
from l2kg.namespaces import L2

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Mapping, Sequence

    from l2kg.cases import CaseSummary

__all__ = [
    "FACETS",
    "TITLES",
    "Choice",
    "Filter",
    "choices",
    "folded_text",
    "matching",
    "possible",
]

FACETS = ("setting", "kind", "outcome", "channel", "barrier", "tactic")
TITLES = {
    "setting": "Setting",
    "kind": "Kind",
    "outcome": "Outcome",
    "channel": "Back channel",
    "barrier": "Kind of barrier",
    "tactic": "Tactic",
}
_MANY = {"barrier": "barrier_types", "tactic": "tactics"}
_CHANNEL = Ref(f"{L2}BackChannel", "has a back channel")


@dataclass(frozen=True, slots=True)
class Filter:
    """Words that must all occur, and, for each facet, local names of which one must hold.

    Where none is chosen, any will do.
    """

    words: str = ""
    setting: tuple[str, ...] = ()
    kind: tuple[str, ...] = ()
    outcome: tuple[str, ...] = ()
    channel: tuple[str, ...] = ()
    barrier: tuple[str, ...] = ()
    tactic: tuple[str, ...] = ()

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
        chosen = {
            facet: list(getattr(self, facet)) for facet in FACETS if getattr(self, facet)
        }
        return ({"q": [self.words]} if self.words else {}) | chosen

    def address(self) -> str:
        """Return the parameters as they stand in an address.

        >>> Filter("bonn", setting=("diplomacy",)).address()
        '?q=bonn&setting=diplomacy'
        """
        return f"?{urlencode(self.params(), doseq=True)}" if self.params() else ""


@dataclass(frozen=True, slots=True)
class Choice:
    """One value of a facet, and how many cases it would leave."""

    id: str
    label: str
    count: int


def matching(
    cases: Iterable[CaseSummary],
    chosen: Filter,
    found: Container[str] = (),
    texts: Mapping[str, str] | None = None,
) -> list[CaseSummary]:
    """Return the cases that a filter leaves.

    The slugs in ``found`` have its words elsewhere than in their own text; ``texts`` are
    the texts of cases by slug, as `folded_text` writes them, where they are at hand.
    """
    words = fold(chosen.words).split()
    facets = {
        facet: frozenset(getattr(chosen, facet))
        for facet in FACETS
        if getattr(chosen, facet)
    }

    def fits(case: CaseSummary) -> bool:
        return all(
            any(ref.id in wanted for ref in _values(case, facet))
            for facet, wanted in facets.items()
        )

    def has_words(case: CaseSummary) -> bool:
        if not words or case.slug in found:
            return True
        text = folded_text(case) if texts is None else texts[case.slug]
        return all(word in text for word in words)

    return [case for case in cases if fits(case) and has_words(case)]


def possible(cases: Sequence[CaseSummary], chosen: Filter) -> Filter:
    """Return a filter without the choices that no case has, such as those of a mistyped address."""
    kept = {
        facet: [
            name
            for name in getattr(chosen, facet)
            if any(_is(case, facet, name) for case in cases)
        ]
        for facet in FACETS
    }
    return Filter.from_params({"q": [chosen.words], **kept})


def choices(
    cases: Sequence[CaseSummary],
    chosen: Filter,
    facet: str,
    found: Container[str] = (),
    texts: Mapping[str, str] | None = None,
) -> list[Choice]:
    """Return the values of a facet by falling number.

    Each comes with the number of cases that it would leave under the other choices;
    ``found`` and ``texts`` are as in `matching`.
    """
    labels = {ref.id: ref.label for case in cases for ref in _values(case, facet)}
    left = matching(cases, _without(chosen, facet), found, texts)
    counts = Counter(ref.id for case in left for ref in _values(case, facet))
    overall = Counter(ref.id for case in cases for ref in _values(case, facet))
    ranked = sorted(labels, key=lambda name: (-overall[name], labels[name]))
    return [Choice(name, labels[name], counts[name]) for name in ranked]


def _without(chosen: Filter, facet: str) -> Filter:
    return Filter.from_params(
        {name: values for name, values in chosen.params().items() if name != facet}
    )


def _values(case: CaseSummary, facet: str) -> tuple[Ref, ...]:
    if facet == "channel":
        return (_CHANNEL,) if case.has_back_channel else ()
    if facet in _MANY:
        many: tuple[Ref, ...] = getattr(case, _MANY[facet])
        return many
    ref: Ref | None = getattr(case, facet)
    return (ref,) if ref else ()


def _is(case: CaseSummary, facet: str, name: str) -> bool:
    return any(ref.id == name for ref in _values(case, facet))


def folded_text(case: CaseSummary) -> str:
    """Return the words of a case's label, description and tactics, as they are searched."""
    tactics = " ".join(tactic.label for tactic in case.tactics)
    return fold(f"{case.label} {case.description} {tactics}")
