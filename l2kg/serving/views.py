"""What a server process keeps of each case: its values, drawings, documents, and what is found in it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyoxigraph as ox

from l2kg import analysis
from l2kg.analysis.matrix import matrix
from l2kg.cases import element as read_element
from l2kg.cases import load_case
from l2kg.cases.reading import Reader
from l2kg.cases.search import cases_of
from l2kg.cases.search import search as search_entries
from l2kg.conflicts.reading import disagreements
from l2kg.drawing import figure as figures
from l2kg.drawing import timeline as timelines
from l2kg.drawing.network import network_svg
from l2kg.errors import NotFoundError
from l2kg.export.case_graph import write_case_graph
from l2kg.html.addresses import page_link
from l2kg.html.case_document import html_document
from l2kg.namespaces import RDF
from l2kg.patterns import run_pattern, standing_by_case
from l2kg.serving.caches import cached
from l2kg.serving.data import all_ties, entries, slugs, store
from l2kg.wording import no_case

if TYPE_CHECKING:
    from l2kg.cases import CaseView, ElementView
    from l2kg.cases.search import Hit
    from l2kg.conflicts.reading import Disagreement
    from l2kg.drawing.document import Drawings
    from l2kg.drawing.shapes import Width
    from l2kg.patterns import PatternResult

__all__ = [
    "case",
    "clashes",
    "crossed",
    "document",
    "drawing",
    "element_of",
    "found",
    "known",
    "network",
    "page",
    "pattern",
    "timeline",
]


def case(slug: str) -> CaseView:
    """Load a case by its slug.

    Raises:
        NotFoundError: there is none; the text suggests the nearest.
    """
    if slug not in slugs():
        raise NotFoundError(no_case(slug, slugs()))
    return _case(slug)


@cached("case")
def _case(slug: str) -> CaseView:
    return load_case(store(), slug)


@cached("element")
def element_of(iri: str) -> ElementView:
    """Read an element with its evidence.

    Raises:
        NotFoundError: the store says nothing of it.
    """
    return read_element(store(), iri)


def known(iri: str) -> ElementView | None:
    """Read an element, or return nothing where the store says nothing of it."""
    try:
        return element_of(iri)
    except (NotFoundError, ValueError):  # a text that is no IRI names nothing
        return None


@cached("drawing")
def drawing(slug: str) -> Drawings:
    """Draw the figure of a case: wide, narrow, and what lights up with each of its elements."""
    return figures.draw(case(slug))


@cached("timeline")
def timeline(slug: str) -> Drawings:
    """Draw the timeline of a case: wide, narrow, and what lights up with each of its elements."""
    return timelines.draw(case(slug))


@cached("document")
def document(slug: str, media_type: str) -> bytes:
    """Write what is asserted of a case as RDF."""
    return write_case_graph(store(), slug, media_type)


@cached("page")
def page(slug: str) -> str:
    """Write a case as an HTML document that needs no JavaScript."""
    view = case(slug)
    shown = [element.iri for element in view.elements()] + _local_actors(view)
    reader = Reader(store())  # one for the page, so that nothing is read twice
    return html_document(
        view,
        [read_element(store(), iri, reader) for iri in dict.fromkeys(shown)],
        [case(part.slug) for part in view.subcases],
        clashes(slug),
        figure=lambda view: drawing(view.summary.slug).wide,
    )


def _local_actors(view: CaseView) -> list[str]:
    """Return the people and groups without a name, whom only this case knows."""
    graph = ox.NamedNode(view.summary.iri.partition("#")[0])
    described = {
        quad.subject.value
        for quad in store().quads_for_pattern(
            None, ox.NamedNode(f"{RDF}type"), None, graph
        )
        if isinstance(quad.subject, ox.NamedNode)
    }
    others = {element.iri for element in view.elements()}
    others |= {evidence.iri for evidence in view.evidence}
    others |= {case.iri for case in (*view.subcases, view.summary)}
    return sorted(described - others)


@cached("disagreements")
def clashes(slug: str) -> tuple[Disagreement, ...]:
    """Read what does not agree in a case."""
    return disagreements(store(), case(slug).summary.iri)


@cached("network")
def network(person: str = "") -> tuple[str, str]:
    """Draw the ties of everybody, or of the cases of one person, wide and narrow.

    There are two empty texts where there is none.
    """
    return _network(person, "wide"), _network(person, "narrow")


def _network(person: str, width: Width) -> str:
    return network_svg(
        all_ties(), lambda iri: page_link(iri, slugs()), width=width, person=person
    )


@cached("search")
def found(words: str) -> tuple[tuple[Hit, ...], dict[str, Hit]]:
    """Search, and say by which hit each case was found."""
    hits = tuple(search_entries(entries(), words))
    return hits, cases_of(hits, store())


@cached("pattern")
def pattern(name: str, values: tuple[tuple[str, str], ...] = ()) -> PatternResult:
    """Run a pattern with some parameters.

    Raises:
        L2kgError: there is none of that name, or a value does not fit its parameter.
    """
    return run_pattern(store(), name, dict(values))


@cached("crosstable")
def crossed(name: str) -> tuple[str, ...]:
    """Cross a pattern with the good outcome over all cases, with the exact test, as lines of text."""
    coded = matrix(
        store(),
        (name, "positive-outcome"),
        coder=lambda asked: standing_by_case(store(), asked),
    )
    table = analysis.two_by_two(coded, name, "positive-outcome", closed=True)
    return tuple(analysis.lines(table))
