"""Join rows of an actor and a date with our cases, and account for every row.

Our columns for the rows, or the rows for our elements.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from l2kg.errors import UsageError
from l2kg.joining.identities import ColumnError, detect, identities, normal, schemes
from l2kg.joining.matching import Answer, Matcher
from l2kg.joining.participation import read_participation
from l2kg.namespaces import short

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    import pyoxigraph as ox

    from l2kg.csv_text import Cell
    from l2kg.joining.participation import Dated, Participation

__all__ = ["NOT_MATCHED", "LONG", "PREFIX", "REVERSE", "WIDE", "Joined", "join"]

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
_SHOWN = 40  # codes in one line of the account
_NO_ACTOR = frozenset({"code unknown", "name unknown", "no actor given"})
_NO_DATE = "date not understood"


Line = tuple["int | None", "tuple[Cell, ...]"]


@dataclass(frozen=True, slots=True)
class Joined:
    """What a join gives: columns, lines, and what became of each row.

    A line holds the number of the row that it goes with (from 0; nothing where an element
    of ours has no row) and its cells. Cells with several values are tuples.
    """

    columns: tuple[str, ...]
    lines: tuple[Line, ...]
    answers: tuple[Answer, ...]
    scheme: str
    detected: bool
    actors: tuple[str, ...]
    undated: tuple[str, ...]

    def not_matched(self) -> tuple[tuple[int, tuple[Cell, ...]], ...]:
        """Return the rows that are ambiguous or unmatched, with their cells for `NOT_MATCHED`."""
        return tuple(
            (i, (i + 1, answer.status, _note(answer)))
            for i, answer in enumerate(self.answers)
            if answer.status != "matched"
        )

    def account(self) -> Iterator[str]:
        """Yield lines that say what became of all rows, by reason."""
        if self.detected:
            yield f"scheme {self.scheme}: it alone fits the column"
        by = Counter(answer.status for answer in self.answers)
        yield (
            f"{len(self.answers)} rows: {by['matched']} matched, {by['ambiguous']}"
            f" ambiguous, {by['unmatched']} unmatched"
        )
        reasons = Counter(
            (answer.status, answer.reason) for answer in self.answers if answer.reason
        )
        for (status, reason), n in sorted(
            reasons.items(), key=lambda row: (row[0][0], -row[1])
        ):
            yield f"  {status}: {n} {reason}{self._which(reason)}"
        cautions = Counter(
            answer.note
            for answer in self.answers
            if answer.status == "matched" and answer.note
        )
        yield from (
            f"  matched with a note: {n} {note}" for note, n in sorted(cautions.items())
        )
        if self.undated:
            yield (
                "  no row can meet these cases, which have no date:"
                f" {', '.join(map(short, self.undated))}"
            )

    def _which(self, reason: str) -> str:
        """Name the codes, or the dates, of the rows that have a reason."""
        if reason in {"no actor given", "no date given", "no dated occurrence then"}:
            return ""
        rows = (i for i, answer in enumerate(self.answers) if answer.reason == reason)
        return f": {_few(sorted({self._cell(i, reason) for i in rows}))}"

    def _cell(self, i: int, reason: str) -> str:
        return self.answers[i].date if reason == _NO_DATE else self.actors[i]


def join(
    store: ox.Store,
    rows: Sequence[tuple[str, str]],
    *,
    on: tuple[str, str],
    scheme: str | None = None,
    long: bool = False,
    reverse: bool = False,
) -> Joined:
    """Find for each row the dated occurrences in which its actor takes part on its date.

    `on` names the two columns, for messages. Without a scheme the one is taken that alone
    fits the column. Where `long`, each match is a line; where `reverse`, our dated
    occurrences are the lines, each with the rows that meet it.

    Raises:
        NotFoundError: no such scheme.
        UsageError: `long` and `reverse` at once.
        ColumnError: no scheme or several fit the column, no code is known, or no date is
            understood.
    """
    if long and reverse:
        raise UsageError(
            "--long and --reverse are two forms of the result; give one of them"
        )
    chosen = scheme or detect(store, (actor for actor, _ in rows), on[0])
    matcher = Matcher(chosen, identities(store, chosen), read_participation(store))
    answers = tuple(matcher.answer(actor, date) for actor, date in rows)
    _must_make_sense(store, rows, answers, on, chosen)
    columns: tuple[str, ...]
    lines: Iterable[Line]
    if reverse:
        columns, lines = REVERSE, _reversed(matcher.participation, answers)
    elif long:
        columns, lines = LONG, _long(answers)
    else:
        columns, lines = WIDE, _wide(answers)
    return Joined(
        columns=columns,
        lines=tuple(lines),
        answers=answers,
        scheme=chosen,
        detected=scheme is None,
        actors=tuple(" ".join(actor.split()) for actor, _ in rows),
        undated=matcher.participation.undated,
    )


def _must_make_sense(
    store: ox.Store,
    rows: Sequence[tuple[str, str]],
    answers: tuple[Answer, ...],
    on: tuple[str, str],
    scheme: str,
) -> None:
    """Refuse a file in which no code at all is known, or no date understood.

    It has the wrong scheme or column.
    """
    reasons = [answer.reason for answer in answers]
    if reasons and _NO_ACTOR.issuperset(reasons):
        texts = sorted({" ".join(actor.split()) for actor, _ in rows if actor.strip()})
        raise ColumnError(
            f"column {on[0]!r}: {scheme} knows no actor of ours by any code in it"
            f" ({_few(texts) or 'every cell is empty'})"
            f"{_schemes_that_know(store, texts, scheme)}"
        )
    if _NO_DATE in reasons and (_NO_ACTOR | {_NO_DATE, "no date given"}).issuperset(
        reasons
    ):
        i = reasons.index(_NO_DATE)
        remedy = "write years, 1990-07, 1990-07-05 or EDTF dates"
        raise ColumnError(
            f"column {on[1]!r}: no date in it is understood (row {i + 1}:"
            f" {answers[i].date!r}); {remedy}"
        )


def _schemes_that_know(store: ox.Store, texts: list[str], scheme: str) -> str:
    """Say which other schemes know some codes, or nothing."""
    others = []
    for key in schemes(store):
        known = identities(store, key) if key != scheme else {}
        if any(normal(key, text) in known for text in texts):
            others.append(key)
    return f"; {', '.join(others)} know some of them" if others else ""


def _few(texts: list[str]) -> str:
    """Return texts in a row, and how many more there are where they are many."""
    more = f" and {len(texts) - _SHOWN} more" if len(texts) > _SHOWN else ""
    return f"{', '.join(texts[:_SHOWN])}{more}"


def _note(answer: Answer) -> str:
    return ": ".join(part for part in (answer.reason, answer.note) if part)


def _actor(answer: Answer) -> str | None:
    known = answer.reason in {"", "no dated occurrence then"}
    return short(answer.actors[0]) if known and len(answer.actors) == 1 else None


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
        head, note = (answer.status, _actor(answer)), _note(answer) or None
        yield i, (*head, cases, tuple(elements), tuple(elements.values()), note)


def _long(answers: tuple[Answer, ...]) -> Iterator[Line]:
    for i, answer in enumerate(answers):
        head, note = (answer.status, _actor(answer)), _note(answer) or None
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
            one.span[0].isoformat(),
            one.span[1].isoformat(),
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
