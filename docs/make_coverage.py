"""Write docs/coverage.md from docs/coverage/*.tsv.

It says where each fact of the paper is in the data, or why it is not.
"""

from __future__ import annotations

import csv
import sys
from pathlib import Path

HOME = Path(__file__).parent
ORDER = [
    "document",
    "theory",
    "cases",
    "spanish-harlem-barricade",
    "holocaust-era-assets",
    "us-budget-deal",
    "israeli-palestinian-talks",
    "blocked-trade-deal",
    "rogue-union-faction",
    "entrenched-management",
    "staged-union-bargaining",
    "geneva-accord",
    "domestic-consumption-statements",
    "cuban-missile-crisis",
    "bonn-summit-1978",
    "german-reunification",
    "gulf-war-coalition",
    "tactics",
    "audit",
    "traps",
]
HEAD = """# Coverage

Every fact that was found in the paper has a number. This page says which elements of the data
hold it, or why it is not data.
`make docs` writes it from the tables in `docs/coverage/`; a test holds it true.
"""
TABLE = "| fact | in the data as | or why not |\n| --- | --- | --- |"


def rows() -> list[tuple[str, str, list[str], str]]:
    """Return each row as table, number, elements (CURIEs), reason."""
    found = []
    for name in ORDER:
        path = HOME / "coverage" / f"{name}.tsv"
        if not path.exists():
            continue
        with path.open(encoding="utf-8", newline="") as lines:
            for row in csv.DictReader(lines, delimiter="\t"):
                named = (row["elements"] or "").split()
                elements = [full(name, element) for element in named]
                found.append((name, row["row"], elements, row["reason"] or ""))
    return found


def full(slug: str, element: str) -> str:
    """Write an element of a case's own table with its case."""
    return f"case:{slug}#{element[1:]}" if element.startswith(":") else element


def text() -> str:
    """Return the page."""
    parts, last = [HEAD], ""
    for name, number, elements, reason in rows():
        if name != last:
            title = name.replace("-", " ").capitalize()
            parts.append(f"\n## {title}\n\n{TABLE}")
            last = name
        named = ", ".join(f"`{element}`" for element in elements)
        parts.append(f"| {number} | {named} | {reason.replace('|', '/')} |")
    return "\n".join(parts) + "\n"


if __name__ == "__main__":
    (HOME / "coverage.md").write_text(text(), encoding="utf-8")
    sys.stderr.write(f"{len(rows())} rows\n")
