"""L2KG: the open knowledge graph and case database of Level II negotiations.

For scripts and notebooks: `l2kg.query`, `l2kg.pattern`, `l2kg.case`, `l2kg.show`,
`l2kg.search`, `l2kg.tables`, `l2kg.table`, `l2kg.columns`, `l2kg.qca`, `l2kg.cross`,
`l2kg.tactics`, `l2kg.order`, `l2kg.cite`, `l2kg.join` and `l2kg.graph`; `help(l2kg.api)` tells
of them all.
"""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec
from typing import TYPE_CHECKING

__version__ = "0.2.0"

__all__ = [
    "__version__",
    "case",
    "cite",
    "columns",
    "cross",
    "graph",
    "join",
    "order",
    "pattern",
    "qca",
    "query",
    "search",
    "show",
    "table",
    "tables",
    "tactics",
]

if TYPE_CHECKING:
    from l2kg.api import (
        case,
        cite,
        columns,
        cross,
        graph,
        join,
        order,
        pattern,
        qca,
        query,
        search,
        show,
        table,
        tables,
        tactics,
    )
else:

    def __getattr__(name: str) -> object:
        """Import the API, or a module, when it is first asked for: the package stays light."""
        if name in __all__:
            return getattr(import_module("l2kg.api"), name)
        if name.startswith("_") or find_spec(f"l2kg.{name}") is None:
            raise AttributeError(f"module 'l2kg' has no attribute {name!r}")
        return import_module(f"l2kg.{name}")

    def __dir__() -> list[str]:
        """List what there is for completion, without importing it."""
        return sorted({*globals(), *__all__})
