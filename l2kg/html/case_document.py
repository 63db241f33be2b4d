"""A case as a document that can be cited and needs no JavaScript."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

from l2kg.cases.tables import tables
from l2kg.drawing.figure import CSS, DARK, render
from l2kg.html.case_sections import DISAGREEMENTS, disagreement_groups
from l2kg.html.links import Links
from l2kg.html.template import document, json_for_script, markup
from l2kg.html.words import cite_words
from l2kg.namespaces import BASE, CASE

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from markupsafe import Markup

    from l2kg.cases.elements import ElementView
    from l2kg.cases.parts import Evidence
    from l2kg.cases.view import CaseView
    from l2kg.conflicts.reading import Disagreement

__all__ = ["FORMS", "LICENCE", "citation", "figure_svg", "html_document"]

LICENCE = "https://creativecommons.org/licenses/by/4.0/"
FORMS = {
    "text/turtle": "ttl",
    "application/ld+json": "jsonld",
    "application/n-triples": "nt",
    "application/rdf+xml": "rdf",
}
_FORM_NAMES = (
    ("ttl", "Turtle"),
    ("jsonld", "JSON-LD"),
    ("nt", "N-Triples"),
    ("rdf", "RDF/XML"),
    ("svg", "figure (SVG)"),
)


def figure_svg(view: CaseView) -> bytes:
    """Write the two-level figure as a file of its own."""
    return render(view, standalone=True).encode()


def citation(view: CaseView, version: str) -> str:
    """Say how to cite a case record."""
    work = (
        "L2KG, the open knowledge graph and case database of Level II negotiations,"
        f" version {version}"
    )
    return f"{view.summary.label}. In: {work}. {view.summary.iri}"


def html_document(
    view: CaseView,
    elements: Sequence[ElementView],
    parts: Sequence[CaseView] = (),
    found: Sequence[Disagreement] = (),
    *,
    figure: Callable[[CaseView], str] = render,
) -> str:
    """Write a case: figure, tables, what does not agree, every element with its evidence.

    ``elements`` are those of the view, read with their evidence; ``parts`` are its
    sub-cases; ``found`` is what does not agree; ``figure`` draws a case for a wide page.
    """
    return document(
        "case_document",
        title=view.summary.label,
        case=view.summary,
        case_parts=view.subcases,
        clash_heading=DISAGREEMENTS,
        clashes=disagreement_groups(found),
        elements=elements,
        figure=markup(figure(view)),
        figure_css=markup(CSS),
        figure_dark=markup(DARK),
        form_names=_FORM_NAMES,
        forms=FORMS,
        links=Links(_local_link),
        resting=view.resting,
        part_figures=[
            (part.summary, part.resting, markup(figure(part))) for part in parts
        ],
        passages=_passages(view),
        schema_org=_schema_org(view),
        slug=_file_slug(view),
        tables=tables(view),
    )


def _file_slug(view: CaseView) -> str:
    return view.summary.slug.partition("#")[0]


def _schema_org(view: CaseView) -> Markup:
    case, slug = view.summary, _file_slug(view)
    downloads = [
        {
            "@type": "DataDownload",
            "encodingFormat": media_type,
            "contentUrl": f"/case/{slug}.{ending}",
        }
        for media_type, ending in FORMS.items()
    ]
    return json_for_script(
        {
            "@context": "https://schema.org",
            "@type": "Dataset",
            "@id": case.iri,
            "url": case.iri,
            "name": case.label,
            "description": case.description,
            "license": LICENCE,
            "isAccessibleForFree": True,
            "distribution": downloads,
            "includedInDataCatalog": {"@type": "DataCatalog", "name": "L2KG"},
        }
    )


def _local_link(iri: str) -> str | None:
    """Return the place in this document of an element, the path of anything else of ours."""
    if iri.startswith(CASE) and "#" in iri:
        return f"#{iri.partition('#')[2]}"
    return f"/{iri.removeprefix(BASE)}" if iri.startswith(BASE) else None


def _passages(view: CaseView) -> list[tuple[Evidence, bool]]:
    """List the passages, each with whether the next has the same voice and place.

    Of these print names voice and place only with the last.
    """
    ordered = sorted(view.evidence, key=_passage_order)
    places = [_voice_and_place(one) for one in ordered]
    repeated = [place == after for place, after in itertools.pairwise(places)]
    return list(zip(ordered, [*repeated, False], strict=False))


def _voice_and_place(passage: Evidence) -> tuple[str, ...]:
    voice = passage.voice.label if passage.voice else ""
    return (voice, *cite_words(passage))


def _passage_order(passage: Evidence) -> tuple[str, bool, str, str]:
    source = passage.source.label if passage.source else ""
    place = " · ".join(_voice_and_place(passage))
    return source, passage.voice is None, place, passage.id
