"""Say in words what the result of a pattern cannot show."""

from __future__ import annotations

from typing import TYPE_CHECKING

from l2kg.patterns.conditions import unit_of
from l2kg.wording import counted

if TYPE_CHECKING:
    from collections.abc import Iterator

    from l2kg.patterns.result import PatternResult, Split

__all__ = ["ended", "limits_of"]


def limits_of(result: PatternResult) -> tuple[str, ...]:
    """Return a pattern's own limits and those that follow from its numbers."""
    return (
        " ".join(result.pattern.limits.split()),
        *_size(result),
        *_sufficiency(result),
        *_necessity(result),
        *_silence(result),
        *_counter(result),
    )


def _size(result: PatternResult) -> Iterator[str]:
    unit = unit_of(result.pattern)
    works = (
        f"all told by one work ({result.sources[0].label})"
        if len(result.sources) == 1
        else f"told by {len(result.sources)} works"
    )
    among = f"in {len(result.asked)} of {counted(result.cases.total, 'case')}"
    if not result.n:
        yield f"n = 0: there is no {unit.label} that could match."
        return
    yield (
        f"n = {counted(result.n, unit.label, unit.plural)} {among}, {works}: cases told to"
        " make a point illustrate it, and are no sample."
    )
    if result.divided:
        parts = (
            f"{', '.join(ref.label for ref in result.divided)} and"
            f" {'its' if len(result.divided) == 1 else 'their'} sub-cases"
        )
        yield (
            f"Of the {counted(result.cases.total, 'case')} {parts} are counted one by"
            " one, each with its own elements and outcome."
        )
    if result.told_as:
        kinds = ", ".join(f"{number} {kind}" for kind, number in result.told_as.items())
        yield (
            f"The cases by how they are told: {kinds}. Only historical ones can be checked"
            " elsewhere."
        )
    if len(result.matches) == 1:
        yield "One match shows that the pattern occurs, not how often."
    if not result.matches:
        yield "That nothing matches is no evidence against the pattern."


def ended(split: Split) -> str:
    """Return in words how cases ended, those that are open or not told apart."""
    ends = f"{len(split.good)} ended well, {len(split.bad)} badly"
    if split.mixed:
        ends += f", {len(split.mixed)} well in part"
    if split.open:
        ends += f", {len(split.open)} open or not told"
    return ends


def _sufficiency(result: PatternResult) -> Iterator[str]:
    """Say whether some case with the pattern, or with its first condition, ended otherwise than the rest."""
    met, _ = result.split
    if not met.total:
        return
    first = result.steps[0]
    if met.bad and met.good:
        yield (
            f"Of {counted(met.total, 'case')} with a match {ended(met)}: the pattern"
            " alone is not sufficient for a good outcome."
        )
    elif met.bad:
        yield (
            "No case with a match ended well: the sample cannot test what would make such"
            " a case end well."
        )
    elif first.cases.bad:
        cases = counted(len(first.cases.bad), "case")
        yield (
            f"No case with a match ended badly, though {cases} meeting the first"
            " condition did: too few to test sufficiency."
        )
    else:
        named = first.condition.label
        yield (
            "No case with a match ended badly, nor any that meets the first condition"
            f" ({named}): the sample cannot test sufficiency."
        )


def _necessity(result: PatternResult) -> Iterator[str]:
    met, unmet = result.split
    if unmet.good and met.good:
        yield (
            f"{counted(len(unmet.good), 'case')} ended well without a match: as far as"
            " the sources go it is not necessary, but what they do not state may have"
            " been there."
        )


def _silence(result: PatternResult) -> Iterator[str]:
    silent = sum(miss.standing.how == "not stated" for miss in result.near_misses)
    if silent:
        near = len(result.near_misses)
        where = "the near miss" if near == 1 else f"{silent} of {near} near misses"
        yield (
            f"In {where} the sources say nothing of the missing condition; they do not"
            " say that it was absent."
        )


def _counter(result: PatternResult) -> Iterator[str]:
    """Say what stands against the pattern, where one of its conditions is an outcome."""
    if result.outcome is None:
        yield (
            "No condition of this pattern is an outcome of the others: it says what goes"
            " together, and nothing can be a counter-example to it."
        )
        return
    silent = sum(one.standing.how == "not stated" for one in result.counter_examples)
    if silent:
        all_ = len(result.counter_examples)
        where = (
            "the counter-example" if all_ == 1 else f"{silent} of {all_} counter-examples"
        )
        yield f"In {where} no source says that the outcome failed to come; none says that it came."
