"""Pieces of HTML that pages and documents share: an element with its evidence, tables, cards. Every word from the data is escaped."""

from __future__ import annotations

import re
from dataclasses import replace
from html import escape
from typing import TYPE_CHECKING

from l2kg.cases.reading import Ref
from l2kg.cases.text import facts_of
from l2kg.namespaces import L2, compact

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from l2kg.cases import CaseSummary, ElementView
    from l2kg.cases.elements import Property, Value
    from l2kg.cases.parts import Evidence, Refs
    from l2kg.cases.tables import CaseTable, Cell

    Link = Callable[[str], str | None]

__all__ = [
    "cards_html",
    "cite_line",
    "element_html",
    "evidence_html",
    "framed_html",
    "heading_html",
    "kicker",
    "linked",
    "quoted",
    "sentence",
    "table_html",
]

MOST_ROWS = 200
_MARKS = re.compile(r"[\\`*_\[\]()<>:$~|#!]")
_TRIVIAL = {"cax-sco"}


def element_html(
    view: ElementView, link: Link, *, level: int = 2, folded: bool = False
) -> str:
    """Write an element: what it is, our description, its rivals, its passages, and, folded or not, what is recorded and inferred of it."""
    properties = _properties(view, link)
    if folded and properties:
        properties = (
            f"<details><summary>Recorded and inferred</summary>{properties}</details>"
        )
    status = view.status.text if view.status else ""
    kinds = " · ".join(filter(None, [*(_kind(ref) for ref in view.types), status]))
    return (
        f'<p class="kick">{escape(kinds)}</p><h{level}>{escape(view.label)}</h{level}>'
        + (f"<p>{escape(view.description)}</p>" if view.description else "")
        + _rivals(view.rivals, link)
        + "".join(map(evidence_html, view.evidence))
        + properties
    )


def evidence_html(passage: Evidence) -> str:
    """Write a passage: its first and last words, whose voice it is, and where it stands."""
    words = " … ".join(filter(None, (passage.starts_with, passage.ends_with)))
    quoted = f"<q>“{escape(words)}”</q>" if words else f"<p>{escape(passage.locator)}</p>"
    return (
        f'<blockquote class="ev">{quoted}<cite>{cite_line(passage)}</cite></blockquote>'
    )


def cite_line(passage: Evidence) -> str:
    """Write voice, work, page, the source that was read, and its note."""
    voice = f"<b>{escape(passage.voice.label)}</b>" if passage.voice else ""
    reported = (
        f"as told by {escape(_names(passage.reported_by))}" if passage.reported_by else ""
    )
    page = _page(passage.cited_page)
    cited = f"{escape(_names(passage.cites))}{page}" if passage.cites else ""
    note = f", note {escape(passage.note)}" if passage.note else ""
    where = _page(passage.source_page)
    speaks = (
        passage.voice and passage.source and passage.voice.label == passage.source.label
    )  # a data set speaks for itself
    read = (
        f"{'in ' if cited else ''}{escape(passage.source.label)}{where}{note}"
        if passage.source and not speaks
        else ""
    )
    return " · ".join(filter(None, (voice, reported, cited, read)))


def _page(number: str) -> str:
    """Write a page or pages.

    >>> _page("45"), _page("259-260"), _page("")
    (', p. 45', ', pp. 259-260', '')
    """
    return f", {'p.' if number.isalnum() else 'pp.'} {escape(number)}" if number else ""


def _names(refs: Refs) -> str:
    return ", ".join(ref.label for ref in refs)


def _kind(ref: Ref) -> str:
    return ref.label.replace("_", " ")


def _rivals(rivals: Refs, link: Link) -> str:
    if not rivals:
        return ""
    listed = ", ".join(linked(ref.iri, ref.label, link) for ref in rivals)
    return f'<p class="rival"><b>Contradicted by</b> {listed}. Both stand here.</p>'


def _properties(view: ElementView, link: Link) -> str:
    """List what is said in our own vocabulary; what follows for other vocabularies is in the data."""
    rows = [_row(one, link) for one in view.properties if one.iri.startswith(L2)]
    rows += [
        _row(one, link)
        for one in view.incoming
        if one.iri.startswith(L2) and one.id != "evidence"
    ]
    if telling := [
        value
        for value in view.inferred_types
        if {rule.id for rule in value.rules} - _TRIVIAL
    ]:
        rows.append(
            "<dt>inferred to"
            f" be</dt><dd>{', '.join(_value(value, link) for value in telling)}</dd>"
        )
    return f"<dl>{''.join(rows)}</dl>" if rows else ""


def _row(one: Property, link: Link) -> str:
    label = f"← {one.label}" if one.incoming else one.label
    values = "".join(f"<span>{_value(value, link)}</span>" for value in one.values)
    return f"<dt>{escape(label)}</dt><dd>{values}</dd>"


def _value(value: Value, link: Link) -> str:
    shown = linked(value.iri, value.text, link) if value.iri else escape(value.text)
    if not value.rules:
        return shown
    rules = ", ".join(rule.label for rule in value.rules)
    return f'{shown} <small class="rule">inferred by rule {escape(rules)}</small>'


def linked(iri: str, text: str, link: Link) -> str:
    """Write a label as a link where the page has a place for it; an IRI of anybody else never becomes one."""
    target = link(iri)
    if target is None:
        return f'<span title="{escape(compact(iri))}">{escape(text)}</span>'
    return f'<a href="{escape(target)}" data-id="{escape(iri)}">{escape(text)}</a>'


def table_html(table: CaseTable, link: Link) -> str:
    """Write the elements of one kind as a table."""
    head = "".join(f'<th scope="col">{escape(name)}</th>' for name in table.columns)
    rows = "".join(
        f"<tr>{''.join(f'<td>{_cell(cell, link)}</td>' for cell in row.cells)}</tr>"
        for row in table.rows
    )
    return f"<table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>"


def framed_html(table: CaseTable, link: Link, *, most: int = MOST_ROWS) -> str:
    """Write a table in a frame that scrolls, not longer than a page can bear, and say what is left out."""
    left = len(table.rows) - most
    more = (
        f'<p class="mut">{left:,} more {"row is" if left == 1 else "rows are"} in the'
        " file that this page offers.</p>"
        if left > 0
        else ""
    )
    return (
        "<div"
        f' class="scroll">{table_html(replace(table, rows=table.rows[:most]), link)}</div>{more}'
    )


def _cell(cell: Cell, link: Link) -> str:
    parts = (
        linked(part.iri, part.label, link) if isinstance(part, Ref) else escape(part)
        for part in cell
    )
    return "<br>".join(parts)


def kicker(case: CaseSummary) -> str:
    """Write setting, kind and outcome in one line of words."""
    return " · ".join(ref.label for ref in (case.setting, case.kind, case.outcome) if ref)


def heading_html(case: CaseSummary, *, level: int = 1) -> str:
    """Write what stands over a case: setting, kind and outcome, its name, its description."""
    return (
        f'<p class="kick">{escape(kicker(case))}</p><h{level}'
        f' class="ttl">{escape(case.label)}</h{level}><p'
        f' class="dek">{escape(case.description)}</p>'
    )


def cards_html(
    cases: Iterable[CaseSummary], link: Link, found: Mapping[str, str] | None = None
) -> str:
    """Write cases as cards, with what was found of some of them, as HTML by slug."""
    return (
        "<div"
        f' class="cards">{"".join(_card(case, link, (found or {}).get(case.slug, "")) for case in cases)}</div>'
    )


def _card(case: CaseSummary, link: Link, found: str) -> str:
    kind = " · ".join(ref.label for ref in (case.setting, case.kind) if ref)
    part = (
        f'<p class="part">part of {escape(case.parent.label)}</p>' if case.parent else ""
    )
    hit = f'<p class="hit">{found}</p>' if found else ""
    outcome = (
        f'<span class="out {escape(case.outcome.id)}">{escape(case.outcome.label)}</span>'
        if case.outcome
        else ""
    )
    channel = '<span class="channel">back channel</span>' if case.has_back_channel else ""
    return (
        f'<article class="card"><p class="kick">{escape(kind)}</p><h3><a'
        f' href="{escape(link(case.iri) or "")}"'
        f' data-id="{escape(case.iri)}">{escape(case.label)}</a></h3>{part}<p'
        f' class="dek">{escape(case.description)}</p>{hit}<p'
        f' class="marks">{outcome}{channel}<span>{facts_of(case)}</span></p></article>'
    )


def sentence(text: str) -> str:
    """Write a message as a sentence.

    >>> sentence("no case 'x'; the page of cases lists them all")
    "No case 'x'; the page of cases lists them all."
    """
    return f"{text[:1].upper()}{text[1:].rstrip('.')}."


def quoted(text: str) -> str:
    r"""Write what a visitor gave so that it stays text among Markdown: no link, no picture, no colour, and not long.

    >>> print(quoted("[here](http://x) :red[!]"))
    \[here\]\(http\://x\) \:red\[\!\]
    """
    return _MARKS.sub(r"\\\g<0>", " ".join(text[:300].split()))
