"""The elements of a case as tables that people read: one table a kind.

Cells hold words and pointers to other elements.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

from l2kg.cases.declaring import ATTITUDE_WORDS, per_cent
from l2kg.cases.marked import marked
from l2kg.cases.parts import TIE_KINDS
from l2kg.cases.reading import Ref
from l2kg.schema import schema
from l2kg.wording import capital

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from l2kg.cases import CaseSummary, CaseView
    from l2kg.cases.parts import (
        Element,
        Measure,
        Occurrence,
        Other,
        Participation,
    )

__all__ = [
    "CaseTable",
    "Cell",
    "Row",
    "summary_table",
    "tables",
]

Cell = tuple["Ref | str", ...]


@dataclass(frozen=True, slots=True)
class Row:
    """One element: its local name, and its cells in the order of the table's columns."""

    id: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class CaseTable:
    """The elements of one kind."""

    key: str
    title: str
    columns: tuple[str, ...]
    rows: tuple[Row, ...]


def tables(view: CaseView) -> list[CaseTable]:
    """Return the tables of a case, without those that would be empty."""
    # By hand: which columns help a reader, and what they are called, is no matter of the
    # ontology. Classes without a table here get one of all their fields, by `_others`.
    found = [
        _table(
            "measures",
            "Measures",
            view.measures,
            {
                "No.": lambda e: (e.number,),
                "Measure": _name,
                "Acting side": lambda e: e.acting_sides,
                "Taken by": lambda e: e.taken_by,
                "Through": lambda e: e.through,
                "Meant to help": lambda e: e.helps,
                "Tactics": lambda e: e.tactics,
                "Aimed at": _aims,
                "Form": lambda e: _given(e.form),
                "In return for": lambda e: e.in_return_for,
            },
        ),
        _table(
            "sides",
            "Sides and people",
            view.sides,
            {
                "Side": _name,
                "In the name of": lambda e: e.in_name_of,
                "People": lambda e: tuple(map(_person, e.participants)),
                "At the table": lambda e: ("yes" if e.at_table else "no",),
            },
        ),
        _table(
            "constituencies",
            "Behind the table",
            view.constituencies,
            {
                "Constituency": _name,
                "Behind": lambda e: _given(e.behind),
                "Attitude": lambda e: (ATTITUDE_WORDS[e.attitude],),
                "Power": lambda e: e.power_base,
                "Embodied by": lambda e: e.embodied_by,
            },
        ),
        _table(
            "stances",
            "Stances",
            view.stances,
            {
                "Stance": _name,
                "Holder": lambda e: _given(e.holder),
                "Polarity": lambda e: _given(e.polarity),
                "Toward": lambda e: e.toward,
                "Share": lambda e: (per_cent(e.share),),
                "Held before": lambda e: e.held_before,
                "Held after": lambda e: e.held_after,
                "Sincerity": lambda e: _given(e.sincerity),
                "Publicity": lambda e: _given(e.publicity),
            },
        ),
        _table(
            "relationships",
            "Relationships",
            view.relationships,
            {
                "Relationship": _name,
                "Kind": lambda e: tuple(map(_kind_of_tie, e.kinds)),
                "Between": lambda e: e.connects,
                "Through": lambda e: e.through,
                "Bridges": lambda e: e.bridges,
            },
        ),
        _table(
            "barriers",
            "Barriers",
            view.barriers,
            {
                "Barrier": _name,
                "Faced by": lambda e: _given(e.faced_by),
                "Raised by": lambda e: e.raised_by,
                "Type": lambda e: _given(e.barrier_type),
                "Obstructs": lambda e: e.obstructs,
                "Stands before": lambda e: e.stands_before,
                "Stands after": lambda e: e.stands_after,
            },
        ),
        _table(
            "matters",
            "Deals, terms and issues",
            view.matters,
            {
                "Matter": _name,
                "Kind": lambda e: (e.kind, *_given(e.deal_kind)),
                "Status": lambda e: e.deal_status,
                "Terms": lambda e: e.terms,
                "Turns on": lambda e: e.turns_on,
                "Given by": lambda e: e.given_by,
                "Given to": lambda e: e.given_to,
                "In return for": lambda e: e.in_return_for,
            },
        ),
        _table(
            "statements",
            "Statements",
            view.statements,
            {
                "Statement": _name,
                "By": lambda e: e.made_by,
                "To": lambda e: e.addressed_to,
                "Through": lambda e: e.through,
                "Themes": lambda e: e.themes,
                "Meant for": lambda e: e.intended_for,
                "Heard by": lambda e: e.heard_by,
                "Sincerity": lambda e: _given(e.sincerity),
            },
        ),
        _table(
            "occurrences",
            "Negotiations and events",
            (*view.negotiations, *view.occurrences),
            {
                "What": _name,
                "Type": lambda e: e.types,
                "Comes before, as stated": partial(_after, grade="stated"),
                "As implied only": partial(_after, grade="implied"),
                "By dates only": partial(_after, grade="date"),
            },
        ),
        _table(
            "ratifications",
            "Decisions behind a table",
            view.ratifications,
            {
                "Decision": _name,
                "On": lambda e: e.decides,
                "By": lambda e: e.decided_by,
                "How it went": lambda e: _given(e.decision),
                "Share": lambda e: (per_cent(e.share),),
                "Turnout": lambda e: (per_cent(e.turnout),),
                "Rule": lambda e: _given(e.rule),
                "Formality": lambda e: _given(e.formality),
                "Adds": lambda e: e.adds,
                "Comes before, as stated": partial(_after, grade="stated"),
                "As implied only": partial(_after, grade="implied"),
                "By dates only": partial(_after, grade="date"),
            },
        ),
        _table(
            "leverage",
            "Means to block",
            view.leverage,
            {
                "Means": _name,
                "Held by": lambda e: e.held_by,
                "Against": lambda e: e.against,
            },
        ),
        _table(
            "assessments",
            "Effects, as somebody judged them",
            view.assessments,
            {
                "Judgement": _name,
                "Of": lambda e: _given(e.assesses),
                "Effect": lambda e: _given(e.effect),
                "On": lambda e: _given(e.effect_on),
                "Basis": lambda e: _given(e.basis),
                "Judged by": lambda e: e.assessed_by,
            },
        ),
        _table(
            "claims",
            "Claims",
            view.claims,
            {
                "Claim": _name,
                "By": lambda e: e.claimed_by,
                "Mode": lambda e: _given(e.mode),
                "Attitude of": lambda e: _given(e.attitude_of),
                "About": lambda e: e.about,
                "Rivals": lambda e: e.rivals,
            },
        ),
        _table(
            "speech",
            "Criticisms and responses",
            (*view.criticisms, *view.responses),
            {"What": _name, "Answers": lambda e: getattr(e, "answers", ())},
        ),
        _table(
            "order",
            "Order in time",
            view.temporal,
            {
                "What": lambda e: _given(e.locates),
                "Relation": lambda e: _given(e.relation),
                "To": lambda e: _given(e.relative_to),
                "Lapse": lambda e: (e.lapse,),
            },
        ),
        _table(
            "dates",
            "Dates",
            view.datings,
            {
                "What": lambda e: _given(e.dates),
                "Date": lambda e: (e.edtf,),
                "Record": _name,
            },
        ),
    ]
    return [table for table in (*found, *_others(view)) if table.rows]


def summary_table(cases: Iterable[CaseSummary]) -> CaseTable:
    """Return cases as a table, one a row."""
    columns = (
        "Case",
        "Setting",
        "Kind",
        "Outcome",
        "Measures",
        "Relationships",
        "Passages",
        "Tactics",
    )
    rows = tuple(_summary_row(case) for case in cases)
    return CaseTable("cases", "Cases", columns, rows)


def _summary_row(case: CaseSummary) -> Row:
    cells = (
        (Ref(case.iri, case.label),),
        _words(case.setting),
        _words(case.kind),
        _words(case.outcome),
        (str(case.measures),),
        (str(case.relationships),),
        (str(case.evidence),),
        case.tactics,
    )
    return Row(case.slug, cells)


def _words(code: Ref | None) -> Cell:
    """Show a code by its label alone, which leads nowhere."""
    return (Ref("", code.label),) if code else ()


def _others(view: CaseView) -> Iterator[CaseTable]:
    """Yield a table for each class that only the schema knows."""
    members: dict[str, list[Other]] = {}
    for other in view.others:
        members.setdefault(other.class_name, []).append(other)
    for name, others in members.items():
        cls = schema().classes[name]
        columns: dict[str, Callable[[Any], Cell]] = {capital(cls.term.label): _name}
        for other in others:
            for label, _ in other.values:
                columns[capital(label)] = partial(_values, label)
        yield _table(cls.table, cls.title, others, columns)


def _values(label: str, element: Other) -> Cell:
    return dict(element.values).get(label, ())


def _table(
    key: str,
    title: str,
    elements: Iterable[Element],
    columns: dict[str, Callable[[Any], Cell]],
) -> CaseTable:
    """Read a table; of columns that are empty throughout only the first stays.

    The last tells how firmly each element is told.
    """
    columns = {**columns, "Told": lambda e: _given(e.status)}
    readers = tuple(columns.values())
    rows = [
        Row(element.id, tuple(_without_gaps(read(element)) for read in readers))
        for element in map(marked, elements)
    ]
    used = [i for i in range(len(readers)) if i == 0 or any(row.cells[i] for row in rows)]
    names = tuple(columns)
    return CaseTable(
        key=key,
        title=title,
        columns=tuple(names[i] for i in used),
        rows=tuple(Row(row.id, tuple(row.cells[i] for i in used)) for row in rows),
    )


def _after(element: Occurrence, grade: str) -> Cell:
    """Return what comes after an occurrence on the grounds of one grade, and on no better."""
    stated, told = element.precedes_as_stated, element.precedes_as_implied
    found = {"stated": stated, "implied": told, "date": element.precedes_by_date}[grade]
    better = {ref.iri for ref in {"implied": stated, "date": told}.get(grade, ())}
    return tuple(ref for ref in found if ref.iri not in better)


def _without_gaps(cell: Cell) -> Cell:
    return tuple(part for part in cell if part)


def _name(element: Element) -> Cell:
    return (element.ref,)


def _given(ref: Ref | None) -> Cell:
    return (ref,) if ref else ()


def _kind_of_tie(kind: str) -> str:
    (name,) = (name for name, known in TIE_KINDS.items() if known == kind)
    return schema().classes[name].term.label


def _aims(measure: Measure) -> Cell:
    """Say what a measure does to whom; targets of which no more is known come last."""
    cell: list[Ref | str] = []
    aimed_at: set[str] = set()
    for verb, refs in measure.aims():
        cell += [Ref(ref.iri, f"{verb} {ref.label}") for ref in refs]
        aimed_at.update(ref.iri for ref in refs)
    cell += [ref for ref in measure.targets if ref.iri not in aimed_at]
    return tuple(cell)


def _person(part: Participation) -> Ref | str:
    part = marked(part)
    name = part.participant.label if part.participant else part.label
    parts = [role.label for role in part.roles]
    parts += part.offices
    if not part.is_at_table:
        parts.append("behind the table")
    return Ref(part.iri, f"{name} ({', '.join(parts)})" if parts else name)
