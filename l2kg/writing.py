"""Write files whole or not at all: beside their place first, then moved there.

What makes and clears folders is imported where it is used: the command line starts without.
"""

from __future__ import annotations

import os
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from l2kg.errors import L2kgError, UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = [
    "filling",
    "is_device",
    "may_write",
    "replacing",
    "replacing_folder",
    "require_place",
    "rewrite",
    "scratch_file",
]


@contextmanager
def replacing(path: Path, *, force: bool = False) -> Iterator[Path]:
    """Give a path beside a file to write to, which takes the file's place when all went well.

    Raises:
        UsageError: the file exists and `force` was not given, or it is a folder.
        L2kgError: the file cannot be written.
    """
    if path.is_dir():
        raise UsageError(f"{path} is a folder; give the name of a file in it")
    may_write(path, force=force)
    with _scratch(path) as scratch:
        yield scratch / path.name
        _moved(scratch / path.name, path)


def rewrite(path: Path, text: str) -> None:
    """Put another text into a file that is there, whole or not at all.

    Its permissions stay, its line ends are those of the text, and a link stays a link.

    Raises:
        L2kgError: the file is read-only, or cannot be written.
    """
    import shutil

    target = path.resolve()
    if not target.stat().st_mode & 0o222:
        raise L2kgError(f"{path}: is read-only and left as it is; allow writing to it")
    with replacing(target, force=True) as scratch:
        scratch.write_text(text, encoding="utf-8", newline="")
        shutil.copymode(target, scratch)


@contextmanager
def filling(folder: Path, *, force: bool = False) -> Iterator[Path]:
    """Give a folder to write files to, which are moved to their folder when all went well.

    Files of other names that are there stay.

    Raises:
        UsageError: a file of one of the names exists and `force` was not given, one of
            them is a folder, or the folder is a file.
        L2kgError: the files cannot be written.
    """
    if folder.exists() and not folder.is_dir():
        raise UsageError(f"{folder} is a file; give the name of a folder")
    with _scratch(folder) as scratch:
        new = scratch / folder.name
        new.mkdir()
        yield new
        files = sorted(new.iterdir())
        for file in files:
            may_write(folder / file.name, force=force)
            if (folder / file.name).is_dir():
                raise UsageError(
                    f"{folder / file.name} is a folder, and a file of that name is to be"
                    " written; move it, or choose another place"
                )
        if not folder.exists():
            _moved(new, folder)
        else:
            for file in files:
                _moved(file, folder / file.name)


@contextmanager
def replacing_folder(folder: Path) -> Iterator[Path]:
    """Give a folder to fill, which takes the place of all that is in another when all went well.

    Raises:
        L2kgError: the files cannot be written.
    """
    import shutil

    within = (
        folder.is_dir()
    )  # it may be a mount point, which nothing can take the place of
    with _scratch(folder / "new" if within else folder) as scratch:
        new = scratch / "new"
        new.mkdir()
        yield new
        if not within:
            _moved(new, folder)
            return
        for old in set(folder.iterdir()) - {scratch}:
            if old.is_dir() and not old.is_symlink():
                shutil.rmtree(old)
            else:
                old.unlink()
        for part in new.iterdir():
            _moved(part, folder / part.name)


@contextmanager
def scratch_file(name: str) -> Iterator[Path]:
    """Give the path of a file that is gone afterwards."""
    import tempfile

    with tempfile.TemporaryDirectory(prefix="l2kg-") as folder:
        yield Path(folder) / name


def may_write(path: Path, *, force: bool) -> None:
    """See to it that nothing is replaced unasked.

    Raises:
        UsageError: something is there, and `force` was not given.
    """
    if path.exists() and not force:
        raise UsageError(f"{path} exists; give --force to replace it, or another name")


def is_device(path: Path) -> bool:
    """Tell whether a path is a pipe or device, which nothing can take the place of."""
    return path.exists() and not path.is_file() and not path.is_dir()


def require_place(path: Path) -> None:
    """See to it, before the work is done, that a file or folder can be written.

    Raises:
        L2kgError: it cannot.
    """
    if is_device(path):
        return
    place = path.absolute() if path.is_dir() else path.absolute().parent
    while not place.exists():
        place = place.parent
    if not place.is_dir():
        raise L2kgError(f"{path}: {place} is no folder; choose another place")
    if not os.access(place, os.W_OK | os.X_OK):
        raise L2kgError(f"{path}: {place} cannot be written to; choose another place")


@contextmanager
def _scratch(path: Path) -> Iterator[Path]:
    import shutil
    import tempfile

    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        place = Path(tempfile.mkdtemp(dir=path.parent, prefix=f".{path.name}-"))
    except OSError as error:
        raise _cannot(path, error) from error
    try:
        yield place
    except OSError as error:
        raise _cannot(path, error) from error
    finally:
        shutil.rmtree(place, ignore_errors=True)


def _moved(source: Path, target: Path) -> None:
    try:
        source.replace(target)
    except OSError as error:
        raise _cannot(target, error) from error


def _cannot(path: Path, error: OSError) -> L2kgError:
    if path.parent.name.startswith(
        f".{path.name}-"
    ):  # written where it waits to be moved
        path = path.parent.parent / path.name
    return L2kgError(
        f"{path}: cannot be written ({error.strerror or error}); choose another place"
    )
