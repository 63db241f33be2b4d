"""What the page of a case shows beside figure and tables: deals with terms, the acceptance-speech chart, rival readings, sources."""

from __future__ import annotations

import csv
import io
from html import escape
from typing import TYPE_CHECKING

from l2kg.cases.tables import tables
from l2kg.views.browse import harmless
from l2kg.views.disagreements import HEADING, disagreements_html
from l2kg.views.htmlparts import evidence_html, linked

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from l2kg.cases.parts import Element, Evidence, Matter, Ref, Refs, Statement
    from l2kg.cases.view import CaseView
    from l2kg.conflicts.reading import Disagreement

    Link = Callable[[str], str | None]

__all__ = [
    "deals_html",
    "elements_csv",
    "passages_html",
    "rival_pairs",
    "rivals_html",
    "sections",
    "speech_html",
]


def sections(
    view: CaseView, link: Link, found: Sequence[Disagreement] = ()
) -> dict[str, str]:
    """Return the parts of the page that this case has, by their headings; ``found`` is what does not agree in it."""
    made = {
        "Deals and their terms": deals_html(view, link),
        "Acceptance-speech chart": speech_html(view, link),
        "Rival readings, side by side": rivals_html(view, link),
        HEADING: disagreements_html(found, link),
        "Sources and passages": passages_html(view.evidence),
    }
    return {name: html for name, html in made.items() if html}


def elements_csv(view: CaseView) -> str:
    """Write the elements of a case as CSV: a line for each value, with the table and element to which it belongs."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(("table", "element", "column", "value", "iri"))
    for table in tables(view):
        for row in table.rows:
            for column, cell in zip(table.columns, row.cells, strict=True):
                said = [
                    (part, "") if isinstance(part, str) else (part.label, part.iri)
                    for part in cell
                ]
                writer.writerows(
                    [harmless(text) for text in (table.title, row.id, column, *one)]
                    for one in said
                )
    return out.getvalue()


def _refs(refs: Refs, link: Link) -> str:
    return "<br>".join(linked(ref.iri, ref.label, link) for ref in refs)


def _known(items: Iterable[Element]) -> dict[str, Element]:
    return {item.iri: item for item in items}


def deals_html(view: CaseView, link: Link) -> str:
    """Write each deal with what became of it, its parties and its terms."""
    matters = _known(view.matters)
    return (
        "<div"
        f' class="deals">{"".join(_deal(deal, matters, link) for deal in view.deals)}</div>'
        if view.deals
        else ""
    )


def _deal(deal: Matter, matters: dict[str, Element], link: Link) -> str:
    kind = " · ".join(
        ref.label
        for ref in ((deal.deal_kind,) if deal.deal_kind else ()) + deal.deal_status
    )
    parties = (
        '<p class="mut">between'
        f" {', '.join(linked(ref.iri, ref.label, link) for ref in deal.parties)}</p>"
        if deal.parties
        else ""
    )
    terms = "".join(
        f"<li>{linked(ref.iri, ref.label, link)}{_told(matters.get(ref.iri))}</li>"
        for ref in deal.terms
    )
    listed = f"<ul>{terms}</ul>" if terms else '<p class="mut">No terms are recorded.</p>'
    words = f"<p>{escape(deal.description)}</p>" if deal.description else ""
    return (
        "<article><p"
        f' class="kick">{escape(kind)}</p><h3>{linked(deal.iri, deal.label, link)}</h3>{words}{parties}{listed}</article>'
    )


def _told(element: Element | None) -> str:
    return (
        f'<br><span class="mut">{escape(element.description)}</span>'
        if element and element.description
        else ""
    )


def speech_html(view: CaseView, link: Link) -> str:
    """Write each acceptance speech as the chart of four parts: audience, themes, criticisms, responses."""
    return "".join(
        _speech(view, speech, link)
        for speech in view.statements
        if speech.acceptance_speech
    )


def _speech(view: CaseView, speech: Statement, link: Link) -> str:
    criticisms = _known(view.criticisms)
    foreseen = [ref for ref in speech.anticipates if ref.iri in criticisms] or list(
        speech.anticipates
    )
    answers = [
        one.ref
        for one in view.responses
        if {ref.iri for ref in one.answers} & {ref.iri for ref in foreseen}
    ]
    theme = f"<p>{escape(speech.theme)}</p>" if speech.theme else ""
    cells = {
        "Audience": _refs(speech.intended_for, link),
        "Themes": theme + _refs(speech.asserts, link),
        "Likely criticisms": _refs(tuple(foreseen), link),
        "Responses": _refs(tuple(answers), link),
    }
    silent = '<span class="mut">The source does not say.</span>'
    boxes = "".join(
        f"<section><h4>{name}</h4>{html or silent}</section>"
        for name, html in cells.items()
    )
    speaker = (
        f" by {', '.join(linked(ref.iri, ref.label, link) for ref in speech.made_by)}"
        if speech.made_by
        else ""
    )
    return (
        f"<h3>{linked(speech.iri, speech.label, link)}{speaker}</h3><div"
        f' class="speech">{boxes}</div>'
    )


def rival_pairs(view: CaseView) -> list[tuple[Element, Element]]:
    """Return the elements that contradict each other, each pair once, the first by label first."""
    known = _known(view.elements())
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


def rivals_html(view: CaseView, link: Link) -> str:
    """Write what contradicts each other side by side, each with who says so and where."""
    passages = {passage.iri: passage for passage in view.evidence}
    return "".join(
        f'<div class="rivals">{_reading(one, passages, link)}<p'
        f' class="against">against</p>{_reading(other, passages, link)}</div>'
        for one, other in rival_pairs(view)
    )


def _reading(one: Element, passages: dict[str, Evidence], link: Link) -> str:
    by: tuple[Ref, ...] = getattr(one, "claimed_by", ())
    said = (
        '<p class="mut">put forward by'
        f" {', '.join(linked(ref.iri, ref.label, link) for ref in by)}</p>"
        if by
        else ""
    )
    words = f"<p>{escape(one.description)}</p>" if one.description else ""
    quoted = "".join(
        evidence_html(passages[ref.iri]) for ref in one.evidence if ref.iri in passages
    )
    return f"<article><h3>{linked(one.iri, one.label, link)}</h3>{said}{words}{quoted}</article>"


def passages_html(passages: Iterable[Evidence]) -> str:
    """Write all passages of a case under the works in which they stand."""
    by_source: dict[str, list[Evidence]] = {}
    for one in sorted(
        passages, key=lambda one: (one.source.label if one.source else "", one.id)
    ):
        by_source.setdefault(
            one.source.label if one.source else "without a source", []
        ).append(one)
    return "".join(
        f'<h3>{escape(name)} <span class="mut">· {len(listed)}'
        f" passage{'' if len(listed) == 1 else 's'}</span></h3><div"
        f' class="cites">{"".join(map(evidence_html, listed))}</div>'
        for name, listed in by_source.items()
    )
