"""What a release says of itself: addresses, licences, Pythons, and the recipe for containers."""

from __future__ import annotations

import re
import shlex
import tomllib
from pathlib import Path

import yaml

import hatch_build
from l2kg import __version__
from l2kg.cli import main

ROOT = Path(__file__).resolve().parents[1]
SETTINGS = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
PROJECT = SETTINGS["project"]
README = (ROOT / "README.md").read_text(encoding="utf-8")
CITATION = yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))
REPOSITORY = SETTINGS["tool"]["hatch"]["metadata"]["hooks"]["custom"]["repository"]
A_LINK = re.compile(r"\]\((?!https?://)[^)]+\)")


def test_the_citation_is_of_this_version_and_address() -> None:
    assert CITATION["version"] == __version__
    assert CITATION.get("repository-code", "") == REPOSITORY, "pyproject.toml has it"
    ours = PROJECT["license"].split(" AND ")[: len(CITATION["license"])]
    assert CITATION["license"] == ours


def test_links_on_the_package_page_are_whole() -> None:
    assert A_LINK.search(README)
    for address in ("", "https://forge.example/l2kg"):
        page = hatch_build.package_page(README, address)
        assert not A_LINK.search(page), address
        assert "docs/figure.svg" in page or not address
        assert f"]({address}/blob/HEAD/CONTRIBUTING.md)" in page or not address
        assert all(
            link.startswith(address)
            for link in hatch_build.package_links(address).values()
        )
    assert not hatch_build.package_links("")


def test_every_licence_of_what_is_shipped_is_named() -> None:
    files = [ROOT / name for name in PROJECT["license-files"]]
    assert all(file.is_file() for file in files)
    bundled = (ROOT / "l2kg/assets/LICENSES.txt").read_text(encoding="utf-8")
    found = set(re.findall(r"^\S+ [\d.]+ \((.+)\)$", bundled, re.MULTILINE))
    assert found, "the list of bundled packages has another form"
    assert {"Apache-2.0", "CC-BY-4.0"} | found == set(PROJECT["license"].split(" AND "))


def test_the_container_runs_commands_that_there_are() -> None:
    text = (ROOT / "Containerfile").read_text(encoding="utf-8")
    lines = [
        shlex.split(line) for line in re.findall(r"^RUN (l2kg .+)$", text, re.MULTILINE)
    ]
    lines += [
        yaml.safe_load(words)
        for words in re.findall(r"^CMD (\[.+\])$", text, re.MULTILINE)
    ]
    assert [words[1] for words in lines] == ["build", "serve", "app"]
    for program, name, *rest in lines:
        assert program == "l2kg"
        main.commands[name].make_context(name, rest)


def test_forms_of_issues_ask_with_labels() -> None:
    forms = sorted((ROOT / ".github/ISSUE_TEMPLATE").glob("[!c]*.yml"))
    assert forms
    for path in forms:
        form = yaml.safe_load(path.read_text(encoding="utf-8"))
        assert {"name", "description", "body"} <= form.keys(), path
        asked = [part["attributes"]["label"] for part in form["body"]]
        assert asked and len({part["id"] for part in form["body"]}) == len(asked), path
