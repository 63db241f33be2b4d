"""People, bodies and the ties between them: who takes part in which cases, and which lines run across and behind the tables."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from l2kg.cases.people import WORDS, Part, Person, Tie, ties_of
from l2kg.cases.tables import CaseTable, Row
from l2kg.csv_text import write_csv
from l2kg.html.parts import MOST_ROWS, framed_html, linked

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from l2kg.cases.reading import Ref

    Link = Callable[[str], str | None]

__all__ = [
    "PEOPLE_QUERY",
    "people_html",
    "person_html",
    "person_query",
    "ties_html",
    "to_csv",
]

MOST_NAMED = 12  # cases in a row
PEOPLE_QUERY = """# Every relationship, whom it connects, and which sides it bridges
SELECT ?relationship ?kind ?one ?side ?case WHERE {
  ?relationship a ?kind ; l2:connects ?one ; l2:inCase ?case .
  ?kind rdfs:subClassOf l2:Relationship .
  OPTIONAL { ?part l2:participant ?one ; l2:onSide ?side ; l2:inCase ?case }
} ORDER BY ?case ?relationship ?one
"""


def ties_html(listed: Iterable[Tie], link: Link, *, person: str = "") -> str:
    """Draw each relationship as a line between people, with the sides they are on; those of one person where one is given."""
    shown = ties_of(person, listed)
    return (
        f'<ul class="ties">{"".join(_tie(tie, link) for tie in shown[:MOST_ROWS])}</ul>{_more(len(shown))}'
        if shown
        else ""
    )


def _more(number: int) -> str:
    left = number - MOST_ROWS
    return f'<p class="mut">{left:,} more are in the file below.</p>' if left > 0 else ""


def _tie(tie: Tie, link: Link) -> str:
    kind = tie.kinds[0] if tie.kinds else "working"
    words = " and ".join(WORDS[one] for one in tie.kinds) or "relationship"
    where = "across the table" if tie.across else "within one side"
    line = f'<span class="line {escape(kind)}" aria-hidden="true"></span>'
    first, *others = [_end(ref, sides, link) for ref, sides in tie.ends] or [
        "<span></span>"
    ]
    name = (
        "<span"
        f' class="name">{linked(tie.ref.iri, tie.ref.label, link)}<br><small>{escape(words)},'
        f" {where}</small></span>"
    )
    case = f'<span class="mut where">{linked(tie.case.iri, tie.case.label, link)}</span>'
    return (
        f"<li>{first}<span"
        f" class='mid'>{name}{line}</span><span>{''.join(others)}</span>{case}</li>"
    )


def _end(ref: Ref, sides: tuple[Ref, ...], link: Link) -> str:
    on = ", ".join(side.label for side in sides) or "no side is recorded"
    return (
        "<span"
        f' class="end"><b>{linked(ref.iri, ref.label, link)}</b><small>{escape(on)}</small></span>'
    )


def people_html(listed: Iterable[Person], link: Link) -> str:
    """Write those who occur in a case as a table, with their cases; those who only tell of cases are left to the works."""
    told = [one for one in listed if one.cases]
    rows = tuple(
        Row(one.ref.id, ((one.ref,), (one.kind,), _some(one.cases))) for one in told
    )
    return framed_html(
        CaseTable("people", "People", ("Name", "What", "Cases"), rows), link
    )


def _some(cases: tuple[Ref, ...]) -> tuple[Ref | str, ...]:
    """Return the first cases, and how many more there are."""
    left = len(cases) - MOST_NAMED
    return (*cases[:MOST_NAMED], f"and {left:,} more") if left > 0 else cases


def person_html(one: Person, parts: Iterable[Part], link: Link) -> str:
    """Write somebody's parts in all cases as a table, a row for each part in a case."""
    alike: dict[tuple[Ref, str], list[Ref]] = {}
    for part in parts:
        alike.setdefault((part.case, part.capacity), []).append(part.element)
    rows = tuple(
        Row(elements[0].id, ((case,), (capacity,), tuple(elements)))
        for (case, capacity), elements in alike.items()
    )
    table = CaseTable("parts", "Parts", ("Case", "Part", "Where it says so"), rows)
    count = f"{len(one.cases)} case{'' if len(one.cases) == 1 else 's'}"
    head = (
        f'<p class="kick">{escape(one.kind)} ·'
        f" {count}</p><h2>{escape(one.ref.label)}</h2><p>{escape(one.description)}</p>"
    )
    return head + (
        framed_html(table, link) if rows else "<p>No case names them; a source does.</p>"
    )


def person_query(iri: str) -> str:
    """Write the query for all that refers to somebody."""
    return (
        "# Everything that refers to one person\nSELECT ?case ?element ?property WHERE"
        f" {{\n  GRAPH ?case {{ ?element ?property <{iri}> }}\n}} ORDER BY ?case ?element"
        " ?property\n"
    )


def to_csv(listed: Iterable[Tie]) -> str:
    """Write relationships as CSV, one a line."""
    columns = ("relationship", "label", "kinds", "case", "people", "sides", "across")
    rows = []
    for tie in listed:
        names, sides = (
            "; ".join(ref.label for ref, _ in tie.ends),
            "; ".join(side.label for _, on in tie.ends for side in on),
        )
        cells = (
            tie.ref.iri,
            tie.ref.label,
            "; ".join(tie.kinds),
            tie.case.label,
            names,
            sides,
            "yes" if tie.across else "",
        )
        rows.append(cells)
    return write_csv(columns, rows)
