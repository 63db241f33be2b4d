"""What is imported is declared, what an extra brings is asked for by its name, and the core needs none."""

from __future__ import annotations

import ast
import re
import sys
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from commands import l2kg

from l2kg.api import table
from l2kg.extras import EXTRAS, MissingExtraError, needs

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).resolve().parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
NAMES = {
    "fonttools": "fontTools",
    "pyyaml": "yaml",
    "sparqlwrapper": "SPARQLWrapper",
}  # a distribution whose module is called otherwise
OPTIONAL = {library for libraries in EXTRAS.values() for library in libraries}
BY_NAME = {"app.py": "app", "l2kg/pages": "app"}  # imported by `l2kg app` alone


def declared(requirements: list[str]) -> set[str]:
    """Return the modules that requirements bring."""
    names = [re.split(r"[\[<>=!~; ]", one)[0].lower() for one in requirements]
    return {NAMES.get(name, name.replace("-", "_")) for name in names} - {"l2kg"}


def imports(node: ast.AST, extra: str) -> Iterator[tuple[str, str, int]]:
    """Yield what is imported when code runs: the library, the extra that is asked for around it, the line."""
    for child in ast.iter_child_nodes(node):
        match child:
            case ast.If(test=ast.Name("TYPE_CHECKING")) | ast.expr():
                continue
            case ast.Import():
                for one in child.names:
                    yield one.name.split(".")[0], extra, child.lineno
            case ast.ImportFrom(module=str(module)):
                yield module.split(".")[0], extra, child.lineno
            case ast.With(
                items=[
                    ast.withitem(ast.Call(ast.Name("needs"), [ast.Constant(str(asked))]))
                ]
            ):
                yield from imports(child, asked)
                continue
        yield from imports(child, extra)


def test_what_is_imported_is_declared_and_what_is_declared_is_imported() -> None:
    core = declared(PROJECT["dependencies"])
    ours = sys.stdlib_module_names | {"l2kg"}
    wrong, used = [], set()
    for path in (ROOT / "app.py", *(ROOT / "l2kg").rglob("*.py")):
        place = path.relative_to(ROOT).as_posix()
        home = next((e for begin, e in BY_NAME.items() if place.startswith(begin)), "")
        tree = ast.parse(path.read_text(encoding="utf-8"))
        for library, extra, line in imports(tree, home):
            used.add(library)
            if library not in ours | core | set(EXTRAS.get(extra, ())):
                wrong.append(f"{place}:{line}: {library}")
    assert wrong == [], "declare it in pyproject.toml, or import it under needs(EXTRA)"
    assert core | OPTIONAL <= used, "declared, and imported nowhere"


def test_the_extras_are_those_of_the_project() -> None:
    extras = dict(PROJECT["optional-dependencies"])
    for name in ("all", "test", "dev"):
        assert extras.pop(name)[0].startswith("l2kg["), name
    assert {name: declared(some) for name, some in extras.items()} == {
        name: set(libraries) for name, libraries in EXTRAS.items()
    }
    assert PROJECT["optional-dependencies"]["all"] == [f"l2kg[{','.join(EXTRAS)}]"]


@pytest.fixture
def bare(monkeypatch: pytest.MonkeyPatch) -> None:
    """Hide what the extras bring."""
    for library in OPTIONAL:
        monkeypatch.setitem(sys.modules, library, None)


@pytest.mark.usefixtures("bare")
def test_the_core_answers_without_extras(folder: str, tmp_path: Path) -> None:
    for command in (
        "query cases --format csv",
        "show german-reunification",
        f"check {ROOT}/data/sources.ttl",
        f"export table measures {tmp_path}/m.csv",
        f"join {ROOT}/docs/country-years.csv --on ccode,year --scheme cow",
    ):
        words = command.split()
        store = [] if words[0] == "check" else ["--store", folder]
        done = l2kg(*words, *store)
        assert done.returncode == 0, (command, done.stderr)


@pytest.mark.usefixtures("bare")
def test_what_is_missing_is_told_with_its_extra(folder: str, tmp_path: Path) -> None:
    for extra, command in {
        "parquet": f"export table measures {tmp_path}/m.parquet",
        "excel": f"export table measures {tmp_path}/m.xlsx",
        "frames": f"export table measures {tmp_path}/m.dta",
        "analysis": "network --case german-reunification",
        "app": "app --port 8999",
    }.items():
        done = l2kg(*command.split(), "--store", folder)
        told = rf"l2kg: \w+ is not installed: pip install 'l2kg\[{extra}\]'\n"
        assert re.fullmatch(told, done.stderr), (command, done.stderr)
        assert done.returncode == 1
    wrong = l2kg("network", "--case", "german", "--store", folder)
    assert (wrong.returncode, "did you mean german-reun" in wrong.stderr) == (2, True)
    with pytest.raises(MissingExtraError, match=r"l2kg\[frames\]"):
        table("measures", store=folder)


def test_a_fault_of_our_own_is_not_blamed_on_an_extra() -> None:
    with pytest.raises(ModuleNotFoundError, match=r"l2kg\.nothing"), needs("frames"):
        import l2kg.nothing  # noqa: F401
