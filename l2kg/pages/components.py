"""Two components: HTML or SVG whose parts can be picked, and the SPARQL editor."""

from __future__ import annotations

import hashlib
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any

import streamlit as st

from l2kg.drawing.figure import CSS as FIGURE_CSS
from l2kg.drawing.figure import DARK as FIGURE_DARK
from l2kg.drawing.timeline import CSS as TIMELINE_CSS
from l2kg.files import code_root
from l2kg.html.parts import component_html, figure_html

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from markupsafe import Markup

__all__ = ["download", "figure", "parts", "sparql_editor"]

PANEL = ".st-key-evidence"


@lru_cache(maxsize=16)  # files
def _text(name: str) -> str:
    return (code_root() / "assets" / name).read_text(encoding="utf-8")


@cache
def _pick() -> Any:
    css = (
        _text("components.css")
        + _text("parts.css")
        + FIGURE_CSS
        + TIMELINE_CSS
        + f".dark .l2fig{{{FIGURE_DARK}}}"
    )
    return st.components.v2.component(
        "l2kg.pick", html='<div id="host"></div>', css=css, js=_text("pick.js")
    )


@cache
def _editor() -> Any:
    """Load the bundle by its address on our server, so that a browser keeps it."""
    mark = hashlib.sha256(_text("sparql-editor.mjs").encode()).hexdigest()[:12]
    js = _text("editor-loader.js").replace(
        "EDITOR_URL", f"/assets/sparql-editor.mjs?{mark}"
    )
    css = ":host{display:block}#ed{min-height:192px}"
    return st.components.v2.component(
        "l2kg.sparql", html='<div id="ed"></div>', css=css, js=js
    )


def download(
    name: str,
    data: str | bytes | Callable[[], str | bytes],
    file: str,
    media_type: str,
) -> None:
    """Show a button that gives a file; a function is called when somebody wants it."""
    st.download_button(
        name,
        data,
        file,
        media_type,
        icon=":material/download:",
        on_click="ignore",
    )


def parts(
    html: Markup, *, key: str, on_pick: Callable[[str], None] | None = None
) -> None:
    """Show HTML whose links lead on.

    With ``on_pick`` whatever has a data-id and is of this page is picked instead.
    """
    _shown({"html": component_html(html)}, key, on_pick)


def figure(
    wide: str,
    narrow: str,
    related: Mapping[str, Sequence[str]],
    *,
    selected: str,
    key: str,
    on_pick: Callable[[str], None] | None = None,
    file: str = "figure",
) -> None:
    """Show a figure or timeline in the form that the window has room for.

    The element ``selected`` is marked; ``file`` names the picture as a PNG.

    Without ``on_pick`` its nodes are links, which lead on, or lead nowhere.
    """
    _shown(
        {
            "html": figure_html(wide),
            "narrow": figure_html(narrow),
            "related": related,
            "selected": selected,
            "panel": PANEL,
            "file": file,
        },
        key,
        on_pick,
    )


def _shown(
    data: Mapping[str, object], key: str, on_pick: Callable[[str], None] | None
) -> None:
    def picked() -> None:
        if on_pick:
            on_pick(st.session_state[key].picked or "")

    _pick()(key=key, data={**data, "picks": on_pick is not None}, on_picked_change=picked)


def sparql_editor(
    value: str,
    *,
    rev: int,
    terms: Sequence[Mapping[str, str]],
    marks: Sequence[Mapping[str, object]],
    key: str,
    on_text: Callable[[], None],
) -> bool:
    """Show the editor, and return whether Ctrl-Enter asked to run its text.

    ``marks`` are underlined: where an error is, and names that nothing has.
    The text is in the state as ``query``.
    """
    data = {
        "value": value,
        "rev": rev,
        "terms": terms,
        "marks": marks,
        "label": "SPARQL query",
    }
    result = _editor()(key=key, data=data, on_query_change=on_text, on_run_change=on_text)
    return result.run is not None
