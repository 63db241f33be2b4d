"""What the page of a case shows beside its figure: names to choose from, its sections and tables, deals, and what others say otherwise."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from l2kg.cases.parts import Measure
from l2kg.cases.tables import tables
from l2kg.csv_text import write_csv
from l2kg.drawing.timeline.model import moments
from l2kg.html.addresses import place_of
from l2kg.html.parts import evidence_html, linked
from l2kg.namespaces import CASE

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Sequence

    from l2kg.cases import CaseView
    from l2kg.cases.parts import Element, Evidence, Matter, Refs, Statement
    from l2kg.cases.reading import Ref
    from l2kg.conflicts.reading import Disagreement, Told

    Link = Callable[[str], str | None]

__all__ = [
    "CLOSE",
    "LEGEND",
    "behind",
    "entries",
    "file_of",
    "has_timeline",
    "neighbours",
    "target",
    "sections",
    "elements_csv",
    "deals_html",
    "speech_html",
    "rival_pairs",
    "rivals_html",
    "passages_html",
    "HEADING",
    "disagreements_html",
]

LEGEND = """<p class="kick">How to read</p><h2>Every line rests on a passage. Choose one.</h2>
<ul class="legend">
<li><i class="su"></i>Support behind a side</li>
<li><i class="op"></i>Opposition behind a side: hatched, with a minus sign</li>
<li><i class="he"></i>Help across the table: above for supporters, below against opponents</li>
<li><i class="re"></i>Restraint: something left undone</li>
<li><i class="ha"></i>Harm done across the table</li>
<li><i class="ch"></i>A back channel</li>
<li><i class="tr"></i>Trust, which is not a back channel</li>
</ul>"""


CLOSE = '<button class="close" data-id="" aria-label="Clear the selection">×</button>'


def entries(view: CaseView) -> dict[str, str]:
    """Name every element of a case, measures first and with their numbers, by local name."""
    measures = {one.id: one for one in view.measures}
    ordered: list[Element] = [
        *measures.values(),
        *view.relationships,
        *(one for one in view.elements()),
    ]
    return {one.id: _entry(one) for one in ordered}


def _entry(element: Element) -> str:
    kind = element.types[0].label if element.types else "element"
    number = f"{element.number}  " if isinstance(element, Measure) else ""
    return f"{number}{element.label} ({kind})"


def neighbours(cases: Sequence[Ref], slug: str) -> tuple[Ref | None, Ref | None]:
    """Return the cases before and after one, in their order."""
    place = [case.iri for case in cases].index(f"{CASE}{slug}")
    return cases[place - 1] if place else None, (
        cases[place + 1] if place + 1 < len(cases) else None
    )


def target(view: CaseView, picked: str, slugs: Collection[str]) -> dict[str, str]:
    """Return the parameters of the page for what was picked by local name or IRI: this page for what is of its file."""
    here = {"id": view.summary.slug}
    graph = view.summary.iri.partition("#")[0]
    local = picked.removeprefix(f"{graph}#")
    if "/" not in local and f"{graph}#{local}".removeprefix(CASE) not in slugs:
        return here | ({"focus": local} if local else {})
    return place_of(picked, slugs) or here


def has_timeline(view: CaseView) -> bool:
    """Tell whether a case has anything with a place in time."""
    return bool(moments(view))


def file_of(view: CaseView) -> str:
    """Return a case's name as the name of a file.

    >>> from types import SimpleNamespace
    >>> file_of(SimpleNamespace(summary=SimpleNamespace(slug="bonn-summit-1978#us-decontrol")))
    'bonn-summit-1978-us-decontrol'
    """
    return view.summary.slug.replace("#", "-")


def behind(case: str, element: str | None = None) -> str:
    """Write the query that asks for what the page shows: all that is asserted of a case, or what is known of an element of it."""
    if element:
        about = f"  <{element}> ?property ?value\n"
        return (
            "# What is asserted and inferred of this element\nSELECT ?property ?value"
            f" WHERE {{\n{about}}} ORDER BY ?property ?value\n"
        )
    graph = case.partition("#")[0]
    return (
        "# What is asserted of this case\nSELECT ?element ?property ?value WHERE {\n "
        f" GRAPH <{graph}> {{ ?element ?property ?value }}\n}} ORDER BY ?element"
        " ?property ?value\n"
    )


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
    rows = []
    for table in tables(view):
        for row in table.rows:
            for column, cell in zip(table.columns, row.cells, strict=True):
                for part in cell:
                    value = (
                        (part, "") if isinstance(part, str) else (part.label, part.iri)
                    )
                    rows.append((table.title, row.id, column, *value))
    return write_csv(("table", "element", "column", "value", "iri"), rows)


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


HEADING = "What does not agree"


def disagreements_html(found: Iterable[Disagreement], link: Link) -> str:
    """Write disagreements, those of one kind about one thing together; nothing where there is none."""
    alike: dict[tuple[str, str, str], list[Disagreement]] = {}
    for one in found:
        alike.setdefault((one.summary, one.about.iri, one.follows), []).append(one)
    return "".join(_group(group, link) for group in alike.values())


def _group(group: list[Disagreement], link: Link) -> str:
    first = group[0]
    pairs = "".join(
        f'<div class="rivals">{_side(one.one, link)}<p'
        f' class="against">against</p>{_side(one.other, link)}</div>'
        for one in group
    )
    return (
        '<section class="clash"><p'
        f' class="kick">{escape(first.summary)}</p><h3>{linked(first.about.iri, first.about.label, link)}</h3>{pairs}<p><b>What'
        f" follows.</b> {escape(first.follows)}</p></section>"
    )


def _side(told: Told, link: Link) -> str:
    by = ", ".join(linked(ref.iri, ref.label, link) for ref in told.sources)
    return (
        f'<article><p>{escape(told.says)}</p><p class="mut">by'
        f" {by or 'our own records'}</p></article>"
    )
