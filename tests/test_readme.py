"""The README: its links lead somewhere, its picture is that of the data; test_documents runs its commands."""

from __future__ import annotations

import re
from pathlib import Path

from making import STALE

from l2kg.cases import load_case
from l2kg.drawing.figure import render

ROOT = Path(__file__).resolve().parents[1]


def test_each_link_leads_to_a_file() -> None:
    for name in ("README.md", "CONTRIBUTING.md"):
        text = (ROOT / name).read_text(encoding="utf-8")
        for target in re.findall(r"\]\((?!http)([^)#]+)", text):
            assert (ROOT / target).exists(), f"{name}: {target}"


def test_the_picture_is_what_the_data_give(real) -> None:
    drawn = render(load_case(real, "german-reunification"), standalone=True)
    assert (ROOT / "docs" / "figure.svg").read_text(encoding="utf-8") == drawn + "\n", (
        STALE
    )
