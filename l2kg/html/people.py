"""The page of people and bodies: their cases, and the relationships between them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from l2kg.cases.people import WORDS, Part, Person, Tie, ties_of
from l2kg.cases.tables import CaseTable, Row
from l2kg.csv_text import write_csv
from l2kg.html.links import Links
from l2kg.html.parts import MOST_ROWS, framed_html
from l2kg.html.template import fragment

if TYPE_CHECKING:
    from collections.abc import Iterable

    from markupsafe import Markup

    from l2kg.cases.parts import Refs
    from l2kg.cases.reading import Ref
    from l2kg.html.addresses import Link

__all__ = [
    "PEOPLE_QUERY",
    "people_html",
    "person_html",
    "person_query",
    "ties_csv",
    "ties_html",
]

PEOPLE_QUERY = """# Every relationship and whom it connects, who acts for whom, and the sides they are on
SELECT ?relationship ?kind ?one ?actsFor ?side ?case WHERE {
  { ?relationship a ?kind ; l2:connects ?one . ?kind rdfs:subClassOf l2:Relationship }
  UNION
  { ?relationship l2:participant ?one ; l2:actsFor ?actsFor }
  ?relationship l2:inCase ?case .
  OPTIONAL { ?part l2:participant ?one ; l2:onSide ?side ; l2:inCase ?case }
} ORDER BY ?case ?relationship ?one
"""
_MOST_CASES = 12  # named in one row


@dataclass(frozen=True, slots=True)
class _Line:
    """A relationship as a line: its kinds, where it runs, and whom it connects."""

    ref: Ref
    case: Ref
    kind: str
    words: str
    where: str
    ends: tuple[tuple[Ref, Refs], ...]


def ties_html(listed: Iterable[Tie], link: Link, *, person: str = "") -> Markup:
    """Draw each relationship as a line between people, with the sides they are on.

    Where the IRI of a person is given only theirs; nothing where there is none.
    """
    lines = [_line(tie) for tie in ties_of(person, listed)]
    left = len(lines) - MOST_ROWS
    return fragment("people", "ties", lines[:MOST_ROWS], left, Links(link))


def _line(tie: Tie) -> _Line:
    return _Line(
        tie.ref,
        tie.case,
        kind=tie.kinds[0] if tie.kinds else "working",
        words=_words(tie),
        where="across the table" if tie.across else "within one side",
        ends=tie.ends,
    )


def _words(tie: Tie) -> str:
    """Say what a relationship is called, and through whom it runs."""
    kinds = " and ".join(WORDS[kind] for kind in tie.kinds) or "relationship"
    through = ", ".join(ref.label for ref in tie.through)
    return f"{kinds}, through {through}" if through else kinds


def people_html(listed: Iterable[Person], link: Link) -> Markup:
    """Write those who occur in a case as a table, with their cases.

    Those who only tell of cases are left to the works.
    """
    rows = tuple(
        Row(one.ref.id, ((one.ref,), (one.kind,), _first(one.cases)))
        for one in listed
        if one.cases
    )
    table = CaseTable("people", "People", ("Name", "What", "Cases"), rows)
    return framed_html(table, link)


def _first(cases: tuple[Ref, ...]) -> tuple[Ref | str, ...]:
    """Return the first cases, and how many more there are."""
    left = len(cases) - _MOST_CASES
    return (*cases[:_MOST_CASES], f"and {left:,} more") if left > 0 else cases


def person_html(one: Person, parts: Iterable[Part], link: Link) -> Markup:
    """Write somebody, with their parts in all cases as a table, a row for each part in a case."""
    alike: dict[tuple[Ref, str], list[Ref]] = {}
    for part in parts:
        alike.setdefault((part.case, part.capacity), []).append(part.element)
    rows = tuple(
        Row(elements[0].id, ((case,), (capacity,), tuple(elements)))
        for (case, capacity), elements in alike.items()
    )
    table = CaseTable("parts", "Parts", ("Case", "Part", "Where it says so"), rows)
    return fragment("people", "person", one, table, Links(link), MOST_ROWS)


def person_query(iri: str) -> str:
    """Write the query for all that refers to somebody."""
    return (
        "# Everything that refers to one person\nSELECT ?case ?element ?property WHERE"
        f" {{\n  GRAPH ?case {{ ?element ?property <{iri}> }}\n}} ORDER BY ?case ?element"
        " ?property\n"
    )


def ties_csv(listed: Iterable[Tie]) -> str:
    """Write relationships as CSV, one a line."""
    columns = (
        "relationship",
        "label",
        "kinds",
        "case",
        "people",
        "through",
        "sides",
        "across",
    )
    return write_csv(columns, map(_csv_row, listed))


def _csv_row(tie: Tie) -> tuple[str, ...]:
    return (
        tie.ref.iri,
        tie.ref.label,
        "; ".join(tie.kinds),
        tie.case.label,
        "; ".join(ref.label for ref, _ in tie.ends),
        "; ".join(ref.label for ref in tie.through),
        "; ".join(side.label for _, sides in tie.ends for side in sides),
        "yes" if tie.across else "",
    )
