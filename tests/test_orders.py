"""All derived orders of the real data, worked out again by another way.

None that needs a relation which is only implied is said to be stated, in store, queries,
patterns, tables or timelines.
"""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING, NamedTuple

import pyoxigraph as ox
import pytest

from l2kg.analysis.orders import partial_order
from l2kg.cases import load_case
from l2kg.drawing.timeline.layout import read
from l2kg.export.tables import read_table
from l2kg.namespaces import CASE, L2, L2V
from l2kg.patterns import all_patterns, run_pattern
from l2kg.patterns.derivations import Derivation, Derivations
from l2kg.queries.header import all_queries
from l2kg.queries.run import ask, run

if TYPE_CHECKING:
    from collections.abc import Iterable
    from collections.abc import Set as AbstractSet

Pair = tuple[str, str]
GR = "german-reunification"
UNDONE = {
    f"{L2V}{code}"
    for code in (
        "asked",
        "promised",
        "proposed",
        "refused-by-giver",
        "refused-by-taker",
        "abandoned",
    )
}


class Orders(NamedTuple):
    """What begins before what, and what is over before what begins."""

    begins: frozenset[Pair]
    over: frozenset[Pair]


def follow(store: ox.Store, *, implied: bool) -> Orders:
    """Work out the order of all cases, pair by pair, without the rules of the project."""
    undone = {
        m
        for m, code in ask(store, "SELECT ?m ?p { ?m l2:performance ?p }")
        if code in UNDONE
    }
    parts = ask(store, "SELECT ?p ?w { ?p l2:partOf ?w }")
    only = set(
        ask(
            store,
            "SELECT ?r { VALUES ?s { l2v:implied l2v:generic } ?r l2:epistemicStatus ?s }",
        )
    )
    begins: set[Pair] = set()
    over: set[Pair] = set()
    for relation, code, first, second in ask(
        store,
        "SELECT ?r ?c ?a ?b { ?r l2:relation ?c ; l2:locates ?a ; l2:relativeTo ?b }",
    ):
        if {first, second} & undone or ((relation,) in only and not implied):
            continue
        if code == f"{L2V}before":
            over.add((first, second))
        if code in (f"{L2V}before", f"{L2V}begins-before"):
            begins.add((first, second))
    return closure(begins, over, parts, undone)


def closure(
    begins: set[Pair],
    over: set[Pair],
    parts: Iterable[Pair],
    undone: AbstractSet[str] = frozenset(),
) -> Orders:
    """Follow orders through chains, parts and wholes until nothing comes."""
    begins, over = begins | over, set(over)
    size = -1
    while size != len(begins) + len(over):
        size = len(begins) + len(over)
        after: dict[str, set[str]] = {}
        for a, b in begins:
            after.setdefault(a, set()).add(b)
        begins |= {(a, c) for a, b in begins for c in after.get(b, ())}
        over |= {(a, c) for a, b in over for c in after.get(b, ())}
        for part, whole in parts:
            into = {(a, part) for a, b in begins if b == whole}
            out = {(whole, b) for a, b in begins if a == part}
            begins |= {p for p in into | out if not set(p) & undone}
            ends = {(a, part) for a, b in over if b == whole}
            ends |= {(part, b) for a, b in over if a == whole}
            over |= {p for p in ends if not set(p) & undone}
        begins |= over
    return Orders(frozenset(begins), frozenset(over))


@pytest.fixture(scope="module")
def stated(real: ox.Store) -> Orders:
    return follow(real, implied=False)


@pytest.fixture(scope="module")
def told(real: ox.Store) -> Orders:
    return follow(real, implied=True)


def held(store: ox.Store, name: str) -> set[Pair]:
    rows = ask(store, f"SELECT ?a ?b {{ ?a l2:{name} ?b }}")
    return {(first, second) for first, second in rows}


def test_each_order_in_the_store_is_of_its_grade(
    real: ox.Store, stated: Orders, told: Orders
) -> None:
    assert held(real, "precedesAsStated") == stated.begins
    assert held(real, "endsBeforeAsStated") == stated.over
    assert held(real, "precedesAsImplied") == told.begins
    assert held(real, "endsBeforeAsImplied") == told.over
    assert stated.begins < told.begins


def test_an_order_by_whatever_ground_is_one_of_the_three(
    real: ox.Store, told: Orders
) -> None:
    assert held(real, "precedes") == told.begins | held(real, "precedesByDate")


def test_the_mid_1990s_are_not_over_before_a_later_term(real: ox.Store) -> None:
    place = f"{CASE}holocaust-era-assets#"
    dated = {one for pair in held(real, "precedesByDate") for one in pair}
    assert f"{place}negotiation" not in dated
    (latest,) = ask(real, f"SELECT ?d {{ <{place}schroeder-term> l2:latest ?d }}")
    assert latest == ("2005-11-22",)


def test_the_queries_say_the_grade_of_each_order(
    real: ox.Store, stated: Orders, told: Orders
) -> None:
    query, seen = all_queries()["order-of-events"], set()
    for (case,) in ask(real, "SELECT ?c { ?c a l2:Case }"):
        for row in run(real, query, {"case": case.removeprefix(CASE)}).records():
            pair = row["first"] or "", row["second"] or ""
            seen.add(pair)
            assert (row["grade"] == "stated") == (pair in stated.begins)
            grade = "stated" if pair in stated.over else "implied"
            assert row["overGrade"] == (grade if pair in told.over else "")
    assert seen == told.begins


def test_the_query_for_the_steps_gives_what_the_program_counts(real: ox.Store) -> None:
    """The covering relation of each case and grade: pairs, order of rows, lapse and grade."""
    query, grades = all_queries()["order-in-steps"], ("stated", "implied")
    for (case,) in ask(real, "SELECT ?c { ?c a l2:Case }"):
        slug = case.removeprefix(CASE)
        rows = run(real, query, {"case": slug}).records()
        for grade in grades:
            found = partial_order(real, slug, count=False, grade=grade)
            told = [row for row in rows if row["order"] == grade]
            steps = tuple((row["first"], row["second"]) for row in told)
            assert steps == found.steps_in_time, (slug, grade)
            for step, row in zip(found.steps_in_time, told, strict=True):
                assert (row["lapse"] or "") == found.lapses.get(step, ""), step
                assert (row["grade"] == "implied") == (step in found.implied), step


def test_rows_of_the_order_come_in_the_order_of_time(real: ox.Store) -> None:
    rows = run(real, all_queries()["order-of-events"], {"case": GR}).records()
    pairs = {(row["first"], row["second"]) for row in rows}
    firsts = list(dict.fromkeys(row["first"] for row in rows))
    assert not any((later, first) in pairs for first, later in combinations(firsts, 2))
    lapses = {row["second"]: row["lapse"] for row in rows if row["lapse"]}
    case = f"{CASE}{GR}#"
    assert lapses == {f"{case}berlin-talks": "weeks", f"{case}london-summit": "days"}


def test_the_patterns_say_the_grade_of_each_order(
    real: ox.Store, stated: Orders, told: Orders
) -> None:
    graded = 0
    for name in all_patterns():
        result = run_pattern(real, name)
        if "grade" not in result.columns:
            continue
        for row in (row for match in result.matches for row in match.rows):
            cells = dict(zip(result.columns, row, strict=True))
            pair = cells["relationship"].value, cells["help"].value
            assert pair in told.begins
            said = cells["grade"].value
            assert said == ("stated" if pair in stated.begins else "implied")
            graded += 1
    assert graded


def test_tables_and_orders_tell_stated_from_implied(
    real: ox.Store, stated: Orders, told: Orders
) -> None:
    table = read_table(real, "order")
    names = [column.name for column in table.columns]
    rows = [dict(zip(names, row, strict=True)) for row in table.rows]

    def pairs(flag: str) -> set[Pair]:
        return {(CASE + row["first"], CASE + row["second"]) for row in rows if row[flag]}

    assert pairs("as_stated") == stated.begins
    assert pairs("over_before") == stated.over
    assert pairs("as_implied") == told.begins
    assert pairs("over_before_as_implied") == told.over
    for (case,) in ask(real, "SELECT ?c { ?c a l2:Case }"):
        slug = case.removeprefix(CASE)
        assert partial_order(real, slug, count=False).pairs <= stated.begins
        wide = partial_order(real, slug, count=False, grade="implied")
        assert wide.pairs <= told.begins and not wide.implied & stated.begins


def test_a_timeline_draws_nothing_implied_as_stated(
    real: ox.Store, stated: Orders, told: Orders
) -> None:
    drawn = set()
    for (case,) in ask(
        real, "SELECT ?c { ?c a l2:Case FILTER(!CONTAINS(STR(?c), '#')) }"
    ):
        order = read(load_case(real, case.removeprefix(CASE))).order
        assert order.stated <= stated.begins and order.implied <= told.begins
        assert not order.implied & stated.begins
        for link in order.links:
            pair = link.before, link.after
            drawn.add(link.is_implied)
            assert pair in (told if link.is_implied else stated).begins
            assert not link.is_over or link.is_implied or pair in stated.over
    assert drawn == {True, False}


def test_no_stated_order_is_explained_by_what_is_implied(
    real: ox.Store, stated: Orders
) -> None:
    derivations = Derivations(real)
    quads = [
        quad
        for name in ("precedesAsStated", "precedesAsImplied")
        for quad in _quads(real, name)
        if (quad.subject.value, quad.object.value) in stated.begins
    ]
    assert quads
    for quad in quads:
        assert not _rests_on_what_is_implied(derivations.of(quad.triple))


def _quads(store: ox.Store, name: str) -> list[ox.Quad]:
    merge = ox.DefaultGraph()
    return list(store.quads_for_pattern(None, ox.NamedNode(L2 + name), None, merge))


def _rests_on_what_is_implied(one: Derivation) -> bool:
    status = one.triple.predicate.value == f"{L2}epistemicStatus"
    implied = status and one.triple.object.value == f"{L2V}implied"
    return implied or any(map(_rests_on_what_is_implied, one.premises))
