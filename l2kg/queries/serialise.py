"""Answer one SPARQL query from a store as bytes in the format that was asked for, up to a size."""

from __future__ import annotations

import io
import itertools
import json
import re
import sys
from dataclasses import dataclass
from typing import IO, TYPE_CHECKING, cast

import pyoxigraph as ox

from l2kg.namespaces import PREFIXES
from l2kg.queries.engine import ask_engine
from l2kg.queries.media_types import RESULTS, TABLES, choose

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from typing_extensions import Buffer

    from l2kg.queries.notices import Notice
    from l2kg.queries.results import Term

__all__ = ["Result", "answer", "serialize_graph", "written", "CUT", "cut"]

_SHORTEST = 8  # bytes that a triple takes at least, in any format
_TABLES = {
    "application/sparql-results+json": ox.QueryResultsFormat.JSON,
    "application/json": ox.QueryResultsFormat.JSON,
    "application/sparql-results+xml": ox.QueryResultsFormat.XML,
    "application/xml": ox.QueryResultsFormat.XML,
    "text/xml": ox.QueryResultsFormat.XML,
    "text/csv": ox.QueryResultsFormat.CSV,
    "text/tab-separated-values": ox.QueryResultsFormat.TSV,
}
_GRAPHS = {
    "text/turtle": ox.RdfFormat.TURTLE,
    "application/ld+json": ox.RdfFormat.JSON_LD,
    "application/n-triples": ox.RdfFormat.N_TRIPLES,
    "application/rdf+xml": ox.RdfFormat.RDF_XML,
    "application/trig": ox.RdfFormat.TRIG,
}
_UNKNOWN = re.compile(r"The custom function <([^<>]*)> is not supported")
_ROW = {  # occurs in a table at least as often as it has rows
    ox.QueryResultsFormat.JSON: b"{",
    ox.QueryResultsFormat.XML: b"<result>",
    ox.QueryResultsFormat.CSV: b"\n",
    ox.QueryResultsFormat.TSV: b"\n",
}


@dataclass(frozen=True, slots=True)
class Result:
    """The answer to a query; ``truncated`` when it was longer than allowed and ends at the last whole row.

    ``notices`` are what there is to tell of the query's names.
    """

    media_type: str
    body: bytes
    truncated: bool = False
    notices: tuple[Notice, ...] = ()


def _no_value(*_: object) -> None:
    """Answer for a function that nobody knows."""


class _FullError(OSError):
    """Raised through the engine to end a result that has grown too long."""


class _Sink(io.RawIOBase):
    """Keeps what is written, and refuses what goes beyond a number of bytes."""

    def __init__(self, limit: int) -> None:
        self.limit = limit
        self.head = bytearray()

    def writable(self) -> bool:
        return True

    def write(self, data: Buffer, /) -> int:
        written = bytes(data)
        self.head += written[: self.limit - len(self.head)]
        if len(self.head) == self.limit:
            raise _FullError
        return len(written)


def answer(
    store: ox.Store,
    query: str,
    *,
    accept: str = "",
    name: str | None = None,
    bound: Mapping[ox.Variable, Term] | None = None,
    prefixes: Mapping[str, str] = PREFIXES,
    base: str | None = None,
    graphs: Sequence[Sequence[str]] | None = None,
    lenient: bool = False,
    max_bytes: int = sys.maxsize,
    max_rows: int = sys.maxsize,
) -> Result:
    """Run a query, with some of its variables bound, and serialise what it returns.

    ``graphs`` are those of the default graph and the named ones, in place of what the
    query says of its data set. Where ``lenient``, a function that the engine does not
    know gives no value, as SPARQL has it, instead of an error.

    Raises:
        UnreadableError: the engine cannot parse the query.
        NotAcceptableError: the query's kind of result does not come in that format.
    """
    default, named = (
        ([ox.NamedNode(iri) for iri in part] for part in graphs)
        if graphs
        else (None, None)
    )
    unknown: dict[ox.NamedNode, Callable[..., None]] = {}
    while True:
        try:
            found = ask_engine(
                store,
                query,
                prefixes=dict(prefixes),
                base_iri=base,
                substitutions=dict(bound or {}),
                default_graph=cast(
                    "list[ox.NamedNode | ox.BlankNode | ox.DefaultGraph] | None", default
                ),
                named_graphs=cast("list[ox.NamedNode | ox.BlankNode] | None", named),
                custom_functions=cast(
                    "dict[ox.NamedNode, Callable[..., Term | None]]", unknown
                ),
            )
            break
        except RuntimeError as error:
            named_one = _UNKNOWN.search(str(error))
            if (
                not lenient
                or named_one is None
                or (function := ox.NamedNode(named_one[1])) in unknown
            ):
                raise
            unknown[function] = _no_value
    return written(
        found, accept=accept, name=name, max_bytes=max_bytes, max_rows=max_rows
    )


def written(
    found: ox.QuerySolutions | ox.QueryBoolean | Iterable[ox.Triple],
    *,
    accept: str = "",
    name: str | None = None,
    max_bytes: int = sys.maxsize,
    max_rows: int = sys.maxsize,
) -> Result:
    """Serialise what a query returned.

    Raises:
        NotAcceptableError: the query's kind of result does not come in that format.
    """
    if isinstance(found, ox.QuerySolutions | ox.QueryBoolean):
        return _table(found, choose(accept, name, TABLES).media_type, max_bytes, max_rows)
    return _graph(found, choose(accept, name, RESULTS).media_type, max_bytes, max_rows)


def _table(
    found: ox.QuerySolutions | ox.QueryBoolean,
    media_type: str,
    max_bytes: int,
    max_rows: int,
) -> Result:
    form = _TABLES[media_type]
    if isinstance(found, ox.QueryBoolean):
        return Result(media_type, found.serialize(format=form) or b"")
    sink = _Sink(max_bytes)
    try:
        found.serialize(cast("IO[bytes]", sink), format=form)
    except _FullError:
        return Result(media_type, cut(bytes(sink.head), form, max_rows), truncated=True)
    body = bytes(sink.head)
    if body.count(_ROW[form]) <= max_rows:  # never fewer than the rows
        return Result(media_type, body)
    return _if_shorter(body, cut(body, form, max_rows), media_type)


def _if_shorter(body: bytes, shorter: bytes, media_type: str) -> Result:
    whole = len(shorter) >= len(body)
    return Result(media_type, body if whole else shorter, truncated=not whole)


def _graph(
    found: Iterable[ox.Triple], media_type: str, max_bytes: int, max_rows: int
) -> Result:
    most = min(max_bytes // _SHORTEST, max_rows)
    triples = list(itertools.islice(found, most + 1))
    head = triples[:most]
    body = serialize_graph(head, media_type)
    if len(body) <= max_bytes and len(triples) == len(head):
        return Result(media_type, body)
    if len(body) > max_bytes:
        body = serialize_graph(
            head[: int(len(head) * max_bytes / len(body) / 2)], media_type
        )
    return Result(media_type, _noted(body, media_type), truncated=True)


def _noted(body: bytes, media_type: str) -> bytes:
    """Say at the end of a graph that it was cut, in the formats that have comments."""
    if media_type == "application/rdf+xml":
        return body + f"\n<!-- {CUT} -->\n".encode()
    return body if media_type == "application/ld+json" else body + f"# {CUT}\n".encode()


def serialize_graph(triples: Iterable[ox.Triple], media_type: str) -> bytes:
    """Write triples in one of the graph formats, with those of our prefixes that occur."""
    listed = list(triples)
    used = {
        iri.rpartition("#")[0] + "#" if "#" in iri else iri.rpartition("/")[0] + "/"
        for iri in _iris(listed)
    }
    prefixes = {name: iri for name, iri in PREFIXES.items() if iri in used}
    return ox.serialize(listed, format=_GRAPHS[media_type], prefixes=prefixes) or b""


def _iris(triples: Iterable[ox.Triple]) -> set[str]:
    terms = {
        term
        for triple in triples
        for term in (triple.subject, triple.predicate, triple.object)
    }
    named = {term.value for term in terms if isinstance(term, ox.NamedNode)}
    return named | {term.datatype.value for term in terms if isinstance(term, ox.Literal)}


CUT = "the result was longer than this service sends and ends here: add a LIMIT"


def cut(head: bytes, form: ox.QueryResultsFormat, max_rows: int) -> bytes:
    r"""Return the whole rows with which a serialised table begins, at most so many.

    What that leaves open is closed.

    >>> cut(b"?a\n1\n2\n3", ox.QueryResultsFormat.TSV, 1)
    b'?a\n1\n'
    """
    if form == ox.QueryResultsFormat.XML:
        # "<" in a value is escaped, so this is the end of a row
        rows = _ended(head, b"</result>", max_rows)
        if not rows:
            rows = head.partition(b"<results>")[0] + b"<results>"
        return rows + f"</results><!-- {CUT} --></sparql>".encode()
    if form == ox.QueryResultsFormat.TSV:  # line breaks in values are escaped
        return _ended(head, b"\n", max_rows + 1)
    if form == ox.QueryResultsFormat.CSV:
        return _rows_of_csv(head, max_rows + 1)
    return _rows_of_json(head, max_rows)


def _ended(head: bytes, end: bytes, most: int) -> bytes:
    parts = head.split(end, most)
    return end.join(parts[:-1]) + end if len(parts) > 1 else b""


def _rows_of_csv(head: bytes, most: int) -> bytes:
    """Cut after a line break that stands outside of quotation marks."""
    end = rows = place = 0
    while rows < most and (place := head.find(b"\r\n", place)) >= 0:
        place += 2
        if head.count(b'"', end, place) % 2 == 0:
            end, rows = place, rows + 1
    return head[:end]


def _rows_of_json(head: bytes, most: int) -> bytes:
    text = head.decode("utf-8", "ignore")
    end = place = text.index('"bindings":[') + len('"bindings":[')
    decoder = json.JSONDecoder()
    try:
        for _ in range(most):
            _, end = decoder.raw_decode(text, place)
            place = end + 1
    except ValueError:
        pass
    return text[:end].encode() + f']}},"truncated":"{CUT}"}}'.encode()
