"""The data against the paper and the fact list: passages resolve, facts are covered, wording is ours."""

from __future__ import annotations

import re
import subprocess
import sys
from functools import cache
from pathlib import Path

import pyoxigraph as ox
import pytest
from making import STALE, load, maker

from l2kg.corpus import read
from l2kg.namespaces import L2, PREFIXES, RDF, expand

ROOT = Path(__file__).resolve().parents[1]


@cache
def asserted() -> ox.Store:
    store = ox.Store()
    for part in read()[0].parts:
        if part.kind != "shapes":
            store.extend(ox.Quad(t.subject, t.predicate, t.object) for t in part.triples)
    return store


def values(subject: str, name: str) -> list[str]:
    quads = asserted().quads_for_pattern(
        ox.NamedNode(subject), ox.NamedNode(L2 + name), None, None
    )
    return [q.object.value for q in quads]


@cache
def passages(shared: Path) -> dict[str, list[tuple[int, int]]]:
    """Return where each evidence node of the paper's is found: spans of lines."""
    finder = load(shared / "tools" / "passage.py", "passage")
    text, lines = finder.fold(finder.PAPER.read_text(encoding="utf-8"))
    found = {}
    for quad in asserted().quads_for_pattern(
        None, ox.NamedNode(f"{RDF}type"), ox.NamedNode(f"{L2}Evidence"), None
    ):
        iri = quad.subject.value
        if (starts := values(iri, "startsWith")) and values(iri, "source") == [
            expand("source:sebenius-2012")
        ]:
            spans = finder.find(text, starts[0], values(iri, "endsWith")[0])
            found[iri] = [(lines[a], lines[b - 1]) for a, b in spans]
    return found


def test_every_passage_is_found_in_exactly_one_place(shared: Path) -> None:
    found = passages(shared)
    assert {iri: spans for iri, spans in found.items() if len(spans) != 1} == {}
    assert len(found) > 100


def test_evidence_without_a_passage_of_the_paper_has_a_source_of_its_own_and_a_locator() -> (
    None
):
    for quad in asserted().quads_for_pattern(
        None, ox.NamedNode(f"{RDF}type"), ox.NamedNode(f"{L2}Evidence"), None
    ):
        iri = quad.subject.value
        if not values(iri, "startsWith"):
            assert values(iri, "locator"), iri
            assert values(iri, "source") != [expand("source:sebenius-2012")], iri


@pytest.mark.usefixtures("own_process")
def test_no_wording_is_borrowed(shared: Path) -> None:
    done = subprocess.run(
        [sys.executable, str(shared / "tools" / "overlap.py"), str(ROOT)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout


# Records of mixed status whose values were read one by one: a passage of the author's gives each.
# No query can tell that, since it takes reading the passages. So the list is kept by hand: a new
# mixed record without value evidence fails until somebody has read it and names it here.
GIVEN_BY_THE_AUTHOR = {
    "bonn-summit-1978": "german-expansionists german-stimulus japanese-expansionists japanese-stimulus "
    "stance-german-expansionists stance-japanese-expansionists us-decontrol",
    "geneva-accord": ". conceding-return",
    "german-reunification": "baker-shevardnadze barrier-explanation domestic-explanation german-side internal-opponents "
    "london-summit military part-kohl reformers restrained-response ross-tarasenko",
    "holocaust-era-assets": "eizenstat-lambsdorff",
    "spanish-harlem-barricade": ". jose-standing part-jose refusal",
    "staged-union-bargaining": ". barrier-suspicion stance-members union-members",
}  # fmt: skip


def test_each_mixed_record_says_what_its_values_rest_on(real: ox.Store) -> None:
    mixed = rows(
        real,
        "?record l2:epistemicStatus l2v:mixed FILTER NOT EXISTS { ?record a l2:Claim } "
        "FILTER NOT EXISTS { ?record a l2:ValueEvidence } FILTER NOT EXISTS { ?value l2:valueOf ?record }",
    )
    read_through = {
        expand(f"case:{slug}" + ("" if name == "." else f"#{name}"))
        for slug, names in GIVEN_BY_THE_AUTHOR.items()
        for name in names.split()
    }
    assert mixed == read_through


def test_value_evidence_in_a_mixed_record_is_of_others_than_the_author(
    real: ox.Store,
) -> None:
    values_of_mixed = "?record l2:valueOf/l2:epistemicStatus l2v:mixed"
    assert len(rows(real, values_of_mixed)) > 90
    assert not rows(real, f"{values_of_mixed} ; l2:epistemicStatus l2v:stated")


def test_descriptions_stand_alone() -> None:
    opens = re.compile(r"(He|She|They|Those|It|Its|His|Her|Their|Them|This|These)\b")
    assert [
        quad.subject.value
        for quad in asserted().quads_for_pattern(
            None, ox.NamedNode(f"{L2}description"), None, None
        )
        if quad.subject.value.startswith(expand("case:"))
        and opens.match(quad.object.value)
    ] == []


def rows(store: ox.Store, body: str) -> set[str]:
    prefixes = "".join(f"PREFIX {name}: <{PREFIXES[name]}> " for name in ("l2", "l2v"))
    found = store.query(f"{prefixes} SELECT DISTINCT ?record {{ {body} }}")
    return {row["record"].value for row in found}


def ranges(cell: str) -> list[tuple[int, int]]:
    parts = re.findall(r"(\d+)(?:-(\d+))?", cell)
    return [(int(a), int(b or a)) for a, b in parts]


def rows_of(text: str) -> list[tuple[str, list[str], list[str]]]:
    """Return each row of each table of the fact list: its section, the columns, the cells."""
    found: list[tuple[str, list[str], list[str]]] = []
    section, columns, before = "", [""], [""]
    for line in text.splitlines():
        if line.startswith("#"):
            section = line.strip("# ")
        cells = (
            [cell.strip() for cell in line.strip().strip("|").split("|")]
            if line.startswith("|")
            else []
        )
        if cells and all(re.fullmatch(":?-+:?", cell) for cell in cells):
            columns = before
            found.pop()  # the line above the rule was the head
        elif cells:
            found.append((section, columns, cells))
        before = cells
    return found


@cache
def fact_list(shared: Path) -> str:
    return (shared / "facts" / "checklist.md").read_text(encoding="utf-8")


@cache
def facts(shared: Path) -> dict[str, list[tuple[int, int]]]:
    """Return the lines of each row of the fact list; the first row of a number counts."""
    found: dict[str, list[tuple[int, int]]] = {}
    for _, columns, cells in rows_of(fact_list(shared)):
        where = next(
            (i for i, name in enumerate(columns) if name in ("Lines", "Used at")), None
        )
        found.setdefault(cells[0], ranges(cells[where]) if where is not None else [])
    return found


def covered() -> dict[str, tuple[list[str], str]]:
    module = maker("coverage")
    answers: dict[str, tuple[list[str], str]] = {}
    for _, number, elements, reason in module.rows():
        before, why = answers.get(number, ([], ""))
        answers[number] = [*before, *map(expand, elements)], why or reason
    return answers


def test_the_fact_list_is_read_to_its_end(shared: Path) -> None:
    sections = {
        section.split(".")[0].split(" ")[0]
        for section, _, _ in rows_of(fact_list(shared))
    }
    heads = re.findall(r"^#+ (\w+)[.]? ", fact_list(shared), re.MULTILINE)
    tables = set(heads) - {"L2KG", "10"}  # the title, and a head with parts of its own
    assert sections == tables
    assert {"AUD-01", "AUD-20", "N-23", "C14-NEG-01", "CIT-36"} <= set(facts(shared))


def test_no_row_of_any_section_of_the_fact_list_lacks_an_answer(shared: Path) -> None:
    answered = covered()
    assert set(facts(shared)) - set(answered) == set()
    assert {
        number
        for number, (elements, reason) in answered.items()
        if not elements and not reason
    } == set()


def test_every_element_that_the_coverage_names_exists() -> None:
    named = {element for elements, _ in covered().values() for element in elements}
    assert {
        iri
        for iri in named
        if not any(
            True
            for _ in asserted().quads_for_pattern(ox.NamedNode(iri), None, None, None)
        )
    } == set()


def test_every_row_has_evidence_from_its_own_lines(shared: Path) -> None:
    found, lines = passages(shared), facts(shared)
    off = {}
    for number, (elements, _) in covered().items():
        has = [
            span
            for iri in elements
            for ev in [*values(iri, "evidence"), iri]
            for span in found.get(ev, ())
        ]
        wanted = (
            () if number.startswith("DOC") else lines.get(number, ())
        )  # those are about the text as a file: editorial notes
        off[number] = [
            want
            for want in wanted
            if has and not any(a <= want[1] and want[0] <= b for a, b in has)
        ]
    assert {number: missing for number, missing in off.items() if missing} == {}


def test_rows_about_a_case_rest_on_elements_with_evidence(shared: Path) -> None:
    found = passages(shared)
    bare = {
        number
        for number, (elements, _) in covered().items()
        if re.match(r"C\d", number)
        and elements
        and not any(found.get(ev) for iri in elements for ev in values(iri, "evidence"))
    }
    assert bare == set()


def test_the_page_is_what_the_tables_say() -> None:
    written = (ROOT / "docs" / "coverage.md").read_text(encoding="utf-8")
    assert written == maker("coverage").text(), STALE
