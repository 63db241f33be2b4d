"""Where the shipped ontology and data lie, in a wheel and in a checkout alike."""

from __future__ import annotations

import hashlib
from pathlib import Path

from l2kg.errors import NotFoundError

__all__ = [
    "app_file",
    "building_code",
    "code_root",
    "codebook_file",
    "data_root",
    "fingerprint",
    "ontology_pages",
    "ontology_root",
]


def code_root() -> Path:
    """Return the folder of the package itself."""
    return Path(__file__).resolve().parent


def _shipped(name: str) -> Path:
    for place in (code_root() / "_shipped" / name, code_root().parent / name):
        if place.exists():
            return place
    raise NotFoundError(
        f"the shipped {name} is missing beside {code_root()}: install l2kg again"
    )


def ontology_root() -> Path:
    """Return the folder of the ontology, its vocabularies, shapes and rules."""
    return _shipped("ontology")


def data_root() -> Path:
    """Return the folder of the authored data."""
    return _shipped("data")


def ontology_pages() -> Path:
    """Return the folder of the ontology's pages in HTML."""
    return _shipped("docs/ontology")


def codebook_file() -> Path:
    """Return the codebook, in Markdown."""
    return _shipped("docs/codebook.md")


def app_file() -> Path:
    """Return the file that Streamlit runs."""
    return _shipped("app.py")


def building_code() -> list[Path]:
    """Return the modules and queries that decide what a store holds."""
    wings = (
        *("conflicts", "inference", "mappings", "queries", "schema", "turtle"),
        "validation",
    )
    places = ("*.py", *(f"{wing}/**/*.py" for wing in wings), "queries/conflicts/*.rq")
    return sorted(path for place in places for path in code_root().glob(place))


def fingerprint() -> str:
    """Hash ontology, data and the code that derives from them.

    A built store is reused only while all three stand.
    """
    authored = (
        path
        for root in (ontology_root(), data_root())
        for path in sorted(root.rglob("*"))
        if path.is_file()
    )
    digest = hashlib.sha256()
    for path in (*building_code(), *authored):
        digest.update(path.name.encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()[:16]
