"""The one layout of our Turtle.

Sorted prefixes, subjects in IRI order, one statement a line, the closing dot alone.
"""

from __future__ import annotations

import re
import sys
from collections import Counter
from typing import TYPE_CHECKING

import pyoxigraph as ox

from l2kg.namespaces import PREFIXES
from l2kg.turtle.bounds import require_bounded
from l2kg.turtle.faults import EMPTY, fault
from l2kg.turtle.layout import laid_out
from l2kg.turtle.tokens import TurtleError, comments, line_end
from l2kg.turtle.tree import parsed

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["EMPTY", "TurtleError", "canonical", "require_bounded", "syntax_error"]

_HOME = "https://relative.invalid/a/b/c/d"  # against which relative IRIs are compared
_NO_SCHEME = "No scheme found in an absolute IRI"
_PLACE = re.compile(r"^Parser error [^:]*?columns? (\d+)[^:]*: ")  # the line stands apart


def canonical(text: str, prefixes: Mapping[str, str] = PREFIXES) -> str:
    """Return Turtle in the project's layout.

    The triples stay the same, and so do comments, relative IRIs, labels of blank nodes
    and what stands between the quotes of a literal. A comment goes with its statement
    or its subject, one at the head or at the end of the file stays there. The prefixes
    are the project's where they are used, and for other namespaces the file's own.
    A text whose lines all end in a carriage return and a line feed keeps these.

    Raises:
        TurtleError: the text is no Turtle, or cannot be laid out without a change of
            its meaning.

    >>> print(canonical('<https://w3id.org/l2kg/case/x> a <https://w3id.org/l2kg/ontology#Case> . # A'))
    PREFIX case: <https://w3id.org/l2kg/case/>
    PREFIX l2: <https://w3id.org/l2kg/ontology#>
    <BLANKLINE>
    case:x
        a l2:Case ;
    . # A
    <BLANKLINE>
    """
    before = _triples(text)
    laid = laid_out(parsed(text), prefixes, line_end(text))
    if laid != text and not _as_before(before, text, laid):
        raise TurtleError(
            "the layout would change what the file says, so it is left as it is",
            remedy="write it in simpler Turtle",
        )
    return laid


def syntax_error(error: SyntaxError, text: str) -> TurtleError:
    """Return what is wrong with a text that Oxigraph's parser of Turtle refused, with the remedy.

    What the tokens show is said first, unless the parser stopped before it.
    """
    said = " ".join(str(error.msg or error).split())
    if _NO_SCHEME in said:
        return TurtleError(
            "a relative IRI, which means another thing wherever the file lies",
            error.lineno,
            "write the whole IRI",
        )
    found = fault(text)
    if found and (found.line or 1) <= (error.lineno or sys.maxsize):
        return found
    said = _PLACE.sub(r"column \1: ", said)
    return TurtleError(f"not Turtle, {said}", error.lineno)


def _triples(text: str) -> ox.Dataset:
    require_bounded(text)
    try:
        return ox.Dataset(ox.parse(text, format=ox.RdfFormat.TURTLE, base_iri=_HOME))
    except SyntaxError as error:
        raise syntax_error(error, text) from error


def _as_before(before: ox.Dataset, text: str, laid: str) -> bool:
    """Tell whether a text laid out has the triples and the comments that it had."""
    if Counter(comments(laid)) != Counter(comments(text)):
        return False
    after = _triples(laid)
    if before != after:
        for one in (before, after):
            one.canonicalize(ox.CanonicalizationAlgorithm.UNSTABLE)
    return before == after
