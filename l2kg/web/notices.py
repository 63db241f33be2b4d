"""What an answer tells of the names in its query that mean nothing: in a header, and in its body."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

from l2kg.queries.serialise import CUT

if TYPE_CHECKING:
    from collections.abc import Sequence

    from l2kg.queries.notices import Notice

__all__ = ["notice_header", "with_notices"]

_LONGEST = 2000 - len('"and 20 more"')  # bytes of the header on names
_LONGEST_ITEM = 400
_HASHED = ("text/turtle", "application/n-triples", "application/trig")
_XML = re.compile(rb"\s*(?:<\?xml[^>]*\?>)?")


def notice_header(
    notices: Sequence[Notice], *, truncated: bool = False
) -> dict[str, str]:
    r"""Return the header that tells what names of a query mean nothing, or nothing at all.

    That an answer is ``truncated`` is told first: CSV and TSV have no place for it.

    It is a list of strings with parameters as RFC 9651 has them, in ASCII and of at most
    2,000 bytes; what does not fit is counted.

    >>> from l2kg.queries.notices import Notice
    >>> notice_header([Notice("l2:a", "l2:a: no \"property\"", 6, 1, 7)])
    {'L2KG-Notice': '"l2:a: no \\"property\\"";line=1;column=7'}
    >>> notice_header([], truncated=True)["L2KG-Notice"][:44]
    '"the result was longer than this service sen'
    """
    items = [f'"{CUT}"'] if truncated else []
    room = _LONGEST
    for at, notice in enumerate(notices):
        text = f'"{_quotable(notice.message)}";line={notice.line};column={notice.column}'
        room -= len(text) + 2
        if room < 0:
            items.append(f'"and {len(notices) - at} more"')
            break
        items.append(text)
    return {"L2KG-Notice": ", ".join(items)} if items else {}


def with_notices(body: bytes, media_type: str, notices: Sequence[Notice]) -> bytes:
    """Write notices into an answer whose format has a place for them that changes no result.

    That is a comment in Turtle, N-Triples, TriG and XML, and a member of its own in the
    JSON of results; CSV, TSV and JSON-LD have none.

    >>> from l2kg.queries.notices import Notice
    >>> told = [Notice("l2:a", "l2:a: no class", 6, 1, 7)]
    >>> with_notices(b'{"head":{}}', "application/sparql-results+json", told)
    b'{"notices": ["line 1, column 7: l2:a: no class"], "head":{}}'
    """
    lines = [" ".join(str(notice).split()) for notice in notices]
    if not lines:
        return body
    if media_type in _HASHED:
        return "".join(f"# {line}\n" for line in lines).encode() + body
    if media_type.endswith("xml"):
        head = _XML.match(body)
        at = head.end() if head else 0
        safe = "".join(f"<!-- {re.sub('-(?=-)', '- ', line)} -->" for line in lines)
        return body[:at] + safe.encode() + body[at:]
    if media_type in ("application/sparql-results+json", "application/json"):
        told = json.dumps(lines, ensure_ascii=False).encode()
        return body.replace(b"{", b'{"notices": ' + told + b", ", 1)
    return body


def _quotable(text: str) -> str:
    """Write a text as the inside of a string of a structured field."""
    plain = text.encode("ascii", "backslashreplace").decode()
    plain = "".join(sign if sign.isprintable() else " " for sign in plain)
    return re.sub(r'(["\\])', r"\\\1", plain[:_LONGEST_ITEM])
