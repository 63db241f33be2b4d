"""Read text in UTF-8, with or without the byte order mark that some editors put before it."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from l2kg.errors import InputError, NotFoundError, UsageError

if TYPE_CHECKING:
    from pathlib import Path
    from typing import BinaryIO

__all__ = [
    "EncodingError",
    "decoded",
    "past_mark",
    "read_exactly",
    "read_text",
    "without_mark",
]

_MARK = "\ufeff"
_UTF_8 = _MARK.encode()
_OTHERS = {  # the longer before those with which they begin
    b"\xff\xfe\x00\x00": "UTF-32",
    b"\x00\x00\xfe\xff": "UTF-32",
    b"\xff\xfe": "UTF-16",
    b"\xfe\xff": "UTF-16",
}


class EncodingError(InputError):
    """Text in another encoding than UTF-8; it knows what is wrong and, where it can, the line."""

    def __init__(self, name: str, wrong: str, line: int | None = None) -> None:
        where = f"{name}: line {line}" if line else name
        super().__init__(f"{where}: {wrong}; save it as UTF-8")
        self.wrong = wrong
        self.line = line


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
        line = data.count(b"\n", 0, error.start) + 1
        raise EncodingError(
            name, f"not UTF-8 (byte {data[error.start]:#04x})", line
        ) from error
    return without_mark(text)


def _require_utf_8(head: bytes, name: str) -> None:
    for mark, encoding in _OTHERS.items():
        if head.startswith(mark):
            raise EncodingError(name, f"not UTF-8 but {encoding}")


def read_text(path: Path) -> str:
    r"""Return the text of a file in UTF-8, without a byte order mark, each line ended by `\n`.

    Raises:
        L2kgError: as for `read_exactly`.
    """
    return read_exactly(path).replace("\r\n", "\n").replace("\r", "\n")


def read_exactly(path: Path) -> str:
    """Return the text of a file in UTF-8, its line ends as they are, without a byte order mark.

    The file - is standard input.

    Raises:
        NotFoundError: there is no such file.
        EncodingError: it is in another encoding.
        UsageError: it is a folder, or cannot be read.
    """
    if str(path) == "-":
        return decoded(sys.stdin.buffer.read(), "standard input")
    try:
        data = path.read_bytes()
    except FileNotFoundError as error:
        raise NotFoundError(f"{path}: no such file") from error
    except IsADirectoryError as error:
        raise UsageError(f"{path}: is a folder; name a file in it") from error
    except OSError as error:
        raise UsageError(f"{path}: cannot be read ({error.strerror or error})") from error
    return decoded(data, str(path))


def past_mark(file: BinaryIO, name: str) -> None:
    """Move a file that was just opened past a byte order mark.

    Raises:
        EncodingError: the mark is that of another encoding; the text begins with `name`.
    """
    head = file.read(4)
    _require_utf_8(head, name)
    file.seek(len(_UTF_8) if head.startswith(_UTF_8) else 0)
