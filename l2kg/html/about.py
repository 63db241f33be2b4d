"""What the page about the project says, with numbers from the store.

It is for readers who know negotiation and not this project.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from l2kg.html.addresses import page_link
from l2kg.html.template import fragment
from l2kg.namespaces import CASE

if TYPE_CHECKING:
    from collections.abc import Sequence

    from markupsafe import Markup

    from l2kg.cases.view import CaseSummary

__all__ = ["COUNT_QUERY", "about_page_html", "citation_of", "page_citation"]

_COUNTED = (
    "l2:Case l2:Side l2:Constituency l2:Barrier l2:Measure l2:BackChannel l2:Stance"
    " l2:Claim l2:Evidence l2:Source"
)
COUNT_QUERY = f"""# How many of what
SELECT ?kind (COUNT(DISTINCT ?one) AS ?number) WHERE {{
  VALUES ?kind {{ {_COUNTED} }}
  ?one a ?kind
}} GROUP BY ?kind ORDER BY DESC(?number)
"""
_WORK = "L2KG, the open knowledge graph and case database of Level II negotiations"
_EXAMPLE = f"{CASE}spanish-harlem-barricade"


@dataclass(frozen=True, slots=True)
class _Counts:
    """How many cases there are, with how many passages.

    Of them whole ones, parts of a larger one, those that ended badly, and those whose
    end is open or untold.
    """

    cases: int
    whole: int
    parts: int
    passages: int
    harm: int
    open: int


def about_page_html(cases: Sequence[CaseSummary]) -> Markup:
    """Write what this is: an example, the words that the pages use, what it cannot show."""
    shown = any(case.iri == _EXAMPLE for case in cases)
    example = _EXAMPLE if shown else ""
    return fragment("about", "page", example, _counts(cases), page_link(_EXAMPLE))


def _counts(cases: Sequence[CaseSummary]) -> _Counts:
    whole = [case for case in cases if case.parent is None]
    return _Counts(
        cases=len(cases),
        whole=len(whole),
        parts=len(cases) - len(whole),
        passages=sum(case.evidence for case in whole),
        harm=sum(case.ending == "bad" for case in cases),
        open=sum(case.ending == "open" for case in cases),
    )


def citation_of(version: str) -> str:
    """Say how to cite the whole."""
    return f"The L2KG project. {_WORK}, version {version}. https://w3id.org/l2kg/"


def page_citation(what: str, path: str, version: str) -> str:
    """Say how to cite what a page shows.

    >>> page_citation("Tactics", "/tactics", "0.1.0").rpartition(" negotiations, ")[2]
    'version 0.1.0. https://w3id.org/l2kg/, page /tactics'
    >>> page_citation("gloating comes before.", "/tactics", "0.1.0").partition(" In:")[0]
    'Gloating comes before.'
    """
    return (
        f"{what[:1].upper()}{what[1:].rstrip('.')}. In: {_WORK}, version {version}."
        f" https://w3id.org/l2kg/, page {path}"
    )
