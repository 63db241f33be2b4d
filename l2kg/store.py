"""Open the store: in memory, in a folder, or the shipped one in the cache folder of the user."""

from __future__ import annotations

import os
import shutil
import warnings
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

import pyoxigraph as ox

from l2kg.build import FindingsError, build
from l2kg.errors import L2kgError, NotFoundError
from l2kg.files import STORE_MARK, fingerprint, program
from l2kg.writing import alone, settle

if TYPE_CHECKING:
    from collections.abc import Callable

    from l2kg.queries.endpoint import Remote

__all__ = [
    "StoreWarning",
    "cache_folder",
    "in_memory",
    "open_source",
    "open_store",
    "place_of",
]


class StoreWarning(UserWarning):
    """What was wrong with the place of a store, and did not stop the work; its text is one line."""


def cache_folder() -> Path:
    """Return the folder for the shipped data's store, named by a hash of ontology, data and code."""
    from platformdirs import user_cache_path

    return user_cache_path("l2kg") / f"store-{fingerprint()}"


def place_of(location: str | None) -> str | None:
    """Return where a store is: what was named, else what L2KG_STORE names; nothing for the shipped data."""
    return location or os.environ.get("L2KG_STORE") or None


def open_store(
    location: str | None = None, *, progress: Callable[[str], None] | None = None
) -> ox.Store:
    """Open a store for reading.

    Without a location (nor `L2KG_STORE`): the shipped data, built once into the user's
    cache folder and then reopened. Where it is the address of a SPARQL endpoint, the
    endpoint's graphs are copied into memory; to ask the endpoint itself, use
    `open_source`.

    A damaged store in the cache folder is built again, and where nothing can be kept
    there the store is in memory: a `StoreWarning` says either, and that another version
    of the program built the store of a folder.

    Raises:
        NotFoundError: the folder holds no store.
        L2kgError: the folder holds a store that is damaged.
        EndpointError: the endpoint does not answer.
    """
    place = place_of(location)
    if place is None:
        return _shipped(progress)
    if "://" in place:
        from l2kg.queries.endpoint import Remote
        from l2kg.queries.sources import local_copy

        return local_copy(Remote(place), progress=progress)
    folder = Path(place)
    if not (folder / "CURRENT").exists():
        _wait_for_moves(folder)
    if not (folder / "CURRENT").exists():
        raise NotFoundError(
            f"{place}: no store there; make one with `l2kg build --store {place}`"
        )
    if not _is_of_this_program(folder):
        warnings.warn(
            f"{place}: built by another version of the program or the ontology; make it anew"
            f" with `l2kg build --store {place} --force`",
            StoreWarning,
            stacklevel=2,
        )
    return _read_only(folder)


def _is_of_this_program(folder: Path) -> bool:
    """Tell whether code and ontology of now built a store, or no program of ours; data may be anybody's."""
    mark = folder / STORE_MARK
    return not mark.is_file() or program() in mark.read_text(encoding="utf-8").split()


def open_source(
    location: str | None = None, *, progress: Callable[[str], None] | None = None
) -> ox.Store | Remote:
    """Open what answers queries: the endpoint itself where the location is an address, else a store.

    Raises:
        NotFoundError: the folder holds no store.
        UsageError: the address is none of an endpoint.
    """
    place = place_of(location)
    if place is not None and "://" in place:
        from l2kg.queries.endpoint import Remote

        return Remote(place)
    return open_store(location, progress=progress)


def _read_only(folder: Path) -> ox.Store:
    with suppress(OSError, RuntimeError):
        return ox.Store.read_only(str(folder))
    _wait_for_moves(folder)
    try:
        return ox.Store.read_only(str(folder))
    except (OSError, RuntimeError) as error:  # the latter where its files are corrupt
        raise L2kgError(
            f"{folder}: cannot be opened as a store ({error}); build it again"
        ) from error


def _wait_for_moves(folder: Path) -> None:
    """Let one that replaces a store finish, and finish or take back what a killed one began."""
    if folder.is_dir():
        with alone(folder):
            pass
    settle(folder.absolute().parent, folder)


def _shipped(progress: Callable[[str], None] | None) -> ox.Store:
    folder = cache_folder()
    settle(folder.parent, folder)
    with suppress(OSError, RuntimeError):
        return ox.Store.read_only(str(folder))
    if folder.exists():
        with alone(folder.parent):  # another may just have put a whole one in its place
            if kept := _kept(folder):
                return kept
            shutil.rmtree(folder, ignore_errors=True)  # what is left of a damaged one
    try:
        store, _ = build(folder=folder, progress=progress)
    except FindingsError:
        raise
    except (L2kgError, OSError):
        if kept := _kept(folder):  # another process was faster
            return kept
        warnings.warn(
            f"no store can be kept in {folder.parent}, so each command builds one in"
            " memory: set XDG_CACHE_HOME to a folder that can be written to, or L2KG_STORE"
            " to one that `l2kg build --store` made",
            StoreWarning,
            stacklevel=3,
        )
        return build(progress=progress)[0]
    for old in folder.parent.glob("store-*"):
        if old != folder:
            shutil.rmtree(old, ignore_errors=True)
    return store


def _kept(folder: Path) -> ox.Store | None:
    """Open a store in the cache folder, if there is one that is whole."""
    if not (folder / "CURRENT").exists():
        return None
    try:
        return ox.Store.read_only(str(folder))
    except (OSError, RuntimeError) as error:
        warnings.warn(
            f"{folder}: cannot be opened as a store ({error}); it is built anew",
            StoreWarning,
            stacklevel=4,
        )
        return None


def in_memory(store: ox.Store) -> ox.Store:
    """Return a copy of a store that lies in memory."""
    copy = ox.Store()
    copy.bulk_extend(iter(store))
    return copy
