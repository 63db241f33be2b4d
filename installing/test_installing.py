"""What is released installs in an empty environment, is light, and answers as README says.

`make versions` runs this: it installs from the package index, which the other tests do not.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tarfile
import tomllib
import zipfile
from typing import TYPE_CHECKING

import pytest
from installs import ROOT, Environment, interpreter, made

from docs.make_examples import BY_HAND

if TYPE_CHECKING:
    from pathlib import Path

BLOCKS = re.findall(r"```sh\n(.*?)```", (ROOT / "README.md").read_text(), re.DOTALL)
EXAMPLES = [  # but for what opens a page and runs on
    line
    for block in BLOCKS
    for line in block.splitlines()
    if re.search(r"(^|\| )l2kg ", line) and line not in BY_HAND
]
SHORT = (  # with the commands below, each library that is declared is used
    *("test_dataset.py", "test_tables.py", "test_joining.py", "test_network.py"),
    *("test_index_page.py", "test_launch.py::test_a_server_ends_cleanly"),
)
COMMANDS = (
    "l2kg check data/sources.ttl",
    "l2kg show german-reunification",
    "l2kg figure german-reunification --output {}/figure.svg",
    "l2kg search channel",
    "l2kg export tables {}/parquet --format parquet",
    "l2kg export tables {}/dta --format dta",
    "l2kg export tables {}/all.xlsx",
)
ANALYSES = (
    "l2kg cross restraint-that-cost-the-helper positive-outcome",
    "l2kg qca positive-outcome -c l2:BackChannel -c reciprocal-help",
    "l2kg export package {}/l2kg.zip",
)
LARGEST = 150_000_000  # bytes of the core with all that it needs, compiled
TRIES = 5


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Source archive and wheel; the wheel is built from the archive, as an index has it."""
    folder = tmp_path_factory.mktemp("built")
    words = ("-m", "build", "--installer", "uv", "--outdir", str(folder), str(ROOT))
    done = subprocess.run(
        [sys.executable, *words], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    (wheel,), (archive,) = folder.glob("*.whl"), folder.glob("*.tar.gz")
    return {"wheel": wheel, "archive": archive}


@pytest.fixture(scope="module")
def core(built: dict[str, Path], tmp_path_factory: pytest.TempPathFactory) -> Environment:
    """An environment with the wheel and nothing that it does not ask for."""
    environment = made(tmp_path_factory.mktemp("core") / "venv", sys.executable)
    environment.install("--compile-bytecode", str(built["wheel"]))
    return environment


def test_wheel_and_archive_hold_all_that_is_shipped(built: dict[str, Path]) -> None:
    wheel = set(zipfile.ZipFile(built["wheel"]).namelist())
    with tarfile.open(built["archive"]) as archive:
        source = {name.partition("/")[2] for name in archive.getnames()}
    kept = {
        path.relative_to(ROOT).as_posix()
        for part in ("l2kg", "ontology", "data")
        for path in (ROOT / part).rglob("*")
        if path.is_file() and not {"__pycache__", "node_modules"} & set(path.parts)
    }
    shipped = {
        name if name.startswith("l2kg/") else f"l2kg/_shipped/{name}" for name in kept
    }
    assert shipped <= wheel
    assert kept | {"README.md", "CHANGELOG.md", "Makefile", "tests/conftest.py"} <= source


def test_the_core_is_light(core: Environment) -> None:
    size = sum(path.stat().st_size for path in core.packages.rglob("*") if path.is_file())
    print(f"\ncore: {size / 1e6:.0f} MB")
    assert size < LARGEST
    heavy = {"pandas", "pyarrow", "scipy", "streamlit", "numpy", "networkx"}
    assert heavy & {path.name for path in core.packages.iterdir()} == set()


def test_the_core_starts_without_what_an_answer_needs(core: Environment) -> None:
    """What takes long is loaded when it is needed; processor times are stated, and no test of them."""
    bare, imported, helped = (
        min(_seconds(core, words) for _ in range(TRIES))
        for words in ("python -c pass", "python -c 'import l2kg'", "l2kg --help")
    )
    print(
        f"\npython {bare:.3f} s, import l2kg {imported:.3f} s, l2kg --help {helped:.3f} s"
    )
    dear = {"edtf", "pyoxigraph", "rdflib", "pyshacl", "owlready2", "starlette"}
    for start in (
        "import l2kg",
        "from l2kg.cli import main; main(['--help'], standalone_mode=False)",
    ):
        told = f"import sys; {start}; print('loaded', *sys.modules)"
        done = core.run("python", "-c", told)
        assert done.returncode == 0, done.stderr
        loaded = done.stdout.rpartition("loaded ")[2].split()
        assert "l2kg" in loaded
        assert not dear & set(loaded), start


def _seconds(core: Environment, line: str) -> float:
    before = os.times()
    done = core.run("sh", "-c", line)
    after = os.times()
    assert done.returncode == 0, done.stderr
    return sum(after[2:4]) - sum(before[2:4])


def test_each_example_of_readme_answers(core: Environment, tmp_path: Path) -> None:
    (tmp_path / "docs").mkdir()
    table = "docs/country-years.csv"
    (tmp_path / table).write_bytes((ROOT / table).read_bytes())
    for line in EXAMPLES:
        done = core.run("sh", "-c", line, cwd=tmp_path)
        assert done.returncode == 0, (line, done.stderr)
        assert len(done.stdout.splitlines()) > 1, line
    assert len(EXAMPLES) >= 5


def test_what_is_built_from_the_archive_is_the_wheel(
    built: dict[str, Path], tmp_path: Path
) -> None:
    environment = made(tmp_path / "venv", sys.executable)
    environment.install("--no-deps", str(built["archive"]))
    for name in zipfile.ZipFile(built["wheel"]).namelist():
        if ".dist-info/" not in name:
            assert (environment.packages / name).is_file(), name


@pytest.mark.parametrize(
    ("python", "resolution", "extras"),
    [
        pytest.param("3.11", "lowest-direct", "all", id="the oldest"),
        pytest.param("3.12", "highest", "all", id="the newest"),
        pytest.param(
            "3.13", "highest", "frames,parquet,excel,app", id="without analysis"
        ),
    ],
)
def test_versions(python: str, resolution: str, extras: str, tmp_path: Path) -> None:
    """With the oldest versions that are declared, the newest, and each Python."""
    found = interpreter(python)
    if found is None:
        pytest.skip(f"Python {python} is not on this machine")
    environment = made(tmp_path / "venv", found)
    environment.install("--resolution", resolution, "--editable", f".[{extras}]")
    environment.install(*_tools())
    for line in (*COMMANDS, *(ANALYSES if extras == "all" else ())):
        done = environment.run("sh", "-c", line.format(tmp_path), cwd=ROOT)
        assert done.returncode == 0, (line, done.stderr)
    done = environment.run(
        *("pytest", "-n", "2", "--dist", "loadfile", "-p", "no:cacheprovider", "-x"),
        "--hypothesis-profile=quick",
        *(f"tests/{name}" for name in SHORT if extras == "all" or "network" not in name),
        cwd=ROOT,
    )
    assert done.returncode == 0, done.stdout[-5000:]
    print(f"\n{python}, {resolution}: {done.stdout.splitlines()[-1]}")


def _tools() -> list[str]:
    """Return what the selected tests need beside the package."""
    wanted = {"httpx", "hypothesis", "playwright", "pytest", "pytest-xdist"}
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    extra = project["project"]["optional-dependencies"]["test"]
    return [one for one in extra if one.partition(">=")[0] in wanted]
