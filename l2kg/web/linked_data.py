"""Linked data over HTTP: every IRI of ours answers by its path, in the form that is asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import quote

from anyio import to_thread
from starlette.responses import (
    FileResponse,
    HTMLResponse,
    PlainTextResponse,
    RedirectResponse,
    Response,
)
from starlette.routing import Route

from l2kg import serving
from l2kg.cases.resources import KINDS
from l2kg.descriptions.crawlers import robots
from l2kg.errors import L2kgError, NotFoundError
from l2kg.html.server import not_found_page
from l2kg.namespaces import BASE
from l2kg.queries.media_types import (
    GRAPHS,
    HTML,
    PLAIN,
    SVG,
    NotAcceptableError,
    Offer,
    best,
    choose,
)
from l2kg.queries.serialise import serialize_graph
from l2kg.web import documents
from l2kg.web.headers import DOCUMENT_POLICY
from l2kg.web.protocol import accepted, status_of, tag_of, unchanged

if TYPE_CHECKING:
    from collections.abc import Mapping

    from starlette.requests import Request

__all__ = [
    "OPEN",
    "PREFLIGHT",
    "VARY",
    "linked_routes",
    "not_found",
    "preflight",
    "root_of",
    "says",
    "with_charset",
]

OPEN = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Expose-Headers": (
        "Link, ETag, Retry-After, L2KG-Notice, L2KG-Truncated"
    ),
    "Cross-Origin-Resource-Policy": "cross-origin",
}
PREFLIGHT = {
    "Access-Control-Allow-Methods": "GET, HEAD, POST, OPTIONS",
    "Access-Control-Allow-Headers": "Accept, Content-Type, If-None-Match",
    "Access-Control-Max-Age": "86400",
    "Allow": "GET, HEAD, POST, OPTIONS",
}
VARY = {"Vary": "Accept"}
_LINE = 400  # signs
_FORMS = (HTML, *GRAPHS)
_ENDS = {
    end: offer
    for offer in (HTML, *GRAPHS, SVG)
    for end in dict.fromkeys((offer.ending, offer.names[0]))
}


def linked_routes() -> list[Route]:
    """Return the routes of the documents, of their descriptions, and of the files with all data."""
    methods = ["GET", "OPTIONS"]
    found = [
        Route(f"/{kind}/{{rest:path}}", _document, methods=methods)
        for kind in ("case", *KINDS)
    ]
    return [
        *found,
        *(
            Route(f"/ontology{end}", _document, methods=methods)
            for end in (
                "",
                *(f".{end}" for end in ("html", "ttl", "jsonld", "nt", "rdf")),
            )
        ),
        Route("/.well-known/void", _void, methods=methods),
        Route("/void", _void, methods=methods),
        Route("/l2kg.{end}", _dump, methods=methods),
        Route("/robots.txt", _robots, methods=["GET"]),
        Route("/{name}.xml", _sitemap, methods=["GET"]),
    ]


def root_of(request: Request) -> str:
    """Return the address of this server as the request names it."""
    return str(request.base_url).rstrip("/")


def preflight() -> Response:
    """Answer what a browser asks before it lets a page of another site ask."""
    return Response(status_code=204, headers=OPEN | PREFLIGHT)


def with_charset(media_type: str) -> str:
    """Name the charset of a text.

    >>> with_charset("text/csv"), with_charset("application/n-triples")
    ('text/csv; charset=utf-8', 'application/n-triples')
    """
    return (
        f"{media_type}; charset=utf-8" if media_type.startswith("text/") else media_type
    )


def says(text: str, status: int, headers: Mapping[str, str] | None = None) -> Response:
    """Answer one line, not longer than a line may be: it may hold what was sent."""
    return PlainTextResponse(
        f"{_short(text)}\n", status, OPEN | VARY | dict(headers or {})
    )


def _short(text: str) -> str:
    line = " ".join(text[: _LINE + 1].split())
    return f"{line[:_LINE]}…" if len(text) > _LINE else line


def not_found(message: str, accept: str) -> Response:
    """Say that something is missing, to a person as a page."""
    if best(accept, (PLAIN, HTML)) != HTML:
        return says(message, 404)
    return HTMLResponse(
        not_found_page(_short(message)),
        404,
        headers=VARY | {"Content-Security-Policy": DOCUMENT_POLICY},
    )


async def _document(request: Request) -> Response:
    """Answer for anything that has an IRI of ours: itself, or by 303 the document about it."""
    if request.method == "OPTIONS":
        return preflight()
    accept = accepted(request)
    path, end = _split(
        request.url.path.lstrip("/")
        if "rest" not in request.path_params
        else _decoded(request)
    )
    try:
        offer = _ENDS[end] if end else choose(accept, None, _FORMS)
        return await to_thread.run_sync(_answer, request, path, end, offer)
    except NotFoundError as error:
        return not_found(str(error), accept)
    except NotAcceptableError as error:
        return says(str(error), 406)
    except L2kgError as error:
        return says(str(error), *status_of(error))


def _decoded(request: Request) -> str:
    return (
        f"{request.url.path.lstrip('/').partition('/')[0]}/{request.path_params['rest']}"
    )


def _split(path: str) -> tuple[str, str]:
    """Split the end that names a format from a path.

    >>> _split("vocab/index.ttl"), _split("vocab/0.1.0"), _split("case/geneva-accord.svg")
    (('vocab/', 'ttl'), ('vocab/0.1.0', ''), ('case/geneva-accord', 'svg'))
    """
    stem, _, end = path.rpartition(".")
    if end not in _ENDS or not stem:
        return path, ""
    return (f"{stem.removesuffix('index')}" if stem.endswith("/index") else stem), end


def _answer(request: Request, path: str, end: str, offer: Offer) -> Response:
    documents.exists(path)
    if not end and documents.is_thing(path):
        target = f"/{quote(path)}.{offer.ending if offer in GRAPHS else 'html'}"
        return RedirectResponse(
            target,
            303,
            headers=OPEN | VARY | {"Link": f'<{BASE}{quote(path)}>; rel="cite-as"'},
        )
    tag = tag_of(serving.version(), path, offer)
    headers = (
        OPEN
        | VARY
        | {
            "Cache-Control": "max-age=300",
            "Content-Security-Policy": DOCUMENT_POLICY,
            "ETag": tag,
            "Link": documents.links(path),
        }
    )
    if unchanged(request.headers.get("if-none-match", ""), tag):
        return Response(status_code=304, headers=headers)
    return Response(
        documents.written(path, offer),
        media_type=with_charset(offer.media_type),
        headers=headers,
    )


async def _void(request: Request) -> Response:
    if request.method == "OPTIONS":
        return preflight()
    try:
        offer = choose(accepted(request), request.query_params.get("format"), GRAPHS)
        body = await to_thread.run_sync(
            lambda: serialize_graph(
                serving.descriptions(root_of(request)), offer.media_type
            )
        )
    except L2kgError as error:
        return says(str(error), *status_of(error))
    return Response(body, media_type=with_charset(offer.media_type), headers=OPEN | VARY)


async def _dump(request: Request) -> Response:
    if request.method == "OPTIONS":
        return preflight()
    end = request.path_params["end"]
    if end not in serving.DUMP_FORMS:
        return not_found(
            f"the data do not come as .{end}: ask for .nq, .trig, .ttl or .nt",
            accepted(request),
        )
    return FileResponse(
        await to_thread.run_sync(serving.dump, end),
        media_type=with_charset(serving.DUMP_FORMS[end]),
        headers=OPEN,
    )


async def _robots(request: Request) -> Response:
    return PlainTextResponse(robots(root_of(request)))


async def _sitemap(request: Request) -> Response:
    found = await to_thread.run_sync(
        lambda: serving.sitemap(root_of(request)).get(
            f"{request.path_params['name']}.xml"
        )
    )
    if found is None:
        return not_found(
            "no such sitemap: the first is /sitemap.xml",
            accepted(request),
        )
    return Response(found, media_type="application/xml")
