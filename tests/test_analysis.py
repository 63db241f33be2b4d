"""Conditions of cases, QCA, 2x2 tables, co-occurrence, and the partial order of a case."""

from __future__ import annotations

import io
import itertools
import math
import re
import subprocess
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import networkx as nx
import pytest
from commands import l2kg
from each import each
from hypothesis import example, given, settings
from hypothesis import strategies as st

from l2kg.analysis import co_occurrence, exact_test, two_by_two
from l2kg.analysis import lines as table_lines
from l2kg.analysis.conditions import condition
from l2kg.analysis.extensions import TooManyError, count_extensions
from l2kg.analysis.matrix import Matrix, leaf_cases, matrix
from l2kg.analysis.matrixfile import matrix_of, read_matrix, write_matrix
from l2kg.analysis.orders import Grade, partial_order
from l2kg.analysis.orders import lines as order_lines
from l2kg.analysis.qca import QcaResult, qca
from l2kg.analysis.qca import lines as qca_lines
from l2kg.errors import InputError, L2kgError, NotFoundError, UsageError
from l2kg.patterns import standing_by_case

if TYPE_CHECKING:
    import pyoxigraph as ox

CHECKED = read_matrix(
    (Path(__file__).parent / "data" / "matrix.csv").read_text(encoding="utf-8")
)
TEN = CHECKED.only(
    ("C01", "C02", "C08", "C09", "C10", "C11", "C12us", "C12de", "C12jp", "C13")
)
THREE = ("trust", "help", "inflame")


def made(text: str) -> Matrix:
    """Read a matrix written as one line a case."""
    return read_matrix("\n".join(line.strip() for line in text.strip().splitlines()))


# QCA of the cross-case matrix of the fact list: the figures stated there


@pytest.fixture(scope="module")
def closed() -> QcaResult:
    return qca(TEN, outcome="positive", conditions=THREE, closed=True)


@each(("name", "consistency", "coverage"), [("TRUST", 1.0, 0.25), ("HELP", 1.0, 1.0)])
def test_sufficiency_equals_the_stated(
    closed: QcaResult, name: str, consistency: float, coverage: float
) -> None:
    fit = next(fit for fit in closed.sufficiency if fit.expression == name)
    assert (fit.consistency, fit.coverage) == (consistency, coverage)


def test_necessity_of_trust_equals_the_stated(closed: QcaResult) -> None:
    fit = next(fit for fit in closed.necessity if fit.expression == "TRUST")
    assert fit.consistency == 0.25
    assert (fit.both, fit.within, fit.outcome) == (2, 2, 8)


def test_the_solutions_equal_the_stated(closed: QcaResult) -> None:
    assert [one.fit.expression for one in closed.of_kind("conservative")] == [
        "HELP*~INFLAME"
    ]
    assert [one.fit.expression for one in closed.of_kind("parsimonious")] == [
        "HELP",
        "~INFLAME",
    ]
    assert all(
        (one.fit.consistency, one.fit.coverage) == (1.0, 1.0) for one in closed.solutions
    )


def test_the_truth_table_equals_the_stated(closed: QcaResult) -> None:
    assert (closed.n, len(closed.rows), len(closed.coded("remainder"))) == (10, 8, 5)
    seen = {row.values: (row.cases, row.code) for row in closed.rows if row.n}
    assert seen[True, True, False] == (("C02", "C13"), "sufficient")
    assert seen[False, False, True] == (("C09", "C10"), "not sufficient")
    assert len(seen) == 3


def test_it_says_that_no_case_has_help_and_failure(closed: QcaResult) -> None:
    assert any(
        limit.startswith("No case has HELP without POSITIVE") for limit in closed.limits
    )
    assert any(
        limit.startswith("Limited diversity: 3 of 8 combinations")
        for limit in closed.limits
    )


def test_the_closed_world_is_said_aloud(closed: QcaResult) -> None:
    assert closed.read_as_absent == 15
    assert next(qca_lines(closed)).endswith(
        "n = 10 cases, in a closed world: what is not stated is read as absent"
    )
    assert next(qca_lines(qca(TEN, outcome="positive", conditions=THREE))).endswith(
        "n = 1 case"
    )
    crossed = [
        two_by_two(TEN, "help", "positive", closed=world) for world in (True, False)
    ]
    assert ["closed world" in next(table_lines(one)) for one in crossed] == [True, False]
    assert (
        "  Closed world: 15 of 40 cells are not stated and are read as absent. Not stated is not absent."
        in list(qca_lines(closed))
    )


def test_the_closed_world_is_off_unless_asked_for() -> None:
    found = qca(TEN, outcome="positive", conditions=THREE)
    assert (found.n, found.rows, found.solutions) == (1, (), ())
    assert "1 of 10 cases state every condition" in found.refusal
    assert len(found.left_out) == 9


def test_the_intermediate_solution_takes_expectations() -> None:
    signs = {"trust": "+", "help": "+", "inflame": "-"}
    found = qca(
        TEN, outcome="positive", conditions=THREE, closed=True, expectations=signs
    )
    assert [one.fit.expression for one in found.of_kind("intermediate")] == [
        "HELP*~INFLAME"
    ]
    assert (found.easy, found.difficult) == (0, 4)


def test_without_expectations_there_is_no_intermediate_solution(
    closed: QcaResult,
) -> None:
    assert closed.of_kind("intermediate") == ()
    assert any(limit.startswith("No intermediate solution") for limit in closed.limits)


# QCA of other matrices, checked by hand

MIXED = """case,a,b,y
    one,1,1,1
    two,1,1,0
    three,0,1,1
    four,0,0,0"""


def test_a_contradictory_row_is_named_and_not_used() -> None:
    found = qca(made(MIXED), outcome="y")
    assert [
        (row.values, row.cases, row.positive) for row in found.coded("contradictory")
    ] == [((True, True), ("one", "two"), 1)]
    assert [one.fit.expression for one in found.of_kind("conservative")] == ["~A*B"]
    assert found.of_kind("conservative")[0].fit.coverage == 0.5


def test_relevance_of_necessity_by_hand() -> None:
    fit = next(
        fit for fit in qca(made(MIXED), outcome="y").necessity if fit.expression == "B"
    )
    assert (fit.consistency, fit.coverage) == (1.0, pytest.approx(2 / 3))
    assert fit.ron == pytest.approx(
        1 / 2
    )  # one case without b, of two that are not both b and y


def test_the_terms_of_a_solution_have_their_own_fit() -> None:
    table = made("case,a,b,y\n1,1,0,1\n2,0,1,1\n3,1,1,1\n4,0,0,0\n5,0,1,1")
    terms = {
        term.expression: term.coverage
        for term in qca(table, outcome="y").of_kind("conservative")[0].terms
    }
    assert terms == {"A": 0.5, "B": 0.75}


def test_no_row_without_failure_means_no_solution() -> None:
    found = qca(made("case,a,y\n1,1,1\n2,1,0\n3,0,0"), outcome="y")
    assert (found.solutions, len(found.coded("contradictory"))) == ((), 1)
    assert "  none: no combination has the outcome in all its cases" in list(
        qca_lines(found)
    )


@each(
    ("text", "said"),
    [
        pytest.param(
            "case,a,y\n1,1,1",
            "1 of 1 cases state every condition and the outcome; a QCA needs two or more$",
            id="one row",
        ),
        pytest.param("case,a,y\n1,1,\n2,,1", "0 of 2 cases state", id="no row"),
        pytest.param(
            "case,a,y\n1,1,1\n2,0,1",
            "Y is present in all 2 cases",
            id="outcome without variation",
        ),
        pytest.param(
            "case,a,y\n1,0,1\n2,0,0",
            "A is absent in all 2 cases",
            id="condition without variation",
        ),
    ],
)
def test_one_row_or_no_variation_says_so_and_computes_nothing(
    text: str, said: str
) -> None:
    found = qca(made(text), outcome="y")
    assert re.search(said, found.refusal)
    assert (found.rows, found.sufficiency, found.necessity, found.solutions) == (
        (),
        (),
        (),
        (),
    )
    assert any(line.startswith("Nothing was computed:") for line in qca_lines(found))


@each(
    ("values", "error", "said"),
    [
        ({"outcome": "positve"}, NotFoundError, "did you mean positive"),
        (
            {"outcome": "positive", "conditions": ["hlep"]},
            NotFoundError,
            "did you mean help",
        ),
        ({"outcome": "positive", "conditions": ["positive"]}, UsageError, "given twice"),
        (
            {"outcome": "positive", "expectations": {"help": "yes"}},
            UsageError,
            "write \\+",
        ),
        (
            {"outcome": "positive", "expectations": {"hepl": "+"}},
            NotFoundError,
            "did you mean help",
        ),
    ],
)
def test_bad_input_is_named(values: dict, error: type[Exception], said: str) -> None:
    with pytest.raises(error, match=said):
        qca(TEN, **values)


def test_too_many_conditions_are_refused() -> None:
    many = made(
        "case,"
        + ",".join(f"a{i}" for i in range(9))
        + ",y\n1"
        + ",1" * 10
        + "\n2"
        + ",0" * 10
    )
    with pytest.raises(UsageError, match="512 combinations"):
        qca(many, outcome="y")


# Matrices


def test_a_matrix_is_written_as_it_was_read() -> None:
    assert read_matrix(write_matrix(CHECKED)).cases == CHECKED.cases
    assert write_matrix(CHECKED).splitlines()[3] == "C04,,,,,,,0"


@each(
    ("text", "said"),
    [
        pytest.param("case,a", "has no cases", id="no row"),
        pytest.param(
            "case,a\nx,1\n\ny,2",
            "line 4, case 'y', column 'a': '2'; write 1, 0 or nothing",
            id="value",
        ),
        pytest.param(
            "case,a\nx", "line 2, case 'x': 0 values for 1 conditions", id="short row"
        ),
        pytest.param(
            "case,a,a\nx,1,1", "condition 'a' stands twice", id="condition twice"
        ),
        pytest.param("case,a\nx,1\nx,1", "case 'x' stands twice", id="case twice"),
        pytest.param(
            "case|a\nx|1", "line 1: one column only, 'case|a'", id="other separator"
        ),
    ],
)
def test_a_bad_matrix_is_refused_by_line_and_column(text: str, said: str) -> None:
    with pytest.raises(InputError, match=said):
        read_matrix(text)


AFTER = [
    pytest.param('"case","a","b"\n"x",NA,1\n"y",0,NA\n', id="R, quoted"),
    pytest.param('"","case","a","b"\n"1","x",NA,1\n"2","y",0,NA\n', id="R, numbered"),
    pytest.param('"","a","b"\n"x",NA,1\n"y",0,NA\n', id="R, row names"),
    pytest.param('"a","b"\n"x",NA,TRUE\n"y",FALSE,NA\n', id="R, write.table"),
    pytest.param('"case";"a";"b"\n"x";NA;1,0\n"y";0,0;NA\n', id="R, write.csv2"),
    pytest.param("X,case,a,b\n1,x,NA,1\n2,y,0,NA\n", id="R, twice"),
    pytest.param("case,a,b\nx,,1.0\ny,0.0,\n", id="pandas"),
    pytest.param(",case,a,b\n0,x,NaN,True\n1,y,False,nan\n", id="pandas, index"),
    pytest.param(",Unnamed: 0,case,a,b\n0,0,x,<NA>,1\n1,1,y,0,\n", id="pandas, twice"),
    pytest.param("case,a,b,,\nx,,1,,\ny,0,,,\n,,,,\n", id="spreadsheet"),
    pytest.param("case\ta\tb\nx\t.\t1\ny\t0\t.\n", id="Stata, tabs"),
]


@each("text", AFTER)
def test_a_matrix_that_was_elsewhere_is_read_as_written(text: str) -> None:
    assert write_matrix(read_matrix(text)) == "case,A,B\r\nx,,1\r\ny,0,\r\n"


@each("cell", ["0.5", "0,67", "1.01", "10", "yes", "-1", "1.", "NAN1"])
def test_a_cell_that_is_none_of_these_is_refused(cell: str) -> None:
    with pytest.raises(InputError, match=f"column 'a': '{cell}'; write 1, 0 or nothing"):
        read_matrix(f"case;a\nx;{cell}\n")


def test_cases_that_are_numbers_stay() -> None:
    assert read_matrix(",a,b\n1,1,0\n2,,1\n").cases == ("1", "2")


@each("how", ["index=False", "index=True", "set_index"])
def test_pandas_gives_back_what_it_was_given(how: str) -> None:
    import pandas as pd

    made = pd.read_csv(io.StringIO(write_matrix(CHECKED)))
    back = made.set_index("case") if how == "set_index" else made
    text = back.to_csv(index=how != "index=False")
    assert write_matrix(read_matrix(text)) == write_matrix(CHECKED)


R_WAYS = [
    "write.csv(m, out)",
    "write.csv(m, out, row.names = FALSE)",
    "write.csv2(m, out, row.names = FALSE)",
    "write.table(m, out, sep = ',')",
    "rownames(m) <- m$case; write.csv(m[-1], out)",
    "m[-1] <- lapply(m[-1], as.logical); write.csv(m, out, quote = FALSE)",
]


def test_r_gives_back_what_it_was_given(rscript: str, tmp_path: Path) -> None:
    (tmp_path / "m.csv").write_text(write_matrix(CHECKED))
    lines = [
        f"m <- read.csv('m.csv'); out <- '{i}.csv'; {way}" for i, way in enumerate(R_WAYS)
    ]
    command = [rscript, "-e", "\n".join(lines)]
    subprocess.run(command, cwd=tmp_path, check=True, capture_output=True)
    for i, way in enumerate(R_WAYS):
        found = matrix_of(tmp_path / f"{i}.csv")
        assert write_matrix(found) == write_matrix(CHECKED), way


def test_a_matrix_from_r_has_cases_that_state_all(shared: Path) -> None:
    (path,) = (shared / "trials" / "outside").glob("19-*.csv")
    done = l2kg("qca", "deal", "-c", "trust", "-c", "help", "--matrix", str(path))
    assert done.returncode == 0, done.stderr
    assert "n = 2 cases" in done.stdout
    assert "2 of 4 cases are left out" in done.stdout


def test_a_file_that_is_no_text_is_named(tmp_path: Path) -> None:
    (tmp_path / "m.csv").write_bytes(b"case,a\nx\xff,1\n")
    with pytest.raises(L2kgError, match="m.csv: line 2: not UTF-8"):
        matrix_of(tmp_path / "m.csv")


def test_a_file_from_a_spreadsheet_keeps_its_first_column(tmp_path: Path) -> None:
    (tmp_path / "m.csv").write_bytes(b"\xef\xbb\xbfcase,a\r\nx,1\r\n")
    assert matrix_of(tmp_path / "m.csv")["a"].present == {"x"}


# Conditions read from the store; what is expected comes from the fact list's matrix

SLUGS = {
    "C01": "spanish-harlem-barricade",
    "C02": "holocaust-era-assets",
    "C04": "israeli-palestinian-talks",
    "C08": "staged-union-bargaining",
    "C09": "geneva-accord",
    "C10": "domestic-consumption-statements",
    "C11": "cuban-missile-crisis",
    "C12us": "bonn-summit-1978#us-decontrol",
    "C12de": "bonn-summit-1978#german-stimulus",
    "C12jp": "bonn-summit-1978#japanese-stimulus",
    "C13": "german-reunification",
    "C14": "gulf-war-coalition",
}


CONDITIONS = {
    "trust": "l2:BackChannel|l2:TrustedRelationship",
    "help": "l2:CrossTableMeasure",
    "inflame": "l2t:harmful-move",
    # the list's columns of frame and pressure are wider than its concepts: they count the
    # staged arrest, and the letter, which as far as told presses nobody
    "frame": "l2t:content-and-frame|l2t:staged-coercion",
    "pressure": "l2t:coordinated-external-pressure|l2t:letter-between-principals",
    "process": "l2t:process-as-signal",
    "positive": "positive-outcome",
}
NOT_STATED = {  # absent in the list, not stated here
    ("C04", "positive"),  # a deal that may be blocked is told as a possibility
    ("C09", "help"),  # no help is told, and nobody says that there was none
    ("C10", "help"),
    ("C13", "inflame"),  # that nobody gloated does not say that nothing inflamed
}


@pytest.mark.slow
def test_every_cell_is_that_of_the_fact_list_or_not_stated(real: ox.Store) -> None:
    slugs = [SLUGS[case] for case in CHECKED.cases]
    table = matrix(real, list(CONDITIONS.values()), cases=slugs)
    for column, name in CONDITIONS.items():
        ours, theirs = table[name], CHECKED[column]
        for case in CHECKED.cases:
            absent = case in theirs.absent and (case, column) not in NOT_STATED
            assert (SLUGS[case] in ours.present, SLUGS[case] in ours.absent) == (
                case in theirs.present,
                absent,
            ), (case, column)


@pytest.mark.slow
def test_qca_of_the_data_equals_that_of_the_fact_list(
    real: ox.Store, closed: QcaResult
) -> None:
    names = [
        "l2:BackChannel|l2:TrustedRelationship",
        "l2:CrossTableMeasure",
        "l2t:harmful-move",
        "positive-outcome",
    ]
    found = qca(
        matrix(real, names, cases=[SLUGS[case] for case in TEN.cases]),
        outcome="positive-outcome",
        closed=True,
    )
    assert [(row.values, row.n, row.positive, row.code) for row in found.rows] == [
        (row.values, row.n, row.positive, row.code) for row in closed.rows
    ]
    for ours, stated in (
        (found.sufficiency, closed.sufficiency),
        (found.necessity, closed.necessity),
    ):
        assert [(one.consistency, one.coverage, one.pri, one.ron) for one in ours] == [
            (one.consistency, one.coverage, one.pri, one.ron) for one in stated
        ]
    assert [one.fit.expression for one in found.of_kind("conservative")] == [
        "CROSS_TABLE_MEASURE*~HARMFUL_MOVE"
    ]
    assert [one.fit.expression for one in found.of_kind("parsimonious")] == [
        "CROSS_TABLE_MEASURE",
        "~HARMFUL_MOVE",
    ]


@pytest.mark.slow
@each("analysed", ["qca", "cross"])
def test_limits_say_what_cases_they_are(real: ox.Store, analysed: str) -> None:
    table = matrix(real, ["l2:CrossTableMeasure", "positive-outcome"])
    found = (
        qca(table, outcome="positive-outcome")
        if analysed == "qca"
        else two_by_two(table, "l2:CrossTableMeasure", "positive-outcome")
    )
    assert (
        "The 16 cases by how they are told: 9 historical, 3 generic, 2 general pattern, 1 anonymous, 1 hypothetical."
        in found.limits
    )
    assert (
        "3 of the cases are parts of bonn-summit-1978 and not independent of each other."
        in found.limits
    )


def test_either_is_stated_absent_only_where_each_is(variant) -> None:
    claim = ":gone a l2:Claim ; l2:mode l2v:stated-absence ; l2:about l2t:own-side-management , l2:Ratification .\n"
    store = variant(drop=("vote", "own-campaign"), add=claim)
    assert condition(store, "l2t:persuasion-campaign|l2:Ratification").absent == {"tiny"}
    assert (
        condition(store, "l2t:persuasion-campaign|l2t:trusted-exchange").value("tiny")
        is None
    )
    assert (
        condition(store, "l2t:persuasion-campaign|l2:BackChannel").value("tiny") is True
    )


def test_either_can_stand_in_an_order(real: ox.Store) -> None:
    found = condition(
        real,
        "l2:BackChannel|l2:TrustedRelationship before l2:SuccessfulHelp as implied",
    )
    assert found.present == {"german-reunification", "holocaust-era-assets"}


def test_an_outcome_is_stated_for_each_case_but_those_told_as_possible(
    real: ox.Store,
) -> None:
    found = condition(real, "positive-outcome")
    assert {SLUGS[c] for c in TEN["positive"].present & SLUGS.keys()} <= found.present
    assert {"geneva-accord", "domestic-consumption-statements"} <= found.absent
    # told as a possibility, and so blocked no longer but may-be-blocked, which states
    # neither; C04 alone of them is in the fact list's table, and not among its ten of QCA
    assert set(leaf_cases(real)) - found.present - found.absent == {
        "us-budget-deal",
        "rogue-union-faction",
        "entrenched-management",
        "israeli-palestinian-talks",
    }


def test_the_rows_are_the_sixteen_cases_without_parts(real: ox.Store) -> None:
    assert len(leaf_cases(real)) == 16
    assert "bonn-summit-1978" not in leaf_cases(real)


def test_a_tactic_refrained_from_is_stated_absent(real: ox.Store) -> None:
    assert condition(real, "l2t:gloating").absent == {"german-reunification"}
    assert (
        condition(real, "l2t:harmful-move").absent == set()
    )  # gloating is one of several harmful moves


def test_a_temporal_condition_is_a_column(real: ox.Store) -> None:
    found = condition(real, "l2:BackChannel before l2:SuccessfulHelp as implied")
    assert (found.present, found.absent) == ({"german-reunification"}, frozenset())
    trust = "l2:TrustedRelationship before l2:SuccessfulHelp as implied"
    assert condition(real, trust).present == {"holocaust-era-assets"}


def test_what_is_implied_is_no_stated_order(real: ox.Store) -> None:
    for kind in ("l2:BackChannel", "l2:TrustedRelationship"):
        found = condition(real, f"{kind} before l2:SuccessfulHelp")
        assert (found.present, found.absent) == (frozenset(), frozenset())


def test_the_reverse_order_of_all_is_stated_absence(tiny: ox.Store) -> None:
    assert condition(
        tiny, "l2t:supply-draft-in-advance before l2:BackChannel"
    ).absent == {"tiny"}
    assert condition(tiny, "l2:Ratification before l2:BackChannel").value("tiny") is None


def test_a_claim_of_absence_is_stated_absence(variant) -> None:
    claim = ":gone a l2:Claim ; l2:mode l2v:stated-absence ; l2:about l2t:own-side-management , l2:Ratification .\n"
    store = variant(drop=("vote", "own-campaign"), add=claim)
    assert condition(store, "l2t:persuasion-campaign").absent == {"tiny"}
    assert condition(store, "l2:Ratification").absent == {"tiny"}


def test_a_code_is_a_condition(tiny: ox.Store) -> None:
    assert condition(tiny, "barrierType=loss-of-face").present == {"tiny"}
    assert condition(tiny, "setting=labour").absent == {"tiny"}
    assert condition(tiny, "barrierType=leadership-contest").value("tiny") is None


def test_a_pattern_is_a_condition_through_a_coder(real: ox.Store) -> None:
    name = "back-channel-precedes-successful-help"
    found = matrix(
        real, [name, "positive-outcome"], coder=partial(standing_by_case, real)
    )
    assert found[name].present == {"german-reunification"}


@each(
    ("name", "said"),
    [
        ("l2t:harmful-moves", "did you mean l2t:harmful-move"),
        ("l2:BackChanel", "did you mean l2:BackChannel"),
        ("outcom=success", "did you mean outcome"),
        ("outcome=sucess", "did you mean success"),
        ("positive-outcom", "did you mean positive-outcome"),
        ("l2:Nothing before l2:Measure", "no class"),
        (
            "l2:BackChannel befor l2:Measure",
            "no class 'l2:BackChannel befor l2:Measure'; did you mean",
        ),
        ("l2t:harmful move", "did you mean l2t:harmful-move"),
        ("l2:BackChanel|l2:TrustedRelationship", "did you mean l2:BackChannel"),
        ("setting=labour force", "no code 'labour force'; did you mean labour"),
    ],
)
def test_an_unknown_condition_suggests_the_nearest(
    tiny: ox.Store, name: str, said: str
) -> None:
    with pytest.raises(NotFoundError, match=said):
        matrix(tiny, [name])


def test_an_unknown_case_suggests_the_nearest(real: ox.Store) -> None:
    with pytest.raises(NotFoundError, match="did you mean geneva-accord"):
        matrix(real, ["positive-outcome"], cases=["geneva-acord"])


# 2x2 tables. The published ones: Fisher's tea taster (Agresti 1990, p. 61) and the
# convictions of like-sex twins (Fisher 1962, 1970),
# with the figures of R's help page of fisher.test (R 4.2.2 prints them; its interval is
# found by a coarser search than scipy's)

TEA, TWINS = ((3, 1), (1, 3)), ((2, 15), (10, 3))


@each(
    ("counts", "two_sided", "ratio"),
    [
        pytest.param(TEA, 0.4857, 6.408309, id="tea"),
        pytest.param(TWINS, 0.0005367, 0.04693661, id="twins"),
    ],
)
def test_fisher_equals_the_published(counts, two_sided: float, ratio: float) -> None:
    found = exact_test(counts)
    assert found.two_sided == pytest.approx(two_sided, rel=1e-3)
    assert found.odds_ratio == pytest.approx(ratio, rel=1e-4)


def test_the_one_sided_test_and_the_interval_equal_the_published() -> None:
    assert exact_test(TEA).greater == pytest.approx(0.2429, abs=5e-5)
    assert exact_test(TWINS).less == pytest.approx(0.0004652, abs=5e-8)
    assert (exact_test(TWINS).low, exact_test(TWINS).high) == pytest.approx(
        (0.003325764, 0.363182271), rel=5e-3
    )


def test_the_interval_ends_where_the_tail_is_half_of_what_is_left() -> None:
    ways = [1, 16, 36, 16, 1]  # of the tea table, by the number of cups

    def tail(ratio: float, cups: range) -> float:
        return sum(ways[k] * ratio**k for k in cups) / sum(
            ways[k] * ratio**k for k in range(5)
        )

    found = exact_test(TEA)
    assert tail(found.high, range(4)) == pytest.approx(0.025, rel=1e-3)
    assert tail(found.low, range(3, 5)) == pytest.approx(0.025, rel=1e-3)


def test_an_empty_cell_gives_an_infinite_odds_ratio() -> None:
    found = two_by_two(TEN, "help", "positive")
    assert found.counts == ((8, 0), (0, 2))
    assert found.exact is not None
    assert math.isinf(found.exact.odds_ratio)
    assert found.exact.two_sided == pytest.approx(1 / math.comb(10, 2))


def test_not_stated_is_left_out_unless_the_world_is_closed() -> None:
    assert two_by_two(CHECKED, "help", "positive").not_stated == ("C04", "C14")
    found = two_by_two(CHECKED, "help", "positive", closed=True)
    assert (found.n, found.read_as_absent, found.counts) == (12, 2, ((8, 0), (1, 3)))
    assert found.limits[0].startswith("Closed world: 2 of 24")


def test_a_table_without_variation_says_so_and_computes_nothing() -> None:
    found = two_by_two(TEN, "trust", "positive")
    assert found.exact is None
    assert "TRUST is present in all 2 cases" in found.refusal
    assert any("Nothing was computed" in line for line in table_lines(found))


def test_a_condition_is_not_crossed_with_itself() -> None:
    with pytest.raises(UsageError, match="crossed with itself"):
        two_by_two(TEN, "help", "help")


# Tactics that go together

OTHER = """
@prefix : <https://w3id.org/l2kg/case/other#> . @prefix l2: <https://w3id.org/l2kg/ontology#> . @prefix l2t: <https://w3id.org/l2kg/tactic/> .
<https://w3id.org/l2kg/case/other> a l2:Case .
:one a l2:Measure ; l2:tactic l2t:no-triumphalism , l2t:process-as-signal .
:two a l2:Measure ; l2:tactic l2t:map-constituencies .
"""


@pytest.fixture
def two_cases(variant, tmp_path) -> ox.Store:
    path = tmp_path / "other.ttl"
    path.write_text(OTHER, encoding="utf-8")
    return variant(also=(path,))


def test_support_confidence_and_lift_by_hand(two_cases: ox.Store) -> None:
    found = {(p.first, p.second): p for p in co_occurrence(two_cases).pairs}
    both = found["map-constituencies", "no-triumphalism"]
    assert (both.n_both, both.support, both.confidence, both.lift) == (
        2,
        1.0,
        (1.0, 1.0),
        1.0,
    )
    one = found["map-constituencies", "process-as-signal"]
    assert (one.n, one.n_both, one.support, one.confidence, one.lift) == (
        2,
        1,
        0.5,
        (0.5, 1.0),
        1.0,
    )


def test_a_measure_is_another_unit_than_a_case(two_cases: ox.Store) -> None:
    found = co_occurrence(two_cases, unit="measure")
    assert [(p.first, p.second, p.n_both) for p in found.pairs] == [
        ("no-triumphalism", "process-as-signal", 1)
    ]
    assert found.pairs[0].lift == found.n / 2


def test_a_tactic_and_a_wider_one_are_no_pair(two_cases: ox.Store) -> None:
    found = {
        (p.first, p.second)
        for p in co_occurrence(two_cases, unit="measure", wider=True).pairs
    }
    assert ("avoid-inflaming", "process-as-signal") in found
    assert ("avoid-inflaming", "no-triumphalism") not in found
    assert all("level-ii-measure" not in pair for pair in found)


def test_co_occurrence_carries_n_and_its_limits(two_cases: ox.Store) -> None:
    said = list(table_lines(co_occurrence(two_cases)))
    assert said[0] == "Tactics in the same case: n = 2 cases"
    assert any(line.startswith("  Limited diversity:") for line in said)


# The partial order

ZIGZAG = {
    2: 1,
    3: 2,
    4: 5,
    5: 16,
    6: 61,
    7: 272,
}  # sequence A000111: ways to number a fence of n posts


def test_the_order_of_the_tiny_case(tiny: ox.Store) -> None:
    found = partial_order(tiny, "tiny")
    assert {ref.id for ref in found.occurrences} == {
        "aides-channel",
        "crisis",
        "support-plan",
        "sharing-the-draft",
        "signing",
    }
    assert (found.n, len(found.pairs), found.possible) == (5, 9, 10)
    assert (
        found.extensions == 2
    )  # channel, crisis, plan and draft either way, signing: all but a whole and its part are ordered
    assert sorted(found.ranks.values()) == [1, 2, 3, 3, 4]


def test_an_order_of_chosen_occurrences(tiny: ox.Store) -> None:
    found = partial_order(tiny, "tiny", chosen=("signing", "mapping", "vote"))
    assert (found.n, found.extensions, found.pairs) == (3, 6, frozenset())
    assert (
        "No order is stated between any two of them: every sequence goes with it."
        in list(order_lines(found))
    )


def test_the_main_case_is_counted_exactly(real: ox.Store) -> None:
    found = partial_order(real, "german-reunification")
    assert found.extensions is not None
    assert found.extensions >= 1
    assert any("counted exactly" in line for line in order_lines(found))
    assert not any("(implied)" in line for line in order_lines(found))
    wide = partial_order(real, "german-reunification", grade="implied")
    assert found.pairs < wide.pairs and found.implied == wide.implied != set()
    assert any(line.endswith("  (implied)") for line in order_lines(wide))


@each(("grade", "closure", "covering"), [("stated", 95, 32), ("implied", 413, 79)])
def test_the_covering_relation_is_told_in_time_and_gives_the_whole_order(
    real: ox.Store, grade: Grade, closure: int, covering: int
) -> None:
    found = partial_order(real, "german-reunification", grade=grade, count=False)
    assert (len(found.pairs), len(found.steps_in_time)) == (closure, covering)
    assert nx.transitive_closure(nx.DiGraph(found.steps_in_time)).edges == found.pairs
    firsts = list(dict.fromkeys(first for first, _ in found.steps_in_time))
    assert not any((b, a) in found.pairs for a, b in itertools.combinations(firsts, 2))


def test_a_step_says_how_much_time_lay_between(real: ox.Store) -> None:
    said = list(order_lines(partial_order(real, "geneva-accord")))
    assert "  #concession-statement before #denials, lapse: nearly at once" in said


@each("n", ZIGZAG)
def test_fences_have_the_zigzag_numbers(n: int) -> None:
    pairs = [(i, i + 1) if i % 2 == 0 else (i + 1, i) for i in range(n - 1)]
    assert (
        count_extensions(map(str, range(n)), [(str(a), str(b)) for a, b in pairs])
        == ZIGZAG[n]
    )


def test_two_chains_interleave() -> None:
    chains = [
        (f"{chain}{i:02}", f"{chain}{j:02}")
        for chain in "ab"
        for i in range(20)
        for j in range(i + 1, 20)
    ]
    assert count_extensions(
        {name for pair in chains for name in pair}, chains
    ) == math.comb(40, 20)


def test_a_set_without_order_has_all_sequences() -> None:
    assert count_extensions(map(str, range(50)), []) == math.factorial(50)


@given(st.sets(st.sampled_from([*itertools.combinations("abcdef", 2)])))
@example(set())
@settings(max_examples=40)
def test_the_count_equals_that_of_trying_all(pairs: set[tuple[str, str]]) -> None:
    while more := {(a, d) for a, b in pairs for c, d in pairs if b == c} - pairs:
        pairs |= more
    tried = sum(
        all(p.index(a) < p.index(b) for a, b in pairs)
        for p in itertools.permutations("abcdef")
    )
    assert count_extensions("abcdef", pairs) == tried


def test_an_order_too_large_to_count_says_so(real: ox.Store) -> None:
    found = partial_order(real, "german-reunification", most_states=10)
    assert found.extensions is None
    assert any(
        "not counted; an exact count takes more than" in line
        for line in order_lines(found)
    )
    with pytest.raises(TooManyError):
        count_extensions(map(str, range(301)), [])


def test_an_order_that_goes_in_a_circle_is_no_order() -> None:
    with pytest.raises(ValueError, match="circle"):
        count_extensions("ab", [("a", "b"), ("b", "a")])


@each(
    ("case", "chosen", "said"),
    [
        ("tinny", (), "did you mean tiny"),
        ("tiny", ("singing",), "did you mean signing"),
        ("tiny", ("side-a",), "no occurrence 'side-a'"),
    ],
)
def test_an_unknown_name_suggests_the_nearest(
    tiny: ox.Store, case: str, chosen: tuple[str, ...], said: str
) -> None:
    with pytest.raises(NotFoundError, match=said):
        partial_order(tiny, case, chosen=chosen)
