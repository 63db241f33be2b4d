"""What the page about the project says, for readers who know negotiation and not this project, with numbers from the store."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from l2kg.html.addresses import page_link
from l2kg.namespaces import CASE

if TYPE_CHECKING:
    from collections.abc import Sequence

    from l2kg.cases.view import CaseSummary

__all__ = ["COUNT_QUERY", "about_html", "citation_of", "limits_html", "page_citation"]

COUNT_QUERY = """# How many of what
SELECT ?kind (COUNT(DISTINCT ?one) AS ?number) WHERE {
  VALUES ?kind { l2:Case l2:Side l2:Constituency l2:Barrier l2:Measure l2:BackChannel l2:Stance l2:Claim l2:Evidence l2:Source }
  ?one a ?kind
} GROUP BY ?kind ORDER BY DESC(?number)
"""
_WORK = "L2KG, the open knowledge graph and case database of Level II negotiations"
_EXAMPLE = f"{CASE}spanish-harlem-barricade"

_WHAT = """<p class="dek">When two sides bargain, each has people at its back who can stop the deal. L2KG collects cases in which one
side did something about the resistance <em>behind the other</em>, and shows for every statement where it comes from.</p>
<h2 class="sub">Two levels</h2>
<div class="twolevels"><section><h3>Level I: at the table</h3><p>The sides and the people who sit there:
they talk, trade and sign.</p></section>
<section><h3>Level II: behind each side</h3><p>Those without whom the signature is worth nothing: parties, unions, ministries, members,
families, crowds. Some support the deal, some oppose it, some wait.</p></section></div>
<p>Most advice tells you to look after your own Level II. The cases here turn that round: they are about helping, or harming,
the person across the table with <em>theirs</em>.</p>"""

_FIVE = (
    (
        "José, who had shut himself in with a shotgun, was ready to give up: at <b>Level"
        " I</b>, with the police, little stood in the way."
    ),
    (
        "At <b>Level II</b> much did: hundreds of people were in the street, and he"
        " feared to look weak to them. That is a <b>barrier</b>."
    ),
    (
        "The negotiator, Dominick Misino, let the arrest look as if made by force: a"
        " <b>measure</b>, which helps the other side."
    ),
    "José came out alive, so somebody judges that the measure helped, and we record who.",
    (
        "Each of these statements leads to the passage that says it: the voice, the work,"
        " its page or note, and the first and last words."
    ),
)

_WORDS = (
    ("Constituency", "a group behind a side"),
    ("Barrier", "what, behind the table, keeps a side from saying yes"),
    (
        "Measure",
        (
            "what somebody does about a barrier, or leaves undone: a letter, a phrase in"
            " a text, a joke not told"
        ),
    ),
    ("Tactic", "the sort of thing that a measure is"),
    (
        "Back channel",
        "a private line between people of different sides, where the source calls it so",
    ),
    (
        "Claim",
        (
            "something that somebody says and another may deny: rival claims stand side"
            " by side, none is struck out"
        ),
    ),
    (
        "Inferred",
        (
            "not said by the source, but following by a rule from what it says; always"
            " marked, with the rule"
        ),
    ),
)


def about_html(cases: Sequence[CaseSummary]) -> str:
    """Write what this is, the two levels, an example in five sentences, and the words that the pages use."""
    link = page_link(_EXAMPLE) or ""
    shown = any(case.iri == _EXAMPLE for case in cases)
    opens = (
        f'<p><a href="{escape(link)}" data-id="{escape(_EXAMPLE)}">Open this case as a'
        " figure</a></p>"
        if shown
        else ""
    )
    example = "".join(f"<li>{sentence}</li>" for sentence in _FIVE)
    words = "".join(
        f"<dt>{escape(name)}</dt><dd>{escape(text)}</dd>" for name, text in _WORDS
    )
    return (
        f'{_WHAT}<h2 class="sub">One case in five sentences</h2><ol'
        f' class="five">{example}</ol>{opens}<h2 class="sub">How to read the'
        " figure</h2><p>The table is in the middle. Behind each side, supporters stand"
        " above and opponents, hatched, below. A numbered arrow is a measure: it crosses"
        " the table over it to strengthen supporters, under it to meet opponents. A"
        " hollow arrow is restraint, a dashed red one is harm. Dotted lines are back"
        ' channels. Choose anything, and its evidence opens.</p><h2 class="sub">Words'
        f" that the pages use</h2><dl>{words}</dl>"
    )


def limits_html(cases: Sequence[CaseSummary]) -> str:
    """Say what so few cases from one paper cannot show."""
    whole = [case for case in cases if case.parent is None]
    parts = len(cases) - len(whole)
    passages = sum(case.evidence for case in whole)
    harm = sum(
        case.outcome is not None and case.outcome.id in ("harm", "blocked")
        for case in cases
    )
    return (
        '<h2 class="sub">What it cannot show</h2><ul class="limits"><li>There are'
        f" {len(cases)} cases ({len(whole)} and {parts} parts of a larger one), resting"
        f" on {passages} passages, and all were chosen by one author for one paper, to"
        " make a point. They are illustrations, not a sample: no frequency here is a"
        f" frequency in the world.</li><li>Most tell of success; {harm} tell of harm or"
        " of a deal that was stopped. That a pattern goes with success may only mean"
        " that successes were told.</li><li>Most rest on the word of one of those"
        " involved, and what nobody tells is missing. Missing is not the same as absent:"
        " the pages say “not stated”.</li><li>Some cases are stock examples or thought"
        " experiments; each card says which.</li></ul>"
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
