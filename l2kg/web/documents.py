"""Write any document of ours, by its path and form: for the server, and for a published folder."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import quote

from l2kg import serving
from l2kg.cases.resources import THINGS
from l2kg.errors import NotFoundError
from l2kg.files import ontology_pages
from l2kg.html.case_document import FORMS, figure_svg
from l2kg.html.resource import file_of, resource_page
from l2kg.html.server import home_page
from l2kg.namespaces import BASE
from l2kg.queries.serialise import serialize_graph

if TYPE_CHECKING:
    from l2kg.queries.media_types import Offer

__all__ = ["exists", "front_page", "is_thing", "links", "written"]


def is_thing(path: str) -> bool:
    """Say whether a path names a thing that its document only describes."""
    return path.partition("/")[0] in THINGS and not path.endswith("/")


def exists(path: str) -> None:
    """Raise NotFoundError where nothing is known of the document at a path."""
    if path.startswith("case/"):
        serving.case(path.removeprefix("case/"))
    else:
        serving.resource(path)


def written(path: str, offer: Offer) -> bytes:
    """Write the document at a path below our base in a format.

    Raises:
        NotFoundError: there is none, or not in that format.
    """
    kind = offer.names[0]
    if path.startswith("case/"):
        slug = path.removeprefix("case/")
        if kind == "html":
            return serving.page(slug).encode()
        return (
            figure_svg(serving.case(slug))
            if kind == "svg"
            else serving.document(slug, offer.media_type)
        )
    if kind == "svg":
        raise NotFoundError(
            "only a case comes as .svg: ask for .ttl, .jsonld, .nt, .rdf or .html"
        )
    one = serving.resource(path)
    if kind != "html":
        return serialize_graph(one.triples, offer.media_type)
    if one.path == "ontology":
        return ontology_pages().joinpath("index.html").read_bytes()
    return resource_page(serving.store(), one).encode()


def links(path: str) -> str:
    """Return the Link header of a document: how to cite it, its other forms, what describes it."""
    canonical = path if path.startswith("case/") else serving.resource(path).path
    file = _ascii(file_of(canonical))
    listed = [
        f'<{BASE}{_ascii(canonical)}>; rel="cite-as"',
        f'</{file}.html>; rel="alternate"; type="text/html"',
    ]
    listed += [
        f'</{file}.{end}>; rel="alternate"; type="{kind}"' for kind, end in FORMS.items()
    ]
    listed += [
        f'</{file}.ttl>; rel="describedby"; type="text/turtle"',
        '</.well-known/void>; rel="describedby"',
    ]
    return ", ".join(listed)


def _ascii(text: str) -> str:
    return quote(text, safe="/#%:@!$&'()*+,;=~")


def front_page(*, with_manual: bool = False) -> str:
    """Write the first page of a server without pages, or of a folder, which may hold the manual."""
    cases = [(case.slug, case.label) for case in serving.cases() if "#" not in case.slug]
    return home_page(cases, serving.paths(), with_manual=with_manual)
