"""The order of the modules: each imports only from those above it."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from l2kg.files import building_code

ROOT = Path(__file__).resolve().parents[1]
LAYERS = [  # modules and packages; those of one layer do not import one another
    {"errors", "namespaces"},
    {"csv_text", "dates", "files", "findings", "turtle", "wording", "writing"},
    {"queries", "schema"},
    {"mappings"},
    {"corpus"},
    {"validation", "inference", "cases"},
    {"drawing", "analysis", "conflicts"},
    {"patterns"},
    {"export"},
    {"joining", "build", "codebook", "descriptions", "reconciliation"},
    {"store"},
    {"api", "sandbox"},
    {"html"},
    {"serving"},
    {"web", "pages"},
    {"launch"},
    {"cli"},
]
ALONE = {
    "SPARQLWrapper": "l2kg.queries.endpoint",
    "owlready2": "l2kg.inference.hermit",
    "pyshacl": "l2kg.validation.checks",
    "click": "l2kg.cli",
}
MODULES = sorted(p for p in (ROOT / "l2kg").rglob("*.py") if "assets" not in p.parts)


def name_of(path: Path) -> str:
    return ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(
        ".__init__"
    )


def imports(path: Path) -> set[str]:
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {node.module} | {
                f"{node.module}.{alias.name}" for alias in node.names
            }
    return found


def part_of(name: str) -> str:
    return name.split(".")[1] if "." in name else name


def level(name: str) -> int:
    return next(i for i, layer in enumerate(LAYERS) if part_of(name) in layer)


KNOWN = {name_of(path) for path in MODULES}


def test_every_module_and_package_has_its_layer() -> None:
    assert {part_of(name) for name in KNOWN - {"l2kg"}} == set().union(*LAYERS)
    assert sum(map(len, LAYERS)) == len(set().union(*LAYERS))


@pytest.mark.parametrize(
    "path", [path for path in MODULES if name_of(path) != "l2kg"], ids=name_of
)
def test_a_module_imports_only_from_its_own_package_or_layers_above(path: Path) -> None:
    ours = (imports(path) & KNOWN) - {"l2kg"}
    foreign = {name for name in ours if part_of(name) != part_of(name_of(path))}
    assert {name for name in foreign if level(name) >= level(name_of(path))} == set()


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_a_module_has_at_most_400_lines(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= 400


@pytest.mark.parametrize(("library", "home"), ALONE.items(), ids=ALONE.keys())
def test_a_library_with_one_importer_has_no_other(library: str, home: str) -> None:
    users = {
        name_of(p)
        for p in MODULES
        if any(name.partition(".")[0] == library for name in imports(p))
    }
    assert {
        name for name in users if name != home and not name.startswith(f"{home}.")
    } == set()


def test_a_built_store_is_known_by_all_code_that_builds_it() -> None:
    paths = {name_of(path): path for path in MODULES}
    used: set[str] = set()
    todo = {"l2kg.build"}
    while todo:
        used |= todo
        todo = {name for one in todo for name in imports(paths[one]) & KNOWN} - used
    assert {paths[name] for name in used - {"l2kg"}} <= set(building_code())


def test_only_pages_and_the_application_import_streamlit() -> None:
    users = {
        name_of(p)
        for p in MODULES
        if any(name.partition(".")[0] == "streamlit" for name in imports(p))
    }
    assert all(name.startswith("l2kg.pages") for name in users)
