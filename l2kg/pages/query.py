"""The page of queries: an editor with examples, the answer, and code for other tools."""

from __future__ import annotations

import time

import streamlit as st

from l2kg import serving
from l2kg.errors import L2kgError
from l2kg.html.code import CODE
from l2kg.html.columns import JSON, read_grid
from l2kg.html.parts import title_html
from l2kg.html.query import (
    ABOUT,
    TITLE,
    address_of,
    examples,
    marks_of,
    title_of,
)
from l2kg.pages.answer import show
from l2kg.pages.components import sparql_editor
from l2kg.pages.footer import cited
from l2kg.sandbox.limits import client_key

_ACCEPT = f"{JSON}, text/turtle;q=0.9"


def _begin() -> None:
    """Put a query into the editor.

    It is the one in the address, else the one last written, else the first example.
    """
    st.session_state.setdefault("rev", 0)
    asked = st.query_params.get("query")
    if asked and asked != st.session_state.get("asked"):
        _load(asked)
    elif "text" not in st.session_state:
        _load(next(text for _, text in examples().values()))
    st.session_state.asked = asked


def _load(text: str) -> None:
    st.session_state.text = text
    st.session_state.rev += 1
    st.session_state.pop("answer", None)


def _example() -> None:
    if st.session_state.example:
        _load(examples()[st.session_state.example][1])


def _keep() -> None:
    """Take the editor's text over as the reader leaves it or runs it."""
    st.session_state.text = st.session_state.editor.get("query") or st.session_state.text


def _run(text: str) -> None:
    """Ask the service, and keep what it says for this and later runs."""
    begun = time.perf_counter()
    try:
        with st.spinner("Running", show_time=True):
            result = serving.query_service().run(text, accept=_ACCEPT, client=_client())
    except L2kgError as error:
        st.session_state.answer = (text, error, 0.0, ())
        return
    found = (
        read_grid(result.body, truncated=result.truncated)
        if result.media_type == JSON
        else result
    )
    seconds = time.perf_counter() - begun
    st.session_state.answer = (text, found, seconds, result.notices)
    st.session_state.asked = text
    if address_of(text):
        st.query_params["query"] = text


def _client() -> str:
    return client_key(st.context.ip_address or "page")


def _code(text: str) -> None:
    with st.popover("Copy as code", icon=":material/code:"):
        endpoint = (
            f"{st.context.url.partition('/query')[0].rstrip('/')}/sparql"
            if st.context.url
            else "http://localhost:8501/sparql"
        )
        for tab, (language, write) in zip(
            st.tabs(list(CODE)), CODE.values(), strict=True
        ):
            tab.code(write(endpoint, text), language=language)


def main() -> None:
    """Show editor and answer."""
    st.html(title_html(TITLE, ABOUT))
    _begin()
    names = examples()
    st.selectbox(
        "Examples",
        list(names),
        format_func=lambda name: names[name][0],
        index=None,
        key="example",
        on_change=_example,
        placeholder=f"Start from one of {len(names)} questions",
    )
    none: tuple[str, None, float, tuple[()]] = ("", None, 0.0, ())
    text, found, seconds, told = st.session_state.get("answer", none)
    marks = marks_of(found, told) if text == st.session_state.text else []
    asked = sparql_editor(
        st.session_state.text,
        rev=st.session_state.rev,
        terms=serving.terms(),
        marks=marks,
        key="editor",
        on_text=_keep,
    )
    with st.container(horizontal=True):
        asked = (
            st.button(
                "Run",
                type="primary",
                icon=":material/play_arrow:",
                help="Ctrl+Enter in the editor",
            )
            or asked
        )
        _code(st.session_state.text)
    if asked:
        _run(st.session_state.text)
        st.rerun()
    if found is not None:
        show(text, found, seconds, told, client=_client())
    text = st.session_state.text
    cited(
        title_of(text),
        f"/query{address_of(text)}",
        ("Query (SPARQL)", text, "query.rq", "application/sparql-query"),
    )


if __name__ == "__main__":
    main()
