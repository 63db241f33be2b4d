"""A notebook as a page: its cells in order, with what they gave where that is kept."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

__all__ = ["notebook_page"]

_MARKUP = ("image/svg+xml", "text/html")


def notebook_page(path: Path) -> str:
    """Return the Markdown of a notebook."""
    cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    return "\n\n".join(part for cell in cells for part in _parts(cell))


def _parts(cell: dict[str, Any]) -> Iterator[str]:
    source = _text(cell["source"])
    if cell["cell_type"] == "markdown":
        yield source
        return
    yield f"```python\n{source}\n```"
    for output in cell.get("outputs", ()):
        yield _shown(output.get("data", {"text/plain": output.get("text", "")}))


def _shown(data: dict[str, Any]) -> str:
    """Return one output, as markup if it has some; a blank line would end raw HTML."""
    for kind in _MARKUP:
        if kind in data:
            markup = re.sub(r"\n\s*\n", "\n", _text(data[kind]))
            return f'<div class="output">\n{markup}\n</div>'
    if "image/png" in data:
        return f"![Output](data:image/png;base64,{_text(data['image/png']).strip()})"
    return f"```text\n{_text(data.get('text/plain', '')).rstrip()}\n```"


def _text(source: list[str] | str) -> str:
    return source if isinstance(source, str) else "".join(source)
