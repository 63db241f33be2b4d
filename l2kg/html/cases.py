"""The page of cases: cards, where a search found its words, and cases as CSV."""

from __future__ import annotations

from typing import TYPE_CHECKING

from l2kg.cases.reading import Reader
from l2kg.csv_text import write_csv
from l2kg.html.links import Links
from l2kg.html.template import fragment
from l2kg.namespaces import CASE

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    import pyoxigraph as ox
    from markupsafe import Markup

    from l2kg.cases import CaseSummary
    from l2kg.cases.reading import Ref
    from l2kg.cases.search import Entry, Hit
    from l2kg.csv_text import Cell
    from l2kg.html.addresses import Link

__all__ = [
    "ABOUT",
    "CASES_QUERY",
    "TITLE",
    "cards_html",
    "cases_csv",
    "hits_html",
]

TITLE = "Cases of help, and harm, across the table"
ABOUT = (
    "A collection of negotiations. Two sides bargain at a table (Level I); behind each"
    " stand people who can stop the deal (Level II). Each case records what one side did"
    " about the resistance behind the other, and the passage that says so."
)
CASES_QUERY = """# Every case, with setting, kind and outcome
SELECT ?case ?label ?setting ?kind ?outcome WHERE {
  ?case a l2:Case ; rdfs:label ?label .
  OPTIONAL { ?case l2:setting ?setting }
  OPTIONAL { ?case l2:kind ?kind }
  OPTIONAL { ?case l2:outcome ?outcome }
} ORDER BY ?label
"""
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


def cards_html(
    cases: Iterable[CaseSummary], link: Link, found: Mapping[str, Hit] | None = None
) -> Markup:
    """Write cases as cards; ``found`` tells by slug where a search found some of them."""
    return fragment("cases", "cards", cases, Links(link), found or {})


def hits_html(
    hits: Sequence[Hit], store: ox.Store, link: Link, *, most: int = 12
) -> Markup:
    """Write hits as a list, each with its kind, its case, and the words around what was found."""
    reader = Reader(store)
    listed = [(hit, _place(hit.entry, reader)) for hit in hits[:most]]
    return fragment("cases", "hits", listed, len(hits) - most, Links(link))


def _place(entry: Entry, reader: Reader) -> str:
    if entry.kind != "element":
        return entry.kind
    return f"{entry.kind} · {reader.label(CASE + entry.case)}"


def cases_csv(cases: Iterable[CaseSummary]) -> str:
    """Write cases as CSV, one a line."""
    return write_csv(_COLUMNS, (_cells(case) for case in cases))


def _cells(case: CaseSummary) -> tuple[Cell, ...]:
    return (
        case.slug,
        case.iri,
        case.label,
        _label(case.setting),
        _label(case.kind),
        _label(case.outcome),
        _label(case.parent),
        case.measures,
        case.relationships,
        case.evidence,
        "yes" if case.has_back_channel else "",
        "; ".join(tactic.label for tactic in case.tactics),
    )


def _label(ref: Ref | None) -> str:
    return ref.label if ref else ""
