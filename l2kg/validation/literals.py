"""What is wrong with a literal of an authored file: its type, its value, and the date that was meant."""

from __future__ import annotations

import datetime as dt
import logging
import re
from functools import lru_cache
from typing import TYPE_CHECKING

import pyoxigraph as ox
import rdflib

from l2kg.dates import DateError, bounds
from l2kg.namespaces import EDTF, L2, RDF, XSD, compact
from l2kg.turtle.tokens import TurtleError, tokens
from l2kg.turtle.tree import inside, unescaped

if TYPE_CHECKING:
    from collections.abc import Iterator

    from l2kg.corpus import Part
    from l2kg.turtle.tokens import Token

__all__ = ["dates_meant", "ill_typed", "line_of_literal", "literal_breach", "without_log"]

_LASTING = {f"{XSD}string", f"{XSD}date", f"{RDF}langString"}
_MONTHS = (
    *("january", "february", "march", "april", "may", "june", "july"),
    *("august", "september", "october", "november", "december"),
)
_NUMBERS = re.compile(r"(\d{1,4})\s*[/.-]\s*(\d{1,2})\s*[/.-]\s*(\d{1,4})")
_WORDS = re.compile(
    r"(?:(\d{1,2})(?:st|nd|rd|th)?\.?\s+(?:of\s+)?)?([a-z]{3,9})\.?\s+"
    r"(?:(\d{1,2})(?:st|nd|rd|th)?,?\s+)?(\d{4})"
)
_OPEN = (("../{}", ("before", "until", "by")), ("{}/..", ("after", "since", "from")))


def without_log() -> None:
    """Keep rdflib from logging literals that it cannot read: what is wrong with them is a finding."""
    logging.getLogger("rdflib.term").addFilter(_of_no_literal)


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
        except DateError:
            return "edtf-date", f'"{text}"{meant(text)}'
        return None
    if ill_typed(t.object):
        near = meant(text) if kind in (f"{XSD}date", f"{XSD}dateTime") else ""
        return "value-of-its-type", f'"{text}" is no {compact(kind)}{near}'
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


def meant(text: str) -> str:
    """Say which dates a text may mean, as they are written.

    >>> meant("before 30/03/1978"), meant("3/4/1978")
    ('; did you mean ../1978-03-30?', '; did you mean 1978-04-03 or 1978-03-04?')
    """
    found = dates_meant(text)
    return f"; did you mean {' or '.join(found)}?" if found else ""


def dates_meant(text: str) -> list[str]:
    """Return the EDTF dates that a text may mean, as people write dates: the day first, or in words.

    >>> dates_meant("30 March 1978"), dates_meant("1978/3/30"), dates_meant("soon")
    (['1978-03-30'], ['1978-03-30'], [])
    """
    folded = " ".join(text.casefold().split())[:100]
    found = list(dict.fromkeys((*_of_numbers(folded), *_of_words(folded))))
    for form, words in _OPEN:
        if folded.startswith(words):
            return [form.format(one) for one in found]
    return found


def _of_numbers(text: str) -> Iterator[str]:
    if not (match := _NUMBERS.search(text)):
        return
    first, middle, last = match.groups()
    if len(first) == 4:
        orders = [(first, middle, last)]
    elif len(last) == 4:
        orders = [(last, middle, first), (last, first, middle)]
    else:
        return
    for year, month, day in orders:
        try:
            yield dt.date(int(year), int(month), int(day)).isoformat()
        except ValueError:
            continue


def _of_words(text: str) -> Iterator[str]:
    if not (match := _WORDS.search(text)):
        return
    before, name, after, year = match.groups()
    known = [number for number, month in enumerate(_MONTHS, 1) if month.startswith(name)]
    day = before or after
    if len(known) != 1:
        return
    if not day:
        yield f"{year}-{known[0]:02}"
        return
    try:
        yield dt.date(int(year), known[0], int(day)).isoformat()
    except ValueError:
        return
