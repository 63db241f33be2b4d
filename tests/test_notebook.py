"""The notebook goes from a question to a figure: every cell runs, in order, in a kernel of its own."""

from __future__ import annotations

from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient
from waiting import LONGEST

NOTEBOOK = Path(__file__).resolve().parents[1] / "docs" / "notebook.ipynb"


@pytest.mark.usefixtures("own_process")
def test_the_notebook_runs_and_ends_in_a_figure() -> None:
    notebook = nbformat.read(NOTEBOOK, as_version=4)
    done = NotebookClient(notebook, timeout=LONGEST, kernel_name="python3").execute()
    code = [cell for cell in done.cells if cell.cell_type == "code"]
    assert len(code) == 10
    assert "image/svg+xml" in code[-1].outputs[-1]["data"]


def test_the_notebook_is_kept_without_its_output() -> None:
    notebook = nbformat.read(NOTEBOOK, as_version=4)
    assert all(not cell.get("outputs") for cell in notebook.cells)
