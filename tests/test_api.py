"""What `import l2kg` gives: the answers of the commands as data frames, and what shows itself."""

from __future__ import annotations

import csv
import io
import re
import subprocess
import sys
import warnings
from typing import TYPE_CHECKING

import pandas as pd
import pytest
from commands import l2kg as command
from each import each

import l2kg
from l2kg.cases.naming import in_words, is_evidence, names_in, with_labels
from l2kg.cli.fitting import fitting
from l2kg.errors import L2kgError
from l2kg.frames.typed import frame_of
from l2kg.namespaces import BASE, iri_named, short
from l2kg.patterns import all_patterns
from l2kg.queries.header import all_queries
from l2kg.queries.notices import NoticeWarning
from l2kg.queries.run import run
from l2kg.queries.sources import Embedded

if TYPE_CHECKING:
    import pyoxigraph as ox

HEADLINE = "back-channel-precedes-successful-help"


@pytest.mark.usefixtures("own_process")
def test_the_package_is_light_until_something_is_asked() -> None:
    text = (
        "import sys, l2kg; assert not {'pandas', 'rdflib', 'pyoxigraph', 'l2kg.api'} & set(sys.modules);"
        " assert 'pattern' in dir(l2kg); assert l2kg.api.tables is l2kg.tables; assert 'pandas' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", text], check=True)


def test_every_named_query_is_a_frame_with_a_label_beside_each_id(real: ox.Store) -> None:
    names = names_in(Embedded(real))
    for name, query in all_queries().items():
        if query.kind not in ("questions", "patterns") or any(
            p.required for p in query.params
        ):
            continue
        table = run(real, query)
        frame = frame_of(with_labels(table, names))
        assert len(frame) == len(table.rows), name
        things = [c for c in frame if f"{c}_label" in frame and not is_evidence(c)]
        assert things, name
        for column in things:
            assert frame[column].dtype == "string", (name, column)
            assert not frame[column].str.startswith(BASE).any(), (name, column)
            ours = ~frame[column].str.contains("://", na=True)
            unlabelled = ours & frame[f"{column}_label"].isna()
            assert not unlabelled.any(), (name, frame[column][unlabelled])
        shown, left_out = fitting(in_words(table, names), 80)
        assert 2 <= len(shown.columns) <= 8, name
        assert not any(BASE in cell for row in shown.rows for cell in row), name
        assert not {"evidence"} & set(shown.columns) or not left_out, name


def test_a_query_is_asked_by_name_text_or_file(real: ox.Store, tmp_path) -> None:
    named = l2kg.query("back-channels", case="german-reunification", store=real)
    assert set(named["case"]) == {"german-reunification"}
    text = (
        "SELECT ?m ?n ?on { ?m a l2:Measure . BIND(7 AS ?n) OPTIONAL { ?m l2:no ?on } }"
    )
    with pytest.warns(UserWarning, match="l2:no"):
        own = l2kg.query(text, store=real)
    assert list(map(str, own.dtypes)) == ["string", "Int64", "string"]
    assert own["on"].isna().all()
    (tmp_path / "q.rq").write_text("SELECT ?c { ?c a l2:Case }", encoding="utf-8")
    assert set(l2kg.query(tmp_path / "q.rq", store=real)["c"]) == set(
        l2kg.table("cases", store=real)["id"]
    )
    assert set(l2kg.query()["name"]) == set(all_queries())


def test_a_pattern_is_four_frames_and_its_limits(real: ox.Store) -> None:
    for name in all_patterns():
        found = l2kg.pattern(name, store=real)
        result = found.result
        assert len(found.matches) == sum(len(match.rows) for match in result.matches)
        lists = (found.near_misses, found.counter_examples, found.non_matches)
        held = (result.near_misses, result.counter_examples, result.non_matches)
        assert list(map(len, lists)) == list(map(len, held)), name
        assert tuple(found.limits["limit"]) == result.limits
        assert repr(found).startswith(f"{name}: ")
        assert found._repr_html_().count("<li>") == len(result.limits), name


def test_a_case_shows_its_figure_and_a_qca_its_tables(real: ox.Store) -> None:
    case = l2kg.case("geneva-accord", store=real)
    assert case._repr_svg_().startswith("<svg")
    assert repr(case).startswith(f"{case.label}\ngeneva-accord: ")
    assert set(case.table("stances")["in_case"]) == {"geneva-accord"}
    assert len(case.elements) == len(set(case.elements["id"]))
    made = l2kg.qca("positive-outcome", "l2:SuccessfulHelp", closed=True, store=real)
    assert made.truth_table["n"].sum() == made.result.n
    assert "truth table" in made._repr_html_()
    own = pd.DataFrame({"x": [1, 0, 1], "y": [1, None, 1]}, index=["a", "b", "c"])
    assert l2kg.qca("y", "x", matrix=own).result.left_out == ("b",)


def test_what_is_cited_are_the_works_behind_it(real: ox.Store) -> None:
    whole = l2kg.cite("german-reunification", store=real)
    assert repr(whole) == str(whole)
    found = l2kg.pattern(HEADLINE, store=real)
    assert l2kg.cite(found, store=real) == l2kg.cite(found.matches, store=real)
    works = set(re.findall(r"^@\w+{(.*),$", l2kg.cite(found, store=real), re.MULTILINE))
    assert works
    assert works <= set(re.findall(r"^@\w+{(.*),$", whole, re.MULTILINE))


@each(
    ("call", "typed"),
    [
        (
            lambda s: l2kg.search("weak", kind="claim", store=s),
            "search weak --kind claim",
        ),
        (lambda s: l2kg.order("geneva-accord", store=s), "order --case geneva-accord"),
        (
            lambda s: l2kg.tactics(unit="measure", wider=True, least=2, store=s),
            "tactics --unit measure --wider --min 2",
        ),
        (
            lambda s: l2kg.cross("l2:BackChannel", "positive-outcome", store=s),
            "cross l2:BackChannel positive-outcome",
        ),
    ],
)
def test_python_gives_the_rows_of_the_command(
    real: ox.Store, folder: str, call, typed: str
) -> None:
    frame, env = call(real), {"L2KG_STORE": folder}
    told = command(*typed.split(), "--format", "csv", env=env).stdout
    header, *rows = csv.reader(io.StringIO(told))
    assert list(frame.columns) == header and rows
    if header[0] == "id":  # of a search: as the tables have it, not as a query writes it
        rows = [[short(iri_named(name) or name), *rest] for name, *rest in rows]
    for row, ours in zip(rows, frame.itertuples(index=False), strict=True):
        assert row == [
            "; ".join(cell) if isinstance(cell, tuple) else str(cell) for cell in ours
        ]
    if "l2kg" in frame.attrs:
        said = command(*typed.split(), env=env).stdout
        assert "\n".join(frame.attrs["l2kg"]) + "\n" == said


def test_what_is_shown_and_what_columns_hold(real: ox.Store) -> None:
    shown = l2kg.show("l2:Barrier", store=real)
    assert repr(shown).startswith("barrier  [class]\n")
    told = l2kg.columns("measures", store=real)
    assert list(told["column"]) == list(l2kg.table("measures", store=real).columns)
    assert told["description"].notna().all()
    leads = dict(zip(told["column"], told["leads_to"], strict=True))
    assert leads["tactic"] == "tactics"


def test_columns_to_join_on_are_named_in_one_text(real: ox.Store) -> None:
    rows = pd.DataFrame({"ccode": [2, 365, 1], "year": pd.array([1962, None, 1900])})
    one = l2kg.join(rows, on="ccode,year", scheme="cow", store=real)
    pd.testing.assert_frame_equal(
        one, l2kg.join(rows, on=("ccode", "year"), scheme="cow", store=real)
    )
    assert one["ccode"].dtype == rows["ccode"].dtype
    assert one["l2kg_cases"].notna().tolist() == [True, False, False]
    assert one["l2kg_actor"].isna().tolist() == [False, True, True]


def test_what_a_search_finds_joins_with_the_tables(real: ox.Store) -> None:
    found = l2kg.search("weak", kind="element", store=real)
    barriers = l2kg.table("barriers", store=real)
    assert (
        len(found.merge(barriers, on="id")) == found["id"].isin(barriers["id"]).sum() > 1
    )


def test_a_list_put_together_of_nothing_is_missing(real: ox.Store) -> None:
    for name in ("back-channels", "cases", "tactics-by-case"):
        frame = l2kg.query(name, store=real)
        assert not any((frame[column] == "").any() for column in frame.columns), name
    assert l2kg.query("cases", store=real)["narrower"].isna().any()


@each(
    ("dates", "unit"),
    [
        (["1962-01-01", "1978-01-01"], "year"),
        (["1962-10-01", "1978-07-01"], "month"),
        (["1962-10-22", "1978-07-01"], ""),
        (["1962-01-01"], ""),
    ],
)
def test_days_that_stand_for_years_are_told(
    real: ox.Store, dates: list[str], unit: str
) -> None:
    rows = pd.DataFrame({"ccode": [2, 260][: len(dates)], "year": pd.to_datetime(dates)})
    with warnings.catch_warnings(record=True) as told:
        warnings.simplefilter("always")
        found = l2kg.join(rows, on="ccode,year", scheme="cow", store=real)
    said = [str(one.message) for one in told if one.category is NoticeWarning]
    assert [f"first day of a {unit}" in one for one in said] == ([True] if unit else [])
    assert (said == found.attrs["l2kg"][:1]) == bool(unit)
    if unit:
        rows["year"] = rows["year"].dt.to_period(unit[0].upper())
        whole = l2kg.join(rows, on="ccode,year", scheme="cow", store=real)
        assert list(whole["l2kg_status"]) == ["matched"] * 2


PANEL = pd.DataFrame({"ccode": [2], "year": [1962], "mine": [1]})


@pytest.mark.parametrize(
    ("call", "near"),
    [
        pytest.param(
            lambda s: l2kg.join(PANEL, on="ccode", scheme="cow", store=s),
            "ccode,year",
            id="one column",
        ),
        pytest.param(
            lambda s: l2kg.join(
                PANEL.set_index(["ccode", "year"]), on="ccode,year", store=s
            ),
            "ccode, year: in the index .*reset_index",
            id="index",
        ),
        pytest.param(
            lambda s: l2kg.join("a.csv", on="ccode,year", store=s),  # type: ignore[arg-type]
            "read_csv",
            id="no frame",
        ),
        pytest.param(lambda s: l2kg.query("casses", store=s), "cases", id="query"),
        pytest.param(
            lambda s: l2kg.query("evidence", elment="x", store=s), "element", id="param"
        ),
        pytest.param(
            lambda s: l2kg.pattern("recipocal", store=s), "reciprocal", id="pattern"
        ),
        pytest.param(lambda s: l2kg.case("geneva", store=s), "geneva-accord", id="case"),
        pytest.param(lambda s: l2kg.table("measure", store=s), "measures", id="table"),
        pytest.param(
            lambda s: l2kg.cite("james-bakr", store=s), "james-baker", id="cite"
        ),
        pytest.param(lambda s: l2kg.show("james-bakr", store=s), "baker", id="show"),
        pytest.param(
            lambda s: l2kg.search("x", case="geneva", store=s), "accord", id="search"
        ),
        pytest.param(
            lambda s: l2kg.search("x", kind="people", store=s), "person", id="kind"
        ),
        pytest.param(lambda s: l2kg.order("geneva", store=s), "accord", id="order"),
        pytest.param(
            lambda s: l2kg.columns("measure", store=s), "measures", id="columns"
        ),
        pytest.param(lambda s: l2kg.query("SELECT {", store=s), "column", id="text"),
        pytest.param(lambda s: l2kg.query("ASK {}", store=s), "SELECT", id="ask"),
    ],
)
def test_what_is_wrong_is_a_value_error_of_one_line(real: ox.Store, call, near) -> None:
    with pytest.raises(ValueError, match=near) as caught:
        call(real)
    assert isinstance(caught.value, L2kgError)
    assert caught.value._render_traceback_() == [
        f"{type(caught.value).__name__}: {caught.value}"
    ]
    assert "\n" not in str(caught.value)
