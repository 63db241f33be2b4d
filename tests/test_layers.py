"""The wings of the code are those of docs/architecture.md: each imports only from those above it."""

from __future__ import annotations

import ast
import re
from collections import Counter
from functools import cache
from pathlib import Path

import pytest
from radon.complexity import cc_visit_ast
from radon.visitors import Function

from l2kg.files import building_code

ROOT = Path(__file__).resolve().parents[1]
PAGE = "docs/architecture.md"
TEXT = (ROOT / PAGE).read_text(encoding="utf-8")
MODULES = sorted(p for p in (ROOT / "l2kg").rglob("*.py") if "assets" not in p.parts)
PROGRAMS = [*MODULES, ROOT / "app.py", *sorted((ROOT / "benchmarks").glob("*.py"))]
MOST_COMPLEX = 15  # the figure of radon, which counts loops in comprehensions too
ENGINES = {"networkx", "pyoxigraph", "rdflib", "scipy", "starlette"}


def picture() -> list[list[str]]:
    """Return the lines of the picture, top first: the wings in each, a folder with a slash."""
    found = re.search(r"^```wings\n(.*?)^```", TEXT, re.MULTILINE | re.DOTALL)
    assert found, f"{PAGE} has no picture of the wings: a block that begins with ```wings"
    lines = found[1].replace("|", " ").splitlines()
    return [line.split() for line in lines if line.strip()]


def jobs() -> dict[str, str]:
    """Return what the page says that each wing is for."""
    start = TEXT.index("\n## The wings\n")
    section = TEXT[start : TEXT.index("\n## ", start + 1)]
    return dict(re.findall(r"^- `(\w+/?)`: (.+)", section, re.MULTILINE))


def homes() -> dict[str, str]:
    """Return the one module or package that may import each library of the table."""
    rows = re.findall(r"^\| (\w+) \| `([\w.]+)` \|$", TEXT, re.MULTILINE)
    return {library: f"l2kg.{home}" for library, home in rows}


LAYERS = [{wing.rstrip("/") for wing in line} for line in picture()]
HOMES = homes()


def name_of(path: Path) -> str:
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts).removesuffix(".__init__")


def wing_of(name: str) -> str:
    return name.split(".")[1] if "." in name else name


def level(wing: str) -> int:
    """Return the line of a wing in the picture; one that is missing is reported by a test of its own."""
    places = (i for i, layer in enumerate(LAYERS) if wing in layer)
    return next(places, len(LAYERS))


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


@cache
def imports(path: Path) -> frozenset[str]:
    """Return the full names of all that a module imports, in functions too."""
    found: set[str] = set()
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {node.module}
            found |= {f"{node.module}.{alias.name}" for alias in node.names}
    return frozenset(found)


def libraries(path: Path) -> set[str]:
    return {name.partition(".")[0] for name in imports(path)}


KNOWN = {name_of(path) for path in MODULES}


def test_the_page_names_every_wing_and_no_other() -> None:
    """A folder stands in the picture with a slash, a module without."""
    code = {path.stem for path in (ROOT / "l2kg").glob("[!_]*.py")}
    code |= {f"{path.parent.name}/" for path in (ROOT / "l2kg").glob("*/__init__.py")}
    drawn = {wing for line in picture() for wing in line}
    assert code - drawn == set(), f"draw these wings in the picture of {PAGE}"
    assert drawn - code == set(), f"{PAGE} draws wings that are not in l2kg/"


def test_the_picture_has_each_wing_once() -> None:
    counts = Counter(wing for line in picture() for wing in line)
    assert {wing for wing, number in counts.items() if number > 1} == set()


def test_the_page_says_what_each_wing_is_for() -> None:
    drawn = {wing for line in picture() for wing in line}
    assert drawn - set(jobs()) == set(), f"say what they are for under The wings, {PAGE}"
    assert set(jobs()) - drawn == set(), f"{PAGE} describes wings that it does not draw"


def test_a_module_imports_only_from_its_own_wing_or_those_above() -> None:
    wrong = {}
    for path in MODULES:
        ours = wing_of(name_of(path))
        used = {wing_of(name) for name in (imports(path) & KNOWN) - {"l2kg"}} - {ours}
        below = sorted(wing for wing in used if level(wing) >= level(ours))
        if below and name_of(path) != "l2kg":
            wrong[name_of(path)] = below
    assert wrong == {}, f"the picture in {PAGE} does not draw these above the module"


def test_a_module_has_at_most_400_lines() -> None:
    lengths = {
        str(path.relative_to(ROOT)): len(path.read_text(encoding="utf-8").splitlines())
        for path in PROGRAMS
    }
    assert {name: lines for name, lines in lengths.items() if lines > 400} == {}


def test_no_function_is_more_complex_than_the_most_that_is_allowed() -> None:
    found = {
        f"{path.relative_to(ROOT)}:{block.lineno} {block.fullname}": block.complexity
        for path in PROGRAMS
        for block in cc_visit_ast(tree(path))
        if isinstance(block, Function) and block.complexity > MOST_COMPLEX
    }
    assert found == {}, "take a function out of each, with a name that says what it does"


def test_the_table_of_libraries_is_read() -> None:
    assert {"SPARQLWrapper", "streamlit"} <= set(HOMES)


@pytest.mark.parametrize(("library", "home"), HOMES.items(), ids=HOMES.keys())
def test_a_library_with_one_home_is_imported_there_only(library: str, home: str) -> None:
    users = {name_of(path) for path in MODULES if library in libraries(path)}
    assert users, f"nothing imports {library}: take it out of the table in {PAGE}"
    strays = {name for name in users if not f"{name}.".startswith(f"{home}.")}
    assert strays == set(), f"only {home} imports {library}"


def test_a_page_only_calls() -> None:
    """Stores, graphs and routes are the business of those whom a page calls."""
    pages = [path for path in MODULES if wing_of(name_of(path)) == "pages"]
    used = {name_of(path): libraries(path) & ENGINES for path in pages}
    assert pages
    assert {page: engines for page, engines in used.items() if engines} == {}


def test_a_built_store_is_known_by_all_code_that_builds_it() -> None:
    paths = {name_of(path): path for path in MODULES}
    used: set[str] = set()
    todo = {"l2kg.build"}
    while todo:
        used |= todo
        todo = {name for one in todo for name in imports(paths[one]) & KNOWN} - used
    assert {paths[name] for name in used - {"l2kg"}} <= set(building_code())
