"""Run the notebooks of the documents and keep what their cells show: `python docs/make_notebooks.py`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import nbformat
from nbclient import NotebookClient

if TYPE_CHECKING:
    from nbformat import NotebookNode

HERE = Path(__file__).resolve().parent
KERNEL = {"display_name": "Python 3", "language": "python", "name": "python3"}
NOTEBOOKS = ("notebook.ipynb", "joining.ipynb")


def run(*names: str, seconds: int = 300) -> list[NotebookNode]:
    """Return notebooks with what their cells show now; all run in one kernel, each from its start."""
    notebooks = [nbformat.read(HERE / name, as_version=4) for name in names]
    whole = nbformat.v4.new_notebook()
    for notebook in notebooks:
        whole.cells += [nbformat.v4.new_code_cell("%reset -f"), *notebook.cells]
    NotebookClient(
        whole,
        timeout=seconds,
        kernel_name="python3",
        resources={"metadata": {"path": str(HERE)}},
    ).execute()
    for notebook in notebooks:
        for cell in notebook.cells:
            cell.metadata.pop("execution", None)  # the time of day
        number = 0
        for cell in notebook.cells:
            if cell.cell_type == "code":
                number += 1
                cell.execution_count = number
                for output in cell.outputs:
                    if "execution_count" in output:
                        output.execution_count = number
        notebook.metadata = {
            "kernelspec": {
                "display_name": "Python 3",
                "language": "python",
                "name": "python3",
            }
        }
    return notebooks


def main() -> None:
    """Write all notebooks anew."""
    for name, notebook in zip(NOTEBOOKS, run(*NOTEBOOKS), strict=True):
        nbformat.write(notebook, HERE / name)


if __name__ == "__main__":
    main()
