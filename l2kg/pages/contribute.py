"""The page for contributors: a template, a file to have checked, and what was found."""

from __future__ import annotations

import streamlit as st

from l2kg import serving
from l2kg.errors import L2kgError
from l2kg.html.contribute import (
    CLASSES_QUERY,
    findings_html,
    steps_html,
    template,
    verdict,
)
from l2kg.html.parts import subtitle_html, title_html
from l2kg.html.words import sentence
from l2kg.pages.components import download, figure, parts
from l2kg.pages.footer import footer
from l2kg.sandbox.upload import MAX_BYTES, Contribution

_ABOUT = (
    "Describe a case of your own in a file, have it checked here, and see the figure that"
    " it makes. The file is looked at and forgotten when you leave: nothing is stored on"
    " this server. To have it added, send the file to the project: a pull request, which"
    " is an offer of a change, does it."
)


def _checked(name: str, data: bytes, mark: str) -> Contribution | str:
    """Check a file once in this session."""
    if st.session_state.get("checked", ("",))[0] != mark:
        try:
            st.session_state.checked = (mark, serving.upload_check().examined(name, data))
        except L2kgError as error:
            st.session_state.checked = (mark, sentence(str(error)))
    found: Contribution | str = st.session_state.checked[1]
    return found


def _show(found: Contribution) -> None:
    (st.success if found.sound else st.warning)(
        verdict(found), icon=":material/done:" if found.sound else ":material/rule:"
    )
    if found.found:
        st.html(subtitle_html("Findings"))
        parts(findings_html(found.found), key="findings")
    if found.understood:
        st.html(subtitle_html("What was understood"))
        st.caption(f"{found.understood.label} · {found.understood.counts}")
        seen = found.understood
        figure(
            seen.wide,
            seen.narrow,
            seen.related,
            selected="",
            key="understood",
            on_pick=lambda _: None,
        )
        download("Turtle, laid out", seen.turtle, found.name, "text/turtle")


def main() -> None:
    """Take a file and show what is made of it."""
    st.html(title_html("Contribute a case", _ABOUT))
    st.html(steps_html())
    download("Template (Turtle)", template(), "my-case.ttl", "text/turtle")
    given = st.file_uploader(
        "Your case as Turtle, at most 1 MB",
        type=["ttl"],
        max_upload_size=MAX_BYTES // 2**20,
    )
    if given:
        with st.spinner("Checking"):
            found = _checked(given.name, given.getvalue(), given.file_id)
        if isinstance(found, str):
            st.error(found, icon=":material/error:")
        else:
            _show(found)
    else:
        st.info(
            f"No file yet. {len(serving.cases())} cases are already here, each of them"
            " such a file.",
            icon=":material/upload_file:",
        )
    footer("Contribute a case", "/contribute", CLASSES_QUERY)


if __name__ == "__main__":
    main()
