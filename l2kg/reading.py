"""Read text in UTF-8, with or without the byte order mark that some editors put before it.

Whatever a command or a page reads comes through here, so that its size is bounded before
any parser sees it, and what is no text is named with its line.
"""

from __future__ import annotations

import re
import sys
from typing import TYPE_CHECKING

from l2kg.errors import InputError, NotFoundError, UsageError

if TYPE_CHECKING:
    from pathlib import Path
    from typing import BinaryIO

__all__ = [
    "LARGE",
    "MIDDLE",
    "MOST_BYTES",
    "SMALL",
    "EncodingError",
    "decoded",
    "past_mark",
    "read_exactly",
    "read_text",
    "without_mark",
]

SMALL = 2**20  # bytes of a query
MOST_BYTES = 8 * 2**20  # of an authored file, or a matrix
MIDDLE = 32 * 2**20  # of a table of mappings
LARGE = 128 * 2**20  # of somebody's own table, or of kept answers

_MARK = "\ufeff"
_UTF_8 = _MARK.encode()
_OTHERS = {  # the longer before those with which they begin
    b"\xff\xfe\x00\x00": "UTF-32",
    b"\x00\x00\xfe\xff": "UTF-32",
    b"\xff\xfe": "UTF-16",
    b"\xfe\xff": "UTF-16",
}
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\x80-\x84\x86-\x9f\ufffe\uffff]")


class EncodingError(InputError):
    """What is no text in UTF-8; it knows what is wrong, the remedy and, where it can, the line."""

    def __init__(
        self,
        name: str,
        wrong: str,
        line: int | None = None,
        remedy: str = "save it as UTF-8",
    ) -> None:
        where = f"{name}: line {line}" if line else name
        super().__init__(f"{where}: {wrong}; {remedy}")
        self.wrong = wrong
        self.line = line
        self.remedy = remedy


def without_mark(text: str) -> str:
    r"""Leave out a byte order mark before a text.

    >>> without_mark("\ufeffASK {}")
    'ASK {}'
    """
    return text.removeprefix(_MARK)


def decoded(data: bytes, name: str) -> str:
    r"""Return the text that bytes of UTF-8 hold, without a byte order mark.

    Raises:
        EncodingError: they are in another encoding; the text begins with `name`.

    >>> decoded(b"\xef\xbb\xbfcase,help\n", "m.csv")
    'case,help\n'
    """
    _require_utf_8(data, name)
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        line = _line_at(data[: error.start].decode("utf-8"), error.start)
        raise EncodingError(
            name, f"not UTF-8 (byte {data[error.start]:#04x})", line
        ) from error
    return without_mark(text)


def _line_at(text: str, place: int) -> int:
    """Return the line of a place, whichever signs end the lines."""
    before = text[:place]
    return before.count("\n") + before.count("\r") - before.count("\r\n") + 1


def _require_utf_8(head: bytes, name: str) -> None:
    for mark, encoding in _OTHERS.items():
        if head.startswith(mark):
            raise EncodingError(name, f"not UTF-8 but {encoding}", 1)


def read_text(path: Path, *, most: int = MOST_BYTES) -> str:
    r"""Return the text of a file in UTF-8, without a byte order mark, each line ended by `\n`.

    Raises:
        L2kgError: as for `read_exactly`.
    """
    return read_exactly(path, most=most).replace("\r\n", "\n").replace("\r", "\n")


def read_exactly(path: Path, *, most: int = MOST_BYTES) -> str:
    """Return the text of a file in UTF-8, its line ends as they are, without a byte order mark.

    The file - is standard input. No more than `most` bytes are read.

    Raises:
        NotFoundError: there is no such file.
        EncodingError: it is in another encoding, or no text.
        InputError: it is larger.
        UsageError: it is a folder, or cannot be read.
    """
    if str(path) == "-":
        return _decoded(sys.stdin.buffer.read(most + 1), "standard input", most)
    try:
        with path.open("rb") as file:
            data = file.read(most + 1)
    except FileNotFoundError as error:
        raise NotFoundError(f"{path}: no such file") from error
    except IsADirectoryError as error:
        raise UsageError(f"{path}: is a folder; name a file in it") from error
    except OSError as error:
        raise UsageError(f"{path}: cannot be read ({error.strerror or error})") from error
    return _decoded(data, str(path), most)


def _decoded(data: bytes, name: str, most: int) -> str:
    if len(data) > most:
        raise InputError(
            f"{name}: is larger than {most // 2**20} MB, of which no more is read; split it"
        )
    text = decoded(data, name)
    if found := _CONTROL.search(text):
        raise EncodingError(
            name,
            f"the control character U+{ord(found[0]):04X}, which no text has",
            _line_at(text, found.start()),
            "leave it out, or save the file as UTF-8 where it is in another encoding",
        )
    return text


def past_mark(file: BinaryIO, name: str) -> None:
    """Move a file that was just opened past a byte order mark.

    Raises:
        EncodingError: the mark is that of another encoding; the text begins with `name`.
    """
    head = file.read(4)
    _require_utf_8(head, name)
    file.seek(len(_UTF_8) if head.startswith(_UTF_8) else 0)
