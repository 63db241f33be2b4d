"""Read the results that the W3C's tests expect, and compare an answer with one."""

from __future__ import annotations

import csv
from collections import Counter
from typing import TYPE_CHECKING, Any

import pyoxigraph as ox
from rdflib import Graph
from rdflib.compare import isomorphic

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["expected", "form_for", "same"]

RDF, RS = (
    "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "http://www.w3.org/2001/sw/DataAccess/tests/result-set#",
)
JSON = "application/sparql-results+json"


def rows(found: Any) -> Any:
    """Return what can be compared of a table: its rows as a multiset, blank nodes alike."""
    if isinstance(found, ox.QueryBoolean):
        return bool(found)
    names = [v.value for v in found.variables]
    return Counter(
        frozenset((n, plain(row[n])) for n in names if row[n] is not None)
        for row in found
    )


def plain(term: Any) -> str:
    """Write a term so that equal values are equal texts."""
    if isinstance(term, ox.BlankNode):
        return "_:"
    if isinstance(term, ox.Literal) and term.datatype.value.rpartition("#")[2] in (
        "decimal",
        "double",
        "float",
    ):
        return f"{float(term.value):.10g}^^{term.datatype.value}"
    return str(term)


def expected(path: Path) -> Any:
    """Read the result that a test expects: a table, a boolean or a graph."""
    form = {
        ".srx": ox.QueryResultsFormat.XML,
        ".srj": ox.QueryResultsFormat.JSON,
        ".tsv": ox.QueryResultsFormat.TSV,
    }.get(path.suffix)
    if form is not None:
        return rows(ox.parse_query_results(path=path, format=form))
    if path.suffix == ".csv":
        return lines(path.read_text())
    found = _result_set(path)
    return (
        Graph().parse(path, format="turtle" if path.suffix == ".ttl" else "xml")
        if found is None
        else found
    )


def lines(text: str) -> list[list[tuple[str, str]]]:
    """Read CSV as rows in order, of which the order of the columns does not matter, blank nodes alike."""
    return [
        sorted(
            (name, "_:" if value.startswith("_:") else value)
            for name, value in row.items()
        )
        for row in csv.DictReader(text.splitlines())
    ]


def _result_set(path: Path) -> Any:
    store = ox.Store()
    store.load(
        path=path,
        format=ox.RdfFormat.from_extension(path.suffix[1:]),
        base_iri=path.as_uri(),
    )
    if not any(
        store.quads_for_pattern(
            None, ox.NamedNode(f"{RDF}type"), ox.NamedNode(f"{RS}ResultSet")
        )
    ):
        return None
    for told in store.quads_for_pattern(None, ox.NamedNode(f"{RS}boolean"), None):
        return str(getattr(told.object, "value", "")) == "true"
    found: Counter[frozenset[tuple[str, str]]] = Counter()
    for solution in store.quads_for_pattern(None, ox.NamedNode(f"{RS}solution"), None):
        row = set()
        for binding in store.quads_for_pattern(
            solution.object,  # type: ignore[arg-type]
            ox.NamedNode(f"{RS}binding"),
            None,
        ):
            (name,) = (
                q.object
                for q in store.quads_for_pattern(
                    binding.object,  # type: ignore[arg-type]
                    ox.NamedNode(f"{RS}variable"),
                    None,
                )
            )
            (value,) = (
                q.object
                for q in store.quads_for_pattern(
                    binding.object,  # type: ignore[arg-type]
                    ox.NamedNode(f"{RS}value"),
                    None,
                )
            )
            row.add((str(getattr(name, "value", "")), plain(value)))
        found[frozenset(row)] += 1
    return found


def same(found: bytes, graph: bool, wanted: Any) -> bool:
    """Compare a serialised answer with what is expected."""
    if isinstance(wanted, Graph):
        return graph and isomorphic(Graph().parse(data=found, format="nt"), wanted)
    if graph:
        return False
    if isinstance(wanted, list):
        return sorted(lines(found.decode())) == sorted(wanted)
    return bool(
        rows(ox.parse_query_results(input=found, format=ox.QueryResultsFormat.JSON))
        == wanted
    )


def form_for(wanted: Any) -> str:
    """Return the media type in which a result is asked for."""
    return (
        "application/n-triples"
        if isinstance(wanted, Graph)
        else "text/csv"
        if isinstance(wanted, list)
        else JSON
    )
