"""L2KG in a browser: `streamlit run app.py` serves the pages, the SPARQL endpoint and the documents of the cases on one port."""

from pathlib import Path

import streamlit as st
from starlette.middleware import Middleware
from starlette.responses import FileResponse
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from l2kg.files import code_root, codebook_file, ontology_pages
from l2kg.web import lifespan, routes
from l2kg.web.headers import SecurityHeaders, page_policy
from l2kg.web.patience import Patience

_INDEX = Path(st.__file__).parent / "static" / "index.html"
_DOCS = [
    Route("/docs/codebook.md", lambda _: FileResponse(codebook_file(), media_type="text/plain; charset=utf-8")),
    Mount("/docs/ontology", StaticFiles(directory=ontology_pages(), html=True)),
]

app = st.App(
    code_root() / "pages" / "router.py",
    routes=[*routes(), *_DOCS],
    middleware=[Middleware(Patience), Middleware(SecurityHeaders, policy=page_policy(_INDEX.read_text(encoding="utf-8")))],
    lifespan=lifespan,
)
