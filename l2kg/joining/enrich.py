"""Ask a remote endpoint about the records that our entities are linked to.

It is asked a batch at a time, and what it answers is kept.
"""

from __future__ import annotations

import re
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, cast

import pyoxigraph as ox

from l2kg.errors import NotFoundError, UsageError
from l2kg.mappings.schemes import SCHEMES
from l2kg.namespaces import PREFIXES
from l2kg.queries.header import read_header, without_header
from l2kg.queries.lexer import blanked, with_prefixes
from l2kg.queries.results import QueryError
from l2kg.reading import SMALL, read_text
from l2kg.wording import counted, nearest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from l2kg.queries.endpoint import Remote

__all__ = ["Enrichment", "ask_in_batches", "batches", "linked", "read_enrichment"]

_FIELDS = {"summary", "link", "values", "limits"}
_BLOCK = re.compile(r"\bVALUES\s+[?$](\w+)\s*\{(\s*)\}", re.IGNORECASE)
_FORM = re.compile(
    r"\b(SELECT|CONSTRUCT|ASK|DESCRIBE|INSERT|DELETE|LOAD|CLEAR|DROP|CREATE|ADD|MOVE|COPY)\b",
    re.IGNORECASE,
)
_LINKED = """SELECT DISTINCT ?scheme ?target ?code {
  ?mapping a l2:Mapping ; owl:annotatedProperty ?how ; owl:annotatedTarget ?target .
  ?target skos:notation ?code ; skos:inScheme/skos:notation ?scheme .
  FILTER(?how != skos:closeMatch)
} ORDER BY ?target"""


@dataclass(frozen=True, slots=True)
class Enrichment:
    """A query for a remote endpoint.

    `link` is the scheme whose identifiers go into the query's one empty block `VALUES
    ?variable { }`, as IRIs or as notations, which are texts; `start` is the place in the
    text where they go.
    """

    name: str
    summary: str
    link: str
    values: Literal["iri", "notation"]
    text: str
    start: int

    def filled(self, terms: Sequence[ox.NamedNode | ox.Literal]) -> str:
        """Return the query with identifiers in its block, each written by the engine's own serialiser."""
        return with_prefixes(
            f"{self.text[: self.start]} {' '.join(map(str, terms))}"
            f" {self.text[self.start :].lstrip()}"
        )


def read_enrichment(path: Path) -> Enrichment:
    """Read a query file.

    It has a `#+` header with `summary` and `link`, and a CONSTRUCT query with one empty
    block `VALUES ?item { }`.

    Raises:
        NotFoundError: no such file, or no such scheme.
        QueryError: the header or the query is not as it must be.
    """
    text = read_text(path, most=SMALL)
    head = _head(path, text)
    if head["link"] not in SCHEMES:
        raise NotFoundError(
            f"{path}: no scheme {head['link']!r}{nearest(head['link'], SCHEMES)}; link to"
            f" one of {', '.join(SCHEMES)}"
        )
    body = without_header(text)
    bare = blanked(body)
    form = _FORM.search(bare)
    if form is None or form[1].upper() != "CONSTRUCT":
        raise QueryError(
            f"{path}: {form[1].upper() if form else 'no form'}; write a CONSTRUCT query,"
            " for what it makes is what is kept"
        )
    blocks = list(_BLOCK.finditer(bare))
    if len(blocks) != 1:
        raise QueryError(
            f"{path}: {len(blocks)} empty blocks VALUES ?item {{ }}; exactly one is"
            " needed, where our identifiers go"
        )
    return Enrichment(
        path.stem,
        head["summary"],
        head["link"],
        "notation" if head.get("values") == "notation" else "iri",
        body,
        blocks[0].start(2),
    )


def _head(path: Path, text: str) -> dict[str, str]:
    head = read_header(path, text)
    if not head or {"summary", "link"} - set(head):
        raise QueryError(
            f"{path}: begin with the lines '#+ summary: ...' and '#+ link: SCHEME', such"
            " as wikidata"
        )
    if unknown := set(map(str, head)) - _FIELDS:
        raise QueryError(
            f"{path}: the #+ header has unknown {', '.join(sorted(unknown))}; it may have"
            f" {', '.join(sorted(_FIELDS))}"
        )
    if head.get("values", "iri") not in {"iri", "notation"}:
        raise QueryError(f"{path}: values: {head['values']}; write iri or notation")
    return {key: str(value) for key, value in head.items()}


def linked(store: ox.Store, enrichment: Enrichment) -> list[ox.NamedNode | ox.Literal]:
    """Return the identifiers of a scheme that our entities are linked to, close matches left out.

    Raises:
        UsageError: there is none.
    """
    found = cast(
        "ox.QuerySolutions",
        store.query(
            _LINKED,
            prefixes=PREFIXES,
            substitutions={ox.Variable("scheme"): ox.Literal(enrichment.link)},
        ),
    )
    column = "target" if enrichment.values == "iri" else "code"
    terms = [row[column] for row in found]
    if not terms:
        raise UsageError(
            f"no entity of ours has an exact link to {enrichment.link}; link to another"
            " scheme"
        )
    return [term for term in terms if isinstance(term, ox.NamedNode | ox.Literal)]


def batches(
    enrichment: Enrichment, terms: Sequence[ox.NamedNode | ox.Literal], size: int
) -> list[str]:
    """Return the queries to send, each with at most so many identifiers."""
    return [enrichment.filled(terms[i : i + size]) for i in range(0, len(terms), size)]


def ask_in_batches(
    remote: Remote,
    queries: Sequence[str],
    *,
    pause: float,
    say: Callable[[str], None] = lambda _: None,
) -> list[ox.Triple]:
    """Send queries one after the other, with a pause between them, in seconds.

    Return all triples that come back, each once, in order.

    Raises:
        EndpointError: the endpoint does not answer one of them; nothing of the others is
        kept. QueryError: an answer holds a blank node, which has no name under which it
        could be kept.
    """
    found: set[ox.Triple] = set()
    for i, query in enumerate(queries):
        if i:
            time.sleep(pause)
        answer = remote.construct(query)
        if blank := next(_blank(answer), None):
            raise QueryError(
                f"{remote.name}: the answer has a blank node in {blank}; let the query"
                " make IRIs and texts only"
            )
        found.update(answer)
        say(f"batch {i + 1} of {len(queries)}: {counted(len(answer), 'triple')}")
    return sorted(found, key=str)


def _blank(triples: list[ox.Triple]) -> Iterator[ox.Triple]:
    return (
        t
        for t in triples
        if isinstance(t.subject, ox.BlankNode) or isinstance(t.object, ox.BlankNode)
    )
