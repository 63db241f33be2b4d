"""The one layout of our Turtle.

Sorted prefixes, subjects in IRI order, one statement a line, the closing dot alone.
"""

from __future__ import annotations

import io
import re
from typing import TYPE_CHECKING, Any

from rdflib import BNode, Graph
from rdflib.plugins.serializers.longturtle import LongTurtleSerializer

from l2kg.errors import L2kgError
from l2kg.namespaces import PREFIXES

if TYPE_CHECKING:
    from collections.abc import Mapping

    from rdflib.term import Node

__all__ = ["TurtleError", "canonical"]

_OWN = re.compile(r"^\s*@?prefix\s+:\s*<([^>]*)>", re.IGNORECASE | re.MULTILINE)


class TurtleError(L2kgError):
    """Turtle that cannot be read."""


class _OneStatementALine(LongTurtleSerializer):
    """rdflib's long Turtle, with subjects in IRI order and each value on a line of its own."""

    def orderSubjects(self) -> list[Any]:  # noqa: N802 (rdflib's name)
        return sorted(
            self._subjects,
            key=lambda node: (
                isinstance(node, BNode),
                isinstance(node, BNode) and self._references[node] > 0,
                str(node),
            ),
        )

    def predicateList(self, subject: Node, newline: bool = False) -> None:  # noqa: N802, ARG002 (rdflib's)
        properties = self.buildPredicateHash(subject)
        start = ""
        for predicate in self.sortProperties(properties):
            for value in sorted(
                properties[predicate],
                key=lambda node: (isinstance(node, BNode), node.n3()),
            ):
                self.write(start + self.indent(1))
                self.verb(predicate, newline=True)  # type: ignore[no-untyped-call]
                self.path(value, 2)  # type: ignore[no-untyped-call]
                self.write(" ;")
                start = "\n"


def canonical(text: str, prefixes: Mapping[str, str] = PREFIXES) -> str:
    """Return Turtle in the project's layout.

    The prefixes are the project's, and the file's own empty prefix where it has one;
    those not used are left out. Comments are lost: what is worth saying is a
    `skos:editorialNote`.

    Raises:
        TurtleError: the text is no Turtle.

    >>> print(canonical('<https://w3id.org/l2kg/case/x> a <https://w3id.org/l2kg/ontology#Case> .'))
    PREFIX case: <https://w3id.org/l2kg/case/>
    PREFIX l2: <https://w3id.org/l2kg/ontology#>
    <BLANKLINE>
    case:x
        a l2:Case ;
    .
    <BLANKLINE>
    """
    graph = Graph(bind_namespaces="none")
    try:
        graph.parse(data=text, format="turtle")
    # rdflib raises what its parsers raise: BadSyntax, ValueError, AssertionError...
    except Exception as error:
        raise TurtleError(f"not Turtle: {' '.join(str(error).split())[:200]}") from error
    laid = Graph(bind_namespaces="none")
    for prefix, iri in prefixes.items():
        laid.bind(prefix, iri)
    if own := _OWN.search(text):
        laid.bind("", own[1], override=True, replace=True)
    has_blank = False
    for triple in graph:
        has_blank = has_blank or any(isinstance(term, BNode) for term in triple)
        laid.add(triple)
    out = io.BytesIO()
    _OneStatementALine(laid).serialize(out, canon=has_blank)  # type: ignore[no-untyped-call]
    return out.getvalue().decode().strip() + "\n"
