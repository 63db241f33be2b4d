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
from l2kg.queries.run import ask, run
from l2kg.wording import nearest

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    import pyoxigraph as ox

__all__ = ["Code", "Then", "all_codes", "codes", "lines", "named", "what_follows"]

_CODES = """
SELECT ?subject ?label ?scheme ?code ?iri ?relation ?validity ?confidence ?source ?comment ?called WHERE {
  ?mapping a l2:Mapping ; owl:annotatedSource ?subject .
  ?subject rdfs:label ?label .
  GRAPH graph:links {
    ?mapping a l2:Mapping ;
      owl:annotatedSource ?subject ;
      owl:annotatedProperty ?relation ;
      owl:annotatedTarget ?iri .
    ?mapping sssom:confidence ?confidence ; sssom:object_source_version ?source .
    ?iri skos:notation ?code ; skos:inScheme ?in .
    ?in skos:notation ?scheme .
    OPTIONAL { ?mapping l2:validity ?validity }
    OPTIONAL { ?mapping rdfs:comment ?comment }
    OPTIONAL { ?mapping sssom:object_label ?called }
  }
}
ORDER BY ?label ?subject ?scheme ?validity ?code
"""
_LIKE = 0.7  # the share of a name that one near it has in common with it
_ACTORS_ONLY = "; only the actors of our cases are known, and `l2kg export table actors -` lists them"
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
    """An identifier: what of ours it is for, its scheme by key, and how it relates.

    `validity` is the EDTF interval in which it holds, `source` who says so; `called` is the
    name that the list has for it, where that is another than ours.
    """

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
    called: str = ""

    @property
    def interval(self) -> Interval:
        """Return the days on which it holds."""
        return interval(self.validity)


@dataclass(frozen=True, slots=True)
class Then:
    """What lists of states do once codes have ended.

    The last day of those, and the codes that begin on the next.
    """

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
    """Return the identifiers of what has a name, in one scheme or all, on a date or ever.

    A name is a label, another name, or an IRI. What is no name may be a code: then those
    rows are returned that say whose it is.
    Where two things share the name, as West Germany and Germany share one, the codes of
    both are returned, each with what it is for. A date less exact than a day meets every
    interval that has a day in common with it.

    Raises:
        UsageError: there is no such scheme (the text suggests the nearest), or the date is
            none.
        NotFoundError: nothing has that name or code (likewise), it has no identifier in the
            scheme, or none on the date.
    """
    if scheme is not None and scheme not in SCHEMES:
        raise UsageError(
            f"no scheme {scheme!r}{nearest(scheme, SCHEMES)}; the schemes are"
            f" {', '.join(sorted(SCHEMES))}"
        )
    when = _day(date)
    known = all_codes(store)
    try:
        subjects = named(store, name, known)
    except NotFoundError:
        if found := _of_code(known, name, scheme, date, when):
            return found
        raise
    mine = [code for code in known if code.subject in subjects]
    wanted = [code for code in mine if scheme in (None, code.scheme)]
    where = f" in {scheme}" if scheme else ""
    if not wanted:
        raise NotFoundError(f"{name} has no identifier{where}; {_schemes_of(mine)}")
    if found := [code for code in wanted if code.interval.meets(when)]:
        return found
    follow = what_follows(known, wanted)
    after = "".join(f"; then {_listed(then.codes)}" for then in follow)
    raise NotFoundError(
        f"{name} has no identifier{where} on {date}: {_listed(wanted)}{after}"
    )


def _of_code(
    known: Iterable[Code], code: str, scheme: str | None, date: str | None, when: Interval
) -> list[Code]:
    """Return whose code one is, in a scheme or in any, on a date or ever.

    Raises:
        NotFoundError: it is somebody's, though not on the date, or in another scheme.
    """
    alike = [one for one in known if one.code.casefold() == code.casefold()]
    wanted = [one for one in alike if scheme in (None, one.scheme)]
    if alike and not wanted:
        raise NotFoundError(f"{code} is no code in {scheme}: {_listed(alike)}")
    found = [one for one in wanted if one.interval.meets(when)]
    if wanted and not found:
        raise NotFoundError(f"{code} is nobody's code on {date}: {_listed(wanted)}")
    return found


def _schemes_of(found: Iterable[Code]) -> str:
    """Say in which schemes something has codes."""
    keys = sorted({code.scheme for code in found})
    if not keys:
        return "no table in data/links has a row for it"
    return f"it has codes in {', '.join(keys)}"


def named(store: ox.Store, name: str, known: Iterable[Code] = ()) -> frozenset[str]:
    """Return the IRIs of all that has a name, whatever the case of its letters.

    An IRI, a CURIE or the end of one is a name too.

    Raises:
        NotFoundError: nothing has it; the text says whose codes cover it, or which name
            is nearest.
    """
    names: dict[str, set[str]] = {}
    shown: set[str] = set()
    for subject, text in ask(store, _NAMES):
        shown.add(text)
        for form in (text, subject, re.split(r"[/#]", subject)[-1]):
            names.setdefault(form.casefold(), set()).add(subject)
    if found := names.get(expand(name).casefold()) or names.get(name.casefold()):
        return frozenset(found)
    raise _nothing_called(name, list(known), shown)


def _nothing_called(name: str, known: list[Code], names: set[str]) -> NotFoundError:
    """Say that nothing has a name, and what a reader may have meant by it."""
    nothing = f"nothing of ours is called {name!r}"
    states = _covering(name, known) if len(name) > 2 else []
    if states:
        covered = dict.fromkeys(
            f"{code.scheme} {code.code} of {code.label} ({code.comment.rstrip('.')})"
            for code in states
        )
        return NotFoundError(
            f"{nothing}, yet codes name it: {'; '.join(covered)}; ask for"
            f" {states[0].label!r}"
        )
    near = nearest(name, sorted(names), most=2, least=_LIKE)
    return NotFoundError(f"{nothing}{near or _ACTORS_ONLY}")


def _covering(name: str, known: list[Code]) -> list[Code]:
    """Return the codes of states whose comment says that they cover a name too."""
    word = re.compile(rf"\b{re.escape(name)}\b", re.IGNORECASE)
    return [
        code
        for code in known
        if code.relation == "closeMatch"
        and SCHEMES[code.scheme].of == "state"
        and word.search(code.comment)
    ]


def what_follows(known: Iterable[Code], found: Iterable[Code]) -> list[Then]:
    """Say, of states whose codes end, which states' codes begin on the day after.

    Only schemes count in which the ended ones have codes.
    """
    listed = _of_states(known)
    subjects = {code.subject for code in _of_states(found)}
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


def _of_states(codes: Iterable[Code]) -> list[Code]:
    return [code for code in codes if SCHEMES[code.scheme].of == "state"]


def lines(found: Iterable[Code], then: Iterable[Then]) -> Iterator[str]:
    """Yield codes as lines of text, then what comes after.

    Each code comes with what it is for, when it holds and where it was seen.
    """
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
    if first:
        return f"from {first}"
    return f"up to {last}" if last else "at any time"


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
