"""What a pattern finds: matches, near misses, counter-examples, non-matches, and cases by outcome."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from l2kg.patterns.limits import limits_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from l2kg.cases.naming import Names
    from l2kg.cases.reading import Ref
    from l2kg.queries.endings import Ending
    from l2kg.queries.header import Condition, Query
    from l2kg.queries.results import Term

__all__ = [
    "CounterExample",
    "Match",
    "NearMiss",
    "NonMatch",
    "PatternResult",
    "Row",
    "Silence",
    "Split",
    "Standing",
    "Step",
    "Subject",
]

Row = tuple["Term | None", ...]


@dataclass(frozen=True, slots=True)
class Subject:
    """One unit of a pattern: an element, with the case that it belongs to and how that case ended."""

    ref: Ref
    case: Ref
    outcome: Ending


@dataclass(frozen=True, slots=True)
class Match:
    """A unit that meets all conditions, with the rows that say by what."""

    unit: Subject
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class NonMatch:
    """A unit that could match and does not, and the first condition that it does not meet.

    It meets all conditions before that one, by one and the same thing.
    """

    unit: Subject
    condition: Condition

    @property
    def reason(self) -> str:
        """Return in words why it is no match."""
        return f"condition not met: “{self.condition.label}”"


@dataclass(frozen=True, slots=True)
class Standing:
    """How the sources stand to a condition that is not met.

    It is told absent, and not stated, where only somebody whom the sources quote says so:
    `tellers` are those. `witness` is what shows the absence.
    """

    how: Literal["not stated", "stated absent", "told absent"]
    witness: Ref | None = None
    tellers: tuple[Ref, ...] = ()

    @property
    def said(self) -> str:
        """Return it in words, with whose word it is."""
        by = " and ".join(ref.label for ref in self.tellers)
        return f"{self.how} by {by}" if by else self.how


@dataclass(frozen=True, slots=True)
class NearMiss:
    """A unit that would match but for one condition which is not the outcome."""

    unit: Subject
    condition: Condition
    standing: Standing


@dataclass(frozen=True, slots=True)
class CounterExample:
    """What meets all conditions but the outcome: one thing of a unit, which may match by another.

    `row` holds what the columns of counter-examples name.
    """

    unit: Subject
    standing: Standing
    row: Row


@dataclass(frozen=True, slots=True)
class Split:
    """Cases by how they ended: the fields are those of `l2kg.queries.endings.Ending`, in its order."""

    good: tuple[Ref, ...]
    bad: tuple[Ref, ...]
    mixed: tuple[Ref, ...] = ()
    open: tuple[Ref, ...] = ()

    @property
    def all(self) -> tuple[Ref, ...]:
        """Return the cases, however they ended."""
        return (*self.good, *self.bad, *self.mixed, *self.open)

    @property
    def total(self) -> int:
        """Return the number of cases."""
        return len(self.all)


@dataclass(frozen=True, slots=True)
class Step:
    """How many units are left when a condition is added to those before it.

    `cases` are those in which they are, `absent` those that are said to lack it.
    """

    condition: Condition
    units: int
    cases: Split
    absent: tuple[Ref, ...]


@dataclass(frozen=True, slots=True)
class Silence:
    """Cases that show what a pattern is about while its first condition is not stated.

    `question` is the query that lists them.
    """

    question: str
    summary: str
    cases: tuple[Ref, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PatternResult:
    """What a pattern finds.

    `n` units could have matched: each is a match or a non-match; `cases` are all that were
    asked, `asked` those among them with such units; `divided` are cases that have
    sub-cases, `told_as` counts the cases by kind; `labels` name what rows hold, passages by their words, and
    `names` passages by work and place.
    """

    pattern: Query
    columns: tuple[str, ...]
    counter_columns: tuple[str, ...]
    n: int
    asked: tuple[Ref, ...]
    cases: Split
    steps: tuple[Step, ...]
    matches: tuple[Match, ...]
    near_misses: tuple[NearMiss, ...]
    counter_examples: tuple[CounterExample, ...]
    non_matches: tuple[NonMatch, ...]
    silence: Silence | None
    sources: tuple[Ref, ...]
    divided: tuple[Ref, ...]
    told_as: Mapping[str, int]
    labels: Mapping[str, str]
    names: Names

    @property
    def relaxed(self) -> dict[str, tuple[NearMiss, ...]]:
        """Return what each condition but the outcome keeps out: the units that its removal would add."""
        return {
            c.name: tuple(m for m in self.near_misses if m.condition == c)
            for c in self.pattern.conditions
            if c.name != self.pattern.outcome
        }

    @property
    def outcome(self) -> Condition | None:
        """Return the condition that the others are thought to bring about, if there is one."""
        named = (c for c in self.pattern.conditions if c.name == self.pattern.outcome)
        return next(named, None)

    @property
    def by_case(self) -> dict[Ref, tuple[Match, ...]]:
        """Return the matches of each case that has any."""
        found: dict[Ref, list[Match]] = {}
        for match in self.matches:
            found.setdefault(match.unit.case, []).append(match)
        return {case: tuple(matches) for case, matches in found.items()}

    @property
    def split(self) -> tuple[Split, Split]:
        """Return the cases with a match and those without, each by how they ended."""
        met = set(self.by_case)
        return _among(self.cases, met, inside=True), _among(self.cases, met, inside=False)

    @property
    def limits(self) -> tuple[str, ...]:
        """Return in words what the result cannot show.

        First the pattern's own limits, then those that follow from the numbers.
        """
        return limits_of(self)


def _among(split: Split, cases: set[Ref], *, inside: bool) -> Split:
    return Split(
        *(
            tuple(c for c in group if (c in cases) == inside)
            for group in (split.good, split.bad, split.mixed, split.open)
        )
    )
