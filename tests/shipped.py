"""What the shipped data hold, counted in the authored files."""

from __future__ import annotations

import re
from pathlib import Path

_FOLDER = Path(__file__).resolve().parents[1] / "data" / "cases"

CASES = sum(
    len(re.findall(r"\ba l2:Case\b", path.read_text(encoding="utf-8")))
    for path in _FOLDER.glob("*.ttl")
)
"""How many cases there are, those within other cases among them."""
