"""What is wrong with a literal of an authored file: its type, its value, and the date that was meant."""

from __future__ import annotations

import logging
import warnings
from functools import lru_cache
from typing import TYPE_CHECKING

import pyoxigraph as ox
import rdflib

from l2kg.dates import DateError, bounds, dates_meant
from l2kg.namespaces import EDTF, L2, RDF, XSD, compact
from l2kg.turtle.tokens import TurtleError, tokens
from l2kg.turtle.tree import inside, unescaped
from l2kg.wording import did_you_mean

if TYPE_CHECKING:
    from l2kg.corpus import Part
    from l2kg.turtle.tokens import Token

__all__ = ["ill_typed", "line_of_literal", "literal_breach", "without_log"]

_LASTING = {f"{XSD}string", f"{XSD}date", f"{RDF}langString"}


def without_log() -> None:
    """Keep rdflib from telling of literals that it cannot read: what is wrong with them is a finding."""
    logging.getLogger("rdflib.term").addFilter(_of_no_literal)
    warnings.filterwarnings("ignore", "Parsing weird boolean")


def _of_no_literal(record: logging.LogRecord) -> bool:
    return "Literal" not in record.msg


def ill_typed(literal: ox.Literal) -> bool:
    """Tell whether the text of a literal is no value of its type; types that we do not know are passed over.

    >>> day = ox.NamedNode("http://www.w3.org/2001/XMLSchema#date")
    >>> ill_typed(ox.Literal("2011-13-40", datatype=day)), ill_typed(ox.Literal("2011-12-31", datatype=day))
    (True, False)
    """
    if literal.language:
        return False
    without_log()
    kind = rdflib.URIRef(literal.datatype.value)
    return rdflib.Literal(literal.value, datatype=kind).ill_typed is True


def literal_breach(t: ox.Triple) -> tuple[str, str] | None:
    """Return the rule that the literal of a triple breaks, if it breaks one, and what to say of it.

    Literals of our properties have their shapes, too.
    """
    if not isinstance(t.object, ox.Literal):
        return None
    text, kind = t.object.value, t.object.datatype.value
    if kind == EDTF:
        try:
            bounds(text)
        except DateError as error:
            why = f": {error.reason}" if error.reason else ""
            return "edtf-date", f'"{text}"{why}{did_you_mean(error.near)}'
        return None
    if ill_typed(t.object):
        meant = dates_meant(text) if kind == f"{XSD}date" else []
        near = [day for day in meant if len(day) == len("1990-07-05")]
        return "value-of-its-type", f'"{text}" is no {compact(kind)}{did_you_mean(near)}'
    if kind not in _LASTING and not t.predicate.value.startswith(L2):
        return "literal-that-changes", f"{text}, of {compact(kind)}"
    return None


def line_of_literal(part: Part, t: ox.Triple) -> int | None:
    """Return the line on which a file first writes the literal of a triple, from its subject on."""
    if not isinstance(t.object, ox.Literal) or not isinstance(t.subject, ox.NamedNode):
        return None
    start = part.line_of(t.subject.value) or 1
    for token in _literals(part.text):
        if token.line >= start and unescaped(inside(token.text)[1]) == t.object.value:
            return token.line
    return None


@lru_cache(maxsize=1)  # one file is asked about for each of its findings
def _literals(text: str) -> tuple[Token, ...]:
    try:
        every = tokens(text)
    except TurtleError:  # what only a parser reads
        return ()
    return tuple(one for one in every if one.kind in ("number", "string", "word"))
