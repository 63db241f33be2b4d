"""The files in which answers of remote endpoints are kept.

Each has a named graph an endpoint and query, described with date and origin.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

import pyoxigraph as ox

from l2kg.errors import InputError, L2kgError, NotFoundError, UsageError
from l2kg.namespaces import DCTERMS, GRAPH, PREFIXES, RDF, XSD
from l2kg.reading import LARGE, SMALL, read_text
from l2kg.turtle import TurtleError, require_bounded
from l2kg.writing import replacing

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable
    from pathlib import Path

    from l2kg.joining.enrich import Enrichment
    from l2kg.queries.endpoint import Remote

__all__ = ["ANSWERS", "answers_graph", "write_answers", "read_answers", "with_answers"]

ANSWERS = f"{GRAPH}answers"
_FORMS = {".nq": ox.RdfFormat.N_QUADS, ".trig": ox.RdfFormat.TRIG}
_VOID = PREFIXES["void"]


def answers_graph(remote: Remote, enrichment: Enrichment) -> ox.NamedNode:
    """Return the name of the graph for what one endpoint answers to one query.

    It is made of the query's name and the endpoint's address.
    """
    address = hashlib.sha256(remote.name.encode()).hexdigest()[:8]
    return ox.NamedNode(f"{ANSWERS}/{enrichment.name}-{address}")


def write_answers(
    path: Path,
    remote: Remote,
    enrichment: Enrichment,
    triples: Iterable[ox.Triple],
    *,
    day: dt.date,
) -> None:
    """Write answers to a file, in place of those that one endpoint and query gave before.

    All else in the file stays.

    Raises:
        UsageError: the ending is neither .nq nor .trig, or the file was not written by
        us. L2kgError: the file cannot be read or written.
    """
    graph, about = answers_graph(remote, enrichment), ox.NamedNode(ANSWERS)
    old = read_answers(path) if path.exists() else []
    others = [
        q
        for q in old
        if q.graph_name != graph and not (q.graph_name == about and q.subject == graph)
    ]
    new = [ox.Quad(t.subject, t.predicate, t.object, graph) for t in triples]
    description = (
        (f"{RDF}type", ox.NamedNode(f"{_VOID}Dataset")),
        (f"{DCTERMS}title", ox.Literal(enrichment.summary, language="en")),
        (f"{DCTERMS}description", ox.Literal(enrichment.text)),
        (
            f"{DCTERMS}issued",
            ox.Literal(day.isoformat(), datatype=ox.NamedNode(f"{XSD}date")),
        ),
        (f"{_VOID}sparqlEndpoint", ox.NamedNode(remote.name)),
        (f"{_VOID}triples", ox.Literal(len(new))),
        (
            f"{DCTERMS}subject",
            ox.NamedNode(f"https://w3id.org/l2kg/code/{enrichment.link}"),
        ),
    )
    described = [
        ox.Quad(graph, ox.NamedNode(name), value, about) for name, value in description
    ]
    quads = sorted(
        {*others, *new, *described},
        key=lambda q: tuple(map(str, (q.graph_name, q.subject, q.predicate, q.object))),
    )
    with replacing(path, force=True) as place:
        ox.serialize(
            quads,
            place,
            format=form_of(path),
            prefixes=PREFIXES if path.suffix == ".trig" else None,
        )


def read_answers(path: Path) -> list[ox.Quad]:
    """Read a file of kept answers.

    Raises:
        NotFoundError: no such file.
        UsageError: the ending is neither .nq nor .trig.
        InputError: a graph in it is not described as an endpoint's answers.
        L2kgError: it cannot be read.
    """
    form = form_of(path)
    if not path.is_file():
        raise NotFoundError(f"{path}: no such file; `l2kg enrich` writes one")
    try:
        text = read_text(path, most=LARGE)
        require_bounded(text, iri=SMALL, literal=SMALL)
        quads = list(ox.parse(text, format=form))
    except TurtleError as error:
        raise InputError(f"{path}: {error}") from error
    except SyntaxError as error:
        said = " ".join(str(error.msg).split())
        raise L2kgError(
            f"{path}: line {error.lineno}: cannot be read ({said}); run `l2kg"
            " enrich` again with a new file"
        ) from error
    about = ox.NamedNode(ANSWERS)
    described = {
        q.subject
        for q in quads
        if q.graph_name == about and q.predicate.value == f"{_VOID}sparqlEndpoint"
    } | {about}
    if stranger := next(
        (q.graph_name for q in quads if q.graph_name not in described), None
    ):
        raise InputError(
            f"{path}: holds {stranger}, which `l2kg enrich` did not write; give another"
            " file"
        )
    return quads


def with_answers(store: ox.Store, paths: Iterable[Path]) -> ox.Store:
    """Return a copy of a store in memory with kept answers: each in its graph, and in the merge of all."""
    copy = ox.Store()
    copy.bulk_extend(iter(store))
    for path in paths:
        quads = read_answers(path)
        copy.extend(quads)
        copy.extend(ox.Quad(q.subject, q.predicate, q.object) for q in quads)
    return copy


def form_of(path: Path) -> ox.RdfFormat:
    """Return the format that the name of a file of answers tells.

    Raises:
        UsageError: it ends otherwise.
    """
    if path.suffix not in _FORMS:
        raise UsageError(f"{path}: end the name with .nq or .trig")
    return _FORMS[path.suffix]
