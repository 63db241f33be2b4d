"""The Reconciliation Service API over HTTP."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from anyio import to_thread
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response
from starlette.routing import Route

from l2kg import serving
from l2kg.errors import L2kgError, UsageError
from l2kg.html.server import entity_page
from l2kg.namespaces import BASE
from l2kg.reconciliation import matching, service
from l2kg.web.linked_data import OPEN, preflight, root_of, says
from l2kg.web.protocol import FORM, form_pairs, posted, status_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from starlette.requests import Request

__all__ = ["reconcile_routes"]

_PREVIEW = (
    "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; frame-ancestors *"
)


def reconcile_routes() -> list[Route]:
    """Return the routes of the service."""
    both, reading = ["GET", "POST", "OPTIONS"], ["GET", "OPTIONS"]
    return [
        Route("/reconcile", _service, methods=both),
        Route("/reconcile/suggest/{kind}", _json(_suggested), methods=reading),
        Route("/reconcile/properties", _json(_proposed), methods=reading),
        Route("/reconcile/preview", _preview, methods=reading),
        Route("/reconcile/view", _view, methods=reading),
    ]


async def _service(request: Request) -> Response:
    if request.method == "OPTIONS":
        return preflight()
    try:
        given = dict(request.query_params)
        if request.method == "POST":
            given |= dict(form_pairs(await posted(request, FORM)))
        return JSONResponse(
            await to_thread.run_sync(_answered, root_of(request), given), headers=OPEN
        )
    except L2kgError as error:
        return says(str(error), *status_of(error))


def _answered(root: str, given: dict[str, str]) -> Any:
    if "queries" in given:
        return matching.reconcile(serving.entities(), service.read_json(given["queries"]))
    if "extend" in given:
        return service.extend(serving.entities(), service.read_json(given["extend"]))
    return service.manifest(root)


def _json(find: Callable[[Request], Any]) -> Callable[[Request], Any]:
    async def answer(request: Request) -> Response:
        if request.method == "OPTIONS":
            return preflight()
        try:
            return JSONResponse(await to_thread.run_sync(find, request), headers=OPEN)
        except L2kgError as error:
            return says(str(error), *status_of(error))

    return answer


def _suggested(request: Request) -> Any:
    asked = request.query_params
    return service.suggest(
        serving.entities(),
        request.path_params["kind"],
        asked.get("prefix", ""),
        cursor=_number(asked.get("cursor", "0")),
    )


def _proposed(request: Request) -> Any:
    asked = request.query_params
    return service.propose(
        serving.entities(),
        asked.get("type", ""),
        limit=_number(asked.get("limit", "50")),
    )


def _number(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) < 10):
        raise UsageError("cursor and limit are numbers")
    return int(text)


def _entity_page(identifier: str) -> str:
    return entity_page(serving.entities().find(identifier))


async def _preview(request: Request) -> Response:
    if request.method == "OPTIONS":
        return preflight()
    try:
        body = await to_thread.run_sync(_entity_page, request.query_params.get("id", ""))
    except L2kgError as error:
        return says(str(error), *status_of(error))
    return HTMLResponse(body, headers=OPEN | {"Content-Security-Policy": _PREVIEW})


async def _view(request: Request) -> Response:
    try:
        entity = await to_thread.run_sync(
            lambda: serving.entities().find(request.query_params.get("id", ""))
        )
    except L2kgError as error:
        return says(str(error), *status_of(error))
    return RedirectResponse("/" + entity.iri.removeprefix(BASE), 303)
