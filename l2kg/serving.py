"""What one server process opens once and all its sessions and requests share: the store, what is read from it, and the query service."""

from __future__ import annotations

import os
import threading
import time
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Generic, Literal, TypeVar

import pyoxigraph as ox

from l2kg import analysis
from l2kg.analysis.matrix import matrix
from l2kg.cases import element, list_cases, load_case, name_cases
from l2kg.cases.people import Person, Tie, people, ties
from l2kg.cases.tactics import Tactic, tactics
from l2kg.conflicts.reading import disagreements
from l2kg.drawing.figure import related, render
from l2kg.drawing.network import network_svg
from l2kg.drawing.timeline import related as timed
from l2kg.drawing.timeline import render as timeline_svg
from l2kg.errors import L2kgError, NotFoundError
from l2kg.html.addresses import page_link
from l2kg.html.document import graph_document, html_document
from l2kg.html.pattern import HEADLINE
from l2kg.html.search import Entry, Hit, cases_of, index, search
from l2kg.namespaces import CASE, DCTERMS, L2, RDF
from l2kg.patterns import run_pattern, standing_by_case
from l2kg.sandbox.worker import QueryService
from l2kg.store import open_store
from l2kg.wording import nearest

if TYPE_CHECKING:
    from collections.abc import Callable

    from l2kg.cases import CaseSummary, CaseView, ElementView
    from l2kg.cases.reading import Ref
    from l2kg.conflicts.reading import Disagreement
    from l2kg.patterns import PatternResult

__all__ = [
    "all_ties",
    "case",
    "cases",
    "clashes",
    "crossed",
    "dated",
    "document",
    "drawing",
    "element_of",
    "entries",
    "everybody",
    "forget",
    "found",
    "known",
    "named_cases",
    "network",
    "page",
    "pattern",
    "query_service",
    "slugs",
    "store",
    "tactic_tree",
    "timeline",
    "warm",
]
_T = TypeVar("_T")
_FIRST_VISITORS = 3.0  # seconds


class _Once(Generic[_T]):
    """Keeps what a function without arguments returns; while it works for one thread, the others wait for it."""

    def __init__(self, read: Callable[[], _T]) -> None:
        self._read, self._lock = cache(read), threading.RLock()
        self.__doc__ = read.__doc__

    def __call__(self) -> _T:
        with self._lock:
            return self._read()

    def cache_clear(self) -> None:
        self._read.cache_clear()


@_Once
def store() -> ox.Store:
    """Open the store that `L2KG_STORE` names, or the shipped data."""
    return open_store()


@cache
def query_service() -> QueryService:
    """Return the service for strangers' queries; it starts with the first of them."""
    return QueryService(os.environ.get("L2KG_DATA") or os.environ.get("L2KG_STORE"))


@_Once
def cases() -> tuple[CaseSummary, ...]:
    """List every case and sub-case."""
    return tuple(list_cases(store()))


@_Once
def named_cases() -> tuple[Ref, ...]:
    """Name every case and sub-case, in the order in which they are listed."""
    return tuple(name_cases(store()))


@_Once
def slugs() -> frozenset[str]:
    """Return the slugs of all cases and sub-cases."""
    return frozenset(ref.iri.removeprefix(CASE) for ref in named_cases())


def case(slug: str) -> CaseView:
    """Load a case by its slug.

    Raises:
        NotFoundError: there is none; the text suggests the nearest.
    """
    if slug not in slugs():
        raise NotFoundError(
            f"no case {slug!r}{nearest(slug, sorted(slugs()))}; the page of cases lists"
            " them all"
        )
    return _case(slug)


@lru_cache(maxsize=256)
def _case(slug: str) -> CaseView:
    return load_case(store(), slug)


@lru_cache(maxsize=256)
def drawing(slug: str) -> tuple[str, str, dict[str, list[str]]]:
    """Draw the figure of a case once: as SVG for a wide and for a narrow page, and what lights up with each of its elements."""
    view = case(slug)
    return render(view), render(view, width="narrow"), related(view)


@lru_cache(maxsize=4096)
def element_of(iri: str) -> ElementView:
    """Read an element with its evidence."""
    return element(store(), iri)


@lru_cache(maxsize=256)
def document(slug: str, media_type: str) -> bytes:
    """Write what is asserted of a case as RDF."""
    return graph_document(store(), slug, media_type)


@lru_cache(maxsize=256)
def page(slug: str) -> str:
    """Write a case as an HTML document that needs no JavaScript."""
    view = case(slug)
    shown = {one.iri: None for one in view.elements()} | dict.fromkeys(
        _local_actors(view)
    )
    return html_document(
        view,
        [element_of(iri) for iri in shown],
        [case(part.slug) for part in view.subcases],
        clashes(slug),
    )


@lru_cache(maxsize=256)
def clashes(slug: str) -> tuple[Disagreement, ...]:
    """Read what does not agree in a case."""
    return disagreements(store(), case(slug).summary.iri)


@lru_cache(maxsize=256)
def timeline(slug: str) -> tuple[str, str, dict[str, list[str]]]:
    """Draw the timeline of a case once, wide and narrow, with what lights up with each of its elements."""
    view = case(slug)
    return timeline_svg(view), timeline_svg(view, width="narrow"), timed(view)


@_Once
def tactic_tree() -> dict[str, Tactic]:
    """Read the tactics, each before those below it, by local name."""
    return tactics(store())


@_Once
def everybody() -> tuple[Person, ...]:
    """List people and bodies."""
    return tuple(people(store()))


@_Once
def all_ties() -> tuple[Tie, ...]:
    """List the relationships of all cases."""
    return tuple(ties(store()))


@_Once
def dated() -> str:
    """Return the date of the data, as the ontology states it for all of them; nothing where it states none."""
    for name in ("modified", "issued"):
        found = store().quads_for_pattern(
            ox.NamedNode(L2.rstrip("#")),
            ox.NamedNode(f"{DCTERMS}{name}"),
            None,
            ox.DefaultGraph(),
        )
        if dates := [
            quad.object.value for quad in found if isinstance(quad.object, ox.Literal)
        ]:
            return max(dates)
    return ""


@lru_cache(maxsize=256)
def network(person: str = "") -> tuple[str, str]:
    """Draw the ties of everybody, or of the cases of one person, wide and narrow; two empty texts where there is none."""
    return _network(person, "wide"), _network(person, "narrow")


def _network(person: str, width: Literal["wide", "narrow"]) -> str:
    return network_svg(
        all_ties(), lambda iri: page_link(iri, slugs()), width=width, person=person
    )


@_Once
def entries() -> tuple[Entry, ...]:
    """List what can be searched."""
    return index(store())


@lru_cache(maxsize=256)
def found(words: str) -> tuple[tuple[Hit, ...], dict[str, Hit]]:
    """Search, and say by which hit each case was found."""
    hits = tuple(search(entries(), words))
    return hits, cases_of(hits, store())


@lru_cache(maxsize=256)
def pattern(name: str, values: tuple[tuple[str, str], ...] = ()) -> PatternResult:
    """Run a pattern with some parameters.

    Raises:
        L2kgError: there is none of that name, or a value does not fit its parameter.
    """
    return run_pattern(store(), name, dict(values))


@lru_cache(maxsize=64)
def crossed(name: str) -> tuple[str, ...]:
    """Cross a pattern with the good outcome over all cases, with the exact test, as lines of text."""
    coded = matrix(
        store(),
        (name, "positive-outcome"),
        coder=lambda asked: standing_by_case(store(), asked),
    )
    return tuple(
        analysis.lines(analysis.two_by_two(coded, name, "positive-outcome", closed=True))
    )


def _local_actors(view: CaseView) -> list[str]:
    """Return the people and groups without a name, whom only this case knows."""
    graph, kind = (
        ox.NamedNode(view.summary.iri.partition("#")[0]),
        ox.NamedNode(f"{RDF}type"),
    )
    described = {
        quad.subject.value
        for quad in store().quads_for_pattern(None, kind, None, graph)
        if isinstance(quad.subject, ox.NamedNode)
    }
    told = (
        {one.iri for one in view.elements()}
        | {one.iri for one in view.evidence}
        | {one.iri for one in (*view.subcases, view.summary)}
    )
    return sorted(described - told)


def known(iri: str) -> ElementView | None:
    """Read an element, or return nothing where the store says nothing of it."""
    try:
        return element_of(iri)
    except (NotFoundError, ValueError):  # a text that is no IRI names nothing
        return None


def warm(stop: threading.Event) -> None:
    """Read what pages show, so that no visitor waits for it; give way to the first of them and in between, and end when told to."""
    jobs: tuple[Callable[[], object], ...] = (
        cases,
        entries,
        tactic_tree,
        everybody,
        all_ties,
        network,
        lambda: pattern(HEADLINE),
    )
    if stop.wait(_FIRST_VISITORS):
        return
    for job in jobs:
        begun = time.perf_counter()
        try:
            job()
        except L2kgError:  # a page that needs it says so
            return
        if stop.wait(time.perf_counter() - begun):
            return


def forget() -> None:
    """Close the query service and forget what was opened, so that the next call opens anew."""
    if query_service.cache_info().currsize:
        query_service().close()
    for kept in (
        store,
        cases,
        named_cases,
        slugs,
        dated,
        tactic_tree,
        everybody,
        all_ties,
        entries,
    ):
        kept.cache_clear()
    for called in (
        query_service,
        _case,
        drawing,
        element_of,
        document,
        page,
        found,
        pattern,
        crossed,
        timeline,
        network,
        clashes,
    ):
        called.cache_clear()
