"""The web beside the pages: the SPARQL protocol, linked data, reconciliation, and the files that pages and documents load."""

from __future__ import annotations

import os
import time
from contextlib import asynccontextmanager
from functools import cache
from typing import TYPE_CHECKING

import anyio
from anyio import to_thread
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from l2kg.errors import L2kgError
from l2kg.files import code_root
from l2kg.service.answers import serialize_graph
from l2kg.service.lanes import payer
from l2kg.service.negotiate import GRAPHS, HTML, NotAcceptableError, best
from l2kg.service.remembered import Remembered
from l2kg.service.worker import (
    TIMEOUT,
    QueryExhaustedError,
    QuerySyntaxError,
    QueryTimeoutError,
)
from l2kg.views import served
from l2kg.web import published, site
from l2kg.web.endpoints import endpoint_page
from l2kg.web.headers import DOCUMENT_POLICY, SecurityHeaders
from l2kg.web.linked import (
    OPEN,
    VARY,
    linked_routes,
    preflight,
    root_of,
    says,
    with_charset,
)
from l2kg.web.protocol import etag, read_query, status_of, unchanged
from l2kg.web.reconciling import reconcile_routes

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from starlette.requests import Request

    from l2kg.web.protocol import Asked

__all__ = ["application", "lifespan", "routes"]

_WAITING = 64  # requests that may wait for the query service; it decides how many of their queries run at once


def routes() -> list[Route | Mount]:
    """Return the routes that stand beside the pages."""
    return [
        _sparql_route(),
        *reconcile_routes(),
        *linked_routes(),
        Route("/contents", _front),
        _assets(),
    ]


def application(*, data_only: bool = False) -> Starlette:
    """Return the web without the pages; with ``data_only`` nothing but the endpoint, over any data."""
    home = Route("/", (lambda _: RedirectResponse("/sparql")) if data_only else _front)
    beside = [_sparql_route(), _assets()] if data_only else routes()
    app = Starlette(
        routes=[home, *beside],
        middleware=[Middleware(SecurityHeaders, policy=DOCUMENT_POLICY)],
        lifespan=lifespan,
    )
    app.router.redirect_slashes = False
    return app


def _sparql_route() -> Route:
    return Route("/sparql", sparql, methods=["GET", "POST", "OPTIONS"])


def _assets() -> Mount:
    return Mount("/assets", StaticFiles(directory=code_root() / "assets"))


@asynccontextmanager
async def lifespan(_: object) -> AsyncIterator[None]:
    """End the query service with the server."""
    yield
    await to_thread.run_sync(served.forget)
    published.forget()
    site.forget()
    _remembered.cache_clear()


async def _front(_: Request) -> Response:
    return HTMLResponse(await to_thread.run_sync(site.front_page))


async def sparql(request: Request) -> Response:
    """Answer the SPARQL 1.1 protocol: a query by GET, form or body; without one, a description of the service."""
    if request.method == "OPTIONS":
        return preflight()
    begun = time.monotonic()
    try:
        asked = await read_query(request)
        if asked is None:
            return await to_thread.run_sync(_description, request)
        client = payer(request.client.host if request.client else "")
        fresh = request.headers.get("if-none-match", "")
        return await to_thread.run_sync(
            _answer, asked, client, _address(request), fresh, begun, limiter=_limiter()
        )
    except L2kgError as error:
        status, headers = status_of(error)
        return says(
            (
                f"malformed query, {place}: {error}"
                if (place := _place(error))
                else str(error)
            ),
            status,
            headers,
        )


def _answer(asked: Asked, client: str, base: str, fresh: str, begun: float) -> Response:
    service = served.query_service()
    service.check(asked.text, asked.graphs)
    tag = etag(asked, f"{service.version()} {base}")
    headers = OPEN | VARY | ({"ETag": tag} if tag else {"Cache-Control": "no-store"})
    if tag and unchanged(fresh, tag):
        return Response(status_code=304, headers=headers)
    timeout = max(0.1, TIMEOUT - (time.monotonic() - begun))
    result = _remembered().answer(
        tag,
        lambda: service.run(
            asked.text,
            accept=asked.accept,
            name=asked.name,
            graphs=asked.graphs,
            base=base,
            client=client,
            timeout=timeout,
        ),
    )
    if result.truncated:
        headers["L2KG-Truncated"] = "true"
    return Response(
        result.body, media_type=with_charset(result.media_type), headers=headers
    )


@cache
def _limiter() -> anyio.CapacityLimiter:
    return anyio.CapacityLimiter(_WAITING)


@cache
def _remembered() -> Remembered:
    return Remembered(failures=(QueryTimeoutError, QueryExhaustedError))


def _place(error: L2kgError) -> str:
    return (
        f"line {error.line}, column {error.column}"
        if isinstance(error, QuerySyntaxError) and error.line
        else ""
    )


def _address(request: Request) -> str:
    return str(request.url.replace(query="", fragment=""))


def _description(request: Request) -> Response:
    offer = best(request.headers.get("accept", ""), (GRAPHS[0], HTML, *GRAPHS[1:]))
    if offer is None:
        raise NotAcceptableError(
            "the description of this service comes as text/turtle, application/ld+json or"
            " text/html: ask for one of them"
        )
    address, foreign = _address(request), "L2KG_DATA" in os.environ
    if offer == HTML:
        return HTMLResponse(
            endpoint_page(address, foreign=foreign),
            headers=VARY | {"Content-Security-Policy": DOCUMENT_POLICY},
        )
    body = serialize_graph(
        published.described_service(root_of(request), foreign=foreign), offer.media_type
    )
    more = {} if foreign else {"Link": '</.well-known/void>; rel="describedby"'}
    return Response(
        body, media_type=with_charset(offer.media_type), headers=OPEN | VARY | more
    )
