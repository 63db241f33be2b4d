"""The web beside the pages: SPARQL, linked data, reconciliation, and the files that pages load."""

from __future__ import annotations

from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

from anyio import to_thread
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from l2kg import serving
from l2kg.files import code_root
from l2kg.web import documents
from l2kg.web.headers import DOCUMENT_POLICY, SecurityHeaders
from l2kg.web.linked_data import OPEN, linked_routes
from l2kg.web.reconcile_routes import reconcile_routes
from l2kg.web.slashes import WithoutSlash
from l2kg.web.sparql import sparql_route

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from starlette.requests import Request

__all__ = ["application", "lifespan", "routes"]


def routes() -> list[Route | Mount]:
    """Return the routes that stand beside the pages."""
    return [
        sparql_route(),
        *reconcile_routes(),
        *linked_routes(),
        Route("/contents", _front),
        _assets(),
    ]


def application(*, data_only: bool = False) -> Starlette:
    """Return the web without the pages; with ``data_only`` nothing but the endpoint, over any data."""
    home = Route("/", (lambda _: RedirectResponse("/sparql")) if data_only else _front)
    beside = [sparql_route(), _assets()] if data_only else routes()
    app = Starlette(
        routes=[home, *beside],
        middleware=[
            Middleware(SecurityHeaders, policy=DOCUMENT_POLICY),
            Middleware(WithoutSlash, headers=OPEN),
        ],
        lifespan=lifespan,
    )
    app.router.redirect_slashes = False
    return app


def _assets() -> Mount:
    return Mount("/assets", StaticFiles(directory=code_root() / "assets"))


@asynccontextmanager
async def lifespan(_: object) -> AsyncIterator[None]:
    """End with the server what it has opened."""
    yield
    await to_thread.run_sync(serving.reset)


async def _front(_: Request) -> Response:
    return HTMLResponse(await to_thread.run_sync(documents.front_page))
