"""A case or an element as lines of plain text, down to its evidence."""

from __future__ import annotations

from typing import TYPE_CHECKING

from l2kg.cases import list_cases
from l2kg.cases.elements import element
from l2kg.cases.reading import Reader
from l2kg.errors import NotFoundError
from l2kg.namespaces import CASE, L2, RDF, compact, expand
from l2kg.wording import nearest

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pyoxigraph as ox

    from l2kg.cases import CaseSummary
    from l2kg.cases.elements import ElementView, Property
    from l2kg.cases.parts import Evidence

__all__ = ["lines", "passage", "resolve", "facts_of"]


def resolve(store: ox.Store, what: str) -> str:
    """Return the IRI that a slug, `slug#element`, CURIE or IRI means.

    Raises:
        NotFoundError: nothing is known of it; the text suggests the nearest.
    """
    import pyoxigraph as ox

    iri = expand(what) if ":" in what else f"{CASE}{what}"
    if next(store.quads_for_pattern(ox.NamedNode(iri), None, None, None), None):
        return iri
    slugs = [case.slug for case in list_cases(store)]
    slug, _, local = what.partition("#")
    if local and slug in slugs:
        space = f"{CASE}{slug}#"
        graph = store.quads_for_pattern(
            None, ox.NamedNode(f"{RDF}type"), None, ox.NamedNode(f"{CASE}{slug}")
        )
        names = {
            q.subject.value.removeprefix(space)
            for q in graph
            if isinstance(q.subject, ox.NamedNode)
        }
        raise NotFoundError(
            f"case {slug} has no element {local!r}{nearest(local, names)}; `l2kg show"
            f" {slug}` lists them"
        )
    raise NotFoundError(
        f"no case or element {what!r}{nearest(what, slugs)}; the cases are"
        f" {', '.join(slugs)}"
    )


def lines(store: ox.Store, what: str) -> Iterator[str]:
    """Yield a case with its elements by class, or an element with all that is known of it."""
    iri = resolve(store, what)
    reader = Reader(store)
    view = element(store, iri, reader)
    yield f"{view.label}  [{', '.join(ref.label for ref in view.types)}]"
    yield compact(iri)
    if view.description:
        yield from ("", view.description)
    if view.status:
        yield from ("", f"status: {view.status.text}")
    yield ""
    for prop in filter(_ours, view.properties):
        yield _row(prop)
    if iri.startswith(CASE) and "#" not in iri:
        yield from _elements(reader, iri)
    else:
        for prop in filter(_ours, view.incoming):
            yield f"is {_row(prop)}"
    yield from _evidence(view)


def _ours(prop: Property) -> bool:
    """Leave out what only repeats our statements in another vocabulary's words."""
    return prop.iri.startswith(L2) or not all(value.rules for value in prop.values)


def _row(prop: Property) -> str:
    said = [
        f"{v.text}{f' (by rule {v.rules[0].label})' if v.rules else ''}"
        for v in prop.values
    ]
    return f"{prop.label}: {'; '.join(said)}"


def _evidence(view: ElementView) -> Iterator[str]:
    if view.rivals:
        yield from ("", "rivals: " + "; ".join(ref.label for ref in view.rivals))
    if view.evidence:
        yield from ("", "evidence:")
    for one in view.evidence:
        yield f"  {passage(one)}"


def passage(one: Evidence) -> str:
    """Say a passage in one line: who speaks, its first and last words, in which work, by which note and page."""
    voice = one.voice.label if one.voice else "unknown voice"
    told = (
        f" (as told by {', '.join(ref.label for ref in one.reported_by)})"
        if one.reported_by
        else ""
    )
    ends = f"“{one.starts_with} … {one.ends_with}”" if one.starts_with else one.locator
    work = one.source.label if one.source else ""
    page, note = (
        f"p. {one.source_page}" if one.source_page else "",
        f"note {one.note}" if one.note else "",
    )
    cited = ", ".join(ref.label for ref in one.cites) + (
        f", p. {one.cited_page}" if one.cited_page else ""
    )
    return (
        f"{voice}{told}: {ends}"
        f" ({', '.join(filter(None, [work, page, note, cited and f'citing {cited}']))})"
    )


def _elements(reader: Reader, case: str) -> Iterator[str]:
    import pyoxigraph as ox

    groups: dict[str, list[str]] = {}
    graph = ox.NamedNode(case)
    for quad in reader.store.quads_for_pattern(
        None, ox.NamedNode(f"{RDF}type"), None, graph
    ):
        if (
            isinstance(quad.subject, ox.NamedNode)
            and isinstance(quad.object, ox.NamedNode)
            and quad.object.value.startswith(L2)
        ):
            groups.setdefault(quad.object.value.removeprefix(L2), []).append(
                quad.subject.value
            )
    for name in sorted(groups.keys() - {"Case", "Evidence"}):
        yield from ("", name)
        for iri in sorted(groups[name]):
            yield f"  #{iri.rpartition('#')[2]}  {reader.label(iri)}"


def facts_of(case: CaseSummary) -> str:
    """Count in words what a case holds.

    >>> from types import SimpleNamespace
    >>> facts_of(SimpleNamespace(measures=1, relationships=0, evidence=3))
    '1 measure · 3 passages'
    """
    counted = (
        (case.measures, "measure"),
        (case.relationships, "relationship"),
        (case.evidence, "passage"),
    )
    return " · ".join(f"{n} {name}{'' if n == 1 else 's'}" for n, name in counted if n)
