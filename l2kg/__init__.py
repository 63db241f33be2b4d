"""L2KG: the open knowledge graph and case database of Level II negotiations.

`l2kg.table`, `l2kg.graph` and `l2kg.join` are for scripts and notebooks: see `l2kg.api`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

__all__ = ["__version__", "graph", "join", "table"]

__version__ = "0.2.0"

if TYPE_CHECKING:
    from l2kg.api import graph, join, table
else:

    def __getattr__(name: str) -> object:
        """Import the API when it is first asked for: the package itself stays light."""
        if name not in __all__:
            raise AttributeError(f"module 'l2kg' has no attribute {name!r}")
        from l2kg import api

        return getattr(api, name)
