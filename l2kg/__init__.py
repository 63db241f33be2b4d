"""L2KG: the open knowledge graph and case database of Level II negotiations."""

from __future__ import annotations

__all__ = ["__version__"]

__version__ = "0.1.0"
