"""Read a case file that somebody uploads, in a process of its own, and say what was found in it.

The process has little memory and time. The parent writes the file into a folder of its own and removes
it when the process has ended: nothing is kept. Run as a module, this is that process: it
reads one file and writes two lines of JSON, first the findings, then, where the file could
be read, what was understood.
"""

from __future__ import annotations

import json
import re
import signal
import subprocess
import sys
import threading
from codecs import BOM_UTF8
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from l2kg.errors import L2kgError, UsageError
from l2kg.sandbox.support import require_fork
from l2kg.writing import scratch_file

if TYPE_CHECKING:
    from collections.abc import Callable

    import pyoxigraph as ox

    from l2kg.corpus import Part
    from l2kg.findings import Finding

__all__ = ["MAX_BYTES", "Contribution", "Found", "UploadCheck", "Understood", "file_name"]

MAX_BYTES = 2**20
_SECONDS = 40  # of the processor
_PATIENCE = 6 * _SECONDS  # by the clock: a loaded machine gives a process less of itself
_MEMORY = 2 * 2**30
_AT_ONCE = 2
_NAME = re.compile(r"[^a-z0-9-]+")


@dataclass(frozen=True, slots=True)
class Found:
    """A finding as the page shows it."""

    severity: str
    file: str
    line: int | None
    element: str
    message: str
    remedy: str
    rule: str


@dataclass(frozen=True, slots=True)
class Understood:
    """What a file says: name and counts of the case, its figure, and the file in our layout.

    The figure comes wide and narrow, with what lights up together.
    """

    label: str
    counts: str
    wide: str
    narrow: str
    related: dict[str, list[str]]
    turtle: str


@dataclass(frozen=True, slots=True)
class Contribution:
    """What was found in a file; ``understood`` is None where no case could be drawn from it."""

    name: str
    found: tuple[Found, ...]
    understood: Understood | None = None

    @property
    def sound(self) -> bool:
        """Tell whether nothing stands against building with the file."""
        return self.understood is not None and all(
            one.severity == "info" for one in self.found
        )


def file_name(name: str) -> str:
    """Return the name under which a file is checked: its own, as far as it can be one of ours.

    >>> file_name("../My Case.TTL")
    'my-case.ttl'
    """
    stem = _NAME.sub("-", Path(name).name.lower().removesuffix(".ttl")).strip("-")[:80]
    return f"{stem or 'case'}.ttl"


class UploadCheck:
    """Checks the files that visitors send, two at a time; any number of threads may share it."""

    def __init__(self) -> None:
        self._places = threading.BoundedSemaphore(_AT_ONCE)

    def examined(self, name: str, data: bytes) -> Contribution:
        """Check a file of Turtle and draw what it says.

        Raises:
            UsageError: the file is empty or too large.
            UnsupportedError: this system cannot limit a process.
            L2kgError: it took more time than a check may take, or too many files are
                being checked.
        """
        require_fork()
        if not data.removeprefix(BOM_UTF8).strip():
            raise UsageError(f"{name} is empty: start from the template")
        if len(data) > MAX_BYTES:
            raise UsageError(
                f"{name} is larger than 1 MB: a case file is a few hundred lines; split"
                " it, or leave out what is no case"
            )
        if not self._places.acquire(timeout=_SECONDS):
            raise L2kgError("too many files are being checked: try again in a minute")
        try:
            with scratch_file(file_name(name)) as path:
                path.write_bytes(data)
                return _asked(path)
        finally:
            self._places.release()


def _asked(path: Path) -> Contribution:
    command = [sys.executable, "-m", "l2kg.sandbox.upload", str(path), str(_SECONDS)]
    try:
        said = subprocess.run(
            command,
            capture_output=True,
            timeout=_PATIENCE,
            check=False,
            stdin=subprocess.DEVNULL,
        )
    except subprocess.TimeoutExpired as error:
        raise _too_long(path) from error
    if said.returncode == -signal.SIGXCPU:
        raise _too_long(path)
    lines = said.stdout.decode().splitlines()
    if not lines:
        raise L2kgError(
            f"{path.name}: the check ran out of memory or depth and was stopped; flatten"
            " nested lists and brackets"
        )
    understood = (
        Understood(**json.loads(lines[1]))
        if len(lines) > 1 and said.returncode == 0
        else None
    )
    return Contribution(
        path.name, tuple(Found(**one) for one in json.loads(lines[0])), understood
    )


def _too_long(path: Path) -> L2kgError:
    return L2kgError(
        f"{path.name}: the check took more than {_SECONDS} seconds and was stopped; send"
        " fewer statements"
    )


# What runs in the process of its own


def main(path: Path, seconds: int, say: Callable[[str], Any]) -> None:
    """Check a file in so many seconds, say what was found, then what was understood."""
    from l2kg.build import examine
    from l2kg.corpus import read
    from l2kg.findings import in_order

    _confine(seconds)
    corpus, findings = read([path])
    made = examine(corpus, findings)
    say(
        json.dumps([asdict(_found(one)) for one in in_order([*findings, *made.findings])])
    )
    if not any(one.rule == "syntax" for one in findings):
        with suppress(L2kgError):
            say(json.dumps(asdict(_understood(made.store, corpus.cases[0]))))


def _confine(seconds: int) -> None:
    import resource

    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 1))
    with suppress(ValueError, OSError):  # macOS knows the limit and refuses it
        resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_NOFILE, (64, 64))


def _found(one: Finding) -> Found:
    from l2kg.namespaces import compact

    name, element, rule = (
        one.file.name if one.file else "",
        compact(one.element) if one.element else "",
        one.rule or "",
    )
    if (
        rule == "layout"
    ):  # no fault of somebody who has no command line, and the page offers the file laid out
        return Found(
            "info",
            name,
            None,
            "",
            "The file is not in the project's layout.",
            "Take the one that this page offers.",
            rule,
        )
    return Found(
        one.severity,
        name,
        one.line,
        element,
        one.message.rstrip(".") + ".",
        one.remedy,
        rule,
    )


def _understood(store: ox.Store, part: Part) -> Understood:
    from l2kg.cases import load_case
    from l2kg.cases.text import facts_of
    from l2kg.drawing.figure import draw
    from l2kg.namespaces import CASE
    from l2kg.turtle import canonical

    view = load_case(store, part.graph.removeprefix(CASE))
    drawn = draw(view)
    return Understood(
        label=view.summary.label,
        counts=facts_of(view.summary),
        wide=drawn.wide,
        narrow=drawn.narrow,
        related=drawn.related,
        turtle=canonical(part.text),
    )


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]), lambda line: print(line, flush=True))  # noqa: T201 (the answer to the parent)
