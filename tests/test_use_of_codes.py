"""No code without a use: in a case of the paper, or in a case made up for it."""

from __future__ import annotations

from pathlib import Path

import pyoxigraph as ox

ROOT = Path(__file__).resolve().parents[1]
DERIVED = {"stated", "attributed", "mixed"}  # what nobody writes


def read(*files: Path) -> list[ox.Quad]:
    return [quad for file in files for quad in ox.parse(path=str(file))]


def name(node: object) -> str:
    return str(getattr(node, "value", "")).rsplit("/", 1)[-1]


def test_each_code_is_used_in_some_case() -> None:
    ontology = ROOT / "ontology"
    listed = read(ontology / "vocab.ttl", ontology / "tactics.ttl")
    codes = {q.subject for q in listed if name(q.object).endswith("#Concept")}
    files = [*(ROOT / "data").rglob("*.ttl"), *(ROOT / "tests" / "data").glob("*.ttl")]
    used = {quad.object for quad in read(*files)}
    unused = {name(code) for code in codes - used}
    assert unused == DERIVED
