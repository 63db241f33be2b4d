"""The questions of the library: what each asks for is told once, and a parameter left out means all."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from functools import cache
from pathlib import Path

import pyoxigraph as ox
import pytest
import rdflib
from each import each

from l2kg.errors import UsageError
from l2kg.namespaces import CASE, L2, compact
from l2kg.queries.header import Param, Query, all_queries, load
from l2kg.queries.results import QueryError
from l2kg.queries.run import bind, run
from l2kg.schema import schema

QUESTIONS = {q.name: q for q in all_queries().values() if q.kind == "questions"}
MERGE = ox.DefaultGraph()

# A researcher's questions by number, and what answers them. Q28 is the function
# `l2kg.analysis.qca`.
BY_NUMBER = {
    "Q01": ["cases"],
    "Q02": ["back-channel-before-help"],
    "Q03": ["trusted-relationship-before-help"],
    "Q04": ["successful-help-without-channel"],
    "Q06": ["back-channels", "uses-of-back-channels"],
    "Q08": ["constituencies-and-stances"],
    "Q10": ["initiators-and-takers"],
    "Q11": ["tactics-by-case"],
    "Q13": ["cost-to-the-helper"],
    "Q14": ["restraint"],
    "Q16": ["order-of-events"],
    "Q17": ["pairs-without-order"],
    "Q19": ["rivals"],
    "Q20": ["single-interested-witness"],
    "Q21": ["evidence"],
    "Q22": ["barrier-types-and-tactics", "barriers-and-answers"],
    "Q23": ["deals-by-kind"],
    "Q26": ["people-in-more-than-one-capacity"],
    "Q30": ["influence", "who-carried-what"],
    "Q31": ["records-elsewhere"],
}


def test_every_question_by_number_is_answered_by_a_query_that_bears_the_number() -> None:
    found = defaultdict(list)
    for name, query in sorted(QUESTIONS.items()):
        for tag in query.tags:
            if tag in BY_NUMBER:
                found[tag].append(name)
    assert {
        tag: [n for n in names if n in BY_NUMBER[tag]] for tag, names in found.items()
    } == BY_NUMBER


def repeated(store: ox.Store, query: Query, key: tuple[str, ...] = ()) -> list[str]:
    """Return the keys that more than one row of a query has."""
    rows = Counter(
        tuple(row[name] for name in key or query.key)
        for row in run(store, query).records()
    )
    return [" ".join(map(str, one)) for one, number in rows.items() if number > 1]


@pytest.fixture(scope="module")
def doubled(real: ox.Store) -> ox.Store:
    """Return the data with one more value wherever the shapes allow several."""
    store = ox.Store()
    store.bulk_extend(real)
    for path in many():
        quads = list(real.quads_for_pattern(None, ox.NamedNode(path), None, MERGE))
        pool = sorted({quad.object for quad in quads}, key=str)
        for quad in quads:
            others = (one for one in pool if one not in (quad.object, quad.subject))
            if other := next(others, None):
                store.add(ox.Quad(quad.subject, quad.predicate, other, MERGE))
    return store


@cache
def many() -> list[str]:
    """Return our properties that may have several values, evidence aside."""
    most = defaultdict(set)
    for one in schema().classes.values():
        for field in one.fields:
            if field.path.startswith(L2) and not field.inverse:
                most[field.path].add(field.most)
    return sorted(path for path in most if None in most[path] and path != f"{L2}evidence")


def test_a_question_tells_each_thing_once(real: ox.Store, doubled: ox.Store) -> None:
    for name, query in QUESTIONS.items():
        assert query.key, name
        assert repeated(real, query) == repeated(doubled, query) == [], name


PRODUCTS = {
    "members with uses": "?it a l2:BackChannel ; l2:connects ?one OPTIONAL { ?other l2:drawsOn ?it }",
    "sides with tactics": "?it a l2:Measure ; l2:actingSide ?one ; l2:tactic ?other",
    "parties with terms": "?it a l2:Deal OPTIONAL { ?it l2:party ?one } OPTIONAL { ?it l2:hasTerm ?other }",
}


@each("pattern", PRODUCTS.values(), ids=PRODUCTS.keys())
def test_a_product_of_two_columns_is_seen(
    doubled: ox.Store, tmp_path: Path, pattern: str
) -> None:
    path = tmp_path / "product.rq"
    head = "#+ {summary: a, question: b, tags: [], limits: c, key: [it]}\n"
    path.write_text(f"{head}SELECT DISTINCT ?it ?one ?other {{ {pattern} }}")
    assert repeated(doubled, load(path))


def values_of(param: Param) -> list[str]:
    if param.type == "case":
        slugs = (
            "german-reunification",
            "bonn-summit-1978",
            "bonn-summit-1978#us-decontrol",
            "gulf-war-coalition",
        )
        return [CASE + slug for slug in slugs]
    if param.values:
        return list(param.values)
    return [CASE + "german-reunification#ross-tarasenko", CASE + "geneva-accord"]


def test_a_parameter_left_out_means_all(real: ox.Store) -> None:
    for query in all_queries().values():
        optional = [param for param in query.params if not param.required]
        if not optional:
            continue
        everything = run(real, query).records()
        for param in optional:
            for value in values_of(param):
                wanted = [row for row in everything if row[param.name] == value]
                found = run(real, query, {param.name: value}).records()
                assert found == wanted, (query.name, value)


def test_what_lies_in_no_case_is_in_none_that_is_asked_for(variant) -> None:
    store = variant()
    claim = "<https://w3id.org/l2kg/claim/{0}> a l2:Claim ; rdfs:label '{0}' ; l2:rivalOf <https://w3id.org/l2kg/claim/{1}>"
    for one, other in (("x", "y"), ("y", "x")):
        text = claim.format(one, other) + " ; l2:evidence t:ev-draft"
        store.update(
            f"PREFIX l2: <{L2}> PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#> PREFIX t: <{CASE}tiny#> INSERT DATA {{ {text} }}"
        )
    rows = run(store, QUESTIONS["rivals"]).records()
    assert None in {row["case"] for row in rows}
    narrowed = run(store, QUESTIONS["rivals"], {"case": "tiny"}).records()
    assert narrowed == [row for row in rows if row["case"] == f"{CASE}tiny"]


REQUIRED = """#+ summary: Shared words
#+ question: Which elements have a word in their label?
#+ tags: []
#+ params:
#+   - {name: word, type: string, label: a word, required: true}
#+   - {name: case, type: case, label: "a case; without one, all"}
#+ limits: none
SELECT ?word ?case ?element { ?element rdfs:label ?word ; l2:inCase ?case } ORDER BY ?element
"""


def test_a_parameter_that_is_required_is_named_where_it_lacks(tmp_path: Path) -> None:
    path = tmp_path / "words.rq"
    path.write_text(REQUIRED)
    query = load(path)
    said = r"query words needs a value for word \(a word\); give a text"
    with pytest.raises(UsageError, match=said):
        bind(query, {"case": "tiny"})
    assert set(bind(query, {"word": "x"})) == {ox.Variable("word")}


@each(
    "row",
    [
        pytest.param("{name: x, type: string}", id="no label"),
        pytest.param("{name: x, type: colour, label: y}", id="no such type"),
        pytest.param("{name: x, type: case, label: y, default: z}", id="a default"),
    ],
)
def test_a_parameter_of_another_form_is_refused(tmp_path: Path, row: str) -> None:
    path = tmp_path / "words.rq"
    path.write_text(
        REQUIRED.replace(
            '{name: case, type: case, label: "a case; without one, all"}', row
        )
    )
    with pytest.raises(QueryError, match="a parameter needs name, label and a type"):
        load(path)


# Each row with what became of it when the answer was compared with what somebody had foretold
# from the paper before: foretold; settled, where he left two readings and the decision says which
# the sources warrant; or answered, where nobody foretold it and the decision says why it stands.
ROWS = Path(__file__).parent / "data" / "question-rows.tsv"
MARKS = {"foretold", "settled", "answered"}
IN_ANSWERS = {"order-of-events", "pairs-without-order", "records-elsewhere"}
DECISION = Path(__file__).parents[1] / "docs" / "decisions" / "0014-answers-foretold.md"


@cache
def marks() -> dict[str, dict[str, str]]:
    found = defaultdict(dict)
    for line in ROWS.read_text(encoding="utf-8").splitlines():
        name, key, mark = line.split("\t")
        assert mark in MARKS and key not in found[name], line
        found[name][key] = mark
    return found


def keys_of(store: ox.Store, query: Query) -> list[str]:
    """Return the key of each row of a question, its names in short."""
    values = (
        {"element": CASE + "german-reunification#ross-tarasenko"}
        if query.name == "evidence"
        else {}
    )
    records = run(store, query, values).records()
    rows = ([row[name] or "" for name in query.key] for row in records)
    return sorted(
        " ".join(compact(cell).removeprefix("case:") for cell in row) for row in rows
    )


def test_a_question_has_just_the_rows_that_were_compared_with_the_paper(
    real: ox.Store,
) -> None:
    for name, rows in marks().items():
        assert keys_of(real, QUESTIONS[name]) == sorted(rows), name


def test_the_rows_of_all_numbered_questions_are_kept() -> None:
    numbered = {name for names in BY_NUMBER.values() for name in names}
    assert set(marks()) == numbered - IN_ANSWERS  # those are in test_answers.py


def test_what_was_not_plainly_foretold_is_told_in_the_decision() -> None:
    text = DECISION.read_text(encoding="utf-8")
    differ = {name for name, rows in marks().items() if {*rows.values()} - {"foretold"}}
    assert not {name for name in differ if f"`{name}`" not in text}
    said = re.findall(r"^\| (foretold|settled|answered) \| (\d+) \|", text, re.MULTILINE)
    count = Counter(mark for rows in marks().values() for mark in rows.values())
    assert {mark: int(number) for mark, number in said} == count


GRAPHS_OF_TERMS = (
    "/graph/ontology",
    "/graph/sources",
    "/graph/claims",
)  # large, and not asked


@pytest.fixture(scope="module")
def dataset(tiny: ox.Store) -> rdflib.Dataset:
    """The tiny case as rdflib has it, whose default graph is the union of all."""
    dataset = rdflib.Dataset(default_union=True)
    kept = (
        quad
        for quad in tiny
        if not str(
            quad.graph_name.value if isinstance(quad.graph_name, ox.NamedNode) else ""
        ).endswith(GRAPHS_OF_TERMS)
    )
    dataset.parse(data=ox.serialize(kept, format=ox.RdfFormat.N_QUADS), format="nquads")
    return dataset


def cell(value: object) -> tuple[str, ...]:
    """Return the parts of a cell, whose order SPARQL leaves open."""
    text = "" if value is None else str(value)
    return tuple(sorted(text.split(" " if text.startswith("http") else "; ")))


@pytest.mark.slow
@each(
    "name",
    [
        "back-channels",
        "back-channel-before-help",
        "initiators-and-takers",
        "posed-conduct",
        "single-interested-witness",
        "tables",
        "targets-of-measures",
    ],
)
def test_rdflib_gives_the_same_rows(
    tiny: ox.Store, dataset: rdflib.Dataset, name: str
) -> None:
    here = run(tiny, QUESTIONS[name]).records()
    there = dataset.query(QUESTIONS[name].text)
    assert here
    assert sorted(tuple(map(cell, row)) for row in there) == sorted(
        tuple(map(cell, row.values())) for row in here
    )


def test_a_cost_is_no_change_of_a_groups_mind(variant) -> None:
    cost = """:dear a l2:Assessment ; rdfs:label "dear"@en ; l2:assesses :boast ; l2:effectOn :hardliners ;
      l2:effect l2v:EFFECT ; l2:basis l2v:observed ; l2:assessedBy :author ; l2:evidence :ev-boast ."""
    for effect, listed in (("cost", False), ("hardened", True)):
        store = variant(add=cost.replace("EFFECT", effect), slug=effect)
        rows = run(store, all_queries()["won-over"], {}).records()
        assert any(row["assessment"].endswith("#dear") for row in rows) is listed, effect
