"""Write docs/figure.svg: the main case as the README shows it."""

from __future__ import annotations

from pathlib import Path

from l2kg.build import build
from l2kg.cases import load_case
from l2kg.drawing.figure import render

if __name__ == "__main__":
    figure = render(load_case(build()[0], "german-reunification"), standalone=True)
    (Path(__file__).parent / "figure.svg").write_text(figure + "\n", encoding="utf-8")
