"""Fill in what the commands and queries in the documents print.

A block of text that follows a command, a query or a piece of Python is what it printed; one that
ends in a line with an ellipsis is its beginning. Commands run in this process, in a folder of
their own, into which goes what a page says to save. A test holds every page to it.
"""

from __future__ import annotations

import contextlib
import io
import os
import re
import shlex
import sys
import tempfile
import textwrap
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, Protocol

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).resolve().parents[1]
WIDTH = "84"
FENCE = re.compile(r"^```([^`\n]*)\n(.*?)^```$", re.DOTALL | re.MULTILINE)
SAVED = re.compile(r"as `([\w-]+\.\w+)`[^`]*\n\n\Z")
# What opens, installs, waits for a browser, or asks somebody else's server.
BY_HAND = {
    "python3 -m venv .venv",
    ". .venv/bin/activate",
    "pip install -e '.[app,analysis]'",
    "l2kg app",
    "l2kg serve",
    "l2kg publish site",
    "echo 'eval \"$(_L2KG_COMPLETE=bash_source l2kg)\"' >> ~/.bashrc",
    "echo 'eval \"$(_L2KG_COMPLETE=zsh_source l2kg)\"' >> ~/.zshrc",
    "_L2KG_COMPLETE=fish_source l2kg > ~/.config/fish/completions/l2kg.fish",
    "l2kg build --store mine",
    "l2kg query cases --store mine",
    "l2kg enrich --endpoint https://query.wikidata.org/sparql --query labels.rq --output labels.nq",
    "l2kg query mine.rq --with labels.nq",
}
MORE = "…"


class Ended(Protocol):
    """What a command left behind."""

    returncode: int
    stdout: str
    stderr: str


class Run(Protocol):
    """Runs a command of ours, with what it reads from standard input."""

    def __call__(self, *args: str, stdin: str = "") -> Ended:
        """Run it."""
        ...


class Block(NamedTuple):
    """A fenced block: its language, its text, where it ends, and under which name it is saved."""

    language: str
    text: str
    end: int
    name: str | None


class ExampleError(Exception):
    """A command or query in a document that does not work."""


def pages() -> list[Path]:
    """Return the documents whose examples are run."""
    return [
        ROOT / "README.md",
        ROOT / "CONTRIBUTING.md",
        *sorted(ROOT.glob("docs/**/*.md")),
    ]


def blocks(text: str) -> Iterator[Block]:
    """Yield the fenced blocks of a page."""
    for found in FENCE.finditer(text):
        saved = SAVED.search(text, 0, found.start())
        yield Block(found[1], found[2], found.end(), saved and saved[1])


def filled(text: str, run: Run) -> str:
    """Return a page with what its examples print now."""
    made, done, printed, names = "", 0, None, {}
    for block in blocks(text):
        start = block.end - len(block.text) - len("```")
        if block.language == "text" and printed is not None:
            made, done = made + text[done:start] + cut(printed, block.text), block.end - 3
        printed = output(block, run, names)
    return made + text[done:]


def output(block: Block, run: Run, names: dict[str, object]) -> str | None:
    """Run a block in this folder; return what it printed, or None where it is nothing to run."""
    if block.name:
        Path(block.name).write_text(block.text, encoding="utf-8")
    match block.language:
        case "sh":
            lines = (line for line in block.text.splitlines() if line not in BY_HAND)
            return "".join(shell(line, run) for line in lines)
        case "sparql" if not block.name:
            return expect(run("query", "-", stdin=block.text), block.text)
        case "python":
            with contextlib.redirect_stdout(io.StringIO()) as printed:
                exec(compile(block.text, "<document>", "exec"), names)  # noqa: S102
            return printed.getvalue()
    return None


def shell(line: str, run: Run) -> str:
    """Run a line of one command, whose input may be what `echo` writes or a file."""
    words = shlex.shlex(line, posix=True, punctuation_chars="|<>")
    words.whitespace_split, words.commenters = True, ""
    given, both = list(words), line.endswith(" 2>&1")
    stdin = ""
    if given[0] == "echo":
        stdin, given = f"{given[1]}\n", given[3:]
    if both:
        given = given[:-3]
    if given[0] != "l2kg":
        raise ExampleError(f"{line}: nothing that is run here; add it to BY_HAND")
    ended = run(*given[1:], stdin=stdin)
    return expect(ended, line) + (ended.stderr if both else "")


def expect(ended: Ended, what: str) -> str:
    """Return what a command printed, which must be something if not to a file, and of a query some rows."""
    nothing = not (ended.stdout.strip() or ended.stderr.strip() or " --output " in what)
    empty = nothing or re.search(r"^0 rows$", ended.stderr, re.MULTILINE)
    if ended.returncode or empty:
        raise ExampleError(f"{what}: status {ended.returncode}\n{ended.stderr}")
    return ended.stdout


def cut(printed: str, before: str) -> str:
    """Return what was printed, as much of it as was shown before."""
    kept = "\n".join(line.rstrip() for line in printed.splitlines()).strip("\n")
    lines, shown = textwrap.dedent(kept).splitlines(), before.splitlines()
    if shown and shown[-1] == MORE:
        lines = [*lines[: len(shown) - 1], MORE]
    return "".join(f"{line}\n" for line in lines)


@contextlib.contextmanager
def folder(place: Path) -> Iterator[None]:
    """Stand in a folder that has the documents beside it, at a width that fits the page."""
    (place / "docs").symlink_to(ROOT / "docs")
    before = os.environ.get("COLUMNS")
    os.environ["COLUMNS"] = WIDTH
    try:
        with contextlib.chdir(place):
            yield
    finally:
        os.environ.pop("COLUMNS") if before is None else os.environ.update(COLUMNS=before)


def main() -> None:
    """Write every page anew, or those that are named."""
    sys.path.insert(0, str(ROOT / "tests"))
    from commands import l2kg

    for path in [Path(name).resolve() for name in sys.argv[1:]] or pages():
        text = path.read_text(encoding="utf-8")
        with tempfile.TemporaryDirectory() as place, folder(Path(place)):
            path.write_text(filled(text, l2kg), encoding="utf-8")


if __name__ == "__main__":
    main()
