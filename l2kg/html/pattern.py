"""The result of a pattern as HTML and CSV: its motif, matches, near misses, counter-examples, conditions and limits."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from l2kg.cases.reading import Ref
from l2kg.cases.tables import CaseTable, Row
from l2kg.csv_text import write_csv
from l2kg.html.parts import framed_html, linked
from l2kg.namespaces import BASE
from l2kg.patterns import all_patterns
from l2kg.patterns.conditions import unit_of
from l2kg.patterns.limits import counted
from l2kg.patterns.why import words
from l2kg.queries.results import plain
from l2kg.wording import closest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from l2kg.patterns import PatternResult, Subject
    from l2kg.queries.header import Query
    from l2kg.queries.results import Term

    Link = Callable[[str], str | None]
    from collections.abc import Mapping

    from l2kg.cases.view import CaseSummary

__all__ = [
    "conditions_table",
    "counter_table",
    "framed",
    "limits_html",
    "match_table",
    "miss_table",
    "motif_html",
    "pattern_csv",
    "silence_html",
    "summary_html",
    "HEADLINE",
    "LONGEST",
    "names",
    "chosen_name",
    "case_names",
    "given",
]

_OUTCOME = {"good": "ended well", "bad": "ended badly", None: "no outcome stated"}


def summary_html(query: Query) -> str:
    """Write what a pattern is about."""
    return f'<p class="dek">{escape(query.summary)}</p>'


def motif_html(result: PatternResult) -> str:
    """Draw a pattern as steps: of how many units, what each condition leaves, and how many match."""
    unit = unit_of(result.pattern)
    asked = f"in {len(result.asked)} of {counted(result.cases.total, 'case')}"
    widest = max(result.n, 1)
    steps = [(f"{unit.plural} that could match, {asked}", result.n)]
    steps += [(step.condition.label, step.units) for step in result.steps]
    items = "".join(
        f'<li><span class="bar" style="--share:{count / widest:.3f}"'
        f' aria-hidden="true"></span><b>{count}</b> <span>{escape(label)}</span></li>'
        for label, count in steps
    )
    return f'<ol class="motif">{items}</ol>'


def _cases(refs: Sequence[Ref]) -> tuple[Ref | str, ...]:
    return tuple(refs) or ("none",)


def conditions_table(result: PatternResult) -> CaseTable:
    """Return the conditions, each added to those before it, with the cases left by how they ended and those said to lack it."""
    rows = tuple(
        Row(
            step.condition.name,
            (
                (f"{number}. {step.condition.label}",),
                (str(step.units),),
                _cases(step.cases.good),
                _cases((*step.cases.bad, *step.cases.other)),
                _cases(step.absent),
            ),
        )
        for number, step in enumerate(result.steps, start=1)
    )
    plural = unit_of(result.pattern).plural
    return CaseTable(
        "conditions",
        "Conditions",
        (
            "Condition",
            plural.capitalize(),
            "Cases that ended well",
            "Other cases",
            "Stated absent",
        ),
        rows,
    )


def match_table(result: PatternResult) -> CaseTable:
    """Return a row for each row of a match."""
    shown = [name for name in result.columns if name != "case"]
    rows = tuple(
        Row(
            match.unit.ref.id,
            (
                (match.unit.case, _OUTCOME[match.unit.outcome]),
                *(
                    (_cell(term, result),)
                    for name, term in zip(result.columns, row, strict=True)
                    if name != "case"
                ),
            ),
        )
        for match in result.matches
        for row in match.rows
    )
    return CaseTable(
        "matches",
        "Matches",
        ("Case", *(words(name).capitalize() for name in shown)),
        rows,
    )


def _cell(term: Term | None, result: PatternResult) -> Ref | str:
    value = plain(term) or ""
    if value.startswith(f"{BASE}rule/"):
        return (
            "inferred, by the rule"
            f" “{result.labels.get(value, value.removeprefix(f'{BASE}rule/'))}”"
        )
    return Ref(value, result.labels[value]) if value in result.labels else value


def _unit(subject: Subject) -> tuple[tuple[Ref | str, ...], ...]:
    return ((subject.case, _OUTCOME[subject.outcome]), (subject.ref,))


def miss_table(result: PatternResult) -> CaseTable:
    """Return the units that would match but for one condition, and how the sources stand to that."""
    unit = unit_of(result.pattern).label.capitalize()
    rows = tuple(
        Row(
            miss.unit.ref.id,
            (
                *_unit(miss.unit),
                (miss.condition.label,),
                (miss.standing, *((miss.witness,) if miss.witness else ())),
            ),
        )
        for miss in result.near_misses
    )
    return CaseTable(
        "near-misses",
        "Near misses",
        ("Case", unit, "The condition it lacks", "What the sources say"),
        rows,
    )


def counter_table(result: PatternResult) -> CaseTable:
    """Return the units that could match and do not, each with the first reason."""
    unit = unit_of(result.pattern).label.capitalize()
    rows = tuple(
        Row(one.unit.ref.id, (*_unit(one.unit), (one.reason,)))
        for one in result.counter_examples
    )
    return CaseTable(
        "counter-examples", "Counter-examples", ("Case", unit, "First reason"), rows
    )


def framed(table: CaseTable, link: Link, nothing: str) -> str:
    """Write a table in a frame that scrolls, or what is to be said where it has no row."""
    return (
        framed_html(table, link)
        if table.rows
        else f'<p class="mut">{escape(nothing)}</p>'
    )


def limits_html(limits: Iterable[str]) -> str:
    """Write limits as a list."""
    return f'<ul class="limits">{"".join(f"<li>{escape(limit)}</li>" for limit in limits)}</ul>'


def silence_html(result: PatternResult, link: Link) -> str:
    """Write the cases that show what the pattern is about while its first condition is not stated."""
    if result.silence is None or not result.silence.cases:
        return ""
    listed = ", ".join(linked(ref.iri, ref.label, link) for ref in result.silence.cases)
    return f"<p><b>{escape(result.silence.summary.rstrip('.'))}:</b> {listed}.</p>"


def pattern_csv(result: PatternResult) -> str:
    """Write matches, near misses and counter-examples as CSV, one a line."""
    found: list[tuple[str, Subject, str]] = [
        ("match", match.unit, "") for match in result.matches
    ]
    found += [
        ("near miss", miss.unit, f"{miss.condition.label}: {miss.standing}")
        for miss in result.near_misses
    ]
    found += [
        ("counter-example", one.unit, one.reason) for one in result.counter_examples
    ]
    rows = (
        (
            kind,
            unit.case.label,
            _OUTCOME[unit.outcome],
            unit.ref.iri,
            unit.ref.label,
            said,
        )
        for kind, unit, said in found
    )
    return write_csv(("found", "case", "outcome", "unit", "label", "said"), rows)


HEADLINE = "back-channel-precedes-successful-help"


LONGEST = 200  # signs of a value that a visitor gives


def names() -> dict[str, Query]:
    """Return the patterns, the headline first, then by question."""
    return dict(
        sorted(
            all_patterns().items(),
            key=lambda item: (item[0] != HEADLINE, item[1].question),
        )
    )


def chosen_name(asked: str) -> str:
    """Return the pattern of a name, or the nearest.

    >>> chosen_name("reciprocal-hlp")
    'reciprocal-help'
    """
    known = names()
    if asked in known:
        return asked
    return next(iter(closest(asked, known)), HEADLINE)


def case_names(cases: Iterable[CaseSummary]) -> dict[str, str]:
    """Name the cases that a parameter may take, by slug; first that of none, which means all."""
    return {"": "All cases"} | {case.slug: case.label for case in cases}


def given(values: Mapping[str, str]) -> dict[str, str]:
    """Return the values that are not empty, of each at most its beginning.

    >>> given({"case": "", "from": " 1990 "})
    {'from': '1990'}
    """
    return {
        name: value.strip()[:LONGEST] for name, value in values.items() if value.strip()
    }
