"""Write files whole or not at all: beside their place first, then moved there.

What is not finished lies in a scratch folder, `.l2kg-XXXXXXXX.part`, on which the process that
made it holds a lock. However a process ends, the system gives its locks back; so the next
one that writes to the same place tells what a killed run left behind, and clears it away.
Where a kill fell between two moves, it is seen in the folder how far they had come, and
they are finished or taken back.

What makes and clears folders is imported where it is used: the command line starts without.
"""

from __future__ import annotations

import errno
import os
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from l2kg.errors import L2kgError, UsageError
from l2kg.reading import read_exactly

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

__all__ = [
    "alone",
    "filling",
    "is_device",
    "is_full",
    "may_write",
    "replacing",
    "replacing_folder",
    "require_place",
    "rewrite",
    "scratch_file",
    "scratch_folder",
    "settle",
]

_OURS, _ENDING = ".l2kg-", ".part"  # how the name of a scratch folder begins and ends
# In it: what is to be moved, the same once it is whole and begins to be, what it replaces.
_NEW, _COMING, _OLD = ".new", ".coming", ".old"
_PATIENCE = (
    10.0  # seconds for which another may move its files, or hold a lock of its own
)

# What a library means that names our scratch folder in its message.
_TOLD = tuple(os.strerror(one) for one in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG))


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
    with _beside(path.parent, path) as scratch:
        yield scratch / path.name
        may_write(path, force=force)  # another may have been quicker
        (scratch / path.name).replace(path)


def rewrite(path: Path, text: str, *, instead_of: str) -> None:
    """Put another text into a file that is there, whole or not at all.

    Its permissions stay, its line ends are those of the text, and a link stays a link. It
    is on the disk before it takes the place of the text `instead_of` which it was made.

    Raises:
        L2kgError: the file is read-only, was changed meanwhile, or cannot be written.
    """
    import shutil

    target = path.resolve()
    if not target.stat().st_mode & 0o222:
        raise L2kgError(f"{path}: is read-only and left as it is; allow writing to it")
    with replacing(target, force=True) as scratch:
        with scratch.open("w", encoding="utf-8", newline="") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        shutil.copymode(target, scratch)
        if read_exactly(target) not in (instead_of, text):
            raise L2kgError(
                f"{path}: was changed meanwhile and is left as it is; try again"
            )


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

    def allowed(new: Path) -> None:
        for file in sorted(new.iterdir()):
            may_write(folder / file.name, force=force)
            if (folder / file.name).is_dir():
                raise UsageError(
                    f"{folder / file.name} is a folder, and a file of that name is to be"
                    " written; move it, or choose another place"
                )

    with _filled(folder, allowed, instead=False) as new:
        yield new


@contextmanager
def replacing_folder(folder: Path) -> Iterator[Path]:
    """Give a folder to fill, which takes the place of all that is in another when all went well.

    Raises:
        UsageError: another process has made the folder meanwhile.
        L2kgError: the files cannot be written.
    """
    with _filled(folder, lambda _: None, instead=True) as new:
        yield new


@contextmanager
def _filled(
    folder: Path, allowed: Callable[[Path], None], *, instead: bool
) -> Iterator[Path]:
    """Give a folder to fill.

    Its parts go to a folder that is there, which may be a mount point; else it goes itself.
    """
    there = folder.is_dir()
    place = folder if there else folder.absolute().parent
    with _beside(place, folder) as scratch:
        new = scratch / _NEW if there else scratch / _NEW / folder.name
        new.mkdir(parents=True)
        yield new
        with alone(place):
            allowed(new)
            if folder.exists() and not there:
                raise UsageError(
                    f"{folder}: another process made it meanwhile; give --force to replace"
                    " it, or another folder"
                )
            if instead and there:
                _move_all(place, scratch / _OLD)
            (scratch / _NEW).rename(scratch / _COMING)
            _move_all(scratch / _COMING, place)


def _move_all(source: Path, target: Path) -> None:
    target.mkdir(exist_ok=True)
    for part in source.iterdir():
        if not _is_scratch(part):
            part.replace(target / part.name)


def _is_scratch(path: Path) -> bool:
    return path.name.startswith(_OURS) and path.suffix == _ENDING


def settle(*places: Path) -> None:
    """Clear folders of what killed runs left; moves that they had begun are finished or taken back."""
    for place in places:
        with suppress(OSError):  # no such folder, or not ours to read
            for left in [one for one in place.iterdir() if _is_scratch(one)]:
                with suppress(OSError), _locked(left, patience=0) as ours:
                    if ours and left.stat().st_uid == os.geteuid():
                        _cleared(left, place)


def _cleared(scratch: Path, place: Path) -> None:
    """Take a scratch folder away, and nothing that is not in its place yet with it."""
    import shutil

    coming, old = scratch / _COMING, scratch / _OLD
    if coming.is_dir() or old.is_dir():
        with alone(place):
            if coming.is_dir():
                for part in coming.iterdir():
                    with suppress(FileExistsError, IsADirectoryError, NotADirectoryError):
                        part.replace(place / part.name)
            else:
                for part in old.iterdir():
                    if not os.path.lexists(place / part.name):
                        part.replace(place / part.name)
    shutil.rmtree(scratch, ignore_errors=True)


@contextmanager
def alone(place: Path) -> Iterator[None]:
    """Let nobody else of ours move files in a folder.

    Where a lock cannot be had within some seconds (not every file system has them, and
    one who calls us may hold it), it goes on without.
    """
    with ExitStack() as stack:
        with suppress(OSError):
            stack.enter_context(_locked(place.resolve(), patience=_PATIENCE))
        yield


@contextmanager
def _locked(folder: Path, *, patience: float) -> Iterator[bool]:
    """Hold a lock on a folder and tell whether it is had; other threads wait, too."""
    import fcntl
    import time

    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
    try:
        end, ours = time.monotonic() + patience, False
        while not ours:
            try:
                fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
                ours = True
            except BlockingIOError:
                if time.monotonic() >= end:
                    break
                time.sleep(0.05)
            except OSError:
                break
        yield ours
    finally:
        os.close(descriptor)


@contextmanager
def _scratch(place: Path) -> Iterator[Path]:
    """Give a scratch folder in a place, which is cleared of others that nobody holds."""
    import tempfile

    settle(place)
    with ExitStack() as stack:
        there = False
        while not there:  # one who settles may be quicker than the lock
            scratch = Path(tempfile.mkdtemp(_ENDING, _OURS, place))
            with suppress(FileNotFoundError):
                stack.enter_context(_locked(scratch, patience=_PATIENCE))
            there = scratch.exists()
        stack.callback(_tidied, scratch, place)
        yield scratch


@contextmanager
def _beside(place: Path, target: Path) -> Iterator[Path]:
    """Give a scratch folder in a place, and say in a line why a target cannot be written."""
    try:
        place.mkdir(parents=True, exist_ok=True)
        with _scratch(place) as scratch:
            yield scratch
    except OSError as error:
        if _is_scratch(target.parent):  # written where it waits to be moved
            target = target.parent.parent / target.name
        told = error.strerror or next((one for one in _TOLD if one in str(error)), error)
        raise L2kgError(
            f"{target}: cannot be written ({told}); choose another place"
        ) from error


def _tidied(scratch: Path, place: Path) -> None:
    with suppress(OSError):  # what is left is tried again by the next run
        _cleared(scratch, place)


@contextmanager
def scratch_folder() -> Iterator[Path]:
    """Give a folder that is gone afterwards, where temporary files lie."""
    import tempfile

    with _scratch(Path(tempfile.gettempdir())) as scratch:
        yield scratch


@contextmanager
def scratch_file(name: str) -> Iterator[Path]:
    """Give the path of a file that is gone afterwards."""
    with scratch_folder() as folder:
        yield folder / name


def may_write(path: Path, *, force: bool) -> None:
    """See to it that nothing is replaced unasked.

    Raises:
        UsageError: something is there, and `force` was not given.
    """
    if path.exists() and not force:
        settle(path.parent)
        raise UsageError(f"{path} exists; give --force to replace it, or another name")


def is_full(folder: Path) -> bool:
    """Tell whether a folder holds anything but what killed runs left in it, or is a file."""
    settle(folder.parent, folder)
    return folder.exists() and not (folder.is_dir() and not any(folder.iterdir()))


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
