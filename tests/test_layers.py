"""The order of the modules: each imports only from those above it."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
LAYERS = [
    {"l2kg", "l2kg.errors", "l2kg.namespaces", "l2kg.files", "l2kg.findings"},
    {"l2kg.negotiate", "l2kg.guard", "l2kg.faults", "l2kg.lanes", "l2kg.cuts"},
    {"l2kg.turtle", "l2kg.dates", "l2kg.corpus", "l2kg.facts", "l2kg.rules", "l2kg.queries", "l2kg.engines", "l2kg.endpoint"},
    {"l2kg.filerules", "l2kg.owlrules", "l2kg.shapes"},
    {"l2kg.checks", "l2kg.conflicts", "l2kg.inference", "l2kg.reasoning"},
    {"l2kg.store"},
    {"l2kg.reading"},
    {"l2kg.answers"},
    {"l2kg.zygote"},
    {"l2kg.worker"},
    {"l2kg.caseparts", "l2kg.elements"},
    {"l2kg.caseview", "l2kg.cases", "l2kg.numbering", "l2kg.textfit"},
]
DOORS = {"l2kg.cli", "l2kg.web", "l2kg.pages", "l2kg.launch"}
ALONE = {"SPARQLWrapper": "l2kg.endpoint", "owlready2": "l2kg.reasoning", "pyshacl": "l2kg.checks", "click": "l2kg.cli"}
MODULES = sorted(p for p in (ROOT / "l2kg").rglob("*.py") if "assets" not in p.parts)


def name_of(path: Path) -> str:
    return ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


def imports(path: Path) -> set[str]:
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {node.module} | {f"{node.module}.{alias.name}" for alias in node.names}
    return found


def level(name: str) -> int:
    if any(name == door or name.startswith(f"{door}.") for door in DOORS):
        return len(LAYERS) + 1
    return next((i for i, layer in enumerate(LAYERS) if name in layer), len(LAYERS))


KNOWN = {name_of(path) for path in MODULES}


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_a_module_imports_only_from_its_own_layer_or_above(path: Path) -> None:
    ours = imports(path) & KNOWN
    assert {name for name in ours if level(name) > level(name_of(path))} == set()


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_a_module_has_at_most_400_lines(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= 400


@pytest.mark.parametrize(("library", "home"), ALONE.items(), ids=ALONE.keys())
def test_a_library_with_one_importer_has_no_other(library: str, home: str) -> None:
    users = {name_of(p) for p in MODULES if any(name.partition(".")[0] == library for name in imports(p))}
    assert {name for name in users if name != home and not name.startswith(f"{home}.")} == set()


def test_only_pages_and_the_application_import_streamlit() -> None:
    users = {name_of(p) for p in MODULES if any(name.partition(".")[0] == "streamlit" for name in imports(p))}
    assert all(name.startswith("l2kg.pages") for name in users)
