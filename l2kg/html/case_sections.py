"""The sections of a case's page: deals, speeches, rivals, disagreements, passages."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from l2kg.html.links import Links
from l2kg.html.template import fragment

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from markupsafe import Markup

    from l2kg.cases import CaseView
    from l2kg.cases.parts import Element, Evidence, Matter, Refs, Statement
    from l2kg.cases.reading import Ref
    from l2kg.conflicts.reading import Disagreement
    from l2kg.html.addresses import Link

__all__ = [
    "DISAGREEMENTS",
    "deals_html",
    "disagreement_groups",
    "disagreements_html",
    "passages_html",
    "rival_pairs",
    "rivals_html",
    "sections",
    "speech_html",
]

DISAGREEMENTS = "What does not agree"
"""The heading of the section."""


@dataclass(frozen=True, slots=True)
class _Deal:
    """A deal with what became of it, and its terms with their descriptions."""

    matter: Matter
    kind: str
    terms: tuple[tuple[Ref, str], ...]


@dataclass(frozen=True, slots=True)
class _Chart:
    """An acceptance speech with the criticisms that it foresees, and what answers them."""

    speech: Statement
    criticisms: Refs
    responses: Refs


@dataclass(frozen=True, slots=True)
class _Reading:
    """One of two rival elements, who puts it forward, and where."""

    element: Element
    claimed_by: Refs
    passages: tuple[Evidence, ...]


def sections(
    view: CaseView, link: Link, found: Sequence[Disagreement] = ()
) -> dict[str, Markup]:
    """Return the sections that this case has, by their headings.

    ``found`` is what does not agree in it.
    """
    made = {
        "Deals and their terms": deals_html(view, link),
        "Acceptance-speech chart": speech_html(view, link),
        "Rival readings, side by side": rivals_html(view, link),
        DISAGREEMENTS: disagreements_html(found, link),
        "Sources and passages": passages_html(view.evidence, link),
    }
    return {heading: html for heading, html in made.items() if html}


def _by_iri(elements: Iterable[Element]) -> dict[str, Element]:
    return {one.iri: one for one in elements}


def deals_html(view: CaseView, link: Link) -> Markup:
    """Write each deal with what became of it, its parties and its terms."""
    matters = _by_iri(view.matters)
    listed = [_deal(deal, matters) for deal in view.deals]
    return fragment("case", "deals", listed, Links(link))


def _deal(deal: Matter, matters: dict[str, Element]) -> _Deal:
    kinds = (*((deal.deal_kind,) if deal.deal_kind else ()), *deal.deal_status)
    terms = tuple(
        (term, matters[term.iri].description if term.iri in matters else "")
        for term in deal.terms
    )
    return _Deal(deal, " · ".join(ref.label for ref in kinds), terms)


def speech_html(view: CaseView, link: Link) -> Markup:
    """Write each acceptance speech as the chart of four parts.

    These are audience, themes, likely criticisms and responses.
    """
    charts = [
        _chart(view, speech) for speech in view.statements if speech.acceptance_speech
    ]
    return fragment("case", "speeches", charts, Links(link))


def _chart(view: CaseView, speech: Statement) -> _Chart:
    criticisms = _by_iri(view.criticisms)
    foreseen = tuple(ref for ref in speech.anticipates if ref.iri in criticisms)
    foreseen = foreseen or speech.anticipates
    iris = {ref.iri for ref in foreseen}
    responses = tuple(
        one.ref for one in view.responses if iris & {ref.iri for ref in one.answers}
    )
    return _Chart(speech, foreseen, responses)


def rival_pairs(view: CaseView) -> list[tuple[Element, Element]]:
    """Return the elements that contradict each other, each pair once, the first by label first."""
    known = _by_iri(view.elements())
    pairs = {
        frozenset((one.iri, ref.iri))
        for one in known.values()
        for ref in one.rivals
        if ref.iri in known
    }
    ordered = (
        sorted((known[iri] for iri in pair), key=lambda one: one.label) for pair in pairs
    )
    return sorted(
        ((pair[0], pair[1]) for pair in ordered), key=lambda pair: pair[0].label
    )


def rivals_html(view: CaseView, link: Link) -> Markup:
    """Write what contradicts each other side by side, each with who says so and where."""
    passages = {passage.iri: passage for passage in view.evidence}
    pairs = [
        (_reading(one, passages), _reading(other, passages))
        for one, other in rival_pairs(view)
    ]
    return fragment("case", "rivals", pairs, Links(link))


def _reading(one: Element, passages: dict[str, Evidence]) -> _Reading:
    shown = tuple(passages[ref.iri] for ref in one.evidence if ref.iri in passages)
    return _Reading(one, getattr(one, "claimed_by", ()), shown)


def disagreements_html(found: Iterable[Disagreement], link: Link) -> Markup:
    """Write disagreements, those of one kind about one thing together.

    Returns nothing where there is none.
    """
    return fragment("case", "disagreements", disagreement_groups(found), Links(link))


def disagreement_groups(found: Iterable[Disagreement]) -> list[list[Disagreement]]:
    """Return disagreements in groups: those of one kind about one thing together."""
    alike: dict[tuple[str, str, str], list[Disagreement]] = {}
    for one in found:
        alike.setdefault((one.summary, one.about.iri, one.follows), []).append(one)
    return list(alike.values())


def passages_html(passages: Iterable[Evidence], link: Link) -> Markup:
    """Write all passages of a case under the works in which they stand."""
    by_work: dict[str, list[Evidence]] = {}
    for one in sorted(passages, key=lambda one: (_work(one, ""), one.id)):
        by_work.setdefault(_work(one, "without a source"), []).append(one)
    return fragment("case", "passages", list(by_work.items()), Links(link))


def _work(passage: Evidence, otherwise: str) -> str:
    return passage.source.label if passage.source else otherwise
