"""Look up the identifiers that other data sets have for something of ours, by scheme and date."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from l2kg.dates import DateError, bounds
from l2kg.errors import NotFoundError, UsageError
from l2kg.mappings.intervals import ALWAYS, Interval, interval
from l2kg.mappings.schemes import SCHEMES
from l2kg.namespaces import compact, expand
from l2kg.queries.run import run

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    import pyoxigraph as ox

__all__ = ["Code", "Then", "all_codes", "codes", "lines", "named", "what_follows"]

_CODES = """
SELECT ?subject ?label ?scheme ?code ?iri ?relation ?validity ?confidence ?source ?comment WHERE {
  ?mapping a l2:Mapping ; owl:annotatedSource ?subject .
  ?subject rdfs:label ?label .
  GRAPH graph:links {
    ?mapping a l2:Mapping ; owl:annotatedSource ?subject ; owl:annotatedProperty ?relation ; owl:annotatedTarget ?iri .
    ?mapping sssom:confidence ?confidence ; sssom:object_source_version ?source .
    ?iri skos:notation ?code ; skos:inScheme ?in .
    ?in skos:notation ?scheme .
    OPTIONAL { ?mapping l2:validity ?validity }
    OPTIONAL { ?mapping rdfs:comment ?comment }
  }
}
ORDER BY ?label ?subject ?scheme ?validity ?code
"""
_NAMES = """
SELECT DISTINCT ?subject ?name WHERE {
  { ?subject a l2:Actor } UNION { ?subject a l2:Source } UNION { ?subject a l2:Case }
  UNION { GRAPH graph:links { ?mapping owl:annotatedSource ?subject } }
  ?subject rdfs:label|skos:altLabel ?name .
}
ORDER BY ?subject ?name
"""


@dataclass(frozen=True, slots=True)
class Code:
    """An identifier: what of ours it is for, its scheme by key, how it relates, the EDTF interval in which it holds, and who says so."""

    subject: str
    label: str
    scheme: str
    code: str
    iri: str
    relation: str
    validity: str
    confidence: float
    source: str
    comment: str

    @property
    def interval(self) -> Interval:
        """Return the days on which it holds."""
        return interval(self.validity)


@dataclass(frozen=True, slots=True)
class Then:
    """What lists of states do once codes have ended: the last day of those, and the codes that begin on the next."""

    ended: dt.date
    codes: tuple[Code, ...]


def all_codes(store: ox.Store) -> tuple[Code, ...]:
    """Return every identifier in the links graph, by label, scheme and interval."""
    found = []
    for row in run(store, _CODES).records():
        cells = {name: str(value or "") for name, value in row.items()}
        cells["relation"] = compact(cells["relation"]).partition(":")[2]
        sure = float(cells.pop("confidence"))
        found.append(Code(**cells, confidence=sure))
    return tuple(found)


def codes(
    store: ox.Store, name: str, *, scheme: str | None = None, date: str | None = None
) -> list[Code]:
    """Return the identifiers of what has a name (a label, another name, or an IRI), in one scheme or all, on a date or ever.

    Where two things share the name, as West Germany and Germany share one, the codes of
    both are returned, each with what it is for. A date less exact than a day meets every
    interval that has a day in common with it.

    Raises:
        UsageError: there is no such scheme (the text suggests the nearest), or the date is none.
        NotFoundError: nothing has that name (likewise), it has no identifier in the
            scheme, or none on the date.
    """
    if scheme is not None and scheme not in SCHEMES:
        raise UsageError(
            f"no scheme {scheme!r}{_nearest(scheme, SCHEMES)}; the schemes are"
            f" {', '.join(sorted(SCHEMES))}"
        )
    when = _day(date)
    known = all_codes(store)
    subjects = named(store, name, known)
    mine = [code for code in known if code.subject in subjects]
    wanted = [code for code in mine if scheme in (None, code.scheme)]
    if not wanted:
        has = (
            f"it has codes in {', '.join(sorted({code.scheme for code in mine}))}"
            if mine
            else "no table in data/links has a row for it"
        )
        raise NotFoundError(
            f"{name} has no identifier{f' in {scheme}' if scheme else ''}; {has}"
        )
    if found := [code for code in wanted if code.interval.meets(when)]:
        return found
    after = "".join(
        f"; then {_listed(then.codes)}" for then in what_follows(known, wanted)
    )
    raise NotFoundError(
        f"{name} has no identifier {f'in {scheme} ' if scheme else ''}on {date}:"
        f" {_listed(wanted)}{after}"
    )


def named(store: ox.Store, name: str, known: Iterable[Code] = ()) -> frozenset[str]:
    """Return the IRIs of all that has a name, whatever its case; an IRI, CURIE or the end of one is a name too.

    Raises:
        NotFoundError: nothing has it; the text says whose codes cover it, or which name
            is nearest.
    """
    names: dict[str, set[str]] = {}
    shown: set[str] = set()
    for subject, text in (
        (str(row["subject"]), str(row["name"])) for row in run(store, _NAMES).records()
    ):
        shown.add(text)
        for one in (text, subject, re.split(r"[/#]", subject)[-1]):
            names.setdefault(one.casefold(), set()).add(subject)
    if found := names.get(expand(name).casefold()) or names.get(name.casefold()):
        return frozenset(found)
    covering = [
        code
        for code in known
        if code.relation == "closeMatch"
        and re.search(rf"\b{re.escape(name)}\b", code.comment, re.IGNORECASE)
    ]
    states = [code for code in covering if SCHEMES[code.scheme].of == "state"]
    if states and len(name) > 2:
        told = "; ".join(
            dict.fromkeys(
                f"{code.scheme} {code.code} of {code.label} ({code.comment.rstrip('.')})"
                for code in states
            )
        )
        raise NotFoundError(
            f"nothing of ours is called {name!r}, yet codes name it: {told}; ask for"
            f" {states[0].label!r}"
        )
    if held := dict.fromkeys(
        f"{code.scheme} {code.code} is for {code.label} {_when(code)}"
        for code in known
        if code.code == name
    ):
        raise NotFoundError(
            f"nothing of ours is called {name!r}, which is a code: {'; '.join(held)}; ask"
            " by name"
        )
    raise NotFoundError(f"nothing of ours is called {name!r}{_nearest(name, shown)}")


def what_follows(known: Iterable[Code], found: Iterable[Code]) -> list[Then]:
    """Say, of states whose codes end, which states' codes begin on the day after, in the schemes that the ended ones have."""
    listed = [code for code in known if SCHEMES[code.scheme].of == "state"]
    subjects = {code.subject for code in found if SCHEMES[code.scheme].of == "state"}
    ended: dict[dt.date, set[str]] = {}
    for code in listed:
        if code.subject in subjects and code.interval.last:
            ended.setdefault(code.interval.last, set()).add(code.scheme)
    then = []
    for last, schemes in sorted(ended.items()):
        begun = [
            code
            for code in listed
            if code.scheme in schemes
            and code.interval.first == _next(last)
            and code.subject not in subjects
        ]
        if begun:
            then.append(Then(last, tuple(begun)))
    return then


def lines(found: Iterable[Code], then: Iterable[Then]) -> Iterator[str]:
    """Yield codes as text: each with what it is for, when it holds and where it was seen; then what comes after."""
    for code in found:
        yield code.code
        yield (
            f"  {code.label}: {SCHEMES[code.scheme].label}, {_when(code)}"
            f" ({code.relation}, confidence {code.confidence:g})"
        )
        yield f"  seen in {code.source}"
        if code.comment:
            yield f"  {code.comment}"
    for one in then:
        yield f"After {one.ended}:"
        yield from (
            f"  {SCHEMES[code.scheme].label}: {code.code} for {code.label}, {_when(code)}"
            for code in one.codes
        )


def _when(code: Code) -> str:
    first, last = code.interval.first, code.interval.last
    if first and last:
        return f"{first} to {last}"
    return f"from {first}" if first else f"up to {last}" if last else "at any time"


def _listed(found: Iterable[Code]) -> str:
    return ", ".join(
        f"{code.scheme} {code.code} is for {code.label} {_when(code)}" for code in found
    )


def _next(day: dt.date) -> dt.date:
    return day + dt.timedelta(days=1)


def _day(text: str | None) -> Interval:
    if text is None:
        return ALWAYS
    try:
        return Interval(*bounds(text))
    except DateError as error:
        raise UsageError(f"--date {error}") from error


def _nearest(name: str, names: Iterable[str]) -> str:
    """Say which names are nearest to one that is not known, or nothing."""
    from rapidfuzz import fuzz, process, utils

    close = process.extract(
        name,
        sorted(names),
        scorer=fuzz.ratio,
        processor=utils.default_process,
        limit=2,
        score_cutoff=60,
    )
    return f"; did you mean {' or '.join(found[0] for found in close)}?" if close else ""
