"""Join rows of actors and dates with our cases, and account for every row.

Our columns for the rows, or the rows for our elements.
"""

from __future__ import annotations

import datetime as dt
from itertools import chain
from typing import TYPE_CHECKING, NamedTuple

from l2kg.errors import UsageError
from l2kg.joining.columns import layout_of, split_role
from l2kg.joining.detection import candidates, known_cells
from l2kg.joining.identities import ColumnError, Register
from l2kg.joining.joined import Joined, few, note_of
from l2kg.joining.matching import NO_DATE, NO_OCCURRENCE, NONE_OF_BOTH, Answer, Matcher
from l2kg.joining.participation import read_participation
from l2kg.joining.row_dates import Dates
from l2kg.namespaces import short
from l2kg.wording import did_you_mean

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    import pyoxigraph as ox

    from l2kg.joining.date_cells import Read
    from l2kg.joining.joined import Line
    from l2kg.joining.participation import Dated, Participation

__all__ = ["LONG", "NOT_MATCHED", "PREFIX", "REVERSE", "WIDE", "join"]

PREFIX = "l2kg_"
WIDE = (
    "l2kg_status",
    "l2kg_actor",
    "l2kg_cases",
    "l2kg_elements",
    "l2kg_dated_by",
    "l2kg_note",
)
LONG = (
    "l2kg_status",
    "l2kg_actor",
    "l2kg_case",
    "l2kg_element",
    "l2kg_dated_by",
    "l2kg_note",
)
REVERSE = (
    "l2kg_case",
    "l2kg_element",
    "l2kg_from",
    "l2kg_to",
    "l2kg_dated_by",
    "l2kg_actor",
    "l2kg_note",
)
NOT_MATCHED = ("l2kg_row", "l2kg_status", "l2kg_note")
_NO_ACTOR = frozenset({"code unknown", "name unknown", "surname alone", "no actor given"})


def join(
    store: ox.Store,
    rows: Sequence[Sequence[str]],
    *,
    on: Sequence[str],
    scheme: str | None = None,
    dates: str | None = None,
    long: bool = False,
    reverse: bool = False,
) -> Joined:
    """Find for each row the dated occurrences in which its actors take part in its time.

    `on` names the columns of the rows, each with its role where that cannot be told
    (`year=styear`). Without a scheme the one is taken that alone fits the column, or the
    first of several that give the same. `dates` says how dates are written that can be
    read in two ways. Where `long`, each match is a line; where `reverse`, our dated
    occurrences are the lines, each with the rows that meet it.

    Raises:
        NotFoundError: no such scheme.
        UsageError: `long` and `reverse` at once, or `dates` is no form of dates.
        ColumnError: no scheme or several fit the column, no code is known, no date is
            understood, or it cannot be told what the columns hold.
    """
    if long and reverse:
        raise UsageError(
            "--long and --reverse are two forms of the result; give one of them"
        )
    columns = [[row[i] for row in rows] for i in range(len(on))]
    layout = layout_of(on, columns)
    times = Dates.of(layout, columns, dates)
    asked = [(tuple(row[i] for i in layout.actors), times.of_row(row)) for row in rows]
    register, participation = Register(store), read_participation(store)
    names = [split_role(name)[1] for name in on]
    who = _listed(names, layout.actors)
    cells = list(chain.from_iterable(actors for actors, _ in asked))
    found = {
        key: Matcher(key, register, participation).answers(asked)
        for key in _schemes(register, cells, who, scheme)
    }
    chosen, why = _one_of(found, who) if scheme is None else (scheme, "")
    answers = found[chosen]
    told = [*filter(None, [why]), *(f"dates: {one}" for one in times.told())]
    words = _Words(who, _listed(names, chain.from_iterable(layout.dates)), chosen)
    _must_make_sense(register, [time for _, time in asked], cells, answers, words)
    made, lines = _lines(participation, answers, long=long, reverse=reverse)
    actors = {one.actor for ones in register.identities(chosen).values() for one in ones}
    return Joined(
        columns=made,
        lines=tuple(lines),
        answers=answers,
        scheme=chosen,
        told=tuple(told),
        undated=participation.undated,
        unmet=participation.unmet(actors),
    )


def _schemes(
    register: Register, cells: Sequence[str], column: str, scheme: str | None
) -> Sequence[str]:
    if scheme is None:
        return candidates(register, cells, column)
    register.identities(scheme)  # it is told at once that there is no such scheme
    return (scheme,)


def _listed(names: Sequence[str], places: Iterable[int]) -> str:
    return ",".join(names[place] for place in places)


def _lines(
    participation: Participation,
    answers: tuple[Answer, ...],
    *,
    long: bool,
    reverse: bool,
) -> tuple[tuple[str, ...], Iterable[Line]]:
    """Return columns and lines of the form that is asked for."""
    if reverse:
        return REVERSE, _reversed(participation, answers)
    return (LONG, _long(answers)) if long else (WIDE, _wide(answers))


def _one_of(found: dict[str, tuple[Answer, ...]], column: str) -> tuple[str, str]:
    """Return the scheme that a column is read by, and why.

    Raises:
        ColumnError: several fit and do not give the same.
    """
    first, *others = found
    if not others:
        return first, f"scheme {first}: it alone fits the column"
    given = [
        [(one.status, one.actors, one.matches, one.by_case) for one in answers]
        for answers in found.values()
    ]
    if all(one == given[0] for one in given):
        return first, f"scheme {first}: {', '.join(others)} would give the same"
    raise ColumnError(
        f"column {column!r} may hold codes of {', '.join(found)}; say which with --scheme"
    )


class _Words(NamedTuple):
    """What messages call the columns of actors and dates, and the scheme."""

    who: str
    when: str
    scheme: str


def _must_make_sense(
    register: Register,
    times: Sequence[Read],
    cells: Sequence[str],
    answers: tuple[Answer, ...],
    words: _Words,
) -> None:
    """Refuse a file in which no code at all is known, or no date understood.

    It has the wrong scheme or column.
    """
    reasons = [answer.reason for answer in answers]
    if reasons and _NO_ACTOR.issuperset(reasons):
        texts = sorted({" ".join(cell.split()) for cell in cells if cell.strip()})
        raise ColumnError(
            f"column {words.who!r}: {words.scheme} knows no actor of ours by any code in"
            f" it ({few(texts) or 'every cell is empty'}){_near(answers)}"
            f"{_schemes_that_know(register, texts, words.scheme)}"
        )
    if NO_DATE in reasons and (_NO_ACTOR | {NO_DATE, "no date given"}).issuperset(
        reasons
    ):
        i = reasons.index(NO_DATE)
        raise ColumnError(
            f"column {words.when!r}: no date in it is understood (row {i + 1}:"
            f" {times[i].written!r}); {times[i].why}"
        )


def _near(answers: tuple[Answer, ...]) -> str:
    """Say which names of ours are near, or that surnames are none."""
    near = dict.fromkeys(name for answer in answers for name in answer.near)
    alone = next((one.note for one in answers if one.reason == "surname alone"), "")
    return did_you_mean(list(near)[:2]) + (f"; {alone}" if alone else "")


def _schemes_that_know(register: Register, texts: list[str], scheme: str) -> str:
    """Say which other schemes know some codes, or nothing."""
    others = [
        key
        for key in register.schemes
        if key != scheme and known_cells(register, key, texts)
    ]
    return f"; {', '.join(others)} know some of them" if others else ""


def _actor(answer: Answer) -> str | tuple[str, ...] | None:
    """Return whom a row is about: an actor, or the two of a dyad."""
    if answer.reason not in {"", NO_OCCURRENCE, NONE_OF_BOTH} or not answer.actors:
        return None
    actors = tuple(map(short, answer.actors))
    return actors[0] if len(actors) == 1 else actors


def _bound(day: dt.date) -> str | None:
    """Return a day as text; nothing for an end that nobody tells."""
    return None if day in {dt.date.min, dt.date.max} else day.isoformat()


def _by_element(answer: Answer) -> dict[tuple[str, str | None], list[str]]:
    """Return whose datings meet, by case and element; a case met by itself alone has no element."""
    found: dict[tuple[str, str | None], list[str]] = {}
    for one in (*answer.matches, *answer.by_case):
        element = short(one.element) if one in answer.matches else None
        sources = found.setdefault((short(one.case), element), [])
        if one.by not in sources:
            sources.append(one.by)
    return found


def _wide(answers: tuple[Answer, ...]) -> Iterator[Line]:
    for i, answer in enumerate(answers):
        found = _by_element(answer)
        cases = tuple(dict.fromkeys(case for case, _ in found))
        elements = {
            element: "+".join(by) for (_, element), by in found.items() if element
        }
        head, note = (answer.status, _actor(answer)), note_of(answer) or None
        yield i, (*head, cases, tuple(elements), tuple(elements.values()), note)


def _long(answers: tuple[Answer, ...]) -> Iterator[Line]:
    for i, answer in enumerate(answers):
        head, note = (answer.status, _actor(answer)), note_of(answer) or None
        for (case, element), by in _by_element(answer).items():
            yield i, (*head, case, element, "+".join(by), note)
        if answer.status != "matched":
            yield i, (*head, None, None, None, note)


def _reversed(
    participation: Participation, answers: tuple[Answer, ...]
) -> Iterator[Line]:
    rows: dict[Dated, list[int]] = {one: [] for one in participation.datings}
    for i, answer in enumerate(answers):
        for one in (*answer.matches, *answer.by_case):
            rows[one].append(i)
    for one, met in rows.items():
        head = (
            short(one.case),
            short(one.element),
            _bound(one.span[0]),
            _bound(one.span[1]),
            one.by,
        )
        yield from (
            (i, (*head, _actor(answers[i]), answers[i].note or None)) for i in met
        )
        if not met:
            yield None, (*head, None, "no row")
    yield from (
        (None, (short(case), None, None, None, None, None, "no date"))
        for case in participation.undated
    )
