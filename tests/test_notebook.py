"""The notebooks run from beginning to end, and are kept with what their cells show."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import nbformat
import pytest
from making import STALE, maker
from waiting import LONGEST

if TYPE_CHECKING:
    from nbformat import NotebookNode

DOCS = Path(__file__).resolve().parents[1] / "docs"


def shown(notebook: NotebookNode) -> list[tuple[str, list[object]]]:
    """Return each cell of code with what it shows."""
    return [
        (cell.source, [output.get("data", output.get("text")) for output in cell.outputs])
        for cell in notebook.cells
        if cell.cell_type == "code"
    ]


@pytest.mark.usefixtures("own_process")
def test_each_notebook_shows_what_its_cells_give() -> None:
    script = maker("notebooks")
    for name, fresh in zip(
        script.NOTEBOOKS, script.run(*script.NOTEBOOKS, seconds=LONGEST), strict=True
    ):
        kept = nbformat.read(DOCS / name, as_version=4)
        assert shown(fresh) == shown(kept), f"{name}: {STALE}"
        assert "from l2kg." not in "".join(cell.source for cell in kept.cells), name
