"""L2KG in a browser: the pages, the SPARQL endpoint and the documents of the cases in one application.

`l2kg app` serves it behind another process, which answers for endpoint and documents;
`streamlit run app.py` serves all of it from one. Limits and time-outs are the same.
"""

from __future__ import annotations

import sys
import threading
from contextlib import asynccontextmanager, suppress
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

import streamlit as st
from anyio import to_thread
from starlette.middleware import Middleware
from starlette.responses import FileResponse, HTMLResponse
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles
from streamlit import config

from l2kg import serving
from l2kg.errors import L2kgError
from l2kg.files import code_root, codebook_file, ontology_pages
from l2kg.pages.router import PAGES
from l2kg.web import lifespan, routes
from l2kg.web.headers import SecurityHeaders, page_policy
from l2kg.web.index_page import chunks, index_page
from l2kg.web.linked_data import OPEN
from l2kg.web.sessions import SessionLimit
from l2kg.web.slashes import WithoutSlash
from l2kg.web.timeouts import ServerLimits

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from typing import Any

if config._main_script_path is None:  # noqa: SLF001 (`streamlit run` has set it)
    config._main_script_path = __file__  # noqa: SLF001 (its settings lie beside this file)

_STATIC = Path(st.__file__).parent / "static"
_INDEX = (_STATIC / "index.html").read_text(encoding="utf-8")
_INDEX_PAGE = index_page(_INDEX, chunks(_STATIC / "static" / "js", _INDEX))
_PAGES = [
    Route(
        f"/{page}",
        lambda _: HTMLResponse(_INDEX_PAGE, headers={"Cache-Control": "no-cache"}),
    )
    for page in ("", *PAGES)
]
_DOCS = [
    Route(
        "/docs/codebook.md",
        lambda _: FileResponse(codebook_file(), media_type="text/plain; charset=utf-8"),
    ),
    Mount("/docs/ontology", StaticFiles(directory=ontology_pages(), html=True)),
]


def _prepare() -> None:
    sys.setswitchinterval(0.001)  # what answers browsers waits less for what computes
    for name in (
        "l2kg.pages.casefoot",
        "l2kg.pages.footer",
    ):  # at the first script otherwise
        import_module(name)
    for name in (
        "pandas",
        "pyarrow",
        "PIL.Image",
    ):  # Streamlit's own, as long as it has them
        with suppress(ModuleNotFoundError):
            import_module(name)
    with suppress(L2kgError):  # a page says what is wrong with the store
        serving.slugs()


@asynccontextmanager
async def _open(app: object) -> AsyncIterator[None]:
    """Import and open what the first visitor would wait for, and read ahead beside the first ones."""
    async with lifespan(app):
        stop = threading.Event()
        await to_thread.run_sync(_prepare)
        threading.Thread(target=serving.preload, args=(stop,), daemon=True).start()
        yield
        stop.set()


def server_settings(port: int) -> dict[str, Any]:
    """Return what Streamlit needs of the server that runs the application on a port."""
    config.set_option("server.port", port)
    return {
        "ws": "websockets-sansio",
        "ws_max_size": config.get_option("server.maxWidgetStateSize") * 10**6,
        "ws_ping_interval": 30,
        "ws_ping_timeout": 30,
        "ws_per_message_deflate": config.get_option("server.enableWebsocketCompression"),
    }


app = st.App(
    code_root() / "pages" / "router.py",
    routes=[*_PAGES, *routes(), *_DOCS],
    middleware=[
        Middleware(ServerLimits),
        Middleware(SessionLimit),
        Middleware(SecurityHeaders, policy=page_policy(_INDEX_PAGE)),
        Middleware(WithoutSlash, headers=OPEN),
    ],
    lifespan=_open,
)
