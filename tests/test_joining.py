"""Other people's tables beside our cases: which rows meet which elements, what is said of the rest, and the files that come of it."""

from __future__ import annotations

import csv
import datetime as dt
import io
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd
import pyoxigraph as ox
import pytest
from commands import l2kg
from each import each

import l2kg as package
from l2kg.dates import bounds
from l2kg.errors import L2kgError, NotFoundError, UsageError
from l2kg.joining.columns import named_columns
from l2kg.joining.csv_io import read_csv
from l2kg.joining.date_cells import form_of, read
from l2kg.joining.identities import Register
from l2kg.joining.join import join
from l2kg.joining.participation import Dated
from l2kg.namespaces import CASE, GRAPH, PREFIXES
from l2kg.store import in_memory

if TYPE_CHECKING:
    from l2kg.joining.joined import Joined

LINKS = Path(__file__).parent / "data" / "tiny-links.ttl"
ON = ("who", "when")


@pytest.fixture(scope="session")
def linked(tiny: ox.Store) -> ox.Store:
    """Return the tiny case with numbers and identifiers for its actors, in place of the real links."""
    store = in_memory(tiny)
    for quad in list(
        store.quads_for_pattern(None, None, None, ox.NamedNode(f"{GRAPH}links"))
    ):
        store.remove(quad)
        store.remove(ox.Quad(quad.subject, quad.predicate, quad.object))
    for graph in (None, ox.NamedNode(f"{GRAPH}links")):
        store.load(path=LINKS, format=ox.RdfFormat.TURTLE, to_graph=graph)
    return store


@pytest.fixture(scope="session")
def place(linked: ox.Store, tmp_path_factory: pytest.TempPathFactory) -> str:
    """Return the folder of a store on disk that holds the same."""
    folder = tmp_path_factory.mktemp("linked") / "store"
    store = ox.Store(folder)
    store.bulk_extend(iter(linked))
    store.flush()
    return str(folder)


def wide(found: Joined) -> dict[str, object]:
    """Return the cells of the only row, by column without its prefix."""
    ((_, cells),) = found.lines
    return {
        name.removeprefix("l2kg_"): cell
        for name, cell in zip(found.columns, cells, strict=True)
    }


def one(store: ox.Store, who: str, when: str, scheme: str = "cow") -> dict[str, object]:
    """Join one row, beside one that makes sense, and return its cells."""
    sound = {
        "cow": "901",
        "gw": "902",
        "name": "State A",
        "wikidata": "Q1",
        "iso3": "AAA",
    }[scheme]
    found = join(store, [(who, when), (sound, "1990-01")], on=ON, scheme=scheme)
    return dict(
        zip(
            (name.removeprefix("l2kg_") for name in found.columns),
            found.lines[0][1],
            strict=True,
        )
    )


@each(
    ("who", "when", "scheme", "actor", "elements"),
    [
        pytest.param(
            "901", "1990", "cow", "tiny#state-a", ("boast",), id="its side acts"
        ),
        pytest.param(
            "0901",
            "1990.0",
            "cow",
            "tiny#state-a",
            ("boast",),
            id="numbers as pandas writes them",
        ),
        pytest.param(
            "902", "1978", "cow", "tiny#state-b", ("crisis",), id="its leader is involved"
        ),
        pytest.param(
            "902",
            "1990-07",
            "cow",
            "tiny#state-b",
            ("vote",),
            id="a constituency behind it decides",
        ),
        pytest.param("gw 902", "1990-08", "name", None, (), id="no name of ours"),
        pytest.param(
            "state  b",
            "1990-07-31",
            "name",
            "tiny#state-b",
            ("vote",),
            id="a name in other letters",
        ),
        pytest.param(
            "Head of A",
            "1990-05-01 00:00:00",
            "name",
            "tiny#leader-a",
            ("boast",),
            id="another name and a time stamp",
        ),
        pytest.param(
            "http://www.wikidata.org/entity/Q1",
            "1978~",
            "wikidata",
            "tiny#leader-b",
            ("crisis",),
            id="an IRI and an EDTF date",
        ),
        pytest.param(
            "902",
            "1990-07",
            "gw",
            "tiny#state-b",
            ("vote",),
            id="a code that changes hands, after",
        ),
        pytest.param(
            "902",
            "1990-06",
            "gw",
            "tiny#state-a",
            ("boast",),
            id="a code that changes hands, before",
        ),
    ],
)
def test_a_row_meets_what_its_actor_has_a_part_in(
    linked: ox.Store,
    who: str,
    when: str,
    scheme: str,
    actor: str | None,
    elements: tuple[str, ...],
) -> None:
    row = one(linked, who, when, scheme)
    assert (row["actor"], row["elements"]) == (
        actor,
        tuple(f"tiny#{name}" for name in elements),
    )
    assert row["status"] == ("matched" if elements else "unmatched")
    assert row["cases"] == (("tiny",) if elements else ())


@each(
    ("who", "when", "scheme", "status", "note"),
    [
        pytest.param(
            "902",
            "1985",
            "cow",
            "unmatched",
            "code not valid then: tiny#state-b ../1978-12-31; tiny#state-b 1990-07-15/..",
            id="gap",
        ),
        pytest.param(
            "902",
            "1990",
            "gw",
            "ambiguous",
            "several actors: tiny#state-a ../1990-06-30; tiny#state-b 1990-07-01/..",
            id="two",
        ),
        pytest.param(
            "902",
            "1990",
            "cow",
            "matched",
            "only within tiny#state-b 1990-07-15/..",
            id="for a part of the row's time",
        ),
        pytest.param(
            "903",
            "1978",
            "cow",
            "matched",
            "caution: 903 covers more than B.",
            id="close match",
        ),
        pytest.param(
            "20",
            "1978",
            "cow",
            "unmatched",
            "code unknown: no actor of ours is 20 by cow",
            id="unknown code",
        ),
        pytest.param("", "1978", "cow", "unmatched", "no actor given", id="no actor"),
        pytest.param("901", " ", "cow", "unmatched", "no date given", id="no date"),
        pytest.param(
            "901",
            "2001",
            "cow",
            "unmatched",
            "no dated occurrence then",
            id="no occurrence",
        ),
        pytest.param(
            "901",
            "7/5/1990",
            "cow",
            "unmatched",
            "date not understood: 7/5/1990: may be 7 May or 5 July 1990; say which",
            id="date",
        ),
        pytest.param(
            "901", "90", "cow", "unmatched", "date not understood: 90", id="short year"
        ),
    ],
)
def test_a_row_says_what_a_reader_must_know(
    linked: ox.Store, who: str, when: str, scheme: str, status: str, note: str
) -> None:
    row = one(linked, who, when, scheme)
    assert row["status"] == status
    assert str(row["note"]).startswith(note)
    assert bool(row["elements"]) == (status == "matched")


def test_a_code_counts_only_while_it_holds(linked: ox.Store) -> None:
    assert one(linked, "902", "1990-07-10/1990-07-20", "cow")["elements"] == (
        "tiny#vote",
    )
    assert one(linked, "902", "1990-07-10/1990-07-14", "cow")["elements"] == ()


LIVES = """<http://a.example/life> a l2:Lifetime ; l2:spanOf tiny:state-a ; l2:latest "1989-12-31"^^xsd:date .
tiny:state-a skos:altLabel "Our land"@en . tiny:state-b skos:altLabel "Our land"@en ."""


@each(
    ("lives", "status"),
    [("", "ambiguous"), (LIVES.splitlines()[0], "matched")],
    ids=["both alive", "one of them"],
)
def test_a_name_counts_within_a_lifetime(
    linked: ox.Store, lives: str, status: str
) -> None:
    store, prefixes = in_memory(linked), {**PREFIXES, "tiny": f"{CASE}tiny#"}
    said = (
        "".join(f"PREFIX {prefix}: <{iri}>\n" for prefix, iri in prefixes.items())
        + lives
        + LIVES.splitlines()[1]
    )
    store.load(said, format=ox.RdfFormat.TURTLE)
    row = one(store, "Our Land", "1990-07", "name")
    assert (row["status"], row["actor"]) == (
        status,
        "tiny#state-b" if status == "matched" else None,
    )


def test_a_match_by_a_date_coarser_than_the_rows_says_so() -> None:
    met = "1990-07-10", "1990-07", "1990", "1985/1995"
    for edtf, sure in {
        "1990-07-10": met,
        "1990-07": met[1:],
        "1990-06/1990-08": met,
        "1990": met[2:],
        "1990~": met[3:],
        "1978/..": (),
        "199X": (),
    }.items():
        low, high = bounds(edtf)
        span = low or dt.date.min, high or dt.date.max
        dated = Dated("case", "case#one", span, "source", edtf)
        found = []
        for when in met:
            time = read(when, form_of([when])).span
            assert time
            assert dated.meets(time)
            if dated.surely_meets(time):
                found.append(when)
        assert tuple(found) == sure, edtf


def test_what_a_coarse_date_leaves_open_is_in_note_and_account(real: ox.Store) -> None:
    rows = [("United States", year) for year in ("1993", "1995", "1962")]
    found = join(real, rows, on=ON, scheme="name")
    notes = [line[1][-1] for line in found.lines]
    said = "is dated 199X: some time in 1990-1999"
    assert [said in str(note) for note in notes] == [True, True, False], notes
    (counted,) = (line for line in found.account() if said in line)
    assert "coarser than the row's: 2 " in counted


def test_whose_dating_it_is_is_said(real: ox.Store) -> None:
    row = wide(join(real, [("United States", "1978")], on=ON, scheme="name"))
    assert row["elements"] == ("bonn-summit-1978#summit",)
    assert row["dated_by"] == ("paper+g7-information-centre",)


@each(
    ("cells", "expected"),
    [
        pytest.param(["AAA", "FRA", ""], "iso3", id="three letters"),
        pytest.param(["901", "2"], "cow", id="known in one scheme of numbers only"),
        pytest.param(["State A", "Elsewhere"], "name", id="names"),
        pytest.param(["Q1", "Q99"], "wikidata", id="Wikidata"),
        pytest.param(
            ["902", "901"], "hold codes of cow, gw; say which with --scheme", id="two fit"
        ),
        pytest.param(
            ["20", "31"],
            "fits no scheme (20, 31); name one with --scheme: cow, gw, iso3",
            id="none fits",
        ),
    ],
)
def test_a_scheme_is_taken_only_where_it_alone_fits(
    linked: ox.Store, cells: list[str], expected: str
) -> None:
    rows = [(cell, "1990") for cell in cells]
    if " " in expected:
        with pytest.raises(UsageError) as error:
            join(linked, rows, on=ON)
        assert expected in str(error.value)
    else:
        found = join(linked, rows, on=ON)
        assert (found.scheme, next(found.account())) == (
            expected,
            f"scheme {expected}: it alone fits the column",
        )


@each(
    ("rows", "scheme", "words"),
    [
        pytest.param(
            [("901", "5.7.90")],
            "cow",
            "no date in it is understood (row 1: '5.7.90')",
            id="dates",
        ),
        pytest.param(
            [("20", "1990"), ("31", "1990")],
            "cow",
            "cow knows no actor of ours by any code in it (20, 31)",
            id="codes",
        ),
        pytest.param(
            [("AAA", "1990")], "cow", "iso3 know some of them", id="another scheme"
        ),
        pytest.param(
            [("AAA", "1990")], "iso2", "no scheme 'iso2'; did you mean iso3?", id="scheme"
        ),
    ],
)
def test_a_table_that_makes_no_sense_is_refused(
    linked: ox.Store, rows: list[tuple[str, str]], scheme: str, words: str
) -> None:
    with pytest.raises((UsageError, NotFoundError)) as error:
        join(linked, rows, on=ON, scheme=scheme)
    assert words in str(error.value)


ROWS = [
    ("901", "1990"),
    ("902", "1985"),
    ("903", "1990"),
    ("20", "1990"),
    ("", "1990"),
    ("901", "soon"),
    ("901", "2020"),
]


def test_every_row_is_accounted_for(linked: ox.Store) -> None:
    found = join(linked, ROWS, on=ON, scheme="cow")
    lines = list(found.account())
    assert lines[0] == "7 rows: 2 matched, 0 ambiguous, 5 unmatched"
    assert "  unmatched: 1 with a code that no actor of ours has: 20" in lines
    assert "  unmatched: 1 date not understood: soon; soon: " in "\n".join(lines)
    assert "  matched with a note: 1 caution: 903 covers more than B." in lines
    assert [i for i, _ in found.lines] == list(range(7))
    assert {i for i, _ in found.not_matched()} == {1, 3, 4, 5, 6}


def test_long_has_a_line_for_each_match_and_one_for_each_other_row(
    linked: ox.Store,
) -> None:
    found = join(
        linked, [("902", "1978/1990"), ("901", "2020")], on=ON, scheme="cow", long=True
    )
    assert [(i, cells[3]) for i, cells in found.lines] == [
        (0, "tiny#crisis"),
        (0, "tiny#vote"),
        (1, None),
    ]


def test_reversed_our_elements_are_the_lines(linked: ox.Store) -> None:
    found = join(
        linked,
        [("901", "1990"), ("901", "1990-03"), ("903", "1990"), ("20", "1990")],
        on=ON,
        scheme="cow",
        reverse=True,
    )
    assert [(cells[1], i) for i, cells in found.lines] == [
        ("tiny#boast", 0),
        ("tiny#boast", 1),
        ("tiny#crisis", None),
        ("tiny#vote", 2),
    ]
    assert found.lines[2][1][-1] == "no row"


def test_undated_cases_are_named(real: ox.Store) -> None:
    found = join(real, [("Japan", "1978")], on=ON, scheme="name")
    assert "us-budget-deal" in list(found.account())[-1]


@each(
    "text",
    [
        "1990-13",
        "1990-02-30",
        "199",
        "19900",
        "0000",
        "next year",
        "1990-07-05x",
        "2000/1990",
    ],
)
def test_what_is_no_date_is_none(text: str) -> None:
    assert read(text, form_of([text])).span is None


def test_actors_are_told_by_the_schemes_that_have_one(linked: ox.Store) -> None:
    register = Register(linked)
    assert register.schemes == ("cow", "gw", "iso3", "wikidata", "name")
    assert len(register.identities("cow")["902"]) == 2


# the real mappings


@each(
    ("scheme", "who", "when", "status", "actor", "note"),
    [
        pytest.param(
            "cow",
            "260",
            "1985",
            "unmatched",
            "west-germany",
            "no dated occurrence then",
            id="260 in 1985 is West Germany",
        ),
        pytest.param(
            "cow", "260", "1978", "matched", "west-germany", "", id="260 in 1978"
        ),
        pytest.param(
            "cow",
            "260",
            "1990",
            "matched",
            "west-germany",
            "only within west-germany 1955-05-05/1990-10-02; by the case alone",
            id="260 in 1990, in part",
        ),
        pytest.param(
            "cow",
            "260",
            "1995",
            "unmatched",
            None,
            "code not valid then",
            id="260 in 1995 is nobody",
        ),
        pytest.param(
            "cow",
            "255",
            "1995",
            "matched",
            "germany",
            "caution",
            id="255 in 1995 is Germany",
        ),
        pytest.param(
            "cow",
            "255",
            "1978",
            "unmatched",
            None,
            "code not valid then",
            id="255 in 1978 is nobody",
        ),
        pytest.param(
            "gw",
            "260",
            "1995",
            "matched",
            "germany",
            "caution",
            id="in G-W 260 in 1995 is Germany",
        ),
        pytest.param(
            "gw",
            "260",
            "1990",
            "ambiguous",
            None,
            "several actors",
            id="in G-W 260 in 1990 is two states",
        ),
        pytest.param(
            "gw",
            "260",
            "1990-06",
            "matched",
            "west-germany",
            "caution",
            id="in G-W 260 in June 1990 is one state",
        ),
        pytest.param(
            "cow",
            "365",
            "1962",
            "matched",
            "soviet-union",
            "caution: One code for Russia and the USSR",
            id="365",
        ),
        pytest.param(
            "cow",
            "740",
            "1950",
            "unmatched",
            None,
            "code not valid then",
            id="Japan is out of COW in 1950",
        ),
        pytest.param(
            "iso3", "USA", "1962-10-20", "matched", "united-states", "", id="ISO 3166"
        ),
        pytest.param(
            "vdem",
            "20",
            "1990",
            "matched",
            "united-states",
            "holocaust-era-assets#negotiation is dated 199X: some time in 1990-1999",
            id="V-Dem",
        ),
        pytest.param(
            "archigos",
            "RUS-1985",
            "1990",
            "matched",
            "mikhail-gorbachev",
            "caution: A term in office",
            id="a leader's term",
        ),
        pytest.param(
            "archigos",
            "RUS-1985",
            "1984",
            "unmatched",
            None,
            "code not valid then",
            id="before the term",
        ),
        pytest.param(
            "wikidata", "Q30", "1978", "matched", "united-states", "", id="Wikidata"
        ),
    ],
)
def test_real_codes_count_while_they_hold(
    real: ox.Store,
    scheme: str,
    who: str,
    when: str,
    status: str,
    actor: str | None,
    note: str,
) -> None:
    row = wide(join(real, [(who, when)], on=ON, scheme=scheme))
    assert (row["status"], row["actor"]) == (status, actor)
    assert (row["note"] or "").startswith(note) and bool(row["note"]) == bool(note)


@each(
    ("when", "actor"),
    [("1978", "west-germany"), ("1990-06", "west-germany"), ("1995", "germany")],
)
def test_the_one_name_of_two_states_is_told_by_date(
    real: ox.Store, when: str, actor: str
) -> None:
    assert wide(join(real, [("Germany", when)], on=ON, scheme="name"))["actor"] == actor


def test_what_a_code_meets_lies_in_its_own_time(real: ox.Store) -> None:
    west, united = (
        wide(join(real, [(code, "1990")], on=ON, scheme="cow"))["elements"]
        for code in ("260", "255")
    )
    # unification lies on the day on which the numbers change, and united Germany has no part
    # in the case; the talks of the mid-1990s are dated by their decade, which has 1990 in it
    assert (west, united) == ((), ("holocaust-era-assets#negotiation",))


def test_a_case_can_be_met_where_none_of_its_elements_is(real: ox.Store) -> None:
    row = wide(join(real, [("West Germany", "1990-05")], on=ON, scheme="name"))
    assert (row["cases"], row["elements"]) == (("german-reunification",), ())
    assert row["note"] == "by the case alone: german-reunification#white-house-meeting"


@each(
    ("who", "when", "elements"),
    [
        pytest.param(
            "James Baker", "2012", ("gulf-war-coalition#remarks",), id="his own words"
        ),
        pytest.param("United States", "2012", (), id="not his state's"),
        pytest.param(
            "Gerhard Schroeder",
            "2003",
            ("holocaust-era-assets#schroeder-term",),
            id="his own term",
        ),
        pytest.param("Germany (united)", "2003", (), id="not his state's term"),
    ],
)
def test_memoirs_and_terms_of_office_concern_only_whom_they_name(
    real: ox.Store, who: str, when: str, elements: tuple[str, ...]
) -> None:
    row = wide(join(real, [(who, when)], on=ON, scheme="name"))
    assert (row["elements"], row["status"]) == (
        elements,
        "matched" if elements else "unmatched",
    )


def test_numbers_fit_several_schemes_and_the_command_says_which(real: ox.Store) -> None:
    with pytest.raises(
        UsageError, match="hold codes of cow, gw, vdem, polity; say which with --scheme"
    ):
        join(real, [("2", "1990"), ("20", "1990")], on=ON)


# files


def written(text: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(text, newline="")))


def test_the_command_keeps_rows_and_columns_in_order(place: str, tmp_path: Path) -> None:
    path, apart = tmp_path / "in.csv", tmp_path / "apart.csv"
    path.write_text(
        "id,who,when,polity\r\n3,901,1990,-66\r\n1,20,1990,=1+1\r\n2,902,1978,\r\n",
        encoding="utf-8",
    )
    done = l2kg(
        "join",
        str(path),
        "--on",
        "who,when",
        "--scheme",
        "cow",
        "--unmatched",
        str(apart),
        "--store",
        place,
    )
    assert done.returncode == 0, done.stderr
    rows = written(done.stdout)
    assert rows[0] == [
        "id",
        "who",
        "when",
        "polity",
        *(
            f"l2kg_{name}"
            for name in ("status", "actor", "cases", "elements", "dated_by", "note")
        ),
    ]
    assert [row[:5] for row in rows[1:]] == [
        ["3", "901", "1990", "-66", "matched"], ["1", "20", "1990", "'=1+1", "unmatched"], ["2", "902", "1978", "", "matched"]
    ]  # fmt: skip
    assert "3 rows: 2 matched, 0 ambiguous, 1 unmatched" in done.stderr
    assert written(apart.read_text(encoding="utf-8"))[1][-3:] == [
        "2",
        "unmatched",
        "code unknown: no actor of ours is 20 by cow",
    ]


def test_the_command_replaces_nothing_unasked(place: str, tmp_path: Path) -> None:
    path, out, apart = (tmp_path / name for name in ("in.csv", "out.csv", "apart.csv"))
    path.write_text("who,when\n901,1990\n", encoding="utf-8")
    apart.write_text("mine", encoding="utf-8")
    command = (
        "join",
        str(path),
        "--on",
        "who,when",
        "--scheme",
        "cow",
        "--output",
        str(out),
        "--unmatched",
        str(apart),
        "--store",
        place,
    )
    done = l2kg(*command)
    assert (done.returncode, done.stdout) == (2, "")
    assert "give --force to replace it" in done.stderr
    assert (out.exists(), apart.read_text(encoding="utf-8")) == (False, "mine")
    assert l2kg(*command, "--force").returncode == 0
    assert len(written(out.read_text(encoding="utf-8"))) == 2


@each(
    ("content", "on", "words"),
    [
        pytest.param(b"", "a,b", "is empty", id="empty"),
        pytest.param(
            b"a,b\n1\n", "a,b", "line 2: 1 cells under 2 columns", id="short row"
        ),
        pytest.param(b'a,b\n"1,2\n', "a,b", "no CSV", id="open quote"),
        pytest.param(b"a,b,a\n1,2,3\n", "a,b", "two columns are called 'a'", id="twice"),
        pytest.param(b"a,b\n\xff,1\n", "a,b", "UTF-8", id="encoding"),
        pytest.param(
            b"ccode,year\n2,1990\n",
            "code,year",
            "no column 'code'; did you mean ccode?",
            id="column",
        ),
        pytest.param(
            b"a;b\n2;1990\n", "a,b", "is another --delimiter needed?", id="delimiter"
        ),
        pytest.param(b"a,b\n2,1990\n", "a", "name the two columns", id="one column"),
        pytest.param(
            b"a,b\n2,1990\n", "a,a", "one column cannot hold both", id="the same column"
        ),
        pytest.param(
            b"a,b\n901,soon\n",
            "a,b",
            "in.csv: column 'b': no date in it is understood (row 1: 'soon')",
            id="no date",
        ),
        pytest.param(
            b'a,b\n901,"so\non"\n', "a,b", "(row 1: 'so on')", id="a date over two lines"
        ),
        pytest.param(
            b"a,b\n998,1990\n999,1990\n",
            "a,b",
            "in.csv: column 'a': cow knows no actor",
            id="no code known",
        ),
        pytest.param(
            b"a,b,l2kg_note\n2,1990,\n",
            "a,b",
            "'l2kg_note' begins like those that are added",
            id="joined before",
        ),
    ],
)
def test_a_bad_file_gives_one_line(
    place: str, tmp_path: Path, content: bytes, on: str, words: str
) -> None:
    path = tmp_path / "in.csv"
    path.write_bytes(content)
    done = l2kg("join", str(path), "--on", on, "--scheme", "cow", "--store", place)
    assert (done.returncode in {1, 2}, done.stdout, len(done.stderr.splitlines())) == (
        True,
        "",
        1,
    )
    assert words in done.stderr


def test_a_folder_is_no_table(place: str, tmp_path: Path) -> None:
    done = l2kg("join", str(tmp_path), "--on", "a,b", "--store", place)
    assert (done.returncode, done.stderr.splitlines()) == (
        2,
        [f"l2kg: {tmp_path}: is a folder; name a file in it"],
    )


def test_the_account_has_a_line_a_reason_whatever_the_cells_hold(
    linked: ox.Store,
) -> None:
    lines = list(
        join(
            linked,
            [("9\n9", "1990"), ("901", "so\non"), ("901", "1990")],
            on=ON,
            scheme="cow",
        ).account()
    )
    assert not [line for line in lines if "\n" in line]
    said = "  unmatched: 1 date not understood: so on; so on: write a year"
    assert any(line.startswith(said) for line in lines)


def test_a_file_and_its_two_columns_are_named() -> None:
    with pytest.raises(L2kgError, match="no such file"):
        read_csv(Path("nowhere.csv"))
    assert named_columns(" a , b ") == ("a", "b")


# data frames


def test_a_data_frame_gets_columns(linked: ox.Store) -> None:
    frame = pd.DataFrame(
        {"who": [901, 902, None], "when": [1990, 1978, 1990], "x": [1, 2, 3]},
        index=[7, 8, 9],
    )
    made = package.join(frame, on=ON, scheme="cow", store=linked)
    assert list(made.index) == [7, 8, 9]
    assert list(made.columns[:3]) == ["who", "when", "x"]
    assert list(made["l2kg_elements"]) == [("tiny#boast",), ("tiny#crisis",), None]
    assert made.attrs["l2kg"][0] == "3 rows: 2 matched, 0 ambiguous, 1 unmatched"
    assert "l2kg_status" not in frame


def test_a_data_frame_long_and_reversed(linked: ox.Store) -> None:
    frame = pd.DataFrame(
        {"who": ["902", "901"], "when": ["1978/1990", "2020"], "x": ["a", "b"]}
    )
    long = package.join(frame, on=ON, scheme="cow", long=True, store=linked)
    assert list(zip(long["x"], long["l2kg_element"], strict=True))[:2] == [
        ("a", "tiny#crisis"),
        ("a", "tiny#vote"),
    ]
    back = package.join(frame, on=ON, scheme="cow", reverse=True, store=linked)
    assert list(back["l2kg_element"]) == ["tiny#boast", "tiny#crisis", "tiny#vote"]
    assert list(back["x"].fillna("-")) == ["-", "a", "a"]


def test_an_empty_data_frame_stays_empty(linked: ox.Store) -> None:
    made = package.join(
        pd.DataFrame({"who": [], "when": []}), on=ON, scheme="cow", store=linked
    )
    assert (len(made), "l2kg_status" in made) == (0, True)
