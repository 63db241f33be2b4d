"""The README: each of its l2kg commands runs, its links lead somewhere."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from making import STALE
from waiting import LONGEST

from l2kg.cases import load_case
from l2kg.drawing.figure import render

ROOT = Path(__file__).resolve().parents[1]
TEXT = (ROOT / "README.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"```sh\n(.*?)```", TEXT, re.DOTALL)
COMMANDS = [
    line
    for block in BLOCKS
    for line in block.splitlines()
    if re.search(r"(^|\| )l2kg ", line)
]
STARTS = {
    "make run",
    "python3 -m venv .venv",
    ".venv/bin/pip install -e '.[app]'",
    ".venv/bin/l2kg app",
}  # these open or install: tried by hand


@pytest.mark.usefixtures("own_process")
@pytest.mark.parametrize("command", COMMANDS)
def test_each_command_answers(command: str) -> None:
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    done = subprocess.run(
        command,
        shell=True,
        capture_output=True,
        text=True,
        timeout=LONGEST,
        env={**os.environ, "PATH": path},
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert len(done.stdout.splitlines()) > 1


def test_no_command_is_left_out() -> None:
    assert {line for block in BLOCKS for line in block.splitlines()} == STARTS | set(
        COMMANDS
    )


@pytest.mark.parametrize("target", sorted(set(re.findall(r"\]\((?!http)([^)#]+)", TEXT))))
def test_each_link_leads_to_a_file(target: str) -> None:
    assert (ROOT / target).exists()


def test_the_picture_is_what_the_data_give(real) -> None:
    drawn = render(load_case(real, "german-reunification"), standalone=True)
    assert (ROOT / "docs" / "figure.svg").read_text(encoding="utf-8") == drawn + "\n", (
        STALE
    )
