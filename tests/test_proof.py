"""A class is added without a line of Python: module, shape, and a case that uses it."""

from __future__ import annotations

import csv
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
MODULE = """
l2:SidePayment
    a owl:Class ;
    rdfs:label "side payment"@en ;
    rdfs:isDefinedBy <https://w3id.org/l2kg/ontology> ;
    rdfs:subClassOf l2:CaseElement ;
    skos:definition "A case element that is a benefit given for a yes and apart from the deal."@en ;
    skos:example "An invented one, for a test."@en ;
    skos:prefLabel "side payment"@en ;
.

l2:paidTo
    a owl:ObjectProperty ;
    rdfs:label "paid to"@en ;
    rdfs:domain l2:SidePayment ;
    rdfs:isDefinedBy <https://w3id.org/l2kg/ontology> ;
    rdfs:range l2:Constituency ;
    skos:definition "A relation from a side payment to a constituency that gets it."@en ;
    skos:example "An invented one, for a test."@en ;
    skos:prefLabel "paid to"@en ;
.

l2:inKind
    a owl:DatatypeProperty ;
    rdfs:label "in kind"@en ;
    rdfs:domain l2:SidePayment ;
    rdfs:isDefinedBy <https://w3id.org/l2kg/ontology> ;
    rdfs:range xsd:string ;
    skos:definition "A text that says what is given."@en ;
    skos:example "An invented one, for a test."@en ;
    skos:prefLabel "in kind"@en ;
.
"""
SHAPE = """
:SidePayment
    a sh:NodeShape ;
    sh:description "A benefit for a yes, apart from the deal."@en ;
    sh:group :group-matters ;
    sh:name "a side payment"@en ;
    sh:order 650 ;
    sh:property :side-payment-in-kind ;
    sh:property :side-payment-paid-to ;
    sh:targetClass l2:SidePayment ;
.

:side-payment-in-kind
    a sh:PropertyShape ;
    sh:datatype xsd:string ;
    sh:description "Write what is given as a plain text."@en ;
    sh:maxCount 1 ;
    sh:message "A side payment must have at most one l2:inKind: a plain text."@en ;
    sh:name "a side payment: in kind"@en ;
    sh:order 710 ;
    sh:path l2:inKind ;
.

:side-payment-paid-to
    a sh:PropertyShape ;
    sh:class l2:Constituency ;
    sh:description "Name the constituency that gets it."@en ;
    sh:message "A side payment must have at least one l2:paidTo: a constituency."@en ;
    sh:minCount 1 ;
    sh:name "a side payment: paid to"@en ;
    sh:order 700 ;
    sh:path l2:paidTo ;
.
"""
ELEMENT = """
:a-new-road
    a l2:SidePayment ;
    rdfs:label "A new road"@en ;
    l2:description "An invented side payment, for a test."@en ;
    l2:evidence :{evidence} ;
    l2:inKind "a road" ;
    l2:paidTo :{group} ;
.
"""
CASE = "us-budget-deal"
CHANGED = (
    "ontology/modules/core.ttl",
    "ontology/modules/matters.ttl",
    "ontology/shapes/matters.ttl",
    f"data/cases/{CASE}.ttl",
)
DISJOINT = (
    "    l2:Barrier\n    l2:Leverage\n"  # in the list of what no element is at once
)
pytestmark = pytest.mark.slow


class Copy:
    """A copy of the house, and its command line."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        for name in ("l2kg", "ontology", "data", "docs", ".streamlit"):
            ignored = shutil.ignore_patterns("__pycache__", "assets/src")
            shutil.copytree(ROOT / name, folder / name, ignore=ignored)
        shutil.copy(ROOT / "app.py", folder)

    def edit(self, name: str, old: str, new: str) -> None:
        path = self.folder / name
        text = path.read_text("utf-8")
        assert text.count(old) == 1, (name, old)
        path.write_text(text.replace(old, new), "utf-8")

    def append(self, name: str, text: str) -> None:
        path = self.folder / name
        path.write_text(path.read_text("utf-8").rstrip("\n") + "\n" + text, "utf-8")

    def run(self, module: str, *args: str) -> str:
        kept = self.folder / "cache"
        told = {
            **os.environ,
            "PYTHONPATH": str(self.folder),
            "XDG_CACHE_HOME": str(kept),
            "L2KG_STORE": str(self.folder / "store"),
        }
        command = [sys.executable, "-m", module, *args]
        done = subprocess.run(
            command,
            cwd=self.folder,
            env=told,
            capture_output=True,
            encoding="utf-8",
            check=False,
        )
        assert done.returncode == 0, done.stderr[-3000:]
        return done.stdout


def named(folder: Path, cls: str) -> str:
    """Return the name of an element of a class in the case."""
    lines = (folder / "data" / "cases" / f"{CASE}.ttl").read_text("utf-8").splitlines()
    return lines[lines.index(f"    a l2:{cls} ;") - 1].removeprefix(":")


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Copy:
    house = Copy(tmp_path_factory.mktemp("house"))
    evidence, group = (named(house.folder, cls) for cls in ("Evidence", "Constituency"))
    house.append("ontology/modules/matters.ttl", MODULE)
    house.append("ontology/shapes/matters.ttl", SHAPE)
    house.edit("ontology/modules/core.ttl", DISJOINT, f"{DISJOINT}    l2:SidePayment\n")
    for name in ("ontology/modules/matters.ttl", "ontology/shapes/matters.ttl"):
        text = (house.folder / name).read_text("utf-8")
        if "PREFIX xsd:" not in text:
            xsd = "PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>\n"
            (house.folder / name).write_text(xsd + text, "utf-8")
    house.append(f"data/cases/{CASE}.ttl", ELEMENT.format(evidence=evidence, group=group))
    house.run("l2kg", "fmt", *CHANGED)
    # all is read and inferred, and what was changed is checked
    house.run("l2kg", "build", *CHANGED, "--store", "store")
    return house


def test_the_new_class_is_checked(house: Copy) -> None:
    path = house.folder / "data" / "cases" / f"{CASE}.ttl"
    text = path.read_text("utf-8")
    broken = house.folder / f"{CASE}.ttl"
    broken.write_text(text.replace("    l2:paidTo", "    l2:behind"), "utf-8")
    with pytest.raises(AssertionError, match="at least one l2:paidTo"):
        house.run("l2kg", "check", str(broken))


def test_the_new_class_has_a_chapter_in_the_codebook(house: Copy) -> None:
    book = house.run("l2kg.codebook")
    assert "### Class l2:SidePayment" in book and "#### Property l2:inKind" in book
    assert "A new road (`case:us-budget-deal#a-new-road`)" in book
    assert "| `l2:paidTo` | must | one or more | `l2:Constituency`" in book


def test_the_new_class_has_a_table_with_keys(house: Copy) -> None:
    house.run("l2kg", "export", "tables", "out")
    with (house.folder / "out" / "side_payments.csv").open(encoding="utf-8") as file:
        (row,) = csv.DictReader(file)
    assert row["id"] == f"{CASE}#a-new-road" and row["in_case"] == CASE
    assert row["in_kind"] == "a road" and row["paid_to"].startswith(f"{CASE}#")
    described = (house.folder / "out" / "csvw-metadata.json").read_text("utf-8")
    assert '"side_payments.csv"' in described


def test_the_new_element_is_shown_in_the_order_of_its_shapes(house: Copy) -> None:
    lines = house.run("l2kg", "show", f"{CASE}#a-new-road").splitlines()
    shown = [line.partition(":")[0] for line in lines]
    assert shown.index("paid to") < shown.index("in kind")
    assert "  #a-new-road  A new road" in house.run("l2kg", "show", CASE).splitlines()


def test_the_page_of_the_case_has_a_row_for_it(house: Copy) -> None:
    code = f"from l2kg import serving; print(serving.page({CASE!r}))"
    (house.folder / "page.py").write_text(code, "utf-8")
    page = house.run("page")
    assert "Side payment" in page and "A new road" in page and "a road" in page
    tables = (
        "from l2kg import serving; from l2kg.cases.tables import tables;"
        f"print([t for t in tables(serving.case({CASE!r})) if t.key == 'side_payments'])"
    )
    (house.folder / "rows.py").write_text(tables, "utf-8")
    rows = house.run("rows")
    assert "'Side payment', 'Paid to', 'In kind'" in rows and "a road" in rows


def test_no_python_was_touched(house: Copy) -> None:
    for path in (house.folder / "l2kg").rglob("*.py"):
        original = ROOT / path.relative_to(house.folder)
        assert path.read_bytes() == original.read_bytes(), path
