"""A case or an element as lines of plain text, down to its evidence."""

from __future__ import annotations

from typing import TYPE_CHECKING

from l2kg.cases import list_cases
from l2kg.cases.elements import element, told_once
from l2kg.cases.reading import Reader
from l2kg.cases.standing import narrower_words, who_says
from l2kg.errors import NotFoundError
from l2kg.namespaces import (
    CASE,
    L2,
    case_slug,
    iri_named,
    written,
)
from l2kg.queries.lookup import is_described
from l2kg.queries.notices import no_such
from l2kg.wording import nearest, no_case

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    import pyoxigraph as ox

    from l2kg.cases import CaseSummary
    from l2kg.cases.elements import ElementView, Property
    from l2kg.cases.parts import Evidence
    from l2kg.cases.passages import Narrower
    from l2kg.cases.reading import Ref

__all__ = ["lines", "narrower_lines", "passage", "resolve", "facts_of"]

_ROOM = 100  # signs of a line that holds several values


def resolve(store: ox.Store, what: str, kind: str = "case or element") -> str:
    r"""Return the IRI that a name means, in each of the forms of `l2kg.namespaces.iri_named`.

    Raises:
        NotFoundError: nothing is known of it; the text suggests the nearest.
    """
    iri = iri_named(what)
    if iri and is_described(store, iri):
        return iri
    slugs = [case.slug for case in list_cases(store)]
    slug, _, local = case_slug(what).partition("#")
    if local and slug in slugs:
        space = f"{CASE}{slug}#"
        subjects = Reader(store).typed(f"{CASE}{slug}")
        names = {subject.removeprefix(space) for subject in subjects}
        raise NotFoundError(
            f"case {slug} has no element {local!r}{nearest(local, names)}; `l2kg show"
            f" {slug}` lists them"
        )
    if near := no_such(what, store):
        raise NotFoundError(f"no {kind} {what!r}{near}")
    if kind == "element":
        raise NotFoundError(
            f"no element {what!r}; write CASE#NAME, and `l2kg show CASE` lists those of a case"
        )
    raise NotFoundError(no_case(what, slugs, kind))


def lines(store: ox.Store, what: str) -> Iterator[str]:
    """Yield a case with its elements by class, or an element with all that is known of it."""
    iri = resolve(store, what)
    reader = Reader(store)
    view = element(store, iri, reader)
    kinds = f"  [{', '.join(view.kinds)}]" if view.kinds else ""
    yield f"{view.label}{kinds}"
    yield written(iri)
    if view.description:
        yield from ("", view.description)
    if view.status:
        word = who_says(view)
        told = f" ({word})" if word else ""
        yield from ("", f"status: {view.status.text}{told}")
    for prop in view.apart:
        yield from _resting(prop)
    yield ""
    is_case = iri.startswith(CASE) and "#" not in iri
    shown = view.properties if is_case else (*view.properties, *view.incoming)
    for prop in told_once(filter(_is_ours, shown)):
        yield from _rows(prop)
    if is_case:
        yield from _elements(reader, iri)
    yield from _evidence(view)


def _is_ours(prop: Property) -> bool:
    """Tell whether a property does more than repeat our statements in the words of others."""
    return prop.iri.startswith(L2) or not all(value.rules for value in prop.values)


def _rows(prop: Property) -> Iterator[str]:
    """Yield the values of a property, then on what any of them alone rests.

    They stand in one line, or in one each where there is more to read.
    """
    texts: list[str] = []
    for value in prop.values:
        rule = f" (by rule {value.rules[0].label})" if value.rules else ""
        texts.append(f"{value.text}{rule}")
    if len(line := f"{prop.title}: {'; '.join(texts)}") <= _ROOM or len(texts) == 1:
        yield line
    else:
        yield f"{prop.title}:"
        yield from (f"  {text}" for text in texts)
    yield from _resting(prop)


def _resting(prop: Property) -> Iterator[str]:
    for value in prop.values:
        for narrower in value.narrower:
            yield from narrower_lines(value.text, narrower)


def narrower_lines(value: str, narrower: Narrower) -> Iterator[str]:
    """Yield on which passages alone a value rests, and with what status."""
    yield f"  {value} rests on narrower evidence ({narrower_words(narrower)}):"
    for evidence in narrower.evidence:
        yield f"    {passage(evidence)}"


def _evidence(view: ElementView) -> Iterator[str]:
    if view.rivals:
        yield from ("", "rivals: " + "; ".join(ref.label for ref in view.rivals))
    if view.evidence:
        yield from ("", "evidence:")
    for evidence in view.evidence:
        yield f"  {passage(evidence)}"


def passage(evidence: Evidence) -> str:
    """Say a passage in one line.

    The line says who speaks, the first and last words, in which work, note and page.
    """
    voice = evidence.voice.label if evidence.voice else "unknown voice"
    if evidence.reported_by:
        voice += f" (as told by {_labels(evidence.reported_by)})"
    words = evidence.locator
    if evidence.starts_with:
        words = f"“{evidence.starts_with} … {evidence.ends_with}”"
    place = ", ".join(filter(None, _place(evidence)))
    return f"{voice}: {words} ({place})"


def _place(evidence: Evidence) -> Iterator[str]:
    """Yield work, page and note of a passage, and what is cited there; empty where not known."""
    yield evidence.source.label if evidence.source else ""
    yield f"p. {evidence.source_page}" if evidence.source_page else ""
    yield f"note {evidence.note}" if evidence.note else ""
    cited = _labels(evidence.cites)
    if evidence.cited_page:
        cited += f", p. {evidence.cited_page}"
    yield f"citing {cited}" if cited else ""


def _labels(refs: Iterable[Ref]) -> str:
    return ", ".join(ref.label for ref in refs)


def _elements(reader: Reader, case: str) -> Iterator[str]:
    """Yield the elements of a case, class by class."""
    groups: dict[str, list[str]] = {}
    for subject, classes in reader.typed(case).items():
        for cls in classes:
            if cls.startswith(L2):
                groups.setdefault(cls.removeprefix(L2), []).append(subject)
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
    counts = {
        "measure": case.measures,
        "relationship": case.relationships,
        "passage": case.evidence,
    }
    words = [
        f"{number} {name}{'' if number == 1 else 's'}"
        for name, number in counts.items()
        if number
    ]
    return " · ".join(words)
