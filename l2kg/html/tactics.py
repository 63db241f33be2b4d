"""The tactics as a tree: what each is, where it was applied, where it is only named, and which barriers it answers."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from l2kg.cases.tables import CaseTable, Row
from l2kg.csv_text import write_csv
from l2kg.html.parts import evidence_html, framed_html, linked

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from l2kg.cases.tactics import Applied, Tactic

    Uses = Mapping[str, tuple["Applied", ...]]

__all__ = ["TACTICS_QUERY", "tactic_html", "to_csv", "tree_html"]

TACTICS_QUERY = """# Every tactic, with the measures that apply it
SELECT ?tactic ?label ?wider ?measure ?case WHERE {
  ?tactic a skos:Concept ; skos:inScheme l2t: ; skos:prefLabel ?label .
  OPTIONAL { ?tactic skos:broader ?wider }
  OPTIONAL { ?measure l2:tactic ?tactic ; l2:inCase ?case }
} ORDER BY ?label ?case ?measure
"""


def _cases(count: int) -> str:
    return (
        "named without a case"
        if not count
        else f"{count} case{'' if count == 1 else 's'}"
    )


def tree_html(
    listed: Iterable[Tactic], link: Callable[[str], str | None], *, chosen: str = ""
) -> str:
    """Write the tree as nested steps, each tactic with the number of cases that apply it or one below it."""
    items = "".join(
        f'<li style="--depth:{one.depth}"{" class=chosen" if one.ref.id == chosen else ""}>'
        f'<a href="{escape(link(one.ref.iri) or "")}" data-id="{escape(one.ref.iri)}"'
        f"{' aria-current=true' if one.ref.id == chosen else ''}>{escape(one.ref.label)}</a>"
        f' <span class="mut">{_cases(one.below)}</span></li>'
        for one in listed
    )
    return f'<ul class="tree">{items}</ul>'


def tactic_html(one: Tactic, link: Callable[[str], str | None]) -> str:
    """Write a tactic: its definition, its place, the barriers it answers, the cases that apply it, and the passages that warrant it."""
    lines = [
        f'<p class="kick">Tactic</p><h2>{escape(one.ref.label)}</h2><p>{escape(one.definition)}</p>'
    ]
    lines += [f'<p class="mut">{escape(one.scope)}</p>'] if one.scope else []
    rows = [
        ("also called", escape(", ".join(one.also))),
        (
            "a kind of",
            linked(one.broader.iri, one.broader.label, link) if one.broader else "",
        ),
        (
            "kinds of it",
            ", ".join(linked(ref.iri, ref.label, link) for ref in one.narrower),
        ),
        (
            "answers barriers of",
            escape(", ".join(ref.label for ref in one.barrier_types)),
        ),
    ]
    lines.append(
        f"<dl>{''.join(f'<dt>{name}</dt><dd>{value}</dd>' for name, value in rows if value)}</dl>"
    )
    lines.append(_applied(one, link))
    lines += (
        ["<h3>Where it is described</h3>", *map(evidence_html, one.warrants)]
        if one.warrants
        else []
    )
    return "".join(lines)


def _applied(one: Tactic, link: Callable[[str], str | None]) -> str:
    if not one.applied:
        if one.below:
            return (
                "<p>No measure here is said to apply exactly this tactic, but a kind of"
                " it is applied: follow the links above.</p>"
            )
        return (
            "<p><b>Named without a case.</b> No measure here is said to apply this"
            " tactic.</p>"
        )
    rows = tuple(
        Row(use.measure.id, ((use.case,), (use.measure,), use.barriers))
        for use in one.applied
    )
    table = CaseTable("applied", "Applied", ("Case", "Measure", "Answers"), rows)
    return f"<h3>Where it was applied</h3>{framed_html(table, link)}"


def to_csv(listed: Iterable[Tactic]) -> str:
    """Write tactics as CSV, a line for each measure that applies one, and one for each tactic without."""
    rows: list[tuple[str, ...]] = []
    for one in listed:
        head = (
            one.ref.iri,
            one.ref.label,
            one.broader.label if one.broader else "",
            one.definition,
        )
        uses = [
            (
                use.case.label,
                use.measure.label,
                "; ".join(ref.label for ref in use.barriers),
            )
            for use in one.applied
        ]
        rows += [(*head, *use) for use in uses or [("", "", "")]]
    columns = ("tactic", "label", "broader", "definition", "case", "measure", "barriers")
    return write_csv(columns, rows)
