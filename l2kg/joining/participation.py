"""In which dated occurrences of our cases an actor takes part."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from l2kg.dates import DateError, bounds, certain
from l2kg.queries.run import ask

if TYPE_CHECKING:
    from collections.abc import Collection

    import pyoxigraph as ox

    from l2kg.joining.identities import Span

__all__ = ["PAPER", "Dated", "Participation", "read_participation"]

PAPER = "https://w3id.org/l2kg/source/sebenius-2012"

_DATINGS = """SELECT DISTINCT ?element ?case ?edtf ?source {
  ?dating l2:dates ?element ; l2:edtf ?edtf ; l2:evidence/l2:source ?source .
  ?element l2:inCase ?case .
}"""
_IN_NAME = "SELECT DISTINCT ?side ?actor { ?side a l2:Side ; l2:inNameOf ?actor }"
_ON_SIDE = (
    "SELECT DISTINCT ?side ?actor { ?part l2:participant ?actor ; l2:onSide ?side }"
)
_BEHIND = """SELECT DISTINCT ?side ?who {
  { ?who l2:behind ?side } UNION { ?group l2:behind ?side ; l2:embodiedBy ?who }
}"""
_NAMED = """SELECT DISTINCT ?element ?who {
  ?dating l2:dates ?element .
  ?element l2:involves|l2:takenBy|l2:madeBy|l2:composedBy|l2:initiatedBy|l2:decidedBy
    |l2:connects|l2:affectedParty|l2:actingSide|l2:initiatingSide|l2:hasSide|l2:within|l2:bridges ?who .
}"""
_MENTIONED = (
    "SELECT DISTINCT ?element ?actor { ?element"
    " l2:involves|l2:takenBy|l2:madeBy|l2:composedBy|l2:connects ?actor }"
)
_PERSONAL = """SELECT DISTINCT ?element {
  { ?element a l2:Situation } UNION { ?element a l2:Statement MINUS { ?element a l2:Measure } }
}"""
_CASES = "SELECT DISTINCT ?case { ?case a l2:Case }"


@dataclass(frozen=True, slots=True, order=True)
class Dated:
    """One dating of one occurrence.

    Its `span` are the days between which it lies, its `source` is who says so, and `edtf`
    the date as it is written.
    """

    case: str
    element: str
    span: Span
    source: str
    edtf: str

    @property
    def by(self) -> str:
        """Return whose dating it is: `paper`, or the name of another source."""
        return "paper" if self.source == PAPER else self.source.rpartition("/")[2]

    def meets(self, span: Span) -> bool:
        """Tell whether the occurrence may lie within a span."""
        return self.span[0] <= span[1] and span[0] <= self.span[1]

    def surely_meets(self, span: Span) -> bool:
        """Tell whether the occurrence lies within a span on whatever day of its date it was."""
        begins, ends = certain(self.edtf)
        return begins <= span[1] and span[0] <= ends

    @property
    def dated(self) -> str:
        """Say which date it has, and what that leaves open."""
        first, last = self.span
        if first == dt.date.min:
            return f"dated {self.edtf}: some time until {last}"
        if last == dt.date.max:
            return f"dated {self.edtf}: from {first} on, its end is not told"
        if (first.month, first.day, last.month, last.day) == (1, 1, 12, 31):
            years = dict.fromkeys((str(first.year), str(last.year)))
            return f"dated {self.edtf}: some time in {'-'.join(years)}"
        return f"dated {self.edtf}: some time between {first} and {last}"


@dataclass(frozen=True, slots=True)
class Participation:
    """The dated occurrences of each actor (`of`), and others that its cases have (`by_case`).

    `datings` are all of them, `undated` the cases that have none.
    """

    of: dict[str, tuple[Dated, ...]]
    by_case: dict[str, tuple[Dated, ...]]
    datings: tuple[Dated, ...]
    undated: tuple[str, ...]

    def unmet(self, actors: Collection[str]) -> tuple[str, ...]:
        """Return the cases that have dates, though none that one of some actors can meet."""
        within = {
            dated.case
            for found in (self.of, self.by_case)
            for actor in actors
            for dated in found.get(actor, ())
        }
        return tuple(sorted({dated.case for dated in self.datings} - within))


def read_participation(store: ox.Store) -> Participation:
    """Read from a store which dated occurrences each actor has a part in.

    An actor has a part in an occurrence that names it, or a side in its name, or a side
    on which it sits. For whom a side speaks, those who sit on it or stand behind it count
    too. An occurrence that names nobody concerns all who have a part in its case.
    Situations and statements that are no measures concern only whom they name, and give
    their case no time: such as a chancellor's term of office, or what somebody says of a
    war in his memoirs.
    """
    datings = _datings(store)
    named, personal = _named(store), {element for (element,) in ask(store, _PERSONAL)}
    own, spoken_for = _own_names(store)
    of: dict[str, list[Dated]] = defaultdict(list)
    by_case: dict[str, list[Dated]] = defaultdict(list)
    in_file: dict[str, list[Dated]] = defaultdict(list)
    for dated in datings:
        in_file[_file(dated.element)].append(dated)
    for (actor, file), names in own.items():
        wider = names | spoken_for[actor, file]
        for dated in in_file[file]:
            is_personal = dated.element in personal
            whom = named[dated.element]
            if not whom or not whom.isdisjoint(names if is_personal else wider):
                of[actor].append(dated)
            elif not is_personal:
                by_case[actor].append(dated)
    undated = {case for (case,) in ask(store, _CASES)} - {one.case for one in datings}
    return Participation(_sorted(of), _sorted(by_case), datings, tuple(sorted(undated)))


_ByActorAndFile = defaultdict[tuple[str, str], set[str]]


def _own_names(store: ox.Store) -> tuple[_ByActorAndFile, _ByActorAndFile]:
    """Return under which names each actor takes part in a file, and who else it speaks for.

    The names are the actor's own and those of its sides; it speaks for those who sit on a
    side in its name, or stand behind it.
    """
    own: _ByActorAndFile = defaultdict(set)
    spoken_for: _ByActorAndFile = defaultdict(set)
    for element, actor in ask(store, _MENTIONED):
        own[actor, _file(element)].add(actor)
    in_name, on_side = ask(store, _IN_NAME), ask(store, _ON_SIDE)
    for side, actor in (*in_name, *on_side):
        own[actor, _file(side)] |= {actor, side}
    speakers: dict[str, list[str]] = defaultdict(list)
    for side, actor in in_name:
        speakers[side].append(actor)
    for side, member in (*on_side, *ask(store, _BEHIND)):
        for actor in speakers[side]:
            spoken_for[actor, _file(side)].add(member)
    return own, spoken_for


def _sorted(found: dict[str, list[Dated]]) -> dict[str, tuple[Dated, ...]]:
    return {actor: tuple(sorted(ones)) for actor, ones in found.items()}


def _named(store: ox.Store) -> defaultdict[str, set[str]]:
    """Return for each dated occurrence whom it names: actors, sides, constituencies."""
    found: defaultdict[str, set[str]] = defaultdict(set)
    for element, who in ask(store, _NAMED):
        found[element].add(who)
    return found


def _datings(store: ox.Store) -> tuple[Dated, ...]:
    found = set()
    for element, case, edtf, source in ask(store, _DATINGS):
        try:
            low, high = bounds(edtf)
            span = low or dt.date.min, high or dt.date.max
            found.add(Dated(case, element, span, source, edtf))
        except DateError:
            continue  # the checks report it
    return tuple(sorted(found))


def _file(iri: str) -> str:
    """Return the top-level case in whose file an element stands."""
    return iri.partition("#")[0]
