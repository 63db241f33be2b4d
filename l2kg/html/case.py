"""What the page of a case needs beside its figure: names, the panel, neighbours, files."""

from __future__ import annotations

from typing import TYPE_CHECKING

from l2kg.cases.parts import Measure
from l2kg.cases.tables import tables
from l2kg.csv_text import write_csv
from l2kg.drawing.timeline.model import moments
from l2kg.html.addresses import place_of
from l2kg.html.links import Links
from l2kg.html.template import fragment
from l2kg.namespaces import CASE

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from markupsafe import Markup

    from l2kg.cases import CaseView, ElementView
    from l2kg.cases.parts import Element
    from l2kg.cases.reading import Ref
    from l2kg.html.addresses import Link

__all__ = [
    "case_query",
    "element_names",
    "elements_csv",
    "file_stem",
    "has_timeline",
    "neighbours",
    "page_parameters",
    "panel_html",
]


def panel_html(selected: ElementView | None, link: Link) -> Markup:
    """Write the panel of evidence: the selected element, else how to read the figure."""
    return fragment("case", "panel", selected, Links(link))


def element_names(view: CaseView) -> dict[str, str]:
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


def page_parameters(
    view: CaseView, picked: str, slugs: Collection[str]
) -> dict[str, str]:
    """Return the parameters of the page for what was picked by local name or IRI.

    What is of the same file is shown on this page.
    """
    here = {"id": view.summary.slug}
    graph = view.summary.iri.partition("#")[0]
    local = picked.removeprefix(f"{graph}#")
    if "/" not in local and f"{graph}#{local}".removeprefix(CASE) not in slugs:
        return here | ({"focus": local} if local else {})
    return place_of(picked, slugs) or here


def has_timeline(view: CaseView) -> bool:
    """Tell whether a case has anything with a place in time."""
    return bool(moments(view))


def file_stem(view: CaseView) -> str:
    """Return a case's name as the name of a file.

    >>> from types import SimpleNamespace
    >>> file_stem(SimpleNamespace(summary=SimpleNamespace(slug="bonn-summit-1978#us-decontrol")))
    'bonn-summit-1978-us-decontrol'
    """
    return view.summary.slug.replace("#", "-")


def case_query(case: str, element: str | None = None) -> str:
    """Write the query that asks for what the page shows.

    That is all that is asserted of a case, or what is known of an element of it.
    """
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


def elements_csv(view: CaseView) -> str:
    """Write the elements of a case as CSV, a line for each value.

    Each comes with the table and the element to which it belongs.
    """
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
