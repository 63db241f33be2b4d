"""People, bodies and the ties between them: who takes part in which cases, and which lines run across and behind the tables."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from html import escape
from itertools import combinations
from typing import TYPE_CHECKING

import pyoxigraph as ox

from l2kg.cases.reading import Reader, Ref, Survey
from l2kg.cases.tables import CaseTable, Row
from l2kg.namespaces import BASE, CASE, L2, RDF
from l2kg.views.browse import harmless
from l2kg.views.htmlparts import MOST_ROWS, framed_html, linked

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    Link = Callable[[str], str | None]

__all__ = [
    "ACTOR",
    "PEOPLE_QUERY",
    "WORDS",
    "Part",
    "Person",
    "Tie",
    "named",
    "parts_of",
    "people",
    "people_html",
    "person_html",
    "person_query",
    "ties",
    "ties_html",
    "ties_of",
    "to_csv",
]

ACTOR = f"{BASE}actor/"
MOST_NAMED = 12  # cases in a row
_KINDS = {
    "Person": "person",
    "State": "state",
    "Organization": "organisation",
    "Collective": "group",
}
_CAPACITIES = {
    "participant": "takes part",
    "takenBy": "acts",
    "initiatedBy": "has the idea",
    "madeBy": "speaks",
    "composedBy": "writes",
    "intendedFor": "is addressed",
    "heardBy": "hears it",
    "connects": "is connected",
    "claimedBy": "claims",
    "assessedBy": "judges",
    "decidedBy": "decides",
    "inNameOf": "is spoken for",
    "embodiedBy": "stands for a group",
    "involves": "is involved",
    "holder": "takes a stance",
    "heldBy": "could block",
    "voice": "is the voice of a passage",
    "reportedBy": "reports a passage",
}
_PASSAGE = ("voice", "reportedBy")
_TELLING = frozenset(_CAPACITIES[name] for name in (*_PASSAGE, "claimedBy", "assessedBy"))
_TIE_CLASSES = {
    f"{L2}BackChannel": "back-channel",
    f"{L2}TrustedRelationship": "trust",
    f"{L2}WorkingRelationship": "working",
}
WORDS = {
    "back-channel": "back channel",
    "trust": "trust",
    "working": "working relationship",
}
PEOPLE_QUERY = """# Every relationship, whom it connects, and which sides it bridges
SELECT ?relationship ?kind ?one ?side ?case WHERE {
  ?relationship a ?kind ; l2:connects ?one ; l2:inCase ?case .
  ?kind rdfs:subClassOf l2:Relationship .
  OPTIONAL { ?part l2:participant ?one ; l2:onSide ?side ; l2:inCase ?case }
} ORDER BY ?case ?relationship ?one
"""


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody of the shared list: a person, state, organisation or group, with the cases in which they occur."""

    ref: Ref
    kind: str
    description: str
    cases: tuple[Ref, ...]
    sources: bool


@dataclass(frozen=True, slots=True)
class Part:
    """What somebody does in a case, and the element that says so."""

    case: Ref
    capacity: str
    element: Ref


@dataclass(frozen=True, slots=True)
class Tie:
    """A relationship: its kinds, whom it connects, each with the sides they are on, and whether it runs across a table."""

    ref: Ref
    case: Ref
    kinds: tuple[str, ...]
    ends: tuple[tuple[Ref, tuple[Ref, ...]], ...]
    across: bool


def people(store: ox.Store) -> list[Person]:
    """List people and bodies by the number of their cases, then by label; those who only tell of cases come last."""
    reader = Reader(store)
    found = []
    for name, kind in _KINDS.items():
        for iri in _typed(store, name):
            parts = parts_of(store, iri, reader)
            cases = tuple(dict.fromkeys(part.case for part in parts))
            told = all(part.capacity in _TELLING for part in parts)
            found.append(
                Person(
                    reader.ref(iri),
                    kind,
                    reader.facts(iri).text("description"),
                    cases,
                    told,
                )
            )
    return sorted(
        found, key=lambda one: (one.sources, -len(one.cases), one.ref.label.casefold())
    )


def _typed(store: ox.Store, name: str) -> Iterator[str]:
    kind = ox.NamedNode(f"{RDF}type")
    for quad in store.quads_for_pattern(
        None, kind, ox.NamedNode(L2 + name), ox.DefaultGraph()
    ):
        if isinstance(quad.subject, ox.NamedNode) and quad.subject.value.startswith(
            ACTOR
        ):
            yield quad.subject.value


def parts_of(
    store: ox.Store, iri: str, reader: Reader | None = None, *, quoting: bool = False
) -> list[Part]:
    """Return what an actor does in which case, case by case; ``quoting`` calls passages by their first and last words."""
    reader = reader or Reader(store)
    found = set()
    for quad in store.quads_for_pattern(None, None, ox.NamedNode(iri), None):
        graph, subject, name = (
            quad.graph_name,
            quad.subject,
            quad.predicate.value.removeprefix(L2),
        )
        if (
            isinstance(graph, ox.NamedNode)
            and isinstance(subject, ox.NamedNode)
            and graph.value.startswith(CASE)
            and name in _CAPACITIES
        ):
            element = (
                _quoted(reader, subject.value)
                if quoting and name in _PASSAGE
                else reader.ref(subject.value)
            )
            found.add(Part(reader.ref(graph.value), _CAPACITIES[name], element))
    rank = list(_CAPACITIES.values())
    return sorted(
        found,
        key=lambda part: (part.case.label, rank.index(part.capacity), part.element.label),
    )


def _quoted(reader: Reader, iri: str) -> Ref:
    """Return a passage, which has no name of its own, by its first and last words, or by where it stands."""
    facts = reader.facts(iri)
    words = " … ".join(filter(None, (facts.text("startsWith"), facts.text("endsWith"))))
    return Ref(iri, f"“{words}”" if words else facts.text("locator") or reader.label(iri))


def ties(store: ox.Store) -> list[Tie]:
    """List all relationships: back channels first, then trust, those across a table before those within a side."""
    properties = tuple(f"{L2}{name}" for name in ("inCase", "connects", "onSide"))
    reader = Survey(store, properties=properties, classes=tuple(_TIE_CLASSES))
    quads = store.quads_for_pattern(
        None, ox.NamedNode(f"{L2}connects"), None, ox.DefaultGraph()
    )
    found = [
        _tie_of(reader, iri)
        for iri in sorted(
            {
                quad.subject.value
                for quad in quads
                if isinstance(quad.subject, ox.NamedNode)
            }
        )
    ]
    order = tuple(WORDS)
    return sorted(
        found,
        key=lambda tie: (
            min((order.index(k) for k in tie.kinds), default=9),
            not tie.across,
            tie.case.label,
            tie.ref.label,
        ),
    )


def _tie_of(reader: Reader, iri: str) -> Tie:
    facts = reader.facts(iri)
    graph = iri.partition("#")[0]
    kinds = tuple(
        _TIE_CLASSES[name] for name in facts.iris(f"{RDF}type") if name in _TIE_CLASSES
    )
    case = reader.ref(max(facts.iris("inCase"), key=len, default=graph))
    ends = tuple(
        (ref, _sides_of(reader, ref.iri, graph))
        for ref in reader.refs(facts.iris("connects"))
    )
    known = [set(sides) for _, sides in ends if sides]
    across = any(one.isdisjoint(other) for one, other in combinations(known, 2))
    return Tie(reader.ref(iri), case, kinds, ends, across)


def _sides_of(reader: Reader, actor: str, graph: str) -> tuple[Ref, ...]:
    """Return the sides on which somebody takes part in the case of a graph."""
    taken = reader.store.quads_for_pattern(
        None, ox.NamedNode(f"{L2}participant"), ox.NamedNode(actor), ox.NamedNode(graph)
    )
    parts = [
        quad.subject.value for quad in taken if isinstance(quad.subject, ox.NamedNode)
    ]
    return reader.refs(
        {side for part in parts for side in reader.facts(part).iris("onSide")}
    )


def ties_of(person: str, listed: Iterable[Tie]) -> list[Tie]:
    """Return the relationships of a person, or all where none is given."""
    return [
        tie
        for tie in listed
        if not person or any(ref.iri == person for ref, _ in tie.ends)
    ]


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


def named(listed: Iterable[Person]) -> dict[str, Person]:
    """Return people by local name, those who take part in a case first."""
    return {one.ref.id: one for one in listed}


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
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(
        ("relationship", "label", "kinds", "case", "people", "sides", "across")
    )
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
        writer.writerow([harmless(cell) for cell in cells])
    return out.getvalue()
