"""The page of patterns: what matches, what nearly does, and what that cannot show."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from l2kg import serving
from l2kg.errors import L2kgError
from l2kg.html.parts import subtitle_html, title_html
from l2kg.html.pattern import (
    HEADLINE,
    LONGEST,
    case_names,
    given,
    limits_html,
    motif_html,
    nearest_pattern,
    patterns,
    sections,
    summary_html,
)
from l2kg.html.words import quoted, sentence
from l2kg.pages.components import parts
from l2kg.pages.footer import footer
from l2kg.pages.links import link
from l2kg.patterns.forms import pattern_csv, pattern_json

if TYPE_CHECKING:
    from l2kg.patterns import PatternResult
    from l2kg.queries.header import Query

_ABOUT = (
    "A pattern is a question with conditions, one of which may be the outcome of the"
    " others. What matches is shown beside what nearly does, what meets all conditions"
    " without the outcome, and what does not match, so that nobody is misled by the good"
    " stories."
)


def _choose() -> Query:
    """Let a pattern be chosen; the address names it."""
    asked = st.query_params.get("id", HEADLINE)
    known = patterns()
    name = nearest_pattern(asked)
    if asked not in known:
        st.warning(
            f"There is no pattern “{quoted(asked)}”; this is the nearest.",
            icon=":material/search_off:",
        )
    if st.session_state.get("pattern_of") != asked:
        st.session_state.update(pattern=name, pattern_of=asked)
    st.selectbox(
        "Pattern",
        list(known),
        format_func=lambda one: known[one].question,
        key="pattern",
        on_change=_moved,
    )
    return known[st.session_state.pattern]


def _moved() -> None:
    st.query_params.from_dict({"id": st.session_state.pattern})
    st.session_state.pattern_of = st.session_state.pattern


def _values(query: Query) -> dict[str, str]:
    """Ask for a pattern's parameters; the address keeps what is given."""
    for param in query.params:
        key, now = f"param-{query.name}-{param.name}", st.query_params.get(param.name, "")
        if param.type == "case":
            known = case_names(serving.cases())
            st.session_state.setdefault(key, now if now in known else "")
            st.selectbox(
                param.label.capitalize(),
                list(known),
                format_func=known.__getitem__,
                key=key,
            )
        else:
            st.session_state.setdefault(key, now[:LONGEST])
            st.text_input(param.label.capitalize(), key=key, max_chars=LONGEST)
    found = given(
        {
            param.name: st.session_state[f"param-{query.name}-{param.name}"]
            for param in query.params
        }
    )
    st.query_params.from_dict({"id": query.name, **found})
    return found


def _result(result: PatternResult) -> None:
    name = result.pattern.name
    st.html(subtitle_html("The motif"))
    parts(motif_html(result), key=f"motif-{name}")
    for section in sections(result, link):
        st.html(subtitle_html(section.heading))
        parts(section.html, key=f"{section.name}-{name}")
    st.html(subtitle_html("What this cannot show"))
    parts(limits_html(result.limits), key=f"limits-{name}")


def main() -> None:
    """Show a pattern."""
    st.html(title_html("Patterns", _ABOUT))
    left, right = st.columns([7, 3], vertical_alignment="bottom")
    with left:
        query = _choose()
    with right:
        values = _values(query)
    st.html(summary_html(query))
    try:
        result = serving.pattern(query.name, tuple(values.items()))
    except L2kgError as error:
        st.error(sentence(quoted(str(error))), icon=":material/error:")
        st.stop()
    _result(result)
    if not values and len(serving.slugs()) < 200:
        test = st.expander(
            "The pattern crossed with how cases ended, what is not stated read as absent:"
            " an exact test",
            icon=":material/table_chart:",
            on_change="rerun",
        )
        if test.open:
            test.code(
                "\n".join(serving.crossed(query.name)), language=None, wrap_lines=True
            )
    path = f"/patterns?id={query.name}"
    footer(
        query.summary,
        path,
        query.text,
        ("CSV", pattern_csv(result), f"{query.name}.csv", "text/csv"),
        ("JSON", pattern_json(result), f"{query.name}.json", "application/json"),
    )


if __name__ == "__main__":
    main()
