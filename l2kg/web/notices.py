"""The header of an answer that tells what names of a query mean nothing."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from l2kg.queries.notices import Notice

__all__ = ["notice_header"]

_LONGEST = 2000 - len('"and 20 more"')  # bytes of the header on names
_LONGEST_ITEM = 400


def notice_header(notices: Sequence[Notice]) -> dict[str, str]:
    r"""Return the header that tells what names of a query mean nothing, or nothing at all.

    It is a list of strings with parameters as RFC 9651 has them, in ASCII and of at most
    2,000 bytes; what does not fit is counted.

    >>> from l2kg.queries.notices import Notice
    >>> notice_header([Notice("l2:a", "l2:a: no \"property\"", 6, 1, 7)])
    {'L2KG-Notice': '"l2:a: no \\"property\\"";line=1;column=7'}
    """
    items: list[str] = []
    room = _LONGEST
    for at, notice in enumerate(notices):
        text = f'"{_quotable(notice.message)}";line={notice.line};column={notice.column}'
        room -= len(text) + 2
        if room < 0:
            items.append(f'"and {len(notices) - at} more"')
            break
        items.append(text)
    return {"L2KG-Notice": ", ".join(items)} if items else {}


def _quotable(text: str) -> str:
    """Write a text as the inside of a string of a structured field."""
    plain = text.encode("ascii", "backslashreplace").decode()
    plain = "".join(sign if sign.isprintable() else " " for sign in plain)
    return re.sub(r'(["\\])', r"\\\1", plain[:_LONGEST_ITEM])
