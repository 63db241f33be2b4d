"""Cut a table of query results after a whole row, and say so in it where the format can."""

from __future__ import annotations

import json

import pyoxigraph as ox

__all__ = ["CUT", "cut"]

CUT = "the result was longer than this service sends and ends here: add a LIMIT"


def cut(kept: bytes, form: ox.QueryResultsFormat, max_rows: int) -> bytes:
    r"""Return the whole rows with which a serialised table begins, at most so many, and close what that leaves open.

    >>> cut(b"?a\n1\n2\n3", ox.QueryResultsFormat.TSV, 1)
    b'?a\n1\n'
    """
    if (
        form == ox.QueryResultsFormat.XML
    ):  # "<" in a value is escaped, so this is the end of a row
        rows = (
            _ended(kept, b"</result>", max_rows)
            or kept.partition(b"<results>")[0] + b"<results>"
        )
        return rows + f"</results><!-- {CUT} --></sparql>".encode()
    if form == ox.QueryResultsFormat.TSV:  # line breaks in values are escaped
        return _ended(kept, b"\n", max_rows + 1)
    if form == ox.QueryResultsFormat.CSV:
        return _rows_of_csv(kept, max_rows + 1)
    return _rows_of_json(kept, max_rows)


def _ended(kept: bytes, end: bytes, most: int) -> bytes:
    parts = kept.split(end, most)
    return end.join(parts[:-1]) + end if len(parts) > 1 else b""


def _rows_of_csv(kept: bytes, most: int) -> bytes:
    """Cut after a line break that stands outside of quotation marks."""
    end = rows = place = 0
    while rows < most and (place := kept.find(b"\r\n", place)) >= 0:
        place += 2
        if kept.count(b'"', end, place) % 2 == 0:
            end, rows = place, rows + 1
    return kept[:end]


def _rows_of_json(kept: bytes, most: int) -> bytes:
    text = kept.decode("utf-8", "ignore")
    end = place = text.index('"bindings":[') + len('"bindings":[')
    decoder = json.JSONDecoder()
    try:
        for _ in range(most):
            _, end = decoder.raw_decode(text, place)
            place = end + 1
    except ValueError:
        pass
    return text[:end].encode() + f']}},"truncated":"{CUT}"}}'.encode()
