"""The page that says what this is, in words for people who know negotiation."""

from __future__ import annotations

import streamlit as st

from l2kg import __version__, serving
from l2kg.files import codebook_file
from l2kg.html.about import COUNT_QUERY, about_page_html, citation_of
from l2kg.html.parts import subtitle_html, title_html
from l2kg.pages.components import parts
from l2kg.pages.footer import footer


def main() -> None:
    """Show what this is."""
    st.html(title_html("About L2KG"))
    body, _ = st.columns([7, 3])
    with body:
        parts(about_page_html(serving.cases()), key="about")
        st.html(subtitle_html("How to cite"))
        st.code(citation_of(__version__), language=None, wrap_lines=True)
        st.markdown(
            "Cite a single case by the citation on its page, and the work on which it"
            " rests as well. Data: CC BY 4.0; code: Apache 2.0."
        )
        st.html(subtitle_html("Codebook and ontology"))
        st.markdown(
            "The codebook says of every kind of thing recorded, every field and every"
            " code what it means, when to use it and when not, with an example. The"
            " ontology holds the same for machines, in the web's language for data, RDF."
            " Programs put their questions to the SPARQL endpoint; for people there is"
            " the page of queries. [The ontology, term by term](/docs/ontology/) · [The"
            " codebook](/docs/codebook.md) · [SPARQL endpoint](/sparql)"
        )
    codebook = (
        "Codebook (Markdown)",
        codebook_file().read_bytes,
        "l2kg-codebook.md",
        "text/markdown",
    )
    footer("About L2KG", "/about", COUNT_QUERY, codebook)


if __name__ == "__main__":
    main()
