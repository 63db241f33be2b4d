"""The SPARQL 1.1 protocol: a query by GET, form or body, answered by the query service."""

from __future__ import annotations

import os
import time
from typing import TYPE_CHECKING

from anyio import to_thread
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route

from l2kg import serving
from l2kg.errors import L2kgError
from l2kg.html.server import endpoint_page
from l2kg.queries.media_types import GRAPHS, HTML, NotAcceptableError, best
from l2kg.queries.serialise import serialize_graph
from l2kg.sandbox.limits import client_key
from l2kg.sandbox.worker import (
    TIMEOUT,
    QuerySyntaxError,
)
from l2kg.web.headers import DOCUMENT_POLICY
from l2kg.web.linked_data import OPEN, VARY, preflight, root_of, says, with_charset
from l2kg.web.notices import notice_header, with_notices
from l2kg.web.protocol import accepted, etag, read_query, status_of, unchanged

if TYPE_CHECKING:
    from starlette.requests import Request

    from l2kg.web.protocol import Asked

__all__ = ["sparql_route"]


def sparql_route() -> Route:
    """Return the route of the endpoint."""
    return Route("/sparql", sparql, methods=["GET", "POST", "OPTIONS"])


async def sparql(request: Request) -> Response:
    """Answer a query by GET, form or body; without one, describe the service."""
    if request.method == "OPTIONS":
        return preflight()
    begun = time.monotonic()
    try:
        asked = await read_query(request)
        if asked is None:
            return await to_thread.run_sync(_description, request)
        client = client_key(request.client.host if request.client else "")
        fresh = request.headers.get("if-none-match", "")
        return await to_thread.run_sync(
            _answer,
            asked,
            client,
            _address(request),
            fresh,
            begun,
            limiter=serving.query_places(),
        )
    except L2kgError as error:
        status, headers = status_of(error)
        place = _place(error)
        text = f"malformed query, {place}: {error}" if place else str(error)
        return says(text, status, headers)


def _answer(asked: Asked, client: str, base: str, fresh: str, begun: float) -> Response:
    service = serving.query_service()
    service.check(asked.text, asked.graphs)
    tag = etag(asked, f"{serving.version()} {base}")
    headers = OPEN | VARY | ({"ETag": tag} if tag else {"Cache-Control": "no-store"})
    if tag and unchanged(fresh, tag):
        return Response(status_code=304, headers=headers)
    timeout = max(0.1, TIMEOUT - (time.monotonic() - begun))
    result = serving.responses.answer(
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
    headers |= notice_header(result.notices, truncated=result.truncated)
    return Response(
        with_notices(result.body, result.media_type, result.notices),
        media_type=with_charset(result.media_type),
        headers=headers,
    )


def _place(error: L2kgError) -> str:
    return (
        f"line {error.line}, column {error.column}"
        if isinstance(error, QuerySyntaxError) and error.line
        else ""
    )


def _address(request: Request) -> str:
    return str(request.url.replace(query="", fragment=""))


def _description(request: Request) -> Response:
    offer = best(accepted(request), (GRAPHS[0], HTML, *GRAPHS[1:]))
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
        serving.described_service(root_of(request), foreign=foreign), offer.media_type
    )
    more = {} if foreign else {"Link": '</.well-known/void>; rel="describedby"'}
    return Response(
        body, media_type=with_charset(offer.media_type), headers=OPEN | VARY | more
    )
