"""The page of tactics: the tree, and what each is, answers, and was applied to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from l2kg.cases.tables import CaseTable, Row
from l2kg.csv_text import write_csv
from l2kg.html.links import Links
from l2kg.html.parts import MOST_ROWS
from l2kg.html.template import fragment
from l2kg.html.words import names_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from markupsafe import Markup

    from l2kg.cases.tactics import Tactic
    from l2kg.html.addresses import Link

__all__ = ["TACTICS_QUERY", "tactic_html", "tactics_csv", "tree_html"]

TACTICS_QUERY = """# Every tactic, with the measures that apply it
SELECT ?tactic ?label ?wider ?measure ?case WHERE {
  ?tactic a skos:Concept ; skos:inScheme l2t: ; skos:prefLabel ?label .
  OPTIONAL { ?tactic skos:broader ?wider }
  OPTIONAL { ?measure l2:tactic ?tactic ; l2:inCase ?case }
} ORDER BY ?label ?case ?measure
"""


def tree_html(listed: Iterable[Tactic], link: Link, *, chosen: str = "") -> Markup:
    """Write the tree as nested steps.

    Each tactic comes with the number of cases that apply it or one below it.
    """
    return fragment("tactics", "tree", listed, Links(link), chosen)


def tactic_html(one: Tactic, link: Link) -> Markup:
    """Write a tactic: its definition, its place, the barriers it answers.

    Then the cases that apply it, and the passages that warrant it.
    """
    rows = tuple(
        Row(use.measure.id, ((use.case,), (use.measure,), use.barriers))
        for use in one.applied
    )
    table = CaseTable("applied", "Applied", ("Case", "Measure", "Answers"), rows)
    return fragment("tactics", "tactic", one, table, Links(link), MOST_ROWS)


def tactics_csv(listed: Iterable[Tactic]) -> str:
    """Write tactics as CSV, a line for each measure that applies one.

    A tactic that none applies has a line too.
    """
    columns = ("tactic", "label", "broader", "definition", "case", "measure", "barriers")
    return write_csv(columns, (row for one in listed for row in _csv_rows(one)))


def _csv_rows(one: Tactic) -> Iterator[tuple[str, ...]]:
    broader = names_of(one.broader, between="; ")
    about = (one.ref.iri, one.ref.label, broader, one.definition)
    for use in one.applied:
        barriers = names_of(use.barriers, between="; ")
        yield (*about, use.case.label, use.measure.label, barriers)
    if not one.applied:
        yield (*about, "", "", "")
