"""What follows from the tiny case, rule by rule; owlrl as the oracle; contradictions and cycles."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING

import owlrl
import pyoxigraph as ox
import pytest
import rdflib
from conftest import TINY
from each import each

from l2kg import dates
from l2kg.corpus import read
from l2kg.dates import DateError, bounds
from l2kg.inference.materialise import derive, infer
from l2kg.inference.owl_rl import compile_rules
from l2kg.namespaces import CASE, INFERRED, L2, L2V, RULE
from l2kg.queries.rules import project_rules

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

T = f"{CASE}tiny#"


def objects(store: ox.Store, subject: str, name: str) -> set[str]:
    quads = store.quads_for_pattern(
        ox.NamedNode(T + subject), ox.NamedNode(L2 + name), None, ox.DefaultGraph()
    )
    return {q.object.value.rpartition("#")[2].rpartition("/")[2] for q in quads}


def instances(store: ox.Store, name: str) -> set[str]:
    rows = store.query(f"SELECT DISTINCT ?x {{ ?x a <{L2}{name}> }}")
    return {row["x"].value.removeprefix(T) for row in rows}


@each(
    ("name", "expected"),
    [
        ("InternalOpponent", {"hardliners"}),
        ("InternalSupporter", {"reformers"}),
        (
            "CrossTableMeasure",
            {"letter", "praise", "sharing-the-draft", "silence", "support-plan"},
        ),
        ("OwnSideMeasure", {"own-campaign"}),
        ("SuccessfulHelp", {"sharing-the-draft"}),
        ("ContestedHelp", {"praise"}),
        ("Backfire", {"praise"}),
        ("CrossTableHarm", {"boast", "praise"}),
        ("CrossSideRelationship", {"aides-channel", "leaders-contact", "old-friends"}),
        ("BackChannel", {"aides-channel"}),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_defined_classes_hold_what_they_should(
    tiny: ox.Store, name: str, expected: set[str]
) -> None:
    assert instances(tiny, name) == expected


@each(
    ("subject", "name", "expected"),
    [
        ("side-a", "counterpartOf", {"side-b"}),
        ("aides-channel", "bridges", {"side-a", "side-b"}),
        (
            "aides-channel",
            "precedesAsStated",
            {"crisis", "sharing-the-draft", "signing", "support-plan"},
        ),
        ("assess-draft", "bearsOn", {"sharing-the-draft"}),
        ("aides-channel", "endsBeforeAsStated", set()),
        (
            "crisis",
            "endsBeforeAsStated",
            {"support-plan", "sharing-the-draft", "signing"},
        ),
        ("crisis", "precedesByDate", {"boast", "vote"}),
        ("support-plan", "precedesAsStated", {"signing"}),
        ("speech", "precedesAsStated", set()),
        ("crisis", "earliest", {"1977-01-01"}),
        ("crisis", "latest", {"1979-12-31"}),
        ("support-plan", "epistemicStatus", {"implied"}),
        ("sharing-the-draft", "epistemicStatus", {"mixed"}),
        ("value-sharing-the-draft-initiated-by", "epistemicStatus", {"attributed"}),
        ("value-sharing-the-draft-legitimacy", "epistemicStatus", {"stated"}),
        ("claim-victory", "epistemicStatus", {"attributed"}),
        ("assess-praise-harm", "epistemicStatus", {"attributed"}),
    ],
)
def test_properties_are_derived(
    tiny: ox.Store, subject: str, name: str, expected: set[str]
) -> None:
    assert objects(tiny, subject, name) == expected


FAVOUR = """
:favour a l2:Measure ; rdfs:label "A does B a favour"@en ; l2:evidence :ev-draft ; l2:form l2v:action ;
  l2:tactic l2t:mollifying-statement ; l2:actingSide :side-a ; l2:helps :side-b ; l2:performance l2v:done ;
  l2:produces :opening .
:opening a l2:Event ; rdfs:label "An opening in B"@en ; l2:evidence :ev-draft ; l2:produces :opening-deal .
:opening-deal a l2:Deal ; rdfs:label "A deal in B"@en ; l2:evidence :ev-draft ; l2:dealKind l2v:intra-side-agreement .
:judged a l2:Assessment ; rdfs:label "It helped B"@en ; l2:evidence :ev-draft ; l2:assessedBy :author ;
  l2:assesses :opening-deal ; l2:basis l2v:observed ; l2:effect l2v:helped ; l2:effectOn :side-b .
"""
HARM = FAVOUR[FAVOUR.index(":judged") :].replace(":judged", ":blamed")
HARM = HARM.replace("l2v:helped", "l2v:harmed")


@each(
    ("add", "classes"),
    [
        pytest.param(FAVOUR, {"SuccessfulHelp"}, id="through what it produced"),
        pytest.param(
            FAVOUR.replace("l2v:done", "l2v:partly-done"),
            {"SuccessfulHelp"},
            id="partly done",
        ),
        pytest.param(
            FAVOUR.replace("l2:performance l2v:done ;", ""),
            set(),
            id="nothing said of it",
        ),
        *(
            pytest.param(FAVOUR.replace("l2v:done", f"l2v:{code}"), set(), id=code)
            for code in (
                "asked",
                "promised",
                "proposed",
                "refused-by-giver",
                "refused-by-taker",
                "abandoned",
            )
        ),
        pytest.param(
            FAVOUR.replace("effectOn :side-b", "effectOn :reformers").replace(
                "l2v:helped", "l2v:strengthened"
            ),
            set(),
            id="an effect on a group",
        ),
        pytest.param(
            FAVOUR.replace("l2v:observed", "l2v:expected"), set(), id="only expected"
        ),
        pytest.param(
            FAVOUR + HARM, {"Backfire", "ContestedHelp", "CrossTableHarm"}, id="contested"
        ),
    ],
)
def test_help_counts_as_far_as_it_was_done_and_through_what_it_produced(
    variant: Callable[..., ox.Store], add: str, classes: set[str]
) -> None:
    store = variant(add=add)
    judged = ("SuccessfulHelp", "ContestedHelp", "Backfire", "CrossTableHarm")
    assert {name for name in judged if "favour" in instances(store, name)} == classes


def test_every_inferred_triple_says_which_rule_made_it(tiny: ox.Store) -> None:
    inferred = {
        q.triple for q in tiny.quads_for_pattern(None, None, None, ox.NamedNode(INFERRED))
    }
    by_rule = [
        q.triple
        for q in tiny
        if isinstance(q.graph_name, ox.NamedNode) and q.graph_name.value.startswith(RULE)
    ]
    assert inferred == set(by_rule)
    assert len(by_rule) == len(inferred) > 100


def test_the_default_graph_is_the_merge_of_all_graphs(tiny: ox.Store) -> None:
    named = {q.triple for q in tiny if not isinstance(q.graph_name, ox.DefaultGraph)}
    assert {
        q.triple for q in tiny.quads_for_pattern(None, None, None, ox.DefaultGraph())
    } == named


_PLAIN = {"partOf": T, "performance": L2V}
_STATUS = {"?": "implied", "*": "generic"}


def ordered(relations: str, grade: str = "AsStated") -> dict[tuple[str, str, str], str]:
    """Return the derived order of one grade, and the rule of each.

    It follows from lines such as `a before b`, `a before? b` (implied), `a before* b` (generic)
    and `p partOf w`.
    """
    quads = []
    for number, (first, name, second) in enumerate(
        line.split() for line in relations.split(",")
    ):
        relation = ox.NamedNode(f"{T}r{number}")
        if name in _PLAIN:
            quads.append(
                ox.Triple(
                    ox.NamedNode(T + first),
                    ox.NamedNode(L2 + name),
                    ox.NamedNode(_PLAIN[name] + second),
                )
            )
            continue
        code = _STATUS.get(name[-1])
        status = [("epistemicStatus", f"{L2V}{code}")] if code else []
        for key, value in (
            ("locates", T + first),
            ("relation", L2V + name.rstrip("?*")),
            ("relativeTo", T + second),
            *status,
        ):
            quads.append(ox.Triple(relation, ox.NamedNode(L2 + key), ox.NamedNode(value)))
    rules = (*compile_rules(read([TINY])[0].of("ontology")), *project_rules())
    short = [
        (
            d.triple.subject.value,
            d.triple.predicate.value,
            getattr(d.triple.object, "value", ""),
            d.rule.name,
        )
        for d in derive(quads, rules)[1]
    ]
    return {
        (s.removeprefix(T), p.removeprefix(L2), o.removeprefix(T)): rule
        for s, p, o, rule in short
        if p.endswith(grade)
    }


@each(
    ("relations", "pairs", "rule"),
    [
        (
            "a before b",
            {("a", "endsBeforeAsStated", "b"), ("a", "precedesAsStated", "b")},
            "order-before",
        ),
        ("a begins-before b", {("a", "precedesAsStated", "b")}, "order-begins-before"),
        (
            "a begins-before b,b begins-before c",
            {("a", "precedesAsStated", x) for x in "bc"}
            | {("b", "precedesAsStated", "c")},
            "order-chain",
        ),
        (
            "a begins-before w,p partOf w",
            {("a", "precedesAsStated", "w"), ("a", "precedesAsStated", "p")},
            "order-into-part",
        ),
        (
            "p begins-before b,p partOf w",
            {("p", "precedesAsStated", "b"), ("w", "precedesAsStated", "b")},
            "order-from-part",
        ),
        ("a during b", set(), None),
        ("a same-time b", set(), None),
    ],
)
def test_order_follows_from_what_is_stated(
    relations: str, pairs: set, rule: str | None
) -> None:
    found = ordered(relations)
    assert set(found) == pairs
    assert rule is None or rule in found.values()


@each(
    ("relations", "pair", "rule"),
    [
        (
            "a before b,b begins-before c",
            ("a", "endsBeforeAsStated", "c"),
            "order-chain-ends",
        ),
        (
            "a before w,p partOf w",
            ("a", "endsBeforeAsStated", "p"),
            "order-into-part-ends",
        ),
        ("w before b,p partOf w", ("p", "endsBeforeAsStated", "b"), "order-from-whole"),
    ],
)
def test_being_over_before_follows_too(relations: str, pair: tuple, rule: str) -> None:
    assert ordered(relations)[pair] == rule


def test_a_whole_that_only_begins_before_something_says_nothing_of_its_parts() -> None:
    assert ("p", "precedesAsStated", "b") not in ordered("w begins-before b,p partOf w")


@each(
    ("relations", "pair", "rule"),
    [
        ("a before? b", ("a", "endsBeforeAsImplied", "b"), "order-implied-before"),
        ("a before* b", ("a", "endsBeforeAsImplied", "b"), "order-implied-before"),
        (
            "a begins-before? b",
            ("a", "precedesAsImplied", "b"),
            "order-implied-begins-before",
        ),
        (
            "a before b,b before? c",
            ("a", "endsBeforeAsImplied", "c"),
            "order-implied-chain-ends",
        ),
        (
            "a begins-before? b,b before c",
            ("a", "precedesAsImplied", "c"),
            "order-implied-chain",
        ),
        (
            "a before? w,p partOf w",
            ("a", "endsBeforeAsImplied", "p"),
            "order-implied-into-part-ends",
        ),
        (
            "w before? b,p partOf w",
            ("p", "endsBeforeAsImplied", "b"),
            "order-implied-from-whole",
        ),
        (
            "a begins-before? w,p partOf w",
            ("a", "precedesAsImplied", "p"),
            "order-implied-into-part",
        ),
        (
            "p begins-before? b,p partOf w",
            ("w", "precedesAsImplied", "b"),
            "order-implied-from-part",
        ),
    ],
)
def test_what_needs_an_implied_relation_is_implied_only(
    relations: str, pair: tuple[str, str, str], rule: str
) -> None:
    assert ordered(relations, "AsImplied")[pair] == rule
    first, name, second = pair
    assert (first, name.replace("Implied", "Stated"), second) not in ordered(relations)


def test_what_is_stated_needs_nothing_that_is_implied() -> None:
    both = "a before b,b before c,a before? c"
    assert ordered(both)["a", "endsBeforeAsStated", "c"] == "order-chain-ends"
    assert ordered(both, "AsImplied")["a", "endsBeforeAsImplied", "c"] == "prp-spo1"


@each(
    "relations",
    [
        "a before b,b before c,b performance {}",
        "a begins-before b,b begins-before? c,b performance {}",
        "a before w,b partOf w,w performance done,b performance {}",
        "w before? c,b partOf w,b performance {}",
        "p before c,p partOf b,b performance {}",
    ],
)
@each("code", ["promised", "refused-by-taker", "done", "partly-done"])
def test_what_was_not_done_has_no_place_in_the_order(relations: str, code: str) -> None:
    found = ordered(relations.format(code), "AsImplied")
    assert any("b" in (first, second) for first, _, second in found) == ("done" in code)


_BEYOND = {
    "http://www.w3.org/2002/07/owl#sameAs",
    "http://www.w3.org/2002/07/owl#Thing",
    "http://www.w3.org/2000/01/rdf-schema#Resource",
}


def plain(triples) -> set[tuple[str, str, str]]:
    """Return what is said of the tiny case's nodes, without what OWL RL says of everything."""
    rows = {
        tuple(str(getattr(term, "value", term)) for term in triple)
        for triple in triples
        if not isinstance(triple[2], (ox.Literal, rdflib.Literal))
    }
    return {
        row
        for row in rows
        if row[0].startswith(T) and not set(row) & _BEYOND and row[2].startswith("http")
    }


@pytest.mark.slow
def test_owlrl_agrees_on_the_entailments_of_the_axioms() -> None:
    corpus, _ = read([TINY])
    base = (*corpus.of("ontology"), *corpus.of("case"))
    graph = rdflib.Graph().parse(
        data=ox.serialize(base, format=ox.RdfFormat.N_TRIPLES), format="nt"
    )
    owlrl.DeductiveClosure(
        owlrl.OWLRL_Semantics, axiomatic_triples=False, datatype_axioms=False
    ).expand(graph)
    store, derived = derive(base, compile_rules(corpus.of("ontology")))
    ours = plain(
        (q.subject, q.predicate, q.object)
        for q in store.quads_for_pattern(None, None, None, ox.DefaultGraph())
    )
    assert ours == plain(graph)
    assert len(derived) > 200


def test_a_thing_of_two_disjoint_classes_is_a_finding(tmp_path) -> None:
    path = tmp_path / "tiny.ttl"
    path.write_text(
        TINY.read_text(encoding="utf-8").replace(
            '    a l2:Person ;\n    rdfs:label "Aide of B"',
            '    a l2:Person ;\n    a l2:State ;\n    rdfs:label "Aide of B"',
        )
    )
    found = [f for f in infer(read([path])[0])[1] if f.rule == "disjoint-classes"]
    assert [f.element for f in found] == [f"{T}aide-b"]
    assert "l2:Person and l2:State" in found[0].line_of_text()


@each(
    ("more", "said"),
    [
        (":accord l2:party :aide-b .", "accord: The value case:tiny#aide-b of l2:party"),
        (
            ":signing l2:evidence :talks .",
            "signing: The value case:tiny#talks of l2:evid",
        ),
        (
            ":author l2:party :side-a .",
            "author: It is of the class l2:Person, and l2:party",
        ),
    ],
)
def test_who_is_of_a_class_by_mistake_is_not_to_blame(
    tmp_path: Path, more: str, said: str
) -> None:
    path = tmp_path / "tiny.ttl"
    path.write_text(TINY.read_text(encoding="utf-8") + more, encoding="utf-8")
    found = infer(read([path])[0])[1]
    (line,) = {f.line_of_text() for f in found if f.rule == "disjoint-classes"}
    assert said in line


@each("status", ["", "; l2:epistemicStatus l2v:implied "])
def test_a_cycle_in_time_is_named(tmp_path, status: str) -> None:
    loop = f":loop a l2:TemporalRelation ; l2:locates :signing ; l2:relation l2v:before ; l2:relativeTo :crisis {status}.\n"
    path = tmp_path / "tiny.ttl"
    path.write_text(TINY.read_text(encoding="utf-8") + loop)
    lines = [
        f.line_of_text() for f in infer(read([path])[0])[1] if f.rule == "cycle-in-time"
    ]
    assert len(lines) == 1
    assert "crisis" in lines[0]
    assert "signing" in lines[0]
    assert f"{path}:" in lines[0]


@each(
    ("text", "first", "last"),
    [
        ("1990-07", "1990-07-01", "1990-07-31"),
        ("1990-06~", "1990-05-01", "1990-07-31"),
        ("1990-06?", "1990-05-01", "1990-07-31"),
        ("1978~", "1977-01-01", "1979-12-31"),
        ("1978%", "1976-01-01", "1980-12-31"),
        ("199X~", "1980-01-01", "2009-12-31"),
        ("1978-07-31?", "1978-07-30", "1978-08-01"),
        ("1978-~07", "1978-06-01", "1978-08-31"),
        ("1994~/1996~", "1993-01-01", "1997-12-31"),
        ("1978-04-06~/1978-04-07", "1978-04-05", "1978-04-07"),
        ("../1978-03-30", None, "1978-03-30"),
        ("/1978-03-30", None, "1978-03-30"),
        ("1978-07/..", "1978-07-01", None),
        ("1978-07/", "1978-07-01", None),
        ("1978~/", "1977-01-01", None),
        ("[1978-01,1978-03]", "1978-01-01", "1978-03-31"),
        ("{1978-01,1978-03?}", "1978-01-01", "1978-04-30"),
        ("[..1978-03-30]", None, "1978-03-30"),
        ("[1978-03-30..]", "1978-03-30", None),
        ("[1667,1668, 1670..1672]", "1667-01-01", "1672-12-31"),
        ("1990-21", "1990-03-01", "1990-05-31"),
    ],
)
def test_a_date_has_the_bounds_that_it_tells(
    text: str, first: str | None, last: str | None
) -> None:
    assert [day and str(day) for day in bounds(text)] == [first, last]


def test_a_plain_date_is_what_the_parser_makes_of_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    ends = ["1988", "1988-02", "1988-02-29", "0001", "9999-12-31", ".."]
    texts = [*ends[:-1], *(f"{a}/{b}" for a in ends for b in ends if a != b)]
    read = [_bounds_or_fault(text) for text in texts]
    monkeypatch.setattr(dates, "_plain", lambda _text: None)
    assert read == [_bounds_or_fault(text) for text in texts]
    assert len(set(read)) > len(texts) / 2


def _bounds_or_fault(text: str) -> object:
    try:
        return bounds.__wrapped__(text)
    except DateError as error:
        return str(error)


@each("text", ["1990-XX/1991", "1990/1991-XX"])
def test_the_parser_of_dates_prints_nothing(
    text: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with contextlib.suppress(DateError):
        bounds(text)
    assert capsys.readouterr().out == ""


DATED = """
:d1 a l2:Dating ; l2:dates :signing ; l2:edtf "{}"^^edtf:EDTF .
:d2 a l2:Dating ; l2:dates :speech ; l2:edtf "{}"^^edtf:EDTF .
"""


@each(
    ("one", "other", "ordered"),
    [
        ("1978-03", "1978-04", True),
        ("1978-03~", "1978-04", False),
        ("1978-03~", "1978-05-01", True),
        ("1978-03-30", "1978-03-30", False),
        ("../1978-03-30", "1978-04/..", True),
        ("/1978-03-30", "1978-03-31", True),
        ("1978-03-30/", "2000", False),
        ("1978-03-30/..", "2000", False),
        ("1978-03-30", "../2000", False),
        ("1978-03-30", "/2000", False),
        ("[1978-01,1978-03]", "1978-04", True),
        ("[1978-01,1978-05]", "1978-04", False),
    ],
)
def test_dates_give_an_order_where_their_bounds_do_and_nowhere_else(
    variant, one: str, other: str, *, ordered: bool
) -> None:
    store = variant(add=DATED.format(one, other))
    assert ("speech" in objects(store, "signing", "precedesByDate")) == ordered
    assert "signing" not in objects(store, "speech", "precedesByDate")


def test_an_open_dating_beside_another_leaves_the_end_open(variant) -> None:
    more = ':d3 a l2:Dating ; l2:dates :signing ; l2:edtf "1979/.."^^edtf:EDTF .'
    store = variant(add=DATED.format("1978", "2000") + more)
    assert objects(store, "signing", "earliest") == {"1978-01-01"}
    assert objects(store, "signing", "latest") == set()


@each("text", ["July 1990", "", "1990-13", "1990-07-05/1989", "../..", "1978-02-29"])
def test_what_is_no_date_says_so(text: str) -> None:
    with pytest.raises(
        DateError, match="write a date|turn its ends|did you mean|no such"
    ):
        bounds(text)


def test_rules_never_reach_across_cases(variant, tmp_path) -> None:
    other = tmp_path / "other.ttl"
    other.write_text(
        TINY.read_text(encoding="utf-8")
        .replace("case/tiny#", "case/other#")
        .replace("case:tiny", "case:other")
    )
    store = variant(also=(other,))
    crossing = [
        q
        for q in store.quads_for_pattern(None, None, None, ox.NamedNode(INFERRED))
        if {"tiny#", "other#"}
        <= {str(x).partition("case/")[2][:5] + "#" for x in (q.subject, q.object)}
    ]
    assert crossing == []
