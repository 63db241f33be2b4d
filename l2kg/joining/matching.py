"""Find for an actor's cell and a date's cell the occurrences that both concern, or say why there are none."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING, Literal

from l2kg.dates import DateError, closed_bounds
from l2kg.joining.identities import NAME, normal

if TYPE_CHECKING:
    from collections.abc import Mapping

    from l2kg.joining.identities import Identity, Span
    from l2kg.joining.participation import Dated, Participation

__all__ = ["Answer", "Matcher", "Status", "span_of"]

Status = Literal["matched", "ambiguous", "unmatched"]

_STAMP = re.compile(
    r"(\d{4}-\d{2}-\d{2})[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:?\d{2})?"
)


@dataclass(frozen=True, slots=True)
class Answer:
    """What a row gets: its status, why, the actor (or those it may be), and the occurrences.

    `note` is what a reader must know.

    `by_case` are occurrences of a case in which the actor has a part, though not in them;
    they are given where it has none in that case.
    """

    status: Status
    reason: str = ""
    actors: tuple[str, ...] = ()
    matches: tuple[Dated, ...] = ()
    by_case: tuple[Dated, ...] = ()
    note: str = ""
    date: str = ""


@lru_cache(maxsize=16_384)
def span_of(text: str) -> Span | None:
    """Return the first and the last day of a date; nothing where it is none.

    A date is a year, a month, a day, a time stamp or an EDTF date.

    >>> [str(day) for day in span_of("1990.0") or ()]
    ['1990-01-01', '1990-12-31']
    >>> span_of("5/7/1990"), span_of("90")
    (None, None)
    """
    bare = text.strip()
    if year := re.fullmatch(r"(\d{4})(?:\.0+)?", bare):
        bare = year[1]
    elif stamp := _STAMP.fullmatch(bare):
        bare = stamp[1]
    elif not re.match(r"[\dXu]{4}(?!\d)", bare):
        return None  # so that a number of another length is no century
    if re.fullmatch(r"\d{4}", bare) and bare != "0000":
        return dt.date(int(bare), 1, 1), dt.date(int(bare), 12, 31)
    try:
        return closed_bounds(bare)
    except DateError:
        return None


@dataclass
class Matcher:
    """Answers rows for one scheme; equal cells are looked up once."""

    scheme: str
    known: Mapping[str, tuple[Identity, ...]]
    participation: Participation
    _answers: dict[tuple[str, str], Answer] = field(default_factory=dict)

    def answer(self, actor: str, date: str) -> Answer:
        """Find what a row with these two cells concerns."""
        if (actor, date) not in self._answers:
            self._answers[actor, date] = self._look_up(actor, date)
        return self._answers[actor, date]

    def _look_up(self, actor: str, date: str) -> Answer:
        if not actor.strip():
            return Answer("unmatched", "no actor given")
        ones = self.known.get(normal(self.scheme, actor))
        if ones is None:
            return Answer(
                "unmatched",
                f"{self._word} unknown",
                note=f"no actor of ours is {' '.join(actor.split())} by {self.scheme}",
            )
        if not date.strip():
            return Answer("unmatched", "no date given")
        span = span_of(date)
        if span is None:
            written = " ".join(date.split())
            return Answer(
                "unmatched",
                "date not understood",
                note=f"{written}: write a year, 1990-07, 1990-07-05 or an EDTF date",
                date=written,
            )
        return self._in_time(ones, span)

    @property
    def _word(self) -> str:
        return "name" if self.scheme == NAME else "code"

    def _in_time(self, ones: tuple[Identity, ...], span: Span) -> Answer:
        """Find what a code concerns that is known, in a span of days."""
        held = [(one, within) for one in ones if (within := one.within(span))]
        actors = tuple(sorted({one.actor for one, _ in held}))
        if not held:
            return Answer(
                "unmatched",
                f"{self._word} not valid then",
                tuple(sorted({one.actor for one in ones})),
                note=_validity(ones),
            )
        if len(actors) > 1:
            return Answer(
                "ambiguous",
                "several actors",
                actors,
                note=_validity([one for one, _ in held]),
            )
        return self._matched(actors[0], held, span)

    def _matched(
        self, actor: str, held: list[tuple[Identity, Span]], span: Span
    ) -> Answer:
        matches = _meeting(self.participation.of.get(actor, ()), held)
        cases = {one.case for one in matches}
        others = _meeting(self.participation.by_case.get(actor, ()), held)
        by_case = tuple(one for one in others if one.case not in cases)
        if not matches and not by_case:
            return Answer("unmatched", "no dated occurrence then", (actor,))
        notes = sorted({f"caution: {one.caution}" for one, _ in held if one.caution})
        if all(within != span for _, within in held):
            notes.append(f"only within {_validity([one for one, _ in held])}")
        if by_case:
            elements = dict.fromkeys(one.element.rpartition("/")[2] for one in by_case)
            notes.append(f"by the case alone: {', '.join(elements)}")
        return Answer("matched", "", (actor,), matches, by_case, "; ".join(notes))


def _meeting(
    datings: tuple[Dated, ...], held: list[tuple[Identity, Span]]
) -> tuple[Dated, ...]:
    """Return the occurrences that may lie in a time in which a code is held."""
    return tuple(
        dated for dated in datings if any(dated.meets(within) for _, within in held)
    )


def _validity(ones: list[Identity] | tuple[Identity, ...]) -> str:
    """Say of which actor a code stands for in which time."""
    return "; ".join(
        f"{one.actor.rpartition('/')[2]} {_day(one.span[0])}/{_day(one.span[1])}"
        for one in ones
    )


def _day(day: dt.date) -> str:
    return ".." if day in {dt.date.min, dt.date.max} else day.isoformat()
