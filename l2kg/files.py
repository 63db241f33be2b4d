"""Where the shipped ontology and data lie, in a wheel and in a checkout alike."""

from __future__ import annotations

import hashlib
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

from l2kg.errors import NotFoundError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

__all__ = [
    "STORE_MARK",
    "app_file",
    "below",
    "building_code",
    "code_root",
    "codebook_file",
    "contributing_file",
    "data_root",
    "docs_root",
    "fingerprint",
    "ontology_pages",
    "ontology_root",
    "program",
]

STORE_MARK = "l2kg-store"  # a file in each folder of ours, with what built it
_LIBRARIES = ("edtf", "pyoxigraph")  # that decide what is derived


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


def docs_root() -> Path:
    """Return the folder of the documents."""
    return _shipped("docs")


def contributing_file() -> Path:
    """Return the guide for contributors, in Markdown."""
    return _shipped("CONTRIBUTING.md")


def app_file() -> Path:
    """Return the file that Streamlit runs."""
    return _shipped("app.py")


def below(folder: Path, pattern: str) -> list[Path]:
    """Return what a folder and those below it hold, in order; nothing hidden, nor in hidden folders.

    There lie what others keep for themselves and what waits to be moved (`l2kg.writing`).
    """
    return sorted(
        path
        for path in folder.rglob(pattern)
        if not any(part.startswith(".") for part in path.relative_to(folder).parts)
    )


def building_code() -> list[Path]:
    """Return the modules and queries that decide what a store holds."""
    wings = (
        *("conflicts", "inference", "mappings", "queries", "schema", "turtle"),
        "validation",
    )
    places = ("*.py", *(f"{wing}/**/*.py" for wing in wings), "queries/conflicts/*.rq")
    return sorted(path for place in places for path in code_root().glob(place))


def fingerprint() -> str:
    """Hash data, ontology, and the code and libraries that derive from them.

    A built store is reused only while all of them stand.
    """
    return _hash(_program(), data_root())


def program() -> str:
    """Hash ontology, code and libraries: what makes one store of the same data differ from another."""
    return _hash(_program())


def _program() -> Iterator[Path | str]:
    yield from building_code()
    yield from (f"{name} {version(name)}" for name in _LIBRARIES)
    yield ontology_root()


def _hash(parts: Iterable[Path | str], *more: Path) -> str:
    """Hash texts, files with their names, and all files of folders."""
    digest = hashlib.sha256()
    for part in (*parts, *more):
        if isinstance(part, str):
            digest.update(part.encode())
            continue
        for path in [part] if part.is_file() else below(part, "*"):
            if path.is_file():
                digest.update(path.name.encode())
                digest.update(path.read_bytes())
    return digest.hexdigest()[:16]
