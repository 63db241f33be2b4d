"""The documents: what they say that a command prints is printed, and the site of them holds together."""

from __future__ import annotations

import re
import shlex
from html.parser import HTMLParser
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

import click
import commands
import pytest
from making import STALE, maker

from l2kg.cli import main
from l2kg.cli.reference import commands_page
from l2kg.manual import write

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

EXAMPLES = maker("examples")
INLINE = re.compile(r"(?<!`)`(l2kg [^`\n]+)`(?!`)")


@pytest.mark.parametrize(
    "page", [page for page in EXAMPLES.pages() if "```" in page.read_text("utf-8")]
)
def test_what_a_document_runs_prints_what_it_says(
    page: Path, folder: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("L2KG_STORE", folder)
    text = page.read_text(encoding="utf-8")
    with EXAMPLES.folder(tmp_path):
        assert EXAMPLES.filled(text, commands.l2kg) == text, f"{page.name}: {STALE}"


def test_what_is_left_to_the_hand_is_in_a_document() -> None:
    texts = [page.read_text(encoding="utf-8") for page in EXAMPLES.pages()]
    found = [block for text in texts for block in EXAMPLES.blocks(text)]
    lines = {
        line for one in found if one.language == "sh" for line in one.text.splitlines()
    }
    assert lines >= EXAMPLES.BY_HAND
    for one in found:
        assert not one.name or any(one.name in line for line in lines), one.name


def test_each_command_in_a_line_of_text_is_there_with_its_options() -> None:
    wrong = [
        f"{page.name}: `{found}`: {why}"
        for page in EXAMPLES.pages()
        for found in INLINE.findall(page.read_text(encoding="utf-8"))
        if (why := _not_there(shlex.split(found)[1:]))
    ]
    assert not wrong


def _not_there(words: list[str]) -> str | None:
    command: click.Command = main
    for word in words:
        option = word.partition("=")[0]
        if isinstance(command, click.Group) and not word.startswith("-"):
            if word.isupper():
                return None
            named = command.get_command(click.Context(command), word)
            if named is None:
                return f"no command {word}"
            command = named
        elif word.startswith("--") and option not in {"--help", "--version"}:
            known = {name for param in command.params for name in param.opts}
            if option not in known:
                return f"no option {option}"
    return None


class _Links(HTMLParser):
    """What a page links to, what it loads, and what in it can be linked to."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.links: set[str] = set()
        self.loaded: set[str] = set()
        self.names: set[str] = set()
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        self.names.add(given.get("id", ""))
        if tag == "a" and "href" in given:
            self.links.add(given["href"])
        elif tag in {"link", "script", "img", "source", "iframe"}:
            self.loaded |= {given[name] for name in ("href", "src") if name in given}


@pytest.mark.slow
def test_the_site_holds_together_without_a_network(tmp_path: Path) -> None:
    assert not write(tmp_path, {"reference/commands": commands_page(main)})
    pages = {
        path: _Links(path.read_text(encoding="utf-8"))
        for path in tmp_path.rglob("*.html")
        if path.parts[-2] != "ontology"
    }
    assert len(pages) > 30
    for path, page in pages.items():
        assert not [one for one in page.loaded if urlsplit(one).netloc], path.name
        assert not list(_broken(path, page, pages)), path.name


def _broken(path: Path, page: _Links, pages: dict[Path, _Links]) -> Iterator[str]:
    for link in page.links | page.loaded:
        to = urlsplit(link)
        if to.scheme or to.netloc or not (to.path or to.fragment):
            continue
        target = (path.parent / unquote(to.path)).resolve() if to.path else path
        names = pages[target].names if target in pages else {to.fragment}
        if not target.is_file() or (to.fragment and to.fragment not in names):
            yield link
