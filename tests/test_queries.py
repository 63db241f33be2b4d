"""Every named query: its header, both engines, exact rows on the tiny case, rows on the real data."""

from __future__ import annotations

import re
from itertools import pairwise

import pyoxigraph as ox
import pytest
import rdflib.plugins.sparql
from each import each

from l2kg.errors import NotFoundError, UsageError
from l2kg.namespaces import CASE, PREFIXES
from l2kg.patterns import run_pattern
from l2kg.queries.header import Query, all_queries, find, load
from l2kg.queries.results import QueryError
from l2kg.queries.run import bind, run
from l2kg.queries.tokens import Token, line_and_column, tokens

QUERIES = all_queries()
HEADLINE = "back-channel-precedes-successful-help"
BORNE_OUT = {
    "voices",
    "evidence",
    "claimants",
    "otherClaimants",
    "otherVoices",
    "otherEvidence",
    "status",
    "otherStatus",
    "narrower",
}  # columns that say who says so, how firmly, and where


def rows(store: ox.Store, name: str, **values: str) -> list[tuple[str, ...]]:
    """Return the rows of a query with the tiny case's names shortened."""
    return [
        tuple(re.sub(r"^.*[#/]", "", cell) for cell in row)
        for row in _cells(store, name, values)
    ]


def _cells(store: ox.Store, name: str, values: dict[str, str]) -> list[tuple[str, ...]]:
    records = run(store, QUERIES[name], values).records()
    return [
        tuple(value or "" for column, value in record.items() if column not in BORNE_OUT)
        for record in records
    ]


@pytest.mark.slow
def test_every_query_parses_in_both_engines_and_has_its_parameters() -> None:
    store = ox.Store()
    for name, query in QUERIES.items():
        answer = store.query(query.text, prefixes=PREFIXES)
        assert isinstance(answer, ox.QuerySolutions), name
        columns = {variable.value for variable in answer.variables}
        assert {param.name for param in query.params} <= columns, name
        rdflib.plugins.sparql.prepareQuery(query.text)


def test_every_query_is_laid_out_and_declares_its_own_prefixes() -> None:
    for query in QUERIES.values():
        _is_laid_out(query)


def _is_laid_out(query: Query) -> None:
    prefixes = re.findall(r"^PREFIX (\S+) ", query.body, re.MULTILINE)
    used = {
        p + ":"
        for p in re.findall(
            r"(?<![\w/<])([a-z0-9]+):(?!//)",
            re.sub(
                r"<[^>]*>|^ *#.*$|\"[^\"]*\"|^PREFIX.*$",
                "",
                query.body,
                flags=re.MULTILINE,
            ),
        )
    }
    assert prefixes == sorted(prefixes), query.name
    assert set(prefixes) == used, query.name
    assert "ORDER BY" in query.body, query.name
    assert "SELECT *" not in query.body, query.name


def repeating(query: str) -> list[int]:
    """Return the lines of those SELECTs that may give a row twice: neither DISTINCT nor grouped."""
    depth, found, opened = 0, [], {}
    read = [one for one in tokens(query) if one.kind != "comment"]
    for token, after in pairwise([*read, Token("sign", "", len(query))]):
        if token.says("SELECT"):
            opened[depth] = None if after.says("DISTINCT") else token
        elif token.says("GROUP") and after.says("BY"):
            opened[depth] = None
        elif token.text == "{":
            depth += 1
        elif token.text == "}":
            found.append(opened.pop(depth, None))
            depth -= 1
    found += opened.values()
    return [line_and_column(query, one.start)[0] for one in found if one]


@each(
    ("query", "lines"),
    [
        ("SELECT ?s { ?s ?p ?o }", [1]),
        ("SELECT DISTINCT ?s { ?s ?p 'SELECT }' }", []),
        ("SELECT ?s (COUNT(*) AS ?n) { ?s ?p ?o } GROUP BY ?s", []),
        ("SELECT DISTINCT ?s {\n{ SELECT ?s # DISTINCT\n{ ?s ?p ?o } } }", [2]),
        ("SELECT ?s {\n{ SELECT DISTINCT ?s { ?s ?p ?o } GROUP BY ?s } }", [1]),
    ],
)
def test_a_query_that_may_repeat_a_row_is_known(query: str, lines: list[int]) -> None:
    assert repeating(query) == lines


def test_no_query_leaves_it_to_the_engine_how_often_a_row_comes() -> None:
    for name, query in QUERIES.items():
        if query.kind in ("questions", "patterns", "conflicts"):
            assert repeating(query.text) == [], name


def test_every_query_has_rows_on_the_real_data_and_a_question_says_where_they_rest(
    real: ox.Store,
) -> None:
    without = {"pairs-without-order"}  # nothing is said of such pairs
    for name, query in QUERIES.items():
        table = run(real, query)
        assert table.rows, name
        if query.kind == "questions" and name not in without:
            assert {"evidence", "order"} & set(table.columns), name
            assert all(row.get("evidence") or row.get("by") for row in table.records()), (
                name
            )


TINY_ROWS = {
    HEADLINE: [
        (
            "tiny",
            "aides-channel",
            "BackChannel",
            "sharing-the-draft",
            "side-a",
            "side-b",
            "",
            "stated",
            "assess-draft",
        )
    ],
    "trusted-relationship-precedes-successful-help": [
        (
            "tiny",
            "aides-channel",
            "BackChannel",
            "sharing-the-draft",
            "side-a",
            "side-b",
            "",
            "stated",
            "assess-draft",
        )
    ],
    "cases": [("tiny", "Tiny: A helps B", "diplomacy", "hypothetical", "success", "")],
    "successful-help-without-channel": [],
    "order-in-steps": [
        ("tiny", order, first, second, "stated", lapse, by)
        for order in ("implied", "stated")
        for first, second, lapse, by in (
            ("aides-channel", "crisis", "", "time-channel-crisis"),
            ("crisis", "sharing-the-draft", "", "order-into-part-ends"),
            ("crisis", "support-plan", "weeks", "time-crisis-plan"),
            ("sharing-the-draft", "signing", "", "time-draft-signing"),
            ("support-plan", "signing", "", "order-from-part"),
        )
    ],
    "order-of-events": [
        ("tiny", first, second, "stated", "true" if ends else "false", ends, lapse, by)
        for first, second, ends, lapse, by in (
            ("aides-channel", "crisis", "", "", "time-channel-crisis"),
            ("aides-channel", "sharing-the-draft", "", "", "order-chain"),
            ("aides-channel", "support-plan", "", "", "order-chain"),
            ("aides-channel", "signing", "", "", "order-chain"),
            ("crisis", "sharing-the-draft", "stated", "", "order-into-part-ends"),
            ("crisis", "support-plan", "stated", "weeks", "time-crisis-plan"),
            ("crisis", "signing", "stated", "", "order-chain-ends"),
            ("sharing-the-draft", "signing", "stated", "", "time-draft-signing"),
            ("support-plan", "signing", "", "", "order-from-part"),
        )
    ],
    "who-says-it": [
        (
            "tiny",
            "sharing-the-draft",
            "A shares its draft with B",
            "initiatedBy",
            "aide-b",
            "attributed",
        ),
        (
            "tiny",
            "sharing-the-draft",
            "A shares its draft with B",
            "legitimacy",
            "called fair by the author",
            "stated",
        ),
    ],
    "restraint": [
        (
            "tiny",
            "silence",
            "A does not boast",
            "gloating",
            "Side A",
            "Side B",
            "Hardliners in B",
            "done",
        )
    ],
    "cost-to-the-helper": [
        (
            "tiny",
            "sharing-the-draft",
            "side-a",
            "Side B",
            "assess-draft-cost",
            "The study",
            "observed",
        )
    ],
    "codes-wanted": [
        ("a mode for what is said in jest", "tiny", "claim-draw", "Nobody won")
    ],
    "rivals": [
        (
            "tiny",
            "assess-praise",
            "The praise helped B",
            "assess-praise-harm",
            "The praise harmed B",
        ),
        ("tiny", "claim-draw", "Nobody won", "claim-victory", "A won"),
    ],
    "initiators-and-takers": [
        (
            "tiny",
            "letter",
            "side-b",
            "true",
            "Reformers in B; Side B",
            "Envoy of C; Side C",
            "true",
            "done",
        ),
        (
            "tiny",
            "own-campaign",
            "side-b",
            "false",
            "",
            "Leader of B; Side B",
            "",
            "done",
        ),
        ("tiny", "praise", "side-b", "true", "", "Side A", "", "done"),
        (
            "tiny",
            "sharing-the-draft",
            "side-b",
            "true",
            "Aide of B; Side B",
            "Aide of A; Side A",
            "true",
            "done",
        ),
        ("tiny", "silence", "side-b", "true", "", "Side A", "", "done"),
        ("tiny", "support-plan", "side-b", "true", "", "Side A", "", "done"),
    ],
    "deals-by-kind": [
        (
            "tiny",
            "accord",
            "The accord",
            "Level I agreement",
            "level-i-agreement",
            "reached",
            "explicit",
            "public",
            "Side A; Side B",
        ),
        (
            "tiny",
            "understanding",
            "Understanding about the opponents",
            "Level II understanding",
            "level-ii-understanding",
            "",
            "tacit",
            "secret",
            "Side A; Side B",
        ),
    ],
    "posed-conduct": [
        (
            "tiny",
            "speech",
            "Leader of B presents the accord",
            "sincere",
            "Leader of B",
            "Reformers in B; Veterans in B",
        ),
        (
            "tiny",
            "stance-leader-b",
            "Leader of B poses as reluctant",
            "posed",
            "Leader of B",
            "",
        ),
    ],
    "secret-or-tacit": [
        (
            "tiny",
            "sharing-the-draft",
            "A shares its draft with B",
            "secret",
            "explicit",
            "",
        ),
        ("tiny", "silence", "A does not boast", "", "tacit", ""),
        (
            "tiny",
            "understanding",
            "Understanding about the opponents",
            "secret",
            "tacit",
            "Hardliners in B",
        ),
    ],
    "barriers-and-answers": [
        (
            "tiny",
            "constituency-resistance",
            "resistance",
            "side-b",
            "support-plan",
            "thwart opponents jointly",
            "done",
        ),
        (
            "tiny",
            "loss-of-face",
            "fear-of-defeat",
            "side-b",
            "sharing-the-draft",
            "supply a draft in advance",
            "done",
        ),
    ],
    "audiences": [
        (
            "tiny",
            "boast",
            "An aide of A claims a victory",
            "Aide of A",
            "Voters in A",
            "Hardliners in B",
            "Hardliners in B",
        ),
        (
            "tiny",
            "speech",
            "Leader of B presents the accord",
            "Leader of B",
            "Reformers in B; Veterans in B",
            "",
            "",
        ),
    ],
    "back-channel-before-help": [
        (
            "tiny",
            "aides-channel",
            "sharing-the-draft",
            "side-a",
            "side-b",
            "stated",
            "helped Side B (observed)",
        ),
        ("tiny", "aides-channel", "support-plan", "side-a", "side-b", "stated", ""),
    ],
    "back-channels": [
        (
            "tiny",
            "aides-channel",
            "Channel between the aides",
            "Aide of A; Aide of B",
            "Side A; Side B",
            "",
            "it begins before The crisis (stated)",
            "",
            "",
        )
    ],
    "barrier-types-and-tactics": [
        (
            "constituency-resistance",
            "thwart-opponents-jointly",
            "Tiny: A helps B",
            "Resistance behind B",
            "A plans to support B",
        ),
        (
            "loss-of-face",
            "supply-draft-in-advance",
            "Tiny: A helps B",
            "The accord looks like a defeat",
            "A shares its draft with B",
        ),
    ],
    "behind-the-channels": [
        (
            "tiny",
            "aides-channel",
            "aide-a",
            "part-aide-a",
            "side-a",
            "aide",
            "",
            "Leader of A",
        ),
        (
            "tiny",
            "aides-channel",
            "aide-b",
            "part-aide-b",
            "side-b",
            "aide",
            "",
            "Leader of B",
        ),
        ("tiny", "old-friends", "envoy-c", "part-envoy-c", "side-c", "ally", "", ""),
        (
            "tiny",
            "old-friends",
            "leader-a",
            "part-leader-a",
            "side-a",
            "leader",
            "president",
            "",
        ),
    ],
    "changes-of-position": [("tiny", "claim-later", "The aide takes it back", "A won")],
    "dates-given": [
        ("tiny", "date-boast", "boast", "An aide of A claims a victory", "1990"),
        ("tiny", "date-crisis", "crisis", "The crisis", "1978~"),
        ("tiny", "date-vote", "vote", "The vote in B", "1990-07"),
    ],
    "decisions-behind-the-table": [
        (
            "tiny",
            "vote",
            "The vote in B",
            "Reformers in B",
            "accepted-with-conditions",
            "simple-majority",
            "formal",
            "The accord",
        )
    ],
    "done-in-secret": [
        (
            "tiny",
            "sharing-the-draft",
            "A shares its draft with B",
            "Aide of A; Side A",
            "",
        ),
        (
            "tiny",
            "understanding",
            "Understanding about the opponents",
            "Side A; Side B",
            "Hardliners in B",
        ),
    ],
    "effects-judged": [
        ("tiny", "boast", "harmed", "side-b", "observed", "The author", "assess-boast"),
        ("tiny", "praise", "helped", "side-b", "observed", "The author", "assess-praise"),
        (
            "tiny",
            "praise",
            "harmed",
            "side-b",
            "observed",
            "The critic",
            "assess-praise-harm",
        ),
        (
            "tiny",
            "sharing-the-draft",
            "helped",
            "side-b",
            "observed",
            "Aide of A",
            "assess-draft",
        ),
        (
            "tiny",
            "sharing-the-draft",
            "cost",
            "side-a",
            "observed",
            "The study",
            "assess-draft-cost",
        ),
        (
            "tiny",
            "silence",
            "helped",
            "side-b",
            "expected",
            "The author",
            "assess-silence",
        ),
    ],
    "harm-and-failure": [
        (
            "tiny",
            "boast",
            "harmed",
            "side-b",
            "observed",
            "The author",
            "",
            "assess-boast",
        ),
        (
            "tiny",
            "praise",
            "harmed",
            "side-b",
            "observed",
            "The critic",
            "",
            "assess-praise-harm",
        ),
    ],
    "knowledge-of-the-others-home": [],
    "leverage": [
        (
            "tiny",
            "leverage-veto",
            "Veto of the hardliners",
            "Hardliners in B",
            "The accord",
        )
    ],
    "minds": [
        ("tiny", "claim-draw", "Nobody won", "denial", "aide-b", "Side B; The accord")
    ],
    "not-carried-out": [],
    "opponents-no-measure-aimed-at": [],
    "power-of-factions": [
        (
            "tiny",
            "hardliners",
            "Hardliners in B",
            "side-b",
            "cohesion",
            "Hardliners oppose the accord",
        )
    ],
    "pressure-and-its-inviters": [
        (
            "tiny",
            "letter",
            "C writes to the old party of B",
            "Envoy of C; Side C",
            "Reformers in B",
            "Side B",
            "Hardliners in B",
            "coordinated external pressure",
            "done",
        )
    ],
    "risk-to-the-helper": [],
    "stated-absences": [
        ("tiny", "claim-draw", "Nobody won", "denial", "Side B; The accord")
    ],
    "tables": [
        (
            "tiny",
            "inner-talks",
            "Talks within B",
            "within-side",
            "Side B",
            "Side B",
            "The accord",
            "",
            "",
        ),
        (
            "tiny",
            "talks",
            "Talks of A and B",
            "level-i",
            "Side A; Side B",
            "",
            "Sovereignty; The accord",
            "a lake",
            "",
        ),
    ],
    "targets-of-measures": [
        (
            "tiny",
            "boast",
            "hardliners",
            "side-b",
            "inflames",
            "Side A",
            "claim the other's concession",
        ),
        (
            "tiny",
            "letter",
            "hardliners",
            "side-b",
            "pressures",
            "Side C",
            "coordinated external pressure",
        ),
        (
            "tiny",
            "own-campaign",
            "veterans",
            "side-b",
            "mollifies",
            "Side B",
            "persuasion campaign",
        ),
        (
            "tiny",
            "sharing-the-draft",
            "hardliners",
            "side-b",
            "counters",
            "Side A",
            "supply a draft in advance",
        ),
        (
            "tiny",
            "sharing-the-draft",
            "reformers",
            "side-b",
            "strengthens",
            "Side A",
            "supply a draft in advance",
        ),
        (
            "tiny",
            "silence",
            "hardliners",
            "side-b",
            "spares",
            "Side A",
            "no triumphalism",
        ),
    ],
    "terms-given": [
        (
            "tiny",
            "withdrawal",
            "Withdrawal",
            "Side B",
            "Side A",
            "A does not boast",
            "The accord",
        )
    ],
    "third-parties": [
        ("tiny", "side-c", "Side C", "Envoy of C", "C writes to the old party of B")
    ],
    "trusted-relationship-before-help": [
        (
            "tiny",
            "aides-channel",
            "yes",
            "sharing-the-draft",
            "side-a",
            "side-b",
            "stated",
            "helped Side B (observed)",
        ),
        (
            "tiny",
            "aides-channel",
            "yes",
            "support-plan",
            "side-a",
            "side-b",
            "stated",
            "",
        ),
    ],
    "uses-of-back-channels": [],
    "values-on-a-single-witness": [
        (
            "tiny",
            "sharing-the-draft",
            "A shares its draft with B",
            "initiatedBy",
            "aide-b",
            "aide-a",
            "The author",
        )
    ],
    "who-carried-what": [
        (
            "tiny",
            "speech",
            "Leader of B presents the accord",
            "Leader of B",
            "Aide of B",
            "",
            "Veterans in B",
            "The accord",
            "public",
        )
    ],
    "won-over": [],
    "works-and-notes": [("tiny", "memoir", "2", "12", "1")],
}


def test_exact_rows_on_the_tiny_case(tiny: ox.Store) -> None:
    for name, wanted in TINY_ROWS.items():
        named = {param.name for param in QUERIES[name].params}
        narrowed = {"case": "tiny"} if "case" in named else {}
        assert rows(tiny, name, **narrowed) == wanted, name


# The false matches that the headline pattern must not make


def matched(store: ox.Store) -> set[str]:
    return {row[1] for row in rows(store, HEADLINE)}


def missed(store: ox.Store) -> dict[str, str]:
    """Return the first condition that each relationship does not meet."""
    found = run_pattern(store, HEADLINE).non_matches
    return {one.unit.ref.id: one.condition.name for one in found}


ORDER = ":r{0} a l2:TemporalRelation ; l2:locates {1} ; l2:relation l2v:begins-before ; l2:relativeTo {2} .\n"


def test_another_cases_participations_bridge_nothing(variant, tmp_path) -> None:
    other = tmp_path / "other.ttl"
    other.write_text(
        "@prefix : <https://w3id.org/l2kg/case/other#> . @prefix t: <https://w3id.org/l2kg/case/tiny#> . @prefix l2: <https://w3id.org/l2kg/ontology#> .\n"
        "<https://w3id.org/l2kg/case/other> a l2:Case .\n:channel a l2:BackChannel ; l2:connects t:aide-a , t:aide-b .\n"
    )
    assert matched(variant(also=(other,))) == {"aides-channel"}


def test_dates_are_no_order_that_sources_give(variant) -> None:
    dates = (
        ':d1 a l2:Dating ; l2:dates :aides-channel ; l2:edtf "1980"^^edtf:EDTF .\n'
        ':d2 a l2:Dating ; l2:dates :sharing-the-draft ; l2:edtf "1990"^^edtf:EDTF .\n'
    )
    store = variant(drop=("time-channel-crisis",), add=dates)
    assert matched(store) == set()
    assert missed(store)["aides-channel"] == "order"


def test_what_is_only_implied_gives_a_match_of_that_grade(variant) -> None:
    implied = ORDER.format(9, ":aides-channel", ":crisis").removesuffix(".\n")
    store = variant(
        drop=("time-channel-crisis",),
        add=f"{implied}; l2:epistemicStatus l2v:implied .\n",
    )
    (row,) = rows(store, HEADLINE)
    assert row[-2] == "implied"
    order = {row[1:5] for row in rows(store, "order-of-events", case="tiny")}
    assert ("aides-channel", "signing", "implied", "false") in order
    assert ("crisis", "signing", "stated", "true") in order


def test_sharing_a_case_is_no_match(variant) -> None:
    assert matched(variant(drop=("time-channel-crisis",))) == set()


def test_a_helping_act_toward_the_wrong_side_is_no_match(variant) -> None:
    friends = ":old-friends a l2:BackChannel .\n" + ORDER.format(
        9, ":old-friends", ":sharing-the-draft"
    )
    store = variant(add=friends)  # the channel bridges A and C, the help goes from A to B
    assert matched(store) == {"aides-channel"}
    assert missed(store)["old-friends"] == "between-its-sides"


def test_help_that_was_only_expected_is_no_match(variant) -> None:
    store = variant(add=ORDER.format(9, ":aides-channel", ":silence"))
    assert {row[3] for row in rows(store, HEADLINE)} == {"sharing-the-draft"}


# On the real data


def test_the_headline_pattern_has_one_relationship(real: ox.Store) -> None:
    found = run(real, QUERIES[HEADLINE]).records()
    assert {row["relationship"] for row in found} == {
        f"{CASE}german-reunification#ross-tarasenko"
    }
    assert len(found) == 3
    assert {row["grade"] for row in found} == {"implied"}  # time-learned-fourth-way
    assert f"{CASE}german-reunification#sharing-the-draft" in {
        row["help"] for row in found
    }


def test_each_relationship_left_out_has_one_reason_that_is_true_of_it(
    real: ox.Store,
) -> None:
    reasons = missed(real)
    assert len(reasons) == 5
    assert (
        reasons["blackwill-teltschik"] == reasons["zoellick-elbe"] == "between-its-sides"
    )
    assert reasons["baker-shevardnadze"] == "back-channel"
    assert "ross-tarasenko" not in reasons


def test_the_relaxed_form_adds_one_relationship_of_trust(real: ox.Store) -> None:
    strict = {row[1] for row in rows(real, HEADLINE)}
    relaxed = {
        (row[1], row[2])
        for row in rows(real, "trusted-relationship-precedes-successful-help")
    }
    assert relaxed - {(name, "BackChannel") for name in strict} == {
        ("eizenstat-lambsdorff", "TrustedRelationship")
    }


def test_all_posed_actors_are_found(real: ox.Store) -> None:
    posed = run(real, QUERIES["posed-conduct"]).records()
    found = {
        who
        for row in posed
        if row["sincerity"] == "posed"
        for who in (row["who"] or "").split("; ")
    }
    assert found >= {
        "José", "The union's negotiator (unnamed)", "The management's negotiator (unnamed)",
        "Eduard Shevardnadze", "Helmut Schmidt",
    }  # fmt: skip


def test_what_is_secret_or_tacit_is_found_in_five_cases(real: ox.Store) -> None:
    assert {row["case"].removeprefix(CASE) for row in run(real, QUERIES["secret-or-tacit"]).records()} >= {
        "spanish-harlem-barricade", "staged-union-bargaining", "cuban-missile-crisis",
        "bonn-summit-1978#german-stimulus", "german-reunification",
    }  # fmt: skip


# Errors


def test_an_unknown_name_suggests_the_nearest() -> None:
    with pytest.raises(NotFoundError, match="did you mean restraint"):
        find("restrant")


@each(
    ("values", "said"),
    [
        ({"cas": "x"}, "did you mean case"),
        ({"case": "x", "colour": "y"}, "has no parameter 'colour'"),
    ],
)
def test_an_unknown_parameter_says_which_there_are(
    values: dict[str, str], said: str
) -> None:
    with pytest.raises(UsageError, match=said):
        bind(QUERIES[HEADLINE], values)


def test_a_value_of_the_wrong_type_says_what_is_wanted() -> None:
    with pytest.raises(UsageError, match="give an IRI or a name"):
        bind(QUERIES["evidence"], {"element": "the channel"})


def test_a_malformed_query_says_line_and_column(tiny: ox.Store) -> None:
    with pytest.raises(QueryError, match="line 2, column") as caught:
        run(tiny, "SELECT ?x\nWHERE { ?x ?y }")
    assert caught.value.line == 2


@each(
    ("text", "said"),
    [
        ("SELECT 1", "no header"),
        *(
            (
                f"#+ {{summary: a, question: b, tags: [], limits: c, record: {record}}}\nASK {{}}",
                "the record needs variable, and class or where",
            )
            for record in (
                "{variable: a}",
                "{class: 'l2:Deal'}",
                "{variable: a, class: 'l2:Deal', where: '?a ?b ?c .'}",
                "{variable: a, class: 'l2:Deal', list: [b]}",
            )
        ),
        ("#+ summary: a: b\n", "no YAML"),
        ("#+ summary: x\n", "lacks"),
        (
            "#+ {summary: a, question: b, tags: [], limits: c, lmits: d}\n",
            "unknown lmits",
        ),
    ],
)
def test_a_bad_header_is_refused(tmp_path, text: str, said: str) -> None:
    path = tmp_path / "x.rq"
    path.write_text(text)
    with pytest.raises(QueryError, match=said):
        load(path)
