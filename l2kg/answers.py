"""Answer one SPARQL query from a store as bytes in the format that was asked for, up to a size."""

from __future__ import annotations

import io
import itertools
import json
import sys
from dataclasses import dataclass
from typing import IO, TYPE_CHECKING, cast

import pyoxigraph as ox

from l2kg.namespaces import PREFIXES
from l2kg.negotiate import GRAPHS, TABLES, choose

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from typing_extensions import Buffer

    from l2kg.queries import Term

__all__ = ["Result", "answer", "serialize_graph"]

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
}


@dataclass(frozen=True, slots=True)
class Result:
    """The answer to a query; ``truncated`` when it was longer than allowed and ends at the last whole row."""

    media_type: str
    body: bytes
    truncated: bool = False


class _FullError(OSError):
    """Raised through the engine to end a result that has grown too long."""


class _Sink(io.RawIOBase):
    """Keeps what is written, and refuses what goes beyond a number of bytes."""

    def __init__(self, limit: int) -> None:
        self.limit = limit
        self.kept = bytearray()

    def writable(self) -> bool:
        return True

    def write(self, data: Buffer, /) -> int:
        written = bytes(data)
        self.kept += written[: self.limit - len(self.kept)]
        if len(self.kept) == self.limit:
            raise _FullError
        return len(written)


def answer(
    store: ox.Store,
    query: str,
    *,
    accept: str = "",
    name: str | None = None,
    bound: Mapping[ox.Variable, Term] | None = None,
    max_bytes: int = sys.maxsize,
) -> Result:
    """Run a query, with some of its variables bound, and serialise what it returns.

    Raises:
        SyntaxError: the engine cannot parse the query.
        NotAcceptableError: the query's kind of result does not come in that format.
    """
    found = store.query(query, prefixes=PREFIXES, substitutions=dict(bound or {}))
    if isinstance(found, ox.QueryTriples):
        return _graph(found, choose(accept, name, GRAPHS).media_type, max_bytes)
    return _table(found, choose(accept, name, TABLES).media_type, max_bytes)


def _table(found: ox.QuerySolutions | ox.QueryBoolean, media_type: str, max_bytes: int) -> Result:
    form = _TABLES[media_type]
    if isinstance(found, ox.QueryBoolean):
        return Result(media_type, found.serialize(format=form) or b"")
    sink = _Sink(max_bytes)
    try:
        found.serialize(cast("IO[bytes]", sink), format=form)
    except _FullError:
        return Result(media_type, _whole_rows(bytes(sink.kept), form), truncated=True)
    return Result(media_type, bytes(sink.kept))


def _whole_rows(kept: bytes, form: ox.QueryResultsFormat) -> bytes:
    """Cut a table after its last whole row, and close what that leaves open."""
    if form == ox.QueryResultsFormat.XML:  # "<" in a value is escaped, so this is the end of a row
        return kept[: kept.rfind(b"</result>") + len(b"</result>")] + b"</results></sparql>"
    if form == ox.QueryResultsFormat.TSV:  # line breaks in values are escaped
        return kept[: kept.rfind(b"\n") + 1]
    if form == ox.QueryResultsFormat.CSV:
        return kept[: _last_row_of_csv(kept)]
    return _rows_of_json(kept)


def _last_row_of_csv(kept: bytes) -> int:
    end = len(kept)
    while (end := kept.rfind(b"\r\n", 0, end)) > 0 and kept.count(b'"', 0, end) % 2:
        pass
    return end + 2


def _rows_of_json(kept: bytes) -> bytes:
    text = kept.decode("utf-8", "ignore")
    end = place = text.index('"bindings":[') + len('"bindings":[')
    decoder = json.JSONDecoder()
    try:
        while True:
            _, end = decoder.raw_decode(text, place)
            place = end + 1
    except ValueError:
        return text[:end].encode() + b"]}}"


def _graph(found: Iterable[ox.Triple], media_type: str, max_bytes: int) -> Result:
    triples = list(itertools.islice(found, max_bytes // _SHORTEST))
    body = serialize_graph(triples, media_type)
    if len(body) <= max_bytes:
        return Result(media_type, body)
    share = max_bytes / len(body) / 2
    return Result(media_type, serialize_graph(triples[: int(len(triples) * share)], media_type), truncated=True)


def serialize_graph(triples: Iterable[ox.Triple], media_type: str) -> bytes:
    """Write triples in one of the graph formats, with those of our prefixes that occur."""
    listed = list(triples)
    used = {iri.rpartition("#")[0] + "#" if "#" in iri else iri.rpartition("/")[0] + "/" for iri in _iris(listed)}
    prefixes = {name: iri for name, iri in PREFIXES.items() if iri in used}
    return ox.serialize(listed, format=_GRAPHS[media_type], prefixes=prefixes) or b""


def _iris(triples: Iterable[ox.Triple]) -> set[str]:
    terms = {term for triple in triples for term in (triple.subject, triple.predicate, triple.object)}
    named = {term.value for term in terms if isinstance(term, ox.NamedNode)}
    return named | {term.datatype.value for term in terms if isinstance(term, ox.Literal)}
