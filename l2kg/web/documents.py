"""Write any document of ours, by its path and form: what the server answers and what a published folder holds."""

from __future__ import annotations

import tempfile
import threading
from functools import cache, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

import pyoxigraph as ox

from l2kg import serving
from l2kg.cases.resources import THINGS
from l2kg.errors import NotFoundError
from l2kg.files import ontology_pages
from l2kg.html.document import FORMS, figure_svg
from l2kg.html.resource import file_of, home_page, resource_page
from l2kg.namespaces import BASE
from l2kg.queries.serialise import serialize_graph
from l2kg.web import published

if TYPE_CHECKING:
    from l2kg.queries.media_types import Offer

__all__ = [
    "DUMP_FORMS",
    "dump",
    "exists",
    "forget",
    "front_page",
    "is_thing",
    "links",
    "written",
]

DUMP_FORMS = {
    "nq": ("application/n-quads", ox.RdfFormat.N_QUADS),
    "trig": ("application/trig", ox.RdfFormat.TRIG),
    "ttl": ("text/turtle", ox.RdfFormat.TURTLE),
    "nt": ("application/n-triples", ox.RdfFormat.N_TRIPLES),
}
_WRITING = threading.Lock()


def is_thing(path: str) -> bool:
    """Say whether a path names a thing that its document only describes."""
    return path.partition("/")[0] in THINGS and not path.endswith("/")


def exists(path: str) -> None:
    """Raise NotFoundError where nothing is known of the document at a path."""
    if path.startswith("case/"):
        serving.case(path.removeprefix("case/"))
    else:
        published.resource(path)


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
    one = published.resource(path)
    if kind != "html":
        return serialize_graph(one.triples, offer.media_type)
    if one.path == "ontology":
        return ontology_pages().joinpath("index.html").read_bytes()
    return resource_page(serving.store(), one).encode()


def links(path: str) -> str:
    """Return the value of the Link header of a document: how to cite it, its other forms, what describes it."""
    canonical = path if path.startswith("case/") else published.resource(path).path
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
    from urllib.parse import quote

    return quote(text, safe="/#%:@!$&'()*+,;=~")


def dump(end: str) -> Path:
    """Write all data in one file, once: every graph where the format has graphs, else their merge."""
    with _WRITING:
        return _dumped(serving.store(), end)


@lru_cache(maxsize=len(DUMP_FORMS))
def _dumped(store: ox.Store, end: str) -> Path:
    _, form = DUMP_FORMS[end]
    file = Path(tempfile.mkdtemp(dir=_folder().name)) / f"l2kg.{end}"
    graph = (
        None if form in (ox.RdfFormat.N_QUADS, ox.RdfFormat.TRIG) else ox.DefaultGraph()
    )
    store.dump(file, format=form, from_graph=graph)
    return file


@cache
def _folder() -> tempfile.TemporaryDirectory[str]:
    return tempfile.TemporaryDirectory(prefix="l2kg-")


def forget() -> None:
    """Remove the files that were written."""
    with _WRITING:
        if _folder.cache_info().currsize:
            _folder().cleanup()
        _folder.cache_clear()
        _dumped.cache_clear()


def front_page() -> str:
    """Write the first page of a server without pages."""
    cases = [(case.slug, case.label) for case in serving.cases() if "#" not in case.slug]
    return home_page(cases, published.paths())
