"""What the page of a case needs beside the case: names to choose from, the next and the last case, the query behind the page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from l2kg.cases.parts import Measure
from l2kg.namespaces import CASE
from l2kg.timeline.model import moments
from l2kg.views.places import place_of

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from l2kg.cases import CaseView
    from l2kg.cases.parts import Element
    from l2kg.cases.reading import Ref

__all__ = [
    "CLOSE",
    "LEGEND",
    "behind",
    "entries",
    "file_of",
    "has_timeline",
    "neighbours",
    "target",
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
