"""Which modules of tests go to the same worker: those that share what is dear to make."""

from __future__ import annotations

import ast
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from xdist.scheduler import LoadFileScheduling

if TYPE_CHECKING:
    import pytest
    from xdist.remote import Producer

ROOT = Path(__file__).resolve().parents[1]
DEAR = {
    "browser": ("browser", "server", "watch"),
    "engines": ("engines", "start_engine"),
    "pages": ("pages",),
}
"""What is dear to make, dearest first, with the fixtures by which tests ask for it."""


class Grouped(LoadFileScheduling):
    """Give modules that share something dear to one worker, one after another."""

    def __init__(self, config: pytest.Config, log: Producer) -> None:
        super().__init__(config, log)
        config.option.loadscopereorder = False  # `conftest` has put them in order

    def _split_scope(self, nodeid: str) -> str:
        file = nodeid.partition("::")[0]
        return dearest(ROOT / file) or file


@cache
def dearest(module: Path) -> str | None:
    """Return what is dearest of what the functions of a module ask for, by their parameters and marks."""
    asked = set()
    for node in ast.walk(ast.parse(module.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef):
            asked |= {argument.arg for argument in node.args.args}
        elif isinstance(node, ast.Call) and ast.unparse(node.func).endswith(
            "usefixtures"
        ):
            asked |= {one.value for one in node.args if isinstance(one, ast.Constant)}
    return next((name for name, fixtures in DEAR.items() if asked & {*fixtures}), None)
