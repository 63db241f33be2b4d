"""Tables as other people keep them: spellings, abbreviations, surnames, dates in any form and number of columns, dyads."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from commands import l2kg
from each import each

from l2kg.errors import UsageError
from l2kg.joining.columns import Layout, layout_of
from l2kg.joining.csv_io import read_csv
from l2kg.joining.date_cells import Form, form_of, read
from l2kg.joining.join import join
from l2kg.mappings.listed import LISTED

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    import pyoxigraph as ox

SUMMIT = "bonn-summit-1978#summit"
WAR = "gulf-war-coalition#gulf-war"


def joined(
    store: ox.Store,
    rows: Sequence[Sequence[str]],
    on: str = "who,when",
    **options: str,
) -> tuple[list[dict[str, object]], list[str]]:
    """Return our cells of each row, by column without its prefix, and the account."""
    found = join(store, rows, on=on.split(","), **options)  # type: ignore[arg-type]
    names = [name.removeprefix("l2kg_") for name in found.columns]
    cells = [dict(zip(names, row, strict=True)) for _, row in found.lines]
    return cells, list(found.account())


# what was found in other people's files


@each(
    ("number", "on", "scheme", "actors"),
    [
        pytest.param(
            "01-vdem-germany", "country_id,year", "vdem", ["west-germany"], id="1"
        ),
        pytest.param(
            "02-iso-former-states", "iso,year", "iso3", ["west-germany"], id="2"
        ),
        pytest.param(
            "03-state-names",
            "state,year",
            "name",
            ["united-states", "west-germany", "japan"],
            id="3",
        ),
        pytest.param(
            "06-iso-column-not-recognised",
            "iso3c,year",
            None,
            ["united-states", None, "japan"],
            id="6",
        ),
        pytest.param(
            "07-surname-of-somebody-else",
            "leader,begin",
            "name",
            [None, None, "helmut-schmidt"],
            id="7",
        ),
    ],
)
def test_files_of_others_meet_whom_they_mean(
    real: ox.Store,
    shared: Path,
    number: str,
    on: str,
    scheme: str | None,
    actors: list[str | None],
) -> None:
    _, rows = read_csv(shared / "trials" / "outside" / f"{number}-a.csv")
    options = {"scheme": scheme} if scheme else {}
    cells, _ = joined(real, rows, on, **options)
    assert [cell["actor"] for cell in cells][: len(actors)] == actors
    assert all(cell["elements"] == (SUMMIT,) for cell in cells if cell["actor"])


# names


@each(
    ("name", "when", "actor"),
    [
        pytest.param("UNITED STATES OF AMERICA (the)", "1978", "united-states", id="ISO"),
        pytest.param("US", "1978", "united-states", id="initials"),
        pytest.param("Germany West", "1978", "west-germany", id="Polity"),
        pytest.param("Germany, West", "1978", "west-germany", id="turned at the comma"),
        pytest.param("German Federal Republic", "1995", "germany", id="kept after 1990"),
        pytest.param("German Democratic Republic", "1990-06", "east-germany", id="COW"),
        pytest.param("Federal Republic of Germany", "1978", "west-germany", id="in full"),
        pytest.param("USSR", "1962", "soviet-union", id="Polity on the Soviet Union"),
        pytest.param("Schmidt, Helmut", "1978", "helmut-schmidt", id="surname first"),
        pytest.param(
            "George H. W. Bush", "1990", "george-h-w-bush", id="spaced initials"
        ),
    ],
)
def test_a_name_is_known_as_other_lists_spell_it(
    real: ox.Store, name: str, when: str, actor: str
) -> None:
    ((row,), _) = joined(real, [(name, when)], scheme="name")
    assert row["actor"] == actor


@each(
    ("name", "when", "note"),
    [
        pytest.param("Russia", "1962", "caution: One", id="a list's name for more"),
        pytest.param(
            "State of Kuwait",
            "1990",
            "caution: State of Kuwait is read as Kuwait",
            id="a long name",
        ),
    ],
)
def test_a_name_that_means_more_or_less_is_matched_with_a_caution(
    real: ox.Store, name: str, when: str, note: str
) -> None:
    ((row,), _) = joined(real, [(name, when)], scheme="name")
    assert (row["status"], str(row["note"]).startswith(note)) == ("matched", True)


@each(
    ("name", "note"),
    [
        pytest.param(
            "Schmidt", "write the whole name, such as Helmut Schmidt", id="ours"
        ),
        pytest.param("GENSCHER", "such as Hans-Dietrich Genscher", id="no other name"),
        pytest.param("Wilson", "Wilson may be anybody", id="a scholar"),
    ],
)
def test_a_surname_alone_is_nobody(real: ox.Store, name: str, note: str) -> None:
    rows, _ = joined(real, [(name, "1978"), ("Japan", "1978")], scheme="name")
    assert (rows[0]["actor"], rows[0]["status"]) == (None, "unmatched")
    assert str(rows[0]["note"]).startswith("surname alone: ")
    assert note in str(rows[0]["note"])


def test_names_of_many_rows_then_near_ones_come_first_in_the_account(
    real: ox.Store,
) -> None:
    names = [*(f"Country {n:02}" for n in range(50)), "Untied States", "Türkiye", "Japan"]
    names += ["Zembla", "Zembla", "Ruritania", "Ruritania", "Zembla"]
    rows, account = joined(real, [(name, "1978") for name in names], scheme="name")
    line = next(line for line in account if "with a name that" in line)
    assert line.partition("of ours has: ")[2].startswith(
        "Zembla (3 rows), Ruritania (2 rows),"
        " Türkiye (did you mean Turkey?), Untied States (did you mean United States"
    )
    assert "did you mean Turkey?" in str(rows[51]["note"])
    assert "Country 00 (" not in line


# schemes


@each(
    ("cells", "expected"),
    [
        pytest.param(["USA", "UKG", "GFR", "KUW"], "cowc: it alone fits", id="COW"),
        pytest.param(["USA", "FRN", "SPN"], "cowc: it alone fits", id="COW, one of ours"),
        pytest.param(["USA", "URY", "JPN"], "iso3: it alone fits", id="ISO"),
        pytest.param(
            ["USA", "URY", "NA", "<NA>", "."], "iso3: it alone fits", id="ISO and gaps"
        ),
        pytest.param(
            ["USA", "FRA", "DDR"], "iso3: it alone fits", id="a former ISO code"
        ),
        pytest.param(["USA", "JPN"], "iso3: cowc would give the same", id="both"),
        pytest.param(
            ["2", "740"], "cow: gw, polity would give", id="numbers that mean the same"
        ),
    ],
)
def test_a_scheme_is_told_by_the_column_as_a_whole(
    real: ox.Store, cells: list[str], expected: str
) -> None:
    _, account = joined(real, [(cell, "1978") for cell in cells])
    assert account[0].startswith(f"scheme {expected}")


@each(
    ("cells", "words"),
    [
        pytest.param(
            ["260", "77", "20"], "may hold codes of cow, gw, vdem", id="numbers"
        ),
        pytest.param(
            ["USA", "XXA", "XXB"],
            "iso3 has USA, yet XXA, XXB are no codes of it",
            id="no list has them",
        ),
    ],
)
def test_doubt_about_a_scheme_is_told_with_the_candidates(
    real: ox.Store, cells: list[str], words: str
) -> None:
    with pytest.raises(UsageError, match=words):
        joined(real, [(cell, "1978") for cell in cells])


def test_country_converter_has_the_same_iso_codes() -> None:
    import country_converter as coco

    theirs = set(coco.CountryConverter().data["ISO3"])
    assert theirs - LISTED["iso3"] <= {"XKX"}  # Kosovo, which ISO 3166 has not
    assert LISTED["iso3"] <= theirs


# dates


@each(
    ("cells", "wanted", "days"),
    [
        pytest.param(["1978-07/.."], None, ("1978-07-01", None), id="open"),
        pytest.param(["1982/"], None, ("1982-01-01", None), id="unknown end"),
        pytest.param(["../1978-03-30"], None, (None, "1978-03-30"), id="open start"),
        pytest.param(["/1978-03-30"], None, (None, "1978-03-30"), id="unknown start"),
        pytest.param(["[1978-07,1978-09]"], None, ("1978-07-01", "1978-09-30"), id="set"),
        pytest.param(["1978~"], None, ("1977-01-01", "1979-12-31"), id="about"),
        pytest.param(["02jul1978"], None, ("1978-07-02", "1978-07-02"), id="%td"),
        pytest.param(["July 2, 1978"], None, ("1978-07-02", "1978-07-02"), id="written"),
        pytest.param(
            ["2-Jul-1978"], None, ("1978-07-02", "1978-07-02"), id="with hyphens"
        ),
        pytest.param(["1978m7"], None, ("1978-07-01", "1978-07-31"), id="%tm"),
        pytest.param(["1978q3"], None, ("1978-07-01", "1978-09-30"), id="%tq"),
        pytest.param(["19780702"], None, ("1978-07-02", "1978-07-02"), id="eight digits"),
        pytest.param(["1978/7/2"], None, ("1978-07-02", "1978-07-02"), id="year first"),
        pytest.param(["7/16/1978"], None, ("1978-07-16", "1978-07-16"), id="month first"),
        pytest.param(["7/2/1978"], "mdy", ("1978-07-02", "1978-07-02"), id="mdy"),
        pytest.param(["7/2/1978"], "dmy", ("1978-02-07", "1978-02-07"), id="dmy"),
        pytest.param(
            ["7/2/1978", "25/2/1978"], None, ("1978-02-07",) * 2, id="the column"
        ),
        pytest.param(["6757"], "stata", ("1978-07-02", "1978-07-02"), id="Stata"),
        pytest.param(["-365"], "stata", ("1959-01-01", "1959-01-01"), id="before 1960"),
        pytest.param(["28673"], "spreadsheet", ("1978-07-02", "1978-07-02"), id="serial"),
        pytest.param(["1"], "spreadsheet", ("1900-01-01", "1900-01-01"), id="day one"),
    ],
)
def test_a_date_is_read_as_it_was_meant(
    cells: list[str], wanted: str | None, days: tuple[str | None, str | None]
) -> None:
    span = read(cells[0], form_of(cells, wanted)).span
    assert span is not None
    shown = [None if day.year in (1, 9999) else day.isoformat() for day in span]
    assert tuple(shown) == days


@each(
    ("cells", "words"),
    [
        pytest.param(["7/2/1978"], "may be 7 February or 2 July 1978", id="two orders"),
        pytest.param(
            ["28673"], "1978-07-02 counted by a spreadsheet", id="two calendars"
        ),
        pytest.param(
            ["6757", "1978"], "may be 1978-07-02 counted by Stata", id="no year"
        ),
        pytest.param(["31/2/1978"], "write a year", id="no day of the calendar"),
        pytest.param(["1990/1978"], "ends before it begins", id="turned round"),
        pytest.param(["../.."], "neither a first nor a last day", id="nothing told"),
    ],
)
def test_a_date_in_doubt_is_told_and_not_guessed(cells: list[str], words: str) -> None:
    found = read(cells[0], form_of(cells))
    assert (found.span, words in found.why) == (None, True)


def test_a_form_that_is_none_lists_those_that_there_are() -> None:
    with pytest.raises(UsageError, match=r"mdy \(.*stata \(.*year first need none"):
        form_of(["1"], "ymd")


def test_a_row_that_is_open_meets_what_follows_and_says_so(real: ox.Store) -> None:
    rows, _ = joined(real, [("USA", "1978-07/.."), ("USA", "1979/")], scheme="iso3")
    assert [SUMMIT in str(row["elements"]) for row in rows] == [True, False]
    assert all("no last day is told" in str(row["note"]) for row in rows)


# columns


@each(
    ("on", "row", "layout"),
    [
        pytest.param("a,b", "2,1978", ((0,), ((1,),)), id="two"),
        pytest.param("c1,c2,year", "365,2,1962", ((0, 1), ((2,),)), id="dyad"),
        pytest.param("c,y,m", "2,1978,7", ((0,), ((1, 2),)), id="year and month"),
        pytest.param("c,y,m,d", "2,1978,7,16", ((0,), ((1, 2, 3),)), id="a day"),
        pytest.param("c,day,mon,yr", "2,7,7,1978", ((0,), ((3, 2, 1),)), id="by name"),
        pytest.param(
            "c,from,to", "2,1978,1980", ((0,), ((1,), (2,))), id="spell of years"
        ),
        pytest.param(
            "c,s,e", "2,1978-07-01,1978-07-20", ((0,), ((1,), (2,))), id="spell of days"
        ),
        pytest.param(
            "c1,c2,y,m,d", "2,740,1978,7,16", ((0, 1), ((2, 3, 4),)), id="dyad-day"
        ),
        pytest.param(
            "c,stday,stmon,styear,endday,endmon,endyear",
            "2,1,7,1978,20,7,1978",
            ((0,), ((3, 2, 1), (6, 5, 4))),
            id="spell in six",
        ),
        pytest.param(
            "actor=x,end=z,start=y", "2,6000,7000", ((0,), ((2,), (1,))), id="by role"
        ),
        pytest.param(
            "c,day=a,year=b,month=d",
            "2,1,1978,2",
            ((0,), ((2, 3, 1),)),
            id="parts by role",
        ),
    ],
)
def test_columns_are_told_by_place_name_and_content(
    on: str, row: str, layout: tuple[tuple[int, ...], tuple[tuple[int, ...], ...]]
) -> None:
    assert layout_of(on.split(","), [[c] for c in row.split(",")]) == Layout(*layout)


@each(
    "on",
    [
        pytest.param("a,b,c,d,e,f,g,h,i", id="too many"),
        pytest.param("actor=a,year=b,day=c", id="a day without its month"),
        pytest.param("a,start=b,c", id="no end"),
    ],
)
def test_columns_that_cannot_be_told_are_asked_for(on: str) -> None:
    names = on.split(",")
    with pytest.raises(UsageError, match="cannot be told; say so, such as --on actor="):
        layout_of(names, [["2"] for _ in names])


@each(
    ("on", "row", "elements"),
    [
        pytest.param("c,y,m,d", "2,1978,7,16", (SUMMIT,), id="three columns"),
        pytest.param("c,y,m,d", "2,1978,-9,-9", (SUMMIT,), id="month and day not told"),
        pytest.param("c,s,e", "645,1990-08-02,1991-04-12", None, id="a spell"),
        pytest.param("c1,c2,year", "2,740,1978", (SUMMIT,), id="a dyad"),
        pytest.param("c1,c2,year", "2,645,1978", (), id="a dyad of which one is away"),
    ],
)
def test_rows_of_many_columns_meet_our_cases(
    real: ox.Store, on: str, row: str, elements: tuple[str, ...] | None
) -> None:
    ((found,), _) = joined(real, [row.split(",")], on, scheme="cow")
    if elements is None:
        assert WAR in str(found["elements"])
    else:
        assert found["elements"] == elements


def test_a_dyad_names_both_and_says_who_is_unknown(real: ox.Store) -> None:
    pairs = [("2", "740", "1978"), ("2", "999", "1978"), ("2", "645", "1978")]
    rows, account = joined(real, pairs, "ccode1,ccode2,year", scheme="cow")
    assert rows[0]["actor"] == ("united-states", "japan")
    assert rows[2]["note"] == "no dated occurrence of both then"
    assert "  unmatched: 1 with a code that no actor of ours has: 999" in account


def test_a_spell_without_an_end_is_open(real: ox.Store) -> None:
    rows = [("2", "1978", "1979"), ("2", "1989", ""), ("2", "1990", "1980")]
    found, _ = joined(real, rows, "ccode,start,end", scheme="cow")
    assert found[1]["note"] == "no last day is told: all from the first on is met"
    assert "ends before it begins" in str(found[2]["note"])


def test_a_dated_case_that_no_code_leads_to_is_named(real: ox.Store) -> None:
    _, account = joined(real, [("666", "2003"), ("2", "1978")], scheme="cow")
    assert any("no actor with a code of cow: geneva-accord" in line for line in account)
    _, account = joined(real, [("Japan", "1978")], scheme="name")
    assert not any("geneva-accord" in line for line in account)


def test_the_command_takes_many_columns_and_a_form(folder: str, tmp_path: Path) -> None:
    path = tmp_path / "dyads.csv"
    path.write_text("a,b,day\nUSA,JPN,7/16/1978\nUSA,JPN,7/2/1978\n", encoding="utf-8")
    done = l2kg("join", str(path), "--on", "a,b,day", "--store", folder)
    met = [line for line in done.stdout.splitlines() if SUMMIT in line]
    assert (done.returncode, len(met)) == (0, 2)
    assert "dates: months before days, as 7/16/1978 shows" in done.stderr
    done = l2kg("join", str(path), "--on", "a,b,day", "--dates", "x", "--store", folder)
    assert (done.returncode, len(done.stderr.splitlines())) == (2, 1)


def test_missing_values_of_other_programs_are_no_dates() -> None:
    found = {cell: read(cell, Form()).why for cell in ("", "NA", ".", "NaN")}
    assert set(found.values()) == {"no date given"}
