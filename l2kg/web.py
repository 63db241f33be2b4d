"""The web beside the pages: the SPARQL protocol, the citable documents of the cases, and the files that pages and documents load."""

from __future__ import annotations

from contextlib import asynccontextmanager
from functools import cache
from html import escape
from typing import TYPE_CHECKING

import anyio
from anyio import to_thread
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.responses import HTMLResponse, PlainTextResponse, RedirectResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from l2kg import served
from l2kg.documents import FORMS, case_iri, figure_svg, html_page
from l2kg.endpoints import endpoint_page, service_description
from l2kg.errors import L2kgError, NotFoundError
from l2kg.files import code_root
from l2kg.headers import DOCUMENT_POLICY, SecurityHeaders
from l2kg.negotiate import GRAPHS, HTML, PLAIN, SVG, NotAcceptableError, Offer, best, choose
from l2kg.protocol import read_query, status_of
from l2kg.worker import QuerySyntaxError

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Mapping

    from starlette.requests import Request

__all__ = ["application", "lifespan", "routes"]

_OPEN = {"Access-Control-Allow-Origin": "*", "Access-Control-Expose-Headers": "Link"}
_PREFLIGHT = {"Access-Control-Allow-Methods": "GET, POST, OPTIONS", "Access-Control-Allow-Headers": "*", "Access-Control-Max-Age": "86400"}
_VARY = {"Vary": "Accept"}
_WAITING = 16  # requests that may wait for the query service; it decides how many of their queries run at once


def routes() -> list[Route | Mount]:
    """Return the routes that stand beside the pages."""
    return [
        Route("/sparql", sparql, methods=["GET", "POST", "OPTIONS"]),
        Route("/case/{name}", case, methods=["GET"]),
        Mount("/assets", StaticFiles(directory=code_root() / "assets")),
    ]


def application() -> Starlette:
    """Return the web without the pages: `/` leads to the endpoint."""
    home = Route("/", lambda _: RedirectResponse("/sparql"))
    return Starlette(routes=[home, *routes()], middleware=[Middleware(SecurityHeaders, policy=DOCUMENT_POLICY)], lifespan=lifespan)


@asynccontextmanager
async def lifespan(_: object) -> AsyncIterator[None]:
    """End the query service with the server."""
    yield
    await to_thread.run_sync(served.forget)


async def sparql(request: Request) -> Response:
    """Answer the SPARQL 1.1 protocol: a query by GET, form or body; without one, a description of the service."""
    if request.method == "OPTIONS":
        return Response(status_code=204, headers=_OPEN | _PREFLIGHT)
    try:
        asked = await read_query(request)
        if asked is None:
            return _description(request)
        result = await to_thread.run_sync(
            lambda: served.query_service().run(asked.text, accept=asked.accept, name=asked.name), limiter=_limiter()
        )
    except L2kgError as error:
        status, headers = status_of(error)
        return _says(f"malformed query, {place}: {error}" if (place := _place(error)) else str(error), status, headers)
    if result.truncated:
        return _says("the result is longer than this service sends: add a LIMIT", 400)
    return Response(result.body, media_type=_with_charset(result.media_type), headers=_OPEN | _VARY)


@cache
def _limiter() -> anyio.CapacityLimiter:
    return anyio.CapacityLimiter(_WAITING)


def _place(error: L2kgError) -> str:
    return f"line {error.line}, column {error.column}" if isinstance(error, QuerySyntaxError) and error.line else ""


def _says(text: str, status: int, headers: Mapping[str, str] | None = None) -> Response:
    return PlainTextResponse(f"{text}\n", status, _OPEN | _VARY | dict(headers or {}))


def _with_charset(media_type: str) -> str:
    return f"{media_type}; charset=utf-8" if media_type.startswith("text/") else media_type


def _description(request: Request) -> Response:
    offer = best(request.headers.get("accept", ""), (GRAPHS[0], HTML, *GRAPHS[1:]))
    endpoint = str(request.url.replace(query="", fragment=""))
    if offer is None:
        raise NotAcceptableError(
            "the description of this service comes as text/turtle, application/ld+json or text/html: ask for one of them"
        )
    if offer == HTML:
        return HTMLResponse(endpoint_page(endpoint), headers=_VARY | {"Content-Security-Policy": DOCUMENT_POLICY})
    return Response(service_description(endpoint, offer.media_type), media_type=_with_charset(offer.media_type), headers=_OPEN | _VARY)


async def case(request: Request) -> Response:
    """Answer for a case: HTML or RDF by what is accepted, or by the end of the name."""
    slug, _, end = request.path_params["name"].partition(".")
    try:
        offer = _wanted(end, request.headers.get("accept", ""))
        body, media_type = await to_thread.run_sync(_written, slug, offer)
    except NotAcceptableError as error:
        return _says(str(error), 406)
    except NotFoundError as error:
        return _missing(str(error), request.headers.get("accept", ""))
    links = [
        f'<{case_iri(slug)}>; rel="cite-as"',
        *(f'</case/{slug}.{end}>; rel="alternate"; type="{kind}"' for kind, end in FORMS.items()),
    ]
    headers = _OPEN | _VARY | {"Link": ", ".join(links), "Cache-Control": "max-age=300", "Content-Security-Policy": DOCUMENT_POLICY}
    return Response(body, media_type=_with_charset(media_type), headers=headers)


def _wanted(end: str, accept: str) -> Offer:
    if not end:
        return choose(accept, None, (HTML, *GRAPHS))
    offer = next((offer for offer in (*GRAPHS, SVG, HTML) if end in offer.names), None)
    if offer is None:
        raise NotFoundError(f"no case comes as .{end}: ask for .ttl, .jsonld, .nt, .rdf, .svg or .html")
    return offer


def _written(slug: str, offer: Offer) -> tuple[bytes, str]:
    if offer == HTML:
        return served.page(slug).encode(), offer.media_type
    if offer == SVG:
        return figure_svg(served.case(slug)), offer.media_type
    return served.document(slug, offer.media_type), offer.media_type


def _missing(message: str, accept: str) -> Response:
    if best(accept, (PLAIN, HTML)) != HTML:
        return _says(message, 404)
    body = f'<main><nav><a href="/">All cases</a></nav><h1>Not found</h1><p>{escape(message)}</p></main>'
    return HTMLResponse(html_page("Not found", body), 404, headers=_VARY | {"Content-Security-Policy": DOCUMENT_POLICY})
