"""Cases made up at random, to see what the drawings do with what no real case has shown them."""

from __future__ import annotations

from dataclasses import replace
from random import Random
from typing import TYPE_CHECKING

from hypothesis import settings
from hypothesis import strategies as st

from l2kg.cases.parts import (
    Barrier,
    Constituency,
    Dating,
    Matter,
    Measure,
    Negotiation,
    Occurrence,
    Participation,
    Relationship,
    Side,
    TemporalRelation,
)
from l2kg.cases.reading import Ref
from l2kg.cases.view import CaseSummary, CaseView
from l2kg.drawing.shapes import box_around

if TYPE_CHECKING:
    from l2kg.drawing.shapes import Box, Path, Point

chances = st.integers(0, 2**32 - 1).map(Random)
"""Sources of chance, each of which makes one case; hypothesis chooses them."""


def at_most(examples: int) -> settings:
    """Settings for so many examples, or for fewer where the profile wants fewer."""
    return settings(max_examples=min(examples, settings().max_examples))


CASE = "https://w3id.org/l2kg/case/x"
WORDS = [
    "alpha",
    "beta",
    "gamma",
    "delta",
    "epsilon",
    "incomprehensible",
    "of",
    "the",
    "and",
    "negotiations",
    "draft",
    "party",
    "committee",
]
DATES = (
    "1989-11-09",
    "1990",
    "1990-07",
    "1994~/1996~",
    "1990-07-02/1990-07-13",
    "1970",
    "2012-01-01",
)


def ref(name: str) -> Ref:
    return Ref(f"{CASE}#{name}", name)


def concept(name: str) -> Ref:
    return Ref(f"https://w3id.org/l2kg/vocab/{name}", name)


def invented(r: Random, *, seats: int, apart: int) -> CaseView:
    """Make a case with so many sides at the table and so many elsewhere."""
    count = seats + apart

    def words() -> str:
        return " ".join(r.choice(WORDS) for _ in range(r.randint(1, 9)))

    def chosen(most: int) -> tuple[Ref, ...]:
        return tuple(
            ref(f"s{k}") for k in r.sample(range(count), min(count, r.randint(0, most)))
        )

    people = {
        k: [
            Ref(f"https://w3id.org/l2kg/actor/p{k}-{j}", words())
            for j in range(r.randint(0, 9))
        ]
        for k in range(count)
    }
    sides = [
        Side(
            iri=f"{CASE}#s{k}", label=words(), at_table=k < seats,
            participants=tuple(
                Participation(iri=f"{CASE}#part{k}-{j}", label="p", participant=person, on_side=ref(f"s{k}")) for j, person in enumerate(people[k])
            ),
        )
        for k in range(count)
    ]  # fmt: skip
    groups = [
        Constituency(
            iri=f"{CASE}#c{j}",
            label=words(),
            behind=ref(f"s{r.randrange(count)}"),
            attitude=r.choice(["supports", "opposes", "undecided"]),
        )
        for j in range(r.randint(0, 10))
    ]
    deal = Matter(
        iri=f"{CASE}#deal",
        label=words(),
        kind="deal",
        deal_kind=concept("level-i-agreement"),
        deal_status=(concept("blocked"),),
    )
    others = [
        Matter(iri=f"{CASE}#d{j}", label=words(), kind="deal")
        for j in range(r.randint(0, 6))
    ]
    talks = Negotiation(
        iri=f"{CASE}#talks",
        label=words(),
        sides=tuple(ref(f"s{k}") for k in range(seats)),
        concerns=(deal.ref,),
        table_kind=concept("level-i"),
    )
    measures = [
        one
        for j in range(r.randint(0, 8))
        for one in _measure(r, j, count, groups, words(), chosen)
    ]
    known = [person for some in people.values() for person in some]
    ties = [
        Relationship(
            iri=f"{CASE}#t{j}", label=words(), connects=tuple(r.sample(known, 2)), types=(concept("back channel"),),
            kinds=(r.choice(["back-channel", "trust", "working"]),),
        )
        for j in range(r.randint(0, 7) if len(known) > 1 else 0)
    ]  # fmt: skip
    barriers = [
        Barrier(iri=f"{CASE}#b{j}", label=words(), faced_by=ref(f"s{r.randrange(count)}"))
        for j in range(r.randint(0, 6))
    ]
    summary = CaseSummary(
        iri=CASE, slug="x", label="X", description="", setting=None, kind=None, outcome=None, parent=None, sides=(), measures=0,
        relationships=0, evidence=0, tactics=(), barrier_types=(), has_back_channel=False,
    )  # fmt: skip
    view = CaseView(
        summary=summary, sides=tuple(sides), constituencies=tuple(groups), matters=(deal, *others), negotiations=(talks,),
        measures=tuple(measures), relationships=tuple(ties), barriers=tuple(barriers),
        occurrences=tuple(Occurrence(iri=f"{CASE}#e{j}", label=words(), involves=chosen(2)) for j in range(r.randint(0, 12))),
    )  # fmt: skip
    return _timed(view, r)


def crowded(r: Random, *, seats: int, apart: int) -> CaseView:
    """Make a case with very many constituencies behind its first side, and measures that aim at them."""
    view = invented(r, seats=seats, apart=apart)
    ways = [*["opposes"] * 8, *["supports"] * 6, *["undecided"] * 6]
    groups = tuple(
        Constituency(
            iri=f"{CASE}#g{j}",
            label=" ".join(r.choice(WORDS) for _ in range(r.randint(1, 9))),
            behind=ref("s0"),
            attitude=way,
        )
        for j, way in enumerate(ways)
    )
    measures = tuple(
        replace(one, targets=tuple(group.ref for group in r.sample(groups, 2)))
        for one in view.measures
    )
    return replace(view, constituencies=groups, measures=measures)


def _measure(
    r: Random, j: int, count: int, groups: list[Constituency], label: str, chosen: object
) -> list[Measure]:
    sources = tuple(
        ref(f"s{k}") for k in r.sample(range(count), r.choice([1, 1, 1, min(2, count)]))
    )
    aims = tuple(
        group.ref for group in r.sample(groups, min(len(groups), r.randint(0, 3)))
    )
    parts = [
        Measure(
            iri=f"{CASE}#m{j}p{i}",
            label=label,
            number=f"{j + 1}{'abcdefg'[i]}",
            acting_sides=sources[:1],
            part_of=(ref(f"m{j}"),),
        )
        for i in range(r.choice([0, 0, 0, 1, 2, 5, 7]))
    ]
    assert callable(chosen)
    whole = Measure(
        iri=f"{CASE}#m{j}", label=label, number=str(j + 1), acting_sides=sources, targets=aims, helps=chosen(2), initiating_sides=chosen(1),
        inflames=aims[:1] if r.random() < 0.2 else (), form=concept(r.choice(["action", "restraint"])), parts=tuple(part.ref for part in parts),
    )  # fmt: skip
    return [whole, *parts]


def _timed(view: CaseView, r: Random) -> CaseView:
    """Add relations in time that hold together, and dates that may not."""
    things = [*view.negotiations, *view.relationships, *view.measures, *view.occurrences]
    r.shuffle(things)
    pairs = {
        (a, b)
        for a, b in (
            sorted(r.sample(range(len(things)), 2))
            for _ in range(r.randint(0, 2 * len(things)) if len(things) > 1 else 0)
        )
    }
    kinds = ("before", "begins-before", "during", "same-time")
    temporal = [
        TemporalRelation(
            iri=f"{CASE}#r{a}-{b}", label="r", locates=things[a].ref, relative_to=things[b].ref, relation=concept(r.choice(kinds)),
            lapse=r.choice(["", "", "weeks"]),
        )
        for a, b in sorted(pairs)
    ]  # fmt: skip
    dated = [r.choice(things) for _ in range(r.randint(0, 6))]
    datings = [
        Dating(iri=f"{CASE}#y{k}", label="y", dates=one.ref, edtf=r.choice(DATES))
        for k, one in enumerate(dated)
    ]
    return replace(view, temporal=tuple(temporal), datings=tuple(datings))


def spots(path: Path) -> tuple[list[Point], Box]:
    """Return points along a line, and the box round them, by which to rule out quickly what the line cannot meet."""
    points = list(path.points())
    return points, box_around(points).grown(0.1)
