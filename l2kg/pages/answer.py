"""The answer to a query on its page: as table, chart, graph and files, or what is wrong."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import streamlit as st

from l2kg import __version__, serving
from l2kg.errors import L2kgError
from l2kg.html.answer import chart_html, graph_svg, grid_html
from l2kg.html.columns import (
    JSON,
    Grid,
    default_measure,
    default_pair,
    forms_of,
    grid_csv,
    grid_length,
    named_columns,
    number_columns,
)
from l2kg.html.query import error_words, notice_words
from l2kg.pages.components import download, figure, parts
from l2kg.pages.links import link

if TYPE_CHECKING:
    from collections.abc import Sequence

    from l2kg.queries.notices import Notice
    from l2kg.queries.serialise import Result

__all__ = ["show"]

_FORMS = {
    "table": ":material/table_rows: Table",
    "chart": ":material/bar_chart: Chart",
    "graph": ":material/hub: Graph",
}


def show(
    text: str,
    found: L2kgError | Grid | Result,
    seconds: float,
    told: Sequence[Notice],
    *,
    client: str,
) -> None:
    """Show what a query brought, after so many seconds, and what is told of its names.

    A file is fetched by asking again, which counts for ``client``.
    """
    if told:
        st.warning(notice_words(told), icon=":material/spellcheck:")
    if isinstance(found, L2kgError):
        st.error(error_words(found), icon=":material/error:")
    elif isinstance(found, Grid) and found.answer is None:
        _grid(text, found, seconds, client)
    elif isinstance(found, Grid):
        word, icon = ("Yes.", "done") if found.answer else ("No.", "block")
        st.success(word, icon=f":material/{icon}:")
    else:
        st.caption(f"A graph, in {seconds * 1000:.0f} ms")
        st.code(found.body.decode(), language="turtle", height=420)
        st.download_button(
            "Turtle", found.body, "graph.ttl", "text/turtle", on_click="ignore"
        )


def _grid(text: str, grid: Grid, seconds: float, client: str) -> None:
    st.caption(grid_length(grid, seconds, __version__, serving.dated()))
    if grid.truncated:
        st.warning(
            "The answer is longer than this page takes: this is its beginning. Add a"
            " LIMIT, or narrower patterns.",
            icon=":material/cut:",
        )
    if not grid.rows:
        st.info(
            "Nothing fits the query. Take a condition away, or put one into OPTIONAL {"
            " … }.",
            icon=":material/filter_alt_off:",
        )
    forms = forms_of(grid)
    form = "table"
    if len(forms) > 1:
        form = st.segmented_control(
            "Show as",
            forms,
            format_func=_FORMS.__getitem__,
            default="table",
            key="form",
            label_visibility="collapsed",
            required=True,
        )
    shown = form if form in forms else "table"
    {"table": _table, "chart": _chart, "graph": _graph}[shown](grid)
    with st.container(horizontal=True):
        download("CSV", partial(grid_csv, grid), "answer.csv", "text/csv")
        for name, end, kind in (
            ("TSV", "tsv", "text/tab-separated-values"),
            ("JSON", "json", JSON),
        ):
            data = partial(_file, text, kind, client)
            download(name, data, f"answer.{end}", kind)


def _file(text: str, kind: str, client: str) -> bytes:
    return serving.query_service().run(text, accept=kind, client=client).body


def _table(grid: Grid) -> None:
    if grid.rows:
        parts(grid_html(grid, serving.store(), link), key="answer-table")


def _chart(grid: Grid) -> None:
    left, right = st.columns(2)
    by = left.selectbox("A bar for each", named_columns(grid), key="chart-by")
    measures = ["", *number_columns(grid)]
    first = measures.index(default_measure(grid, by))
    measure = right.selectbox(
        "Its length",
        measures,
        first,
        format_func=lambda one: one or "number of rows",
        key=f"chart-measure-{by}",
    )
    parts(
        chart_html(grid, serving.store(), link, by=by, measure=measure),
        key="answer-chart",
    )


def _graph(grid: Grid) -> None:
    names = named_columns(grid)
    one, other = default_pair(grid) or (names[0], names[-1])
    left, right = st.columns(2)
    start = left.selectbox("From", names, index=names.index(one), key="graph-from")
    end = right.selectbox("To", names, index=names.index(other), key="graph-to")
    wide, dropped = graph_svg(grid, serving.store(), link, pair=(start, end))
    narrow, _ = graph_svg(grid, serving.store(), link, pair=(start, end), width="narrow")
    figure(wide, narrow, {}, selected="", key="answer-graph", file="l2kg-answer")
    if dropped:
        st.caption(
            f"{dropped:,} rows found no room in the picture; they are in the table and in"
            " the files."
        )
