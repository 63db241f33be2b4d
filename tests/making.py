"""The scripts in docs/ that write the generated files, which tests hold up to date."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from types import ModuleType

DOCS = Path(__file__).resolve().parents[1] / "docs"
STALE = "the file is not what is generated: run `make docs`"


def maker(name: str) -> ModuleType:
    """Return the script `docs/make_NAME.py` as a module."""
    return load(DOCS / f"make_{name}.py", f"make_{name}")


def load(path: Path, name: str) -> ModuleType:
    """Import a file that lies in no package as the module of a name."""
    spec = importlib.util.spec_from_file_location(name, path)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    return module
